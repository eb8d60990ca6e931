"""Whether a question lies within the subject of the texts held: five signs of it, weighed in one logistic curve.

The curve was fitted with ``benchmarks/scope.py``, which also measures it. It cannot see that a rule inside the subject is
silent on one point.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Signs:
    """What speaks for a question inside the subject or outside it, each between 0 and 1.

    ``inside`` is its cosine with the nearest passage or written question found, ``outside`` that with the nearest question known
    to lie outside. ``unknown`` is the share of its characters in words that no text and no written question has. ``shared`` is the share of its
    words, by weight, that the best entry found has: of two questions with equal cosines, the one that shares more words with
    the law and yet is no nearer to it lies outside more often. ``firm`` is 1 if the question names a kind of firm of the industry.
    """

    inside: float
    outside: float
    unknown: float
    shared: float
    firm: float = 0.0


WEIGHTS = Signs(inside=23.7, outside=-16.2, unknown=-10.2, shared=-5.4, firm=2.2)
OFFSET = -5.1


def unknown(question: str, words: Collection[str], knows: Callable[[str], bool]) -> float:
    """The share of the characters of a question that stand in a word nobody knows, and in none that is known.

    ``words`` are those the question is cut into, which may overlap.

    >>> unknown("存货人报告", ["存货人", "报告"], {"报告"}.__contains__)
    0.6
    """
    known = _covered(question, [w for w in words if knows(w)])
    strange = _covered(question, [w for w in words if not knows(w)]) - known
    return len(strange) / max(sum(map(str.isalnum, question)), 1)


def _covered(question: str, words: Iterable[str]) -> set[int]:
    """The places of a question that these words cover wherever they stand in it."""
    starts = ((m.start(), len(w)) for w in words for m in re.finditer(f"(?={re.escape(w)})", question))
    return {n for start, length in starts for n in range(start, start + length)}


def confidence(signs: Signs) -> float:
    """The confidence, from 0 to 1, that a question with these signs lies within the subject.

    >>> round(confidence(Signs(0.9, 0.6, 0.0, 0.4)), 2), round(confidence(Signs(0.7, 0.6, 0.5, 0.4)), 2)
    (0.99, 0.0)
    """
    weighed = sum(w * s for w, s in zip(astuple(WEIGHTS), astuple(signs), strict=True))
    return 1.0 / (1.0 + math.exp(-(weighed + OFFSET)))
