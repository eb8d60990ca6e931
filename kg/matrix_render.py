"""The obligation matrix as a file of any form."""

from __future__ import annotations

from collections.abc import Sequence

from kg.heading import Heading
from kg.matrix import MatrixError, Row
from kg.model import Instrument

FORMATS = ("xlsx", "docx", "csv", "md", "json")


def render(rows: Sequence[Row], fmt: str, heading: Heading, instruments: Sequence[Instrument] = ()) -> bytes:
    """The file: ``fmt`` is one of FORMATS (MatrixError otherwise); ``instruments`` fill the list of rules in xlsx."""
    if fmt == "xlsx":
        from kg.matrix_xlsx import to_xlsx

        return to_xlsx(rows, heading, instruments)
    if fmt == "docx":
        from kg.matrix_docx import to_docx

        return to_docx(rows, heading)
    from kg import matrix_text

    if fmt == "csv":
        return matrix_text.to_csv(rows)
    if fmt == "md":
        return matrix_text.to_md(rows, heading)
    if fmt == "json":
        return matrix_text.to_json(rows)
    raise MatrixError(f"格式 {fmt[:20]!r} 不支持；可用：{'、'.join(FORMATS)}")
