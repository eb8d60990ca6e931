"""Chinese numerals and article numbers, read and written.

>>> to_int("二十一"), to_int("一百零三"), to_int("１０"), to_int("十")
(21, 103, 10, 10)
>>> to_chinese(21), to_chinese(103), to_chinese(110)
('二十一', '一百零三', '一百一十')
>>> article_number("第二十一条之一"), article_number("第21条"), article_number("21"), article_number("第一百○一条")
((21, 1), (21,), (21,), (101,))
>>> article_label((21, 1))
'第二十一条之一'
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}  # ○ is often typed for 〇
_UNITS = {"十": 10, "百": 100, "千": 1000}
# A numeral ends after 16 characters, more than any number in a law has, so that the search for one in a long run of digits takes no
# longer than the run.
DIGIT = "[零〇○一二三四五六七八九十百千两0-9０-９]"
NUMERAL = DIGIT + "{1,16}"
FIGURE = "[零〇○一二三四五六七八九十百千两半0-9０-９]{1,16}"  # a number of units of time, which may be a half (半小时)
LARGEST = 9999  # the last number that statutes count to
_ARTICLE = re.compile(rf"第?\s*({NUMERAL})\s*(?:条|部分)?(?:之({NUMERAL}))?\Z")
_PART = re.compile(r"[一二三四五六七八九十]{1,6}|\d{1,3}")
_CLAUSE = re.compile(r"第?\s?(\d{1,2}(?:\.\d{1,3}){1,5})\s?条?\Z")  # of a standard


def to_int(text: str) -> int | None:
    """The value of a numeral up to 亿, or None if the text is no numeral.

    Chinese digits and Arabic digits of any width are read.

    >>> to_int("五千万"), to_int("一亿"), to_int("二〇二三"), to_int("甲")
    (50000000, 100000000, 2023, None)
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 12 else None
    for unit, factor in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            high, _, low = text.partition(unit)
            return _sum_parts(high, low, factor)
    return _below_ten_thousand(text)


def _sum_parts(high: str, low: str, factor: int) -> int | None:
    top = to_int(high)
    rest = to_int(low) if low else 0
    return None if top is None or rest is None else top * factor + rest


def _below_ten_thousand(text: str) -> int | None:
    if not text or len(text) > 12 or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total, digit = total + (digit or 1) * _UNITS[c], 0
    return total + digit


def to_chinese(number: int) -> str:
    """The numeral as statutes print it, for 0 to 9999.

    Raises ValueError for any other number.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is outside 0..{LARGEST}, the range statutes number in")
    names = "零一二三四五六七八九"
    if number < 10:
        return names[number]
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if zero and out else "") + names[digit] + name
            zero = False
        else:
            zero = True
    return out.removeprefix("一") if 10 <= number < 20 else out


def article_number(label: str) -> tuple[int, ...] | None:
    """The number of an article from its label, such as (21, 1) for 第二十一条之一, or None if it is no article number.

    第21条, 21, 二十一 and 第二十一部分 are read as well, and so is 4.1.2 as the clause (4, 1, 2) of a standard. No statute numbers beyond 9999.
    """
    if clause := _CLAUSE.match(unicodedata.normalize("NFKC", label).strip()):
        return tuple(map(int, clause[1].split(".")))
    match = _ARTICLE.match(unicodedata.normalize("NFKC", label).strip())
    if not match:
        return None
    parts = [to_int(g) for g in match.groups() if g]
    known = tuple(p for p in parts if p is not None and p <= LARGEST)
    return known if len(known) == len(parts) else None


def part_name(label: str) -> str:
    """What a text counts as its label says: 第一部分 for 一, and any other label (第三条, 4.1) as it is.

    >>> part_name("一"), part_name("2"), part_name("4.1"), part_name("第三条")
    ('第一部分', '第2部分', '4.1', '第三条')
    """
    return f"第{label}部分" if _PART.fullmatch(label) else label


def article_label(number: tuple[int, ...]) -> str:
    """The label of an article from its number, such as 第二十一条之一 for (21, 1)."""
    first, *rest = number
    return f"第{to_chinese(first)}条" + "".join(f"之{to_chinese(n)}" for n in rest)


def item_label(number: int) -> str:
    """The label of an item from its number, such as （二） for 2."""
    return f"（{to_chinese(number)}）"
