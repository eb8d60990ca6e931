"""The clauses found for a question in the order of how surely they decide it, with the probability of each.

Search once; a first model chooses the few that the judge reads together with the question; a second model weighs everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.answers.ranking import candidates, features
from kg.answers.ranking.clause_signs import ClauseSigns
from kg.answers.ranking.judge import Judge, pair
from kg.answers.ranking.kinds import Kinds
from kg.answers.ranking.trees import Trees
from kg.law.identifiers import article_urn
from kg.law.places import answers_dir, judge_dir

if TYPE_CHECKING:
    from kg.answers.finding.selection import Scope
    from kg.answers.question.reading import Question
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, Knowledge
    from kg.search import Entry
    from kg.search.clauses import Clause
    from kg.search.index import Index

READ = 8  # clauses that the judge reads
UNREAD = -12.0  # the logit given to a clause that the judge has not read
JUDGED = ("judged", "judged_gap", "judged_rank", "first", "first_gap", "first_rank")
SECOND = (*features.NAMES, *JUDGED)

Values = NDArray[np.float32]


@dataclass(frozen=True)
class Ranked:
    """One clause with the probability that it decides the question.

    ``verdict`` are the probabilities of ``VERDICTS`` if the judge read it, ``norms`` what it lays down, and ``pieces`` how near it is
    to each piece of the question.
    """

    entry: Entry
    clause: Clause
    probability: float
    verdict: tuple[float, ...] = ()
    norms: tuple[AppliedNorm, ...] = ()
    pieces: tuple[float, ...] = ()

    @property
    def words(self) -> str:
        """The words of the clause, verbatim."""
        return self.clause.words(self.entry)

    @property
    def lead(self) -> str:
        """The words that lead the clause in, or ''."""
        return self.clause.lead(self.entry)


@dataclass(frozen=True)
class Ranking:
    """The clauses found, the surest first, with the kinds of answer wanted, and the pieces of the question."""

    ranked: tuple[Ranked, ...]
    kinds: dict[str, float]
    pieces: tuple[str, ...] = ()

    @cached_property
    def articles(self) -> dict[str, float]:
        """How surely each article decides, by its URN."""
        return {article_urn(r.entry.urn): r.probability for r in reversed(self.ranked)}


class Ranker:
    """The learned ranking over one build."""

    def __init__(self, knowledge: Knowledge, index: Index) -> None:
        self.knowledge = knowledge
        self.index = index
        self._signs: dict[int, ClauseSigns] = {}

    def kinds(self, asked: Question) -> dict[str, float]:
        """The probability of every kind of answer."""
        return self._kinds.of(asked.text, self.index.vector(asked.topic))

    def rank(self, asked: Question, where: Scope, reach: Reach) -> Ranking:
        """The clauses found for a question."""
        kinds = self.kinds(asked)
        found = candidates.find(self.index, asked.topic, {v.urn for v in where.versions})
        if not found.clauses:
            return Ranking((), kinds)
        signs = self._signs.setdefault(id(reach), ClauseSigns(reach))
        rows = features.rows(found, features.Asked(asked, where, kinds, self.knowledge, reach), signs)
        first = self._first.probabilities(rows)
        order = np.argsort(-first, kind="stable")[:READ].tolist()
        read = self._judge.logits([pair(asked.text, found.entries[n], found.clauses[n]) for n in order])
        total = self._second.probabilities(second(rows, first, order, read[:, 0]))
        verdicts = {n: _softmax(row[1:]) for n, row in zip(order, read, strict=True)}
        ranked = [
            Ranked(e, c, float(total[n]), verdicts.get(n, ()), signs.of(e, c).norms, tuple(map(float, found.by_piece[:, n])))
            for n, (e, c) in enumerate(zip(found.entries, found.clauses, strict=True))
        ]
        return Ranking(tuple(sorted(ranked, key=lambda r: -r.probability)), kinds, found.pieces)

    def fitting(self, pairs: Sequence[tuple[str, Ranked]]) -> list[float]:
        """How surely the judge finds each clause to decide the words beside it."""
        read = self._judge.logits([pair(text, r.entry, r.clause) for text, r in pairs])
        return [float(1.0 / (1.0 + np.exp(-row[0]))) for row in read]

    @cached_property
    def _kinds(self) -> Kinds:
        return Kinds.open(answers_dir() / "kinds.npz")

    @cached_property
    def _first(self) -> Trees:
        return Trees.open(answers_dir() / "first.npz")

    @cached_property
    def _second(self) -> Trees:
        return Trees.open(answers_dir() / "second.npz")

    @cached_property
    def _judge(self) -> Judge:
        return Judge(judge_dir())


def second(rows: Values, first: NDArray[np.float64], order: Sequence[int], read: Values) -> Values:
    """The features of the second model: those of the first, what the first says, and what the judge says of those it read."""
    logits = np.full(len(rows), UNREAD, np.float32)
    logits[list(order)] = read
    own = np.log(np.clip(first, 1e-6, 1 - 1e-6) / np.clip(1 - first, 1e-6, 1.0))
    more = [c for v in (logits, own) for c in (v, v - v.max(), np.argsort(np.argsort(-v, kind="stable"), kind="stable"))]
    return np.concatenate([rows, np.stack(more, axis=1)], axis=1).astype(np.float32)


def _softmax(logits: Values) -> tuple[float, ...]:
    shares = np.exp(logits - logits.max())
    return tuple(map(float, shares / shares.sum()))



