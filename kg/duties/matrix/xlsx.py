"""The obligation matrix as a workbook with 汇总, one sheet per instrument, 法规清单 and 原文."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from kg.duties.matrix.rows import COLUMNS, Row
from kg.files.heading import PROGRESS, Heading
from kg.files.safe import fixed_bytes, neutral
from kg.files.workbook import FONT, dropdown, finish, head, link, row_height, sheet_name, write
from kg.law import versions
from kg.law.model import Instrument
from kg.law.wording import SECOND_HAND, standing_of_text

_WIDTHS = (12, 12, 8, 18, 18, 12, 10, 7, 15, 32, 22, 8, 8, 8, 9)  # 199 in all: A4 landscape at three quarters
_LIST_HEAD = ("法规名称", "制定机关", "效力层级", "文号", "公布日期", "施行日期", "状态", "收录情况", "核对与修改", "本表条目数", "官方网址", "说明")
_LIST_WIDTHS = (34, 20, 12, 30, 12, 12, 11, 12, 30, 11, 40, 46)
_TEXT_HEAD = ("法规", "章", "条", "条文全文")
_TEXT_WIDTHS = (28, 24, 12, 110)
_TEXT_SHEET, _LIST_SHEET, _ALL_SHEET = "原文", "法规清单", "汇总"
_CENTRED = {0, 1, 2, 6, 7, 11, 12, 13}


def to_xlsx(rows: Sequence[Row], heading: Heading, instruments: Sequence[Instrument] = ()) -> bytes:
    """The workbook as bytes, which are the same for the same rows.

    ``instruments`` fill 法规清单, including those without text.
    """
    book = Workbook()
    everything = book.active
    assert isinstance(everything, Worksheet)
    everything.title = _ALL_SHEET
    places = _places(rows)
    _matrix_sheet(everything, rows, heading, places)
    for title, group in groupby(rows, key=lambda r: r.instrument):
        _matrix_sheet(book.create_sheet(sheet_name(title, (*book.sheetnames, _TEXT_SHEET, _LIST_SHEET))), list(group), heading, places)
    _list_sheet(book.create_sheet(_LIST_SHEET), rows, heading, instruments)
    _text_sheet(book.create_sheet(_TEXT_SHEET), rows, heading)
    book.properties.title, book.properties.creator = heading.title, "kg"
    out = io.BytesIO()
    book.save(out)
    return fixed_bytes(out.getvalue())


def _places(rows: Sequence[Row]) -> dict[str, int]:
    """The line of each article in the sheet 原文, by URN."""
    found: dict[str, int] = {}
    for row in rows:
        found.setdefault(row.article_urn, len(found) + 2)
    return found


def _matrix_sheet(sheet: Worksheet, rows: Sequence[Row], heading: Heading, places: dict[str, int]) -> None:
    head(sheet, COLUMNS, _WIDTHS, heading)
    basis = COLUMNS.index("依据(条款)")
    for number, row in enumerate(rows, start=2):
        values = [*row.cells[:basis], _basis(row, named=sheet.title == _ALL_SHEET), *row.cells[basis + 1 :]]
        sheet.row_dimensions[number].height = row_height(values, _WIDTHS)
        for column, value in enumerate(values):
            cell = write(sheet, number, column + 1, value, centred=column in _CENTRED, shaded=number % 2 == 1)
            if column == basis:
                link(cell, f"'{_TEXT_SHEET}'!A{places[row.article_urn]}", "打开条文全文")
    finish(sheet, len(rows), len(COLUMNS))
    dropdown(sheet, COLUMNS.index("完成情况") + 1, len(rows), "完成情况", PROGRESS, PROGRESS[2])


def _basis(row: Row, *, named: bool) -> str:
    """The article first, then the instrument where the sheet holds several.

    Some programs show only one line of a link.
    """
    title = f"《{row.instrument}》"
    own, *others = row.basis.removeprefix(title).split("\n")
    return "\n".join([own, *([title] if named else []), *others])


def _list_sheet(sheet: Worksheet, rows: Sequence[Row], heading: Heading, instruments: Sequence[Instrument]) -> None:
    head(sheet, _LIST_HEAD, _LIST_WIDTHS, heading)
    for number, instrument in enumerate(instruments, start=2):
        values = _instrument_cells(instrument, heading, sum(row.instrument == instrument.title for row in rows))
        sheet.row_dimensions[number].height = row_height(values, _LIST_WIDTHS)
        for column, value in enumerate(values, start=1):
            write(sheet, number, column, value, centred=column in (3, 5, 6, 7, 8, 10), shaded=number % 2 == 1)
    finish(sheet, len(instruments), len(_LIST_HEAD))
    notes = (
        f"{heading.title}：{heading.line}；共 {len(rows)} 条。",
        "条目由程序从条文中提取；「状态」注明由谁核对：语言模型核对、人工核对（姓名，日期）或未核对，使用前请对照「原文」。",
        *(f"核对记录——{reviewer}。" for reviewer in dict.fromkeys(row.reviewer for row in rows) if reviewer),
        "「责任部门」「完成情况」「备注」由使用单位填写；汇总表与各法规分表内容相同，互不联动，请选定一处填写。",
    )
    for offset, note in enumerate(notes):
        cell = sheet.cell(len(instruments) + 4 + offset, 1)
        cell.value = neutral(note)
        cell.font = Font(name=FONT, size=9, color="5A6675")


def _instrument_cells(instrument: Instrument, heading: Heading, count: int) -> tuple[str, ...]:
    held = "已收录全文" if instrument.held else "仅收录片段" if instrument.versions else "未收录全文"
    version = versions.in_force(instrument.versions, heading.on)
    effective = version.effective if version else instrument.effective
    promulgated = (version.promulgated if version else None) or instrument.promulgated
    second = "；".join(f"（{SECOND_HAND}）{s.statement}" for s in instrument.second_hand)
    decides = "" if instrument.held or not instrument.subjects else f"由它规定：{'、'.join(s.name for s in instrument.subjects)}"
    note = "；".join(part.rstrip("。；") for part in (instrument.note, decides, second) if part)
    text = version or versions.latest(instrument.versions)
    compared = standing_of_text(text) if text else ""
    return (
        instrument.title, "、".join(instrument.issuer), instrument.rank, instrument.number,
        promulgated.isoformat() if promulgated else "", effective.isoformat() if effective else "",
        versions.status(instrument, heading.on), held, compared, str(count) if count else "", instrument.url, note,
    )


def _text_sheet(sheet: Worksheet, rows: Sequence[Row], heading: Heading) -> None:
    head(sheet, _TEXT_HEAD, _TEXT_WIDTHS, heading)
    firsts = {row.article_urn: row for row in reversed(rows)}
    for urn, number in _places(rows).items():
        row = firsts[urn]
        values = (row.instrument, row.chapter, row.article, row.article_text)
        sheet.row_dimensions[number].height = row_height(values, _TEXT_WIDTHS)
        for column, value in enumerate(values, start=1):
            write(sheet, number, column, value, centred=column == 3, shaded=number % 2 == 1)
    finish(sheet, len(firsts), len(_TEXT_HEAD))
