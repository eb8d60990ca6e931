"""The tree of a text, with 编 章 节 条 款 项 目 and annexes, and every node with its offsets in the text.

Handled: ``第一章 总则`` · ``第二十一条之一 …`` · a 款 on each line of an article · ``（一）…；`` on lines of
their own or running on after ``：`` and ``；`` · ``1.`` and ``（1）`` as 目 · ``附件`` with ``一、`` sections ·
a table of contents before the body · several 条 on one line. Any text gives a tree and a list of
problems, and nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.law.model import LONGEST_ARTICLE, Document, Problem, Provision, ProvisionKind
from kg.law.numerals import NUMERAL, article_number, to_int

K = ProvisionKind
_HEADING = re.compile(rf"[ 　\t*#]*第({NUMERAL})([编章节])(?:[ 　\t]+|(?=[^第\s至、和的规定]))([^\n]*)|[ 　\t*#]*第({NUMERAL})([编章节])\s*$")
_ARTICLE = re.compile(rf"(第{NUMERAL}条(?:之{NUMERAL})?)(\**[ 　\t]*)")
_NOT_HEAD = re.compile(r"[规第至、和及的之或款项，。；]")  # what follows 第X条 in a cross-reference
_ITEM = re.compile(r"[（(]([一二三四五六七八九十百零〇]+)[）)]")
_SUBITEM = re.compile(r"(\d{1,3})[.．、](?!\d)|[（(](\d{1,3})[）)]")
_FIRST_ITEM = re.compile(r"[：:]\s*(?=[（(]一[）)])")
_NEXT_ITEM = re.compile(r"(?<=[；;。])\s*([（(]([一二三四五六七八九十]+)[）)])")
_SECTION = re.compile(r"([一二三四五六七八九十]+)、")
_ANNEX = re.compile(r"[ 　\t]*(?:附件|附录|附表|附\s*[:：])")
_BLANKS = " 　\t*#﻿"
_LEVELS = {"编": (K.PART, "prt"), "章": (K.CHAPTER, "chp"), "节": (K.SECTION, "sec")}
_DEPTH = {K.PART: 0, K.CHAPTER: 1, K.SECTION: 2}


@dataclass
class _Node:
    """A provision under construction."""

    kind: ProvisionKind
    number: tuple[int, ...]
    label: str
    start: int
    end: int
    heading: str = ""
    children: list[_Node] = field(default_factory=list)

    def freeze(self, eid: str, taken: dict[str, int]) -> Provision:
        eid = _unique(eid, taken)
        kids = tuple(c.freeze(_eid(eid, c), taken) for c in self.children)
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


def _eid(above: str, node: _Node) -> str:
    own = _SHORT[node.kind] + "-".join(map(str, node.number))
    # Articles are numbered through the whole text, so a chapter is no part of their name.
    return own if node.kind in (K.ARTICLE, K.ANNEX) or not above else f"{above}_{own}"


@dataclass(frozen=True)
class _Mark:
    """A place in the text where a heading, an article or an annex begins."""

    kind: ProvisionKind
    number: tuple[int, ...]
    label: str
    start: int
    body: int  # where the words after the label begin
    heading: str = ""


def parse(text: str, title: str = "") -> Document:
    """The Document that any text gives.

    ``title`` defaults to the first line before the first heading or article. The text is kept as it
    is. ``Document.problems`` names numbering gaps, repeated numbers and texts without articles.
    """
    problems: list[Problem] = []
    marks = _without_contents(_marks(text))
    _check_numbers(marks, problems)
    roots = _tree(text, marks) if marks else _outline(text, 0, len(text))
    if not any(m.kind is K.ARTICLE for m in marks):
        problems.append(Problem("no-articles", "no line begins with 第…条; the text is kept as plain paragraphs", 0, len(text)))
    taken: dict[str, int] = {}
    children = tuple(r.freeze(_eid("", r), taken) for r in roots)
    first = marks[0].start if marks else len(text)
    return Document(title or _title(text[:first]), text, children, (*problems, *_item_problems(children), *_endless(children)))


def _title(preamble: str) -> str:
    line = next((s for s in (x.strip(" \t\r\n　*#《》﻿") for x in preamble.splitlines()) if s), "")
    return line[:200].removeprefix("中华人民共和国")


def _lines(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The start and end of every line, with its line break included."""
    out, at, stop = [], start, len(text) if end is None else end
    while at < stop:
        cut = text.find("\n", at, stop)
        nxt = stop if cut < 0 else cut + 1
        out.append((at, nxt))
        at = nxt
    return out


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    last = 0
    annexes = 0
    for start, end in _lines(text):
        line = text[start:end].rstrip("\r\n")
        heading = _heading(line, start)
        if heading and not annexes:
            marks.append(heading)
        elif _ANNEX.match(line) and last and not _continues(line):
            annexes += 1
            marks.append(_Mark(K.ANNEX, (annexes,), line.strip()[:2], start, start, line.strip()[:60]))
        elif not annexes:
            found = _articles(line, start, last)
            marks.extend(found)
            last = found[-1].number[0] if found else last
    return marks


