"""A memo checked in a process of its own, so that one hard to read neither delays the questions of others nor takes them along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.files.apart import Allowance, Stopped, run
from kg.memo.checking import Report, check
from kg.memo.parts import MemoError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ALLOWED = Allowance(60, 2_000_000_000)


def check_apart(text: str, build: Path, on: date, allowed: Allowance = ALLOWED) -> Report:
    """The report on a memo, judged by the texts of the build in this folder.

    MemoError is raised as by ``kg.memo.parts.find``, and at the limits of time and memory.
    """
    about = {"text": text, "build": str(build), "on": on.isoformat()}
    try:
        with closing(run(work, about, allowed=allowed, errors=(MemoError,))) as found:
            return _adapter().validate_python(next(found))
    except Stopped as error:
        why = {"time": f"超过 {allowed.seconds:g} 秒", "memory": f"所需的内存超过 {allowed.memory // 1_000_000} MB"}
        raise MemoError(f"核验{why.get(error.why, '未能完成')}，已停止；请拆分后分别核验") from error


def work(about: Mapping[str, Any], _: bytes) -> Iterator[Any]:
    """The report as JSON: what the other process does."""
    from kg.corpus.loading import load

    build = Path(about["build"])
    report = check(about["text"], load(build / "corpus", build / "own"), date.fromisoformat(about["on"]))
    yield _adapter().dump_python(report, mode="json")


@cache
def _adapter() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
