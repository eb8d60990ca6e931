"""The whole answer: which norms of the articles chosen speak to the question, then the words of the law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.conclusions import Asker, defined, measured, scoped, told
from kg.evidence import holds
from kg.grammar.actors import is_authority
from kg.measures import Measure
from kg.model import Answer, Modality, Quote
from kg.penalties import penalties
from kg.questions import Question
from kg.quoting import cite, overlap
from kg.remarks import remarks
from kg.selection import NAMED
from kg.trail import trail
from kg.versions import status
from kg.wants import Want

if TYPE_CHECKING:
    from kg.knowledge import AppliedNorm, Knowledge
    from kg.reach import Reach
    from kg.selection import Candidate, Scope

COMMUNICATION = frozenset({"report", "submit", "file", "notify", "inform", "announce", "apply", "keep", "provide"})
_UPWARD = frozenset({"report", "submit", "file", "apply", "notify", "inform"})
_TO_AUTHORITIES = frozenset({"report", "submit", "file", "apply"})
_MOST = 8  # norms spoken of in one answer
_OF_ONE_ARTICLE = 3
_TOLD_ALIKE = 0.4  # share of the question's character pairs
_SAME_CONCEPT = 0.2
_FIXES = 1.8  # a norm that fixes the measure asked for


def telling(norms: Sequence[AppliedNorm], question: Question, where: Scope, reach: Reach, most: int = _OF_ONE_ARTICLE) -> list[AppliedNorm]:
    """The norms that answer: of the kind asked for, nearest in words, the asker's own first."""
    scored = [(relevance(n, question, where, reach), -i, n) for i, n in enumerate(norms)]
    scored = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], -s[1]))
    best = scored[0][0] if scored else 0.0
    return [n for score, _, n in scored if score >= 0.6 * best][:most]


def relevance(applied: AppliedNorm, question: Question, where: Scope, reach: Reach) -> float:
    """How well a norm answers: shared words, weighed by the kind of answer wanted and by whom the norm binds."""
    norm, wants = applied.norm, question.wants
    clause, sentence = norm.quote + (norm.trigger or "") + norm.object, reach.sentence(applied)
    score = 0.05 + 0.6 * overlap(question.text, clause) + 0.4 * overlap(question.text, sentence)
    score += _SAME_CONCEPT if where.concepts & set(applied.about) else 0.0
    if Want.TO_WHOM in wants:
        score *= 2.0 if norm.recipient and norm.kind in _UPWARD else 0.5
    elif Want.TELL in wants:
        score *= 1.6 if norm.recipient and norm.kind in _UPWARD else 0.9
    if Measure.RETENTION in question.measures:
        score *= 2.0 if norm.kind == "keep" else 0.6
    tells = bool(norm.recipient) and norm.kind in _UPWARD and bool(wants & {Want.TO_WHOM, Want.TELL})
    if Want.WHEN in wants or Measure.FREQUENCY in question.measures:
        score *= 1.6 if norm.deadline and norm.deadline.text else 1.0 if tells else 0.7
    if tells and norm.modality is Modality.PROHIBITION:
        score *= 0.5  # 不得瞒报: the duty itself says to whom
    if question.measures and any(holds(m, norm.quote + (norm.deadline.text if norm.deadline else "")) for m in question.measures):
        score *= _FIXES
    if Want.MAY in wants and norm.modality in (Modality.PROHIBITION, Modality.PERMISSION):
        score *= 1.5
    return score * _fit(applied, question, where)


def _fit(applied: AppliedNorm, question: Question, where: Scope) -> float:
    """Whether the norm can be the asker's: its bearers, and the kind of firm its condition speaks of."""
    norm = applied.norm
    subjects = {*norm.bearer, *(a.subject for a in applied.applies)}
    fit = 1.0
    if where.labels and subjects and not subjects & where.labels:
        fit *= 0.3
    if where.only_public(subjects) and not any(s in question.text for s in subjects):
        fit *= 0.4
    condition = (norm.trigger or "") + norm.quote[:30]
    if "关键信息基础设施" in condition and where.denies_cii:
        fit *= 0.1
    if where.names_cii and any(b.startswith("其他") for b in norm.bearer):
        fit = 0.0  # the rest, of which the asker is not
    if "国家机关" in condition and "国家机关" not in question.text:
        fit *= 0.3
    return fit


def pick(reach: Reach, asked: Question, where: Scope, chosen: Sequence[Candidate]) -> list[AppliedNorm]:
    """The norms of each chosen article that answer, in the order of the articles."""
    found: list[tuple[float, AppliedNorm]] = []
    for candidate in chosen:
        own = telling(reach.norms.get(candidate.urn, ()), asked, where, reach)
        telling_ones = [n for n in own if n.norm.recipient and n.norm.kind in _UPWARD and n.norm.modality is Modality.OBLIGATION]
        own = telling_ones if telling_ones and Want.TO_WHOM in asked.wants else own
        found += [(relevance(n, asked, where, reach), n) for n in own]
    best = max((score for score, _ in found), default=0.0)
    kept = [n for score, n in found if score >= 0.25 * best]
    rules = {urn for n in kept for a in n.applies for urn in a.because}
    return [n for n in kept if n.urn not in rules][:_MOST]


@dataclass(frozen=True)
class Grounds:
    """What an answer stands on: the articles, the norms of them that answer, their words; ``note`` is what they leave open."""

    chosen: Sequence[Candidate]
    picked: Sequence[AppliedNorm]
    quotes: Sequence[Quote]
    note: str = ""


