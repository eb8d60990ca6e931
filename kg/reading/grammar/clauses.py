"""Sentences and clauses: ``…的，应当…；…的，应当…。``

A sentence ends with 。！？ or the end of a line, a clause with ，；： as well. Nothing is cut inside （）《》“”.

>>> [[c.text for c in s] for s in sentences("运营者应当整改，并报告（含原因，措施）；拒不整改的，停止服务。检查不收费。")]
[['运营者应当整改', '并报告（含原因，措施）', '拒不整改的', '停止服务'], ['检查不收费']]
"""

from __future__ import annotations

from dataclasses import dataclass

_OPEN, _CLOSE = "（(《〈“「【[", "）)》〉”」】]"
_SENTENCE, _CLAUSE = "。！？\n", "，,；;：:"


@dataclass(frozen=True)
class Clause:
    """Words between two marks. ``start``/``end`` are offsets in the text cut; ``stop`` is the mark that ends it."""

    text: str
    start: int
    end: int
    stop: str


def sentences(text: str) -> list[list[Clause]]:
    """The clauses of each sentence of ``text``; empty clauses are left out."""
    found: list[list[Clause]] = [[]]
    depth = start = 0
    for i, char in enumerate(text + "\n"):
        depth = 0 if char == "\n" else max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if depth or (char not in _SENTENCE and char not in _CLAUSE):
            continue
        clause = _clause(text, start, i, char)
        if clause:
            found[-1].append(clause)
        start = i + 1
        if char in _SENTENCE and found[-1]:
            found.append([])
    return [s for s in found if s]


def _clause(text: str, start: int, end: int, stop: str) -> Clause | None:
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    words = words.strip()
    return Clause(words, start + lead, start + lead + len(words), stop) if words else None
