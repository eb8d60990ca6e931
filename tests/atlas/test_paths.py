"""The shortest way between two nodes, and the links and ways on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.atlas.day import DayGraph, Edge, Node, NodeKind, Relation, Strand
from kg.atlas.paths import shortest
from kg.cli.main import run
from kg.graph.knowledge import Knowledge
from kg.graph.links_of_day import links_of
from kg.links.review import urn_of

TODAY = date(2026, 11, 24)
ORDER = "csrc-order-218@2023-05-01"


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


# ── ways ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _graph(*edges: tuple[str, str, Relation], confirmed: bool = True) -> DayGraph:
    kinds = {"s": NodeKind.SUBJECT, "t": NodeKind.TEXT, "n": NodeKind.NORM}
    keys = dict.fromkeys(k for a, b, _ in edges for k in (a, b))
    nodes = {k: Node(k, kinds.get(k[0], NodeKind.PROVISION), k, (k, "")) for k in [*keys, "alone"]}
    made = [Edge(a, b, r, r.value, (Strand(a, b, confidence=0.9, confirmed=confirmed),)) for a, b, r in edges]
    return DayGraph(TODAY, nodes, tuple(made))


@pytest.mark.parametrize(
    ("edges", "way"),
    [
        ([("a", "b", Relation.SPECIFIES)], ["b"]),
        ([("b", "a", Relation.SPECIFIES)], ["b"]),
        ([("a", "t", Relation.PART_OF), ("b", "t", Relation.PART_OF)], ["t", "b"]),
        ([("a", "t", Relation.PART_OF), ("b", "t", Relation.PART_OF), ("a", "c", Relation.CITES), ("c", "d", Relation.CITES),
          ("d", "b", Relation.CITES)], ["c", "d", "b"]),
        ([("na", "a", Relation.STATED_IN), ("na", "s", Relation.BINDS), ("nb", "s", Relation.BINDS), ("nb", "b", Relation.STATED_IN),
          ("a", "c", Relation.SPECIFIES), ("b", "c", Relation.SPECIFIES)], ["c", "b"]),
        ([("na", "a", Relation.STATED_IN), ("na", "s", Relation.BINDS), ("nb", "s", Relation.BINDS), ("nb", "b", Relation.STATED_IN)],
         ["na", "s", "nb", "b"]),
    ],
)
def test_the_shortest_way_goes_through_the_law_rather_than_what_everything_shares(edges: list[tuple[str, str, Relation]], way: list[str]) -> None:
    found = shortest(_graph(*edges), "a", "b")
    assert found and [s.target.key for s in found.steps] == way
    assert [s.forward for s in found.steps] == [s.edge.source == s.source.key for s in found.steps]


def test_no_way_and_no_distance() -> None:
    graph = _graph(("a", "b", Relation.CITES))
    assert shortest(graph, "a", "alone") is None
    here = shortest(graph, "alone", "alone")
    assert here is not None and here.steps == ()
    assert shortest(graph, "a", "b", {Relation.BASIS}) is None


@pytest.fixture
def kg(capsysbinary: pytest.CaptureFixture[bytes], built: Path):  # type: ignore[no-untyped-def]
    def call(*arguments: str, code: int = 0) -> tuple[str, str]:
        assert run(arguments) == code
        out, err = capsysbinary.readouterr()
        return out.decode(), err.decode()

    return call


def test_the_path_of_the_issue(kg, known: Knowledge) -> None:  # type: ignore[no-untyped-def]
    """从 218 号令第41条到个人信息保护法第57条: one step, with the words of both."""
    text, _ = kg("path", "218号令第41条", "个人信息保护法第57条", "--as-of", "2026-11-24")
    assert text.splitlines()[0].endswith("（2026-11-24）：1 步")
    assert "对投资者造成影响的" in text and "立即采取补救措施" in text
    shown = json.loads(kg("path", "218号令第12条", "证监局", "--json", "--as-of", "2026-11-24")[0])
    assert shown["found"] and shown["steps"][-1]["to_label"] == "中国证监会派出机构"
    for step in shown["steps"]:
        for urn, words in ((step["source"], step["source_words"]), (step["target"], step["target_words"])):
            assert words in known.text(urn) if "~" in urn else True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("path", "218号令第999条", "证监局"), "第九百九十九条"), (("path", "", "证监局"), "起点可以写"), (("links", "--type", "相似"), "没有关联类型"),
     (("links", "某某法"), "某某法"), (("links", "--as-of", "昨天"), "YYYY-MM-DD")],
)
def test_what_cannot_be_looked_up_is_named(kg, arguments: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    out, err = kg(*arguments, code=2)
    assert out == "" and said in err and err.count("\n") >= 1 and "Traceback" not in err


def test_links_on_the_command_line(kg, known: Knowledge) -> None:  # type: ignore[no-untyped-def]
    text, _ = kg("links", "218号令第33条", "--as-of", "2026-11-24")
    assert "由它指向其他法规" in text and "《个人信息保护法》第二十三条第一款〔细化落实〕" in text and "核对：" in text
    shown = json.loads(kg("links", "218号令第33条", "--json", "--as-of", "2026-11-24")[0])
    urn = urn_of(f"{ORDER}~art33", known.catalogue)
    assert [(k["source"], k["target"], k["type"]) for k in shown["links"]] == [(k.source, k.target, k.type) for k in links_of(known, urn, TODAY)]
    exceptions = json.loads(kg("links", "--type", "例外", "--json", "--as-of", "2026-11-24")[0])["links"]
    assert {k["type"] for k in exceptions} == {"exception"} and len(exceptions) >= 7
    assert "没有与其他法规的关联" in kg("links", "218号令第28条", "--as-of", "2026-11-24")[0]
    unheld, _ = kg("links", "证券法", "--as-of", "2026-11-24")
    assert "由其他法规指向它" in unheld and "（原文未收录）" in unheld


def test_show_names_the_links_of_a_provision(kg) -> None:  # type: ignore[no-untyped-def]
    text, _ = kg("show", "218号令第41条")
    assert "与其他法规的关联" in text and "细化落实 → 个人信息保护法第五十七条第一款" in text
    assert json.loads(kg("show", "网络安全法第二十一条", "--as-of", "2025-12-31", "--json")[0])["related"]
