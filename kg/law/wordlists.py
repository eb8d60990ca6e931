"""The word lists, read from ``kg/data``.

Each line is one entry: a kind (in the lists that have kinds), the word or small pattern, and a sentence in which it
fires, separated by tabs. ``#`` begins a comment line. A longer word is looked for before every shorter one, so that no
word hides a longer one.

>>> entries("telling")[0]
WordEntry(pattern='报告', sentence='应当向主管部门报告。', kind='report')
>>> alternatives("adverbs", "leading")
'完整准确|超范围|明确(?=约定|告知)|综合|有序|坚决|平等|并(?!购)'
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.law.places import data_file

_AROUND = re.compile(r"\(\?<?[=!][^()]*\)")


class WordEntry(NamedTuple):
    """One line of a list.

    ``kind`` is empty in a list without kinds.
    """

    pattern: str
    sentence: str
    kind: str = ""

    @property
    def word(self) -> str:
        """The pattern without the parts that say what must or must not surround it."""
        return _AROUND.sub("", self.pattern) if "(" in self.pattern else self.pattern


@cache
def entries(name: str) -> tuple[WordEntry, ...]:
    """The entries of the list ``name``, in the order of its file."""
    text = data_file(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(_entry(line, name) for line in text.split("\n") if line and not line.startswith("#"))


def _entry(line: str, name: str) -> WordEntry:
    *kind, pattern, sentence = line.split("\t") if "\t" in line else ("", "", "")
    if len(kind) > 1 or not all((*kind, pattern, sentence)):
        raise ValueError(f"kg/data/{name}.txt: not [kind,] word and sentence with tabs between: {line!r}")
    return WordEntry(pattern, sentence, *kind)


def longest_first(name: str, *kinds: str) -> tuple[WordEntry, ...]:
    """The entries of a list (of these kinds, or all), longest word first.

    No entry therefore comes after a shorter one with which it begins.
    """
    return tuple(sorted((e for e in entries(name) if not kinds or e.kind in kinds), key=lambda e: -len(e.word)))


def alternatives(name: str, *kinds: str) -> str:
    """The entries of a list (of these kinds, or all) as the alternatives of a pattern, longest first."""
    return "|".join(e.pattern for e in longest_first(name, *kinds))
