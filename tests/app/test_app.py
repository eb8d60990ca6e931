"""The application without a browser: every page, through Streamlit's own AppTest, on the real build."""

from __future__ import annotations

import html as html_module
import os
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from kg.app import main, markup
from kg.app.options import OPTIONS
from kg.app.parts import article
from kg.app.parts.path_picture import picture
from kg.app.views.ask import EXAMPLES, UNANSWERABLE
from kg.corpus.lookup import look_up
from kg.duties.matrix.making import obligations
from kg.files import safe as cells
from kg.graph.knowledge import Knowledge
from kg.law.versions import today

APP, ROOT = main.__file__, Path(__file__).resolve().parents[2]
HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "**粗** $x^2$ [链接](http://evil.test) :red[红] `码`",
    "SELECT ?s WHERE { ?s ?p ?o } ; DROP TABLE norms; --",
    "网络安全" * 900,
    "🙂🙃\u202e反向\x00",
    "\"'\\\n\t}{",
]


def start(**query: str) -> AppTest:
    """The application opened at the start page with that query."""
    at = AppTest.from_file(APP, default_timeout=90)
    at.query_params.update(query)
    return at.run()


def at_page(page: str, **query: str) -> AppTest:
    """The application with one of its other pages open."""
    at = start(**{k: v for k, v in query.items() if k in {"profile", "as_of"}})
    at.switch_page(f"views/{page}.py")
    at.query_params.update(query)
    return at.run()


def test_the_file_at_the_top_shows_the_same_application(built: Path) -> None:
    top = AppTest.from_file(str(ROOT / "app.py"), default_timeout=90).run()
    same = start()
    assert not top.exception and [t.value for t in top.title] == [t.value for t in same.title] != []
    assert bodies(top) == bodies(same) and [b.label for b in top.button] == [b.label for b in same.button]


def test_a_checkout_starts_it_with_the_same_options() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    flat = {f"{section}.{name}": value for section, values in written.items() for name, value in values.items()}
    assert flat == OPTIONS
    assert OPTIONS["server.address"] == "127.0.0.1" and OPTIONS["browser.gatherUsageStats"] is False


def bodies(at: AppTest) -> list[str]:
    """The HTML that the page hands to st.html, the style sheet aside."""
    found = [e.proto.body for e in at.get("html")]
    return [b for b in found if not b.startswith("<style>")]


def words(at: AppTest) -> str:
    """All that can be read on the page, tags and escapes taken away."""
    told = [e.value for kind in (at.markdown, at.caption, at.error, at.info, at.warning, at.subheader) for e in kind]
    links = [e.proto.label for e in at.get("page_link")]
    plain = re.sub(r"\\([^\w\s])", r"\1", "\n".join(map(str, [*told, *links])))
    return plain + html_module.unescape(re.sub(r"<[^>]+>", "", "\n".join(bodies(at))))


def refs(at: AppTest) -> list[str]:
    """What the links of the page to provisions point at."""
    queries = [parse_qs(e.proto.query_string) for e in at.get("page_link")]
    return [q["ref"][0] for q in queries if "ref" in q]


def asked(at: AppTest, question: str) -> AppTest:
    at.text_area[0].set_value(question)
    return next(b for b in at.button if b.label == "查询").click().run()


@pytest.fixture(scope="module")
def known(built: Path) -> Knowledge:
    return Knowledge.open(built)


@pytest.mark.parametrize(("page", "title"), [("ask", "问答"), ("law", "法条"), ("matrix", "义务矩阵")])
def test_every_page_opens(built: Path, page: str, title: str) -> None:
    at = at_page(page)
    assert not at.exception
    assert at.title[0].value == title


def test_the_page_of_the_law_says_what_is_not_held_and_when_a_text_was_compared(built: Path) -> None:
    assert "由它规定的事项" in words(at_page("law")) and "等级测评的周期" in words(at_page("law"))
    assert "核对至2026-11-22；此后已知的修改：未发现" in words(at_page("law", ref="218号令第39条"))
    assert "等级测评的周期" in words(at_page("law", ref="等保管理办法"))


def test_the_start_page_leads_to_the_texts_held(known: Knowledge) -> None:
    held = {v.urn for v in known.versions(today())}
    assert set(refs(start())) == held
    assert not refs(asked(start(), "红烧肉怎么做"))


