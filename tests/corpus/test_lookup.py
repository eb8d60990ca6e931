"""References as people write them lead to one provision, or to a line that says what there is instead."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.corpus.lookup import UnknownReference, look_up, read_reference
from kg.corpus.structure import parse
from kg.law.identifiers import Urn
from kg.law.model import ProvisionKind

CATALOGUE = load()
TODAY = date(2026, 11, 22)
CSL, ORDER, PIPL = "网络安全法", "证券期货业网络和信息安全管理办法", "个人信息保护法"

KNOWN = [
    ("网络安全法第二十三条", CSL, "art23"),
    ("《中华人民共和国网络安全法》第二十三条", CSL, "art23"),
    ("网安法21条", CSL, "art21"),
    ("网安法 第 21 条", CSL, "art21"),
    ("网络安全法21", CSL, "art21"),
    ("网络安全法第二十三条的规定", CSL, "art23"),
    ("根据网络安全法第二十三条", CSL, "art23"),
    ("218号令第39条第1款", ORDER, "art39_par1"),
    ("218号令第３９条第１款", ORDER, "art39_par1"),
    ("证监会令第218号第三十九条第一款", ORDER, "art39_par1"),
    ("218号令第七十一条第（六）项", ORDER, "art71_par1_item6"),
    ("218号令71条(六)", ORDER, "art71_par1_item6"),
    ("218号令第四章", ORDER, "chp4"),
    ("个保法57条", PIPL, "art57"),
    ("国家网络安全事件报告管理办法附件", "国家网络安全事件报告管理办法", "annex1"),
    ("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1", ORDER, "art39_par1"),
    ("urn:lex:cn:csrc:order:2023-02-27;218", ORDER, None),
    ("pipl", PIPL, None),
]


@pytest.mark.parametrize(("text", "title", "eid"), KNOWN)
def test_references_people_write(text, title, eid):
    shown = look_up(text, CATALOGUE, TODAY)
    assert (shown.instrument.title, Urn.parse(shown.urn).eid) == (title, eid)
    assert shown.text in shown.version.text


OLDER = [("网络安全法第二十一条", date(2020, 1, 1)), ("旧网安法第二十一条", None), ("网络安全法（2016）第二十一条", None),
         ("urn:lex:cn:npc:law:2016-11-07;53@2017-06-01~art21", None)]


@pytest.mark.parametrize(("text", "on"), OLDER)
def test_the_older_text_is_found_by_date_and_by_name(text, on):
    shown = look_up(text, CATALOGUE, on)
    assert shown.version.effective == date(2017, 6, 1) and "等级保护制度" in shown.text


def test_what_is_shown_says_where_it_stands():
    shown = look_up("网络安全法第二十三条", CATALOGUE, TODAY)
    assert shown.headings == ("第三章 网络运行安全", "第一节 一般规定")
    item = look_up("218号令第七十一条第（六）项", CATALOGUE, TODAY)
    assert (item.article, item.paragraph, item.item) == ("第七十一条", 1, "（六）")


UNKNOWN = [
    ("网络安全法第九十九条", None, "最后一条是第八十一条"),
    ("网络安全法第八十条", date(2020, 1, 1), "最后一条是第七十九条"),
    ("218号令第39条第9款", None, "最后一款是第二款"),
    ("218号令第39条第1款第3项", None, "没有第三项"),
    ("218号令第二十章", None, "最后一章是第八章"),
    ("第二十三条", None, "没有写明是哪部法规"),
    ("网络安全法第二款", None, "没有写明是哪一条"),
    ("网络安全发第三条", None, "是否指《网络安全法》"),
    ("票据法第一条", None, "已收录"),
    ("", None, "没有给出"),
    ("　 ", None, "没有给出"),
    ("网络安全法第三条以及其他", None, "看不懂"),
    ("网络安全法第" + "9" * 40 + "条", None, "无法识别"),
    ("网络安全法第三条", date(2015, 1, 1), "2017-06-01"),
    ("网络安全法（1999）第三条", None, "没有《网络安全法》1999 年的文本"),
    ("个人信息出境标准合同办法第三条", None, "没有《个人信息出境标准合同办法》的原文"),
    ("urn:lex:cn:nobody:law:2000-01-01;1", None, "没有 urn:lex:cn:nobody"),
    ("urn:lex:nonsense", None, "不是有效的 LEX URN"),
    ("urn:lex:cn:csrc:order:2023-02-27;218@1999-05-01~art39", None, "现有版本"),
    ("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~nonsense", None, "不是条文的编号"),
]


@pytest.mark.parametrize(("text", "on", "words"), UNKNOWN)
def test_what_is_not_there_is_said_in_one_line(text, on, words):
    with pytest.raises(UnknownReference) as caught:
        look_up(text, CATALOGUE, on)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_an_instrument_without_text_is_known_but_not_quoted():
    shown = look_up("JR/T 0171-2020", CATALOGUE, TODAY)
    assert shown.version is None and shown.text == "" and shown.note


def test_every_article_of_the_corpus_is_found_by_its_label():
    for version in CATALOGUE.versions:
        for article in parse(version.text).articles:
            shown = look_up(f"《{version.title}》{article.label}", CATALOGUE, version.effective)
            assert shown.provision and shown.provision.kind is ProvisionKind.ARTICLE
            assert (shown.version, shown.provision.eid) == (version, article.eid)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text("网络安全法218号令第一二三四条款项之章附件（）()0123456789@~旧原", max_size=30))
def test_any_text_gives_a_provision_or_one_line(text):
    try:
        assert read_reference(text, CATALOGUE).instrument
        look_up(text, CATALOGUE, TODAY)
    except UnknownReference as error:
        assert "\n" not in str(error)
