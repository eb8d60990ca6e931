"""The only module that compares dates and so answers every question about time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from kg.law.model import Instrument, Version

BEIJING = timezone(timedelta(hours=8), "北京时间")
_MOMENT = re.compile(r"(?P<day>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[ T\u3000]*(?P<hour>\d{1,2})[:：时点](?P<minute>\d{1,2})?分?\Z")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z")


class DateError(ValueError):
    """A date that cannot be read.

    The message gives the form wanted.
    """


def today() -> date:
    """Today's date in Beijing, where the law is in force."""
    try:
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
    except KeyError:  # Windows without tzdata: ZoneInfoNotFoundError is a KeyError
        return date.today()


def parse_date(text: str) -> date:
    """The date written as 2026-01-01, 2026/1/1 or 2026年1月1日.

    Raises DateError for anything else.
    """
    match = _DATE.match(text.strip())
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text.strip())
    except ValueError as error:
        raise DateError(f"日期 {text[:40]!r} 无法识别：请写成 YYYY-MM-DD，例如 2026-01-01") from error


def is_in_force(version: Version, on: date) -> bool:
    """Whether that version is the law on that day."""
    return version.effective <= on and (version.until is None or on < version.until)


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """The one version that is the law on that day, or None if there is none."""
    found = [v for v in versions if is_in_force(v, on)]
    return max(found, key=lambda v: v.effective) if found else None


def published_by(versions: Iterable[Version], on: date) -> Version | None:
    """The version that a drafter writing on that day had before him, or None if there are no versions.

    It is the version in force on that day, or else the earliest one.
    """
    ordered = sorted(versions, key=lambda v: v.effective)
    return in_force(ordered, on) or (ordered[0] if ordered else None)


def latest(versions: Iterable[Version]) -> Version | None:
    """The version with the latest effective date, or None if there are no versions."""
    ordered = sorted(versions, key=lambda v: v.effective)
    return ordered[-1] if ordered else None


def before_latest(versions: Iterable[Version]) -> date | None:
    """The last day before the latest text became the law, or None if there is only one text."""
    ordered = chronological(versions)
    return date.fromordinal(ordered[-1].effective.toordinal() - 1) if len(ordered) > 1 else None


def upcoming(versions: Iterable[Version], on: date) -> Version | None:
    """The next version that takes effect after that day, or None if there is none."""
    later = sorted((v for v in versions if v.effective > on), key=lambda v: v.effective)
    return later[0] if later else None


def last_day(year: int, month: int) -> date:
    """The last day of a month.

    >>> last_day(2024, 2)
    datetime.date(2024, 2, 29)
    """
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)


def next_yearly(value: str, on: date) -> date:
    """The next day after ``on`` that a yearly date (--04-30) names.

    29 February is always read as 28 February.

    >>> next_yearly("--04-30", date(2026, 4, 30)), next_yearly("--04-30", date(2026, 4, 1))
    (datetime.date(2027, 4, 30), datetime.date(2026, 4, 30))
    """
    month, day = map(int, value.removeprefix("--").split("-"))
    candidates = (date(year, month, min(day, 28) if month == 2 else day) for year in (on.year, on.year + 1))
    return next(c for c in candidates if c > on)


def status(instrument: Instrument, on: date) -> str:
    """The status of an instrument on a day: 现行有效, 尚未施行, 已修改, 已废止 or 不详.

    已修改 means that the texts held begin only after the day asked, while the instrument was
    already in force in a wording that is not held.
    """
    if is_repealed(instrument, on):
        return "已废止"
    effective = instrument.effective
    if effective is None:
        return "不详"
    if on < effective:
        return "尚未施行"
    if instrument.versions and in_force(instrument.versions, on) is None:
        return "已修改"
    return "现行有效"


def took_effect_after(version: Version, day: date | None) -> bool:
    """Whether the version became law only after that day, and False if the day is unknown."""
    return day is not None and version.effective > day


