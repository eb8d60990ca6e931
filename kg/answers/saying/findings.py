"""What an answer found, as records that other programs read: the question, the verdict, the line, the provision and the span of its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.answers.result import AnswerFinding, Span
from kg.law.identifiers import is_part, within

if TYPE_CHECKING:
    from kg.answers.saying.clause_lines import SaidLine
    from kg.graph.knowledge import Knowledge


def findings(knowledge: Knowledge, ask: str, line: SaidLine) -> list[AnswerFinding]:
    """The records of one line: one with its provision, and one for each further provision whose words it tells."""
    return [finding(knowledge, ask, line), *(finding(knowledge, ask, replace(line, urn=u, words="")) for u in _further(line))]


def _further(line: SaidLine) -> list[str]:
    """The URNs of the further provisions of a line, without those that lie in one before."""
    kept: list[str] = []
    for urn in line.others:
        if not any(within(urn, other) for other in ([] if line.words else [line.urn]) + kept):
            kept.append(urn)
    return kept


def finding(knowledge: Knowledge, ask: str, line: SaidLine) -> AnswerFinding:
    """The record of one line."""
    if not is_part(line.urn):
        return AnswerFinding(ask, line.verdict, line.text, "", None, line.why)
    return AnswerFinding(ask, line.verdict, line.text, knowledge.provision_label(line.urn), _span(knowledge.text(line.urn), line.words), line.why)


def _span(text: str, words: str) -> Span | None:
    """Where the words stand in the text of their provision, or all of it if no words are given."""
    start = text.find(words) if words else 0
    return Span(words or text, start, start + len(words or text)) if start >= 0 else None
