"""Which kinds of answer a question wants, decided by a learned classifier over its pairs of characters and its sentence vector.

是否 whether · 谁 who · 向谁 whom · 何时 when · 多少 quantity · 哪些 which · 何谓 define · 依据 basis · 罚则 penalty · 比较 compare ·
时点 version · 违反什么 breach · 怎么做 how · 对吗 premise

The weights, how they were learned and how well they do: ``kg/models/kg-answers/README.md``.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

KINDS = ("whether", "who", "whom", "when", "quantity", "which", "define", "basis", "penalty", "compare", "version", "breach", "how", "premise")
BUCKETS = 8_192
_LONGEST = 3  # characters of a run that is counted
_DENSE = 3.0  # weight of the sentence vector beside the runs of characters

Values = NDArray[np.float32]


def signs(text: str, vector: Values) -> Values:
    """The signs of a question: its hashed runs of characters as a unit vector, and its sentence vector."""
    counts = np.zeros(BUCKETS, np.float32)
    marked = f"^{text}$"
    for size in range(1, _LONGEST + 1):
        for n in range(len(marked) - size + 1):
            counts[zlib.crc32(marked[n : n + size].encode()) % BUCKETS] = 1.0
    for size in range(1, _LONGEST + 1):  # how it ends tells most
        counts[zlib.crc32(f"${marked[-size - 3:]}".encode()) % BUCKETS] = 1.0
    norm = float(np.linalg.norm(counts)) or 1.0
    return np.concatenate([counts * (4.0 / norm), np.asarray(vector, np.float32).reshape(-1) * np.float32(_DENSE)])


@dataclass(frozen=True)
class Kinds:
    """The weights of the classifier: a row for each kind, and its offset."""

    weights: Values
    offsets: Values

    @classmethod
    @lru_cache(maxsize=2)
    def open(cls, path: Path) -> Kinds:
        """The classifier in a file that the training script wrote."""
        stored = np.load(path)
        return cls(stored["weights"].astype(np.float32), stored["offsets"].astype(np.float32))

    def of(self, text: str, vector: Values) -> dict[str, float]:
        """The probability of every kind."""
        logits = self.weights @ signs(text, vector) + self.offsets
        return {k: float(p) for k, p in zip(KINDS, 1.0 / (1.0 + np.exp(-logits)), strict=True)}
