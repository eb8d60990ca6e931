"""What follows a breach stands in the first line: every degree, firm and persons, and the fines to which a clause refers on."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kg.answers.answerer import Answerer

ON = date(2026, 11, 30)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


FIRST = [
    ("公司没做等保怎么罚", None, ["可以处一万元以上五万元以下罚款", "五万元以上五十万元以下罚款", "一万元以上十万元以下罚款", "第六十一条"]),
    ("应急预案没建怎么罚", "证券公司", ["可以依照《网络安全法》", "第六十四条", "一万元以上五万元以下罚款", "第六十一条第一款"]),
    ("应急预案没建，最多罚多少？", "证券公司", ["可以依照《网络安全法》", "五万元以上五十万元以下罚款"]),
    ("过度收集投资者个人信息，情节严重的最高罚多少", "基金管理公司", ["五千万元以下或者上一年度营业额百分之五以下罚款", "第六十六条第二款"]),
    ("境外司法机构来调数据，我们没经批准就给了，罚多少", None, ["可以并处十万元以上一百万元以下罚款", "一百万元以上五百万元以下罚款", "第四十八条"]),
    ("关基发生重大事件压着不报，会怎么处罚", "关键信息基础设施运营者", ["10万元以上100万元以下罚款", "主管人员处1万元以上10万元以下罚款"]),
    ("个人信息保护法下情节严重的罚款幅度是多少？主管人员呢？", None, ["五千万元以下", "十万元以上一百万元以下罚款"]),
]


@pytest.mark.parametrize(("question", "profile", "words"), FIRST)
def test_line_one_holds_all_degrees(answerer, question, profile, words):
    first = answerer.answer(question, [profile] if profile else [], ON).conclusion.split("\n")[0]
    assert [w for w in words if w not in first] == []


LEADS = [
    ("网络运营者没落实等级保护，拒不改正的罚多少", "“拒不改正"), ("最高一千万的网络安全罚款在什么情况下会罚", "“造成关键信息基础设施丧失主要功能"),
    ("违规处理个人信息，情节严重的怎么罚", "“有前款规定的违法行为，情节严重的”"),
]


@pytest.mark.parametrize(("question", "words"), LEADS)
def test_the_degree_that_is_named_leads(answerer, question, words):
    assert answerer.answer(question, [], ON).conclusion.startswith(words)


def test_who_answers_for_a_story_is_told_with_the_measures(answerer):
    said = answerer.answer("系统宕了六个小时，事后现场没保护好，日志也删了。违反哪条？分管副总要不要担责？", ["期货公司"], ON)
    assert "第六十二条" in said.conclusion and "直接责任人" in said.conclusion


def test_a_vendor_is_met_by_what_names_it(answerer):
    said = answerer.answer("我们的行情软件宕机半天，很多券商都在用。作为技术服务商会被怎么处理？", ["信息技术系统服务机构"], ON).conclusion
    assert "第五十七条" not in said and "信息技术" in said.split("\n")[0]


@pytest.mark.parametrize("question", [
    "应急预案没建，最多罚多少？", "过度收集投资者个人信息，情节严重的最高罚多少", "客户要求转移个人信息，有什么条件？"])
def test_every_provision_a_line_tells_is_among_the_findings(answerer, question):
    answer = answerer.answer(question, ["证券公司"], ON)
    told = set(re.findall(r"（(《[^》]+》第[^；，）]+)", answer.conclusion))
    spans = {f.provision: f.span.quote for f in answer.findings if f.span}
    assert told and all(any(p.startswith(place) for p in spans) for place in told)
    assert all(spans.values())
