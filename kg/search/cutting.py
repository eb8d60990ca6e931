"""The words of many texts, with those that the index before has cut taken over.

``words.txt`` holds a line for each text: the name of the text, and its words. The dictionary is taken over, too, unless it
has changed since.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from kg.search.known import key_of
from kg.search.segment import FILES, Segmenter, identity

_WORDS, _ABOUT = "words.txt", "dictionary.json"
_PROMPT = "words"  # texts are named as those that the encoder reads


class Cutter:
    """A cutter for the index in ``folder``, which knows what the index ``before`` has cut with the same dictionary."""

    def __init__(self, folder: Path, before: Path | None = None) -> None:
        self._folder = folder
        self._before = before if before and _identity_of(before) == identity() else None

    def words(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of every text, in their order."""
        known = self._known
        return [known[k] if (k := _key(t)) in known else known.setdefault(k, self._segmenter.words(t)) for t in texts]

    def save(self, texts: Sequence[str]) -> None:
        """Write the words of the texts and the dictionary."""
        lines = {k: " ".join(self._known[k]) for k in map(_key, texts)}
        (self._folder / _WORDS).write_bytes("".join(f"{k}\t{words}\n" for k, words in lines.items()).encode("utf-8", "surrogatepass"))
        (self._folder / _ABOUT).write_bytes(json.dumps({"dictionary": identity()}).encode())
        if self._before is None:
            self._segmenter.save(self._folder)
            return
        for name in FILES:
            shutil.copyfile(self._before / name, self._folder / name)

    @cached_property
    def _segmenter(self) -> Segmenter:
        return Segmenter.open(self._before) if self._before else Segmenter.loaded()

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        if self._before is None:
            return {}
        lines = (self._before / _WORDS).read_bytes().decode("utf-8", "surrogatepass").split("\n")
        return {key: words.split(" ") if words else [] for key, tab, words in (line.partition("\t") for line in lines) if tab}


def _key(text: str) -> str:
    return key_of(_PROMPT, text).hex()


def _identity_of(folder: Path) -> str | None:
    """The identity of the dictionary of an index, or None unless all its files are there."""
    if not all((folder / name).is_file() for name in (*FILES, _WORDS)):
        return None
    try:
        return str(json.loads((folder / _ABOUT).read_text(encoding="utf-8"))["dictionary"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
