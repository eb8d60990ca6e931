"""What an answer concludes, and its figures in one writing, so that 五年以上 and 5年以上, 二十万元 and 20万元 are the same."""

from __future__ import annotations

import re

from kg.answers.answerer import answer_json
from kg.answers.result import Answer
from kg.law.likeness import squash
from kg.law.numerals import to_int

_BASIS = re.compile(r"\n?(?:依据：|最接近的规定：)")
_NUMBER = re.compile(r"[零〇○一二三四五六七八九十百千两0-9０-９]{1,12}[万亿]?")
_SHARE = re.compile(r"百分之([零〇一二三四五六七八九十百0-9]{1,8})")
_POINT = re.compile(r"([0-9]{1,6})\.([0-9]{1,4})([万亿])")
_HALF_YEAR, _QUARTER = re.compile(r"半年"), re.compile(r"(?:一个?)?季度")


def conclusion(answer: Answer) -> str:
    """The lines of an answer before its quotes: the field ``conclusion`` where the program has one, else cut from the text."""
    said = answer_json(answer).get("conclusion")
    if said:
        return said if isinstance(said, str) else "\n".join(map(str, said))
    return _BASIS.split(answer.answer, maxsplit=1)[0]


def one_writing(text: str) -> str:
    """The text without blanks and with every figure as an Arabic number.

    >>> one_writing("处二十万元以上 一百万元以下"), one_writing("处20万元以上100万元以下"), one_writing("百分之五以上")
    ('处200000元以上1000000元以下', '处200000元以上1000000元以下', '5%以上')
    """
    bare = _SHARE.sub(lambda m: f"{_value(m[1])}%", _HALF_YEAR.sub("6个月", _QUARTER.sub("3个月", squash(text))))
    bare = _POINT.sub(lambda m: str(round(float(f"{m[1]}.{m[2]}") * (10**4 if m[3] == "万" else 10**8))), bare)
    return re.sub(r"天(?=[之以]?内|以|前|后)", "日", _NUMBER.sub(lambda m: _value(m[0]), bare))


def _value(numeral: str) -> str:
    value = to_int(numeral)
    return numeral if value is None else str(value)
