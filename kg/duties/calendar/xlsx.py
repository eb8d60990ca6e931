"""合规日历 as a workbook with the sheets 年历 (the year at a glance), 日程 and 未定日期."""

from __future__ import annotations

import calendar
import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kg.duties.calendar.making import CalendarEntry, DutyCalendar, Sort
from kg.duties.calendar.text import basis, heading, remarks, who
from kg.files.heading import PROGRESS, Heading
from kg.files.safe import fixed_bytes
from kg.files.workbook import FONT, NAVY, THIN, dropdown, finish, head, row_height, write
from kg.law.duedates import is_working_day

_DATED = ("日期", "性质", "事项", "对象", "主体", "依据", "原文", "说明", "责任部门", "完成情况", "备注")
_DATED_WIDTHS = (12, 10, 30, 18, 22, 26, 44, 34, 12, 12, 16)
_OPEN = ("事项", "周期", "对象", "主体", "依据", "原文", "说明", "计划日期", "责任部门", "完成情况", "备注")
_OPEN_WIDTHS = (30, 14, 18, 22, 26, 44, 30, 12, 12, 12, 16)
COLOURS = {Sort.FIXED: "F3B7A6", Sort.PERIOD: "CFE3F5", Sort.BEGINS: "DCEFD9"}
_REST = "F2F2F2"
_WEEK = ("一", "二", "三", "四", "五", "六", "日")
_MONTHS_ABREAST, _MONTH_WIDTH, _MONTH_HEIGHT = 4, 8, 9


def to_xlsx(made: DutyCalendar, *_: object) -> bytes:
    """The workbook as bytes, which are the same for the same calendar."""
    book = Workbook()
    year = book.active
    assert isinstance(year, Worksheet)
    year.title = "年历"
    _year_sheet(year, made)
    _list_sheet(book.create_sheet("日程"), made, _DATED, _DATED_WIDTHS, [_dated_cells(e) for e in made.dated])
    _list_sheet(book.create_sheet("未定日期"), made, _OPEN, _OPEN_WIDTHS, [_open_cells(e) for e in made.undated])
    book.properties.title, book.properties.creator = heading(made), "kg"
    out = io.BytesIO()
    book.save(out)
    return fixed_bytes(out.getvalue())


def _dated_cells(entry: CalendarEntry) -> tuple[str, ...]:
    row = entry.row
    words = (row.recipient, who(row), basis(entry), row.quote) if row else ("", "", "", "")
    return (str(entry.day), entry.sort.value, entry.summary, *words, remarks(entry), "", "", "")


def _open_cells(entry: CalendarEntry) -> tuple[str, ...]:
    row = entry.row
    words = (row.frequency, row.recipient, who(row), basis(entry), row.quote) if row else ("", "", "", "", "")
    return (entry.summary, *words, remarks(entry), "", "", "", "")


def _list_sheet(sheet: Worksheet, made: DutyCalendar, names: Sequence[str], widths: Sequence[int], lines: Sequence[Sequence[str]]) -> None:
    head(sheet, names, widths, Heading(date(made.year, 12, 31), (("适用主体", "、".join(made.profile)),), heading(made)))
    for number, cells in enumerate(lines, start=2):
        sheet.row_dimensions[number].height = row_height(cells, widths)
        for column, value in enumerate(cells, start=1):
            write(sheet, number, column, value, centred=widths[column - 1] <= 12, shaded=number % 2 == 1)
    finish(sheet, len(lines), len(names))
    dropdown(sheet, names.index("完成情况") + 1, len(lines), "完成情况", PROGRESS, PROGRESS[2])


def _year_sheet(sheet: Worksheet, made: DutyCalendar) -> None:
    """Fill the sheet of the twelve months, four abreast.

    Days with an entry are coloured by its sort, and rest days are grey.
    """
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    title = sheet.cell(1, 1, heading(made))
    title.font = Font(name=FONT, bold=True, size=14, color=NAVY)
    sheet.row_dimensions[1].height = 26
    marked: dict[date, Sort] = {}
    for entry in made.dated:
        if entry.day:
            marked.setdefault(entry.day, entry.sort)
    for month in range(1, 13):
        row, column = divmod(month - 1, _MONTHS_ABREAST)
        _month(sheet, made.year, month, (3 + row * _MONTH_HEIGHT, 1 + column * _MONTH_WIDTH), marked)
    for column in range(1, _MONTHS_ABREAST * _MONTH_WIDTH):
        sheet.column_dimensions[get_column_letter(column)].width = 4.4 if column % _MONTH_WIDTH else 2
    _legend(sheet, 3 + 3 * _MONTH_HEIGHT)


def _month(sheet: Worksheet, year: int, month: int, at: tuple[int, int], marked: dict[date, Sort]) -> None:
    row, column = at
    _cell(sheet, row, column, f"{month}月", bold=True)
    for offset, name in enumerate(_WEEK):
        _cell(sheet, row + 1, column + offset, name, bold=True)
    for line, week in enumerate(calendar.Calendar().monthdatescalendar(year, month), start=row + 2):
        for offset, day in enumerate(week):
            if day.month == month:
                colour = COLOURS[marked[day]] if day in marked else _REST if is_working_day(day) is False else ""
                _cell(sheet, line, column + offset, str(day.day), colour, bold=day in marked)


def _cell(sheet: Worksheet, row: int, column: int, text: str, colour: str = "", *, bold: bool = False) -> None:
    cell = sheet.cell(row, column, int(text) if text.isdigit() else text)
    cell.font = Font(name=FONT, size=9, bold=bold)
    cell.alignment = Alignment(horizontal="center")
    if text.isdigit():
        cell.border = THIN
    if colour:
        cell.fill = PatternFill("solid", fgColor=colour)


def _legend(sheet: Worksheet, row: int) -> None:
    words_of = {Sort.FIXED: "法定日期（条文写明）", Sort.PERIOD: "期内完成（列在期末）", Sort.BEGINS: "法规施行"}
    notes = {words: COLOURS[sort] for sort, words in words_of.items()} | {"非工作日": _REST}
    for offset, (words, colour) in enumerate(notes.items()):
        _cell(sheet, row, 1 + offset * _MONTH_WIDTH, "", colour)
        cell = sheet.cell(row, 2 + offset * _MONTH_WIDTH, words)
        cell.font = Font(name=FONT, size=9)
