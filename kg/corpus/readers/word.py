"""The text of a docx, with paragraphs and table cells in document order and automatic numbers (第一条) written out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from kg.corpus.readers.limits import LIMITS, Limits
from kg.corpus.readers.plain import ReadError, check_memory
from kg.corpus.readers.word_numbers import Numbers, W
from kg.law.numerals import NUMERAL

if TYPE_CHECKING:
    from docx.document import Document as Word

_CHUNK = 1 << 16
_UNREAD = ("/media/", "/embeddings/", "/fonts/")  # pictures and the like: they are not even unpacked
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DTD = ("<!DOCTYPE", "<!ENTITY")
_DTDS = tuple(mark.encode(encoding) for mark in _DTD for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_STRUCK = ("del", "moveFrom")
_BEFORE = re.compile(r"(?:修[订改正]前|原(?:条文|规定|制度|文)|现行|旧)")
_AFTER = re.compile(r"(?:拟?修[订改正]后|新(?:条文|规定|制度|文)?(?:$|[（(])|修[订改正]稿)")
_ARTICLE = re.compile(rf"第{NUMERAL}条")
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}


def read_docx(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    """The words of a docx, one line for each paragraph.

    Text that was deleted or moved away (tracked) is left out, and so are the old words of a table 修订前/修订后. Inserted text is
    kept. Raises ReadError for a file that is no sound Word document.
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
    numbers = Numbers(word)
    old = _superseded(word.element.body)
    shown = (p for p in word.element.body.iter(f"{W}p") if not _is_fallback(p) and not _is_gone(p) and not (old and _within(p, old)))
    return [numbers.label(p) + _words(p) for p in shown]


def _is_gone(paragraph: Any) -> bool:
    """Whether a whole paragraph was struck out or moved away, so that Word no longer counts it."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is not None and any(marks.find(f"{W}{tag}") is not None for tag in _STRUCK) and not _words(paragraph).strip()


def _superseded(body: Any) -> frozenset[Any]:
    """The cells of tables 修订前/修订后 that do not hold the new words of an article: such a table is no running text."""
    found: set[Any] = set()
    for table in body.iter(f"{W}tbl"):
        rows = [row.findall(f"{W}tc") for row in table.findall(f"{W}tr")]
        heads = [_cell(cell) for cell in rows[0]] if rows else []
        after = [n for n, head in enumerate(heads) if _AFTER.match(head)]
        if len(after) != 1 or not any(_BEFORE.match(head) for head in heads):
            continue
        old = [c for row in rows[1:] if len(row) == len(heads) for n, c in enumerate(row) if n != after[0]]
        if any(_ARTICLE.match(_cell(c)) for c in old):
            found.update(old, rows[0])
    return frozenset(found)


def _cell(cell: Any) -> str:
    return "".join(map(_words, cell.iter(f"{W}p"))).strip()


def _within(paragraph: Any, cells: frozenset[Any]) -> bool:
    return any(a in cells for a in paragraph.iterancestors(f"{W}tc"))


def _is_fallback(element: Any) -> bool:
    """Whether an element is the second copy of a text box, which Word stores again as mc:Fallback."""
    return any(a.tag.endswith("}Fallback") for a in element.iterancestors())


def _words(paragraph: Any) -> str:
    """The text of the paragraph's own runs, without what was moved away and that of paragraphs nested in its text boxes."""
    out = []
    for node in paragraph.iter(f"{W}t", *_BREAKS):
        above = next(a for a in node.iterancestors() if a.tag in (f"{W}p", f"{W}tabs", f"{W}moveFrom"))
        if above is paragraph:
            out.append(_BREAKS.get(node.tag) or node.text or "")
    return "".join(out)
