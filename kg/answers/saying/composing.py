"""The whole answer: which norms of the articles chosen speak to the question, then the words of the law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.answers.finding.selection import NAMED
from kg.answers.finding.telling import TOLD_ALIKE
from kg.answers.question.asker import Asker
from kg.answers.question.reading import Question
from kg.answers.question.wants import Want
from kg.answers.result import Answer
from kg.answers.saying.conclusions import defined, measured, scoped, told
from kg.answers.saying.penalties import penalties
from kg.answers.saying.remarks import only_in_a_field, remarks
from kg.answers.saying.trail import trail
from kg.corpus.quoting import Quote, cite
from kg.law.authorities import is_authority
from kg.law.identifiers import article_eid, eid_of, work_urn
from kg.law.likeness import overlap
from kg.law.model import Modality
from kg.law.thresholds import bounds_of
from kg.law.versions import status
from kg.law.wording import SECOND_HAND, limits

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate, Scope
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, Knowledge

_TO_AUTHORITIES = frozenset({"report", "submit", "file", "apply"})


@dataclass(frozen=True)
class Grounds:
    """What an answer stands on: the articles, the norms of them that answer, and their words.

    ``note`` says what they leave open, and ``limited`` are articles only named because their text is limited to another field.
    """

    chosen: Sequence[Candidate]
    picked: Sequence[AppliedNorm]
    quotes: Sequence[Quote]
    note: str = ""
    limited: Sequence[Candidate] = ()


def compose(knowledge: Knowledge, reach: Reach, asked: Question, asker: Asker, where: Scope, grounds: Grounds) -> Answer:
    """The answer, with the conclusions first and then the words of the law."""
    chosen, picked, quotes = grounds.chosen, grounds.picked, grounds.quotes
    works = {i.work for i in asked.instruments}
    versions = {c.version for c in chosen}
    in_works = list(knowledge.norms(where.on, among={v for v in versions if work_urn(v) in works})) if works else []
    verdict = measured(asked, quotes, lambda q: bounds_of(knowledge.catalogue.version(q.iri).text))
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
    beside = [*remarks(knowledge, asked, quotes, where.on), *only_in_a_field(knowledge, [c.urn for c in grounds.limited])]
    text = "\n".join([*said, *beside, "依据：", *words])
    return Answer(asked.text, "answered", text, tuple(quotes), tuple(n.norm for n in picked),
                  path=trail(knowledge, asked, asker, chosen, picked))


def _duties(
    knowledge: Knowledge, reach: Reach, asked: Question, asker: Asker, picked: Sequence[AppliedNorm]
) -> list[str]:
    """The sentences for the norms picked.

    What stands in a sentence already told is not told again.
    """
    lines: list[str] = []
    done: set[tuple[str, str]] = set()
    for norm in sorted(picked, key=_upward) if asked.wants & {Want.TO_WHOM, Want.TELL} else picked:
        place = (norm.urn, reach.sentence(norm))
        limited = limits(knowledge.catalogue.of(norm.version))
        own = [f"（{limited}）{line}" if limited else line for line in told(norm, asked, asker, knowledge.text(norm.urn))]
        if place in done and (not norm.norm.recipient or norm.norm.modality is Modality.PROHIBITION):
            continue
        done.add(place)
        lines += own
    return lines


def _upward(applied: AppliedNorm) -> int:
    """The rank of a norm in an answer on whom to tell.

    What is reported to an authority comes first, then what others are told, then the rest.
    """
    norm = applied.norm
    return 0 if norm.kind in _TO_AUTHORITIES and any(map(is_authority, norm.recipient)) else 1 if norm.recipient else 2


def _not_named(reach: Reach, asked: Question, asker: Asker, chosen: Sequence[Candidate]) -> list[str]:
    """The sentence on whom a text is about, if none of its norms names the asker's kind of firm.

    It is only for a question whether the text binds that kind. Otherwise the list is empty.
    """
    if Want.SCOPE not in asked.wants or not asker.names or not asked.instruments or not chosen:
        return []
    works = {i.work for i in asked.instruments}
    version = next((c.version for c in chosen if work_urn(c.version) in works), None)
    about = sorted(reach.law_subjects(version)) if version else []
    if not about or any(a in asker.labels for a in about):
        return []
    title = asked.instruments[0].title
    return [f"《{title}》的义务主体主要是{'、'.join(about)}，{'、'.join(asker.names)}不在其中（没有条文把{'、'.join(asker.names)}列为义务主体）。"]


def _second_hand(knowledge: Knowledge, asked: Question, where: Scope) -> list[str]:
    """The sentences on rules known only at second hand, if they bear on the question.

    They are marked as such. Those of a subject of the catalogue are told with it (``kg.answers.early.governing``).
    """
    found = []
    for instrument in knowledge.catalogue.instruments:
        said = [s.statement.rstrip("。") for s in instrument.second_hand if not s.subject and overlap(asked.text, s.statement) >= TOLD_ALIKE]
        if said and not instrument.held and status(instrument, where.on) == "现行有效":
            number = f"（{instrument.number}）" if instrument.number else ""
            held = "只收录了片段" if instrument.versions else "全文未收录"
            found.append(f"另有《{instrument.title}》{number}，{held}；{SECOND_HAND}：{'；'.join(said)}。")
    return found


def _article(q: Quote) -> str:
    """The title and the article of a quote: 《…》第三十九条."""
    return f"《{q.instrument}》{q.article}"


_WHETHER_ONE = re.compile(r"属于|算不算|算是|是不是|在不在")


def _terms(knowledge: Knowledge, asked: Question, asker: Asker, chosen: Sequence[Candidate]) -> list[str]:
    """The sentences on what the terms asked for mean.

    If it is asked whether the asker is one, they also say that the words do not name her kind.
    """
    found = []
    for candidate in chosen:
        name = candidate.why.removeprefix("definition of ") if candidate.why.startswith("definition of ") else ""
        version = knowledge.catalogue.version(candidate.urn)
        terms = [t for t in knowledge.terms(version) if name and t.term == name and article_eid(t.eid) == eid_of(candidate.urn)]
        found += [defined(t, version.title) for t in terms]
        unnamed = [t for t in terms if t.term not in asker.labels and not any(n in t.quote for n in asker.names)]
        if unnamed and asker.names and Want.SCOPE not in asked.wants and _WHETHER_ONE.search(asked.text):
            found.append(f"上述含义没有列出{'、'.join(asker.names)}。")
    return found
