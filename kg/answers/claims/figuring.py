"""Figures of a claim against those of a provision: 三年 against 五年以上, 24小时 against 及时, 系统日志五年 against 六个月."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.answers.claims.absolutes import FIRST, conditions, gone_before
from kg.answers.claims.aligning import apart, around, in_one_range
from kg.answers.claims.force import Force, claimed
from kg.answers.claims.model import Bound, Claim, Point, Quantity, Standing
from kg.answers.claims.names import BodyNames
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
_VAGUE = re.compile(r"及时|立即|尽快|第一时间|定期|不定期|(?:最短|必要)的?时间|适时")
_TOLD = re.compile(
    r"[一-龥](?<!过)(?<!除)(?<!为)(?<!规定)(?<!要求)(?<!约定)(?<!写明)了(?:大约|大概|约|近|整整)?\Z|(?:我们|我司|公司|本公司"
    r"|客户)[^，。；]{0,20}了[^，。；]{0,4}\Z|(?:已经?|共|影响了)[^，。；]{0,6}\Z")
_HIGHEST = re.compile(r"最高|最多|顶多|上限|封顶|顶格")
_KEPT = re.compile(r"保存|留存|保留|保管|存档|[留存](?=[够满到]|\Z|，)")
_SINGLE = frozenset({"人", "项", "次", "份", "条", "家", "套"})


def figures(text: str) -> tuple[Claim, ...]:
    """The figures that a sentence claims, without those that only tell a fact (影响了20个客户)."""
    return tuple(Claim(q.point, q.words, q.start, q) for q in quantities(text) if not _is_fact(q, text))


def _is_fact(one: Quantity, text: str) -> bool:
    trivial = one.point is Point.COUNT and one.value == 1 and one.unit in _SINGLE
    return trivial or (one.edge is Bound.NONE and bool(_TOLD.search(text[: one.start])))


def compare_figures(text: str, words: str, names: BodyNames) -> Iterator[Outcome]:
    """How the figures of a provision stand to those of a claim."""
    there = quantities(words)
    said = figures(text)
    mine = tuple(c.quantity for c in said if c.quantity)
    for claim in said:
        if claim.quantity:
            yield _compare(claim, claim.quantity, text, mine, words, there, names)


def of_its_case(one: Outcome, text: str, passages: Sequence[str]) -> Outcome:
    """An outcome, unclear if the law has the amount claimed for a case that the claim does not name: 没做等保罚五十万 against 拒不改正的，…五十万元.

    No amount is the highest where the provisions hold a higher one.
    """
    amount = one.claim.quantity
    if amount is None or amount.point is not Point.MONEY or one.standing is Standing.UNCLEAR:
        return one
    amounts = [(words, q) for words in passages for q in quantities(words) if q.point is Point.MONEY]
    same = [(words, q) for words, q in amounts if _equal(amount, q) and _agree(amount, q)]
    named = any(not (held := conditions(words, q.start)) or any(c[:2] in text for c in held) for words, q in same)
    higher = bool(_HIGHEST.search(text)) and any(q.value > amount.value for _, q in amounts)
    unclear = bool(same) if one.standing is Standing.DENIED else not named or higher
    return replace(one, standing=Standing.UNCLEAR) if unclear else one


def _compare(claim: Claim, one: Quantity, text: str, mine: tuple[Quantity, ...], words: str, there: tuple[Quantity, ...],
             names: BodyNames) -> Outcome:
    alike = [q for q in there if q.point is one.point and (one.point is not Point.COUNT or q.unit == one.unit)]
    if not alike:
        return _unfixed(claim, one, words)
    alike = _of_its_kind(one, text, mine, alike, words, there)
    about = (around(text, one, mine, near=True), around(text, one, mine), _without_others(text, one, mine))
    ranked = sorted(alike, key=lambda q: (not _equal(one, q), not _agree(one, q)))
    best = ranked[0]
    ranged = any(in_one_range(text, o, one) and any(_equal(o, q) and in_one_range(words, q, best) for q in alike) for o in mine if o != one)
    for q in () if ranged else ranked[1:]:
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


def _without_others(text: str, one: Quantity, mine: tuple[Quantity, ...]) -> str:
    """The claim without what it says of its other figures."""
    for other in mine:
        if other != one:
            for part in around(text, other, mine, near=True).split("，"):
                text = text.replace(part, "，") if len(part) > 1 and part not in around(text, one, mine, near=True) else text
    return text


def _differing(claim: Claim, one: Quantity, best: Quantity, alike: list[Quantity], text: str, words: str) -> Outcome:
    near = min((q for q in alike if q is best or in_one_range(words, q, best)), key=lambda q: (q.edge is not one.edge, q is not best))
    outside = (near.edge is Bound.LEAST and one.value < near.value) or (near.edge is Bound.MOST and one.value > near.value)
    short = outside and any(f.force is Force.DUTY for f in claimed(text))
    closed = re.match(r"[^，。]{0,6}?(?:才|就算|即)", text[one.end :])
    told = near.edge is Bound.LEAST and one.value > near.value and one.edge is Bound.NONE and text[one.end : one.end + 1] == "的"
    clear = short or closed or not (told or _open(one, alike))
    return Outcome(claim, Standing.DENIED if clear else Standing.UNCLEAR, _with_edge(words, near), 1)


def _fitter(q: Quantity, best: Quantity, about: tuple[str, str, str], words: str, there: tuple[Quantity, ...], names: BodyNames) -> bool:
    """Whether a figure speaks of what the claim does and the best one so far does not, by narrow words and by none of the wider ones."""
    if in_one_range(words, q, best) or sum(1 for t in there if t.point is Point.RANK) > 2:
        return False
    near, wide, all_words = about
    found = [apart(near, around(words, best, there, near=True), around(words, q, there, near=True), names),
             *(apart(said, around(words, best, there), around(words, q, there), names) for said in (wide, all_words))]
    stage = gone_before(all_words, len(all_words))
    if stage and stage in gone_before(words, q.start) and not gone_before(words, best.start):
        return True
    if found[0][1] and not found[0][0] and _side_by_side(words, best, q):
        return True
    return not found[0][0] and any(its and not mine for mine, its in found[:2]) and not any(mine > its for mine, its in found)


def _side_by_side(words: str, one: Quantity, other: Quantity) -> bool:
    """Whether a provision gives two figures in one breath: 对个人处以五千元以下、对单位处以一万元以下."""
    between = words[min(one.end, other.end) : max(one.start, other.start)]
    return len(between) < 16 and not re.search(r"[。；;\n]", between)


def _unfixed(claim: Claim, one: Quantity, words: str) -> Outcome:
    vague = _VAGUE.search(words) if one.point in _TIMES and not re.search(r"(?:规定|约定)的?(?:期限|时限|时间)", words) else None
    return Outcome(claim, Standing.DENIED if vague else Standing.UNCLEAR, vague[0] if vague else "")


def _equal(one: Quantity, other: Quantity) -> bool:
    if one.point is Point.DATE:
        return _same_date(one, other)
    return one.unit == other.unit and math.isclose(one.value, other.value)


def _same_date(one: Quantity, other: Quantity) -> bool:
    """Whether two days agree in all that both name."""
    pairs = [(int(one.value) // 10_000, int(other.value) // 10_000), (int(one.value) // 100 % 100, int(other.value) // 100 % 100),
             (int(one.value) % 100, int(other.value) % 100)]
    return all(a == b for a, b in pairs if a and b) and any(a and b for a, b in pairs)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether the ends of two equal figures agree, or one of them names none."""
    return {one.edge, other.edge} != {Bound.LEAST, Bound.MOST}


def _open(one: Quantity, alike: list[Quantity]) -> bool:
    """Whether a figure may be a fact that a threshold of the provision takes in or leaves out: 80万人 against 超过100万人."""
    return one.point in (Point.COUNT, Point.AGE) and one.edge is Bound.NONE and any(q.edge is not Bound.NONE for q in alike)


def _with_edge(words: str, one: Quantity) -> str:
    """The figure as the provision prints it, with the words of its edge."""
    before = re.search(r"(?:不得?少于|不得?低于|不得?超过|至少|超过|不满|不足|满|每[^，。]{0,3})\Z", words[: one.start])
    after = re.match(r"(?:及?以上|及?以下|(?:之|以)?内|前|底前)", words[one.end :])
    return (before[0] if before else "") + one.words + (after[0] if after else "")
