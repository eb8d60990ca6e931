"""From the articles found to those the law itself leads on to.

Recipient: a report under Order 218 goes where art. 72 sends the asker's kind of firm. Penalty: a duty →
the clause that punishes its breach → the article of the other law that clause refers to
(依照《网络安全法》相关规定), found through the duty of that law that is alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.answers.finding.selection import Candidate
from kg.answers.finding.telling import for_asker, for_others, only_for, telling
from kg.answers.question.measures import Measure
from kg.answers.question.reading import Question
from kg.answers.question.scope import Scope
from kg.answers.question.wants import Want
from kg.duties.reach import Reach
from kg.law.identifiers import Urn, article_urn, eid_of, text_urn
from kg.law.likeness import overlap
from kg.law.numerals import NUMERAL, article_number

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedSanction, Knowledge
    from kg.law.model import Version
    from kg.search.index import Index

ONWARD = "onward from "  # why an article is told to which a penalty clause refers
_WEIGHT = re.compile(r"从重|从轻|减轻|[免不]予?于?(?:行政)?处罚|[依按][照据]有关法律")
_REPORTS = re.compile(r"报告|上报|报送|报给|往上|监管|证监|跟.{0,4}(讲|说)|打招呼|交给|会里|局里")
_RANK = 2  # how many of the candidates lead on
_SURE = 0.5  # a duty that decides so surely is told beside them
_LIMIT = 5
_PENAL = 4  # penalty articles of one answer
_FEW = 3  # duties punished, of which the first is told if none is likely
_LIKELY = 0.002  # a duty punished is told from here on


def follow(
    knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope, found: list[Candidate], probable: Mapping[str, float],
) -> list[Candidate]:
    """The candidates with those the graph leads on to, each URN once and at most a handful.

    ``probable`` says how surely each article decides, by its URN.
    """
    chosen = list(found)
    if Want.PENALTY in asked.wants:
        chosen = _penalties(knowledge, index, reach, asked, where, chosen, probable)
    chosen += _recipient_rules(reach, asked, where, chosen[:_RANK])
    seen: dict[str, Candidate] = {}
    for c in chosen:
        first = seen.setdefault(c.urn, c)
        why = c.why if c.why.startswith(ONWARD) else first.why
        seen[c.urn] = replace(first, needed=(*first.needed, *c.needed), why=why)
    return list(seen.values())[: _LIMIT + 3]


def _recipient_rules(reach: Reach, asked: Question, where: Scope, found: list[Candidate]) -> list[Candidate]:
    if not (Want.TO_WHOM in asked.wants or _REPORTS.search(asked.text)):
        return []
    out = []
    for candidate in found:
        for applied in telling(reach.norms.get(candidate.urn, ()), asked, where, reach):
            for one in applied.applies:
                if one.subject in where.labels if where.labels else one.manner == "适用":
                    out += [Candidate(article_urn(u), candidate.score, "recipient rule of " + candidate.urn, (eid_of(u),)) for u in one.because]
    return [c for c in out if c.urn not in {f.urn for f in found}]


def _penalties(
    knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope, found: list[Candidate], probable: Mapping[str, float]
) -> list[Candidate]:
    """The penalty clauses found and those that punish the duties found, the law they lead to, then the duties.

    The measures of the regulator of the industry, which follow any breach of its rules, come first, unless a fine is asked for.
    """
    punishing = [c for c in found if reach.sanctions.get(c.urn)]
    penal = [c for c in punishing if not for_others(knowledge.vocabulary, asked.text, where, reach.sanctions[c.urn])]
    penal = penal or ([] if len(punishing) < len(found) else punishing[:1])
    duties = [c for c in found if c not in punishing] or _punished(_of_asker(knowledge, reach, asked, where, penal[:1]), probable)
    measures, named = list[Candidate](), list[Candidate]()
    for duty in duties[:_RANK]:
        via = for_asker(knowledge.vocabulary, asked.text, where, knowledge.punished_by(duty.urn, where.on))
        own = Urn.parse(duty.urn).work in where.sector
        measures += [_punishing(s, duty) for s in [v for v in via if v.general][:1]] if own else []
        for s in _best([v for v in via if not v.general] or ([] if own else via), asked) if not penal else ():
            named += [_punishing(s, duty), *_onward(knowledge, index, reach, asked, where, s, duty)]
    for s in _of_asker(knowledge, reach, asked, where, penal[:1]):
        named += _onward(knowledge, index, reach, asked, where, s, _broken(s, duties, probable))
    fined = Measure.MONEY in asked.measures
    if measures and not fined:
        measures += _of_sector(knowledge, reach, asked, where, measures)
        penal, named = [c for c in penal if not _weighs(reach, c)], [*named, *(c for c in penal if _weighs(reach, c))]
    if penal and measures and not fined and where.labels and not any(Urn.parse(c.urn).work in where.sector for c in penal):
        ordered = [*measures, *penal, *named]  # the regulator of the industry acts on its own rules before what any operator meets
    else:
        ordered = [*penal, *named, *([] if fined and named else measures)] if fined or penal else [*measures, *named]
    return [*ordered[:_PENAL], *(d for n, d in enumerate(duties) if n < _RANK or d.score >= _SURE)]


def _of_sector(knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, measures: Sequence[Candidate]) -> list[Candidate]:
    """The measure of another text of the regulator of the industry that names the asker's own kind of firm, if no text is named."""
    texts = {text_urn(c.urn) for c in measures}
    vocabulary = knowledge.vocabulary
    kinds = [c for c in vocabulary.subjects.values() if c.label in where.labels]
    own = {n for c in kinds if not any(c in vocabulary.above(k) for k in kinds) for n in c.names}
    every = [s for some in reach.sanctions.values() for s in some if s.general and set(s.sanction.firm) & own and not s.sanction.onward]
    found = [s for s in every if Urn.parse(s.urn).work in where.sector and text_urn(s.urn) not in texts]
    return [Candidate(article_urn(s.urn), 0.0, "punishes any breach", (eid_of(s.urn),)) for s in found[:1]] if not asked.instruments else []


