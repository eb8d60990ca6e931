"""What follows a breach, in sentences: who is punished how, in which case, with the ranges of the fines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.questions import Question
from kg.wording import yuan_range

if TYPE_CHECKING:
    from kg.knowledge import AppliedSanction, Knowledge
    from kg.reach import Reach
    from kg.selection import Candidate, Scope

_SURE = 0.95  # of the best: penalty clauses further below are quoted, not explained
_CASE = re.compile(r"((?:拒不|情节|造成|导致|有前|涉及|构成|因|未按|逾期)[^，。；]{1,60}的)，")


def penalties(knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, chosen: Sequence[Candidate]) -> list[str]:
    """The sentences for the penalty clauses among the articles chosen."""
    return [punished(s) for s in _sanctions(knowledge, reach, asked, where, chosen)]


def punished(applied: AppliedSanction) -> str:
    """Who is punished how and in which case, with the ranges of the fines."""
    s = applied.sanction
    fines = "罚款幅度：" + "；".join(map(yuan_range, s.fines)) if s.fines else ""
    measures = "、".join(m for m in s.measures if not (s.fines and m.endswith("罚款")))
    onward = f"依照{''.join(f'《{t}》' for t in s.onward)}处理" if s.onward else ""
    said = "；".join(part for part in (measures, fines, onward) if part)
    who = "、".join(s.addressee)
    case = _CASE.match(s.quote)
    when = f"“{case[1]}”，" if case else ""
    return f"{when}{who + '：' if who else ''}{said or '见条文'}（《{applied.version.title}》{s.article}）。"


def _sanctions(
    knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, chosen: Sequence[Candidate]
) -> list[AppliedSanction]:
    """The penalty clauses chosen, without those for another kind of firm than the one meant."""
    subjects = {n: c for c in knowledge.vocabulary.subjects.values() for n in c.names}
    meant = set(where.labels) | {n for n in subjects if n in asked.text}
    leading = [c for i, c in enumerate(chosen) if i == 0 or c.why != "retrieval" or c.score >= _SURE * chosen[0].score]
    found = [s for c in leading for s in reach.sanctions.get(c.urn, ())]
    return [s for s in found if not _for_others(s, subjects, meant, where)]


def _for_others(applied: AppliedSanction, subjects: Mapping[str, object], meant: set[str], where: Scope) -> bool:
    to = applied.sanction.addressee
    if to and all("关键信息基础设施" in name for name in to) and not where.names_cii:
        return True
    return bool(to and meant and all(name in subjects for name in to) and not meant & set(to))
