"""Which words of a provision speak of the same thing as a claim: 系统日志 of 业务日志保存五年，系统日志保存六个月."""

from __future__ import annotations

import re

from kg.answers.claims.model import Quantity
from kg.answers.claims.names import BodyNames
from kg.law.likeness import bigrams

_STOP = re.compile(r"应当|必须|需要?|可以|不得|至少|以上|以下|以内|规定|要求|[\0]")
_TELLS = re.compile(r"报(?![告送备案名批价表酬关到给])|报(?=[到给])")
_ASIDE = re.compile(r"[（(][^（）()]{0,60}[）)]")
_CUT = re.compile(r"[，,；;。：:\n]")


def around(text: str, one: Quantity, among: tuple[Quantity, ...], *, near: bool = False) -> str:
    """The words that say of what a figure speaks: its sentence, back to the figure of the same kind before it.

    With ``near`` they are only those of its part between commas.
    """
    stops = "；;。\n，,、" if near else "；;。\n"
    others = [q for q in among if q.point is one.point and q != one and not in_one_range(text, q, one)]
    begin = max((text.rfind(c, 0, one.start) + 1 for c in stops), default=0)
    cut = min((i for c in "，,；;。\n、" if (i := text.find(c, one.end)) >= 0), default=len(text))
    begin = max([begin, *(q.end for q in others if q.end <= one.start)])
    cut = min([cut, *(q.start for q in others if q.start >= one.end)])
    after = re.split(r"[或和及]", text[one.end : cut], maxsplit=1)[0] if near else text[one.end : cut]
    return _ASIDE.sub("", text[begin : one.start] + "，" + after)


def in_one_range(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two figures are the ends of one range: 一万元以上十万元以下."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return len(between) < 7 and not re.search(r"[。；;]|或|和|及|[，、](?![不并]|未)", between)


def content(text: str) -> set[str]:
    """The pairs of characters that say what a text is about, without words of force and figures."""
    return bigrams(_STOP.sub("，", _TELLS.sub("报告", text)))


def apart(claim: str, one: str, other: str, names: BodyNames) -> tuple[int, int]:
    """How much of a claim stands in one text and not in the other, and the reverse, with names in any writing."""
    wanted, first, second = (content(names.labelled(t)) | content(t) for t in (claim, one, other))
    kin = [_kin(claim, t, names) for t in (one, other)]
    more = kin if None not in kin else (0, 0)  # a text that names no firm speaks of the one named before it
    return len(wanted & (first - second)) + (more[0] or 0), len(wanted & (second - first)) + (more[1] or 0)


def _kin(claim: str, text: str, names: BodyNames) -> int | None:
    """2 if a text names the firm of a claim, 0 if it names another, None if it names none."""
    there = names.firms(text)
    return 2 * any(names.akin(a.concept, b.concept) for a in names.firms(claim) for b in there) if there else None


def parts(words: str) -> list[str]:
    """The parts of a provision between its commas."""
    return [p for p in _CUT.split(words) if p.strip()]


def nearest(claim: str, words: str, whole: str = "") -> tuple[str, float]:
    """The part of a provision that says most of what a claim says, and the share of the claim that it says.

    Of two that say as much it is the one that has more of the ``whole`` sentence.
    """
    wanted = content(claim)
    if not wanted:
        return "", 0.0
    best = max(parts(words), key=lambda p: (len(wanted & content(p)), len(content(whole) & content(p))), default="")
    return best, len(wanted & content(best)) / len(wanted)
