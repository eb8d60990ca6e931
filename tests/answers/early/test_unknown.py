"""What is answered where a law of which nothing is known is named, alone or beside others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.answerer import Answerer, answer_json
from kg.answers.early.unknown import about_alone
from tests.answers.early.test_unlisted import NOT_UNKNOWN, UNKNOWN

ON = date(2026, 11, 30)
X = "\ue000"


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize(("text", "alone"), [
    (f"{X}怎么规定", True), (f"{X}？", True), (f"根据{X}，日志留存多久？", True), (f"按照{X}的要求，我司系统应当多久演练一次？", True),
    (f"我司违反了{X}，会被怎么处罚？", True), (f"我们公司不符合{X}的规定，怎么罚？", True), (f"{X}出台后，券商应当多久报告一次？", True),
    (f"{X}是去年出台的。它要求多久报告？", True), (f"我司收到{X}。这部条例要求哪些备案？", True), (f"{X}和{X}有什么不同", True),
    (f"我们在学{X}，具体有什么内容？", True), (f"对于{X}，数据出境要评估吗", True), (f"我司已经按{X}整改，那里面怎么规定？", True),
    (f"除{X}外，还有哪些规定要求留存日志？", False), (f"除了{X}，日志留存还有什么规定", False),
    (f"我司正在按{X}整改，发生网络安全事件多久报告？", False), (f"客户问到了{X}。网络安全事件应当向谁报告？", False),
    (f"证监局来查{X}的落实情况，应急演练多久一次？", False), (f"{X}要施行了。券商多久开展一次压力测试？", False)])
def test_whether_only_the_unknown_law_is_asked_about(text, alone):
    assert about_alone(text) is alone


@given(st.text(alphabet=st.sampled_from(f"{X}，。？！；：第五条我司根据按规定怎么报告"), max_size=300))
def test_any_text_is_judged(text):
    assert about_alone(text) in (True, False)


@pytest.mark.parametrize("text", [
    "《医疗器械监督管理条例》第五条怎么规定", "根据国税发〔2006〕187号，企业要做什么", "证监会令第999号第三条是什么",
    "999号令对报告时限有什么要求", "税收征收管理法第六十三条怎么规定", "网络安全法实施条例第五条", "《电信条例》和《保险法》有什么不同",
    "违反《互联网信息服务管理办法》怎么罚？", "《电子商务法》第三十一条要保存几年", "《数据出境管制条例》现在还有效吗",
    "《网络安全等级保护条例》什么时候施行", "我司违反了《电信条例》第五条，怎么罚？", "《期货交易管理暂行条例》第五条说什么"])
def test_a_law_of_which_nothing_is_known_is_not_answered_from_others(answerer, text):
    found = answerer.answer(text, as_of=ON)
    assert found.status == "unanswerable" and not found.citations and not found.norms
    assert found.answer.startswith("本库") and "不能据以回答" in found.answer and "核对名称与文号" in found.answer
    assert found.not_held and all(not n.subject and not n.url for n in found.not_held)


def test_every_unknown_name_of_the_table_is_told_and_none_of_the_others(answerer):
    silent = [t for t, _ in UNKNOWN if not answerer.answer(t, as_of=ON).answer.startswith(("本库没有", "本库未收录"))]
    called = [t for t in NOT_UNKNOWN if answerer.answer(t, as_of=ON).answer.startswith(("本库没有", "本库未收录"))]
    assert (silent, called) == ([], [])


@pytest.mark.parametrize(("text", "works"), [
    ("《电信条例》和《网络安全法》第二十三条怎么规定", {"网络安全法"}), ("网络安全法第二十三条和《电信条例》第五条怎么规定", {"网络安全法"}),
    ("《网络安全法实施条例》的上位法是不是《网络安全法》", {"网络安全法"}), ("除《电信条例》外，证券公司系统日志保存多久？", set())])
def test_a_law_held_is_answered_with_the_unknown_one_told_first(answerer, text, works):
    found = answerer.answer(text, as_of=ON)
    first = found.answer.partition("\n")[0]
    assert found.status == "answered" and "对其内容不作任何说明" in first and first.startswith("本库没有《")
    assert not works or {q.instrument for q in found.citations} <= {*works, *(q.instrument for q in found.citations if "第五条" not in q.article)}
    assert found.not_held[0].instrument in text and found.question == text


def test_no_article_is_taken_from_a_law_named_before_an_unknown_one(answerer):
    found = answerer.answer("网络安全法和税收征收管理法第六十三条怎么规定", as_of=ON)
    assert "第六十三条" not in {q.article for q in found.citations} and "《税收征收管理法》" in found.answer.partition("\n")[0]


def test_a_law_known_but_not_held_is_told_as_before(answerer):
    unheld = [i for i in answerer.knowledge.catalogue.instruments if not i.versions]
    for instrument in unheld[:12]:
        found = answerer.answer(f"《{instrument.title}》第三条怎么规定", as_of=ON)
        assert "本库没有" not in found.answer and "未收录" in found.answer


def test_what_a_text_held_says_of_a_law_not_listed_is_answered(answerer):
    found = answerer.answer("《期货交易管理暂行条例》什么时候废止", as_of=ON)
    assert found.status == "answered" and "只在《期货交易管理条例》中提到" in found.answer and "第八十六条" in {q.article for q in found.citations}


def test_a_like_name_is_offered_and_the_record_is_in_the_json(answerer):
    found = answerer.answer("《网络数据安全管理办法》第五条", as_of=ON)
    assert "名称相近的有《网络数据安全管理条例》" in found.answer
    assert answer_json(found)["not_held"][0]["instrument"] == "网络数据安全管理办法"


def test_questions_asked_one_by_one_tell_it_once_each(answerer):
    found = answerer.answer("我们被《电信条例》查了。违反《电信条例》罚多少？网络安全事件向谁报告？", as_of=ON)
    assert [n.instrument for n in found.not_held].count("电信条例") == 1 and "本库没有《电信条例》" in found.answer
