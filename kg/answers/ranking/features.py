"""The features by which the learned model ranks the clauses found for a question.

What the search says, what the clause is good for, what the question wants, whom it binds, and how it is linked to the best.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.answers.question.evidence import holds
from kg.answers.ranking import clause_signs
from kg.answers.ranking.candidates import COLUMNS
from kg.answers.ranking.kinds import KINDS
from kg.law.identifiers import Urn, article_urn, eid_of, work_urn
from kg.law.likeness import bigrams
from kg.law.numerals import NUMERAL, to_int

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.answers.ranking.candidates import ClausesFound
    from kg.answers.ranking.clause_signs import ClauseSigns
    from kg.duties.reach import Reach
    from kg.graph.knowledge import Knowledge

_RANKS = {"法律": 3.0, "行政法规": 2.0, "司法解释": 1.5, "部门规章": 1.0}
_FIGURES = re.compile(rf"(?:{NUMERAL})")
_LEADING = 3  # entries that are the best by the search, and by the clauses that match
_MATCHED = COLUMNS.index("matched")
CONTEXT = (
    "shares_of_question", "shares_of_clause", "shares_with_lead", "shares_of_entry", "rare_of_question", "holds_measure", "entry_holds",
    "same_figures", "named_work", "other_work", "named_article", "binds", "foreign", "public", "role_apart", "sector", "aside", "limited", "rank",
    "concept", "trigger", "action", "defines_term", "punishes_best", "punishes_named", "cites_best", "cited_by_best", "best_of_law",
    "asked_by_someone", "pieces",
)
NAMES = (*COLUMNS, *(f"says_{n}" for n in clause_signs.NAMES), *(f"wants_{k}" for k in KINDS), *CONTEXT)

Values = NDArray[np.float32]


@dataclass(frozen=True)
class Weighing:
    """A question with what is known of it: its frame, its scope, the probabilities of its kinds, and the law of its day."""

    question: Question
    where: Scope
    kinds: dict[str, float]
    knowledge: Knowledge
    reach: Reach


def rows(found: ClausesFound, asked: Weighing, signs: ClauseSigns) -> Values:
    """The features of every clause found, one row a clause and one column a name in ``NAMES``."""
    if not found.clauses:
        return np.zeros((0, len(NAMES)), np.float32)
    of_clauses = [signs.of(e, c) for e, c in zip(found.entries, found.clauses, strict=True)]
    said = np.array([s.values for s in of_clauses], np.float32)
    wanted = np.tile(np.array([asked.kinds[k] for k in KINDS], np.float32), (len(said), 1))
    return np.concatenate([found.scores, said, wanted, _context(found, asked, of_clauses)], axis=1).astype(np.float32)


def _context(found: ClausesFound, asked: Weighing, signs: list[clause_signs.SignsOfClause]) -> Values:
    words = [c.words(e) for e, c in zip(found.entries, found.clauses, strict=True)]
    lexical = _lexical(found, asked.question.text, words)
    by_entry = {e.urn: _of_entry(e.urn, e.text, asked) for e in found.entries}
    best = _best_entries(found)
    links = {urn: _links(urn, best, asked) for urn in by_entry}
    first = _first_of_laws(found)
    figures = _figures(asked.question.text)
    terms = _terms(found, asked)
    pieces = float(len(found.pieces))
    out = []
    for n, (entry, one) in enumerate(zip(found.entries, signs, strict=True)):
        measure = float(bool(asked.question.measures) and any(holds(m, words[n]) for m in asked.question.measures))
        own = by_entry[entry.urn]
        same = len(figures & _figures(words[n])) / len(figures) if figures else 0.0
        slots = (*_slots(one, asked), terms.get(found.clauses[n].urn, 0.0))
        out.append([*lexical[n], measure, own[0], same, *own[1:], *slots, *links[entry.urn], float(first[Urn.parse(entry.urn).work] == entry.urn),
                    float(bool(asked.where.labels)), pieces])
    return np.array(out, np.float32)


@lru_cache(maxsize=32_768)
def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, which for a text of the law are made once."""
    return frozenset(bigrams(text))


@lru_cache(maxsize=32_768)
def _figures(text: str) -> frozenset[int]:
    return frozenset(n for m in _FIGURES.finditer(text) if (n := to_int(m[0])) is not None and n > 1)


