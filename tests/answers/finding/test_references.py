"""A provision that a clause says applies, or that excepts from it, is told with it; a mention alone is not followed."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize(("question", "profile", "articles", "words"), [
    ("我们APP上有1200万客户的个人信息，还得额外遵守什么规定？", "证券公司", ["第三十条", "第三十二条"], ["网络数据安全负责人", "合并、分立"]),
    ("处理敏感个人信息要告知哪些事项？", "证券公司", ["第三十条", "第十七条"], ["必要性", "名称或者姓名和联系方式"]),
    ("关基系统下线移除前，要遵守什么、做什么？", "关键信息基础设施运营者", ["第四十五条", "第十五条"], ["专家评审", "回退方案"]),
    ("客户要查阅复制我们手里的个人信息，什么情况下可以不给？", "证券公司", ["第四十五条", "第十八条"], ["情形的除外", "可以不向个人告知"]),
    ("我们是关基运营者，每年只给境外母公司传几百名员工的人事信息，是不是必须申报数据出境安全评估？", "关键信息基础设施运营者", ["第七条", "第五条"],
     ["从其规定", "跨境人力资源管理"]),
])
def test_what_applies_is_told(answerer, question, profile, articles, words):
    answer = answerer.answer(question, [profile], ON)
    assert set(articles) <= {q.article for q in answer.citations}
    assert all(w in answer.conclusion for w in words)


@pytest.mark.parametrize(("question", "beyond"), [
    ("公司累计向境外提供30万人个人信息，怎么办手续？", "不满10万人个人信息（不含敏感个人信息）的”（《促进和规范数据跨境流动规定》第五条"),
    ("系统日志和业务日志分别保存多久", "第六十四条")])
def test_what_does_not_apply_is_not(answerer, question, beyond):
    assert beyond not in answerer.answer(question, ["证券公司"], ON).conclusion


@pytest.mark.parametrize(("question", "first", "second"), [
    ("218号令和152号令对应急演练分别怎么规定？", "证券期货业网络和信息安全管理办法", "证券基金经营机构信息技术管理办法"),
    ("数据安全法和网络数据安全管理条例对重要数据处理者的风险评估各有什么要求？", "数据安全法", "网络数据安全管理条例")])
def test_each_law_has_its_line(answerer, question, first, second):
    told = answerer.answer(question, ["证券公司"], ON).conclusion.partition("另见")[0]
    assert f"（《{first}》" in told and f"（《{second}》" in told