def chronological(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The versions in the order in which they took effect."""
    return tuple(sorted(versions, key=lambda v: v.effective))


def later(versions: Iterable[Version], version: Version) -> tuple[Version, ...]:
    """The versions that took effect after the given one, oldest first."""
    return tuple(sorted((v for v in versions if v.effective > version.effective), key=lambda v: v.effective))


def shared_days(version: Version, first: date, last: date) -> tuple[date, date] | None:
    """The first and last day of a period on which the version is the law, or None if there is no such day.

    Both ends of the period are included.
    """
    end = date.fromordinal(version.until.toordinal() - 1) if version.until else last
    begins, ends = max(first, version.effective), min(last, end)
    return (begins, ends) if begins <= ends else None


def first_days(versions: Iterable[Version], year: int) -> tuple[date, ...]:
    """New Year's Day and every later day of the year on which one of the versions begins.

    The law may differ from each of these days on.
    """
    begun = {v.effective for v in versions if v.effective.year == year}
    return tuple(sorted({date(year, 1, 1), *begun}))


def both_in_force(one: Version, other: Version) -> bool:
    """Whether there is a day on which both are the law."""
    return is_in_force(one, other.effective) or is_in_force(other, one.effective)


def now() -> datetime:
    """The present moment in Beijing."""
    return datetime.now(BEIJING)


def parse_moment(text: str) -> datetime:
    """A day with an hour, in Beijing time unless the text names another offset.

    Raises DateError, which gives the form wanted, for anything else and for a day without an hour.

    >>> parse_moment("2026-11-24 09:30").isoformat(), parse_moment("2026年11月24日9时").isoformat()
    ('2026-11-24T09:30:00+08:00', '2026-11-24T09:00:00+08:00')
    """
    match = _MOMENT.match(text.strip())
    try:
        if match:
            day = parse_date(match["day"])
            return datetime(day.year, day.month, day.day, int(match["hour"]), int(match["minute"] or 0), tzinfo=BEIJING)
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise DateError(f"时间 {text[:40]!r} 无法识别：请写成 YYYY-MM-DD HH:MM（北京时间），例如 2026-11-24 09:30") from error
    if len(text.strip()) <= len("2026-11-24"):
        raise DateError(f"时间 {text[:40]!r} 没有写明几点几分：期限有以小时计的，请写成 YYYY-MM-DD HH:MM（北京时间）")
    return found.replace(tzinfo=BEIJING) if found.tzinfo is None else found.astimezone(BEIJING)


def in_order(earlier: datetime | None, after: datetime | None) -> bool:
    """Whether the second moment is not before the first, and True if one of them is unknown."""
    return earlier is None or after is None or earlier <= after


def remaining(until: datetime, at: datetime) -> timedelta:
    """The time left at a moment, which is negative once it has run out."""
    return until - at


def begins_within(versions: Iterable[Version], after: date, days: int) -> tuple[Version, ...]:
    """The versions that take effect within a number of days after a day, not counting that day."""
    return tuple(v for v in versions if 0 < v.effective.toordinal() - after.toordinal() <= days)


def succeeding(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The versions of one instrument in the order of time, each ending at the latest when the next begins."""
    ordered = chronological(versions)
    following = [*(v.effective for v in ordered[1:]), None]
    return tuple(replace(v, until=min((d for d in (v.until, day) if d), default=None)) for v, day in zip(ordered, following, strict=True))


def is_earlier(one: date, other: date) -> bool:
    """Whether the first day lies before the second."""
    return one < other


def pending(versions: Iterable[Version], on: date) -> tuple[Version, ...]:
    """The versions that a drafter of that day could already read although they were not yet in force, oldest first.

    They had been published by that day.
    """
    return tuple(v for v in chronological(versions) if v.promulgated and v.promulgated <= on < v.effective)


def precedes(one: Version, other: Version) -> bool:
    """Whether the first version took effect before the other."""
    return one.effective < other.effective


def is_repealed(instrument: Instrument, on: date) -> bool:
    """Whether the instrument as a whole was repealed on or before that day."""
    return instrument.repealed is not None and instrument.repealed <= on


def begins_before(instrument: Instrument, version: Version) -> bool:
    """Whether the instrument was in force before the version, in an earlier wording."""
    return instrument.effective is not None and instrument.effective < version.effective
