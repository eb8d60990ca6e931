"""What follows a breach, in sentences: in which case, who is punished how, with the ranges of the fines.

A 款 is told with all its degrees in one sentence, and with the 款 that refers to it (有前款行为，情节严重的). A clause that only refers on
(依照《…》予以处罚) is told with the degrees of the article it leads to. The words of the case and the sums are the law's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.answers.finding.chains import ONWARD
from kg.answers.finding.telling import OWN, for_asker, only_for
from kg.answers.question.reading import Question
from kg.answers.saying.clause_lines import SaidLine
from kg.answers.saying.passages import items_told
from kg.duties.degrees import ToldDegrees, laws_applied, ordered, paragraphs_before, weight
from kg.duties.degrees import degrees as degrees_of
from kg.law.identifiers import article_urn, within
from kg.law.likeness import overlap
from kg.law.wording import place
from kg.reading.penal.breach import is_any_breach

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate
    from kg.answers.question.scope import Scope
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedSanction, Knowledge

_MOST = 3
_CLEAR = 0.3  # a 款 that shares as much with the question is meant: others of its article, half as near, are left out
_LISTS = re.compile(r"“?[^“”，]{0,20}下列[^“”，]{1,10}之一的?”?(?!（)")  # the case of a list, whose items that are meant are told behind it
_PARAGRAPH = re.compile(r"_par(\d+)")
Part = tuple["AppliedSanction", ...]  # the clauses of one 款


@dataclass(frozen=True)
class _Told:
    """The 款 of one article that are told together, with those of the article they refer on to."""

    parts: tuple[Part, ...]
    onward: tuple[Part, ...] = ()


def penalties(
    knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, chosen: Sequence[Candidate], probable: Mapping[str, float]
) -> list[SaidLine]:
    """The lines for the penalty clauses among the articles chosen, those nearest to the question first.

    ``probable`` says how surely each provision decides, by its URN, which tells the items of a list that are meant.
    """
    found = [s for c in chosen for s in _meant(c, reach.sanctions.get(c.urn, ()))]
    parts = _parts(for_asker(knowledge.vocabulary, asked.text, where, found))
    near = _nearest(parts, asked.text, where)
    order = [c.urn for c in chosen]
    near.sort(key=lambda p: order.index(_article(p)))
    led = {c.why.removeprefix(ONWARD): c.urn for c in reversed(chosen) if c.why.startswith(ONWARD)}
    return [_line(knowledge, one, asked.text, probable) for one in _with_onward(_together(near), led, asked.text)][:_MOST]


def _line(knowledge: Knowledge, told: _Told, asked: str, probable: Mapping[str, float]) -> SaidLine:
    said = _sentence(told.parts, asked)
    said += f"，即：{_sentence(told.onward, asked)}" if told.onward else ""
    urns = [p[0].urn for p in (*told.parts, *told.onward)]
    for urn in dict.fromkeys(p[0].urn for p in (*told.parts, *told.onward) if _LISTS.search(p[0].sanction.condition)):
        items, places = items_told(knowledge, urn, asked, probable)
        at = _LISTS.search(said)
        said, urns = (f"{said[: at.end()]}（{items}）{said[at.end() :]}", [*urns, *places]) if items and at else (said, urns)
    return SaidLine(f"{said}。", urns[0], "", "sanction", others=tuple(urns[1:]))


def _sentence(parts: Sequence[Part], asked: str) -> str:
    sentence = ToldDegrees(asked)
    return "；".join(f"{sentence.told([s.sanction for s in part])}（{_place(part)}）" for part in parts)


def _place(part: Part) -> str:
    paragraph = _PARAGRAPH.search(part[0].urn)
    return f"《{part[0].version.title}》{place(part[0].sanction.article, int(paragraph[1]) if paragraph else None)}"


def _meant(candidate: Candidate, sanctions: Sequence[AppliedSanction]) -> list[AppliedSanction]:
    """The penalty clauses among the clauses that were chosen of an article, with the 款 that refers to them, or all of them if none is."""
    places = [r.clause.urn for r in candidate.clauses]
    meant = {s.urn for s in sanctions if any(within(s.urn, p) or within(p, s.urn) for p in places)}
    near = {s.urn for s in sanctions if s.urn in meant or _refers(s, meant)}
    return [s for s in sanctions if not meant or s.urn in near | _bases(sanctions, near)]


def _bases(sanctions: Sequence[AppliedSanction], referring: set[str]) -> set[str]:
    """The 款 to which some of these refer: 有前款行为，情节严重的."""
    return {s.urn for s in sanctions if any(r.urn in referring and _refers(r, {s.urn}) for r in sanctions)}


def _refers(one: AppliedSanction, to: set[str]) -> bool:
    """Whether a clause is for a graver case of what one of these 款 punishes."""
    number = _number(one.urn)
    reach = paragraphs_before(one.sanction.condition)
    return any(article_urn(u) == article_urn(one.urn) and number - reach <= _number(u) < number for u in to)


def _number(urn: str) -> int:
    match = _PARAGRAPH.search(urn)
    return int(match[1]) if match else 0


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
    bases = _bases([s for p in parts for s in p[:1]], {p[0].urn for p in kept})
    kept = [p for p in parts if p in kept or p[0].urn in bases]
    return sorted(kept, key=lambda p: -round(10 * near[p[0].urn]))


def _article(part: Part) -> str:
    return article_urn(part[0].urn)


def _breach(part: Part) -> str:
    """Who breaks what, for comparing: the firm and the cases of a 款."""
    cases = [s.sanction.condition for s in part if not is_any_breach(s.sanction.condition)]
    return "，".join(dict.fromkeys([*part[0].sanction.firm, *cases]))


def _together(near: Sequence[Part]) -> list[_Told]:
    """The 款 in their order, each with that which refers to it: 情节严重的 of another 款."""
    out: list[list[Part]] = []
    for part in sorted(near, key=lambda p: any(_refers(s, {q[0].urn for q in near}) for s in p[:1])):
        alone = laws_applied(s.sanction for s in part)
        base = next((g for g in out if not alone and _refers(part[0], {p[0].urn for p in g})), None)
        if base is None:
            out.append([part])
        else:
            base.append(part)
    position = {p[0].urn: n for n, p in enumerate(near)}
    out.sort(key=lambda g: min(position[p[0].urn] for p in g))
    return [_Told(tuple(g)) for g in out]


def _with_onward(groups: Sequence[_Told], led: dict[str, str], asked: str) -> list[_Told]:
    """Those told, a clause that only refers on with the nearest of the article it leads to, which is not told again."""
    out, used = list[_Told](), set[str]()
    for one in groups:
        via = one.parts[0][0]
        to = led.get(via.urn, "") if laws_applied(s.sanction for s in one.parts[0]) and not via.general else ""
        target = next((g for g in groups if g is not one and _article(g.parts[0]) == to), None)
        out.append(_Told(one.parts, target.parts) if target else one)
        used |= {to} if target else set()
    told = [one for one in out if one.onward or _article(one.parts[0]) not in used]
    return [_Told(_first(t.parts, asked), _first(t.onward, asked)) for t in told]


def _first(parts: tuple[Part, ...], asked: str) -> tuple[Part, ...]:
    """The 款 with that which the question names by its case or by its sum first."""
    def named(part: Part) -> float:
        found = degrees_of([s.sanction for s in part])
        first = ordered(found, asked)[0]
        return weight(first, asked) if paragraphs_before(part[0].sanction.condition) or first is not found[0] else 0.0

    return tuple(sorted(parts, key=lambda p: -named(p)))
