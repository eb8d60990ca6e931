"""The clauses of an article: each sentence of a 款, each 项 with the words that lead it in, and each lead-in itself.

第一款第一句 · （二）…… · 有下列情形之一的：

The lead-in of a list stands for the list as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.law.model import Document, Provision, ProvisionKind
from kg.search.entries import Entry

_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_LABEL = re.compile(r"^(?:第[零〇一二三四五六七八九十百千0-9]{1,9}条(?:之[一二三四五六七八九十]{1,3})?"
                    r"|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])[\s　]*")
_WHOLE = (ProvisionKind.ITEM, ProvisionKind.SUBITEM)
_SHORTEST = 2  # characters that make a clause


@dataclass(frozen=True)
class LawClause:
    """One clause of an entry.

    ``urn`` names the smallest provision it stands in. ``start`` and ``end`` are offsets in the text of the entry, and so
    are those of its lead-in, which are equal where it has none. ``heads`` says that it leads a list in.
    """

    urn: str
    start: int
    end: int
    lead_start: int = 0
    lead_end: int = 0
    heads: bool = False

    def words(self, entry: Entry) -> str:
        """The words of the clause, verbatim."""
        return entry.text[self.start : self.end]

    def lead(self, entry: Entry) -> str:
        """The words that lead the clause in, or ''."""
        return entry.text[self.lead_start : self.lead_end]


def clauses_of(entry: Entry, document: Document) -> tuple[LawClause, ...]:
    """The clauses of an entry in the order of its text.

    An annex that has sections gives none, because each section is an entry of its own.
    """
    node = document.by_eid[entry.eid]
    if node.kind is ProvisionKind.ANNEX and any(c.kind is ProvisionKind.SECTION for c in node.children):
        return ()
    return tuple(_below(node, document, entry, node.start, (0, 0)))


def _below(node: Provision, document: Document, entry: Entry, base: int, lead: tuple[int, int]) -> Iterator[LawClause]:
    """The clauses of a node whose own lead-in is ``lead``."""
    urn = f"{entry.version}~{node.eid}"
    if not node.children:
        yield from (LawClause(urn, s, e, *lead) for s, e in _sentences(node, entry.text, base))
        return
    first = node.children[0].start
    opening = _trimmed(entry.text, node.start - base, first - base)
    inner = lead
    if opening[1] - opening[0] >= _SHORTEST:
        yield LawClause(urn, *opening, *lead, heads=True)
        inner = opening
    for child in node.children:
        yield from _below(child, document, entry, base, inner if child.kind in _WHOLE else (0, 0))


def _sentences(node: Provision, text: str, base: int) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences of a node without parts."""
    start, end = node.start - base, min(node.end - base, len(text))
    if node.kind in _WHOLE:
        yield _trimmed(text, start, end)
        return
    for match in _SENTENCE.finditer(text, start, end):
        found = _trimmed(text, *match.span())
        if found[1] - found[0] >= _SHORTEST:
            yield found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without blanks at the ends and without the number at the start."""
    words = text[start:end]
    label = _LABEL.match(words.lstrip())
    start += len(words) - len(words.lstrip()) + (label.end() if label else 0)
    return start, max(start, start + len(text[start:end].rstrip()))
