"""A text that a user wants to add, read in a process of its own, so that one hard to read delays nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.corpus.catalogue import CorpusError
from kg.corpus.readers import FileText
from kg.files.apart import Allowance, Stopped, run
from kg.own.adding import Addition, Given, OwnError, prepare, read
from kg.own.reading import Stated
from kg.own.state import Summary, summary

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ALLOWED = Allowance(60, 2_000_000_000)


def stated_apart(reading: FileText, allowed: Allowance = ALLOWED) -> Stated:
    """What a text says of itself, as ``kg.own.adding.read`` finds it.

    OwnError is raised as there, and at the limits of time and memory.
    """
    found: Stated = _done("stated", reading, {}, allowed)
    return found


def drafted_apart(reading: FileText, given: Given, allowed: Allowance = ALLOWED) -> tuple[Addition, Summary]:
    """A text ready to be added to the corpus as it is now, and what was read of it.

    OwnError is raised as by ``kg.own.adding.prepare``, and at the limits of time and memory.
    """
    found: tuple[Addition, Summary] = _done("drafted", reading, _adapter("given").dump_python(given, mode="json"), allowed)
    return found


def _done(what: str, reading: FileText, given: Mapping[str, Any], allowed: Allowance) -> Any:
    about = {"what": what, "reading": asdict(reading), "given": given}
    try:
        with closing(run(work, about, allowed=allowed, errors=(OwnError, CorpusError))) as found:
            return _adapter(what).validate_python(next(found))
    except Stopped as error:
        why = {"time": f"超过 {allowed.seconds:g} 秒", "memory": f"所需的内存超过 {allowed.memory // 1_000_000} MB"}
        raise OwnError(f"解析{why.get(error.why, '未能完成')}，已停止；请拆分后分别添加") from error


def work(about: Mapping[str, Any], _: bytes) -> Iterator[Any]:
    """What a text says, or the draft with its summary, as JSON: what the other process does."""
    from kg.corpus.loading import load

    reading = FileText(**about["reading"])
    if about["what"] == "stated":
        yield _adapter("stated").dump_python(read(reading)[1], mode="json")
        return
    catalogue = load()
    draft = prepare(reading, _adapter("given").validate_python(about["given"]), catalogue)
    yield _adapter("drafted").dump_python((draft, summary(draft, catalogue)), mode="json")


@cache
def _adapter(what: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    kinds: dict[str, Any] = {"given": Given, "stated": Stated, "drafted": tuple[Addition, Summary]}
    return TypeAdapter(kinds[what])
