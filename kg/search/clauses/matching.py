"""How well a clause answers a question: a learned likeness of the two, by sentence vector and by runs of characters.

系统卡了二十分钟没跟任何人说 · 发生网络安全事件的，应当立即报告

Each side is its sentence vector, turned, and the sum of a vector for each run of one to three characters, brought to length
one. The weights, how they were learned and how far they reach: ``kg/models/kg-matcher/README.md``.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.law.places import matcher_dir
from kg.search.dense import Matrix

SIDES = ("question", "clause")
LONGEST = 3  # characters of a run
_ABOUT = "about.json"


def buckets(text: str, number: int) -> list[int]:
    """The buckets, of ``number``, of all runs of one to three characters of a text, each once."""
    runs = {text[n : n + size] for size in range(1, LONGEST + 1) for n in range(len(text) - size + 1)}
    return sorted({zlib.crc32(run.encode("utf-8", "surrogatepass")) % number for run in runs})


@dataclass(frozen=True)
class MatcherSide:
    """What turns a question, or a clause, into its vector.

    ``turn`` is multiplied with the sentence vector. ``runs`` has a row of whole numbers for each bucket, and ``scales`` what one of them is worth.
    """

    turn: Matrix
    runs: NDArray[np.int8]
    scales: Matrix

    def vector(self, text: str, sentence: Matrix) -> Matrix:
        """The unit vector of a text with that sentence vector, as float32."""
        found = np.asarray(sentence, np.float32).reshape(-1) @ self.turn
        places = buckets(text, len(self.runs))
        if places:
            found = found + (self.scales[places] @ self.runs[places].astype(np.float32)) / np.float32(np.sqrt(len(places)))
        return np.asarray(found / (np.linalg.norm(found) or 1.0), np.float32)


@dataclass(frozen=True)
class Matcher:
    """The two sides, and a value that tells two matchers apart."""

    fingerprint: str
    question: MatcherSide
    clause: MatcherSide

    @classmethod
    def of(cls, encoder: str, folder: Path | None = None) -> Matcher | None:
        """The matcher that is shipped for the encoder with that fingerprint, or None where there is none."""
        return _opened(encoder, folder or matcher_dir())

    def clauses(self, words: list[str], sentences: Matrix) -> Matrix:
        """The vectors of clauses with these words and sentence vectors, one row each, rounded to half precision."""
        rows = [self.clause.vector(w, s) for w, s in zip(words, sentences, strict=True)]
        return np.array(rows, np.float16).astype(np.float32).reshape(len(rows), sentences.shape[1])


@lru_cache(maxsize=2)
def _opened(encoder: str, folder: Path) -> Matcher | None:
    path = folder / _ABOUT
    about = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if about.get("encoder") != encoder:
        return None
    question, clause = (_side(folder, name) for name in SIDES)
    return Matcher(about["matcher"], question, clause)


def _side(folder: Path, name: str) -> MatcherSide:
    turn, scales = (np.load(folder / f"{name}_{part}.npy").astype(np.float32) for part in ("turn", "scales"))
    return MatcherSide(turn, np.load(folder / f"{name}_runs.npy", mmap_mode="r"), scales)
