"""Rules on whether a number belongs to the range named: “以上”含本数，“以下”不含本数."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = "以上|以下|以内|以外|届满|不满|不足|超过|低于|高于|不超过|多于|少于|之前|之后|以前|以后|之日前"
_CLAUSE = re.compile(
    rf"(?P<words>[“\"]?(?:{_WORD})[”\"]?(?:(?:、|和|及|与|或者|，|(?<=[”\"])(?=[“\"]))[“\"]?(?:{_WORD})[”\"]?){{0,12}})，?"
    r"(?:均|都|皆)?(?P<verb>不?(?:包括|包含|含))(?:其)?(?:本数|本级|本日)"
)
_EACH = re.compile(rf"{'|'.join(sorted(_WORD.split('|'), key=len, reverse=True))}")


@dataclass(frozen=True)
class NumberRule:
    """One word of number, with the offsets of the words that say whether the number is included."""

    word: str
    start: int
    end: int


def number_rules(text: str) -> list[NumberRule]:
    """One rule for every word whose range is defined.

    >>> [r.word for r in number_rules("本法所称以上、以下，包括本数；所称不满、超过，不包括本数。")]
    ['以上', '以下', '不满', '超过']
    """
    return [NumberRule(word, match.start(), match.end())
            for match in _CLAUSE.finditer(text) for word in _EACH.findall(match["words"])]
