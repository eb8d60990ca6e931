"""The day a question is asked for: 2024年5月1日 · 2024年的时候 · 去年国庆 · 老网安法 (the last day of the text before today's)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kg.law.model import Instrument
from kg.law.versions import DateError, before_latest, last_day, parse_date, today

_HOLIDAYS = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
_FEAST = "|".join(_HOLIDAYS)
_THEN = r"(?:放假)?(?:的时候|那会儿|那几天|那时候?|当时|以前|之前|时)?"
_SPOKEN_DATE = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}}年|(?:去|前|今|明)年)(?:(?P<month>1[0-2]|0?[1-9])月(?:份|底|初)?|(?P<feast>{_FEAST})|年?[底末](?!\d))?{_THEN}"
    r"(?!\d|以|内|后|之|修|报|度|[限来起])"
)
_FULL_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:的时候|那会儿|当时|时)?")
_RELATIVE = {"前": -2, "去": -1, "今": 0, "明": 1}
_OLD_TEXT = r"(?:老|旧|原|修[订改正]前的?|以前的?|原来的?|没改之前的?)《?{0}"


def find_date(text: str) -> date | None:
    """The day a question asks about, or None if it names none.

    Read are 2024年5月1日 and 2024-05-01. For 2024年 or 去年5月 it is the last day, for 去年国庆 it is 1 October.
    """
    full = _FULL_DATE.search(text)
    if full:
        try:
            return parse_date(re.sub(r"[^\d年月日/.-]", "", full[0]))
        except DateError:
            return None
    spoken = _SPOKEN_DATE.search(text)
    if not spoken or spoken["year"].startswith("今"):
        return None
    said = spoken["year"].removesuffix("年")
    year = int(said) if said.isdigit() else today().year + _RELATIVE[said]
    if spoken["feast"]:
        return date(year, *_HOLIDAYS[spoken["feast"]])
    return last_day(year, int(spoken["month"]) if spoken["month"] else 12)


def older_text(text: str, named: Iterable[Instrument]) -> date | None:
    """The last day of the text before the latest, or None.

    The question must ask for 老网安法 or 修订前的《网络安全法》.
    """
    for instrument in named:
        names = sorted((instrument.title, *instrument.names), key=len, reverse=True)
        if any(re.search(_OLD_TEXT.format(re.escape(n)), text) for n in names):
            return before_latest(instrument.versions)
    return None


def without_date(text: str) -> str:
    """The question without the day it is asked for: what to search by."""
    return _SPOKEN_DATE.sub("", _FULL_DATE.sub("", text)).strip("，,。 ") or text
