"""The calendar of duties as a file in any form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.files.render import write

if TYPE_CHECKING:
    from kg.duties.calendar.making import DutyCalendar

_HERE = "kg.duties.calendar"
REMIND_DAYS = 30
WRITERS = {**{form: f"{_HERE}.text:to_{form}" for form in ("text", "md", "json", "ics")}, "xlsx": f"{_HERE}.xlsx:to_xlsx"}


def render(made: DutyCalendar, form: str, today: date, remind: int = REMIND_DAYS) -> bytes:
    """The file in one of the forms of WRITERS.

    FormError is raised for any other form. ``remind`` is the number of days before the last day at which ics shows a
    reminder.
    """
    return write(form, WRITERS, made, today, remind)
