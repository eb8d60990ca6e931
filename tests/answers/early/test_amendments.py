"""Questions about an amended law: the whole of it, one matter, one article."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize("question", ["网络安全法2026年修改了哪些内容", "新旧网安法有什么不同", "2025年修正网安法改了什么",
    "网络安全法修订前后有什么变化"])
def test_asked_about_the_whole_amendment_every_change_is_told(answerer, question):
    answer = answerer.answer(question, (), ON)
    assert "修改11条，新增4条，删除2条" in answer.answer and "新增：第三条、第二十条、第六十三条、第七十三条" in answer.answer
    assert "第六十四条（并入第七十一条）" in answer.answer and "第五十九条→第六十一条" in answer.answer
    assert {c.article for c in answer.citations} >= {"第三条", "第六十一条", "第七十一条"} and len(answer.citations) == 15
    assert all(c.quote in answerer.knowledge.text(c.iri) for c in answer.citations)


@pytest.mark.parametrize(("question", "old", "new", "how"), [
    ("网络安全法修订后等级保护有什么变化", "第二十一条", "第二十三条", "文字相同"), ("旧网络安全法第五十九条现在是第几条", "第五十九条",
    "第六十一条", "文字有修改"),
    ("旧网络安全法第三十四条对应现行第几条", "第三十四条", "第三十六条", "仅引用条号变动")])
def test_asked_about_one_matter_or_article_it_stands_beside_the_older_words(answerer, question, old, new, how):
    answer = answerer.answer(question, (), ON)
    assert old in answer.answer and new in answer.answer and how in answer.answer and len(answer.citations) == 2
