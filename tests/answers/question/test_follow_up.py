"""Questions that lean on the one before, and those that stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.question.follow_up import FollowUp, follow_up
from kg.law.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
BEFORE = "券商系统宕机了，该向谁报告？"


@pytest.mark.parametrize(("question", "meant"), [
    ("那期货公司呢？", FollowUp("我们系统宕机了，该向谁报告？", profile=("期货公司",))),
    ("换成公募呢", FollowUp("我们系统宕机了，该向谁报告？", profile=("基金管理公司",))),
    ("要是关基呢？", FollowUp("我们系统宕机了，该向谁报告？", profile=("关键信息基础设施运营者",))),
    ("上交所呢？", FollowUp("我们系统宕机了，该向谁报告？", profile=("证券交易所",))),
    ("那2025年的时候呢", FollowUp("2025年，券商系统宕机了，该向谁报告？")),
    ("多久之内？", FollowUp("多久之内？", after=BEFORE)),
    ("那罚多少？", FollowUp("罚多少？", after=BEFORE)),
    ("依据哪条", FollowUp("依据哪条", after=BEFORE)),
    ("那不报会怎么罚？", FollowUp("不报会怎么罚？", after=BEFORE)),
])
def test_what_is_meant(question, meant):
    assert follow_up(BEFORE, question, VOCABULARY) == meant


@pytest.mark.parametrize("question", [
    "日志要存多久？", "期货公司的应急演练报告要交给谁，多久之内？", "那个218号令里关于压力测试报告的保存期限到底是怎么规定的呢", "", "？", "你好"])
def test_a_question_that_stands_alone(question):
    assert follow_up(BEFORE, question, VOCABULARY) is None


def test_without_a_question_before_nothing_is_followed():
    assert follow_up("", "那期货公司呢？", VOCABULARY) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_are_read(previous, question):
    found = follow_up(previous, question, VOCABULARY)
    assert found is None or found.question
