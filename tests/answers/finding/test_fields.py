"""Duties of a text limited to a field are told to those whose question shows the field, and only named to others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.answers.answerer import Answerer
from kg.answers.finding.fields import set_apart
from kg.answers.finding.selection import Candidate
from kg.answers.question.scope import Scope
from kg.law.vocabulary import Role
from kg.law.wording import LEADS

ON = date(2026, 11, 25)
PBC = "中国人民银行业务领域网络安全事件报告管理办法"


@pytest.mark.parametrize(("question", "named"), [
    ("我们期货公司昨晚夜盘系统挂了，第一个该跟谁说？", True), ("证券公司发生较大网络安全事件，多久之内报给谁", True),
    ("客户信息泄露了，应当通知哪些单位和个人", False),
])
def test_a_duty_limited_to_a_field_is_named_and_not_told(built: Path, question: str, named: bool) -> None:
    said = Answerer.open(built).answer(question, ("期货公司",), ON)
    assert said.status == "answered" and said.citations
    assert PBC not in {c.instrument for c in said.citations}
    told, _, rest = said.answer.partition(LEADS[7])
    assert PBC not in told.partition("\n依据：")[0] and (PBC in rest and "请一并核对" in rest) == named


@pytest.mark.parametrize("question", ["人民银行业务领域的网络安全事件，多久之内报告？", "央行业务系统出了网络安全事件要报给谁"])
def test_a_question_that_shows_the_field_is_told(built: Path, question: str) -> None:
    assert PBC in {c.instrument for c in Answerer.open(built).answer(question, ("期货公司",), ON).citations}


def test_what_alone_decides_is_told_whatever_its_field() -> None:
    where = Scope(ON, frozenset(), (), False, Role("运营者", "设施", ("设施",)), limited=frozenset({"urn:lex:cn:x:y:2024-01-01;1"}))
    inside, outside = (Candidate(f"urn:lex:cn:x:y:2024-01-01;{n}@2024-03-01~art1", 1.0, "retrieval") for n in (1, 2))
    assert set_apart([inside, outside], where) == ([outside], [inside])
    assert set_apart([inside], where) == ([inside], [])