def _continues(line: str) -> bool:
    """Whether a line is a sentence about an annex (附件所列…应当) and so no annex heading."""
    return bool(re.match(r"[ 　\t]*附[件录表][中所的规]", line))


def _heading(line: str, start: int) -> _Mark | None:
    match = _HEADING.match(line)
    if not match:
        return None
    numeral, level = match[1] or match[4], match[2] or match[5]
    number = to_int(numeral)
    heading = (match[3] or "").strip(" 　\t*#")
    if number is None or len(heading) > 60 or "。" in heading:
        return None
    label = f"第{numeral}{level}"
    return _Mark(_LEVELS[level][0], (number,), label, start, start + match.end(), heading)


def _articles(line: str, start: int, last: int) -> list[_Mark]:
    """The articles that begin on this line, either at its start or running on after a full stop."""
    found: list[_Mark] = []
    indent = _indent(line)
    for match in _ARTICLE.finditer(line):
        before = _last_before(line, match.start()) if match.start() > indent else ""
        number = article_number(match[1])
        if number is None or not _is_head(before, line[match.end() : match.end() + 1], match[2], number, last):
            continue
        found.append(_Mark(K.ARTICLE, number, match[1], start + match.start(), start + match.end()))
        last = number[0]
    return found


def _last_before(line: str, at: int) -> str:
    """The last character before the offset that is no blank or mark of a heading."""
    while at and line[at - 1] in _BLANKS:
        at -= 1
    return line[at - 1 : at]


def _is_head(before: str, after: str, blank: str, number: tuple[int, ...], last: int) -> bool:
    expected = number[0] in (last, last + 1)
    if not before:
        return bool(blank.strip("*")) or not after or (expected and not _NOT_HEAD.match(after))
    return before in "。；" and bool(blank) and number[0] == last + 1


def _without_contents(marks: list[_Mark]) -> list[_Mark]:
    """The marks without a table of contents.

    A table of contents is told by headings that come again before any article follows them.
    """
    first = next((i for i, m in enumerate(marks) if m.kind is K.ARTICLE), len(marks))
    last = {(mark.kind, mark.number): i for i, mark in enumerate(marks[:first])}
    for i, mark in enumerate(marks[:first]):
        again = last[mark.kind, mark.number]
        if mark.kind is not K.SECTION and again > i:
            return marks[again:]
    return marks


def _check_numbers(marks: list[_Mark], problems: list[Problem]) -> None:
    last: tuple[int, ...] = (0,)
    for mark in marks:
        if mark.kind is not K.ARTICLE:
            continue
        follows = mark.number[0] == last[0] + 1 if len(mark.number) == 1 else mark.number[0] == last[0]
        if not follows:
            message = f"{mark.label} follows article {'-'.join(map(str, last))}"
            problems.append(Problem("numbering", message, mark.start, mark.body))
        last = mark.number


def _tree(text: str, marks: list[_Mark]) -> list[_Node]:
    ends = [m.start for m in marks[1:]] + [len(text)]
    roots: list[_Node] = []
    stack: list[_Node] = []
    for mark, end in zip(marks, ends, strict=True):
        node = _Node(mark.kind, mark.number, mark.label, mark.start, end, mark.heading)
        if mark.kind is K.ANNEX:
            stack.clear()
            node.children = _outline(text, mark.start, end)
        elif mark.kind is K.ARTICLE:
            node.children = _paragraphs(text, mark.body, end)
        else:
            while stack and _DEPTH[stack[-1].kind] >= _DEPTH[mark.kind]:
                stack.pop()
        (stack[-1].children if stack else roots).append(node)
        for above in stack:
            above.end = end
        if mark.kind in _DEPTH:
            stack.append(node)
    return roots


def _paragraphs(text: str, start: int, end: int) -> list[_Node]:
    """The 款 of one article, with their 项 and 目.

    A line is a 款 unless it begins with the number of a 项 or 目.
    """
    paragraphs: list[_Node] = []
    for line_start, line_end in _lines(text, start, end):
        at = line_start + _indent(text[line_start:line_end])
        if not text[at:line_end].strip():
            continue
        line = text[at:line_end]
        item, sub = _ITEM.match(line), _SUBITEM.match(line)
        if item and paragraphs:
            _add_item(paragraphs[-1], text, at, line_end, to_int(item[1]) or 0, item[0])
        elif sub and paragraphs and paragraphs[-1].children:
            _add_sub(paragraphs[-1], at, line_end, int(sub[1] or sub[2]), sub[0])
        else:
            node = _Node(K.PARAGRAPH, (len(paragraphs) + 1,), "", at, line_end)
            paragraphs.append(node)
            _running_items(node, text)
    return paragraphs


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(_BLANKS))


def _add_item(paragraph: _Node, text: str, start: int, end: int, number: int, label: str) -> None:
    item = _Node(K.ITEM, (number,), label, start, end)
    paragraph.children.append(item)
    paragraph.end = end
    _split_running(paragraph, item, text)


