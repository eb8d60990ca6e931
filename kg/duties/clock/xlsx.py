"""事件时钟 as a workbook with the sheets 时间表, 待定事实, 报告内容 and 事实与说明."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kg.duties.clock.incident import LEVEL
from kg.duties.clock.items import ClockItem
from kg.duties.clock.making import Clock
from kg.duties.clock.text import (
    NOTE,
    act_words,
    bearer_words,
    due_words,
    facts_of,
    grouped,
    heading,
    minute,
    why_not,
)
from kg.files.heading import PROGRESS, Heading
from kg.files.safe import fixed_bytes
from kg.files.workbook import dropdown, finish, head, row_height, write
from kg.law.wording import SECOND_HAND

_ITEMS = ("序号", "阶段", "最迟时间", "对象", "事项", "时限与起算", "取决于", "依据", "原文", "说明", "责任人", "完成情况")
_ITEM_WIDTHS = (5, 9, 12, 16, 18, 15, 24, 20, 40, 26, 8, 9)
_CONTENTS = ("依据", "条文", "内容")
_CONTENTS_WIDTHS = (40, 50, 90)
_ASKED = ("待定事实", "条文中的话", "决定几项", "答复", "备注")
_ASKED_WIDTHS = (36, 60, 10, 12, 26)
_REST = ("类别", "内容", "依据或来源")
_REST_WIDTHS = (20, 80, 50)


def to_xlsx(made: Clock, *_: object) -> bytes:
    """The workbook as bytes, which are the same for the same clock."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "时间表"
    lines = grouped(made.items)
    _sheet(first, made, _ITEMS, _ITEM_WIDTHS, [_cells(n, i) for n, i in enumerate(lines, 1)])
    dropdown(first, _ITEMS.index("完成情况") + 1, len(lines), "完成情况", PROGRESS, PROGRESS[2])
    questions = [(q.text, "\n".join(q.words), str(q.items), "", "") for q in made.questions]
    second = book.create_sheet("待定事实")
    _sheet(second, made, _ASKED, _ASKED_WIDTHS, questions)
    dropdown(second, _ASKED.index("答复") + 1, len(questions), "答复", ("是", "否", "不清楚"), "是")
    _sheet(book.create_sheet("报告内容"), made, _CONTENTS, _CONTENTS_WIDTHS, _contents(made))
    _sheet(book.create_sheet("事实与说明"), made, _REST, _REST_WIDTHS, _rest(made))
    book.properties.title, book.properties.creator = heading(made), "kg"
    out = io.BytesIO()
    book.save(out)
    return fixed_bytes(out.getvalue())


def _cells(number: int, item: ClockItem) -> tuple[str, ...]:
    open_ones = "\n".join(f"{c.shown}" for c in item.open)
    words = "\n".join(p for p in (item.sentence, item.case) if p)
    remarks = "\n".join((*item.remarks, *item.time.notes))
    limit = f"{item.time.words}\n（起算：{item.start.anchor.value}）"
    told = item.recipient or "条文未写明"
    return (str(number), item.stage.value, due_words(item), told, act_words(item), limit, open_ones, item.basis, words, remarks,
            "", "")


def _contents(made: Clock) -> list[tuple[str, ...]]:
    """The contents of the reports, with each list once."""
    found = {i.contents.urn: i.contents for i in made.items if i.contents}
    return [(c.basis, c.lead, "\n".join((*c.items, *([c.at_first] if c.at_first else [])))) for c in found.values()]


def _rest(made: Clock) -> list[tuple[str, ...]]:
    asked = made.asked
    rows: list[tuple[str, ...]] = [("事件", f"{asked.event}（{'、'.join(made.events)}）", ""), ("主体", "、".join(made.profile) or "全部主体", ""),
            ("发生", minute(asked.at), "北京时间"), ("发现", minute(asked.found), "北京时间"), ("处置结束", minute(asked.ended), "北京时间"),
            ("适用法规", f"{made.on} 有效的文本", "")]
    rows += [("事实", f"{label}：{value}", "") for label, value in facts_of(made)]
    rows += [("注意", line, "") for line in (*made.assumed, *made.not_yet, NOTE)]
    rows += [("没有定出的", line, "") for line in made.gaps]
    rows += [(SECOND_HAND, s.statement, f"《{s.title}》：{s.source}") for s in made.second_hand]
    rows += [("机关的后续报告和发布", f"{bearer_words(i)} → {i.recipient}：{i.time.words}", i.basis) for i in grouped(made.onward)]
    rows += [("一般规定", i.sentence, i.basis) for i in made.general]
    rows += [("按所填事实不适用", f"{act_words(i)} → {i.recipient or '条文未写明'}：{why_not(i)}", i.basis) for i in made.left_out]
    if any(q.key == LEVEL for q in made.questions) or asked.incident.level:
        rows += [(f"分级：{g.level}", g.text, f"《{g.title}》附件") for g in made.grades]
    return rows


def _sheet(sheet: Worksheet, made: Clock, names: Sequence[str], widths: Sequence[int], lines: Sequence[Sequence[str]]) -> None:
    head(sheet, names, widths, Heading(made.on, (("适用主体", "、".join(made.profile)),), heading(made)))
    for number, cells in enumerate(lines, start=2):
        sheet.row_dimensions[number].height = row_height(cells, widths)
        for column, value in enumerate(cells, start=1):
            write(sheet, number, column, value, centred=widths[column - 1] <= 12, shaded=number % 2 == 1)
    finish(sheet, len(lines), len(names))
