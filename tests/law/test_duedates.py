"""Last days of deadlines, against the published holiday calendars of 2025 and 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.law.duedates import due

DUE = [
    ("P15BD", date(2026, 9, 21), date(2026, 10, 19)),  # National Day week off, 10 October worked
    ("P5BD", date(2025, 1, 24), date(2025, 2, 7)),  # Spring Festival; 26 January and 8 February are worked
    ("P1BD", date(2025, 10, 31), date(2025, 11, 3)),  # over a weekend
    ("P30D", date(2026, 1, 31), date(2026, 3, 2)),
    ("P1M", date(2026, 1, 31), date(2026, 2, 28)),
    ("P6M", date(2024, 8, 31), date(2025, 2, 28)),
    ("P5Y", date(2024, 2, 29), date(2029, 2, 28)),
    ("P2W", date(2026, 1, 1), date(2026, 1, 15)),
    ("--04-30", date(2026, 4, 30), date(2027, 4, 30)),
    ("--04-30", date(2026, 1, 2), date(2026, 4, 30)),
]


@pytest.mark.parametrize(("value", "first", "last"), DUE)
def test_the_last_day(value, first, last):
    assert due(value, first).day == last


@pytest.mark.parametrize(("value", "first", "words"), [
    (None, date(2026, 1, 1), "没有定出期限"), ("PT1H", date(2026, 1, 1), "小时"), ("soon", date(2026, 1, 1), "无法推算"),
    ("P15BD", date(2031, 1, 1), "2031 年的节假日安排尚未收录"), ("P99999Y", date(2026, 1, 1), "过长")])
def test_what_cannot_be_counted_is_said(value, first, words):
    found = due(value, first)
    assert found.day is None and words in found.reason


@given(st.integers(1, 200), st.sampled_from(["D", "W", "M", "Y"]), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_longer_time_ends_later(count, unit, first):
    shorter, longer = due(f"P{count}{unit}", first).day, due(f"P{count + 1}{unit}", first).day
    assert first < shorter < longer
