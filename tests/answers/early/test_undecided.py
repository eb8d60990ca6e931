"""What the instruments do not decide: each reason, with the words that tell it."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.answerer import Answerer
from kg.answers.early.undecided import (
    elsewhere,
    lacks_measure,
    missing_article,
    missing_figure,
    not_bound,
    not_held,
    not_held_of,
    not_theirs,
    which_instrument,
)
from kg.answers.question.measures import Measure
from kg.answers.question.reading import understand
from kg.corpus.catalogue import Catalogue
from kg.graph.knowledge import Knowledge

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def knowledge(built):
    return Knowledge.open(built)


def _elsewhere(text, knowledge, catalogue=None):
    return elsewhere(understand(text, knowledge.catalogue), knowledge.vocabulary, catalogue or knowledge.catalogue)


@pytest.mark.parametrize("text", [
    "美国的网络安全法律怎么规定报告时限", "GDPR下泄露几小时内通知", "纽约州金融局的网络安全规定要求几小时报告", "SEC对重大网安事件披露有什么要求",
    "日本的法律对个人信息怎么保护", "香港的条例要求备案吗", "gdpr适用吗", "MAS对外包有什么要求", "按FCA的来行吗"])
def test_foreign_law_is_foreign(knowledge, text):
    assert _elsewhere(text, knowledge) is not None


@pytest.mark.parametrize("text", [
    "向境外提供个人信息，美国法律怎么要求我们不管，境内要做什么", "美国客户的数据存哪里", "把数据传给香港母公司要评估吗",
    "发生事件向谁报告", "SECURITY事件怎么报", "MASTER节点挂了报给谁",
    "个人行使删除权有什么要求", "投资人行使查阅权的规定", "对个人行为信息的收集有什么规定", "本人行踪信息收集有什么要求",
    "处理个人社保信息有什么要求"])
def test_domestic_questions_are_not(knowledge, text):
    assert _elsewhere(text, knowledge) is None


@pytest.mark.parametrize("text", [
    "税务部门对发票数据留存怎么规定", "机房的消防验收要求有哪些", "医保局的数据接口办法", "外汇局要求报什么",
    "劳动监察会怎么罚", "住建部门审批机房改造吗", "金融监管总局对外包的规定", "银保监的外包指引",
    "那人社对用工有什么要求", "人社平台怎么对接，要求是什么"])
def test_the_rules_of_a_regulator_none_of_whose_texts_is_held_are_foreign(knowledge, text):
    found = _elsewhere(text, knowledge)
    assert found is not None and "其他主管部门" in found.reason and "收录的法规中没有" in found.reason


@pytest.mark.parametrize("text", [
    "人民银行对金融基础设施有什么要求", "央行的办法怎么规定重大事项报告", "人行会怎么罚", "市场监管总局对认证有什么规定", "市监要求备案吗",
    "工商会罚款吗", "公安机关要求配合调查时怎么办", "网信办的规定", "证监局要求整改", "公安部的办法", "电信主管部门可以要求我们做什么",
    "国家安全机关要求提供数据", "工信部对App备案的要求", "税务是谁在管", "消防演练和应急演练能一起做吗"])
def test_a_regulator_with_a_text_held_or_whom_the_law_names_is_not(knowledge, text):
    assert _elsewhere(text, knowledge) is None


def test_no_issuer_of_a_text_held_is_called_foreign(knowledge):
    issuers = {issuer for i in knowledge.catalogue.instruments if i.versions for issuer in i.issuer}
    bodies = [c for i in issuers if (c := knowledge.vocabulary.authority(i))]
    assert {"中国人民银行", "国家市场监督管理总局"} <= issuers and len(bodies) >= 4
    for name in {*issuers, *(n for c in bodies for n in (*c.names, *c.everyday))}:
        assert _elsewhere(f"{name}有什么要求", knowledge) is None, name


@pytest.mark.parametrize(("issuer", "text"), [
    ("国家外汇管理局", "外汇局要求报什么"), ("国家税务总局某市税务局", "税务要求报什么")])
def test_a_text_of_its_own_makes_a_regulator_known(knowledge, issuer, text):
    held = next(i for i in knowledge.catalogue.instruments if i.versions)
    added = Catalogue((*knowledge.catalogue.instruments, replace(held, issuer=(issuer,))))
    listed = Catalogue((*knowledge.catalogue.instruments, replace(held, issuer=(issuer,), versions=())))
    assert _elsewhere(text, knowledge, added) is None and _elsewhere(text, knowledge, listed) is not None


@pytest.mark.parametrize(("text", "answering", "refused"), [
    ("央行对运营机构有什么要求", "金融基础设施监督管理办法", False), ("央行对运营机构有什么要求", "网络安全法", True),
    ("网信办有什么要求", "网络安全法", False),
    ("市场监管那边会怎么罚", "个人信息保护法", True), ("市场监管那边会怎么罚", "个人信息出境认证办法", False),
    ("按金融基础设施监督管理办法，央行有什么要求", "网络安全法", False), ("央行是谁", "网络安全法", False)])
def test_what_a_regulator_demands_is_not_answered_from_the_texts_of_others(knowledge, text, answering, refused):
    asked, others = understand(text, knowledge.catalogue), [knowledge.catalogue.find(answering)]
    found = not_theirs(asked, knowledge.vocabulary, others)
    assert (found is not None) is refused and (found is None or "在收录的该主管部门的规定中没有找到" in found.reason)


@pytest.mark.parametrize(("text", "status"), [
    ("人民银行对系统重要性金融基础设施有什么要求", "answered"), ("市场监管总局对个人信息出境认证机构有什么规定", "answered"),
    ("我们的宣传单用了“最佳”两个字，市场监管会怎么罚", "unanswerable"), ("机房的消防要求是什么", "unanswerable")])
def test_such_questions_end_to_end(built, text, status):
    assert Answerer.open(built).answer(text, as_of=ON).status == status


def test_a_body_stands_and_falls_with_those_above_and_below_it(knowledge):
    tax = next(c for c in knowledge.vocabulary.field_regulators.values() if c.label == "国家税务总局")
    office = replace(tax, iri=f"{tax.iri}-office", label="稽查局", everyday=("稽查局",), broader=(tax.iri,))
    vocabulary = copy(knowledge.vocabulary)
    vocabulary.field_regulators = {**vocabulary.field_regulators, office.iri: office}
    held = next(i for i in knowledge.catalogue.instruments if i.versions)
    of_office, of_tax = (Catalogue((replace(held, issuer=(issuer,)),)) for issuer in ("稽查局", "国家税务总局"))
    assert not {tax, office} & {*not_held_of(vocabulary, of_office)} and not {tax, office} & {*not_held_of(vocabulary, of_tax)}
    assert {tax, office} <= {*not_held_of(vocabulary, Catalogue((held,)))}


@pytest.mark.parametrize(("text", "on", "words"), [
    ("网络安全法第八十二条", ON, "共81条，最后一条是第八十一条"), ("网络安全法第八十条", date(2025, 12, 31), "共79条，最后一条是第七十九条"),
    ("网络安全法第八十条", date(2026, 1, 1), None), ("218号令第七十六条", ON, "最后一条是第七十五条"), ("关基条例52条", ON, "最后一条是第五十一条"),
    ("个保法第五十七条第三款", ON, "第五十七条没有第三款，该条共2款"), ("个保法第五十七条第二款", ON, None), ("第九十九条", ON, None),
    ("证券期货业网络安全事件报告与调查处理办法第九十九条", ON, "只收录第一条至第三条"), ("网络安全法第二十一条之一", ON, "没有第二十一条之一")])
def test_articles_that_do_not_exist(knowledge, text, on, words):
    (reference,) = understand(text, knowledge.catalogue).references
    found = missing_article(knowledge, reference, on)
    assert (found is None) is (words is None) and (words is None or words in found.reason)


@pytest.mark.parametrize(("text", "asks"), [
    ("第三十九条", True), ("违反第三十九条怎么罚", True), ("第四十条怎么规定的", True), ("218号令第三十九条", False),
    ("第三十九条里的网络安全事件应急报告交给谁", False), ("网络安全事件向谁报告", False), ("第三百条", True)])
def test_an_article_without_its_instrument_is_asked_back(knowledge, text, asks):
    found = which_instrument(knowledge, understand(text, knowledge.catalogue), ON)
    assert (found is not None) is asks
    if found and "第三十九条" in text:
        assert "《网络安全法》" in found.reason and "《国家网络安全事件报告管理办法》" not in found.reason  # it has 14 articles
    if "第三百条" in text:
        assert "一部也没有" in found.reason


def test_what_is_told_about_a_text_not_held_is_marked(knowledge):
    for instrument in knowledge.catalogue.instruments:
        if instrument.versions:
            continue
        reason = not_held(instrument, ON).reason
        assert "全文未收录" in reason and instrument.title in reason
        assert ("转述" in reason) is bool(instrument.second_hand)
        assert all(s.source in reason for s in instrument.second_hand)


@pytest.mark.parametrize(("text", "passage", "expected"), [
    ("压力测试多久一次", "每年至少开展一次重要信息系统压力测试", None), ("压力测试多久一次", "应当开展压力测试", Measure.FREQUENCY),
    ("日志留存多少个月", "系统日志应当保存六个月以上", None), ("日志保存几年", "妥善保存日志", Measure.RETENTION),
    ("投入占营收百分之几", "保障资金投入", Measure.PERCENT), ("发生事件向谁报告", "应当报告", None)])
def test_the_measure_asked_for_must_be_fixed(knowledge, text, passage, expected):
    assert lacks_measure(understand(text, knowledge.catalogue), [passage]) is expected


def test_one_deciding_text_is_enough_and_no_text_decides_nothing(knowledge):
    asked = understand("日志保存几年", knowledge.catalogue)
    assert lacks_measure(asked, ["妥善保存", "保存五年以上"]) is None and lacks_measure(asked, []) is Measure.RETENTION


@pytest.mark.parametrize("measure", list(Measure))
def test_every_measure_has_a_name(measure):
    assert missing_figure(measure).startswith("所问的") and len(missing_figure(measure)) > 12


def test_whom_the_nearest_rule_binds_is_said():
    found = not_bound("期货公司", ("证券基金经营机构",), [])
    assert "证券基金经营机构" in found.reason and "没有把期货公司列为义务主体" in found.reason


@given(st.text(max_size=120))
def test_any_text_is_judged(knowledge, text):
    asked = understand(text, knowledge.catalogue)
    elsewhere(asked, knowledge.vocabulary, knowledge.catalogue)
    which_instrument(knowledge, asked, ON)
    assert all(missing_article(knowledge, r, ON) is None or "没有" in missing_article(knowledge, r, ON).reason for r in asked.references)
