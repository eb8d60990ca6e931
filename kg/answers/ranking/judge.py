"""The judge: a small encoder that reads a question together with a clause and says how surely the clause decides it.

The shipped sentence encoder, fine-tuned on labelled questions. It judges only the few clauses that the search finds nearest, on one
thread each. Weights, data and limits: ``kg/models/kg-judge/README.md``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kg.models import session, tokenizer

if TYPE_CHECKING:
    from kg.search import Entry
    from kg.search.clauses import Clause

LONGEST = 192  # pieces of a pair
_QUESTION, _LEAD, _WORDS = 160, 60, 220  # characters of the parts of a pair
_END = "</s>"
VERDICTS = ("yes", "no", "conditional")  # what a clause answers to a question that wants yes or no


def pair(question: str, entry: Entry, clause: Clause) -> str:
    """The text that the judge reads."""
    return f"{question[:_QUESTION]}{_END}{entry.title} {clause.lead(entry)[:_LEAD]}{clause.words(entry)[:_WORDS]}"


class Judge:
    """The judge in a folder, loaded when it is first asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def logits(self, pairs: Sequence[str]) -> NDArray[np.float32]:
        """One row a pair: how surely the clause decides, then how surely it answers each of ``VERDICTS``, as logits."""
        _ = self._session, self._tokenizer, self._head
        if len(pairs) < 2:
            return np.array([self._row(p) for p in pairs], np.float32).reshape(len(pairs), 1 + len(VERDICTS))
        return np.array(list(self._pool.map(self._row, pairs)), np.float32)

    def _row(self, text: str) -> NDArray[np.float32]:
        ids = np.asarray([self._tokenizer.encode(text).ids], np.int64)
        states = self._session.run(None, {"ids": ids})[0][0]
        return np.asarray(self._head[0] @ states.mean(axis=0) + self._head[1], np.float32)

    @cached_property
    def _head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        with np.load(self.folder / "heads.npz") as stored:
            return stored["weight"].astype(np.float32), stored["bias"].astype(np.float32)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="kg-judge")

    @cached_property
    def _tokenizer(self) -> Any:
        return tokenizer(self.folder, LONGEST)

    @cached_property
    def _session(self) -> Any:
        return session(self.folder)
