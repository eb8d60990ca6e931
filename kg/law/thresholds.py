"""Thresholds in the words of the law (一千人以上, 10万人以上、不满100万人), read by the rule of the text they stand in.

By art. 1259 of the Civil Code 以上, 以下, 以内 and 届满 include the number, while 不满, 超过 and 以外 do not. An instrument may
say otherwise for itself (“以下”不含本数), and then its own rule holds for its words (see ``bounds_of``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.law.numerals import to_int

_NUMBER = r"[0-9０-９]{1,40}(?:,[0-9]{3}){0,9}(?:[.．][0-9０-９]{1,40})?|[零〇一二三四五六七八九十百千万亿两]{1,40}"
_DIGITS = 16  # a longer figure counts nothing that there is
_SCALE = {"万": 10**4, "亿": 10**8}
# What the law counts → the unit. A 户, a 账户 and a 名 each count as one person.
_UNITS = {"账户": "人", "人": "人", "名": "人", "户": "人", "家": "家", "元": "元", "小时": "小时"}
_BEFORE = r"(?P<before>不满|不足|不超过|未超过|超过|达到|多于|少于|不少于)?"
_THRESHOLD = re.compile(
    rf"{_BEFORE}(?P<number>{_NUMBER})(?P<scale>{'|'.join(_SCALE)})?个?(?P<unit>{'|'.join(_UNITS)})(?P<after>以上|以下|以内)?")
_AT_LEAST = ("达到", "不少于", "不得少于", "不低于", "不得低于", "满", "至少")  # 任职满3年, 不得少于六个月
_AT_MOST = ("不超过", "未超过", "不得超过", "不高于", "不得高于")  # 最迟不得超过4小时
_BOUNDS = re.compile(r"[“\"]以(?P<word>[上下内])[”\"][^，。；]{0,12}?(?P<not>不)?(?:含|包括|包含)本数")


@dataclass(frozen=True)
class Bounds:
    """Whether 以上 and 以下 (以内) include the number.

    By default both do, as the Civil Code reads them.
    """

    above: bool = True
    below: bool = True


def bounds_of(text: str) -> Bounds:
    """What an instrument itself says about 以上 and 以下, or the reading of the Civil Code if it says nothing.

    >>> bounds_of("（七）“以上”含本数，“以下”不含本数。"), bounds_of("本办法自公布之日起施行。")
    (Bounds(above=True, below=False), Bounds(above=True, below=True))
    """
    said = {m["word"]: not m["not"] for m in _BOUNDS.finditer(text)}
    return Bounds(said.get("上", True), said.get("下", said.get("内", True)))


@dataclass(frozen=True)
class Threshold:
    """A threshold as a range of whole numbers, at least ``low`` and below ``high``.

    ``high`` is None if the range has no upper end. ``words`` stand verbatim at ``start`` of the text.
    """

    words: str
    unit: str
    low: int = 0
    high: int | None = None
    start: int = 0

    @property
    def end(self) -> int:
        """The offset in the text at which its words end."""
        return self.start + len(self.words)

    def holds(self, value: int) -> bool:
        """Whether a number lies in the range."""
        return value >= self.low and (self.high is None or value < self.high)


def find_thresholds(text: str, bounds: Bounds | None = None) -> tuple[Threshold, ...]:
    """Every threshold of the text, each by itself.

    >>> [(t.words, t.unit, t.low, t.high) for t in find_thresholds("一千户以下或者超过50万元的，二十四小时以内")]
    [('一千户以下', '人', 0, 1001), ('超过50万元', '元', 500001, None), ('二十四小时以内', '小时', 0, 25)]
    """
    found = []
    for match in _THRESHOLD.finditer(text):
        ranged = _range(match, bounds or Bounds())
        if ranged is not None:
            found.append(Threshold(match[0], _UNITS[match["unit"]], *ranged, match.start()))
    return tuple(found)


def find_ranges(text: str, bounds: Bounds | None = None) -> tuple[Threshold, ...]:
    """The thresholds of the text, with two in a row (10万人以上、不满100万人) joined to one range.

    >>> [(t.words, t.low, t.high) for t in find_ranges("累计向境外提供10万人以上、不满100万人个人信息")]
    [('10万人以上、不满100万人', 100000, 1000000)]
    """
    found: list[Threshold] = []
    for one in find_thresholds(text, bounds):
        before = found[-1] if found else None
        if before and _go_on(before, one, text):
            words = text[before.start : one.end]
            found[-1] = replace(before, words=words, low=max(before.low, one.low), high=before.high or one.high)
        else:
            found.append(one)
    return tuple(found)


def _go_on(before: Threshold, one: Threshold, text: str) -> bool:
    """Whether the second threshold closes the range that the first opens."""
    return text[before.end : one.start] in ("、", "，") and before.unit == one.unit and (before.high is None) != (one.high is None)


def _range(match: re.Match[str], bounds: Bounds) -> tuple[int, int | None] | None:
    """The smallest number of the range and the first number beyond it, or None if the words are no threshold (一人)."""
    value = _value(match["number"], match["scale"])
    return None if value is None else reach(value, match["before"] or "", match["after"] or "", bounds)


def reach(value: int, before: str, after: str, bounds: Bounds) -> tuple[int, int | None] | None:
    """The smallest number that the words around a figure mean and the first beyond it, or None if they make no threshold of it.

    >>> reach(10, "", "以上", Bounds()), reach(10, "不满", "", Bounds()), reach(10, "不得超过", "", Bounds()), reach(10, "", "", Bounds())
    ((10, None), (0, 10), (0, 11), None)
    """
    if after.endswith("以上") or before in _AT_LEAST:
        return value + (after.endswith("以上") and not bounds.above), None
    if before in ("超过", "多于"):
        return value + 1, None
    if before in ("不满", "不足", "少于"):
        return 0, value
    if before in _AT_MOST:
        return 0, value + 1
    return (0, value + bounds.below) if after else None


def _value(number: str, scale: str | None) -> int | None:
    factor = _SCALE.get(scale or "", 1)
    if number[0].isdigit():
        return int(Decimal(unicodedata.normalize("NFKC", number).replace(",", "")) * factor) if len(number) <= _DIGITS else None
    whole = to_int(number)
    return None if whole is None else whole * factor
