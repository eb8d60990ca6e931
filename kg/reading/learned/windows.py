"""What the learned reader sees of a sentence: its words, those before it in the article, and where its verb phrases lie.

A member of a list is seen with the words that lead the list in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.law.model import Document
from kg.reading.grammar.clauses import Clause, verb_phrases
from kg.reading.stretches import Stretch

BEFORE = 160  # characters of the article before the sentence
LEAD = 80  # of them, for the words that lead a list in
LONGEST = 400  # characters of a sentence; the rest of a longer one is not looked at


@dataclass(frozen=True)
class Phrase:
    """A verb phrase.

    ``start`` and ``end`` are offsets in the window, and ``at`` is that of its first character in the stretch.
    """

    start: int
    end: int
    at: int


@dataclass(frozen=True)
class Window:
    """A sentence with what stands before it, and its verb phrases."""

    text: str
    phrases: tuple[Phrase, ...]


def windows(doc: Document, unit: Stretch, sentences: Sequence[Sequence[Clause]]) -> Iterator[Window]:
    """The window of each sentence of a stretch, in their order."""
    for clauses in sentences:
        begin = clauses[0].start
        before = _before(doc, unit, unit.start + begin)
        text = before + unit.text[begin : clauses[-1].end + 1][:LONGEST]
        phrases = (Phrase(len(before) + at - begin, len(before) + at - begin + len(words), at)
                   for c in clauses for words, offset in verb_phrases(c.text) for at in (c.start + offset,))
        yield Window(text, tuple(p for p in phrases if p.end <= len(text)))


def _before(doc: Document, unit: Stretch, start: int) -> str:
    """The words before a sentence, which for a member of a list open with those that lead the list in."""
    if not unit.listed:
        return doc.text[max(unit.article.start, start - BEFORE) : start]
    near = doc.text[max(unit.article.start, start - LEAD) : start]
    lead = unit.lead[-LEAD:]
    return near if lead in near else f"{lead}…{near}"
