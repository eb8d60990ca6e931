"""The provisions to which a clause that is told refers as those that apply: 还应当遵守本条例第三十条 · 属于本规定第五条规定情形的，从其规定.

A mention alone is not followed, nor is a breach (违反第九条) or a list of dozens of articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kg.answers.finding.measuring import MeasuredClause, Reached, weigh
from kg.answers.finding.selection import Candidate, foreign, grouped
from kg.answers.ranking.clause_signs import norms_in
from kg.answers.ranking.ranker import Ranked
from kg.law.identifiers import article_urn, is_part, text_urn, within
from kg.law.likeness import overlap

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.answers.ranking.ranker import Ranking
    from kg.duties.reach import Reach
    from kg.graph.knowledge import Knowledge
    from kg.graph.records import Link
    from kg.search.index import Index

APPLIED, EXCEPTED = "applied by ", "excepted by "  # why: followed by the URN of the provision that refers
_LEADING = 2  # candidates whose references are followed
_MANY = 4  # provisions from which on a clause that refers to them lists them only
_MOST = 2  # provisions that are told
_PROBABLE = {"rule": 0.0, "way": 0.08, "exception": 0.01}  # how probable a provision must be by the way in which it is referred to
_SURE = 0.2  # how probable a clause must be to be told in the place of the first of its provision
_HEAD = 0.5  # what the lead-in of a list is worth beside one of its items
_DUTY = re.compile(r"应当|不得|可以|免予")
_ASKS_EXCEPTION = re.compile(r"例外|豁免|免[于予去掉]|可以不|能不能不|可不可以不|不用|除外|不给")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_PUNISHES = re.compile(r"罚|处分|违反|追究|责令")
_RULE = re.compile(r"(?:遵守|(?:应当?|也)(?:同时)?适用)[^，。；]{0,6}\0|除\0[^，。；]{0,12}外，[^。；]{0,4}还应当"
                   r"|(?<!依法)适用[^，。；]{0,4}\0|\0[^，。；]{0,24}(?<!不)适用于")
_WAY = re.compile(r"(?:依照|按照|参照|依据|根据|遵守|符合)[^，。；]{0,6}\0")
_EXCEPTION = re.compile(r"\0[^，。；]{0,12}(?:情形|规定|条件)[^。；]{0,10}(?:从其规定|除外|依照其规定|不适用|免予)")


@dataclass(frozen=True)
class _Reference:
    """One provision referred to: where, how (a key of ``_PROBABLE``), and the provision (URN)."""

    source: str
    how: str
    target: str


def followed(
    knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope, found: Sequence[Candidate], ranking: Ranking,
) -> list[Candidate]:
    """The candidates, after the first of them the provisions to which their clauses refer and which the question needs."""
    have = {c.urn for c in found}
    out = list[Candidate]()
    room = _MOST
    for n, candidate in enumerate(found):
        out.append(candidate)
        refers = list(_references(knowledge, where, candidate)) if n < _LEADING and candidate.clauses and not reach.is_penalty(candidate.urn) else []
        told = _told(index, reach, asked, where, ranking, [r for r in refers if article_urn(r.target) not in have])[:room]
        have |= {c.urn for c in told}
        room -= len(told)
        out += told
    return out


def referring(knowledge: Knowledge, candidate: Candidate) -> tuple[str, str]:
    """The provision (URN) that refers to the candidate as an exception and its sentence, or two empty texts."""
    source = candidate.why.removeprefix(EXCEPTED) if candidate.why.startswith(EXCEPTED) else ""
    sentences = _SENTENCE.findall(knowledge.text(source)) if source else []
    said = next((s for s in sentences if re.search(r"从其规定|除外|依照其规定|不适用|免予", s)), "")
    return (source, said.strip()) if said else ("", "")


def _references(knowledge: Knowledge, where: Scope, candidate: Candidate) -> Iterator[_Reference]:
    """The provisions referred to in the clauses of a candidate, and those its article excepts from them."""
    lawful = {v.urn for v in where.versions}
    by_sentence: dict[tuple[str, str], list[Link]] = {}
    for link in knowledge.outgoing(candidate.urn):
        own = text_urn(link.source) == text_urn(link.target or "") and article_urn(link.target or "") == article_urn(candidate.urn)
        sentence = next((s for s in _SENTENCE.findall(knowledge.text(link.source)) if link.text in s), "")
        if sentence and not own and not _PUNISHES.search(sentence):
            by_sentence.setdefault((link.source, sentence), []).append(link)
    for (source, sentence), links in by_sentence.items():
        how = _how(sentence, [k.text for k in links])
        mine = any(within(source, r.clause.urn) and (r.clause.heads or sentence.strip() in r.words) for r in candidate.clauses)
        targets = dict.fromkeys(u for k in links for u in (k.target or "", *k.also) if is_part(u) and text_urn(u) in lawful)
        if (how == "exception" or (how and mine)) and len(targets) <= _MANY:
            yield from (_Reference(source, how, t) for t in targets)


def _how(sentence: str, cited: Sequence[str]) -> str:
    """How a sentence refers to what it cites: as a rule that applies, as the way in which, as an exception, or '' as a mention."""
    marked = sentence
    for text in sorted(set(cited), key=len, reverse=True):
        marked = marked.replace(text, "\0")
    marked = re.sub(r"\0(?:[、和及或，]|以及|第[一二三四五六七八九十]+款)*(?=\0)|(?<=\0)\0", "", marked)
    for how, pattern in (("exception", _EXCEPTION), ("rule", _RULE), ("way", _WAY)):
        if pattern.search(marked):
            return how
    return ""


def _told(
    index: Index, reach: Reach, asked: Question, where: Scope, ranking: Ranking, refers: Sequence[_Reference],
) -> list[Candidate]:
    """The provisions referred to that are told, those most like the question first, one only of those that except."""
    spared = bool(_ASKS_EXCEPTION.search(asked.text))
    found = list[tuple[_Reference, Ranked]]()
    for one in refers:
        clauses = [r for r in _clauses(index, reach, ranking, one.target) if one.how != "exception" or _fits(r, asked, where)]
        best = max(clauses, key=lambda r: (r.probability * (_HEAD if r.clause.heads else 1.0), overlap(asked.text, r.words)), default=None)
        floor = 0.0 if spared and one.how == "exception" else _PROBABLE[one.how]
        if best and best.probability >= floor and (one.how != "way" or not foreign(best, reach, where, asked)):
            found.append((one, best if one.how == "exception" else _opening(clauses, best)))
    excepting = sorted((pair for pair in found if pair[0].how == "exception"), key=lambda pair: -pair[1].probability)[:1]
    return [_candidate(one, best) for one, best in (*(pair for pair in found if pair[0].how != "exception"), *excepting)]


def _candidate(one: _Reference, best: Ranked) -> Candidate:
    made = grouped([best])[0]
    return replace(made, why=(EXCEPTED if one.how == "exception" else APPLIED) + one.source)


def _fits(one: Ranked, asked: Question, where: Scope) -> bool:
    """Whether an exception may be the asker's: not one for others than her role, nor one whose amount hers is beyond."""
    weighed = weigh(asked.text, [MeasuredClause(one.words, one.lead)])
    return not where.bars(one.words) and not (weighed and all(w.reached is Reached.NO for w in weighed))


def _opening(clauses: Sequence[Ranked], best: Ranked) -> Ranked:
    """The clause that tells what a provision lays down: the surest if it is sure, else the first that binds, for an item its lead-in."""
    chosen = best if best.probability >= _SURE else next((r for r in clauses if _DUTY.search(r.words)), best)
    heads = [r for r in clauses if r.clause.heads and chosen.clause.urn.startswith(f"{r.clause.urn}_")]
    return heads[-1] if heads else chosen


def _clauses(index: Index, reach: Reach, ranking: Ranking, target: str) -> list[Ranked]:
    """The clauses of a provision in the order of its text, with the probability of those that the ranking found."""
    version, article = frozenset({text_urn(target)}), article_urn(target)
    number = next((int(n) for n in np.flatnonzero(index.among(version)) if index.entries[int(n)].urn == article), None)
    if number is None:
        return []
    entry = index.entries[number]
    found = {r.clause: r for r in ranking.ranked if r.entry.urn == article}
    return [found.get(c) or Ranked(entry, c, 0.0, norms_in(reach, entry, c)) for _, c in index.clauses.of(number) if within(c.urn, target)]
