"""Text of the law and of the user, made safe for what Streamlit renders: Markdown, HTML, Graphviz."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from kg.files.safe import INVISIBLE, html

_JOINER = "\u2060"  # seen by nobody: an address with it in is one that Streamlit does not make a link of, escaped or not
_ADDRESS = re.compile(r"[a-z]:(?=//)|www(?=\.)|@", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@=^])")


def plain(text: str, limit: int = 2_000) -> str:
    r"""Text that Markdown shows as it is, on one line.

    It has no markup, formulas, links, emoji codes or HTML, and is cut after ``limit`` characters. Addresses stay text: they
    have an invisible joiner in them.

    >>> plain("*a* $x$ [b](c) :red[d]")
    '\\*a\\* \\$x\\$ \\[b\\]\\(c\\) \\:red\\[d\\]'
    >>> plain("一\n二", limit=2)
    '一 …'
    """
    flat = " ".join(INVISIBLE.sub("", text).split())
    cut = flat if len(flat) <= limit else flat[:limit] + "…"
    return _MARKS.sub(r"\\\1", _ADDRESS.sub(lambda found: found[0] + _JOINER, cut))


def dot(text: str, width: int = 14, limit: int = 60) -> str:
    r"""A quoted Graphviz label, broken into lines of ``width`` characters.

    >>> dot('a"b\\', 2)
    '"a\\"\\nb\\\\"'
    """
    flat = " ".join(INVISIBLE.sub("", text).split())
    cut = flat if len(flat) <= limit else flat[:limit] + "…"
    lines = [cut[i : i + width] for i in range(0, len(cut), width)]
    return '"' + "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An HTML table, with cells that are HTML already (see ``html`` and ``anchor``)."""
    head = "".join(f"<th>{html(c)}</th>" for c in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="kg-scroll"><table class="kg-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def anchor(url: str, text: str) -> str:
    """An HTML link that opens in a tab of its own."""
    return f'<a href="{html(url)}" target="_blank" rel="noopener">{html(text)}</a>'


def address(page: str, query: Mapping[str, Sequence[str]]) -> str:
    """The address of a page with its query, relative to the page shown.

    >>> address("law", {"ref": ["第1条"], "profile": ["a", "b"]})
    'law?ref=%E7%AC%AC1%E6%9D%A1&profile=a&profile=b'
    """
    return page + (f"?{urlencode(query, doseq=True)}" if query else "")
