"""The checklist as text, Markdown, CSV and JSON.

The JSON is an object with ``as_of``, ``theme``, ``facts`` (key → true, false, number or null, with ``profile`` as a
list), ``given`` (the facts as given), ``counts`` (applies, conditional, duties, left_out), ``questions`` (a list of key,
question, items), ``items`` and ``left_out``. An item has ``number``, ``theme``, ``duty``, ``state`` (applies or
conditional), ``questions``, ``compared``, ``exceptions`` (urn, label, quote, says) and ``bases``. A basis has ``basis``,
``iri`` (URN of the provision), ``quote``, ``bearer``, ``when``, ``recipient``, ``trigger``, ``sanction``, ``mark`` (更严,
相同, 定有期限, 各自适用 or ""), ``state`` and ``questions``. A duty that is left out has ``basis``, ``iri``, ``duty``,
``quote`` and ``reason``.
"""

from __future__ import annotations

import csv
import io
import json
from itertools import groupby

from kg.duties.checklist.lines import APPLIES, COLUMNS, cells, counts, heading, mark_of, premise, premises, reason
from kg.duties.checklist.records import Base, Checklist, ChecklistItem, Duty
from kg.duties.conditions import Holds
from kg.duties.facts import firm_facts
from kg.files.markdown import md_row, md_text
from kg.files.safe import neutral


def to_text(made: Checklist, *_: object) -> bytes:
    """The checklist as text for the terminal: counts, questions, then each item with its bases.

    The words of the law are only in the files.
    """
    lines = [f"{heading(made).title}：{heading(made).line}", counts(made), ""]
    if made.open_questions:
        lines += ["回答下列问题可以减少未定的义务：", *(f"  {q}（{n} 项）" for _, q, n in made.open_questions), ""]
    for theme, group in groupby(made.items, key=lambda i: i.theme):
        items = list(group)
        lines.append(f"{theme}（{len(items)} 项）")
        lines += [line for item in items for line in _told(item)]
        lines.append("")
    return "\n".join(lines).encode()


def _told(item: ChecklistItem) -> list[str]:
    asked = "" if premise(item) == APPLIES else f"  〔{premise(item)}〕"
    lines = [f"  {item.number}. {item.lead.words}{asked}"]
    for base in item.bases:
        duty = base.duty
        told = "，".join(p for p in (duty.when, f"向{duty.recipient}" if duty.recipient else "") if p)
        lines.append(f"     {duty.basis}{mark_of(base)}{'：' + told if told else ''}")
    lines += [f"     {item.compared}"] if item.compared else []
    return [*lines, *(f"     例外：{e.label}，{e.says}" for e in item.exceptions)]


def to_md(made: Checklist, *_: object) -> bytes:
    """The checklist as Markdown, with a table for each theme, then the facts and what is left out.

    The columns to fill in are left out.
    """
    top = heading(made)
    lines = [f"# {top.title}", "", md_text(top.line), "", md_text(counts(made)), ""]
    shown = (COLUMNS[0], *COLUMNS[2:-3])
    for theme, group in groupby(made.items, key=lambda i: i.theme):
        lines += [f"## {md_text(theme)}", "", md_row(shown), "|" + " --- |" * len(shown)]
        lines += [md_row((c[0], *c[2:-3])) for c in map(cells, group)]
        lines.append("")
    lines += ["## 前提", "", md_row(("情况", "答案", "说明")), "| --- | --- | --- |", *map(md_row, premises(made)), ""]
    lines += ["## 不适用", "", md_row(("依据(条款)", "义务", "理由")), "| --- | --- | --- |"]
    lines += [md_row((d.basis, d.words, reason(d))) for d in made.left_out]
    return ("\n".join(lines) + "\n").encode()


def to_csv(made: Checklist, *_: object) -> bytes:
    """The checklist as CSV in UTF-8 with a byte order mark, so that Excel opens it correctly.

    Cells are safe against formulas.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([neutral(cell) for cell in cells(item)] for item in made.items)
    return out.getvalue().encode("utf-8-sig")


def to_json(made: Checklist, *_: object) -> bytes:
    """The whole checklist as JSON, in the shape described at the head of this module."""
    keys = [f.key for f in firm_facts()]
    found = {
        "as_of": made.on.isoformat(), "theme": made.theme,
        "facts": {"profile": list(made.facts.profile), **{k: made.facts.value(k) for k in keys}},
        "given": {k: v for k in keys if (v := made.asked.value(k)) is not None},
        "counts": {"applies": len(made.applying), "conditional": len(made.conditional), "duties": made.duties, "left_out": len(made.left_out)},
        "questions": [{"key": k, "question": q, "items": n} for k, q, n in made.open_questions],
        "items": [_item(i) for i in made.items],
        "left_out": [{"basis": d.basis, "iri": d.row.urn, "duty": d.words, "quote": d.row.quote, "reason": reason(d)} for d in made.left_out],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _item(item: ChecklistItem) -> dict[str, object]:
    return {
        "number": item.number, "theme": item.theme, "duty": item.lead.words, "state": "conditional" if item.conditional else "applies",
        "questions": list(item.questions), "compared": item.compared, "bases": [_base(b) for b in item.bases],
        "exceptions": [{"urn": e.urn, "label": e.label, "quote": e.quote, "says": e.says} for e in item.exceptions],
    }


def _base(base: Base) -> dict[str, object]:
    duty: Duty = base.duty
    is_open = duty.verdict.holds is Holds.OPEN
    return {
        "basis": duty.row.basis, "iri": duty.row.urn, "quote": duty.row.quote, "bearer": duty.row.bearer, "when": duty.when,
        "recipient": duty.recipient, "trigger": duty.row.trigger, "sanction": duty.row.sanction, "mark": base.mark,
        "state": "conditional" if is_open else "applies", "questions": list(duty.verdict.grounds) if is_open else [],
    }
