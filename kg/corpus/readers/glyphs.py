"""The characters of a PDF page with the places where they stand, whatever the order in which they are drawn.

``pypdf`` reads the file, its fonts and its operators. What is drawn is followed here: text in any order, in forms, twice for a bold
look. Text that stands askew (a watermark) and what the file itself marks as header or footer is left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST, _MOST_FORMS = 6, 500  # forms within forms, and forms drawn on a page
_FURNITURE = ("/Header", "/Footer", "/Watermark")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character (or the few that a ligature stands for) with its left and right end, its baseline and its size, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    turn: int = 0  # quarter turns from upright


def glyphs_of(page: Any, fonts: dict[int, Any]) -> list[Glyph]:
    """The upright characters of a page, in the order in which they are drawn.

    ``fonts`` keeps the fonts read so far, for the pages that come later. Any exception of ``pypdf`` may be raised.
    """
    from pypdf.generic import ContentStream

    contents = page.get("/Contents")
    if contents is None:
        return []
    found = list(_Drawing(page.pdf, fonts).run(ContentStream(contents.get_object(), page.pdf), page.get("/Resources"), _UNIT, 0))
    turn = Counter(g.turn for g in found).most_common(1)[0][0] if found else 0
    return [_upright(g) for g in found if g.turn == turn]


def in_drawing_order(text: str) -> list[Glyph]:
    """The characters of a text whose places are not known, as if each line of it stood below the one before."""
    return [Glyph(c, 10.0 * i, 10.0 * i + 10, -15.0 * n, 10) for n, line in enumerate(text.split("\n")) for i, c in enumerate(line)]


def _upright(glyph: Glyph) -> Glyph:
    return Glyph(glyph.text, glyph.left, glyph.right, glyph.base, glyph.size)


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
            m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5])


@dataclass
class _State:
    """What the operators of text have set."""

    place: Matrix = _UNIT
    font: Any = None
    size: float = 0.0
    between: float = 0.0
    word: float = 0.0
    wide: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class _Drawing:
    """A page being drawn."""

    def __init__(self, pdf: Any, fonts: dict[int, Any]) -> None:
        self._pdf = pdf
        self._fonts = fonts
        self._forms = 0

    def run(self, stream: Any, resources: Any, base: Matrix, depth: int) -> Iterator[Glyph]:
        """The glyphs that a stream of operators draws."""
        resources = _plain(resources)
        state, line, stack, hidden = _State(base), _UNIT, list[_State](), list[bool]()
        at = _UNIT
        for operands, operator in stream.operations:
            match operator:
                case b"q":
                    stack.append(_State(**vars(state)))
                case b"Q":
                    state = stack.pop() if stack else state
                case b"cm":
                    state.place = _times(_matrix(operands), state.place)
                case b"BT":
                    at = line = _UNIT
                case b"Tm":
                    at = line = _matrix(operands)
                case b"Td" | b"TD":
                    across, up = _numbers(operands, 2)
                    state.leading = -up if operator == b"TD" else state.leading
                    at = line = _times((1, 0, 0, 1, across, up), line)
                case b"T*" | b"'" | b'"':
                    at = line = _times((1, 0, 0, 1, 0, -state.leading), line)
                case b"BMC" | b"BDC":
                    hidden.append(_is_furniture(operands) or bool(hidden and hidden[-1]))
                case b"EMC":
                    hidden = hidden[:-1]
                case b"Do" if not (hidden and hidden[-1]):
                    yield from self._form(operands, resources, state.place, depth)
                case _:
                    self._set(state, operator, operands, resources)
            if operator in (b"Tj", b"TJ", b"'", b'"') and operands:
                shown, at = self._show(state, operands[-1], at)
                yield from () if hidden and hidden[-1] else shown

    def _set(self, state: _State, operator: bytes, operands: Sequence[Any], resources: Mapping[str, Any]) -> None:
        match operator:
            case b"Tf" if operands:
                state.font, state.size = self._font(resources, operands[0]), _numbers(operands[1:], 1)[0]
            case b"Tc":
                state.between = _numbers(operands, 1)[0]
            case b"Tw":
                state.word = _numbers(operands, 1)[0]
            case b"Tz":
                state.wide = _numbers(operands, 1)[0] / 100
            case b"TL":
                state.leading = _numbers(operands, 1)[0]
            case b"Ts":
                state.rise = _numbers(operands, 1)[0]

    def _form(self, operands: Sequence[Any], resources: Mapping[str, Any], place: Matrix, depth: int) -> Iterator[Glyph]:
        from pypdf.generic import ContentStream

        form = _plain(_plain(resources.get("/XObject")).get(operands[0] if operands else ""))
        if form.get("/Subtype") != "/Form" or depth >= _DEEPEST or self._forms >= _MOST_FORMS:
            return
        self._forms += 1
        own = _matrix(form.get("/Matrix", _UNIT))
        yield from self.run(ContentStream(form, self._pdf), form.get("/Resources", resources), _times(own, place), depth + 1)

    def _font(self, resources: Mapping[str, Any], name: Any) -> Any:
        raw = _plain(_plain(resources.get("/Font")).get(name))
        if id(raw) not in self._fonts:
            self._fonts[id(raw)] = (_Font(raw) if raw else None, raw)  # the font is held, so that its id stays its own
        return self._fonts[id(raw)][0]

    def _show(self, state: _State, shown: Any, at: Matrix) -> tuple[list[Glyph], Matrix]:
        """The glyphs of one operator, and where the next ones stand."""
        out: list[Glyph] = []
        font, size = state.font, state.size
        for part in shown if isinstance(shown, list) else [shown]:
            if isinstance(part, int | float):
                at = _times((1, 0, 0, 1, -float(part) / 1000 * size * state.wide, 0), at)
            elif isinstance(part, bytes | str) and font:
                for text, width, blank in font.read(part):
                    step = (width * size + state.between + (state.word if blank else 0)) * state.wide
                    out += _glyph(text, _times((1, 0, 0, 1, 0, state.rise), _times(at, state.place)), width * size * state.wide, size)
                    at = _times((1, 0, 0, 1, step, 0), at)
        return out, at


def _glyph(text: str, m: Matrix, width: float, size: float) -> list[Glyph]:
    """The character where it stands, as on a page turned upright, or nothing if it stands askew."""
    scale = math.hypot(m[0], m[1])
    turn = round(math.atan2(m[1], m[0]) / (math.pi / 2)) if scale else 0
    askew = abs(math.atan2(m[1], m[0]) - turn * math.pi / 2) > 0.02
    if not text or not scale or askew or not all(map(math.isfinite, m)):
        return []
    x, y = ((m[4], m[5]), (m[5], -m[4]), (-m[4], -m[5]), (-m[5], m[4]))[turn % 4]
    return [Glyph(text, x, x + width * scale, y, abs(size) * math.hypot(m[2], m[3]), turn % 4)]


class _Font:
    """A font, with the characters and widths of its codes."""

    def __init__(self, raw: Any) -> None:
        self._font = _pypdf_font().from_font_resource(raw)
        self._plain: dict[Any, tuple[str, float, bool]] = {}
        wide = _plain(_plain((raw.get("/DescendantFonts") or [None])[0])) if raw.get("/Subtype") == "/Type0" else {}
        self._default = float(wide.get("/DW", 1000)) if wide else None

    def read(self, shown: bytes | str) -> Iterator[tuple[str, float, bool]]:
        """Each character shown, with its width in ems and whether it is a blank of one byte."""
        font = self._font
        if isinstance(shown, str):
            shown = getattr(shown, "original_bytes", shown.encode("latin-1", "replace"))
        codes: Sequence[Any]
        if isinstance(font.encoding, str):
            codes = shown.decode(font.encoding, "surrogatepass" if font.encoding.startswith("utf-16") else "replace")
        else:
            codes = shown
        for code in codes:
            if code not in self._plain:
                self._plain[code] = self._look_up(code)
            yield self._plain[code]

    def _look_up(self, code: Any) -> tuple[str, float, bool]:
        font = self._font
        raw = chr(code) if isinstance(code, int) else code
        named = font.encoding.get(code, raw) if isinstance(code, int) else raw
        text = "".join(font.character_map.get(c, c) for c in named)
        known = font.character_widths.get(raw)
        width = known if known is not None else self._default if self._default is not None else font.get_text_width(raw)
        return text, float(width) / 1000, code == 32


def _pypdf_font() -> Any:
    """The class in which pypdf reads a font. It is not public, and stands in another place in pypdf 6."""
    try:
        return import_module("pypdf.generic._font").Font
    except ImportError:
        return import_module("pypdf._font").Font


def _plain(value: Any) -> Any:
    """The object that a reference of the file stands for, or {} for none."""
    value = value.get_object() if hasattr(value, "get_object") else value
    return {} if value is None else value


def _numbers(operands: Sequence[Any], count: int) -> list[float]:
    """The operands as numbers, 0 for those that are missing or no numbers."""
    found = [0.0] * count
    for i, value in enumerate(operands[:count]):
        with suppress(TypeError, ValueError):
            found[i] = float(value)
    return found


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = _numbers(operands, 6)
    return (a, b, c, d, e, f)


def _is_furniture(operands: Sequence[Any]) -> bool:
    """Whether a stretch of a page is marked as header, footer or watermark by the program that wrote the file."""
    if not operands or operands[0] != "/Artifact" or len(operands) < 2:
        return False
    about = operands[1]
    return isinstance(about, Mapping) and (about.get("/Type") == "/Pagination" or about.get("/Subtype") in _FURNITURE)
