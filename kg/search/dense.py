"""Dense search: a sentence encoder and FAISS indexes of its vectors.

The shipped encoder is computed by ONNX Runtime, and any other by sentence-transformers.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.law.places import encoder_dir, missing
from kg.search.runtime import Runtime

Matrix = NDArray[np.float32]

QUERY, DOCUMENT = "query", "document"  # the prompts of an encoder
_READ = frozenset({".json", ".onnx", ".safetensors", ".bin", ".txt", ".model"})  # the files of an encoder that decide its vectors
MAX_CHARS = 2_000  # of one text; the encoder reads 512 tokens at most


class EncoderError(RuntimeError):
    """Error raised when the encoder cannot be used.

    The message names the encoder and the remedy.
    """


@lru_cache(maxsize=4)
def _hash(folder: Path, files: tuple[tuple[Path, int, int], ...]) -> str:
    """A hash of the files of an encoder, taken once a process unless a size or time of change differs."""
    digest = hashlib.sha256()
    for path, _, _ in files:
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"sha256:{digest.hexdigest()}"


class Encoder:
    """A sentence encoder that is loaded when first used.

    ``source`` is a folder or the name of a sentence-transformers model. Without it, the environment variable
    ``KG_ENCODER`` decides. If that is not set either, the encoder shipped with the program is used, which needs no
    network.
    """

    def __init__(self, source: str | Path | None = None) -> None:
        self.source = str(source or os.environ.get("KG_ENCODER") or encoder_dir())
        self._lock = threading.RLock()

    @property
    def shipped(self) -> bool:
        """Whether this is the encoder that comes with the program."""
        return Path(self.source) == encoder_dir()

    @cached_property
    def fingerprint(self) -> str:
        """A value that tells two encoders apart: a hash of the files in a folder, or the name of a model."""
        folder = Path(self.source)
        if not folder.is_dir():
            return f"name:{self.source}"
        files = sorted(p for p in folder.rglob("*") if p.suffix in _READ)
        return _hash(folder, tuple((p, p.stat().st_size, p.stat().st_mtime_ns) for p in files))

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of the questions, one row each, as float32."""
        return self.encode(QUERY, texts)

    def documents(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of the passages, one row each, as float32."""
        return self.encode(DOCUMENT, texts)

    def encode(self, prompt: str, texts: Sequence[str]) -> Matrix:
        """Unit vectors of texts read with a prompt of the encoder, one row each, as float32.

        The vector of a text depends on no other text. ``EncoderError`` is raised when the encoder cannot be loaded.
        """
        cut = [t[:MAX_CHARS] for t in texts]
        if self._runtime is not None:
            return np.stack(list(self._runtime.vectors(cut, prompt)))
        self.load()
        encode = self._model.encode_query if prompt == QUERY else self._model.encode_document
        vectors = encode(cut, batch_size=1, show_progress_bar=False, normalize_embeddings=True, convert_to_numpy=True)
        return np.ascontiguousarray(vectors, dtype=np.float32)

    @cached_property
    def _runtime(self) -> Runtime | None:
        folder = Path(self.source)
        return Runtime(folder) if folder.is_dir() and Runtime.supports(folder) else None

    def warm(self) -> None:
        """Make the first question fast by loading what it needs now.

        An encoder that cannot be used is reported by the first question and not here.
        """
        with suppress(EncoderError):
            self.queries(["预热"])

    def load(self) -> None:
        """Load the model of sentence-transformers now.

        A second call, also from another thread, waits for the first.
        """
        with self._lock:
            _ = self._model

    @cached_property
    def _model(self) -> Any:
        offline = Path(self.source).is_dir()
        if offline:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # before torch loads: spinning threads starve whatever else runs here
        try:
            from sentence_transformers import SentenceTransformer

            _quiet()
            return SentenceTransformer(self.source, device="cpu", local_files_only=offline)
        except ModuleNotFoundError as error:
            raise EncoderError(missing(error, f"句向量模型 {self.source} ")) from error
        except Exception as error:  # the loader raises OSError, ValueError, KeyError, safetensors' own …
            remedy = "reinstall the program" if self.shipped else "correct or unset KG_ENCODER"
            raise EncoderError(f"the sentence encoder {self.source} cannot be loaded ({error}); {remedy}") from error


def _quiet() -> None:
    """Switch off the loader's progress bars on standard error."""
    from transformers.utils import logging

    disable: Any = logging.disable_progress_bar
    disable()


class Vectors:
    """A FAISS index of unit vectors, read through a memory map.

    The inner product of two unit vectors is their cosine.
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Matrix, path: Path) -> Vectors:
        """The index of the vectors, which is also written to ``path``."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        path.write_bytes(faiss.serialize_index(index).tobytes())  # faiss itself opens no path with Chinese in it on Windows
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> Vectors:
        """The index written to ``path``, whose vectors stay in the file until they are asked for."""
        import faiss

        if not str(path).isascii():  # FAISS opens no such path on Windows
            return cls(faiss.deserialize_index(np.fromfile(path, np.uint8)))
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
        except RuntimeError:  # no such map on this system, or a damaged file, which is named by the second reading
            return cls(faiss.read_index(str(path)))

    def all(self) -> Matrix:
        """Every vector exactly as it was added, one row each, as float32."""
        return np.asarray(self._index.reconstruct_n(0, self._index.ntotal), np.float32).reshape(self._index.ntotal, self._index.d)

    def cosines(self, query: Matrix) -> Matrix:
        """The cosine of one query vector with every vector of the index, in the order in which they were added."""
        import faiss

        found = np.zeros(self._index.ntotal, np.float32)
        wanted = np.ascontiguousarray(query, np.float32).reshape(-1)
        if len(wanted) != self._index.d and len(found):
            raise ValueError(f"a vector of {len(wanted)} numbers is asked of an index of {self._index.d}")
        # neither sorted as IndexFlat.search does nor summed by blocks as numpy does: equal texts have equal cosines
        product: Any = getattr(faiss, "fvec_inner_products_ny")  # noqa: B009 — faiss adds it at run time
        product(*map(faiss.swig_ptr, (found, wanted)), self._index.get_xb(), self._index.d, len(found))
        return found
