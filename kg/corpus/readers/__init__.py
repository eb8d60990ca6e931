"""Plain text for the parser from the files people have: txt, md, docx, pdf and html.

The kind of a file is told by its first bytes, and its name only settles what they leave open. Text that
cannot be had (a scanned PDF, a foreign encoding, a zip bomb) gives a ReadError that names the file
and the remedy. Nothing is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.readers.plain import ReadError, decode

__all__ = ["KINDS", "MAX_BYTES", "FileText", "ReadError", "decode", "read", "read_bytes"]

MAX_BYTES = 20_000_000
KINDS = "txt、md、docx、pdf、html"
_OLE = b"\xd0\xcf\x11\xe0"  # Word 97, WPS
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|p|h1)\b", re.I | re.S)


@dataclass(frozen=True)
class FileText:
    """The text of a file, and the title it declares ("" if it declares none)."""

    text: str
    title: str = ""


def read(path: Path) -> FileText:
    """The text of a file of any supported kind.

    Raises ReadError, which names the file and the remedy.
    """
    try:
        if path.is_dir():
            raise ReadError(f"{path} 是文件夹；请给出一个文件（{KINDS}）")
        _check_size(path.stat().st_size, str(path))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"找不到文件 {path}；请检查路径") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} 无法读取（{getattr(error, 'strerror', None) or error}）；请检查权限和路径") from error
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> FileText:
    """The text in the bytes of a file.

    ``name`` stands in messages and settles what the first bytes leave open about the kind. Raises ReadError, which names the
    file and the remedy.
    """
    _check_size(len(data), name)
    reading = _by_kind(data, name)
    if not reading.text.strip():
        raise ReadError(f"{name} 没有任何文字；请检查文件")
    return reading


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise ReadError(f"{name} 超过 {MAX_BYTES // 1_000_000} MB；请拆分后再读")


def _by_kind(data: bytes, name: str) -> FileText:
    suffix = Path(name).suffix.lower()
    if data.startswith(b"%PDF-") or suffix == ".pdf":
        from kg.corpus.readers.pdf import read_pdf

        return FileText(read_pdf(data, name))
    if data.startswith(b"PK\x03\x04") or suffix == ".docx":
        from kg.corpus.readers.word import read_docx

        return FileText(read_docx(data, name))
    if data.startswith(_OLE):
        raise ReadError(f"{name} 是旧版 Word/WPS 文件；请另存为 .docx 或 .txt")
    if data.startswith(_IMAGES):
        raise ReadError(f"{name} 是图片；请先做文字识别（OCR）")
    if suffix in {".html", ".htm", ".xhtml"} or _HTML.match(data[:2_000].removeprefix(b"\xef\xbb\xbf")):
        from kg.corpus.readers.web import read_html

        return FileText(*read_html(decode(data, name, _declared(data))))
    return FileText(decode(data, name))


def _declared(data: bytes) -> str:
    match = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", data[:4_000], re.IGNORECASE)
    return match[1].decode("ascii") if match else ""
