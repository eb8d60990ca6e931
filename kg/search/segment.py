"""The words of a text, cut by jieba with a dictionary that is memory-mapped from the index.

The dictionary is that of jieba with our own words in it. jieba reads its half a million entries into a dict, which costs
every cold start half a second. The build does so once and writes them down sorted. A reader then looks up only the
hundred or so entries that a question needs.
"""

from __future__ import annotations

import hashlib
import mmap
import re
import unicodedata
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.corpus import dictionary

FILES = _WORDS, _NUMBERS = "dictionary.txt", "dictionary.npy"  # of a saved dictionary
_WORD = re.compile(r"[\w.%/]*\w")
_STOP_WORDS = """
的 了 吗 呢 吧 啊 嘛 是 在 要 我 我们 你 你们 他 她 它 他们 和 与 或 或者 及 以及
能 能够 可以 怎么 什么 哪些 多少 如何 应当 应该 的话 就 都 还 把 被 给 有 没有 不 也
这 那 这个 那个 其 之 等 个 一个 对 向 从 由 为 以 得 地 着 过 会 请问 是否 哪个
哪 谁 几 啥 咋 咱们 咱 里 上 下 中 时 后 前 并 而 则 但 若 如果 需要 必须 一下
到底
"""
_REMEMBERED = 1 << 16  # words looked up in the saved dictionary: those of questions recur
_STOP = frozenset(_STOP_WORDS.split())


class Segmenter:
    """A cutter of texts into words.

    ``loaded()`` uses the dictionary in memory, and ``open(folder)`` the one saved in the folder.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    @classmethod
    @lru_cache(maxsize=1)
    def loaded(cls) -> Segmenter:
        """The segmenter with jieba's dictionary and ours in memory, loaded once a process."""
        return cls(dictionary.tokenizer())

    @classmethod
    def open(cls, folder: Path) -> Segmenter:
        """The segmenter with the dictionary saved in ``folder``.

        FileNotFoundError is raised when there is none.
        """
        tokenizer, saved = dictionary.bare_tokenizer(), _Saved(folder)
        tokenizer.FREQ, tokenizer.total, tokenizer.initialized = saved, saved.total, True
        return cls(tokenizer)

    def save(self, folder: Path) -> None:
        """Write the dictionary to ``folder``.

        Equal dictionaries give equal bytes.
        """
        entries = sorted((word.encode("utf-8", "surrogatepass"), int(number)) for word, number in self._tokenizer.FREQ.items())
        ends = np.cumsum([len(word) for word, _ in entries])
        (folder / _WORDS).write_bytes(b"".join(word for word, _ in entries))
        np.save(folder / _NUMBERS, np.array([ends, [number for _, number in entries]], np.int64))

    def words(self, text: str) -> list[str]:
        """The words of a text that carry meaning, with long words also cut into the words inside them."""
        plain = unicodedata.normalize("NFKC", text).lower()
        return [w for w in self._tokenizer.cut_for_search(plain) if w not in _STOP and _WORD.fullmatch(w)]


@lru_cache(maxsize=1)
def identity() -> str:
    """A hash of everything that decides how a text is cut, which is jieba, our dictionary and the words left out."""
    rules = (version("jieba"), sorted(_STOP), _WORD.pattern)
    return hashlib.sha256(repr(rules).encode() + dictionary.FILE.read_bytes()).hexdigest()


def words(text: str) -> list[str]:
    """The words of a text, cut with the dictionary in memory."""
    return Segmenter.loaded().words(text)


class _Saved:
    """A stand-in for jieba's dict of frequencies that answers from sorted entries in a memory map."""

    def __init__(self, folder: Path) -> None:
        ends, frequencies = _mapped(folder / _NUMBERS)
        self._ends, self._frequencies = memoryview(ends), memoryview(frequencies)  # single items of these come as ints, and fast
        with (folder / _WORDS).open("rb") as file:
            self._words = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.total = int(frequencies.sum())
        self._known = lru_cache(maxsize=_REMEMBERED)(self._found)

    def get(self, word: str, default: int | None = None) -> int | None:
        found = self._known(word)
        return default if found is None else found

    def _found(self, word: str) -> int | None:
        wanted, low, high = word.encode("utf-8", "surrogatepass"), 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            found = self._words[self._ends[middle - 1] if middle else 0 : self._ends[middle]]
            if found == wanted:
                return self._frequencies[middle]
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return None

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def __getitem__(self, word: str) -> int:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found


def _mapped(path: Path) -> NDArray[np.int64]:
    return np.asarray(np.load(path, mmap_mode="r"))
