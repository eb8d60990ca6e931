"""The competency questions on the real graph, each against words of the law and against the records read in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from kg.graph import queries
from kg.graph.knowledge import Knowledge, QueryError
from kg.law.model import Modality
from kg.law.places import ontology_dir

ORDER = "urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01"
LAW = "urn:lex:cn:npc:law:2016-11-07;53@2026-01-01"
OLD_LAW = "urn:lex:cn:npc:law:2016-11-07;53@2017-06-01"
TODAY = date(2026, 11, 24)
BEFORE = date(2025, 12, 31)
SUBJECT = "urn:kg:subject:"
QUESTIONS = (
    "due_every_year", "duties_of", "kept_how_long", "terms_defined", "what_cites", "what_punishes", "who_reports_what_to_whom",
)
Rows = tuple[dict[str, str], ...]


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


def test_the_questions_there_are() -> None:
    assert queries.names() == QUESTIONS


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_query_explains_itself_and_is_standard_sparql(name: str) -> None:
    text = queries.text(name)
    head = text.split("PREFIX")[0].splitlines()
    assert all(line.startswith("#") for line in head) and head[0].endswith("?") and "Parameter" in "".join(head)
    assert queries.parameters(name) and all(f"?{p}" in "".join(head) for p in queries.parameters(name))
    query = prepareQuery(text).algebra
    assert query.name == "SelectQuery" and queries.parameters(name).keys() <= {str(v) for v in query.PV}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_query_runs_as_it_stands_and_gives_the_same_with_its_defaults_bound(graph: Knowledge, name: str) -> None:
    values = {key: value.strip("<>") for key, value in queries.parameters(name).items() if value.startswith("<")}
    found = graph.competency(name)
    assert found and graph.competency(name, **values) == found and graph.competency(name) == found


# ── who reports what to whom ─────────────────────────────────────────────────────────────────────────────────────────

CSRC, OFFICE = "中国证监会", "属地中国证监会派出机构"


@pytest.mark.parametrize(
    ("article", "kind", "firms"),
    [
        ("第十四条", "submit", {"核心机构": CSRC, "经营机构": OFFICE}),
        ("第十五条", "report", {"核心机构": CSRC, "经营机构": OFFICE, "基金托管机构": OFFICE, "信息科技专业子公司": OFFICE}),
        ("第二十三条", "file", {"信息技术系统服务机构": CSRC}),
        ("第二十五条", "report", {"核心机构": CSRC, "经营机构": OFFICE}),
        ("第三十六条", "report", {"核心机构": CSRC, "经营机构": OFFICE, "信息技术系统服务机构": OFFICE}),
        ("第三十八条", "report", {"核心机构": CSRC}),
        ("第三十九条", "report", {"核心机构": CSRC, "经营机构": OFFICE, "私募基金管理人": OFFICE, "存管银行": OFFICE}),
        ("第四十条", "report", {"核心机构": CSRC, "经营机构": OFFICE}),
        ("第四十五条", "report", {"证券期货业关键信息基础设施运营者": "中国证监会;中国证监会派出机构"}),
        ("第五十九条", "submit", {"核心机构": CSRC, "经营机构": OFFICE, "证券期货业关键信息基础设施运营者": "中国证监会;中国证监会派出机构"}),
    ],
)
def test_who_reports_to_whom_under_order_218(graph: Knowledge, article: str, kind: str, firms: dict[str, str]) -> None:
    rows = [r for r in graph.competency("who_reports_what_to_whom") if r["article"] == article and r["kind"] == kind]
    told = {r["firm"]: r["recipient"] for r in rows}
    assert {firm: told.get(firm) for firm in firms} == firms
    direct = {r["firm"] for r in rows if r["manner"] == "适用"}
    assert direct <= firms.keys()


@pytest.mark.parametrize(
    ("article", "firm", "manner", "because"),
    [
        ("第三十九条", "经营机构", "适用", {"art72_par1"}),
        ("第三十九条", "基金托管机构", "参照适用", {"art72_par1", "art74_par1"}),
        ("第三十九条", "信息科技专业子公司", "按照执行", {"art72_par1", "art74_par2"}),
        ("第二十三条", "信息技术系统服务机构", "适用", set()),
    ],
)
def test_the_rules_that_decide_the_recipient(graph: Knowledge, article: str, firm: str, manner: str, because: set[str]) -> None:
    rows = [r for r in graph.competency("who_reports_what_to_whom") if (r["article"], r["firm"]) == (article, firm)]
    assert rows and {r["manner"] for r in rows} == {manner}
    assert {u.split("~")[1] for r in rows for u in r["because"].split()} == because


def test_times_of_reports_are_those_of_the_law(graph: Knowledge) -> None:
    rows = [r for r in graph.competency("who_reports_what_to_whom") if r["manner"] == "适用"]
    times = {(r["article"], r["kind"]): r["deadline"] for r in rows if r["article"] in ("第三十八条", "第三十九条", "第三十六条", "第五十九条")}
    assert "15个工作日内" in times["第三十八条", "report"] and "4月30日前" in times["第五十九条", "submit"]
    assert times["第三十九条", "report"] == times["第三十六条", "report"] == ""


def test_reports_of_another_instrument(graph: Knowledge) -> None:
    rows = graph.competency("who_reports_what_to_whom", work="urn:lex:cn:cac:measures:2025-09-11;cybersecurity.incident.reporting")
    assert rows and not any("art72" in r["because"] for r in rows)
    assert graph.competency("who_reports_what_to_whom", on=date(2023, 4, 30)) == ()


# ── duties of a kind of firm ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("firm", "name"),
    [("securities-company", "证券公司"), ("futures-company", "期货公司"), ("stock-exchange", "证券交易所"), ("it-provider", "信息技术系统服务机构"),
     ("custodian", "基金托管机构"), ("private-fund-manager", "私募基金管理人"), ("cii-operator", "关键信息基础设施运营者")],
)
@pytest.mark.parametrize("on", [TODAY, BEFORE])
def test_duties_are_those_the_program_selects(graph: Knowledge, firm: str, name: str, on: date) -> None:
    rows = graph.competency("duties_of", firm=SUBJECT + firm, on=on)
    wanted = {a.iri for a in graph.norms(on, profile=[name]) if a.norm.modality in (Modality.OBLIGATION, Modality.PROHIBITION)}
    assert {r["norm"] for r in rows} == wanted and len(wanted) > 50


def test_a_securities_company_is_bound_in_every_law_by_its_kinds_and_roles(graph: Knowledge) -> None:
    rows = graph.competency("duties_of")
    bound = {(r["instrument"], r["as"]) for r in rows}
    assert bound >= {
        ("证券期货业网络和信息安全管理办法", "经营机构"), ("证券基金经营机构信息技术管理办法", "证券基金经营机构"), ("网络安全法", "网络运营者"),
        ("个人信息保护法", "个人信息处理者"), ("国家网络安全事件报告管理办法", "网络运营者"),
    }
    assert not {r["as"] for r in rows} & {"核心机构", "信息技术系统服务机构", "关键信息基础设施的运营者", "中国证监会"}
    assert {r["modality"] for r in rows} == {"obligation", "prohibition"}


def test_a_custodian_is_bound_by_reference(graph: Knowledge) -> None:
    rows = graph.competency("duties_of", firm=SUBJECT + "custodian")
    manners = {(r["instrument"], r["manner"]) for r in rows}
    assert ("证券期货业网络和信息安全管理办法", "参照适用") in manners and ("证券基金经营机构信息技术管理办法", "参照适用") in manners
    assert ("证券期货业网络和信息安全管理办法", "适用") not in {(r["instrument"], r["manner"]) for r in rows if r["as"] == "基金托管机构"}


def test_a_futures_company_is_not_bound_by_order_152(graph: Knowledge) -> None:
    rows = graph.competency("duties_of", firm=SUBJECT + "futures-company")
    assert "证券基金经营机构信息技术管理办法" not in {r["instrument"] for r in rows}


# ── every year, kept, terms ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("instrument", "article", "value", "words"),
    [
        ("证券期货业网络和信息安全管理办法", "第二十一条", "P1Y", "压力测试"),
        ("证券期货业网络和信息安全管理办法", "第三十八条", "P1Y", "应急演练"),
        ("证券期货业网络和信息安全管理办法", "第四十六条", "P1Y", "检测和风险评估"),
        ("证券期货业网络和信息安全管理办法", "第五十五条", "P1Y", "教育活动"),
        ("证券期货业网络和信息安全管理办法", "第五十九条", "--04-30", "年报"),
        ("证券基金经营机构信息技术管理办法", "第三十九条", "P1Y", "应急演练"),
        ("证券基金经营机构信息技术管理办法", "第十六条", "P1Y", "专项审计"),
        ("关键信息基础设施安全保护条例", "第十七条", "P1Y", "检测和风险评估"),
        ("网络安全法", "第四十条", "P1Y", "每年至少进行一次"),
    ],
)
def test_due_every_year(graph: Knowledge, instrument: str, article: str, value: str, words: str) -> None:
    rows = [r for r in graph.competency("due_every_year") if (r["instrument"], r["article"]) == (instrument, article)]
    assert any(r["value"] == value and words in r["quote"] for r in rows), rows


def test_every_year_is_neither_more_often_nor_regularly(graph: Knowledge) -> None:
    rows = graph.competency("due_every_year")
    assert {(r["article"]) for r in rows if r["instrument"] == "证券期货业网络和信息安全管理办法"} == {
        "第二十一条", "第三十八条", "第四十六条", "第五十五条", "第五十九条"
    }
    assert all(re.search("每年|年度|一年", r["deadline"]) for r in rows)


def test_every_year_follows_the_law_of_the_day(graph: Knowledge) -> None:
    def articles(on: date) -> set[str]:
        return {r["article"] for r in graph.competency("due_every_year", on=on) if r["instrument"] == "网络安全法"}

    assert articles(BEFORE) == {"第三十八条"} and articles(TODAY) == {"第四十条"}


@pytest.mark.parametrize(
    ("instrument", "article", "value", "words"),
    [
        ("证券期货业网络和信息安全管理办法", "第十八条", "P5Y", "业务日志"),
        ("证券期货业网络和信息安全管理办法", "第十八条", "P6M", "系统日志"),
        ("证券期货业网络和信息安全管理办法", "第二十一条", "P5Y", "压力测试报告"),
        ("证券期货业网络和信息安全管理办法", "第三十八条", "", "应急演练报告"),
        ("证券基金经营机构信息技术管理办法", "第三十九条", "P5Y", "应急演练"),
        ("证券基金经营机构信息技术管理办法", "第十六条", "P20Y", "审计报告"),
        ("网络安全法", "第二十三条", "P6M", "网络日志"),
        ("个人信息保护法", "第五十六条", "P3Y", "影响评估报告"),
    ],
)
def test_what_must_be_kept_and_how_long(graph: Knowledge, instrument: str, article: str, value: str, words: str) -> None:
    rows = [r for r in graph.competency("kept_how_long") if (r["instrument"], r["article"]) == (instrument, article)]
    assert any(r["value"] == value and words in r["quote"] for r in rows), rows
    assert all(bool(r["deadline"]) >= bool(r["value"]) for r in rows)


@pytest.mark.parametrize(
    ("term", "instrument", "article"),
    [
        ("核心机构", "证券期货业网络和信息安全管理办法", "第七十一条"),
        ("经营机构", "证券期货业网络和信息安全管理办法", "第七十一条"),
        ("可能对证券期货市场安全平稳运行产生较大影响", "证券期货业网络和信息安全管理办法", "第七十一条"),
        ("行业协会", "证券期货业网络和信息安全管理办法", "第七条"),
        ("重要信息系统", "证券期货业网络和信息安全管理办法", "第七十一条"),
        ("重要信息系统", "证券基金经营机构信息技术管理办法", "第六十三条"),
        ("网络运营者", "网络安全法", "第七十八条"),
        ("敏感个人信息", "个人信息保护法", "第二十八条"),
        ("保护工作部门", "关键信息基础设施安全保护条例", "第八条"),
    ],
)
def test_which_terms_are_defined_where(graph: Knowledge, term: str, instrument: str, article: str) -> None:
    rows = [r for r in graph.competency("terms_defined") if (r["term"], r["instrument"]) == (term, instrument)]
    assert {r["article"] for r in rows} == {article} and all(term in r["quote"] for r in rows)


@pytest.mark.parametrize("on", [TODAY, BEFORE])
def test_terms_are_all_the_terms_of_the_day(graph: Knowledge, on: date) -> None:
    rows = graph.competency("terms_defined", on=on)
    assert len(rows) == sum(len(graph.terms(v)) for v in graph.versions(on))


# ── citations and sanctions ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("urn", [f"{LAW}~art23", f"{LAW}~art61", f"{ORDER}~art39", f"{ORDER}~art72", f"{ORDER}~art9", f"{OLD_LAW}~art21"])
def test_what_cites_an_article_is_what_the_program_shows(graph: Knowledge, urn: str) -> None:
    rows = graph.competency("what_cites", article=urn)
    assert {(r["source"], r["text"]) for r in rows} == {(k.source, k.text) for k in graph.incoming(urn)}


@pytest.mark.parametrize(
    ("urn", "sources"),
    [
        (f"{LAW}~art23", {f"{LAW}~art36_par1", f"{LAW}~art61_par1"}),
        (f"{ORDER}~art39", {f"{ORDER}~art64_par1"}),
        (f"{ORDER}~art24", {f"{ORDER}~art66_par1"}),
    ],
)
def test_what_cites_an_article(graph: Knowledge, urn: str, sources: set[str]) -> None:
    assert {r["source"] for r in graph.competency("what_cites", article=urn)} == sources


@pytest.mark.parametrize(
    ("urn", "clause", "words"),
    [
        (f"{LAW}~art23", "第六十一条", "一万元以上五万元以下"),
        (f"{OLD_LAW}~art21", "第五十九条", "一万元以上十万元以下"),
        (f"{ORDER}~art39", "第六十四条", ""),
        (f"{ORDER}~art39_par1", "第六十四条", ""),
        (f"{ORDER}~art17", "第六十五条", ""),
        (f"{ORDER}~art31", "第六十八条", ""),
    ],
)
def test_what_punishes_a_breach(graph: Knowledge, urn: str, clause: str, words: str) -> None:
    rows = graph.competency("what_punishes", article=urn)
    named = [r for r in rows if r["general"] == "false"]
    assert clause in {r["label"] for r in named} and any(words in r["measures"] for r in named if r["label"] == clause)
    assert [r["general"] for r in rows] == sorted(r["general"] for r in rows)


@pytest.mark.parametrize("urn", [f"{LAW}~art23", f"{ORDER}~art39", f"{ORDER}~art39_par1", f"{ORDER}~art12"])
def test_what_punishes_is_what_the_program_says(graph: Knowledge, urn: str) -> None:
    rows = graph.competency("what_punishes", article=urn)
    wanted = [(s.urn, s.sanction.quote, str(s.general).lower()) for s in graph.punished_by(urn, TODAY)]
    assert {(r["clause"], r["quote"], r["general"]) for r in rows} == set(wanted) and wanted


def test_order_218_article_39_leads_on_to_the_cybersecurity_law(graph: Knowledge) -> None:
    rows = graph.competency("what_punishes", article=f"{ORDER}~art39")
    assert {r["onward"] for r in rows if r["label"] == "第六十四条" and r["general"] == "false"} >= {"网络安全法"}


# ── binding of values ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["", "what_cites.rq", "../shapes", "../queries/what_cites", "nothing", "x" * 500])
def test_an_unknown_question_is_refused(graph: Knowledge, name: str) -> None:
    with pytest.raises(QueryError, match=r"没有名为.*what_cites"):
        graph.competency(name)


def test_an_unknown_parameter_is_refused(graph: Knowledge) -> None:
    with pytest.raises(QueryError, match=r"没有参数 'firm'；可用：article"):
        graph.competency("what_cites", firm="urn:x:y")


@pytest.mark.parametrize("value", ["", "no iri", "urn:x:<a>", "a> } #", "\ud800", "中国 证监会"])
def test_a_value_that_is_no_iri_is_refused(graph: Knowledge, value: str) -> None:
    with pytest.raises(QueryError):
        graph.competency("what_cites", article=value)


@pytest.mark.parametrize("value", ["urn:lex:cn:npc:law:2016-11-07;53@2026-01-01~art999", "urn:x:y", f"{LAW}~art23}}UNION{{?s?p?o"])
def test_a_value_that_names_nothing_finds_nothing(graph: Knowledge, value: str) -> None:
    rows: Rows = ()
    try:
        rows = graph.competency("what_cites", article=value)
    except QueryError as error:
        assert "不是标识符" in str(error)
    assert rows == ()


def test_the_queries_ship_with_the_ontology() -> None:
    assert {p.stem for p in (ontology_dir() / "queries").iterdir()} == set(QUESTIONS)
