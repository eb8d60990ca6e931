"""Texts without 第…条 are read by their own numbers, and a rule inside an annex keeps its articles."""

from __future__ import annotations

import pytest

from kg.corpus.loading import load
from kg.corpus.lookup import UnknownReference, look_up
from kg.corpus.structure import parse
from kg.law.numerals import article_number
from kg.law.wording import place
from kg.reading.citations.finding import find_citations
from kg.reading.norms import find_norms
from tests import numbered_texts
from tests.shared_files import extracted, needs_files


@pytest.mark.parametrize(("text", "labels"), [
    ("一、甲\n1.乙。\n二、丙\n三、丁", ["一", "二", "三"]),
    ("通知\n（一）甲。\n（二）乙。", ["（一）", "（二）"]),
    ("指南\n1. 甲。\n2. 乙。\n3. 丙。", ["1", "2", "3"]),
    ("指南\n1、甲。\n2、乙。", ["1", "2"]),
    ("标准\n1 范围\n甲。\n2 要求\n2.1 乙\n2.1.1 丙。\n2.1.2 丁。\n2.2 戊。", ["1", "2.1.1", "2.1.2", "2.2"]),
    ("标准\n1 范围\n甲。\n2 要求\n本章总的要求。\n2.1 乙。\n2.2 丙。", ["1", "2", "2.1", "2.2"]),  # words of its own before 2.1
    ("目次\n1 范围\n2 要求\n2.1 甲\n1 范围\n这是一段很长的话。\n2 要求\n2.1 甲。\n2.2 乙乙乙乙。", ["1", "2.1", "2.2"]),
    ("一、甲。\n三、乙。", ["一", "三"]),
])
def test_the_outermost_numbers_count_the_articles(text, labels):
    assert [a.label for a in parse(text).articles] == labels


@pytest.mark.parametrize("text", [
    "只有一段话。", "一、只有一项。", "前言很长很长很长很长很长很长很长很长很长很长。\n其中：\n1. 甲；\n2. 乙。", "第一条 甲。\n一、乙；\n二、丙。"])
def test_what_is_no_text_with_numbers_of_its_own(text):
    assert not parse(text).own_numbers


def test_a_gap_in_the_numbers_is_a_problem():
    assert [p.code for p in parse("一、甲。\n三、乙。").problems] == ["numbering"]


def test_what_leads_to_the_first_part_stands_before_it():
    words = "某通知\n（2024年1月1日）\n各机构：\n现通知如下：\n一、各机构应当报告。\n二、自公布之日起施行。"
    document = parse(words, "某通知")
    assert [document.text_of(c) for c in document.children] == ["各机构：", "现通知如下：", "一、各机构应当报告。", "二、自公布之日起施行。"]
    assert parse("某通知\n现通知如下：\n一、甲。\n二、乙。").title == "某通知"


def test_chapters_of_a_standard_hold_its_clauses():
    document = parse(numbered_texts.STANDARD)
    assert [(p.eid, p.heading) for p in document.walk() if p.heading] == [
        ("chp2", "术语"), ("chp3", "要求"), ("chp3_sec3-1", "总则")]
    assert [a.eid for a in document.ancestors("art3-1-2")] == ["chp3", "chp3_sec3-1"]
    assert document.by_eid["art3-1-2_par1_item2"].label == "b)"


def test_terms_and_headings_of_a_standard_state_no_duty():
    document = parse(numbered_texts.STANDARD)
    assert [(n.article, n.item, n.kind) for n in find_norms(document)] == [
        ("3.1.1", None, "keep"), ("3.1.2", "a)", "supervise"), ("3.1.2", "b)", "submit"), ("3.2", None, "record")]


@pytest.mark.parametrize(("label", "number"), [
    ("一", (1,)), ("第一部分", (1,)), ("4.1.2", (4, 1, 2)), ("第4.1条", (4, 1)), ("4.1.", None)])
def test_numbers_of_parts(label, number):
    assert article_number(label) == number


@pytest.mark.parametrize(("article", "paragraph", "item", "words"), [
    ("一", None, "3.", "第一部分第3项"), ("一", 1, "（二）", "第一部分第（二）项"), ("二", 2, None, "第二部分第二款"),
    ("4.1", None, "a)", "4.1第a项"),
    ("第三条", 1, "1.", "第三条第一款第1项"), ("第三条", 1, "①", "第三条第一款第①项"), ("附件2第一条", 1, "（1）", "附件2第一条第一款第（1）项")])
def test_how_parts_are_cited(article, paragraph, item, words):
    assert place(article, paragraph, item) == words


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    return load(numbered_texts.write(tmp_path_factory.mktemp("numbered") / "corpus"))


