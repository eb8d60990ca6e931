"""``kg clock``: every report and notice that one event starts, on one timeline. The options for facts are those of ``clock_facts.ASKED``."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import Failure, Json, Profiles, chosen_format, day, knowledge, put
from kg.duties.clock.facts import ASKED, Facts
from kg.duties.clock.render import WRITERS, render
from kg.files.render import offered

if TYPE_CHECKING:
    from kg.duties.clock.making import Clock

_ANSWERS = {"yes": True, "是": True, "y": True, "no": False, "否": False, "n": False, "unknown": None, "不清楚": None}
_Words = list[str] | None


def _option(kind: Any, flags: tuple[str, ...], metavar: str, what: str) -> Any:
    return Annotated[kind, typer.Option(*flags, metavar=metavar, help=what)]


_REQUIRED = {
    "event": Annotated[str, typer.Argument(metavar="事件", help="发生了什么，如 客户信息泄露、交易系统中断；可写多件")],
    "at": _option(str, ("--at",), "时间", '发生时间，北京时间，如 "2026-11-24 09:30"'),
}
_TIMES = {
    "found": _option(str | None, ("--found",), "时间", "发现时间；不写按与发生同时"),
    "ended": _option(str | None, ("--ended",), "时间", "处置结束时间"),
}
_LEVEL = {"level": _option(str | None, ("--level",), "级别", "特别重大、重大、较大、一般；不写为不清楚")}
_FACTS = {f.key: _option(str | None, (f"--{f.key}",), "yes|no", f"{f.question}不写为不清楚") for f in ASKED}
_CONDITIONS = {
    "met": _option(_Words, ("--met",), "词", "含这些字的条件已满足，可重复"),
    "not_met": _option(_Words, ("--not-met",), "词", "含这些字的条件不满足，可重复"),
}
_OUTPUT = {
    "as_of": _option(str | None, ("--as-of",), "日期", "按哪一天的法律，如 2025-12-31；不写为事件当日"),
    "left": _option(bool, ("--left",), "", "显示距现在的剩余时间"),
    "form": _option(str | None, ("--format", "-f"), "格式", offered(WRITERS)),
    "output": _option(Path | None, ("-o", "--output"), "文件", "写入文件；不写则输出到屏幕"),
    "as_json": Json,
}
_OPTIONAL = {"profile": Profiles, **_TIMES, **_LEVEL, **_FACTS, **_CONDITIONS, **_OUTPUT}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    kind = inspect.Parameter.KEYWORD_ONLY
    needed = [inspect.Parameter(n, kind, annotation=a) for n, a in _REQUIRED.items()]
    free = [inspect.Parameter(n, kind, annotation=a, default=False if n in ("left", "as_json") else None) for n, a in _OPTIONAL.items()]
    clock.__signature__ = inspect.Signature([*needed, *free])  # type: ignore[attr-defined]
    clock.__annotations__ = {**_REQUIRED, **_OPTIONAL}
    app.command("clock")(clock)


def clock(**given: Any) -> None:
    """事件时钟：发生网络安全事件、信息泄露等之后，依各法须向谁、何时报告和通知。"""
    from kg.duties.clock.making import Asked
    from kg.duties.clock.making import clock as make
    from kg.law.versions import now, parse_moment

    chosen = chosen_format(given["form"], given["output"], WRITERS, as_json=given["as_json"])
    found, ended = (parse_moment(given[n]) if given[n] is not None else None for n in _TIMES)
    asked = Asked(given["event"], parse_moment(given["at"]), found, ended, tuple(given["profile"] or ()), _facts(given), day(given["as_of"]))
    made = make(knowledge(), asked)
    _all_used(made)
    told = f"{len(made.due)} 项应办，{len(made.conditional)} 项取决于条件"
    put(render(made, chosen, now() if given["left"] else None), given["output"], told)


def _facts(given: Mapping[str, Any]) -> Facts:
    known = [(key, _yes(key, given[key])) for key in _FACTS if given[key] is not None]
    said = [(w.strip(), yes) for name, yes in (("met", True), ("not_met", False)) for w in given[name] or ()]
    if not all(words for words, _ in said):
        raise Failure("--met 和 --not-met 须写明条件中的字，如 --met 涉嫌违法犯罪")
    level = given["level"]
    return Facts("" if level in (None, "不清楚", "unknown") else str(level), tuple((k, v) for k, v in known if v is not None), tuple(said))


def _yes(key: str, word: str) -> bool | None:
    bare = word.strip().lower()
    if bare not in _ANSWERS:
        raise Failure(f"--{key} {word[:20]!r} 不认识；请写 yes、no 或 unknown")
    return _ANSWERS[bare]


def _all_used(made: Clock) -> None:
    """Words of --met that stand in no condition are a mistake, not an answer."""
    words = [f"{c.words}{c.question}" for i in (*made.due, *made.conditional, *made.left_out, *made.onward) for c in i.conditions]
    lost = next((part for part, _ in made.asked.facts.said if not any(part in w for w in words)), None)
    if lost is not None:
        open_ones = "；".join(q.words[0] for q in made.questions) or "没有未定的条件"
        raise Failure(f"没有哪个条件含“{lost[:40]}”；未定的条件：{open_ones}")
