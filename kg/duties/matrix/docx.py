"""The obligation matrix as landscape Word tables, with a heading for each instrument and chapter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from kg.duties.matrix.rows import Row
from kg.files.document import NAVY, PALE, fill, grid, page, repeat, styles, unbroken, without_rule
from kg.files.heading import Heading
from kg.files.safe import clean, fixed_bytes

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

_HEAD = ("条款", "义务主体", "行为", "事项", "触发条件", "对象/监管机关", "时限／频率", "原文", "罚则")
_WIDTHS = (20, 24, 14, 36, 30, 26, 21, 66, 36)  # mm, 273 in all on A4 landscape
_SHORT = 20  # characters: what is no longer is repeated


def to_docx(rows: Sequence[Row], heading: Heading, *_: object) -> bytes:
    """The document as bytes, which are the same for the same rows."""
    document = Document()
    page(document)
    styles(document)
    _title(document, heading, len(rows))
    for instrument, of_law in groupby(rows, key=lambda r: r.instrument):
        _heading(document, instrument, 1)
        for chapter, of_chapter in groupby(of_law, key=lambda r: r.chapter):
            if chapter:
                _heading(document, chapter, 2)
            _table(document, list(of_chapter))
    if not rows:
        document.add_paragraph("没有符合条件的条目。")
    document.core_properties.title, document.core_properties.author = heading.title, "kg"
    out = io.BytesIO()
    document.save(out)
    return fixed_bytes(out.getvalue())


def _title(document: DocxDocument, heading: Heading, count: int) -> None:
    title = document.add_heading(clean(heading.title), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    without_rule(title)
    note = document.add_paragraph(clean(f"{heading.line}；共 {count} 条"))
    note.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _heading(document: DocxDocument, text: str, level: int) -> None:
    paragraph = document.add_heading(clean(text), level)
    paragraph.paragraph_format.space_before = Pt(10 if level == 1 else 6)
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.keep_with_next = True


def _table(document: DocxDocument, rows: Sequence[Row]) -> None:
    table = document.add_table(rows=1, cols=len(_HEAD))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    grid(table, _WIDTHS)
    for cell, name, width in zip(table.rows[0].cells, _HEAD, _WIDTHS, strict=True):
        fill(cell, name, width, bold=True, shade=NAVY, colour="FFFFFF")
    repeat(table.rows[0])
    above = ""
    for number, row in enumerate(rows):
        line = table.add_row()
        unbroken(line)
        for cell, value, width in zip(line.cells, _values(row, above), _WIDTHS, strict=True):
            fill(cell, value, width, shade=PALE if number % 2 else "")
        above = row.sanction


def _values(row: Row, above: str) -> tuple[str, ...]:
    """The cells of a row.

    A long penalty that is word for word the one of the row ``above`` is replaced by 同上.
    """
    who = row.bearer
    if row.applies_to and row.applies_to != row.bearer:
        who += f"\n（{row.applies_to}）"
    when = "\n".join(dict.fromkeys(part for part in (row.deadline, row.frequency) if part))
    sanction = "同上" if len(row.sanction) > _SHORT and row.sanction == above else row.sanction
    basis = row.basis.removeprefix(f"《{row.instrument}》")
    return (f"{basis}\n〔{row.state}〕", who, row.act, row.matter, row.trigger, row.recipient, when, row.quote, sanction)
