"""The words of the checklist that its files, its page and the command line share.

They are the columns, the cells and what the facts lead to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kg.duties.checklist.records import EACH, TITLE, Base, Checklist, ChecklistItem, Duty
from kg.duties.conditions import Holds
from kg.duties.facts import firm_facts, shown, table
from kg.files.heading import Heading
from kg.law.model import Instrument

COLUMNS = (
    "序号", "主题", "义务", "依据(条款)", "原文", "时限／频率", "对象/监管机关", "触发条件", "前提", "例外", "各依据比较", "罚则",
    "责任部门", "完成情况", "证据",
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
APPLIES, DEPENDS, PENALTIES = "适用", "取决于", "罚则"
_LONG = 90  # characters of a penalty that a cell of the list still holds


def heading(made: Checklist) -> Heading:
    """The heading of the files: the day, the kinds of firm and the theme."""
    return Heading(made.on, (("主体", "、".join(made.asked.profile)), ("主题", made.theme)), TITLE)


def counts(made: Checklist) -> str:
    """One sentence that tells how many items apply, how many depend on a fact and how many are left out."""
    return (f"适用 {len(made.applying)} 项，取决于未知情况 {len(made.conditional)} 项（两者合并自 {made.duties} 条规定），"
            f"依所填情况不适用 {len(made.left_out)} 条")


def cells(item: ChecklistItem) -> tuple[str, ...]:
    """The fifteen values in the order of COLUMNS, of which the last three are empty."""
    return (
        str(item.number), item.theme, item.lead.words, bases(item), quotes(item), each(item, lambda d: d.when), each(item, lambda d: d.recipient),
        each(item, lambda d: d.row.trigger), premise(item), exceptions(item), item.compared, penalty(item), "", "", "",
    )


def mark_of(base: Base) -> str:
    """The mark behind a basis, such as （更严）.

    It is '' where each basis applies as it is, since the comparison says so.
    """
    return f"（{base.mark}）" if base.mark and base.mark != EACH else ""


def bases(item: ChecklistItem) -> str:
    """Every basis on a line of its own, with its mark and what it depends on.

    The lines are numbered where there are several.
    """
    lines = []
    for number, base in enumerate(item.bases):
        open_one = not item.conditional and base.duty.verdict.holds is Holds.OPEN
        condition = f"［{DEPENDS}：{'；'.join(base.duty.verdict.grounds)}］" if open_one else ""
        rules = base.duty.row.basis.partition("\n")[2]
        lines.append(f"{_number(item, number)}{base.duty.basis}{rules}{mark_of(base)}{condition}")
    return "\n".join(lines)


def quotes(item: ChecklistItem) -> str:
    """The words of every basis, verbatim."""
    return "\n".join(f"{_number(item, n)}{base.duty.row.quote}" for n, base in enumerate(item.bases))


def each(item: ChecklistItem, value: Callable[[Duty], str]) -> str:
    """One value for all bases: once where all agree, and otherwise with the number of each basis that has one."""
    values = [value(b.duty) for b in item.bases]
    if len(set(values)) == 1:
        return values[0]
    return "\n".join(f"{_number(item, n)}{v}" for n, v in enumerate(values) if v)


def premise(item: ChecklistItem) -> str:
    """适用, or 取决于 with the questions."""
    return f"{DEPENDS}：{'；'.join(item.questions)}" if item.conditional else APPLIES


def exceptions(item: ChecklistItem) -> str:
    """Everything that may lift the duty, each with whether it does."""
    return "\n".join(f"{e.label}：{e.says}" for e in item.exceptions)


def penalty(item: ChecklistItem) -> str:
    """The clauses that punish a breach, by article where their words are long.

    The workbook has the long ones in full on a sheet of their own.
    """
    whole = each(item, lambda d: d.row.sanction)
    if len(whole) <= _LONG:
        return whole
    articles = dict.fromkeys(re.split(r"[（：]", line, maxsplit=1)[0] if not line.startswith("一般") else line for line in whole.split("\n"))
    return "\n".join([*articles, f"（全文见“{PENALTIES}”）"])


def _number(item: ChecklistItem, at: int) -> str:
    if len(item.bases) == 1:
        return ""
    return _CIRCLED[at] if at < len(_CIRCLED) else f"（{at + 1}）"


def premises(made: Checklist) -> list[tuple[str, str, str]]:
    """The facts as (what is asked, the answer, what follows).

    The kinds of firm come first, then the known facts in the order of the table, each with a note whether it was given or
    follows, then the unknown ones.
    """
    found = [("主体类型", "、".join(made.asked.profile), "由使用人填写")]
    waiting = {key: (question, count) for key, question, count in made.open_questions if key}
    for fact in firm_facts():
        given, whole = made.asked.value(fact.key), made.facts.value(fact.key)
        if whole is not None:
            found.append((fact.word, shown(whole), "由使用人填写" if given is not None else "由主体类型或者其他所填情况得出"))
    for key, (question, count) in waiting.items():
        found.append((table()[key].word, "未知", f"{question} {count} 项义务取决于此"))
    found += [(question, "未知", f"{count} 项义务取决于此") for key, question, count in made.open_questions if not key]
    return found


def reason(duty: Duty) -> str:
    """The reason why a duty is left out."""
    return "；".join(duty.verdict.grounds)


def sources(made: Checklist, instruments: Iterable[Instrument]) -> list[tuple[str, str]]:
    """The title and official address of every instrument that contains a basis."""
    used = {b.duty.row.instrument for i in made.items for b in i.bases}
    return [(i.title, i.url) for i in instruments if i.title in used]
