"""The places of the nodes and edges of a view, in columns around the start or one below the other along a path.

Every edge has a place of its own at one of its ends, and its label stands there, so that labels never lie on each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.atlas.day import Edge, Node, NodeKind
from kg.atlas.neighbourhood import Place, View
from kg.files.svg import breadth, lines

WIDE, GAP, BETWEEN, SLOT, LETTER = 176.0, 152.0, 12.0, 16.0, 12.5
_ROOM, _LINE, _PAD, _STEP = 12.4, 17.0, 9.0, 62.0


@dataclass(frozen=True)
class Box:
    """A node as drawn, with its text, its upper left corner and its size."""

    node: Node
    text: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The vertical position of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """An edge as drawn, with the two ends of a curve and the place of its label.

    ``out`` and ``into`` say on which side the curve meets the boxes at its start and its end: -1 left, 1 right, 0 above or
    below.
    """

    edge: Edge
    start: tuple[float, float]
    end: tuple[float, float]
    out: int
    into: int
    label: tuple[float, float]
    anchor: str


@dataclass(frozen=True)
class Layout:
    """All boxes and lines of a picture, in pixels from (0, 0)."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


@dataclass
class _Draft:
    """The boxes by key, and the places that edges have already taken on them."""

    column: dict[str, int]
    boxes: dict[str, Box]
    used: dict[tuple[str, int], int] = field(default_factory=dict)
    count: dict[tuple[str, int], int] = field(default_factory=dict)


def columns(view: View) -> Layout:
    """The layout of a view in columns, with the start in the middle and each step to its left or right."""
    column = {p.node.key: p.column for p in view.places}
    owned = [(e, *_owner(e, column)) for e in view.edges]
    slots: dict[tuple[str, int], int] = {}
    for _, owner, side in owned:
        slots[owner, side] = slots.get((owner, side), 0) + 1
    boxes = _stacked(view.places, slots)
    draft = _Draft(column, boxes, count={})
    for edge, owner, _ in owned:
        other = (edge.other(owner), _side(edge.other(owner), owner, column))
        draft.count[other] = draft.count.get(other, 0) + 1
    drawn = [_line(draft, edge, owner, side, slots) for edge, owner, side in _by_height(owned, boxes)]
    return _moved(tuple(boxes.values()), tuple(drawn))


def chain(nodes: Sequence[Node], edges: Sequence[Edge]) -> Layout:
    """The layout of nodes one below the other, with the edges between them.

    ``edges[n]`` joins the nodes n and n + 1, and its label stands beside it.
    """
    boxes: list[Box] = []
    y = 0.0
    for node in nodes:
        text = _text(node, 20.0)
        boxes.append(Box(node, text, 0.0, y, 290.0, _height(text)))
        y += boxes[-1].height + _STEP
    drawn = []
    for upper, lower, edge in zip(boxes, boxes[1:], edges, strict=False):
        top, bottom = (145.0, upper.y + upper.height), (145.0, lower.y)
        ends = (top, bottom) if edge.source == upper.node.key else (bottom, top)
        drawn.append(Line(edge, *ends, 0, 0, (157.0, (top[1] + bottom[1]) / 2 + 4), "start"))
    return _moved(tuple(boxes), tuple(drawn))


def _text(node: Node, room: float = _ROOM) -> tuple[str, ...]:
    most = {NodeKind.NORM: (1, 2, 1), NodeKind.TEXT: (2, 1), NodeKind.TERM: (2, 1)}.get(node.kind, (2, 2))
    return tuple(t for text, lines_ in zip(node.lines, most, strict=False) for t in lines(text, room, lines_))


def _height(text: Sequence[str]) -> float:
    return 2 * _PAD + _LINE * len(text)


def _owner(edge: Edge, column: dict[str, int]) -> tuple[str, int]:
    """The key of the end at which an edge has its label, and the side of that box.

    It is the end farther out, on its inner side.
    """
    source, target = column[edge.source], column[edge.target]
    owner = edge.source if abs(source) > abs(target) else edge.target
    return owner, _side(owner, edge.other(owner), column)


def _side(key: str, other: str, column: dict[str, int]) -> int:
    """The side of a box on which an edge to another box leaves, -1 for left and 1 for right.

    It leaves towards the other box, or outwards if both stand in one column.
    """
    here, there = column[key], column[other]
    if here == there:
        return 1 if here >= 0 else -1
    return 1 if there > here else -1


