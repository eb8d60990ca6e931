"""A SPARQL query that somebody typed, run in a process of its own with limits of time, memory and rows.

The engine cannot be interrupted from Python, and a query of ten words can keep it busy for days.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from kg.files.apart import Allowance, Stopped, run
from kg.graph.export import query_answer
from kg.graph.knowledge import Knowledge, NotBuiltError, QueryError


@dataclass(frozen=True)
class QueryLimits:
    """What a query may take, and how many rows or triples of its answer are wanted."""

    seconds: float = 10.0
    rows: int = 100_000
    memory: int = 2_000_000_000


LIMITS = QueryLimits()
_LINE = 50_000_000  # bytes of one line of the answer


def lines_apart(
    folder: Path, query: str, limits: QueryLimits = LIMITS, cut: Callable[[bool], object] = bool,
) -> Generator[str, None, None]:
    """The answer of a query on the build in this folder, line by line as ``kg.graph.export.query_lines`` gives it.

    ``cut`` is called with True if there are more rows than it gives. QueryError is raised for a query that cannot be run, and at
    the limits of time and memory.
    """
    about = {"folder": str(folder), "query": query, "rows": limits.rows}
    allowed = Allowance(limits.seconds, limits.memory, _LINE)
    try:
        with closing(run(work, about, allowed=allowed, errors=(QueryError, NotBuiltError))) as found:
            for line in found:
                if line is None:
                    cut(True)
                else:
                    yield line
    except Stopped as error:
        why = {"time": f"超过 {limits.seconds:g} 秒", "memory": f"所需的内存超过 {limits.memory // 1_000_000} MB",
               "value": f"有一行结果超过 {_LINE // 1_000_000} MB"}
        raise QueryError(f"查询{why.get(error.why, '未能完成')}，已停止；请缩小查询的范围（如加 LIMIT），超时也可用 --timeout 放宽") from error


def work(about: Mapping[str, Any], _: bytes) -> Iterator[str | None]:
    """The lines of the answer, with None at the end if it is cut: what the other process does."""
    with Knowledge(Path(about["folder"])) as knowledge:
        heading, rows = query_answer(knowledge, about["query"])
        yield from chain(heading, islice(rows, about["rows"]))
        if next(rows, None) is not None:
            yield None
