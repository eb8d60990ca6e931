"""The clauses found for a question in the order of how surely they decide it, with the probability of each.

Search once, then one learned ranking. Weights, data and limits: ``kg/models/kg-answers/README.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.answers.ranking import candidates, deciding, features, together
from kg.answers.ranking.clause_signs import ClauseSigns
from kg.answers.ranking.kinds import Kinds
from kg.answers.ranking.trees import Trees
from kg.law.identifiers import article_urn
from kg.law.places import answers_dir

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.answers.ranking.candidates import ClausesFound
    from kg.answers.ranking.features import Values
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, Knowledge
    from kg.search import Entry
    from kg.search.clauses import LawClause
    from kg.search.index import Index

Totals = NDArray[np.float64]

_PREMISE = re.compile(r"(?:对吗|对不对|对吧|对么|是吗|是这样吗|正确吗|正确么|没错吧|没错吗|属实吗|是真的吗|有这回事吗)[？?。 ]*$")
_SURELY_ONE = 0.9  # how probable a premise is in a question with such an end


@dataclass(frozen=True)
class Ranked:
    """One clause with the probability that it decides the question.

    ``norms`` are what it lays down.
    """

    entry: Entry
    clause: LawClause
    probability: float
    norms: tuple[AppliedNorm, ...] = ()

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
    decides: float = 0.0  # how probable it is that any clause held decides

    @property
    def unasked(self) -> bool:
        """Whether no question was written for the text of the surest clause, so that nothing learned of questions tells whether it decides."""
        return bool(self.ranked) and not self.ranked[0].entry.questions

    @cached_property
    def articles(self) -> dict[str, float]:
        """How surely each article decides, by its URN."""
        return {article_urn(r.entry.urn): r.probability for r in reversed(self.ranked)}

    @cached_property
    def provisions(self) -> dict[str, float]:
        """How surely each provision decides, by the URN of the smallest one."""
        return {r.clause.urn: r.probability for r in reversed(self.ranked)}


class Ranker:
    """The learned ranking over one build."""

    def __init__(self, knowledge: Knowledge, index: Index) -> None:
        self.knowledge = knowledge
        self.index = index
        self._signs = lru_cache(maxsize=8)(ClauseSigns)  # of the law of each of the last days

    def kinds(self, asked: Question) -> dict[str, float]:
        """The probability of every kind of answer."""
        found = self._kinds.of(asked.text, self.index.vector(asked.topic))
        return found | {"premise": max(found["premise"], _SURELY_ONE)} if _PREMISE.search(asked.text) else found

    def rank(self, asked: Question, where: Scope, reach: Reach, of: dict[str, float] | None = None) -> Ranking:
        """The clauses found for a question, whose kinds of answer are decided here unless they are given (``of``)."""
        self.index.prepare([asked.topic, *candidates.pieces_of(asked.topic)])
        kinds = of or self.kinds(asked)
        found = candidates.find(self.index, asked.topic, {v.urn for v in where.versions})
        if not found.clauses:
            return Ranking((), kinds)
        signs = self._signs(reach)
        rows = features.rows(found, features.Weighing(asked, where, kinds, self.knowledge, reach), signs)
        total = self._trees.probabilities(rows)
        beside = self._beside(found, rows, total, len(asked.text))
        ranked = [
            Ranked(e, c, float(beside[n]), signs.of(e, c).norms)
            for n, (e, c) in enumerate(zip(found.entries, found.clauses, strict=True))
        ]
        sign = deciding.signs(rows, total, kinds, len(asked.text), len(found.pieces))
        decides = float(self._deciding.probabilities(sign)[0])
        return Ranking(tuple(sorted(ranked, key=lambda r: -r.probability)), kinds, found.pieces, decides)

    def _beside(self, found: ClausesFound, rows: Values, total: Totals, length: int) -> Totals:
        """The probability of each clause beside the others, where none that was not looked at is surer than one that was."""
        heads = [c.heads for c in found.clauses]
        order, signs = together.signs(rows, total, [c.urn for c in found.clauses], heads, length, len(found.pieces))
        own = self._together.probabilities(signs)
        beside: Totals = np.minimum(total, own.min())
        beside[order] = own
        return beside

    @cached_property
    def _together(self) -> Trees:
        return Trees.open(answers_dir() / "together.npz")

    @cached_property
    def _kinds(self) -> Kinds:
        return Kinds.open(answers_dir() / "kinds.npz")

    @cached_property
    def _deciding(self) -> Trees:
        return Trees.open(answers_dir() / "deciding.npz")

    @cached_property
    def _trees(self) -> Trees:
        return Trees.open(answers_dir() / "ranking.npz")
