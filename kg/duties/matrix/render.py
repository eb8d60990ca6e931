"""The obligation matrix as a file in any form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.files.render import write

if TYPE_CHECKING:
    from kg.duties.matrix.rows import Row
    from kg.files.heading import Heading
    from kg.law.model import Instrument

_HERE = "kg.duties.matrix"
WRITERS = {
    "xlsx": f"{_HERE}.xlsx:to_xlsx", "docx": f"{_HERE}.docx:to_docx", "csv": f"{_HERE}.text:to_csv", "md": f"{_HERE}.text:to_md",
    "json": f"{_HERE}.text:to_json",
}


def render(rows: Sequence[Row], form: str, heading: Heading, instruments: Sequence[Instrument] = ()) -> bytes:
    """The file in one of the forms of WRITERS.

    FormError is raised for any other form. ``instruments`` fill the list of rules in xlsx.
    """
    return write(form, WRITERS, rows, heading, instruments)
