"""KnownNumbers of orders, announcements, letters and standards: read, and compared with those of the instruments known."""

from __future__ import annotations

import pytest

from kg.answers.early.order_numbers import KnownNumbers, find_numbers, within
from kg.answers.question.reading import normalise
from kg.graph.knowledge import Knowledge


@pytest.fixture(scope="module")
def numbers(built):
    knowledge = Knowledge.open(built)
    return KnownNumbers(knowledge.catalogue, knowledge.vocabulary)


@pytest.mark.parametrize(("text", "found"), [
    ("证监会令第218号第三条", [("证监会", "令", None, 218)]), ("根据人民银行令〔2025〕第3号", [("人民银行", "令", 2025, 3)]),
    ("218号令和152号令", [("", "令", None, 218), ("", "令", None, 152)]), ("主席令第五十三号", [("主席", "令", None, 53)]),
    ("证监会公告〔2021〕12号", [("证监会", "公告", 2021, 12)]), ("2021年12号公告", [("", "公告", 2021, 12)]),
    ("证监会公告2021年第12号", [("证监会", "公告", 2021, 12)]), ("按照国税发（2006）187号", [("国税发", "文", 2006, 187)]),
    ("工信部网安【2022】166号", [("工信部网安", "文", 2022, 166)]), ("行政处罚决定书〔2021〕12号", []), ("发布命令第5号", []),
    ("（2021）沪74民初123号", []), ("第12号楼", []), ("〔2021〕12号", []), ("公告第12号", [])])
def test_numbers_are_read(text, found):
    assert [(n.who, n.form, n.year, n.number) for n in find_numbers(normalise(text))] == found


@pytest.mark.parametrize(("text", "shown"), [
    ("请问证监会令第999号", ["证监会令第999号"]), ("我们看看999号令", ["999号令"]), ("证监会令第745号", ["证监会令第745号"]),
    ("国务院令第218号", ["国务院令第218号"]), ("人民银行令〔2019〕第3号", ["人民银行令〔2019〕第3号"]), ("银监会令第218号", ["银监会令第218号"]),
    ("证监会公告〔2020〕12号", ["证监会公告〔2020〕12号"]), ("工信部网安〔2021〕166号", ["工信部网安〔2021〕166号"]),
    ("GB/T 12345", ["GB/T 12345"]), ("218号令", []), ("请问218号令", []), ("我们这行152号令", []), ("我们总部218号令", []),
    ("证监会令第218号", []), ("国令第745号", []), ("央行令〔2025〕第3号", []), ("GB/T22239", []), ("市监总局令第20号", []), ("公安部令第19号", [])])
def test_only_numbers_that_no_instrument_has_are_unknown(numbers, text, shown):
    assert [n.text for n in numbers.unknown(normalise(text))] == shown


def test_a_number_in_a_text_held_is_mentioned(numbers):
    (number,) = numbers.unknown("银发〔2010〕366号")
    assert numbers.mentioned(number, "《某制度》（银发〔2010〕366号文印发）同时废止。") and not numbers.mentioned(number, "银发〔2011〕366号")


@pytest.mark.parametrize(("short", "long", "is_within"), [
    ("网信办", "国家互联网信息办公室", True), ("", "甲", True), ("甲乙", "乙甲", False), ("公安部", "公安部", True)])
def test_a_short_name_stands_within_the_long_one(short, long, is_within):
    assert within(short, long) is is_within
