"""Citations and quotations of a memo: verdicts, offsets, files, the command and the page."""

from __future__ import annotations

import html as html_module
import io
import json
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from kg.app import main
from kg.app.views.check import EMPTY, memo_html
from kg.cli.main import commands, run
from kg.corpus.loading import load
from kg.corpus.passages import Texts, coverage, differences, fold, in_order, pieces
from kg.memo.checking import Report, check
from kg.memo.docx import SHADES, to_docx
from kg.memo.law import Verdict
from kg.memo.parts import MAX_LENGTH, MemoError
from kg.memo.text import NOTHING, marked_stretches, to_json, to_markdown, to_table
from tests import samples

TEXTS = Texts(load())
ON = date(2026, 6, 1)
R, W, N, U = Verdict.RIGHT, Verdict.WRONG, Verdict.NOTE, Verdict.UNKNOWN
ART27 = "重要数据的处理者应当明确数据安全负责人和管理机构，落实数据安全保护责任"
GOOD = f"《数据安全法》第二十七条规定：“{ART27}”。"
WRONG = "《个人信息保护法》第五十七条规定：“个人信息处理者应当在24小时内采取补救措施”。"


def judged(text: str, on: date = ON) -> Report:
    return check(text, TEXTS, on)


CASES = [
    # right
    (GOOD, [R], "一致"),
    ("《数据安全法》第２７条第２款规定“重要数据 的处理者应当明确数据安全负责人和管理机构”。", [R], "一致"),
    ("数安法第27条：「重要数据的处理者应当明确……落实数据安全保护责任」。", [R], "一致"),
    (f"“{ART27}”（《数据安全法》第二十七条）。", [R], "一致"),
    (f"《数据安全法》第二十七条第二款：\n　　{ART27}。", [R], "一致"),
    ("证监会令第 218 号第 39 条。该办法第三十条同样适用。", [R, R], "存在"),
    ("《个保法》第57条、第58条；同法第21条。", [R, R, R], "存在"),
    ("《个人信息保护法》第五十一条至第五十三条。", [R, R, R], "存在"),
    ("旧《网络安全法》第二十一条规定“国家实行网络安全等级保护制度”。", [R], "旧第二十一条 → 现第二十三条"),
    ("《数据安全法》第二十七条、《网络安全法》第二十七条分别规定“重要数据的处理者应当明确数据安全负责人和管理机构”"
     "及“网络运营者应当制定网络安全事件应急预案”。", [R, R], "一致"),
    # the number means another article
    ("《网络安全法》第二十一条规定：“国家实行网络安全等级保护制度”。", [N], "旧第二十一条 → 现第二十三条"),
    ("网络运营者应当按照等级保护制度的要求留存网络日志（网安法第21条）。", [N], "旧第二十一条 → 现第二十三条"),
    ("另见网安法第21条。", [N], "在2026年1月1日前后所指不同"),
    ("《网络安全法》第二十三条规定了网络安全等级保护制度。", [R], "存在"),
    # wrong
    ("《数据安全法》第九十条。", [W], "最后一条是第五十五条"),
    (f"《数据安全法》第二十九条规定：“{ART27}”。", [W], "见于《数据安全法》第二十七条"),
    (f"《网络安全法》第十条规定：“{ART27}”。", [W], "见于《数据安全法》第二十七条"),
    (WRONG, [W], "〔删：立即〕〔增：在24小时内〕"),
    ("《数据安全法》第二十七条规定：“月亮上的兔子应当每年向嫦娥提交桂花糕年度报告”。", [W], "未在收录文本中找到"),
    (f"《数据安全法》第二十七条第一款规定：“{ART27}”。", [W], "不在所引款项"),
    ("网安法第23条规定日志应当留存“三个月”。", [W], "不见于该条"),
    # to be noted
    ("218号令第39条第5款。", [N], "只有2款，没有第5款"),
    ("《证券期货业信息安全保障管理办法》第十条。", [N], "2023-05-01起废止"),
    ("82号令第三条、第四条。", [N, N], "废止"),
    ("根据个保法第二十八条，处理个人信息应当事前进行个人信息保护影响评估，并对处理情况进行记录。", [N], "更接近第五十五条"),
    ("218号令已施行。根据本办法第三十九条处理。", [N], "按前文"),
    (f"合同约定如下：“{ART27}”", [N], "未注明出处；见于《数据安全法》第二十七条"),
    # cannot be checked
    ("《公司法》第一百九十七条规定：“信息披露义务人未按照本法规定报送有关报告”。", [U], "全文未收录"),
    ("《个人信息出境负面清单办法》第四条。", [U], "未收录的文件"),
    ("1218号令第3条；国办发〔2023〕218号第3条。", [U, U], "写法不明"),
    ("证券公司信息技术管理办法第三条。", [U], "写法不明"),
    ("JR/T 0171-2020。", [U], "全文未收录"),
    ("本法第三条。", [U], "没有写明"),
    ("客户表示：“这件事情我们内部已经讨论过很多次了”。", [U], "未注明出处；未在收录文本中找到"),
    # no citation at all
    ("根据合同第三条，双方应当保密。", [], ""),
    ("第一条 服务内容\n第二条 服务费用", [], ""),
    ("该公司很“重视”合规。218号令很重要。", [], ""),
]


