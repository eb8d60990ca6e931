"""The vectors of many bags of words, and the pairs among them that are alike, found without comparing every pair.

Each vector holds the weights of the words of a bag and has length 1, so that the product of two is their cosine. The
words are numbered from the most to the least common. Of each vector the common words are set aside while their length is
below ``_ASIDE``. Two bags whose kept words have nothing in common then have a cosine below ``_ASIDE``, by the inequality
of Cauchy and Schwarz. For all others the same inequality bounds what the words set aside can add, and only pairs that may
reach the cosine asked for are multiplied in full. Nothing is lost, and few pairs are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_Numbers = NDArray[np.int64]
_Reals = NDArray[np.float64]
_ASIDE = 0.17  # the length of the common words set aside; below the cosine asked for, and found fastest by trial
_LEVELS = 64  # bounds on the numbers of the words, at each of which the length of a vector so far is kept
_ROWS = 16  # vectors multiplied at once, so that the sums fit into the processor's cache
_SLACK = 1e-5  # what rounding may do to a bound


class SparseVectors:
    """The vectors of a number of bags of words, under the weights of the words."""

    def __init__(self, bags: Sequence[frozenset[str]], spread: Mapping[str, int], weight: Mapping[str, float]) -> None:
        order = {w: n for n, w in enumerate(sorted(spread, key=lambda w: (-spread[w], w)))}
        sizes = np.array([len(b) for b in bags], np.int64)
        self._count, self._vocabulary = len(bags), len(order)
        self._start: _Numbers = np.concatenate([[0], np.cumsum(sizes)])
        self._row: _Numbers = np.repeat(np.arange(len(bags)), sizes)
        words = np.fromiter((order[w] for b in bags for w in b), np.int64, int(sizes.sum()))
        self._word: _Numbers = np.sort(self._row * len(order) + words) - self._row * len(order)
        raw = np.array([weight[w] for w in order])[self._word] if len(self._word) else np.zeros(0)
        length = np.sqrt(np.bincount(self._row, raw**2, minlength=len(bags)))
        self._value: _Reals = raw / np.maximum(length, 1e-9)[self._row]

    # ── cosines ──

    def cosines(self, one: _Numbers, other: _Numbers) -> _Reals:
        """The cosine of each pair of bags, whose first members are in ascending order."""
        parts = [self._products(first, one[a:b], other[a:b]) for first, a, b in self._blocks(one)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _blocks(self, rows: _Numbers) -> Iterator[tuple[int, int, int]]:
        """The first row of each block of ``_ROWS``, with the slice of ``rows`` that falls into it."""
        cuts = np.searchsorted(rows, np.arange(0, self._count + _ROWS, _ROWS)).tolist()
        return ((n * _ROWS, a, b) for n, (a, b) in enumerate(pairwise(cuts)) if a < b)

    def _products(self, first: int, one: _Numbers, other: _Numbers) -> _Reals:
        own = slice(self._start[first], self._start[min(first + _ROWS, self._count)])
        table = np.zeros(_ROWS * self._vocabulary)
        table[(self._row[own] - first) * self._vocabulary + self._word[own]] = self._value[own]
        sizes = self._start[other + 1] - self._start[other]
        at = _spans(self._start[other], sizes)
        found = self._value[at] * table[np.repeat((one - first) * self._vocabulary, sizes) + self._word[at]]
        return _sums(np.repeat(np.arange(len(one)), sizes), found, len(one))

    # ── pairs that are alike ──

    def alike(self, least: float) -> tuple[_Numbers, _Numbers]:
        """All pairs of bags whose cosine is at least ``least``, and some others, in ascending order.

        ValueError is raised for a cosine of ``_ASIDE`` or less, which the words set aside could reach by themselves.
        """
        if least <= _ASIDE + _SLACK:
            raise ValueError(f"a cosine of {least} or more cannot be looked for: it must be above {_ASIDE}")
        kept = self._before() >= _ASIDE**2
        row = self._row[kept]
        postings = _Postings(row, self._word[kept], self._value[kept], self._vocabulary)
        bounds = _Bounds(self._row, self._word, self._value, kept, self._count)
        found = [self._reaching(postings, bounds, first, slice(a, b), least) for first, a, b in self._blocks(row)]
        one, other = ([pair[side] for pair in found] for side in (0, 1))
        return _joined(one), _joined(other)

    def _before(self) -> _Reals:
        """For each word of each bag, the squared length of the vector up to and with this word."""
        summed = np.cumsum(self._value**2)
        before: _Reals = np.concatenate([[0.0], summed])[self._start[:-1]]
        return summed - before[self._row]

    def _reaching(self, postings: _Postings, bounds: _Bounds, first: int, own: slice, least: float) -> tuple[_Numbers, _Numbers]:
        width = self._count - first
        sums = postings.products(own, first, width)
        hit = np.flatnonzero(sums >= least - _ASIDE - _SLACK)
        one, other = np.divmod(hit, width)
        one, other = one + first, other + first
        enough = sums[hit] + bounds(one, other) >= least - _SLACK
        return one[enough], other[enough]


class _Postings:
    """The entries of vectors by word, each with the vectors after its own that have the word too."""

    def __init__(self, row: _Numbers, word: _Numbers, value: _Reals, vocabulary: int) -> None:
        self._row, self._value = row, value
        by_word = np.argsort(word, kind="stable")
        self._rows, self._values = row[by_word], value[by_word]
        self._next = np.empty_like(by_word)
        self._next[by_word] = np.arange(1, len(by_word) + 1)
        self._after = np.searchsorted(word[by_word], np.arange(vocabulary), side="right")[word] - self._next

    def products(self, own: slice, first: int, width: int) -> _Reals:
        """The products of the vectors of a block with all that follow, one vector of the block after the other."""
        sizes = self._after[own]
        at = _spans(self._next[own], sizes)
        place = self._rows[at] + np.repeat((self._row[own] - first) * width - first, sizes)
        return _sums(place, self._values[at] * np.repeat(self._value[own], sizes), min(_ROWS, width) * width)


class _Bounds:
    """The most that the words set aside can add to the product of two vectors.

    The words set aside of both have smaller numbers than the first word kept of one of the two. What the words below that
    number add is at most the product of the lengths which they give to the vectors.
    """

    def __init__(self, row: _Numbers, word: _Numbers, value: _Reals, kept: NDArray[np.bool_], count: int) -> None:
        levels = np.append(np.unique(np.sort(word)[:: max(1, len(word) // _LEVELS)]), np.iinfo(np.int64).max)
        place = row * len(levels) + np.searchsorted(levels, word, side="right")
        squares = np.bincount(place, value**2, minlength=count * len(levels)).reshape(count, len(levels))
        self._length = np.sqrt(np.cumsum(squares, axis=1)).astype(np.float32)
        _, at = np.unique(row[kept], return_index=True)
        self._level = np.zeros(count, np.int64)
        self._level[row[kept][at]] = np.searchsorted(levels, word[kept][at])

    def __call__(self, one: _Numbers, other: _Numbers) -> NDArray[np.float32]:
        level = np.maximum(self._level[one], self._level[other])
        return self._length[one, level] * self._length[other, level]


def _joined(parts: list[_Numbers]) -> _Numbers:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _sums(place: _Numbers, value: _Reals, count: int) -> _Reals:
    """The sum of the values at each of a number of places, added up in their order."""
    return np.bincount(place, value, minlength=count).astype(np.float64, copy=False)


def _spans(starts: _Numbers, sizes: _Numbers) -> _Numbers:
    """The numbers from each start on, as many as its size."""
    ends = np.cumsum(sizes)
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)
