"""关联图谱: the graph of a day, what lies around a node, its picture and its files, communities, and the page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kg.atlas import layout as graph_layout
from kg.atlas import overview as overview_picture
from kg.atlas import picture as graph_picture
from kg.atlas.communities import BETWEEN_PROVISIONS, most_cited, overview
from kg.atlas.day import DayGraph, Edge, Node, NodeKind, Relation, Strand
from kg.atlas.graphml import to_graphml
from kg.atlas.growing import build
from kg.atlas.neighbourhood import FIRST, MOST, NEXT, Pick, StartError, View, around, find, kept
from kg.atlas.picture import Caption, Marks
from kg.files.svg import breadth, lines
from kg.graph.knowledge import Knowledge
from kg.graph.links_of_day import links
from kg.law.identifiers import article_urn
from kg.law.likeness import squash

DAY = date(2026, 11, 24)
ORDER, PIPL = "urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01", "urn:lex:cn:npc:law:2021-08-20;91@2021-11-01"
CSL = "urn:lex:cn:npc:law:2016-11-07;53@2026-01-01"
SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("题目", "2026-11-24 有效")
STARTS = ["218号令第41条", "218号令第39条", "网络安全法第23条", "个保法", "证券公司", "证监局", "重要信息系统", "个人信息处理者"]


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


@pytest.fixture(scope="module")
def graph(known: Knowledge) -> DayGraph:
    return build(known, DAY)


def made(*edges: tuple[str, str, Relation, float | None]) -> DayGraph:
    """A graph of made-up provisions."""
    names = dict.fromkeys(end for source, target, *_ in edges for end in (source, target))
    nodes = {n: Node(n, NodeKind.PROVISION, n, ("某法", n), "law") for n in names}
    return DayGraph(DAY, nodes, tuple(Edge(s, t, r, "援引", (Strand(confidence=c),)) for s, t, r, c in edges))


def star(count: int) -> DayGraph:
    return made(*((f"n{i}", "start", Relation.CITES, None) for i in range(count)))


# ── the graph of a day ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("fine", [False, True])
def test_every_word_on_an_edge_is_in_the_law(known: Knowledge, fine: bool) -> None:
    texts = {v.urn: squash(v.text) for v in known.versions(DAY)}
    seen = 0
    for edge in build(known, DAY, fine=fine).edges:
        for strand in edge.strands:
            for urn, said in ((strand.source, strand.source_words), (strand.target, strand.target_words)):
                if said and "~" in urn:
                    assert squash(said) in texts[urn.partition("~")[0]], edge.key
                    seen += 1
    assert seen > 3_000


def test_every_link_between_laws_is_an_edge(known: Knowledge, graph: DayGraph) -> None:
    found = links(known, DAY)
    assert len(found) > 100
    for link in found:
        edge = graph.by_key[f"{article_urn(link.source)}|{link.type.value}|{article_urn(link.target)}"]
        assert any((s.source, s.target, s.reason) == (link.source, link.target, link.reason) for s in edge.strands)


def test_every_norm_leads_to_its_provision_and_to_whom_it_binds(known: Knowledge, graph: DayGraph) -> None:
    for one in known.norms(DAY):
        edges = graph.at(one.iri)
        assert [e.target for e in edges if e.relation is Relation.STATED_IN] == [article_urn(one.urn)]
        bound = {graph.nodes[e.target].name for e in edges if e.relation is Relation.BINDS}
        assert {(c.label if (c := known.vocabulary.named(b)) else b) for b in one.norm.bearer} <= bound


def test_edges_have_ends_and_the_surest_strand_first(graph: DayGraph) -> None:
    for edge in graph.edges:
        assert edge.source in graph.nodes and edge.target in graph.nodes and edge.source != edge.target and edge.label
        sure = [1.0 if s.confidence is None else s.confidence for s in edge.strands]
        assert sure and sure == sorted(sure, reverse=True)
    assert len(graph.by_key) == len(graph.edges)


def test_the_graph_of_a_day_holds_the_law_of_that_day(known: Knowledge) -> None:
    before = build(known, date(2025, 6, 1))
    texts = {n.key for n in before.laws() if "@" in n.key}
    assert CSL not in texts and CSL.replace("2026-01-01", "2017-06-01") in texts
    assert not [n for n in build(known, date(1995, 1, 1)).nodes.values() if n.kind is NodeKind.PROVISION]


def test_parts_of_articles_only_where_they_are_asked_for(known: Knowledge, graph: DayGraph) -> None:
    assert not [k for k, n in graph.nodes.items() if n.kind is NodeKind.PROVISION and "_par" in k]
    fine = build(known, DAY, fine=True)
    deep = [k for k, n in fine.nodes.items() if n.kind is NodeKind.PROVISION and "_" in k.partition("~")[2]]
    assert len(deep) > 100
    for key in deep:
        assert key.rpartition("_")[0] in {e.target for e in fine.at(key) if e.relation is Relation.PART_OF}


# ── finding the start ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("218号令第41条", "《证券期货业网络和信息安全管理办法》第四十一条", NodeKind.PROVISION),
        ("218号令第39条第1款", "《证券期货业网络和信息安全管理办法》第三十九条", NodeKind.PROVISION),
        ("个人信息保护法第57条", "《个人信息保护法》第五十七条", NodeKind.PROVISION),
        ("《网络安全法》第二十三条", "《网络安全法》第二十三条", NodeKind.PROVISION),
        (f"{PIPL}~art57", "《个人信息保护法》第五十七条", NodeKind.PROVISION),
        ("数安法", "《数据安全法》（2021-09-01 起施行）", NodeKind.TEXT),
        ("公司法", "《公司法》（未收录原文）", NodeKind.TEXT),
        ("券商", "证券公司", NodeKind.SUBJECT),
        ("证监局", "中国证监会派出机构", NodeKind.AUTHORITY),
        ("重要信息系统", "用语“重要信息系统”（《证券期货业网络和信息安全管理办法》）", NodeKind.TERM),
    ],
)
def test_a_start_as_people_write_it(known: Knowledge, graph: DayGraph, written: str, name: str, kind: NodeKind) -> None:
    node = graph.nodes[find(graph, known, written)]
    assert (node.name, node.kind) == (name, kind)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "起点可以写"), ("网络安全法第九十九条", "最后一条是第八十一条"), ("没有这部法第三条", "语料中没有"), ("218号令第三章", "请写到条"),
        ("第三条", "哪部法规"),
    ],
)
def test_a_start_that_is_none_says_why(known: Knowledge, graph: DayGraph, written: str, told: str) -> None:
    with pytest.raises(StartError, match=told):
        find(graph, known, written)


# ── around a node ────────────────────────────────────────────────────────────────────────────────────────────────────


def neighbours(graph: DayGraph, key: str) -> set[str]:
    return {e.other(key) for e in graph.at(key)}


@pytest.mark.parametrize("written", STARTS)
def test_a_view_is_small_and_connected(known: Knowledge, graph: DayGraph, written: str) -> None:
    start = find(graph, known, written)
    view = around(graph, start)
    assert 2 <= len(view.places) <= 40 and view.places[0].node.key == start and len(view.keys) == len(view.places)
    assert all(e.source in view.keys and e.target in view.keys for e in view.edges)
    for place in view.places[1:]:
        assert place.column and any({e.source, e.target} == {place.node.key, place.beside} for e in view.edges)
    assert view.hidden[start] == len(neighbours(graph, start) - view.keys) == view.more(start, Pick())


def test_what_found_no_room_is_counted() -> None:
    view = around(star(FIRST + 7), "start")
    assert len(view.places) == FIRST + 1 and view.hidden == {"start": 7} and "还有 7 个相邻节点未显示" in view.note
    assert not around(star(FIRST), "start").note


def test_a_node_that_is_opened_adds_its_neighbours_further_out(known: Knowledge, graph: DayGraph) -> None:
    start, key = find(graph, known, "218号令第39条"), f"{PIPL}~art57"
    before, after = around(graph, start), around(graph, start, [key, "没有这个节点"])
    column = {p.node.key: p.column for p in before.places}
    new = [p for p in after.places if p.node.key not in before.keys]
    assert 0 < len(new) <= NEXT and {p.beside for p in new} == {key} and {abs(p.column) for p in new} == {abs(column[key]) + 1}
    assert {p.node.key for p in new} <= neighbours(graph, key)
    everything = around(graph, start, list(graph.nodes))
    assert len(everything.places) == MOST


def test_what_says_little_by_itself_is_opened_at_once(known: Knowledge, graph: DayGraph) -> None:
    firm = around(graph, find(graph, known, "证券公司"))
    assert sum(p.node.kind is NodeKind.NORM for p in firm.places) > 5, "its duties are there"
    fine = build(known, DAY, fine=True)
    article = around(fine, f"{ORDER}~art39")
    assert {p.node.law for p in article.places if p.beside == f"{ORDER}~art39_par1"} - {"", ORDER}, "the links stand at the parts"


def test_filters_leave_only_what_passes(known: Knowledge, graph: DayGraph) -> None:
    start = find(graph, known, "218号令第39条")
    alone = around(graph, start, pick=Pick(relations=frozenset({Relation.SAME_EVENT})))
    assert len(alone.places) > 3 and {e.relation for e in alone.edges} == {Relation.SAME_EVENT}
    laws = around(graph, start, pick=Pick(laws=frozenset({PIPL})))
    assert {p.node.law for p in laws.places[1:]} == {PIPL}
    for edge in around(graph, start, pick=Pick(least=0.93)).edges:
        assert edge.confidence is None or edge.confidence >= 0.93
    assert len(around(graph, start, pick=Pick(frozenset({Relation.EXCEPTION}))).places) == 1


def test_edges_between_neighbours_are_drawn_when_asked_for(known: Knowledge, graph: DayGraph) -> None:
    start = find(graph, known, "218号令第39条")
    few, many = around(graph, start), around(graph, start, between=True)
    assert few.places == many.places and set(few.edges) < set(many.edges)
    inside = {e for k in many.keys for e in graph.at(k) if e.source in many.keys and e.target in many.keys}
    assert {e for e in inside if e.relation is not Relation.PART_OF} <= set(many.edges)


def test_a_kept_graph_has_only_what_passes(graph: DayGraph) -> None:
    ends = (f"{ORDER}~art41", f"{PIPL}~art57")
    small = kept(graph, Pick(laws=frozenset({PIPL})), ends)
    assert small.edges and all(graph.nodes[k].law in ("", PIPL) or k in ends for e in small.edges for k in (e.source, e.target))
    assert {e.relation for e in kept(graph, Pick(frozenset({Relation.CITES}))).edges} == {Relation.CITES}


# ── picture and files ────────────────────────────────────────────────────────────────────────────────────────────────


def drawn(view: View) -> str:
    return graph_picture.to_svg(view.graph, graph_layout.columns(view), CAPTION, Marks(start=view.start, live=True))


@pytest.mark.parametrize("between", [False, True])
@pytest.mark.parametrize("written", STARTS)
def test_nothing_lies_on_something_else(known: Knowledge, graph: DayGraph, written: str, between: bool) -> None:
    start = find(graph, known, written)
    near = [p.node.key for p in around(graph, start).places[1:4]]
    view = around(graph, start, near, between=between)
    layout = graph_layout.columns(view)
    assert len(layout.boxes) == len(view.places) and len(layout.lines) == len(view.edges)
    for a, b in combinations(layout.boxes, 2):
        assert a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
    for k, m in combinations(layout.lines, 2):
        apart = (breadth(k.edge.label) + breadth(m.edge.label)) / 2 * 12
        assert abs(k.label[0] - m.label[0]) >= apart or abs(k.label[1] - m.label[1]) >= 12, (k.edge.key, m.edge.key)
    for box in layout.boxes:
        assert min(box.x, box.y) >= 0 and box.x + box.width <= layout.width + 0.01 and box.y + box.height <= layout.height + 0.01
        assert all(breadth(text) * graph_layout.LETTER <= box.width for text in box.text)


def test_the_picture_names_every_part_and_asks_for_nothing(known: Knowledge, graph: DayGraph) -> None:
    view = around(graph, find(graph, known, "218号令第41条"))
    svg = drawn(view)
    root = ElementTree.fromstring(svg)
    assert {e.get("data-node") for e in root.iter() if e.get("data-node")} == view.keys
    assert {e.get("data-edge") for e in root.iter() if e.get("data-edge")} == {e.key for e in view.edges}
    shown = "".join(t.text or "" for t in root.iter(f"{SVG}text"))
    assert all(edge.label in shown for edge in view.edges) and "218号令" in shown and "第四十一条" in shown
    assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"} and "href" not in svg and "url(" not in svg
    assert svg == drawn(around(build(known, DAY), view.start))


def test_the_files_open(known: Knowledge, graph: DayGraph) -> None:
    view = around(graph, find(graph, known, "218号令第41条"))
    svg = graph_picture.to_svg(graph, graph_layout.columns(view), CAPTION)
    assert ElementTree.fromstring(graph_picture.file_of(svg, "svg")).tag == f"{SVG}svg"
    with Image.open(io.BytesIO(graph_picture.file_of(svg, "png"))) as picture:
        assert picture.width >= 1000 and len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50
    read: Any = nx.read_graphml(io.BytesIO(to_graphml([p.node for p in view.places], view.edges)))
    assert set(read) == view.keys and read.number_of_edges() == len(view.edges)
    assert read.nodes[view.start]["words"] == known.text(view.start)
    said = {(a, b, key): data["source_words"] for a, b, key, data in read.edges(keys=True, data=True)}
    assert said == {(e.source, e.target, e.relation.value): e.strands[0].source_words for e in view.edges}


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6, unique=True), st.text(max_size=30))
@settings(max_examples=30, deadline=None)
def test_any_words_are_text_and_nothing_else(names: list[str], label: str) -> None:
    nodes = {k: Node(k, kind, name, (name, label), name) for k, (name, kind) in zip("abcdef", zip(names, NodeKind, strict=False), strict=False)}
    edges = tuple(Edge("a", k, Relation.CITES, label, (Strand(source_words=label),)) for k in nodes if k != "a")
    graph = DayGraph(DAY, nodes, edges)
    view = around(graph, "a")
    root = ElementTree.fromstring(drawn(view))
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "title", "rect", "text", "g", "path"}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on") or name in ("style", "href")]
    assert len(nx.read_graphml(io.BytesIO(to_graphml(nodes.values(), edges)))) == len(nodes)


@given(st.text(max_size=60), st.integers(3, 12), st.integers(1, 3))
def test_lines_are_short_and_few(text: str, room: int, most: int) -> None:
    found = lines(text, room, most)
    assert 1 <= len(found) <= most
    assert all(breadth(line.rstrip("、，。；：）”》…")) <= room for line in found)


def test_a_way_is_drawn_from_top_to_bottom(graph: DayGraph) -> None:
    keys = [f"{ORDER}~art41", f"{PIPL}~art57"]
    edge = next(e for e in graph.at(keys[0]) if keys[1] in (e.source, e.target))
    layout = graph_layout.chain([graph.nodes[k] for k in keys], [edge])
    assert layout.boxes[0].y < layout.boxes[1].y and layout.lines[0].start[1] < layout.lines[0].end[1]
    back = graph_layout.chain([graph.nodes[k] for k in reversed(keys)], [edge])
    assert back.lines[0].start[1] > back.lines[0].end[1], "the arrow keeps the direction of the edge"


# ── at large ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_communities_part_the_provisions_and_are_the_same_every_time(known: Knowledge, graph: DayGraph) -> None:
    found = overview(graph)
    members = [n.key for c in found.communities for n in c.members]
    assert len(members) == len(set(members)) and len(found.communities) > 3
    provisions = sum(n.kind is NodeKind.PROVISION for n in graph.nodes.values())
    assert len(members) + found.small + found.alone == provisions
    sizes = [len(c.members) for c in found.communities]
    assert sizes == sorted(sizes, reverse=True) and min(sizes) >= 3
    assert any(len(c.laws) > 3 for c in found.communities), "links lead across laws"
    assert overview(build(known, DAY)) == found


def test_two_cliques_are_two_communities() -> None:
    cliques = [(f"{side}{a}", f"{side}{b}", Relation.SPECIFIES, 0.9) for side in "xy" for a, b in combinations(range(4), 2)]
    found = overview(made(*cliques, ("x0", "y0", Relation.CITES, 0.4)))
    assert [{n.key[0] for n in c.members} for c in found.communities] == [{"x"}, {"y"}]
    assert [c.inner for c in found.communities] == [6, 6] and found.ties == {(1, 2): 1}


def test_the_most_cited_are_counted(graph: DayGraph) -> None:
    found = most_cited(graph)
    assert found[0].works >= found[5].works > 1
    for one in found[:30]:
        into = [e for e in graph.edges if e.target == one.node.key and e.relation in BETWEEN_PROVISIONS]
        assert one.provisions + one.linked == len({e.source for e in into})
        assert one.works == len({graph.nodes[e.source].law for e in into})


def test_the_pictures_at_large_can_be_clicked(graph: DayGraph) -> None:
    found, cited = overview(graph), most_cited(graph)[:10]
    groups = ElementTree.fromstring(overview_picture.communities_svg(graph, found, CAPTION, 1))
    assert len([e for e in groups.iter() if e.get("data-node")]) == min(len(found.communities), overview_picture.MOST)
    bars = ElementTree.fromstring(overview_picture.cited_svg(cited, CAPTION))
    assert [e.get("data-node") for e in bars.iter() if e.get("data-node")] == [c.node.key for c in cited]
    boxes = [(float(r.get("x", 0)), float(r.get("y", 0))) for g in groups.iter(f"{SVG}g") if g.get("data-node") for r in [next(g.iter(f"{SVG}rect"))]]
    assert all(abs(a - c) >= 222 or abs(b - d) >= 96 for (a, b), (c, d) in combinations(boxes, 2))
