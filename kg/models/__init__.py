"""The models that are shipped, and how one is opened with ONNX Runtime.

A model is a folder with ``model.onnx``, whose graph reads its weights from the ``model.safetensors`` beside it, and the
``tokenizer.json`` of the encoder that it was made from. Everything is computed on one thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_SEVERE = 3  # ONNX Runtime's level of what it prints: errors


def session(folder: Path) -> Any:
    """The ONNX Runtime session of the model in a folder."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _SEVERE
    return onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])


def tokenizer(folder: Path, longest: int) -> Any:
    """The tokenizer of the model in a folder, which cuts a text off after ``longest`` pieces."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.enable_truncation(longest)
    found.no_padding()
    return found
