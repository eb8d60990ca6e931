"""The obligation matrix: the right rows for each kind of firm, and files that open everywhere and run nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kg.corpus.review.files import Kind
from kg.duties.matrix.making import obligations
from kg.duties.matrix.render import WRITERS, render
from kg.duties.matrix.rows import COLUMNS, TITLE, MatrixError, Row
from kg.files.heading import PROGRESS, Heading
from kg.files.render import FormError
from kg.files.safe import clean, neutral
from kg.graph.knowledge import Knowledge
from kg.law.identifiers import article_urn
from kg.law.model import Modality
from kg.law.vocabulary import ProfileError
from kg.law.wording import kind_key, kind_label

TODAY = date(2026, 11, 24)
ORDER = "证券期货业网络和信息安全管理办法"
OFFICE, CSRC = "属地中国证监会派出机构", "中国证监会"
HEADING = Heading(TODAY, (("义务主体", "券商"),), TITLE)


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


def row(**values: str) -> Row:
    own = dict.fromkeys(Row.__dataclass_fields__, "") | {
        "bearer": "经营机构", "applies_to": "券商", "act": "报告", "matter": "网络安全事件", "recipient": OFFICE,
        "basis": "《甲办法》第三条第一款",
        "quote": "经营机构应当报告", "status": "现行有效\n未核对", "instrument": "甲办法", "version": "urn:x@2024-01-01",
        "chapter": "第一章 总则",
        "article": "第三条", "article_text": "第三条　经营机构应当报告。",
        "urn": "urn:x@2024-01-01~art3_par1", "modality": "obligation", "kind": "report",
    }
    return Row(**(own | values))


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("profile", "applies_to", "recipient"),
    [
        ("证券公司", "证券公司", OFFICE), ("券商", "券商", OFFICE), ("期货公司", "期货公司", OFFICE),
        ("基金管理公司", "基金管理公司", OFFICE), ("证券交易所", "证券交易所", CSRC), ("期货交易所", "期货交易所", CSRC),
        ("证券登记结算机构", "证券登记结算机构", CSRC), ("核心机构", "核心机构", CSRC),
        ("基金托管机构", "参照适用：基金托管机构", OFFICE), ("私募", "参照适用：私募", OFFICE),
    ],
)
def test_to_whom_a_kind_of_firm_reports(graph: Knowledge, profile: str, applies_to: str, recipient: str) -> None:
    reports = obligations(graph, TODAY, profile=[profile], instrument="218号令", kind="报告")
    found = [r for r in reports if r.article in ("第十五条", "第三十九条", "第四十条")]
    assert {r.article for r in found} == {"第十五条", "第三十九条", "第四十条"}
    assert {(r.applies_to, r.recipient) for r in found} == {(applies_to, recipient)}
    assert all("第七十二条" in r.basis for r in found)


def test_without_a_profile_each_recipient_has_its_row(graph: Knowledge) -> None:
    found = [r for r in obligations(graph, TODAY, instrument="218号令", kind="report") if r.article == "第三十九条" and r.modality == "obligation"]
    told = {r.recipient: r.applies_to for r in found}
    assert told.keys() == {CSRC, OFFICE} and told[CSRC] == "核心机构"
    assert told[OFFICE].startswith("经营机构；参照适用：存管银行、") and "按照执行：信息科技专业子公司" in told[OFFICE]


def test_a_row_names_only_the_firms_asked_about_that_it_binds(graph: Knowledge) -> None:
    found = obligations(graph, TODAY, profile=["券商", "上交所"], instrument="218号令", kind="report")
    assert {(r.applies_to, r.recipient) for r in found if r.article == "第三十九条"} == {("券商", OFFICE), ("上交所", CSRC)}


def test_a_prohibition_is_not_shown_as_a_duty_to_do_it(graph: Knowledge) -> None:
    found = [r for r in obligations(graph, TODAY, profile=["券商"], instrument="218号令") if r.modality == "prohibition"]
    assert found and all(r.act.startswith("不得") for r in found) and "不得报告" not in {r.act for r in found}


def test_times_not_fixed_are_said_to_be_so(graph: Knowledge) -> None:
    found = obligations(graph, TODAY, profile=["券商"], instrument="218号令")
    assert {r.deadline for r in found if (r.article, r.kind) == ("第三十六条", "report")} == {"条文未规定"}
    assert ("每年4月30日前", "每年") in {(r.deadline, r.frequency) for r in found if (r.article, r.kind) == ("第五十九条", "submit")}
    assert [r.frequency for r in found if r.article == "第二十一条" and "每年" in r.frequency]


def test_a_quote_is_verbatim(graph: Knowledge) -> None:
    found = obligations(graph, TODAY, profile=["证券公司"])
    assert len(found) > 300 and all(r.quote in r.article_text and r.article_text == graph.text(r.article_urn) for r in found)


@pytest.mark.parametrize(
    ("profile", "article", "has", "has_not"),
    [
        ("券商", "第三十九条", ["第六十四条", "《网络安全法》", "一般罚则：第六十二条"], ["证券期货业关键信息基础设施运营者"]),
        ("关键信息基础设施运营者", "第四十六条", ["第六十四条（证券期货业关键信息基础设施运营者"], []),
        ("券商", "第十六条", ["一般罚则：第六十二条、第六十三条"], ["核心机构", "第六十四条"]),
    ],
)
def test_penalties_are_those_of_the_firm(graph: Knowledge, profile: str, article: str, has: list[str], has_not: list[str]) -> None:
    found = [r for r in obligations(graph, TODAY, profile=[profile], instrument="218号令") if r.article == article]
    assert found and all(words in r.sanction for r in found for words in has)
    assert not [r.sanction for r in found for words in has_not if words in r.sanction.replace("（核心机构、经营机构", "（")]


@pytest.mark.parametrize(
    ("filters", "recipients"),
    [({"recipient": "证监局"}, {OFFICE}), ({"recipient": "中国证监会"}, {CSRC}), ({"recipient": "证监局", "profile": ["上交所"]}, set())],
)
def test_the_filter_by_authority(graph: Knowledge, filters: dict[str, str], recipients: set[str]) -> None:
    found = obligations(graph, TODAY, instrument="218号令", kind="报告", **filters)  # type: ignore[arg-type]
    assert {r.recipient for r in found if "、" not in r.recipient} == recipients


def test_the_other_filters(graph: Knowledge) -> None:
    assert {r.instrument for r in obligations(graph, TODAY, instrument="网安法")} == {"网络安全法"}
    assert {r.kind for r in obligations(graph, TODAY, kind="备案")} == {"file"}
    assert {r.modality for r in obligations(graph, TODAY, modalities=[Modality.POWER])} == {"power"}
    old, new = (obligations(graph, day, instrument="网安法", kind="keep") for day in (date(2025, 12, 31), date(2026, 1, 1)))
    assert {r.version for r in old}.isdisjoint({r.version for r in new})


@pytest.mark.parametrize(
    ("filters", "error"),
    [({"instrument": "没有这部法"}, MatrixError), ({"kind": "跳舞"}, MatrixError), ({"recipient": "火星局"}, MatrixError),
     ({"instrument": "信息安全保障管理办法"}, MatrixError), ({"bearer": "火星公司"}, ProfileError)],
)
def test_unknown_filters_are_refused_with_what_there_is(graph: Knowledge, filters: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        obligations(graph, TODAY, **filters)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1", "|cmd", '=HYPERLINK("http://x","y")', "%0A=1"]


@pytest.mark.parametrize("words", FORMULAS)
@pytest.mark.parametrize("field", ["bearer", "matter", "quote", "sanction", "basis"])
def test_no_cell_begins_a_formula(words: str, field: str) -> None:
    evil = row(**{field: words})
    for cells in csv.reader(io.StringIO(render([evil], "csv", HEADING).decode("utf-8-sig"))):
        assert not [c for c in cells if re.match(r"\s*[=+\-@|%＝]", c)]
    book = load_workbook(io.BytesIO(render([evil], "xlsx", HEADING)))
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            assert not [c for c in line if c.data_type == "f" or re.match(r"\s*[=+@|％＝]", str(c.value or ""))]


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_words_in_any_file(words: str) -> None:
    evil = row(matter=words, quote=words, chapter=words, article_text=words, instrument=words or "x")
    for form in WRITERS:
        assert render([evil], form, Heading(TODAY, (("法规", words),), TITLE))
    ((_, *body),) = [list(csv.reader(io.StringIO(render([evil], "csv", HEADING).decode("utf-8-sig"), newline="")))]
    assert body[0][3] == neutral(words) and json.loads(render([evil], "json", HEADING))[0]["事项"] == words
    assert "\x00" not in clean(words)


@pytest.fixture(scope="module")
def real(graph: Knowledge) -> tuple[Row, ...]:
    return obligations(graph, TODAY, profile=["券商"], kind="报告")


@pytest.mark.parametrize("form", WRITERS)
def test_equal_rows_give_equal_bytes(graph: Knowledge, real: tuple[Row, ...], form: str) -> None:
    assert real
    assert render(real, form, HEADING, graph.catalogue.instruments) == render(list(real), form, HEADING, graph.catalogue.instruments)
    assert render((), form, HEADING)


def test_the_workbook(graph: Knowledge, real: tuple[Row, ...]) -> None:
    book = load_workbook(io.BytesIO(render(real, "xlsx", HEADING, graph.catalogue.instruments)))
    titles = list(dict.fromkeys(r.instrument for r in real))
    assert book.sheetnames == ["汇总", *titles, "法规清单", "原文"]
    everything = book["汇总"]
    assert tuple(c.value for c in everything[1]) == COLUMNS and everything.max_row == len(real) + 1
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape" and str(sheet.page_setup.paperSize) == "9"
    assert [r.applies_to for r in real] == [everything.cell(n, 2).value for n in range(2, len(real) + 2)]


def test_the_progress_is_chosen_from_a_list(real: tuple[Row, ...]) -> None:
    sheet = load_workbook(io.BytesIO(render(real, "xlsx", HEADING)))["汇总"]
    (choice,) = sheet.data_validations.dataValidation
    letter = "ABCDEFGHIJKLMNO"[COLUMNS.index("完成情况")]
    assert choice.type == "list" and choice.formula1 == f'"{",".join(PROGRESS)}"' and str(choice.sqref) == f"{letter}2:{letter}{len(real) + 1}"


def test_every_link_leads_to_its_article(real: tuple[Row, ...]) -> None:
    book = load_workbook(io.BytesIO(render(real, "xlsx", HEADING)))
    column = COLUMNS.index("依据(条款)") + 1
    for number, one in enumerate(real, start=2):
        cell = book["汇总"].cell(number, column)
        assert cell.hyperlink is not None and cell.value.startswith(one.article) and f"《{one.instrument}》" in cell.value
        sheet, place = cell.hyperlink.location.split("!")
        line = book[sheet.strip("'")][place].row
        assert [book["原文"].cell(line, c).value for c in (1, 3, 4)] == [one.instrument, one.article, one.article_text]


def test_rows_are_as_high_as_their_words() -> None:
    sheet = load_workbook(io.BytesIO(render([row(), row(quote="经营机构应当报告。" * 40), row(quote="字" * 9_000)], "xlsx", HEADING)))["汇总"]
    low, high, highest = (sheet.row_dimensions[n].height or 0 for n in (2, 3, 4))
    assert 15 < low < high < highest == 409


@pytest.mark.parametrize("title", ["汇总", "原文", "法规清单", "a" * 60, "甲[乙]:*?/\\丙", "'甲'", "=甲"])
def test_sheets_have_names_that_excel_takes(title: str) -> None:
    names = load_workbook(io.BytesIO(render([row(instrument=title), row(instrument=title + "二")], "xlsx", HEADING))).sheetnames
    assert len(names) == len({n.lower() for n in names}) == 5
    assert not [n for n in names if len(n) > 31 or re.search(r"[\[\]:*?/\\]", n) or n.startswith("'")]


def test_second_hand_knowledge_is_marked(graph: Knowledge) -> None:
    sheet = load_workbook(io.BytesIO(render([row()], "xlsx", HEADING, graph.catalogue.instruments)))["法规清单"]
    told = [i.title for i in graph.catalogue.instruments if i.second_hand]
    notes = {sheet.cell(n, 1).value: str(sheet.cell(n, 12).value) for n in range(2, sheet.max_row + 1)}
    assert told and all("转述，未经原文核对" in notes[t] for t in told)
    assert "由它规定：" in notes["个人信息出境标准合同办法"] and "由它规定：" not in notes["个人信息保护法"]


def test_the_list_of_texts_says_when_each_was_compared(graph: Knowledge) -> None:
    sheet = load_workbook(io.BytesIO(render([row()], "xlsx", HEADING, graph.catalogue.instruments)))["法规清单"]
    heads = {str(sheet.cell(1, n).value): n for n in range(1, sheet.max_column + 1)}
    compared = {sheet.cell(n, 1).value: str(sheet.cell(n, heads["核对与修改"]).value or "") for n in range(2, sheet.max_row + 1)}
    assert all(compared[i.title].startswith("核对至2026-11-2") for i in graph.catalogue.instruments if i.versions)
    assert "未核" in compared["期货交易管理条例"] and compared["民法典"] == ""


def test_the_csv_opens_in_excel(real: tuple[Row, ...]) -> None:
    data = render(real, "csv", HEADING)
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(lines[0]) == COLUMNS and len(lines) == len(real) + 1 and {len(line) for line in lines} == {15}
    assert {tuple(line[-3:]) for line in lines[1:]} == {("", "", "")}


def test_the_json(real: tuple[Row, ...]) -> None:
    records = json.loads(render(real, "json", HEADING))
    assert len(records) == len(real)
    assert set(records[0]) == {*COLUMNS, "instrument", "version", "article", "modality", "kind", "iri", "rule", "review_note", "reviewer"}
    assert [r["iri"] for r in records] == [r.urn for r in real]


def test_the_word_file(real: tuple[Row, ...]) -> None:
    document = Document(io.BytesIO(render(real, "docx", HEADING)))
    section = document.sections[0]
    assert section.page_width > section.page_height and round(section.page_width.mm) == 297
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == list(dict.fromkeys(r.instrument for r in real))
    assert sum(len(t.rows) - 1 for t in document.tables) == len(real)
    words = "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    assert all(r.quote in words and r.recipient in words for r in real)
    written, above = [], ""
    for cells in ([c.text for c in r.cells] for t in document.tables for r in t.rows):
        above = above if cells[-1] == "同上" else cells[-1]
        written.append(above)
    assert [w for w in written if w != "罚则"] == [clean(r.sanction) for r in real]
    assert "同上" in words.splitlines()


def test_the_word_file_of_nothing_says_so() -> None:
    assert "没有符合条件的条目。" in [p.text for p in Document(io.BytesIO(render((), "docx", HEADING))).paragraphs]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a|b", r"a\|b"), ("<script>", r"&lt;script\>"), ("*粗*", r"\*粗\*"), ("两\n行", "两 行"), ("# 一", "&#35; 一"),
        ("[链](http://x)", r"\[链\](http&#58;//x)"), ("&lt;", "&amp;lt;"), ("a\\b", r"a\\b"), ("`x`", r"\`x\`"), ("~~删~~", r"\~\~删\~\~"),
    ],
)
def test_markdown_shows_words_as_they_are(words: str, shown: str) -> None:
    line = next(x for x in render([row(matter=words)], "md", HEADING).decode().splitlines() if "经营机构应当报告" in x)
    assert f"| {shown} |" in line and len(re.findall(r"(?<!\\)\|", line)) == 13


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(FormError, match="xlsx、docx、csv、md、json"):
        render([row()], "exe", HEADING)


def test_the_heading_is_escaped_in_print() -> None:
    heading = replace(HEADING, title="A&B", filters=(("法规", "&D&P" * 60),))
    sheet = load_workbook(io.BytesIO(render([row()], "xlsx", heading)))["汇总"]
    assert sheet.oddHeader.left.text == "A&&B" and not re.search("(?<!&)(&&)*&(?!&)", sheet.oddHeader.right.text or "")


def test_every_kind_of_act_has_a_chinese_word() -> None:
    assert not [kind for kind in get_args(Kind) if kind_label(kind).isascii() or kind_key(kind_label(kind)) != kind]


# ── the rows every compliance department asks for ────────────────────────────────────────────────────────────────────

LAW = "证券期货业网络和信息安全管理办法"
BOTH, ALL3 = "核心机构、经营机构", "核心机构、经营机构、信息技术系统服务机构"
CIIO, VENDOR, OLD = "证券期货业关键信息基础设施运营者", "信息技术系统服务机构", "证券基金经营机构信息技术管理办法"
ASKED = [  # what, profile, act, article, bearer, recipient, deadline, words of the matter or the trigger
    ("等保情况报送", ["证券公司"], "报送", LAW, "第十四条", BOTH, OFFICE, "条文未规定", "等级保护"),
    ("等保情况报送", ["证券交易所"], "报送", LAW, "第十四条", BOTH, CSRC, "条文未规定", "等级保护"),
    ("重要系统上线变更下线提前报告", ["期货公司"], "报告", LAW, "第十五条", BOTH, OFFICE, "提前", "下线移除"),
    ("重要系统上线变更下线提前报告", ["期货交易所"], "报告", LAW, "第十五条", BOTH, CSRC, "提前", "下线移除"),
    ("信息发布违法情况报告", ["基金管理公司"], "报告", LAW, "第二十五条", BOTH, OFFICE, "及时", "违反法律法规"),
    ("安全缺陷漏洞报告", ["证券公司"], "报告", LAW, "第三十六条", ALL3, OFFICE, "条文未规定", "漏洞"),
    ("安全缺陷漏洞报告", [VENDOR], "报告", LAW, "第三十六条", ALL3, OFFICE, "条文未规定", "漏洞"),
    ("核心机构演练后15个工作日报告", ["证券登记结算机构"], "报告", LAW, "第三十八条", "核心机构", CSRC, "演练后15个工作日内", "演练"),
    ("网络安全事件报告", ["证券公司"], "报告", LAW, "第三十九条", BOTH, OFFICE, "条文未规定", "网络安全事件"),
    ("网络安全事件报告", ["证券交易所"], "报告", LAW, "第三十九条", BOTH, CSRC, "条文未规定", "网络安全事件"),
    ("调查处理结果报告", ["证券公司"], "报告", LAW, "第四十条", BOTH, OFFICE, "条文未规定", "调查"),
    ("年报", ["期货公司"], "报送", LAW, "第五十九条", BOTH, OFFICE, "每年4月30日前", "年报"),
    ("年报", ["期货交易所"], "报送", LAW, "第五十九条", BOTH, CSRC, "每年4月30日前", "年报"),
    ("CII 停运或重大变化报告", ["证券公司", "关键信息基础设施运营者"], "报告", LAW, "第四十五条", CIIO, OFFICE, "及时", "停止运营"),
    ("CII 停运或重大变化报告", ["证券交易所", "关键信息基础设施运营者"], "报告", LAW, "第四十五条", CIIO, CSRC, "及时", "停止运营"),
    ("采购网络产品服务申报网络安全审查", ["关键信息基础设施运营者"], "申报", LAW, "第四十七条", CIIO, "", "及时", "网络安全审查"),
    ("CII 年度计划单独报送", ["关键信息基础设施运营者"], "报送", LAW, "第五十九条", CIIO, "", "条文未规定", "年度计划"),
    ("信息技术系统服务机构备案", [VENDOR], "备案", LAW, "第二十三条", VENDOR, CSRC, "条文未规定", "供应商"),
    ("压力测试报告备查 5 年", ["证券公司"], "保存", LAW, "第二十一条", BOTH, "", "保存五年以上", "压力测试报告"),
    ("应急演练报告备查", ["期货公司"], "保存", LAW, "第三十八条", BOTH, "", "", "应急演练报告"),
    ("应急演练报告备查 5 年", ["证券公司"], "保存", OLD, "第三十九条", "证券基金经营机构", "", "保存期限不得少于五年", "报告"),
    ("事件影响投资者的通知", ["证券公司"], "通知", LAW, "第四十一条", BOTH, "相关方", "及时", "投资者"),
    ("终止网络服务的告知", ["证券公司"], "告知", LAW, "第十七条", BOTH, "投资者", None, "终止借助网络"),
]


@pytest.mark.parametrize(("_name", "profile", "act", "law", "article", "bearer", "recipient", "deadline", "words"), ASKED)
def test_the_rows_asked_for(graph, _name, profile, act, law, article, bearer, recipient, deadline, words):
    found = [r for r in obligations(graph, TODAY, profile=profile, instrument=law, kind=act) if r.article == article]
    fits = [r for r in found if r.modality == "obligation" and words in r.matter + r.trigger + r.quote]
    assert len(fits) == 1, [(r.matter, r.trigger, r.quote) for r in found]
    assert (fits[0].bearer, fits[0].recipient) == (bearer, recipient)
    assert deadline is None or fits[0].deadline == deadline
    assert fits[0].quote in fits[0].article_text


def test_whoever_is_bound_stands_in_the_place_of_a_bearer(graph: Knowledge) -> None:
    """The rules on generative AI bind whoever provides the service, with the words of the law; nobody else's name is put there."""
    rows = [r for r in obligations(graph, TODAY, instrument="生成式人工智能服务管理暂行办法") if r.bearer.startswith("凡")]
    assert {r.article for r in rows} >= {"第四条", "第十七条"}
    stored = {(a.urn, a.norm.whoever) for a in graph.norms(TODAY, instrument="生成式人工智能服务管理暂行办法") if a.norm.whoever}
    assert stored and all(w.removesuffix("的") in graph.text(article_urn(urn)) for urn, w in stored)


def test_every_form_says_who_confirmed_a_duty(graph: Knowledge) -> None:
    rows = obligations(graph, TODAY, instrument="人脸识别技术应用安全管理办法")[:5]
    signed = replace(rows[0], status="现行有效\n人工核对（张三，2026-11-30）")
    book = load_workbook(io.BytesIO(render([signed, *rows], "xlsx", HEADING)))
    document = Document(io.BytesIO(render([signed, *rows], "docx", HEADING)))
    shown = {
        "xlsx": " ".join(str(c.value) for line in book.worksheets[0].iter_rows() for c in line),
        "docx": " ".join(c.text for t in document.tables for line in t.rows for c in line.cells),
        **{form: render([signed, *rows], form, HEADING).decode("utf-8-sig") for form in ("csv", "md", "json")},
    }
    for form, text in shown.items():
        assert "人工核对（张三，2026-11-30）" in text and "语言模型核对" in text, form
        assert "已核对" not in text, form
