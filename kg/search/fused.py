"""Fusion of four scores of every entry, which are brought to one scale and added.

The weights were chosen with `benchmarks/retrieval.py --tune` on the development questions. The optimum is flat, so round
numbers were taken. Reciprocal rank fusion was worse than the better of its parts.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

DENSE = "dense"  # cosine of the question with the best passage of the entry
LEXICAL = "lexical"  # BM25 of the question over title, chapter and text
QUESTION_DENSE = "question_dense"  # cosine of the question with the best question written for the entry
QUESTION_LEXICAL = "question_lexical"  # BM25 of the question over those questions

WEIGHTS = {DENSE: 0.4, QUESTION_DENSE: 0.4, LEXICAL: 0.1, QUESTION_LEXICAL: 0.1}
BARE_WEIGHTS = {DENSE: 0.95, LEXICAL: 0.05}  # for an entry that has no written questions; chosen with `benchmarks/retrieval.py --bare`

BARE_CEILING = 0.9  # the greatest score of such an entry: one with written questions seldom leads in all four parts


def normalise(scores: Scores, among: Mask) -> Scores:
    """The scores scaled from 0 to 1 (min-max) over the entries in ``among``.

    The other entries get 0, and so does every entry when all scores are equal.
    """
    out = np.zeros_like(scores)
    if not among.any():
        return out
    low, high = scores[among].min(), scores[among].max()
    if high > low:
        out[among] = (scores[among] - low) / (high - low)
    return out


def leading(scores: Scores, number: int) -> NDArray[np.int64]:
    """The places of the ``number`` greatest scores, the greatest first and of equal ones the earlier."""
    least = np.partition(scores, -number)[-number] if number < len(scores) else -np.inf
    among = np.flatnonzero(scores >= least)
    return among[np.argsort(-scores[among], kind="stable")][:number]


def fuse(
    parts: Mapping[str, Scores],
    allowed: Mask,
    asked: Mask,
    weights: Mapping[str, float] = WEIGHTS,
    bare_weights: Mapping[str, float] = BARE_WEIGHTS,
) -> Scores:
    """One score from 0 to 1 for each allowed entry, and -1 for the others.

    ``asked`` marks the entries that have written questions. The others are scored by their text alone, with weights that
    also add up to one, so that a rule somebody adds is not drowned. Their score is scaled down to ``BARE_CEILING``, so
    that thousands of such texts do not drown the others either.
    """
    with_questions = _weighted(parts, allowed, asked, weights)
    bare = np.float32(BARE_CEILING) * _weighted(parts, allowed, asked, bare_weights)
    return np.where(allowed, np.where(asked, with_questions, bare), np.float32(-1.0)).astype(np.float32)


def _weighted(parts: Mapping[str, Scores], allowed: Mask, asked: Mask, weights: Mapping[str, float]) -> Scores:
    total = np.zeros(len(allowed), np.float32)
    for name, weight in weights.items():
        among = allowed & asked if name in (QUESTION_DENSE, QUESTION_LEXICAL) else allowed
        total += np.float32(weight) * normalise(parts[name], among)
    return total
