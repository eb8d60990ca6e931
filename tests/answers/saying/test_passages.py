"""The words of one 款 that are told: its sentences together, of a list the items that are meant."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize(("question", "profile", "words"), [
    ("备份系统要达到几级", "证券公司", ["第一级", "第二级", "第四级"]),
    ("外籍高管突发急病，要把病历传给国外医院，要先做安全评估吗", None, ["紧急情况下为保护自然人的生命健康和财产安全"]),
    ("没签集体合同能按跨境人力资源管理免申报吗", None, ["依法签订的集体合同实施跨境人力资源管理"]),
    ("首席信息官要具备哪些条件", "证券公司", ["十年以上", "最近三年", "（共3项）"]),
])
def test_the_items_that_are_meant_are_told(answerer, question, profile, words):
    first = answerer.answer(question, [profile] if profile else [], ON).conclusion.split("\n")[0]
    assert [w for w in words if w not in first] == []


def test_a_list_says_how_many_items_are_left_out(answerer):
    conclusion = answerer.answer("外籍高管突发急病，要把病历传给国外医院，要先做安全评估吗", [], ON).conclusion
    assert "另有3项，见下文" in conclusion


def test_sentences_that_follow_each_other_are_one_quotation(answerer):
    first = answerer.answer("数据出境安全评估结果有效期几年，快到期了怎么办", [], ON).conclusion.split("\n")[0]
    assert "”“" not in first
