"""Figures that a question takes for granted, and whether a text holds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.question.premises import held, stated
from kg.law.numerals import to_chinese


@pytest.mark.parametrize(("question", "figures"), [
    ("三日内备案的规定在哪条", [(3, "日", False)]), ("72小时以内报告是哪一款", [(72, "小时", False)]),
    ("第几条要求每季度演练一次", [(3, "月", True)]),
    ("口令每90天必须换一回，是哪条", [(90, "日", True)]), ("半年之内改好", [(6, "月", False)]), ("日志要存够五年，哪条写的", [(60, "月", False)]),
    ("一年一次的压测", [(12, "月", True)]), ("十五个工作日内", [(15, "工作日", False)]), ("第三十九条第一款怎么写的", []), ("我们有1000个客户", []),
    ("2024年5月1日以前", []), ("", []),
])
def test_the_figures_of_a_question(question, figures):
    assert [(f.value, f.unit, f.every) for f in stated(question)] == figures


@pytest.mark.parametrize(("question", "text", "there"), [
    ("三日内", "应当在三日内备案", True), ("三日内", "应当在3个工作日内备案", False),
    ("72小时内", "最迟不得超过七十二小时", True),
    ("每季度一次", "每季度至少对数据备份进行一次有效性验证", True), ("每季度一次", "定期开展演练，三个月内报告", False),
    ("存够五年", "保存五年以上", True),
    ("存够五年", "保存六个月以上", False),
    ("每年一次", "每十二个月至少一次", True), ("半年内", "六个月内", True), ("十日内", "二十日内", False),
])
def test_whether_a_text_holds_the_figure(question, text, there):
    (figure,) = stated(question)
    assert held(figure, text) is there


@given(st.integers(1, 9998), st.sampled_from(["日", "小时", "工作日"]))
def test_a_figure_is_the_same_in_any_writing(number, unit):
    (figure,) = stated(f"{number}个{unit}内报告")
    assert held(figure, f"应当于{to_chinese(number)}{unit}内报告") and not held(figure, f"应当于{to_chinese(number + 1)}{unit}内报告")
