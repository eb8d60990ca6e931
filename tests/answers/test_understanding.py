"""What a question asks: its measures, kinds of answer, day, asker, script and misspelt titles. Tables of real ways of asking."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.question.asker import find_asker, is_not, is_other, plays
from kg.answers.question.days import find_date, without_date
from kg.answers.question.measures import Measure, find_measures
from kg.answers.question.reading import find_instruments, normalise, understand
from kg.answers.question.wants import Want, find_wants
from kg.corpus.loading import load
from kg.law.places import corpus_dir
from kg.law.versions import today
from kg.law.vocabulary import Vocabulary

CATALOGUE, VOCABULARY = load(corpus_dir()), Vocabulary.load()


@pytest.mark.parametrize(("text", "measure"), [
    ("关键岗位每隔几年复审一次", Measure.FREQUENCY), ("外部审计是几年一回", Measure.FREQUENCY), ("实时系统达到第几级", Measure.LEVEL),
    ("保密期最短得写几年", Measure.TERM), ("材料递上去审查办公室几个工作日内给准信", Measure.REPLY), ("教育活动最低学时是多少", Measure.LESSONS),
    ("临时公告几个交易日内发", Measure.TRADING_DAYS), ("灾备中心离多远", Measure.DISTANCE),
    ("口令要几位", Measure.LENGTH), ("每天几点前报平安", Measure.CLOCK),
    ("联网测试要组织多少轮", Measure.ROUNDS), ("多少日内去公安备案", Measure.DAYS), ("备案收费标准", Measure.FEE), ("检测费收多少", Measure.FEE),
])
def test_the_measure_asked_for(text, measure):
    assert measure in find_measures(text)


@pytest.mark.parametrize("text", [
    "检查还要交检测费，合规矩吗", "那几位老总要拍板哪些事", "别的法要求留好几年，现在删不删", "白天交易那几个小时怎么办",
    "要不要写对方要多少钱", "向谁报告", "哪几类机构", ""])
def test_no_measure_is_asked_for(text):
    assert find_measures(text) == ()


@pytest.mark.parametrize(("text", "want"), [
    ("152号令那一套期货公司用不用照办", Want.SCOPE), ("做期货的也要守152号令吗", Want.SCOPE),
    ("218号令套得到我们头上不", Want.SCOPE), ("不守会怎么着", Want.PENALTY),
    ("公安能怎么收拾他", Want.PENALTY), ("第几条写的", Want.WHERE), ("想买来打电话，可以吧", Want.MAY), ("这合规矩吗", Want.MAY),
    ("报到会里还是局里", Want.TO_WHOM),
])
def test_the_kind_of_answer_asked_for(text, want):
    assert want in find_wants(text)


@pytest.mark.parametrize(("text", "day"), [
    ("2024年的时候怎么罚", date(2024, 12, 31)), ("去年国庆放假那几天中了勒索", date(today().year - 1, 10, 1)), ("2025年五一怎么报", date(2025, 5, 1)),
    ("2025年8月那阵怎么罚", date(2025, 8, 31)), ("2024-05-01 适用哪部", date(2024, 5, 1)), ("今年怎么报", None), ("2024年以来", None),
    ("2023年度报告", None), ("", None),
])
def test_the_day_a_question_names(text, day):
    assert find_date(text) == day


@pytest.mark.parametrize(("text", "day"), [
    ("老网安法事件报告第几条", date(2025, 12, 31)), ("修订前的《网络安全法》怎么罚", date(2025, 12, 31)), ("网安法怎么罚", None),
    ("老218号令", None)])
def test_the_older_text_of_a_law_is_asked_for_by_its_last_day(text, day):
    assert understand(text, CATALOGUE).as_of == day


def test_the_day_is_taken_out_of_what_is_searched():
    assert without_date("2024年的时候，系统宕机向谁报告") == "系统宕机向谁报告" and without_date("2024年") == "2024年"


@pytest.mark.parametrize(("text", "asker"), [
    ("我们私募下单全用券商提供的PB", "私募基金管理人"), ("我们是期货公司", "期货公司"), ("我们给券商做系统", "信息技术系统服务机构"),
    ("我们是给券商做交易软件的", "信息技术系统服务机构"), ("我们给期货公司供行情软件", "信息技术系统服务机构"), ("我们给客户做风险提示", None),
    ("我们为客户提供交易软件", None),
    ("作为上交所", "证券交易所"),
    ("不是券商也不是基金公司", None), ("公募要演练吗", "基金管理公司"),
    ("有同事摸进人家期货公司网络", None), ("券商和期货公司都要吗", None), ("", None),
])
def test_who_asks(text, asker):
    assert find_asker(text, VOCABULARY) == asker


def test_whom_a_question_speaks_of_is_not_who_asks():
    assert is_other("券商", "给券商做系统") and not is_not("券商", "给券商做系统") and is_not("券商", "我们不是券商")


@pytest.mark.parametrize(("typed", "plain"), [
    ("網安法要我們做些什麼", "网安法要我们做些什么"), ("客戶銷戶", "客户销户"), ("乾淨", "干净"), ("网安法　２１条", "网安法 21条"), ("著作权",
    "著作权"), ("😀", "😀")])
def test_traditional_characters_are_read_as_simplified(typed, plain):
    assert normalise(typed) == plain


@pytest.mark.parametrize(("text", "titles"), [
    ("网路安全法第二十三条", ["网络安全法"]), ("个人信息保护发怎么说", ["个人信息保护法"]),
    ("关键信息基础设施安全保护条列", ["关键信息基础设施安全保护条例"]),
    ("网络安全事件", []), ("个人信息发生泄露", []), ("食品安全法", []), ("数据安全", []),
    ("我们期货公司法务部要不要参加演练", []), ("中国人民银行发布了新规定，我们要跟吗", []), ("公司法定代表人换了要报吗", []),
    ("依照公司法第一百七十八条", ["公司法"]), ("证券法规定的罚款", ["证券法"]), ("公司法人要报备吗", []),
])
def test_a_title_with_one_wrong_character_is_known(text, titles):
    assert [i.title for i in find_instruments(text, CATALOGUE)] == titles


@given(st.text(max_size=60))
def test_any_text_is_understood(text):
    asked = understand(text, CATALOGUE)
    assert asked.text == normalise(text) and normalise(asked.text) == asked.text


@pytest.mark.parametrize(("text", "operates"), [
    ("证券交易所运营的关键信息基础设施停止运营", True), ("我们关基要下线一个系统", True), ("我们单位运营着关基", True), ("我们不是关基", False),
    ("我们算关基吗", False),
    ("关键信息基础设施运营者怎么报告", True), ("给关基单位供货", False), ("", False)])
def test_whether_the_asker_operates_critical_infrastructure(text, operates):
    assert plays(VOCABULARY.asked_apart, text) is operates
