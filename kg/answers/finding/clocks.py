"""The reporting duties of every law about the event a question speaks of.

One event starts several clocks. The words of the question lead to concepts (系统挂了 → 网络安全事件), the concepts to norms of
telling in each law in force. Of each law the article nearest to the question joins the answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.answers.finding.selection import Candidate
from kg.answers.question.reading import Question
from kg.answers.question.scope import Scope
from kg.answers.question.wants import Want
from kg.duties.reach import Reach
from kg.law.identifiers import Urn, text_urn

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, Knowledge
    from kg.search.index import Hit, Index

_TELLING = frozenset({"report", "submit", "notify", "inform"})
_AFTER = re.compile(r"结束后|处置完|查完|处理完|总结|事后|整改完")  # what comes when the event is over has its own clock
_NEAR = 0.65  # an article less like the question than this share of the best is not about its event
_NEAR_TO_WHOM = 0.45  # asked to whom, every law that has a clock for the event is wanted
_LOOKED_AT = 400
_SURE = 0.8
_SECOND = 0.6  # of the nearest article of a law, for one that tells others
_AS_NEAR = 0.85  # and for one that tells the same
_INQUIRY = re.compile(r"调查|整改|责任追究|追究[^，。]{0,6}责任")  # reported when the event is over, too
_RECEIVED = re.compile(r"(?:收到|接到|接获)[^，。；？]{0,24}(?:报告|通报)[^，。；？]{0,6}后")  # whoever was told
_MOST = 4  # laws
_OF_ONE_LAW = 2


def clocks(knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope, found: list[Candidate]) -> list[Candidate]:
    """The candidates, with the articles of every law that start a clock for the event asked about.

    If it is asked to whom to report, those that name a recipient lead, and what only resembles the question is dropped.
    """
    to_whom = Want.TO_WHOM in asked.wants
    other = Want.PENALTY in asked.wants or asked.references or _AFTER.search(asked.text) or _RECEIVED.search(asked.text)
    if other or not (to_whom or Want.TELL in asked.wants):
        return found
    events = _events(knowledge, asked)
    hits = index.search(asked.topic, k=_LOOKED_AT, allowed={v.urn for v in where.versions}) if events else []
    floor = _NEAR_TO_WHOM if to_whom else _NEAR
    starting = [h for h in hits if h.score >= floor * hits[0].score and _recipients(reach, h.urn, events, where)]
    added = _best_of_each_law(reach, starting, events, where)
    if not added:
        return found
    urns = {h.urn for h in added}
    kept = [c for c in found if c.urn not in urns]
    if to_whom:
        kept = [c for c in kept if c.why != "retrieval" or (c.score >= _SURE * found[0].score and _is_about(reach, c.urn, events))]
        named = {i.work for i in asked.instruments}
        kept = [c for c in kept if Urn.parse(c.urn).work in named or not _tells_nobody(reach, c.urn)]
    first = [Candidate(h.urn, h.score, "event") for h in added]
    return [*first, *kept] if to_whom else [*found, *(c for c in first if c.urn not in {f.urn for f in found})]


def _best_of_each_law(reach: Reach, hits: list[Hit], events: frozenset[str], where: Scope) -> list[Hit]:
    """The nearest article of each law, and a second one that tells others than the first or is as near."""
    chosen: dict[str, list[Hit]] = {}
    told: dict[str, set[str]] = {}
    for hit in hits:
        version, to = text_urn(hit.urn), _recipients(reach, hit.urn, events, where)
        group = chosen.get(version, [])
        near = _AS_NEAR if group and to & told[version] else _SECOND
        if not group or (len(group) < _OF_ONE_LAW and hit.score >= near * group[0].score):
            chosen.setdefault(version, []).append(hit)
            told.setdefault(version, set()).update(to)
    best = sorted(chosen.values(), key=lambda group: -group[0].score)[:_MOST]
    ordered = sorted(best, key=lambda group: Urn.parse(group[0].urn).work not in where.sector)  # the special rules first
    return [hit for group in ordered for hit in group]


def _is_about(reach: Reach, urn: str, events: frozenset[str]) -> bool:
    """Whether a norm of the article concerns the event."""
    return any(events & set(n.about) for n in reach.norms.get(urn, ()))


def _tells_nobody(reach: Reach, urn: str) -> bool:
    """Whether an article speaks of telling and names no one to tell (按照本办法的规定进行报告)."""
    telling = [n for n in reach.norms.get(urn, ()) if n.norm.kind in _TELLING]
    return bool(telling) and not any(n.norm.recipient for n in telling)


def _events(knowledge: Knowledge, asked: Question) -> frozenset[str]:
    """IRIs of the events named, and of the kinds they belong to."""
    named = [c for c in knowledge.vocabulary.concepts_in(asked.text, everyday=True) if c.is_event]
    return frozenset({c.iri for c in named} | {b for c in named for b in c.broader})


def _recipients(reach: Reach, urn: str, events: frozenset[str], where: Scope) -> set[str]:
    """Whom the clocks of an article tell, or the empty set if it starts none."""
    return {r for n in reach.norms.get(urn, ()) if _is_clock(n, events, where) for r in n.norm.recipient}


def _is_clock(applied: AppliedNorm, events: frozenset[str], where: Scope) -> bool:
    """Whether a norm is a duty of telling, about the event, that can bind the asker."""
    norm = applied.norm
    subjects = {*norm.bearer, *(a.subject for a in applied.applies)}
    if norm.kind not in _TELLING or norm.modality.value != "obligation" or not events & set(applied.about):
        return False
    if where.only_public(subjects) or _AFTER.search(norm.trigger or "") or _INQUIRY.search(norm.object):
        return False
    if where.apart.all_of(subjects) and not where.names_cii:
        return not where.labels and not where.denies_cii  # asked by nobody in particular: she may be an operator
    return not where.labels or bool(subjects & where.labels)
