"""The highest grade of a graded list that the facts of a question meet: 150万人 ≥ 100万人 → 较大网络安全事件（附件第三部分第5项）.

The names of the grades are those of the sections (三、较大网络安全事件) or of the words that lead a list in
(…的，应当至少分级为较大网络安全事件：), and the order is that of their thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.answers.finding.measuring.comparing import Reached, Weighed, weigh
from kg.answers.finding.measuring.limits import MeasuredClause, bars
from kg.answers.finding.measuring.subjects import DataWords

_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_NAMED = re.compile(r"[^不]为(?P<name>[^，。：；为]{2,24})[：:]?\s{0,4}\Z")


@dataclass(frozen=True)
class Graded:
    """What a graded list makes of the facts of a question.

    ``grade`` is the name of the highest grade that is certainly met, '' if none is, and ``by`` are the comparisons that
    meet it. ``possible`` are higher grades that the facts leave open, each with the comparisons it hangs on.
    """

    grade: str = ""
    by: tuple[Weighed, ...] = ()
    possible: tuple[tuple[str, tuple[Weighed, ...]], ...] = ()


def name_of(clause: MeasuredClause) -> str:
    """The name of the grade that a clause belongs to, from the heading of its section or from the words that lead it in.

    >>> name_of(MeasuredClause("", heading="三、较大网络安全事件"))
    '较大网络安全事件'
    >>> name_of(MeasuredClause("", "符合下列情形之一的，应当至少分级为重大网络安全事件："))
    '重大网络安全事件'
    """
    if clause.heading:
        return _NUMBERED.sub("", clause.heading.strip())
    named = _NAMED.search(clause.lead.strip())
    return named["name"] if named else ""


def grade(question: str, clauses: Sequence[MeasuredClause], words: DataWords | None = None) -> Graded:
    """The highest grade that the amounts of a question certainly meet, and the higher ones that they may meet.

    ``clauses`` are those of all grades. A grade hangs on more than an amount where a clause presupposes what the question
    does not say (``Weighed.premise``), and then it is only possible.
    """
    found = weigh(question, clauses, words)
    possible: list[tuple[str, tuple[Weighed, ...]]] = []
    for name in _highest_first(clauses):
        own = [w for w in found if name_of(w.clause) == name]
        certain = tuple(w for w in own if w.reached is Reached.YES and not w.premise and _all_met(w, own))
        if certain:
            return Graded(name, certain, tuple(possible))
        maybe = tuple(w for w in own if w.reached is not Reached.NO)
        possible += [(name, maybe)] if maybe else []
    return Graded(possible=tuple(possible))


def _all_met(one: Weighed, others: Sequence[Weighed]) -> bool:
    """Whether every threshold of its clause that the amount may be measured by is reached.

    整体中断运行10分钟以上或主要功能中断运行30分钟以上 is certain only beyond both, unless the question says which it was.
    """
    same = [w for w in others if w.clause is one.clause and w.quantity == one.quantity]
    return all(w.reached is Reached.YES for w in same) or _counts_less(one, same)


def _counts_less(one: Weighed, same: Sequence[Weighed]) -> bool:
    """Whether the other thresholds are on a narrower thing (敏感个人信息), so that one reached is enough."""
    return all(w.bar.tail != one.bar.tail for w in same if w is not one) and bool(one.bar.tail) and len(same) > 1


def _highest_first(clauses: Sequence[MeasuredClause]) -> list[str]:
    """The names of the grades, the one that asks for most first."""
    names = [n for n in dict.fromkeys(map(name_of, clauses)) if n]
    most: dict[str, dict[str, int]] = {n: {} for n in names}
    for clause in clauses:
        for bar in bars(clause) if name_of(clause) else ():
            own = most[name_of(clause)]
            own[bar.threshold.unit] = max(own.get(bar.threshold.unit, 0), bar.threshold.low)
    told = [n for n in names if most[n]]
    first, last = (most[told[0]], most[told[-1]]) if told else ({}, {})
    falling = sum(first[u] >= last[u] for u in first if u in last)
    rising = sum(first[u] < last[u] for u in first if u in last)
    return names if falling >= rising else names[::-1]
