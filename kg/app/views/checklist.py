"""清单: the facts of a firm, and the duties that follow from them, by theme.

The page also shows what waits for an answer and what is left out, and gives the whole as a file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby

import streamlit as st

from kg.app import session
from kg.app.markup import anchor, plain, table
from kg.app.parts.downloads import downloads
from kg.duties.checklist.lines import DEPENDS, counts, reason
from kg.duties.checklist.making import checklist
from kg.duties.checklist.records import EACH, STRICTER, TITLE, Base, Checklist, ChecklistError, ChecklistItem, Duty
from kg.duties.checklist.render import render
from kg.duties.conditions import Holds
from kg.duties.facts import Fact, Facts, FactsError, firm_facts, read
from kg.files.safe import html
from kg.graph.knowledge import Knowledge
from kg.law.vocabulary import ProfileError, Vocabulary

_OFFERED = ("xlsx", "docx", "csv")
_ANSWERS = {"未知": None, "是": True, "否": False}
_SHOWS = ("全部", "适用", "取决于未知情况", "多部法规合并", "有更严依据")
_RULES = """
.kg-duty { border-bottom: 1px solid #e3e8ee; padding: .55rem 0; line-height: 1.6; overflow-wrap: anywhere; }
.kg-duty b { color: #1d2733; } .kg-duty .no { color: #8a94a0; margin-right: .5rem; }
.kg-base { padding: .15rem 0 .15rem 1.6rem; font-size: .92rem; } .kg-base .words { color: #38444f; }
.kg-base .more { color: #5a6775; } .kg-aside { padding-left: 1.6rem; color: #5a6775; font-size: .86rem; }
.kg-strict { background: #f6dcdc; color: #8d2020; }
"""


def page() -> None:
    """Draw the whole page."""
    st.title(TITLE)
    known, setting = session.knowledge(), session.setting()
    if not setting.profile:
        st.info("请先在左侧选择身份，如证券公司；清单按身份和下列情况得出。", icon=":material/info:")
    facts = _form(setting.profile, known.vocabulary)
    if not setting.profile:
        return
    try:
        made = _made(str(known.folder), facts, setting.on, known)
    except (FactsError, ChecklistError, ProfileError) as error:
        st.error(plain(str(error)))
        return
    st.html(f"<style>{_RULES}</style>")
    st.caption(plain(f"截至 {made.on} 有效的规定 · {'、'.join(setting.profile)} · {counts(made)}"))
    _downloads(known, made)
    _questions(made)
    _groups(made)
    _left_out(made)


def _form(profile: tuple[str, ...], vocabulary: Vocabulary) -> Facts:
    """Draw the questions and return the facts they give.

    Those with a command-line option of their own come first. First values come from the address, and answers go into it.
    """
    asked = firm_facts()
    for fact in asked:
        if f"f_{fact.key}" not in st.session_state:
            st.session_state[f"f_{fact.key}"] = _from_address(fact)
    roles = {x.iri for label in profile if (x := vocabulary.subject(label))}
    with st.container(border=True):
        _rows([f for f in asked if f.option and not f.is_number], roles)
        with st.expander("更多情况"):
            _rows([f for f in asked if not f.option and not f.is_number], roles)
            _rows([f for f in asked if f.is_number], roles)
    values = {f.key: None if f.role in roles else _value(f.key) for f in asked}
    _write_address(values)
    return Facts.of(profile, **values)


def _rows(asked: Sequence[Fact], roles: Collection[str]) -> None:
    """Draw the questions, four in a row.

    The whole question stands behind the mark. What the firm is by the kinds chosen (``roles``) is not asked.
    """
    for start in range(0, len(asked), 4):
        for column, fact in zip(st.columns(4), asked[start : start + 4], strict=False):
            if fact.role in roles:
                column.selectbox(fact.word, ["是"], key=f"given_{fact.key}", disabled=True, help="由左侧所选身份得出。")
            elif fact.is_number:
                column.number_input(fact.word, 0, 10**11, step=1, value=None, placeholder="未知", key=f"f_{fact.key}", help=fact.question)
            else:
                column.selectbox(fact.word, list(_ANSWERS), key=f"f_{fact.key}", help=fact.question)


def _from_address(fact: Fact) -> str | int | None:
    value = None
    with suppress(FactsError):
        value = read(fact.key, st.query_params.get(fact.key, ""))
    return value if fact.is_number else next(word for word, meant in _ANSWERS.items() if meant is value)


def _value(key: str) -> bool | int | None:
    chosen = st.session_state[f"f_{key}"]
    return _ANSWERS[chosen] if isinstance(chosen, str) else chosen


def _write_address(values: dict[str, bool | int | None]) -> None:
    for key, value in values.items():
        wanted = "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
        if st.query_params.get(key, "") == wanted:
            continue
        if wanted:
            st.query_params[key] = wanted
        else:
            del st.query_params[key]


@st.cache_data(max_entries=16, show_spinner="正在整理清单……")
def _made(build: str, facts: Facts, on: date, _known: Knowledge) -> Checklist:
    return checklist(_known, facts, on)


def _downloads(known: Knowledge, made: Checklist) -> None:
    with st.container(horizontal=True, gap="small"):
        downloads(lambda form: render(made, form, known.catalogue.instruments), _OFFERED, f"{TITLE}-{made.on.isoformat()}", "l_")


def _questions(made: Checklist) -> None:
    """Draw what to answer next, the most telling first."""
    asked = made.open_questions
    if asked:
        with st.expander(f"回答下列问题可以减少未定的义务（{len(asked)} 个）"):
            st.html(table(("问题", "取决于此的义务"), [[html(q), f"{n} 项"] for _, q, n in asked]))


def _groups(made: Checklist) -> None:
    shows = st.segmented_control("显示", _SHOWS, default=_SHOWS[0], key="l_show", label_visibility="collapsed") or _SHOWS[0]
    chosen = [i for i in made.items if _is_shown(i, shows)]
    if not chosen:
        st.info("没有这样的条目。", icon=":material/info:")
    opened = st.session_state.setdefault("l_first", st.query_params.get("theme", ""))
    for theme, group in groupby(chosen, key=lambda i: i.theme):
        items = list(group)
        waiting = sum(i.conditional for i in items)
        label = f"{theme}（{len(items)} 项{f'，其中 {waiting} 项取决于未知情况' if waiting else ''}）"
        with st.expander(label, expanded=theme == opened, key=f"l_theme_{theme}", on_change="rerun") as expander:
            if expander.open:
                st.html("".join(map(_item, items)))
    _remember(made)


def _remember(made: Checklist) -> None:
    """Keep the theme opened last in the address."""
    now = [t for t in dict.fromkeys(i.theme for i in made.items) if st.session_state.get(f"l_theme_{t}")]
    before = st.query_params.get("theme", "")
    if now and before not in now:
        st.query_params["theme"] = now[-1]
    elif not now and before:
        del st.query_params["theme"]


def _is_shown(item: ChecklistItem, shows: str) -> bool:
    tests = {
        "适用": not item.conditional, "取决于未知情况": item.conditional, "多部法规合并": len(item.bases) > 1,
        "有更严依据": any(b.mark not in ("", EACH) for b in item.bases),
    }
    return tests.get(shows, True)


def _item(item: ChecklistItem) -> str:
    asked = f'<span class="kg-mark">{DEPENDS}</span>' if item.conditional else ""
    questions = f'<div class="kg-aside">{DEPENDS}：{html("；".join(item.questions))}</div>' if item.conditional else ""
    lifted = "".join(f'<div class="kg-aside">例外：{anchor(session.law_address(e.urn), e.label)}，{html(e.says)}</div>' for e in item.exceptions)
    compared = f'<div class="kg-aside">{html(item.compared)}</div>' if item.compared else ""
    bases = "".join(_base(b, item) for b in item.bases)
    return (f'<div class="kg-duty"><span class="no">{item.number}</span>{asked}<b>{html(item.lead.words)}</b>'
            f"{questions}{bases}{compared}{lifted}</div>")


def _base(base: Base, item: ChecklistItem) -> str:
    duty, row = base.duty, base.duty.row
    colour = " kg-strict" if base.mark == STRICTER else " kg-good" if base.mark else ""
    mark = f'<span class="kg-mark{colour}">{html(base.mark)}</span>' if base.mark not in ("", EACH) else ""
    waits = not item.conditional and duty.verdict.holds is Holds.OPEN
    more = [_told(duty), f"触发条件：{row.trigger}" if row.trigger else "",
            f"{DEPENDS}：{'；'.join(duty.verdict.grounds)}" if waits else ""]
    asides = "".join(f'<div class="more">{html(m)}</div>' for m in more if m)
    if row.sanction:
        asides += f'<details class="more"><summary>罚则</summary><div style="white-space: pre-wrap">{html(row.sanction)}</div></details>'
    return (f'<div class="kg-base">{mark}{anchor(session.law_address(row.urn), duty.basis)}'
            f'<div class="words">“{html(row.quote)}”</div>{asides}</div>')


def _told(duty: Duty) -> str:
    parts = (f"时限：{duty.when}" if duty.when else "", f"对象：{duty.recipient}" if duty.recipient else "")
    return "；".join(p for p in parts if p)


def _left_out(made: Checklist) -> None:
    if not made.left_out:
        return
    with st.expander(f"依所填情况不适用的规定（{len(made.left_out)} 条）", key="l_left", on_change="rerun") as expander:
        if expander.open:
            st.html(table(("依据", "义务", "不适用的理由"), [_left(d) for d in made.left_out]))


def _left(duty: Duty) -> Sequence[str]:
    return [anchor(session.law_address(duty.row.urn), duty.basis), html(duty.words), html(reason(duty))]


if __name__ == "__main__":
    page()
