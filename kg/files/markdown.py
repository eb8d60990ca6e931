"""Text and rows made safe for Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from kg.files.safe import clean

# The backslash and the ampersand first, for they begin what the others become.
_MARKS = {"\\": "\\\\", "&": "&amp;", "#": "&#35;", "<": "&lt;"} | {mark: "\\" + mark for mark in "`*_[]>|~"}


def md_row(cells: Sequence[str]) -> str:
    """A row of a Markdown table from cells of plain text."""
    return "| " + " | ".join(md_text(cell) for cell in cells) + " |"


def md_text(text: str) -> str:
    """Text that Markdown shows as it is, on one line, without markup or HTML."""
    bare = " ".join(clean(text).split("\n"))
    for mark, shown in _MARKS.items():
        bare = bare.replace(mark, shown)
    return bare
