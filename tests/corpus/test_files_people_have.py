"""Files as people have them: each kind of damage in a small text of our own, and the inputs of ../shared/eval/files as they say."""

from __future__ import annotations

from typing import Any

import pytest

from kg.corpus.problems import doubts
from kg.corpus.readers import FileText, read, read_bytes
from kg.corpus.readers.tidy import tidy
from kg.corpus.structure import parse
from kg.law.model import Document
from kg.reading.extract import extract
from tests import samples
from tests.reference import SHARED

FILES = SHARED / "eval" / "files"
needs_files = pytest.mark.skipif(not FILES.is_dir(), reason="../shared/eval/files is not here")


def tree(reading: FileText) -> Document:
    return parse(reading.text, reading.title)


def plain(text: str, name: str = "a.txt") -> Document:
    return tree(read_bytes(text.encode(), name))


def told(document: Document) -> list[tuple[str, list[str]]]:
    """Every article with its 款, in one line each."""
    return [(a.label, ["".join(document.text_of(p).split()) for p in a.children]) for a in document.articles]


# ── characters and numbers ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("written", "meant"), [
    ("⾦融机构发⽣⽹络安全事件的，应当向中国⼈⺠银⾏报告", "金融机构发生网络安全事件的，应当向中国人民银行报告"),
    ("客⼾⻛险等级、账⼾", "客户风险等级、账户"),
    ("⾭少年", "青少年"),
    ("\uf92f\uf9b5法律的\u00ad适用", "勞例法律的适用"),
    ("二OO五年一月一日", "二〇〇五年一月一日"), ("第一百O一条 甲", "第一百〇一条 甲"), ("OA系统和SSO应当", "OA系统和SSO应当"),
    ("第 三 条 数据处理者", "第三条 数据处理者"), ("　　第　二十一　条　运营者", "　　第二十一条　运营者"),
    ("第 十 条 之 一 甲乙丙应当报告", "第十条之一 甲乙丙应当报告"),
    ("第 二 章 数据安全", "第二章 数据安全"), ("根据第 21 条的规定", "根据第 21 条的规定"), ("第 12 条 甲", "第12条 甲"),
    ("第 一 条 为 了 便 利 数 据 利 用 ， 制 定 本 法 。", "第一条为了便利数据利用，制定本法。"),
    ("甲 乙", "甲 乙"), ("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 9"),
])
def test_a_line_has_the_characters_that_were_meant(written: str, meant: str) -> None:
    assert tidy(written) == meant


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.docx", "a.pdf"])
def test_radicals_are_characters_in_every_kind_of_file(name: str) -> None:
    lines = ["⽹络安全管理办法", "第⼀条 为了⽹络安全，制定本办法。", "第⼆条 运营者应当报告。"]
    data = {"a.html": "".join(f"<p>{line}</p>" for line in lines).encode(), "a.docx": samples.docx(lines), "a.pdf": samples.pdf([lines])}
    found = tree(read_bytes(data.get(name, "\n".join(lines).encode()), name))
    assert told(found) == [("第一条", ["为了网络安全，制定本办法。"]), ("第二条", ["运营者应当报告。"])]


@pytest.mark.parametrize("zero", "〇○零")
def test_every_zero_counts(zero: str) -> None:
    text = f"条例\n第一百条 甲。\n第一百{zero}一条 乙应当报告。\n第一百{zero}二条 违反本条例第一百{zero}一条的，责令改正。"
    found = extract(plain(text))
    assert [a["article"] for a in found["articles"]] == ["第一百条", f"第一百{zero}一条", f"第一百{zero}二条"]
    assert [c["target"]["article"] for c in found["citations"]] == ["第一百零一条"]


@pytest.mark.parametrize(("head", "bodies"), [
    ("第一条、甲。\n第二条、乙。", ["甲。", "乙。"]), ("第一条：甲。\n第二条：乙。", ["甲。", "乙。"]),
    ("第一条 甲。\n第一条、第二条规定的除外。\n第二条 乙。", ["甲。第一条、第二条规定的除外。", "乙。"]),
    ("第一条 甲。\n第二条、第三条所称乙，是指丙。", ["甲。第二条、第三条所称乙，是指丙。"]),
])
def test_a_mark_behind_the_number_is_no_citation(head: str, bodies: list[str]) -> None:
    assert ["".join(words) for _, words in told(plain("办法\n" + head))] == bodies