NOTICE, STANDARD = "丁关于加强个人信息收集工作的通知", "戊日志保存标准"


@pytest.mark.parametrize(("reference", "eid", "label"), [
    (f"{NOTICE}一", "art1", "第一部分"), (f"{NOTICE}一、", "art1", "第一部分"), (f"{NOTICE}第一部分", "art1", "第一部分"),
    (f"{NOTICE}第一条第3项", "art1_par1_item3", "第一部分第3项"), (f"{NOTICE}第一部分第3项", "art1_par1_item3", "第一部分第3项"),
    (f"{NOTICE}一、3.", "art1_par1_item3", "第一部分第3项"), (f"{NOTICE} 一、3", "art1_par1_item3", "第一部分第3项"),
    (f"《{NOTICE}》第二部分第（二）项", "art2_par1_item2", "第二部分第（二）项"), (f"{NOTICE}二（一）", "art2_par1_item1", "第二部分第（一）项"),
    (f"{STANDARD}3.1.2", "art3-1-2", "3.1.2"), (f"{STANDARD}第3.1.2条", "art3-1-2", "3.1.2"),
    (f"{STANDARD}3.1.2 b)", "art3-1-2_par1_item2", "3.1.2第b项"),
    (f"{STANDARD}3.1", "chp3_sec3-1", "3.1"), (f"{STANDARD}第3章", "chp3", "第3部分"), (f"{STANDARD}1", "art1", "第1部分"),
    (f"{numbered_texts.NOTICE_WORK}@2024-04-01~art2_par1_item2", "art2_par1_item2", "第二部分第（二）项"),
])
def test_parts_are_looked_up_as_people_write_them(catalogue, reference, eid, label):
    shown = look_up(reference, catalogue)
    assert shown.provision is not None and shown.provision.eid == eid
    assert place(shown.article or shown.provision.label, shown.paragraph, shown.item) == label


@pytest.mark.parametrize(("reference", "words"), [
    (f"{NOTICE}九", "没有第九部分；最后一部分是第三部分"), (f"{NOTICE}一、9", "第一部分没有第九项；最后一项是第三项"), (f"{STANDARD}4.1", "没有4.1")])
def test_a_part_that_does_not_exist_is_named_as_the_text_would(catalogue, reference, words):
    with pytest.raises(UnknownReference, match=words):
        look_up(reference, catalogue)


def test_citations_of_parts():
    document = parse("根据《乙数据法》，通知如下：\n一、甲。\n"
                     "二、违反本通知第一部分第（二）项规定的，依照《乙数据法》第二条处罚。\n三、丙。", "丁通知")
    found = [(c.article, c.target.instrument, c.target.article, c.target.item) for c in find_citations(document)]
    assert found == [("", "乙数据法", None, None), ("二", "self", "一", "（二）"), ("二", "乙数据法", "第二条", None)]


def test_parts_named_in_a_law_are_no_articles_of_it():
    assert find_citations(parse("第一条 由两部分组成，第一部分为甲，第二部分为乙。")) == ()


RULE_IN_ANNEX = """关于印发制度的通知
第一条 甲应当报告。
附件1：系统清单
一、乙
附件3：账号管理细则
第一章 总则
第一条 违反本细则第二条的，通报批评。
第二条 丙应当每季度核对：
（一）丁；
（二）戊。
"""


def test_a_rule_inside_an_annex_keeps_its_articles():
    document = parse(RULE_IN_ANNEX)
    assert document.problems == ()
    assert [a.eid for a in document.articles] == ["art1", "annex3_art1", "annex3_art2"]
    assert [document.label_of(u) for u in document.units] == ["第一条", "附件1", "附件3第一条", "附件3第二条"]
    assert [a.label for a in document.main_articles] == ["第一条"]
    assert document.by_eid["annex3_art2_par1_item2"].label == "（二）"
    assert {n.article for n in find_norms(document)} == {"第一条", "附件3第一条", "附件3第二条"}


def test_an_annex_that_only_mentions_articles_has_none():
    document = parse("第一条 甲。\n附件：说明\n第五条 是关于乙的。\n第六条 是关于丙的。")
    assert [a.eid for a in document.articles] == ["art1"] and [p.code for p in document.problems] == ["annex-articles"]


@needs_files
def test_two_rules_in_one_file():
    found = extracted("38-two-rules-in-one-file.txt")
    assert [(a.get("annex"), a["article"]) for a in found["articles"]] == [
        (None, "第一条"), (None, "第二条"), ("附件2", "第一条"), ("附件2", "第二条")]
    assert ("附件2第一条", "管理员应当每季度核对账号") in {(n["article"], n["quote"]) for n in found["norms"]}
