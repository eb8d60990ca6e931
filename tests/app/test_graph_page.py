"""关联图谱: the page, every part of it that can be chosen, and its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from kg.atlas.communities import most_cited, overview
from kg.atlas.day import DayGraph, Relation
from kg.atlas.growing import build
from kg.atlas.neighbourhood import around
from kg.graph.knowledge import Knowledge
from kg.law.likeness import squash
from kg.law.versions import today
from tests.app.test_app import HOSTILE, at_page, refs, words

DAY = date(2026, 11, 24)
ORDER, PIPL = "urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01", "urn:lex:cn:npc:law:2021-08-20;91@2021-11-01"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


@pytest.fixture(scope="module")
def graph(known: Knowledge) -> DayGraph:
    return build(known, DAY)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def pictures(at: AppTest) -> list[str]:
    """The SVGs that the page hands to the canvas."""
    found: list[Any] = [e.proto for e in at.get("bidi_component")]
    return [json.loads(p.json)["svg"] if p.json else json.loads(p.mixed.json)["svg"] for p in found]


def nodes_in(svg: str) -> set[str]:
    return {str(e.get("data-node")) for e in ElementTree.fromstring(svg).iter() if e.get("data-node")}


def test_the_page_shows_a_provision_with_its_neighbours_and_words(known: Knowledge) -> None:
    at = at_page("graph", at="218号令第41条")
    assert not at.exception and at.title[0].value == "关联图谱"
    view = around(build(known, today()), f"{ORDER}~art41")
    assert nodes_in(pictures(at)[0]) == view.keys
    assert known.text(f"{ORDER}~art41") in words(at) and f"{ORDER}~art41" in refs(at)
    assert {b.proto.label for b in at.get("download_button")} == {"下载 SVG", "下载 PNG", "下载 GraphML", "下载全部图谱（GraphML）"}


def test_an_edge_that_is_chosen_shows_the_words_on_both_sides(known: Knowledge) -> None:
    graph = build(known, today())
    edge = next(e for e in graph.at(f"{ORDER}~art41") if e.relation is Relation.SPECIFIES or e.relation is Relation.SAME_EVENT)
    at = at_page("graph", at="218号令第41条", sel=edge.key)
    best = edge.strands[0]
    told = words(at)
    assert not at.exception and best.source_words in told and best.target_words in told and best.reason in told
    assert {best.source, best.target} <= set(refs(at)) and best.status in told and best.origin in told


def test_a_node_is_opened_closed_and_made_the_start(known: Knowledge) -> None:
    key = f"{PIPL}~art57"
    at = at_page("graph", at="218号令第39条", sel=key)
    before = nodes_in(pictures(at)[0])
    at = next(b for b in at.button if b.label.startswith("展开")).click().run()
    assert not at.exception and at.query_params["open"] in (key, [key]) and before < nodes_in(pictures(at)[0])
    at = next(b for b in at.button if b.label == "收起").click().run()
    assert nodes_in(pictures(at)[0]) == before
    at = next(b for b in at.button if b.label == "以此为起点").click().run()
    assert not at.exception and at.text_input(key="g_at").value == "《个人信息保护法》第五十七条" and key in nodes_in(pictures(at)[0])


def test_a_norm_can_be_the_start(known: Knowledge) -> None:
    norm = next(n for n in known.norms(today()) if n.urn.startswith(f"{ORDER}~art41"))
    at = at_page("graph", at=norm.iri)
    assert not at.exception and norm.norm.quote in words(at)
    assert {f"{ORDER}~art41", norm.iri} <= nodes_in(pictures(at)[0])


def test_the_filters_stand_in_the_address(built: Path) -> None:
    at = at_page("graph", at="218号令第39条")
    at = next(m for m in at.multiselect if m.label == "关系").set_value([Relation.SAME_EVENT]).run()
    assert not at.exception and at.query_params["rel"] in ("same-event", ["same-event"])
    edges = [e.get("data-edge") or "" for e in ElementTree.fromstring(pictures(at)[0]).iter() if e.get("data-edge")]
    assert edges and all("|same-event|" in e for e in edges)
    again = at_page("graph", at="218号令第39条", rel="same-event")
    assert nodes_in(pictures(again)[0]) == nodes_in(pictures(at)[0])
    deep = at_page("graph", at="218号令第39条", fine="1")
    assert not deep.exception and any("_par" in key for key in nodes_in(pictures(deep)[0]) if "#" not in key)


def test_the_way_between_two_is_drawn_and_told(known: Knowledge) -> None:
    at = at_page("graph", view="path", at="218号令第41条", to="个人信息保护法第57条")
    assert not at.exception and {f"{ORDER}~art41", f"{PIPL}~art57"} <= nodes_in(pictures(at)[0])
    told = words(at)
    assert "《证券期货业网络和信息安全管理办法》第四十一条" in told and "《个人信息保护法》第五十七条" in told
    quoted = re.findall(r'kg-quote kg-graph-words">(.*?)</div>', "".join(e.proto.body for e in at.get("html")), re.DOTALL)
    assert quoted and all(squash(q) in squash("".join(v.text for v in known.catalogue.versions)) for q in quoted)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"to": "218号令第41条"}, "同一处"),
        ({"to": "个保法第57条", "rel": "exception"}, "没有路径"),
        ({"to": "没有这部法第一条"}, "语料中没有"),
    ],
)
def test_where_there_is_no_way_it_is_said(built: Path, query: dict[str, str], told: str) -> None:
    at = at_page("graph", view="path", at="218号令第41条", **query)
    assert not at.exception and told in words(at)


def test_the_whole_is_shown_with_its_groups_and_the_most_cited(known: Knowledge) -> None:
    at = at_page("graph", view="whole", sel="group:2")
    graph = build(known, today())
    assert not at.exception and len(pictures(at)) == 2
    second = overview(graph).communities[1]
    assert {n.key for n in second.members} <= set(refs(at))
    listed = "".join(e.proto.body for e in at.get("html"))
    assert all(c.node.name in listed for c in most_cited(graph)[:40])


def test_a_day_before_all_law_says_so(built: Path) -> None:
    at = at_page("graph", as_of="1995-01-01")
    assert not at.exception and "没有施行中的法规" in words(at)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda q: ascii(q)[:20])
def test_hostile_addresses_are_refused_in_words(built: Path, text: str) -> None:
    asked = dict.fromkeys(("at", "to", "open", "sel", "rel", "law", "least", "fine", "between", "view"), text[:2000])
    at = at_page("graph", **asked)
    assert not at.exception and at.error
    assert not re.search(r"<(script|img)", "".join(e.value for e in at.markdown) + "".join(pictures(at)))
    both = at_page("graph", **{**asked, "view": "path"})
    assert not both.exception and both.error
