"""Word files and web pages give the words as people see them: with their numbers, without what was struck out, with the notice around."""

from __future__ import annotations

import io

import pytest

from kg.corpus.readers import FileText, read, read_bytes
from kg.own.adding import read as read_own
from tests.shared_files import FILES, extracted, needs_files

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _docx(paragraphs: list[str], numbering: str = "", styles: str = "") -> str:
    """The text of a Word file whose body, numbering and further styles are given as XML, with w: as their prefix."""
    from docx import Document
    from docx.oxml import parse_xml

    word = Document()
    root = word.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    for new in parse_xml(f"<w:numbering {_W}>{numbering}</w:numbering>"):
        root.append(new)
    for new in parse_xml(f"<w:styles {_W}>{styles}</w:styles>"):
        word.styles.element.append(new)
    body = word.element.body
    for new in parse_xml(f"<w:body {_W}>{''.join(paragraphs)}</w:body>"):
        body.insert(len(body) - 1, new)
    buffer = io.BytesIO()
    word.save(buffer)
    return read_bytes(buffer.getvalue(), "a.docx").text


def _lvl(level: int, form: str, pattern: str, more: str = "") -> str:
    return (f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>')


def _num(number: int, abstract: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def _p(words: str, number: int | None = None, level: int | None = 0, style: str = "") -> str:
    ilvl = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
    numbered = f'<w:numPr>{ilvl}<w:numId w:val="{number}"/></w:numPr>' if number is not None else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


ARTICLES = (
    f'<w:abstractNum w:abstractNumId="0">{_lvl(0, "chineseCountingThousand", "第%1条")}{_lvl(1, "chineseCounting", "（%2）")}'
    "</w:abstractNum>"
)


def test_a_list_goes_on_in_another_num_of_the_same_kind():
    text = _docx([_p("甲", 1), _p("第二章 报告"), _p("乙", 2)], ARTICLES + _num(1) + _num(2))
    assert text.splitlines() == ["第一条 甲", "第二章 报告", "第二条 乙"]


def test_a_start_override_begins_anew_once():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    text = _docx([_p("甲", 1), _p("乙", 2), _p("丙", 2)], ARTICLES + _num(1) + _num(2, more=override))
    assert text.splitlines() == ["第一条 甲", "第五条 乙", "第六条 丙"]


def test_items_begin_anew_below_each_article():
    text = _docx([_p("甲", 1), _p("乙", 1, 1), _p("丙", 1), _p("丁", 1, 1), _p("戊", 1, 1)], ARTICLES + _num(1))
    assert text.splitlines() == ["第一条 甲", "（一）乙", "第二条 丙", "（一）丁", "（二）戊"]


STYLES = ('<w:style w:type="paragraph" w:styleId="Art"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
          '<w:style w:type="paragraph" w:styleId="Art2"><w:name w:val="条2"/><w:basedOn w:val="Art"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Item"><w:name w:val="项"/><w:basedOn w:val="Art"/>'
          '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>'
          '</w:style>')


def test_numbers_are_inherited_from_the_style_below():
    text = _docx([_p("甲", style="Art"), _p("乙", style="Art2"), _p("丙", style="Item"), _p("丁", 0, style="Art")], ARTICLES + _num(1), STYLES)
    assert text.splitlines() == ["第一条 甲", "第二条 乙", "（一）丙", "丁"]  # 0 takes the number away


def test_the_level_of_a_style_may_stand_in_the_list():
    levels = _lvl(0, "chineseCounting", "第%1章") + _lvl(1, "chineseCounting", "第%2条", '<w:pStyle w:val="Art"/>')
    text = _docx([_p("总则", 1), _p("甲", style="Art")], f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>' + _num(1), STYLES)
    assert text.splitlines() == ["第一章 总则", "第一条 甲"]


@pytest.mark.parametrize(("form", "pattern", "labels"), [
    ("decimal", "%1.", ["1.", "2."]), ("decimalEnclosedCircle", "%1", ["①", "②"]), ("lowerLetter", "%1)", ["a)", "b)"]),
    ("upperRoman", "%1.", ["I.", "II."]), ("chineseCounting", "%1、", ["一、", "二、"]), ("bullet", "●", ["", ""]), ("none", "", ["", ""])])
def test_forms_of_numbers(form, pattern, labels):
    text = _docx([_p("甲", 1), _p("乙", 1)], f'<w:abstractNum w:abstractNumId="0">{_lvl(0, form, pattern)}</w:abstractNum>' + _num(1))
    assert text.splitlines() == [labels[0] + "甲", labels[1] + "乙"]


def test_clauses_of_a_standard_are_numbered_through_their_levels():
    levels = _lvl(0, "decimal", "%1 ") + _lvl(1, "decimal", "%1.%2 ") + _lvl(2, "decimal", "%1.%2.%3 ")
    text = _docx([_p("范围", 1), _p("要求", 1), _p("总则", 1, 1), _p("甲", 1, 2), _p("乙", 1, 2), _p("检查", 1, 1)],
                 f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>' + _num(1))
    assert text.splitlines() == ["1 范围", "2 要求", "2.1 总则", "2.1.1 甲", "2.1.2 乙", "2.2 检查"]


def test_what_was_moved_away_or_struck_out_is_no_text_and_is_not_counted():
    moved = ('<w:p><w:pPr><w:rPr><w:moveFrom w:id="1" w:author="a"/></w:rPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
             '<w:moveFrom w:id="2" w:author="a"><w:r><w:t>乙</w:t></w:r></w:moveFrom></w:p>')
    there = ('<w:p><w:moveTo w:id="3" w:author="a"><w:r><w:t>移来</w:t></w:r></w:moveTo>'
             '<w:del w:id="4" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>')
    text = _docx([_p("甲", 1), moved, _p("丙", 1), there], ARTICLES + _num(1))
    assert text.splitlines() == ["第一条 甲", "第二条 丙", "移来"]


def _table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{_p(words)}</w:tc>" for words in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@pytest.mark.parametrize(("table", "kept"), [
    (_table(("修订前", "修订后"), ("第三条 旧", "第三条 新")), ["第三条 新"]),
    (_table(("序号", "现行规定", "修改后"), ("1", "第三条 旧", "第三条 新")), ["第三条 新"]),
    (_table(("修订前", "修订后"), ("不适用", "适用")), ["修订前", "修订后", "不适用", "适用"]),  # no articles: a table of the text
    (_table(("事件", "时限"), ("中断", "1小时")), ["事件", "时限", "中断", "1小时"]),
])
def test_of_a_table_of_changes_only_the_new_articles_are_read(table, kept):
    assert _docx([_p("标题"), table, _p("尾")]).splitlines() == ["标题", *kept, "尾"]


@needs_files
@pytest.mark.parametrize(("name", "articles"), [
    ("24-numbering-goes-on.docx", ["第一条", "第二条", "第三条", "第四条"]),
    ("24b-numbering-by-inherited-style.docx", ["第一条", "第二条", "第三条"]),
    ("25-moved-text.docx", ["第一条", "第二条", "第三条", "第四条"]), ("40-comparison-table.docx", ["第三条", "第四条"]),
    ("22-whole-page-in-form.html", ["第一条", "第二条", "第三条"]), ("23-notice-and-annex-outside.html", ["第一条", "第二条", "第三条"])])
def test_articles_of_real_kinds_of_files(name, articles):
    assert [a["article"] for a in extracted(name)["articles"]] == articles


@needs_files
def test_numbers_that_go_on_are_cited_and_dated():
    found = extracted("24-numbering-goes-on.docx")
    assert [(n["article"], n["deadline"]["text"]) for n in found["norms"] if n["deadline"]] == [("第三条", "每季度")]
    assert [c["target"]["article"] for c in found["citations"]] == ["第三条"]


@needs_files
def test_only_the_right_column_of_a_table_of_changes_gives_norms():
    found = extracted("40-comparison-table.docx")
    assert {n["deadline"]["text"] for n in found["norms"] if n["deadline"]} == {"每半年", "5日内"}


@needs_files
def test_footnotes_are_not_inside_the_text():
    assert read(FILES / "05-footnotes.docx").text.splitlines()[1:] == [
        "一、依据《个人信息保护法》第五十七条第一款，贵司应当立即采取补救措施。", "二、处罚依据为《数据安全法》第四十五条第一款。"]


@needs_files
def test_a_whole_page_in_a_form():
    found = extracted("22-whole-page-in-form.html")
    assert found["title"] == "数据安全管理规定"
    assert [(n["action"], n["recipient"]) for n in found["norms"] if n["kind"] == "submit"] == [("报送", ["监管局"])]


@needs_files
def test_the_notice_and_the_annex_around_the_articles_are_kept():
    text = read(FILES / "23-notice-and-annex-outside.html").text
    document, stated = read_own(FileText(text, "关于印发《数据安全管理规定》的通知"))
    assert (stated.number, str(stated.promulgated)) == ("某监发〔2026〕3号", "2026-01-05")
    annex = document.text_of(document.by_eid["annex1"])
    assert annex.splitlines() == ["附件", "一、年度报告应当包括下列内容：", "（一）数据种类；", "（二）风险处置情况。"]
    assert "首页" not in text


LAW = "<div class=law><p>第一条 甲。</p><p>第二条 乙。</p></div>"


def _page(body: str) -> str:
    return read_bytes(f"<html><head><title>t</title></head><body>{body}</body></html>".encode(), "a.html").text


@pytest.mark.parametrize(("body", "kept"), [
    (f"<form><label>搜索</label><input></form><form><h1>某规定</h1>{LAW}</form>", ["某规定"]),
    (f"<form>搜索</form><h2>某规定</h2>{LAW}", ["某规定"]),
    (f"<ul><li><a>关于印发《丙》的通知</a></li><li><a>2026年1月1日公告</a></li></ul>{LAW}", []),  # a menu of links
    (f"<div><p>某令第3号</p><div><p>2026年1月5日</p>{LAW}</div></div>", ["某令第3号", "2026年1月5日"]),
    (f"<div>首页 &gt; 规章</div>{LAW}", []),
])
def test_what_stands_before_the_articles(body, kept):
    assert _page(body).splitlines() == [*kept, "第一条 甲。", "第二条 乙。"]


@pytest.mark.parametrize(("body", "kept"), [
    (f"{LAW}<p>附件</p><p>一、丙</p><p>主办单位：某局 京ICP备1号</p>", ["附件", "一、丙"]),
    (f"<div>{LAW}</div><div><p>附件1：表</p></div><div>打印本页 关闭窗口</div>", ["附件1：表"]),
    (f"{LAW}<p>丙丁</p>", []),
])
def test_what_stands_behind_the_articles(body, kept):
    assert _page(body).splitlines() == ["第一条 甲。", "第二条 乙。", *kept]
