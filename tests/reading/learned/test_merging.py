"""How what the rules found and what the learned reader judges become one list of norms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.corpus.structure import parse
from kg.law.model import Modality
from kg.reading.grammar import pipeline
from kg.reading.grammar.draft import Context, Draft
from kg.reading.grammar.sentence import walk
from kg.reading.learned import merging
from kg.reading.learned.merging import merged, names_in
from kg.reading.learned.reader import Name, NormReader, Opinion
from kg.reading.learned.windows import Phrase, Window
from kg.reading.norms import find_norms
from tests.growth import STEEPEST, growth, repeated


def judged(text: str, words: str, **given: Any) -> Opinion:
    """An opinion on some words of a text, which finds them nothing in particular but for what is given."""
    at = text.index(words)
    named = {"bearer": (), "recipient": ()} | {k: given.pop(k) for k in ("bearer", "recipient") if k in given}
    usual: dict[str, Any] = {"told": 0.5, "kind": "report", "kind_share": 1.0, "norm": 0.5, "spares": 0.0, "modality": Modality.OBLIGATION}
    return Opinion(Phrase(at, at + len(words), at), **(usual | given), **named)


def norms(text: str, *opinions: Opinion) -> list[Draft]:
    (reading,) = pipeline.read([text])
    return merged(reading, walk(reading, Context(text)), opinions, names_in(reading))


TELLS = "信息技术部应当向首席信息官报告演练情况。"


def test_without_a_opinion_the_rules_stand() -> None:
    (norm,) = norms(TELLS)
    assert (norm.kind, norm.bearer, norm.recipient) == ("report", ("信息技术部",), ("首席信息官",))


@pytest.mark.parametrize(("told", "norm", "kinds"), [
    (0.5, 0.9, ["report"]), (merging.UNTOLD / 2, 0.9, ["perform"]), (merging.UNTOLD / 2, 0.1, []),
])
def test_what_the_reader_finds_most_unlikely_tells_nothing(told: float, norm: float, kinds: list[str]) -> None:
    found = norms(TELLS, judged(TELLS, TELLS[:-1], told=told, norm=norm))
    assert [n.kind in merging.KINDS for n in found] == [k in merging.KINDS for k in kinds]


HANDS = "资料不全的，三个工作日内退回申请部门补正。"


def test_what_no_rule_finds_is_added_where_the_reader_is_sure() -> None:
    words = HANDS.split("，")[1][:-1]
    assert norms(HANDS, judged(HANDS, words, norm=merging.NORM - 0.1)) == norms(HANDS)
    (norm,) = norms(HANDS, judged(HANDS, words, norm=merging.NORM, told=0.0))
    assert norm.quoted(HANDS) == words and norm.trigger == "资料不全的" and norm.kind not in merging.KINDS
    assert norm.deadline is not None and norm.deadline.value == "P3BD"


@pytest.mark.parametrize("words", ["并于当日收市后", "资料不全的"])
def test_a_time_or_condition_alone_is_no_norm(words: str) -> None:
    assert norms(words + "。", judged(words, words, norm=0.99, told=0.99)) == []


def test_an_added_act_of_telling_has_the_kind_and_the_names_the_reader_says() -> None:
    text = "演练总结由运维组呈首席信息官过目。"
    named = {"bearer": (Name("运维组", 0.9),), "recipient": (Name("首席信息官", 0.9),)}
    (norm,) = norms(text, judged(text, text[:-1], told=merging.TOLD, kind="submit", **named))
    assert (norm.kind, norm.bearer, norm.recipient) == ("submit", ("运维组",), ("首席信息官",))


@pytest.mark.parametrize(("share", "bearer"), [(merging.SURE, ("合规部",)), (merging.SURE - 0.1, ("信息技术部",))])
def test_whom_the_reader_points_at_is_bound_where_it_is_sure(share: float, bearer: tuple[str, ...]) -> None:
    (norm,) = norms(TELLS, judged(TELLS, TELLS[:-1], bearer=(Name("合规部", share),)))
    assert norm.bearer == bearer


def test_words_that_spare_are_the_exception_of_the_norm_before_and_no_norm() -> None:
    text = "临时账号应当于三日内停用，但是项目尚未验收的，可以再留两周。"
    spared = [judged(text, words, spares=0.9, norm=0.9) for words in ("但是项目尚未验收的", "可以再留两周")]
    found = norms(text, judged(text, "临时账号应当于三日内停用"), *spared)
    assert found[0].exception == "项目尚未验收的，可以再留两周"


class Sure(NormReader):
    """A reader that takes every verb phrase for a report, at no cost of its own."""

    def load(self) -> None:
        pass

    def judge(self, window: Window) -> tuple[Opinion, ...]:
        return tuple(Opinion(p, 0.99, "report", 1.0, 0.99, 0.9, Modality.OBLIGATION, (), ()) for p in window.phrases)


@pytest.mark.parametrize("unit", ["部门应当报告，", "部门备份。", "运维组检查；"])
def test_merging_takes_no_longer_than_its_text(unit: str) -> None:
    assert growth(lambda text: find_norms(parse("第一条　" + text), reader=Sure(Path())), repeated(unit), (1_000, 4_000)) <= STEEPEST
