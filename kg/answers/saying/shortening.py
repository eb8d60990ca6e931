"""A long clause shortened to the words that answer: its subject, its conditions, what was asked, its exceptions.

核心机构和经营机构应当……，向中国证监会及其派出机构进行应急报告，不得瞒报…… Every piece kept is verbatim, and what is left out is marked by ……
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.law.likeness import bigrams

LONG = 130  # characters of a clause that is shown whole
_ROOM = 110  # characters of what is kept of a longer one
_PHRASE = re.compile(r"[^，；。\n]+[，；。\n]?")
# what may never be lost: a condition that leads, an exception, a discretion, a ban
_BINDING = re.compile(r"的，?$|除外|除[^，]{1,40}外|另有规定|但是?|可以|可视|视情|原则上|按照|不得|禁止|经[^，]{1,20}(?:批准|同意)"
                      r"|不满|以上|以下|以内")
_MODAL = re.compile(r"应当|不得|可以|必须|禁止|有权|负责")


def shortened(words: str, asked: str, needed: Sequence[str] = ()) -> tuple[str, ...]:
    """The pieces of a clause that are shown, each a run of its phrases, or the whole clause if it is short.

    ``needed`` are words that must be among them.

    >>> shortened("系统日志应当保存六个月以上。", "日志保存多久")
    ('系统日志应当保存六个月以上',)
    """
    whole = words.strip().rstrip("。；，、")
    if len(whole) <= LONG:
        return (whole,)
    phrases = [m[0] for m in _PHRASE.finditer(whole)]
    wanted = bigrams(asked)
    order = sorted(range(len(phrases)), key=lambda n: (-_worth(phrases[n], n, wanted, needed), n))
    kept, used = set[int](), 0
    for n in order:
        must = n == 0 or any(w in phrases[n] for w in needed) or (bool(_BINDING.search(phrases[n])) and _worth(phrases[n], n, wanted, needed) > 1)
        if must or used + len(phrases[n]) <= _ROOM:
            kept.add(n)
            used += len(phrases[n])
    modal = next((n for n, p in enumerate(phrases) if _MODAL.search(p)), 0)
    return _runs(phrases, kept | {modal})


def _worth(phrase: str, number: int, wanted: set[str], needed: Sequence[str]) -> float:
    """How much a phrase is worth keeping."""
    mine = bigrams(phrase)
    shared = len(mine & wanted) / (len(mine) or 1)
    return 4.0 * any(w in phrase for w in needed) + 3.0 * (number == 0) + 3.0 * shared + 0.8 * bool(_BINDING.search(phrase))


def _runs(phrases: Sequence[str], kept: set[int]) -> tuple[str, ...]:
    """The kept phrases, those that follow each other joined."""
    runs: list[str] = []
    for n, phrase in enumerate(phrases):
        if n not in kept:
            continue
        if n - 1 in kept and runs:
            runs[-1] += phrase
        else:
            runs.append(phrase)
    return tuple(r.rstrip("。；，、") for r in runs)


def quoted(pieces: Sequence[str], *, cut_after: bool = False) -> str:
    """The pieces in quotation marks, each closed before what is left out: “…”……“…”."""
    return "……".join(f"“{p}”" for p in pieces) + ("……" if cut_after else "")
