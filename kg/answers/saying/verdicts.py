"""The word with which an answer to a yes-no question begins: 是 · 否 — or none, if the words alone do not settle it.

A premise (…，对吗) is denied where its figure, authority or force is not the clause's (``kg.answers.claims``); then the line says what
stands there instead. Whether something may be done is denied where the clause only forbids (能不能 … 不得 …). Nothing else is said:
on 1,554 labelled questions the forms of question and clause alone were right in six cases of ten (``docs/evaluation.md``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.answers.claims import Difference, Point, Standing, Wording, compare_all

YES, NO = "是", "否"
_OPENS = re.compile(r"或者|以及|其他|等|之一|任一")
_MAY = re.compile(r"能不能|可不可以|能否|行不行|可以.{0,14}[吗么]|能.{0,14}[吗么]|行吗|允许|是否可以")
_MUST = re.compile(r"要不要|需不需要|是否(?:需要|应当|必须|要)|用不用|该不该|必须.{0,10}[吗么]|需要.{0,14}[吗么]")
_NOT = re.compile(r"不|没|未|无|免|非")
_EITHER = re.compile(r"能不能|可不可以|行不行|要不要|需不需要|用不用|是不是|对不对|是否|会不会|算不算")
_BANS = re.compile(r"不得|禁止|严禁")
_SPARES = re.compile(r"除外|除[^，]{1,40}外|免予|免于|不适用|可以|另有规定")
_FIGURE = re.compile(r"[零〇一二三四五六七八九十百千万亿两半0-9]")


def verdict(question: str, words: str) -> str:
    """否 for a plain question whether something may be done that the clause forbids without exception, else ''.

    >>> verdict("能不能拿人脸当唯一的认证方式", "不得将人脸作为唯一的客户身份认证方式"), verdict("能不能不报", "不得瞒报")
    ('否', '')
    """
    plain = _MAY.search(question) and not _MUST.search(question) and not _NOT.search(_EITHER.sub("", question))
    return NO if plain and _BANS.search(words) and not _SPARES.search(words) else ""


def of_premise(question: str, clauses: Sequence[Wording]) -> tuple[str, str]:
    """The word for a premise, and what stands in the law instead of what it says, each '' if it is not sure."""
    held = compare_all(question, list(clauses))
    if held.verdict is Standing.DENIED:
        return NO, next(filter(None, map(_instead, held.differences)), "")
    return (YES, "") if held.verdict is Standing.BORNE else ("", "")


def _instead(one: Difference) -> str:
    """What the law says instead of what was said: 不是‘一年’，而是“五年以上”.

    A condition is named as one: 以“拒不改正”为条件. Nothing stands against 只要, nor against 只能 unless the words open what it closes (或者).
    """
    said, words = one.said, one.words
    if one.point is Point.CONDITION and words:
        return f"以“{words}”为条件"
    if not said or one.point is Point.ENOUGH or (one.point is Point.ONLY and not _OPENS.search(words)):
        return ""
    if words and (_FIGURE.search(words) or not _FIGURE.search(said)):
        return f"不是‘{said}’，而是“{words}”"
    return f"该条未定‘{said}’"  # 及时 may belong to another verb, and is no figure
