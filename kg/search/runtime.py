"""The vector of one text through the shipped encoder, computed by ONNX Runtime.

The graph ``model.onnx`` holds no weights of its own: it reads them from the ``model.safetensors`` beside it, and
``scripts/encoder_graph.py`` writes it. A text is always computed by itself and on one thread, so that its vector depends
on nothing else. Many texts are shared out among the cores. sentence-transformers gives the same vectors to 1.3e-7 (tested),
but importing it and torch takes seconds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.models import session, tokenizer

_FILES = ("model.onnx", "model.safetensors", "tokenizer.json", "sentence_bert_config.json", "config_sentence_transformers.json")


class Runtime:
    """An encoder in a folder that holds ``model.onnx``.

    ``supports`` tells whether a folder does.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prompts: dict[str, str] = _json(folder / "config_sentence_transformers.json").get("prompts", {})
        self._longest = int(_json(folder / "sentence_bert_config.json").get("max_seq_length") or 512)

    @classmethod
    def supports(cls, folder: Path) -> bool:
        """Whether the folder holds every file of such an encoder."""
        return all((folder / name).is_file() for name in _FILES)

    def vectors(self, texts: Sequence[str], prompt: str) -> Iterator[NDArray[np.float32]]:
        """The unit vector of each text, in their order, with the named prompt of the encoder put before it."""
        lead = self._prompts.get(prompt, "")
        _ = self._session, self._tokenizer
        if len(texts) < 2:
            yield from (self._vector(lead + t) for t in texts)
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(lambda t: self._vector(lead + t), texts)

    def _vector(self, text: str) -> NDArray[np.float32]:
        ids = np.asarray([self._tokenizer.encode(text).ids], np.int64)
        return np.asarray(self._session.run(None, {"ids": ids})[0][0], np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        return tokenizer(self.folder, self._longest)

    @cached_property
    def _session(self) -> Any:
        return session(self.folder)


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
