"""Amounts of a question beside the thresholds of the law: the right ones, and rightly reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.finding.measuring import MeasuredClause, Reached, find_quantities, sentence, weigh
from kg.answers.finding.measuring.comparing import reached
from kg.law.thresholds import Bounds, find_thresholds
from tests.answers.finding.measuring.real import clauses

EXPORT, CERTIFIED = ("cross-border-data-flow-provisions", "art5", "art7", "art8"), ("pi-export-certification-measures", "art5")
FACES, NETWORK = ("face-recognition-measures", "art15"), ("network-data-regulations", "art28", "art62")
AUDIT, CRIME = ("pi-compliance-audit-measures", "art4", "art5", "art12"), ("sp-personal-information-crime-interpretation", "art5", "art6")
FUNDS, LOGS, CAPACITY = ("csrc-order-218", "art74"), ("csrc-order-218", "art18"), ("csrc-order-218", "art21_par3")
WORK, REPORT = ("csrc-order-152", "art10"), ("cac-incident-reporting", "art4_par4")
YES, NO, OPEN = Reached.YES, Reached.NO, Reached.UNCLEAR


@pytest.mark.parametrize(("question", "law", "expected"), [
    ("今年累计传到境外12万人的个人信息", EXPORT, {"不满10万人": NO, "100万人以上": NO, "10万人以上、不满100万人": YES}),
    ("一年累计向香港母公司提供正好十万客户的资料", EXPORT, {"不满10万人": NO, "100万人以上": NO, "10万人以上、不满100万人": YES}),
    ("出境了不满十万人的信息", EXPORT, {"不满10万人": YES, "100万人以上": NO, "10万人以上、不满100万人": NO}),
    ("快到十万人的信息要传到境外", EXPORT, {"不满10万人": YES, "100万人以上": NO, "10万人以上、不满100万人": NO}),
    ("近百万人的个人信息出境", EXPORT, {"不满10万人": NO, "100万人以上": NO, "10万人以上、不满100万人": YES}),
    ("十几万客户的数据跨境传输", EXPORT, {"不满10万人": NO, "100万人以上": NO, "10万人以上、不满100万人": YES}),
    ("约10万人的个人信息出境", EXPORT, {"不满10万人": OPEN, "100万人以上": NO, "10万人以上、不满100万人": OPEN}),
    ("120万人信息出境，不含敏感个人信息", EXPORT, {"不满10万人": NO, "100万人以上": YES, "10万人以上、不满100万人": NO}),
    ("正好100万人的信息出境", EXPORT, {"不满10万人": NO, "100万人以上": YES, "10万人以上、不满100万人": NO}),
    ("三年累计向境外提供20万人的信息", EXPORT, {"不满10万人": OPEN, "100万人以上": NO, "10万人以上、不满100万人": OPEN}),
    ("把两百来号员工的信息传给境外总部", EXPORT, {"不满10万人": YES, "100万人以上": NO, "10万人以上、不满100万人": NO}),
    ("超过1万人的敏感个人信息出境", EXPORT, {"1万人以上": YES, "不满1万人": NO}),
    ("1万多人的人脸信息传到新加坡", EXPORT, {"1万人以上": YES, "不满1万人": NO}),
    ("8000人的金融账户信息要给美国总部", EXPORT, {"1万人以上": NO, "不满1万人": YES}),
    ("出境的指纹信息，大概1万2千人", EXPORT, {"1万人以上": YES, "不满1万人": NO}),
    ("跨境传输客户12万，都是敏感个人信息", EXPORT, {"1万人以上": YES, "不满1万人": NO}),
    ("9999人的行踪轨迹出境", EXPORT, {"1万人以上": NO, "不满1万人": YES}),
    ("我们是关基，今年出境了5000人的信息", EXPORT, {}),
    ("泄露了12万人的个人信息", EXPORT, {}),
    ("12万条记录传到境外", EXPORT, {}),
    ("累计向境外提供15万人的个人信息", CERTIFIED, {"10万人以上、不满100万人": YES}),
    ("刷脸开户存了12万人的人脸信息", FACES, {"达到10万人": YES}),
    ("人脸库正好十万人", FACES, {"达到10万人": YES}),
    ("人脸信息快到十万人了", FACES, {"达到10万人": NO}),
    ("存储了九万多人的人脸", FACES, {"达到10万人": NO}),
    ("我们有12万客户", FACES, {}),
    ("我们处理1200万人的个人信息", NETWORK, {"1000万人以上": YES}),
    ("平台月活1200万", NETWORK, {"1000万以上": YES, "1000万人以上": YES}),
    ("泄露了12万人的敏感个人信息", AUDIT, {"10万人以上": YES, "超过1000万人": NO, "100万人以上": NO}),
    ("处理正好1000万人的个人信息", AUDIT, {"超过1000万人": NO, "100万人以上": YES}),
    ("员工私下卖了6000条客户信息", CRIME, {"五千条以上": YES}),
    ("卖了60条客户的行踪轨迹", CRIME, {"五十条以上": YES}),
    ("倒卖征信信息五十条", CRIME, {"五十条以上": YES}),
    ("买卖交易信息400条", CRIME, {"五百条以上": NO}),
    ("卖客户通信记录四百九十九条", CRIME, {"五百条以上": NO}), ("出售六十条通信内容", CRIME, {"五十条以上": YES}),
    ("违法所得八千元", CRIME, {"五千元以上": YES, "五万元以上": NO}),
    ("损失了八千元", CRIME, {}),
    ("泄露了5万条信息", CRIME, {}),
    ("我们是私募，800来个客户", FUNDS, {"一千人以上": NO}),
    ("产品持有人正好一千人", FUNDS, {"一千人以上": YES}),
    ("份额持有人账户1200个", FUNDS, {"一千人以上": YES}),
    ("我们两百来号员工", FUNDS, {}),
    ("泄露了1200人的信息", FUNDS, {}),
    ("系统日志只存了三个月", LOGS, {"保存六个月以上": NO}),
    ("系统日志保存了半年", LOGS, {"保存六个月以上": YES}),
    ("业务日志存了刚好五年", LOGS, {"保存五年以上": YES}),
    ("业务日志留存四年半", LOGS, {"保存五年以上": NO}),
    ("经营机构交易时段带宽用到了八成", CAPACITY, {"百分之八十以下": NO}),
    ("经营机构近一年峰值是带宽的百分之七十九", CAPACITY, {"百分之八十以下": YES}),
    ("性能容量是历史峰值的1.8倍", CAPACITY, {"两倍以上": NO}),
    ("性能容量是历史峰值的两倍", CAPACITY, {"两倍以上": YES}),
    ("在证监局任职刚满八年", WORK, {"八年以上": YES}),
    ("做信息技术工作做了三年", WORK, {"十年以上": NO}),
    ("从事信息技术工作九年多", WORK, {"十年以上": NO}),
    ("事件发生5个小时后才上报省网信办", REPORT, {"不得超过4小时": NO, "不得超过1小时": NO}),
    ("系统停了5个小时", REPORT, {})])
def test_thresholds_on_the_same_thing(question, law, expected):
    found = {}
    for w in weigh(question, clauses(*law)):
        found.setdefault(w.words, set()).add(w.reached)
    assert found == {words: {verdict} for words, verdict in expected.items()}


def test_two_amounts_of_one_question_are_kept_apart():
    found = weigh("12万客户的数据传到境外，其中1.5万人是人脸信息", clauses(*EXPORT))
    assert {(w.quantity.words, w.words) for w in found if w.reached is YES} == {("12万客户", "10万人以上、不满100万人"), ("1.5万人", "1万人以上")}
    found = weigh("8万人的普通信息和8000人的敏感信息出境", clauses(*EXPORT))
    assert {(w.quantity.words, w.words) for w in found if w.reached is YES} == {("8万人", "不满10万人"), ("8000人", "不满1万人")}


def test_what_goes_on_without_a_unit_is_of_the_same_data():
    found = weigh("我们已经往境外传了4000个客户的人脸照片，还会再传七千个", clauses(*EXPORT))
    assert {(w.quantity.words, w.words, w.reached) for w in found} == {
        (q, w, v) for q in ("4000个客户", "七千个") for w, v in (("1万人以上", NO), ("不满1万人", YES))}


def test_the_threshold_of_the_askers_own_kind_is_taken():
    found = weigh("带宽用到了六成", clauses(*CAPACITY), labels=frozenset({"证券公司", "经营机构"}))
    assert [(w.words, w.reached) for w in found] == [("百分之八十以下", YES)]


def test_the_instruments_own_rule_on_the_number_itself_holds():
    assert weigh("带宽用到80%", [MeasuredClause("带宽的百分之八十以下。", bounds=Bounds(below=True))])[0].reached is YES
    assert weigh("带宽用到80%", [MeasuredClause("带宽的百分之八十以下。", bounds=Bounds(below=False))])[0].reached is NO


@pytest.mark.parametrize(("question", "law", "said"), [
    ("今年传到境外12万人的信息", EXPORT, "10万人 ≤ 12万人 < 100万人：达到“10万人以上、不满100万人”（《促进和规范数据跨境流动规定》第八条第一款）。"),
    ("今年传到境外8万人的信息", EXPORT, "8万人 < 10万人：在“不满10万人”之内（《促进和规范数据跨境流动规定》第五条第一款第（四）项）。"),
    ("今年传到境外8万人的信息", EXPORT, "8万人 < 100万人：未达到“100万人以上”（《促进和规范数据跨境流动规定》第七条第一款第（二）项）。"),
    ("传到境外约100万人的信息", EXPORT,
     "“约100万人”是否达到“100万人以上”（《促进和规范数据跨境流动规定》第七条第一款第（二）项），凭所述不能确定，须查明确切数目。"),
    ("人脸信息12万人", FACES, "12万人 ≥ 10万人：达到“达到10万人”（《人脸识别技术应用安全管理办法》第十五条第一款）。")])
def test_a_comparison_is_told(question, law, said):
    assert said in [sentence(w) for w in weigh(question, clauses(*law))]


def test_a_condition_the_question_does_not_speak_of_is_told():
    (found,) = weigh("我们是私募，持有人1200个", clauses(*FUNDS))
    assert "另以“借助自身运维管理的信息系统从事证券投资活动" in sentence(found)


def test_fines_and_prison_are_no_thresholds():
    assert weigh("损失30万元，关了三年", clauses("network-data-regulations", "art55", "art56")) == ()


FORMS = ("{}人以上", "不满{}人", "超过{}人", "{}人以下", "不超过{}人", "达到{}人", "不少于{}人", "不足{}人")


@given(st.sampled_from(FORMS), st.integers(2, 10**8), st.integers(2, 10**8), st.booleans(), st.booleans())
def test_what_is_reached_is_what_the_threshold_holds(form, number, value, above, below):
    bounds = Bounds(above, below)
    (law,) = find_thresholds(form.format(number), bounds)
    (amount,) = find_quantities(f"有{value}人")
    (found,) = weigh(f"有{value}人", [MeasuredClause(form.format(number), bounds=bounds)])
    assert (reached(amount, law) is YES) == (found.reached is YES) == law.holds(value)


@given(st.sampled_from(FORMS), st.integers(2, 10**6), st.integers(2, 10**6), st.integers(0, 10**6))
def test_reached_is_monotone(form, number, value, more):
    first, second = (weigh(f"有{v}人", [MeasuredClause(form.format(number))])[0] for v in (value, value + more))
    lower = first.bar.edges[0].lower
    assert (second if lower else first).reached is YES or (first if lower else second).reached is NO


OPENED = ("不到{}人", "超过{}人", "约{}人", "{}多人", "至少{}人", "近{}人", "{}人左右", "顶多{}人")


@given(st.sampled_from(OPENED), st.integers(2, 10**6), st.integers(2, 10**6))
def test_an_open_amount_reaches_only_what_all_it_may_be_reaches(form, value, number):
    (law,) = find_thresholds(f"{number}人以上")
    (amount,) = find_quantities(form.format(value))
    some = {law.holds(v) for v in (amount.low, amount.high - 1 if amount.high is not None else 10**9)}
    assert reached(amount, law) is (OPEN if len(some) == 2 else YES if some == {True} else NO)
