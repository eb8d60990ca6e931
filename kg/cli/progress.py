"""Progress bars on the terminal, for the build and for work on many files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")


def build_visibly(force: bool) -> Path:
    """Build with a progress bar on standard error, and return the folder of the finished build."""
    from kg.graph.building import build as run

    with _bar() as bar:
        task = bar.add_task("建图", total=1.0)

        def tell(name: str, share: float) -> None:
            bar.update(task, description=name, completed=share)

        return run(force=force, progress=tell, waiting=tell_waiting)


def tell_waiting() -> None:
    """Say on standard error that another build is waited for."""
    from kg.graph.storage import WAITING

    print(WAITING, file=sys.stderr, flush=True)


def each_visibly(work: Iterable[T], name: str, total: int) -> Iterator[T]:
    """The same things one after the other, with a progress bar on standard error while they are made."""
    with _bar() as bar:
        yield from bar.track(work, total=total, description=name)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
