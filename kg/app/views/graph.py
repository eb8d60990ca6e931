"""关联图谱: the graph as a picture to explore, around one node, between two nodes, and as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from kg.app import session
from kg.app.markup import plain
from kg.app.parts import graph_overview
from kg.app.parts.graph_canvas import canvas
from kg.app.parts.graph_details import arrow, edge_details, node_details, step_details
from kg.app.parts.graph_state import EXAMPLES, Filters, add, field_of, filters, put, start_at
from kg.atlas import layout as graph_layout
from kg.atlas import picture
from kg.atlas.day import RELATIONS, DayGraph, Edge, Node, NodeKind, Relation
from kg.atlas.graphml import to_graphml
from kg.atlas.growing import build
from kg.atlas.neighbourhood import StartError, View, around, find, kept
from kg.atlas.paths import Way, shortest
from kg.atlas.picture import Caption, Marks
from kg.graph.knowledge import Knowledge, NotBuiltError

TITLE = "关联图谱"
MODES = {"around": "一处的关联", "path": "两处之间的路径", "whole": "总体结构"}
COLUMNS = ("起点", "关系", "终点", "来源", "把握程度", "核对")
_MIME = {"svg": "image/svg+xml", "png": "image/png", "graphml": "application/xml"}
_RULES = """
.kg-graph-words { max-height: 15rem; overflow-y: auto; }
[data-testid="stMain"] .kg-quote { font-size: .95rem; }
"""


@dataclass(frozen=True)
class Drawing:
    """What a download needs: the picture as a file, and the nodes and edges in it."""

    name: str
    svg: Callable[[], str]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def page() -> None:
    """Draw the whole page."""
    st.title(TITLE)
    st.html(f"<style>{_RULES}</style>")
    known, on = session.knowledge(), session.setting().on
    mode = _mode()
    try:
        graph = _graph(str(known.folder), on, st.query_params.get("fine") == "1", known)
    except NotBuiltError as error:
        st.error(plain(str(error)))
        return
    if not any(n.kind is NodeKind.PROVISION for n in graph.nodes.values()):
        st.info("这一天还没有施行中的法规；请更换日期。", icon=":material/info:")
        return
    if mode == "whole":
        graph_overview.show(known, graph, on)
    elif mode == "path":
        _path(known, graph)
    else:
        _around(known, graph)


@st.cache_resource(max_entries=4, show_spinner="正在整理关联……")
def _graph(folder: str, on: date, fine: bool, _known: Knowledge) -> DayGraph:
    return build(_known, on, fine=fine)


def _mode() -> str:
    asked = st.query_params.get("view", "around")
    if "g_view" not in st.session_state:
        st.session_state["g_view"] = asked if asked in MODES else "around"
    chosen = st.segmented_control(
        "视图", list(MODES), format_func=MODES.__getitem__, key="g_view", label_visibility="collapsed", on_change=partial(put, "sel"), required=True,
    )
    put("view", "" if chosen == "around" else str(chosen))
    return str(chosen)


def _found(graph: DayGraph, known: Knowledge, written: str) -> str:
    """The key of the node meant, or '' after an error has been shown."""
    try:
        return find(graph, known, written)
    except StartError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return ""


# ── around one node ──────────────────────────────────────────────────────────────────────────────────────────────────


def _around(known: Knowledge, graph: DayGraph) -> None:
    first, second = st.columns([2, 1])
    with first:
        written = field_of(graph, "at", "起点", EXAMPLES[0])
    with second:
        _parties(graph)
    chosen = filters(graph)
    start = _found(graph, known, written)
    if not start:
        return
    opened = st.query_params.get_all("open")
    view = around(graph, start, opened, chosen.pick, between=chosen.between)
    if len(view.places) == 1:
        st.info("按所选的条件，没有与它相连的节点；请放宽筛选条件。", icon=":material/info:")
    name = graph.nodes[start].name
    caption = Caption(f"{name} 的关联", _line(graph, chosen))
    layout = graph_layout.columns(view)
    more = {p.node.key: view.more(p.node.key, chosen.pick) for p in view.places}
    left, right = st.columns([7, 3])
    with left:
        marks = Marks(_selected(graph, start), start, more, live=True)
        svg = picture.to_svg(graph, layout, caption, marks, titled=False)
        focus = next((key for key in reversed(opened) if key in more), start)  # what was opened last, with its new neighbours
        canvas(svg, "g_canvas", view=" ".join([start, *opened]), focus=focus, chosen=partial(put, "sel"), opened=partial(add, "open"))
        _hints(view)
        drawn = partial(picture.to_svg, graph, layout, caption, Marks(start=start, more=more))
        _downloads(known, Drawing(name, drawn, tuple(p.node for p in view.places), view.edges))
    with right:
        _details(known, graph, start, more)
    _table(graph, view.edges)


def _parties(graph: DayGraph) -> None:
    """Draw a menu of subjects and authorities.

    Choosing one makes it the start.
    """
    names = [n.name for n in graph.nodes.values() if n.kind in (NodeKind.SUBJECT, NodeKind.AUTHORITY) and not n.key.startswith("name:")]

    def take() -> None:
        name = st.session_state["g_party"]
        if name:
            st.session_state["g_party"] = None
            start_at(name, name)

    st.selectbox("或者选择主体、监管机关", names, index=None, key="g_party", placeholder="请选择", on_change=take)


def _hints(view: View) -> None:
    told = [view.note] if view.note else []
    st.caption(plain("；".join([
        *told, "单击方框或者连线，在右侧查看原文；双击方框（或者点“+N”）展开其相邻节点；按住拖动，按住 Ctrl 并滚动滚轮可以缩放",
    ]), ))


def _selected(graph: DayGraph, default: str) -> str:
    asked = st.query_params.get("sel", "")
    return asked if asked in graph.nodes or asked in graph.by_key else default


def _details(known: Knowledge, graph: DayGraph, start: str, more: dict[str, int]) -> None:
    """Draw the words of what is chosen, and what can be done with it."""
    key = _selected(graph, start)
    if key in graph.by_key:
        edge_details(known, graph, graph.by_key[key])
        return
    node = graph.nodes[key]
    node_details(known, graph, node)
    with st.container(horizontal=True, gap="small"):
        if more.get(key):
            st.button(f"展开（还有 {more[key]} 个）", on_click=add, args=("open", key), icon=":material/unfold_more:")
        if key in st.query_params.get_all("open"):
            st.button("收起", on_click=partial(_close, key), icon=":material/unfold_less:")
        if key != start:
            st.button("以此为起点", on_click=start_at, args=(key, node.name if node.kind is not NodeKind.NORM else ""), icon=":material/my_location:")
            st.button("查找到此处的路径", on_click=_way_to, args=(start, key), icon=":material/route:")


def _close(key: str) -> None:
    st.query_params["open"] = [k for k in st.query_params.get_all("open") if k != key]


def _way_to(start: str, end: str) -> None:
    """Open the view of the path between two nodes."""
    st.session_state["g_view"] = "path"
    put("at", start)
    put("to", end)
    put("sel")
    for name in ("g_at", "g_to"):
        st.session_state.pop(name, None)


# ── the way between two ──────────────────────────────────────────────────────────────────────────────────────────────


def _path(known: Knowledge, graph: DayGraph) -> None:
    columns = st.columns(2)
    written = []
    for column, (name, label, example) in zip(columns, (("at", "从", EXAMPLES[0]), ("to", "到", EXAMPLES[1])), strict=True):
        with column:
            written.append(field_of(graph, name, label, example))
    chosen = filters(graph, between=False)
    ends = [_found(graph, known, text) for text in written]
    if not all(ends):
        return
    if ends[0] == ends[1]:
        st.info("起点和终点是同一处；请改写其中一处。", icon=":material/info:")
        return
    way = shortest(kept(graph, chosen.pick, ends), ends[0], ends[1])
    if way is None:
        st.info("按所选的条件，两处之间没有路径；请放宽筛选条件，或者更换起点、终点。", icon=":material/info:")
        return
    _way(known, graph, way, chosen)


def _way(known: Knowledge, graph: DayGraph, way: Way, chosen: Filters) -> None:
    nodes, edges = (way.start, *(s.target for s in way.steps)), tuple(s.edge for s in way.steps)
    name = f"从{way.start.name}到{way.end.name}"
    caption, layout = Caption(name, _line(graph, chosen)), graph_layout.chain(nodes, edges)
    left, right = st.columns([4, 6])
    with left:
        svg = picture.to_svg(graph, layout, caption, Marks(st.query_params.get("sel", ""), live=True), titled=False)
        canvas(svg, "g_way", view=name, chosen=partial(put, "sel"), opened=lambda key: start_at(key, graph.nodes[key].name))
        _downloads(known, Drawing(name, partial(picture.to_svg, graph, layout, caption), nodes, edges))
        key = _selected(graph, "")
        if key in graph.by_key:
            edge_details(known, graph, graph.by_key[key])
        elif key:
            node_details(known, graph, graph.nodes[key])
    with right:
        st.markdown(f"**{plain(name)}：共 {len(way.steps)} 步**")
        st.code(f"{way.start.name}" + "".join(f" {arrow(s)} {s.target.name}" for s in way.steps), language=None, wrap_lines=True)
        for number, step in enumerate(way.steps, 1):
            step_details(known, number, step)


# ── files and table ──────────────────────────────────────────────────────────────────────────────────────────────────


def _line(graph: DayGraph, chosen: Filters) -> str:
    """The line with the day and the filters, for the picture in a file."""
    laws = [graph.nodes[k].lines[0] for k in chosen.pick.laws if k in graph.nodes]
    told = [
        f"{graph.on} 有效", f"关系：{'、'.join(RELATIONS[r] for r in Relation if r in chosen.pick.relations)}" if chosen.pick.relations else "",
        f"法规：{'、'.join(sorted(laws))}" if laws else "", f"把握程度不低于 {chosen.pick.least:.2f}" if chosen.pick.least else "",
    ]
    return " · ".join(t for t in told if t)


def _downloads(known: Knowledge, drawn: Drawing) -> None:
    def data(form: str) -> bytes:
        return to_graphml(drawn.nodes, drawn.edges) if form == "graphml" else picture.file_of(drawn.svg(), form)

    with st.container(horizontal=True, gap="small"):
        for form, label in (("svg", "SVG"), ("png", "PNG"), ("graphml", "GraphML")):
            st.download_button(
                f"下载 {label}", data=partial(data, form), mime=_MIME[form], key=f"g download {form}", icon=":material/download:",
                file_name=f"{TITLE}-{drawn.name[:40]}.{form}", on_click="ignore",
            )
        graph_overview.whole_graph(known)


def _table(graph: DayGraph, edges: Sequence[Edge]) -> None:
    """Draw the edges of the picture as rows.

    Choosing one shows its words. Edges that only say that one belongs to another are left out if there are others.
    """
    listed = [e for e in edges if e.relation is not Relation.PART_OF] or list(edges)
    if not listed:
        return
    with st.expander(f"图中的关联：{len(listed)} 处"):
        best = [e.strands[0] for e in listed]
        frame = {
            COLUMNS[0]: [graph.nodes[e.source].name for e in listed], COLUMNS[1]: [e.label for e in listed],
            COLUMNS[2]: [graph.nodes[e.target].name for e in listed], COLUMNS[3]: [s.origin for s in best],
            COLUMNS[4]: ["" if s.confidence is None else f"{s.confidence:.2f}" for s in best], COLUMNS[5]: [s.status for s in best],
        }

        def take() -> None:
            rows = st.session_state["g_table"].selection.rows
            put("sel", listed[rows[0]].key if rows else "")

        st.dataframe(frame, hide_index=True, key="g_table", on_select=take, selection_mode="single-row", alt="图中的关联")


if __name__ == "__main__":
    page()