# ── contents, annexes, front matter ──────────────────────────────────────────────────────────────────────────────────────


ENTRIES = ["第一条 目的{0}1", "第二条 报告{0}1", "第三条 附则{0}12"]
BODY = "第一条 【目的】为了规范甲，制定本指引。\n第二条 【报告】各部门应当报告。\n第三条 【附则】本指引自2026年1月1日起施行。"


@pytest.mark.parametrize("leader", [" ........ ", "……………… ", "．．．．．．", " · · · · · ", "\t"])
def test_a_line_of_the_contents_is_no_article(leader: str) -> None:
    text = "甲指引\n目录\n" + "\n".join(e.format(leader) for e in ENTRIES) + "\n" + BODY
    found = plain(text)
    assert [len(words) for _, words in told(found)] == [1, 1, 1] and found.problems == ()
    assert [n["bearer"] for n in extract(found)["norms"]] == [["各部门"]], "the name of an article is no bearer"


@pytest.mark.parametrize("contents", [
    "第一条 目的\n第二条 报告\n第三条 附则\n", "第一章 总则\n第一条 目的\n第二条 报告\n第二章 附则\n第三条 附则\n第一章 总则\n",
    "一、总则\n第一条 目的\n第二条 报告\n二、附则\n第三条 附则\n",
])
def test_contents_without_page_numbers_are_told_by_coming_twice(contents: str) -> None:
    assert [words for _, words in told(plain("甲指引\n目录\n" + contents + BODY))] == [[line.split(" ")[1]] for line in BODY.split("\n")]


def test_a_text_that_is_there_twice_is_not_taken_for_its_contents() -> None:
    found = plain(f"甲指引\n{BODY}\n{BODY}")
    assert len(found.articles) == 6 and [p.message for p in found.problems] == ["第一条重复", "第二条重复", "第三条重复"]


def test_a_line_of_contents_within_the_text_is_told() -> None:
    assert [p.message for p in plain("甲指引\n第一条 甲。\n第二条 乙 ........ 7\n第二条 乙。").problems] == ["第一条中有目录行"]


def test_numbered_headings_are_no_words_of_the_article_before_them() -> None:
    found = plain("甲指引\n一、总则\n第一条 甲。\n二、要求\n第二条 乙如下：\n一、丙；\n二、丁。\n第三条 戊。")
    assert [found.by_eid[f"chp{n}"].heading for n in (1, 2)] == ["总则", "要求"]
    assert "".join(told(found)[0][1]) == "甲。" and "一、丙；" in "".join(told(found)[1][1])


@pytest.mark.parametrize("line", [
    "附件1所列系统发生中断的，各部门应当立即报告。", "附表二所列岗位应当轮岗。", "附录A列明的系统除外。", "附件中的甲系统应当每年演练一次。",
    "附件规定的事项，由合规部负责。", "附表由信息技术部更新；",
])
def test_a_sentence_about_an_annex_is_no_annex(line: str) -> None:
    found = plain(f"办法\n第一条 各部门应当遵守本办法。\n{line}\n第二条 乙。")
    assert told(found) == [("第一条", ["各部门应当遵守本办法。", line]), ("第二条", ["乙。"])]


@pytest.mark.parametrize("line", [
    "附件", "附件：", "附件1", "附件 1：系统清单", "附件一 系统清单", "附录A 系统清单", "附表1系统清单（格式）", "附：系统清单", "**附件**",
    "## 附录 A", "附件1.系统清单", "附件：1.系统清单；2.岗位清单。", "附件网络安全事件分级指南一、特别重大事件符合下列情形之一的，为特别重大事件：",
])
def test_the_head_of_an_annex_is_one(line: str) -> None:
    found = plain(f"办法\n第一条 甲。\n{line}\n交易系统\n行情系统")
    assert told(found) == [("第一条", ["甲。"])] and found.by_eid["annex1"].label.rstrip("1一") in ("附件", "附录", "附表", "附：")


def test_an_annex_behind_which_the_articles_go_on_is_none() -> None:
    assert [a.label for a in plain("办法\n第一条 甲。\n附件系统\n发生中断。\n第二条 乙。\n附件\n丙").articles] == ["第一条", "第二条"]


