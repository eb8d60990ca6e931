"""Claims of questions against the words of provisions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.claims import Standing, Wording, claims, compare, compare_all
from kg.answers.claims.frames import statement

LOGS = "重要信息系统业务日志应当保存五年以上，系统日志应当保存六个月以上。"
TOLD = "经营机构应当立即向中国证监会及其派出机构报告，并在二十四小时内报送书面报告。"
TEST = "核心机构和经营机构应当每年至少开展一次压力测试。"
TIERS = "由有关主管部门责令改正；拒不改正或者情节严重的，处五万元以上五十万元以下罚款。"
AGREED = "未经个人同意，不得向他人提供个人信息，法律另有规定的除外。"


@pytest.mark.parametrize(("question", "said"), [
    ("听说日志要存三年，对吗？", "日志要存三年"),
    ("有人说，券商不用备案，是这样吗", "券商不用备案"),
    ("日志存三年就够了，没错吧", "日志存三年就够了"),
    ("演练每年一次，这种说法正确吗？", "演练每年一次"),
    ("法务说平台不用管，是不是", "平台不用管"),
    ("我们有三套系统。日志要存三年，对不对？", "日志要存三年"),
    ("他说只要备案就可以，对吗", "只要备案就可以"),
])
def test_the_frame_is_taken_off(question, said):
    assert statement(question).text == said


@pytest.mark.parametrize(("question", "article"), [
    ("《甲办法》第三十九条要求一小时内报告，对吗", (39,)),
    ("一小时内报告，是第三十九条的规定吗", (39,)),
    ("违反第二十九条的，五年内不得任职，对吗", None),
    ("按第四十条处罚，对吗", None),
])
def test_the_article_said_to_hold_the_rule(question, article):
    assert statement(question).article == article


def test_what_a_sentence_claims():
    found = [(c.point.value, c.words) for c in claims("券商无需在24小时内向网信办报告，对吗")]
    assert found == [("bearer", "券商"), ("force", "无需"), ("period", "24小时"), ("authority", "网信办")]
    assert [c.words for c in claims("我们影响了20家客户，对吗")] == []


@pytest.mark.parametrize(("question", "words", "verdict", "differences"), [
    ("交易时段网络近三年使用峰值应当在当前带宽的百分之八十以下，对吗", "交易时段相关网络近一年使用峰值应当在当前带宽的百分之八十以下", "unclear", []),
    ("交易时段网络近一年使用峰值应当在当前带宽的百分之八十以下，对吗", "交易时段相关网络近一年使用峰值应当在当前带宽的百分之八十以下", "borne", []),
    ("业务日志要存五年，对吗", LOGS, "borne", []), ("业务日志存三年就够了，是吧", LOGS, "denied", [("三年", "五年以上")]),
    ("系统日志应当保存五年，对吗", LOGS, "denied", [("五年", "六个月以上")]), ("系统日志要留半年，是不是", LOGS, "borne", []),
    ("业务日志保存五年、系统日志保存五年，对吗", LOGS, "denied", [("五年", "六个月以上")]),
    ("日志保存五年以下即可，对吗", "日志应当保存五年以上。", "denied", [("五年", "五年以上")]),
    ("日志保存不少于五年，对吗", "日志应当保存五年以上。", "borne", []),
    ("一个月内提交，对吗", "应当在三十日内提交。", "denied", [("一个月", "三十日内")]),
    ("30日内提交，对吗", "应当在三十日内提交。", "borne", []), ("一日内提交，对吗", "应当在24小时内提交。", "denied", [("一日", "24小时内")]),
    ("五日内提交，对吗", "应当在五个工作日内提交。", "denied", [("五日", "五个工作日内")]),
    ("漏洞必须24小时内修完，对吗", "应当及时修补漏洞。", "denied", [("24小时", "及时")]),
    ("应急演练每年一次，对吗", "应当定期开展应急演练。", "denied", [("每年", "定期")]),
    ("违规处理最高罚十万，对吗", "违规的，处一万元以上五万元以下罚款。", "denied", [("十万", "五万元以下")]),
    ("头一回就罚五万，对吗", TIERS, "denied", [("五万", "拒不改正"), ("头一回", "拒不改正")]), ("拒不改正的罚五万到五十万，对吗", TIERS, "borne", []),
    ("本办法2024年1月1日起施行，对吗", "本办法自2023年5月1日起施行。", "denied", [("2024年1月1日", "2023年5月1日")]),
    ("实时系统要达到第四级，对吗", "实时信息系统应当达到第三级。", "denied", [("第四级", "第三级")]),
])
def test_figures(question, words, verdict, differences):
    found = compare(question, words)
    assert (found.verdict.value, [(d.said, d.words) for d in found.differences]) == (verdict, differences)


@pytest.mark.parametrize(("question", "words", "verdict"), [
    ("券商出了事要报网信办，对吗", TOLD, "denied"),
    ("券商应当向证监局报告，对吗", TOLD, "borne"),
    ("漏洞平台向公安部备案就够，对吗", "应当向工业和信息化部备案。", "denied"),
    ("国际联网备案找县公安局，对吗", "应当向省级以上人民政府公安机关备案。", "denied"),
    ("报县级以上公安机关，对吗", "应当报县级以上人民政府公安机关。", "borne"),
    ("信息技术系统服务机构也要做压力测试，对吗", TEST, "denied"), ("期货公司每年至少做一次压力测试，对吗", TEST, "borne"),
    ("预案由经理层审议，对吗", "预案由董事会审议。", "denied"), ("预案由董事会审议，对吗", "预案由董事会审议。", "borne"),
    ("变更监事应报主管部门批准，对吗", "变更监事的，应当向主管部门备案。", "denied"), ("只要备案不要批准，对吗", "应当向主管部门备案。", "unclear"),
    ("个人信息保护法是依据民法典制定的，对吗", "为了保护权益，根据宪法，制定本法。", "denied"),
    ("本法根据宪法制定，对吗", "为了保护权益，根据宪法，制定本法。", "borne"),
])
def test_bodies_and_acts(question, words, verdict):
    assert compare(question, words).verdict.value == verdict


@pytest.mark.parametrize(("question", "words", "denied"), [
    ("上线前不用做评估，对吗", "上线前应当做评估。", True),
    ("上线前无需做评估，对吗", "上线前应当做评估。", True),
    ("上线前必须做评估，对吗", "上线前应当做评估。", False),
    ("必须使用国家身份认证，对吗", "鼓励使用国家身份认证。", True),
    ("机构必须加入协会，对吗", "机构可以加入协会。", True),
    ("机构可以加入协会，对吗", "机构可以加入协会。", False),
    ("不得委托第三方评估，对吗", "可以委托第三方评估。", True), ("可以转委托他人处理，对吗", "受托人不得转委托他人处理。", True),
    ("经营机构可以加强值守，对吗", "经营机构应当加强值守。", True), ("经营机构加强值守就可以，对吗", "经营机构应当加强值守。", False),
    ("需不需要做评估", "应当做评估。", False), ("可以不经个人同意提供，对吗", AGREED, True), ("没经同意不能提供，对吗", AGREED, False),
    ("一律不得提供，对吗", AGREED, True), ("原则上不得提供，对吗", AGREED, False), ("检测只能由外部机构做，对吗", "应当自行或者委托机构检测。", True),
    ("责任可以相应减轻，对吗", "应当承担的责任不因委托而免除或减轻。", True),
    ("责任不会因为外包减轻，对吗", "应当承担的责任不因委托而免除或减轻。", False),
])
def test_force_and_absolutes(question, words, denied):
    assert (compare(question, words).verdict is Standing.DENIED) is denied


def test_the_article_is_compared_only_where_it_is_given():
    assert compare("第四十条要求立即报告，对吗", TOLD, article=(39,)).verdict is Standing.DENIED
    assert compare("第四十条要求立即报告，对吗", TOLD).verdict is not Standing.DENIED


def test_each_claim_is_held_against_the_provision_that_bears_it():
    two = (Wording("审计报告保存期限不得少于二十年。"), Wording("压力测试报告应当保存五年以上。"))
    assert compare_all("审计报告存二十年，压测报告存五年，对吗", two).verdict is Standing.BORNE
    assert compare_all("压测报告存三年，对吗", two).verdict is Standing.DENIED


@given(st.text(alphabet="应当不得可以无需五年内每一次报网信办券商由董事会批准，。对吗就行只要一律", max_size=40))
def test_the_words_of_a_difference_are_verbatim(text):
    found = compare(text, LOGS + TOLD + TIERS, title="某办法")
    assert all(d.words in LOGS + TOLD + TIERS for d in (*found.differences, *found.borne))
