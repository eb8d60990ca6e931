"""事件时钟 from outside: the command line, the files opened again, the page, and the times that are read and counted."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from kg.cli.main import run
from kg.duties.clock.events import EventError
from kg.duties.clock.making import Asked, ClockError, clock
from kg.duties.clock.render import WRITERS, render
from kg.duties.clock.text import as_json, grouped, time_left
from kg.duties.facts import event_facts
from kg.files.render import FormError
from kg.graph.knowledge import Knowledge
from kg.law.duedates import until
from kg.law.versions import DateError, parse_moment
from kg.law.vocabulary import ProfileError
from tests.app.test_app import at_page, words
from tests.duties.clock.test_making import AT, CIIO, LEAK, ask


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


BAD = [
    (["啊"], "没有识别出事件 '啊'"), ([LEAK, "--level", "超大"], "级别 '超大'"), ([LEAK, "--pi", "no"], "矛盾"),
    ([LEAK, "--crime", "也许"], "--crime"),
    ([LEAK, "-p", "火星公司"], "没有主体类型"), ([LEAK, "--found", "2026-11-24 08:00"], "发现时间早于发生时间"),
    ([LEAK, "--ended", "2026-11-23 08:00"], "处置结束时间早于发现时间"), ([LEAK, "--met", "火星"], "没有哪个条件含“火星”"),
    ([LEAK, "-f", "pdf"], "格式 'pdf'"),
    ([LEAK, "--met", " "], "须写明条件中的字"), ([LEAK, "--as-of", "昨天"], "日期 '昨天'"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_errors_are_one_line_that_names_the_thing(built, capfd, arguments, message):
    assert run(["clock", arguments[0], "--at", AT, *arguments[1:]]) == 2
    out, err = capfd.readouterr()
    told = [line for line in err.splitlines() if "kg build" not in line]
    assert not out and len(told) == 1 and message in told[0]


@pytest.mark.parametrize("text", ["2026-11-24", "2026-11-24 25:00", "昨天上午", "2026-13-01 09:00", "", "1066-10-14 09:00"])
def test_bad_times_are_refused(built, capfd, text):
    assert run(["clock", LEAK, "--at", text]) == 2
    assert "时间" in capfd.readouterr()[1]


@pytest.mark.parametrize("text", ["2026-11-24 09:30", "2026/11/24 9:30", "2026年11月24日 9时30分", "2026-11-24T09:30", "2026-11-24T01:30+00:00"])
def test_times_are_beijing_times(text):
    assert parse_moment(text).isoformat() == "2026-11-24T09:30:00+08:00"


@pytest.mark.parametrize(("value", "last"), [
    ("PT30M", "2026-09-30 18:10"), ("PT1H", "2026-09-30 18:40"), ("PT24H", "2026-10-01 17:40"), ("P30D", "2026-10-30 23:59"),
    ("P1M", "2026-10-30 23:59"), ("P3BD", "2026-10-10 23:59"),  # 8, 9 and 10 October: a Saturday on which people work
])
def test_last_moments(value, last):
    assert f"{until(value, parse_moment('2026-09-30 17:40')).moment:%Y-%m-%d %H:%M}" == last


def test_a_year_without_a_calendar_gives_the_reason():
    found = until("P15BD", parse_moment("2026-12-25 10:00"))
    assert found.moment is None and "2027 年" in found.reason
    assert until("PT9999999H", parse_moment(AT)).moment is None
    with pytest.raises(DateError):
        parse_moment("2026-11-24")


def test_errors_of_the_function(known):
    with pytest.raises(EventError):
        ask(known, "开会")
    with pytest.raises(ProfileError):
        ask(known, LEAK, who=("火星公司",))
    with pytest.raises(ClockError, match="时区"):
        clock(known, Asked(LEAK, datetime(2026, 11, 24, 9, 30)))
    with pytest.raises(FormError, match="不支持"):
        render(ask(known, LEAK), "pdf")


def test_json_is_json_and_nothing_else(built, capfd):
    assert run(["clock", LEAK, "--at", AT, "-p", "券商", "--level", "较大", "--cii-involved", "no", "--state-organ", "no", "--json"]) == 0
    told = json.loads(capfd.readouterr()[0])
    four = next(r for r in told["due"] if r["recipient"] == "属地省级网信部门")
    assert (four["deadline"]["until"], four["deadline"]["exact"], four["conditions"][0]["met"]) == ("2026-11-24T13:30+08:00", True, True)
    assert told["facts"]["涉及个人信息"] == "是" and told["profile"] == ["证券公司"] and told["as_of"] == "2026-11-24"


def test_a_name_that_an_option_had_before_still_works(built, kg):
    case = ("clock", LEAK, "--at", AT, "--json")
    assert kg(*case, "--cii", "no", "--central", "yes") == kg(*case, "--cii-involved", "no", "--state-organ", "yes")
    assert kg(*case, "--central", "yes", "--state-organ", "no") == kg(*case, "--state-organ", "no")
    told = kg("clock", "--help")[0]
    assert "--state-organ" in told and "--central" not in told


@pytest.mark.parametrize("form", WRITERS)
def test_every_format_is_the_same_twice(known, form):
    made = ask(known, LEAK, level="较大", ended="2026-11-26 18:00")
    assert render(made, form) == render(made, form)


def test_the_workbook_holds_every_item_and_no_formula(known):
    made = ask(known, "=HYPERLINK(1)客户信息泄露", level="较大")
    book = load_workbook(io.BytesIO(render(made, "xlsx")))
    assert book.sheetnames == ["时间表", "待定事实", "报告内容", "事实与说明"]
    assert book["时间表"].max_row == len(grouped(made.items)) + 1
    cells = [c for sheet in book for row in sheet for c in row if c.value]
    assert all(c.data_type == "s" and not str(c.value).startswith("=") for c in cells)
    assert any("转述" in str(c.value) for c in cells)


def test_outlook_gets_the_moments_in_the_right_zone(known):
    made = ask(known, LEAK, level="较大", ended="2026-11-26 18:00", who=CIIO, state_organ=False)
    events = list(Calendar.from_ical(render(made, "ics")).walk("VEVENT"))
    starts = {str(e["summary"]): e["dtstart"].dt for e in events}
    assert f"{starts['【截止】报告 → 公安机关']:%Y-%m-%d %H:%M %z}" == "2026-11-24 02:30 +0000"
    assert starts["【截止】按照原渠道上报 → 原渠道"] == date(2026, 12, 26)
    assert len({str(e["uid"]) for e in events}) == len(events)


def test_the_time_left_is_counted(known):
    made = ask(known, LEAK, level="较大", cii_involved=False, state_organ=False)
    four = next(i for i in made.due if i.recipient == "属地省级网信部门")
    at = parse_moment(AT)
    assert time_left(four, at) == "还剩 4 小时 0 分"
    assert time_left(four, at + timedelta(hours=5, minutes=1)) == "已过 1 小时 1 分"
    assert as_json(made, at)["due"][0]["left"] == ""


def test_the_page_shows_the_case_in_its_address(built):
    at = at_page("clock", profile="证券公司", event="个人信息泄露", at=AT, level="较大", no="state_organ")
    assert not at.exception
    shown = words(at)
    assert "属地省级网信部门" in shown and "2026-11-24 13:30" in shown and "转述" in shown and "取决于未定事实的事项" in shown
    assert {c.key for c in at.get("multiselect")} >= {"k_events"}
    asked = {c.label for c in at.get("button_group")}
    said = {f.question for f in event_facts() if f.event == "urn:kg:concept:pi-incident"}
    assert {f.question for f in event_facts()} - said <= asked and said and not said & asked


def test_an_address_with_the_names_of_before_is_the_same_case(built):
    names = (["central", "cii"], ["state_organ", "cii_involved"])
    old, new = (at_page("clock", profile="证券公司", event="个人信息泄露", at=AT, no=n) for n in names)
    assert not old.exception and "中央和国家机关直属单位：否" in words(old)
    assert old.query_params == new.query_params


@pytest.mark.parametrize("query", [
    {"event": "<script>alert(1)</script>"}, {"at": "昨天"}, {"level": "超大"}, {"met": "<b>粗</b>"}, {"yes": "nothing"},
])
def test_the_page_passes_over_what_the_address_says_wrongly(built, query):
    at = at_page("clock", **{"at": AT, **query})
    assert not at.exception and "<script>alert" not in "".join(e.proto.body for e in at.get("html"))
