"""The limits within which a file is read, far above those of any law.

The longest law in force, the Civil Code, has 107,000 characters.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How much of a file is read, and what reading it may take."""

    size: int = 20_000_000  # bytes of the file
    characters: int = 1_000_000  # of its text
    line: int = 200_000  # characters of one line of the text
    unpacked: int = 100_000_000  # bytes that a docx unpacks to, without its pictures
    member: int = 60_000_000  # bytes that one file inside it unpacks to
    members: int = 5_000  # files inside it
    pages: int = 2_000  # of a pdf
    seconds: float = 60.0  # for docx, pdf and html, of the clock and of the processor
    memory: int = 1_000_000_000  # bytes, for docx, pdf and html


LIMITS = Limits()
