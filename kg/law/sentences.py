"""Sentences as a lawyer quotes them, cut after 。 ； and line breaks."""

from __future__ import annotations

import re


def sentences(text: str) -> list[str]:
    """The sentences of a text, cut after 。 ； and line breaks.

    The delimiters 。 and ； are kept, and blanks at the ends are dropped.
    """
    return [s.strip() for s in re.split(r"(?<=[。；])|\n", text) if s and s.strip()]