@pytest.mark.parametrize(("text", "verdicts", "reason"), CASES, ids=[c[0][:24] for c in CASES])
def test_verdicts(text, verdicts, reason):
    found = judged(text).findings
    assert [f.verdict for f in found] == verdicts, [(f.text, f.verdict.value, f.reason) for f in found]
    assert reason in "".join(f.reason for f in found)


@pytest.mark.parametrize(("text", "day", "verdict", "reason"), [
    ("《网络安全法》第二十一条规定：“国家实行网络安全等级保护制度”。", date(2025, 6, 1), R, "一致"),
    ("《网络安全法》第二十三条规定：“国家实行网络安全等级保护制度”。", date(2025, 6, 1), N, "新第二十三条 → 当日第二十一条"),
    ("《网络安全法》第八十一条。", date(2025, 6, 1), W, "只见于2026-01-01起施行的文本"),
    ("《国家网络安全事件报告管理办法》第四条。", date(2025, 6, 1), N, "尚未施行"),
    ("152号令第三十九条。", date(2020, 6, 1), U, "2020-06-01施行的文本未收录"),
    ("《证券期货业信息安全保障管理办法》第十条。", date(2020, 6, 1), U, "全文未收录"),
])
def test_verdicts_of_another_day(text, day, verdict, reason):
    (found,) = judged(text, day).findings
    assert (found.verdict, reason in found.reason) == (verdict, True), found.reason


def test_the_words_shown_are_the_provision_and_right_needs_them():
    for text, _, _ in CASES:
        for f in judged(text).findings:
            assert f.verdict is not Verdict.RIGHT or f.urn
            if f.words:
                assert f.words in TEXTS.catalogue.version(f.urn).text


def test_every_article_quoted_in_full_is_right():
    for p in TEXTS.passages[::9]:
        line = p.text.split("\n")[0][len(p.node.label) :].strip()
        if any(mark in line for mark in "“《") or not p.node.label.startswith("第") or len(line) < 12:
            continue
        memo = f"《{p.version.title}》（{p.version.effective.year}年）{p.node.label}规定：“{line}”。"
        (found,) = judged(memo).findings
        assert found.verdict is Verdict.RIGHT and found.urn.endswith(p.node.eid), (memo, found.reason)


def test_speech_that_cites_is_checked_and_not_compared():
    (found,) = judged("他问：“数安法第27条是否适用于我们公司？”").findings
    assert found.text == "数安法第27条" and found.verdict is Verdict.RIGHT


def test_what_the_quoted_law_cites_is_not_the_memos_citation():
    article = TEXTS.passage(TEXTS.catalogue.instruments[1].versions[-1], "art61")
    line = article.text.split("\n")[0][len(article.node.label) :].strip()
    assert "本法第" in line
    found = judged(f"《网络安全法》第六十一条规定：“{line}”。第八十一条另有规定。").findings
    assert [f.label for f in found] == ["《网络安全法》第六十一条", "《网络安全法》第八十一条"]


@pytest.mark.parametrize(("law", "quoted", "shown"), [
    ("应当留存日志不少于六个月。", "应当留存日志不少于三个月", "应当留存日志不少于〔删：六个月〕〔增：三个月〕"),
    ("甲应当立即向乙报告。", "甲应当立即向乙报告", "甲应当立即向乙报告"),
    ("甲乙丙丁", "月亮", "〔增：月亮〕"),
])
def test_differences(law, quoted, shown):
    assert differences(law, quoted) == shown


@pytest.mark.parametrize("text", ["", "  \n\u3000", "字" * (MAX_LENGTH + 1), "《" * 4000, "“" * 9000])
def test_what_cannot_be_checked_is_refused(text):
    with pytest.raises(MemoError, match=r"请"):
        judged(text)


PARTS = [
    "《网络安全法》", "第二十一条", "第99条", "第一款", "第（二）项", "网安法", "218号令", "该办法", "本法", "同法", "、", "至", "。", "\n", "　",
    " ", "“", "”", '"', "「", "」", "……", "规定：", ART27, "国家实行网络安全等级保护制度", "<b>&", "=1+1", "|", "\x00", "\u202e", "\ud800",
    "Ａ１", "（", "）", "旧", "《证券法》", "第一条 ", "以下简称", "GB/T 1234-2020", "🙂", "\r\n", "第1条至第300条",
]
MEMOS = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=6)), min_size=1, max_size=24).map("".join)


