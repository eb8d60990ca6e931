"""Where the headings, articles and annexes of a text begin, and what is wrong with their numbers.

A table of contents before the body is no part of it: lines with dot leaders, and headings or articles that come again before any
sentence. A line that begins with 附件 is an annex unless it is a sentence about one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.law.model import Problem, ProvisionKind
from kg.law.numerals import NUMERAL, article_label, article_number, to_int

K = ProvisionKind
BLANKS = " 　\t*#\ufeff"
_HEADING = re.compile(rf"[ 　\t*#]*第({NUMERAL})([编章节])(?:[ 　\t]+|(?=[^第\s至、和的规定]))([^\n]*)|[ 　\t*#]*第({NUMERAL})([编章节])\s*$")
_ARTICLE = re.compile(rf"(第{NUMERAL}条(?:之{NUMERAL})?)(\**[ 　\t]*)")
_NOT_HEAD = re.compile(r"[规第至、和及的之或款项，。；]")  # what follows 第X条 in a cross-reference
_POINT = re.compile(rf"[、：:．.](?!第|{NUMERAL}(?:条|、|，)|[，。；])")  # set behind the number by a writer of lists: 第一条、
_DIVISION = re.compile(r"[ 　\t*#]{0,40}([一二三四五六七八九十]{1,3})、[ 　\t]{0,9}([^，。；：:、]{1,30})\Z")  # 一、总则
_ANNEX = re.compile(r"[ 　\t*#]{0,40}(附件|附录|附表|附(?=\s{0,9}[:：]))[ 　\t]{0,9}([0-9０-９A-ZＡ-Ｚ一二三四五六七八九十]{0,3})[ 　\t*]{0,9}")
_ANNEX_NUMBER = re.compile(r"(附[件录表])\s?([一二三四五六七八九十]{1,3}|\d{1,2})(?![\d.．、])")
_ABOUT_ANNEX = re.compile(r"[中所的规由载列明与和及、为是应不可]")  # what follows 附件 in a sentence about it
_LEADER = re.compile(r"(?:(?:[.．·…‥][ 　]?){4}[ 　\t]{0,40}|\t[ 　\t]{0,40})[-－—(（]?[ 　]?[0-9０-９IVXivx]{1,5}[ 　]?[-－—)）]?\s*\Z")
_LEVELS = {"编": K.PART, "章": K.CHAPTER, "节": K.SECTION}
_LONGEST_ENTRY = 90  # characters of a line of a table of contents


@dataclass(frozen=True)
class TextMark:
    """A place in the text where a heading, an article or an annex begins."""

    kind: ProvisionKind
    number: tuple[int, ...]
    label: str
    start: int
    body: int  # where the words after the label begin
    heading: str = ""


def find_marks(text: str) -> tuple[list[TextMark], list[Problem]]:
    """The marks of a text in order, without those of a table of contents, and what is wrong with their numbers."""
    places = _Places()
    for start, end in lines(text):
        places.take(text[start:end].rstrip("\r\n"), start)
    places.end()
    marks = _without_contents(text, places.marks)
    return marks, [*number_problems(text, marks), *places.problems()]


def lines(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The start and end of every line, with its line break included."""
    out, at, stop = [], start, len(text) if end is None else end
    while at < stop:
        cut = text.find("\n", at, stop)
        nxt = stop if cut < 0 else cut + 1
        out.append((at, nxt))
        at = nxt
    return out


def indent(line: str) -> int:
    """How many blanks and marks of Markdown begin a line."""
    return len(line) - len(line.lstrip(BLANKS))


