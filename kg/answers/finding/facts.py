"""Facts in, findings out: each fact that is told, with the clause it falls under.

现场没保护好，日志也没留全，晚报了四分钟。分别违反哪条？ — one row a fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.answers.finding.selection import foreign
from kg.law.identifiers import article_urn, eid_of, work_urn
from kg.law.model import Modality

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.answers.ranking.ranker import Ranked, Ranker, Ranking
    from kg.duties.reach import Reach
    from kg.search.clauses import LawClause

_ASKS = re.compile(
    r"[吗？?]|谁|哪|什么|怎么|咋|如何|多少|几(?:条|项|年|天)|是否|是不是|要不要|能不能|会不会|算不算|用不用|后果|违反|违规|监管会|怎样")
_SELF = re.compile(r"(?:我们|我司|我|本公司|我公司)(?:这边)?(?:不?是|就是|做|属于|作为)[^，,]{1,14}")  # 我们是期货交易所 tells who asks
_LEAST = 4  # characters of a fact
_SOME, _STORY = 0.1, 0.2  # how probable a clause must be by the fact and by the whole story
_ALONE, _ALONE_NAMED = 0.75, 0.25  # or by the fact alone, and in a text that is named
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
    other = max(kinds["whom"], kinds["when"], kinds["quantity"], kinds["which"])
    follows = kinds["penalty"] if other >= _TELLING else max(kinds["penalty"], kinds["whether"], kinds["basis"], kinds["how"])
    if len(told) < 2 or not (kinds["breach"] >= _TELLING or (len(told) >= _PLENTY and follows >= _TELLING)):
        return []
    whole = {r.clause: r.probability for r in ranking.ranked}
    each = [(t, ranker.rank(replace(asked, text=t, topic=t), where, reach, of=kinds)) for t in told]
    found = []
    for t, own in each:
        fit = [(r.probability + whole.get(r.clause, 0.0) / 2, r) for r in own.ranked if _duty(r, where, reach, asked) and _borne(r, whole, asked)]
        found += [ToldFact(t, max(fit, key=lambda pair: pair[0])[1])] if fit else []
    return found


def beside_facts(own: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """The articles under which the facts fall, with whatever else of them the whole story leads to, and the other articles found."""
    others = {c.urn: c for c in found}
    mine = []
    for c in own:
        more = [r for r in others[c.urn].clauses if r.clause not in {o.clause for o in c.clauses}] if c.urn in others else []
        needed = dict.fromkeys((*c.needed, *(eid_of(r.clause.urn) for r in more)))
        mine.append(replace(c, clauses=(*c.clauses, *more), needed=tuple(needed)))
    return [*mine, *(c for c in found if c.urn not in {o.urn for o in own})]


def told_pieces(pieces: Sequence[str]) -> list[str]:
    """The pieces of a question that tell something and ask nothing."""
    return [p for p in pieces if not _ASKS.search(p) and not _SELF.fullmatch(p) and len(p) >= _LEAST]


def _borne(one: Ranked, whole: Mapping[LawClause, float], asked: Question) -> bool:
    """Whether the fact alone and the whole story both speak for a clause, or the fact alone speaks clearly.

    A story about an outage does not make every fact of it a breach of what the story is most likely about.
    """
    by_both = one.probability >= _SOME and whole.get(one.clause, 0.0) >= _STORY
    return by_both or one.probability >= (_ALONE_NAMED if asked.instruments else _ALONE)


def _duty(one: Ranked, where: Scope, reach: Reach, asked: Question) -> bool:
    """Whether a clause lays a duty or a ban on the asker, in a text that the question names if it names one."""
    works = {i.work for i in asked.instruments}
    article = article_urn(one.entry.urn)
    binding = any(n.norm.modality in (Modality.OBLIGATION, Modality.PROHIBITION) for n in one.norms)
    own = not foreign(one, reach, where, asked)
    public = bool(one.norms) and all(where.only_public(n.norm.bearer) for n in one.norms)
    return binding and own and not public and not reach.sanctions.get(article) and (not works or work_urn(article) in works)