@settings(max_examples=120, deadline=None)
@given(MEMOS)
def test_any_memo_gives_a_report(text):
    try:
        report = judged(text)
    except MemoError:
        assert not text.strip() or len(text) > 3000
        return
    for f in report.findings:
        assert report.text[f.start : f.end] == f.text and 0 <= f.start < f.end
        assert all(report.text[q.start : q.end] == q.text for q in f.quotes)
    assert "".join(t for t, _ in marked_stretches(report)) == report.text
    assert [f.number for f in report.findings] == list(range(1, len(report.findings) + 1))
    html = memo_html(report)
    tags = set(re.findall(r"<[^>]*>", html))
    assert all(re.fullmatch(r'</?(mark|sup)>|<mark class="kg-(good|bad|warn|grey)" title="[^"<>]*">', t) for t in tags)
    assert json.loads(json.dumps(to_json(report))) == to_json(report)
    assert to_table(report) and to_markdown(report)


@settings(max_examples=15, deadline=None)
@given(MEMOS)
def test_any_memo_gives_a_word_file(text):
    try:
        report = judged(text)
    except MemoError:
        return
    word = docx.Document(io.BytesIO(to_docx(report)))
    rows = len(word.tables[0].rows) - 1 if word.tables else 0
    assert rows == len(report.findings)


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparison_never_raises(one, other):
    assert 0 <= coverage(one, other) <= 1
    assert isinstance(differences(one, other), str)
    if wanted := pieces(one):
        assert in_order(fold(one + other), wanted)


def test_the_word_file_holds_memo_marks_and_table():
    report = judged(f"{GOOD}\n{WRONG}\n=1+1 <b>")
    data = to_docx(report)
    assert data == to_docx(report)
    word = docx.Document(io.BytesIO(data))
    lines = [p.text for p in word.paragraphs]
    assert lines[0] == GOOD.replace("第二十七条", "第二十七条[1]") and "=1+1 <b>" in lines and "核验结果" in lines
    fills = re.findall(r'w:fill="([0-9A-F]{6})"', word.element.xml)
    assert {SHADES[R], SHADES[W]} <= set(fills)
    table = word.tables[0]
    assert [c.text for c in table.rows[0].cells] == ["序号", "引用", "结论", "理由", "条文原文"]
    assert [r.cells[2].text for r in table.rows[1:]] == ["正确", "有误"]
    assert "urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~art27" in table.rows[1].cells[4].text


def test_markdown_takes_no_markup_from_the_memo():
    text = to_markdown(judged(f"<script>x</script> [a](http://b) | `c`\n{GOOD}"))
    assert "<script>" not in text and "[a](" not in text and "【1 正确】" in text


def test_the_command(tmp_path: Path):
    memo, out = tmp_path / "memo.docx", tmp_path / "out.docx"
    memo.write_bytes(samples.docx([GOOD, WRONG]))
    ran = CliRunner().invoke(commands(), ["check", str(memo), "--as-of", "2026-06-01", "-o", str(out)])
    assert ran.exit_code == 1 and "[正确]" in ran.stdout and "[有误]" in ran.stdout and "有误 1" in ran.stdout
    assert docx.Document(str(out)).tables
    ran = CliRunner().invoke(commands(), ["check", "-", "--json"], input=GOOD)
    (found,) = json.loads(ran.stdout)
    assert ran.exit_code == 0 and GOOD[found["start"] : found["end"]] == found["text"] == "《数据安全法》第二十七条"
    assert found["verdict"] == "正确" and found["words"].startswith("第二十七条") and found["iri"].endswith("~art27")
    ran = CliRunner().invoke(commands(), ["check", "-", "-o", str(tmp_path / "out.md")], input=WRONG)
    assert ran.exit_code == 1 and "核验结果" in (tmp_path / "out.md").read_text(encoding="utf-8")
    assert NOTHING in CliRunner().invoke(commands(), ["check", "-"], input="今天天气很好。").stdout


@pytest.mark.parametrize("arguments", [["check", "/nonexistent.txt"], ["check", "-", "-o", "x.pdf"], ["check", "-", "--as-of", "昨天"]])
def test_bad_usage_is_one_line(arguments, capsys):
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("kg: ") and err.count("\n") == 1


def page() -> AppTest:
    at = AppTest.from_file(main.__file__, default_timeout=90).run()
    at.switch_page("views/check.py")
    return at.run()


def checked(at: AppTest, memo: str) -> AppTest:
    at.text_area(key="memo").set_value(memo)
    return next(b for b in at.button if b.label == "核验").click().run()


def shown(at: AppTest) -> str:
    return "\n".join(e.proto.body for e in at.get("html"))


def test_the_page(built: Path):
    at = checked(page(), f"{GOOD}\n{WRONG}\n<script>alert(1)</script>")
    assert not at.exception and "<script>" not in shown(at)
    assert '<mark class="kg-good"' in shown(at) and '<mark class="kg-bad"' in shown(at)
    assert "law?ref=urn%3Alex" in html_module.unescape(shown(at))
    assert any("有误 1" in re.sub(r"\\", "", c.value) for c in at.caption)


def test_the_page_with_nothing_to_check(built: Path):
    at = checked(page(), "  ")
    assert not at.exception and at.warning[0].value == EMPTY
    at = checked(at, "今天天气很好。")
    assert not at.exception and at.info[0].value == NOTHING
