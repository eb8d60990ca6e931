"""The clauses of a finished index with their vectors, mapped into memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from kg.search.clauses.matching import Matcher
from kg.search.clauses.units import LawClause
from kg.search.dense import Matrix, Vectors
from kg.search.entries import Entry
from kg.search.fused import Scores

_KEPT = 2_048  # entries whose clauses are kept once they were made


def passage_of(clause: LawClause, entry: Entry) -> str:
    """The text of a clause that the encoder reads, which begins with its title, chapter and lead-in."""
    return f"{entry.title} {entry.chapter} {clause.lead(entry)}{clause.words(entry)}"


def write(folder: Path, entries: Sequence[Entry], clauses: Sequence[Sequence[LawClause]], vectors: Matrix, matcher: Matcher | None) -> None:
    """Write the clauses of every entry, in the order of the entries, their vectors, and those by which a matcher compares them."""
    flat = [c for some in clauses for c in some]
    rows = [(n, c.start, c.end, c.lead_start, c.lead_end, int(c.heads)) for n, some in enumerate(clauses) for c in some]
    np.save(folder / "clauses.npy", np.array(rows, np.int32).reshape(len(rows), 6))
    (folder / "clauses.txt").write_bytes("".join(f"{c.urn}\n" for c in flat).encode())
    Vectors.build(vectors, folder / "clauses.faiss")
    if matcher:
        words = [c.words(e) for e, some in zip(entries, clauses, strict=True) for c in some]
        Vectors.build(matcher.clauses(words, vectors), folder / "matched.faiss")


class Clauses:
    """The clauses of a finished index.

    Those of an entry are made when they are asked for.
    """

    def __init__(self, folder: Path, entries: int, matcher: Matcher | None = None) -> None:
        self._folder = folder
        self._matcher = matcher
        self._entries = entries
        self.of = lru_cache(maxsize=_KEPT)(self._of)

    def _of(self, entry: int) -> tuple[tuple[int, LawClause], ...]:
        """The clauses of the entry with that number, each with its own number."""
        first, last = int(self._starts[entry]), int(self._starts[entry + 1])
        rows = self._rows[first:last].tolist()
        return tuple((first + n, LawClause(self._urns[first + n], row[1], row[2], row[3], row[4], bool(row[5]))) for n, row in enumerate(rows))

    def owner(self, clause: int) -> int:
        """The number of the entry in which a clause stands."""
        return int(self._rows[clause, 0])

    def cosines(self, query: Matrix) -> Scores:
        """The cosine of one query vector with every clause, in the order of the clauses."""
        return self._vectors.cosines(query)

    def matches(self, text: str, query: Matrix) -> Scores:
        """How well every clause answers a question with that vector, from -1 to 1, in the order of the clauses.

        Without a matcher it is the cosine.
        """
        return self._matched.cosines(self._matcher.question.vector(text, query)) if self._matcher else self.cosines(query)

    @cached_property
    def _matched(self) -> Vectors:
        return Vectors.open(self._folder / "matched.faiss")

    @cached_property
    def _rows(self) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
        rows: np.ndarray[tuple[int, int], np.dtype[np.int32]] = np.load(self._folder / "clauses.npy", mmap_mode="r")
        return rows

    @cached_property
    def _starts(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.searchsorted(self._rows[:, 0], np.arange(self._entries + 1))

    @cached_property
    def _urns(self) -> list[str]:
        return (self._folder / "clauses.txt").read_text(encoding="utf-8").split("\n")

    @cached_property
    def _vectors(self) -> Vectors:
        return Vectors.open(self._folder / "clauses.faiss")
