"""A view of the graph as an SVG picture, with every label in words.

Boxes have the colour of their law, lines the colour of their relation. The SVG is text of our own and loads nothing. Equal
views give equal bytes. ``live`` pictures name their parts for the page to click on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.atlas.day import KINDS, RELATIONS, DayGraph, Edge, Node, NodeKind, Relation
from kg.atlas.layout import LETTER, Box, Layout, Line
from kg.duties.flows.picture import to_png
from kg.files.render import FormError, unknown_form
from kg.files.svg import FAINT, INK, LINE, PAPER, breadth, lines, number, safe, sheet, tint, words

_HEADED = (NodeKind.PROVISION, NodeKind.TEXT, NodeKind.NORM, NodeKind.TERM)
FORMATS = ("svg", "png", "graphml")
COLOURS = {
    Relation.SPECIFIES: "#12806f", Relation.SAME_EVENT: "#c85f0f", Relation.EXCEPTION: "#9a6c0a", Relation.PREVAILS: "#7a4bb0",
    Relation.SANCTIONS: "#c2375b",
    Relation.CITES: "#3b5b7a", Relation.BASIS: "#6d4a9c", Relation.DEFINES: "#3f7d20", Relation.STATED_IN: "#8796a5",
    Relation.BINDS: "#1f6fb2", Relation.TELLS: "#8a3fa0", Relation.PART_OF: "#8796a5",
}
_LAWS = (
    "#1f4e79", "#b3541e", "#2f7d32", "#8a2d5c", "#0f7c8a", "#7a6a00", "#5b3fa0", "#a8323a", "#4a6a1f", "#1c6fb5", "#9a4a8c", "#6b4a2b",
    "#3a5f5f", "#b0771a",
)
_OTHER, _PARTY, _CHOSEN = "#5a6775", "#3d4f61", "#f2b705"
_EDGE, _HEAD, _ROW, _LEVEL = 26.0, 62.0, 22.0, 84.0


@dataclass(frozen=True)
class Caption:
    """The text above an exported picture: a title, and a line that names the day and the filters."""

    title: str
    line: str = ""


@dataclass(frozen=True)
class Marks:
    """What the page adds to a picture.

    ``chosen`` is the part chosen and ``start`` the node framed as the start. ``more`` counts the neighbours of a node that are
    not shown. ``live`` says that parts can be clicked.
    """

    chosen: str = ""
    start: str = ""
    more: Mapping[str, int] | None = None
    live: bool = False


PLAIN = Marks()


def colours(graph: DayGraph) -> dict[str, str]:
    """The colour of each text by its URN, the same whatever is shown."""
    return {n.key: _LAWS[i % len(_LAWS)] for i, n in enumerate(graph.laws())}


def to_svg(graph: DayGraph, layout: Layout, caption: Caption, marks: Marks = PLAIN, *, titled: bool = True) -> str:
    """The picture as SVG, with its legend below.

    ``titled`` puts the caption above it, as in a file.
    """
    paint = colours(graph)
    width = max(layout.width + 2 * _EDGE, 520.0)
    across = (width - layout.width) / 2
    top = _HEAD + _EDGE if titled else _EDGE
    legend, below = _legend(graph, layout, paint, width)
    down = top + layout.height + 30
    parts = [
        *(_heading(caption, width) if titled else []),
        f'<g transform="translate({number(across)} {number(top)})">',
        *(_line(k, marks, _tip(graph, k.edge)) for k in layout.lines),
        *(_box(b, paint, marks) for b in layout.boxes),
        "</g>",
        f'<g transform="translate(0 {number(down)})">{legend}</g>',
    ]
    return sheet(width, down + below + 12, caption.title, "".join(parts))


def file_of(svg: str, form: str) -> bytes:
    """The picture as the bytes of a file, where ``form`` is svg or png."""
    if form not in ("svg", "png"):
        raise FormError(unknown_form(form, ("svg", "png")))
    return to_png(svg) if form == "png" else f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'.encode()


def _heading(caption: Caption, width: float) -> list[str]:
    room = (width - 2 * _EDGE) / 13
    return [
        words(_EDGE, 38, lines(caption.title, room * 13 / 19, 1)[0], 19, bold=True),
        words(_EDGE, 62, lines(caption.line, room, 1)[0], 13, FAINT),
    ]


def _tip(graph: DayGraph, edge: Edge) -> str:
    return f"{graph.nodes[edge.source].name}\n—{edge.label}→\n{graph.nodes[edge.target].name}"


# ── boxes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _box(box: Box, paint: Mapping[str, str], marks: Marks) -> str:
    node = box.node
    fill, stroke, ink, look = _look(node, paint)
    corner = number(box.height / 2 if node.kind in (NodeKind.SUBJECT, NodeKind.AUTHORITY) else 10 if node.kind is NodeKind.NORM else 3)
    size = f'width="{number(box.width)}" height="{number(box.height)}"'
    drawn = [f'<rect x="{number(box.x)}" y="{number(box.y)}" {size} rx="{corner}" fill="{fill}" stroke="{stroke}" stroke-width="1.3"{look}/>']
    if node.kind is NodeKind.PROVISION:
        drawn.append(f'<rect x="{number(box.x)}" y="{number(box.y)}" width="6" height="{number(box.height)}" fill="{stroke}"/>')
    first = box.middle - 8.5 * (len(box.text) - 1) + 4.5
    drawn += [
        words(box.x + box.width / 2 + (3 if node.kind is NodeKind.PROVISION else 0), first + 17 * n, text, LETTER, ink, "middle",
              bold=node.key == marks.start or (n == 0 and node.kind in _HEADED))
        for n, text in enumerate(box.text)
    ]
    ring = _ring(box, marks)
    name = f' data-node="{safe(node.key)}" tabindex="0" role="button"' if marks.live else ""
    return f"<g{name}><title>{safe(f'{KINDS[node.kind]}：{node.name}')}</title>{ring}{''.join(drawn)}</g>{_more(box, marks)}"


def _look(node: Node, paint: Mapping[str, str]) -> tuple[str, str, str, str]:
    """The fill, the stroke, the text colour and further attributes of a node's box."""
    colour = paint.get(node.law, _OTHER)
    if node.kind is NodeKind.TEXT:
        return colour, colour, PAPER, ""
    if node.kind is NodeKind.NORM:
        return PAPER, colour, INK, ""
    if node.kind is NodeKind.TERM:
        return PAPER, colour, INK, ' stroke-dasharray="5 3"'
    if node.kind is NodeKind.SUBJECT:
        return "#eef1f4", _PARTY, INK, ""
    if node.kind is NodeKind.AUTHORITY:
        return _PARTY, _PARTY, PAPER, ""
    return tint(colour, 0.12), colour, INK, ""


