"""The numbers by which a text without 第…条 counts its parts: 一、二、 (notices), （一）, 1. (guides), or 1, 1.1, 1.1.1 (standards).

What its outermost numbers count takes the place of articles, and what they count below that is 项 and 目 as in an article. In a
standard each clause is an article, but one that only heads others is a chapter or section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.corpus.listing import number_at
from kg.corpus.marks import TextMark, annex_mark, indent, is_annex, lines
from kg.law.model import ProvisionKind

K = ProvisionKind
_FORMS = ("han", "paren", "dot", "half", "figure")  # what may count the parts of a text, the first found of them does
_CLAUSE = re.compile(r"(\d{1,2}(?:\.\d{1,3}){0,5})(?:\*{1,3})?(?:[ 　\t]{1,9}(?=\S)|(?=[一-鿿“《（])(?<=\d\.\d)|(?=[一-鿿“《（])(?<=\.\d\d))")
_GAP = 3  # numbers that may be missing in a row of parts
_FEWEST = 2
_SHARE = 0.4  # of the text, which its parts hold at least
_LONGEST_HEAD = 60


@dataclass(frozen=True)
class Head:
    """The place at which a part begins: its kind, number and label, its start, and the start of its words."""

    kind: ProvisionKind
    number: tuple[int, ...]
    label: str
    start: int
    body: int
    end: int  # of its line


def find_heads(text: str) -> list[Head]:
    """Where the parts of a text begin that counts them by numbers of its own, and [] if it has fewer than two."""
    rows = [(start + indent(text[start:end]), end) for start, end in lines(text)]
    return _clauses(text, rows) or _parts(text, rows)


def own_marks(text: str, marks: Sequence[TextMark]) -> list[TextMark]:
    """The marks of a text without 第…条, which are those of its own numbers and its annexes, or [] if it has no such numbers.

    ``marks`` are the headings that it has as well.
    """
    heads = find_heads(text)
    if not heads:
        return []
    found = [m for m in marks if m.kind is not K.ANNEX]
    for start, end in lines(text, heads[1].start):
        line = text[start:end].rstrip("\r\n")
        if is_annex(line):
            found.append(annex_mark(line, start, found))
    stop = next((m.start for m in found if m.kind is K.ANNEX), len(text))
    found += [TextMark(h.kind, h.number, h.label, h.start, h.body, text[h.body : h.end].strip()[:_LONGEST_HEAD] if h.kind is not K.ARTICLE else "")
              for h in heads if h.start < stop]
    return sorted(found, key=lambda m: m.start)


def introduction(text: str, first: int) -> int:
    """Where the sentences begin that lead to the first part, behind the title and what stands in brackets under it."""
    begins = first
    for start, end in reversed(lines(text, 0, first)):
        words = text[start:end].strip()
        if words and (not words.endswith(("。", "：", ":")) or words.startswith(("（", "(", "【"))):
            break
        begins = start + indent(text[start:end]) if words else begins
    return begins


def _parts(text: str, rows: Sequence[tuple[int, int]]) -> list[Head]:
    found: dict[str, list[Head]] = {form: [] for form in _FORMS}
    for start, end in rows:
        number = number_at(text, start, end)
        if number and number.form in found:
            label = number.label if number.form in ("paren", "figure") else number.label[:-1]
            found[number.form].append(Head(K.ARTICLE, (number.value,), label, start, start + len(number.label), end))
    chains = (_longest([_chain(heads, n) for n, h in enumerate(heads) if h.number == (1,)], text) for heads in found.values())
    return next((chain for chain in chains if chain), [])


def _chain(heads: Sequence[Head], first: int) -> list[Head]:
    """The heads that count on from one of them to the end, or to where the count begins anew."""
    chain = [heads[first]]
    for head in heads[first + 1 :]:
        if head.number == (1,):
            break
        if 0 < head.number[0] - chain[-1].number[0] <= _GAP:
            chain.append(head)
    return chain


def _longest(chains: Sequence[list[Head]], text: str) -> list[Head]:
    """The chain that holds most of the text, so that a table of contents is passed over, or [] if none holds a good part of it."""
    borders = pairwise([*(c[0].start for c in chains), len(text)])
    spans = [(end - start, -n) for n, (start, end) in enumerate(borders) if len(chains[n]) >= _FEWEST]
    span, n = max(spans, default=(0, 0))
    return chains[-n] if span > _SHARE * len(text) else []


def _clauses(text: str, rows: Sequence[tuple[int, int]]) -> list[Head]:
    """The clauses of a standard: 1 范围, 4.1 总则, 4.1.1 …."""
    heads = []
    for start, end in rows:
        match = _CLAUSE.match(text, start, end)
        if match:
            number = tuple(map(int, match[1].split(".")))
            if len(number) > 1 or _is_heading(text[match.end() : end]):
                heads.append(Head(K.ARTICLE, number, match[1], start, match.end(), end))
    starts = [n for n, h in enumerate(heads) if h.number == (1,)]
    chains = [_in_turn(heads[n:stop]) for n, stop in pairwise([*starts, len(heads)])]
    chain = _longest(chains, text)
    deep = sum(len(h.number) > 1 for h in chain)
    return [_leveled(h, after, text) for h, after in zip(chain, [*chain[1:], None], strict=True)] if deep >= _FEWEST else []


def _is_heading(words: str) -> bool:
    return len(words.strip()) <= _LONGEST_HEAD and not re.search(r"[。；，：]", words) and bool(re.match(r"[一-鿿A-Za-z《“（]", words))


def _in_turn(heads: Sequence[Head]) -> list[Head]:
    """The heads of which each number follows the one before: 4 → 4.1 or 5, and 4.1.2 → 4.1.3, 4.2 or 5."""
    chain: list[Head] = list(heads[:1])
    for head in heads[1:]:
        last, number = chain[-1].number, head.number
        shared = number[:-1] == last[: len(number) - 1]
        deeper = len(number) == len(last) + 1 and number[-1] == 1
        onward = len(number) <= len(last) and 0 < number[-1] - last[len(number) - 1] <= _GAP
        if shared and (deeper or onward):
            chain.append(head)
    return chain


def _leveled(head: Head, after: Head | None, text: str) -> Head:
    """The head as that of a chapter or section if it only heads the clauses that follow it."""
    heads = after is not None and len(after.number) > len(head.number) and not text[head.end : after.start].strip()
    kind = (K.CHAPTER if len(head.number) == 1 else K.SECTION) if heads else K.ARTICLE
    return Head(kind, head.number, head.label, head.start, head.body, head.end)
