"""Numerals, identifiers and dates, both ways."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.law.identifiers import Urn, within
from kg.law.numerals import article_label, article_number, to_chinese, to_int
from kg.law.versions import DateError, in_force, parse_date, status


@given(st.integers(0, 9999))
def test_numerals_round_trip(number):
    assert to_int(to_chinese(number)) == number


@given(st.integers(1, 999), st.none() | st.integers(1, 20))
def test_article_labels_round_trip(first, second):
    number = (first,) if second is None else (first, second)
    assert article_number(article_label(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text):
    assert to_int(text) is None or to_int(text) >= 0
    article_number(text)


@pytest.mark.parametrize("text", [
    "urn:lex:cn:npc:law:2016-11-07;53", "urn:lex:cn:npc:law:2016-11-07;53@2026-01-01",
    "urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1_item2", "urn:lex:cn:npc:law:2016-11-07;53@2026-01-01~art21-1"])
def test_urns_round_trip(text):
    assert str(Urn.parse(text)) == text


@pytest.mark.parametrize("text", ["", "urn:lex:us:x:y:2020-01-01", "urn:lex:cn:npc:law:53", "http://x", "urn:lex:cn:npc:law:2016-11-07;53 }"])
def test_other_text_is_no_urn(text):
    with pytest.raises(ValueError, match="not a LEX URN"):
        Urn.parse(text)


@pytest.mark.parametrize(("part", "whole", "expected"), [
    ("~art2_par1", "~art2", True), ("~art2", "~art2", True), ("~art21", "~art2", False), ("~art2", "~art2_par1", False),
    ("~art2_par1_item3", "", True), ("", "~art2", False), ("~art2", "2016-11-07;53", True)])
def test_a_provision_lies_within_what_stands_above_it(part, whole, expected):
    work = "urn:lex:cn:npc:law:2016-11-07;53"
    assert within(f"{work}@2026-01-01{part}", work if whole.endswith("53") else f"{work}@2026-01-01{whole}") is expected


def test_the_law_as_of_a_date():
    law = load().find("网络安全法")
    assert law is not None
    days = {"2017-05-31": None, "2017-06-01": "2017-06-01", "2025-12-31": "2017-06-01", "2026-01-01": "2026-01-01"}
    for day, expected in days.items():
        found = in_force(law.versions, date.fromisoformat(day))
        assert (found and found.effective.isoformat()) == expected


@pytest.mark.parametrize(("name", "day", "expected"), [
    ("218号令", "2023-04-15", "尚未施行"), ("218号令", "2023-05-01", "现行有效"), ("82号令", "2023-04-30", "现行有效"),
    ("82号令", "2023-05-01", "已废止"), ("152号令", "2020-01-01", "已修改"), ("JR/T 0171-2020", "2024-01-01", "不详")])
def test_status(name, day, expected):
    found = load().find(name)
    assert found is not None
    assert status(found, date.fromisoformat(day)) == expected


@pytest.mark.parametrize("text", ["2026-01-01", "2026/1/1", "2026年1月1日", "2026.01.01"])
def test_dates(text):
    assert parse_date(text) == date(2026, 1, 1)


@pytest.mark.parametrize("text", ["", "昨天", "2026-13-01", "2026-02-30", "'; DROP"])
def test_other_text_is_no_date(text):
    with pytest.raises(DateError, match="YYYY-MM-DD"):
        parse_date(text)
