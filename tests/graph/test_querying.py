"""A query in a process of its own gives the lines it gives here, and none runs on for ever or takes the program along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.graph.building import build
from kg.graph.export import query_lines
from kg.graph.knowledge import Knowledge, QueryError
from kg.graph.querying import QueryLimits, lines_apart

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c < ?l) }"
SWELLING = "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
UNIX = pytest.mark.skipif(os.name == "nt", reason="limits and signals of Unix")
Kg = Callable[..., tuple[str, str]]


@pytest.fixture
def small(data: Path, no_index: None) -> Iterator[Knowledge]:
    build(data)
    with Knowledge.open(data) as knowledge:
        yield knowledge


def test_the_lines_are_those_of_the_query_in_this_process(small: Knowledge) -> None:
    for query in ("SELECT ?s ?none { ?s a <urn:kg:ont:Version> }", "ASK { ?s ?p ?o }", "CONSTRUCT { ?s a ?t } { ?s a ?t }", "SELECT * { ?s ?p 7e9 }"):
        assert list(lines_apart(small.folder, query)) == list(query_lines(small, query)) != []


@pytest.mark.parametrize("query", ["", "nonsense", "DROP ALL", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SELECT * { \ud800 }"])
def test_a_query_that_is_refused_is_refused_in_the_same_words(small: Knowledge, query: str) -> None:
    with pytest.raises(QueryError) as here:
        list(query_lines(small, query))
    with pytest.raises(QueryError) as there:
        list(lines_apart(small.folder, query))
    assert str(there.value) == str(here.value)


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_rows_beyond_the_limit_are_cut_and_that_is_said(small: Knowledge, query: str) -> None:
    whole, heading = list(query_lines(small, query)), query.startswith("SELECT")
    said: list[bool] = []
    assert list(lines_apart(small.folder, query, QueryLimits(rows=5), said.append)) == whole[: 5 + heading] and said == [True]
    assert list(lines_apart(small.folder, query, QueryLimits(rows=len(whole) - heading), said.append)) == whole and said == [True]


@pytest.mark.parametrize(
    ("query", "limits", "words"),
    [
        (ENDLESS, QueryLimits(seconds=0.5), "超过 0.5 秒"),
        pytest.param(SWELLING, QueryLimits(seconds=60, memory=300_000_000), "内存超过 300 MB", marks=UNIX),
    ],
    ids=["time", "memory"],
)
def test_a_query_is_stopped_at_its_limits_and_the_graph_goes_on(small: Knowledge, query: str, limits: QueryLimits, words: str) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        list(lines_apart(small.folder, query, limits))
    assert "；请" in str(caught.value) and list(small.sparql("SELECT * { ?s ?p ?o } LIMIT 1"))


def test_a_reader_who_has_enough_ends_the_query(small: Knowledge) -> None:
    with closing(lines_apart(small.folder, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")) as lines:
        assert next(lines).count("\t") == 8 and next(lines).count("\t") == 8


def test_the_command_has_options_for_both(small: Knowledge, kg: Kg) -> None:
    out, err = kg("sparql", "SELECT ?s { ?s ?p ?o }", "--rows", "3")
    assert out.count("\n") == 4 and "不止 3 行" in err and "--rows" in err and err.count("\n") == 1
    out, err = kg("sparql", ENDLESS, "--timeout", "0.3", code=2)
    assert out == "" and "超过 0.3 秒" in err and "--timeout" in err and err.count("\n") == 1


@UNIX
def test_an_interrupt_is_heard_in_the_middle_of_a_query(small: Knowledge) -> None:
    code = f"import sys; sys.path[:] = {sys.path!r}; from kg.cli.main import main; main()"
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with subprocess.Popen([sys.executable, "-c", code, "sparql", query, "--timeout", "600", "--rows", "1000000000"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        assert asked.stdout is not None and asked.stderr is not None
        assert asked.stdout.readline()
        asked.send_signal(signal.SIGINT)
        asked.stdout.read()
        assert asked.wait(30) == 130 and b"Traceback" not in asked.stderr.read()
