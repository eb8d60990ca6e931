"""Word search: BM25 (bm25s) over words cut by jieba with our own dictionary."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.retrieval.lean import lean_imports

Vector = NDArray[np.float32]

K1, B = 1.5, 0.75
_DICTIONARY = Path(__file__).resolve().parents[1] / "data" / "jieba.dict"
_WORD = re.compile(r"[\w.%/]*\w")
_STOP_WORDS = """
的 了 吗 呢 吧 啊 嘛 是 在 要 我 我们 你 你们 他 她 它 他们 和 与 或 或者 及 以及
能 能够 可以 怎么 什么 哪些 多少 如何 应当 应该 的话 就 都 还 把 被 给 有 没有 不 也
这 那 这个 那个 其 之 等 个 一个 对 向 从 由 为 以 得 地 着 过 会 请问 是否 哪个
哪 谁 几 啥 咋 咱们 咱 里 上 下 中 时 后 前 并 而 则 但 若 如果 需要 必须 一下
到底
"""
_STOP = frozenset(_STOP_WORDS.split())


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    if _DICTIONARY.is_file():
        with _DICTIONARY.open("rb") as file:  # jieba does not close what it opens itself
            tokenizer.load_userdict(file)
    return tokenizer


def words(text: str) -> list[str]:
    """The words of a text that carry meaning, long words also cut into the words inside them."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return [w for w in _tokenizer().cut_for_search(plain) if w not in _STOP and _WORD.fullmatch(w)]


class Lexical:
    """A BM25 index over documents given as lists of words."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]], folder: Path) -> Lexical:
        """Index the documents and save the index in ``folder``; equal input gives equal bytes."""
        vocabulary = {w: i for i, w in enumerate(sorted({w for d in documents for w in d} | {""}))}
        ids = [[vocabulary[w] for w in d] or [vocabulary[""]] for d in documents or [[]]]  # of nothing: one empty document
        model = _bm25s().BM25(method="lucene", k1=K1, b=B, csc_backend="numpy")
        model.index((ids, vocabulary), show_progress=False, create_empty_token=False)
        model.save(folder, show_progress=False)
        return cls(model)

    @classmethod
    def open(cls, folder: Path) -> Lexical:
        """Open a saved index; its arrays are memory-mapped."""
        return cls(_bm25s().BM25.load(folder, mmap=True, show_progress=False))

    def scores(self, query: Sequence[str]) -> Vector:
        """The BM25 score of every document, float32, zero where no word is shared."""
        known = [self._vocabulary[w] for w in query if w in self._vocabulary]
        if not known:
            return np.zeros(self._documents, np.float32)
        return np.asarray(self._model.get_scores_from_ids(known), np.float32)

    def self_score(self, query: Sequence[str]) -> float:
        """The score a document would get that consists of the query's words: the measure for ``scores``.

        Words that the index does not know count with the weight of the rarest, so a question in words
        foreign to the corpus has a high self-score that no document comes near.
        """
        return float(sum(self._idf(w) for w in query)) or 1.0

    def _idf(self, word: str) -> float:
        number = self._vocabulary.get(word)
        pointers = self._model.scores["indptr"]
        frequency = int(pointers[number + 1] - pointers[number]) if number is not None else 0
        return float(np.log1p((self._documents - frequency + 0.5) / (frequency + 0.5)))

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        return dict(self._model.vocab_dict)

    @property
    def _documents(self) -> int:
        return int(self._model.scores["num_docs"])


def _bm25s() -> Any:
    with lean_imports():
        import bm25s
    return bm25s
