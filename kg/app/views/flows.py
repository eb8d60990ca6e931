"""谁向谁报告什么: the duties of telling as a picture from bearer through act to authority, as a table, and as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from kg.app import session
from kg.app.markup import address, anchor, plain, table
from kg.app.parts.downloads import downloads
from kg.duties.flows import picture
from kg.duties.flows.making import KINDS, FlowPick, Flows, bundle, find, pivot
from kg.duties.matrix.making import obligations
from kg.duties.matrix.render import render
from kg.duties.matrix.rows import MatrixError, Row
from kg.files.heading import Heading
from kg.files.render import FORMS
from kg.files.safe import html
from kg.graph.knowledge import Knowledge
from kg.law.vocabulary import ProfileError
from kg.law.wording import kind_label

TITLE = "谁向谁报告什么"
COLUMNS = ("义务主体", "行为", "事项", "触发条件", "对象", "时限", "依据")
FILTERS = {"subject": "义务主体", "recipient": "对象、监管机关", "kind": "行为", "law": "法规"}
ENDS = {"from": "bearer", "act": "kind", "to": "recipient"}  # the words of the address, the fields of a Pick
_LIST = "list"
_RULES = """
.kg-flow { padding-bottom: 1.3rem; overflow-x: auto; }
.kg-flow svg { width: 100%; min-width: 880px; height: auto; display: block; }
.kg-flow a { text-decoration: none !important; }
.kg-flow a:hover path { fill-opacity: .9; }
.kg-flow a:hover rect { fill-opacity: .75; }
.kg-flow a:focus-visible { outline: 2px solid #1f4e79; }
.kg-flow-list td:last-child { min-width: 17em; } .kg-flow-list td:nth-child(2) { min-width: 4em; }
.kg-flow-list .kg-table th { min-width: 4em; }
"""


@dataclass(frozen=True)
class FlowFilters:
    """What the boxes above the picture say.

    A field is None if nothing is chosen.
    """

    subject: str | None
    recipient: str | None
    kind: str | None
    law: str | None

    @property
    def query(self) -> dict[str, list[str]]:
        """The filters in the form of the address, so that a link keeps them."""
        return {name: [value] for name in FILTERS if (value := getattr(self, name))}


def page() -> None:
    """Draw the whole page."""
    st.title(TITLE)
    known, setting = session.knowledge(), session.setting()
    filters = _filters(known)
    profile = () if filters.subject else setting.profile
    try:
        flows = _flows(str(known.folder), setting.on, filters, profile, known)
    except (MatrixError, ProfileError) as error:
        st.error(plain(str(error)))
        return
    heading = _heading(setting.on, filters, profile)
    st.caption(plain(f"共 {len(flows.rows)} 项 · {heading.line}{_left_out(flows)}"))
    if not flows.flows:
        st.info(plain(picture.EMPTY) + "请放宽条件或更换日期。", icon=":material/info:")
        return
    pick = FlowPick(**{field: st.query_params.get(name) for name, field in ENDS.items()})
    _picture(flows, heading, filters, pick)
    _table(flows)
    _chosen(known, flows, pick, heading)


def _filters(known: Knowledge) -> FlowFilters:
    options = {
        "subject": [c.label for c in known.vocabulary.subjects.values()],
        "recipient": [c.label for c in known.vocabulary.authorities.values()],
        "kind": list(KINDS),
        "law": [v.title for v in known.versions(session.setting().on)],
    }
    values: dict[str, str | None] = {}
    for column, (name, label) in zip(st.columns([1.2, 1.2, 0.8, 1.6]), FILTERS.items(), strict=True):
        key = f"f_{name}"
        if key not in st.session_state:
            asked = st.query_params.get(name)
            st.session_state[key] = asked if asked in options[name] else None
        values[name] = column.selectbox(
            label, options[name], index=None, key=key, placeholder="全部", on_change=_pick, args=(FlowPick(),),
            format_func=kind_label if name == "kind" else str, help="不选时，取左侧所选身份。" if name == "subject" else None,
        )
    chosen = FlowFilters(**values)
    _write(chosen.query, FILTERS)
    return chosen


def _write(query: Mapping[str, list[str]], names: Mapping[str, str]) -> None:
    """Replace the named parts of the address."""
    for name in names:
        if query.get(name):
            st.query_params[name] = query[name]
        elif name in st.query_params:
            del st.query_params[name]


def _pick(pick: FlowPick) -> None:
    """Choose a part of the flows and keep the choice in the address."""
    _write({name: [value] for name, field in ENDS.items() if (value := getattr(pick, field))}, ENDS)
    st.session_state["f_turn"] = st.session_state.get("f_turn", 0) + 1  # a new table, nothing selected in it


@st.cache_data(max_entries=16, show_spinner="正在整理义务……")
def _flows(build: str, on: date, filters: FlowFilters, profile: tuple[str, ...], _known: Knowledge) -> Flows:
    found = obligations(
        _known, on, bearer=filters.subject, profile=profile, recipient=filters.recipient, instrument=filters.law, kind=filters.kind,
    )
    flows = find(_known, on, found)
    return flows.towards(filters.recipient) if filters.recipient else flows


def _heading(on: date, filters: FlowFilters, profile: tuple[str, ...]) -> Heading:
    who = filters.subject or "、".join(profile)
    chosen = (("义务主体", who), ("对象", filters.recipient or ""), ("行为", kind_label(filters.kind or "")), ("法规", filters.law or ""))
    return Heading(on, chosen, title=TITLE)


def _left_out(flows: Flows) -> str:
    """A remark on how many rows name such acts but oblige nobody to tell (不得提供), or '' if there are none."""
    count = sum(row.kind in KINDS for row in flows.left_out)
    return f" · 另有 {count} 项“不得……”的规定不在此列，见义务矩阵" if count else ""


def _picture(flows: Flows, heading: Heading, filters: FlowFilters, pick: FlowPick) -> None:
    svg = picture.to_svg(flows, heading, partial(_address, filters), pick)
    st.markdown(f'<div class="kg-flow">{svg}</div>', unsafe_allow_html=True)
    st.html(f"<style>{_RULES}</style>")
    with st.container(horizontal=True, gap="small"):
        downloads(lambda form: picture.render(flows, form, heading), picture.FORMATS, f"{TITLE}-{heading.on.isoformat()}", "download ")


def _address(filters: FlowFilters, pick: FlowPick) -> str:
    """The address of this page with a choice, the filters and the sidebar as they are."""
    ends = {name: [value] for name, field in ENDS.items() if (value := getattr(pick, field))}
    return address("flows", {**ends, **filters.query, **session.setting().query}) + f"#{_LIST}"


def _table(flows: Flows) -> None:
    """Draw the table of bearers × recipients.

    A click on a cell chooses its norms.
    """
    st.subheader("主体与对象", anchor=False)
    table_of = pivot(flows)
    frame = {COLUMNS[0]: list(table_of.bearers)}
    frame |= {to: [table_of.words(bearer, to) for bearer in table_of.bearers] for to in table_of.recipients}
    config = {to: st.column_config.TextColumn(to, width=150) for to in table_of.recipients}
    config[COLUMNS[0]] = st.column_config.TextColumn(COLUMNS[0], width=190, pinned=True)
    key = f"f_table_{st.session_state.get('f_turn', 0)}"
    st.dataframe(
        frame, hide_index=True, height=min(38 + 35 * len(table_of.bearers), 460), column_config=config, key=key,
        on_select=partial(_take, key, table_of.bearers), selection_mode="single-cell", alt="主体与对象",
    )
    st.caption("点选单元格，或者点图中的方框、色带，在下面查看相应的规范。")


def _take(key: str, bearers: tuple[str, ...]) -> None:
    """Make the cell that was clicked the choice."""
    cells = st.session_state[key].selection.cells
    if not cells:
        _write({}, ENDS)
        return
    row, column = cells[0]
    to = {"to": [column]} if column != COLUMNS[0] else {}
    _write({"from": [bearers[row]], **to}, ENDS)


def _chosen(known: Knowledge, flows: Flows, pick: FlowPick, heading: Heading) -> None:
    """Draw the norms of the choice.

    The heading is drawn last, because the browser scrolls to it when it appears.
    """
    found = bundle(flows).chosen(flows, pick)
    head, body = st.container(), st.container()
    with body:
        if found:
            _list(known, found, pick, heading)
        else:
            st.info("所选的主体、行为、对象之间没有符合条件的规范；请点选图中的色带或者表中有数字的单元格。", icon=":material/info:")
    with head:
        st.subheader(plain(pick.label or "全部规范", limit=200) + f"　{len(found)} 项", anchor=_LIST)
        if pick != FlowPick():
            st.button("显示全部规范", on_click=_pick, args=(FlowPick(),), icon=":material/close:")


def _list(known: Knowledge, found: tuple[Row, ...], pick: FlowPick, heading: Heading) -> None:
    st.html(f'<div class="kg-flow-list">{table(COLUMNS, [_cells(row, pick) for row in found])}</div>')
    named = Heading(heading.on, (*heading.filters, ("所选", pick.label)), title=TITLE)
    st.download_button(
        "下载列表（Excel）", data=partial(render, found, "xlsx", named, known.catalogue.instruments), mime=FORMS["xlsx"].mime, key="download list",
        file_name=f"{TITLE}-{heading.on.isoformat()}.xlsx", icon=":material/download:", on_click="ignore",
    )


def _cells(row: Row, pick: FlowPick) -> list[str]:
    """The cells of one norm, as HTML.

    Whoever is bound by reference is named below the bearer.
    """
    by_reference = f"\n（{row.applies_to}）" if pick.bearer and pick.bearer not in row.bearer and row.applies_to else ""
    first, _, others = row.basis.partition("\n")
    words = [row.bearer + by_reference, row.act, row.matter, row.trigger, row.recipient or "条文未规定", row.deadline or row.frequency]
    basis = anchor(session.law_address(row.urn), first) + (html(f"\n{others}") if others else "")
    return [*(html(word or "—") for word in words), basis]


if __name__ == "__main__":
    page()
