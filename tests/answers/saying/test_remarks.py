"""What is said of the provisions cited: their rank and the number they had before an amendment."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize(("question", "on", "words"), [
    ("网络安全法第二十三条", ON, "《网络安全法》第二十三条（2026年1月1日起施行的文本）修正前为第二十一条，文字相同"),
    ("网络安全法第二十一条", ON, "如所指为修正前的文本：修正前的第二十一条，现为第二十三条。"),
    ("网络安全法第六十一条", ON, "修正前为第五十九条，文字有修改"),
    ("网络安全法第二十条", ON, "《网络安全法》第二十条（2026年1月1日起施行的文本）为修正时新增"),
    ("网络安全法第七十一条", ON, "修正前为第六十四条、"),
])
def test_the_older_number_of_an_amended_article(answerer, question, on, words):
    assert words in answerer.answer(question, as_of=on).answer


@pytest.mark.parametrize(("question", "on"), [
    ("网络安全法第一条", ON), ("网络安全法第二十一条", date(2025, 6, 1)), ("218号令第三十九条", ON), ("个人信息保护法第五十七条", ON)])
def test_nothing_is_said_where_no_number_changed(answerer, question, on):
    said = answerer.answer(question, as_of=on).answer
    assert "条号变化" not in said and "修正前" not in said


def test_the_rank_of_texts_of_different_rank(answerer):
    said = answerer.answer("发生网络安全事件后向谁报告", ["证券公司"], ON).answer
    assert "依据的层级：" in said and "法律《网络安全法》" in said and "部门规章《证券期货业网络和信息安全管理办法》" in said
    assert "依据的层级" not in answerer.answer("218号令第三十九条", as_of=ON).answer


@pytest.mark.parametrize(("question", "words"), [
    ("数据出境安全评估的结果有效期几年", "优先适用：《促进和规范数据跨境流动规定》第九条第一款“通过数据出境安全评估的结果有效期为3年"),
    ("网络产品提供者没有采取漏洞补救或者报告措施，漏洞管理规定怎么处理",
     "所引旧条号：《网络产品安全漏洞管理规定》第十二条引用的是修正前的《网络安全法》第六十条，现为第六十二条"),
])
def test_what_prevails_and_what_number_is_old_is_said_beside_the_words(answerer, question, words):
    assert words in answerer.answer(question, as_of=ON).answer


def test_before_the_amendment_no_number_is_old(answerer):
    assert "所引旧条号" not in answerer.answer("网络产品提供者没有采取漏洞补救或者报告措施，漏洞管理规定怎么处理", as_of=date(2025, 12, 31)).answer
