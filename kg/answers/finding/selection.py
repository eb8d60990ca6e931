"""Which provisions decide a question: those the learned ranking finds sure enough, filtered by date and profile.

The order: articles named in the question are looked up; the ranking (``kg.answers.ranking``) gives the clauses of the versions in
force with the probability that each decides; what binds other kinds of firm than the asker's stands apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.answers.question.reading import Question
from kg.answers.question.scope import Scope
from kg.answers.question.wants import Want
from kg.duties.reach import Reach
from kg.law.identifiers import Urn, article_eid, article_urn, eid_of, text_urn, work_urn

if TYPE_CHECKING:
    from kg.answers.ranking.ranker import Ranked, Ranking
    from kg.graph.knowledge import Knowledge

# Chosen in the cross-validation of the ranking; see kg/models/kg-answers/README.md.
SURE = 0.35  # a clause that decides no more probably than this is not told, unless it is the first
NEAR = 0.6  # unless the first is no surer itself and it is as probable as this share of it
SHARE = 0.3  # nor one that is so much less probable than the first
MOST = 4  # clauses told
FAR = 0.08  # a clause that binds the asker and decides so much less probably than one for others is not told in its place
SIBLING = 0.12  # a clause of an article that is told already is told from here on
FRESH = 0.15  # a clause of the same article is told first from this share on, if the surest answers an ask before
NAMED_SURE = 0.03  # the surest clause of a text that the question names is told from here on
_SECTOR = re.compile(r"行业(?:的)?(?:规章|规定|规则|规矩|里的规定)|证监会(?:的|那边的?)?(?:规矩|规定|规章|要求)|监管规定")
_LENIENT = re.compile(r"不罚(?!个人|人|单位|公司|企业|我|他)|免罚|免责|免除|从轻|减轻|从宽|不处罚|不予处罚|不追究|不追责")
_SPARES, _SPARING = re.compile(r"从轻|减轻|不予(?:行政)?处罚|不予追究|免于|免予|免除"), 4.0
_NAMED_LAW = 3.0  # how much more a clause of a law that is named weighs
NAMED = "named"  # why: the question names the article


@dataclass(frozen=True)
class Candidate:
    """An article (URN of version~art…) with its score and the reason why it is considered.

    ``needed`` are eids of the parts that must be quoted, and ``clauses`` those of its clauses that the ranking chose, the surest
    first.
    """

    urn: str
    score: float
    why: str
    needed: tuple[str, ...] = ()
    clauses: tuple[Ranked, ...] = ()

    @property
    def version(self) -> str:
        """URN of the version it belongs to."""
        return text_urn(self.urn)


def select(ranking: Ranking, reach: Reach, knowledge: Knowledge, question: Question, where: Scope) -> list[Candidate]:
    """The articles that decide the question, at most a handful and the best first.

    The list is empty if nothing was found at all.
    """
    named = _named(knowledge, question, where)
    if named:
        have = {n.urn for n in named}
        beside = grouped(_of_works(ranking.ranked, question, named, where))
        return _with_clauses(named, ranking) + [c for c in beside if c.urn not in have]
    told = chosen(ranking.ranked, reach, where, question)
    have = {Urn.parse(r.entry.urn).work for r in told}
    return grouped([*told, *(r for r in _of_works(ranking.ranked, question, (), where) if Urn.parse(r.entry.urn).work not in have)])


def chosen(ranked: Sequence[Ranked], reach: Reach, where: Scope, question: Question) -> list[Ranked]:
    """The clauses that are told, the surest first."""
    own = [r for r in ranked if not foreign(r, reach, where, question) and Urn.parse(r.entry.urn).work not in where.limited]
    part = [r for r in own if r.entry.urn == ranked[0].entry.urn][:1] if own and own[0] is not ranked[0] else []
    if part:  # what the same article says of the asker's own kind of firm
        own = [*part, *(r for r in own if r not in part)]
    elif not own or own[0].probability < FAR * ranked[0].probability:
        own = list(ranked)
    if where.labels and question.wants & {Want.WHEN, Want.TO_WHOM, Want.TELL}:
        own = [r for r in own if not _of_authorities(r, where, question)] or own
    own = _weighed(own, question)
    if not own:
        return []
    own = _not_told_before(own, question)
    floor = max(min(SURE, NEAR * own[0].probability), SHARE * own[0].probability)
    told = [own[0], *(r for r in own[1:MOST] if r.probability >= floor)]
    have = {r.entry.urn for r in told}
    beside = [r for r in own[1:] if r not in told and r.entry.urn in have and r.probability >= SIBLING]
    return [*told, *beside[: MOST - len(told)]]


def _weighed(own: list[Ranked], question: Question) -> list[Ranked]:
    """The clauses, first those of a law that is named, and what spares where leniency is asked for."""
    works = {i.work for i in question.instruments}
    lenient = bool(_LENIENT.search(question.text))
    if not works and not lenient:
        return own

    def weight(one: Ranked) -> float:
        named = _NAMED_LAW if work_urn(one.entry.urn) in works else 1.0
        return one.probability * named * (_SPARING if lenient and _SPARES.search(one.words) else 1.0)

    return sorted(own, key=lambda r: -weight(r))


def _not_told_before(own: list[Ranked], question: Question) -> list[Ranked]:
    """The clauses, first another of the same article where the surest answers an ask before this one: 每年至少一次 … 何种情形下还应追加."""
    if not _is_told(own[0], question):
        return own
    fresh = [r for r in own if r.entry.urn == own[0].entry.urn and not _is_told(r, question) and r.probability >= FRESH * own[0].probability]
    return [*fresh[:1], *(r for r in own if r not in fresh[:1])]


def _is_told(one: Ranked, question: Question) -> bool:
    return any(one.words in told for told in question.told)


def _of_authorities(one: Ranked, where: Scope, question: Question) -> bool:
    """Whether a clause is a duty of authorities alone of whom the question does not speak: 省级网信部门在收到报告后，应当…."""
    subjects = {b for n in one.norms for b in n.norm.bearer}
    return where.only_public(subjects) and not any(b in question.text for b in subjects) and not where.names_authority


def foreign(one: Ranked, reach: Reach, where: Scope, question: Question) -> bool:
    """Whether a clause binds other kinds of firm than the asker's, of whom the question does not speak either."""
    if where.bars(one.lead + one.words):
        return True
    article = article_urn(one.entry.urn)
    bearers = reach.bearers(article)
    if not where.labels or not bearers or where.only_public(bearers) or _names_asker(one, where, bearers):
        return False
    own = {b for n in one.norms for b in (*n.bearers, *(a.subject for a in n.applies))}
    firms = {b for b in own if reach.is_firm(b)}
    others = bool(firms) and firms == own and not firms & where.labels
    spoken = where.spoken_of | {b for b in bearers if b in question.text}
    return (others or not reach.binds(article, where.labels)) and not any(b in spoken for b in bearers if reach.is_firm(b))


