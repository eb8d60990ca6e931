"""The choice of articles that speak of the regime a question names.

A figure of one regime is none of another: the validity of an export certificate is not that of a certificate for cryptography.
A regime is a concept with procedures of its own (``kg:Regime`` in the vocabulary: 数据出境安全评估, 标准合同, 商用密码 …). A
question that asks for a measure and names one is decided only by articles that speak of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.answers.finding.chains import ONWARD
from kg.answers.finding.selection import Candidate
from kg.answers.question.reading import Question
from kg.answers.question.scope import Scope
from kg.answers.question.wants import Want

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge
    from kg.law.vocabulary import Concept, Vocabulary
    from kg.search.index import Index

_LED = ("punishes", ONWARD)
_LOOKED_AT = 60
_FIGURE = re.compile(r"几|多少|多久|多长")
_SEVERAL = re.compile(r"[和与、或]|还是|以及")


def same(knowledge: Knowledge, asked: Question, chosen: list[Candidate]) -> list[Candidate]:
    """The candidates that may hold the measure asked for.

    These are all of them if none is asked for or no regime is named.
    """
    regimes = _named(knowledge.vocabulary, asked.text)
    if not (asked.measures or _FIGURE.search(asked.own or asked.text)) or not regimes or asked.references:
        return chosen
    enough = any if len(regimes) > 1 and _SEVERAL.search(asked.text) else all
    led = Want.PENALTY in asked.wants  # what follows a breach of the rules of a regime may stand in the law above them
    return [c for c in chosen if (led and c.why.startswith(_LED)) or enough(_speaks_of(knowledge.text(c.urn), r) for r in regimes)]


def nearest(knowledge: Knowledge, index: Index, asked: Question, where: Scope) -> list[Candidate]:
    """The article nearest to the question that speaks of its regime, or an empty list if none does."""
    regimes = _named(knowledge.vocabulary, asked.text)
    hits = index.search(asked.topic, k=_LOOKED_AT, allowed={v.urn for v in where.versions})
    found = (h for h in hits if all(_speaks_of(knowledge.text(h.urn), r) for r in regimes))
    return [Candidate(h.urn, h.score, "retrieval") for h in found][:1]


def _named(vocabulary: Vocabulary, text: str) -> list[Concept]:
    return [c for c in vocabulary.concepts_in(text, everyday=True) if c.is_regime]


def _speaks_of(text: str, regime: Concept) -> bool:
    return any(name in text for name in regime.names)
