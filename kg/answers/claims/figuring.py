"""Figures of a claim against those of a provision: 三年 against 五年以上, 24小时 against 及时, 系统日志五年 against 六个月."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.answers.claims.absolutes import FIRST, gone_before
from kg.answers.claims.aligning import apart, around
from kg.answers.claims.force import Force, claimed
from kg.answers.claims.model import Claim, Edge, Point, Quantity, Standing
from kg.answers.claims.names import Names
from kg.answers.claims.quantities import quantities


@dataclass(frozen=True)
class Outcome:
    """How one provision stands to one claim, with the verbatim words of the provision."""

    claim: Claim
    standing: Standing
    words: str = ""
    fit: int = 0


_TIMES = (Point.PERIOD, Point.EVERY)
# The law names a time without a figure; a figure claimed in its place is not there.
_VAGUE = re.compile(r"及时|立即|尽快|第一时间|定期|不定期|(?:最短|必要)的?时间|按照规定[^，。]{0,6}(?:期限|时间)|适时")
_TOLD = re.compile(r"(?:我们|我司|公司|本公司|客户)[^，。；]{0,20}了[^，。；]{0,4}\Z|(?:已经?|共|影响了)[^，。；]{0,6}\Z")
_KEPT = re.compile(r"保存|留存|保留|保管|存档|[留存](?=[够满到]|\Z|，)")
_SINGLE = frozenset({"人", "项", "次", "份", "条", "家", "套"})


def figures(text: str) -> tuple[Claim, ...]:
    """The figures that a sentence claims, without those that only tell a fact (影响了20个客户)."""
    return tuple(Claim(q.point, q.words, q.start, q) for q in quantities(text) if not _is_fact(q, text))


def _is_fact(one: Quantity, text: str) -> bool:
    trivial = one.point is Point.COUNT and one.value == 1 and one.unit in _SINGLE
    return trivial or one.edge is Edge.NONE and bool(_TOLD.search(text[: one.start]))


def compare_figures(text: str, words: str, names: Names) -> Iterator[Outcome]:
    """How the figures of a provision stand to those of a claim."""
    there = quantities(words)
    said = figures(text)
    mine = tuple(c.quantity for c in said if c.quantity)
    for claim in said:
        if claim.quantity:
            yield _compare(claim, claim.quantity, text, mine, words, there, names)


def _compare(claim: Claim, one: Quantity, text: str, mine: tuple[Quantity, ...], words: str, there: tuple[Quantity, ...], names: Names) -> Outcome:
    alike = [q for q in there if q.point is one.point and (one.point is not Point.COUNT or q.unit == one.unit)]
    if not alike:
        return _unfixed(claim, one, words)
    alike = _of_its_kind(one, text, mine, alike, words, there)
    about = ((around(text, one, mine, near=True), True), (around(text, one, mine), False), (text, False))
    ranked = sorted(alike, key=lambda q: (not _equal(one, q), not _agree(one, q)))
    best = ranked[0]
    for q in ranked[1:]:
        if q.unit == best.unit and _fitter(q, best, about, words, there, names):
            best = q
    if not _equal(one, best):
        return _differing(claim, one, best, alike, text, words)
    if FIRST.search(text) and (gone := gone_before(words, best.start)):
        return Outcome(Claim(Point.CONDITION, claim.words, claim.start), Standing.DENIED, gone)
    return Outcome(claim, Standing.BORNE if _agree(one, best) else Standing.DENIED, _with_edge(words, best), 9)


def _of_its_kind(one: Quantity, text: str, mine: tuple[Quantity, ...], alike: list[Quantity], words: str,
                 there: tuple[Quantity, ...]) -> list[Quantity]:
    """The figures that say how long something is kept if the claim says so, otherwise the others, if there are any."""
    if one.point is not Point.PERIOD:
        return alike
    kept = bool(_KEPT.search(around(text, one, mine, near=True)))
    return [q for q in alike if bool(_KEPT.search(around(words, q, there, near=True))) is kept] or alike


def _differing(claim: Claim, one: Quantity, best: Quantity, alike: list[Quantity], text: str, words: str) -> Outcome:
    near = min((q for q in alike if q is best or _same_range(q, best, words)), key=lambda q: (q.edge is not one.edge, q is not best))
    short = near.edge is Edge.LEAST and one.value < near.value and any(f.force is Force.DUTY for f in claimed(text))
    clear = short or not _open(one, alike)
    return Outcome(claim, Standing.DENIED if clear else Standing.UNCLEAR, _with_edge(words, near), 1)


def _fitter(q: Quantity, best: Quantity, about: tuple[tuple[str, bool], ...], words: str, there: tuple[Quantity, ...], names: Names) -> bool:
    """Whether a figure speaks of what the claim does more than the best one so far, by the narrowest words that tell them apart."""
    if _same_range(q, best, words) or _same_range(best, q, words):
        return False
    for said, near in about:
        mine, its = apart(said, around(words, best, there, near=near), around(words, q, there, near=near), names)
        if mine or its:
            return its > mine and (mine == 0 or its >= 2 * mine)
    return False


def _unfixed(claim: Claim, one: Quantity, words: str) -> Outcome:
    vague = _VAGUE.search(words) if one.point in _TIMES else None
    return Outcome(claim, Standing.DENIED if vague else Standing.UNCLEAR, vague[0] if vague else "")


def _equal(one: Quantity, other: Quantity) -> bool:
    if one.point is Point.DATE:
        return _same_date(one, other)
    return abs(one.value - other.value) < 1e-6 and one.unit == other.unit


def _same_date(one: Quantity, other: Quantity) -> bool:
    """Whether two days agree in all that both name."""
    pairs = [(int(one.value) // 10_000, int(other.value) // 10_000), (int(one.value) // 100 % 100, int(other.value) // 100 % 100),
             (int(one.value) % 100, int(other.value) % 100)]
    return all(a == b for a, b in pairs if a and b) and any(a and b for a, b in pairs)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether the ends of two equal figures agree, or one of them names none."""
    return not ({one.edge, other.edge} == {Edge.LEAST, Edge.MOST})


def _open(one: Quantity, alike: list[Quantity]) -> bool:
    """Whether a figure may be a fact that a threshold of the provision takes in or leaves out: 80万人 against 超过100万人."""
    return one.point in (Point.COUNT, Point.AGE) and one.edge is Edge.NONE and any(q.edge is not Edge.NONE for q in alike)


def _same_range(one: Quantity, other: Quantity, words: str) -> bool:
    between = words[min(one.end, other.end) : max(one.start, other.start)]
    return len(between) < 6 and not re.search(r"[，。；]", between)


def _with_edge(words: str, one: Quantity) -> str:
    """The figure as the provision prints it, with the words of its edge."""
    before = re.search(r"(?:不得?少于|不得?低于|不得?超过|至少|超过|不满|不足|满|每[^，。]{0,3})\Z", words[: one.start])
    after = re.match(r"(?:及?以上|及?以下|(?:之|以)?内|前|底前)", words[one.end :])
    return (before[0] if before else "") + one.words + (after[0] if after else "")
