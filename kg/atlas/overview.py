"""Two pictures of the graph at large: the communities with the ties between them, and the most cited provisions as bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kg.atlas.communities import Cited, Community, Overview
from kg.atlas.day import DayGraph
from kg.atlas.picture import Caption, colours
from kg.files.svg import FAINT, INK, LINE, PAPER, breadth, lines, number, safe, sheet, words

MOST = 8
_WIDTH, _BOX, _HIGH, _HEAD = 900.0, 222.0, 96.0, 92.0
_CHOSEN, _TIE, _CITED, _LINKED = "#f2b705", "#9aa7b4", "#1f4e79", "#7fb3a8"
_LEFT, _BAR, _ROW = 224.0, 400.0, 28.0


def communities_svg(graph: DayGraph, found: Overview, caption: Caption, chosen: int = 0, *, titled: bool = True) -> str:
    """The largest communities as boxes on a ring, as SVG.

    Each box shows the share of its texts. The more ties there are between two, the wider is the line.
    """
    shown = found.communities[:MOST]
    height = 600.0 if len(shown) > 6 else 470.0 if len(shown) > 2 else 230.0
    top = _HEAD if titled else 20.0
    spots = {c.number: _spot(n, len(shown), top, height) for n, c in enumerate(shown)}
    ties = sorted((k for k in found.ties.items() if set(k[0]) <= set(spots)), key=lambda k: k[1])
    paint = colours(graph)
    body = [
        *(_tie(spots[a], spots[b], count) for (a, b), count in ties),
        *(_tie_number(spots[a], spots[b], count) for (a, b), count in ties[-18:]),
        *(_community(c, spots[c.number], paint, c.number == chosen) for c in shown),
    ]
    laws = dict.fromkeys(law for c in shown for law in c.laws)
    legend, rows = _legend([(paint.get(k, FAINT), graph.nodes[k].lines[0]) for k in paint if k in laws], top + height + 40)
    head = _heading(caption) if titled else ""
    return sheet(_WIDTH, top + height + 40 + 22 * rows + 10, caption.title, head + "".join(body) + legend)


def _heading(caption: Caption) -> str:
    return words(28, 38, caption.title, 19, bold=True) + words(28, 62, lines(caption.line, 64, 1)[0], 13, FAINT)


def _spot(n: int, count: int, top: float, height: float) -> tuple[float, float]:
    """The middle of the n-th box, clockwise from the top."""
    angle = 2 * math.pi * n / max(count, 1) - math.pi / 2
    return _WIDTH / 2 + math.cos(angle) * (_WIDTH - _BOX - 40) / 2, top + height / 2 + math.sin(angle) * (height - _HIGH - 10) / 2


def _community(one: Community, at: tuple[float, float], paint: Mapping[str, str], chosen: bool) -> str:
    x, y = at[0] - _BOX / 2, at[1] - _HIGH / 2
    frame = f'stroke="{_CHOSEN}" stroke-width="3"' if chosen else f'stroke="{FAINT}" stroke-width="1.2"'
    text = [lines(part, 15.4, 1)[0] for part in f"{one.number}. {one.name}".split("、")]
    first = y + (24 if len(text) > 1 else 33)
    said = [words(at[0], first + 18 * n, line, 13, INK, "middle", bold=True) for n, line in enumerate(text)]
    return (
        f'<g data-node="group:{one.number}" tabindex="0" role="button"><title>{safe(one.name)}</title>'
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(_BOX)}" height="{number(_HIGH)}" rx="5" fill="{PAPER}" {frame}/>'
        f"{''.join(said)}{words(at[0], y + 64, f'{len(one.members)} 条 · {len(one.laws)} 部法规 · {one.inner} 处关联', 12, FAINT, 'middle')}"
        f"{_strip(one, x + 12, y + 76, paint)}</g>"
    )


def _strip(one: Community, x: float, y: float, paint: Mapping[str, str]) -> str:
    """A strip that shows, in the colours of the texts, how many of the provisions each text has."""
    drawn = []
    unit = (_BOX - 24) / len(one.members)
    for law, count in sorted(one.laws.items(), key=lambda item: list(paint).index(item[0]) if item[0] in paint else 99):
        drawn.append(f'<rect x="{number(x)}" y="{number(y)}" width="{number(unit * count)}" height="10" fill="{paint.get(law, FAINT)}"/>')
        x += unit * count
    return "".join(drawn)


def _tie(a: tuple[float, float], b: tuple[float, float], count: int) -> str:
    width = min(1 + count * 0.6, 9)
    return f'<path d="M{number(a[0])} {number(a[1])}L{number(b[0])} {number(b[1])}" stroke="{_TIE}" stroke-opacity="0.55" stroke-width="{width:g}"/>'


def _tie_number(a: tuple[float, float], b: tuple[float, float], count: int) -> str:
    return words(a[0] * 0.58 + b[0] * 0.42, a[1] * 0.58 + b[1] * 0.42 + 4, str(count), 12, FAINT, "middle", halo=True)


def cited_svg(found: Sequence[Cited], caption: Caption, chosen: str = "", *, titled: bool = True) -> str:
    """A bar for each provision, as SVG.

    Its dark part counts the provisions that cite it, its light part those linked with it otherwise.
    """
    top = _HEAD + 30 if titled else 50.0
    most = max((c.provisions + c.linked for c in found), default=1)
    body = [_bar(c, top + _ROW * n, _BAR / most, c.node.key == chosen) for n, c in enumerate(found)]
    legend, _ = _legend([(_CITED, "援引它的条文"), (_LINKED, "与它有其他关联的条文（细化落实、同一事件等）")], top - 24)
    head = _heading(caption) if titled else ""
    return sheet(_WIDTH, top + _ROW * len(found) + 16, caption.title, head + legend + "".join(body))


def _bar(one: Cited, y: float, unit: float, chosen: bool) -> str:
    name = lines("".join(one.node.lines), 16, 1)[0]
    dark, light = one.provisions * unit, one.linked * unit
    mark = f'<rect x="8" y="{number(y)}" width="{number(_WIDTH - 16)}" height="{_ROW:g}" fill="{_CHOSEN if chosen else PAPER}" fill-opacity="0.25"/>'
    parts = [f"{one.provisions} 条援引" if one.provisions else "", f"{one.linked} 条其他关联" if one.linked else ""]
    told = "，".join(t for t in parts if t) + f"；来自 {one.works} 部法规"
    return (
        f'<g data-node="{safe(one.node.key)}" tabindex="0" role="button"><title>{safe(one.node.name)}</title>{mark}'
        f"{words(_LEFT - 10, y + 18.5, name, 13, INK, 'end')}"
        f'<rect x="{_LEFT:g}" y="{number(y + 6)}" width="{number(dark)}" height="16" fill="{_CITED}"/>'
        f'<rect x="{number(_LEFT + dark)}" y="{number(y + 6)}" width="{number(light)}" height="16" fill="{_LINKED}"/>'
        f"{words(_LEFT + dark + light + 8, y + 18.5, told, 12, FAINT)}</g>"
    )


def _legend(entries: Sequence[tuple[str, str]], y: float) -> tuple[str, int]:
    """The colours with what they mean, in rows, and the number of rows."""
    x, row, drawn = 28.0, 0, []
    for colour, label in entries:
        room = 40 + 12 * breadth(label)
        if x + room > _WIDTH - 28:
            x, row = 28.0, row + 1
        drawn.append(f'<rect x="{number(x)}" y="{number(y + 22 * row - 8)}" width="14" height="11" fill="{colour}"/>')
        drawn.append(words(x + 20, y + 22 * row + 2, label, 12, FAINT))
        x += room
    return f'<g stroke="{LINE}" stroke-width="0">{"".join(drawn)}</g>', row + 1
