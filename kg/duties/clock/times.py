"""The time of one report or notice: the words of the law, the moment it runs from and the moment by which it must be made.

When a clock begins, and at which stage, is read from the words of a norm, of its deadline and of the sentences before it.

>>> start_of(("网络安全事件处置工作结束后",)).anchor, start_of(("发现或获知涉及本单位的网络安全事件时",)).anchor
(<Anchor.ENDED: '处置结束'>, <Anchor.FOUND: '发现或者获知'>)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kg.law.duedates import Until, is_working_day, until
from kg.law.model import DeadlineType, Norm
from kg.reading.deadlines import find_deadlines

UNSET = "条文未定期限"
_AT_ONCE = re.compile(r"(?:第一时间|立即|及时|即刻|尽快|马上)(?=向|以|将|报告|通知|告知|报送|报案)")
_FAR = datetime.max


@dataclass(frozen=True)
class Time:
    """The time of one report or notice.

    ``words`` are those of the law, or UNSET. ``start`` is the moment the time runs from, where known, and ``until`` the
    last moment. ``notes`` say what was assumed and what to watch out for.
    """

    words: str
    kind: DeadlineType | None
    start: datetime | None
    until: Until
    notes: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether the law fixes hours or days that can be counted."""
        return self.kind is DeadlineType.RELATIVE

    @property
    def rank(self) -> tuple[datetime, int]:
        """A sort key by which the earlier time comes first.

        立即 counts from the moment it begins. What cannot be counted yet, and what has no time, comes last.
        """
        at = self.until.moment if self.counted else self.start if self.kind else None
        return (at.replace(tzinfo=None) if at else _FAR, 0 if self.kind is DeadlineType.IMMEDIATE else 1 if self.kind else 2)


@dataclass(frozen=True)
class Times:
    """The moments of an event in Beijing time: when it happened, was discovered and was dealt with, as far as known."""

    at: datetime
    found: datetime | None = None
    ended: datetime | None = None

    def moment(self, anchor: Anchor) -> datetime | None:
        """The moment that an anchor stands for, or None where it is not known.

        An event whose discovery was not stated separately counts as discovered when it happened.
        """
        at_once = {Anchor.OCCURRED: self.at, Anchor.FOUND: self.found or self.at, Anchor.OPEN: self.found or self.at}
        return self.ended if anchor is Anchor.ENDED else at_once.get(anchor)

    def of(self, norm: Norm, start: Start, sentence: str) -> Time:
        """The time of a norm whose clock begins at ``start``."""
        begun, limit = self.moment(start.anchor), norm.deadline
        if limit is None:
            return Time(UNSET, None, begun, Until(None, reason=UNSET), tuple(_elsewhere(sentence)))
        urgent = _AT_ONCE.search(norm.quote) if limit.type is DeadlineType.RELATIVE else None
        words = f"{urgent[0]}，{limit.text}" if urgent else limit.text
        if limit.type is not DeadlineType.RELATIVE:
            return Time(words, limit.type, begun, Until(None, reason=f"条文写“{limit.text}”，没有时刻可算"))
        if begun is None:
            return Time(words, limit.type, None, Until(None, reason=f"自{start.anchor.value}起算，时间待填"))
        ends = until(limit.value, begun)
        return Time(words, limit.type, begun, ends, tuple(self._notes(start, ends)))

    @staticmethod
    def _notes(start: Start, ends: Until) -> list[str]:
        notes = []
        if start.anchor is Anchor.OPEN:
            notes.append("条文未写明自何时起算，此处自发现时起算")
        if ends.moment is None:
            return [*notes, ends.reason]
        working = True if ends.exact else is_working_day(ends.moment.date())
        if working is None:
            notes.append(f"{ends.moment.year} 年节假日安排尚未公布或收录，无法判断该日是否工作日")
        elif not working:
            notes.append("该日非工作日，条文未写可以顺延，请提前办理")
        return notes


def _elsewhere(sentence: str) -> list[str]:
    """A note on words of time in the sentence of a duty that has no time, since they belong to another act.

    The result is [] where there are no such words.
    """
    words = dict.fromkeys(d.text for _, _, d in find_deadlines(sentence) if d.type is DeadlineType.IMMEDIATE)
    return [f"同句的{''.join(f'“{w}”' for w in words)}写在其他行为之前，条文未为此项另定期限"] if words else []


class Anchor(StrEnum):
    """The moment a time runs from."""

    OCCURRED = "发生"
    FOUND = "发现或者获知"
    REPORTED = "报告之后"
    ENDED = "处置结束"
    RECEIVED = "收到报告"
    OPEN = "条文未写明"


class Stage(StrEnum):
    """The place of a duty in the course of an event."""

    FIRST = "首次报告和通知"
    FOLLOW = "后续报告"
    AFTER = "事后报告"
    ONWARD = "机关的后续通报"
    GENERAL = "一般规定"
# Anchor, and the phrasing that names it; the first that fits counts.
_ANCHORS = (
    (Anchor.ENDED, re.compile(r"(?:处置|处理|应对|应急)[^，。；]{0,6}(?:结束|完毕|完成)")),
    (Anchor.RECEIVED, re.compile(r"(?:收到|接到|接报)[^，。；]{0,12}(?:报告|辖区|反馈|提示|后)")),
    (Anchor.REPORTED, re.compile(r"事件报告后|报告[^，。；]{0,4}后出现")),
    (Anchor.FOUND, re.compile(r"发现|获知|获悉|知悉|知道|得知")),
    (Anchor.OCCURRED, re.compile(r"发生|出现|遭受|造成")),
)
_FOLLOWS = re.compile(r"补报|续报|进展|重新报送|新的重要情况")
_AFTERWARDS = re.compile(r"总结|内部调查|责任追究|追究[^，。]{0,6}责任")


@dataclass(frozen=True)
class Start:
    """The anchor with the words of the law that name it ('' where none do)."""

    anchor: Anchor
    words: str = ""


def is_start(phrase: str) -> bool:
    """Whether a phrase says when: 事件处置结束后, 收到报告后."""
    return any(a in (Anchor.ENDED, Anchor.RECEIVED) and p.search(phrase) for a, p in _ANCHORS)


def start_of(pieces: Iterable[str]) -> Start:
    """The start named by the first of the pieces that names one.

    If none does, its anchor is ``Anchor.OPEN``.
    """
    for piece in pieces:
        for anchor, pattern in _ANCHORS:
            if pattern.search(piece):
                return Start(anchor, piece)
    return Start(Anchor.OPEN)


def stage_of(norm: Norm, start: Start) -> Stage:
    """The stage of a duty of a firm."""
    said = f"{norm.action}{norm.object}"
    if start.anchor is Anchor.ENDED or _AFTERWARDS.search(said):
        return Stage.AFTER
    if start.anchor is Anchor.REPORTED or _FOLLOWS.search(f"{said}{norm.trigger or ''}"):
        return Stage.FOLLOW
    return Stage.FIRST
