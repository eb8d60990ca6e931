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
_MATCHED, _EACH_MATCHED = 15, 4  # entries taken by the clauses that match the whole question, and each piece, best

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
    "matched", "matched_gap", "matched_rank", "matched_inside", "piece_matched", "piece_matched_gap", "piece_matched_best",
)
_OF_MATCHES = sum("matched" in name for name in COLUMNS)


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
    matched = [index.clauses.matches(t, index.vector(t)) for t in (text, *pieces)]
    numbers = _entries(index, total, among, near, each, matched)
    rows = [(e, n, c) for e in numbers for n, c in index.clauses.of(e)]
    entry = np.array([e for e, _, _ in rows], np.int64)
    clause = np.array([n for _, n, _ in rows], np.int64)
    by_piece = np.array([index.clauses.cosines(index.vector(p))[clause] for p in pieces], np.float32).reshape(len(pieces), len(rows))
    searched = _scores(entry, total, raw, near[clause], each, by_piece)
    scores = np.concatenate([searched, _matches(entry, np.array(matched)[:, clause])], axis=1)
    return ClausesFound(tuple(index.entries[e] for e, _, _ in rows), tuple(c for _, _, c in rows), scores, pieces)


def _entries(
    index: Index, total: Values, among: NDArray[np.bool_], near: Values, each: Sequence[Mapping[str, Values]], matched: Sequence[Values],
) -> list[int]:
    """The numbers of the entries whose clauses are candidates."""
    taken = {int(n): None for n in np.argsort(-total, kind="stable")[:_WHOLE] if among[n]}
    for raw in each:
        mixed = np.where(among, _mixed(raw), -1.0)
        taken |= {int(n): None for n in np.argsort(-mixed, kind="stable")[:_EACH] if among[n]}
    nearest = [(near, _NEAREST), *((m, _EACH_MATCHED if n else _MATCHED) for n, m in enumerate(matched))]
    for values, most in nearest:
        owners = (index.clauses.owner(int(n)) for n in fused.leading(values, 4 * most))
        taken |= dict.fromkeys([n for n in dict.fromkeys(owners) if among[n]][:most])
    return sorted(taken)


def _mixed(raw: Mapping[str, Values]) -> Values:
    return raw[fused.DENSE] + raw[fused.QUESTION_DENSE] + np.float32(0.3) * raw[fused.LEXICAL]


def _scores(
    entry: NDArray[np.int64], total: Values, raw: Mapping[str, Values], near: Values, each: Sequence[Mapping[str, Values]], by_piece: Values,
) -> Values:
    """The columns of ``COLUMNS`` for each clause."""
    if not len(entry):
        return np.zeros((0, len(COLUMNS) - _OF_MATCHES), np.float32)
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


def _matches(entry: NDArray[np.int64], matched: Values) -> Values:
    """The columns of how well each clause answers the whole question, which is the first row, and its pieces."""
    if not len(entry):
        return np.zeros((0, _OF_MATCHES), np.float32)
    whole, pieces = matched[0], matched[1:] if len(matched) > 1 else matched
    inside = np.array([np.sum((entry == e) & (whole > v)) for e, v in zip(entry, whole, strict=True)], np.float32)
    rank = np.argsort(np.argsort(-whole, kind="stable"), kind="stable").astype(np.float32)
    gaps = pieces - pieces.max(axis=1, keepdims=True)
    best = (gaps >= -1e-6).any(axis=0).astype(np.float32)
    return np.stack([whole, whole - whole.max(), rank, inside, pieces.max(axis=0), gaps.max(axis=0), best], axis=1).astype(np.float32)
