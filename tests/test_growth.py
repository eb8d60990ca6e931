"""Time grows with the length of a text and not with its square: every pattern and every reader, fed units repeated.

A new pattern is found by itself. Where one fails here, a repetition in it runs over the whole rest of the text from every place:
give it an end that no sentence reaches, or cut the text into sentences before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.corpus.lookup import UnknownReference, look_up
from kg.corpus.passages import Texts
from kg.corpus.structure import parse, stretches
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
from tests.growth import STEEPEST, Called, growth, patterns, repeated, units

DAY = date(2026, 3, 1)
WORDS = (
    "以下简称", "（以下简称甲）", "部门", "第一条", "第1至3条", "第一、", "一", "十", "0", "“", "”", "《", "》", "《法》", "（", "）", "、", "，", "；", "。",
    "的", "和", "或者", "应当", "不得", "按照规定", "\n", " ", "部门应当报告，", "部门应当报告；", "部门应当报告。", "除一，", "前款", "该法", "下列", "由部门", "并报告",
    "本法所称甲，是指乙、丙；", "《甲法》（以下简称乙）", "违反本法，处一万元罚款；", "（一）部门报告；\n", "第一条　甲。\n", "第一条　甲。", "甲\n", "第一章 甲\n", "附件\n",
)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load()


@cache
def texts() -> Texts:
    return Texts(load())


def memo(text: str) -> None:
    try:
        check(text, texts(), DAY)
    except MemoError:
        pass


def looked_up(text: str) -> None:
    try:
        look_up("网络安全法" + text, texts().catalogue)
    except UnknownReference:
        pass


def applicability(text: str) -> None:
    doc = parse(text)
    find_routes(doc)
    find_widenings(doc, vocabulary())


READERS: dict[str, Callable[[str], object]] = {
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
}


# ── the harness itself ──


def test_a_quadratic_pattern_is_caught() -> None:
    bad = Called("here", re.compile(r"[^，]*甲"), anchored=False)
    assert max(growth(bad.run, repeated(u)) for u in units(bad.pattern)) > STEEPEST


def test_a_linear_pattern_is_not() -> None:
    good = Called("here", re.compile(r"[^，]{0,40}甲"), anchored=False)
    assert max(growth(good.run, repeated(u)) for u in units(good.pattern)) <= STEEPEST


def test_the_patterns_of_the_package_are_found() -> None:
    found = {c.where: c for c in patterns()}
    assert "kg.law.thresholds._THRESHOLD" in found and not found["kg.law.thresholds._THRESHOLD"].anchored
    assert found["kg.law.numerals._ARTICLE"].anchored
    assert any(w.startswith("kg.reading.deadlines._RULES") for w in found) and any(re.match(r"kg\.reading\.grammar\.\w+:\d+", w) for w in found)


# ── the growth ──


def test_no_pattern_grows_faster_than_its_text() -> None:
    steep = []
    for called in patterns():
        for unit in units(called.pattern):
            if (exponent := growth(called.run, repeated(unit))) > STEEPEST:
                steep.append(f"{called.where} on {unit!r}: {exponent:.2f}  {called.pattern.pattern[:80]}")
                break
    assert steep == []


@pytest.mark.parametrize("name", READERS)
def test_no_reader_grows_faster_than_its_text(name: str) -> None:
    call = READERS[name]
    call("第一条　部门应当报告。")  # what is loaded once
    steep = [(u, e) for u in WORDS if (e := growth(call, repeated(u, "第一条　"), (2_000, 8_000))) > STEEPEST]
    assert steep == []