def _weighs(reach: Reach, candidate: Candidate) -> bool:
    """Whether a penalty article imposes nothing itself and only says how heavily to punish: 从重处罚."""
    return all(_WEIGHT.search(m) for s in reach.sanctions.get(candidate.urn, ()) for m in s.sanction.measures)


def _of_asker(knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, penal: Sequence[Candidate]) -> list[AppliedSanction]:
    """The clauses for the asker's kind of firm of the penalty articles found."""
    return for_asker(knowledge.vocabulary, asked.text, where, [s for c in penal for s in reach.sanctions.get(c.urn, ())])


def _broken(via: AppliedSanction, duties: Sequence[Candidate], probable: Mapping[str, float]) -> Candidate | None:
    """The duty found that a clause punishes, else the likeliest of those it punishes."""
    urns = {article_urn(u) for u in via.punishes}
    likely = max(urns, key=lambda u: (probable.get(u, 0.0), u), default="")
    return next((d for d in duties if d.urn in urns), Candidate(likely, 0.0, "punished") if probable.get(likely, 0.0) >= _LIKELY else None)


def _punishing(sanction: AppliedSanction, duty: Candidate) -> Candidate:
    return Candidate(article_urn(sanction.urn), duty.score, "punishes " + duty.urn, (eid_of(sanction.urn),))


def _punished(penal: Sequence[AppliedSanction], probable: Mapping[str, float]) -> list[Candidate]:
    """The duty punished by the penalty clauses found that is the likeliest to be meant."""
    urns = {article_urn(u) for s in penal for u in s.punishes}
    likely = sorted(((probable.get(u, 0.0), u) for u in urns), key=lambda pair: (-pair[0], pair[1]))
    sure = [(p, u) for p, u in likely if p >= _LIKELY or len(urns) <= _FEW]
    return [Candidate(u, p, "punished by " + article_urn(penal[0].urn)) for p, u in sure[:1]]


def _best(sanctions: Sequence[AppliedSanction], asked: Question) -> list[AppliedSanction]:
    """The clause that fits best, in a list of at most one.

    A clause that names the provision broken comes before those for any breach, and of these the one nearest to the question is
    taken.
    """
    return sorted(sanctions, key=lambda s: (s.general, -round(10 * overlap(asked.text, s.sanction.condition))))[:1]


def _onward(
    knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope, via: AppliedSanction,
    duty: Candidate | None,
) -> list[Candidate]:
    """The penalty article of the law referred to, found through its duty most like the one breached.

    Of several laws (依照《网络安全法》《个人信息保护法》) it is the one whose article is nearest to the case and the question.
    """
    out: list[Candidate] = []
    for title in via.sanction.onward:
        instrument = knowledge.catalogue.find(title)
        version = next((v for v in where.versions if instrument and v.work == instrument.work), None)
        if version is None:
            continue
        article = _said(reach, via, title, version) or _like(knowledge, index, reach, asked, where, version.urn, duty or _duty(knowledge, via))
        if article:
            out.append(Candidate(article, 0.0, ONWARD + via.urn))
    case = asked.text + via.sanction.condition
    return sorted(out, key=lambda c: (not _fines(reach, c), -overlap(case, _cases(reach, c))))[:1]


def _cases(reach: Reach, candidate: Candidate) -> str:
    return "，".join(s.sanction.condition for s in reach.sanctions.get(candidate.urn, ()))


def _said(reach: Reach, via: AppliedSanction, title: str, version: Version) -> str | None:
    """The penalty article that a clause names of a law not amended since: 依照《数据安全法》第四十五条."""
    match = re.search(rf"{title}》(第{NUMERAL}条)", via.sanction.quote)
    if match is None or not version.effective or not via.version.effective or version.effective > via.version.effective:
        return None
    number = article_number(match[1])
    urn = f"{version.urn}~art{'-'.join(map(str, number))}" if number else ""
    return urn if reach.sanctions.get(urn) else None


def _fines(reach: Reach, candidate: Candidate) -> bool:
    """Whether an article fixes what is imposed itself and does not only refer on."""
    return any(s.sanction.fines for s in reach.sanctions.get(candidate.urn, ()))


def _duty(knowledge: Knowledge, via: AppliedSanction) -> Candidate | None:
    return Candidate(article_urn(via.punishes[0]), 0.0, "punished") if len(via.punishes) == 1 else None


def _like(
    knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope, law: str, duty: Candidate | None
) -> str | None:
    if duty is not None:
        for hit in index.search(knowledge.text(duty.urn)[:300], k=3, allowed={law}):
            named = [s for s in knowledge.punished_by(hit.urn, where.on) if not s.general]
            punishing = [s for s in named if where.names_cii or not only_for(where.apart, s.sanction)]
            if punishing:
                return article_urn(punishing[0].urn)
    hits = index.search(asked.text, k=30, allowed={law})
    penal = [h.urn for h in hits if reach.is_penalty(h.urn)]
    return next((u for u in penal if any(s.sanction.fines for s in reach.sanctions.get(u, ()))), next(iter(penal), None))
