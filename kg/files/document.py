"""What the Word documents share: the page, the styles and the look of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kg.files.safe import clean

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import Table, _Cell

NAVY, PALE = "1F3A5F", "F3F6FA"
_LATIN, _BODY, _BOLD = "Times New Roman", "宋体", "黑体"


def page(document: DocxDocument) -> None:
    """Set the page to A4 landscape with page numbers."""
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
    """Set the typefaces and sizes of body and headings, Latin and Chinese."""
    for name, size, font in (("Normal", 9, _BODY), ("Title", 20, _BOLD), ("Heading 1", 14, _BOLD), ("Heading 2", 11, _BOLD)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb = RGBColor.from_string("222222" if name == "Normal" else NAVY)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), font)
        fonts.set(qn("w:hAnsi"), _LATIN)


def without_rule(paragraph: Any) -> None:
    """Remove the line below the title."""
    properties = paragraph._p.get_or_add_pPr()
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "nil")
    border.append(bottom)
    properties.append(border)


def grid(table: Table, widths: Sequence[int]) -> None:
    """Give a table columns of these widths in mm, and fine lines."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", "C9D2DE")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def fill(cell: _Cell, text: str, width: int, *, bold: bool = False, shade: str = "", colour: str = "") -> None:
    """Write text into a cell ``width`` mm wide, in 8-point type.

    Text that is ``bold`` is centred as well.
    """
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
    """Make the row the head of the table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    unbroken(row)


def unbroken(row: Any) -> None:
    """Keep the row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
