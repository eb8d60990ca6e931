"""The state of the page 关联图谱, which stands in the address so that a view can be bookmarked and sent."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kg.atlas.day import RELATIONS, DayGraph, NodeKind, Relation
from kg.atlas.neighbourhood import Pick

EXAMPLES = ("218号令第41条", "个人信息保护法第57条")


@dataclass(frozen=True)
class Filters:
    """What the boxes say: the filter, and whether the edges between neighbours are drawn."""

    pick: Pick
    between: bool


def put(name: str, value: str | list[str] = "") -> None:
    """Write a part of the address, or take it out if the value is empty."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def add(name: str, value: str) -> None:
    """Add a value to a part of the address that holds several, and make it the one chosen."""
    held = st.query_params.get_all(name)
    if value not in held:
        st.query_params[name] = [*held, value]
    put("sel", value)


def start_at(key: str, name: str) -> None:
    """Show what lies around a node.

    ``name`` is what the box says.
    """
    st.session_state["g_view"] = "around"
    st.session_state["g_at"] = name
    _forget()
    put("at", key)


def _forget() -> None:
    put("open")
    put("sel")


def field_of(graph: DayGraph, name: str, label: str, example: str) -> str:
    """Draw a box for a node and return what is meant.

    This is a key of the graph or what a person wrote, and the example at first.
    """
    key, asked = f"g_{name}", st.query_params.get(name, "")
    if key not in st.session_state:
        node = graph.nodes.get(asked)
        st.session_state[key] = (node.name if node.kind is not NodeKind.NORM else "") if node else asked[:200] or example

    def typed() -> None:
        _forget()
        put(name, st.session_state[key].strip())

    st.text_input(label, key=key, on_change=typed, placeholder="条文、法规、主体、监管机关或者条文定义的用语，例如：218号令第41条")
    return st.query_params.get(name, "") or example


def filters(graph: DayGraph, *, between: bool = True) -> Filters:
    """Draw the filters, folded in, and return what they say.

    The line above them counts those that are used.
    """
    laws = {n.key: n.lines[0] for n in graph.laws()}
    _remember(set(laws))
    used = sum(bool(st.session_state.get(k)) for k in ("g_rel", "g_law", "g_least", "g_fine", "g_between"))
    with st.expander(f"筛选（已用 {used} 项）" if used else "筛选：关系、法规、把握程度、款和项", expanded=False):
        first, second, third = st.columns([3, 3, 2])
        relations = first.multiselect("关系", list(RELATIONS), format_func=RELATIONS.__getitem__, key="g_rel", placeholder="全部", select_all=False)
        chosen = second.multiselect("法规", list(laws), format_func=laws.__getitem__, key="g_law", placeholder="全部", select_all=False)
        least = third.slider("把握程度不低于", 0.0, 1.0, step=0.05, key="g_least", help="只筛选法规之间自动识别的关联；条文写明的关系始终保留。")
        with st.container(horizontal=True):
            fine = st.toggle("显示到款、项", key="g_fine", on_change=_forget)
            drawn = st.toggle("画出相邻节点之间的关联", key="g_between") if between else False
    put("rel", [r.value for r in relations])
    put("law", list(chosen))
    put("least", f"{least:g}" if least else "")
    put("between", "1" if drawn else "")
    if fine != (st.query_params.get("fine") == "1"):
        put("fine", "1" if fine else "")
        st.rerun()
    return Filters(Pick(frozenset(relations), frozenset(chosen), least), drawn)


def _remember(laws: set[str]) -> None:
    """Take the first values of the filters from the address.

    What the address says wrongly is passed over.
    """
    state, asked = st.session_state, st.query_params
    if "g_rel" not in state:
        state["g_rel"] = [Relation(r) for r in asked.get_all("rel") if r in set(Relation)]
    if "g_law" not in state:
        state["g_law"] = [k for k in asked.get_all("law") if k in laws]
    if "g_least" not in state:
        state["g_least"] = _share(asked.get("least", ""))
    for name in ("fine", "between"):
        if f"g_{name}" not in state:
            state[f"g_{name}"] = asked.get(name) == "1"
    state["g_law"] = [k for k in state["g_law"] if k in laws]


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return round(value * 20) / 20 if 0 <= value <= 1 else 0.0
