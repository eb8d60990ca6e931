"""Markdown tables, and the line that says on which machine and when the figures were taken."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; cells that are not text stand right-aligned."""
    body = [list(r) for r in rows]
    left = [all(isinstance(r[n], str) and not _numeric(r[n]) for r in body) for n in range(len(head))]
    rule = ["---" if flag else "---:" for flag in left]
    lines = [head, rule, *body]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _numeric(cell: object) -> bool:
    return str(cell)[:1].isdigit()


def machine() -> str:
    """Cores, Python, date and load of the machine, as one line."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    day = time.strftime("%Y-%m-%d")
    return f"{day}, {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, load {load:.1f} before measuring."
