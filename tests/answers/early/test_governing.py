"""What an instrument decides whose text is not held: found by its subject, told in the first lines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.answers.answerer import Answerer, answer_json
from kg.answers.early.governing import Gap, asks, gaps, told
from kg.answers.question.asker import Asker
from kg.answers.question.reading import understand
from kg.answers.result import Answer, NotHeld
from kg.corpus.catalogue import Catalogue, bare_name
from kg.corpus.loading import load
from kg.corpus.quoting import Quote
from kg.law.model import Instrument, SecondHand, Subject, Version
from kg.law.places import corpus_dir

ON = date(2026, 11, 30)
SHIPPED = load(corpus_dir())
SUBJECTS = [(i, s) for i in SHIPPED.instruments for s in i.subjects]
NOBODY = Asker((), frozenset())


def _unheld(subject: Subject, **fields: object) -> Instrument:
    made = Instrument("urn:x:w", "w", "某规范", "某规范", ("某协会",), "自律规则", "", "现行有效", effective=date(2020, 1, 1), subjects=(subject,))
    return replace(made, **fields)  # type: ignore[arg-type]


def _gaps(text: str, instrument: Instrument, asker: Asker = NOBODY, on: date = ON) -> tuple[Gap, ...]:
    catalogue = Catalogue((*SHIPPED.instruments[:1], instrument))
    return gaps(catalogue, understand(text, catalogue), asker, on)


# ── the catalogue ──

@pytest.mark.parametrize(("instrument", "subject"), SUBJECTS, ids=lambda x: x.slug if isinstance(x, Instrument) else x.name)
def test_each_way_to_ask_has_a_question_that_it_reads(instrument: Instrument, subject: Subject) -> None:
    assert not instrument.held and len(subject.examples) == len(subject.asked)
    for way, example in zip(subject.asked, subject.examples, strict=True):
        assert asks(replace(subject, asked=(way,)), bare_name(example)), f"{way}：{example}"


def test_there_are_some_sixty_subjects_of_forty_instruments_and_each_can_be_looked_up() -> None:
    assert len({s.name for _, s in SUBJECTS}) >= 60 and len({i.work for i, _ in SUBJECTS}) >= 40
    for instrument, _ in SUBJECTS:
        assert instrument.url.startswith("http") or instrument.rank == "行业标准", instrument.title
        assert "未收录" in instrument.note or "未取得" in instrument.note or "尚未取得" in instrument.note, instrument.title
    told_of = {s.subject for i in SHIPPED.instruments for s in i.second_hand if s.subject}
    assert told_of <= {s.name for _, s in SUBJECTS}


def test_no_subject_takes_a_question_that_was_written_for_an_article_held() -> None:
    """Of the questions written for single articles none is given to an instrument that is not held, as if nothing else decided it."""
    alone = [s for _, s in SUBJECTS if not s.partly and not s.firms]
    lines = (line for path in sorted((corpus_dir() / "queries").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    asked = [q for line in lines for q in json.loads(line).get("queries", ())]
    assert len(asked) > 3_000 and len(alone) >= 6
    assert [(s.name, q) for q in asked for s in alone if asks(s, bare_name(q))] == []


# ── reading ──

SUBJECT = Subject("标准合同的备案", ("标准合同 备案|报备 !收费",), ("标准合同怎么备案",))


@pytest.mark.parametrize(("text", "found"), [
    ("出境标准合同签完要去哪里备案", True), ("标准合同　怎么 报备？", True), ("出境標準合同要備案嗎", True),
    ("标准合同怎么签", False), ("备案要几天", False), ("标准合同备案收费吗", False),
    ("个保法第三十八条的标准合同要备案吗", False)])  # an article is named: its words are asked for
def test_a_subject_is_read_by_its_words(text: str, found: bool) -> None:
    assert bool(_gaps(text, _unheld(SUBJECT))) is found


@pytest.mark.parametrize(("fields", "on", "found"), [
    ({}, ON, True), ({"effective": date(2027, 1, 1)}, ON, False), ({"repealed": date(2023, 5, 1)}, ON, False),
    ({"repealed": date(2023, 5, 1)}, date(2023, 4, 30), True), ({"effective": None}, ON, True)])
def test_only_what_decides_on_that_day(fields: dict[str, date], on: date, found: bool) -> None:
    assert bool(_gaps("标准合同备案", _unheld(SUBJECT, **fields), on=on)) is found


@pytest.mark.parametrize(("version", "found"), [(None, True), ("fragment", True), ("whole", False)])
def test_a_text_held_whole_answers_for_itself_and_a_fragment_does_not(version: str | None, found: bool) -> None:
    text = Version("urn:x:w", "某规范", date(2020, 1, 1), None, partial=version == "fragment")
    assert bool(_gaps("标准合同备案", _unheld(SUBJECT, versions=(text,) if version else ()))) is found


@pytest.mark.parametrize(("asker", "whole"), [
    (NOBODY, [False]), (Asker(("期货公司",), frozenset({"期货公司", "经营机构"})), [True]), (Asker(("证券公司",), frozenset({"证券公司"})), [])])
def test_a_subject_of_one_kind_of_firm_is_told_to_that_kind_and_to_nobody_in_particular(asker: Asker, whole: list[bool]) -> None:
    subject = replace(SUBJECT, firms=("期货公司",))
    assert [g.whole for g in _gaps("标准合同备案", _unheld(subject), asker)] == whole


@pytest.mark.parametrize(("text", "whole"), [
    ("标准合同几天内备案？", True), ("标准合同几天内备案？标准合同去哪里备案？", True), ("标准合同几天内备案？要不要单独同意？", False)])
def test_what_is_asked_beside_the_subject_is_not_its_instruments(text: str, whole: bool) -> None:
    assert [g.whole for g in _gaps(text, _unheld(SUBJECT))] == [whole]


# ── saying ──

QUOTE = Quote("甲法", "2020-01-01", "第一条", 1, None, "应当单独同意。", "urn:x:a@2020-01-01~art1_par1")
ASKED = understand("标准合同几天内备案", SHIPPED)
LINE = "标准合同的备案由《某规范》（文号不详；现行有效）规定，本库未收录，请查阅官方文本并核对其现行效力。"


@pytest.mark.parametrize(("status", "answer", "whole", "expected"), [
    ("unanswerable", "没有规定期限。", True, ("unanswerable", [LINE, "没有规定期限。"])),
    ("unanswerable", "没有规定期限。", False, ("unanswerable", [LINE, "没有规定期限。"])),
    ("answered", "应当单独同意（《甲法》第一条）。\n依据：\n…", False, ("answered", ["应当单独同意（《甲法》第一条）。", LINE, "依据：", "…"])),
    ("answered", "共2项：\n1. 甲\n2. 乙", False, ("answered", [LINE, "共2项：", "1. 甲", "2. 乙"])),
    ("answered", "应当单独同意（《甲法》第一条）。\n依据：\n…", True, ("unanswerable", [
        LINE, "收录的法规没有就此作出规定，不能据以回答。", "最接近的规定：《甲法》第一条第一款：“应当单独同意。”"]))])
def test_the_line_stands_among_the_first(status: str, answer: str, whole: bool, expected: tuple[str, list[str]]) -> None:
    found = [Gap(_unheld(SUBJECT), SUBJECT, whole)]
    made = told(Answer("问", status, answer, (QUOTE,)), found, ASKED, ON)
    assert (made.status, made.answer.split("\n")) == expected
    assert made.not_held == (NotHeld("某规范", "", "标准合同的备案", ""),)


def test_number_standing_and_address_are_told_and_what_is_second_hand_is_marked() -> None:
    instrument = _unheld(SUBJECT, number="某字〔2024〕1号", url="https://example.cn/", effective=None, second_hand=(
        SecondHand("七日内备案。", "转述自某文", "标准合同的备案"), SecondHand("另一件事。", "转述自某文")))
    made = told(Answer("问", "unanswerable", "没有规定。"), [Gap(instrument, SUBJECT, True)], ASKED, ON)
    assert made.answer.split("\n")[:2] == [
        "标准合同的备案由《某规范》（某字〔2024〕1号；效力不详；官方网址：https://example.cn/）规定，本库未收录，请查阅官方文本并核对其现行效力。",
        "转述，未经原文核对：七日内备案（转述自某文）。"]
    assert "另一件事" not in made.answer


def test_two_instruments_of_one_subject_share_a_line() -> None:
    found = [Gap(_unheld(SUBJECT), SUBJECT, True), Gap(_unheld(SUBJECT, work="urn:x:v", title="另一规范"), SUBJECT, True)]
    first = told(Answer("问", "unanswerable", "没有规定。"), found, ASKED, ON).answer.split("\n")[0]
    assert first.count("标准合同的备案由") == 1 and "《某规范》" in first and "《另一规范》" in first


# ── the whole way ──

@pytest.fixture(scope="module")
def answerer(built: Path) -> Answerer:
    return Answerer.open(built)


@pytest.mark.parametrize(("question", "firm", "status", "instrument"), [
    ("个人信息出境标准合同签完多少天内要备案？", None, "unanswerable", "个人信息出境标准合同办法"),
    ("等保三级系统的等级测评多久一次？", None, "unanswerable", "信息安全等级保护管理办法"),
    ("券商每年信息技术投入占营收的比例有没有硬性要求？", "证券公司", "unanswerable", "证券公司网络和信息安全三年提升计划（2023—2025）"),
    ("期货客户想用第三方软件直连我们的交易系统，怎么管？", "期货公司", "unanswerable", "期货市场程序化交易管理规定（试行）"),
    ("境外同事远程登录看一眼，算不算数据出境？", None, "unanswerable", "数据出境安全评估申报指南（第三版）"),
    ("网络安全事件怎么分级？", "证券公司", "answered", "证券期货业网络安全事件报告与调查处理办法"),
    ("个人信息保护负责人的信息要报送给谁？", None, "answered", "关于开展个人信息保护负责人信息报送工作的公告"),
    ("证券公司的数据怎么分类分级，依据什么？", "证券公司", "answered", "证券期货业数据分类分级指引")])
def test_a_question_on_a_subject_names_the_instrument(
    answerer: Answerer, question: str, firm: str | None, status: str, instrument: str,
) -> None:
    made = answerer.answer(question, [firm] if firm else [], default=ON)
    assert made.status == status
    lead = made.answer.split("\n")[: 1 if status == "unanswerable" else 2]
    assert any(f"《{instrument}》" in line and "本库" in line for line in lead)
    record = next(n for n in answer_json(made)["not_held"] if n["instrument"] == instrument)
    assert set(record) == {"instrument", "number", "subject", "url"} and record["subject"]


@pytest.mark.parametrize(("question", "firm"), [
    ("证券公司实时信息系统的故障应对能力应当达到第几级？", "证券公司"), ("系统日志要保存多久？", "证券公司"),
    ("只是一般级别的网络安全事件，也要在几小时内报网信办吗？", "证券公司"), ("首席信息官应当具备什么任职条件？", "证券公司"),
    ("应急演练多久一次？", "期货公司"), ("个人信息保护法第五十二条说什么", None)])
def test_what_the_texts_held_decide_is_left_alone(answerer: Answerer, question: str, firm: str | None) -> None:
    assert answerer.answer(question, [firm] if firm else [], default=ON).not_held == ()


def test_an_instrument_named_and_not_held_stands_in_the_json(answerer: Answerer) -> None:
    made = answerer.answer("个人信息出境标准合同办法对影响评估是怎么规定的？", default=ON)
    assert made.status == "unanswerable" and [n.instrument for n in made.not_held] == ["个人信息出境标准合同办法"]
    assert made.answer.count("《个人信息出境标准合同办法》") == 1


def test_the_law_of_an_earlier_day(answerer: Answerer) -> None:
    asked = "系统升级之前没有测试，违反哪条？"
    before, now = (answerer.answer(asked, ["证券公司"], day) for day in (date(2022, 6, 25), ON))
    assert [n.instrument for n in before.not_held] == ["证券期货业信息安全保障管理办法"] and now.not_held == ()
