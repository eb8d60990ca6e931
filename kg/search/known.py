"""Vectors that need not be computed again: those shipped with the program, and those of the index before.

A vector depends on its text and on the encoder alone, and every stored vector is rounded to half precision. An index
therefore has the same bytes whether its vectors were computed, shipped or taken over.

What is shipped lies in ``kg/models/vectors``: for each text of the corpus the vectors of its passages and of the questions
written for it, and ``about.json`` with the encoder and the hash of every file. ``scripts/ship_vectors.py`` writes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np

from kg.law.places import vectors_dir
from kg.search.clauses.store import Clauses, passage_of
from kg.search.dense import DOCUMENT, QUERY, Matrix, Vectors
from kg.search.entries import Entry, read_entries

Passages = Callable[[Entry], Sequence[str]]
_ABOUT = "about.json"


def key_of(prompt: str, text: str) -> bytes:
    """Sixteen bytes that name a text read with a prompt of the encoder."""
    return hashlib.sha256(f"{prompt}\n{text}".encode("utf-8", "surrogatepass")).digest()[:16]


def half(vectors: Matrix) -> Matrix:
    """The vectors rounded to half precision, still as float32."""
    return vectors.astype(np.float16).astype(np.float32)


def ship(folder: Path, name: str, keys: Sequence[bytes], vectors: Matrix) -> None:
    """Write the vectors of one text, sorted by their keys."""
    rows = np.zeros(len(keys), _row(vectors.shape[1]))
    rows["key"], rows["vector"] = np.array(keys, "V16"), vectors
    np.save(folder / f"{name}.npy", rows[sorted(range(len(keys)), key=keys.__getitem__)])


def sign(folder: Path, fingerprint: str) -> None:
    """Write ``about.json`` for the files in the folder, made with the encoder of that fingerprint."""
    files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("*.npy"))}
    about = json.dumps({"encoder": fingerprint, "files": files}, indent=1, sort_keys=True) + "\n"
    (folder / _ABOUT).write_bytes(about.encode())


@lru_cache(maxsize=2)
def shipped(fingerprint: str, folder: Path | None = None) -> Mapping[bytes, Matrix]:
    """The shipped vectors by the key of their text.

    The result is empty for another encoder, and a file whose hash is not the one stated is left out.
    """
    folder = folder or vectors_dir()
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if about.get("encoder") != fingerprint:
        return {}
    return {key: vector for name, digest in about["files"].items() for key, vector in _rows(folder / name, digest)}


def _rows(path: Path, digest: str) -> Iterator[tuple[bytes, Matrix]]:
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
        rows = np.load(path)
        yield from zip(rows["key"].tolist(), rows["vector"].astype(np.float32), strict=True)


def _row(width: int) -> np.dtype[np.void]:
    return np.dtype([("key", "V16"), ("vector", "<f2", (width,))])


def before(folder: Path | None, fingerprint: str, number: int, passages: Passages) -> Mapping[bytes, Matrix]:
    """The vectors that an index of the same encoder and format ``number`` holds, by the key of their text.

    The result is empty where there is no such index or it cannot be read.
    """
    try:
        about = json.loads(((folder or Path()) / "manifest.json").read_text(encoding="utf-8")) if folder else {}
        if folder is None or (about["encoder"], about["format"]) != (fingerprint, number):
            return {}
        with closing(read_entries(folder)) as entries:
            read = [key_of(DOCUMENT, t) for e in entries for t in passages(e)], [key_of(QUERY, q) for e in entries for q in e.questions]
            parts = Clauses(folder, len(entries))
            smallest = [key_of(DOCUMENT, passage_of(c, e)) for n, e in enumerate(entries) for _, c in parts.of(n)]
        read_from = zip(("passages", "questions", "clauses"), (*read, smallest), strict=True)
        return dict(pair for name, keys in read_from for pair in _of(folder / f"{name}.faiss", keys))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):  # a damaged index is no index; faiss raises RuntimeError
        return {}


def _of(path: Path, keys: Sequence[bytes]) -> Iterable[tuple[bytes, Matrix]]:
    return zip(keys, Vectors.open(path).all(), strict=True)
