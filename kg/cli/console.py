"""What all commands share: output, errors, dates, and a graph that is built when it is missing."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

import typer

from kg.files.render import BINARY, unknown_form
from kg.files.writing import check
from kg.files.writing import put as write_file

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

T = TypeVar("T")
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="日期", help="按哪一天的法律，如 2025-12-31；不写为今天")]
Json = Annotated[bool, typer.Option("--json", help="标准输出只有 JSON")]
Profiles = Annotated[list[str] | None, typer.Option("--profile", "-p", metavar="主体", help="机构类型或身份，可重复，如 券商")]


def option(kind: Any, flag: str, metavar: str, what: str, *short: str, hidden: bool = False, least: int | None = None) -> Any:
    """The type of a parameter that is an option, for ``with_options``."""
    return Annotated[kind, typer.Option(flag, *short, metavar=metavar, help=what, hidden=hidden, min=least)]


def with_options(command: Callable[..., None], needed: Mapping[str, Any], free: Mapping[str, Any]) -> Callable[..., None]:
    """The command with parameters that are put together when it is registered.

    Those of ``free`` are None, or False for a flag, if they are not given.
    """
    kind = inspect.Parameter.KEYWORD_ONLY
    must = [inspect.Parameter(name, kind, annotation=a) for name, a in needed.items()]
    may = [inspect.Parameter(name, kind, annotation=a, default=False if get_args(a)[0] is bool else None) for name, a in free.items()]
    command.__signature__ = inspect.Signature([*must, *may])  # type: ignore[attr-defined]
    command.__annotations__ = {**needed, **free}
    return command


class Failure(Exception):
    """The error of a command that cannot go on, with one line for the reader and the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def complain(message: str) -> None:
    """Print one line on standard error."""
    print(f"kg: {' '.join(message.split())}", file=sys.stderr, flush=True)


def say(text: str = "") -> None:
    """Print a line on standard output as it is.

    There is no markup and no wrapping, so that quotes stay verbatim.
    """
    print(text)


def say_json(value: Any, *, indent: int | None = 1) -> None:
    """Print JSON on standard output.

    ``indent=None`` gives one line.
    """
    print(json.dumps(value, ensure_ascii=False, indent=indent, default=str), flush=True)


def chosen_format(form: str | None, output: Path | None, formats: Collection[str], *, as_json: bool = False, default: str = "text") -> str:
    """The format named, else the one of the file's ending, else ``default``.

    Failure is raised for a format that is not among ``formats``, and for a binary one on a terminal, and WriteError for a
    file that cannot be written.
    """
    if output:
        check(output)
    ending = output.suffix.lstrip(".").lower() if output else ""
    chosen = "json" if as_json else form or {"": default, "txt": "text"}.get(ending, ending)
    if chosen not in formats:
        raise Failure(unknown_form(chosen, formats))
    if output is None and chosen in BINARY and sys.stdout.isatty():
        raise Failure(f"{chosen} 不能显示在屏幕上；请用 -o 指定文件")
    return chosen


def put(data: bytes, output: Path | None, told: str) -> None:
    """Write a result to the file, or to standard output if there is none.

    ``told`` sums up on standard error what was written to the file.
    """
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_file(output, data)
        print(f"已写入 {output}：{told}", file=sys.stderr)


def day(text: str | None) -> date | None:
    """The date of ``--as-of``, or None if it is not given.

    DateError is raised for anything else, and says which form is wanted.
    """
    from kg.law.versions import parse_date

    return parse_date(text) if text is not None else None


def with_graph(use: Callable[[], T]) -> T:
    """The result of ``use``, after a first build with a progress bar if there is no graph yet."""
    from kg.graph.knowledge import NotBuiltError

    try:
        found = use()
    except NotBuiltError:
        from kg.cli.progress import build_visibly

        build_visibly(force=False)
        return use()
    _tell_if_outdated()
    return found


def _tell_if_outdated() -> None:
    from kg.graph.building import outdated

    if outdated():
        complain("图谱由较早的语料或程序建立，回答以它为准；请运行 kg build 更新")


def knowledge() -> Knowledge:
    """The current graph, built first if there is none."""
    from kg.graph.knowledge import Knowledge

    return with_graph(Knowledge.open)
