"""The last day of a deadline in the law, counted from a first day: 15个工作日内, 3个月内, 每年4月30日前.

The first day is not counted. Business days follow the calendar of Chinese public holidays and make-up working days
(package chinesecalendar), which the State Council fixes one year at a time. Beyond that calendar there is no answer, only
the reason why.

>>> from datetime import date
>>> due("P15BD", date(2026, 9, 21)).day, due("P3M", date(2026, 11, 30)).day, due("--04-30", date(2026, 11, 24)).day
(datetime.date(2026, 10, 19), datetime.date(2027, 2, 28), datetime.date(2027, 4, 30))
>>> due("PT1H", date(2026, 9, 21)).reason
'以小时计，自知悉时起算'
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kg.law.versions import BEIJING, next_yearly

_VALUE = re.compile(r"P(\d+)(BD|[YMWD])\Z")
_SPAN = re.compile(r"PT(\d+)([HM])\Z")
_MOST = 4_000  # days


@dataclass(frozen=True)
class Due:
    """The last day, or None with the reason why there is none."""

    day: date | None
    reason: str = ""


def due(value: str | None, first: date) -> Due:
    """The last day of a deadline counted from ``first``, or None with the reason why there is none.

    ``value`` is written as in ``Deadline.value``. No exception is raised.
    """
    if not value:
        return Due(None, "条文没有定出期限")
    if value.startswith("--"):
        return Due(next_yearly(value, first))
    match = _VALUE.match(value)
    if not match:
        return Due(None, "以小时计，自知悉时起算" if value.startswith("PT") else f"期限 {value[:20]} 无法推算")
    count, unit = int(match[1]), match[2]
    if count > _MOST:
        return Due(None, "期限过长，无法推算")
    if unit == "BD":
        return _business_days(count, first)
    return Due(_later(count, unit, first))


def _later(count: int, unit: str, first: date) -> date:
    if unit in "DW":
        return first + timedelta(days=count * (7 if unit == "W" else 1))
    months = first.year * 12 + first.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))


def _business_days(count: int, first: date) -> Due:
    """The day on which that many working days after the first day have passed, or None with the reason why there is none.

    Make-up working days are counted too.
    """
    import chinese_calendar

    day, left = first, count
    while left:
        day += timedelta(days=1)
        try:
            left -= bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return Due(None, f"{day.year} 年的节假日安排尚未收录，请按国务院办公厅通知推算")
    return Due(day)


def is_working_day(day: date) -> bool | None:
    """Whether a day is a working day in the State Council's calendar, or None if the calendar of its year is not held."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@dataclass(frozen=True)
class Until:
    """The last moment in Beijing time, or None with the reason why there is none.

    ``exact`` says that the moment holds to the minute. Otherwise it is the end of that day, given as 23:59.
    """

    moment: datetime | None
    exact: bool = False
    reason: str = ""


def until(value: str | None, start: datetime) -> Until:
    """The last moment of a deadline that begins at ``start``, or None with the reason why there is none.

    ``start`` is an aware datetime. Hours and minutes run on to the minute, while days end with the day.

    >>> from datetime import UTC
    >>> until("PT4H", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)).moment.isoformat()
    '2026-11-24T13:30:00+08:00'
    >>> until("P30D", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)).moment.date().isoformat()
    '2026-12-24'
    """
    begun = start.astimezone(BEIJING)
    span = _SPAN.match(value or "")
    if span and int(span[1]) <= _MOST:
        return Until(begun + (timedelta(hours=int(span[1])) if span[2] == "H" else timedelta(minutes=int(span[1]))), exact=True)
    found = due(value, begun.date()) if not span else Due(None, "期限过长，无法推算")
    return Until(datetime.combine(found.day, time(23, 59), BEIJING), reason=found.reason) if found.day else Until(None, reason=found.reason)