def _ring(box: Box, marks: Marks) -> str:
    """A frame around the start or around what is chosen, or '' for any other box."""
    colour = _CHOSEN if box.node.key == marks.chosen else INK if box.node.key == marks.start else ""
    if not colour:
        return ""
    corner = box.height / 2 + 4 if box.node.kind in (NodeKind.SUBJECT, NodeKind.AUTHORITY) else 12 if box.node.kind is NodeKind.NORM else 6
    return (
        f'<rect x="{number(box.x - 4)}" y="{number(box.y - 4)}" width="{number(box.width + 8)}" height="{number(box.height + 8)}" '
        f'rx="{number(corner)}" fill="none" stroke="{colour}" stroke-width="2.4"/>'
    )


def _more(box: Box, marks: Marks) -> str:
    """A small mark with the number of neighbours not shown, or '' if there are none.

    A click on it shows them.
    """
    count = (marks.more or {}).get(box.node.key, 0)
    if not count:
        return ""
    text = f"+{count}"
    width = 12 + 7.5 * len(text)
    x, y = box.x + box.width - width / 2 - 4, box.y - 8
    name = f' data-open="{safe(box.node.key)}" role="button"' if marks.live else ""
    return (
        f'<g{name}><title>还有 {count} 个相邻节点未显示</title><rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="16" rx="8" '
        f'fill="{PAPER}" stroke="{FAINT}"/>{words(x + width / 2, y + 12, text, 11, FAINT, "middle")}</g>'
    )


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _line(line: Line, marks: Marks, tip: str) -> str:
    edge = line.edge
    colour = COLOURS[edge.relation]
    chosen = marks.chosen == edge.key
    way = _curve(line)
    dash = "" if edge.confirmed or edge.confidence is None else ' stroke-dasharray="6 4"'
    heavy = 1.1 if edge.relation in (Relation.PART_OF, Relation.STATED_IN) else 1.8
    name = f' data-edge="{safe(edge.key)}" tabindex="0" role="button"' if marks.live else ""
    wide = f'<path d="{way}" fill="none" stroke="{PAPER}" stroke-opacity="0" stroke-width="13"/>' if marks.live else ""
    ring = f'<path d="{way}" fill="none" stroke="{_CHOSEN}" stroke-width="6"/>' if chosen else ""
    return (
        f"<g{name}><title>{safe(tip)}</title>{wide}{ring}"
        f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{heavy:g}"{dash}/>{_arrow(line, colour)}'
        f"{words(*line.label, edge.label, LETTER - 0.5, colour, line.anchor, bold=chosen, halo=True)}</g>"
    )


