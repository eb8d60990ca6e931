"""From what was found in a text to quads, and back to the same records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.corpus.structure import parse as read_text
from kg.graph.knowledge import Knowledge
from kg.graph.records import StoredNorm
from kg.graph.writing.texts import parse_all, read_version
from kg.graph.writing.triples import canonical, catalogue_quads, version_quads, vocabulary_quads
from kg.law.model import (
    Application,
    Instrument,
    Modality,
    Norm,
    Provision,
    Sanction,
    SecondHand,
    Subject,
    Target,
    Version,
)
from kg.law.places import ontology_dir
from kg.law.vocabulary import Vocabulary
from kg.reading.found import Found, target_eid
from kg.reading.sanctions import punishes_whole

KG = "urn:kg:ont:"
VOCABULARY = Vocabulary.load()


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


@pytest.fixture(scope="module")
def readings(graph: Knowledge) -> dict[str, Found]:
    """Everything found in the texts, read anew, without the graph."""
    documents = parse_all(graph.catalogue.versions)
    return {v.urn: read_version(v, documents, graph.catalogue, VOCABULARY) for v in graph.catalogue.versions}


# ── the whole corpus: what goes in comes out ─────────────────────────────────────────────────────────────────────────


def _full(urn: str, one: Application) -> Application:
    """An Application as the graph gives it: reasons as URNs, in their order by name."""
    return replace(one, because=tuple(sorted(f"{urn}~{eid}" for eid in one.because)))


def test_norms_come_back_as_they_were_found(graph: Knowledge, readings: dict[str, Found]) -> None:
    count = 0
    for urn, reading in readings.items():
        stored = graph.records(reading.version).norms
        assert [s.norm.quote for s in stored] == [n.quote for n in reading.norms]
        for back, norm, applies in zip(stored, reading.norms, reading.applications, strict=True):
            assert back.urn == f"{urn}~{norm.eid}" and back.iri.startswith(back.urn + "#norm")
            assert replace(back.norm, article="", paragraph=None, item=None) == replace(norm, article="", paragraph=None, item=None)
            assert back.applies == tuple(_full(urn, a) for a in applies)
            count += 1
    assert count > 1_000


def test_terms_and_sanctions_come_back_as_they_were_found(graph: Knowledge, readings: dict[str, Found]) -> None:
    for urn, reading in readings.items():
        records = graph.records(reading.version)
        assert records.terms == reading.terms
        assert [s.urn for s in records.sanctions] == [f"{urn}~{s.eid}" for s in reading.sanctions]
        for back, sanction in zip(records.sanctions, reading.sanctions, strict=True):
            assert replace(back.sanction, punishes=()) == replace(sanction, punishes=())
            assert back.general == punishes_whole(reading.document, sanction)
            assert not (back.general and back.punishes)


def test_citations_come_back_as_they_were_resolved(graph: Knowledge, readings: dict[str, Found]) -> None:
    for reading in readings.values():
        links = graph.records(reading.version).links
        assert [(k.source, k.target, k.text, k.reason) for k in links] == [
            (r.source, r.target, r.citation.text, r.reason) for r in reading.resolutions
        ]
        assert [k.also for k in links] == [tuple(sorted(r.also)) for r in reading.resolutions]


def test_names_are_unique_and_stand_below_their_provision(graph: Knowledge) -> None:
    norms: list[StoredNorm] = [n for v in graph.catalogue.versions for n in graph.records(v).norms]
    assert len({n.iri for n in norms}) == len(norms)
    assert all(n.iri.partition("#")[0] == n.urn and n.norm.eid == n.urn.partition("~")[2] for n in norms)


def test_every_quote_of_a_norm_lies_at_its_offsets(graph: Knowledge) -> None:
    for version in graph.catalogue.versions:
        document = graph.document(version)
        for stored in graph.records(version).norms:
            article = _article(document.by_eid, stored.norm.eid)
            assert document.text_of(article)[stored.norm.start : stored.norm.end] == stored.norm.quote, stored.iri


def _article(nodes: dict[str, Provision], eid: str) -> Provision:
    return nodes[eid.partition("_")[0]]


def test_provisions_of_the_graph_are_those_of_the_trees(graph: Knowledge) -> None:
    for version in graph.catalogue.versions:
        found = list(graph.store.quads_for_pattern(None, NamedNode(KG + "partOf"), None, NamedNode(version.urn)))
        parents = {q.subject.value: q.object.value for q in found}  # type: ignore[union-attr]
        document = graph.document(version)
        assert parents.keys() == {f"{version.urn}~{p.eid}" for p in document.walk()}
        for node in document.walk():
            above = document.ancestors(node.eid)
            assert parents[f"{version.urn}~{node.eid}"] == (f"{version.urn}~{above[-1].eid}" if above else version.urn)


def test_texts_of_the_graph_are_the_words_of_the_law(graph: Knowledge) -> None:
    count = 0
    for version in graph.catalogue.versions:
        for quad in graph.store.quads_for_pattern(None, NamedNode(KG + "text"), None, NamedNode(version.urn)):
            assert quad.object.value == graph.text(quad.subject.value) != ""  # type: ignore[union-attr]
            count += 1
    assert count >= 493


def test_there_are_no_blank_nodes(graph: Knowledge) -> None:
    assert b"_:" not in re.sub(rb'"(?:[^"\\]|\\.)*"', b'""', (graph.folder / "graph.nq").read_bytes())


def test_the_file_and_the_store_hold_the_same(graph: Knowledge) -> None:
    lines = (graph.folder / "graph.nq").read_text("utf-8").splitlines()
    named = [line.rsplit(" ", 2)[1] for line in lines]
    graphs = list(dict.fromkeys(named))
    assert lines == sorted(set(lines), key=lambda line: (graphs.index(line.rsplit(" ", 2)[1]), line))
    assert len(lines) == len(graph.store) == graph.manifest["triples"]
    differing = set(parse(path=str(graph.folder / "graph.nq"), format=RdfFormat.N_QUADS)) ^ set(graph.store)
    assert not differing, sorted(map(str, differing))[:4]  # the whole sets would take pytest half an hour to tell apart


def test_every_property_used_stands_in_the_ontology(graph: Knowledge) -> None:
    used = {q.predicate.value for q in graph.store} | {
        q.object.value for q in graph.store.quads_for_pattern(None, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), None, None)
        if isinstance(q.object, NamedNode)
    }
    known = {q.subject.value for q in vocabulary_quads(ontology_dir()) if isinstance(q.subject, NamedNode)}
    assert {u for u in used if u.startswith(KG)} - known == set()


# ── single records ───────────────────────────────────────────────────────────────────────────────────────────────────

TEXT = "甲办法\n\n第一条　经营机构应当保存日志；妥善处理。\n违反前款规定的，罚款：\n（一）未保存；\n（二）未处理。\n第一条之一　略。\n"
DOCUMENT = read_text(TEXT, "甲办法")
VERSION = Version("urn:lex:cn:csrc:order:2023-12-01;900", "甲办法", date(2024, 1, 1), None, text=TEXT)


@pytest.mark.parametrize(
    ("target", "eid"),
    [
        (Target("self", "第一条"), "art1"),
        (Target("self", "第一条之一"), "art1-1"),
        (Target("self", "第一条", 2), "art1_par2"),
        (Target("self", "第一条", 2, "（二）"), "art1_par2_item2"),
        (Target("self", "第一条", 2, "第（二）项"), "art1_par2_item2"),
        (Target("self", "第一条", 2, "（九）"), "art1_par2"),
        (Target("self", "第一条", 9), "art1"),
        (Target("self", "第九条"), None),
        (Target("self", "奇怪"), None),
        (Target("self", None), None),
        (Target("网络安全法", "第一条"), None),
    ],
)
def test_the_provision_a_sanction_means(target: Target, eid: str | None) -> None:
    assert target_eid(DOCUMENT, target) == eid


def reading(norms: tuple[Norm, ...] = (), sanctions: tuple[Sanction, ...] = (), applies: tuple[tuple[Application, ...], ...] = ()) -> Found:
    return Found(VERSION, DOCUMENT, (), (), norms, sanctions, applies)


def objects(quads: list[Quad], name: str) -> list[str]:
    return sorted(q.object.value for q in quads if q.predicate.value == KG + name)  # type: ignore[union-attr]


def test_values_with_the_separator_stay_apart() -> None:
    norm = Norm("甲办法", "第一条", None, None, "art1_par1", Modality.OBLIGATION, "keep", ("甲;乙", "丙"), (), "保存", "", None, None, "应当保存")
    quads = version_quads(reading((norm,), applies=((),)), VOCABULARY, {})
    assert objects(quads, "bearers") == ["甲；乙;丙"] and objects(quads, "bearerLabel") == ["丙", "甲;乙"]


def test_a_sanction_without_articles_punishes_all_of_the_text() -> None:
    words = "违反本办法规定的，处五万元以下罚款"
    general = Sanction("第一条", "art1_par1", (), (), (), ((None, 5), (0, 7), (3, None)), ("乙法", "丙法"), words)
    document = read_text(f"甲办法\n\n第一条　{words}。\n", "甲办法")
    quads = version_quads(replace(reading(sanctions=(general,)), document=document), VOCABULARY, {"乙法": "urn:x:b"})
    assert objects(quads, "punishesAllOf") == [VERSION.urn] and objects(quads, "punishes") == []
    assert objects(quads, "fines") == ["-5;-7;3-"] and objects(quads, "onward") == ["urn:x:b"] and objects(quads, "onwardTitles") == ["乙法;丙法"]


def test_a_norm_is_about_what_its_sentence_speaks_of() -> None:
    text = "甲办法\n\n第一条　发生网络安全事件的，经营机构应当处置；应当立即报告。定期演练。\n"
    norm = Norm("甲办法", "第一条", None, None, "art1_par1", Modality.OBLIGATION, "report", (), (), "", "", None, None, "经营机构应当处置")
    quads = version_quads(replace(reading((norm,), applies=((),)), document=read_text(text, "甲办法")), VOCABULARY, {})
    assert "urn:kg:concept:incident" in objects(quads, "about") and "urn:kg:concept:drill" not in objects(quads, "about")


def test_second_hand_statements_are_marked_and_never_quoted() -> None:
    told = Instrument("urn:x:w", "w", "丙办法", "丙办法", ("某机关",), "规范性文件", "", "现行有效", second_hand=(SecondHand("七日", "转述：某文"),))
    quads = catalogue_quads([told])
    assert objects(quads, "statement") == ["七日"] and objects(quads, "saidIn") == ["转述：某文"] and objects(quads, "quote") == []
    assert objects(quads, "held") == ["false"]


def test_what_an_instrument_decides_and_when_a_text_was_compared_stand_in_the_graph() -> None:
    told = Instrument("urn:x:w", "w", "丙办法", "丙办法", ("某机关",), "规范性文件", "", "现行有效", subjects=(Subject("甲事项", ("甲",)),))
    assert objects(catalogue_quads([told]), "governs") == ["甲事项"]
    plain = reading(())
    quads = version_quads(replace(plain, version=replace(plain.version, compared=date(2026, 11, 29), amended_since="未核")), VOCABULARY, {})
    assert objects(quads, "compared") == ["2026-11-29"] and objects(quads, "amendedSince") == ["未核"]
    assert objects(version_quads(plain, VOCABULARY, {}), "compared") == []


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_words_survive_the_file(words: list[str]) -> None:
    quads = [Quad(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal(w), NamedNode("urn:x:g")) for w in words]
    data = canonical(quads)
    assert set(parse(input=data, format=RdfFormat.N_QUADS)) == set(quads)
    assert canonical(reversed(quads)) == data == canonical(quads + quads)
    assert data.count(b"\n") == len(set(words))
