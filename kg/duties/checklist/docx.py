"""The checklist as a landscape Word document.

The facts come first, then a table for each theme with the words of the law, then what is left out and the sources.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from kg.duties.checklist.lines import (
    APPLIES,
    bases,
    counts,
    each,
    exceptions,
    heading,
    premise,
    premises,
    quotes,
    reason,
    sources,
)
from kg.duties.checklist.records import Checklist, ChecklistItem
from kg.files.document import NAVY, PALE, fill, grid, page, repeat, styles, unbroken, without_rule
from kg.files.safe import clean, fixed_bytes
from kg.law.model import Instrument

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

_HEAD, _WIDTHS = ("序号", "义务", "依据", "原文", "时限／对象", "前提与触发条件", "各依据比较", "完成情况"), (10, 38, 46, 80, 28, 38, 19, 14)
_FACTS, _FACT_WIDTHS = ("情况", "答案", "说明"), (70, 40, 163)
_LEFT, _LEFT_WIDTHS = ("依据", "义务", "不适用的理由"), (90, 100, 83)
_SOURCES, _SOURCE_WIDTHS = ("法规", "官方网址"), (100, 173)


def to_docx(made: Checklist, instruments: Sequence[Instrument] = ()) -> bytes:
    """The document as bytes, which are the same for the same checklist."""
    document = Document()
    page(document)
    styles(document)
    _title(document, made)
    _section(document, "前提", _FACTS, _FACT_WIDTHS, premises(made))
    for theme, group in groupby(made.items, key=lambda i: i.theme):
        items = list(group)
        _section(document, f"{theme}（{len(items)} 项）", _HEAD, _WIDTHS, [_values(i) for i in items])
    if not made.items:
        document.add_paragraph("没有符合条件的条目。")
    if made.left_out:
        left = [(d.basis, d.words, reason(d)) for d in made.left_out]
        _section(document, f"依所填情况不适用（{len(left)} 条）", _LEFT, _LEFT_WIDTHS, left)
    _section(document, "来源", _SOURCES, _SOURCE_WIDTHS, sources(made, instruments))
    document.core_properties.title, document.core_properties.author = heading(made).title, "kg"
    out = io.BytesIO()
    document.save(out)
    return fixed_bytes(out.getvalue())


def _title(document: DocxDocument, made: Checklist) -> None:
    title = document.add_heading(clean(heading(made).title), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    without_rule(title)
    for line in (heading(made).line, counts(made)):
        document.add_paragraph(clean(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _values(item: ChecklistItem) -> tuple[str, ...]:
    when = "\n".join(p for p in (each(item, lambda d: d.when), each(item, lambda d: d.recipient)) if p)
    case = [premise(item) if premise(item) != APPLIES else "", each(item, lambda d: d.row.trigger), _lifted(item)]
    return (str(item.number), item.lead.words, bases(item), quotes(item), when, "\n".join(p for p in case if p), item.compared, "□")


def _lifted(item: ChecklistItem) -> str:
    lifted = exceptions(item)
    return f"例外：{lifted}" if lifted else ""


def _section(document: DocxDocument, title: str, names: Sequence[str], widths: Sequence[int], lines: Sequence[Sequence[str]]) -> None:
    document.add_heading(clean(title), 1).paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(names))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    grid(table, widths)
    for cell, name, width in zip(table.rows[0].cells, names, widths, strict=True):
        fill(cell, name, width, bold=True, shade=NAVY, colour="FFFFFF")
    repeat(table.rows[0])
    for number, values in enumerate(lines):
        row = table.add_row()
        unbroken(row)
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            fill(cell, value, width, shade=PALE if number % 2 else "")
