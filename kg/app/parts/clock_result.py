"""What 事件时钟 shows: the timeline, the open questions, and the tables with the words of the law.

The HTML is our own, and everything else in it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import streamlit as st

from kg.app import session
from kg.app.markup import anchor, table
from kg.app.parts.common import NOTHING, mark
from kg.duties.clock.items import ClockItem
from kg.duties.clock.making import Clock
from kg.duties.clock.text import act_words, bearer_words, due_words, grouped, minute, time_left, why_not
from kg.duties.clock.times import Anchor, Stage
from kg.files.safe import html
from kg.law import versions
from kg.law.wording import SECOND_HAND

_COLUMNS = ("最迟时间", "对象", "事项", "时限与起算", "依据与原文", "说明")
_UNTIMED = "条文未定期限的（不等于可以缓办）"
_NEAR = timedelta(hours=4)
RULES = """
.kg-line { border-left: 3px solid #c9d2de; margin: .4rem 0 .6rem 9.6rem; padding-left: 0; }
.kg-line h4 { margin: .9rem 0 .35rem 1.1rem; font-size: .98rem; color: #1f4e79; }
.kg-stop { position: relative; margin: .45rem 0 .45rem 1.1rem; padding: .45rem .8rem; border: 1px solid #d5dde5; border-radius: 5px;
  background: #fff; }
.kg-stop::before { content: ""; position: absolute; left: calc(-1.1rem - 8px); top: .75rem; width: 10px; height: 10px; border-radius: 50%;
  background: #1f4e79; border: 2px solid #fff; }
.kg-stop.if { border-style: dashed; background: #fbfcfd; } .kg-stop.if::before { background: #fff; border-color: #8a94a0; }
.kg-stop.mark { border: 0; background: transparent; padding: .3rem 0; font-weight: 600; }
.kg-stop.mark::before { background: #b26a00; top: .6rem; }
.kg-when { position: absolute; right: calc(100% + 1.1rem + 14px); top: .45rem; width: 8.6rem; text-align: right; font-size: .86rem;
  line-height: 1.45; color: #1d2733; }
.kg-when b { display: block; font-size: .95rem; } .kg-left { color: #1e6a3a; } .kg-left.near { color: #8a5200; } .kg-left.over { color: #8d2020; }
.kg-stop .to { font-weight: 600; } .kg-stop .why { color: #5a6775; font-size: .86rem; }
.kg-stop .hang { color: #8a5200; font-size: .86rem; }
.kg-clock td:nth-child(1) { min-width: 7.5em; } .kg-clock td:nth-child(2) { min-width: 8em; } .kg-clock td:nth-child(3) { min-width: 9em; }
.kg-clock td:nth-child(4) { min-width: 7em; } .kg-clock td:nth-child(5) { min-width: 22em; } .kg-clock td:nth-child(6) { min-width: 14em; }
.kg-clock .said { color: #1d2733; } .kg-ask td:nth-child(2) { min-width: 20em; } .kg-ask td:nth-child(3) { min-width: 5em; }
.kg-plain td:nth-child(1) { min-width: 15em; }
@media (max-width: 900px) { .kg-line { margin-left: .4rem; }
  .kg-when { position: static; width: auto; text-align: left; } .kg-when b { display: inline; } }
"""


def notes(lines: Sequence[str]) -> str:
    """What was stated and what was taken for granted, a line each, as HTML."""
    return "".join(f'<div class="kg-note">{html(line)}</div>' for line in lines)


def timeline(made: Clock, now: datetime) -> str:
    """The course of the event from top to bottom, as HTML.

    It shows what is due and, dashed, what may be.
    """
    asked = made.asked
    shown = [_stamp("发生", asked.at), *([_stamp("发现", asked.found)] if asked.found else [])]
    items = grouped(made.items)
    for stage in (Stage.FIRST, Stage.FOLLOW, Stage.AFTER):
        own = [i for i in items if i.stage is stage]
        if stage is Stage.AFTER and (own or asked.ended):
            shown.append(_stamp("处置结束", asked.ended))
        if own:
            timed, untimed = [i for i in own if i.time.kind], [i for i in own if not i.time.kind]
            shown += [f"<h4>{html(stage.value)}</h4>", *(_stop(i, now) for i in timed)] if timed else []
            shown += [f"<h4>{html(stage.value)}：{_UNTIMED}</h4>", *(_stop(i, now) for i in untimed)] if untimed else []
    return f'<div class="kg-line">{"".join(shown)}</div>'


def _stamp(words: str, moment: datetime | None) -> str:
    when = minute(moment) if moment else "时间待填"
    return f'<div class="kg-stop mark"><div class="kg-when"><b>{html(when)}</b></div>{html(words)}</div>'


def _stop(item: ClockItem, now: datetime) -> str:
    hang = "".join(f'<div class="hang">{html(c.shown)}</div>' for c in item.open)
    basis = anchor(session.law_address(item.urn), item.basis)
    to = html(item.recipient or "条文未写明对象")
    return (f'<div class="kg-stop{" if" if item.open else ""}"><div class="kg-when"><b>{html(due_words(item))}</b>{_left(item, now)}</div>'
            f'<span class="to">{to}</span>　{html(act_words(item))}<div class="why">{basis}</div>{hang}</div>')


def _left(item: ClockItem, now: datetime) -> str:
    words = time_left(item, now)
    if not words or item.time.until.moment is None:
        return ""
    left = versions.remaining(item.time.until.moment, now)
    style = " over" if left < timedelta() else " near" if left < _NEAR else ""
    return f'<span class="kg-left{style}">{html(words)}</span>'


def questions(made: Clock) -> str:
    """The facts that are open as an HTML table, with the words of the law and the number of items they decide.

    It is '' if no fact is open.
    """
    rows = [[html(q.text), html("\n".join(q.words)), str(q.items)] for q in made.questions]
    return f'<div class="kg-ask">{table(("问题", "条文中的话", "决定几项"), rows)}</div>' if rows else ""


def grading(made: Clock) -> None:
    """Draw how the level is found, in the words of the guide.

    What speaks of such an event stands first.
    """
    if not made.grades:
        return
    with st.expander("怎样判断级别（原文）", expanded=False):
        near = [[html(g.level), html("\n".join(g.near))] for g in made.grades if g.near]
        if near:
            st.html(f"<p>与本次事件最相关的标准：</p>{table(('级别', '标准'), near)}")
        for grade in made.grades:
            link = anchor(session.law_address(grade.urn), f"《{grade.title}》附件")
            st.html(f'<p><b>{link}</b></p><div class="kg-quote">{html(grade.text)}</div>')


def tables(made: Clock, now: datetime) -> None:
    """Draw what is due, what depends on a fact, what a report must say, and what the laws leave open."""
    _items("应办事项", "按所填事实，下列事项不附未定条件。", made.due, now)
    _items("取决于未定事实的事项", "条件满足才须办理；条件未定的，不等于可以不办。", made.conditional, now)
    _contents(made)
    _list("法律没有定出的", [[html(line)] for line in made.gaps], ("条文",))
    if made.second_hand:
        st.subheader("未收录原文的规定")
        rows = [[mark("转述") + html(s.statement), html(f"《{s.title}》"), html(f"{SECOND_HAND}。{s.source}")] for s in made.second_hand]
        st.html(f'<div class="kg-plain">{table(("内容", "规定", "来源"), rows)}</div>')
    general = [[_basis(i), html(i.sentence)] for i in made.general]
    onward = [[html(bearer_words(i)), html(i.recipient or NOTHING), html(_limit(i)), _basis(i)] for i in grouped(made.onward)]
    out = grouped(made.left_out)
    not_due = [[html(f"{i.act} → {i.recipient or '条文未写明'}"), html(why_not(i)), _basis(i)] for i in out]
    folded = (
        ("机关的后续报告和发布", onward, ("机关", "对象", "时限", "依据")),
        ("只作一般规定的条文", general, ("依据", "原文")),
        ("按所填事实不适用的", not_due, ("事项", "原因", "依据")),
    )
    for title, rows, columns in folded:
        if rows:
            with st.expander(f"{title}（{len(rows)}）"):
                st.html(f'<div class="kg-plain">{table(columns, rows)}</div>')


def _items(title: str, note: str, items: Iterable[ClockItem], now: datetime) -> None:
    rows = [_row(one, now) for one in grouped(tuple(items))]
    if rows:
        st.subheader(f"{title}（{len(rows)}）")
        st.caption(note)
        st.html(f'<div class="kg-clock">{table(_COLUMNS, rows)}</div>')


def _row(item: ClockItem, now: datetime) -> list[str]:
    hang = [f"{c.shown}\n{c.question}" for c in item.open]
    notes = [*hang, *item.remarks, *item.time.notes]
    case = f"\n{html(item.case)}" if item.case else ""
    basis = f'{_basis(item)}\n<span class="said">{html(item.sentence)}{case}</span>'
    return [f"<b>{html(due_words(item))}</b>\n{_left(item, now)}", html(item.recipient or "条文未写明"), html(act_words(item)), html(_limit(item)),
            basis, html("\n".join(notes) or NOTHING)]


def _limit(item: ClockItem) -> str:
    return item.time.words + (f"\n自{item.start.anchor.value}起" if item.start.anchor is not Anchor.OPEN else "\n条文未写明起算点")


def _basis(item: ClockItem) -> str:
    return anchor(session.law_address(item.urn), item.basis)


def _contents(made: Clock) -> None:
    found = {i.contents.urn: i.contents for i in made.items if i.contents}
    if found:
        st.subheader("报告和通知须包括的内容")
        said = [(anchor(session.law_address(c.urn), c.basis), "\n".join((c.lead, *c.items)), c.at_first or NOTHING) for c in found.values()]
        rows = [[link, html(words), html(first)] for link, words, first in said]
        st.html(f'<div class="kg-plain">{table(("依据", "内容", "可先报告的部分"), rows)}</div>')


def _list(title: str, rows: Sequence[Sequence[str]], columns: Sequence[str]) -> None:
    if rows:
        st.subheader(title)
        st.html(table(columns, rows))
