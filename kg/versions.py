"""The one door through which the program asks about time: nobody else compares dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kg.model import Instrument, Version

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z")


class DateError(ValueError):
    """A date that cannot be read; the message gives the form wanted."""


def today() -> date:
    """Today in Beijing, where the law is in force."""
    try:
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
    except KeyError:  # Windows without tzdata: ZoneInfoNotFoundError is a KeyError
        return date.today()


def parse_date(text: str) -> date:
    """2026-01-01, 2026/1/1 or 2026年1月1日; DateError for anything else."""
    match = _DATE.match(text.strip())
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text.strip())
    except ValueError as error:
        raise DateError(f"日期 {text[:40]!r} 无法识别：请写成 YYYY-MM-DD，例如 2026-01-01") from error


def is_in_force(version: Version, on: date) -> bool:
    """Whether that version is the law on that day."""
    return version.effective <= on and (version.until is None or on < version.until)


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """The one version that is the law on that day, or None."""
    found = [v for v in versions if is_in_force(v, on)]
    return max(found, key=lambda v: v.effective) if found else None


def published_by(versions: Iterable[Version], on: date) -> Version | None:
    """The version a drafter writing on that day had before him: in force, else the first to come."""
    ordered = sorted(versions, key=lambda v: v.effective)
    return in_force(ordered, on) or (ordered[0] if ordered else None)


def latest(versions: Iterable[Version]) -> Version | None:
    """The version with the latest effective date."""
    ordered = sorted(versions, key=lambda v: v.effective)
    return ordered[-1] if ordered else None


def before_latest(versions: Iterable[Version]) -> date | None:
    """The last day on which the text before the latest was the law; None where there is but one."""
    ordered = chronological(versions)
    return date.fromordinal(ordered[-1].effective.toordinal() - 1) if len(ordered) > 1 else None


def upcoming(versions: Iterable[Version], on: date) -> Version | None:
    """The next version that takes effect after that day."""
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
    """The next day after ``on`` that a yearly date (--04-30) names; 29 February falls on the 28th in other years.

    >>> next_yearly("--04-30", date(2026, 4, 30)), next_yearly("--04-30", date(2026, 4, 1))
    (datetime.date(2027, 4, 30), datetime.date(2026, 4, 30))
    """
    month, day = map(int, value.removeprefix("--").split("-"))
    candidates = (date(year, month, min(day, 28) if month == 2 else day) for year in (on.year, on.year + 1))
    return next(c for c in candidates if c > on)


def status(instrument: Instrument, on: date) -> str:
    """现行有效, 尚未施行, 已修改, 已废止 or 不详 on that day.

    已修改 means that the texts held begin only after the day asked, while the instrument was
    already in force in a wording that is not held.
    """
    if instrument.repealed and on >= instrument.repealed:
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
    """Whether the version became law only after that day (False when the day is unknown)."""
    return day is not None and version.effective > day


def chronological(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The versions in the order in which they took effect."""
    return tuple(sorted(versions, key=lambda v: v.effective))


def later(versions: Iterable[Version], version: Version) -> tuple[Version, ...]:
    """The versions that took effect after the given one, oldest first."""
    return tuple(sorted((v for v in versions if v.effective > version.effective), key=lambda v: v.effective))


def shared_days(version: Version, first: date, last: date) -> tuple[date, date] | None:
    """The part of a period (both ends included) in which the version is the law on the last day of that part; None when it never is."""
    end = date.fromordinal(version.until.toordinal() - 1) if version.until else last
    begins, ends = max(first, version.effective), min(last, end)
    return (begins, ends) if begins <= ends else None


def first_days(versions: Iterable[Version], year: int) -> tuple[date, ...]:
    """New Year's Day and every later day of the year on which one of the versions begins: the law may differ from then on."""
    begun = {v.effective for v in versions if v.effective.year == year}
    return tuple(sorted({date(year, 1, 1), *begun}))
