"""Automatic numbering of Word: the labels (第三条) that Word shows but does not store with the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.law.numerals import LARGEST, to_chinese

if TYPE_CHECKING:
    from docx.document import Document as Word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "japaneseCounting",
            "taiwaneseCountingThousand"}
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9  # of a list
_DEEPEST = 50  # styles that are based on one another
_SPACED = ("条", "章", "节", "编")


@dataclass(frozen=True)
class _WordLevel:
    """One level of a list: what its labels look like, where it starts, and whether it begins anew below each upper number."""

    pattern: str
    form: str
    start: int
    restarts: bool
    style: str
    legal: bool


class Numbers:
    """The labels of the numbered paragraphs of a document, asked for in their order.

    All w:num of one w:abstractNum share its count, unless one says where it starts.
    """

    def __init__(self, word: Word) -> None:
        self._lists: dict[str, tuple[str, dict[int, _WordLevel]]] = {}  # w:num → its count and its levels
        self._starts: dict[str, dict[int, int]] = {}  # w:num → the level with the number at which it starts anew
        self._counts: dict[tuple[str, int], int] = {}
        self._styles = {s.element.get(f"{W}styleId"): s.element for s in word.styles}
        self._normal = next((i for i, s in self._styles.items() if s.get(f"{W}default") in ("1", "true") and s.get(f"{W}type") == "paragraph"), "")
        part = next((r.target_part for r in word.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(part._element if hasattr(part, "_element") else part.element)

    def _read(self, root: Any) -> None:
        abstract = {a.get(f"{W}abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
        styled = {_value(a, "styleLink"): key for key, a in abstract.items() if _value(a, "styleLink")}
        for num in root.iter(f"{W}num"):
            key = _value(num, "abstractNumId")
            source = abstract.get(key)
            if source is not None and (link := _value(source, "numStyleLink")):
                key = styled.get(link, key)
                source = abstract[key]
            levels = {int(lvl.get(f"{W}ilvl") or 0): _word_level(lvl) for lvl in (source.findall(f"{W}lvl") if source is not None else ())}
            starts: dict[int, int] = {}
            for override in num.findall(f"{W}lvlOverride"):
                at = int(override.get(f"{W}ilvl") or 0)
                if (own := override.find(f"{W}lvl")) is not None:
                    levels[at] = _word_level(own)
                if start := _value(override, "startOverride"):
                    starts[at] = int(start)
            name = num.get(f"{W}numId") or ""
            self._lists[name], self._starts[name] = (key, levels), starts

    def label(self, paragraph: Any) -> str:
        """The label that Word shows for a paragraph (第三条), or "" for bullets and plain paragraphs."""
        name, at = self._place(paragraph)
        key, levels = self._lists.get(name, ("", {}))
        level = levels.get(at)
        if level is None:
            return ""
        for depth, start in self._starts.pop(name, {}).items():
            self._counts[key, depth] = start - 1
        self._counts[key, at] = self._counts.get((key, at), level.start - 1) + 1
        for deeper in range(at + 1, _LEVELS):
            # Articles count on through the chapters; items begin anew.
            if deeper in levels and levels[deeper].restarts and "条" not in levels[deeper].pattern:
                self._counts.pop((key, deeper), None)
        if level.form in ("bullet", "none") or "%" not in level.pattern:
            return ""
        return self._filled(key, levels, level) + (" " if level.pattern.endswith(_SPACED) else "")

    def _filled(self, key: str, levels: dict[int, _WordLevel], level: _WordLevel) -> str:
        words = level.pattern
        for at, other in levels.items():
            count = self._counts.get((key, at), other.start)
            words = words.replace(f"%{at + 1}", str(count) if level.legal else _figure(count, other.form))
        return words

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The w:num and the level of a paragraph, its own or those of its style and the styles that one is based on."""
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle") or self._normal if properties is not None else self._normal
        name = depth = ""
        at_style = ""
        for holder, of_style in self._holders(properties, style):
            own = holder.find(f"{W}numPr")
            if own is not None:
                depth = depth or _value(own, "ilvl")
                name = _value(own, "numId")
                at_style = of_style
            if name:
                break
        levels = self._lists.get(name, ("", {}))[1]
        by_style = next((at for at, level in levels.items() if at_style and level.style == at_style), 0)
        return name, int(depth) if depth.isdigit() else by_style

    def _holders(self, properties: Any, style: str) -> Iterator[tuple[Any, str]]:
        """The properties of a paragraph, of its style, and of the styles below that, each with the style they are of."""
        if properties is not None:
            yield properties, ""
        for _ in range(_DEEPEST):
            found = self._styles.get(style)
            if found is None:
                return
            own = found.find(f"{W}pPr")
            if own is not None:
                yield own, style
            style = _value(found, "basedOn")


def _word_level(lvl: Any) -> _WordLevel:
    start = _value(lvl, "start")
    return _WordLevel(
        _value(lvl, "lvlText"), _value(lvl, "numFmt"), int(start) if start.isdigit() else 1, _value(lvl, "lvlRestart") != "0",
        _value(lvl, "pStyle"), lvl.find(f"{W}isLgl") is not None,
    )


def _figure(count: int, form: str) -> str:
    """A number as a level prints it.

    >>> _figure(12, "chineseCounting"), _figure(3, "decimalEnclosedCircle"), _figure(2, "lowerLetter"), _figure(4, "upperRoman")
    ('十二', '③', 'b', 'IV')
    """
    if form in _CHINESE:
        return to_chinese(count) if 0 <= count <= LARGEST else str(count)
    if form == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if form.endswith("Letter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 9 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < count < 400:
        roman = _roman(count)
        return roman.upper() if form.startswith("upper") else roman
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out, count = out + sign * (count // value), count % value
    return out


def _value(parent: Any, tag: str) -> str:
    child = parent.find(f"{W}{tag}")
    return str(child.get(f"{W}val") or "") if child is not None else ""
