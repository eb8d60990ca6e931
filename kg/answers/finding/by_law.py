"""One clause a law first, where two laws are asked about side by side: 218号令和152号令对应急演练分别怎么规定."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.law.identifiers import work_urn

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate
    from kg.answers.question.reading import Question

_EACH = re.compile(r"分别|各(?:自|有|是|怎么|要|规定|说)|都(?:怎么|是怎么|要求|规定|说|有(?:什么|哪些)|讲)|哪些规定|同时"
                   r"|[和与跟及、][^。？]{2,30}(?:怎么|有(?:什么|哪些)|要求)")


def ordered(found: Sequence[Candidate], asked: Question) -> list[Candidate]:
    """The candidates, the surest clause of each law named first where several are asked about side by side."""
    works = [i.work for i in asked.instruments]
    if len(works) < 2 or asked.references or not _EACH.search(asked.text):
        return list(found)
    first: dict[str, Candidate] = {}
    for c in found:
        if work_urn(c.urn) in works and c.clauses:
            first.setdefault(work_urn(c.urn), c)
    if len(first) < 2:
        return list(found)
    leading = [replace(c, clauses=c.clauses[:1]) for c in first.values()]
    rest = [replace(c, clauses=c.clauses[1:]) if c in first.values() else c for c in found]
    return [*leading, *(c for c in rest if c.clauses or c.why != "retrieval")]
