"""法条: the instruments, their versions and contents, and each article with what it cites and what cites it.

The address decides what is shown: ``?ref=`` takes a LEX URN or a reference as people write it.
"""

from __future__ import annotations

import streamlit as st

from kg.app import session
from kg.app.markup import anchor, plain, table
from kg.app.parts import article
from kg.app.parts.common import day, mark
from kg.corpus.lookup import Shown, UnknownReference, look_up
from kg.files.safe import html
from kg.graph.knowledge import Knowledge
from kg.law import versions
from kg.law.identifiers import article_eid
from kg.law.model import Instrument, Provision, ProvisionKind, Version
from kg.law.wording import SECOND_HAND, USERS, chinese_date, fragment, standing_of_text

LONGEST = 300  # characters of a reference that are read
_UPPER = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION)
_LEAVES = (ProvisionKind.ARTICLE, ProvisionKind.ANNEX)


def page() -> None:
    """Draw the whole page."""
    st.title("法条")
    known = session.knowledge()
    shown = _wanted(known)
    _choosers(known, shown)
    if shown is None:
        _catalogue(known)
    elif shown.version is None:
        _without_text(shown.instrument)
    else:
        _with_text(known, shown, shown.version)


def _wanted(known: Knowledge) -> Shown | None:
    """What the address asks for, or None if it asks for nothing or names nothing held.

    If it names nothing held, the reason is shown on the page.
    """
    ref = st.query_params.get("ref", "")[:LONGEST]
    if not ref.strip():
        return None
    st.query_params["ref"] = ref  # a link from this page to itself changes what is shown, but not by itself the address
    try:
        return look_up(ref, known.catalogue, session.setting().on, document=known.document)
    except UnknownReference as error:
        st.error(plain(str(error)))
        return None


def _choosers(known: Knowledge, shown: Shown | None) -> None:
    """Draw the free reference, the instrument and the version, all three following the address."""
    titles = {i.work: _title_with_mark(i) for i in known.catalogue.instruments}
    st.session_state["law_work"] = shown.instrument.work if shown else None
    left, middle, right = st.columns([1.6, 2.8, 1.9], vertical_alignment="bottom")
    with left:
        st.text_input("按写法查找", key="law_ref", placeholder="218号令第39条、个保法57条", on_change=_go_to_reference)
    with middle:
        st.selectbox("法规", list(titles), format_func=titles.__getitem__, key="law_work", placeholder="选择法规", on_change=_go_to_work)
    with right:
        if shown and shown.version and shown.instrument.versions:
            st.session_state["law_version"] = shown.version.urn
            named = {v.urn: _version_name(v, shown.instrument) for v in shown.instrument.versions}
            st.selectbox("版本", list(named), format_func=named.__getitem__, key="law_version", on_change=_go_to_version)


def _title_with_mark(instrument: Instrument) -> str:
    return instrument.title + ("" if instrument.versions else "（未收录原文）")


def _go_to_reference() -> None:
    text = str(st.session_state.get("law_ref", "")).strip()
    if text:
        st.query_params["ref"] = text[:LONGEST]
    else:
        st.query_params.pop("ref", None)


def _go_to_work() -> None:
    st.session_state["law_ref"] = ""
    work = st.session_state.get("law_work")
    instrument = session.knowledge().catalogue.find(work) if work else None
    if instrument is None:
        st.query_params.pop("ref", None)
        return
    on, held = session.setting().on, instrument.versions
    version = versions.in_force(held, on) or versions.upcoming(held, on) or versions.latest(held)
    st.query_params["ref"] = version.urn if version else instrument.work


def _go_to_version() -> None:
    """Go to the same article in the other version if its content went there, else to the other version's contents."""
    known, wanted = session.knowledge(), st.session_state["law_version"]
    st.session_state["law_ref"] = ""
    st.query_params["ref"] = article.counterpart(known, st.query_params.get("ref", ""), wanted) or wanted


def _version_name(version: Version, instrument: Instrument) -> str:
    return f"{version.effective} 起施行（{_version_status(version, instrument)}）"


def _version_status(version: Version, instrument: Instrument) -> str:
    on = session.setting().on
    if versions.is_in_force(version, on):
        return versions.status(instrument, on)
    return "尚未施行" if versions.took_effect_after(version, on) else "已被取代"


def _catalogue(known: Knowledge) -> None:
    st.subheader("收录的法规")
    on = session.setting().on
    rows = []
    for i in known.catalogue.instruments:
        held = "<br>".join(day(v.effective) + (mark(USERS) if v.user_supplied else "") for v in i.versions) or mark("未收录原文")
        rows.append([
            anchor(session.law_address(i.work if not i.versions else _first(i)), i.title), html(i.rank), html(i.number or "—"),
            day(i.effective), mark(versions.status(i, on)), held,
        ])
    st.html(table(("法规", "层级", "文号", "施行日期", f"效力（{on}）", "收录的文本"), rows))
    _not_held(known)