@dataclass
class _Places:
    """The marks read so far.

    ``waiting`` is a line 一、总则, which is a heading if an article follows it. ``aside`` are the headings and articles that stand
    behind the head of the last annex.
    """

    marks: list[TextMark] = field(default_factory=list)
    last: int = 0
    annexes: int = 0
    divisions: int = 0
    waiting: TextMark | None = None
    aside: list[TextMark] = field(default_factory=list)
    unread: dict[TextMark, list[TextMark]] = field(default_factory=dict)
    entries: list[tuple[TextMark, int, int]] = field(default_factory=list)

    def take(self, line: str, start: int) -> None:
        """Read the next line."""
        if _LEADER.search(line[-60:]):
            if self.last and not self.annexes:
                self.entries.append((self.marks[-1], start, start + len(line)))
            return
        if self.last and is_annex(line):
            self._annex(line, start)
            return
        found = self._found(line, start)
        if self.annexes and found:
            self._behind(found)
            return
        self.marks += found
        self.last = next((m.number[0] for m in reversed(found) if m.kind is K.ARTICLE), self.last)

    def _found(self, line: str, start: int) -> list[TextMark]:
        """The headings and articles that begin on a line, with the division on the line before it."""
        heading = _heading(line, start)
        found = [heading] if heading else _articles(line, start, self.last)
        if self.annexes and not found:
            found = _articles(line, start, next((m.number[0] for m in reversed(self.aside) if m.kind is K.ARTICLE), 0))
        before, self.waiting = self.waiting, None if line.strip() else self.waiting
        if before and found and found[0].kind is K.ARTICLE:
            first = before.number == found[0].number == (1,)
            if first or (before.number == (self.divisions + 1,) and self.divisions):
                self.divisions = before.number[0]
                return [before, *found]
        division = _DIVISION.match(line)
        number = to_int(division[1]) if division else None
        if division and number:
            at = start + indent(line)
            self.waiting = TextMark(K.CHAPTER, (number,), f"{division[1]}、", at, start + len(line), division[2].strip(" 　\t*"))
        return found

    def _annex(self, line: str, start: int) -> None:
        self._keep_rule()
        self.annexes += 1
        self.aside = []
        self.marks.append(annex_mark(line, start, self.marks))

    def _keep_rule(self) -> None:
        """Count what stands behind the head of the last annex as its own if it is a rule, which begins with its first article."""
        first = next((m for m in self.aside if m.kind is K.ARTICLE), None)
        if self.annexes and first and first.number == (1,):
            self.unread.pop(self.marks[-1], None)
            self.marks += self.aside
            self.aside = []

    def _behind(self, found: list[TextMark]) -> None:
        """Take what looks like a heading or an article behind the head of an annex.

        If it goes on where the articles before the annex ended, that was no annex but a line of the text.
        """
        self.aside += found
        articles = [m for m in found if m.kind is K.ARTICLE]
        unread = self.unread.setdefault(self.marks[-1], [])
        if articles and not unread and articles[0].number == (self.last + 1,):
            while self.marks[-1].kind is K.ANNEX:
                self.marks.pop()
            self.marks += self.aside
            self.last, self.annexes, self.aside, self.unread = articles[-1].number[0], 0, [], {}
        else:
            unread += articles

    def end(self) -> None:
        """Take what was put aside last, behind the last line."""
        self._keep_rule()

    def problems(self) -> list[Problem]:
        """What was seen but is not read: articles in annexes, and lines of a table of contents in the midst of articles."""
        out = []
        for annex, articles in self.unread.items():
            if articles:
                which = f"{articles[0].label}等 {len(articles)} 条" if len(articles) > 1 else articles[0].label
                out.append(Problem("annex-articles", f"{_named(annex)}中有未读取的条文（{which}）", articles[0].start, articles[-1].body))
        for mark, start, end in self.entries:
            label = mark.label if mark.kind is K.ARTICLE else ""
            out.append(Problem("contents", f"{label or '正文'}中有目录行", start, end, label))
        return out


def _named(annex: TextMark) -> str:
    match = _ANNEX.match(annex.heading)
    return f"{match[1]}{match[2]}" if match else annex.label


def annex_mark(line: str, start: int, marks: Sequence[TextMark]) -> TextMark:
    """The mark of an annex, numbered as it is printed if that goes on from the annex before."""
    before = next((m.number[0] for m in reversed(marks) if m.kind is K.ANNEX), 0)
    words = line.strip(BLANKS)
    match = _ANNEX_NUMBER.match(words)
    printed = (to_int(match[2]) or 0) if match else 0
    label = "".join(match[0].split()) if match and printed > before else words[:2]
    return TextMark(K.ANNEX, (printed if printed > before else before + 1,), label, start, start, words[:60])


def is_annex(line: str) -> bool:
    """Whether a line is the head of an annex and not a sentence about one (附件1所列系统发生中断的，应当报告。)."""
    head = _ANNEX.match(line)
    if not head:
        return False
    rest = line[head.end() :].strip()
    if not rest or rest[0] in "：:":
        return True
    if line[: head.end()][-1:] not in " 　\t" and _ABOUT_ANNEX.match(rest):
        return False
    return rest[-1] not in "，。；、,;" or "一、" in rest[:_LONGEST_ENTRY]


