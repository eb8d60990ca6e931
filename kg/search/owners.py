"""The best of the vectors that one entry has, for all entries at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.search.fused import Mask, Scores


class Owners:
    """Which entry each vector belongs to, where those of one entry follow each other."""

    def __init__(self, owners: NDArray[np.int32], number: int) -> None:
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self._lengths = np.diff(self._starts, append=len(owners))
        self._those = owners[self._starts]
        self.owning: Mask = np.zeros(number, np.bool_)
        self.owning[self._those] = True

    def best(self, values: Scores) -> Scores:
        """The greatest value of each entry, or 0 for an entry without any."""
        found = np.zeros(len(self.owning), np.float32)
        if len(values):
            found[self._those] = np.maximum.reduceat(values, self._starts)
        return found

    def places(self, values: Scores) -> NDArray[np.int64]:
        """Where among its own the greatest value of each entry stands, the last of equal ones, or -1 for an entry without any."""
        found = np.full(len(self.owning), -1, np.int64)
        if len(values):
            greatest = values == np.repeat(np.maximum.reduceat(values, self._starts), self._lengths)
            found[self._those] = np.maximum.reduceat(np.where(greatest, np.arange(len(values)), -1), self._starts) - self._starts
        return found
