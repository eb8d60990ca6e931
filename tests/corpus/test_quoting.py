"""Quotes are the corpus's own words, named as lawyers name them; every node of the real corpus can be quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.quoting import LONG, Quote, cite, label_of, quote, quotes_of, sentence_of
from kg.graph.knowledge import Knowledge
from kg.law.likeness import bigrams, overlap, squash
from kg.law.model import ProvisionKind

ORDER = "urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01"
CSL = "cybersecurity-law"


@pytest.fixture(scope="module")
def knowledge(built):
    return Knowledge.open(built)


def _version(knowledge, urn):
    return next(v for v in knowledge.catalogue.versions if v.urn == urn)


def test_every_node_of_the_corpus_gives_a_verbatim_quote(knowledge):
    for version in knowledge.catalogue.versions:
        document = knowledge.document(version)
        for node in document.walk():
            found = quote(knowledge, version, node)
            assert found is not None and squash(found.quote) in squash(document.text_of(node))
            assert found.iri == f"{version.urn}~{node.eid}" and found.version == version.effective.isoformat()
            assert node.kind is not ProvisionKind.ARTICLE or (found.article == node.name and not found.quote.startswith(node.label))


@pytest.mark.parametrize("words", ["应当在24小时内报告", "核心机构应当每小时", "发生网络安全事件后立即向证监会报告"])
def test_words_the_law_does_not_have_are_never_quoted(knowledge, words):
    version = _version(knowledge, ORDER)
    node = knowledge.document(version).by_eid["art39"]
    assert quote(knowledge, version, node, words) is None
    assert quote(knowledge, version, node, "不得瞒报、谎报、 迟报、\n漏报").quote == "不得瞒报、谎报、 迟报、\n漏报"  # blanks aside


def test_words_of_another_article_are_not_quoted_as_those_of_this_one(knowledge):
    version = _version(knowledge, ORDER)
    assert quote(knowledge, version, knowledge.document(version).by_eid["art40"], "不得瞒报、谎报、迟报、漏报") is None


@pytest.mark.parametrize(("eid", "expected"), [
    ("art39_par1", ("第三十九条", 1, None)), ("art41", ("第四十一条", None, None)), ("art71", ("第七十一条", None, None)),
    ("art41_par1", ("第四十一条", None, None))])
def test_a_sole_paragraph_is_not_counted(knowledge, eid, expected):
    version = _version(knowledge, ORDER)
    document = knowledge.document(version)
    assert label_of(document, document.by_eid[eid]) == expected


def test_an_item_and_an_annex_are_named(knowledge):
    version = next(v for v in knowledge.catalogue.versions if CSL in knowledge.catalogue.find(v.work).slug and v.until is None)
    document = knowledge.document(version)
    item = next(n for n in document.walk() if n.eid.startswith("art23_") and n.kind is ProvisionKind.ITEM)
    assert label_of(document, item) == ("第二十三条", None, "（一）")
    annexed = next(v for v in knowledge.catalogue.versions if any(n.kind is ProvisionKind.ANNEX for n in knowledge.document(v).walk()))
    annex = next(n for n in knowledge.document(annexed).walk() if n.kind is ProvisionKind.ANNEX)
    assert label_of(knowledge.document(annexed), annex)[0].startswith("附件")


@pytest.mark.parametrize(("paragraph", "item", "expected"), [
    (None, None, "《个人信息保护法》第五十七条"), (1, None, "《个人信息保护法》第五十七条第一款"),
    (12, "（二）", "《个人信息保护法》第五十七条第十二款第（二）项"), (None, "（十）", "《个人信息保护法》第五十七条第（十）项")])
def test_cite(paragraph, item, expected):
    assert cite(Quote("个人信息保护法", "2021-11-01", "第五十七条", paragraph, item, "", "")) == expected


def test_a_long_article_is_quoted_by_the_paragraphs_that_matter(knowledge):
    cac = next(v for v in knowledge.catalogue.versions if "报告管理" in v.title)
    urn = f"{cac.urn}~art4"
    assert len(knowledge.text(urn)) > LONG
    found = quotes_of(knowledge, urn, "关键信息基础设施发生网络安全事件向保护工作部门、公安机关报告")
    assert 2 in {q.paragraph for q in found} and len(found) < len(knowledge.document(cac).by_eid["art4"].children)
    assert 5 in {q.paragraph for q in quotes_of(knowledge, urn, "关键信息基础设施", needed={"art4_par5"})}
    assert [q.paragraph for q in quotes_of(knowledge, urn, "随便", exactly={"art4_par3"})] == [3]


def test_a_short_article_is_quoted_whole(knowledge):
    (found,) = quotes_of(knowledge, f"{ORDER}~art39", "瞒报")
    assert found.paragraph is None and found.quote.startswith("核心机构和经营机构应当建立应急处置机制")
    assert quotes_of(knowledge, f"{ORDER}~art999", "瞒报") == []


@pytest.mark.parametrize(("passage", "words", "expected"), [
    ("第三条　甲应当报告。乙应当保存；丙不得瞒报。", "保存", "乙应当保存；"), ("第三条　甲应当报告。乙应当保存。", "报告", "甲应当报告。"),
    ("（一）甲；\n（二）乙", "乙", "（二）乙"), ("甲。", "没有的词", "没有的词"), ("", "词", "词")])
def test_the_sentence_around_words(passage, words, expected):
    assert sentence_of(passage, words) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_overlap_is_a_share(a, b):
    assert 0.0 <= overlap(a, b) <= 1.0
    assert overlap(a, a) == (1.0 if bigrams(a) else 0.0) and overlap("", b) == 0.0
