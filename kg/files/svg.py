"""Pieces of the pictures that the program draws itself.

Text is made safe for SVG and broken into lines, and numbers look the same everywhere.
"""

from __future__ import annotations

import unicodedata

from kg.files.safe import clean, html

FONT = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
INK, FAINT, LINE, PAPER = "#1d2733", "#5a6775", "#d5dde5", "#ffffff"
_CLOSING = "、，。；：）”》"


def safe(text: str) -> str:
    """Any text made fit to be the content or an attribute of an SVG element."""
    return html(clean(text))


def number(value: float) -> str:
    """A number with at most two decimals.

    >>> number(1.5), number(2.0), number(-0.001)
    ('1.5', '2', '0')
    """
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def breadth(text: str) -> float:
    """The width of a text in full-width characters.

    >>> breadth("第1条")
    2.55
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def lines(text: str, room: float, most: int) -> list[str]:
    """A text broken into at most ``most`` lines, ending in … if it was cut.

    A line has at most ``room`` full-width characters, and one mark more if that mark may not begin a line.

    >>> lines("网络安全等级保护制度", 4, 2)
    ['网络安全', '等级保…']
    """
    found, line = [], ""
    for character in " ".join(clean(text).split()):
        if line and breadth(line + character) > room and character not in _CLOSING:
            found.append(line)
            line = ""
        line += character
    found.append(line)
    if len(found) > most:
        found = found[:most]
        found[-1] = (found[-1][:-1] if breadth(found[-1]) > room - 1 else found[-1]) + "…"
    return found


def words(x: float, y: float, text: str, size: float, colour: str = INK, anchor: str = "start", *, bold: bool = False, halo: bool = False) -> str:
    """A line of text as an SVG element.

    ``y`` is its baseline. With ``halo`` there is white around the letters, so that they can be read across a drawn line.
    """
    weight = ' font-weight="700"' if bold else ""
    ring = f' stroke="{PAPER}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}{ring}>{safe(text)}</text>'
    )


def tint(colour: str, share: float) -> str:
    """A colour mixed with white, of which ``share`` remains.

    >>> tint("#000000", 0.2)
    '#cccccc'
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - p) * share):02x}" for p in parts)


def sheet(width: float, height: float, title: str, body: str) -> str:
    """The whole SVG, which loads nothing from elsewhere and has no script and no style sheet."""
    size = f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    paper = f'<rect width="{number(width)}" height="{number(height)}" fill="{PAPER}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}"><title>{safe(title)}</title>{paper}{body}</svg>'
