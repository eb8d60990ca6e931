"""One event starts several clocks: the reporting duties of every law about the event a question speaks of.

The words of the question lead to concepts (系统挂了 → 网络安全事件), the concepts to norms of telling in each law in force;
of each law the article nearest to the question joins the answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.questions import Question, Want
from kg.reach import Reach, article_of
from kg.selection import Candidate, Scope

if TYPE_CHECKING:
    from kg.knowledge import AppliedNorm, Knowledge
    from kg.retrieval.index import Hit, Index

_TELLING = frozenset({"report", "submit", "notify", "inform"})
_TELLS = re.compile(r"报告|上报|报送|报给|通报|通知|告知|跟.{0,6}(?:讲|说)|向.{0,6}(?:讲|说)|打招呼|报备|要不要报|怎么报|报警")
_NEAR = 0.45  # an article less like the question than this share of the best is not about its event
_MOST = 3


def clocks(knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope, found: list[Candidate]) -> list[Candidate]:
    """The articles of other laws (and of this one) that start a clock for the event asked about, nearest first."""
    if not (Want.TO_WHOM in asked.wants or _TELLS.search(asked.text)) or Want.PENALTY in asked.wants or asked.references:
        return []
    events = _events(knowledge, asked)
    if not events:
        return []
    hits = {h.urn: h for h in index.search(asked.text, k=80, allowed={v.urn for v in where.versions})}
    top = max((h.score for h in hits.values()), default=0.0)
    have = {c.version for c in found if _starts(reach, c.urn, events, where)}
    best: dict[str, Hit] = {}
    for urn, hit in hits.items():
        version = urn.split("~")[0]
        if hit.score < _NEAR * top or version in have or not _starts(reach, urn, events, where):
            continue
        if version not in best or best[version].score < hit.score:
            best[version] = hit
    ordered = sorted(best.values(), key=lambda h: -h.score)[:_MOST]
    return [Candidate(article_of(h.urn), h.score, "event", (), h) for h in ordered if h.urn not in {c.urn for c in found}]


def _events(knowledge: Knowledge, asked: Question) -> frozenset[str]:
    """IRIs of the events named, and of the kinds they belong to."""
    named = [c for c in knowledge.vocabulary.concepts_in(asked.text, everyday=True) if c.is_event]
    return frozenset({c.iri for c in named} | {b for c in named for b in c.broader})


def _starts(reach: Reach, urn: str, events: frozenset[str], where: Scope) -> bool:
    return any(_is_clock(n, events, where) for n in reach.norms.get(urn, ()))


def _is_clock(applied: AppliedNorm, events: frozenset[str], where: Scope) -> bool:
    """A duty of telling, about the event, that can bind the asker."""
    norm = applied.norm
    subjects = {*norm.bearer, *(a.subject for a in applied.applies)}
    if norm.kind not in _TELLING or norm.modality.value != "obligation" or not events & set(applied.about):
        return False
    if subjects <= where.authorities or (all("关键信息基础设施" in s for s in subjects) and not where.names_cii):
        return False
    return not where.labels or bool(subjects & where.labels)
