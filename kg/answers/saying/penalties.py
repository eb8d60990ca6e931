"""What follows a breach, in sentences: in which case, who is punished how, with the ranges of the fines.

A 款 is told degree by degree: the plain penalty, 拒不改正的, 情节严重的; what is laid on persons in charge stands beside what
is laid on their firm. The words of the case are the law's own; sums are written in figures, percentages and multiples kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kg.answers.finding.telling import OWN, for_asker, only_for
from kg.answers.question.reading import Question
from kg.duties.penalties import consequences, shown_case, whom
from kg.law.identifiers import article_urn, within
from kg.law.likeness import overlap
from kg.law.wording import place
from kg.reading.penal.breach import is_any_breach

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate
    from kg.answers.question.scope import Scope
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedSanction, Knowledge
    from kg.law.model import Sanction

_MOST = 5
_MAY_TAKE = re.compile(r"可以(?:对其|视情节|分别)?采取")
_CLEAR = 0.3  # a 款 that shares as much with the question is meant: others of its article, half as near, are left out
Part = tuple["AppliedSanction", ...]  # the clauses of one 款


def penalties(knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, chosen: Sequence[Candidate]) -> list[tuple[str, str]]:
    """The sentences for the penalty clauses among the articles chosen, each with its provision (URN), those nearest to the question first."""
    found = [s for c in chosen for s in _meant(c, reach.sanctions.get(c.urn, ()))]
    parts = _parts(for_asker(knowledge.vocabulary, asked.text, where, found))
    near = _nearest(parts, asked.text, where)
    order = [c.urn for c in chosen]
    near.sort(key=lambda p: order.index(_article(p)))
    said = [(line, part[0].urn) for part in near for line in _told(part)]
    return said[:_MOST]


def _meant(candidate: Candidate, sanctions: Sequence[AppliedSanction]) -> list[AppliedSanction]:
    """The penalty clauses among the clauses that were chosen of an article, or all of them if none is."""
    places = [r.clause.urn for r in candidate.clauses]
    meant = [s for s in sanctions if any(within(s.urn, p) or within(p, s.urn) for p in places)]
    return meant or list(sanctions)


def _parts(found: Sequence[AppliedSanction]) -> list[Part]:
    return [tuple(part) for _, part in groupby(found, key=lambda s: s.urn)]


def _nearest(parts: Sequence[Part], question: str, where: Scope) -> list[Part]:
    """The 款 in the order of what they share with the question.

    Of an article in which one 款 is clearly meant, those much farther from the question are left out.
    """
    near: dict[str, float] = {}
    words = before = article = ""
    for part in parts:
        own = _breach(part)
        refers = article == part[0].sanction.article and "有前" in own
        words, before, article = own + (before if refers else ""), own, part[0].sanction.article
        lead = OWN if where.names_cii and only_for(where.apart, part[0].sanction) else 0.0
        near[part[0].urn] = overlap(question, words) + lead
        before = words
    best = {a: max(near[p[0].urn] for p in of) for a, of in groupby(parts, key=_article)}
    kept = [p for p in parts if best[_article(p)] < _CLEAR or near[p[0].urn] >= best[_article(p)] / 2]
    return sorted(kept, key=lambda p: -round(10 * near[p[0].urn]))


def _article(part: Part) -> str:
    return article_urn(part[0].urn)


def _breach(part: Part) -> str:
    """Who breaks what, for comparing: the firm and the cases of a 款."""
    cases = [s.sanction.condition for s in part if not is_any_breach(s.sanction.condition)]
    return "，".join(dict.fromkeys([*part[0].sanction.firm, *cases]))


def _told(part: Part) -> list[str]:
    """One sentence for each degree of a 款."""
    lines: list[str] = []
    before = ""
    for case, group in groupby(part, key=lambda s: s.sanction.condition):
        lines.append(_sentence(case, before, list(group)))
        before = case
    return lines


def _taken(sanction: Sanction) -> str:
    """What is imposed, with 可以 where the law only empowers the authority to take such measures."""
    said = consequences(sanction)
    return f"可以采取{said}" if _MAY_TAKE.search(sanction.quote) and not said.startswith(("可以", "依照")) else said


def _sentence(case: str, before: str, degree: Sequence[AppliedSanction]) -> str:
    laid: dict[str, list[str]] = {}
    for applied in degree:
        laid.setdefault(whom(applied.sanction, beside=bool(laid)), []).append(_taken(applied.sanction))
    said = "；".join((f"{who}：" if who else "") + "、".join(dict.fromkeys(what)) for who, what in laid.items())
    first = degree[0]
    paragraph = re.search(r"_par(\d+)", first.urn)
    where = place(first.sanction.article, int(paragraph[1]) if paragraph else None)
    return f"{shown_case(case, before)}{said}（《{first.version.title}》{where}）。"
