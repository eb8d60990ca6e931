"""The tree of a text, with 编 章 节 条 款 项 目 and annexes, and every node with its offsets in the text.

Handled: ``第一章 总则`` · ``第二十一条之一 …`` · a 款 on each line of an article · ``（一）…；`` on lines of
their own or running on after ``：`` and ``；`` · ``1.`` and ``（1）`` as 目 · ``附件`` with ``一、`` sections or a rule of its own ·
a table of contents before the body · several 条 on one line · texts without 第…条 by their own numbers
(``kg.corpus.own_numbers``). Any text gives a tree and a list of problems, and nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.corpus.listing import BLANKS, NodeDraft, eid_below, indent, lines, paragraphs
from kg.corpus.own_numbers import find_heads, introduction
from kg.law.model import LONGEST_ARTICLE, Document, Problem, Provision, ProvisionKind
from kg.law.numerals import NUMERAL, article_number, to_int

K = ProvisionKind
_HEADING = re.compile(rf"[ 　\t*#]*第({NUMERAL})([编章节])(?:[ 　\t]+|(?=[^第\s至、和的规定]))([^\n]*)|[ 　\t*#]*第({NUMERAL})([编章节])\s*$")
_ARTICLE = re.compile(rf"(第{NUMERAL}条(?:之{NUMERAL})?)(\**[ 　\t]*)")
_NOT_HEAD = re.compile(r"[规第至、和及的之或款项，。；]")  # what follows 第X条 in a cross-reference
_SECTION = re.compile(r"([一二三四五六七八九十]+)、")
_ANNEX = re.compile(r"[ 　\t]*(?:附件|附录|附表|附\s*[:：])")
_ANNEX_NUMBER = re.compile(r"(附[件录表])\s?([一二三四五六七八九十]{1,3}|\d{1,2})(?![\d.．、])")
_LEVELS = {"编": (K.PART, "prt"), "章": (K.CHAPTER, "chp"), "节": (K.SECTION, "sec")}
_DEPTH = {K.ANNEX: -1, K.PART: 0, K.CHAPTER: 1, K.SECTION: 2}


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
    if not any(m.kind is K.ARTICLE for m in marks):
        marks = _own_marks(text, marks)
    _check_numbers(marks, problems)
    first = marks[0].start if marks else len(text)
    begins = introduction(text, first) if marks and marks[0].kind is K.ARTICLE and not marks[0].label.startswith("第") else first
    roots = [*paragraphs(text, begins, first), *_tree(text, marks)] if marks else _outline(text, 0, len(text))
    if not any(m.kind is K.ARTICLE for m in marks):
        problems.append(Problem("no-articles", "no line begins with 第…条; the text is kept as plain paragraphs", 0, len(text)))
    taken: dict[str, int] = {}
    children = tuple(r.freeze(eid_below("", r), taken) for r in roots)
    return Document(title or _title(text[:begins]), text, children, (*problems, *_item_problems(children), *_endless(children)))


def _title(preamble: str) -> str:
    line = next((s for s in (x.strip(" \t\r\n　*#《》﻿") for x in preamble.splitlines()) if s), "")
    return line[:200].removeprefix("中华人民共和国")


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    inside: list[_Mark] = []  # what the annex being read seems to have of a rule of its own
    last = 0
    for start, end in lines(text):
        line = text[start:end].rstrip("\r\n")
        in_annex = bool(marks) and marks[-1].kind is K.ANNEX
        heading = _heading(line, start)
        if heading:
            (inside if in_annex else marks).append(heading)
        elif _is_annex(line) and last:
            marks += [*_rule(inside), _annex(line, start, marks)]
            inside = []
        elif in_annex:
            before = next((m.number[0] for m in reversed(inside) if m.kind is K.ARTICLE), 0)
            inside += _articles(line, start, before)
        else:
            found = _articles(line, start, last)
            marks.extend(found)
            last = found[-1].number[0] if found else last
    return [*marks, *_rule(inside)]


def _rule(marks: list[_Mark]) -> list[_Mark]:
    """The marks inside an annex if they are those of a rule, which begins with its first article, or none."""
    first = next((m for m in marks if m.kind is K.ARTICLE), None)
    return marks if first and first.number == (1,) else []


def _own_marks(text: str, marks: list[_Mark]) -> list[_Mark]:
    """The marks of a text without 第…条, which are those of its own numbers, or those given if it has none."""
    heads = find_heads(text)
    if not heads:
        return marks
    found = [m for m in marks if m.kind is not K.ANNEX]
    for start, end in lines(text, heads[1].start):
        line = text[start:end].rstrip("\r\n")
        if _is_annex(line):
            found.append(_annex(line, start, found))
    stop = next((m.start for m in found if m.kind is K.ANNEX), len(text))
    found += [_Mark(h.kind, h.number, h.label, h.start, h.body, text[h.body : h.end].strip()[:60] if h.kind is not K.ARTICLE else "")
              for h in heads if h.start < stop]
    return sorted(found, key=lambda m: m.start)


def _is_annex(line: str) -> bool:
    return bool(_ANNEX.match(line)) and not _continues(line)


def _annex(line: str, start: int, marks: list[_Mark]) -> _Mark:
    """The mark of an annex, numbered as it is printed if that goes on from the annex before."""
    before = next((m.number[0] for m in reversed(marks) if m.kind is K.ANNEX), 0)
    match = _ANNEX_NUMBER.match(line.strip())
    printed = (to_int(match[2]) or 0) if match else 0
    label = "".join(match[0].split()) if match and printed > before else line.strip()[:2]
    return _Mark(K.ANNEX, (printed if printed > before else before + 1,), label, start, start, line.strip()[:60])


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
    margin = indent(line)
    for match in _ARTICLE.finditer(line):
        before = _last_before(line, match.start()) if match.start() > margin else ""
        number = article_number(match[1])
        if number is None or not _is_head(before, line[match.end() : match.end() + 1], match[2], number, last):
            continue
        found.append(_Mark(K.ARTICLE, number, match[1], start + match.start(), start + match.end()))
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
        last = (0,) if mark.kind is K.ANNEX else last
        if mark.kind is not K.ARTICLE or "." in mark.label:
            continue
        follows = mark.number[0] == last[0] + 1 if len(mark.number) == 1 else mark.number[0] == last[0]
        if not follows:
            message = f"{mark.label} follows article {'-'.join(map(str, last))}"
            problems.append(Problem("numbering", message, mark.start, mark.body))
        last = mark.number


def _tree(text: str, marks: list[_Mark]) -> list[NodeDraft]:
    ends = [m.start for m in marks[1:]] + [len(text)]
    roots: list[NodeDraft] = []
    stack: list[NodeDraft] = []
    for mark, end in zip(marks, ends, strict=True):
        node = NodeDraft(mark.kind, mark.number, mark.label, mark.start, end, mark.heading)
        if mark.kind is K.ANNEX:
            stack.clear()
            node.children = _outline(text, mark.start, end)
        elif mark.kind is K.ARTICLE:
            node.children = paragraphs(text, mark.body, end)
        else:
            while stack and _DEPTH[stack[-1].kind] >= _DEPTH[mark.kind]:
                stack.pop()
        (stack[-1].children if stack else roots).append(node)
        for above in stack:
            above.end = end
        if mark.kind in _DEPTH:
            stack.append(node)
    return roots


def _outline(text: str, start: int, end: int) -> list[NodeDraft]:
    """The nodes of an annex or of a text without articles: ``一、`` sections, and the 款 and lists in them."""
    nodes: list[NodeDraft] = []
    section: NodeDraft | None = None
    since = start  # where what is not yet read of the section begins

    def close(at: int) -> None:
        found = paragraphs(text, since, at)
        (section.children if section else nodes).extend(found)
        if section and found:
            section.end = found[-1].end

    for line_start, line_end in lines(text, start, end):
        at = line_start + indent(text[line_start:line_end])
        head = _SECTION.match(text, at, line_end)
        if not head:
            continue
        close(line_start)
        section = NodeDraft(K.SECTION, (to_int(head[1]) or 0,), head[0], at, line_end, text[head.end() : line_end].strip()[:60])
        nodes.append(section)
        since = line_end
    close(end)
    return nodes


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
