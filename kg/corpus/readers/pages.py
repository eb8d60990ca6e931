"""The lines of PDF pages in the order in which they are read, without headers, footers, page numbers and footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.corpus.readers.glyphs import Glyph
from kg.corpus.readers.paragraphs import STARTS, CutLine, is_closed
from kg.corpus.readers.tidy import ordinary

_PAGE_NUMBER = re.compile(r"[-—–－·\s]{0,9}(?:第\s{0,4})?\d{1,4}\s{0,4}页?(?:\s{0,4}[/／共]\s{0,4}(?:共\s{0,4})?\d{1,4}\s{0,4}页?)?[-—–－·\s]{0,9}\Z")
_PRINTED = re.compile(
    r"\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?,?\s{0,4}(?:[上下]午)?\s{0,4}\d{1,2}:\d{2}|\d{1,2}:\d{2}\s[AP]M"  # day and time
    r"|(?:https?|f\s?i?le|ﬁle)://\S.{0,400}\d{1,4}/\d{1,4}\Z|(?:https?|file|ﬁle)://\S{4,400}\Z|\d{1,4}\s{0,4}/\s{0,4}\d{1,4}\Z"
)
_TITLE = re.compile(r"(?:法|条例|办法|规定|规则|细则|指引|准则|标准|决定|通知|令)(?:[（(][^（）()]{1,10}[）)])?\Z")
_NOTE = re.compile(r"\d{1,3}(?![\d.．、年月日%])|[①-⑳*＊†]|[\[〔［（(]\d{1,3}[\]〕］）)]|注\s{0,4}\d{0,3}\s{0,4}[:：]")
_MARKS = frozenset("0123456789[]()（）〔〕［］*＊†,，-①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_HAN = r"\u3400-\u9fff\u3000-\u303f\uff00-\uffef"
_GAP = re.compile(rf"(?<=[{_HAN}])(?<![编章节条])[ \t]+(?=[{_HAN}])")
_BEHIND = re.compile(rf"[{_HAN}”’》)\w]")
_SMALL = 0.92  # of the size of the running text: smaller is a note


@dataclass(frozen=True)
class PageLine:
    """A line of a page, with its ends, its baseline and the size of its characters, in points.

    ``margins`` names the margins that it shares with other lines: those of odd or even pages, or of their columns.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    margins: tuple[int, bool] = (0, False)


def lines_of(pages: Sequence[Sequence[Glyph]]) -> list[list[PageLine]]:
    """The lines of each page, from its top to its foot, and column after column."""
    rows = [_rows(page) for page in pages]
    own = [_gutter(page) for page in rows]
    found = [g for g in own if g is not None]
    common = median(found) if len(found) > 0.4 * len(pages) else None
    gutters = [common if g is None and common and _parts(page, common) else g for page, g in zip(rows, own, strict=True)]
    return [_lines(page, number, gutter) for number, (page, gutter) in enumerate(zip(rows, gutters, strict=True))]


def _parts(rows: Sequence[Sequence[Glyph]], gutter: float) -> bool:
    """Whether nearly all rows of a page keep off a gutter."""
    over = sum(any(g.left < gutter < g.right for g in row) for row in rows)
    return over < 0.3 * len(rows)


def _lines(rows: Sequence[Sequence[Glyph]], page: int, gutter: float | None) -> list[PageLine]:
    if gutter is None:
        return [line for row in rows if (line := _line(row, page, (page % 2, False)))]
    out: list[PageLine] = []
    sides: tuple[list[list[Glyph]], list[list[Glyph]]] = ([], [])

    def close() -> None:
        edges = [min((g.left for row in side for g in row if g.text.strip()), default=0.0) for side in sides]
        for side, edge in zip(sides, edges, strict=True):
            moved = ([replace(g, left=g.left - edge + edges[0], right=g.right - edge + edges[0]) for g in row] for row in side)
            out.extend(line for row in moved if (line := _line(row, page, (page % 2, True))))
            side.clear()

    outside = _outside(rows)
    for number, row in enumerate(rows):
        left = [g for g in row if g.right <= gutter]
        right = [g for g in row if g.left >= gutter]
        if len(left) + len(right) < len(row) or number in outside:
            close()
            out += [line] if (line := _line(row, page, (page % 2, False))) else []
        else:
            sides[0].extend([left] if left else [])
            sides[1].extend([right] if right else [])
    close()
    return out


