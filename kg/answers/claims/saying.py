"""What else a claim may say: 依据《…》制定, 是第三十四条的要求, 一律, 首次就罚, 只能, 只要…就行."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.answers.claims import absolutes
from kg.answers.claims.aligning import content
from kg.answers.claims.figuring import Outcome
from kg.answers.claims.force import Force, claimed, ruled
from kg.answers.claims.frames import Statement
from kg.answers.claims.model import Claim, Difference, Point, Standing, Wording
from kg.law.numerals import article_label

_BASIS = re.compile(r"(?:根据|依据|依照|按照)(?P<law>[^，。；\0]{2,16}?)制定")

_BASES = re.compile(r"(?:上位法|制定依据|立法依据)[^，。；]{0,6}?(?P<law>《[^》]{2,40}》)")


def compare_rest(said: Statement, passage: Wording) -> Iterator[Outcome]:
    """How a provision stands to the article that a claim names and to its absolutes."""
    yield from _place(said, passage)
    yield from _basis(said, passage)
    yield from _absolute(said.text, passage)


def _place(said: Statement, passage: Wording) -> Iterator[Outcome]:
    if said.article and passage.article and said.article != passage.article:
        yield Outcome(Claim(Point.PLACE, article_label(said.article), 0), Standing.DENIED, article_label(passage.article))


def _basis(said: Statement, passage: Wording) -> Iterator[Outcome]:
    named = re.search(r"根据[^。；]{2,400}?制定", passage.words)
    for m in [*_BASIS.finditer(said.full), *_BASES.finditer(said.full)] if named else ():
        there = named and m["law"].strip("《》") in named[0]
        yield Outcome(Claim(Point.BASIS, m["law"], m.start("law")), Standing.BORNE if there else Standing.DENIED, named[0] if named else "")


def _absolute(text: str, passage: Wording) -> Iterator[Outcome]:
    banned = [f for f in claimed(text) if f.force is Force.BAN]
    if absolutes.ALWAYS.search(text) and banned and (held := ruled(passage.text)) and all(f.force is not Force.BAN for f in held):
        yield Outcome(Claim(Point.FORCE, banned[0].words, banned[0].start), Standing.DENIED, held[0].words)
    for point, pattern, gives in ((Point.EXCEPTION, absolutes.ALWAYS, absolutes.exception), (Point.CONDITION, absolutes.FIRST, absolutes.stage),
                                  (Point.ONLY, absolutes.ONLY, absolutes.others)):
        m = pattern.search(text)
        if m and (words := gives(passage.words, _closed_to(text[m.end() :]) if point is Point.ONLY else text)):
            yield Outcome(Claim(point, m[0], m.start()), Standing.DENIED, words)


def _closed_to(text: str) -> str:
    """What a claim closes a list to: 黑客攻击造成的 in 只有黑客攻击造成的才叫…."""
    return re.split(r"才|，", text, maxsplit=1)[0]


def enough(text: str, passage: Wording) -> Difference | None:
    """The duty or ban of a provision against a claim that something less will do (只要内部审批就行)."""
    m = absolutes.ENOUGH.search(text)
    held = [f for f in ruled(passage.text) if f.force in (Force.DUTY, Force.BAN)]
    if m and any(w in passage.text for w in re.findall(r"(备案|报告|登记|批准|通知|告知|公告)(?=就|即可|一下|[，。、]|不|\Z)", text)):
        return None
    return Difference(Point.ENOUGH, m[0], passage.words[:60]) if m and held and content(text) else None
