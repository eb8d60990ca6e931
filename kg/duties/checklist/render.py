"""The checklist as a file in any form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.files.render import write

if TYPE_CHECKING:
    from kg.duties.checklist.records import Checklist
    from kg.law.model import Instrument

_HERE = "kg.duties.checklist"
WRITERS = {
    **{form: f"{_HERE}.text:to_{form}" for form in ("text", "md", "json", "csv")}, "xlsx": f"{_HERE}.xlsx:to_xlsx", "docx": f"{_HERE}.docx:to_docx",
}


def render(made: Checklist, form: str, instruments: Sequence[Instrument] = ()) -> bytes:
    """The file in one of the forms of WRITERS.

    FormError is raised for any other form. ``instruments`` give the sources of xlsx and docx.
    """
    return write(form, WRITERS, made, instruments)
