"""The way to an answer is told as steps that can be taken apart again, on the real graph."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer
from kg.answers.saying.trail import QUESTION, step, step_ends

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


STEPS = [
    ("发生网络安全事件后向谁报告", ("问题", "提到", "网络安全事件")),
    ("发生网络安全事件后向谁报告", ("网络安全事件", "触发", "《证券期货业网络和信息安全管理办法》第三十九条")),
    ("发生网络安全事件后向谁报告", ("《证券期货业网络和信息安全管理办法》第三十九条", "对象依", "《证券期货业网络和信息安全管理办法》第七十二条")),
    ("发生网络安全事件后向谁报告", ("《证券期货业网络和信息安全管理办法》第三十九条", "报告", "属地中国证监会派出机构")),
    ("218号令第39条规定了什么", ("问题", "写明", "《证券期货业网络和信息安全管理办法》第三十九条")),
    ("证券公司未建立健全网络安全应急预案的，怎么处罚", ("《证券期货业网络和信息安全管理办法》第六十四条", "转致", "《网络安全法》第六十一条")),
]


@pytest.mark.parametrize(("question", "wanted"), STEPS)
def test_the_steps_lead_through_the_graph(answerer, question, wanted):
    told = answerer.answer(question, ["证券公司"], ON).path
    assert wanted in [step_ends(text) for text in told]


def test_a_step_is_taken_apart_again():
    assert step_ends(step("甲", "触发", "乙 → 丙")) == ("甲", "触发", "乙 → 丙")
    assert step_ends("no step at all") == (QUESTION, "", "no step at all")