def compose(knowledge: Knowledge, reach: Reach, asked: Question, asker: Asker, where: Scope, grounds: Grounds) -> Answer:
    """The conclusions, then the words of the law."""
    chosen, picked, quotes = grounds.chosen, grounds.picked, grounds.quotes
    works = {i.work for i in asked.instruments}
    versions = {c.version for c in chosen}
    in_works = [n for n in knowledge.norms(where.on) if n.version.urn in versions and n.version.work in works] if works else []
    verdict = measured(asked, quotes)
    head = [verdict, *_terms(knowledge, asked, asker, chosen)]
    if "未达到" not in verdict:
        head += scoped(in_works, asked, asker, knowledge.text) or _not_named(reach, asked, asker, chosen)
    sanctions = penalties(knowledge, reach, asked, where, chosen) if Want.PENALTY in asked.wants else []
    head += sanctions
    if not asked.wants - {Want.TELL} and any(c.why == NAMED for c in chosen):
        picked = []
    if not sanctions:
        head += _duties(knowledge, reach, asked, asker, picked)
    words = [f"{cite(q)}：“{q.quote}”" for q in quotes]
    head += _second_hand(knowledge, asked, where)
    head.append(grounds.note)
    said = list(dict.fromkeys(h for h in head if h)) or [f"{'、'.join(dict.fromkeys(map(_article, quotes)))}的规定如下。"]
    text = "\n".join([*said, *remarks(knowledge, asked, quotes), "依据：", *words])
    return Answer(asked.text, "answered", text, tuple(quotes), tuple(n.norm for n in picked),
                  path=trail(knowledge, asked, asker, chosen, picked))


def _duties(
    knowledge: Knowledge, reach: Reach, asked: Question, asker: Asker, picked: Sequence[AppliedNorm]
) -> list[str]:
    """The sentences for the norms picked; what stands in a sentence already told is not told again."""
    lines: list[str] = []
    done: set[tuple[str, str]] = set()
    for norm in sorted(picked, key=_upward) if asked.wants & {Want.TO_WHOM, Want.TELL} else picked:
        place = (norm.urn, reach.sentence(norm))
        own = told(norm, asked, asker, knowledge.text(norm.urn))
        if place in done and (not norm.norm.recipient or norm.norm.modality is Modality.PROHIBITION):
            continue
        done.add(place)
        lines += own
    return lines


def _upward(applied: AppliedNorm) -> int:
    """Asked whom to tell: what is reported to an authority first, then what others are told, then the rest."""
    norm = applied.norm
    return 0 if norm.kind in _TO_AUTHORITIES and any(map(is_authority, norm.recipient)) else 1 if norm.recipient else 2


def _not_named(reach: Reach, asked: Question, asker: Asker, chosen: Sequence[Candidate]) -> list[str]:
    """Asked whether a text binds a kind of firm that none of its norms names: whom it is about instead."""
    if Want.SCOPE not in asked.wants or not asker.names or not asked.instruments or not chosen:
        return []
    works = {i.work for i in asked.instruments}
    version = next((c.version for c in chosen if c.version.split("@")[0] in works), None)
    about = sorted(reach.law_subjects(version)) if version else []
    if not about or any(a in asker.labels for a in about):
        return []
    title = asked.instruments[0].title
    return [f"《{title}》的义务主体主要是{'、'.join(about)}，{'、'.join(asker.names)}不在其中（没有条文把{'、'.join(asker.names)}列为义务主体）。"]


def _second_hand(knowledge: Knowledge, asked: Question, where: Scope) -> list[str]:
    """What is only told about rules whose words are not held, where it bears on the question; marked as such."""
    found = []
    for instrument in knowledge.catalogue.instruments:
        said = [s.statement.rstrip("。") for s in instrument.second_hand if overlap(asked.text, s.statement) >= _TOLD_ALIKE]
        if said and not instrument.held and status(instrument, where.on) == "现行有效":
            number = f"（{instrument.number}）" if instrument.number else ""
            found.append(f"另有《{instrument.title}》{number}，全文未收录；据转述（未见原文，须核对）：{'；'.join(said)}。")
    return found


def _article(q: Quote) -> str:
    """《…》第三十九条."""
    return f"《{q.instrument}》{q.article}"


_WHETHER_ONE = re.compile(r"属于|算不算|算是|是不是|在不在")


def _terms(knowledge: Knowledge, asked: Question, asker: Asker, chosen: Sequence[Candidate]) -> list[str]:
    """What the terms asked for mean; where it is asked whether the asker is one, also that the words do not name her kind."""
    found = []
    for candidate in chosen:
        name = candidate.why.removeprefix("definition of ") if candidate.why.startswith("definition of ") else ""
        version = knowledge.catalogue.version(candidate.urn)
        terms = [t for t in knowledge.terms(version) if name and t.term == name and t.eid.split("_")[0] == candidate.urn.split("~")[1]]
        found += [defined(t, version.title) for t in terms]
        unnamed = [t for t in terms if t.term not in asker.labels and not any(n in t.quote for n in asker.names)]
        if unnamed and asker.names and Want.SCOPE not in asked.wants and _WHETHER_ONE.search(asked.text):
            found.append(f"上述含义没有列出{'、'.join(asker.names)}。")
    return found
