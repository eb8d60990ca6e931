"""The text of plain files, with the encoding of a Chinese text found or, if that would be a guess, refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDEST = 4  # bytes of one character, in any of these encodings
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


class ReadError(Exception):
    """A file whose text cannot be had.

    The message names the file and the remedy in one line.
    """


@dataclass(frozen=True)
class FileText:
    """The text of a file, and the title it declares ("" if it declares none)."""

    text: str
    title: str = ""


def decode(data: bytes, name: str, declared: str = "", longest: int | None = None) -> str:
    """The text in the bytes of a file, with every line end as ``\\n``.

    It is decoded by its byte order mark, or else as UTF-8, the declared encoding or GB 18030. Raises ReadError if none fits, or if
    the text has more than ``longest`` characters.
    """
    if longest is not None:
        check_length(-(-len(data) // _WIDEST) - 1, name, longest)
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    for encoding in (mark,) if mark else ("utf-8", declared, "gb18030"):
        text = _decoded(data, encoding)
        if text is not None and longest is not None:
            check_length(len(text), name, longest)
        if text is not None and _is_prose(text, encoding.startswith("utf")):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ReadError(f"{name} 的编码既不是 UTF-8 也不是 GB 18030，或不是文本文件；请另存为 UTF-8 文本")


def check_length(characters: int, name: str, longest: int) -> None:
    """Raise ReadError if a text has too many characters."""
    if characters > longest:
        raise ReadError(f"{name} 的文字超过 {longest:,} 字；请拆分后再读")


def check_memory(log: Iterable[Any]) -> None:
    """Raise MemoryError if an XML parser ran out of memory.

    It tells only its log, and hands on what it has read so far as if that were all.
    """
    if any(entry.type_name == "ERR_NO_MEMORY" for entry in log):
        raise MemoryError


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _is_prose(text: str, trusted: bool) -> bool:
    """Whether decoded text looks like writing and not like another encoding or a binary file.

    Bytes of Big5 or Latin-1 often decode as GB 18030, but into rare characters, while running
    Chinese consists almost wholly of the level-1 characters of GB 2312.
    """
    if len(_CONTROL.findall(text)) > len(text) // 500:
        return False
    foreign = [c for c in text if "\u3400" <= c <= "\u9fff" or "\ue000" <= c <= "\uf8ff" or c > "\uffff"]
    return trusted or sum(map(_is_common, foreign)) >= 0.8 * len(foreign)


def _is_common(char: str) -> bool:
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
