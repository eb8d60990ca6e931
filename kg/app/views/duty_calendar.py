"""合规日历: the year at a glance, the duties of each month with their basis, and what the law leaves without a day.

The page gives the calendar as .ics and xlsx.
"""

from __future__ import annotations

import calendar
from datetime import date
from itertools import groupby

import streamlit as st

from kg.app import session
from kg.app.markup import anchor, plain, table
from kg.app.parts.downloads import downloads
from kg.duties.calendar.making import EARLIEST, LATEST, TITLE, CalendarEntry, DutyCalendar, Sort, duty_calendar
from kg.duties.calendar.render import REMIND_DAYS, render
from kg.duties.calendar.text import basis, remarks, who
from kg.files.safe import html
from kg.graph.knowledge import Knowledge
from kg.law import versions
from kg.law.duedates import is_working_day
from kg.law.vocabulary import ProfileError

_OFFERED = ("ics", "xlsx")
_WEEK = "一二三四五六日"
_CLASSES = {Sort.FIXED: "fixed", Sort.PERIOD: "period", Sort.BEGINS: "begins"}
_RULES = """
.kg-year { display: grid; grid-template-columns: repeat(auto-fill, minmax(215px, 1fr)); gap: .9rem 1.4rem; padding: .3rem 0 .6rem; }
.kg-month { font-size: .82rem; } .kg-month b { display: block; padding-bottom: .2rem; color: #1f4e79; font-size: .95rem; }
.kg-month table { border-collapse: collapse; width: 100%; table-layout: fixed; }
.kg-month th, .kg-month td { text-align: center; padding: .16rem 0; font-weight: 400; }
.kg-month th { color: #5a6775; } .kg-month .rest { color: #8a94a0; background: #f3f4f6; }
.kg-month td span { display: block; border-radius: 3px; font-weight: 700; cursor: help; }
.kg-month .today { outline: 1px solid #1f4e79; border-radius: 3px; }
.kg-fixed { background: #f3b7a6; } .kg-period { background: #cfe3f5; } .kg-begins { background: #dcefd9; }
.kg-key span { display: inline-block; border-radius: 3px; padding: 0 .5rem; margin-right: .7rem; font-size: .84rem; color: #1d2733; }
.kg-key .rest { background: #f3f4f6; color: #5a6775; }
.kg-days td:nth-child(1) { min-width: 6.4em; white-space: nowrap; } .kg-days td:nth-child(2) { min-width: 15em; }
.kg-days td:nth-child(3), .kg-days td:nth-child(4) { min-width: 7em; } .kg-days td:nth-child(5) { min-width: 11em; }
.kg-days td:nth-child(6), .kg-days td:nth-child(7) { min-width: 13em; }
.kg-sort { border-radius: 3px; padding: 0 .4rem; font-size: .8rem; margin-right: .4rem; }
"""


def page() -> None:
    """Draw the whole page."""
    st.title(TITLE)
    known, setting = session.knowledge(), session.setting()
    year = _year()
    try:
        made = _made(str(known.folder), year, setting.profile, known)
    except ProfileError as error:
        st.error(plain(str(error)))
        return
    for_whom = "、".join(setting.profile) or "全部主体（请在左侧选择身份）"
    st.caption(plain(f"{year} 年 · {for_whom} · {len(made.dated)} 项有日期，{len(made.undated)} 项条文未定日期 · 法规以当日有效的文本为准"))
    _downloads(made)
    st.html(f"<style>{_RULES}</style>")
    st.html(_key() + _year_picture(made))
    _months(made)
    _undated(made)


def _year() -> int:
    """The year chosen, which stands in the address."""
    if "c_year" not in st.session_state:
        asked = st.query_params.get("year", "")
        this = versions.today().year
        st.session_state["c_year"] = int(asked) if asked.isdecimal() and int(asked) in range(EARLIEST, LATEST + 1) else this
    year = int(st.number_input("年份", EARLIEST, LATEST, key="c_year", width=160))
    if st.query_params.get("year") != str(year):
        st.query_params["year"] = str(year)
    return year


