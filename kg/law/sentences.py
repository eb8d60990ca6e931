"""Sentences as a lawyer quotes them: cut behind 。 ； and line breaks."""

from __future__ import annotations

import re


def sentences(text: str) -> list[str]:
    """The text cut behind 。 ； and line breaks, delimiters kept, blanks at the ends dropped."""
    return [s.strip() for s in re.split(r"(?<=[。；])|\n", text) if s and s.strip()]
