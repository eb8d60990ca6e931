"""How questions are taken apart: tables of what people write."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.question.evidence import holds
from kg.answers.question.measures import Measure
from kg.answers.question.reading import MAX_LENGTH, find_amounts, find_references, normalise, understand
from kg.answers.question.wants import Want
from kg.corpus.loading import load

CATALOGUE = load()

WANTS = [
    ("发生网络安全事件后向谁报告", {Want.TO_WHOM}),
    ("这事第一个该跟谁说？会里还是当地局？", {Want.TO_WHOM}),
    ("最晚几个钟头得跟网信那边说？", {Want.WHEN}),
    ("被查出来要罚多少", {Want.PENALTY}),
    ("重要信息系统是指什么", {Want.DEFINITION}),
    ("218号令什么时候施行", {Want.STATUS}),
    ("218号令管不管我们", {Want.SCOPE}),
    ("早盘打个补丁，行不行？", {Want.MAY}),
    ("等级保护在第几条", {Want.WHERE}),
]

MEASURES = [
    ("要在几个工作日内报送", Measure.DURATION), ("恢复时间上限是多少分钟", Measure.MINUTES), ("要存满几年", Measure.RETENTION),
    ("测评多久一次", Measure.FREQUENCY), ("压力测试多久做一次", Measure.FREQUENCY), ("报告要保存几年", Measure.RETENTION),
    ("最少得占营收的百分之几", Measure.PERCENT), ("备案收费标准", Measure.FEE),
    ("余量要留几倍", Measure.MULTIPLE), ("应当具备多少年以上从业经历", Measure.YEARS), ("罚款幅度是多少", Measure.MONEY),
]

REFERENCES = [
    ("网络安全法第二十三条", ("cybersecurity-law", (23,), None, None)),
    ("网安法21条说什么", ("cybersecurity-law", (21,), None, None)),
    ("218号令第39条第1款", ("csrc-order-218", (39,), 1, None)),
    ("《中华人民共和国个人信息保护法》第五十八条第一款第（四）项", ("pipl", (58,), 1, 4)),
    ("第九十九条", (None, (99,), None, None)),
    ("关基条例第四十条之一", ("cii-regulations", (40, 1), None, None)),
]


@pytest.mark.parametrize(("text", "wants"), WANTS)
def test_wants(text, wants):
    assert wants <= understand(text, CATALOGUE).wants


@pytest.mark.parametrize(("text", "measure"), MEASURES)
def test_measures(text, measure):
    assert measure in understand(text, CATALOGUE).measures


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_references(text, expected):
    (found,) = find_references(text, CATALOGUE)
    assert (found.instrument and found.instrument.slug, found.number, found.paragraph, found.item) == expected


@pytest.mark.parametrize("text", ["依照哪一法律的哪一条处罚", "一共有三条要求", "没有条件的"])
def test_counts_are_no_references(text):
    assert find_references(text, CATALOGUE) == ()


@pytest.mark.parametrize(("text", "slugs"), [
    ("依《网络安全法》和《数据安全法》", ["cybersecurity-law", "data-security-law"]),
    ("按152号令最多罚多少", ["csrc-order-152"]),
    ("证监会那个事件报告与调查处理办法里", ["csrc-incident-measures"]),
    ("券商出事了向谁报告", [])])
def test_instruments_named(text, slugs):
    assert [i.slug for i in understand(text, CATALOGUE).instruments] == slugs


@pytest.mark.parametrize(("text", "value", "unit"), [
    ("一共也就八百来个", 800, "个"), ("持有人有1200人", 1200, "人"), ("泄露了120万人的信息", 1_200_000, "人"), ("停了3小时", 3, "小时")])
def test_amounts(text, value, unit):
    assert (value, unit) in {(a.value, a.unit) for a in find_amounts(text)}


@pytest.mark.parametrize(("text", "day"), [
    ("2024年5月1日那会儿", date(2024, 5, 1)), ("2024年的时候", date(2024, 12, 31)), ("2023年5月1日以前", date(2023, 5, 1)),
    ("保存5年", None), ("2024年13月40日", None)])
def test_dates_in_questions(text, day):
    assert understand(text, CATALOGUE).as_of == day


@pytest.mark.parametrize(("measure", "text", "expected"), [
    (Measure.RETENTION, "重要信息系统业务日志应当保存五年以上", True), (Measure.RETENTION, "形成应急演练报告存档备查", False),
    (Measure.FREQUENCY, "每年至少开展一次", True), (Measure.FREQUENCY, "开展定级备案、等级测评", False),
    (Measure.PERCENT, "应当在当前带宽的百分之五十以下", True), (Measure.MINUTES, "最迟不得超过1小时", False),
    (Measure.FEE, "应当向中国证监会备案", False), (Measure.MONEY, "处十万元以上一百万元以下罚款", True),
    (Measure.DURATION, "于演练后15个工作日内", True), (Measure.YEARS, "保存五年以上", False)])
def test_what_a_passage_holds(measure, text, expected):
    assert holds(measure, text) is expected



@given(st.text(max_size=300))
def test_any_text_is_a_question(text):
    question = understand(text, CATALOGUE)
    assert len(question.text) <= MAX_LENGTH
    assert normalise(question.text) == question.text


@pytest.mark.parametrize(("text", "topic"), [
    ("<b>日志</b>保存多久", "日志保存多久"), ('<script src="x">日志保存多久</script>', "日志保存多久"),
    ("人数<10万且>1万要备案吗", "人数<10万且>1万要备案吗"),
])
def test_markup_pasted_with_a_question_says_nothing(text, topic):
    assert understand(text, CATALOGUE).topic == topic


@pytest.mark.parametrize(("text", "measures"), [
    ("前几天真要恢复才发现备份坏了，备份多久一次", {Measure.FREQUENCY}), ("事件报给哪几家", set()), ("至少要有几家供应商", {Measure.COUNT}),
])
def test_a_number_of_days_told_is_none_asked_for(text, measures):
    assert set(understand(text, CATALOGUE).measures) == measures


@pytest.mark.parametrize(("text", "titles"), [
    ("按刑法他会被判几年", ["刑法"]), ("刑法第二百八十五条怎么说", ["刑法"]), ("这种做法合规吗", []), ("公司法务怎么看", [])])
def test_a_title_of_two_characters_is_known_where_it_stands_alone(text, titles):
    assert [i.title for i in understand(text, CATALOGUE).instruments] == titles
