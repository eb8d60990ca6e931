"""Thresholds in the words of the law, with what each is of: 泄露100万人以上公民个人信息 · 整体中断运行10分钟以上 · 5000个以上法人 · 五十条以上.

Sums of fines, terms of imprisonment and other measures of a sanction (处10万元以上100万元以下罚款) are no thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.answers.finding.measuring.figures import FIGURE, read
from kg.answers.finding.measuring.units import BODIES, FINE, PEOPLE, RECORDS, SHARE, TIMES, base
from kg.law.thresholds import Bounds, Threshold, reach

_UNIT = r"账户|用户|自然人|[人名户家元条次倍岁]|周岁|小时|分钟|[日天](?!常|志|均)|(?<=个)月|年(?!度|报)|[%％]"
_BEFORE = r"不得超过|不得少于|不得低于|不满|不足|不超过|未超过|超过|达到|多于|少于|不少于|不低于|不高于|至少|满"
_AFTER = r"(?:及|或者?)?以上|以下|以内"
_LIMIT = re.compile(
    rf"(?P<before>{_BEFORE})?(?:保存|留存)?(?P<share>百分之)?(?P<n>{FIGURE})个?(?P<unit>{_UNIT})?(?P<after>{_AFTER})?(?P<behind>自然人|用户|{'|'.join(BODIES)})?")
# 注册用户5000万以上, 浏览或点击次数100万以上: what is counted stands before.
_HEADED = re.compile(r"(?P<unit>用户|次数|人数|户数|条数)\Z")
_HEADS = {"用户": PEOPLE, "人数": PEOPLE, "户数": PEOPLE, "次数": TIMES, "条数": RECORDS}
_SUMMED = re.compile(r"累计[^，。；]{0,30}\Z")  # 自上年1月1日起累计向境外提供10万人个人信息: reached by that number
_SANCTION = re.compile(r"罚款|罚金|徒刑|拘[役留]|市场禁入")
_STOP = re.compile(r"[，。；：\n]")
_OR = re.compile(r"，或者?|；|。|：")
_JOINED = ("", "、", "，", "但", "且")
_SIGNS = {(True, True): "≥", (True, False): ">", (False, True): "≤", (False, False): "<"}


@dataclass(frozen=True)
class MeasuredClause:
    """A clause of the law whose thresholds are applied.

    ``lead`` are the words that lead it in, ``label`` is its provision as one cites it, and ``heading`` that of the section
    it stands in. ``bounds`` are those of its instrument.
    """

    words: str
    lead: str = ""
    label: str = ""
    heading: str = ""
    bounds: Bounds = field(default=Bounds())


@dataclass(frozen=True)
class BarEdge:
    """One end of a threshold: the figure with its unit (100万人) and the sign by which an amount lies inside (≥)."""

    words: str
    sign: str

    @property
    def lower(self) -> bool:
        """Whether it is the lower end."""
        return self.sign in ("≥", ">")


@dataclass(frozen=True)
class Bar:
    """A threshold of a clause, counted in the finest parts of its unit.

    ``head`` are the words of its phrase before it, ``before`` those of the clause from the last alternative on, and ``tail``
    those behind it. ``given`` are the other phrases before it, with those of the threshold to which it is the alternative.
    """

    threshold: Threshold
    edges: tuple[BarEdge, ...]
    head: str
    before: str
    tail: str
    given: tuple[str, ...]
    clause: MeasuredClause


def bars(clause: MeasuredClause) -> tuple[Bar, ...]:
    """The thresholds of a clause, with two that close a range joined.

    >>> [(b.threshold.words, b.threshold.unit, b.head, b.tail) for b in bars(MeasuredClause("泄露100万人以上公民个人信息。"))]
    [('100万人以上', '人', '泄露', '公民个人信息')]
    >>> [b.threshold.words for b in bars(MeasuredClause("累计向境外提供10万人以上、不满100万人个人信息或者不满1万人敏感个人信息"))]
    ['10万人以上、不满100万人', '不满1万人']
    """
    found: list[tuple[Threshold, tuple[BarEdge, ...]]] = []
    text = clause.words
    for one, edge in _ends(text, clause.bounds):
        before = found[-1] if found else None
        if before and _closes(text, before[0], one):
            words = text[before[0].start : one.end]
            joined = replace(before[0], words=words, low=max(before[0].low, one.low), high=before[0].high or one.high)
            found[-1] = joined, (*before[1], edge)
        else:
            found.append((one, (edge,)))
    placed: list[Bar] = []
    for place in range(len(found)):
        placed.append(_placed(clause, place, found, placed[-1].given if placed else ()))
    return tuple(b for b in placed if not _SANCTION.search(b.head + _STOP.split(text[b.threshold.end :])[0][:16]))


def _closes(text: str, before: Threshold, one: Threshold) -> bool:
    return text[before.end : one.start] in _JOINED and before.unit == one.unit and (before.high is None) != (one.high is None)


def _ends(text: str, bounds: Bounds) -> Iterator[tuple[Threshold, BarEdge]]:
    """Each end of a threshold by itself, with its sign."""
    for match in _LIMIT.finditer(text):
        told, said = _unit(text, match), read(match["n"])
        if told is None or said is None or said.low != said.high or re.search(r"[第0-9.]\Z", text[: match.start("n")]):
            continue
        unit, parts = told
        before, after = match["before"] or "", match["after"] or ""
        if not (before or after) and unit in (PEOPLE, RECORDS) and _SUMMED.search(text[: match.start()]):
            before = "达到"
        ranged = reach(int(said.low * parts), before, after, bounds)
        if ranged is None:
            continue
        lower = ranged[1] is None
        sign = _SIGNS[lower, ranged[0] == said.low * parts if lower else ranged[1] != said.low * parts]
        words = match[0][: match.end("after") - match.start()] if after else match[0][: len(match[0]) - len(match["behind"] or "")]
        yield Threshold(words, unit, *ranged, match.start()), BarEdge(_figure(match), sign)


def _figure(match: re.Match[str]) -> str:
    """The figure with its unit alone: 100万人, 百分之五十, 5000个自然人."""
    end = match.end("unit") if match["unit"] else match.end("n")
    start = match.start("share") if match["share"] else match.start("n")
    return match.string[start:end] + (f"个{match['behind']}" if match["behind"] and not match["unit"] else "")


def _unit(text: str, match: re.Match[str]) -> tuple[str, Decimal] | None:
    if match["share"]:
        return SHARE, Decimal(FINE[SHARE])
    if match["unit"]:
        return base(match["unit"].replace("％", "%"))
    if match["behind"]:
        return base(match["behind"])
    headed = _HEADED.search(text[: match.start()])
    return (_HEADS[headed["unit"]], Decimal(1)) if headed else None


def _placed(clause: MeasuredClause, place: int, found: list[tuple[Threshold, tuple[BarEdge, ...]]], given: tuple[str, ...]) -> Bar:
    """A threshold with the words around it: up to the next one, to an alternative (或者), or to the end of its phrase."""
    threshold, edges = found[place]
    text = clause.words
    since = found[place - 1][0].end if place else 0
    until = found[place + 1][0].start if place + 1 < len(found) else len(text)
    between = text[since : threshold.start]
    other = re.match(r"[^。；]{0,60}?或者?", between) if since else None  # 整体中断运行10分钟以上或主要功能中断运行30分钟以上
    before = between[other.end() :] if other else _OR.split(between)[-1]
    *pieces, head = _STOP.split(before)
    tail = re.split(r"[，。；\n]|或者?|的(?=，)", text[threshold.end : until])[0]
    return Bar(threshold, edges, head, before, tail, (*(given if other else ()), *filter(None, pieces)), clause)
