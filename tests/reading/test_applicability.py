"""Rules that change what other articles say: where reports go, who else is bound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus import loading
from kg.corpus.structure import parse
from kg.law.model import Application, Document, Modality, Norm
from kg.law.vocabulary import Vocabulary
from kg.reading.applicability import applications, find_routes, find_widenings

VOCABULARY = Vocabulary.load()
HEAD = "某某管理办法\n\n第一条　"
CSRC, OFFICE = "中国证监会", "属地中国证监会派出机构"


def text(*articles: str) -> Document:
    numbers = "一二三四五六七八九"
    return parse("某某管理办法\n\n" + "\n".join(f"第{numbers[n]}条　{words}" for n, words in enumerate(articles)) + "\n", "某某管理办法")


def norm(
    kind: str = "report", bearer: tuple[str, ...] = ("经营机构",), recipient: tuple[str, ...] = (CSRC, "派出机构"), eid: str = "art9_par1"
) -> Norm:
    return Norm("某某管理办法", "第九条", None, None, eid, Modality.OBLIGATION, kind, bearer, recipient, "", "", None, None, "应当报告")


RULE = (
    "本办法规定的相关报告事项，是指依照监管职责，核心机构应当向中国证监会报告；除中国证监会另有要求的，经营机构和信息技术系统服务机构"
    "原则上应当向属地中国证监会派出机构报告。"
)


@pytest.mark.parametrize(
    ("words", "routes"),
    [
        (RULE, [("核心机构", CSRC), ("经营机构", OFFICE), ("信息技术系统服务机构", OFFICE)]),
        ("本规定所称报送事项，是指期货公司应当向住所地中国证监会派出机构报送。", [("期货公司", "住所地中国证监会派出机构")]),
        ("本指引要求的报告事项是指，会员应当向协会报告；理事单位应当向理事会报告。", [("会员", "协会"), ("理事单位", "理事会")]),
        ("经营机构应当向中国证监会报告。", []),
        ("重大事项，是指对市场有重大影响的事项。", []),
    ],
)
def test_rules_that_decide_where_reports_go(words: str, routes: list[tuple[str, str]]) -> None:
    found = find_routes(text(words))
    assert [(r.subject, r.recipient) for r in found] == routes and {r.eid for r in found} <= {"art1_par1"}


@pytest.mark.parametrize(
    ("words", "who", "manner"),
    [
        ("证券投资咨询机构，基金托管机构和存管银行，应当根据特点，参照适用本办法。", ["证券投资咨询机构", "基金托管机构", "存管银行"], "参照适用"),
        ("核心机构设立信息科技专业子公司的，信息科技专业子公司应当按照本办法落实网络安全要求。", ["信息科技专业子公司"], "按照执行"),
        ("私募基金管理人参照本规定执行。", ["私募基金管理人"], "参照适用"),
        ("基金销售机构比照适用本细则的有关规定。", ["基金销售机构"], "参照适用"),
        ("证券基金专项业务服务机构借助信息技术手段从事业务的，参照本办法执行。", ["证券基金专项业务服务机构"], "参照适用"),
        ("托管业务参照本办法。基金托管机构应当备案。", [], ""),
        ("经营机构委托基金托管机构的，参照适用本办法。", [], ""),
        ("基金托管机构应当按照本办法规定报告。", [], ""),
        ("基金托管机构参照适用《证券法》。", [], ""),
        ("其他机构参照适用本办法。", [], ""),
    ],
)
def test_who_else_a_text_binds(words: str, who: list[str], manner: str) -> None:
    found = find_widenings(text(words), VOCABULARY)
    assert [w.subject for w in found] == who and {w.manner for w in found} == ({manner} if who else set())
    assert all(w.treated_as and w.eid == "art1_par1" for w in found)


def test_order_218_binds_those_of_article_74() -> None:
    version = next(v for v in loading.load().versions if ";218@" in v.urn)
    found = find_widenings(parse(version.text, version.title), VOCABULARY)
    assert {w.subject for w in found if w.eid == "art74_par1"} == {
        "存管银行", "证券投资咨询机构", "基金托管机构", "基金服务机构", "经营机构子公司", "私募基金管理人"
    }
    assert [w.subject for w in found if w.eid == "art74_par2"] == ["信息科技专业子公司"]


@pytest.mark.parametrize(
    ("given_norm", "expected"),
    [
        (norm(), [Application("经营机构", (OFFICE,), ("art1_par1",))]),
        (
            norm(bearer=("核心机构", "经营机构")),
            [Application("核心机构", (CSRC,), ("art1_par1",)), Application("经营机构", (OFFICE,), ("art1_par1",))],
        ),
        (norm("submit"), [Application("经营机构", (OFFICE,), ("art1_par1",))]),
        (norm(bearer=("证券公司",)), [Application("证券公司", (OFFICE,), ("art1_par1",))]),
        (norm(bearer=("证券交易所",)), [Application("证券交易所", (CSRC,), ("art1_par1",))]),
        (norm("file"), [Application("经营机构", (CSRC, "派出机构"))]),
        (norm("inform", recipient=("投资者",)), [Application("经营机构", ("投资者",))]),
        (norm(recipient=()), [Application("经营机构", ())]),
        (norm(recipient=("公安机关",)), [Application("经营机构", ("公安机关",))]),
        (norm(recipient=(CSRC, "公安机关")), [Application("经营机构", (CSRC, "公安机关"))]),
        (norm(bearer=("关键信息基础设施运营者",)), [Application("关键信息基础设施运营者", (CSRC, "派出机构"))]),
        (norm(eid="art1_par1"), [Application("经营机构", (CSRC, "派出机构"))]),
        (norm(bearer=()), []),
    ],
)
def test_how_a_norm_applies_where_a_rule_decides(given_norm: Norm, expected: list[Application]) -> None:
    assert list(applications(given_norm, find_routes(text(RULE)), (), VOCABULARY)) == expected


def test_recipients_no_vocabulary_knows_are_told_apart_by_name() -> None:
    routes = find_routes(text("本指引要求的报告事项是指，会员应当向协会报告；理事单位应当向理事会报告。"))
    found = applications(norm(bearer=("会员",), recipient=("协会", "理事会")), routes, (), VOCABULARY)
    assert found == (Application("会员", ("协会",), ("art1_par1",)),)


def test_those_bound_by_reference_report_as_those_they_are_treated_as() -> None:
    document = text(RULE, "基金托管机构应当参照适用本办法。")
    widenings = find_widenings(document, VOCABULARY)
    found = applications(norm(), find_routes(document), widenings, VOCABULARY)
    assert found[1:] == (Application("基金托管机构", (OFFICE,), ("art2_par1", "art1_par1"), "参照适用"),)
    assert applications(norm(bearer=("核心机构",)), (), widenings, VOCABULARY)[1:] == ()
    assert [a.manner for a in applications(norm(bearer=("经营机构", "基金托管机构")), (), widenings, VOCABULARY)] == ["适用", "适用"]


@given(st.text("经营核心机构应当向中国证监会报告事项，是指；。、和参照适用本办法 基金托管第一条\n", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all(words: str) -> None:
    document = parse(HEAD + words, "某某")
    routes, widenings = find_routes(document), find_widenings(document, VOCABULARY)
    assert all(r.eid in document.by_eid and r.recipient in document.text for r in routes)
    assert all(w.eid in document.by_eid for w in widenings)
    assert applications(norm(), routes, widenings, VOCABULARY)


def test_only_order_218_has_such_a_rule() -> None:
    routes = {v.title: find_routes(parse(v.text, v.title)) for v in loading.load().versions}
    assert {title for title, found in routes.items() if found} == {"证券期货业网络和信息安全管理办法"}
