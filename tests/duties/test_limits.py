"""Whom the texts of finance and of other fields bind, and what such a text is limited to, wherever a duty of it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.answers.answerer import Answerer
from kg.answers.question.reading import understand
from kg.answers.question.scope import scope
from kg.duties.calendar.making import duty_calendar
from kg.duties.calendar.text import to_text
from kg.duties.matrix.making import obligations
from kg.graph.knowledge import Knowledge
from kg.law.wording import limits

ON = date(2026, 11, 22)
PBC, AML, FUTURES, FUND, SECURITIES = "中国人民银行业务领域数据安全管理办法", "反洗钱法", "期货和衍生品法", "证券投资基金法", "证券法"
MIIT, FRAUD, AI, REVIEW = "工业和信息化领域数据安全管理办法（试行）", "反电信网络诈骗法", "生成式人工智能服务管理暂行办法", "网络安全审查办法"
LIMITED = "限于：中国人民银行业务领域数据"


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as found:
        yield found


BOUND = [  # kind of firm, text, words of a duty that is hers, words of one that is another's
    ("证券公司", AML, "金融机构应当按照规定执行大额交易报告制度", "特定非金融机构"),
    ("期货公司", AML, "金融机构应当按照规定建立客户尽职调查制度", "特定非金融机构"),
    ("期货公司", FUTURES, "期货经营机构", "期货结算机构应当"),
    ("期货交易所", FUTURES, "期货交易场所", "期货经营机构应当"),
    ("基金管理公司", FUND, "公开募集基金的基金管理人", "基金托管人应当"),
    ("基金托管机构", FUND, "基金托管人", "公开募集基金的基金管理人应当"),
    ("证券交易所", SECURITIES, "证券交易场所", "发行人应当"),
    ("证券公司", SECURITIES, "证券公司应当", "收购人应当"),
    ("信息技术系统服务机构", "网络产品安全漏洞管理规定", "应当在2日内向工业和信息化部", "收集平台应当"),
]


@pytest.mark.parametrize(("firm", "title", "hers", "others"), BOUND)
def test_a_firm_gets_what_the_law_lays_on_her_kind_and_not_on_others(known: Knowledge, firm: str, title: str, hers: str, others: str) -> None:
    quotes = [r.quote for r in obligations(known, ON, bearer=firm, instrument=title)]
    assert any(hers in q for q in quotes) and not any(q.startswith(others) for q in quotes)


@pytest.mark.parametrize(("firm", "title", "bound"), [
    ("证券公司", PBC, True), ("信息技术系统服务机构", PBC, False),  # 数据处理者 of that text: financial institutions
    ("证券公司", MIIT, False), ("证券公司", AI, False), ("信息技术系统服务机构", MIIT, True),
    ("关键信息基础设施运营者", REVIEW, True), ("证券公司", REVIEW, False),
])
def test_a_text_binds_those_whom_it_means_by_its_own_words(known: Knowledge, firm: str, title: str, bound: bool) -> None:
    everybody = frozenset(known.vocabulary.everybody.names)
    rows = [r for r in obligations(known, ON, bearer=firm, instrument=title) if not set(r.bearer.split("、")) & everybody]
    assert bool(rows) is bound


def test_every_duty_of_a_limited_text_says_what_it_is_limited_to(known: Knowledge) -> None:
    rows = obligations(known, ON, bearer="期货公司", instrument=PBC)
    assert rows and all(r.limited == LIMITED and r.trigger.startswith(LIMITED) for r in rows)
    assert not any(r.limited for r in obligations(known, ON, bearer="期货公司", instrument="证券期货业网络和信息安全管理办法"))


def test_the_calendar_says_it_too(known: Knowledge) -> None:
    made = duty_calendar(known, 2026, ("期货公司",))
    told = [e for e in (*made.dated, *made.undated) if e.row and e.row.instrument == PBC]
    assert told and LIMITED in to_text(made).decode()


def test_what_a_text_is_limited_to_stands_in_its_article_on_scope(known: Knowledge) -> None:
    limited = [i for i in known.catalogue.instruments if i.limited_to]
    assert len(limited) >= 7
    for one in limited:
        assert one.limited_to in one.versions[-1].text[:1500], one.title


def test_an_answer_says_it(built: Path) -> None:
    said = Answerer.open(built).answer("人民银行业务领域的数据，我们多久做一次审计？", ("期货公司",), ON)
    assert f"（{LIMITED}）" in said.answer


@pytest.mark.parametrize(("question", "shown", "aside"), [
    ("系统日志要留多久？", {"网络安全法", "证券期货业网络和信息安全管理办法"}, {AML, FRAUD, AI, REVIEW, PBC, MIIT}),
    ("大额交易要报给谁？", {AML}, {FRAUD, AI, MIIT}), ("央行的数据办法管不管我们", {PBC}, {MIIT, AI}),
    ("用大模型做客服有什么要求", {AI}, {AML, REVIEW}), ("关基采购要不要申报网络安全审查", {REVIEW}, {FRAUD}),
    ("做一次密评", {"密码法", "商用密码管理条例"}, {AML}),  # by the concept 商用密码
])
def test_which_texts_stand_aside_for_a_question(known: Knowledge, question: str, shown: set[str], aside: set[str]) -> None:
    found = scope(known, ON, (), understand(question, known.catalogue)).aside
    titles = {i.title for i in known.catalogue.instruments if i.work in found}
    assert aside <= titles and not shown & titles


def test_a_text_without_limits_says_nothing(known: Knowledge) -> None:
    law = known.catalogue.find("网络安全法")
    assert law is not None and limits(law) == ""