@st.cache_data(max_entries=16, show_spinner="正在排列日程……")
def _made(build: str, year: int, profile: tuple[str, ...], _known: Knowledge) -> DutyCalendar:
    return duty_calendar(_known, year, profile)


def _downloads(made: DutyCalendar) -> None:
    with st.container(horizontal=True, gap="small"):
        downloads(lambda form: render(made, form, versions.today(), REMIND_DAYS), _OFFERED, f"{TITLE}-{made.year}", "c_")


def _key() -> str:
    words = {Sort.FIXED: "法定日期：条文写明", Sort.PERIOD: "期内完成：条文只定期限，列在期末", Sort.BEGINS: "法规施行"}
    marks = "".join(f'<span class="kg-{_CLASSES[sort]}">{html(text)}</span>' for sort, text in words.items())
    return f'<div class="kg-key">{marks}<span class="rest">非工作日</span></div>'


def _year_picture(made: DutyCalendar) -> str:
    marked: dict[date, list[CalendarEntry]] = {}
    for entry in made.dated:
        if entry.day:
            marked.setdefault(entry.day, []).append(entry)
    return '<div class="kg-year">' + "".join(_month(made.year, month, marked) for month in range(1, 13)) + "</div>"


def _month(year: int, month: int, marked: dict[date, list[CalendarEntry]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in _WEEK)
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    lines = ["".join(_day(day, marked.get(day, [])) if day.month == month else "<td></td>" for day in week) for week in weeks]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="kg-month"><b>{month}月</b><table><tr>{head}</tr>{body}</table></div>'


def _day(day: date, entries: list[CalendarEntry]) -> str:
    classes = [*(["rest"] if is_working_day(day) is False else []), *(["today"] if day == versions.today() else [])]
    if not entries:
        return f'<td class="{" ".join(classes)}">{day.day}</td>'
    titles = html("\n".join(e.summary for e in entries))
    shown = f'<span class="kg-{_CLASSES[entries[0].sort]}" title="{titles}">{day.day}</span>'
    return f'<td class="{" ".join(classes)}">{shown}</td>'


def _months(made: DutyCalendar) -> None:
    for month, entries in groupby(made.dated, key=lambda e: e.day.month if e.day else 0):
        st.subheader(f"{month} 月")
        rows = [[html(str(e.day)), _matter(e), html(e.row.recipient if e.row else "") or "—", html(who(e.row) if e.row else "") or "—", _basis(e),
                 html(e.row.quote if e.row else "") or "—", html(remarks(e))] for e in entries]
        st.html(f'<div class="kg-days">{table(("日期", "事项", "对象", "主体", "依据", "原文", "说明"), rows)}</div>')
    if not made.dated:
        st.info("所选身份在这一年没有按日历到来的义务。", icon=":material/info:")


def _matter(entry: CalendarEntry) -> str:
    return f'<span class="kg-sort kg-{_CLASSES[entry.sort]}">{html(entry.sort.value)}</span>{html(entry.summary)}'


def _basis(entry: CalendarEntry) -> str:
    if entry.row:
        return anchor(session.law_address(entry.row.urn), basis(entry))
    return anchor(session.law_address(entry.version), "打开法规") if "@" in entry.version else "—"


def _undated(made: DutyCalendar) -> None:
    if not made.undated:
        return
    st.subheader("条文未定日期的")
    st.caption("条文只写“定期”、每日、几年一次，或者随另一事项办理；何时做由本单位安排。")
    rows = [[html(e.summary), html(e.row.recipient if e.row else "") or "—", html(who(e.row) if e.row else ""), _basis(e),
             html(e.row.quote if e.row else ""), html(remarks(e))] for e in made.undated]
    st.html(table(("事项", "对象", "主体", "依据", "原文", "说明"), rows))


if __name__ == "__main__":
    page()
