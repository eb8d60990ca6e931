"""The door to a build: the law of a day, the norms of a kind of firm, citations both ways, SPARQL that only reads."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.graph import records, storage
from kg.graph.knowledge import Knowledge, NotBuiltError, QueryError
from kg.law.model import Modality
from kg.law.vocabulary import ProfileError

ORDER = "urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01"
LAW = "urn:lex:cn:npc:law:2016-11-07;53"
NEW, OLD = f"{LAW}@2026-01-01", f"{LAW}@2017-06-01"
TODAY, EVE, TURN = date(2026, 11, 24), date(2025, 12, 31), date(2026, 1, 1)


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


# ── the law of a day ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "cybersecurity_law", "count"),
    [(EVE, OLD, 36), (TURN, NEW, 37), (date(2025, 10, 31), OLD, 35), (date(2017, 6, 1), OLD, 6), (date(2017, 5, 31), None, 4)],
)
def test_the_versions_of_a_day(graph: Knowledge, on: date, cybersecurity_law: str | None, count: int) -> None:
    urns = [v.urn for v in graph.versions(on)]
    assert [u for u in urns if u.startswith(LAW)] == ([cybersecurity_law] if cybersecurity_law else []) and len(urns) == count


def test_norms_change_with_the_day(graph: Knowledge) -> None:
    def logs(on: date) -> list[str]:
        return [a.norm.article for a in graph.norms(on, instrument="网络安全法", kind="keep") if "六个月" in a.norm.quote]

    assert logs(EVE) == ["第二十一条"] and logs(TURN) == ["第二十三条"]
    assert {a.version.urn for a in graph.norms(TURN)}.isdisjoint({OLD})


def test_the_words_of_a_provision(graph: Knowledge) -> None:
    assert graph.text(f"{ORDER}~art39_par2").startswith("信息技术系统服务机构应当协助")
    assert graph.text(f"{NEW}~art23_par1_item3").startswith("（三）")


@pytest.mark.parametrize("urn", ["", "urn:x", ORDER, f"{ORDER}~", f"{ORDER}~art999", f"{LAW}@1999-01-01~art1", "<script>", "\ud800~art1"])
def test_what_names_no_provision_has_no_words(graph: Knowledge, urn: str) -> None:
    assert graph.text(urn) == ""


def test_articles_in_order_annexes_too(graph: Knowledge) -> None:
    version = next(v for v in graph.catalogue.versions if v.title == "国家网络安全事件报告管理办法")
    eids = [u.partition("~")[2] for u in graph.articles(version)]
    assert eids[:2] == ["art1", "art2"] and eids[-1].startswith("annex") and len(eids) == 15


@pytest.mark.parametrize(
    ("urn", "label"),
    [
        (f"{NEW}~art23", "《网络安全法》第二十三条"),
        (f"{ORDER}~art39_par1", "《证券期货业网络和信息安全管理办法》第三十九条第一款"),
        ("urn:lex:cn:npc:law:2016-11-07;53@2026-01-01~art99", "urn:lex:cn:npc:law:2016-11-07;53@2026-01-01~art99"),
        ("nonsense", "nonsense"),
    ],
)
def test_how_a_provision_is_called(graph: Knowledge, urn: str, label: str) -> None:
    assert graph.provision_label(urn) == label


# ── norms of a kind of firm ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("profile", "titles"),
    [
        ("证券公司", {"证券期货业网络和信息安全管理办法", "证券基金经营机构信息技术管理办法", "网络安全法", "个人信息保护法", "数据安全法"}),
        ("期货公司", {"证券期货业网络和信息安全管理办法", "网络安全法", "个人信息保护法"}),
        ("证券交易所", {"证券期货业网络和信息安全管理办法", "网络安全法"}),
        ("基金托管机构", {"证券期货业网络和信息安全管理办法", "证券基金经营机构信息技术管理办法", "网络安全法"}),
        ("私募基金管理人", {"证券期货业网络和信息安全管理办法", "个人信息保护法"}),
        ("证券投资咨询机构", {"证券期货业网络和信息安全管理办法", "证券基金经营机构信息技术管理办法"}),
        ("关键信息基础设施运营者", {"关键信息基础设施安全保护条例", "证券期货业网络和信息安全管理办法", "网络安全法"}),
    ],
)
def test_a_profile_selects_norms_in_every_law(graph: Knowledge, profile: str, titles: set[str]) -> None:
    assert titles <= {a.version.title for a in graph.norms(TODAY, profile=[profile])}


@pytest.mark.parametrize(("everyday", "label"), [("券商", "证券公司"), ("托管行", "基金托管机构"), ("关基", "关键信息基础设施运营者")])
def test_everyday_names_select_the_same(graph: Knowledge, everyday: str, label: str) -> None:
    assert graph.norms(TODAY, profile=[everyday]) == graph.norms(TODAY, bearer=[label]) != ()


def test_no_firm_is_bound_by_what_binds_others_alone(graph: Knowledge) -> None:
    found = graph.norms(TODAY, profile=["证券公司"], instrument="证券期货业网络和信息安全管理办法")
    assert all({"经营机构", "任何机构和个人"} & {a.subject for a in n.applies} for n in found)
    assert not [n for n in found if n.norm.bearer == ("核心机构",)]
    drills = graph.norms(TODAY, profile=["证券交易所"], kind="drill", instrument="证券期货业网络和信息安全管理办法")
    assert ("核心机构",) in {n.norm.bearer for n in drills}


def test_several_profiles_are_the_sum(graph: Knowledge) -> None:
    both = {n.iri for n in graph.norms(TODAY, profile=["证券公司", "证券交易所"])}
    assert both == {n.iri for p in ("证券公司", "证券交易所") for n in graph.norms(TODAY, profile=[p])}


def test_the_filters(graph: Knowledge) -> None:
    reports = graph.norms(TODAY, instrument="证券期货业网络和信息安全管理办法", kind="report", bearer=["证券公司"])
    assert {"第三十九条", "第三十六条"} <= {n.norm.article for n in reports} and {n.norm.kind for n in reports} == {"report"}
    assert graph.norms(TODAY, instrument="没有这部法") == () and graph.norms(TODAY, kind="dance") == ()
    with pytest.raises(ProfileError):
        graph.norms(TODAY, profile=["火星公司"])


@pytest.mark.parametrize(
    ("firm", "recipient", "manner"),
    [
        ("核心机构", ("中国证监会",), "适用"),
        ("经营机构", ("属地中国证监会派出机构",), "适用"),
        ("基金托管机构", ("属地中国证监会派出机构",), "参照适用"),
        ("信息科技专业子公司", ("属地中国证监会派出机构",), "按照执行"),
    ],
)
def test_to_whom_the_incident_report_goes(graph: Knowledge, firm: str, recipient: tuple[str, ...], manner: str) -> None:
    (report,) = (
        n for n in graph.norms(TODAY, instrument="证券期货业网络和信息安全管理办法", kind="report")
        if n.norm.article == "第三十九条" and n.norm.modality is Modality.OBLIGATION
    )
    assert [(a.recipient, a.manner) for a in report.applies if a.subject == firm] == [(recipient, manner)]
    assert report.norm.recipient == ("中国证监会", "中国证监会派出机构")


# ── citations and sanctions ──────────────────────────────────────────────────────────────────────────────────────────


def test_incoming_and_outgoing_are_mirrors(graph: Knowledge) -> None:
    for link in graph.links:
        assert link in graph.outgoing(link.source.partition("_")[0])
        article = (link.target or "").partition("_")[0]
        if link.target and not link.source.startswith(article):
            assert link in graph.incoming(article)


def test_article_10_is_not_part_of_article_1(graph: Knowledge) -> None:
    own = graph.outgoing(f"{ORDER}~art7")
    assert all(k.source.partition("~")[2].split("_")[0] == "art7" for k in own)
    assert {k.source.partition("~")[2].split("_")[0] for k in graph.incoming(f"{ORDER}~art3")} != {"art64"}


def test_a_whole_version_and_a_whole_work(graph: Knowledge) -> None:
    assert len(graph.outgoing(ORDER)) > 20 and all(k.source.startswith(ORDER) for k in graph.outgoing(ORDER))
    assert set(graph.outgoing(NEW)) < set(graph.outgoing(LAW))
    assert graph.outgoing("urn:lex:cn:npc:law:2016-11-07;5") == ()


def test_the_old_number_of_an_article_leads_to_the_new_one(graph: Knowledge) -> None:
    renumbered = [k for k in graph.links if k.also]
    assert renumbered and all(k in graph.incoming(k.also[0].partition("_")[0]) for k in renumbered)


def test_an_unresolved_citation_says_why(graph: Knowledge) -> None:
    lost = [k for k in graph.links if k.target is None]
    assert lost and all(k.reason for k in lost) and all(not k.reason for k in graph.links if k.target)


@pytest.mark.parametrize(
    ("urn", "on", "articles"),
    [
        (f"{NEW}~art23", TODAY, {"第六十一条"}),
        (f"{OLD}~art21", EVE, {"第五十九条"}),
        (f"{OLD}~art21", TODAY, set()),
        (f"{ORDER}~art39", TODAY, {"第六十四条"}),
        (f"{ORDER}~art39_par1", TODAY, {"第六十四条"}),
        (f"{ORDER}~art31_par1", TODAY, {"第六十八条"}),
    ],
)
def test_what_punishes_a_breach(graph: Knowledge, urn: str, on: date, articles: set[str]) -> None:
    found = graph.punished_by(urn, on)
    assert {s.sanction.article for s in found if not s.general} == articles
    assert [s.general for s in found] == sorted(s.general for s in found)


def test_general_clauses_come_last(graph: Knowledge) -> None:
    found = graph.punished_by(f"{ORDER}~art39", TODAY)
    assert "第六十二条" in {s.sanction.article for s in found if s.general}
    assert graph.punished_by("urn:x:y", TODAY) == ()


# ── SPARQL ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "query",
    [
        "", "nonsense", "SELECT", "SELECT * WHERE", "' OR 1=1 --", "🎉", "\x00", "\ud800", "<script>alert(1)</script>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL", "LOAD <file:///etc/passwd>",
        "CREATE GRAPH <urn:x>", "SELECT * { ?s ?p ?o } ; CLEAR ALL", "PREFIX x: <urn:x> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:8080/> { ?s ?p ?o } }", "select * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:8080/> { ?s ?p ?o } }",
        "SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE:x#>\n{} }", "PREFIX : <urn:x:> SELECT * { ?x ?y ?z.SERVICE<http://a>{} }",
    ],
)
def test_only_reading_queries_run(graph: Knowledge, query: str) -> None:
    before = len(graph.store)
    with pytest.raises(QueryError) as caught:
        list(graph.sparql(query))
    assert "\n" not in str(caught.value) and len(graph.store) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p ?o } LIMIT 1", "PREFIX x: <urn:x:> SELECT * { ?s x:service ?o }",
        "SELECT * { ?s ?p ?o FILTER(" + "(" * 40 + "1" + ")" * 40 + ") } LIMIT 1",
        "SELECT * { VALUES ?s { " + f"<{NEW}~art1> " * 150 + "} ?s ?p ?o }",
    ],
)
def test_ordinary_queries_run(graph: Knowledge, query: str) -> None:
    assert list(graph.sparql(query)) is not None


HOSTILE = {
    "brackets": "SELECT * " + "{" * 4_000 + "}" * 4_000, "parentheses": "SELECT * { FILTER(" + "(" * 4_000 + "1" + ")" * 4_000 + ") }",
    "not": "SELECT * { FILTER(" + "!" * 9_000 + "true) }", "plus": "SELECT * { FILTER(" + "+".join(["1"] * 4_900) + ") }",
    "long": "SELECT * { ?s ?p '" + "x" * 100_000 + "' }", "blank": "SELECT * { ?s ?p " + "[?a " * 3_000 + "}",
    "quoted": "SELECT * { " + "<<" * 4_900, "or": "ASK { FILTER(" + "||".join(["?a"] * 2_400) + ") }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_query_that_would_overflow_the_engine_is_refused(graph: Knowledge, name: str) -> None:
    with pytest.raises(QueryError):
        graph.sparql(HOSTILE[name])


def test_the_deepest_query_allowed_does_not_end_the_program(graph: Knowledge) -> None:
    """In a process of its own: an overflow of the stack would end the test run."""
    code = (
        "import sys, threading; from pathlib import Path; from kg.graph.knowledge import Knowledge\n"
        "def go():\n"
        "  with Knowledge.open(Path(sys.argv[1])) as k:\n"
        "    for q in ('+'.join(['1'] * 1490), '||'.join(['?a'] * 740), 'STR(' * 50 + '1' + ')' * 50, '(' * 55 + '1' + ')' * 55):\n"
        "      list(k.sparql('SELECT * { <urn:a> <urn:b> ?a FILTER(' + q + ') } LIMIT 1'))\n"
        "    for q in ('{' * 55 + '}' * 55, 'OPTIONAL {' * 55 + '}' * 55, 'BIND(1 AS ?x)' * 1):\n"
        "      list(k.sparql('SELECT * { <urn:a> <urn:b> ?a ' + q + '} LIMIT 1'))\n"
        "  print('alive')\n"
        "t = threading.Thread(target=go); t.start(); t.join()\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(graph.folder.parents[1])], capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout == "alive\n", run.stderr[-500:]


def test_a_build_is_safe_to_share_between_threads(graph: Knowledge) -> None:
    expected = {n.iri for n in graph.norms(TODAY, profile=["证券公司"])}
    found: list[set[str]] = []

    def read() -> None:
        list(graph.sparql("SELECT ?s { ?s a <urn:kg:ont:Article> } LIMIT 50"))
        found.append({n.iri for n in graph.norms(TODAY, profile=["证券公司"])})

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [expected] * 4


def test_a_closed_build_may_be_closed_again(built: Path) -> None:
    knowledge = Knowledge.open(built)
    knowledge.close()
    knowledge.close()


def test_the_saved_records_are_those_of_the_graph(graph: Knowledge) -> None:
    for number, version in enumerate(graph.catalogue.versions):
        assert records.read(graph.folder, number) == records.read_version(graph.store, version.urn, graph.document(version), version.title)


@pytest.mark.parametrize("damage", ["gone", "{}", "not json"])
def test_a_damaged_record_is_named_with_the_remedy(built: Path, tmp_path: Path, damage: str) -> None:
    shutil.copytree(built, tmp_path / "data")
    folder = storage.current(tmp_path / "data")
    assert folder is not None
    path = folder / "records" / "0.json"
    path.unlink() if damage == "gone" else path.write_text(damage, encoding="utf-8")
    with Knowledge.open(tmp_path / "data") as damaged, pytest.raises(NotBuiltError, match=r"records/0\.json.*kg build --force"):
        damaged.records(damaged.catalogue.versions[0])
