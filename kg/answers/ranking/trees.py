"""Boosted trees as arrays, so that nothing but numpy is needed to ask them.

The training script writes them from scikit-learn's own; a test asks both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """Trees of one depth limit, one row a tree and one column a node.

    A node asks whether the value in column ``feature`` is at most ``threshold``, and goes to ``left`` or ``right``. A leaf leads to
    itself. ``value`` is what a leaf adds, and ``base`` what every row begins with. The sum is the logit of the probability.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    base: float
    depth: int
    names: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=4)
    def open(cls, path: Path) -> Trees:
        """The trees in a file that the training script wrote."""
        with np.load(path) as s:
            return cls(s["feature"], s["threshold"], s["left"], s["right"], s["value"], float(s["base"]), int(s["depth"]), tuple(s["names"].tolist()))

    def probabilities(self, rows: Values) -> NDArray[np.float64]:
        """The probability for each row of features."""
        if not len(rows):
            return np.zeros(0)
        trees = np.arange(len(self.feature))[None, :]
        at = np.zeros((len(rows), len(self.feature)), np.int32)
        each = np.arange(len(rows))[:, None]
        values = rows.astype(np.float64)
        for _ in range(self.depth):
            low = values[each, self.feature[trees, at]] <= self.threshold[trees, at]
            at = np.where(low, self.left[trees, at], self.right[trees, at])
        total = self.base + self.value[trees, at].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-total)))
