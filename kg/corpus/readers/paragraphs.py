"""Lines of a fixed width put together into the paragraphs that they were before they were cut.

What the lines of a page or of a text look like decides where a paragraph ends: one that stops short of the margin, an indented one,
a gap. A line that ends in the middle of a sentence goes on in any case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kg.law.numerals import NUMERAL

STARTS = re.compile(
    rf"第{NUMERAL}[编章节条]|[（(]{NUMERAL}[）)]|[一二三四五六七八九十]{{1,3}}、|\d{{1,3}}[.．、](?!\d)|附[件录表]|[①-⑳]|目\s{{0,4}}录\Z"
)
HEADING = re.compile(rf"第{NUMERAL}[编章节](?!.*[。；])")
_SURE_START = re.compile(rf"第{NUMERAL}[编章节条](?:之[一二三四五六七八九十]{{1,2}})?(?:[ 　\t【]|\Z)")
_CITED = re.compile(r"[（(][^（）()]{1,6}[）)](?:项|款|目|至|和|、)|第[^第条]{1,16}条(?:[规第至、和及的之或款项，。；]|之[一二])")
_CLOSED = re.compile(r"[。；：;:！？!?…][”’」』）)》]{0,3}\Z|[）)]\Z")
_APART = re.compile(r"[|#>*`+~-]|={3}|\s{4}\S|\d{1,3}\)\s|[•·●■▪◆○□☐-]\s")
_NARROWEST, _SLACK, _FEWEST = 20, 6, 3


@dataclass(frozen=True)
class CutLine:
    """A line as it stands on its page.

    ``full`` says that it reaches the right margin, ``indented`` that it begins right of the left one, and ``apart`` that a gap
    is above it. ``indented`` is None where the text sets no paragraphs off by their indent.
    """

    text: str
    full: bool
    indented: bool | None = None
    apart: bool = False


def is_closed(text: str) -> bool:
    """Whether a line ends as a paragraph may end."""
    return bool(_CLOSED.search(text))


def joined(rows: Sequence[CutLine]) -> list[str]:
    """The rows put together into paragraphs."""
    out: list[str] = []
    before: CutLine | None = None
    body = False
    for row in rows:
        if before and out and _goes_on(before, row, body):
            out[-1] += _joint(out[-1], row.text) + row.text
        else:
            out.append(row.text)
        body = body or (bool(STARTS.match(row.text)) and not HEADING.match(row.text))
        before = row
    return out


def _goes_on(before: CutLine, row: CutLine, body: bool) -> bool:
    """Whether a row belongs to the paragraph of the row before it."""
    closed = bool(_CLOSED.search(before.text))
    if HEADING.match(before.text) and not before.full:
        return False
    if STARTS.match(row.text) and not (before.full and not closed and _runs_into(before.text, row)):
        return False
    if before.full and not closed:
        return not (row.apart and row.indented)
    if before.full:
        return row.indented is False and not row.apart
    return body and not closed and not row.apart and not row.indented


def _runs_into(before: str, row: CutLine) -> bool:
    """Whether a row that looks like the beginning of an article or item is the rest of a sentence that cites it."""
    if row.indented is False and not _SURE_START.match(row.text):
        return True
    return bool(_CITED.match(row.text)) or (before.endswith("第") and row.text[:1].isdigit())


def _joint(before: str, after: str) -> str:
    """What stands between two lines: a blank between words of Latin letters, else nothing."""
    return " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum() else ""


# ── lines of text without a page ─────────────────────────────────────────────────────────────────────────────────────────


def unwrapped(text: str) -> str:
    """The text with its lines put together again if they were cut at a fixed width, else the text as it is.

    A text counts as cut if nearly all lines that end within a sentence, and hardly any others, end at one margin.
    """
    lines = text.split("\n")
    widths = [_width(line) for line in lines]
    margin = _margin(lines, widths)
    if not margin:
        return text
    style = _indents(lines, widths, margin)
    out: list[str] = []
    held: list[CutLine] = []
    for line, width in zip(lines, widths, strict=True):
        if not line.strip() or _APART.match(line):
            out += [*joined(held), line]
            held = []
        else:
            held.append(CutLine(line.strip() if style else line.rstrip(), width >= margin - _SLACK, line[:1] in " 　\t" if style else None))
    return "\n".join([*out, *joined(held)])


def _width(line: str) -> int:
    """How many columns a line takes, of which a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.rstrip())


def _margin(lines: Sequence[str], widths: Sequence[int]) -> int:
    """The column at which the lines were cut, or 0 if they were not."""
    torn = [i for i, line in enumerate(lines[:-1]) if _is_torn(line, lines[i + 1])]
    if len(torn) < _FEWEST:
        return 0
    margin = int(median(sorted(widths[i] for i in torn)[len(torn) // 2 :]))
    near = [i for i in torn if margin - _SLACK <= widths[i] <= margin + 2]
    used = [w for w in widths if w]
    longer = sum(w > margin + 3 for w in used)
    if margin < _NARROWEST or len(near) < max(_FEWEST, 0.75 * len(torn)) or longer > 0.05 * len(used) or len(near) < 0.12 * len(used):
        return 0
    return margin + 2 if any(widths[i] > margin for i in near) else margin


def _is_torn(line: str, after: str) -> bool:
    """Whether a line may have been cut from the one after it."""
    words = line.strip()
    if not words or not after.strip() or _APART.match(line) or _APART.match(after):
        return False
    return not _CLOSED.search(words) and not HEADING.match(words) and not _SURE_START.match(after.strip())


def _indents(lines: Sequence[str], widths: Sequence[int], margin: int) -> bool:
    """Whether the text indents the first line of each paragraph, and only that one."""
    rests = [b for a, b, w in zip(lines, lines[1:], widths, strict=False) if b.strip() and w >= margin - _SLACK and not _CLOSED.search(a)]
    starts = [line for line in lines if STARTS.match(line.lstrip(" 　\t*#"))]
    indented = sum(line[:1] in " 　\t" for line in starts)
    return bool(starts) and indented > 0.6 * len(starts) and sum(r[:1] in " 　\t" for r in rests) < 0.2 * len(rests)
