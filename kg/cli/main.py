"""The command line: the commands of ``kg.cli`` under one name, and one line for every error.

Exit codes: 0 done, 1 a check failed, 2 bad usage or input, 130 interrupted. With ``--json`` standard output is JSON and nothing
else. Errors and progress go to standard error.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import TextIO

import typer
from typer.exceptions import Abort, TyperException

from kg.cli import (
    asking,
    building,
    checking,
    clocking,
    differing,
    linking,
    listing_duties,
    looking,
    owning,
    planning,
    reviewing,
)
from kg.cli.console import Failure, complain
from kg.files.writing import DISK, reason
from kg.law.places import missing

WINDOWS = os.name == "nt"

_app = typer.Typer(
    name="kg",
    help="证券期货业网络与数据合规知识图谱：提问、查条文、出义务矩阵。全部离线运行。",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@cache
def commands() -> typer.Typer:
    """The application with every command.

    Some read their options off the ontology, so that this is done where an error becomes one line.
    """
    for module in (building, asking, looking, differing, linking, planning, listing_duties, clocking, checking, owning, reviewing):
        module.register(_app)
    return _app


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(50_000, 20, 20)  # a short process makes many objects and keeps them: looking for garbage costs it a tenth
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    The arguments are those of ``sys.argv`` if None. Errors become one line on stderr.
    """
    for stream in (sys.stdout, sys.stderr):
        _to_utf8(stream)
    try:
        given = [_readable(a) for a in (sys.argv[1:] if arguments is None else arguments)]
        code = int(commands()(given, prog_name="kg", standalone_mode=False) or 0)
        sys.stdout.flush()  # where the output cannot be written, that is said here and not when Python ends
        return code
    except TyperException as error:
        message = error.format_message().rstrip(".")
        if message:  # none when `kg` alone has just printed its help
            complain(f"{message}；用法见 kg --help")
        return 2
    except (Abort, KeyboardInterrupt):
        complain("已中断")
        return 130
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except Failure as error:
        complain(str(error))
        return error.code
    except Exception as error:
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    """Report an error that was not foreseen, and return the exit code.

    Errors that our own modules define, and those of the operating system that name a file, are messages to the reader. Anything
    else is a defect. With KG_DEBUG set, the error is raised.
    """
    if os.environ.get("KG_DEBUG"):
        raise error
    if type(error).__module__.split(".")[0] == "kg":
        complain(str(error.args[0]) if error.args else str(error))
        return 2
    if isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith("kg."):
        complain(missing(error))
        return 2
    if WINDOWS and isinstance(error, OSError) and error.errno == errno.EINVAL and not error.filename:
        _silence_stdout()  # what Windows says where others say that the pipe is broken
        return 0
    if isinstance(error, OSError) and error.filename:
        remedy = "若文件正被其他程序打开，请先关闭；否则" if isinstance(error, PermissionError) else ""
        complain(f"{error.filename2 or error.filename}：{reason(error, DISK) or f'{error.strerror}；{remedy}请检查路径、权限和磁盘空间'}")
        return 2
    why = reason(error, DISK)
    if why:
        _silence_stdout()
        complain(f"不能写出：{why}")
        return 2
    complain(f"内部错误 {type(error).__name__}: {error}；请设置 KG_DEBUG=1 重试并附上输出报告问题")
    return 1


def _readable(argument: str) -> str:
    """A word of the command line as UTF-8.

    This works also where the locale is C and Python read its bytes as surrogates.
    """
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(argument).decode("utf-8", "replace") if _is_escaped(argument) else argument
    return argument


def _is_escaped(argument: str) -> bool:
    """Whether all its surrogates stand for single bytes."""
    return all("\udc80" <= c <= "\udcff" for c in argument if "\ud800" <= c <= "\udfff")


def _to_utf8(stream: TextIO) -> None:
    """Make a stream write UTF-8, for Chinese on any terminal, Windows code pages included.

    A lone surrogate becomes a question mark.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")


def _silence_stdout() -> None:
    """Send standard output nowhere, so that the final flush does not complain.

    It is called when the reader has gone, as in ``kg … | head``.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
