"""The kind of a file, told by its first bytes, and the text of a docx, pdf or html read in a process of its own.

These come from strangers and are read by large libraries: one that hangs or takes all memory is ended, and nothing else with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.corpus.readers.limits import Limits
from kg.corpus.readers.paragraphs import unwrapped
from kg.corpus.readers.plain import FileText, ReadError, check_length, decode
from kg.corpus.readers.tidy import tidy, without_front_matter, without_print
from kg.files.apart import Allowance, Stopped, run

_OLE = b"\xd0\xcf\x11\xe0"  # Word 97, WPS
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_COMMENT = rb"<!--(?:(?!-->).)*-->\s*"  # ends at the first -->, so that a row of them can be read in one way only
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:%b)*<(?:!doctype\s+html|html|head|body|meta|div|p|h1)\b" % _COMMENT, re.I | re.S)


def kind_of(data: bytes, name: str) -> str:
    """The kind of a file: ``pdf``, ``docx``, ``html`` or ``plain``.

    ReadError is raised for kinds that have no text to read.
    """
    suffix = Path(name).suffix.lower()
    if data.startswith(b"%PDF-") or suffix == ".pdf":
        return "pdf"
    if data.startswith(b"PK\x03\x04") or suffix == ".docx":
        return "docx"
    if data.startswith(_OLE):
        raise ReadError(f"{name} 是旧版 Word/WPS 文件；请另存为 .docx 或 .txt")
    if data.startswith(_IMAGES):
        raise ReadError(f"{name} 是图片；请先做文字识别（OCR）")
    if suffix in {".html", ".htm", ".xhtml"} or _HTML.match(data[:2_000].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "plain"


def text_of(data: bytes, name: str, kind: str, limits: Limits) -> FileText:
    """The text of a file of this kind, tidied and within the limits of its length."""
    match kind:
        case "pdf":
            from kg.corpus.readers.pdf import read_pdf

            found = FileText(read_pdf(data, name, limits))
        case "docx":
            from kg.corpus.readers.word import read_docx

            found = FileText(read_docx(data, name, limits))
        case "html":
            from kg.corpus.readers.web import read_html

            found = FileText(*read_html(decode(data, name, _declared(data))))
        case _:
            found = FileText(*without_front_matter(without_print(decode(data, name, longest=limits.characters))))
    found = FileText(unwrapped(tidy(found.text)) if kind != "pdf" else tidy(found.text), found.title)
    check_length(len(found.text), name, limits.characters)
    if max(map(len, found.text.split("\n"))) > limits.line:
        raise ReadError(f"{name} 有一行超过 {limits.line:,} 字；请按条、款分行后再读")
    return found


def _declared(data: bytes) -> str:
    match = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", data[:4_000], re.IGNORECASE)
    return match[1].decode("ascii") if match else ""


def text_apart(data: bytes, name: str, kind: str, limits: Limits) -> FileText:
    """The text of a file of this kind, read in a process of its own within the limits of time and memory."""
    about = {"name": name, "kind": kind, "limits": asdict(limits)}
    try:
        with closing(run(work, about, data, allowed=Allowance(limits.seconds, limits.memory), errors=(ReadError,))) as found:
            return FileText(*next(found))
    except Stopped as error:
        why = {"time": f"读取超过 {limits.seconds:g} 秒，已停止", "memory": f"读取所需的内存超过 {limits.memory // 1_000_000} MB，已停止"}
        raise ReadError(f"{name} {why.get(error.why, '未能读完，读取的进程已结束')}；请拆分，或另存为 txt 后再读") from error


def work(about: Mapping[str, Any], data: bytes) -> Iterator[list[str]]:
    """The text and the title of a file: what the other process does."""
    found = text_of(data, about["name"], about["kind"], Limits(**about["limits"]))
    yield [found.text, found.title]
