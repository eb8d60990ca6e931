"""The marks of quotation in a memo, and where a quotation that is opened closes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.corpus.passages import LONGEST

PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "＂": "＂"}
MOST_INDENT = 80  # blanks before the first word of a line, or between two citations of a list


def closings(text: str) -> dict[int, int]:
    """The offset of every mark that opens a quotation, with that of the mark that closes it.

    >>> closings("“甲「乙」丙”“丁")
    {0: 6, 2: 4}
    """
    return dict(sorted(pair for opening in PAIRS for pair in _closings(text, opening)))


def _closings(text: str, opening: str) -> Iterator[tuple[int, int]]:
    """The offsets of the opening marks of one kind that close, each with the offset where."""
    closing = PAIRS[opening]
    if opening == closing:
        places = [m.start() for m in re.finditer(re.escape(opening), text)]
        yield from ((a, b) for a, b in pairwise(places) if b - a < LONGEST and text.find("\n", a, b) < 0)
        return
    # The mark after which the depth is first one less than behind the opening mark is the one that closes it.
    depth, after = 0, dict[int, int]()
    marks = [(m.start(), m[0]) for m in re.finditer(f"[{opening}{closing}]", text)]
    depths = [depth := depth + (-1 if mark == closing else not _heads(text, at)) for at, mark in marks]
    for (at, mark), level in zip(reversed(marks), reversed(depths), strict=True):
        if mark == closing:
            after[level] = at
        elif (end := after.get(level - 1, -1)) > at and end - at < LONGEST:
            yield at, end


def _heads(text: str, at: int) -> bool:
    """Whether the mark stands at the head of a line, where “ goes on with a quotation that is open."""
    before = at
    while before and at - before < MOST_INDENT and text[before - 1] in " 　\t":
        before -= 1
    return text[before - 1 : before] == "\n"
