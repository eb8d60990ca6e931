"""The sentences that set the amounts of a question beside the thresholds of the law: 12万人 ≥ 10万人：达到“达到10万人”（《…》第十五条）。

Of a graded list (较大, 重大, 特别重大) the grade that is met is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.answers.finding.measuring import MeasuredClause, grade, grade_sentence, sentence, weigh
from kg.answers.finding.measuring.comparing import Reached
from kg.answers.finding.measuring.units import MONTHS, TIME
from kg.corpus.quoting import label_of
from kg.law.identifiers import eid_of, text_urn
from kg.law.likeness import overlap
from kg.law.model import Modality, ProvisionKind
from kg.law.thresholds import bounds_of
from kg.law.wording import place
from kg.search.clauses import clauses_of
from kg.search.entries import entries_of

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate
    from kg.answers.question.asker import Asker
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, Knowledge
    from kg.law.model import Document, Provision, Version
    from kg.search import Entry
    from kg.search.clauses import LawClause

_OF_A_GRADE = re.compile(r"属于[^，]{1,8}以上[^，]{0,12}事件")
_RATE = re.compile(r"^(?:一|每)[年月日天周]")  # 一年要搞几次 tells no amount
_ALIKE = 0.06  # share of the question's character pairs that a clause must have for its threshold to be about the same


def compared(knowledge: Knowledge, asked: Question, asker: Asker, chosen: Sequence[Candidate], rules: Sequence[str] = ()) -> tuple[str, str]:
    """The sentence on the amounts of a question and the URN of the provision that holds the threshold, each '' if none is applied.

    ``rules`` are URNs of provisions that say whom the text binds.
    """
    if not asked.amounts and not any(c.isdigit() for c in asked.text):
        return "", ""
    for version in dict.fromkeys(knowledge.catalogue.version(c.urn) for c in chosen):
        graded = _graded(knowledge, version, asked)
        if graded[0]:
            return graded
    for urn in rules:
        version = knowledge.catalogue.version(urn)
        node = knowledge.document(version).by_eid[eid_of(urn)]
        clause = MeasuredClause(knowledge.text(urn), "", _label(knowledge.document(version), node), "", bounds_of(version.text))
        found = [w for w in weigh(asked.text, [clause], labels=asker.labels) if w.reached is not Reached.UNCLEAR]
        if found:
            return sentence(found[0]), urn
    for candidate in chosen:
        for one in candidate.clauses:
            clause = _measured(knowledge, one.entry, one.clause)
            weighed = weigh(asked.text, [clause], labels=asker.labels)
            times = [n.norm.deadline.text for n in one.norms if n.norm.deadline]  # by when a thing is due is no threshold
            due = [w for w in weighed if w.quantity.unit in (TIME, MONTHS) and any(w.words in t or t in w.words for t in times)]
            found = [w for w in weighed if w not in due and w.reached is not Reached.UNCLEAR and not _RATE.search(w.quantity.words)]
            if found and overlap(asked.text, one.lead + one.words) >= _ALIKE:
                return sentence(found[0]), one.clause.urn
    return "", ""


def told_of_grades(reach: Reach, where: Scope, urn: str) -> list[AppliedNorm]:
    """The duties of telling by a time that the text of an annex of grades (URN of a part of it) lays on the asker for an event of a grade.

    Those of a role that she does not say she plays, and of organs of state, are left out.
    """
    found = [n for norms in reach.norms.of(text_urn(urn)).values() for n in norms if _tells_of_a_grade(n)]
    own = [n for n in found if not where.labels or any(a.subject in where.labels for a in n.applies)]
    usual = [n for n in own if (where.names_cii or not where.apart.named_in(n.norm.trigger or "")) and not where.only_public(n.norm.bearer)]
    rest = [n for n in usual if any(b.startswith("其他") for b in n.norm.bearer)]
    return rest if rest and not where.names_cii else usual


def _tells_of_a_grade(applied: AppliedNorm) -> bool:
    norm = applied.norm
    timed = norm.deadline is not None and norm.deadline.value is not None
    return norm.modality is Modality.OBLIGATION and bool(norm.recipient) and timed and bool(_OF_A_GRADE.search(norm.trigger or ""))


def _graded(knowledge: Knowledge, version: Version, asked: Question) -> tuple[str, str]:
    """The grade that an annex of the text gives to what is told, with the annex, or '' twice."""
    document = knowledge.document(version)
    sections = [e for e in entries_of(version, document, {}) if document.by_eid[e.eid].kind is ProvisionKind.SECTION]
    if len(sections) < 2:
        return "", ""
    pairs = [(c, _measured(knowledge, e, c)) for e in sections for c in clauses_of(e, document)]
    graded = grade(asked.text, [m for _, m in pairs])
    said = grade_sentence(graded) if graded else ""
    urn = next((c.urn for c, m in pairs if graded and graded.by and m == graded.by[0].clause), "")
    return (said, urn) if urn else ("", "")


def _measured(knowledge: Knowledge, entry: Entry, clause: LawClause) -> MeasuredClause:
    version = knowledge.catalogue.version(entry.urn)
    document = knowledge.document(version)
    node = document.by_eid[eid_of(clause.urn)]
    return MeasuredClause(clause.words(entry), clause.lead(entry), _label(document, node), _heading(document, node), bounds_of(version.text))


def _section(document: Document, node: Provision) -> Provision | None:
    """The section of an annex that a node stands in."""
    return next((p for p in document.ancestors(node.eid) if p.kind is ProvisionKind.SECTION and p.eid.startswith("annex")), None)


def _label(document: Document, node: Provision) -> str:
    article, paragraph, item = label_of(document, node)
    section = _section(document, node)
    inside = f"第{section.label.rstrip('、')}部分" if section else ""
    return f"《{document.title}》{place(article + inside, None if inside and paragraph == 1 else paragraph, item)}"


def _heading(document: Document, node: Provision) -> str:
    section = _section(document, node)
    return document.text[section.start : section.end].strip().split("\n")[0] if section else ""
