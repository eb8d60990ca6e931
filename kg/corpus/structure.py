"""The tree of a text, with 编 章 节 条 款 项 目 and annexes, and every node with its offsets in the text.

Handled: ``第一章 总则`` · ``第二十一条之一 …`` · a 款 on each line of an article · ``（一）…；`` on lines of
their own or running on after ``：`` and ``；`` · ``1.`` and ``（1）`` as 目 · ``附件`` with ``一、`` sections or a rule of its own ·
a table of contents before the body · several 条 on one line · texts without 第…条 by their own numbers
(``kg.corpus.own_numbers``). Any text gives a tree and a list of problems, and nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.corpus.listing import NodeDraft, eid_below, paragraphs
from kg.corpus.marks import TextMark, find_marks, indent, lines, number_problems
from kg.corpus.own_numbers import introduction, own_marks
from kg.law.model import LONGEST_ARTICLE, Document, Problem, Provision, ProvisionKind
from kg.law.numerals import to_int

K = ProvisionKind
_SECTION = re.compile(r"([一二三四五六七八九十]+)、")
_DEPTH = {K.ANNEX: -1, K.PART: 0, K.CHAPTER: 1, K.SECTION: 2}


def parse(text: str, title: str = "") -> Document:
    """The Document that any text gives.

    ``title`` defaults to the first line before the first heading or article. The text is kept as it
    is. ``Document.problems`` names numbering gaps, repeated numbers and texts without articles.
    """
    marks, problems = find_marks(text)
    if not any(m.kind is K.ARTICLE for m in marks) and (own := own_marks(text, marks)):
        marks, problems = own, number_problems(text, own)
    first = marks[0].start if marks else len(text)
    begins = introduction(text, first) if marks and marks[0].kind is K.ARTICLE and not marks[0].label.startswith("第") else first
    roots = [*paragraphs(text, begins, first), *_tree(text, marks)] if marks else _outline(text, 0, len(text))
    if not any(m.kind is K.ARTICLE for m in marks):
        problems.append(Problem("no-articles", "没有识别出“第…条”；全文按段落保留", 0, len(text)))
    taken: dict[str, int] = {}
    children = tuple(r.freeze(eid_below("", r), taken) for r in roots)
    return Document(title or _title(text[:begins]), text, children, (*problems, *_item_problems(children), *_endless(children)))


def _title(preamble: str) -> str:
    line = next((s for s in (x.strip(" \t\r\n　*#﻿") for x in preamble.splitlines()) if s.strip("《》")), "")
    whole = line.strip("《》")
    return (whole if line.startswith("《") and "》" not in whole else line)[:200].removeprefix("中华人民共和国")


def _tree(text: str, marks: list[TextMark]) -> list[NodeDraft]:
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
