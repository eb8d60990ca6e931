"""Which words of a provision speak of the same thing as a claim: 系统日志 of 业务日志保存五年，系统日志保存六个月."""

from __future__ import annotations

import re

from kg.answers.claims.model import Quantity
from kg.answers.claims.names import Names
from kg.law.likeness import bigrams

_STOP = re.compile(r"应当|必须|需要?|可以|不得|至少|以上|以下|以内|规定|要求|[\0]")
_CUT = re.compile(r"[，,；;。：:\n]")


def around(text: str, one: Quantity, among: tuple[Quantity, ...], *, near: bool = False) -> str:
    """The words that say of what a figure speaks: its sentence, back to the figure of the same kind before it.

    With ``near`` they are only those of its part between commas.
    """
    stops = "；;。\n，,、" if near else "；;。\n"
    begin = max(text.rfind(c, 0, one.start) + 1 for c in stops)
    before = [q.end for q in among if q.point is one.point and begin <= q.end <= one.start and re.search(r"[，,、]", text[q.end : one.start])]
    cut = min((i for c in "，,；;。\n、" if (i := text.find(c, one.end)) >= 0), default=len(text))
    return text[max([begin, *before]) : one.start] + "，" + text[one.end : cut]


def content(text: str) -> set[str]:
    """The pairs of characters that say what a text is about, without words of force and figures."""
    return bigrams(_STOP.sub("，", text))


def apart(claim: str, one: str, other: str, names: Names) -> tuple[int, int]:
    """How much of a claim stands in one text and not in the other, and the reverse, with names in any writing."""
    wanted, first, second = (content(names.labelled(t)) | content(t) for t in (claim, one, other))
    kin = [_kin(claim, t, names) for t in (one, other)]
    more = kin if None not in kin else (0, 0)  # a text that names no firm speaks of the one named before it
    return len(wanted & (first - second)) + (more[0] or 0), len(wanted & (second - first)) + (more[1] or 0)


def _kin(claim: str, text: str, names: Names) -> int | None:
    """2 if a text names the firm of a claim, 0 if it names another, None if it names none."""
    there = names.firms(text)
    return 2 * any(names.akin(a.concept, b.concept) for a in names.firms(claim) for b in there) if there else None


def parts(words: str) -> list[str]:
    """The parts of a provision between its commas."""
    return [p for p in _CUT.split(words) if p.strip()]


def nearest(claim: str, words: str) -> tuple[str, float]:
    """The part of a provision that says most of what a claim says, and the share of the claim that it says."""
    wanted = content(claim)
    if not wanted:
        return "", 0.0
    best = max(parts(words), key=lambda p: len(wanted & content(p)), default="")
    return best, len(wanted & content(best)) / len(wanted)
