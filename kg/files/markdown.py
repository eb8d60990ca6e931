"""The one door through which text and rows come into a Markdown file.

Whatever a text says, it stays text: no heading, list, table, link, picture, formula or HTML comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.files.safe import clean

# The backslash and the ampersand first, for they begin what the others become.
_MARKS = {"\\": "\\\\", "&": "&amp;", "#": "&#35;", "<": "&lt;"} | {mark: "\\" + mark for mark in "`*_[]>|~$"}
_ADDRESS = re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.|@", re.IGNORECASE)  # what some readers make a link of by themselves
_OPENING = re.compile(r"([-+=]|\d{1,9}[.)])")  # of a list, a rule or an underlined heading

Line = tuple[str, str]  # what opens it (a list mark, an indent, '' …) and its text


def md_row(cells: Sequence[str]) -> str:
    """A row of a Markdown table from cells of plain text."""
    return "| " + " | ".join(md_text(cell) for cell in cells) + " |"


def md_text(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line, without markup or HTML.

    It may not open a line: ``md_line`` makes it safe there too.

    >>> md_text("*a* <b> http://a.test"), md_text("第一条\n第二条")
    ('\\*a\\* &lt;b\\> http&#58;//a.test', '第一条 第二条')
    """
    bare = " ".join(clean(text).split("\n"))
    for mark, shown in _MARKS.items():
        bare = bare.replace(mark, shown)
    return _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", bare)


def md_line(text: str) -> str:
    r"""Text that Markdown shows as it is where it opens a line.

    >>> md_line("1. a"), md_line("- a"), md_line("    a")
    ('1\\. a', '\\- a', 'a')
    """
    line = md_text(text).strip(" \t")
    return _OPENING.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], line, count=1) if _OPENING.match(line) else line


def text_file(lines: Iterable[Line]) -> bytes:
    """A text file of the lines."""
    return ("\n".join(opening + text for opening, text in lines) + "\n").encode()


def md_file(lines: Iterable[Line]) -> bytes:
    """A Markdown file of the lines, whose texts stay text."""
    return ("\n".join(opening + md_line(text) for opening, text in lines) + "\n").encode()
