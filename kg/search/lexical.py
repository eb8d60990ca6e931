"""Word search with BM25 (bm25s) over documents given as lists of words (``kg.search.segment``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.search.lean import lean_imports

Vector = NDArray[np.float32]

K1, B = 1.5, 0.75


class Lexical:
    """A BM25 index over documents given as lists of words."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]], folder: Path) -> Lexical:
        """The index of the documents, which is also saved in ``folder``.

        Equal input gives equal bytes.
        """
        vocabulary = {w: i for i, w in enumerate(sorted({w for d in documents for w in d} | {""}))}
        ids = [[vocabulary[w] for w in d] or [vocabulary[""]] for d in documents or [[]]]  # no documents are indexed as one empty document
        model = _bm25s().BM25(method="lucene", k1=K1, b=B, csc_backend="numpy")
        model.index((ids, vocabulary), show_progress=False, create_empty_token=False)
        model.save(folder, show_progress=False)
        return cls(model)

    @classmethod
    def open(cls, folder: Path) -> Lexical:
        """The index saved in ``folder``, with its arrays memory-mapped."""
        return cls(_bm25s().BM25.load(folder, mmap=True, show_progress=False))

    def scores(self, query: Sequence[str]) -> Vector:
        """The BM25 score of every document as float32, zero where no word is shared."""
        known = [self._vocabulary[w] for w in query if w in self._vocabulary]
        if not known:
            return np.zeros(self._documents, np.float32)
        return np.asarray(self._model.get_scores_from_ids(known), np.float32)

    def knows(self, word: str) -> bool:
        """Whether a document has the word."""
        return word in self._vocabulary

    def self_score(self, query: Sequence[str]) -> float:
        """The score of a document made of exactly the query's words, by which ``scores`` are measured.

        Words that the index does not know count with the weight of the rarest word. A question in words foreign to the
        corpus therefore has a high self-score that no document comes near.
        """
        return float(sum(self._idf(w) for w in query)) or 1.0

    def _idf(self, word: str) -> float:
        number = self._vocabulary.get(word)
        pointers = self._model.scores["indptr"]
        frequency = int(pointers[number + 1] - pointers[number]) if number is not None else 0
        return float(np.log1p((self._documents - frequency + 0.5) / (frequency + 0.5)))

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        return dict(self._model.vocab_dict)

    @property
    def _documents(self) -> int:
        return int(self._model.scores["num_docs"])


def _bm25s() -> Any:
    with lean_imports():
        import bm25s
    return bm25s
