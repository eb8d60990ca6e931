"""Any text becomes a tree whose parts joined again are the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.corpus.structure import parse, stretches
from kg.law.model import ProvisionKind as K
from tests.reference import REFERENCE, needs_reference

FORMS = [
    ("第一条　甲应当乙。\n丙不得丁。", ["art1", "art1_par1", "art1_par2"]),
    ("第二十一条之一 甲。", ["art21-1", "art21-1_par1"]),
    ("第三条 有下列情形：\n（一）甲；\n1.乙；\n（二）丙。\n丁。",
     ["art3", "art3_par1", "art3_par1_item1", "art3_par1_item1_sub1", "art3_par1_item2", "art3_par2"]),
    ("第一条 职责：（一）甲；（二）乙。", ["art1", "art1_par1", "art1_par1_item1", "art1_par1_item2"]),
    ("第一编 总\n第一章 总则\n第一节 一般\n第一条 甲。", ["prt1", "prt1_chp1", "prt1_chp1_sec1", "art1", "art1_par1"]),
    ("目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。",
     ["chp1", "art1", "art1_par1", "chp2", "art2", "art2_par1"]),
    ("第一条 甲。第二条 乙。", ["art1", "art1_par1", "art2", "art2_par1"]),
    ("第1条 甲。", ["art1", "art1_par1"]),
    ("第一条 甲\n第九条规定的除外。", ["art1", "art1_par1", "art1_par2"]),
    ("第一条 甲。\n附件\n一、乙\n1.丙", ["art1", "art1_par1", "annex1", "annex1_par1", "annex1_sec1", "annex1_sec1_par1", "annex1_sec1_par1_item1"]),
    ("只有一段话。", ["par1"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "eids"), FORMS)
def test_forms(text, eids):
    assert [p.eid for p in parse(text).walk()] == eids


@pytest.mark.parametrize(("text", "code"), [
    ("第一条 甲。\n第三条 乙。", "numbering"), ("第二条 甲。", "numbering"), ("第一条 甲。\n第一条 乙。", "repeated"),
    ("随便写点什么", "no-articles"), ("第一条 甲：\n（一）乙；\n（三）丙。", "item-numbering")])
def test_problems_are_reported(text, code):
    assert code in {p.code for p in parse(text).problems}


@pytest.mark.parametrize(("line", "title"), [
    ("《某规定》", "某规定"), ("# 《某规定》", "某规定"), ("《某规定》修订对照表", "《某规定》修订对照表"),
    ("关于印发《某规定》的通知", "关于印发《某规定》的通知"),
    ("中华人民共和国某法", "某法")])
def test_the_first_line_is_the_title(line, title):
    assert parse(f"{line}\n第一条 甲。").title == title


def _sound(text: str) -> None:
    document = parse(text)
    assert "".join(words for _, words in stretches(document)) == text
    eids = [p.eid for p in document.walk()]
    assert len(eids) == len(set(eids))
    for node in document.walk():
        inner = [node.start, *(x for c in node.children for x in (c.start, c.end)), node.end]
        assert inner == sorted(inner), node.eid
        assert 0 <= node.start <= node.end <= len(text)


@pytest.mark.parametrize("version", load().versions, ids=lambda v: v.urn)
def test_corpus_round_trip_leaves_nothing_outside_the_tree(version):
    _sound(version.text)
    document = parse(version.text, version.title)
    preamble = version.text[: document.children[0].start]
    assert not [words for eid, words in stretches(document) if not eid and words.strip() and words not in preamble]
    assert not preamble.strip() or preamble.startswith("为")  # 为依法惩治…，制定本解释：
    for article in document.articles:
        joined = "".join(document.text[c.start : c.end] for c in article.children)
        assert document.text_of(article).removeprefix(article.label).strip("、 　\n") == joined.strip()


@needs_reference
def test_reference_round_trip():
    for path in REFERENCE.glob("*.txt"):
        _sound(path.read_text(encoding="utf-8"))


ALPHABET = st.sampled_from(list("第一二三十百条章节编款项之（）()1.。；：\n\r 　附件规定、\u2028\0😀甲"))


@given(st.text(ALPHABET, max_size=80) | st.text(max_size=60))
def test_any_text_gives_a_tree(text):
    _sound(text)


def test_article_text_starts_at_its_number_and_keeps_line_breaks():
    document = parse("第一章 总则\n\n第一条　甲：\n（一）乙。\n\n第二条　丙。\n")
    assert document.text_of(document.articles[0]) == "第一条　甲：\n（一）乙。"
    assert [a.eid for a in document.ancestors("art1_par1")] == ["chp1", "art1"]
    assert document.by_eid["chp1"].heading == "总则"
    assert document.by_eid["art1_par1_item1"].kind is K.ITEM
