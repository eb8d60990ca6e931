"""The 新旧对照表 as a landscape Word table, with before, after and what changed, word by word."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kg.corpus.amendments.changes import NONE, Change, Side
from kg.corpus.amendments.comparison import Comparison
from kg.corpus.amendments.text import SOURCE, STALE, UNBUILT, Told, kind_words, runs, stale_line
from kg.files.document import page, repeat, styles, without_rule
from kg.files.safe import clean, fixed_bytes

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import Table, _Cell

_HEAD = ("修正前", "修正后", "变化")
_WIDTHS = (118, 118, 37)  # mm, 273 in all on A4 landscape
_MAP_HEAD, _MAP_WIDTHS = ("旧条号", "新条号", "变化"), (60, 60, 153)
_NAVY, _PALE = "1F3A5F", "E8EEF4"
_GONE, _ADDED = RGBColor(0xB0, 0x1E, 0x1E), RGBColor(0x1A, 0x4F, 0xA3)
_KEY = "红色删除线：删去的文字；蓝色加粗下划线：增加的文字。条文自身的条号变动见条号，不作标记。"


def to_docx(told: Told) -> bytes:
    """The document as bytes, which are the same for the same comparison."""
    document = Document()
    page(document)
    styles(document)
    _title(document, told)
    if not told.same:
        _words(document, told)
        document.add_heading("条号对照", 1)
        _rows(_table(document, _MAP_HEAD, _MAP_WIDTHS), runs(told.comparison.changes), _MAP_WIDTHS)
        _stale(document, told)
        document.add_paragraph(SOURCE)
        for text in (told.comparison.old, told.comparison.new):
            document.add_paragraph(clean(f"《{text.title}》{text.effective} 起施行的文本：{text.adoption_note or text.number}　{text.url}".rstrip()))
    document.core_properties.title, document.core_properties.author = told.title, "kg"
    out = io.BytesIO()
    document.save(out)
    return fixed_bytes(out.getvalue())


def _title(document: DocxDocument, told: Told) -> None:
    title = document.add_heading(clean(f"{told.title}表"), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    without_rule(title)
    lines = [told.same] if told.same else [*told.texts, told.comparison.summary, _KEY]
    for line in lines:
        paragraph = document.add_paragraph(clean(line))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(2)


def _words(document: DocxDocument, told: Told) -> None:
    """Write the table of the chosen changes, with a line for each 章."""
    if not told.chosen:
        document.add_paragraph("没有文字改动的条文。")
        return
    table, above = _table(document, _HEAD, _WIDTHS), ""
    for change in told.chosen:
        side = change.new or change.old
        heading = " › ".join(side.headings) if side else ""
        if heading and heading != above:
            _chapter(table, heading)
        above = heading
        cells = _added(table).cells
        for cell, width in zip(cells, _WIDTHS, strict=True):
            cell.width = Mm(width)
        _side(cells[0], told.comparison, change, change.old, "deleted")
        _side(cells[1], told.comparison, change, change.new, "inserted")
        _put(cells[2], kind_words(change))


def _table(document: DocxDocument, head: Sequence[str], widths: Sequence[int]) -> Table:
    table: Table = document.add_table(rows=1, cols=len(head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, name, width in zip(table.rows[0].cells, head, widths, strict=True):
        cell.width = Mm(width)
        _put(cell, name, bold=True, colour=RGBColor(0xFF, 0xFF, 0xFF))
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _shade(cell, _NAVY)
    repeat(table.rows[0])
    return table


def _added(table: Any) -> Any:
    return table.add_row()


def _rows(table: Table, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    for row in rows:
        for cell, words, width in zip(_added(table).cells, row, widths, strict=True):
            cell.width = Mm(width)
            _put(cell, words)


def _chapter(table: Table, heading: str) -> None:
    row = _added(table)
    cell = row.cells[0].merge(row.cells[-1])
    _put(cell, heading, bold=True)
    _shade(cell, _PALE)
    cell.paragraphs[0].paragraph_format.keep_with_next = True


def _side(cell: _Cell, comparison: Comparison, change: Change, side: Side | None, own: str) -> None:
    """Write the article as it stood or stands, and mark the words that only this side has."""
    if side is None:
        _put(cell, "（新增）" if own == "deleted" else f"（并入{change.into}）" if change.into else "（删去）")
        return
    paragraph = cell.paragraphs[0]
    _compact(paragraph)
    _run(paragraph, side.text[: len(side.text) - len(side.body)], "label")
    for segment in change.segments:
        if segment.kind not in ("equal", own):
            continue
        span, document = (segment.old, comparison.old_document) if own == "deleted" else (segment.new, comparison.new_document)
        for k, line in enumerate(document.text[slice(*span)].split("\n")):
            if k:
                paragraph = cell.add_paragraph()
                _compact(paragraph)
            _run(paragraph, line, segment.kind)


def _compact(paragraph: Any) -> None:
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(1.5), Pt(1.5)


def _run(paragraph: Any, words: str, kind: str) -> None:
    if not words:
        return
    run = paragraph.add_run(clean(words))
    run.font.size = Pt(9)
    if kind == "label":
        run.font.bold = True
    elif kind == "deleted":
        run.font.strike, run.font.color.rgb = True, _GONE
    elif kind == "inserted":
        run.font.bold, run.font.underline, run.font.color.rgb = True, True, _ADDED


def _put(cell: _Cell, words: str, *, bold: bool = False, colour: RGBColor | None = None) -> None:
    paragraph = cell.paragraphs[0]
    _compact(paragraph)
    run = paragraph.add_run(clean(words))
    run.font.size, run.font.bold = Pt(9), bold
    if colour is not None:
        run.font.color.rgb = colour


def _shade(cell: _Cell, fill: str) -> None:
    element = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        element.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def _stale(document: DocxDocument, told: Told) -> None:
    document.add_heading(STALE, 1)
    lines = [UNBUILT] if told.stale is None else [stale_line(s) for s in told.stale] or [NONE]
    for line in lines:
        document.add_paragraph(clean(line))
