"""What an answer found, as records that other programs read: the question, the verdict, the line, the provision and the span of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.answers.result import AnswerFinding, Span
from kg.law.identifiers import is_part

if TYPE_CHECKING:
    from kg.answers.saying.clause_lines import SaidLine
    from kg.graph.knowledge import Knowledge


def finding(knowledge: Knowledge, ask: str, line: SaidLine) -> AnswerFinding:
    """The record of one line."""
    if not is_part(line.urn):
        return AnswerFinding(ask, line.verdict, line.text, "", None, line.why)
    return AnswerFinding(ask, line.verdict, line.text, knowledge.provision_label(line.urn), _span(knowledge.text(line.urn), line.words), line.why)


def _span(text: str, words: str) -> Span | None:
    """Where the words stand in the text of their provision, or all of it if no words are given."""
    start = text.find(words) if words else 0
    return Span(words or text, start, start + len(words or text)) if start >= 0 else None
