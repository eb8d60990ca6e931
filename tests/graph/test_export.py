"""The graph as files, read back with other programs; query answers as lines; the network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from kg.graph.building import build
from kg.graph.export import FORMATS, export_graph, query_lines
from kg.graph.knowledge import Knowledge, QueryError
from kg.graph.network import Network, network
from tests import small_corpus

RULES = f"{small_corpus.WORK}@2025-01-01"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    folder = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CORPUS", str(small_corpus.write(folder / "corpus")))
        patch.setattr("kg.graph.building._write_index", lambda *_: None)
        build(folder / "data")
    with Knowledge.open(folder / "data") as knowledge:
        yield knowledge


def triples(knowledge: Knowledge) -> set[tuple[rdflib.term.Node, ...]]:
    graph = rdflib.Dataset(default_union=True).parse(data=(knowledge.folder / "graph.nq").read_text("utf-8"), format="nquads")
    return set(graph.triples((None, None, None)))


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")  # within rdflib's own parsers
@pytest.mark.parametrize(("form", "parser"), [("ttl", "turtle"), ("trig", "trig"), ("jsonld", "json-ld"), ("nq", "nquads")])
def test_another_program_reads_the_same_graph(small: Knowledge, tmp_path: Path, form: str, parser: str) -> None:
    path = tmp_path / f"graph.{form}"
    export_graph(small, path, form)
    read = rdflib.Dataset(default_union=True).parse(data=path.read_text("utf-8"), format=parser)
    assert set(read.triples((None, None, None))) == triples(small)
    named = {str(g.identifier) for g in read.graphs() if len(g)}
    assert (RULES in named) == (form != "ttl")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_turtle_is_written_with_our_prefixes(small: Knowledge, tmp_path: Path) -> None:
    export_graph(small, tmp_path / "g.ttl", "ttl")
    assert "kg:statedIn" in (tmp_path / "g.ttl").read_text("utf-8")


def test_graphml_is_read_back_by_networkx(small: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    export_graph(small, path, "graphml")
    read = nx.read_graphml(path)
    assert read.nodes[f"{RULES}~art3"]["label"] == "《甲网络安全管理办法》第三条"
    assert read.number_of_edges() == network(small).number_of_edges()


@pytest.mark.parametrize("form", FORMATS)
def test_equal_graphs_give_equal_files(small: Knowledge, tmp_path: Path, form: str) -> None:
    one, two = tmp_path / f"1.{form}", tmp_path / f"2.{form}"
    export_graph(small, one, form)
    export_graph(small, two, form)
    assert one.read_bytes() == two.read_bytes()


def test_a_failed_export_leaves_the_old_file(small: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.nq"
    path.write_text("old", encoding="utf-8")

    def fail(_: Knowledge, target: Path) -> None:
        target.write_text("half", encoding="utf-8")
        raise OSError("no space left")

    monkeypatch.setitem(export_graph.__globals__["_WRITERS"], "nq", fail)
    with pytest.raises(OSError, match="no space left"):
        export_graph(small, path, "nq")
    assert path.read_text("utf-8") == "old" and [p.name for p in tmp_path.iterdir()] == ["graph.nq"]


def test_rows_are_lines_with_a_heading(small: Knowledge) -> None:
    lines = list(query_lines(small, f"SELECT ?label ?none {{ <{RULES}~art3> <urn:kg:ont:label> ?label }}"))
    assert lines == ["label\tnone", "第三条\t"]


def test_a_text_with_line_breaks_is_one_line(small: Knowledge) -> None:
    lines = list(query_lines(small, f"SELECT ?text {{ <{RULES}~art3> <urn:kg:ont:text> ?text }}"))
    assert len(lines) == 2 and "年度报告" in lines[1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?s a <urn:kg:ont:Article> }", ["true"]),
        ("ASK { ?s a <urn:kg:ont:Nothing> }", ["false"]),
        (
            f"CONSTRUCT {{ ?s a <urn:x:y> }} WHERE {{ ?s <urn:kg:ont:partOf> <{RULES}~chp1> }} ORDER BY ?s LIMIT 1",
            [f"<{RULES}~art1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:x:y> ."],
        ),
    ],
)
def test_other_answers_as_lines(small: Knowledge, query: str, expected: list[str]) -> None:
    assert list(query_lines(small, query)) == expected


def test_a_query_that_changes_things_gives_no_lines(small: Knowledge) -> None:
    with pytest.raises(QueryError):
        list(query_lines(small, "DELETE WHERE { ?s ?p ?o }"))


@pytest.fixture(scope="module")
def graph(small: Knowledge) -> Network:
    return network(small)


@pytest.mark.parametrize(
    ("source", "target", "relation"),
    [
        (RULES, small_corpus.WORK, "versionOf"),
        (f"{RULES}~art3", RULES, "partOf"),
        (f"{RULES}~art6", f"{RULES}~art3", "cites"),
        (f"{RULES}~art6", f"{RULES}~art3", "punishes"),
        (f"{RULES}~art3", "urn:kg:subject:operating-institution", "binds"),
        (f"{RULES}~art3", "urn:kg:authority:csrc", "recipient"),
    ],
)
def test_the_network_has_what_the_law_says(graph: Network, source: str, target: str, relation: str) -> None:
    assert relation in {data["relation"] for data in (graph.get_edge_data(source, target) or {}).values()}


def test_every_node_says_what_it_is(graph: Network) -> None:
    assert all(data.get("label") and data.get("kind") for _, data in graph.nodes(data=True))
    assert json.dumps(sorted({data["kind"] for _, data in graph.nodes(data=True)}))