def test_an_answer_shows_duties_quotes_and_the_way_there(known: Knowledge) -> None:
    at = asked(start(profile="证券公司"), "发生网络安全事件后向谁报告")
    assert not at.exception
    assert {"答复", "义务一览", "条文原文"} <= {s.value for s in at.subheader}
    assert UNANSWERABLE not in words(at)
    quoted = re.findall(r'<div class="kg-quote">(.*?)</div>', "\n".join(bodies(at)), re.DOTALL)
    assert quoted and len(quoted) == len(refs(at))
    for ref, quote in zip(refs(at), quoted, strict=True):
        assert re.sub(r"\s", "", html_module.unescape(quote)) in re.sub(r"\s", "", known.catalogue.version(ref).text)
    assert at.get("graphviz_chart")
    assert "urn:lex" not in re.sub(r'href="[^"]*"', "", words(at)), "identifiers are for machines"
    assert at.code[0].value


def test_deadlines_are_counted_from_the_day_chosen(built: Path) -> None:
    at = asked(start(profile="证券交易所"), "带着会员单位搞完应急演练，几个工作日内报告")
    at.date_input(key="first day").set_value(date(2026, 9, 21)).run()
    assert not at.exception
    assert "演练后15个工作日内" in words(at) and "2026-10-19" in words(at)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_are_answered(built: Path, example: str) -> None:
    at = start()
    at = next(b for b in at.button if b.label == example).click().run()
    assert not at.exception
    assert at.text_area[0].value == example
    assert UNANSWERABLE not in words(at)


@pytest.mark.parametrize("question", ["红烧肉怎么做", "网络安全法第九十九条说什么", "JR/T 0171-2020第五条怎么规定"])
def test_what_is_not_decided_is_said_so(built: Path, question: str) -> None:
    at = asked(start(), question)
    assert not at.exception
    assert UNANSWERABLE in words(at)
    assert "答复" in {s.value for s in at.subheader}


def test_a_question_may_lean_on_the_one_before(built: Path) -> None:
    at = asked(start(), "券商系统宕机了，该向谁报告？")
    assert "承接上一问" not in words(at) and "含证券公司" in words(at)
    at = asked(at, "那期货公司呢？")
    assert "承接上一问" in words(at) and "含期货公司" in words(at) and "含证券公司" not in words(at)
    at = asked(at, "那不报会怎么罚？")
    assert "身份：期货公司" in words(at) and "罚款" in words(at) and not at.exception
    at = asked(at, "系统日志要保存多久？")
    assert "承接上一问" not in words(at) and "六个月以上" in words(at)


def test_a_comparison_is_a_table(built: Path) -> None:
    at = asked(start(), "核心机构和经营机构在网络带宽上的要求有什么区别？")
    assert any("<th>核心机构</th><th>经营机构</th>" in b and "百分之八十以下" in b for b in bodies(at))
    assert not any("| 事项 |" in b for b in bodies(at))


@pytest.mark.parametrize("question", HOSTILE, ids=lambda q: ascii(q)[:20])
def test_hostile_questions_are_text_and_nothing_else(built: Path, question: str) -> None:
    at = asked(start(), question)
    assert not at.exception
    assert "kg-answer" in "".join(bodies(at))
    assert not re.search(r"<(script|img)|onerror=(?!&)", "".join(bodies(at)).replace("&lt;", ""))
    at = asked(at, "信息系统的日志要保存多久")  # the hostile question is now in the list of past ones
    past = [b.label for b in at.button if "已答复" in b.label or "没有规定" in b.label]
    assert len(past) == 1
    assert not at.exception
    label = past[0].partition("　:gray[")[0]
    assert rendered(label) == " ".join(re.sub("[\x00\u202e]", "", question).split())[:60] + ("…" if len(question) > 60 else "")


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_is_asked_for(built: Path, question: str) -> None:
    at = asked(start(), question)
    assert not at.exception
    assert at.warning[0].value.startswith("没有可以回答的问题")


