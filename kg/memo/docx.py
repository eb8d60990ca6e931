"""The memo as a Word file, with every citation coloured by verdict and numbered, followed by the table 核验结果.

The words of the memo are taken over, but not its own formatting.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kg.files.safe import clean, fixed_bytes
from kg.memo.checking import Finding, Report
from kg.memo.law import Verdict
from kg.memo.text import COLUMNS, LEGEND, NOTHING, cells, marked_stretches, worst

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.text.paragraph import Paragraph

SHADES = {Verdict.RIGHT: "C6E6CF", Verdict.WRONG: "F4BDBD", Verdict.NOTE: "FFE699", Verdict.UNKNOWN: "D9D9D9"}
_WIDTHS = (11, 38, 17, 52, 60)  # mm, on A4 with margins of 16
_NOTE = "文稿文字由核验程序照录，原有格式未保留。绿色：正确；红色：有误；黄色：须注意；灰色：无法核验。"
_LATIN, _BODY, _BOLD = "Times New Roman", "宋体", "黑体"


def to_docx(report: Report) -> bytes:
    """The Word document as bytes, the same for the same report."""
    document = Document()
    _page(document)
    _memo(document, report)
    document.add_heading("核验结果", 1)
    document.add_paragraph(clean(report.summary))
    document.add_paragraph(_NOTE + LEGEND)
    if report.findings:
        _table(document, report.findings)
    else:
        document.add_paragraph(NOTHING)
    document.core_properties.title, document.core_properties.author = "引用核验", "kg"
    out = io.BytesIO()
    document.save(out)
    return fixed_bytes(out.getvalue())


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    for name, size, font in (("Normal", 10.5, _BODY), ("Heading 1", 14, _BOLD)):
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _LATIN, Pt(size), RGBColor(0x22, 0x22, 0x22)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), font)


def _memo(document: DocxDocument, report: Report) -> None:
    paragraph = document.add_paragraph()
    for text, found in marked_stretches(report):
        for n, line in enumerate(clean(text).split("\n")):
            if n:
                paragraph = document.add_paragraph()
            _run(paragraph, line, SHADES[worst(found).verdict] if found else "")
        if found:
            _run(paragraph, f"[{'、'.join(str(f.number) for f in found)}]", "", raised=True)


def _run(paragraph: Paragraph, text: str, shade: str, *, raised: bool = False, bold: bool = False) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    run.font.superscript, run.font.bold = raised or None, bold or None
    if shade:
        run._r.get_or_add_rPr().append(_shading(shade))


def _shading(fill: str) -> Any:
    element = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        element.set(qn(f"w:{key}"), value)
    return element


def _table(document: DocxDocument, findings: tuple[Finding, ...]) -> None:
    table = document.add_table(rows=1 + len(findings), cols=len(COLUMNS))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    rows: list[Any] = list(table._tbl.tr_lst)
    _row(table, rows[0], COLUMNS, "E8EEF4", bold=True)
    rows[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, finding in zip(rows[1:], findings, strict=True):
        _row(table, row, cells(finding), SHADES[finding.verdict])


def _row(table: Any, row: Any, values: tuple[str, ...], shade: str, *, bold: bool = False) -> None:
    """Fill one row of the table.

    The shade lies on the whole head (``bold``), in other rows on the verdict only.
    """
    from docx.table import _Cell

    for n, (element, value) in enumerate(zip(row.tc_lst, values, strict=True)):
        cell = _Cell(element, table)
        cell.width = Mm(_WIDTHS[n])
        _run(cell.paragraphs[0], clean(value), "", bold=bold)
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(8.5)
        if bold or n == 2:
            element.get_or_add_tcPr().append(_shading(shade))