def _stacked(places: Iterable[Place], slots: dict[tuple[str, int], int]) -> dict[str, Box]:
    """The boxes by key, placed column by column from the start outwards.

    Boxes that one node led to stand beside it.
    """
    listed = list(places)
    found: dict[str, Box] = {}
    for column in sorted({p.column for p in listed}, key=abs):
        groups: dict[str, list[Box]] = {}
        for place in listed:
            if place.column == column:
                groups.setdefault(place.beside, []).append(_box(place, slots))
        found |= _placed(groups, {key: found[key].middle for key in groups if key})
    return found


def _box(place: Place, slots: dict[tuple[str, int], int]) -> Box:
    """A box at height 0 that is high enough for its text and for the edges that have their labels beside it."""
    text = _text(place.node)
    busiest = max(slots.get((place.node.key, side), 0) for side in (-1, 1))
    return Box(place.node, text, place.column * (WIDE + GAP), 0.0, WIDE, max(_height(text), SLOT * busiest + 6))


def _placed(groups: dict[str, list[Box]], middles: dict[str, float]) -> dict[str, Box]:
    """The boxes of a column by key, one below the other.

    Each group is as near as possible to the middle of the box that led to it.
    """
    placed: list[Box] = []
    y, shift = -1e9, 0.0
    for key in sorted(groups, key=lambda k: middles.get(k, 0.0)):
        wanted = middles.get(key, 0.0) - (sum(b.height + BETWEEN for b in groups[key]) - BETWEEN) / 2
        y = max(y, wanted)
        shift += y - wanted
        for box in groups[key]:
            placed.append(replace(box, y=y))
            y += box.height + BETWEEN
        y += BETWEEN
    return {b.node.key: replace(b, y=b.y - shift / len(groups)) for b in placed}


def _by_height(owned: list[tuple[Edge, str, int]], boxes: dict[str, Box]) -> list[tuple[Edge, str, int]]:
    """The edges in the order in which their ends stand from top to bottom, so that lines cross as little as possible."""
    return sorted(owned, key=lambda item: (boxes[item[1]].middle, boxes[item[0].other(item[1])].middle))


def _line(draft: _Draft, edge: Edge, owner: str, side: int, slots: dict[tuple[str, int], int]) -> Line:
    box, other_key = draft.boxes[owner], edge.other(owner)
    other, other_side = draft.boxes[other_key], _side(other_key, owner, draft.column)
    near = _spot(draft, ("o" + owner, side), box, slots[owner, side], SLOT)
    room = (other.height - 14) / max(draft.count[other_key, other_side], 1)
    far = _spot(draft, (other_key, other_side), other, draft.count[other_key, other_side], min(room, SLOT))
    here = (box.x + (WIDE if side > 0 else 0), near)
    there = (other.x + (WIDE if other_side > 0 else 0), far)
    label = (here[0] + side * (14 + breadth(edge.label) * LETTER / 2), near + 4)
    ends = (here, there, side, other_side) if edge.source == owner else (there, here, other_side, side)
    return Line(edge, *ends, label, "middle")


def _spot(draft: _Draft, key: tuple[str, int], box: Box, count: int, step: float) -> float:
    """The next free height on a side of a box."""
    n = draft.used.get(key, 0)
    draft.used[key] = n + 1
    return box.middle + (n - (count - 1) / 2) * step


def _moved(boxes: tuple[Box, ...], drawn: tuple[Line, ...]) -> Layout:
    """The layout with everything moved so that it begins at (0, 0), labels included."""
    left = min([b.x for b in boxes] + [k.label[0] - 60 for k in drawn if k.anchor == "middle"])
    right = max([b.x + b.width for b in boxes] + [k.label[0] + (60 if k.anchor == "middle" else 110) for k in drawn])
    top, bottom = min(b.y for b in boxes), max(b.y + b.height for b in boxes)
    placed = tuple(replace(b, x=b.x - left, y=b.y - top) for b in boxes)
    lines_ = tuple(
        replace(k, start=_by(k.start, left, top), end=_by(k.end, left, top), label=_by(k.label, left, top)) for k in drawn
    )
    return Layout(placed, lines_, right - left, bottom - top)


def _by(point: tuple[float, float], left: float, top: float) -> tuple[float, float]:
    return point[0] - left, point[1] - top
