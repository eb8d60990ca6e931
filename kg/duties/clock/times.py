"""The time of one telling: the words of the law, the moment from which it counts and the moment by which it must be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from kg.duties.clock.starts import Anchor, Start
from kg.law.duedates import Until, is_working_day, until
from kg.law.model import DeadlineType, Norm
from kg.reading.deadlines import find_deadlines

UNSET = "条文未定期限"
_AT_ONCE = re.compile(r"(?:第一时间|立即|及时|即刻|尽快|马上)(?=向|以|将|报告|通知|告知|报送|报案)")
_FAR = datetime.max


@dataclass(frozen=True)
class Time:
    """``words`` are the law's, or UNSET. ``start`` is the moment the time runs from, where known; ``until`` the last moment.

    ``notes`` say what was assumed and what is to be minded.
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
        """What is due earlier stands first, 立即 when it begins; what cannot be counted yet, and what has no time, last."""
        at = self.until.moment if self.counted else self.start if self.kind else None
        return (at.replace(tzinfo=None) if at else _FAR, 0 if self.kind is DeadlineType.IMMEDIATE else 1 if self.kind else 2)


@dataclass(frozen=True)
class Times:
    """The moments of an event, Beijing time: when it happened, was found out and was dealt with, as far as known."""

    at: datetime
    found: datetime | None = None
    ended: datetime | None = None

    def moment(self, anchor: Anchor) -> datetime | None:
        """The moment an anchor stands for; what was not stated apart was found out when it happened."""
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
    """Words of time in the sentence of a telling that has none: they belong to another act."""
    words = dict.fromkeys(d.text for _, _, d in find_deadlines(sentence) if d.type is DeadlineType.IMMEDIATE)
    return [f"同句的{''.join(f'“{w}”' for w in words)}写在其他行为之前，条文未为此项另定期限"] if words else []
