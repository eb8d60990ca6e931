"""What the workbooks of this project share: the look of a table, the set-up for printing and safe text.

Nothing in them is a formula.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kg.files.heading import Heading
from kg.files.safe import clean, neutral

NAVY, PALE, GRID = "1F3A5F", "F3F6FA", "C9D2DE"
FONT = "Microsoft YaHei"
_LINE, _HEIGHT_LIMIT = 12.5, 409  # points of a line of 9-point text; Excel's highest row
_HEADER_LIMIT = 90  # characters of one part: Excel takes 255 in all, and & counts double
_SIDE = Side(style="thin", color=GRID)
THIN = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def sheet_name(title: str, taken: Sequence[str]) -> str:
    """A title as the name of a sheet, unlike those ``taken``.

    It keeps within Excel's 31 characters and leaves out those that Excel forbids.
    """
    bare = re.sub(r"[\[\]:*?/\\]", " ", neutral(title)).strip("' ") or "法规"
    reserved = {name.lower() for name in taken}
    name, n = bare[:31], 1
    while name.lower() in reserved:
        n += 1
        name = f"{bare[:31 - len(str(n)) - 1]}_{n}"
    return name


def row_height(values: Sequence[str], widths: Sequence[int]) -> float:
    """The height in points that a row needs for its wrapped text.

    Not all programs that open the file measure it themselves.
    """
    lines = (
        sum(max(1, math.ceil(sum(2 if ord(c) > 0x2E7F else 1.1 for c in line) / (width - 1.5))) for line in value.split("\n"))
        for value, width in zip(values, widths, strict=True)
    )
    return min(_HEIGHT_LIMIT, _LINE * max(lines) + 5)


def head(sheet: Worksheet, names: Sequence[str], widths: Sequence[int], heading: Heading) -> None:
    """Write the first line and freeze it, and set the widths of the columns and the set-up for printing."""
    for column, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(name=FONT, bold=True, color="FFFFFF", size=10)
        cell.fill = PatternFill("solid", fgColor=NAVY)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = THIN
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


def write(sheet: Worksheet, row: int, column: int, value: str, *, centred: bool = False, shaded: bool = False) -> Cell:
    """The cell at a place after text was written into it, never as a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if value:
        cell.value = neutral(value)
        cell.data_type = "s"
    cell.font = Font(name=FONT, size=9)
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
    cell.border = THIN
    if shaded:
        cell.fill = PatternFill("solid", fgColor=PALE)
    return cell


def link(cell: Cell, location: str, hint: str) -> None:
    """Put a link on the cell without a HYPERLINK formula, so that nothing in the book is a formula.

    LibreOffice shows only the first line of such a cell.
    """
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, tooltip=hint)
    cell.font = Font(name=FONT, size=9, color="1F5FA8", underline="single")


def finish(sheet: Worksheet, count: int, columns: int) -> None:
    """Set a filter on the first line, for ``count`` lines below it."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(count + 1, 1)}"


def dropdown(sheet: Worksheet, column: int, count: int, name: str, choices: Sequence[str], done: str) -> None:
    """Put a list to choose from into a column.

    The cells in which ``done`` is chosen turn green.
    """
    letter, last = get_column_letter(column), max(count + 1, 2)
    choice = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = name, "请从列表中选择：" + "、".join(choices)
    sheet.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{last}")
    green = DifferentialStyle(fill=PatternFill("solid", bgColor="D9EEDD"))
    sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", Rule("expression", formula=[f'${letter}2="{done}"'], dxf=green))
