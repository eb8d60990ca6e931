"""Times fixed by the law: every type, the words and the value; and what is no time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.law.model import Deadline, DeadlineType
from kg.reading.deadlines import best, duration, find_deadlines

CASES = [
    # fixed-date
    ("应当于每年4月30日前，完成专项评估", "每年4月30日前", "fixed-date", "--04-30"),
    ("应当于每年四月底前报送年度报告", "每年四月底前", "fixed-date", "--04-30"),
    ("次年1月31日前向省级网信部门报送上一年度情况", "次年1月31日前", "fixed-date", "--01-31"),
    ("应当在2025年12月31日前完成整改", "2025年12月31日前", "fixed-date", "2025-12-31"),
    # relative
    ("并于演练后15个工作日内将相关情况报告中国证监会", "演练后15个工作日内", "relative", "P15BD"),
    ("应当在本办法实施之日起半年内备案", "在本办法实施之日起半年内", "relative", "P6M"),
    ("自收到申报材料之日起7个工作日内通知数据处理者", "自收到申报材料之日起7个工作日内", "relative", "P7BD"),
    ("应当在24小时内向有关主管部门报告", "24小时内", "relative", "PT24H"),
    ("最迟不得超过半小时", "最迟不得超过半小时", "relative", "PT30M"),
    ("最迟不得超过1小时", "最迟不得超过1小时", "relative", "PT1H"),
    ("三个月内完成审计", "三个月内", "relative", "P3M"),
    # retention
    ("业务日志应当保存五年以上", "保存五年以上", "retention", "P5Y"),
    ("留存相关的网络日志不少于六个月", "留存相关的网络日志不少于六个月", "retention", "P6M"),
    ("处理情况记录应当至少保存三年", "至少保存三年", "retention", "P3Y"),
    ("保存期限不得少于二十年", "保存期限不得少于二十年", "retention", "P20Y"),
    # periodic
    ("每年至少开展一次网络安全应急演练", "每年至少开展一次", "periodic", "P1Y"),
    ("应当至少每隔2小时进行事中进展报告", "至少每隔2小时", "periodic", "PT2H"),
    ("每三年至少开展一次全面审计", "每三年至少开展一次", "periodic", "P3Y"),
    ("重要信息系统应当每季度至少进行一次验证", "每季度至少进行一次", "periodic", "P3M"),
    ("在报送年度报告的同时报送专项报告", "在报送年度报告的同时", "periodic", "P1Y"),
    ("应当在披露半年度报告的同时公布处置情况", "在披露半年度报告的同时", "periodic", "P6M"),
    ("应当在编制季度运行报告时同时更新清单", "在编制季度运行报告时同时", "periodic", "P3M"),
    ("提交月报的同时应当附送日志", "提交月报的同时", "periodic", "P1M"),
    ("应当定期向会员进行风险警示", "定期", "periodic", None),
    # prior
    ("应当提前向中国证监会报告", "提前", "prior", None),
    ("应当提前15个工作日报告", "提前15个工作日", "prior", "P15BD"),
    ("有效期届满60个工作日前重新申报", "有效期届满60个工作日前", "prior", "P60BD"),
    ("核心机构在重要信息系统上线、变更前应当制定测试方案", "在重要信息系统上线、变更前", "prior", None),
    # immediate
    ("应当立即采取补救措施", "立即", "immediate", None),
    ("应当第一时间报告", "第一时间", "immediate", None),
    ("及时告知用户", "及时", "immediate", None),
]


@pytest.mark.parametrize(("words", "text", "kind", "value"), CASES)
def test_one_time(words, text, kind, value):
    assert [(d.text, d.type.value, d.value) for _, _, d in find_deadlines(words)] == [(text, kind, value)]


@pytest.mark.parametrize("words", [
    "应当不定期检查", "使用即时通信工具", "目前尚未完成", "以前年度的数据", "历史峰值的两倍以上", "提高安全意识",
    "五年规划", "当前带宽的百分之八十", "事前事后的管理制度"])
def test_no_exact_time(words):
    assert not [d for _, _, d in find_deadlines(words) if d.value is not None]


@pytest.mark.parametrize(("number", "unit", "iso"), [
    ("十五", "工作日", "P15BD"), ("3", "交易日", "P3BD"), ("半", "年", "P6M"), ("两", "季度", "P6M"), ("2", "周", "P2W"), ("30", "分钟", "PT30M"),
    ("百", "日", "P100D"), ("零", "日", None), ("半", "工作日", None)])
def test_durations(number, unit, iso):
    assert duration(number, unit) == iso


def test_the_time_that_counts():
    def times(words: str) -> list[Deadline]:
        return [d for _, _, d in find_deadlines(words)]

    assert best(times("应当第一时间报告，最迟不得超过1小时")).value == "PT1H"
    assert best(times("保存五年以上")) is None, "a retention time is no time for reporting"
    assert best(times("保存五年以上"), keeping=True).value == "P5Y"
    assert best(times("定期评估，于每年4月30日前报送")).type is DeadlineType.FIXED_DATE
    assert best([]) is None


def test_every_exact_time_of_the_corpus_is_read():
    """What a plain search for 个工作日/小时/月/年/日内 and 月…日前 finds, the rules find too."""
    for version in load().versions:
        for line in version.text.split("\n"):
            plain = re.findall(r"[0-9零一二三四五六七八九十]+个?(?:工作日|小时|月|年|日)内|[0-9]+月[0-9]+日前", line)
            read = [d for _, _, d in find_deadlines(line) if d.value]
            assert all(any(p in d.text for d in read) for p in plain), line


ISO = re.compile(r"P(?:\d+(?:BD|[DWMY])|T\d+[HM])|--\d\d-\d\d|\d{4}-\d\d-\d\d")
PIECES = st.lists(st.sampled_from(list("每年月日前后内起至少不得超过小时工作个半两三十五0123９提保存定期及，。（）之")), max_size=20).map("".join)


@given(PIECES | st.text(max_size=40))
def test_any_text(text):
    last = 0
    for start, end, deadline in find_deadlines(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == deadline.text
        assert deadline.value is None or ISO.fullmatch(deadline.value)
        last = end
