"""The highest grade that facts meet, and what they leave open."""

from __future__ import annotations

import pytest

from kg.answers.finding.measuring import grade, grade_sentence
from tests.answers.finding.measuring.real import clauses

ANNEX = ("cac-incident-reporting", "annex1")
BANK = ("pbc-incident-reporting-measures", "art7", "art8", "art9", "art10")
TOP, GREAT, LARGE = "特别重大网络安全事件", "重大网络安全事件", "较大网络安全事件"


@pytest.mark.parametrize(("facts", "name", "possible"), [
    ("泄露了150万人的客户信息", LARGE, []), ("泄露了80万人的信息", "", []), ("泄露了正好100万人的信息", LARGE, []),
    ("泄露近百万客户资料", "", []), ("客户数据被拖库，约100万人", "", [LARGE]), ("泄露了一百多万人的信息，系统停了2个小时", LARGE, []),
    ("泄露三千万用户的手机号，损失600万元", GREAT, []), ("一亿两千万用户的数据外泄", TOP, []), ("泄露150万条个人信息", "", []),
    ("泄露数据影响150万客户", LARGE, []),
    ("关基整体瘫痪40分钟", LARGE, []), ("系统瘫痪40分钟", "", []), ("关基交易系统停了20分钟", "", [LARGE]), ("关基停了半小时", LARGE, []),
    ("关基整体中断运行10分钟", LARGE, []), ("关基主要功能停了一个半小时", LARGE, []), ("关基停了7个小时", GREAT, [TOP]),
    ("关键信息基础设施整体中断7个小时", TOP, []), ("关基主要功能中断2小时59分钟", LARGE, []), ("关基停了5分钟", "", []),
    ("集中交易系统是关基，早盘全部中断了十二分钟", LARGE, []), ("关键信息基础设施主要功能停了两个小时", LARGE, []),
    ("我司的关键信息基础设施主要功能停了三个小时", GREAT, []), ("关基系统卡死了将近半小时", "", [LARGE]), ("事件造成直接损失大概480万", "", []),
    ("五百万整的损失", LARGE, []), ("损失接近两千万元", LARGE, []), ("黑客把一千多万用户的信息挂到暗网上", GREAT, []),
    ("系统宕机一个小时，我们不是关基", "", []), ("外包人员把不到100万客户资料卖了出去", "", []),
    ("期货公司APP被攻击，130万投资者没法登录", "", [GREAT, LARGE]),
    ("损失150万元", "", []), ("直接经济损失五百万", LARGE, []), ("赔了2000万", GREAT, []), ("直接经济损失1.2亿元", TOP, []), ("赚了600万元", "", []),
    ("导致120万人停电", "", [GREAT, LARGE]), ("官网2小时打不开", "", [LARGE]), ("网页被篡改，被转发了2万次", "", [GREAT, LARGE])])
def test_the_grade_of_facts(facts, name, possible):
    found = grade(facts, clauses(*ANNEX))
    assert (found.grade, [n for n, _ in found.possible]) == (name, possible)


@pytest.mark.parametrize(("facts", "name"), [
    ("泄露5万条个人信息", "较大网络安全事件"), ("泄露4万条个人信息", ""), ("泄露1000万条敏感个人信息", TOP), ("泄露1000万条个人信息", GREAT),
    ("泄露600条征信信息", "较大网络安全事件"), ("支付系统中断2小时", "")])
def test_grades_named_by_the_words_that_lead_in(facts, name):
    assert grade(facts, clauses(*BANK)).grade == name


def test_the_order_of_the_text_is_no_matter():
    listed = clauses(*ANNEX)
    assert grade("关基停了7个小时", listed[::-1]).grade == GREAT


def test_a_grade_is_told():
    assert grade_sentence(grade("泄露了150万人的客户信息", clauses(*ANNEX))) == (
        "150万人 ≥ 100万人，达到“100万人以上”→较大网络安全事件（《国家网络安全事件报告管理办法》附件第三部分第二款第5项）。")
    open_ = grade_sentence(grade("关基停了20分钟", clauses(*ANNEX)))
    assert open_.startswith("是否构成较大网络安全事件不能确定：20分钟 ≥ 10分钟")
    assert grade_sentence(grade("今天天气不错", clauses(*ANNEX))) == ""