def test_past_questions_come_back_with_their_profile_and_day(built: Path) -> None:
    at = asked(start(profile="期货公司", as_of="2025-06-01"), "信息系统的日志要保存多久")
    at.multiselect[0].set_value([])
    at = asked(at, "网络安全等级保护制度是什么")
    again = next(b for b in at.button if b.label.startswith("信息系统的日志要保存多久　"))
    assert "期货公司" in again.label
    at = again.click().run()
    assert not at.exception
    assert at.multiselect[0].value == ["期货公司"]
    assert at.text_area[0].value == "信息系统的日志要保存多久"
    assert "2025-06-01 有效" in words(at)


@pytest.mark.parametrize(
    ("query", "profile", "day"),
    [
        ({"profile": "证券公司", "as_of": "2024-01-02"}, ["证券公司"], date(2024, 1, 2)),
        ({"profile": "没有这种主体", "as_of": "昨天"}, [], None),
        ({"as_of": "0001-01-01"}, [], None),
        ({"as_of": "2024-02-30"}, [], None),
    ],
)
def test_the_address_sets_the_sidebar(built: Path, query: dict[str, str], profile: list[str], day: date | None) -> None:
    at = start(**query)
    assert not at.exception
    assert at.multiselect[0].value == profile
    assert at.date_input[0].value == (day or today())


@pytest.mark.parametrize(
    ("ref", "as_of", "expected"),
    [
        ("218号令第39条", "2026-03-01", "建立应急处置机制"),
        ("网络安全法第二十三条", "2026-03-01", "网络安全等级保护制度"),
        ("网络安全法第二十一条", "2024-03-01", "网络安全等级保护制度"),
        ("个保法57条第1款第（二）项", "2026-03-01", "个人信息处理者采取的补救措施"),
        ("218号令第三章", "2026-03-01", "投资者个人信息保护"),
        ("网络安全法", "2026-03-01", "定义的用语"),
        ("证券期货业网络安全事件报告与调查处理办法", "2026-03-01", "转述"),
        ("个人信息出境标准合同办法", "2026-03-01", "没有收录这部法规的原文"),
        ("网络安全法第九十九条", "2026-03-01", "最后一条是第八十一条"),
        ("不存在的法第三条", "2026-03-01", "语料中没有"),
        ("", "2026-03-01", "收录的法规"),
    ],
)
def test_the_page_of_the_law_follows_the_address(built: Path, ref: str, as_of: str, expected: str) -> None:
    at = at_page("law", ref=ref, as_of=as_of)
    assert not at.exception
    assert expected in words(at)


@pytest.mark.parametrize("ref", HOSTILE, ids=lambda q: ascii(q)[:20])
def test_hostile_references_are_refused_in_words(built: Path, ref: str) -> None:
    at = at_page("law", ref=ref)
    assert not at.exception
    assert re.findall(r"<\w+", MarkdownIt().render(at.error[0].value)) == ["<p"]


def test_an_article_shows_citations_both_ways_duties_and_penalties(known: Knowledge) -> None:
    at = at_page("law", ref="218号令第39条")
    urn = look_up("218号令第39条", known.catalogue, today()).urn
    assert {"本条的规范", "违反本条的罚则"} <= {s.value for s in at.subheader}
    assert {k.source for k in known.incoming(urn)} <= set(refs(at))
    punishing = at_page("law", ref="218号令第64条")
    own = look_up("218号令第64条", known.catalogue, today()).urn
    assert {k.target for k in known.outgoing(own) if k.target} <= set(refs(punishing))
    assert "本条处罚的行为" in {s.value for s in punishing.subheader}


def test_the_version_choice_follows_the_content(known: Knowledge) -> None:
    at = at_page("law", ref="网络安全法第二十三条")
    law = known.catalogue.find("网络安全法")
    assert law is not None
    choice, old = next(s for s in at.selectbox if s.label == "版本"), law.versions[0]
    assert len(choice.options) == len(law.versions) > 1
    at = choice.set_value(old.urn).run()
    assert not at.exception
    assert f"{old.urn}~art21" in at.query_params["ref"]
    assert "已被取代" in words(at)


def test_choosing_an_instrument_and_typing_a_reference(known: Knowledge) -> None:
    at = at_page("law")
    law = known.catalogue.find("数据安全法")
    assert law is not None
    at = next(s for s in at.selectbox if s.label == "法规").set_value(law.work).run()
    assert not at.exception and "总则" in "".join(e.label for e in at.expander)
    at = at.text_input[0].set_value("218号令第39条").run()
    assert not at.exception and "应急处置机制" in words(at)


