"""What a verb phrase says is told, kept or done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """An act found in a verb phrase.

    ``start`` is the offset of the verb in the phrase.
    """

    kind: str
    verb: str
    start: int
    recipient: tuple[str, ...]
    object: str
    rule: str
