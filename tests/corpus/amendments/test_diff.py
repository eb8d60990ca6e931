"""Two texts of a law side by side: which texts, the command ``kg diff``, the Word table and the page 新旧对照."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document as read_docx

from kg.app.views.diff import pair_html
from kg.cli.main import run
from kg.corpus import structure
from kg.corpus.amendments.changes import NONE, REFERENCES_ONLY, StaleCitation, changes
from kg.corpus.amendments.comparison import ComparisonError, chosen
from kg.corpus.amendments.render import render
from kg.corpus.amendments.text import Told, marked
from kg.corpus.lookup import parsed
from kg.graph.knowledge import Knowledge
from kg.graph.records import Link
from tests.app.test_app import at_page, bodies, refs, words
from tests.corpus.amendments.test_changes import CATALOGUE, CSL, NEW, OLD, ORDER, compared, real, told
from tests.reference import squash

# ── which texts ──


@pytest.mark.parametrize(
    ("first", "last"), [("2025-12-31", "2026-01-01"), (None, None), (None, "2026-01-01"), ("2017-06-01", None), ("2020-05-05", "2030-01-01")]
)
def test_days_choose_the_texts_in_force(first: str | None, last: str | None):
    c = compared(first, last)
    assert (c.old, c.new, c.same) == (OLD, NEW, False) and c.changes == real()


def test_two_days_of_one_text_are_no_comparison():
    assert compared("2026-01-01", "2026-03-01").same and compared("2018-01-01", "2025-12-31").same


REFUSED = [
    ("网络安全法", "2015-01-01", None, "2015-01-01 尚未施行，没有当日施行的文本；收录的文本：2017-06-01 起施行、2026-01-01 起施行"),
    ("网络安全法", None, "2017-05-31", "尚未施行"),
    ("网络安全法", None, "2020-01-01", "没有更早的文本可以对照"),
    ("网络安全法", "2026-02-01", "2020-01-01", "请对调两个日期"),
    ("152号令", None, None, "只收录了一个文本（2021-01-15 起施行），不能对照；2019-06-01 起施行、2021-01-15 前的原文本未收录"),
    ("218号令", None, None, "它所取代的《证券期货业信息安全保障管理办法》（中国证券监督管理委员会令第82号）全文未收录"),
    ("82号令", None, None, "没有收录原文，不能对照；2023年5月1日废止"),
    ("数据安全法", None, None, "只收录了一个文本（2021-09-01 起施行），不能对照"),
]


@pytest.mark.parametrize(("name", "first", "last", "said"), REFUSED)
def test_what_cannot_be_compared_is_said(name: str, first: str | None, last: str | None, said: str):
    days = [date.fromisoformat(d) if d else None for d in (first, last)]
    with pytest.raises(ComparisonError, match=re.escape(said)):
        chosen(CATALOGUE.find(name), CATALOGUE, *days)


# ── the command ──


def said(capsysbinary, *arguments: str) -> tuple[int, str, str]:
    code = run(["diff", *arguments])
    out, err = capsysbinary.readouterr()
    return code, out.decode(), err.decode()


def test_the_command_shows_counts_map_and_marked_words(capsysbinary):
    code, out, err = said(capsysbinary, "网络安全法", "--from", "2025-12-31", "--to", "2026-01-01")
    assert (code, err) == (0, "")
    for line in ("修改 11 条、新增 4 条、删除 2 条（其中并入其他条 2 条）、条号变动 64 条（其中仅引用条号变动 4 条）、未变 2 条",
                 "  第三条至第十七条 → 第四条至第十八条　条号变动", "旧文本：2016年11月7日公布，2017年6月1日起施行（共 79 条）",
                 "{+国家支持创新网络安全管理方式，运用人工智能等新技术，提升网络安全保护水平。+}"):
        assert line in out
    assert "责令[-停止-]" not in out and "责令{+限期改正、+}停止使用{+、消除对国家安全的影响+}" in out
    assert "【条号变动】" not in out  # words alike: in the map only


def test_one_article_is_shown_under_either_number(capsysbinary):
    for arguments in (["网络安全法", "--article", "第五十九条"], ["网安法59条"], ["网络安全法", "--article", "59"]):
        out = said(capsysbinary, *arguments)[1]
        assert re.findall("【.*】(.*?)　", out) == ["第五十七条 → 第五十九条", "第五十九条 → 第六十一条"]
        assert "给予警告{+，可以处一万元以上五万元以下罚款+}" in out and "条号对照" not in out


def test_all_articles(capsysbinary):
    out = said(capsysbinary, "网络安全法", "--all")[1]
    assert len(re.findall("^【", out, re.M)) == 83


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["渔业法"], "语料中没有“渔业法”"), (["152号令"], "原文本未收录"), (["82号令"], "没有收录原文"), (["网安法", "--article", "99"], "都没有“99”"),
     (["网安法", "--from", "昨天"], "无法识别"), (["网安法", "-f", "pdf"], "可用：text、md、json、docx"), (["网安法", "-o",
    "a.pdf"], "可用：text、md、json、docx"),
     (["网安法", "--from", "2015-01-01"], "尚未施行")],
)
def test_errors_are_one_line(capsysbinary, arguments: list[str], message: str):
    code, out, err = said(capsysbinary, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1) and message in err


def test_two_days_of_the_same_text_are_no_error(capsysbinary):
    code, out, err = said(capsysbinary, "网安法", "--from", "2026-02-01", "--to", "2026-03-01")
    assert (code, err) == (0, "") and out == "两个日期施行的是同一文本：《网络安全法》2026-01-01 起施行的文本，没有差异。\n"


def test_json_holds_the_words_and_their_offsets(capsysbinary):
    code, out, _ = said(capsysbinary, "网络安全法", "--json")
    found = json.loads(out)
    assert code == 0 and found["counts"] == {"未变": 2, "条号变动": 64, "修改": 11, "新增": 4, "删除": 2} and len(found["map"]) == 83
    assert (found["old"]["promulgated"], found["old"]["effective"]) == ("2016-11-07", "2017-06-01")
    texts = {"old": parsed(OLD).text, "new": parsed(NEW).text}
    for change in found["changes"]:
        for segment in change["segments"]:
            side = "old" if segment["kind"] == "deleted" else "new"
            assert texts[side][slice(*segment[side])] == segment["text"]


def test_markdown_marks_the_words_and_lets_no_markup_through():
    text = render(told(), "md").decode()
    assert "给予警告**，可以处一万元以上五万元以下罚款**；" in text and "~~，造成严重后果~~" in text
    hostile = [structure.parse(f"第一条 网络运营者应当保存网络日志{w}。") for w in ("", "**粗**<script>|")]
    (change,) = changes(*hostile)
    made = render(Told(type(compared())(CSL, OLD, NEW, *hostile, (change,)), (change,), ()), "md").decode()
    assert "<script>" not in made and "\\*\\*粗" in made


def test_the_word_table_is_verbatim_and_marked():
    data = render(told(everything=True), "docx")
    assert data == render(told(everything=True), "docx")
    document = read_docx(io.BytesIO(data))
    section = document.sections[0]
    assert section.page_width > section.page_height
    table = document.tables[0]
    assert [c.text for c in table.rows[0].cells] == ["修正前", "修正后", "变化"] and table.rows[0]._tr.trPr.xpath("w:tblHeader")
    rows = [r.cells for r in table.rows[1:] if len({c._tc for c in r.cells}) == 3]
    assert len(rows) == 83
    for cells, change in zip(rows, real(), strict=True):
        for cell, side in ((cells[0], change.old), (cells[1], change.new)):
            assert not side or cell.text == side.text
    gone = [r.text for cells in rows for p in cells[0].paragraphs for r in p.runs if r.font.strike]
    added = [r.text for cells in rows for p in cells[1].paragraphs for r in p.runs if r.font.underline]
    assert "，造成严重后果" in gone and "，可以处一万元以上五万元以下罚款" in added
    head = "\n".join(p.text for p in document.paragraphs[:6])
    for words_ in ("《网络安全法》新旧对照表", "2016年11月7日公布，2017年6月1日起施行", "2025年10月28日公布，2026年1月1日起施行", "修改 11 条"):
        assert words_ in head


# ── the page ──


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as found:
        yield found


def test_the_page_shows_the_pairs_and_links_to_both_texts(graph: Knowledge):
    at = at_page("diff")
    assert not at.exception and at.title[0].value == "新旧对照"
    assert {m.label: m.value for m in at.metric} == {"修改": "11", "新增": "4", "删除": "2", "条号变动": "64", "未变": "2"}
    shown = "".join(bodies(at))
    assert "<del>，造成严重后果</del>" in shown and "<ins>，可以处一万元以上五万元以下罚款</ins>" in shown
    assert "art59" in shown and "art61" in shown and NONE not in words(at) and "中国人民银行业务领域网络安全事件报告管理办法" in shown
    assert at.selectbox(key="d_law").options[0] == "网络安全法" and "（只收录一个文本）" in at.selectbox(key="d_law").options[1]


def test_the_address_chooses_law_kind_and_number(graph: Knowledge):
    at = at_page("diff", kind="新增")
    assert "".join(bodies(at)).count('class="kg-pair"') == 4
    at = at_page("diff", article="21", **{"from": "2017-06-01"})
    assert re.findall("第十九条 → 第二十一条|第二十一条 → 第二十三条", words(at)) == ["第十九条 → 第二十一条", "第二十一条 → 第二十三条"]
    at.selectbox(key="d_kind").set_value("修改").run()
    assert "修改" in at.query_params["kind"]
    assert "没有符合条件的条文" in words(at_page("diff", article="第九百九十九条"))
    assert "请为左右两边选择不同的文本" in words(at_page("diff", **{"from": "2026-01-01"}))


@pytest.mark.parametrize("law", ["csrc-order-152", "data-security-law"])
def test_a_law_with_one_text_says_so(graph: Knowledge, law: str):
    at = at_page("diff", law=law)
    assert not at.exception and "只收录了一个文本" in words(at) and refs(at)


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "' OR 1=1", "\u202e🙂"])
def test_a_hostile_address_shows_the_default_view(graph: Knowledge, value: str):
    at = at_page("diff", law=value, kind=value, article=value, **{"from": value, "to": value})
    assert not at.exception and "<script" not in "".join(bodies(at))


def test_the_page_lists_stale_citations_with_both_numbers(graph: Knowledge, monkeypatch):
    change = next(c for c in real() if c.old and c.old.label == "第五十九条")
    one = StaleCitation(f"{OLD.urn}~art1", "《某某办法》第二十七条", "依照<b>《网络安全法》</b>第五十九条予以处罚。", "第五十九条",
                        f"{OLD.urn}~art59", "《网络安全法》第五十九条", f"{NEW.urn}~art61", "《网络安全法》第六十一条", change)
    monkeypatch.setattr("kg.graph.stale.stale_citations", lambda *_: (one,))
    at = at_page("diff")
    assert not at.exception and "仍按旧条号援引的规定（1）" in [t.label for t in at.tabs]
    shown = words(at)
    assert "依照<b>《网络安全法》</b>第五十九条予以处罚。" in shown and "《网络安全法》第六十一条" in shown and NONE not in shown


def test_the_page_of_an_article_flags_who_cites_it_by_its_old_number(graph: Knowledge, monkeypatch):
    link = Link(f"{ORDER.urn}~art1_par1", f"{OLD.urn}~art59", "第五十九条", "full", stale=True, also=(f"{NEW.urn}~art61",), note="旧条号")
    monkeypatch.setattr(Knowledge, "incoming", lambda *_: (link,))
    at = at_page("law", ref="网络安全法第六十一条", as_of="2026-06-01")
    assert [e.proto.label for e in at.get("page_link") if ":orange-badge[旧条号]" in e.proto.label]


def test_the_words_of_a_text_are_escaped():
    old, new = (structure.parse(f"第一条 网络运营者应当保存网络日志{w}。") for w in ("", "<script>alert(1)</script>"))
    (change,) = changes(old, new)
    made = pair_html(type(compared())(CSL, OLD, NEW, old, new, (change,)), change)
    assert "<script>" not in made and "&lt;script&gt;" in made.replace("<ins>", "").replace("</ins>", "")


def test_the_page_of_an_article_tells_its_status(graph: Knowledge):
    at = at_page("law", ref="网络安全法第二十一条", as_of="2025-12-31")
    assert "自 2026-01-01 起为第二十三条（条号变动，文字未变）" in words(at) and f"{NEW.urn}~art23" in refs(at)
    at = at_page("law", ref=f"{OLD.urn}~art64", as_of="2026-06-01")
    assert "已修改（2026-06-01）；公布 2016-11-07，施行 2017-06-01" in words(at) and "并入第七十一条" in words(at)


def test_a_question_about_an_old_number_says_when_only_references_changed(built: Path, capsysbinary):
    asked = (("三十四", "第三十六条", REFERENCES_ONLY), ("五十九", "第六十一条", "文字有修改"), ("二十一", "第二十三条", "文字相同"))
    for article, now, word in asked:
        assert run(["ask", f"旧网络安全法第{article}条对应现行第几条", "--json"]) == 0
        answer = json.loads(capsysbinary.readouterr().out)["answer"]
        assert now in answer and f"，{word}。" in answer


def test_marked_words_can_be_taken_apart_again():
    c = compared()
    for change in c.changes:
        if change.old and change.new:
            text = marked(c, change)
            assert squash(re.sub(r"\{\+.*?\+\}", "", text).replace("[-", "").replace("-]", "")) == squash(change.old.body)
            assert squash(re.sub(r"\[-.*?-\]", "", text).replace("{+", "").replace("+}", "")) == squash(change.new.body)
