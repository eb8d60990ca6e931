"""Plain text for the parser from the files people have: txt, md, docx, pdf and html.

The kind of a file is told by its first bytes, and its name only settles what they leave open. Text that
cannot be had (a scanned PDF, a foreign encoding, a zip bomb) gives a ReadError that names the file
and the remedy. Nothing is stored. How much is read, and what that may take, is bounded (``kg.corpus.readers.limits``).
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from kg.corpus.readers.kinds import kind_of, text_apart, text_of
from kg.corpus.readers.limits import LIMITS, Limits
from kg.corpus.readers.plain import FileText, ReadError, decode

__all__ = ["KINDS", "LIMITS", "FileText", "Limits", "ReadError", "decode", "read", "read_bytes", "read_stream"]

KINDS = "txt、md、docx、pdf、html"


def read(path: Path, limits: Limits = LIMITS) -> FileText:
    """The text of a file of any supported kind.

    Raises ReadError, which names the file and the remedy.
    """
    try:
        if path.is_dir():
            raise ReadError(f"{path} 是文件夹；请给出一个文件（{KINDS}）")
        with path.open("rb") as file:
            return read_stream(file, str(path), limits)
    except FileNotFoundError as error:
        raise ReadError(f"找不到文件 {path}；请检查路径") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} 无法读取（{getattr(error, 'strerror', None) or error}）；请检查权限和路径") from error


def read_stream(stream: BinaryIO, name: str, limits: Limits = LIMITS) -> FileText:
    """The text in what a stream still holds, such as standard input.

    No more is taken from it than a file may have.
    """
    return read_bytes(stream.read(limits.size + 1), name, limits)


def read_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> FileText:
    """The text in the bytes of a file.

    ``name`` stands in messages and settles what the first bytes leave open about the kind. Raises ReadError, which names the
    file and the remedy. Kinds that need a library are read in a process of their own (``kg.corpus.readers.kinds``).
    """
    if len(data) > limits.size:
        raise ReadError(f"{name} 超过 {limits.size / 1_000_000:g} MB；请拆分后再读")
    kind = kind_of(data, name)
    reading = (text_of if kind == "plain" else text_apart)(data, name, kind, limits)
    if not reading.text.strip():
        raise ReadError(f"{name} 没有任何文字；请检查文件")
    return reading
