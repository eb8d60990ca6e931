"""事件时钟: what happened, when and to whom, and every report and notice due on one timeline.

The page also shows what depends on facts still open, and gives the whole as a file.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time

import streamlit as st

from kg.app import session
from kg.app.markup import plain
from kg.app.parts import clock_result
from kg.app.parts.clock_address import EARLIEST, LATEST, ClockForm, read, write
from kg.app.parts.downloads import downloads
from kg.duties.clock.events import EventError, known_events
from kg.duties.clock.incident import LEVELS, Incident
from kg.duties.clock.making import TITLE, Asked, Clock, ClockError, clock
from kg.duties.clock.render import render
from kg.duties.clock.text import facts_of, grouped, minute
from kg.duties.facts import Facts, event_facts
from kg.graph.knowledge import Knowledge
from kg.law import versions
from kg.law.vocabulary import ProfileError

_OFFERED = ("xlsx", "ics", "md")
_ANSWERS = {"不清楚": None, "是": True, "否": False}
_WORDS = {None: "不清楚", True: "是", False: "否"}


def page() -> None:
    """Draw the whole page."""
    st.title(TITLE)
    known, setting = session.knowledge(), session.setting()
    st.html(f"<style>{clock_result.RULES}</style>")
    form = _form(known)
    write(form)
    if not form.events:
        st.info("请先选择发生了什么。", icon=":material/info:")
        return
    try:
        made = clock(known, _asked(form, setting.profile))
    except (EventError, ClockError, ProfileError) as error:
        st.error(plain(str(error)))
        return
    _result(made)


def _asked(form: ClockForm, profile: tuple[str, ...]) -> Asked:
    incident = Incident(Facts(profile, tuple(form.known.items())), form.level, tuple(form.said.items()))
    return Asked("，".join(form.events), form.at, form.found, form.ended, incident)


def _form(known: Knowledge) -> ClockForm:
    """Draw the questions at the top and return the case they give.

    Their first values come from the address.
    """
    before = read([c.label for c in known_events(known.vocabulary)])
    with st.container(border=True):
        events = st.multiselect("发生了什么", [c.label for c in known_events(known.vocabulary)], default=before.events, key="k_events",
                                placeholder="可选多项", select_all=False)
        columns = st.columns(3)
        with columns[0]:
            at = _moment("发生时间", "at", before.at)
        with columns[1]:
            found = _moment("发现时间", "found", before.found or before.at) if st.checkbox(
                "发现时间与发生时间不同", value=before.found is not None, key="k_has_found") else None
        with columns[2]:
            ended = _moment("处置结束时间", "ended", before.ended or before.at) if st.checkbox(
                "处置已经结束", value=before.ended is not None, key="k_has_ended") else None
        level, answers = _facts(before, {c.iri for c in known_events(known.vocabulary) if c.label in events})
    assert at is not None
    said = {words: yes for words in before.said if (yes := _kept(words, before)) is not None}
    return ClockForm(tuple(events), at, found, ended, level, answers, said)


def _kept(words: str, before: ClockForm) -> bool | None:
    chosen = st.session_state.get(f"k_said_{words}", _WORDS[before.said[words]])
    return _ANSWERS.get(chosen or "不清楚")


def _moment(label: str, key: str, before: datetime) -> datetime:
    """Draw a box for a day and one for an hour, and return the moment in Beijing time."""
    with st.container(horizontal=True, gap="small"):
        day = st.date_input(label, before.date(), EARLIEST, LATEST, key=f"k_{key}_day", format="YYYY-MM-DD")
        hour = st.time_input("几点几分（北京时间）", time(before.hour, before.minute), key=f"k_{key}_hour", step=60)
    return datetime.combine(day, hour, versions.BEIJING)


def _facts(before: ClockForm, events: Collection[str]) -> tuple[str, dict[str, bool]]:
    """Draw the questions on the facts, and return the level and the answers given.

    What is not known is left out, and what the events (IRIs) say themselves is not asked.
    """
    levels = ["不清楚", *reversed(LEVELS)]
    columns = st.columns(3)
    chosen = columns[0].selectbox("事件级别", levels, index=levels.index(before.level or "不清楚"), key="k_level",
                                  help="分级标准见下方“怎样判断级别”。")
    answers: dict[str, bool] = {}
    for number, fact in enumerate((f for f in event_facts() if f.event not in events), 1):
        with columns[number % 3]:
            word = st.segmented_control(fact.question, list(_ANSWERS), default=_WORDS[before.known.get(fact.key)], key=f"k_{fact.key}")
            answer = _ANSWERS.get(word or "不清楚")
            if answer is not None:
                answers[fact.key] = answer
    return "" if chosen == "不清楚" else chosen, answers


def _result(made: Clock) -> None:
    asked, now = made.asked, versions.now()
    stated = "；".join(f"{label}：{value}" for label, value in facts_of(made) if value != "不清楚")
    counts = f"{len(grouped(made.due))} 项应办，{len(grouped(made.conditional))} 项取决于未定的事实"
    whom = "、".join(made.profile) or "全部主体（请在左侧选择身份）"
    st.caption(plain(f"{'、'.join(made.events)} · {whom} · 按事件当日 {made.on} 有效的法规（左侧的日期不影响本页） · {counts}"))
    st.html(clock_result.notes([*([f"按所填事实：{stated}"] if stated else []), *made.assumed, *made.not_yet]))
    _downloads(made)
    st.html(clock_result.timeline(made, now))
    st.caption(plain(f"倒计时以打开本页的时间 {minute(now)} 为准；发生于 {minute(asked.at)}。"))
    _questions(made)
    clock_result.tables(made, now)


def _downloads(made: Clock) -> None:
    name = f"{TITLE}-{made.asked.at:%Y%m%d-%H%M}"
    with st.container(horizontal=True, gap="small"):
        downloads(lambda form: render(made, form), _OFFERED, name, "k_file_")


def _questions(made: Clock) -> None:
    """Draw the facts still open.

    Those that only the words of one law ask are answered here, the others above.
    """
    own = [q for q in made.questions if q.key not in {f.key for f in event_facts()}]
    answered = dict(made.asked.incident.said)
    if not made.questions and not answered:
        return
    st.subheader("待定事实")
    st.html(clock_result.questions(made))
    asked = [(q.words[0], q.text) for q in own if q.key not in ("level", "ended")]
    asked += [(words, f"已答：{words}") for words in answered]
    if asked:
        with st.expander("回答条文中的条件", expanded=bool(answered)):
            for words, text in asked:
                st.segmented_control(plain(text), list(_ANSWERS), default=_WORDS[answered.get(words)], key=f"k_said_{words}",
                                     on_change=_answered, args=(words,))
    clock_result.grading(made)


def _answered(words: str) -> None:
    """Take the answer to a condition into the address, from which the form reads it."""
    chosen = _ANSWERS.get(st.session_state.get(f"k_said_{words}") or "不清楚")
    for name, answer in (("met", True), ("unmet", False)):
        kept = [w for w in st.query_params.get_all(name) if w != words]
        kept += [words] if chosen is answer else []
        if kept:
            st.query_params[name] = kept
        elif name in st.query_params:
            del st.query_params[name]


if __name__ == "__main__":
    page()
