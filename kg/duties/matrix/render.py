"""The obligation matrix as a file of any form."""

from __future__ import annotations

from collections.abc import Sequence

from kg.duties.matrix.rows import MatrixError, Row
from kg.files.heading import Heading
from kg.law.model import Instrument

FORMATS = ("xlsx", "docx", "csv", "md", "json")


def render(rows: Sequence[Row], fmt: str, heading: Heading, instruments: Sequence[Instrument] = ()) -> bytes:
    """The file: ``fmt`` is one of FORMATS (MatrixError otherwise); ``instruments`` fill the list of rules in xlsx."""
    if fmt == "xlsx":
        from kg.duties.matrix.xlsx import to_xlsx

        return to_xlsx(rows, heading, instruments)
    if fmt == "docx":
        from kg.duties.matrix.docx import to_docx

        return to_docx(rows, heading)
    from kg.duties.matrix import text

    if fmt == "csv":
        return text.to_csv(rows)
    if fmt == "md":
        return text.to_md(rows, heading)
    if fmt == "json":
        return text.to_json(rows)
    raise MatrixError(f"格式 {fmt[:20]!r} 不支持；可用：{'、'.join(FORMATS)}")
