"""The nearness of two provisions of different laws, by their words (TF-IDF) and by the norms they state."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.law.likeness import bigrams, share
from kg.links.compared import Compared, CutSentence, sentences
from kg.links.vectors import SparseVectors

_LEAST = 0.1  # cosine below which two provisions are not looked at
_BY_NORMS = 0.2  # what wholly equal norms add to the cosine
_ROUNDED = 1e-4  # cosines are rounded to this


class Words:
    """The words of a number of units, with the weight that each has by its rarity."""

    def __init__(self, found: Sequence[Compared]) -> None:
        self._bags = [u.words for u in found]
        self._spread = Counter(w for bag in self._bags for w in bag)
        self._weight = {w: math.log(len(found) / n) for w, n in self._spread.items()}

    @cached_property
    def vectors(self) -> SparseVectors:
        """The TF-IDF vectors of the units."""
        return SparseVectors(self._bags, self._spread, self._weight)

    def shared(self, one: Compared, other: Compared) -> str:
        """The sentence of ``one`` that shares most words with ``other``, verbatim.

        Rare words count more, and a long sentence counts less.
        """
        if len(one.sentences) == 1:
            return one.sentences[0].text
        best = max(one.sentences, key=lambda s: self._worth(s, other.words), default=None)
        return best.text if best else ""

    def _worth(self, sentence: CutSentence, theirs: frozenset[str]) -> float:
        return math.fsum(self._weight[w] for w in sentence.words & theirs) / math.sqrt(len(sentence.words) + 1)


@dataclass(frozen=True)
class Pair:
    """Two units of different works, with how near they are.

    ``score`` is the cosine plus what shared norms add to it. ``shared`` is the share of the norms that they have in
    common.
    """

    one: Compared
    other: Compared
    score: float
    shared: float


def nearest(found: Sequence[Compared], words: Words, least: float) -> list[Pair]:
    """The pairs of at least the given score in which each unit is the other's nearest in its work, in the order of the units."""
    names = {name: n for n, name in enumerate(dict.fromkeys(u.work for u in found))}
    work = np.array([names[u.work] for u in found], np.int64)
    one, other, near, shared = _looked_at(found, words, work, least)
    score = near.astype(np.float64) + _BY_NORMS * shared
    kept = np.flatnonzero((near >= _LEAST) & (score >= least))
    one, other, score, shared = one[kept], other[kept], score[kept], shared[kept]
    chosen = _mutual(one * len(names) + work[other], other * len(names) + work[one], score)
    rows = zip(one[chosen].tolist(), other[chosen].tolist(), score[chosen].tolist(), shared[chosen].tolist(), strict=True)
    return [Pair(found[i], found[j], s, n) for i, j, s, n in rows]


def _looked_at(found: Sequence[Compared], words: Words, work: NDArray[np.int64], least: float) -> tuple[NDArray[Any], ...]:
    """The pairs of different works that may reach a score, with their cosines and the share of norms in common.

    These are the pairs whose words alone reach it, and those that have norms in common. They are in the order of the units.
    """
    one, other = words.vectors.alike(least - _ROUNDED)
    apart = work[one] != work[other]
    alike = one[apart] * len(found) + other[apart]
    sharing = sorted((i * len(found) + j, s) for i, j, s in _sharing(found))
    numbers = np.array([n for n, _ in sharing], np.int64)
    pairs = np.sort(np.concatenate([alike, np.setdiff1d(numbers, alike)]))
    shared = np.zeros(len(pairs))
    shared[np.searchsorted(pairs, numbers)] = [s for _, s in sharing]
    one, other = np.divmod(pairs, len(found))
    return one, other, np.round(words.vectors.cosines(one, other), 4).astype(np.float32), shared


def _mutual(there: NDArray[np.int64], back: NDArray[np.int64], score: NDArray[np.float64]) -> NDArray[np.int64]:
    """The pairs that have the highest score of the group of each of their sides, where the first of equals counts."""
    group, scores = np.concatenate([there, back]), np.concatenate([score, score])
    order = np.lexsort((np.tile(np.arange(len(score)), 2), -scores, group))
    first = np.append(True, np.diff(group[order]) != 0)[: len(order)]
    best = np.zeros(len(group), bool)
    best[order[first]] = True
    return np.flatnonzero(best[: len(score)] & best[len(score) :])


def _sharing(found: Sequence[Compared]) -> Iterator[tuple[int, int, float]]:
    """The pairs of units of different works that share a bearer, a kind of act and a concept, with the share of norms in common."""
    telling = rarity(found)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for n, unit in enumerate(found):
        for key in product(unit.bearers, unit.kinds, unit.about):
            groups.setdefault(key, []).append(n)
    pairs = {(i, j) for group in groups.values() for i, j in combinations(group, 2) if found[i].work != found[j].work}
    return ((i, j, _in_common(found[i].about, found[j].about, telling)) for i, j in pairs)


def _in_common(one: frozenset[str], other: frozenset[str], telling: Mapping[str, float]) -> float:
    """The share of concepts in common, from 0 to 1, in which rare ones count more."""
    union = math.fsum(telling[c] for c in one | other)
    return math.fsum(telling[c] for c in one & other) / union if union else 0.0


def rarity(found: Sequence[Compared]) -> dict[str, float]:
    """The weight of each concept, which is greater the fewer units it occurs in."""
    spread = Counter(c for u in found for c in u.about)
    return {c: math.log(len(found) / n) for c, n in spread.items()}


def best_sentence(text: str, words: str) -> str:
    """The sentence of a text that is most like the given words, verbatim."""
    theirs = bigrams(words)
    return max(sentences(text), key=lambda s: share(bigrams(s), theirs), default="")
