"""The word with which an answer to a yes-no question begins: 是 · 否 · 有条件 — or none, if the clause alone does not settle it.

Two things must agree before a word is said: what the judge makes of the question and the clause, and what kind of words the clause
has (a ban does not allow, a permission does not forbid).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.answers.ranking.judge import VERDICTS
from kg.law.model import Modality, Norm

SAID = {"yes": "是", "no": "否", "conditional": "有条件"}
SURE = 0.8  # how sure the judge must be
_MAY = re.compile(r"能不能|可不可以|可以|能否|行不行|行吗|能.{0,14}[吗么]|允许|合规|得着")
_MUST = re.compile(r"要不要|需不需要|是否(?:需要|应当|必须)|用不用|必须|非得|要.{0,14}[吗么]|得.{0,10}[吗么]|应当.{0,14}[吗么]|需要.{0,14}[吗么]")
_NOT = re.compile(r"不|没|未|免")
_SPARES = re.compile(r"免予|免于|可以不|不需要|无需|不适用|不再")


def verdict(question: str, shares: Sequence[float], words: str, norms: Sequence[Norm]) -> str:
    """The word for the answer to a yes-no question, or '' if it is not sure."""
    if not shares:
        return ""
    best = max(range(len(shares)), key=shares.__getitem__)
    name = VERDICTS[best]
    return SAID[name] if shares[best] >= SURE and not _contradicts(name, question, words, norms) else ""


def _contradicts(name: str, question: str, words: str, norms: Sequence[Norm]) -> bool:
    """Whether the words of the clause speak against the verdict in a question of plain form."""
    plain = not _NOT.search(re.sub(r"能不能|可不可以|行不行|要不要|需不需要|用不用|是不是|对不对", "", question))
    bans = bool(norms) and all(n.modality is Modality.PROHIBITION for n in norms)
    obliges = bool(norms) and all(n.modality is Modality.OBLIGATION for n in norms)
    if plain and _MAY.search(question) and name == "yes" and bans:
        return True
    return bool(plain and _MUST.search(question) and name == "no" and obliges and not _SPARES.search(words))
