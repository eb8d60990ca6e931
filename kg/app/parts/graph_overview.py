"""The third view of 关联图谱: communities of provisions, the most cited ones, and the whole graph as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from kg.app import session
from kg.app.markup import anchor, table
from kg.app.parts.graph_canvas import canvas
from kg.app.parts.graph_details import node_details
from kg.app.parts.graph_state import put, start_at
from kg.atlas import overview as overview_picture
from kg.atlas.communities import Cited, Overview, most_cited, overview
from kg.atlas.day import DayGraph, NodeKind
from kg.atlas.picture import Caption, file_of
from kg.files.safe import html
from kg.graph.export import export_graph
from kg.graph.knowledge import Knowledge

COLUMNS = ("", "条文", "来自几部法规", "援引它的条文", "有其他关联的条文")
_BARS, _LISTED = 20, 40


def show(known: Knowledge, graph: DayGraph, on: date) -> None:
    """Draw both pictures with what was chosen in them."""
    found, cited = _figures(str(known.folder), on, graph)
    if not found.communities:
        st.info("这一天有效的法规之间没有足以成组的关联。", icon=":material/info:")
        return
    _groups(known, graph, found)
    _cited(known, graph, cited)


@st.cache_data(max_entries=4, show_spinner="正在计算……")
def _figures(folder: str, on: date, _graph: DayGraph) -> tuple[Overview, tuple[Cited, ...]]:
    return overview(_graph), most_cited(_graph)


def _groups(known: Knowledge, graph: DayGraph, found: Overview) -> None:
    st.subheader("条文群组", anchor=False)
    rest = len(found.communities) - overview_picture.MOST
    more = f"，另有 {rest} 个三条以上的小组" if rest > 0 else ""
    st.caption(
        "彼此援引、细化、处罚或者规定同一事件的条文聚成一组（Louvain 方法），以组内关联最多的条文命名；色带是各法规所占的条数，"
        "连线上的数字是两组之间的关联数。"
        f"图中是最大的 {len(found.communities[: overview_picture.MOST])} 组{more}；{found.small} 条只成对相连，{found.alone} 条没有与其他条文的关联。"
    )
    asked = st.query_params.get("sel", "").removeprefix("group:")
    number = int(asked) if asked.isdecimal() and 0 < int(asked) <= len(found.communities) else 1
    caption = Caption("条文群组", f"{graph.on} 有效")
    left, right = st.columns([7, 3])
    with left:
        svg = overview_picture.communities_svg(graph, found, caption, number, titled=False)
        canvas(svg, "g_groups", view="groups", chosen=partial(put, "sel"), opened=partial(put, "sel"))
        _files(partial(overview_picture.communities_svg, graph, found, caption), "条文群组", known)
    with right:
        _members(graph, found, number)


def _members(graph: DayGraph, found: Overview, number: int) -> None:
    """Draw the provisions of a community, the most central first."""
    def pick() -> None:
        put("sel", f"group:{st.session_state['g_group']}")

    st.session_state["g_group"] = number
    st.selectbox(
        "群组", [c.number for c in found.communities], key="g_group", on_change=pick,
        format_func=lambda n: f"{n}. {found.communities[n - 1].name}（{len(found.communities[n - 1].members)} 条）",
    )
    members = found.communities[number - 1].members
    central = members[0]
    st.button(f"以{''.join(central.lines)}为起点", on_click=start_at, args=(central.key, central.name), icon=":material/my_location:")
    with st.container(height=560, border=True):
        for node in members:
            session.law_link("".join(node.lines), node.key)


def _cited(known: Knowledge, graph: DayGraph, cited: tuple[Cited, ...]) -> None:
    st.subheader("被援引、被关联最多的条文", anchor=False)
    st.caption("先按来自几部法规、再按条文数排列；同一条文既援引又有其他关联的，只计入援引。")
    shown = cited[:_BARS]
    key = st.query_params.get("sel", "")
    caption = Caption("被援引、被关联最多的条文", f"{graph.on} 有效")
    left, right = st.columns([7, 3])
    with left:
        svg = overview_picture.cited_svg(shown, caption, key, titled=False)
        canvas(svg, "g_cited", view="cited", chosen=partial(put, "sel"), opened=lambda k: start_at(k, graph.nodes[k].name))
        _files(partial(overview_picture.cited_svg, shown, caption), "被关联最多的条文")
    with right:
        node = graph.nodes[key] if key in graph.nodes else shown[0].node
        node_details(known, graph, node)
        st.button("以此为起点", on_click=start_at, args=(node.key, node.name), icon=":material/my_location:", key="g_cited_start")
    with st.expander(f"前 {min(len(cited), _LISTED)} 条的列表，以及被援引的整部法规"):
        st.html(table(COLUMNS, [_row(n, c) for n, c in enumerate(cited[:_LISTED], 1)]))
        st.html(table((COLUMNS[0], "法规", *COLUMNS[2:]), [_row(n, c) for n, c in enumerate(most_cited(graph, NodeKind.TEXT), 1)]))


def _row(number: int, one: Cited) -> list[str]:
    counts = (one.works, one.provisions, one.linked)
    return [str(number), anchor(session.law_address(one.node.key), one.node.name), *(html(str(c)) for c in counts)]


def _files(svg: Callable[[], str], name: str, known: Knowledge | None = None) -> None:
    def data(form: str) -> bytes:
        return file_of(svg(), form)

    with st.container(horizontal=True, gap="small"):
        for form, mime in (("svg", "image/svg+xml"), ("png", "image/png")):
            st.download_button(
                f"下载 {form.upper()}", data=partial(data, form), mime=mime, key=f"g {name} {form}",
                icon=":material/download:", file_name=f"{name}.{form}", on_click="ignore",
            )
        if known:
            whole_graph(known)


def whole_graph(known: Knowledge) -> None:
    """Draw the button that downloads the whole graph, of all days, as GraphML."""
    st.download_button(
        "下载全部图谱（GraphML）", data=partial(_whole, known), mime="application/xml", key="g whole", icon=":material/download:",
        file_name="全部图谱.graphml", on_click="ignore",
    )


def _whole(known: Knowledge) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.graphml"
        export_graph(known, path, "graphml")
        return path.read_bytes()
