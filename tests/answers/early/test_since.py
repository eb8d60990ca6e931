"""Facts of an earlier day have the law of that day, with today's article beside it; an older number has both articles."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize(("question", "words"), [
    ("2025年11月的事，网络安全法第五十九条罚款多少？现在又是多少？",
     ["一万元以上十万元以下", "自2026年1月1日起为第六十一条", "五万元以上五十万元以下"]),
    ("2025年11月的事，网络安全法第二十五条怎么规定应急预案？", ["自2026年1月1日起为第二十七条，文字相同"]),
    ("2025年12月15日关基运营者使用未经安全审查的产品，罚多少？", ["《网络安全法》第六十五条第一款", "自2026年1月1日起为第六十七条，文字有修改。"])])
def test_the_law_of_the_day_and_of_today(answerer, question, words):
    conclusion = answerer.answer(question, ["证券公司"]).conclusion
    assert all(w in conclusion for w in words)


def test_an_older_number_has_both(answerer):
    answer = answerer.answer("网安法第三十七条讲的是重要数据境内存储吗？", ["证券公司"], date(2026, 11, 24))
    assert {"第三十七条", "第三十九条"} <= {q.article for q in answer.citations}
    assert "修正前的第三十七条，现为《网络安全法》第三十九条" in answer.conclusion


def test_the_law_of_today_is_told_alone(answerer):
    assert "此后的修正" not in answerer.answer("网络安全法第六十一条罚款多少？", ["证券公司"], date(2026, 11, 24)).answer
