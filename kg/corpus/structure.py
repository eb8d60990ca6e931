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

from kg.corpus.marks import TextMark, find_marks, indent, lines
from kg.law.model import LONGEST_ARTICLE, Document, Problem, Provision, ProvisionKind
from kg.law.numerals import to_int

K = ProvisionKind
_ITEM = re.compile(r"[（(]([一二三四五六七八九十百零〇○]+)[）)]")
_SUBITEM = re.compile(r"(\d{1,3})[.．、](?!\d)|[（(](\d{1,3})[）)]")
_FIRST_ITEM = re.compile(r"[：:]\s*(?=[（(]一[）)])")
_NEXT_ITEM = re.compile(r"(?<=[；;。])\s*([（(]([一二三四五六七八九十]+)[）)])")
_SECTION = re.compile(r"([一二三四五六七八九十]+)、")
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


def parse(text: str, title: str = "") -> Document:
    """The Document that any text gives.

    ``title`` defaults to the first line before the first heading or article. The text is kept as it
    is. ``Document.problems`` names numbering gaps, repeated numbers and texts without articles.
    """
    marks, problems = find_marks(text)
    roots = _tree(text, marks) if marks else _outline(text, 0, len(text))
    if not any(m.kind is K.ARTICLE for m in marks):
        problems.append(Problem("no-articles", "没有识别出“第…条”；全文按段落保留", 0, len(text)))
    taken: dict[str, int] = {}
    children = tuple(r.freeze(_eid("", r), taken) for r in roots)
    first = marks[0].start if marks else len(text)
    return Document(title or _title(text[:first]), text, children, (*problems, *_item_problems(children), *_endless(children)))


def _title(preamble: str) -> str:
    line = next((s for s in (x.strip(" \t\r\n　*#《》﻿") for x in preamble.splitlines()) if s), "")
    return line[:200].removeprefix("中华人民共和国")


def _tree(text: str, marks: list[TextMark]) -> list[_Node]:
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
    for line_start, line_end in lines(text, start, end):
        at = line_start + indent(text[line_start:line_end])
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
    for line_start, line_end in lines(text, start, end):
        at = line_start + indent(text[line_start:line_end])
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
                label = _label_of(root, node)
                found.append(Problem("item-numbering", f"{label}第{node.number[0]}款的项编号不连续", node.start, node.end, label))
    return found


def _label_of(root: Provision, node: Provision) -> str:
    """The label of the article or annex that a node is in."""
    holders = [n for n in root.walk() if n.kind in (K.ARTICLE, K.ANNEX) and n.start <= node.start and node.end <= n.end]
    return holders[-1].label if holders else ""


def _endless(roots: tuple[Provision, ...]) -> Iterator[Problem]:
    """A problem for each article or annex (or part of a text without articles) that is only read in part."""
    for node in [n for root in roots for n in root.walk() if n.kind in (K.ARTICLE, K.ANNEX)] or roots:
        length = node.end - node.start
        if length > LONGEST_ARTICLE:
            message = f"{node.label or '全文'}有 {length:,} 字，超过任何法规的一条；只读前 {LONGEST_ARTICLE:,} 字"
            yield Problem("too-long", message, node.start, node.end, node.label if node.kind is K.ARTICLE else "")


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