def _outside(rows: Sequence[Sequence[Glyph]]) -> set[int]:
    """The first and last row of a page, if a gap parts them from the others."""
    gaps = [a[0].base - b[0].base for a, b in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    return {row for row, gap in ((0, gaps[:1]), (len(gaps), gaps[-1:])) if gap and gap[0] > 1.4 * usual}


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line, in order from left to right, without those drawn twice."""
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: -g.base):
        if rows and base - glyph.base <= 0.5 * max(size, glyph.size):
            rows[-1].append(glyph)
            if glyph.size > 1.05 * size and glyph.text.strip():
                base, size = glyph.base, glyph.size
        else:
            rows.append([glyph])
            base, size = glyph.base, glyph.size
    return [_once(sorted(row, key=lambda g: g.left)) for row in rows]


def _once(row: Iterable[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        twice = (k for k in kept[-4:] if k.text == glyph.text and glyph.text.strip() and glyph.left - k.left < 0.35 * glyph.size)
        if not any(abs(k.base - glyph.base) < 0.2 * glyph.size for k in twice):
            kept.append(glyph)
    return kept


def _line(row: Sequence[Glyph], page: int, margins: tuple[int, bool]) -> PageLine | None:
    words = [g for g in row if g.text.strip()]
    if not words:
        return None
    size = Counter(round(g.size, 1) for g in words).most_common(1)[0][0]
    base = Counter(round(g.base, 1) for g in words if abs(g.size - size) < 0.2).most_common(1)[0][0]
    text = ""
    end = words[0].left
    for glyph in row:
        raised = glyph.size < 0.86 * size and glyph.base > base + 0.12 * size and glyph.text in _MARKS
        if raised and _BEHIND.match(text[-1:] or " ") and not text[-1:].isascii():
            continue
        if not glyph.text.strip():
            text += glyph.text if text else ""
            end = max(end, glyph.right)
            continue
        gap = glyph.left - end
        text += "　" if text and gap > 2 * size else " " if text and gap > 0.3 * size and text[-1:] not in " 　" else ""
        text += glyph.text
        end = glyph.right
    text = _GAP.sub("", ordinary(text).strip())
    return PageLine(text, words[0].left, max(g.right for g in words), base, size, page, margins)


def _gutter(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """Where two columns of running text part, or None if the page has but one."""
    words = [[g for g in row if g.text.strip()] for row in rows]
    flat = [g for row in words for g in row]
    if len(flat) < 200:
        return None
    left, right = min(g.left for g in flat), max(g.right for g in flat)
    middle = (left + right) / 2
    both = cross = 0
    edges: list[tuple[float, float]] = []
    for row in words:
        one = [g for g in row if g.right <= middle + 20 and g.left < middle - 8]
        two = [g for g in row if g.left >= middle - 20 and g.right > middle + 8]
        if len(one) + len(two) == len(row) and one and two and two[0].left - one[-1].right > row[0].size:
            both += len(one) > 8 and len(two) > 4
            edges.append((one[-1].right, two[0].left))
        elif one and two:
            cross += 1
    if both < 8 or both < 3 * cross:
        return None
    return (max(e for e, _ in edges) + min(s for _, s in edges)) / 2


# ── what is not of the text ──────────────────────────────────────────────────────────────────────────────────────────────


def body_size(pages: Iterable[Sequence[PageLine]]) -> float:
    """The size in which most of the text is set, in points."""
    count: Counter[float] = Counter()
    for page in pages:
        for line in page:
            count[line.size] += len(line.text)
    return count.most_common(1)[0][0] if count else 0.0


@dataclass(frozen=True)
class _Usual:
    """The distance of two lines and the size of the characters, as most of a text has them."""

    gap: float
    size: float


def without_furniture(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages without their page numbers, and without what stands at the top or foot of most of them or was added in printing."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for i in _edges(page):
            places[_shape(page[i].text)].append((number, page[i].base))
    usual = _Usual(median([a.base - b.base for page in pages for a, b in pairwise(page)] or [0.0]), body_size(pages))
    drop = [{i for i in _edges(page) if _is_furniture(pages, n, i, places, usual)} for n, page in enumerate(pages)]
    zones = {round(pages[n][i].base) + near for n, found in enumerate(drop) for i in found if n for near in (-2, -1, 0, 1, 2)}
    for n, page in enumerate(pages[1:], 1):
        drop[n] |= {i for i in _edges(page) if round(page[i].base) in zones and _stands_aside(page, i, usual)}
    if drop:  # the title is often repeated as the header of the pages after it
        drop[0] -= {i for i in drop[0] if _is_title(pages[0], i)}
    return [[line for i, line in enumerate(page) if i not in drop[n]] for n, page in enumerate(pages)]


def _is_furniture(
    pages: Sequence[Sequence[PageLine]], number: int, at: int, places: Mapping[str, Sequence[tuple[int, float]]], usual: _Usual
) -> bool:
    page = pages[number]
    line = page[at]
    alike = {n for n, base in places[_shape(line.text)] if abs(base - line.base) < 4}
    running = len(pages) > 2 and len(alike) > len(pages) / 2
    aside = len(alike) > 1 and len(alike) >= 0.3 * len(pages) and _stands_aside(page, at, usual)
    alone = number > 0 and at in (0, len(page) - 1) and _stands_aside(page, at, usual, both=True)
    return bool(_PAGE_NUMBER.match(line.text) or _PRINTED.match(line.text)) or running or aside or alone


def _is_title(page: Sequence[PageLine], at: int) -> bool:
    return bool(_TITLE.search(page[at].text)) and not _PRINTED.match(page[at].text) and not _is_repeated(page, at)


def _is_repeated(page: Sequence[PageLine], at: int) -> bool:
    words = "".join(page[at].text.split())
    return any("".join(line.text.split()) in words for i, line in enumerate(page) if i != at and len(line.text) > 3)


def _stands_aside(page: Sequence[PageLine], at: int, usual: _Usual, both: bool = False) -> bool:
    """Whether a line at the top or foot of a page stands apart from the text by its distance or its size, or by both."""
    inner = at + 1 if at < len(page) / 2 else at - 1
    far = 0 <= inner < len(page) and abs(page[at].base - page[inner].base) > 1.3 * usual.gap
    small = page[at].size < _SMALL * usual.size
    return (far and small and not _NOTE.match(page[at].text)) if both else far or small


def _edges(page: Sequence[PageLine]) -> set[int]:
    """The indices of the first and last lines of a page, three of each or fewer if the page is short."""
    depth = min(3, 1 + len(page) // 8)
    return {i for i in range(len(page)) if i < depth or i >= len(page) - depth}


def _shape(text: str) -> str:
    """A line with its figures blotted out, so that 第 3 页 and 第 4 页 are the same furniture."""
    return re.sub(r"\d+", "0", text)


def without_notes(pages: Iterable[Sequence[PageLine]], size: float) -> list[list[PageLine]]:
    """The pages without the notes in small type at their feet."""
    out = []
    open_ = False
    for page in pages:
        at = len(page)
        while at and page[at - 1].size < _SMALL * size:
            at -= 1
        marked = next((i for i in range(at, len(page)) if _NOTE.match(page[i].text)), None)
        goes_on = open_ and at < len(page)
        cut = at if goes_on else marked if marked is not None else len(page)
        open_ = cut < len(page) and not is_closed(page[-1].text)
        out.append(list(page[:cut]))
    return out


# ── from lines to paragraphs ─────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(pages: Sequence[Sequence[PageLine]]) -> list[CutLine]:
    """The lines with what their places say of where a paragraph begins and ends."""
    lines = [line for page in pages for line in page]
    margins = {key: _margins([line for line in lines if line.margins == key]) for key in {line.margins for line in lines}}
    full = [line.right > margins[line.margins][1] - 2.2 * line.size for line in lines]
    deep = [line.left > margins[line.margins][0] + 1.2 * line.size for line in lines]
    usual = _usual_gap(lines, full)
    apart = [False, *(_gap(a, b) > 1.4 * usual > 0 for a, b in pairwise(lines))]
    rests = [i for i in range(1, len(lines)) if full[i - 1] and not is_closed(lines[i - 1].text)]
    starts = [i for i, line in enumerate(lines) if STARTS.match(line.text)]
    by_indent = _tells(deep, starts, rests)
    by_gap = not by_indent and _tells(apart, starts, rests)
    told = deep if by_indent else apart if by_gap else [None] * len(lines)
    return [CutLine(line.text, f, t, a) for line, f, t, a in zip(lines, full, told, apart, strict=True)]


def _tells(sign: Sequence[bool], starts: Sequence[int], rests: Sequence[int]) -> bool:
    """Whether a sign is there where paragraphs begin and, but for a few places, only there."""
    return bool(starts and rests) and sum(sign[i] for i in starts) > 0.6 * len(starts) and sum(sign[i] for i in rests) < 0.2 * len(rests)


def _margins(lines: Sequence[PageLine]) -> tuple[float, float]:
    """The left and right margin of lines, as enough of them share it."""
    least = max(2, len(lines) // 50)
    lefts, rights = Counter(round(line.left) for line in lines), sorted(line.right for line in lines)
    left = min((x for x, n in lefts.items() if n >= least), default=min(lefts))
    return left, rights[min(len(rights) - 1, len(rights) * 19 // 20)]


def _gap(before: PageLine, line: PageLine) -> float:
    return before.base - line.base if before.page == line.page else 0.0


def _usual_gap(lines: Sequence[PageLine], full: Sequence[bool]) -> float:
    """The distance of two lines of one paragraph."""
    gaps = [_gap(a, b) for a, b, f in zip(lines, lines[1:], full, strict=False) if f and a.page == b.page and not is_closed(a.text)]
    return median(gaps) if gaps else 0.0
