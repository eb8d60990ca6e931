"""新旧对照: two texts of a law side by side, the map of their numbers, and who still cites by the old ones.

The address holds the law, the two texts, the kinds and the number looked for, so that a view can be bookmarked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kg.app import session
from kg.app.markup import anchor, plain, table
from kg.corpus.amendments.changes import NONE, Change, ChangeKind, Side, StaleCitation, counts
from kg.corpus.amendments.comparison import Comparison, ComparisonError, compare, only_one
from kg.corpus.amendments.render import render
from kg.corpus.amendments.text import SOURCE, STALE, Told, arrow, choose, runs
from kg.files.render import FORMS
from kg.files.safe import html
from kg.graph.knowledge import Knowledge
from kg.graph.stale import stale_citations
from kg.law import versions
from kg.law.model import Instrument, Version

TITLE = "新旧对照"
LONGEST = 60  # characters of a number that are read
_CHANGED, _EVERY = "文字有改动", "全部"
KINDS = (_CHANGED, *(k.value for k in (ChangeKind.AMENDED, ChangeKind.NEW, ChangeKind.REPEALED, ChangeKind.RENUMBERED, ChangeKind.UNCHANGED)), _EVERY)
_COLOURS = {ChangeKind.AMENDED: "", ChangeKind.NEW: " kg-good", ChangeKind.REPEALED: " kg-bad"}
_RULES = """<style>
.kg-pair { border: 1px solid #d5dde5; border-radius: 4px; margin: 0 0 .9rem; }
.kg-pair header { background: #f3f6f9; border-bottom: 1px solid #d5dde5; padding: .35rem .8rem; font-size: .88rem; color: #5a6775; }
.kg-pair .kg-sides { display: grid; grid-template-columns: 1fr 1fr; }
.kg-pair section { padding: .6rem .9rem .7rem; line-height: 1.85; white-space: pre-wrap; overflow-wrap: anywhere; min-width: 0; }
.kg-pair section + section { border-left: 1px solid #d5dde5; }
.kg-pair section p { margin: 0 0 .3rem; font-weight: 700; }
.kg-pair del { background: #fbe0de; color: #8d2020; text-decoration: line-through; border-radius: 2px; }
.kg-pair ins { background: #dcebfb; color: #123f6d; text-decoration: underline; font-weight: 600; border-radius: 2px; }
.kg-pair .kg-grey { background: #dfe3e8; color: #3c4650; }
.kg-pair .kg-none { color: #5a6775; }
@media (max-width: 900px) { .kg-pair .kg-sides { grid-template-columns: 1fr; }
  .kg-pair section + section { border-left: 0; border-top: 1px solid #d5dde5; } }
</style>"""


def page() -> None:
    """Draw the whole page."""
    st.title(TITLE)
    known = session.knowledge()
    columns = st.columns([1.15, 1, 1])
    with columns[0]:
        instrument = _instrument(known)
    if instrument is None:
        return
    held = versions.chronological(v for v in instrument.versions if not v.partial)
    if len(held) < 2:
        _alone(known, instrument)
        return
    old, new = _texts(held, columns[1:])
    try:
        comparison = _compared(str(known.folder), instrument.work, old.effective, new.effective, known)
    except ComparisonError as error:
        st.warning(plain(str(error)))
        return
    if comparison.same:
        st.info("两边选的是同一文本，没有差异；请为左右两边选择不同的文本。", icon=":material/info:")
        return
    _result(known, comparison)


def _instrument(known: Knowledge) -> Instrument | None:
    """The law chosen, or None if no text is held.

    Laws with several texts stand first, and those without any text are not offered.
    """
    offered = sorted((i for i in known.catalogue.instruments if i.versions), key=lambda i: len(i.versions) < 2)
    titles = {i.slug: i.title + ("" if len(i.versions) > 1 else "（只收录一个文本）") for i in offered}
    if not titles:
        st.info("没有收录法规原文。", icon=":material/info:")
        return None
    slug = _choice("law", "法规", titles, offered[0].slug)
    return next(i for i in offered if i.slug == slug)


def _choice(name: str, label: str, options: dict[str, str], default: str) -> str:
    """The value of a box, which stands in the address under ``name``."""
    key = f"d_{name}"
    if key not in st.session_state or st.session_state[key] not in options:
        asked = st.query_params.get(name, "")
        st.session_state[key] = asked if asked in options else default
    value = str(st.selectbox(label, list(options), format_func=options.__getitem__, key=key))
    _write(name, "" if value == default else value)
    return value


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def _alone(known: Knowledge, instrument: Instrument) -> None:
    """Draw why there is nothing to compare, and the way to the one text held."""
    st.info(plain(only_one(instrument, known.catalogue)) + "。", icon=":material/info:")
    session.law_link(f"查看《{instrument.title}》收录的文本", instrument.versions[-1].urn, ":material/menu_book:")


def _texts(held: tuple[Version, ...], columns: Sequence[DeltaGenerator]) -> tuple[Version, Version]:
    """The two texts chosen by their days, by default the latest two."""
    named = {v.effective.isoformat(): f"{v.promulgated or '不详'} 公布，{v.effective} 施行" for v in held}
    by_day = {v.effective.isoformat(): v for v in held}
    left, right = columns
    with left:
        first = _choice("from", "修正前的文本", named, list(named)[-2])
    with right:
        last = _choice("to", "修正后的文本", named, list(named)[-1])
    return by_day[first], by_day[last]


@st.cache_data(max_entries=8, show_spinner="正在逐字比较……")
def _compared(build: str, work: str, first: date, last: date, _known: Knowledge) -> Comparison:
    instrument = _known.catalogue.find(work)
    if instrument is None:
        raise ComparisonError(f"语料中没有 {work}")
    return compare(instrument, _known.catalogue, first, last, _known.document)


def _result(known: Knowledge, comparison: Comparison) -> None:
    on = session.setting().on
    stale = stale_citations(known, on if versions.is_in_force(comparison.new, on) else comparison.new.effective, comparison.instrument.work)
    _figures(comparison)
    kind, wanted = _filters()
    chosen = _chosen(comparison, kind, wanted)
    _downloads(comparison, stale)
    side_by_side, numbers, old_numbers = st.tabs(["逐条对照", "条号对照", f"{STALE}（{len(stale)}）"])
    with side_by_side:
        _pairs(comparison, chosen)
    with numbers:
        _map(comparison, wanted)
    with old_numbers:
        _stale(stale)
    st.caption(SOURCE)


def _figures(comparison: Comparison) -> None:
    numbers = counts(comparison.changes)
    only = sum(c.references_only for c in comparison.changes)
    shown = (ChangeKind.AMENDED, ChangeKind.NEW, ChangeKind.REPEALED, ChangeKind.RENUMBERED, ChangeKind.UNCHANGED)
    for column, kind in zip(st.columns(len(shown)), shown, strict=True):
        note = f"其中 {only} 条文字中只有所引用的条号变动。" if kind is ChangeKind.RENUMBERED and only else None
        column.metric(kind.value, numbers[kind], help=note)


def _filters() -> tuple[str, str]:
    left, right = st.columns([1, 1])
    with left:
        kind = _choice("kind", "显示", {k: k for k in KINDS}, _CHANGED)
    with right:
        if "d_article" not in st.session_state:
            st.session_state["d_article"] = st.query_params.get("article", "")[:LONGEST]
        wanted = st.text_input("条号（新旧均可）", key="d_article", placeholder="第二十一条、21", max_chars=LONGEST).strip()
    _write("article", wanted)
    return kind, wanted


def _chosen(comparison: Comparison, kind: str, wanted: str) -> tuple[Change, ...]:
    """The changes of the kind chosen.

    A number looked for is shown whatever its kind.
    """
    if wanted:
        return _numbered(comparison, wanted)
    if kind in (_CHANGED, _EVERY):
        return choose(comparison, everything=kind == _EVERY)
    return tuple(c for c in comparison.changes if c.kind.value == kind)


def _numbered(comparison: Comparison, wanted: str) -> tuple[Change, ...]:
    try:
        return comparison.numbered(wanted)
    except ComparisonError:
        return ()


def _downloads(comparison: Comparison, stale: tuple[StaleCitation, ...]) -> None:
    name = f"{comparison.instrument.title}-新旧对照-{comparison.new.effective}.docx"
    with st.container(horizontal=True, gap="small"):
        for label, everything in (("下载对照表（Word）", False), ("下载全文对照表（Word）", True)):
            told = Told(comparison, choose(comparison, everything=everything), stale)
            st.download_button(
                label, data=partial(render, told, "docx"), file_name=name if not everything else name.replace("新旧对照", "全文对照"),
                mime=FORMS["docx"].mime, key=f"download {everything}", icon=":material/download:", on_click="ignore",
            )


def _pairs(comparison: Comparison, chosen: Sequence[Change]) -> None:
    if not chosen:
        st.info("没有符合条件的条文；请换一个条号或变化种类。", icon=":material/info:")
        return
    st.caption(f"共 {len(chosen)} 条；红色删除线为删去的文字，蓝色下划线为增加的文字。")
    st.html(_RULES)
    st.html("".join(pair_html(comparison, change) for change in chosen))


def pair_html(comparison: Comparison, change: Change) -> str:
    """An article before and after as HTML, with every word of the law escaped."""
    mark = f'<span class="kg-mark{_COLOURS.get(change.kind, " kg-grey")}">{html(change.kind.value)}</span>'
    head = f"{mark}<b>{html(arrow(change))}</b>　{html(_place(change))}" + (f"　{html(change.remark)}" if change.remark else "")
    old, new = _side(comparison, change, change.old, "deleted"), _side(comparison, change, change.new, "inserted")
    return f'<article class="kg-pair"><header>{head}</header><div class="kg-sides">{old}{new}</div></article>'


def _place(change: Change) -> str:
    """The 章节 that an article stands in, or both if it moved."""
    found = dict.fromkeys(" › ".join(s.headings) for s in (change.old, change.new) if s)
    return " → ".join(found)


def _side(comparison: Comparison, change: Change, side: Side | None, own: str) -> str:
    if side is None:
        word = "新增的条文" if own == "deleted" else f"并入{change.into}" if change.into else "已删去"
        return f'<section class="kg-none">{html(word)}</section>'
    version = comparison.old if own == "deleted" else comparison.new
    link = anchor(session.law_address(f"{version.urn}~{side.eid}"), side.label)
    document = comparison.old_document if own == "deleted" else comparison.new_document
    tag, words = ("del" if own == "deleted" else "ins"), []
    for segment in change.segments:
        if segment.kind in ("equal", own):
            shown = html(document.text[slice(*(segment.old if own == "deleted" else segment.new))])
            words.append(shown if segment.kind == "equal" else f"<{tag}>{shown}</{tag}>")
    return f'<section><p>{link}</p>{"".join(words)}</section>'


def _map(comparison: Comparison, wanted: str) -> None:
    """Draw every number, old and new.

    If a number is looked for, it has a line for each article, and otherwise one for each run of articles that fared alike.
    """
    if wanted:
        rows = [_linked(comparison, c) for c in _numbered(comparison, wanted)]
    else:
        rows = [[html(old), html(new), html(kind)] for old, new, kind in runs(comparison.changes)]
    st.html(table(("旧条号", "新条号", "变化"), rows))
    with st.expander("逐条列出", expanded=False):
        st.html(table(("旧条号", "新条号", "变化"), [_linked(comparison, c) for c in comparison.changes]))


def _linked(comparison: Comparison, change: Change) -> list[str]:
    cells = [
        anchor(session.law_address(f"{version.urn}~{side.eid}"), side.label) if side else html("（无）")
        for version, side in ((comparison.old, change.old), (comparison.new, change.new))
    ]
    return [*cells, html(change.kind.value + (f"（{change.remark}）" if change.remark else ""))]


def _stale(found: Sequence[StaleCitation]) -> None:
    """Draw who cites by the old number: the words, the article they mean, and where it is now."""
    if not found:
        st.caption(NONE)
        return
    rows = [
        [anchor(session.law_address(s.source), s.source_label), html(s.words), anchor(session.law_address(s.old), s.old_label),
         anchor(session.law_address(s.new), s.new_label) if s.new else html("没有对应的条文"), html(s.change.kind.value)]
        for s in found
    ]
    st.html(table(("规定", "原文", "所引旧条号", "现条号", "变化"), rows))


if __name__ == "__main__":
    page()
