"""Encoding in groups: the texts of the program together, and every text added by the user by itself.

The last bits of a vector depend on what else is in its batch. A group is always encoded as a whole and alone. Its vectors
are therefore the same whatever other groups there are, and an earlier index that has the group has its vectors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kg.search.dense import Matrix, Vectors
from kg.search.entries import Entry, read_entries

Owned = Sequence[tuple[int, str]]  # number of the entry, one of its texts
Texts = tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """Vectors by the group of texts with which they were encoded, one row for each text."""

    passages: Mapping[Texts, Matrix] = field(default_factory=dict)
    questions: Mapping[Texts, Matrix] = field(default_factory=dict)


def known(folder: Path | None, fingerprint: str, number: int, passages: Callable[[Entry], Sequence[str]]) -> Known:
    """The vectors that an index of the same encoder and format ``number`` holds.

    The result is empty where there is no such index or it cannot be read.
    """
    try:
        about = json.loads(((folder or Path()) / "manifest.json").read_text(encoding="utf-8")) if folder else {}
        if folder is None or (about["encoder"], about["format"]) != (fingerprint, number):
            return Known()
        entries, apart = read_entries(folder), about.get("apart", [])
        texts = owned(entries, passages), owned(entries, lambda e: e.questions)
        return Known(*(_of(folder / f"{name}.faiss", t, entries, apart) for name, t in zip(("passages", "questions"), texts, strict=True)))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):  # a damaged index is no index; faiss raises RuntimeError
        return Known()


def owned(entries: Sequence[Entry], texts: Callable[[Entry], Sequence[str]]) -> list[tuple[int, str]]:
    """The texts of all entries, each with the number of its entry."""
    return [(n, t) for n, e in enumerate(entries) for t in texts(e)]


def _of(path: Path, texts: Owned, entries: Sequence[Entry], apart: Collection[str]) -> dict[Texts, Matrix]:
    vectors = Vectors.open(path).all()
    if len(vectors) != len(texts):
        raise ValueError(f"{path}: {len(vectors)} vectors of {len(texts)} texts")
    return {tuple(texts[i][1] for i in rows): vectors[rows] for rows in groups(texts, entries, apart)}


def groups(texts: Owned, entries: Sequence[Entry], apart: Collection[str]) -> list[list[int]]:
    """The numbers of the texts, group by group.

    ``apart`` holds the URNs of versions that form a group each.
    """
    found: dict[str, list[int]] = {}
    for row, (number, _) in enumerate(texts):
        version = entries[number].version
        found.setdefault(version if version in apart else "", []).append(row)
    return list(found.values())


def encode(
    texts: Owned, rows: Sequence[Sequence[int]], fresh: Callable[[Sequence[str]], Matrix], old: Mapping[Texts, Matrix], width: int = 1
) -> Matrix:
    """One vector for each text, in the order of the texts.

    The vectors of a group in ``old`` are taken from there, and those of any other group are made by ``fresh``. If there
    are no texts, the result has no rows and ``width`` columns.
    """
    done: list[tuple[Sequence[int], Matrix]] = []
    for group in rows:
        words = tuple(texts[i][1] for i in group)
        done.append((group, old[words] if words in old else fresh(words)))
    out = np.zeros((len(texts), done[0][1].shape[1] if done else width), np.float32)
    for group, vectors in done:
        out[group] = vectors
    return out
