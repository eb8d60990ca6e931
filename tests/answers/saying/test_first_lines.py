"""What an answer begins with: the words asked for, the verdict of a premise, the facts in rows, the amounts by the law's own measure."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kg.answers.answerer import Answerer, answer_json

ON = date(2026, 11, 30)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


FIRST = [
    ("系统日志要保存多久", "证券公司", "六个月以上"), ("个人信息保护影响评估报告保存多久", None, "三年"),
    ("年报最迟哪天报送", "期货公司", "4月30日前"),
    ("交易系统宕机了，该向谁报告", "证券公司", "属地中国证监会派出机构"), ("谁是网络和信息安全的第一责任人", "证券公司", "主要负责人"),
    ("能不能拿人脸当唯一的身份认证方式", "证券公司", "不得"), ("数据备份有效性验证多久做一次", "证券公司", "每季度"),
    ("应急演练报告要保存几年", "证券公司", "五年"), ("网络日志留存不得少于几个月", None, "六个月"),
]


WHOLE = [  # what the story as a whole leads to is told beside its facts, a ban beside the fines, a clause of another party that is spoken of
    ("两个机房同时对外跑，一个坏了另一个顶上，所以没另租灾备机房，检查说我们没有灾备，这么布局算有灾备吗", "证券公司", "任一数据中心可视为"),
    ("应聘的人两年前黑别人网站被拘留过五天，领导想让他管生产网安全，能用吗，违反什么", "证券公司", "五年内不得从事"),
    ("供应商谈价不成就把行情接口关了，哪条不许他这么干", "证券公司", "无正当理由关闭系统接口"),
    ("我们有1200万客户，不算重要数据处理者，要不要按重要数据处理者那套办", None, "还应当遵守本条例第三十条、第三十二条"),
]


@pytest.mark.parametrize(("question", "profile", "words"), WHOLE)
def test_what_the_whole_story_leads_to_is_told(answerer, question, profile, words):
    assert words in answerer.answer(question, [profile] if profile else [], ON).conclusion


@pytest.mark.parametrize("question", [
    "没做等保处五万元以上五十万元以下罚款，对吗", "泄露个人信息最高罚一百万元，对吗", "违法处理个人信息，处五千万元以下罚款，对吗",
    "数据处理者未履行数据安全保护义务，处五十万元以上二百万元以下罚款，对吗", "期货公司违反218号令，处十万元以下罚款，对吗"])
def test_a_fine_of_another_degree_is_neither_confirmed_nor_denied(answerer, question):
    assert not answerer.answer(question, [], ON).conclusion.startswith(("是", "否"))


@pytest.mark.parametrize("question", ["听说客户资料泄露只要补上了就不用告诉客户，对吗", "只要备了案就能刷脸当唯一登录方式，对吗"])
def test_no_long_words_stand_against_one_word_of_a_premise(answerer, question):
    assert "不是‘只要’" not in answerer.answer(question, ["证券公司"], ON).conclusion


@pytest.mark.parametrize(("question", "profile", "words"), FIRST)
def test_line_one_holds_what_was_asked(answerer, question, profile, words):
    found = answerer.answer(question, [profile] if profile else [], ON)
    assert words in found.conclusion.split("\n")[0] and "的规定如下" not in found.answer


PREMISES = [
    ("依据个人信息保护法第五十六条，影响评估报告应当至少保存五年，对吗？", "否", "三年"), ("218号令第三十九条要求一小时内报告，对吗", "否", "未定"),
    ("网络运营者没落实等级保护又拒不改正的，最高罚三百万元，对吗？", "否", "五十万元以下"),
    ("未履行数据安全保护义务拒不改正的，处九十万元以上二百万元以下罚款，对吗？", "否", "五十万元以上"),
    ("网络运营者没落实等级保护又拒不改正的，处五万元以上五十万元以下罚款，对吗？", "是", "五十万元以下"),
    ("关基运营者没做背景审查的，直接罚十万元以上一百万元以下，对吗？", "否", "以“拒不改正”为条件"),
    ("个人信息保护影响评估报告应当至少保存三年，对吗？", "是", "三年"), ("重要信息系统业务日志应当保存五年以上，对吗？", "是", "五年以上"),
]


@pytest.mark.parametrize(("question", "word", "words"), PREMISES)
def test_a_premise_is_denied_or_confirmed(answerer, question, word, words):
    first = answerer.answer(question, ["证券公司"], ON).conclusion.split("\n")[0]
    assert first.startswith(word) and words in first


@pytest.mark.parametrize(("question", "denied"), [
    ("《网络安全法》第二十三条规定“采取监测、记录网络运行状态、网络安全事件的技术措施，并按照规定留存相关的网络日志不少于六个月”，对吗？", False),
    ("《网络安全法》第二十四条规定“采取监测、记录网络运行状态、网络安全事件的技术措施，并按照规定留存相关的网络日志不少于六个月”，对吗？", True),
    ("218号令第三十九条规定“发生事件后应当在一小时内向交易所报告并公告”，是这样吗？", True)])
def test_words_said_to_stand_in_an_article_are_looked_up(answerer, question, denied):
    first = answerer.answer(question, [], ON).conclusion.split("\n")[0]
    assert ("没有所引的文字" in first) is denied and first.startswith("否") is denied


def test_a_fact_is_not_put_under_whatever_the_story_is_most_like(answerer):
    story = "早盘报单网关堵死了，客户的单子一个钟头没出去，值班的人没跟证监局说，客户群里也没发通知。违反了哪些规定？"
    rows = [f for f in answerer.answer(story, ["证券公司"], ON).findings if f.why == "fact"]
    said = {f.provision: f.text for f in rows}
    assert any("第三十九条" in p and "证监局" in t for p, t in said.items()) and not any("第四十一条" in p and "证监局" in t for p, t in said.items())


def test_by_when_a_thing_is_due_is_no_threshold(answerer):
    said = answerer.answer("网站被人篡改首页两个小时，我们是小基金公司，多久之内要报给网信办？", [], ON).conclusion
    assert "4小时" in said.split("\n")[0] and "超出" not in said


def test_facts_have_a_row_each(answerer):
    question = "重要系统变更前没好好评估技术风险，测试方案也不全，日志又没记全导致事后查不出原因。这几个问题各违反218号令哪一条？"
    found = answerer.answer(question, ["证券公司"], ON)
    rows = [f for f in found.findings if f.why == "fact"]
    assert {"第十五条", "第十六条", "第十八条"} <= {c.article for c in found.citations} and len(rows) >= 3
    assert all(re.match(r"\d+\. ‘", f.text) for f in rows)


def test_how_grave_a_leak_is_is_no_question_about_classes_of_data(answerer):
    found = answerer.answer("泄露了150万客户的个人信息，算什么级别，多久之内报给网信部门", ["证券公司"], ON)
    assert found.status == "answered" and "较大网络安全事件" in found.conclusion and "4小时" in found.conclusion


@pytest.mark.parametrize(("question", "words"), [
    ("泄露了150万客户的个人信息，算什么级别，多久之内报给网信部门", "较大网络安全事件"),
    ("开户刷脸存了十二万人的人脸，要不要备案", "12万人|十二万人"),
    ("我们管着五百个持有人账户的私募，218号令管不管我们", "未达到")])
def test_thresholds_are_applied(answerer, question, words):
    assert re.search(words, answerer.answer(question, [], ON).conclusion.split("\n")[0])


def test_each_ask_is_numbered(answerer):
    found = answerer.answer("应急演练一年要搞几次？写的报告得留多久？", ["证券公司"], ON)
    assert "（1）" in found.conclusion and "（2）" in found.conclusion and "五年" in found.conclusion


@pytest.mark.parametrize("question", [*(q for q, *_ in FIRST), *(q for q, *_ in PREMISES)])
def test_what_was_found_is_told_as_records(answerer, question):
    found = answerer.answer(question, ["证券公司"], ON)
    shape = answer_json(found)
    assert shape["conclusion"] == found.answer.partition("\n依据：")[0].strip() and shape["findings"]
    for record in shape["findings"]:
        assert set(record) == {"ask", "verdict", "text", "provision", "span", "why"} and record["text"]
        span = record["span"]
        assert span is None or span["end"] - span["start"] == len(span["quote"])
        assert span is None or any(span["quote"][:12] in c["quote"] for c in shape["citations"])
