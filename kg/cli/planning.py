"""``kg calendar``: the duties of a year that come round by the calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import Json, Profiles, chosen_format, knowledge, put
from kg.duties.calendar.render import WRITERS, render
from kg.files.render import offered


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("calendar")(duty_calendar)


def duty_calendar(
    profile: Profiles = None,
    year: Annotated[int | None, typer.Option("--year", "-y", metavar="年份", help="如 2027；不写为今年")] = None,
    form: Annotated[str | None, typer.Option("--format", "-f", metavar="格式", help=offered(WRITERS))] = None,
    remind: Annotated[int, typer.Option("--remind", metavar="天", min=0, max=365, help="ics 中提前几天提醒，0 为不提醒")] = 30,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不写则输出到屏幕")] = None,
    as_json: Json = False,
) -> None:
    """合规日历：一年内按日历到来的义务，可导出为 Outlook 日历和 Excel。"""
    from kg.duties.calendar.making import duty_calendar as make
    from kg.law.versions import today

    chosen = chosen_format(form, output, WRITERS, as_json=as_json)
    graph = knowledge()
    made = make(graph, today().year if year is None else year, [graph.vocabulary.profile(p).label for p in profile or ()])
    data = render(made, chosen, today(), remind)
    put(data, output, f"{len(made.dated)} 项有日期，{len(made.undated)} 项条文未定日期")
