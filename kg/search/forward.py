"""The vector of one question through a BERT encoder, computed with numpy alone.

It is the vector that sentence-transformers gives, without importing torch. Importing torch and sentence-transformers
takes seconds, while encoding a question takes milliseconds. A single question is therefore encoded here, and the build,
which encodes thousands of texts, uses sentence-transformers. A test compares the two.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_WANTED = ["Transformer", "Pooling", "Normalize"]


class Forward:
    """The encoder in a sentence-transformers folder, for BERT with mean pooling and unit vectors.

    ``supports`` tells whether a folder holds such an encoder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._config: dict[str, Any] = _json(folder / "config.json")
        prompts = _json(folder / "config_sentence_transformers.json").get("prompts", {})
        self._prompt = str(prompts.get("query", ""))
        self._longest = int(_json(folder / "sentence_bert_config.json").get("max_seq_length") or 512)

    @classmethod
    def supports(cls, folder: Path) -> bool:
        """Whether the folder holds a model that this module computes exactly."""
        try:
            config, pooling = _json(folder / "config.json"), _json(folder / "1_Pooling" / "config.json")
            modules = [str(m["type"]).rpartition(".")[2] for m in json.loads((folder / "modules.json").read_text(encoding="utf-8"))]
        except (OSError, ValueError, KeyError, TypeError):
            return False
        mean = pooling.get("pooling_mode_mean_tokens") and not pooling.get("pooling_mode_cls_token")
        files = all((folder / name).is_file() for name in ("model.safetensors", "tokenizer.json", "sentence_bert_config.json"))
        return bool(config.get("model_type") == "bert" and config.get("hidden_act") == "gelu" and mean and modules == _WANTED and files)

    def query(self, text: str) -> Array:
        """The unit vector of one question, as float32."""
        ids = self._tokenizer.encode(self._prompt + text).ids
        with self._threads.limit(limits=1, user_api="blas"):
            states = self._states(np.asarray(ids))
        mean = states.mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), np.float32)

    @cached_property
    def _threads(self) -> Any:
        """The controller that limits numpy to one thread.

        Matrices this small gain little from more threads, and threads that wait for each other on a busy machine cost
        seconds.
        """
        from threadpoolctl import ThreadpoolController

        return ThreadpoolController()

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.enable_truncation(self._longest)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _weights(self) -> dict[str, Array]:
        from safetensors.numpy import load_file

        found = {n.removeprefix("bert."): w.astype(np.float32) for n, w in load_file(str(self.folder / "model.safetensors")).items()}
        return {n: np.ascontiguousarray(w.T) if n.endswith("dense.weight") or (".self." in n and w.ndim == 2) else w for n, w in found.items()}

    def _states(self, ids: NDArray[np.int64]) -> Array:
        w = self._weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(int(self._config["num_hidden_layers"])):
            x = self._layer(x, f"encoder.layer.{number}.")
        return x

    def _layer(self, x: Array, name: str) -> Array:
        x = self._norm(x + self._dense(self._attention(x, name + "attention.self."), name + "attention.output.dense"),
                       name + "attention.output.LayerNorm")
        inner = _gelu(self._dense(x, name + "intermediate.dense"))
        return self._norm(x + self._dense(inner, name + "output.dense"), name + "output.LayerNorm")

    def _attention(self, x: Array, name: str) -> Array:
        heads = int(self._config["num_attention_heads"])
        q, k, v = (self._dense(x, name + part).reshape(len(x), heads, -1).transpose(1, 0, 2) for part in ("query", "key", "value"))
        scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(q.shape[-1]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = scores / scores.sum(axis=-1, keepdims=True) @ v
        return np.asarray(mixed.transpose(1, 0, 2).reshape(len(x), -1), np.float32)

    def _dense(self, x: Array, name: str) -> Array:
        return np.asarray(x @ self._weights[name + ".weight"] + self._weights[name + ".bias"], np.float32)

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(self._config["layer_norm_eps"]))
        return np.asarray(centred / spread * self._weights[name + ".weight"] + self._weights[name + ".bias"], np.float32)


def _gelu(x: Array) -> Array:
    return np.asarray(0.5 * x * (1.0 + _erf(x / np.float32(np.sqrt(2.0)))), np.float32)


def _erf(x: Array) -> Array:
    """The error function to 1.5e-7 (Abramowitz and Stegun 7.1.26).

    numpy has no error function of its own.
    """
    t = 1.0 / (1.0 + np.float32(0.3275911) * np.abs(x))
    tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.asarray(np.sign(x) * (1.0 - tail * np.exp(-x * x)), np.float32)


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