def _heading(line: str, start: int) -> TextMark | None:
    match = _HEADING.match(line)
    if not match:
        return None
    numeral, level = match[1] or match[4], match[2] or match[5]
    number = to_int(numeral)
    heading = (match[3] or "").strip(" 　\t*#")
    if number is None or len(heading) > 60 or "。" in heading:
        return None
    return TextMark(_LEVELS[level], (number,), f"第{numeral}{level}", start, start + match.end(), heading)


def _articles(line: str, start: int, last: int) -> list[TextMark]:
    """The articles that begin on this line, either at its start or running on after a full stop."""
    found: list[TextMark] = []
    margin = indent(line)
    for match in _ARTICLE.finditer(line):
        before = _last_before(line, match.start()) if match.start() > margin else ""
        number = article_number(match[1])
        if number is None:
            continue
        point = _POINT.match(line, match.end()) if not before and number == (last + 1,) else None
        if not point and not _is_head(before, line[match.end() : match.end() + 1], match[2], number, last):
            continue
        found.append(TextMark(K.ARTICLE, number, match[1], start + match.start(), start + (point or match).end()))
        last = number[0]
    return found


def _last_before(line: str, at: int) -> str:
    """The last character before the offset that is no blank or mark of a heading."""
    while at and line[at - 1] in BLANKS:
        at -= 1
    return line[at - 1 : at]


def _is_head(before: str, after: str, blank: str, number: tuple[int, ...], last: int) -> bool:
    expected = number[0] in (last, last + 1)
    if not before:
        return bool(blank.strip("*")) or not after or (expected and not _NOT_HEAD.match(after))
    return before in "。；" and bool(blank) and number[0] == last + 1


def _without_contents(text: str, marks: Sequence[TextMark]) -> list[TextMark]:
    """The marks without a table of contents.

    It is told by headings that come again before any article follows them, or by headings and articles that all come again before
    there is a sentence in one of them.
    """
    first = next((i for i, m in enumerate(marks) if m.kind is K.ARTICLE), len(marks))
    last = {(mark.kind, mark.number): i for i, mark in enumerate(marks[:first])}
    for i, mark in enumerate(marks[:first]):
        again = last[mark.kind, mark.number]
        if mark.kind is not K.SECTION and again > i:
            marks = marks[again:]
            break
    bare = next((i for i, (m, n) in enumerate(pairwise(marks)) if not _is_entry(text[m.body : n.start])), len(marks) - 1)
    first = next((i for i, m in enumerate(marks) if m.kind is K.ARTICLE), len(marks))
    again = next((i for i in range(first + 1, bare + 1) if marks[i].number == marks[first].number and marks[i].kind is K.ARTICLE), 0)
    while again > first + 1 and marks[again - 1].kind is not K.ARTICLE:
        again -= 1
    return list(marks[again:] if again > first + 1 else marks)


def _is_entry(words: str) -> bool:
    """Whether the words behind a number may be those of a line in a table of contents."""
    return len(words) <= 3 * _LONGEST_ENTRY and not re.search(r"[。；：:]", words)


def number_problems(text: str, marks: Sequence[TextMark]) -> list[Problem]:
    """Articles whose numbers do not follow each other or come twice, and articles without words."""
    problems: list[Problem] = []
    last: tuple[int, ...] = (0,)
    seen: set[tuple[int, ...]] = set()
    for mark, end in zip(marks, [*(m.start for m in marks[1:]), len(text)], strict=False):
        if mark.kind is K.ANNEX:
            last, seen = (0,), set()
        if mark.kind is not K.ARTICLE or "." in mark.label:  # the clauses of a standard follow one another through their levels
            continue
        follows = mark.number[0] == last[0] + 1 if len(mark.number) == 1 else mark.number[0] == last[0]
        if mark.number in seen:
            problems.append(Problem("repeated", f"{mark.label}重复", mark.start, mark.body, mark.label))
        elif not follows:
            words = f"{article_label(last)}之后是{mark.label}" if last != (0,) else f"从{mark.label}开始"
            problems.append(Problem("numbering", f"条号不连续：{words}", mark.start, mark.body, mark.label))
        if not text[mark.body : end].strip(BLANKS + "\r\n"):
            problems.append(Problem("empty", f"{mark.label}没有内容", mark.start, mark.body, mark.label))
        seen.add(mark.number)
        last = mark.number
    return problems
