"""The obligation matrix as a landscape Word table, a heading for each instrument and chapter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kg.cells import clean, fixed_bytes
from kg.matrix import Heading, Row

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import Table, _Cell

_HEAD = ("条款", "义务主体", "行为", "事项", "触发条件", "对象/监管机关", "时限／频率", "原文", "罚则")
_WIDTHS = (20, 24, 14, 36, 30, 26, 21, 66, 36)  # mm, 273 in all on A4 landscape
_SHORT = 20  # characters: what is no longer is repeated
_NAVY, _PALE = "1F3A5F", "F3F6FA"
_LATIN, _BODY, _BOLD = "Times New Roman", "宋体", "黑体"


def to_docx(rows: Sequence[Row], heading: Heading) -> bytes:
    """The document as bytes, the same for the same rows."""
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


def page(document: DocxDocument) -> None:
    """A4 landscape with page numbers."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin, section.bottom_margin = Mm(14), Mm(14)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("第 ", "PAGE", " 页，共 ", "NUMPAGES", " 页"):
        if part.isupper():
            _field(footer, part)
        else:
            footer.add_run(part)
    for run in footer.runs:
        run.font.size = Pt(9)


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def styles(document: DocxDocument) -> None:
    """The type of body and headings, Latin and Chinese."""
    for name, size, font in (("Normal", 9, _BODY), ("Title", 20, _BOLD), ("Heading 1", 14, _BOLD), ("Heading 2", 11, _BOLD)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb = RGBColor.from_string("222222" if name == "Normal" else _NAVY)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), font)
        fonts.set(qn("w:hAnsi"), _LATIN)


def _title(document: DocxDocument, heading: Heading, count: int) -> None:
    title = document.add_heading(clean(heading.title), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    without_rule(title)
    note = document.add_paragraph(clean(f"{heading.line}；共 {count} 条"))
    note.alignment = WD_ALIGN_PARAGRAPH.CENTER


def without_rule(paragraph: Any) -> None:
    """No line below the title."""
    properties = paragraph._p.get_or_add_pPr()
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "nil")
    border.append(bottom)
    properties.append(border)


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
        fill(cell, name, width, bold=True, shade=_NAVY, colour="FFFFFF")
    repeat(table.rows[0])
    above = ""
    for number, row in enumerate(rows):
        line = table.add_row()
        unbroken(line)
        for cell, value, width in zip(line.cells, _values(row, above), _WIDTHS, strict=True):
            fill(cell, value, width, shade=_PALE if number % 2 else "")
        above = row.sanction


def grid(table: Table, widths: Sequence[int]) -> None:
    """Columns of these widths in mm, and fine lines."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", "C9D2DE")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _values(row: Row, above: str) -> tuple[str, ...]:
    """The cells of a row; a long penalty that is word for word the one of the row ``above`` is said once."""
    who = row.bearer
    if row.applies_to and row.applies_to != row.bearer:
        who += f"\n（{row.applies_to}）"
    when = "\n".join(dict.fromkeys(part for part in (row.deadline, row.frequency) if part))
    sanction = "同上" if len(row.sanction) > _SHORT and row.sanction == above else row.sanction
    basis = row.basis.removeprefix(f"《{row.instrument}》")
    return (basis, who, row.act, row.matter, row.trigger, row.recipient, when, row.quote, sanction)


def fill(cell: _Cell, text: str, width: int, *, bold: bool = False, shade: str = "", colour: str = "") -> None:
    """Text into a cell ``width`` mm wide: 8-point type, centred where ``bold``."""
    cell.width = Mm(width)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if bold else WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.bold = Pt(8), bold
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if shade:
        element = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            element.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(element)


def repeat(row: Any) -> None:
    """The row is the table's head on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    unbroken(row)


def unbroken(row: Any) -> None:
    """The row stays on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
