"""Time grows with the length of a text and not with its square: every pattern and every reader, fed units repeated.

A new pattern is found by itself. Where one fails here, a repetition in it runs over the whole rest of the text from every place:
give it an end that no sentence reaches, or cut the text into sentences before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.answers.question.measures import find_measures
from kg.answers.question.premises import stated
from kg.answers.question.reading import understand
from kg.answers.question.several import split
from kg.corpus.loading import load
from kg.corpus.lookup import UnknownReference, look_up
from kg.corpus.passages import Texts
from kg.corpus.readers.paragraphs import unwrapped
from kg.corpus.readers.tidy import tidy, without_front_matter, without_print
from kg.corpus.structure import parse, stretches
from kg.law.model import LONGEST_ARTICLE
from kg.law.sentences import sentences
from kg.law.thresholds import bounds_of, find_ranges
from kg.law.vocabulary import Vocabulary
from kg.memo.checking import check
from kg.memo.parts import MAX_CITATIONS, MemoError
from kg.reading.applicability import find_routes, find_widenings
from kg.reading.citations.finding import find_citations, read_citations
from kg.reading.citations.steps import LARGEST_SPREAD
from kg.reading.deadlines import find_deadlines
from kg.reading.extract import extract
from kg.reading.norms import find_norms
from kg.reading.sanctions import find_sanctions
from kg.reading.terms.finding import find_definitions
from tests.growth import STEEPEST, Called, fault, growth, patterns, repeated

DAY = date(2026, 3, 1)
WORDS = (
    "以下简称", "（以下简称甲）", "部门", "第一条", "第1至3条", "第一、", "一", "十", "0", "“", "”", "《", "》", "《法》", "（", "、", "，",
    "的", "和", "应当", "按照规定", "\n", "部门应当报告，", "部门应当报告；", "部门应当报告。", "除一，", "前款", "该法", "下列", "由部门", "并报告",
    "本法所称甲，是指乙、丙；", "《甲法》（以下简称乙）", "违反本法，处一万元罚款；", "（一）部门报告；\n", "第一条　甲。\n", "第一条　甲。", "甲\n",
    "第一章 甲\n", "附件\n",
)
@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load()


@cache
def texts() -> Texts:
    return Texts(load())


def memo(text: str) -> None:
    with suppress(MemoError):
        check(text, texts(), DAY)


def looked_up(text: str) -> None:
    with suppress(UnknownReference):
        look_up("网络安全法" + text, texts().catalogue)


def applicability(text: str) -> None:
    doc = parse(text)
    find_routes(doc)
    find_widenings(doc, vocabulary())


READERS: dict[str, Callable[[str], object]] = {
    "tidied": lambda text: (tidy(text), unwrapped(text), without_front_matter(text), without_print(text)),
    "parse": lambda text: stretches(parse(text)),
    "citations": lambda text: find_citations(parse(text)),
    "definitions": lambda text: find_definitions(parse(text)),
    "norms": lambda text: find_norms(parse(text)),
    "sanctions": lambda text: find_sanctions(parse(text)),
    "applicability": applicability,
    "deadlines": find_deadlines,
    "thresholds": lambda text: (find_ranges(text), bounds_of(text)),
    "sentences": sentences,
    "look_up": looked_up,
    "question": lambda text: (understand(text, texts().catalogue), split(text), stated(text), find_measures(text)),
}


# ── the harness itself ──


def test_a_quadratic_pattern_is_caught() -> None:
    bad = Called("here", re.compile(r"[^，]*甲"), anchored=False)
    assert "here on " in bad.fault()


def test_a_linear_pattern_is_not() -> None:
    good = Called("here", re.compile(r"[^，]{0,40}甲"), anchored=False)
    assert good.fault() == ""


def test_the_patterns_of_the_package_are_found() -> None:
    found = {c.where: c for c in patterns()}
    assert "kg.law.thresholds._THRESHOLD" in found and not found["kg.law.thresholds._THRESHOLD"].anchored
    assert found["kg.law.numerals._ARTICLE"].anchored
    assert any(w.startswith("kg.reading.deadlines._RULES") for w in found) and any(re.match(r"kg\.reading\.grammar\.\w+:\d+", w) for w in found)


# ── the growth ──


def test_no_pattern_grows_faster_than_its_text() -> None:
    assert [bad for called in patterns() if (bad := called.fault())] == []


@pytest.mark.parametrize("name", READERS)
def test_no_reader_grows_faster_than_its_text(name: str) -> None:
    call = READERS[name]
    call("第一条　部门应当报告。")  # what is loaded once
    assert fault(call, WORDS, lead="第一条　", further=10) == ""


def test_no_memo_takes_longer_than_its_text() -> None:
    memo("依照网络安全法第一条，甲。")
    words = ("“", "”", "《法》", "第一条、", "“甲乙丙丁戊己庚辛壬”", "本法第一条。", "\"")
    steep = [(u, e) for u in words if (e := growth(memo, repeated(u), (1_000, 4_000))) > STEEPEST]
    assert steep == []


# ── bombs ──


BOMBS = ("第1至300条第1至300款第1至300项", "第1至300条" * 400, "第1至300条第1至300款" * 100, "第一条、" * 9_000)


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_a_citation_names_is_counted_before_it_is_made(bomb: str) -> None:
    found, problems = read_citations(parse("第一条　违反" + bomb + "的规定。"))
    assert len(found) <= 10_000 + 2 * bomb.count("第")
    assert problems or bomb.startswith("第一条")
    assert all(p.code == "too-many" and "\n" not in p.message for p in problems)


def test_a_list_as_long_as_any_in_law_is_read_whole() -> None:
    found, problems = read_citations(parse("第一条　违反第1至300条的规定。"))
    assert len(found) == 300 <= LARGEST_SPREAD and problems == ()


def test_a_memo_of_too_many_citations_is_refused_in_one_line() -> None:
    with pytest.raises(MemoError, match=f"引用超过 {MAX_CITATIONS} 处"):
        check("依照网络安全法第1至300条。" * 20, texts(), DAY)


STRANGE = ("第三条之20232", "第一条　依照第三条之20232。", "第99999条　甲。\n依照本条。", "第一条　每小时报告。", "第一条　\ud800部门应当报告。")


@pytest.mark.parametrize("text", STRANGE)
def test_numbers_and_characters_that_no_law_has_end_in_no_error(text: str) -> None:
    extract(parse(text))
    memo(text)


def test_an_endless_line_is_read_in_pieces() -> None:
    norms = find_norms(parse("第一条　" + "部门应当向证监会报告，" * 2_000 + "不得隐瞒。"))
    assert norms and all(len(n.quote) < 3_000 for n in norms)


def test_an_article_longer_than_any_in_law_is_read_in_part_and_said_so() -> None:
    doc = parse("第一条　" + "部门应当报告。" * (LONGEST_ARTICLE // 7 + 100) + "\n第二条　部门应当公告。")
    assert [p.code for p in doc.problems] == ["too-long"]
    assert all(c.end <= LONGEST_ARTICLE for c in find_citations(doc))
    norms = find_norms(doc)
    assert max(n.end for n in norms) <= LONGEST_ARTICLE and norms[-1].article == "第二条"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 12)), min_size=1, max_size=24), st.sampled_from(["", "第一条　"]))
def test_nothing_raises_on_words_thrown_together(parts: list[tuple[str, int]], lead: str) -> None:
    text = lead + "".join(word * times for word, times in parts)
    doc = parse(text)
    assert "".join(words for _, words in stretches(doc)) == text
    extract(doc)
    find_sanctions(doc)
    applicability(text)
    memo(text)
    looked_up(text[:200])