def _lexical(found: ClausesFound, question: str, words: list[str]) -> list[tuple[float, ...]]:
    """The shares of character pairs that question and clause have in common."""
    wanted = _pairs(question)
    sets = [_pairs(w) for w in words]
    leads = [_pairs(c.lead(e)) for e, c in zip(found.entries, found.clauses, strict=True)]
    entries = {e.urn: _pairs(e.text) for e in found.entries}
    counts = Counter(p for s in entries.values() for p in s & wanted)
    weight = {p: 1.0 / (1 + counts[p]) for p in wanted}
    total, number = sum(weight.values()) or 1.0, len(wanted) or 1
    out: list[tuple[float, ...]] = []
    for n, mine in enumerate(sets):
        shared = mine & wanted
        whole = entries[found.entries[n].urn]
        out.append((len(shared) / number, len(shared) / (len(mine) or 1), len((mine | leads[n]) & wanted) / number, len(whole & wanted) / number,
                    sum(weight[p] for p in shared) / total))
    return out


def _of_entry(urn: str, text: str, asked: Weighing) -> tuple[float, ...]:
    """What is true of an entry as a whole: measure, names, whom it binds, its text."""
    where, question, reach = asked.where, asked.question, asked.reach
    article, work = article_urn(urn), work_urn(urn)
    named = {i.work for i in question.instruments}
    numbers = {r.number for r in question.references if r.instrument is None or r.instrument.work == work}
    eid = eid_of(urn)
    exact = any(f"art{'-'.join(map(str, n))}" == eid for n in numbers)
    bearers = reach.bearers(article)
    binds = not where.labels or not bearers or reach.binds(article, where.labels)
    instrument = asked.knowledge.catalogue.of(asked.knowledge.catalogue.version(urn))
    return (
        float(bool(question.measures) and all(holds(m, text) for m in question.measures)),
        float(work in named), float(bool(named) and work not in named),
        float(exact), float(bool(where.labels) and bool(bearers) and binds), float(not binds), float(not bearers or where.only_public(bearers)),
        float(bool(bearers) and where.apart.all_of(bearers) and not where.names_cii), float(work in where.sector), float(work in where.aside),
        float(work in where.limited), _RANKS.get(instrument.rank, 0.5),
    )


def _slots(one: clause_signs.SignsOfClause, asked: Weighing) -> tuple[float, ...]:
    """How the norms of a clause meet the question: its concepts, its condition, its act."""
    wanted = _pairs(asked.question.text)
    concept = float(any(asked.where.concepts & set(n.about) for n in one.norms))
    trigger = max((_share(wanted, n.norm.trigger or "") for n in one.norms), default=0.0)
    action = max((_share(wanted, n.norm.action + n.norm.object) for n in one.norms), default=0.0)
    return concept, trigger, action


def _terms(found: ClausesFound, asked: Weighing) -> dict[str, float]:
    """The length of the longest term of the question that a provision defines, by its URN, as a share of a long one."""
    out: dict[str, float] = {}
    for version in {e.version for e in found.entries}:
        for term in asked.knowledge.terms(asked.knowledge.catalogue.version(version)):
            if term.full_form is None and term.term in asked.question.text:
                urn = f"{version}~{term.eid}"
                out[urn] = max(out.get(urn, 0.0), min(len(term.term), 12) / 12)
    return out


def _share(wanted: frozenset[str], text: str) -> float:
    mine = _pairs(text)
    return len(wanted & mine) / len(mine) if mine else 0.0


def _best_entries(found: ClausesFound) -> list[str]:
    """The URNs of the entries that the search itself finds best, and of those with the clauses that match best."""
    best: dict[str, None] = {}
    for column in (0, _MATCHED):
        scores: dict[str, float] = {}
        for entry, row in zip(found.entries, found.scores, strict=True):
            scores[entry.urn] = max(scores.get(entry.urn, -1.0), float(row[column]))
        best |= dict.fromkeys(sorted(scores, key=lambda u: -scores[u])[:_LEADING])
    return list(best)


def _links(urn: str, best: list[str], asked: Weighing) -> tuple[float, ...]:
    """How an entry is linked to the best ones: it punishes one by name or as any, it cites one, one cites it."""
    knowledge, article = asked.knowledge, article_urn(urn)
    mine = asked.reach.sanctions.get(article, ())
    others = [b for b in best if b != urn]
    named = any(article_urn(p) in others for s in mine for p in s.punishes)
    general = any(s.general and work_urn(b) == work_urn(urn) for s in mine for b in others)
    cites = any(k.target and article_urn(k.target) in others for k in knowledge.outgoing(article)) if others else False
    cited = any(article_urn(k.source) in others for k in knowledge.incoming(article)) if others else False
    return float(general), float(named), float(cites), float(cited)


def _first_of_laws(found: ClausesFound) -> dict[str, str]:
    """The URN of the best entry of each law."""
    best: dict[str, tuple[float, str]] = {}
    for entry, row in zip(found.entries, found.scores, strict=True):
        work = Urn.parse(entry.urn).work
        best[work] = max(best.get(work, (-9.0, "")), (float(row[0]), entry.urn))
    return {work: urn for work, (_, urn) in best.items()}
