"""The calendar of duties as a file of any form."""

from __future__ import annotations

import json
from datetime import date

from kg.duties.calendar.making import FORMATS, CalendarError, DutyCalendar
from kg.duties.calendar.text import REMIND_DAYS, _appointments, _lines, as_json, heading
from kg.files.ics import to_ics


def render(made: DutyCalendar, form: str, today: date, remind: int = REMIND_DAYS) -> bytes:
    """The file; ``form`` is one of FORMATS, CalendarError otherwise. ``remind`` is in days before the last day, for ics."""
    if form == "xlsx":
        from kg.duties.calendar.xlsx import to_xlsx

        return to_xlsx(made)
    if form == "ics":
        return to_ics(heading(made), _appointments(made, remind), today)
    if form == "json":
        return (json.dumps(as_json(made), ensure_ascii=False, indent=1) + "\n").encode()
    if form in ("text", "md"):
        return ("\n".join(_lines(made, "## " if form == "md" else "")) + "\n").encode()
    raise CalendarError(f"格式 {form[:20]!r} 不支持；可用：{'、'.join(FORMATS)}")
