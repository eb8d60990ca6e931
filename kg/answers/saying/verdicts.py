"""The word with which an answer to a yes-no question begins: 是 · 否 · 有条件 — or none, if the clause alone does not settle it.

A premise (…，对吗) is denied where its figure, authority or force is not the clause's (``kg.answers.claims``); then the line says what
stands there instead. Otherwise two things must agree before a word is said: what the judge makes of the question and the clause, and
what kind of words the clause has, because a ban does not allow and a permission does not forbid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.answers.claims import Standing, Wording, compare_all
from kg.answers.ranking.judge import VERDICTS
from kg.law.model import Modality, Norm

SAID = {"yes": "是", "no": "否", "conditional": "有条件"}
SURE = 0.8  # how sure the judge must be
DOUBTED = 0.6  # a premise that the judge finds true this surely is not denied for its words
_MAY = re.compile(r"能不能|可不可以|可以|能否|行不行|行吗|能.{0,14}[吗么]|允许|合规|得着")
_MUST = re.compile(r"要不要|需不需要|是否(?:需要|应当|必须)|用不用|必须|非得|要.{0,14}[吗么]|得.{0,10}[吗么]|应当.{0,14}[吗么]|需要.{0,14}[吗么]")
_NOT = re.compile(r"不|没|未|免")
_EITHER = re.compile(r"能不能|可不可以|行不行|要不要|需不需要|用不用|是不是|对不对")
_FIGURE = re.compile(r"[零〇一二三四五六七八九十百千万亿两半0-9]")
_SPARES = re.compile(r"免予|免于|可以不|不需要|无需|不适用|不再")


def verdict(question: str, shares: Sequence[float], words: str, norms: Sequence[Norm]) -> str:
    """The word for the answer to a yes-no question, or '' if it is not sure."""
    if not shares:
        return ""
    best = max(range(len(shares)), key=shares.__getitem__)
    name = VERDICTS[best]
    return SAID[name] if shares[best] >= SURE and not _contradicts(name, question, words, norms) else ""


def of_premise(question: str, shares: Sequence[float], clauses: Sequence[Wording]) -> tuple[str, str]:
    """The word for a premise, and what stands in the law instead of what it says, each '' if it is not sure."""
    held = compare_all(question, list(clauses))
    sure = dict(zip(VERDICTS, shares, strict=True)) if shares else {}
    if held.verdict is Standing.DENIED and sure.get("yes", 0.0) < DOUBTED:
        return SAID["no"], "；".join(filter(None, (_instead(d.said, d.words) for d in held.differences[:2])))
    if held.verdict is Standing.BORNE and sure.get("no", 0.0) < DOUBTED:
        return SAID["yes"], ""
    return "", ""


def _instead(said: str, words: str) -> str:
    """What the law says instead of what was said: 不是“一年”，而是“五年以上”."""
    if not said:
        return ""
    if words and (_FIGURE.search(words) or not _FIGURE.search(said)):
        return f"不是‘{said}’，而是“{words}”"
    return f"该条未定‘{said}’"  # 及时 may belong to another verb, and is no figure


def _contradicts(name: str, question: str, words: str, norms: Sequence[Norm]) -> bool:
    """Whether the words of the clause speak against the verdict in a question of plain form."""
    plain = not _NOT.search(_EITHER.sub("", question))
    bans = bool(norms) and all(n.modality is Modality.PROHIBITION for n in norms)
    obliges = bool(norms) and all(n.modality is Modality.OBLIGATION for n in norms)
    if plain and _MAY.search(question) and name == "yes" and bans:
        return True
    return bool(plain and _MUST.search(question) and name == "no" and obliges and not _SPARES.search(words))
