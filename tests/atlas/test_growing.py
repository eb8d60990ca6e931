"""A graph that grows as it is looked at shows what the whole graph shows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.atlas import growing as module
from kg.atlas import paths
from kg.atlas.communities import most_cited
from kg.atlas.day import DayGraph, Edge, NodeKind, Relation
from kg.atlas.growing import GrowingGraph, build
from kg.atlas.neighbourhood import Pick, StartError, around, find, kept
from kg.atlas.paths import Way, shortest
from kg.graph.knowledge import Knowledge

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


@pytest.fixture
def growing(known: Knowledge, monkeypatch: pytest.MonkeyPatch) -> DayGraph:
    monkeypatch.setattr(module, "_WHOLE", 1_000)
    return build(known, ON)


def told(edges: tuple[Edge, ...]) -> dict[str, tuple[str, frozenset[object]]]:
    return {e.key: (e.label, frozenset(e.strands)) for e in edges}


@pytest.mark.parametrize("fine", [False, True])
def test_every_node_has_the_same_words_and_edges(known: Knowledge, fine: bool) -> None:
    whole, growing = build(known, ON, fine=fine), GrowingGraph(known, ON, fine=fine)
    keys = list(whole.nodes)
    random.Random(11).shuffle(keys)
    for key in keys:
        assert growing.nodes[key] == whole.nodes[key] and told(growing.at(key)) == told(whole.at(key)), key
    assert set(growing.nodes) == set(whole.nodes) and growing.whole().edges == whole.edges
    assert growing.laws() == whole.laws()


def test_a_first_look_makes_only_the_texts_it_shows(growing: DayGraph, known: Knowledge) -> None:
    assert isinstance(growing, GrowingGraph) and not [n for n in growing.nodes.values() if n.kind is NodeKind.PROVISION]
    view = around(growing, find(growing, known, "金融基础设施监督管理办法第二十三条"))
    made = {k.partition("@")[0] for k in growing.made() if "#norm" in k}
    assert len(view.places) > 2 and len(made) < len(growing.laws()) / 2


@pytest.mark.parametrize(
    "name", ["证券公司", "证监局", "运营者", "218号令第41条", "数据安全法", "urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~art27"]
)
def test_what_a_person_writes_means_the_same_node(growing: DayGraph, known: Knowledge, name: str) -> None:
    assert find(growing, known, name) == find(build_whole(known), known, name)


def build_whole(known: Knowledge) -> DayGraph:
    return GrowingGraph(known, ON, fine=False).whole()


@pytest.mark.parametrize("name", ["", "不存在", "name:不存在", "term:x", "某法第一条", "a|b|c"])
def test_what_is_no_node_is_refused_alike(growing: DayGraph, known: Knowledge, name: str) -> None:
    with pytest.raises(StartError) as refused:
        find(growing, known, name)
    with pytest.raises(StartError) as before:
        find(build_whole(known), known, name)
    assert str(refused.value) == str(before.value) and name not in growing.by_key and name not in growing.nodes


def long(graph: DayGraph, way: Way | None) -> float | None:
    """How long a way is, since of two that are equally short either may be found."""
    return round(sum(paths._length(graph, s.edge) for s in way.steps), 6) if way else None


def test_ways_are_as_short(known: Knowledge) -> None:
    whole, chosen = build_whole(known), random.Random(5)
    keys = [k for k, n in whole.nodes.items() if n.kind in (NodeKind.PROVISION, NodeKind.SUBJECT)]
    for _ in range(25):
        ends, growing = chosen.sample(keys, 2), GrowingGraph(known, ON, fine=False)
        assert long(growing, shortest(growing, *ends)) == long(whole, shortest(whole, *ends)), ends


def test_an_edge_is_found_by_its_key_and_filters_see_everything(growing: DayGraph, known: Knowledge) -> None:
    whole = build_whole(known)
    for edge in whole.edges[::50]:
        assert told((growing.by_key[edge.key],)) == told((edge,))
    pick = Pick(frozenset({Relation.CITES}))
    assert kept(growing, pick).edges == kept(whole, pick).edges and kept(growing, Pick()) is growing
    assert most_cited(growing)[:5] == most_cited(whole)[:5]
