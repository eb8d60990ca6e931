"""The 款 of an article and the lists in them, whatever their numbers look like.

Read are （一） · 一、 · 1. 1、 · 1) · （1） · ① · a) a. · （a）, on lines of their own or running on in a line after ``：`` and ``；``, each
kind below the one that was open when it began: （1） under 3. is a 目 of that 项. A line without a number belongs to the item
above it if the list goes on after it, and is a new 款 if it does not.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.corpus.marks import indent, lines
from kg.law.identifiers import annex_eid
from kg.law.model import Provision, ProvisionKind
from kg.law.numerals import to_int

K = ProvisionKind
_NUMBER = re.compile(
    r"[（(](?P<paren>[一二三四五六七八九十百零〇]{1,8})[）)]|(?P<han>[一二三四五六七八九十]{1,6})、"
    r"|[（(](?P<figure>\d{1,3})[）)]|(?P<dot>\d{1,3})[.．、](?!\d)|(?P<half>\d{1,3})[）)]"
    r"|(?P<circle>[①-⑳])|(?P<sign>[㈠-㈩⑴-⒇⒈-⒛])|(?P<letter>[A-Za-zａ-ｚ])[.．)）](?![A-Za-z])|[（(](?P<bracket>[a-z])[）)]"
)
_SIGNS = {"㈠": "paren", "⑴": "figure", "⒈": "dot"}  # the first of each row of signs, and the kind of number they stand for
_OPENS = re.compile(r"[：:]\s{0,9}")
_CLOSES = re.compile(r"(?<=[；;。])\s{0,9}")
_SURE = "paren"  # the kind of number that begins nothing but an item, even out of its turn


@dataclass
class NodeDraft:
    """A provision under construction."""

    kind: ProvisionKind
    number: tuple[int, ...]
    label: str
    start: int
    end: int
    heading: str = ""
    children: list[NodeDraft] = field(default_factory=list)

    def freeze(self, eid: str, taken: dict[str, int]) -> Provision:
        """The finished provision, its eids made unique among those ``taken``."""
        eid = _unique(eid, taken)
        kids = tuple(c.freeze(eid_below(eid, c), taken) for c in self.children)
        return Provision(self.kind, self.number, eid, self.label, self.start, self.end, self.heading, kids)


def _unique(eid: str, taken: dict[str, int]) -> str:
    """The eid, with a number behind it if it is taken (``taken`` counts how often each was asked for)."""
    candidate, n = eid, taken.get(eid, 0)
    while n and candidate in taken:
        n += 1
        candidate = f"{eid}.{n}"
    taken[eid] = max(n, 1)
    taken.setdefault(candidate, 1)
    return candidate


_SHORT = {K.PART: "prt", K.CHAPTER: "chp", K.SECTION: "sec", K.ARTICLE: "art", K.PARAGRAPH: "par", K.ITEM: "item",
          K.SUBITEM: "sub", K.ANNEX: "annex"}


def eid_below(above: str, node: NodeDraft) -> str:
    """The eid of a node below the one with the eid ``above`` ("" at the top).

    Articles are numbered through the whole text or through their annex, so a chapter is no part of their name.
    """
    own = _SHORT[node.kind] + "-".join(map(str, node.number))
    if node.kind is K.ARTICLE:
        annex = annex_eid(above)
        return f"{annex}_{own}" if annex else own
    return own if node.kind is K.ANNEX or not above else f"{above}_{own}"


@dataclass(frozen=True)
class Number:
    """The number at the head of an item: the kind of list it belongs to, its value, and the label as printed."""

    form: str
    value: int
    label: str


def number_at(text: str, start: int, end: int) -> Number | None:
    """The number of an item that stands at an offset, or None."""
    match = _NUMBER.match(text, start, end)
    return _number(match) if match else None


def _number(match: re.Match[str]) -> Number | None:
    form, words = next((f, w) for f, w in match.groupdict().items() if w)
    if form == "sign":
        first = max(sign for sign in _SIGNS if sign <= words)
        return Number(_SIGNS[first], ord(words) - ord(first) + 1, match[0])
    plain = unicodedata.normalize("NFKC", words)
    value = ord(plain.lower()) - ord("a") + 1 if form in ("letter", "bracket") else to_int(plain)
    return Number(form, value, match[0]) if value else None


@dataclass(frozen=True)
class _Line:
    """A line that holds words, from its first one, with the number of an item at its head if there is one."""

    start: int
    end: int
    number: Number | None


def paragraphs(text: str, start: int, end: int) -> list[NodeDraft]:
    """The 款 of a stretch of text, with their 项 and 目."""
    rows: list[_Line] = []
    for line_start, line_end in lines(text, start, end):
        at = line_start + indent(text[line_start:line_end])
        if text[at:line_end].strip():
            rows.append(_Line(at, line_end, number_at(text, at, line_end)))
    reading = _Reading(text, rows)
    for n, row in enumerate(rows):
        reading.take(n, row)
    return reading.paragraphs


@dataclass
class _OpenList:
    """A list that is open: the kind of its numbers, the last of them, and the node that it stands in."""

    form: str
    last: int
    holder: NodeDraft


@dataclass
class _Reading:
    """The 款 read so far, and the lists open in the last of them, outermost first."""

    text: str
    rows: list[_Line]
    paragraphs: list[NodeDraft] = field(default_factory=list)
    levels: list[_OpenList] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next_line = ""  # the kind of list that goes on with its second item in the next line
        self._where: dict[tuple[str, int], list[int]] = {}
        for n, row in enumerate(self.rows):
            if row.number:
                self._where.setdefault((row.number.form, row.number.value), []).append(n)

    def take(self, n: int, row: _Line) -> None:
        """Put the next line in its place."""
        following = self.rows[n + 1].number if n + 1 < len(self.rows) else None
        self._next_line = following.form if following and following.value == 2 else ""
        depth = self._depth(row.number) if row.number else None
        if row.number and depth is not None:
            self._item(row, row.number, depth)
        elif (level := self._goes_on(n)) is not None:
            del self.levels[level + 1 :]
            self._stretch(row.end)
        else:
            self._paragraph(row.start, row.end)
            self._running(self.paragraphs[-1], row.start, row.end)

    def _depth(self, number: Number) -> int | None:
        """The level of the list that a number belongs to, one deeper than those open if it begins one, or None if it is no item."""
        at = next((d for d, level in enumerate(self.levels) if level.form == number.form), None)
        if at is not None or number.value == 1:
            return len(self.levels) if at is None else at
        return 0 if number.form == _SURE and self.paragraphs else None

    def _goes_on(self, n: int) -> int | None:
        """The level of the list that goes on soonest after a line without a number, or None if all of them have ended."""
        found = []
        for depth, level in enumerate(self.levels):
            after, anew = self._next(level.form, level.last + 1, n), self._next(level.form, 1, n)
            if after < anew:
                found.append((after, depth))
        return min(found)[1] if found else None

    def _next(self, form: str, value: int, n: int) -> int:
        where = self._where.get((form, value), [])
        at = bisect_right(where, n)
        return where[at] if at < len(where) else len(self.rows)

    def _paragraph(self, start: int, end: int) -> None:
        self.levels = []
        self.paragraphs.append(NodeDraft(K.PARAGRAPH, (len(self.paragraphs) + 1,), "", start, end))

    def _item(self, row: _Line, number: Number, depth: int) -> None:
        if not self.paragraphs:
            self._paragraph(row.start, row.end)
        holder = self.levels[depth].holder if depth < len(self.levels) else self._innermost()
        del self.levels[depth:]
        self._add(holder, number, row.start, row.end)
        self._split(row.end)

    def _innermost(self) -> NodeDraft:
        return self.levels[-1].holder.children[-1] if self.levels else self.paragraphs[-1]

    def _add(self, holder: NodeDraft, number: Number, start: int, end: int) -> None:
        kind = K.ITEM if holder.kind is K.PARAGRAPH else K.SUBITEM
        holder.children.append(NodeDraft(kind, (number.value,), number.label, start, end))
        if self.levels and self.levels[-1].holder is holder:
            self.levels[-1] = replace(self.levels[-1], last=number.value)
        else:
            self.levels.append(_OpenList(number.form, number.value, holder))
        self._stretch(end)

    def _stretch(self, end: int) -> None:
        """Let the last 款 and the item of each open list reach as far as the line that belongs to them."""
        self.paragraphs[-1].end = end
        for level in self.levels:
            level.holder.children[-1].end = end

    def _split(self, end: int) -> None:
        """Cut the last item where the next number follows in its line, and look for a list in what is left of each."""
        depth = len(self.levels)
        item = self.levels[-1].holder.children[-1]
        for number, at in self._numbers(_CLOSES, item.start, end):
            level = self.levels[depth - 1]
            if (number.form, number.value) == (level.form, level.last + 1):
                self._running(item, item.start, at)
                item.end = at
                del self.levels[depth:]
                self._add(level.holder, number, at, end)
                item = level.holder.children[-1]
        self._running(item, item.start, end)

    def _running(self, holder: NodeDraft, start: int, end: int) -> None:
        """Add the items that run on in a line: …下列情形：（一）…；（二）….

        A list of other numbers than （一） needs a second one to be told from a figure.
        """
        taken = {level.form for level in self.levels}
        second = {n.form: at for n, at in self._numbers(_CLOSES, start, end) if n.value == 2}
        for number, at in self._numbers(_OPENS, start, end):
            follows = number.form in (_SURE, self._next_line) or second.get(number.form, -1) > at
            if number.value == 1 and number.form not in taken and follows:
                self._add(holder, number, at, end)
                self._split(end)
                return

    def _numbers(self, before: re.Pattern[str], start: int, end: int) -> Iterator[tuple[Number, int]]:
        """The numbers of items that follow a mark within a stretch, each with its offset."""
        for mark in before.finditer(self.text, start, end):
            number = number_at(self.text, mark.end(), end)
            if number:
                yield number, mark.end()
