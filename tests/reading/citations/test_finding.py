"""Every form of citation, on sentences of the law; then what must hold over all texts."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import loading, structure
from kg.law.model import Citation, Document, Version
from kg.law.numerals import article_label
from kg.reading.citations.finding import find_citations
from kg.reading.citations.unit import unit_of
from tests.reference import REFERENCE, needs_reference

Row = tuple[str, str, str | None, int | None, str | None]


def _law(sentence: str, title: str = "某某管理办法") -> Document:
    """A text of forty articles whose third, of two 款 with items in the first, ends with the sentence as its 第三款."""
    articles = [f"{article_label((n,))} 为了规范行为，制定细则。\n有关单位应当遵守。" for n in range(1, 41)]
    articles[2] = f"第三条 有下列情形之一的，应当改正：\n（一）甲；\n（二）乙；\n（三）丙。\n有关单位应当报告。\n{sentence}"
    return structure.parse(f"{title}\n第一章 总则\n" + "\n".join(articles), title)


def _rows(citations: tuple[Citation, ...]) -> list[Row]:
    return [(c.text, c.target.instrument, c.target.article, c.target.paragraph, c.target.item) for c in citations]


def _in_third(sentence: str) -> list[Row]:
    return _rows(tuple(c for c in find_citations(_law(sentence)) if c.article == "第三条"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # titles, in full, in a row, with an article behind them
        ("根据《中华人民共和国网络安全法》、《关键信息基础设施安全保护条例》制定本办法。",
         [("《中华人民共和国网络安全法》", "网络安全法", None, None, None),
          ("《关键信息基础设施安全保护条例》", "关键信息基础设施安全保护条例", None, None, None)]),
        ("依照《中华人民共和国数据安全法》第四十五条的规定处罚。",
         [("《中华人民共和国数据安全法》第四十五条", "数据安全法", "第四十五条", None, None)]),
        ("按照《中华人民共和国个人信息保护法》第三十八条第一款第二项规定认证。",
         [("《中华人民共和国个人信息保护法》第三十八条第一款第二项", "个人信息保护法", "第三十八条", 1, "（二）")]),
        ("依据《金融市场基础设施原则（PFMI）》评估。", [("《金融市场基础设施原则（PFMI）》", "金融市场基础设施原则（PFMI）", None, None, None)]),
        ("参照《工业和信息化领域数据安全管理办法（试行）》执行。",
         [("《工业和信息化领域数据安全管理办法（试行）》", "工业和信息化领域数据安全管理办法（试行）", None, None, None)]),
        ("适用《企业会计准则第36号——关联方披露》。",
         [("《企业会计准则第36号——关联方披露》", "企业会计准则第36号——关联方披露", None, None, None)]),
        ("应当取得《营业执照》，并在《人民日报》上公告。", []),
        ("《关于修改〈中华人民共和国网络安全法〉的决定》公布后施行。",
         [("《关于修改〈中华人民共和国网络安全法〉的决定》", "关于修改〈中华人民共和国网络安全法〉的决定", None, None, None)]),
        # abbreviations the text declares
        ("根据《中华人民共和国证券法》（以下简称《证券法》）制定。违反《证券法》第一百条的，予以处罚。",
         [("《中华人民共和国证券法》", "证券法", None, None, None), ("《证券法》第一百条", "证券法", "第一百条", None, None)]),
        ("根据《证券基金经营机构信息技术管理办法》（以下简称《技术办法》）制定；《技术办法》第九条另有规定的除外。",
         [("《证券基金经营机构信息技术管理办法》", "证券基金经营机构信息技术管理办法", None, None, None),
          ("《技术办法》第九条", "证券基金经营机构信息技术管理办法", "第九条", None, None)]),
        # names without 《》
        ("构成犯罪的，依照刑法第二百八十五条的规定处罚。", [("刑法第二百八十五条", "刑法", "第二百八十五条", None, None)]),
        # the text itself: one, list, range, list of paragraphs and items
        ("违反本办法第九条规定的，责令改正。", [("本办法第九条", "self", "第九条", None, None)]),
        ("违反本办法第九条、第十条、第十八条的，责令改正。",
         [("本办法第九条", "self", "第九条", None, None), ("第十条", "self", "第十条", None, None), ("第十八条", "self", "第十八条", None, None)]),
        ("不履行本办法第二十条至第二十二条规定的义务。",
         [("本办法第二十条至第二十二条", "self", n, None, None) for n in ("第二十条", "第二十一条", "第二十二条")]),
        ("违反本办法第二十二条第一款、第二款和第三十条第一款规定。",
         [("本办法第二十二条第一款", "self", "第二十二条", 1, None), ("第二款", "self", "第二十二条", 2, None),
          ("第三十条第一款", "self", "第三十条", 1, None)]),
        ("有本办法第三条第一款第（一）项至第（三）项情形的。",
         [("本办法第三条第一款第（一）项至第（三）项", "self", "第三条", 1, i) for i in ("（一）", "（二）", "（三）")]),
        ("本办法第二十一条之一规定的情形。", [("本办法第二十一条之一", "self", "第二十一条之一", None, None)]),
        ("本办法第二十一条第二项规定的情形。", [("本办法第二十一条第二项", "self", "第二十一条", None, "（二）")]),
        ("第十二条第三款规定的人员应当回避。", [("第十二条第三款", "self", "第十二条", 3, None)]),
        # relative
        ("前款规定的单位应当备案。", [("前款", "self", "第三条", 2, None)]),
        ("前两款规定的单位应当备案。", [("前两款", "self", "第三条", 1, None), ("前两款", "self", "第三条", 2, None)]),
        ("有本条第一款情形的。", [("本条第一款", "self", "第三条", 1, None)]),
        ("有第一款第二项情形的。", [("第一款第二项", "self", "第三条", 1, "（二）")]),
        ("前条规定的期限届满。", [("前条", "self", "第二条", None, None)]),
        ("前条第一款规定的期限届满。", [("前条第一款", "self", "第二条", 1, None)]),
        ("前两条规定的期限届满。", [("前两条", "self", "第一条", None, None), ("前两条", "self", "第二条", None, None)]),
        ("依照《中华人民共和国公司法》第二百条处罚；情节严重的，依照该条第二款处罚。",
         [("《中华人民共和国公司法》第二百条", "公司法", "第二百条", None, None), ("该条第二款", "公司法", "第二百条", 2, None)]),
        ("适用《证券公司监督管理条例》，但该条例第七十条除外。",
         [("《证券公司监督管理条例》", "证券公司监督管理条例", None, None, None),
          ("该条例第七十条", "证券公司监督管理条例", "第七十条", None, None)]),
        # standards
        ("应当符合GB/T 20986-2023的要求。", [("GB/T 20986-2023", "GB/T 20986-2023", None, None, None)]),
        ("按照JR/T 0171—2020执行。", [("JR/T 0171—2020", "JR/T 0171-2020", None, None, None)]),
        # words that look like a citation and are none
        ("违反本办法规定，构成犯罪的，依法追究刑事责任。", []),
        ("本办法所称数据，是指信息的记录。本条例外情形除外。", []),
        ("应当建立前项目评估、款项支付和条件审查制度。", []),
        ("本章程、本节目和该条件不受影响。", []),
        ("在买入后的三十六个月内，对该部分股份不得行使表决权。", []),
    ],
)
def test_a_sentence_cites(sentence: str, expected: list[Row]) -> None:
    assert _in_third(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "division"), [("违反本章规定的。", "第一章"), ("依照第五章的规定处理。", "第五章"), ("按照第二章第一节规定办理。", "第二章第一节"),
     ("第四章另有规定的除外。", "第四章")],
)
def test_a_division_is_cited_by_its_label(sentence: str, division: str) -> None:
    (only,) = (c for c in find_citations(_law(sentence)) if c.article == "第三条")
    assert (only.target.instrument, only.target.division, only.target.article) == ("self", division, None)


def test_an_annex_is_cited_only_where_the_text_has_one() -> None:
    text = "某办法\n第一条 分级标准见附件。\n第二条 具体目录见附件1。\n附件 分级指南\n一、总则"
    assert [(c.text, c.target.division) for c in find_citations(structure.parse(text))] == [("附件", "附件"), ("附件1", "附件1")]
    assert find_citations(structure.parse("某办法\n第一条 报送邮件附件。\n第二条 施行。")) == ()


def test_an_amending_decision_cites_the_law_it_amends() -> None:
    text = "关于修改《中华人民共和国网络安全法》的决定\n一、将第二十一条改为第二十三条。\n二、删去第六十条第二款。"
    found = find_citations(structure.parse(text))
    assert {(c.target.instrument, c.target.article) for c in found if c.article} == {
        ("网络安全法", "第二十一条"), ("网络安全法", "第二十三条"), ("网络安全法", "第六十条")}


def test_names_given_by_the_caller_may_stand_bare() -> None:
    text = structure.parse("某办法\n第一条 依照网络安全法第二十一条处理。")
    assert _rows(find_citations(text, ["网络安全法"])) == [("网络安全法第二十一条", "网络安全法", "第二十一条", None, None)]


# ── over whole texts ──


@cache
def _parsed(version: Version) -> tuple[Document, tuple[Citation, ...]]:
    doc = structure.parse(version.text, version.title)
    return doc, find_citations(doc)


VERSIONS = loading.load().versions
COUNTS = {"csrc-order-218": 51, "cybersecurity-law@2017": 34, "cybersecurity-law@2026": 50, "data-security-law": 10, "pipl": 23,
          "cii-regulations": 9, "csrc-order-152": 10, "cac-incident-reporting": 9}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.title}@{v.effective}")
def test_offsets_quote_the_article(version: Version) -> None:
    doc, citations = _parsed(version)
    assert citations
    for c in citations:
        assert unit_of(doc, c.article, c.start, c.text) is not None, c
        assert c.rule


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.title}@{v.effective}")
def test_no_citation_of_an_article_is_overlooked(version: Version) -> None:
    """Every 第…条 behind the number of an article itself lies inside a citation."""
    doc, citations = _parsed(version)
    for article in doc.articles:
        words = doc.text_of(article)
        mine = [c for c in citations if c.article == article.label]
        for match in re.finditer(r"第[一二三四五六七八九十百]+条", words):
            if match.start() > 0:
                assert any(c.start <= match.start() < c.end for c in mine), (article.label, words[match.start() - 10 : match.end() + 5])


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_the_number_of_citations_is_that_read_off_the_text(name: str, count: int) -> None:
    slug, _, year = name.partition("@")
    (version,) = (v for i in loading.load().instruments if i.slug == slug for v in i.versions if str(v.effective).startswith(year))
    assert len(_parsed(version)[1]) == count


def test_the_forms_of_order_218() -> None:
    (version,) = (v for v in VERSIONS if "218" in v.number)
    assert Counter(c.rule for c in _parsed(version)[1]) == {"title": 21, "own-act-article": 29, "previous-paragraph": 1}


@needs_reference
@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.txt")), ids=lambda p: p.stem)
def test_other_regulators_texts_give_sound_records(path: Path) -> None:
    doc = structure.parse(path.read_text(encoding="utf-8"))
    for c in find_citations(doc):
        assert unit_of(doc, c.article, c.start, c.text) is not None, c
        assert c.target.instrument == "self" or len(c.target.instrument) > 1
        if c.target.instrument == "self" and c.target.article and doc.articles:
            assert any(a.label == c.target.article for a in doc.articles), c


PIECES = st.sampled_from([
    "《网络安全法》", "《", "》", "第", "二十一", "条", "款", "项", "（二）", "前款", "前两款", "本条", "本法", "本章", "至", "、", "和", "该款",
    "同条", "附件",
    "（以下简称《", "（以下简称", "）", "\n第一条 ", "\n（一）", "。", "，", "GB/T 20986-2023", "刑法", "依照", "999999999", "\n一、", "第三章",
    "之一", "〈", " ",
])


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_records_whose_offsets_hold(text: str) -> None:
    doc = structure.parse(text)
    for c in find_citations(doc):
        assert c.start < c.end
        assert unit_of(doc, c.article, c.start, c.text) is not None
