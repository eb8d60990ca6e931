"""Markdown files: whatever a text says, it stays text, in a cell, in a line, and in the files of clock and calendar."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.duties.calendar.making import CalendarEntry, DutyCalendar, Sort
from kg.duties.calendar.text import to_md as calendar_md
from kg.duties.clock.making import Asked, Clock, OpenQuestion
from kg.duties.clock.text import to_md as clock_md
from kg.files.markdown import md_file, md_line, md_row, md_text, text_file
from kg.files.safe import clean
from kg.law.versions import parse_moment

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
HOSTILE = [
    "[链接](http://evil.test)", "![图](http://evil.test/x.png)", "<img src=x onerror=alert(1)>", "<http://evil.test>", "a | b | c", "# 标题",
    "`", "\t- a", "1. 一", "12) 二", "- 三", "+ 四", "> 引", "    代码", "```", "~~~", "~~删~~", "===", "---", "***", "_强_ **强**",
    "$x$", "&lt;b&gt; &#60;", "\\[a](b)",
    "[a]: http://evil.test", "http://evil.test www.evil.test a@evil.test HTTP://evil.test", "第一行\n| --- |\n\n# 二", "a\\",
    "\x00\x0b\ufffe", "a\\|b",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60),
                  st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
                  st.text(alphabet="[]()<>!|\\`*_~#-+=.1&;:/@w \n\t", max_size=30))
LINKED = re.compile(r"[a-z]://|www\.|@", re.IGNORECASE)  # readers of GitHub's flavour make links of these without being asked
OWN = frozenset({"text", "softbreak", "paragraph_open", "paragraph_close", "inline", "text_special"})


def kinds(markdown: str) -> set[str]:
    tokens = READER.parse(markdown)
    return {t.type for t in tokens} | {c.type for t in tokens for c in t.children or ()}


def shown(markdown: str) -> str:
    """What a reader sees, all blanks alike."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", READER.render(markdown))).split())


def told(text: str) -> str:
    return " ".join(clean(text).split())


@given(TEXTS)
def test_a_line_of_any_text_is_a_paragraph_that_shows_it(text: str) -> None:
    line = md_line(text)
    assert "\n" not in line and kinds(line) <= OWN and shown(line) == told(text) and not LINKED.search(line)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_row_of_any_texts_has_their_number_of_cells(cells: list[str]) -> None:
    table = md_row(["列"] * len(cells)) + "\n" + "|" + " --- |" * len(cells) + "\n" + md_row(cells)
    rendered = READER.render(table)
    found = [" ".join(html.unescape(c).split()) for c in re.findall(r"<td>(.*?)</td>", rendered, re.DOTALL)]
    assert found == list(map(told, cells)) and rendered.count("<tr>") == 2
    assert set(re.findall(r"</?(\w+)", rendered)) <= {"table", "thead", "tbody", "tr", "th", "td"} and not LINKED.search(md_row(cells))


@given(TEXTS, TEXTS)
def test_text_within_a_line_is_only_text(before: str, text: str) -> None:
    assert kinds("依据：" + md_text(before) + "：“" + md_text(text) + "”") <= OWN


@given(st.lists(st.tuples(st.sampled_from(["", "- ", "## ", "   ", "1. "]), TEXTS), max_size=8))
def test_a_file_holds_no_more_blocks_than_its_lines_open(lines: Sequence[tuple[str, str]]) -> None:
    made = md_file(lines).decode()
    assert made.count("\n") == max(len(lines), 1) and text_file(lines).decode().startswith("".join(lines[0]) if lines else "\n")
    assert kinds(made) <= OWN | {f"{kind}_{end}" for kind in ("bullet_list", "ordered_list", "list_item", "heading") for end in ("open", "close")}
    assert made.count("\n#") + made.startswith("#") <= sum(opening == "## " for opening, _ in lines)


def a_clock(text: str) -> bytes:
    asked = Asked(text, parse_moment("2026-11-24 09:30"))
    question = OpenQuestion("key", text, (text,), 2)
    return clock_md(Clock(asked, (text,), (text,), date(2026, 11, 24), (), (), (), (), (), (question,), (), (), (text,), (text,)))


def a_calendar(text: str) -> bytes:
    one = CalendarEntry(Sort.FIXED, None, date(2026, 3, 31), text, text, version="urn", weekend=text)
    return calendar_md(DutyCalendar(2026, (text,), (one, one), (one,)))


@pytest.mark.parametrize("make", [a_clock, a_calendar])
@given(text=TEXTS)
@example(text="]( http://evil.test")
def test_clock_and_calendar_have_the_same_blocks_whatever_the_texts_say(make, text) -> None:
    def blocks(markdown: bytes) -> list[str]:
        return [t.type for t in READER.parse(markdown.decode()) if t.type != "inline"]

    made = make(text)
    assert kinds(made.decode()) <= OWN | {f"{k}_{e}" for k in ("bullet_list", "list_item", "heading") for e in ("open", "close")}
    assert blocks(made) == blocks(make("字")) or not told(text), text
    assert not LINKED.search(made.decode())
