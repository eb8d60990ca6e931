"""What stands above every table that leaves the program, with the states in which a row may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PROGRESS = ("未开始", "进行中", "已完成", "不适用")


@dataclass(frozen=True)
class Heading:
    """What stands above a table: the day and the filters with which it was made, and its title."""

    on: date
    filters: tuple[tuple[str, str], ...]
    title: str

    @property
    def line(self) -> str:
        """The heading on one line: 截至 2026-11-22 有效的规定；义务主体：券商."""
        chosen = "；".join(f"{name}：{value}" for name, value in self.filters if value)
        return f"截至 {self.on.isoformat()} 有效的规定" + (f"；{chosen}" if chosen else "")
