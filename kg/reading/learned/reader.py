"""The learned reader: for each verb phrase of a sentence, whether it lays down a norm, tells somebody something, and binds whom.

An encoder of six layers reads the sentence with the words before it. Small layers above it (``heads.npz``) judge each verb phrase
by the mean and the maximum of its pieces, and point at the words that name those bound and those told. How it was trained, on
what, and how far it reaches stands in the ``README.md`` of its folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.corpus.loading import load
from kg.law.model import Document, Modality, Version
from kg.law.places import corpus_dir, reader_dir
from kg.models import session, tokenizer
from kg.reading.grammar.actors import split_actors
from kg.reading.grammar.pipeline import plain_text
from kg.reading.learned.windows import Phrase, Window

KINDS = ("report", "submit", "file", "notify", "inform", "announce", "apply", "keep", "provide")
MODALITIES = (Modality.OBLIGATION, Modality.PROHIBITION, Modality.POWER)
LONGEST = 384  # pieces of a window
POINTED = 0.5  # a piece whose share is above it belongs to the name
PLACES = 49  # where a piece may stand towards a phrase: inside, at one of 32 distances before it, at one of 16 behind it
_SCALE = 128**0.5
Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Name:
    """A name that the reader points at, and the mean share of its pieces, from 0 to 1."""

    words: str
    share: float


@dataclass(frozen=True)
class Opinion:
    """What the reader makes of a verb phrase. All shares are probabilities from 0 to 1.

    ``told`` is the share that it tells something, ``kind`` what kind of telling that would be, with ``kind_share`` among
    those kinds. ``norm`` is the share that it lays down a norm of any kind and ``spares`` that it is an exception to one.
    """

    phrase: Phrase
    told: float
    kind: str
    kind_share: float
    norm: float
    spares: float
    modality: Modality
    bearer: tuple[Name, ...]
    recipient: tuple[Name, ...]


class NormReader:
    """The reader in a folder, which is loaded when first used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self) -> None:
        """Load the reader now."""
        _ = self._tokenizer, self._session, self._heads

    def judge(self, window: Window) -> tuple[Opinion, ...]:
        """An opinion on each verb phrase of a window, without those that no piece stands for."""
        read = self._tokenizer.encode(plain_text(window.text))
        offsets = np.asarray(read.offsets)
        spans = [(p, _pieces(offsets, p)) for p in window.phrases]
        found = [(p, s) for p, s in spans if s.size]
        if not found:
            return ()
        states = self._session.run(None, {"ids": np.asarray([read.ids], np.int64)})[0][0]
        return tuple(self._opinion(window.text, offsets, states, p, s) for p, s in found)

    def _opinion(self, text: str, offsets: NDArray[Any], states: Matrix, phrase: Phrase, pieces: NDArray[Any]) -> Opinion:
        own = states[pieces]
        seen = np.concatenate([own.mean(0), own.max(0)])
        kinds = _softmax(self._layer("kind", seen))
        norm, spares = _sigmoid(self._layer("flags", seen))
        best = int(kinds[1:].argmax())
        told = float(1 - kinds[0])
        names = (_names(text, offsets, self._pointed(which, seen, states, pieces)) for which in ("bearer", "recipient"))
        modality = MODALITIES[int(self._layer("modality", seen).argmax())]
        return Opinion(phrase, told, KINDS[best], float(kinds[1 + best]) / max(told, 1e-9), float(norm), float(spares), modality, *names)

    def _layer(self, name: str, seen: Matrix) -> Matrix:
        return seen @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]

    def _pointed(self, which: str, seen: Matrix, states: Matrix, pieces: NDArray[Any]) -> Matrix:
        """The share of each piece that it belongs to the name of those bound, or of those told."""
        asked = self._layer(f"{which}.asks", seen)
        near = self._heads[f"{which}.near"][places(len(states), int(pieces[0]), int(pieces[-1]) + 1)]
        return _sigmoid((self._layer(f"{which}.answers", states) + near) @ asked / _SCALE + self._heads[f"{which}.offset"])

    @cached_property
    def _heads(self) -> dict[str, Matrix]:
        with np.load(self.folder / "heads.npz", allow_pickle=False) as file:
            return {name: file[name].astype(np.float32) for name in file.files}

    @cached_property
    def _tokenizer(self) -> Any:
        return tokenizer(self.folder, LONGEST)

    @cached_property
    def _session(self) -> Any:
        return session(self.folder)


@lru_cache(maxsize=1)
def shipped() -> NormReader:
    """The reader that comes with the program."""
    return NormReader(reader_dir())


def reader_for(version: Version) -> NormReader | None:
    """The reader for a text that a user added, and None for one of the corpus, whose norms are reviewed one by one."""
    return shipped() if version.user_supplied else None


def reader_of(doc: Document) -> NormReader | None:
    """The reader for a text from a file, and None for one that the corpus holds under the same title."""
    held = load(corpus_dir()).find(doc.title)
    return None if held is not None and held.versions else shipped()


def opinions(reader: NormReader, seen: Sequence[Sequence[Window]]) -> Iterator[tuple[Opinion, ...]]:
    """The opinions on the windows of each stretch, in the order of the text.

    The stretches are shared out among the cores. An opinion depends on its window alone.
    """
    if not seen:
        return
    reader.load()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda stretch: tuple(j for w in stretch for j in reader.judge(w)), seen)


def places(count: int, first: int, behind: int) -> NDArray[np.int64]:
    """Where each of ``count`` pieces stands towards the phrase of the pieces ``first`` to ``behind`` (not with it).

    >>> places(6, 3, 5).tolist()
    [7, 5, 1, 0, 0, 33]
    """
    number = np.arange(count)
    before, after = np.maximum(first - number, 1), np.maximum(number - behind + 1, 1)
    far = np.where(number < first, 1 + np.minimum(4 * np.log2(before), 31), 33 + np.minimum(2 * np.log2(after), 15))
    return np.where((number >= first) & (number < behind), 0, far).astype(np.int64)


def _pieces(offsets: NDArray[Any], phrase: Phrase) -> NDArray[Any]:
    """The numbers of the pieces from the first to the last that stand for a phrase."""
    starts, ends = offsets[:, 0], offsets[:, 1]
    inside = np.flatnonzero((starts < phrase.end) & (ends > phrase.start) & (ends > starts))
    return np.arange(inside[0], inside[-1] + 1) if inside.size else inside


def _names(text: str, offsets: NDArray[Any], shares: Matrix) -> tuple[Name, ...]:
    """The names that the pieces spell whose share is high enough, once each."""
    runs: list[tuple[int, int, list[float]]] = []
    for (start, end), share in zip(offsets.tolist(), shares.tolist(), strict=True):
        if end <= start or share <= POINTED:
            runs.append((0, 0, []))
        elif runs and runs[-1][1] == start and runs[-1][2]:
            runs[-1] = (runs[-1][0], end, [*runs[-1][2], share])
        else:
            runs.append((start, end, [share]))
    found: dict[str, Name] = {}
    for start, end, parts in runs:
        for words in split_actors(text[start:end].strip("。：:的 \n　")):
            if len(words) > 1:
                found.setdefault(words, Name(words, float(np.mean(parts))))
    return tuple(found.values())


def _softmax(x: Matrix) -> Matrix:
    powers = np.exp(x - x.max())
    shares: Matrix = powers / powers.sum()
    return shares


def _sigmoid(x: Matrix) -> Matrix:
    return 1 / (1 + np.exp(-x))
