"""The checklist as a workbook.

Its sheets are 清单 to fill in, 前提 (the facts and what is unknown), 不适用 (with the reasons), 罚则 and 来源.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from kg.duties.checklist.lines import (
    COLUMNS,
    PENALTIES,
    bases,
    cells,
    counts,
    each,
    heading,
    penalty,
    premises,
    reason,
    sources,
)
from kg.duties.checklist.records import STRICTER, TITLE, Checklist, ChecklistItem
from kg.files.heading import PROGRESS
from kg.files.safe import fixed_bytes, neutral
from kg.files.workbook import FONT, dropdown, finish, head, row_height, write
from kg.law.model import Instrument

_WIDTHS = (5, 9, 20, 23, 34, 11, 12, 16, 12, 16, 16, 16, 8, 8, 8)  # 214 in all: A4 landscape
_FACT_HEAD, _FACT_WIDTHS = ("情况", "答案", "说明"), (36, 20, 90)
_LEFT_HEAD, _LEFT_WIDTHS = ("依据(条款)", "义务主体", "义务", "原文", "不适用的理由"), (44, 24, 36, 56, 44)
_PENALTY_HEAD, _PENALTY_WIDTHS = ("清单序号", "依据(条款)", "罚则全文"), (10, 50, 130)
_SOURCE_HEAD, _SOURCE_WIDTHS = ("法规", "官方网址"), (60, 90)
_CENTRED = frozenset({0, 1, 12, 13})
_STRICT, _ASKED = "FDE9D9", "FFF8DC"


def to_xlsx(made: Checklist, instruments: Sequence[Instrument] = ()) -> bytes:
    """The workbook as bytes, which are the same for the same checklist."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "清单"
    _items(first, made)
    notes = (counts(made), "义务逐条取自条文；「原文」为条文原文。「各依据比较」只在各依据都定有数字时判断更严，其余各自适用。",
             "清单由程序依所填情况整理，答案改变，清单随之改变；使用前请对照原文。")
    _sheet(book.create_sheet("前提"), made, _FACT_HEAD, _FACT_WIDTHS, premises(made), notes)
    left = [(d.basis, d.row.bearer, d.words, d.row.quote, reason(d)) for d in made.left_out]
    _sheet(book.create_sheet("不适用"), made, _LEFT_HEAD, _LEFT_WIDTHS, left)
    punished = [(str(i.number), bases(i), text) for i in made.items if (text := each(i, lambda d: d.row.sanction)) and text != penalty(i)]
    _sheet(book.create_sheet(PENALTIES), made, _PENALTY_HEAD, _PENALTY_WIDTHS, punished)
    _sheet(book.create_sheet("来源"), made, _SOURCE_HEAD, _SOURCE_WIDTHS, sources(made, instruments))
    book.properties.title, book.properties.creator = TITLE, "kg"
    out = io.BytesIO()
    book.save(out)
    return fixed_bytes(out.getvalue())


def _items(sheet: Worksheet, made: Checklist) -> None:
    head(sheet, COLUMNS, _WIDTHS, heading(made))
    for number, item in enumerate(made.items, start=2):
        values = cells(item)
        sheet.row_dimensions[number].height = row_height(values, _WIDTHS)
        for column, value in enumerate(values):
            cell = write(sheet, number, column + 1, value, centred=column in _CENTRED, shaded=number % 2 == 1)
            if colour := _colour(item, COLUMNS[column]):
                cell.fill = PatternFill("solid", fgColor=colour)
        sheet.cell(number, 1).value = item.number
    finish(sheet, len(made.items), len(COLUMNS))
    sheet.freeze_panes = "D2"
    dropdown(sheet, COLUMNS.index("完成情况") + 1, len(made.items), "完成情况", PROGRESS, PROGRESS[2])


def _colour(item: ChecklistItem, column: str) -> str:
    """The colour of a cell that stands out (a stricter basis, a premise that is not known), or '' for any other."""
    if column == "各依据比较" and any(b.mark == STRICTER for b in item.bases):
        return _STRICT
    return _ASKED if column == "前提" and item.conditional else ""


def _sheet(
    sheet: Worksheet, made: Checklist, names: Sequence[str], widths: Sequence[int], lines: Sequence[Sequence[str]], notes: Sequence[str] = ()
) -> None:
    head(sheet, names, widths, heading(made))
    for number, values in enumerate(lines, start=2):
        sheet.row_dimensions[number].height = row_height(values, widths)
        for column, value in enumerate(values, start=1):
            write(sheet, number, column, value, shaded=number % 2 == 1)
    finish(sheet, len(lines), len(names))
    for offset, note in enumerate(notes):
        cell = sheet.cell(len(lines) + 4 + offset, 1)
        cell.value = neutral(note)
        cell.font = Font(name=FONT, size=9, color="5A6675")
