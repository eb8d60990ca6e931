"""合规日历: the days of real duties for several kinds of firm, what has no day, and the files, opened again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook

from kg.cli.main import run
from kg.duties.calendar.making import CalendarEntry, CalendarError, DutyCalendar, Sort, duty_calendar
from kg.duties.calendar.render import render
from kg.files.ics import Appointment, to_ics
from kg.graph.knowledge import Knowledge
from kg.law.vocabulary import ProfileError
from tests.app.test_app import at_page, words

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


def named(made: DutyCalendar, basis: str, matter: str = "") -> list[CalendarEntry]:
    return [e for e in (*made.dated, *made.undated) if e.row and basis in e.row.basis and matter in e.summary]


DAYS = [
    # year, who, basis, matter, the days
    (2026, ["证券公司"], "证券期货业网络和信息安全管理办法》第五十九条第一款", "报送", [date(2026, 4, 30)]),
    (2024, ["期货公司"], "证券期货业网络和信息安全管理办法》第五十九条第一款", "报送", [date(2024, 4, 30)]),
    (2026, ["证券公司"], "证券期货业网络和信息安全管理办法》第二十条第一款", "有效性验证",
     [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]),
    (2026, ["期货公司"], "证券期货业网络和信息安全管理办法》第二十一条第一款", "压力测试", [date(2026, 12, 31)]),
    (2026, ["证券交易所"], "证券期货业网络和信息安全管理办法》第三十八条第一款", "演练", [date(2026, 12, 31)]),
    (2026, ["证券公司"], "证券期货业网络和信息安全管理办法》第三十八条第一款", "", []),  # 核心机构 only
    (2026, ["期货公司"], "证券基金经营机构信息技术管理办法", "", []),  # binds securities and fund firms
    (2026, ["基金管理公司"], "证券基金经营机构信息技术管理办法》第十六条第一款", "审计", [date(2026, 12, 31)]),
    (2026, ["证券公司"], "网络安全法》第四十条", "", []),  # operators of critical infrastructure only
    (2026, ["证券公司", "关基"], "网络安全法》第四十条", "检测评估", [date(2026, 12, 31)]),
    (2025, ["证券公司", "关基"], "网络安全法》第三十八条", "检测评估", [date(2025, 12, 31)]),  # its number before the amendment
    (2023, ["证券公司"], "证券期货业网络和信息安全管理办法》第五十九条第一款", "报送", []),  # in force from 1 May 2023
    (2023, ["证券公司"], "证券期货业网络和信息安全管理办法》第二十条第一款", "有效性验证",
     [date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31)]),
    (2022, ["证券公司"], "证券期货业网络和信息安全管理办法", "", []),
]


@pytest.mark.parametrize(("year", "who", "basis", "matter", "days"), DAYS)
def test_the_days_of_real_duties(graph: Knowledge, year: int, who: list[str], basis: str, matter: str, days: list[date]) -> None:
    found = named(duty_calendar(graph, year, who), basis, matter)
    assert [e.day for e in found if e.day] == days


UNDATED = [
    (["证券公司"], "证券基金经营机构信息技术管理办法》第十六条第二款", "每三年"),
    (["证券公司"], "证券基金经营机构信息技术管理办法》第五十三条第一款", "随另一事项办理：在报送年度报告的同时"),
    (["证券公司"], "个人信息保护法》第五十四条", "未定周期"),
    (["证券公司"], "证券期货业网络和信息安全管理办法》第二十条第一款", "每日"),
]


@pytest.mark.parametrize(("who", "basis", "why"), UNDATED)
def test_what_the_law_leaves_without_a_day_gets_none(graph: Knowledge, who: list[str], basis: str, why: str) -> None:
    found = [e for e in named(duty_calendar(graph, 2026, who), basis) if e.sort is Sort.OPEN]
    assert found and all(e.day is None for e in found) and any(why in e.remark for e in found)


def test_the_recipient_is_the_one_of_the_kind_of_firm(graph: Knowledge) -> None:
    told = {who: named(duty_calendar(graph, 2026, [who]), "第五十九条第一款", "报送")[0].row for who in ("证券公司", "证券交易所")}
    assert {who: row.recipient for who, row in told.items() if row} == {"证券公司": "属地中国证监会派出机构", "证券交易所": "中国证监会"}


@pytest.mark.parametrize(("year", "what"), [(2026, "《网络安全法》修改后的文本施行"), (2023, "《证券期货业网络和信息安全管理办法》施行")])
def test_texts_that_begin_to_apply_are_entries(graph: Knowledge, year: int, what: str) -> None:
    assert what in [e.summary for e in duty_calendar(graph, year).dated if e.sort is Sort.BEGINS]


def test_a_day_off_is_said_and_a_year_without_a_published_calendar_too(graph: Knowledge) -> None:
    off = [e for e in duty_calendar(graph, 2024, ["证券公司"]).dated if e.weekend]
    assert {e.day for e in off} == {date(2024, 3, 31), date(2024, 6, 30)}  # both Sundays that nobody works
    unknown = [e for e in duty_calendar(graph, 2031, ["证券公司"]).dated if e.row]
    assert unknown and all("无法判断" in e.weekend for e in unknown)


def test_every_quote_stands_in_its_provision_and_nothing_periodic_is_lost(graph: Knowledge) -> None:
    for profile in graph.vocabulary.profiles:
        made = duty_calendar(graph, 2026, [profile])
        shown = {(e.row.urn, e.row.quote) for e in (*made.dated, *made.undated) if e.row}
        assert all(quote in graph.text(urn) for urn, quote in shown)
        due = {(n.urn, n.norm.quote) for n in graph.norms(date(2026, 6, 1), profile=(profile,))
               if n.norm.deadline and n.norm.deadline.type.value in {"periodic", "fixed-date"} and n.norm.modality.value == "obligation"}
        assert due <= shown


def test_the_calendar_file_opens_and_says_the_same(graph: Knowledge) -> None:
    made = duty_calendar(graph, 2026, ["证券公司"])
    data = render(made, "ics", TODAY)
    assert data == render(made, "ics", TODAY) and b"\r\n" in data and max(map(len, data.split(b"\r\n"))) <= 75
    events = Calendar.from_ical(data).walk("VEVENT")
    assert [e.decoded("dtstart") for e in events] == [e.day for e in made.dated]
    assert len({str(e["uid"]) for e in events}) == len(events)
    report = next(e for e in events if "报送" in str(e["summary"]))
    assert "属地中国证监会派出机构" in str(report["description"]) and "报送中国证监会及其派出机构" in str(report["description"])
    assert [a.decoded("trigger") for a in report.walk("VALARM")] == [-timedelta(days=30)]
    assert not [a for e in Calendar.from_ical(render(made, "ics", TODAY, remind=0)).walk("VEVENT") for a in e.walk("VALARM")]


def test_the_workbook_holds_every_entry_and_no_formula(graph: Knowledge) -> None:
    made = duty_calendar(graph, 2026, ["证券公司", "关键信息基础设施运营者"])
    book = load_workbook(io.BytesIO(render(made, "xlsx", TODAY)))
    assert book.sheetnames == ["年历", "日程", "未定日期"]
    assert [c.value for c in book["日程"]["A"]][1:] == [str(e.day) for e in made.dated]
    assert [c.value for c in book["未定日期"]["A"]][1:] == [e.summary for e in made.undated]
    assert not [c for sheet in book for line in sheet.iter_rows() for c in line if c.data_type == "f"]
    year = [c.value for line in book["年历"].iter_rows() for c in line if isinstance(c.value, int)]
    assert len(year) == 365


def test_text_and_json_say_the_same(graph: Knowledge) -> None:
    made = duty_calendar(graph, 2026, ["证券公司"])
    text, told = render(made, "text", TODAY).decode(), json.loads(render(made, "json", TODAY))
    assert [e["day"] for e in told["dated"]] == [str(e.day) for e in made.dated]
    assert all(e["quote"] in text and e["basis"] in text for e in (*told["dated"], *told["undated"]))


@pytest.mark.parametrize("year", [1999, 2016, 2100, -1])
def test_years_out_of_range_are_refused(graph: Knowledge, year: int) -> None:
    with pytest.raises(CalendarError, match=str(year)):
        duty_calendar(graph, year)


def test_unknown_firms_are_refused(graph: Knowledge) -> None:
    with pytest.raises(ProfileError, match="当铺"):
        duty_calendar(graph, 2026, ["当铺"])


def test_the_command(built: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "c.ics"
    assert run(["calendar", "-p", "券商", "-y", "2026", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR") and "项有日期" in capfd.readouterr().err
    assert run(["calendar", "-y", "2026", "--format", "doc"]) == 2
    assert "doc" in capfd.readouterr().err


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.dates(date(1990, 1, 1), date(2099, 1, 1)))
def test_any_words_come_back_from_a_calendar_file(summary: str, description: str, day: date) -> None:
    data = to_ics("名", [Appointment("k", day, summary, description, timedelta(days=1))], TODAY)
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("dtstart") == day and b"\r\nBEGIN:VEVENT\r\n" in data and data.count(b"BEGIN:VEVENT") == 1


def test_the_page(built: Path) -> None:
    at = at_page("duty_calendar", profile="证券公司", year="2026")
    told = words(at)
    assert not at.exception and "报送：网络和信息安全管理年报" in told and "属地中国证监会派出机构" in told and "条文未定日期的" in told
    assert at.number_input[0].value == 2026


@pytest.mark.parametrize("year", ["<script>", "1e9", "", "0", "２０２６"])
def test_a_hostile_year_in_the_address_shows_this_year(built: Path, year: str) -> None:
    at = at_page("duty_calendar", year=year)
    assert not at.exception and at.number_input[0].value in {TODAY.year, date.today().year, 2026}
