"""The obligation matrix as a workbook: 汇总, one sheet per instrument, 法规清单 and 原文."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kg import versions
from kg.cells import clean, fixed_bytes, neutral
from kg.matrix import COLUMNS, PROGRESS, Heading, Row
from kg.model import Instrument

_WIDTHS = (12, 12, 8, 18, 18, 12, 10, 7, 15, 32, 22, 8, 8, 8, 9)  # 199 in all: A4 landscape at three quarters
_LIST_HEAD = ("法规名称", "制定机关", "效力层级", "文号", "公布日期", "施行日期", "状态", "收录情况", "本表条目数", "官方网址", "说明")
_LIST_WIDTHS = (34, 20, 12, 30, 12, 12, 11, 12, 11, 40, 46)
_TEXT_HEAD = ("法规", "章", "条", "条文全文")
_TEXT_WIDTHS = (28, 24, 12, 110)
_NAVY, _PALE, _GRID = "1F3A5F", "F3F6FA", "C9D2DE"
_FONT = "Microsoft YaHei"
_TEXT_SHEET, _LIST_SHEET, _ALL_SHEET = "原文", "法规清单", "汇总"
_LINE, _HEIGHT_LIMIT = 12.5, 409  # points of a line of 9-point text; Excel's highest row
_HEADER_LIMIT = 90  # characters of one part: Excel takes 255 in all, and & counts double
_CENTRED = {0, 1, 2, 6, 7, 11, 12, 13}
_SIDE = Side(style="thin", color=_GRID)
_THIN = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def to_xlsx(rows: Sequence[Row], heading: Heading, instruments: Sequence[Instrument] = ()) -> bytes:
    """The workbook as bytes, the same for the same rows.

    ``instruments`` fill 法规清单, those without text included.
    """
    book = Workbook()
    everything = book.active
    assert isinstance(everything, Worksheet)
    everything.title = _ALL_SHEET
    places = _places(rows)
    _matrix_sheet(everything, rows, heading, places)
    for title, group in groupby(rows, key=lambda r: r.instrument):
        _matrix_sheet(book.create_sheet(_sheet_name(title, book.sheetnames)), list(group), heading, places)
    _list_sheet(book.create_sheet(_LIST_SHEET), rows, heading, instruments)
    _text_sheet(book.create_sheet(_TEXT_SHEET), rows, heading)
    book.properties.title, book.properties.creator = heading.title, "kg"
    out = io.BytesIO()
    book.save(out)
    return fixed_bytes(out.getvalue())


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A title within Excel's 31 characters, without those it forbids, unlike the others."""
    bare = re.sub(r"[\[\]:*?/\\]", " ", neutral(title)).strip("' ") or "法规"
    reserved = {name.lower() for name in (*taken, _TEXT_SHEET, _LIST_SHEET)}
    name, n = bare[:31], 1
    while name.lower() in reserved:
        n += 1
        name = f"{bare[:31 - len(str(n)) - 1]}_{n}"
    return name


def _places(rows: Sequence[Row]) -> dict[str, int]:
    """The line of each article in the sheet 原文."""
    found: dict[str, int] = {}
    for row in rows:
        found.setdefault(row.article_urn, len(found) + 2)
    return found


def _matrix_sheet(sheet: Worksheet, rows: Sequence[Row], heading: Heading, places: dict[str, int]) -> None:
    _head(sheet, COLUMNS, _WIDTHS, heading)
    basis = COLUMNS.index("依据(条款)")
    for number, row in enumerate(rows, start=2):
        values = [*row.cells[:basis], _basis(row, named=sheet.title == _ALL_SHEET), *row.cells[basis + 1 :]]
        sheet.row_dimensions[number].height = _height(values, _WIDTHS)
        for column, value in enumerate(values):
            cell = _write(sheet, number, column + 1, value, centred=column in _CENTRED, shaded=number % 2 == 1)
            if column == basis:
                _link(cell, f"'{_TEXT_SHEET}'!A{places[row.article_urn]}", "打开条文全文")
    _finish(sheet, len(rows), len(COLUMNS))
    _dropdown(sheet, len(rows))


def _basis(row: Row, *, named: bool) -> str:
    """The article first, then the instrument where the sheet holds several: some programs show one line of a link."""
    title = f"《{row.instrument}》"
    own, *others = row.basis.removeprefix(title).split("\n")
    return "\n".join([own, *([title] if named else []), *others])


def _height(values: Sequence[str], widths: Sequence[int]) -> float:
    """Points that a row needs for its wrapped text; programs that open the file do not all measure it themselves."""
    lines = (
        sum(max(1, math.ceil(sum(2 if ord(c) > 0x2E7F else 1.1 for c in line) / (width - 1.5))) for line in value.split("\n"))
        for value, width in zip(values, widths, strict=True)
    )
    return min(_HEIGHT_LIMIT, _LINE * max(lines) + 5)


