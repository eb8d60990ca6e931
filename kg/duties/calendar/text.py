"""合规日历 as text, Markdown, JSON and iCalendar.

All verbatim words of the law come from the rows of the matrix.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from kg.duties.calendar.making import TITLE, CalendarEntry, DutyCalendar, Sort
from kg.duties.matrix.rows import Row
from kg.files import ics
from kg.files.ics import Appointment
from kg.files.markdown import Line, md_file, text_file
from kg.files.safe import clean

_NOTE = "“法定日期”由条文写明；“期内完成”只有期限没有日期，列在期末；使用前请对照原文。"
_NOTHING = "没有按日历到来的义务"


def to_text(made: DutyCalendar, *_: object) -> bytes:
    """The calendar as text for the terminal."""
    return text_file(_lines(made, ""))


def to_md(made: DutyCalendar, *_: object) -> bytes:
    """The same lines as ``to_text`` as Markdown, with headings and every text escaped."""
    return md_file(_lines(made, "## "))


def to_json(made: DutyCalendar, *_: object) -> bytes:
    """The file made of ``as_json``."""
    return (json.dumps(as_json(made), ensure_ascii=False, indent=1) + "\n").encode()


def to_ics(made: DutyCalendar, today: date, remind: int) -> bytes:
    """An iCalendar file with an appointment for everything that has a day.

    A reminder shows ``remind`` days before. There is none for a text that begins to apply, or if ``remind`` is 0.
    """
    return ics.to_ics(heading(made), _appointments(made, remind), today)


def heading(made: DutyCalendar) -> str:
    """The heading, such as 合规日历 2026（证券公司、关键信息基础设施运营者）."""
    return f"{TITLE} {made.year}（{'、'.join(made.profile) or '全部主体'}）"


def basis(entry: CalendarEntry) -> str:
    """The provision on one line, or '' for a text that begins to apply."""
    return entry.row.basis.replace("\n", "") if entry.row else ""


def remarks(entry: CalendarEntry) -> str:
    """The reason why the day is what it is, and what to watch out for."""
    limited = entry.row.limited if entry.row else ""
    return "；".join(part for part in (limited, entry.remark, entry.weekend) if part)


def who(row: Row) -> str:
    """Those whom the duty binds: the kinds of firm asked about or, if there are none, those that the law names."""
    return row.applies_to or row.bearer


def _lines(made: DutyCalendar, mark: str) -> Iterator[Line]:
    yield "# " if mark else "", heading(made)
    yield "", _NOTE
    if not made.dated and not made.undated:
        yield "", _NOTHING
    for month, entries in groupby(made.dated, key=lambda e: e.day.month if e.day else 0):
        yield from (("", ""), (mark, f"{month} 月"))
        for entry in entries:
            yield from _entry_lines(entry, f"{entry.day}  【{entry.sort.value}】")
    if made.undated:
        yield from (("", ""), (mark, "条文未定日期的"))
        for entry in made.undated:
            yield from _entry_lines(entry, "")


def _entry_lines(entry: CalendarEntry, lead: str) -> Iterator[Line]:
    to = f" → {entry.row.recipient}" if entry.row and entry.row.recipient else ""
    yield "- ", f"{lead}{entry.summary}{to}"
    if entry.row:
        yield "  ", f"{who(entry.row)}；{basis(entry)}：“{entry.row.quote}”"
    yield "  ", remarks(entry)


def as_json(made: DutyCalendar) -> dict[str, object]:
    """The calendar as plain values: ``{"year","profile","dated":[entry],"undated":[entry]}``.

    Days are in ISO form, and null where the law fixes none.
    """
    dated, undated = ([_record(e) for e in entries] for entries in (made.dated, made.undated))
    return {"year": made.year, "profile": list(made.profile), "dated": dated, "undated": undated}


def _record(entry: CalendarEntry) -> dict[str, object]:
    row = entry.row
    return {
        "sort": entry.sort.value, "first": str(entry.first) if entry.first else None, "day": str(entry.day) if entry.day else None,
        "summary": entry.summary, "remark": entry.remark, "weekend": entry.weekend, "bearer": who(row) if row else "",
        "recipient": row.recipient if row else "", "basis": basis(entry), "quote": row.quote if row else "", "iri": row.urn if row else entry.version,
    }


def _appointments(made: DutyCalendar, remind: int) -> Iterator[Appointment]:
    for entry in made.dated:
        if entry.day:
            early = None if entry.sort is Sort.BEGINS or not remind else timedelta(days=remind)
            mark = {Sort.FIXED: "【截止】", Sort.PERIOD: "【期末】"}.get(entry.sort, "【施行】")
            yield Appointment(f"{entry.key}|{made.profile}", entry.day, mark + entry.summary, _description(entry), early, TITLE)


def _description(entry: CalendarEntry) -> str:
    row = entry.row
    lines = [remarks(entry)]
    if row:
        lines = [f"主体：{who(row)}", *([f"对象：{row.recipient}"] if row.recipient else []), *lines, f"依据：{basis(entry)}", f"原文：{row.quote}"]
    return clean("\n".join(lines))
