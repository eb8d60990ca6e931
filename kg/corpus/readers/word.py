"""The text of a docx, with paragraphs and table cells in document order and automatic numbers (第一条) written out."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from kg.corpus.readers.limits import LIMITS, Limits
from kg.corpus.readers.plain import ReadError, check_memory
from kg.law.numerals import to_chinese

if TYPE_CHECKING:
    from docx.document import Document as Word

_CHUNK = 1 << 16
_UNREAD = ("/media/", "/embeddings/", "/fonts/")  # pictures and the like: they are not even unpacked
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DTD = ("<!DOCTYPE", "<!ENTITY")
_DTDS = tuple(mark.encode(encoding) for mark in _DTD for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t"}
_CHINESE = {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "japaneseCounting",
            "taiwaneseCountingThousand"}


def read_docx(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    """The words of a docx, one line for each paragraph.

    Deleted (tracked) text is left out and inserted text kept. Raises ReadError for a file that is no sound Word document.
    """
    package = _unpacked(data, name, limits)
    from docx import Document

    try:
        word = Document(io.BytesIO(package))
        return "\n".join(_lines(word))
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises whatever its zip and XML layers raise
        check_memory(getattr(error, "error_log", ()))
        raise ReadError(f"{name} 不是完好的 Word 文档（{type(error).__name__}）；请用 Word 或 WPS 打开后另存为 docx") from error


def _unpacked(data: bytes, name: str, limits: Limits) -> bytes:
    """The archive once more, its files unpacked and its pictures empty.

    What an archive says of its sizes is not believed. ReadError is raised as soon as too much has come out of it.
    """
    out = io.BytesIO()
    left = limits.unpacked
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as plain:
            entries = {e.filename: e for e in archive.infolist()}
            _check_entries(entries, len(archive.infolist()), name, limits)
            for entry in entries.values():
                member = b"" if any(part in f"/{entry.filename}" for part in _UNREAD) else _member(archive, entry, min(left, limits.member))
                if member is None:
                    raise _bomb(name, limits)
                left -= len(member)
                _check_no_entities(member, name)
                plain.writestr(entry.filename, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ReadError(f"{name} 不是完好的 docx 文件；请用 Word 或 WPS 打开后重新保存") from error
    return out.getvalue()


def _check_entries(entries: dict[str, zipfile.ZipInfo], count: int, name: str, limits: Limits) -> None:
    if count > limits.members:
        raise _bomb(name, limits)
    if not any(e.startswith("word/") for e in entries):
        raise ReadError(f"{name} 是压缩文件但不是 Word 文档；请另存为 txt、md、docx、pdf 或 html")


def _bomb(name: str, limits: Limits) -> ReadError:
    return ReadError(f"{name} 解压后超过 {limits.unpacked / 1_000_000:g} MB，疑为压缩炸弹；请删去图片后另存，或另存为 txt")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """What a file in the archive unpacks to, or None if that is more than ``most`` bytes.

    It is unpacked piece by piece, as the whole at once may take gigabytes before it is cut to the size that its header names.
    """
    if entry.compress_type not in _METHODS:
        raise NotImplementedError(entry.compress_type)
    found = bytearray()
    with archive.open(entry) as file:
        while piece := file.read(_CHUNK):
            found += piece
            if len(found) > most:
                return None
    return bytes(found)


def _check_no_entities(member: bytes, name: str) -> None:
    """Refuse XML that declares entities, which can stand for gigabytes and which no Word document has."""
    if any(mark in member for mark in _DTDS):
        raise ReadError(f"{name} 的 XML 声明了实体（DTD），Word 文档不应有；请用 Word 或 WPS 打开后另存为 docx，或另存为 txt")


def _lines(word: Word) -> list[str]:
    numbers = _Numbers(word)
    return [numbers.label(p) + _words(p) for p in word.element.body.iter(f"{_W}p") if not _is_fallback(p)]


def _is_fallback(element: Any) -> bool:
    """Whether an element is the second copy of a text box, which Word stores again as mc:Fallback."""
    return any(a.tag.endswith("}Fallback") for a in element.iterancestors())


def _words(paragraph: Any) -> str:
    """The text of the paragraph's own runs, without that of paragraphs nested in its text boxes."""
    out = []
    for node in paragraph.iter(f"{_W}t", *_BREAKS):
        above = next(a for a in node.iterancestors() if a.tag in (f"{_W}p", f"{_W}tabs"))
        if above is paragraph:
            out.append(_BREAKS.get(node.tag) or node.text or "")
    return "".join(out)


class _Numbers:
    """Automatic numbering, with the labels that Word shows but does not store with the words."""

    def __init__(self, word: Word) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._styles = {s.element.get(f"{_W}styleId"): s.element for s in word.styles}
        part = next((r.target_part for r in word.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(part._element if hasattr(part, "_element") else part.element)

    def _read(self, root: Any) -> None:
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.iter(f"{_W}abstractNum")}
        for num in root.iter(f"{_W}num"):
            link = num.find(f"{_W}abstractNumId")
            source = abstract.get(link.get(f"{_W}val")) if link is not None else None
            for level in source.iter(f"{_W}lvl") if source is not None else ():
                fields = (_value(level, "lvlText"), _value(level, "numFmt"), int(_value(level, "start") or 1))
                self._levels[(num.get(f"{_W}numId"), level.get(f"{_W}ilvl"))] = fields

    def label(self, paragraph: Any) -> str:
        """The label that Word shows for a paragraph (第三条), or "" for bullets and plain paragraphs."""
        key = self._key(paragraph)
        if key is None or key not in self._levels:
            return ""
        pattern, form, start = self._levels[key]
        self._counts[key] = self._counts.get(key, start - 1) + 1
        for deeper in [k for k in self._counts if k[0] == key[0] and k[1] > key[1]]:
            # Articles count on through the chapters; items begin anew.
            if "条" not in self._levels[deeper][0]:
                del self._counts[deeper]
        if form == "bullet" or "%" not in pattern:
            return ""
        return _fill(pattern, key, self._counts, self._levels) + (" " if pattern.endswith(("条", "章", "节")) else "")

    def _key(self, paragraph: Any) -> tuple[str, str] | None:
        properties = paragraph.find(f"{_W}pPr")
        own = properties.find(f"{_W}numPr") if properties is not None else None
        if own is None and properties is not None:
            style = self._styles.get(_value(properties, "pStyle"))
            own = next(style.iter(f"{_W}numPr"), None) if style is not None else None
        number = _value(own, "numId") if own is not None else ""
        return (number, _value(own, "ilvl") or "0") if number else None


def _fill(pattern: str, key: tuple[str, str], counts: dict[tuple[str, str], int],
          levels: dict[tuple[str, str], tuple[str, str, int]]) -> str:
    for place in range(1, 10):
        at = (key[0], str(place - 1))
        if f"%{place}" in pattern and at in levels:
            count = counts.get(at, levels[at][2])
            pattern = pattern.replace(f"%{place}", to_chinese(count) if levels[at][1] in _CHINESE else str(count))
    return pattern


def _value(parent: Any, tag: str) -> str:
    child = parent.find(f"{_W}{tag}")
    return str(child.get(f"{_W}val") or "") if child is not None else ""
