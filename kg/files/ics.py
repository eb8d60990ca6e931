"""Days and hours as an iCalendar file (RFC 5545), which Outlook and phones open.

The file is written with the library icalendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.files.safe import clean

if TYPE_CHECKING:
    from icalendar import Component

PRODUCT = "-//kg//securities cyber law//ZH"


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar, which is a whole day if ``start`` is a date and a moment if it is an aware datetime.

    ``key`` makes the identifier, which is the same for the same matter, so that importing a file twice gives no doubles.
    ``remind`` is how long before the start a reminder shows, or None for no reminder. ``busy`` blocks the day in the calendar
    of whoever imports it.
    """

    key: str
    start: date | datetime
    summary: str
    description: str
    remind: timedelta | None = None
    category: str = ""
    busy: bool = False


def to_ics(name: str, appointments: Iterable[Appointment], made: date) -> bytes:
    """The iCalendar file, with equal bytes for equal input.

    ``made`` is the day given as the date of making.
    """
    from icalendar import Calendar

    calendar = Calendar()
    for field, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH"),
                         ("x-wr-calname", clean(name)), ("x-wr-timezone", "Asia/Shanghai")):
        calendar.add(field, value)
    stamp = datetime(made.year, made.month, made.day, tzinfo=UTC)
    for one in appointments:
        calendar.add_component(_event(one, stamp))
    return bytes(calendar.to_ical())


def _event(one: Appointment, stamp: datetime) -> Component:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{sha256(one.key.encode()).hexdigest()[:32]}@kg")
    event.add("dtstamp", stamp)
    if isinstance(one.start, datetime):
        event.add("dtstart", one.start.astimezone(UTC))
    else:
        event.add("dtstart", one.start)
        event.add("dtend", one.start + timedelta(days=1))
    event.add("summary", clean(one.summary))
    event.add("description", clean(one.description))
    event.add("transp", "OPAQUE" if one.busy else "TRANSPARENT")
    if one.category:
        event.add("categories", [clean(one.category)])
    if one.remind is not None:
        event.add_component(_alarm(one))
    return event


def _alarm(one: Appointment) -> Component:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clean(one.summary))
    alarm.add("trigger", -(one.remind or timedelta()))
    return alarm
