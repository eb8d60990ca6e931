"""The clauses that may decide a question, with every score of the search for each.

A question of several sentences or facts is searched as a whole and by each of its pieces, because each may be decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.search import fused
from kg.search.clauses import LawClause

if TYPE_CHECKING:
    from kg.search import Entry
    from kg.search.index import Index

_CUT = re.compile(r"[，,。；;？?！!]+")
_SHORT, _MOST = 6, 6  # characters of a piece that is searched by itself, and pieces
_WHOLE, _EACH, _NEAREST = 20, 4, 12  # entries taken by the whole question, by each piece, and by the nearest clauses

Values = NDArray[np.float32]
_OF_PIECES = (fused.DENSE, fused.QUESTION_DENSE, fused.LEXICAL)


@dataclass(frozen=True)
class ClausesFound:
    """The clauses found, in the order of the index, with what the search says of each, one row a clause.

    ``entries`` and ``clauses`` belong to each other row by row. ``scores`` has a column for each name in ``COLUMNS``.
    ``pieces`` are the pieces of the question that were searched by themselves.
    """

    entries: tuple[Entry, ...]
    clauses: tuple[LawClause, ...]
    scores: Values
    pieces: tuple[str, ...]


COLUMNS = (
    "fused", "dense", "question_dense", "lexical", "question_lexical", "fused_rank", "clause", "clause_gap", "clause_rank", "inside_rank",
    "piece_clause", "piece_dense", "piece_question", "piece_lexical", "piece_best",
)


def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of a question that are searched by themselves, or none if it is one piece.

    >>> pieces_of("现场没保护好，日志也没留全，违反哪条？"), pieces_of("日志要保存多久？")
    (('现场没保护好', '日志也没留全，违反哪条'), ())
    """
    found: list[str] = []
    for piece in filter(None, (p.strip() for p in _CUT.split(text))):
        if found and (len(piece) < _SHORT or len(found[-1]) < _SHORT):
            found[-1] += f"，{piece}"
        else:
            found.append(piece)
    return tuple(found[:_MOST]) if len(found) > 1 else ()


def find(index: Index, text: str, allowed: Iterable[str]) -> ClausesFound:
    """The clauses of the texts ``allowed`` (URNs of versions) that may decide the question."""
    chosen, pieces = frozenset(allowed), pieces_of(text)
    among, total = index.among(chosen), index.scores(text, chosen)
    raw = index.parts(text)
    each = [index.parts(p) for p in pieces]
    near = index.clauses.cosines(index.vector(text))
    numbers = _entries(index, total, among, near, each)
    rows = [(e, n, c) for e in numbers for n, c in index.clauses.of(e)]
    entry = np.array([e for e, _, _ in rows], np.int64)
    clause = np.array([n for _, n, _ in rows], np.int64)
    by_piece = np.array([index.clauses.cosines(index.vector(p))[clause] for p in pieces], np.float32).reshape(len(pieces), len(rows))
    scores = _scores(entry, total, raw, near[clause], each, by_piece)
    return ClausesFound(tuple(index.entries[e] for e, _, _ in rows), tuple(c for _, _, c in rows), scores, pieces)


def _entries(index: Index, total: Values, among: NDArray[np.bool_], near: Values, each: Sequence[Mapping[str, Values]]) -> list[int]:
    """The numbers of the entries whose clauses are candidates."""
    taken = {int(n): None for n in np.argsort(-total, kind="stable")[:_WHOLE] if among[n]}
    for raw in each:
        mixed = np.where(among, _mixed(raw), -1.0)
        taken |= {int(n): None for n in np.argsort(-mixed, kind="stable")[:_EACH] if among[n]}
    owners = (index.clauses.owner(int(n)) for n in np.argsort(-near, kind="stable")[: 3 * _NEAREST])
    taken |= dict.fromkeys([n for n in owners if among[n]][:_NEAREST])
    return sorted(taken)


def _mixed(raw: Mapping[str, Values]) -> Values:
    return raw[fused.DENSE] + raw[fused.QUESTION_DENSE] + np.float32(0.3) * raw[fused.LEXICAL]


def _scores(
    entry: NDArray[np.int64], total: Values, raw: Mapping[str, Values], near: Values, each: Sequence[Mapping[str, Values]], by_piece: Values,
) -> Values:
    """The columns of ``COLUMNS`` for each clause."""
    if not len(entry):
        return np.zeros((0, len(COLUMNS)), np.float32)
    whole = [total[entry], *(raw[name][entry] for name in (fused.DENSE, fused.QUESTION_DENSE, fused.LEXICAL, fused.QUESTION_LEXICAL))]
    ranks = {int(n): r for r, n in enumerate(sorted(set(entry.tolist()), key=lambda n: -total[n]))}
    order = np.argsort(np.argsort(-near, kind="stable"), kind="stable")
    inside = np.array([np.sum((entry == e) & (near > v)) for e, v in zip(entry, near, strict=True)], np.float32)
    own = [np.array([ranks[int(e)] for e in entry], np.float32), near, near - near.max(), order.astype(np.float32), inside]
    if each:
        best = (np.max([r[name][entry] for r in each], axis=0) for name in _OF_PIECES)
        pieces = [by_piece.max(axis=0), *best]
        pieces.append((by_piece >= by_piece.max(axis=1, keepdims=True) - 1e-6).any(axis=0).astype(np.float32))
    else:
        pieces = [near, *(raw[name][entry] for name in _OF_PIECES), (near == near.max()).astype(np.float32)]
    return np.stack([*whole, *own, *pieces], axis=1).astype(np.float32)
