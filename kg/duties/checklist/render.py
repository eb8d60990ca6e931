"""The checklist as a file of any form."""

from __future__ import annotations

from collections.abc import Sequence

from kg.duties.checklist.records import FORMATS, Checklist, ChecklistError
from kg.duties.checklist.text import to_csv, to_json, to_md, to_text
from kg.law.model import Instrument


def render(made: Checklist, form: str, instruments: Sequence[Instrument] = ()) -> bytes:
    """The file: ``form`` is one of FORMATS (ChecklistError otherwise); ``instruments`` give the sources of xlsx and docx."""
    if form == "xlsx":
        from kg.duties.checklist.xlsx import to_xlsx

        return to_xlsx(made, instruments)
    if form == "docx":
        from kg.duties.checklist.docx import to_docx

        return to_docx(made, instruments)
    writers = {"text": to_text, "md": to_md, "csv": to_csv, "json": to_json}
    if form not in writers:
        raise ChecklistError(f"格式 {form[:20]!r} 不支持；可用：{'、'.join(FORMATS)}")
    return writers[form](made)