@pytest.mark.parametrize(("block", "title"), [
    ("---\ntitle: 数据安全管理规定\ntags: [数据, 合规]\n来源: 第三条以下见附件\n---\n", "数据安全管理规定"),
    ("---\n标题: 《数据安全管理规定》\nlist:\n  - 第一条 丙\n# 说明\n...\n\n", "数据安全管理规定"),
    ("+++\ntitle = \"数据安全管理规定\"\n+++\n", "数据安全管理规定"),
    ("---\ntitle: 网页上的名称\n---\n\n# 数据安全管理规定\n\n", "数据安全管理规定"),
])
def test_front_matter_is_no_text(block: str, title: str) -> None:
    found = plain(f"{block}第一条 甲。\n第二条 乙。", "a.md")
    assert found.title == title and told(found) == [("第一条", ["甲。"]), ("第二条", ["乙。"])]
    assert "来源" not in found.text and "丙" not in found.text


def test_what_a_printer_set_around_the_pages_is_no_text() -> None:
    """pdftotext of a page that a browser printed: lines of one width, with the header and footer of each page between them."""
    head, foot = "2026/11/29 22:08                     网络安全管理办法", "https://www.example.gov.cn/zhengce/content_1.htm        {}/3"
    pages = ["网络安全管理办法\n\n第一条 运营者应当按照国家规定履行网络安全保护义务，采取技术措施，保障网络",
             "免受干扰、破坏或者未经授权的访问，并按照规定留存相关的网络日志，时间不少\n于六个月。\n"
             "第二条 运营者应当在2小时内向主管部门报告，并按照主管部门的要求及时补充报",
             "告。\n第三条 违反本办法规定的，由有关主管部门责令改正，给予警告，并可以处一万元\n以上的罚款。"]
    found = plain("\f".join(f"{head}\n{page}\n{foot.format(n)}\n" for n, page in enumerate(pages, 1)))
    assert [len(words) for _, words in told(found)] == [1, 1, 1] and "22:08" not in found.text and "://" not in found.text
    assert told(found)[1][1] == ["运营者应当在2小时内向主管部门报告，并按照主管部门的要求及时补充报告。"]


@pytest.mark.parametrize("text", ["- 1 -\n- 3 -\n甲", "- 1 -\n甲", "2026/1/5 10:30 发现异常\n2026/1/5 10:40 向公安机关报告\n甲"])
def test_numbers_and_times_of_the_text_itself_are_kept(text: str) -> None:
    assert read_bytes(text.encode(), "a.txt").text == text


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    assert "甲办法" in read_bytes("---\n甲办法。\n---\n第一条 甲。".encode(), "a.md").text


# ── problems ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


PROBLEMS = [
    ("第一条 甲。\n第三条 乙。", "numbering", "第三条", "条号不连续：第一条之后是第三条"),
    ("第五条 甲。", "numbering", "第五条", "条号不连续：从第五条开始"),
    ("第一条 甲。\n第一条 乙。", "repeated", "第一条", "第一条重复"), ("第一条 甲。\n第二条\n第三条 乙。", "empty", "第二条", "第二条没有内容"),
]


@pytest.mark.parametrize(("text", "kind", "article", "words"), PROBLEMS)
def test_problems_are_told_in_words_and_make_a_text_doubtful(text: str, kind: str, article: str, words: str) -> None:
    found = plain(text)
    assert extract(found)["problems"] == [{"kind": kind, "article": article, "text": words}] and doubts(found.problems) == (words,)


@pytest.mark.parametrize("text", [
    "第一条 甲。\n第一条之一 乙。\n第一条之二 丙。\n第二条 丁：\n（一）戊；\n（三）己。",
    "第一条 甲。\n第二条 （删除）",
])
def test_sound_articles_are_not_doubted(text: str) -> None:
    assert doubts(plain(text).problems) == ()


def test_nobody_expects_the_articles_of_a_fragment_to_follow_each_other() -> None:
    problems = plain("第三条 甲。\n第七条 乙。\n第七条 丙。").problems
    assert doubts(problems, partial=True) == ("第七条重复",) and len(doubts(problems)) == 3


# ── the inputs that were collected ───────────────────────────────────────────────────────────────────────────────────────


def of_file(number: str) -> tuple[Document, dict[str, Any]]:
    path = next(p for p in sorted(FILES.glob(f"{number}-*")) if not p.name.endswith(".expected.md"))
    found = tree(read(path))
    return found, extract(found)


def norms(found: dict[str, Any], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(n["deadline"]["value"] if k == "deadline" and n[k] else n[k] for k in keys) for n in found["norms"]]