def _dropdown(sheet: Worksheet, count: int) -> None:
    letter = get_column_letter(COLUMNS.index("完成情况") + 1)
    choice = DataValidation(type="list", formula1='"' + ",".join(PROGRESS) + '"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "完成情况", "请从列表中选择：" + "、".join(PROGRESS)
    sheet.add_data_validation(choice)
    last = max(count + 1, 2)
    choice.add(f"{letter}2:{letter}{last}")
    done = PatternFill("solid", bgColor="D9EEDD")
    rule = Rule("expression", formula=[f'${letter}2="{PROGRESS[2]}"'], dxf=DifferentialStyle(fill=done))
    sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)


def _head(sheet: Worksheet, names: Sequence[str], widths: Sequence[int], heading: Heading) -> None:
    for column, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF", size=10)
        cell.fill = PatternFill("solid", fgColor=_NAVY)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _THIN
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A2"
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_view.showGridLines = False
    _print_setup(sheet, heading)


def _print_setup(sheet: Worksheet, heading: Heading) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.6, 0.3, 0.3
    # & begins a code in headers and footers
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None and foot is not None  # not "head and foot": an empty one is false
    head.left.text, head.right.text = (clean(part)[:_HEADER_LIMIT].replace("&", "&&") for part in (heading.title, heading.line))
    foot.left.text, foot.right.text = "&A", "第 &P 页，共 &N 页"
    for part in (head.left, head.right, foot.left, foot.right):
        part.size = 9


def _write(sheet: Worksheet, row: int, column: int, value: str, *, centred: bool = False, shaded: bool = False) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if value:
        cell.value = neutral(value)
        cell.data_type = "s"
    cell.font = Font(name=_FONT, size=9)
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
    cell.border = _THIN
    if shaded:
        cell.fill = PatternFill("solid", fgColor=_PALE)
    return cell


def _link(cell: Cell, location: str, hint: str) -> None:
    """A link on the cell, no HYPERLINK formula: LibreOffice shows its first line only, but nothing in the book is a formula."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, tooltip=hint)
    cell.font = Font(name=_FONT, size=9, color="1F5FA8", underline="single")


def _finish(sheet: Worksheet, count: int, columns: int) -> None:
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(count + 1, 1)}"


def _list_sheet(sheet: Worksheet, rows: Sequence[Row], heading: Heading, instruments: Sequence[Instrument]) -> None:
    _head(sheet, _LIST_HEAD, _LIST_WIDTHS, heading)
    for number, instrument in enumerate(instruments, start=2):
        values = _instrument_cells(instrument, heading, sum(row.instrument == instrument.title for row in rows))
        sheet.row_dimensions[number].height = _height(values, _LIST_WIDTHS)
        for column, value in enumerate(values, start=1):
            _write(sheet, number, column, value, centred=column in (3, 5, 6, 7, 8, 9), shaded=number % 2 == 1)
    _finish(sheet, len(instruments), len(_LIST_HEAD))
    notes = (
        f"{heading.title}：{heading.line}；共 {len(rows)} 条。",
        "条目由程序从条文中提取；「状态」注明是否已逐条核对，使用前请对照「原文」。",
        *(f"「已核对」「已更正」的核对者——{reviewer}。" for reviewer in dict.fromkeys(row.reviewer for row in rows) if reviewer),
        "「责任部门」「完成情况」「备注」由使用单位填写；汇总表与各法规分表内容相同，互不联动，请选定一处填写。",
    )
    for offset, note in enumerate(notes):
        cell = sheet.cell(len(instruments) + 4 + offset, 1)
        cell.value = neutral(note)
        cell.font = Font(name=_FONT, size=9, color="5A6675")


def _instrument_cells(instrument: Instrument, heading: Heading, count: int) -> tuple[str, ...]:
    held = "已收录全文" if instrument.held else "仅收录片段" if instrument.versions else "未收录全文"
    version = versions.in_force(instrument.versions, heading.on)
    effective = version.effective if version else instrument.effective
    promulgated = (version.promulgated if version else None) or instrument.promulgated
    second = "；".join(f"（转述，未见原文）{s.statement}" for s in instrument.second_hand)
    note = "；".join(part.rstrip("。；") for part in (instrument.note, second) if part)
    return (
        instrument.title, "、".join(instrument.issuer), instrument.rank, instrument.number,
        promulgated.isoformat() if promulgated else "", effective.isoformat() if effective else "",
        versions.status(instrument, heading.on), held, str(count) if count else "", instrument.url, note,
    )


def _text_sheet(sheet: Worksheet, rows: Sequence[Row], heading: Heading) -> None:
    _head(sheet, _TEXT_HEAD, _TEXT_WIDTHS, heading)
    firsts = {row.article_urn: row for row in reversed(rows)}
    for urn, number in _places(rows).items():
        row = firsts[urn]
        values = (row.instrument, row.chapter, row.article, row.article_text)
        sheet.row_dimensions[number].height = _height(values, _TEXT_WIDTHS)
        for column, value in enumerate(values, start=1):
            _write(sheet, number, column, value, centred=column == 3, shaded=number % 2 == 1)
    _finish(sheet, len(firsts), len(_TEXT_HEAD))
