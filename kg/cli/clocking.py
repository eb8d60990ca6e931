"""``kg clock``: every report and notice that one event starts, on one timeline.

The options for facts are those of ``event_facts``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import Failure, Json, Profiles, chosen_format, day, knowledge, option, put, with_options
from kg.duties.clock.render import WRITERS, render
from kg.files.render import offered

if TYPE_CHECKING:
    from kg.duties.clock.incident import Incident
    from kg.duties.clock.making import Clock

_ANSWERS = {"yes": True, "是": True, "y": True, "no": False, "否": False, "n": False, "unknown": None, "不清楚": None}
_Words = list[str] | None
_REQUIRED = {
    "event": Annotated[str, typer.Argument(metavar="事件", help="发生了什么，如 客户信息泄露、交易系统中断；可写多件")],
    "at": option(str, "--at", "时间", '发生时间，北京时间，如 "2026-11-24 09:30"'),
}
_TIMES = {
    "found": option(str | None, "--found", "时间", "发现时间；不写按与发生同时"),
    "ended": option(str | None, "--ended", "时间", "处置结束时间"),
}
_LEVEL = {"level": option(str | None, "--level", "级别", "特别重大、重大、较大、一般；不写为不清楚")}
_CONDITIONS = {
    "met": option(_Words, "--met", "词", "含这些字的条件已满足，可重复"),
    "not_met": option(_Words, "--not-met", "词", "含这些字的条件不满足，可重复"),
}
_OUTPUT = {
    "as_of": option(str | None, "--as-of", "日期", "按哪一天的法律，如 2025-12-31；不写为事件当日"),
    "left": option(bool, "--left", "", "显示距现在的剩余时间"),
    "form": option(str | None, "--format", "格式", offered(WRITERS), "-f"),
    "output": Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不写则输出到屏幕")],
    "as_json": Json,
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    free = {"profile": Profiles, **_TIMES, **_LEVEL, **_fact_options(), **_CONDITIONS, **_OUTPUT}
    app.command("clock")(with_options(clock, _REQUIRED, free))


def _fact_options() -> dict[str, Any]:
    """The options for the facts that the clock asks, one for each.

    There is also one that no help shows for each name a fact had before.
    """
    from kg.duties.facts import event_facts

    now = {f.key: option(str | None, _flag(f.key), "yes|no", f"{f.question}不写为不清楚") for f in event_facts()}
    return now | {f.former: option(str | None, _flag(f.former), "yes|no", "", hidden=True) for f in event_facts() if f.former}


def _flag(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def clock(**given: Any) -> None:
    """事件时钟：发生网络安全事件、信息泄露等之后，依各法须向谁、何时报告和通知。"""
    from kg.duties.clock.making import Asked
    from kg.duties.clock.making import clock as make
    from kg.law.versions import now, parse_moment

    chosen = chosen_format(given["form"], given["output"], WRITERS, as_json=given["as_json"])
    found, ended = (parse_moment(given[n]) if given[n] is not None else None for n in _TIMES)
    asked = Asked(given["event"], parse_moment(given["at"]), found, ended, _incident(given), day(given["as_of"]))
    made = make(knowledge(), asked)
    _all_used(made)
    told = f"{len(made.due)} 项应办，{len(made.conditional)} 项取决于条件"
    put(render(made, chosen, now() if given["left"] else None), given["output"], told)


def _incident(given: Mapping[str, Any]) -> Incident:
    from kg.duties.clock.incident import Incident
    from kg.duties.facts import Facts, event_facts

    typed = {f.key: name for f in event_facts() for name in (f.former, f.key) if given.get(name) is not None}
    answers = {key: _yes(name, given[name]) for key, name in typed.items()}
    said = [(w.strip(), yes) for name, yes in (("met", True), ("not_met", False)) for w in given[name] or ()]
    if not all(words for words, _ in said):
        raise Failure("--met 和 --not-met 须写明条件中的字，如 --met 涉嫌违法犯罪")
    level = given["level"]
    facts = Facts.of(tuple(given["profile"] or ()), **answers)
    return Incident(facts, "" if level in (None, "不清楚", "unknown") else str(level), tuple(said))


def _yes(key: str, word: str) -> bool | None:
    bare = word.strip().lower()
    if bare not in _ANSWERS:
        raise Failure(f"{_flag(key)} {word[:20]!r} 不认识；请写 yes、no 或 unknown")
    return _ANSWERS[bare]


def _all_used(made: Clock) -> None:
    """Raise Failure if words of --met or --not-met stand in no condition.

    Such words are a mistake, not an answer.
    """
    words = [f"{c.words}{c.question}" for i in (*made.due, *made.conditional, *made.left_out, *made.onward) for c in i.conditions]
    lost = next((part for part, _ in made.asked.incident.said if not any(part in w for w in words)), None)
    if lost is not None:
        open_ones = "；".join(q.words[0] for q in made.questions) or "没有未定的条件"
        raise Failure(f"没有哪个条件含“{lost[:40]}”；未定的条件：{open_ones}")
