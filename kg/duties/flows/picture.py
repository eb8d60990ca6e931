"""The flows of ``kg.duties.flows.making`` as a picture in three columns: who tells, by which act, and whom.

There is one ribbon for each flow, as wide as it has norms, in the colour of its act. The SVG is text of our own: no
script, no style sheet, nothing loaded from elsewhere, and equal bytes for equal flows. ``to_png`` draws the same with the
fonts of the system.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.duties.flows.making import KINDS, OTHER, Bundle, Flow, FlowPick, Flows, bundle, places
from kg.duties.matrix.making import UNSTATED
from kg.duties.matrix.rows import Row
from kg.files.heading import Heading
from kg.files.render import FormError, unknown_form
from kg.files.safe import clean
from kg.files.svg import FAINT, FONT, INK, breadth, number, safe

FORMATS = ("svg", "png")
COLOURS = dict(zip(KINDS, ("#1f4e79", "#1b998b", "#b07d12", "#3f7d20", "#c2375b", "#d9701a", "#6d4a9c", "#56707f"), strict=True))
EMPTY = "没有符合所选条件的报告、报送、备案、申报、通知、告知、公告或者提供义务。"

_WIDTH, _LEFT, _ACT, _RIGHT, _BOX, _PILL = 1180, 286, 590, 880, 14, 104
_TOP, _GAP, _LINE, _PILL_MIN = 118, 7, 17, 26
_LABEL, _ROOM = 17, 86  # full-width characters on a line of a label, of a line of a note
_UNIT_LOW, _UNIT_HIGH, _BODY = 1.7, 13.0, 560.0
_END, _REST = "#3d4f61", "#9aa7b4"
_ARTICLES = 600  # characters of articles in a tooltip

NOBODY = FlowPick()

Link = Callable[[FlowPick], str]


@dataclass(frozen=True)
class _Box:
    """A box of a column: its name, the text beside it, and its place."""

    pick: FlowPick
    lines: tuple[str, ...]
    y: float  # upper edge of the slot
    slot: float
    height: float  # of the ribbons that meet here

    @property
    def start(self) -> float:
        """The upper edge of the first ribbon."""
        return self.y + (self.slot - self.height) / 2

    @property
    def middle(self) -> float:
        return self.y + self.slot / 2


@dataclass(frozen=True)
class _Plan:
    """The places of everything in the picture."""

    flows: Flows
    unit: float  # pixels for one norm
    columns: tuple[dict[str, _Box], dict[str, _Box], dict[str, _Box]]
    bottom: float


def to_svg(flows: Flows, heading: Heading, link: Link | None = None, chosen: FlowPick = NOBODY) -> str:
    """The picture as SVG.

    With ``link``, every ribbon and box leads to the address that it gives for a choice. The ribbons of the ``chosen``
    part stand out. The smallest ends are put together under 其他 where there are too many, and a line below the picture
    names them.
    """
    shown = bundle(flows)
    notes = _notes(shown)
    if not flows.flows:
        body, bottom = [_words(_WIDTH / 2, _TOP + 40, EMPTY, 15, FAINT, "middle")], _TOP + 80.0
    else:
        plan = _plan(shown)
        body, bottom = [*_ribbons(plan, link, chosen), *_boxes(plan, link)], plan.bottom
    height = round(bottom + 26 + 20 * len(notes) + 14)
    head = _head(heading, height, named=bool(flows.flows))
    foot = [_words(28, bottom + 30 + 20 * n, line, 12.8, FAINT) for n, line in enumerate(notes)]
    return "".join([*head, *body, *foot, "</svg>"])


def to_png(svg: str) -> bytes:
    """The picture as PNG in twice its size, with text drawn in the fonts of the system.

    Nothing is fetched.
    """
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2, sans_serif_family="Noto Sans CJK SC"))


def render(flows: Flows, fmt: str, heading: Heading) -> bytes:
    """The file in the form ``fmt``, which is one of FORMATS."""
    if fmt not in FORMATS:
        raise FormError(unknown_form(fmt, FORMATS))
    svg = to_svg(flows, heading)
    return to_png(svg) if fmt == "png" else f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'.encode()


# ── where everything stands ──────────────────────────────────────────────────────────────────────────────────────────


def _plan(shown: Bundle) -> _Plan:
    flows = shown.flows
    unit = min(max(_BODY / sum(f.count for f in flows.flows), _UNIT_LOW), _UNIT_HIGH)
    columns = [
        _slots(shown, [FlowPick(bearer=b) for b in flows.bearers], unit),
        _slots(shown, [FlowPick(kind=k) for k in flows.kinds], unit),
        _slots(shown, [FlowPick(recipient=r) for r in flows.recipients], unit),
    ]
    height = max(boxes[-1].y + boxes[-1].slot for boxes in columns)
    left, acts, right = ({_name(b.pick): b for b in _spread(boxes, height)} for boxes in columns)
    return _Plan(flows, unit, (left, acts, right), _TOP + height)


def _slots(shown: Bundle, picks: Sequence[FlowPick], unit: float) -> list[_Box]:
    """The boxes of a column from 0 downwards.

    A box with few norms gets room for its label.
    """
    boxes: list[_Box] = []
    y = 0.0
    for pick in picks:
        lines = _label(pick, shown.label(pick), len(shown.flows.members(pick)))
        height = unit * sum(f.count for f in shown.flows.flows if _touches(f, pick))
        slot = max(height, _PILL_MIN if pick.kind else _LINE * len(lines))
        boxes.append(_Box(pick, lines, y, slot, height))
        y += slot + (_GAP * 2 if pick.kind else _GAP)
    return boxes


def _spread(boxes: Sequence[_Box], height: float) -> list[_Box]:
    """The boxes spread over the whole height and centred, with equal gaps that are not too wide."""
    free = height - boxes[-1].y - boxes[-1].slot
    gap = min(free / max(len(boxes) - 1, 1), 46.0)
    first = _TOP + (free - gap * (len(boxes) - 1)) / 2
    return [_Box(b.pick, b.lines, b.y + first + gap * n, b.slot, b.height) for n, b in enumerate(boxes)]


def _touches(flow: Flow, pick: FlowPick) -> bool:
    return flow.bearer == pick.bearer or flow.kind == pick.kind or flow.recipient == pick.recipient


def _name(pick: FlowPick) -> str:
    return pick.bearer or pick.kind or pick.recipient or ""


# ── what is drawn ────────────────────────────────────────────────────────────────────────────────────────────────────


def _head(heading: Heading, height: int, *, named: bool) -> list[str]:
    lines = _wrapped(heading.line, _ROOM)
    columns = [(_LEFT + _BOX, "义务主体", "end"), (_ACT, "行为", "middle"), (_RIGHT, "对象、监管机关", "start")] if named else []
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="{FONT}">',
        f"<title>{safe(heading.title)}</title>",
        f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="6" fill="#ffffff" stroke="#d5dde5"/>',
        _words(28, 40, heading.title, 20, INK, weight=700),
        _words(28, 64, lines[0] + ("……" if len(lines) > 1 else ""), 13, FAINT),
        *(_words(x, _TOP - 16, word, 13.5, FAINT, anchor, weight=700) for x, word, anchor in columns),
    ]


def _notes(shown: Bundle) -> list[str]:
    if not shown.flows.flows:
        return []
    about = "带宽与规范项数成正比，名称后的数字是规范项数；一项规范有几个主体或者几个对象的，各画一条，方框的高度是这些带宽之和。"
    return [about, *(_wrapped(shown.note, _ROOM) if shown.note else [])]


def _ribbons(plan: _Plan, link: Link | None, chosen: FlowPick) -> list[str]:
    """A ribbon for each flow, from its bearer into the act and from the act to its recipient."""
    left, acts, right = plan.columns
    used: dict[tuple[str, str], float] = {}

    def take(side: str, box: _Box, width: float) -> float:
        y = used.get((side, _name(box.pick)), box.start)
        used[side, _name(box.pick)] = y + width
        return y

    ends: dict[Flow, list[float]] = {f: [0.0] * 4 for f in plan.flows.flows}
    who, whom = ({name: n for n, name in enumerate(column)} for column in (left, right))  # one name may stand on both sides
    orders: tuple[tuple[int, str, Callable[[Flow], tuple[int, ...]]], ...] = (
        (0, "left", lambda f: (who[f.bearer], KINDS.index(f.kind), whom[f.recipient])),
        (1, "in", lambda f: (KINDS.index(f.kind), who[f.bearer], whom[f.recipient])),
        (2, "out", lambda f: (KINDS.index(f.kind), whom[f.recipient], who[f.bearer])),
        (3, "right", lambda f: (whom[f.recipient], KINDS.index(f.kind), who[f.bearer])),
    )
    for n, side, key in orders:
        for flow in sorted(plan.flows.flows, key=key):
            box = left[flow.bearer] if n == 0 else right[flow.recipient] if n == 3 else acts[flow.kind]
            ends[flow][n] = take(side, box, plan.unit * flow.count)
    marked = {f for f in plan.flows.flows if f.meets(chosen)} if chosen != NOBODY else set()
    return [_ribbon(plan, f, ends[f], link, (0.72 if f in marked else 0.18) if marked else 0.42) for f in plan.flows.flows]


def _ribbon(plan: _Plan, flow: Flow, ends: Sequence[float], link: Link | None, opacity: float) -> str:
    width = plan.unit * flow.count
    first = _band(_LEFT + _BOX, ends[0], _ACT - _PILL / 2, ends[1], width)
    second = _band(_ACT + _PILL / 2, ends[2], _RIGHT, ends[3], width)
    drawn = f'<path d="{first}"/><path d="{second}"/>'
    return _part(plan, flow.pick, drawn, link, f' fill="{COLOURS[flow.kind]}" fill-opacity="{opacity:g}"')


def _band(x: float, y: float, to_x: float, to_y: float, width: float) -> str:
    half = (x + to_x) / 2
    return (
        f"M{number(x)} {number(y)}C{number(half)} {number(y)} {number(half)} {number(to_y)} {number(to_x)} {number(to_y)}v{number(width)}"
        f"C{number(half)} {number(to_y + width)} {number(half)} {number(y + width)} {number(x)} {number(y + width)}z"
    )


def _boxes(plan: _Plan, link: Link | None) -> list[str]:
    left, acts, right = (list(boxes.values()) for boxes in plan.columns)
    return [
        *(_part(plan, b.pick, _end(b, _LEFT, _LEFT - 8, "end"), link) for b in left),
        *(_part(plan, b.pick, _pill(b), link) for b in acts),
        *(_part(plan, b.pick, _end(b, _RIGHT, _RIGHT + _BOX + 8, "start"), link) for b in right),
    ]


def _end(box: _Box, x: float, text_x: float, anchor: str) -> str:
    open_end, rest = _name(box.pick) == UNSTATED, _name(box.pick) == OTHER
    look = f'fill="#ffffff" stroke="{_REST}" stroke-dasharray="3 2"' if open_end else f'fill="{_REST if rest else _END}"'
    rect = f'<rect x="{number(x)}" y="{number(box.start)}" width="{_BOX}" height="{number(box.height)}" {look}/>'
    first = box.middle - _LINE * (len(box.lines) - 1) / 2 + 5
    colour = FAINT if open_end or rest else INK
    return rect + "".join(_words(text_x, first + _LINE * n, line, 13.5, colour, anchor) for n, line in enumerate(box.lines))


def _pill(box: _Box) -> str:
    colour = COLOURS[box.pick.kind or ""]
    return (
        f'<rect x="{number(_ACT - _PILL / 2)}" y="{number(box.y)}" width="{_PILL}" height="{number(box.slot)}" rx="4" fill="{colour}"/>'
        + _words(_ACT, box.middle + 5, box.lines[0], 14, "#ffffff", "middle", weight=700)
    )


def _part(plan: _Plan, pick: FlowPick, drawn: str, link: Link | None, attributes: str = "") -> str:
    """A drawn part with a tooltip and, where there are links, a link to its norms."""
    tip = f"<title>{safe(_tip(plan.flows, pick))}</title>"
    if link is None:
        return f"<g{attributes}>{tip}{drawn}</g>"
    return f'<a href="{safe(link(pick))}" target="_self"{attributes}>{tip}{drawn}</a>'


def _tip(flows: Flows, pick: FlowPick) -> str:
    rows = flows.chosen(pick)
    names = [flows.words.get(end, ()) for end in (pick.bearer, pick.recipient) if end]
    told = [f"条文中的名称：{'、'.join(words)}" for words in names if len(words) > 1]
    return "\n".join([f"{pick.label}：{len(rows)} 项", *told, *_articles(rows)])


def _articles(rows: Sequence[Row]) -> list[str]:
    """The articles, cut short where they are too many for a tooltip."""
    lines = places(rows)
    long = sum(map(len, lines)) > _ARTICLES
    return [line if not long else f"{line[:120]}……" if len(line) > 120 else line for line in lines]


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _label(pick: FlowPick, name: str, count: int) -> tuple[str, ...]:
    """The name in one line or two, followed by its number of norms."""
    if pick.kind:
        return (f"{name}　{count}",)
    lines = _wrapped(name, _LABEL)
    if len(lines) > 2:  # the tooltip has the whole name
        lines = _wrapped("".join(lines)[: 2 * _LABEL - 1] + "…", _LABEL)
    return (*lines[:-1], f"{lines[-1]}　{count}")


def _wrapped(text: str, room: int) -> list[str]:
    """Lines of about equal length, none wider than ``room`` full-width characters.

    A punctuation mark that may not begin a line may be added to the width.
    """
    flat = " ".join(clean(text).split())
    wide = sum(map(breadth, flat))
    each = wide / max(-(-wide // room), 1)
    lines, line, used = [], "", 0.0
    for character in flat:
        if used + breadth(character) > min(each + 0.6, room) and character not in "、，。；：）”》":
            lines.append(line)
            line, used = "", 0.0
        line, used = line + character, used + breadth(character)
    return [*lines, line]


def _words(x: float, y: float, text: str, size: float, colour: str, anchor: str = "start", weight: int = 400) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{size:g}" fill="{colour}" fill-opacity="1"{placed}{bold}>{safe(text)}</text>'