def _not_held(known: Knowledge) -> None:
    """Draw the list of the instruments whose whole text is not held, with the subjects that each decides."""
    missing = [i for i in known.catalogue.instruments if i.subjects and not i.held]
    if not missing:
        return
    st.subheader("未收录全文的法规规定哪些事项")
    rows = [
        [anchor(session.law_address(i.work), i.title), html(i.number or "文号不详"), html("、".join(s.name for s in i.subjects))]
        for i in missing
    ]
    st.html(table(("法规", "文号", "由它规定的事项"), rows))


def _first(instrument: Instrument) -> str:
    version = versions.in_force(instrument.versions, session.setting().on) or versions.latest(instrument.versions)
    return version.urn if version else instrument.work


def _without_text(instrument: Instrument) -> None:
    _facts(instrument, None)
    st.info("没有收录这部法规的原文，以下是目录中已知的情况。", icon=":material/info:")
    _beyond(instrument)
    if not instrument.second_hand:
        st.caption("除上列信息外没有可以引用的内容；请以官方公布的文本为准。")


def _beyond(instrument: Instrument) -> None:
    """Draw what is known beyond the words held: what the instrument decides, and what is told of it at second hand."""
    if instrument.subjects:
        st.html(f'<div class="kg-note">由它规定的事项：{html("、".join(s.name for s in instrument.subjects))}</div>')
    for said in instrument.second_hand:
        words = f'<div class="kg-quote">{html(said.statement)}</div>'
        st.html(f'{mark("转述")}{words}<div class="kg-note">{html(f"{SECOND_HAND}。{said.source}")}</div>')


def _facts(instrument: Instrument, version: Version | None) -> None:
    state = _version_status(version, instrument) if version else versions.status(instrument, session.setting().on)
    url = (version.url if version else "") or instrument.url
    facts = [
        instrument.rank, "、".join(instrument.issuer), (version.number if version else "") or instrument.number,
        f"公布：{chinese_date((version.promulgated if version else None) or instrument.promulgated)}",
        f"施行：{chinese_date(version.effective if version else instrument.effective)}",
        f"废止：{chinese_date(instrument.repealed)}" if instrument.repealed else "",
    ]
    st.subheader(plain(instrument.title))
    own = mark(USERS) if version and version.user_supplied else ""
    line = f'{mark(state)}{own}{html(" · ".join(f for f in facts if f))}'
    link = f" · {anchor(url, '官方网址（需联网）')}" if url.startswith(("http://", "https://")) else ""
    st.html(f'<div class="kg-note">{line}{link}</div>')
    if version and (compared := standing_of_text(version)):
        st.html(f'<div class="kg-note">{html(compared)}</div>')
    for note in (instrument.note, f"所存文本只是{fragment(session.knowledge().document(version))}" if version and version.partial else ""):
        if note:
            st.html(f'<div class="kg-note">说明：{html(note)}</div>')


def _with_text(known: Knowledge, shown: Shown, version: Version) -> None:
    _facts(shown.instrument, version)
    if not shown.instrument.held:
        _beyond(shown.instrument)
    left, right = st.columns([1, 2.5], gap="medium")
    node = shown.provision
    current = (article_eid(node.eid) if node and node.kind not in _UPPER else node.eid) if node else ""
    with left, st.container(key="contents", height=760, border=True, gap="xsmall"):
        _contents(known, version, current)
    with right:
        if node is None:
            _overview(known, version)
        elif node.kind in _UPPER:
            article.division(known, version, node)
        else:
            article.article(known, version, current, node.eid)


def _contents(known: Knowledge, version: Version, current: str) -> None:
    """Draw the table of contents.

    Each 章 opens to its articles, and the one that is read stands open.
    """
    document = known.document(version)
    for top in document.children:
        if top.kind in _UPPER:
            inside = {p.eid for p in top.walk()}
            with st.expander(plain(f"{top.label} {top.heading}"), expanded=current in inside):
                _entries(document.text, version, top, current)
        elif top.kind in _LEAVES:
            _entry(document.text, version, top, current)


def _entries(text: str, version: Version, top: Provision, current: str) -> None:
    for node in top.walk():
        if node.kind in _LEAVES:
            _entry(text, version, node, current)
        elif node is not top and node.kind in _UPPER:
            st.caption(plain(f"{node.label} {node.heading}"))


def _entry(text: str, version: Version, node: Provision, current: str) -> None:
    label = node.label or "附件"
    opening = " ".join(text[node.start : node.end][len(node.label) :].lstrip("、.．").split())[:12]
    session.law_link(f"{label} {opening}", f"{version.urn}~{node.eid}", strong=node.eid == current)


def _overview(known: Knowledge, version: Version) -> None:
    document = known.document(version)
    records = known.records(version)
    st.caption("从左侧目录选择条文。")
    counts = st.columns(4)
    figures = (("条文", len(document.articles)), ("规范", len(records.norms)), ("罚则", len(records.sanctions)), ("引用", len(records.links)))
    for column, (name, figure) in zip(counts, figures, strict=True):
        column.metric(name, figure)
    article.terms(version, records.terms, "定义的用语")
    if document.problems:
        with st.expander(f"解析时发现的问题（{len(document.problems)}）"):
            for problem in document.problems[:50]:
                st.caption(plain(problem.message))


if __name__ == "__main__":
    page()
