"""What follows a breach, in sentences: in which case, who is punished how, with the ranges of the fines.

A 款 is told degree by degree: the plain penalty, 拒不改正的, 情节严重的; what is laid on persons in charge stands beside what
is laid on their firm. The words of the case are the law's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.questions import Question
from kg.quoting import overlap
from kg.wording import place, yuan_range

if TYPE_CHECKING:
    from kg.knowledge import AppliedSanction, Knowledge
    from kg.reach import Reach
    from kg.selection import Candidate, Scope
    from kg.vocabulary import Concept

_SURE = 0.95  # of the best: penalty clauses further below are quoted, not explained
_MOST = 8
_PERSONS = re.compile(r"人员|责任人|主管|董事|监事|高级管理|负责人")
_PLAIN = re.compile(r"[^，]{0,40}违反本(?:办法|法|条例|规定)(?:规定)?的?$")
_LONG = 90


@dataclass(frozen=True)
class _Told:
    """A penalty clause with the case it is for and the firm whose persons it may mean."""

    applied: AppliedSanction
    case: str
    firm: tuple[str, ...]

    @property
    def persons(self) -> bool:
        """Whether it is laid on persons, not on a firm."""
        to = self.applied.sanction.addressee
        return bool(to) and all(_PERSONS.search(name) for name in to)


def penalties(knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, chosen: Sequence[Candidate]) -> list[str]:
    """The sentences for the penalty clauses among the articles chosen, those nearest to the question first."""
    leading = [c for i, c in enumerate(chosen) if i == 0 or c.why != "retrieval" or c.score >= _SURE * chosen[0].score]
    found = [t for c in leading for t in _read(reach.sanctions.get(c.urn, ()))]
    kept = _for_asker(knowledge, asked, where, found)
    groups = [list(g) for _, g in groupby(kept, key=lambda t: (t.applied.urn, t.case))]
    ranked = sorted(groups, key=lambda g: -round(3 * overlap(asked.text, g[0].case)))
    return [_sentence(g) for g in ranked[:_MOST]]


def _read(clauses: Iterable[AppliedSanction]) -> list[_Told]:
    """Each clause with its case; what follows in the same 款 without a case of its own shares the one before."""
    out: list[_Told] = []
    for applied in clauses:
        before = out[-1] if out and out[-1].applied.urn == applied.urn else None
        case = _case(applied) or (before.case if before else "")
        told = _Told(applied, case, before.firm if before else ())
        out.append(told if told.persons else _Told(applied, case, applied.sanction.addressee or told.firm))
    return out


def _case(applied: AppliedSanction) -> str:
    """The words of a clause up to its first measure: 拒不改正或者导致危害网络安全等后果的."""
    quote = applied.sanction.quote
    starts = [i for m in applied.sanction.measures if (i := quote.find(m)) > 0]
    before = quote[: min(starts)] if starts else quote
    return before[: before.rfind("的，") + 1] if "的，" in before else ""


def _for_asker(knowledge: Knowledge, asked: Question, where: Scope, found: list[_Told]) -> list[_Told]:
    """The clauses for the kind of firm meant: the one the question names, else the asker's; all where none is for it."""
    subjects = {n: c for c in knowledge.vocabulary.subjects.values() for n in c.names}
    named = _named(knowledge, asked.text)
    cii = [t for t in found if where.names_cii or not _only_cii(t)]
    for meant in (named, frozenset(where.labels)):
        kept = [t for t in cii if not meant or not _for_others(t, subjects, meant)]
        if meant and kept and any(set(t.firm) & meant or not t.firm for t in kept):
            return kept
    return cii or found


def _named(knowledge: Knowledge, text: str) -> frozenset[str]:
    """Every name of the kinds of firm a question speaks of, and of what they fall under."""
    vocabulary = knowledge.vocabulary
    firms = [c for c in vocabulary.subjects.values() if any(len(n) > 1 and n in text for n in (*c.names, *c.everyday))]
    return frozenset(n for c in firms if not c.label.startswith("任何") for n in vocabulary.labels(c))


def _only_cii(told: _Told) -> bool:
    return bool(told.firm) and all("关键信息基础设施" in name for name in told.firm)


def _for_others(told: _Told, subjects: Mapping[str, Concept], meant: frozenset[str]) -> bool:
    return bool(told.firm) and all(name in subjects for name in told.firm) and not meant & set(told.firm)


def _sentence(group: Sequence[_Told]) -> str:
    first = group[0]
    parts = "；".join(dict.fromkeys(_laid_on(t) for t in group))
    case = _shown(first.case)
    sanction = first.applied.sanction
    paragraph = re.search(r"_par(\d+)", first.applied.urn)
    where = place(sanction.article, int(paragraph[1]) if paragraph else None)
    return f"{f'“{case}”，' if case else ''}{parts}（《{first.applied.version.title}》{where}）。"


def _shown(case: str) -> str:
    """The case without what every clause has (违反本办法规定的), and of a very long one the part that tells."""
    if not case or _PLAIN.match(case):
        return ""
    return case if len(case) <= _LONG else case[max(case.rfind("规定，"), 0) :].removeprefix("规定，")


def _laid_on(told: _Told) -> str:
    s = told.applied.sanction
    fines = "罚款幅度：" + "；".join(map(yuan_range, s.fines)) if s.fines else ""
    measures = "、".join(m for m in s.measures if not (s.fines and m.endswith("罚款") and not re.search(r"倍|百分之", m)))
    onward = f"依照{''.join(f'《{t}》' for t in s.onward)}处理" if s.onward else ""
    said = "；".join(part for part in (measures, fines, onward) if part) or "见条文"
    owner = f"{'、'.join(told.firm)}的" if told.persons and told.firm and len(told.firm) < 3 else ""
    who = "、".join(s.addressee)
    return f"{owner}{who}：{said}" if who else said