def _add_sub(paragraph: _Node, start: int, end: int, number: int, label: str) -> None:
    item = paragraph.children[-1]
    item.children.append(_Node(K.SUBITEM, (number,), label, start, end))
    item.end = paragraph.end = end


def _running_items(paragraph: _Node, text: str) -> None:
    """Add the items that run on in the line: …下列情形：（一）…；（二）…."""
    first = _FIRST_ITEM.search(text, paragraph.start, paragraph.end)
    if not first:
        return
    match = _ITEM.match(text, first.end())
    if match:
        item = _Node(K.ITEM, (1,), match[0], first.end(), paragraph.end)
        paragraph.children.append(item)
        _split_running(paragraph, item, text)


def _split_running(paragraph: _Node, item: _Node, text: str) -> None:
    """Cut an item where the next number follows after ； or 。."""
    for match in _NEXT_ITEM.finditer(text, item.start, item.end):
        number = item.number[0] + 1
        if to_int(match[2]) != number:
            continue
        cut = match.start(1)
        following = _Node(K.ITEM, (number,), match[1], cut, item.end)
        item.end = cut
        paragraph.children.append(following)
        item = following


def _outline(text: str, start: int, end: int) -> list[_Node]:
    """The nodes of an annex or of a text without articles.

    They are ``一、`` sections, lines, ``1.`` items, and ``（1）`` below these.
    """
    nodes: list[_Node] = []
    section: _Node | None = None
    for line_start, line_end in _lines(text, start, end):
        at = line_start + _indent(text[line_start:line_end])
        line = text[at:line_end]
        if not line.strip():
            continue
        head = _SECTION.match(line)
        if head:
            section = _Node(K.SECTION, (to_int(head[1]) or 0,), head[0], at, line_end, line[head.end() :].strip()[:60])
            nodes.append(section)
            continue
        _outline_line(section.children if section else nodes, at, line_end, line)
        if section:
            section.end = line_end
    return nodes


def _outline_line(into: list[_Node], start: int, end: int, line: str) -> None:
    above = into[-1] if into and into[-1].kind is K.PARAGRAPH else None
    item, sub = _ITEM.match(line), _SUBITEM.match(line)
    if above and sub and sub[2] and above.children:
        above.children[-1].children.append(_Node(K.SUBITEM, (int(sub[2]),), sub[0], start, end))
        above.children[-1].end = above.end = end
    elif above and (item or sub):
        number = to_int(item[1]) if item else int((sub[1] or sub[2]) if sub else 0)
        above.children.append(_Node(K.ITEM, (number or 0,), item[0] if item else sub[0] if sub else "", start, end))
        above.end = end
    else:
        count = next((n.number[0] for n in reversed(into) if n.kind is K.PARAGRAPH), 0)
        into.append(_Node(K.PARAGRAPH, (count + 1,), "", start, end))


def _item_problems(roots: tuple[Provision, ...]) -> list[Problem]:
    found = []
    for root in roots:
        for node in root.walk():
            items = [c for c in node.children if c.kind is K.ITEM]
            if node.kind is K.PARAGRAPH and [c.number[0] for c in items] != list(range(1, len(items) + 1)):
                found.append(Problem("item-numbering", f"items of {node.eid} are not numbered one by one", node.start, node.end))
    return found


def _endless(roots: tuple[Provision, ...]) -> Iterator[Problem]:
    """A problem for each article or annex (or part of a text without articles) that is only read in part."""
    for node in [n for root in roots for n in root.walk() if n.kind in (K.ARTICLE, K.ANNEX)] or roots:
        length = node.end - node.start
        if length > LONGEST_ARTICLE:
            message = f"{node.label or node.eid} has {length} characters, more than any article of a law; the first {LONGEST_ARTICLE} are read"
            yield Problem("too-long", message, node.start, node.end)


def stretches(document: Document) -> list[tuple[str, str]]:
    """The text cut at every border of a node, as pairs of the eid of the innermost node (or "") and the words.

    Joined again the words give the source exactly.
    """
    borders = {0, len(document.text)} | {x for p in document.walk() for x in (p.start, p.end)}
    cuts = sorted(borders)
    owners: list[tuple[int, int, str]] = [(p.start, p.end, p.eid) for p in document.walk()]
    out, open_nodes, i = [], list[tuple[int, int, str]](), 0
    for start, end in pairwise(cuts):
        while i < len(owners) and owners[i][0] <= start:
            open_nodes.append(owners[i])
            i += 1
        open_nodes = [o for o in open_nodes if o[1] > start]
        out.append((open_nodes[-1][2] if open_nodes else "", document.text[start:end]))
    return out


def shifted(provision: Provision, by: int) -> Provision:
    """The same node with all offsets moved by ``by`` characters."""
    kids = tuple(shifted(c, by) for c in provision.children)
    return replace(provision, start=provision.start + by, end=provision.end + by, children=kids)
