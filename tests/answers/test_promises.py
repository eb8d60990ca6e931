"""Odd questions: whatever is asked, what is cited exists and what is quoted is verbatim, and false premises are not taken for true."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.answers.answerer import Answerer

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))

import odd_questions
import promises
from odd_made import Odd

ON = date(2026, 12, 1)
NUMBER, SEED = 120, 20261201
BROKEN_AT_MOST = {  # tighten: how many of these answers may break a promise; the aim is none
    promises.INLINE: 2, promises.FIGURES: 2, promises.FALSE: 21, promises.TRUE: 1, promises.NOT_KNOWN: 10, promises.ORDER: 0, promises.ALIKE: 1,
}


@pytest.fixture(scope="module")
def checked(built):
    return odd_questions.check(Answerer.open(built), NUMBER, SEED, ON)


def test_every_kind_and_every_promise_is_there(checked):
    assert len(checked) == NUMBER and len({c.odd.kind for c in checked}) == 18
    assert {p for c in checked for p in c.wrong} == {*promises.HARD, *promises.SOFT}


@pytest.mark.parametrize("promise", promises.HARD)
def test_hard_promises_are_kept_by_all(checked, promise):
    assert [(c.odd.question[:80], c.wrong[promise]) for c in checked if c.wrong.get(promise)] == []


@pytest.mark.parametrize("promise", promises.SOFT)
def test_soft_promises_are_broken_by_few(checked, promise):
    broken = [(c.odd.question[:120], c.wrong[promise]) for c in checked if c.wrong.get(promise)]
    assert len(broken) <= BROKEN_AT_MOST[promise], broken


@pytest.mark.parametrize(("change", "promise"), [
    (lambda a: {"answer": a.answer + "\n依据：\n《网络安全法》第二十三条：“任何人不得上网。”"}, promises.BESIDE),
    (lambda a: {"answer": "《网络安全法》第三百条规定了。\n" + a.answer}, promises.NAMED),
    (lambda a: {"answer": "应当在37日内报告。\n" + a.answer}, promises.FIGURES),
    (lambda a: {"answer": "“天上掉馅饼的”，应当报告（《网络安全法》第二十三条）。\n" + a.answer}, promises.INLINE),
    (lambda a: {"citations": tuple(replace(c, quote="任何人不得上网") for c in a.citations)}, promises.VERBATIM),
    (lambda a: {"citations": tuple(replace(c, paragraph=9) for c in a.citations)}, promises.VERBATIM),
    (lambda a: {"citations": tuple(replace(c, iri=c.iri.replace("~art", "~art9")) for c in a.citations)}, promises.EXISTS),
])
def test_the_checks_see_what_is_broken(built, change, promise):
    answerer = Answerer.open(built)
    odd = Odd("plain", "网络安全法第二十三条")
    answer = answerer.answer(odd.question, as_of=ON)
    assert not any(promises.kept(answerer, odd, answer).values())
    assert promises.kept(answerer, odd, replace(answer, **change(answer)))[promise]
