"""The law above a provision and below it, from the links between laws."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize(("question", "places"), [
    ("218号令是根据哪些法律制定的？", ["《证券法》", "《网络安全法》", "《关键信息基础设施安全保护条例》"]),
    ("关保条例是根据哪部法制定的", ["《网络安全法》"]),
    ("218号令第三十三条的上位法是哪条？", ["《个人信息保护法》第二十三条第一款"]),
    ("218号令第三十七条应急预案在网络安全法里的上位法依据是哪条？", ["《网络安全法》第二十七条第一款"]),
    ("应急预案这件事，218号令的要求有没有上位法依据？", ["《网络安全法》第二十七条第一款"]),
    ("个人信息保护法第五十七条在行业规章里对应哪条？", ["《证券期货业网络和信息安全管理办法》第四十一条第一款"])])
def test_links_answer(answerer, question, places):
    answer = answerer.answer(question, ["证券公司"], ON)
    assert answer.status == "answered" and all(p in answer.conclusion for p in places)
