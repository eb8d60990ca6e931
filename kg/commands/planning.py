"""``kg calendar``: the duties of a year that come round by the calendar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.console import Failure, Json, Profiles, knowledge


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("calendar")(duty_calendar)


def duty_calendar(
    profile: Profiles = None,
    year: Annotated[int | None, typer.Option("--year", "-y", metavar="年份", help="如 2027；不写为今年")] = None,
    form: Annotated[str | None, typer.Option("--format", "-f", metavar="格式", help="text、md、json、ics（Outlook 日历）、xlsx")] = None,
    remind: Annotated[int, typer.Option("--remind", metavar="天", min=0, max=365, help="ics 中提前几天提醒，0 为不提醒")] = 30,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不写则输出到屏幕")] = None,
    as_json: Json = False,
) -> None:
    """合规日历：一年内按日历到来的义务，可导出为 Outlook 日历和 Excel。"""
    from kg.duty_calendar import FORMATS
    from kg.duty_calendar import duty_calendar as make
    from kg.duty_calendar_files import render
    from kg.versions import today

    suffix = output.suffix.lstrip(".").lower() if output else ""
    chosen = "json" if as_json else form or (suffix if suffix in FORMATS else "text")
    if chosen not in FORMATS:
        raise Failure(f"格式 {chosen[:20]!r} 不支持；可用：{'、'.join(FORMATS)}")
    if output is None and chosen == "xlsx" and sys.stdout.isatty():
        raise Failure("xlsx 不能显示在屏幕上；请用 -o 指定文件")
    graph = knowledge()
    made = make(graph, today().year if year is None else year, [graph.vocabulary.profile(p).label for p in profile or ()])
    data = render(made, chosen, today(), remind)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(data)
        print(f"已写入 {output}：{len(made.dated)} 项有日期，{len(made.undated)} 项条文未定日期", file=sys.stderr)
