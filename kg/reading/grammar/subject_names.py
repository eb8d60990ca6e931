"""Names of subjects that the words alone do not mark, but the place before a modal or a preposition or the rest of the text does.

The pipeline parts ``合规部应于`` into 合规 and 部应, and takes 处置 in ``处置非法集资牵头部门`` for a verb.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace

from kg.law.wordlists import alternatives
from kg.reading.grammar.actors import PERSONS
from kg.reading.grammar.acts import VERBS
from kg.reading.grammar.pipeline import Reading

_BODY = re.compile(
    rf"[一-鿿]{{0,2}}(?:{PERSONS})(?=应(?![急对用答允聘征邀力变有付诉])|须(?!知|经|要)|自(?![然由治愿行主营])|对(?!外|方|象)|在|按照|依照|根据"
    r"|可以|不得)")
_SUBJECT = re.compile(r"(?:^|(?<=[。；，：\n　 ]))(?P<name>[一-鿿]{4,16}?)(?:应当|不得|可以|有权|必须|负责)", re.MULTILINE)
_OPENS_OTHER = re.compile(alternatives("openers"))
_JOINS = re.compile("[将把向对由被与在从自按经的和或及]|以及|可能|其他")
_OFFICE = re.compile("(?:部门|机构|机关|单位|人员|中心)$")


def verbal_names(text: str) -> tuple[str, ...]:
    """The names of offices in ``text`` that begin with a verb and are its subject, longest first.

    Each stands once at the start of a clause before a modal, and once more as a whole.

    >>> verbal_names("处置风险牵头部门应当调查。检查人员不足时，由处置风险牵头部门调配。设立检测机构应当登记。设立检测机构的，")
    ('处置风险牵头部门',)
    """
    before_modal = {m["name"] for m in _SUBJECT.finditer(text)}
    offices = {n for n in before_modal if _OFFICE.search(n) and VERBS.match(n) and not _OPENS_OTHER.match(n) and not _JOINS.search(n)}
    if not offices:
        return ()
    seen = Counter(m[0] for m in re.finditer(_any(offices), text))
    return tuple(sorted((n for n in offices if seen[n] > 1), key=lambda n: (-len(n), n)))


def _any(names: set[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))


def with_names(reading: Reading, verbal: tuple[str, ...]) -> Reading:
    """The reading with the names that the pipeline ties to the word after them, and with those of ``verbal`` as one actor each."""
    text = reading.text
    found = [m.span() for m in re.finditer(_any(verbal), text)] if verbal else []
    found += [m.span() for m in _BODY.finditer(text) if m.end() not in reading.words and len(m[0]) > 1]
    if not found:
        return reading
    found = _apart(sorted(found))
    starts = [a for a, _ in found]
    kept = [span for span in reading.actors if not _within(span, found, starts)]
    borders = {at for span in found for at in span}
    return replace(reading, actors=tuple(sorted([*kept, *found])), words=reading.words | borders)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without those that begin inside another."""
    out: list[tuple[int, int]] = []
    for span in spans:
        if not out or span[0] >= out[-1][1]:
            out.append(span)
    return out


def _within(span: tuple[int, int], found: list[tuple[int, int]], starts: list[int]) -> bool:
    """Whether a span overlaps one of those found."""
    at = bisect_right(starts, span[0])
    return (at > 0 and found[at - 1][1] > span[0]) or (at < len(found) and found[at][0] < span[1])
