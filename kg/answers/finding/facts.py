"""Facts in, findings out: each fact that is told, with the clause it falls under.

现场没保护好，日志也没留全，晚报了四分钟。分别违反哪条？ — one row a fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.answers.finding.selection import foreign
from kg.law.identifiers import article_urn, work_urn
from kg.law.model import Modality

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.answers.ranking.ranker import Ranked, Ranker, Ranking
    from kg.duties.reach import Reach
    from kg.search.clauses import LawClause

_ASKS = re.compile(
    r"[吗？?]|谁|哪|什么|怎么|咋|如何|多少|几(?:条|项|年|天)|是否|是不是|要不要|能不能|会不会|算不算|用不用|后果|违反|违规|监管会|怎样")
_LEAST = 4  # characters of a fact
_FITS, _FITS_NAMED = 0.35, 0.15  # how surely a clause must be about a fact, and one of a text that is named
_TELLING = 0.5  # how probable it must be that breaches are asked for
_PLENTY = 3  # facts from which on a question about what follows is answered fact by fact


@dataclass(frozen=True)
class ToldFact:
    """A fact as it was told, with the clause it falls under."""

    told: str
    clause: Ranked


def facts(ranker: Ranker, ranking: Ranking, asked: Question, where: Scope, reach: Reach) -> list[ToldFact]:
    """The facts of a question with the clause each falls under, those without any left out.

    The list is empty if the question does not ask what facts amount to.
    """
    told = told_pieces(ranking.pieces)
    kinds = ranking.kinds
    follows = max(kinds["penalty"], kinds["whether"], kinds["basis"], kinds["how"])
    if len(told) < 2 or not (kinds["breach"] >= _TELLING or (len(told) >= _PLENTY and follows >= _TELLING)):
        return []
    whole = {r.clause: r.probability for r in ranking.ranked}
    each = [(t, ranker.rank(replace(asked, text=t, topic=t), where, reach, of=kinds)) for t in told]
    best = [(t, max((r for r in own.ranked if _duty(r, where, reach, asked)), key=lambda r: _fit(r, whole), default=None)) for t, own in each]
    least = _FITS_NAMED if asked.instruments else _FITS
    return [ToldFact(t, r) for t, r in best if r and _fit(r, whole) >= least]


def told_pieces(pieces: Sequence[str]) -> list[str]:
    """The pieces of a question that tell something and ask nothing."""
    return [p for p in pieces if not _ASKS.search(p) and len(p) >= _LEAST]


def _fit(one: Ranked, whole: Mapping[LawClause, float]) -> float:
    """How surely a clause is about a fact, by the fact alone and by the whole story."""
    return one.probability + whole.get(one.clause, 0.0) / 2


def _duty(one: Ranked, where: Scope, reach: Reach, asked: Question) -> bool:
    """Whether a clause lays a duty or a ban on the asker, in a text that the question names if it names one."""
    works = {i.work for i in asked.instruments}
    article = article_urn(one.entry.urn)
    binding = any(n.norm.modality in (Modality.OBLIGATION, Modality.PROHIBITION) for n in one.norms)
    own = not foreign(one, reach, where, asked)
    public = bool(one.norms) and all(where.only_public(n.norm.bearer) for n in one.norms)
    return binding and own and not public and not reach.sanctions.get(article) and (not works or work_urn(article) in works)
