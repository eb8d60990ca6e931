"""Figures of questions and of the law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.claims.quantities import number, quantities
from kg.law.numerals import to_chinese


def read(text: str) -> list[tuple[str, float, str, str]]:
    return [(q.point.value, q.value, q.unit, q.edge.value) for q in quantities(text)]


@pytest.mark.parametrize(("text", "figures"), [
    ("三年", [("period", 36, "月", "")]), ("五年以上", [("period", 60, "月", "least")]), ("不少于六个月", [("period", 6, "月", "least")]),
    ("半年", [("period", 6, "月", "")]), ("三十日内", [("period", 30, "日", "most")]), ("30天内", [("period", 30, "日", "most")]),
    ("一个月内", [("period", 1, "月", "most")]), ("24小时内", [("period", 1440, "分钟", "most")]), ("5个工作日", [("period", 5, "工作日", "")]),
    ("每年", [("every", 12, "月", "")]),
    ("每半年演练一次", [("every", 6, "月", ""), ("count", 1, "次", "")]),
    ("两年做一次", [("every", 24, "月", "")]),
    ("一万元以上十万元以下", [("money", 10_000, "元", "least"), ("money", 100_000, "元", "most")]), ("罚五万到二十万", [("money", 50_000, "元", ""),
                                                                                                  ("money", 200_000, "元", "")]),
    ("1.5万元", [("money", 15_000, "元", "")]), ("一到十倍", [("multiple", 1, "倍", ""), ("multiple", 10, "倍", "")]),
    ("百分之五", [("share", 5, "%", "")]),
    ("30%", [("share", 30, "%", "")]),
    ("一半以下", [("share", 50, "%", "most")]),
    ("千分之三", [("share", 0.3, "%", "")]),
    ("第四级", [("rank", 4, "级", "")]), ("不满十四周岁", [("age", 14, "岁", "most")]), ("2023年5月1日", [("date", 20_230_501, "", "")]),
    ("四月底前", [("date", 400, "底", "most")]),
    ("超过100万用户", [("count", 1_000_000, "人", "least")]),
    ("1万2千人", [("count", 12_000, "人", "")]),
    ("终身不得", [("period", float("inf"), "月", "")]), ("上半年", []), ("近一年", []), ("", []),
])
def test_the_figures_of_a_text(text, figures):
    assert read(text) == figures


@given(st.integers(1, 9999))
def test_a_number_is_the_same_in_any_writing(value):
    assert number(str(value)) == number(to_chinese(value)) == value


@given(st.text(alphabet="0123456789.,一二三十百千万亿两零点半年月日元倍级人以上下内每不超过，。", max_size=40))
def test_any_text_gives_figures_that_stand_in_it(text):
    assert all(text[q.start : q.end] == q.words for q in quantities(text))