def _curve(line: Line) -> str:
    (x, y), (to_x, to_y) = line.start, line.end
    if not line.out and not line.into:
        return f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}"
    if line.out != line.into:
        return _sweep(line)
    bend = 54.0 + min(abs(to_y - y) * 0.12, 40.0)
    first, second = x + line.out * bend, to_x + line.into * bend
    return f"M{number(x)} {number(y)}C{number(first)} {number(y)} {number(second)} {number(to_y)} {number(to_x)} {number(to_y)}"


def _sweep(line: Line) -> str:
    """A curve that runs level past its label before it turns to the other end."""
    (x, y), (to_x, to_y) = line.start, line.end
    level = _LEVEL * (1 if to_x > x else -1)
    if abs(line.label[0] - x) < abs(line.label[0] - to_x):
        turn = x + level
        half = (turn + to_x) / 2
        return f"M{number(x)} {number(y)}H{number(turn)}C{number(half)} {number(y)} {number(half)} {number(to_y)} {number(to_x)} {number(to_y)}"
    turn = to_x - level
    half = (x + turn) / 2
    return f"M{number(x)} {number(y)}C{number(half)} {number(y)} {number(half)} {number(to_y)} {number(turn)} {number(to_y)}H{number(to_x)}"


def _arrow(line: Line, colour: str) -> str:
    x, y = line.end
    if not line.into:
        back = 9 if line.end[1] < line.start[1] else -9
        return f'<path d="M{number(x)} {number(y)}l-4.5 {back}h9z" fill="{colour}"/>'
    back = 9 * line.into
    return f'<path d="M{number(x)} {number(y)}l{back} -4.5v9z" fill="{colour}"/>'


# ── legend ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _legend(graph: DayGraph, layout: Layout, paint: Mapping[str, str], width: float) -> tuple[str, float]:
    """The colours of the texts and of the relations shown, in rows, and the height of these rows."""
    laws = dict.fromkeys(b.node.law for b in layout.boxes if b.node.law)
    order = {n.key: i for i, n in enumerate(graph.laws())}
    shown = sorted((key for key in laws if key in graph.nodes), key=lambda k: order.get(k, 99))
    entries = [(_swatch(paint.get(key, _OTHER)), graph.nodes[key].lines[0]) for key in shown]
    relations = sorted({k.edge.relation for k in layout.lines}, key=tuple(Relation).index)
    drawn = [(_stroke(COLOURS[r]), RELATIONS[r]) for r in relations]
    if any(not k.edge.confirmed and k.edge.confidence is not None for k in layout.lines):
        drawn.append((_stroke(FAINT, dashed=True), "虚线：自动识别，未核对"))
    rows = [*_rows(entries, width), *_rows(drawn, width)]
    rule = f'<path d="M{number(_EDGE)} 0H{number(width - _EDGE)}" stroke="{LINE}"/>'
    return rule + "".join(f'<g transform="translate({number(x)} {number(20 + y)})">{mark}{words(24, 4, label, 12, FAINT)}</g>'
                          for x, y, mark, label in _flow(rows)), 20.0 + _ROW * len(rows)


def _rows(entries: Iterable[tuple[str, str]], width: float) -> list[list[tuple[str, str, float]]]:
    rows: list[list[tuple[str, str, float]]] = []
    used = width
    for mark, label in entries:
        room = 24 + 12 * breadth(label) + 20
        if used + room > width - 2 * _EDGE:
            rows.append([])
            used = 0.0
        rows[-1].append((mark, label, used))
        used += room
    return rows


def _flow(rows: Sequence[Sequence[tuple[str, str, float]]]) -> Iterable[tuple[float, float, str, str]]:
    return [(_EDGE + x, _ROW * n, mark, label) for n, row in enumerate(rows) for mark, label, x in row]


def _swatch(colour: str) -> str:
    return f'<rect x="2" y="-6" width="16" height="12" rx="2" fill="{colour}"/>'


def _stroke(colour: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="6 4"' if dashed else ""
    return f'<path d="M0 0H18" stroke="{colour}" stroke-width="2.2"{dash}/>'
