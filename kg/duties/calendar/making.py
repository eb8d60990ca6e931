"""合规日历: the duties of a year that come round by the calendar, for a kind of firm.

A day that the law names (每年4月30日前) is that day. A period that it names (每年至少一次, 每季度至少一次) is not a day:
the last day of each period is shown, as the last on which the duty can still be done, with a remark that the law fixes no
day. A duty that comes round without a period (定期), daily, every few years or together with another act is listed beside
the days. Days on which a text begins to apply are entries, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.duties.matrix.making import obligations
from kg.duties.matrix.rows import Row
from kg.law import versions
from kg.law.authorities import is_authority
from kg.law.model import DeadlineType, Instrument, Version
from kg.law.numerals import to_chinese
from kg.law.wording import chinese_date, frequency

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

TITLE = "合规日历"
EARLIEST, LATEST = 2017, 2099
_MONTHS = {"P1Y": 12, "P6M": 6, "P3M": 3, "P1M": 1}
_OWN_PERIOD = re.compile(r"每|一?年度|季度|月度|至少")  # the words fix a period themselves, and not by another act (在报送年度报告的同时)
_AT_THE_SAME_TIME = re.compile(r"同时|一并|随")


class Sort(StrEnum):
    """The kind of day that an entry has."""

    FIXED = "法定日期"
    PERIOD = "期内完成"
    BEGINS = "法规施行"
    OPEN = "未定日期"


class CalendarError(ValueError):
    """Error raised for a year that cannot be shown.

    The message names the years that can.
    """


@dataclass(frozen=True)
class CalendarEntry:
    """One duty with its last day, or one text that begins to apply.

    ``first`` to ``day`` is the period in which the duty is to be done. Both are None where the law fixes no day. ``row``
    holds who, what, to whom, basis and quote as the matrix shows them. It is None for a text that begins to apply.
    """

    sort: Sort
    first: date | None
    day: date | None
    summary: str
    remark: str
    row: Row | None = None
    version: str = ""  # URN of the text that begins to apply
    weekend: str = ""  # a note that the day is no working day, or that this is not known

    @property
    def key(self) -> str:
        """An identifier that is the same for the same duty and day."""
        return f"{self.row.urn if self.row else self.version}|{self.summary}|{self.day}"


@dataclass(frozen=True)
class DutyCalendar:
    """The calendar of one year for a profile.

    ``dated`` comes in the order of the days, and ``undated`` in the order of the law.
    """

    year: int
    profile: tuple[str, ...]
    dated: tuple[CalendarEntry, ...]
    undated: tuple[CalendarEntry, ...]


def duty_calendar(knowledge: Knowledge, year: int, profile: Sequence[str] = ()) -> DutyCalendar:
    """The calendar of a year for the kinds of firm in ``profile``.

    CalendarError is raised for a year out of range. ProfileError names an unknown kind of firm.
    """
    if year not in range(EARLIEST, LATEST + 1):
        raise CalendarError(f"年份 {year} 超出范围；请用 {EARLIEST} 至 {LATEST} 之间的年份")
    found = [e for row, version in _rows(knowledge, year, profile) for e in _entries(row, version, year)]
    begins = _beginnings(knowledge.catalogue.instruments, year)
    dated = sorted((_with_weekend(e) for e in _once([*found, *begins]) if e.day), key=lambda e: (str(e.day), e.sort != Sort.FIXED))
    return DutyCalendar(year, tuple(profile), tuple(dated), tuple(_once(e for e in found if e.day is None)))


def _rows(knowledge: Knowledge, year: int, profile: Sequence[str]) -> Iterator[tuple[Row, Version]]:
    """The recurring duties in any law of the year, each with its version.

    Duties that bind only authorities are left out.
    """
    for on in versions.first_days(knowledge.catalogue.versions, year):
        for row in obligations(knowledge, on, profile=tuple(profile)):
            bearers = row.bearer.split("、")
            if row.period and row.modality == "obligation" and not all(map(is_authority, bearers)):
                yield row, knowledge.catalogue.version(row.version)


def _once(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """Each entry once.

    A duty is found again for every day of the year on which a text begins.
    """
    return list({(e.key, e.row.recipient if e.row else "", e.row.quote if e.row else ""): e for e in entries}.values())


def _entries(row: Row, version: Version, year: int) -> Iterator[CalendarEntry]:
    """The days of one duty in the year, or one entry without a day."""
    summary = row.duty
    if row.period == DeadlineType.FIXED_DATE.value and row.due.startswith("--"):
        day = versions.next_yearly(row.due, date(year - 1, 12, 31))
        if versions.is_in_force(version, day):
            yield CalendarEntry(Sort.FIXED, date(year, 1, 1), day, summary, f"条文写明的日期：{row.deadline or row.frequency}", row)
        return
    months = _MONTHS.get(row.due, 0) if _fixes_a_period(row.frequency) else 0
    if not months:
        yield CalendarEntry(Sort.OPEN, None, None, summary, _why_open(row), row)
        return
    for number, (first, last) in enumerate(_periods(year, months), 1):
        shared = versions.shared_days(version, first, last)
        if shared and versions.is_in_force(version, last):
            remark = f"条文只定“{row.frequency}”，未定日期；此日为{_period_name(months, number)}的最后一日，仅供安排"
            yield CalendarEntry(Sort.PERIOD, shared[0], last, summary, remark, row)


def _period_name(months: int, number: int) -> str:
    """The name of a period, such as 本年, 上半年, 第二季度 or 七月."""
    names = {12: "本年", 6: "上半年" if number == 1 else "下半年", 3: f"第{to_chinese(number)}季度", 1: f"{to_chinese(number)}月"}
    return names[months]


def _fixes_a_period(words: str) -> bool:
    return bool(_OWN_PERIOD.search(words)) and not _AT_THE_SAME_TIME.search(words)


def _why_open(row: Row) -> str:
    if _AT_THE_SAME_TIME.search(row.frequency):
        return f"随另一事项办理：{row.frequency}"
    if row.due:
        return f"{frequency(row.due)}（{row.frequency}），不以年内某日为限"
    return f"条文只写“{row.frequency or row.deadline}”，未定周期"


def _periods(year: int, months: int) -> Iterator[tuple[date, date]]:
    for month in range(1, 13, months):
        yield date(year, month, 1), versions.last_day(year, month + months - 1)


def _beginnings(instruments: Iterable[Instrument], year: int) -> Iterator[CalendarEntry]:
    """The texts that begin to apply in the year, including those whose words are not held."""
    for one in instruments:
        begun = [(v.effective, v.urn, v.promulgated) for v in one.versions]
        known = {day for day, _, _ in begun}
        begun += [(one.effective, one.work, one.promulgated)] if one.effective and one.effective not in known else []
        for day, urn, promulgated in begun:
            if day.year == year:
                published = f"{chinese_date(promulgated)}公布" if promulgated else "公布日期不详"
                held = "" if one.versions else "；全文未收录"
                what = "施行" if day == one.effective else "修改后的文本施行"
                yield CalendarEntry(Sort.BEGINS, day, day, f"《{one.title}》{what}", f"{published}，{chinese_date(day)}起施行{held}", None, urn)


def _with_weekend(entry: CalendarEntry) -> CalendarEntry:
    """The entry with a note if its last day is not a working day.

    For a year without data, the note says that this is not known.
    """
    if entry.sort is Sort.BEGINS or entry.day is None:
        return entry
    from kg.law.duedates import is_working_day

    working = is_working_day(entry.day)
    if working:
        return entry
    words = "节假日安排尚未公布或收录，无法判断是否工作日" if working is None else "当日非工作日，条文未写可以顺延，请提前办理"
    return replace(entry, weekend=words)