def _names_asker(one: Ranked, where: Scope, bearers: Collection[str]) -> bool:
    """Whether the words of a clause that lays down no norm name the asker's kind of firm: 鼓励…运营者及时…备份.

    Names of others in which it stands too do not count: 证券基金经营机构 names no 经营机构.
    """
    words = one.lead + one.words
    for other in sorted(set(bearers) - where.labels, key=len, reverse=True):
        words = words.replace(other, "")
    return not one.norms and any(label in words for label in where.labels)


def grouped(clauses: Sequence[Ranked]) -> list[Candidate]:
    """The articles of the clauses, each once with its clauses."""
    of: dict[str, list[Ranked]] = {}
    for one in clauses:
        of.setdefault(one.entry.urn, []).append(one)
    return [Candidate(urn, some[0].probability, "retrieval", tuple(eid_of(r.clause.urn) for r in some), tuple(some)) for urn, some in of.items()]


def _with_clauses(named: Sequence[Candidate], ranking: Ranking) -> list[Candidate]:
    """The articles named, each with the clauses of it that answer."""
    return [replace(c, clauses=_of_named([r for r in ranking.ranked if r.entry.urn == c.urn])) for c in named]


def _of_named(ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """The clause of a named article that answers best, and those that do so nearly as surely."""
    return tuple(r for n, r in enumerate(ranked[:MOST]) if not n or r.probability >= max(SIBLING, SHARE * ranked[0].probability))


def _of_works(ranked: Sequence[Ranked], question: Question, named: Sequence[Candidate], where: Scope) -> list[Ranked]:
    """The surest clause of every other text that the question names beside its articles.

    The rules of the industry (行业规章, 证监会的规矩) count as one text.
    """
    sector = where.sector if _SECTOR.search(question.text) else frozenset()
    works = {i.work for i in question.instruments} - {Urn.parse(c.urn).work for c in named}
    best: dict[str, Ranked] = {}
    for one in ranked:
        work = Urn.parse(one.entry.urn).work
        if (work in works or work in sector) and one.probability >= NAMED_SURE:
            best.setdefault("sector" if work in sector else work, one)
    return list(best.values())


def scope_articles(reach: Reach, knowledge: Knowledge, question: Question, where: Scope) -> list[Candidate]:
    """The articles that say whom a named text binds, if none of its norms names the asker's kind of firm.

    They are only for a question whether the text binds that kind, and there are none otherwise.
    """
    if Want.SCOPE not in question.wants or not where.labels:
        return []
    out = []
    for version in (v for v in where.versions if v.work in {i.work for i in question.instruments}):
        bound = any(a.subject in where.labels for urn in knowledge.articles(version) for n in reach.norms.get(urn, ()) for a in n.applies)
        about = reach.law_subjects(version.urn)
        out += [
            Candidate(f"{version.urn}~{article_eid(t.eid)}", 1.0, "definition of " + t.term)
            for t in knowledge.terms(version) if not bound and t.term in about and t.full_form is None
        ]
    return out


def _named(knowledge: Knowledge, question: Question, where: Scope) -> list[Candidate]:
    """The articles the question names, each with the 款 and 项 named, in the text in force that day."""
    out = []
    for reference in question.references:
        version = next((v for v in where.versions if reference.instrument and v.work == reference.instrument.work), None)
        article = knowledge.document(version).article(reference.number) if version else None
        if version and article:
            paragraph = f"{article.eid}_par{reference.paragraph}" if reference.paragraph else ""
            parts = (paragraph,) if paragraph else tuple(c.eid for c in article.children)
            out.append(Candidate(f"{version.urn}~{article.eid}", 1.0, NAMED, parts))
    return list({c.urn: c for c in out}.values())
