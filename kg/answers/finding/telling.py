"""Which norms of the provisions chosen speak to the question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.answers.question.asker import is_not
from kg.answers.question.evidence import holds
from kg.answers.question.measures import Measure
from kg.answers.question.reading import Question
from kg.answers.question.wants import Want
from kg.law.likeness import overlap
from kg.law.model import Modality, Sanction

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate
    from kg.answers.question.scope import Scope
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, AppliedSanction
    from kg.law.vocabulary import Concept, Role, Vocabulary

COMMUNICATION = frozenset({"report", "submit", "file", "notify", "inform", "announce", "apply", "keep", "provide"})
_UPWARD = frozenset({"report", "submit", "file", "apply", "notify", "inform"})
_MOST = 8  # norms spoken of in one answer
_OF_ONE_ARTICLE = 3
TOLD_ALIKE = 0.4  # share of the question's character pairs
_SAME_CONCEPT = 0.2
_FIXES = 1.8  # a norm that fixes the measure asked for


def telling(norms: Sequence[AppliedNorm], question: Question, where: Scope, reach: Reach, most: int = _OF_ONE_ARTICLE) -> list[AppliedNorm]:
    """The norms that answer best, the most relevant first.

    They are of the kind asked for, nearest in words, with the asker's own first.
    """
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
    """A factor for whether the norm can be the asker's, by its bearers and the kind of firm its condition speaks of."""
    norm = applied.norm
    subjects = {*norm.bearer, *(a.subject for a in applied.applies)}
    fit = 1.0
    if where.labels and subjects and not subjects & where.labels:
        fit *= 0.3
    if where.only_public(subjects) and not any(s in question.text for s in subjects):
        fit *= 0.4
    condition = (norm.trigger or "") + norm.quote[:30]
    if where.apart.named_in(condition) and where.denies_cii:
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

OWN = 0.3  # what a clause for the kind of firm meant has ahead of one for whatever that kind falls under


def for_asker(vocabulary: Vocabulary, question: str, where: Scope, found: Sequence[AppliedSanction]) -> list[AppliedSanction]:
    """The clauses for the kind of firm meant, or all if none is for it.

    The kind meant is the one the question names, else the asker's. For 供应商没备案怎么罚, asked by a 证券公司, they are those
    for the supplier. A clause that names nobody, or someone the vocabulary does not know, is for everybody.
    """
    usual = [s for s in found if where.names_cii or not only_for(where.apart, s.sanction)] or list(found)
    known = {n for c in vocabulary.subjects.values() for n in c.names}
    likened = {n for c in vocabulary.subjects.values() if c.label in where.labels for n in vocabulary.stands_for(c)}
    for meant in (_named(vocabulary, question), where.labels, likened):
        kept = [s for s in usual if not _for_others(s.sanction, known, meant)]
        if meant and any(not s.sanction.firm or set(s.sanction.firm) & meant for s in kept):
            return kept
    return usual


def for_others(vocabulary: Vocabulary, question: str, where: Scope, found: Sequence[AppliedSanction]) -> bool:
    """Whether these clauses all punish other kinds of firm than the one meant."""
    known = {n for c in vocabulary.subjects.values() for n in c.names}
    meant = _named(vocabulary, question) | where.labels
    return bool(meant and found) and all(_for_others(s.sanction, known, meant) for s in found)


def _named(vocabulary: Vocabulary, text: str) -> frozenset[str]:
    """Every name of the kinds of firm a question speaks of, and of what they fall under.

    Investors and users are no kinds of firm. One as which the question is asked (作为技术服务商) is the only one.
    """
    names = {n: c for c in vocabulary.subjects.values() if _is_firm(c, vocabulary) for n in (*c.names, *c.everyday) if len(n) > 1}
    found: dict[str, Concept] = {}
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            if f"作为{name}" in text:
                return frozenset(vocabulary.labels(names[name]))
            if not is_not(name, text):
                found[names[name].iri] = names[name]
            text = text.replace(name, "\0")
    return frozenset(n for c in found.values() for n in vocabulary.labels(c))


def _is_firm(concept: Concept, vocabulary: Vocabulary) -> bool:
    above = (*concept.broader, *concept.roles, *concept.treated_as)
    return concept.is_profile or bool(above) or any(concept.iri in c.broader and c.is_profile for c in vocabulary.subjects.values())


def only_for(role: Role, sanction: Sanction) -> bool:
    """Whether a clause is for those alone who play a role."""
    return bool(sanction.firm) and role.all_of(sanction.firm)


def _for_others(sanction: Sanction, known: Iterable[str], meant: Iterable[str]) -> bool:
    firm = set(sanction.firm)
    return bool(firm) and firm <= set(known) and not firm & set(meant)
