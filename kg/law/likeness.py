"""How alike two texts are, by their pairs of neighbouring characters."""

from __future__ import annotations

import re


def squash(text: str) -> str:
    """The text without blanks."""
    return re.sub(r"\s+", "", text)


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring characters in a text, with blanks and punctuation left out."""
    bare = re.sub(r"[\W_]+", "", text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def overlap(question: str, text: str) -> float:
    """The share of the question's character pairs that the text has, from 0 to 1."""
    wanted = bigrams(question)
    return len(wanted & bigrams(text)) / len(wanted) if wanted else 0.0


def likeness(one: str, other: str) -> float:
    """The likeness of two texts by their pairs of characters, from 0 to 1.

    >>> likeness("制定应急预案", "制定应急预案"), likeness("甲", "乙")
    (1.0, 0.0)
    """
    return share(bigrams(one), bigrams(other))


def share(a: set[str], b: set[str]) -> float:
    """Twice the number of members that two sets share, divided by the sum of their sizes, or 0 if one is empty."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
