"""The build with a progress bar on the terminal."""

from __future__ import annotations

from pathlib import Path


def build_visibly(force: bool) -> Path:
    """Build with a progress bar on standard error, and return the folder of the finished build."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from kg.graph.building import build as run

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("建图", total=1.0)
        return run(force=force, progress=lambda name, share: bar.update(task, description=name, completed=share))
