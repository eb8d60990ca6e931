"""Figures as people write them: 150万 · 12.5万 · 五百万 · 一万二 · 十几万 · 一百多万 · 800来 · 八九万 · 好几万 · 上万 · 一点五亿."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.law.numerals import to_int

_ARABIC = r"[0-9]{1,12}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,4})?"
_HAN = r"[零〇一二三四五六七八九十百千两]{1,9}"
_POINTED = r"[零一二三四五六七八九十]{1,3}点[零一二三四五六七八九]{1,4}"
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# 好几万, 数十万 and 上百万 stand for a figure; in 近万人, 逾百万 and 超亿元 the scale alone does.
_HEAD = rf"{_ARABIC}|{_POINTED}|{_HAN}|(?:好几|数|上)(?=[十百千万亿])|(?<=[近过上超逾破])(?=[万亿])|半(?=[个小年月])"
# 1亿2000万 and 一万二千 go on behind the scale.
_REST = rf"(?:[0-9]{{1,4}}|{_HAN})(?:[百千](?!分))?万?"
FIGURE = rf"(?:{_HEAD})(?:多|余|来|几)?[十百千]?(?:[万亿](?:{_REST}(?!\.))?)?(?:多|余|来)?"
_PARTS = re.compile(
    rf"(?P<head>{_ARABIC}|{_POINTED}|{_HAN}|好几|数|上|半|)(?P<more>多|余|来|几)?(?P<small>[十百千]?)"
    rf"(?:(?P<scale>[万亿])(?P<rest>{_REST})?)?(?P<more2>多|余|来)?\Z")
_NEIGHBOURS = re.compile(r"(?<![零〇一二三四五六七八九两])(一二|二三|两三|三四|四五|五六|六七|七八|八九)(?![零〇一二三四五六七八九两])")


@dataclass(frozen=True)
class Rough:
    """A figure as it is said: from ``low`` to ``high``, which may be missing.

    ``over`` says that it is more than ``low`` (一百多万), and ``below`` that it is less than ``high``.
    """

    low: Decimal
    high: Decimal | None
    over: bool = False
    below: bool = False


def exactly(value: Decimal) -> Rough:
    """The figure that is one number."""
    return Rough(value, value)


def read(text: str) -> Rough | None:
    """What a figure says, or None if the text is none.

    >>> read("150万"), read("一百多万").high, read("八九万").low, read("一万二").low, read("甲")
    (Rough(low=Decimal('1500000'), high=Decimal('1500000'), over=False, below=False), Decimal('2000000'), Decimal('80000'), Decimal('12000'), None)
    """
    match = _PARTS.match(text)
    if not match or not text:
        return None
    if (two := _NEIGHBOURS.search(match["head"])) is not None:
        start, end = two.span()
        ends = [read(text[:start] + digit + text[end:]) for digit in two[1]]
        return None if None in ends else Rough(ends[0].low, ends[1].high)  # type: ignore[union-attr]
    scale = _SCALES.get(match["small"], 1) * _SCALES.get(match["scale"] or "", 1)
    if match["head"] in ("好几", "数", "上"):
        return _vague(match["head"], Decimal(scale))
    value = _value(match["head"], match["rest"] or "", scale, _SCALES.get(match["scale"] or "", 1))
    return None if value is None else _around(value, match["more"] or match["more2"] or "")


def _vague(head: str, scale: Decimal) -> Rough:
    return Rough(scale, None) if head == "上" else Rough(2 * scale, 10 * scale, below=True)


def _around(value: Decimal, more: str) -> Rough:
    """一百多 ends before 二百, and 八百来 lies half a hundred about 八百."""
    if more == "来":
        return about(value)
    return Rough(value, value + step(value), over=True, below=True) if more else exactly(value)


def about(value: Decimal) -> Rough:
    """The figure that is about a number: half a step to each side.

    >>> about(Decimal(100_000)).low, about(Decimal(1_200)).high
    (Decimal('50000.0'), Decimal('1250.0'))
    """
    half = step(value) * Decimal("0.5")
    return Rough(value - half, value + half)


def step(value: Decimal) -> Decimal:
    """The power of ten in whose steps a round number is said.

    >>> step(Decimal(1_500_000)), step(Decimal("1.5"))
    (Decimal('100000'), Decimal('1'))
    """
    power = Decimal(1)
    while value >= power * 10 and value % (power * 10) == 0:
        power *= 10
    return power


def _value(head: str, rest: str, scale: int, last: int) -> Decimal | None:
    """The number of a head (三百五十) with its scale (万) and what goes on behind (二千)."""
    whole = Decimal(1) if not head else number(head)
    if whole is None:
        return None
    behind = Decimal(0)
    if rest:
        more = read(rest)
        if more is None:
            return None
        behind = more.low * last / 10 if more.low < 10 and len(rest) == 1 else more.low
    return whole * scale + behind


def number(text: str) -> Decimal | None:
    """The value of digits or of a numeral below 亿, or None for any other text.

    >>> number("1,200.5"), number("三百五十"), number("一点五"), number("两千五"), number("半")
    (Decimal('1200.5'), Decimal('350'), Decimal('1.5'), Decimal('2500'), Decimal('0.5'))
    """
    if text == "半":
        return Decimal("0.5")
    if text[:1].isascii():
        return Decimal(text.replace(",", "")) if text else None
    if "点" in text:
        whole, _, part = text.partition("点")
        digits = "".join(str(to_int(c)) for c in part)
        return Decimal(f"{to_int(whole)}.{digits}")
    short = re.search(r"([百千])([一二三四五六七八九])\Z", text)
    value = to_int(text[:-1] if short else text)
    if value is None:
        return None
    return Decimal(value + (to_int(short[2]) or 0) * _SCALES[short[1]] // 10 if short else value)