LABELS = {"01": 6, "03": 4, "04": 3, "16": 3, "17": 4, "19": 3, "21": 2, "28": 16, "28b": 4}


@needs_files
@pytest.mark.parametrize("number", LABELS)
def test_the_articles_of_a_file_are_all_there_once_and_in_order(number: str) -> None:
    found, _ = of_file(number)
    assert [a.number for a in found.articles] == [(n,) for n in range(1, LABELS[number] + 1)] and doubts(found.problems) == ()
    assert all(words and all(words) for _, words in told(found))


@needs_files
def test_01_a_pdf_drawn_out_of_order() -> None:
    _, found = of_file("01")
    assert ("report", ["主管部门"], "PT1H") in norms(found, "kind", "recipient", "deadline")
    assert [(c["text"], c["target"]["article"]) for c in found["citations"]] == [("本规定第三条", "第三条")]


@needs_files
def test_02_kangxi_radicals() -> None:
    document, found = of_file("02")
    assert [a["article"] for a in found["articles"]] == ["第一条", "第二条", "第三条", "第四条", "第八条", "第九条"]
    assert [p.heading for p in document.children if p.heading] == ["总则", "附则"]
    assert [(c["target"]["instrument"], c["target"]["article"]) for c in found["citations"]] == [("网络安全法", "第二十三条"), ("self", "第三条")]
    assert (["金融机构"], ["中国人民银行"], "PT1H") in norms(found, "bearer", "recipient", "deadline")
    assert [p["text"] for p in found["problems"]] == ["条号不连续：第四条之后是第八条"]


@needs_files
def test_03_contents_of_articles() -> None:
    document, found = of_file("03")
    assert [len(words) for _, words in told(document)] == [1, 1, 2, 1] and "【目的】为了规范" in found["articles"][0]["text"]
    assert {(n[0], n[1], n[2]) for n in norms(found, "article", "paragraph", "deadline")} == {("第三条", 1, "PT2H"), ("第三条", 2, "P1Y")}
    assert found["citations"] == []


@needs_files
def test_04_annex_at_the_head_of_a_line() -> None:
    document, found = of_file("04")
    assert [len(words) for _, words in told(document)] == [3, 2, 1] and document.by_eid["annex1"].heading.startswith("附件：")
    kept = norms(found, "article", "paragraph", "kind")
    assert ("第一条", 2, "report") in kept and ("第二条", 1, "drill") in kept


@needs_files
def test_16_hard_wrapped() -> None:
    _, found = of_file("16")
    assert [len(a["paragraphs"]) for a in found["articles"]] == [1, 3, 1]
    assert [i["n"] for i in found["articles"][1]["paragraphs"][1]["items"]] == ["（一）", "（二）"]
    assert "网络安全法" in {c["target"]["instrument"] for c in found["citations"]}
    assert [d["definition_quote"] for d in found["definitions"]] == ["本办法所称金融从业机构，是指经国务院金融管理部门批准设立的机构。"]
    assert (2, ["金融从业机构"], ["主管部门"], "PT2H") in norms(found, "paragraph", "bearer", "recipient", "deadline")


@needs_files
def test_19_21_29_small_ones() -> None:
    assert of_file("19")[1]["articles"][0]["paragraphs"][0]["text"].startswith("为规范公司") and of_file("19")[1]["citations"] == []
    document, found = of_file("21")
    assert document.title == "数据安全管理规定" and "附件" not in document.text and found["citations"] == []
    document, found = of_file("29")
    assert [a.number for a in document.articles] == [(101,), (102,), (103,)]
    assert [(c["target"]["instrument"], c["target"]["article"]) for c in found["citations"]] == [("self", "第一百零一条")]


@needs_files
def test_28_28b_printed_headers_and_footnotes() -> None:
    text = of_file("28")[0].text
    assert "10:" not in text and "://" not in text and text.count("网络安全管理办法") == 1
    document, found = of_file("28b")
    words = dict(told(document))
    assert words["第一条"] == ["本办法所称数据，是指对信息的记录。"] and words["第四条"] == ["解释权归主管部门。"]
    assert len(words["第二条"]) == 1 and words["第二条"][0].endswith("并应当在发生数据安全事件后2小时内向主管部门报告。")
    assert "PT2H" in {n[0] for n in norms(found, "deadline")} and found["citations"] == []
