"""The incident clock as a file in any form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kg.files.render import write

if TYPE_CHECKING:
    from kg.duties.clock.making import Clock

_HERE = "kg.duties.clock"
WRITERS = {**{form: f"{_HERE}.text:to_{form}" for form in ("text", "md", "json", "ics")}, "xlsx": f"{_HERE}.xlsx:to_xlsx"}


def render(made: Clock, form: str, now: datetime | None = None) -> bytes:
    """The file in one of the forms of WRITERS.

    FormError is raised for any other form. With ``now``, text, Markdown and JSON show the time left.
    """
    return write(form, WRITERS, made, now)