def test_every_word_of_every_text_is_shown(known: Knowledge) -> None:
    for version in known.catalogue.versions:
        document = known.document(version)
        for node in document.children:
            shown = html_module.unescape(re.sub(r"<[^>]+>", "", article.words_html(document, node, "")))
            assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", document.text_of(node)), f"{version.urn} {node.eid}"


def test_the_matrix_counts_filters_and_offers_files(known: Knowledge) -> None:
    at = at_page("matrix", profile="期货公司")
    everything = obligations(known, today(), profile=["期货公司"])
    assert f"共 {len(everything)} 项" in words(at)
    assert len(at.dataframe[0].value) == len(everything)
    at = next(s for s in at.selectbox if s.label == "行为").set_value("report").run()
    reports = obligations(known, today(), profile=["期货公司"], kind="report")
    assert 0 < len(reports) < len(everything)
    assert f"共 {len(reports)} 项" in words(at)
    assert {b.proto.label for b in at.get("download_button")} == {"下载 Excel", "下载 Word", "下载 CSV"}


def test_a_matrix_of_a_day_before_all_law_says_so(built: Path) -> None:
    at = at_page("matrix", as_of="1995-01-01")
    assert not at.exception
    assert at.info and "没有符合所选条件的义务" in at.info[0].value
    assert not at.dataframe


def test_the_first_start_builds_with_a_progress_bar(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def build(progress: Callable[[str, float], None]) -> None:
        progress("解析条文", 0.4)
        told.append(os.environ["KG_DATA"])
        monkeypatch.setenv("KG_DATA", str(built))

    monkeypatch.setenv("KG_DATA", str(tmp_path))
    monkeypatch.setattr("kg.graph.building.build", build)
    at = start()
    assert not at.exception
    assert told == [str(tmp_path)]
    assert at.title[0].value == "问答"


def test_a_first_build_that_fails_names_the_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.corpus.catalogue import CorpusError

    def build(progress: object) -> None:
        raise CorpusError("x.toml: not valid TOML *; correct it")

    monkeypatch.setenv("KG_DATA", str(tmp_path))
    monkeypatch.setattr("kg.graph.building.build", build)
    at = start()
    assert not at.exception
    assert "x\\.toml" in at.error[0].value and "\\*" in at.error[0].value
    assert [b.label for b in at.button] == ["重试"]


def rendered(markdown: str) -> str:
    """What a reader sees of Markdown."""
    return laid_out(markdown).replace("\u2060", "")


def laid_out(markdown: str) -> str:
    """The text that Markdown gives, with what nobody sees."""
    return html_module.unescape(re.sub(r"^<p>|</p>\n$", "", MarkdownIt().render(markdown)))


LINKED = re.compile(r"[a-z]://|www\.|@[\w-]", re.IGNORECASE)  # Streamlit's reader makes links of these, also of escaped ones


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(["http", "://", "www", ".", "@", "a", " "]), max_size=9).map("".join)))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    flat = " ".join(cells.INVISIBLE.sub("", text).split())
    assert rendered(markup.plain(text)) == flat.replace("\u2060", "")
    assert not LINKED.search(laid_out(markup.plain(text)))


@given(st.text(max_size=80))
def test_html_holds_any_text_without_a_tag(text: str) -> None:
    safe = cells.html(text)
    assert not set("<>\"'") & set(safe)
    assert html_module.unescape(safe) == cells.INVISIBLE.sub("", text)


@given(st.text(max_size=120))
def test_a_graphviz_label_never_ends_early(text: str) -> None:
    label = markup.dot(text)
    assert re.fullmatch(r'"(?:[^"\\]|\\["\\n])*"', label)


def test_the_picture_leads_from_the_duty_to_its_penalty() -> None:
    dot = picture("怎么罚", [("问题", "检索", "《甲法》第一条"), ("《甲法》第一条", "罚则", "《甲法》第九条")])
    assert 'q -> n1 [label="检索"]' in dot
    assert 'n1 -> n2 [label="罚则"]' in dot
