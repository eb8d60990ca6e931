"""From a question to an answer a lawyer can paste: every sentence with its provision, every quote verbatim.

The order of work: named articles are looked up; questions about what is in force are answered from the
dates; everything else is searched, followed through the graph and checked for whether it decides
the question at all. What the instruments leave open comes back as ``unanswerable`` with the reason.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.answers.early import (
    amendments,
    comparisons,
    counting,
    governing,
    in_force,
    lists,
    since,
    undecided,
    unknown,
    upper,
)
from kg.answers.early.undecided import Undecided
from kg.answers.finding import by_law, references, regimes
from kg.answers.finding.chains import follow
from kg.answers.finding.clocks import clocks
from kg.answers.finding.facts import beside_facts, facts, told_pieces
from kg.answers.finding.fields import set_apart
from kg.answers.finding.selection import SURE, Candidate, foreign, grouped, scope_articles, select
from kg.answers.finding.telling import pick
from kg.answers.question import several
from kg.answers.question.asker import Asker, find_asker, plays
from kg.answers.question.evidence import NAMES
from kg.answers.question.measures import Measure
from kg.answers.question.reading import Question, understand
from kg.answers.question.scope import Scope, scope
from kg.answers.question.wants import Want, answers_for, without_penal_ask
from kg.answers.ranking.candidates import pieces_of
from kg.answers.ranking.ranker import Ranked, Ranker, Ranking
from kg.answers.result import Answer
from kg.answers.saying.clause_lines import quotes_for
from kg.answers.saying.composing import Grounds, compose
from kg.corpus.quoting import quotes_of
from kg.duties.reach import Reach
from kg.law.identifiers import work_urn
from kg.law.versions import today
from kg.reading.norm_json import norm_json

if TYPE_CHECKING:
    from kg.corpus.quoting import Quote
    from kg.graph.knowledge import AppliedNorm, Knowledge
    from kg.search.index import Index

LOOKED_AT = 30  # clauses that may bear out a premise
MIGHT = 0.1  # how probable a clause is that may decide, too
DECIDES = 0.5  # share of the surest article, above which another may fix the number asked for
WANTED, UNWANTED = 0.6, 0.08  # how probable a kind of answer is that is wanted, and one that is not
_WANTS = {"penalty": Want.PENALTY, "whom": Want.TO_WHOM}
_LEAST = 4  # characters of a story
SCOPE_FLOOR = 0.25  # below this the search itself says the corpus is about something else
DOUBTFUL = 0.8  # below this it may be
NOTHING, HARDLY = 0.45, 0.65  # anything decides no more probably: nothing does, or nothing if the subject is doubtful
LIKELY, UNLIKELY = 0.5, 0.25  # the surest clause decides so probably: something does, unless the whole ranking says that hardly anything does
SURELY = 0.7  # a clause that decides so probably speaks for itself


class Answerer:
    """An answerer of questions from one finished build.

    It is safe to share between threads, because it only reads.
    """

    def __init__(self, knowledge: Knowledge, index: Index) -> None:
        self.knowledge = knowledge
        self.index = index
        self.ranker = Ranker(knowledge, index)
        self._reach = lru_cache(maxsize=8)(lambda on, names=(): Reach(knowledge, on, names))

    @classmethod
    def open(cls, data: Path | None = None) -> Answerer:
        """The answerer of the current build.

        NotBuiltError is raised if there is none.
        """
        from kg.graph.knowledge import Knowledge
        from kg.search.index import Index

        knowledge = Knowledge.open(data)
        return cls(knowledge, Index.open(knowledge.folder / "index"))

    def answer(
        self, question: str, profile: Sequence[str] = (), as_of: date | None = None, *, default: date | None = None, after: str = ""
    ) -> Answer:
        """The answer to one question for a kind of firm on a day.

        The day is ``as_of``, else the day the question names, else ``default``, else today. ``after`` is a question asked
        before, on whose matter this one leans (``kg.answers.question.follow_up``). ``profile`` are names of kinds of firm or
        roles, everyday names too. ProfileError lists those allowed. The answer's ``elapsed_ms`` is the time taken.
        """
        began = time.perf_counter()
        asked = understand(question, self.knowledge.catalogue, after=after)
        on = as_of or asked.as_of or default or today()
        names = tuple(self.knowledge.vocabulary.profile(p).label for p in profile)
        parts = () if after else several.split(asked.text)
        if parts and self._is_a_story(asked):
            asked, parts = self._with_penalty(asked, [own for _, own in parts]), ()
        whole = self._early(asked, names, on) if parts else None
        if whole:
            result = whole
        elif parts:
            asks = [understand(own, self.knowledge.catalogue, after=before) for before, own in parts]
            self.index.prepare([t for a in asks for t in (a.topic, *pieces_of(a.topic))])
            result = several.merge(asked.text, parts, self._each(asks, names, on))
        else:
            result = self._answer(asked, names, on)
        result = since.told(self.knowledge, asked, result)
        elapsed = (time.perf_counter() - began) * 1000
        return replace(result, question=question, profile=names, as_of=on, elapsed_ms=round(elapsed, 1))

    def _each(self, asks: Sequence[Question], names: Sequence[str], on: date) -> list[Answer]:
        """The answer to each ask, which knows what words of the law those before it were answered with."""
        found: list[Answer] = []
        for ask in asks:
            told = frozenset(f.span.quote for one in found for f in one.findings[:1] if f.span)
            found.append(self._answer(replace(ask, told=told), names, on))
        return found

    def _is_a_story(self, asked: Question) -> bool:
        """Whether a question tells several facts and asks what they break, which is one question however many asks it has."""
        return len(told_pieces(pieces_of(asked.topic))) > 1 and self.ranker.kinds(asked)["breach"] >= WANTED

    def _with_penalty(self, asked: Question, asks: Sequence[str]) -> Question:
        """The question with what follows asked for too, if one of its asks is for that: 违反哪条？会怎么处理？"""
        each = [understand(own, self.knowledge.catalogue) for own in asks]
        follows = any(Want.PENALTY in a.wants or self.ranker.kinds(a)["penalty"] >= WANTED for a in each)
        return replace(asked, wants=asked.wants | {Want.PENALTY}) if follows else asked

    def _early(self, asked: Question, names: Sequence[str], on: date) -> Answer | None:
        """The answer to a question of several asks that is one all the same: a list, a comparison, an amendment."""
        asker, known, index = self._asker(asked, names), self.knowledge, self.index
        where = scope(known, on, tuple(asker.labels), asked)
        return (lists.answer(known, asked, asker, where) or comparisons.answer(known, index, self._reach(on), asked, where)
                or amendments.answer(known, index, asked, where))

    def _answer(self, asked: Question, names: Sequence[str], on: date) -> Answer:
        """The answer to one question, in which a law of which nothing is known is said to be unknown."""
        return unknown.answer(self.knowledge, asked, lambda rest: self._of_known(rest, names, on))

    def _of_known(self, asked: Question, names: Sequence[str], on: date) -> Answer:
        """The answer to one question, with the instruments named that decide part of it and are not held.

        Of a text held in part it is never said that there is no rule.
        """
        asker = self._asker(asked, names)
        gaps = governing.gaps(self.knowledge.catalogue, asked, asker, on)
        found = self._from_texts(asked, asker, on)
        open_ = undecided.named_in_part(self.knowledge, asked, on, found.citations) if found.status == "unanswerable" else None
        return governing.told(self._unanswerable(asked, open_) if open_ else found, gaps, asked, on)

    def _from_texts(self, asked: Question, asker: Asker, on: date) -> Answer:
        """The answer that the texts held give."""
        if not any(c.isalnum() for c in asked.text):
            return self._unanswerable(asked, undecided.EMPTY)
        foreign_words = undecided.other_language(asked)
        if foreign_words:
            return self._unanswerable(asked, foreign_words)
        where = scope(self.knowledge, on, tuple(asker.labels), asked)
        early = self._before_search(asked, asker, where)
        if early:
            return early
        ranking = self.ranker.rank(asked, where, self._reach(on))
        asked = _read(asked, ranking)
        found = select(ranking, self._reach(on), self.knowledge, asked, where)
        first, found = found, self._by_story(asked, where, found)
        early = in_force.not_in_force(self.knowledge, self.index, asked, where)
        if early:
            return early
        catalogue = self.knowledge.catalogue
        doubtful = found and found[0].score < SURELY
        theirs = undecided.not_theirs(asked, self.knowledge.vocabulary, [catalogue.of(catalogue.version(c.urn)) for c in found]) if doubtful else None
        if theirs:
            return self._unanswerable(asked, theirs)
        nothing = self._nothing(asked, where, found, ranking)
        if nothing:
            return self._unanswerable(asked, nothing)
        others = [c for c in found if c.clauses and foreign(c.clauses[0], self._reach(on), where, asked)] if not asked.references else []
        if others and len(others) == len(found) and Want.SCOPE not in asked.wants and self._bound_instead(others[0], where):
            return self._of_others(asked, asker, where, others)
        told = self._from_candidates(asked, asker, where, found, ranking)
        return told if found is first or told.status == "answered" else self._from_candidates(asked, asker, where, first, ranking)

    def _bound_instead(self, other: Candidate, where: Scope) -> list[str]:
        """The kinds of firm that a clause or its article binds, without roles that any firm may play (数据处理者, 股东)."""
        own = {b for r in other.clauses[:1] for n in r.norms for b in n.bearers}
        known = [b for b in own if self.knowledge.vocabulary.subject(b)] or self._reach(where.on).bearers(other.urn)
        return sorted(set(known) & self.knowledge.vocabulary.kinds_of_firm)

    def _by_story(self, asked: Question, where: Scope, found: list[Candidate]) -> list[Candidate]:
        """What was found, or if none of it is sure, what the story alone leads to when what follows is asked for: 没做等保会被怎么处罚."""
        best = max((c.score for c in found), default=0.0)
        story = without_penal_ask(asked.topic)
        if Want.PENALTY not in asked.wants or asked.references or best >= SURE or len(story) < _LEAST or story == asked.topic:
            return found
        alone = replace(asked, text=story, topic=story, wants=asked.wants - {Want.PENALTY})
        reach = self._reach(where.on)
        told = select(self.ranker.rank(alone, where, reach), reach, self.knowledge, alone, where)
        return told if max((c.score for c in told), default=0.0) > best else found

    def _of_others(self, asked: Question, asker: Asker, where: Scope, others: Sequence[Candidate]) -> Answer:
        """The answer where all that was found binds other kinds of firm than the asker's."""
        bound = tuple(self._bound_instead(others[0], where))[:4]
        why = undecided.not_bound("、".join(asker.names), bound, quotes_of(self.knowledge, others[0].urn, asked.text))
        return self._answered(asked, why) if where.apart.all_of(bound) else self._unanswerable(asked, why)

    def _nothing(self, asked: Question, where: Scope, found: Sequence[Candidate], ranking: Ranking) -> Undecided | None:
        """The reason if nothing that was found decides the question: it is another subject, or nothing fits it.

        A term or an article it names is treated.
        """
        if asked.references or any(c.why != "retrieval" for c in found) or (Want.SCOPE in asked.wants and asked.instruments):
            return None
        best = max((c.score for c in found), default=0.0)
        if (best >= LIKELY and ranking.decides >= UNLIKELY) or (best >= SURE and ranking.unasked):
            return None
        hits = self.index.search(asked.topic, k=8, allowed={v.urn for v in where.versions})
        firm = find_asker(asked.text, self.knowledge.vocabulary) is not None
        within = self.index.scope(asked.topic, hits, firm=firm)
        if not found or within < SCOPE_FLOOR:
            return undecided.out_of_scope(asked)
        near = quotes_for(self.knowledge, [r.clause.urn for c in found for r in c.clauses][:2])
        return undecided.not_found(asked, near) if ranking.decides < (HARDLY if within < DOUBTFUL else NOTHING) else None

    def _asker(self, asked: Question, names: Sequence[str]) -> Asker:
        """Who asks: the profile given, else the kind of firm the question says."""
        said = find_asker(asked.text, self.knowledge.vocabulary) if not names else None
        shown = tuple(names) or ((said,) if said else ())
        vocabulary = self.knowledge.vocabulary
        apart = vocabulary.asked_apart
        shown += (apart.label,) if shown and apart.label not in shown and plays(apart, asked.text) else ()
        known = [n for c in (*vocabulary.subjects.values(), *vocabulary.authorities.values()) for n in c.names]
        own = [c for n in shown if (c := vocabulary.subject(n))]
        narrower = frozenset(n for c in own for below in vocabulary.below(c) for n in below.names)
        return Asker(shown, self.knowledge.labels(shown) or frozenset(), frozenset(known), narrower)

    def _before_search(self, asked: Question, asker: Asker, where: Scope) -> Answer | None:
        """The answer to a question that needs no search, or None.

        These are refusals, lists, numbers of articles, comparisons, amendments and dates.
        """
        refused = self._refusal(asked, where)
        if refused:
            return self._unanswerable(asked, refused)
        known, index = self.knowledge, self.index
        found = (
            lists.answer(known, asked, asker, where) or counting.answer(known, asked, where)
            or comparisons.answer(known, index, self._reach(where.on), asked, where)
            or upper.answer(known, index, asked, where) or amendments.answer(known, index, asked, where)
            or in_force.answer(known, index, asked, where)
        )
        named = asked.instruments
        if not found and named and not any(i.versions for i in named):
            return self._unanswerable(asked, undecided.not_held(named[0], where.on))
        return found

    def _refusal(self, asked: Question, where: Scope) -> Undecided | None:
        """The reason why the question cannot be answered at all, or None.

        It may ask about another law, an article that does not exist, or an article of no text in particular.
        """
        missing = (undecided.missing_article(self.knowledge, r, where.on, asked.text) for r in asked.references)
        return (undecided.elsewhere(asked, self.knowledge.vocabulary, self.knowledge.catalogue) or next((m for m in missing if m), None)
                or undecided.which_instrument(self.knowledge, asked, where.on))

    def _from_candidates(self, asked: Question, asker: Asker, where: Scope, found: list[Candidate], ranking: Ranking) -> Answer:
        reach = self._reach(where.on, asker.names if len(asker.names) > 1 else ())
        outside = scope_articles(reach, self.knowledge, asked, where)
        told = facts(self.ranker, ranking, asked, where, reach) if not asked.references else []
        found = outside or beside_facts(grouped([f.clause for f in told]), found)
        found = clocks(self.knowledge, self.index, reach, asked, where, found)
        found = follow(self.knowledge, self.index, reach, asked, where, found, ranking.articles)
        found = references.followed(self.knowledge, self.index, reach, asked, where, by_law.ordered(found, asked), ranking)
        chosen, limited = set_apart(regimes.same(self.knowledge, asked, found), where)
        if not chosen:
            nearest = regimes.nearest(self.knowledge, self.index, asked, where)
            near = [q for c in nearest for q in quotes_of(self.knowledge, c.urn, asked.text)]
            return self._lacking(asked, where, nearest, undecided.without_measure((*asked.measures, Measure.DURATION)[0], near))
        picked = pick(reach, asked, where, chosen)
        deciders = _deciding(chosen)
        deciding = [self.knowledge.text(c.urn) for c in deciders]
        quotes = [q for c in deciders for q in quotes_of(self.knowledge, c.urn, asked.text, c.needed)]
        measure, unsaid = undecided.lacks_measure(asked, deciding), None
        if not told and ranking.kinds["breach"] < WANTED:  # a figure that a story tells is no premise
            unsaid = undecided.unsaid_figure(asked, self._of_named(asked, chosen) or deciding)
        if measure and not outside and not _beside(measure, asked, picked) and not _graded(measure, deciders):
            return self._lacking(asked, where, deciders, undecided.without_measure(measure, quotes))
        if unsaid and (Want.WHERE in asked.wants or undecided.presumes(asked)):
            return self._lacking(asked, where, deciders, undecided.false_premise(unsaid, quotes))
        anywhere = undecided.lacks_measure(asked, [self.knowledge.text(c.urn) for c in chosen])
        note = undecided.missing_figure(anywhere) if anywhere else undecided.not_said(unsaid) if unsaid else ""
        grounds = Grounds(chosen, picked, ranking.kinds, note, limited, told, _aside(ranking, chosen), ranking.ranked[:LOOKED_AT], ranking.provisions)
        return compose(self.knowledge, reach, asked, asker, where, grounds)

    def _of_named(self, asked: Question, chosen: Sequence[Candidate]) -> list[str]:
        """The words of the articles of the instruments named, if the question takes for granted what they say."""
        works = {i.work for i in asked.instruments} if undecided.presumes(asked) else set()
        return [self.knowledge.text(c.urn) for c in chosen if work_urn(c.urn) in works]

    def _answered(self, asked: Question, why: Undecided) -> Answer:
        words = "".join(f"\n{undecided.said(q)}" for q in why.nearby)
        return Answer(asked.text, "answered", f"{why.reason}\n依据：{words}", why.nearby)

    def _lacking(self, asked: Question, where: Scope, deciding: Sequence[Candidate], why: Undecided) -> Answer:
        """The answer that the rules found lack what is asked, of which a text held in part is no proof."""
        measure = NAMES[asked.measures[0]] if asked.measures else "所述内容"
        part = undecided.of_fragment(self.knowledge, (c.urn for c in deciding), where.on, measure)
        whole = replace(why, nearby=tuple(q for q in why.nearby if not q.fragment))
        return self._unanswerable(asked, part or whole)

    def _unanswerable(self, asked: Question, why: Undecided) -> Answer:
        near = "".join(f"\n最接近的规定：{undecided.said(q)}" for q in why.nearby)
        return Answer(asked.text, "unanswerable", why.reason + near, why.nearby)


def _read(asked: Question, ranking: Ranking) -> Question:
    """The question with the kinds of answer that the classifier is sure of, and without those it is sure are not wanted."""
    sure = {want for kind, want in _WANTS.items() if ranking.kinds[kind] >= WANTED}
    unsure = {want for kind, want in _WANTS.items() if ranking.kinds[kind] < UNWANTED and not (want is Want.PENALTY and answers_for(asked.text))}
    return replace(asked, wants=(asked.wants - unsure) | sure)


def _aside(ranking: Ranking, chosen: Sequence[Candidate]) -> list[Ranked]:
    """The clauses that might decide the question and are not told."""
    told = {r.clause.urn for c in chosen for r in c.clauses}
    return [r for r in ranking.ranked if r.probability >= MIGHT and r.clause.urn not in told]


def _beside(measure: Measure, asked: Question, picked: Sequence[AppliedNorm]) -> bool:
    """Whether something decides the question though no number does: whom to tell, or a time said in words (及时, 提前)."""
    if measure not in (Measure.AHEAD, Measure.DAYS, Measure.DURATION):
        return False
    return bool(asked.wants & {Want.TELL, Want.TO_WHOM} or (picked and (due := picked[0].norm.deadline) and due.text and not due.value))


def _graded(measure: Measure, deciders: Sequence[Candidate]) -> bool:
    """Whether a grade of an annex was found, which leads on to whom must be told by when."""
    return measure in (Measure.DAYS, Measure.DURATION) and any("~annex" in c.urn for c in deciders)


def _of_annex(q: Quote) -> bool:
    """Whether a quote is from an annex and not from an article that stands in one."""
    return q.article.startswith("附") and "第" not in q.article


def _deciding(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The articles that may fix the number asked for, without those far less sure than the surest."""
    best = max((c.score for c in chosen), default=0.0)
    return [c for c in chosen if c.score >= DECIDES * best or c.why != "retrieval"]


def answer(question: str, profile: Sequence[str] = (), as_of: date | None = None) -> Answer:
    """The answer to one question from the current build.

    NotBuiltError is raised if there is none. The graph is opened anew each time. To ask more than once, keep an ``Answerer``.
    """
    return Answerer.open().answer(question, profile, as_of)


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer in the fixed JSON shape of ``kg ask --json``.

    Words of an annex, which has no article number, stand in ``annexes``.
    """

    return {
        "id": answer.id,
        "question": answer.question,
        "profile": list(answer.profile),
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "status": answer.status,
        "answer": answer.answer,
        "citations": [asdict(q) for q in answer.citations if not _of_annex(q)],
        "annexes": [asdict(q) for q in answer.citations if _of_annex(q)],
        "norms": [norm_json(n) for n in answer.norms],
        "path": list(answer.path),
        "table": [list(row) for row in answer.table],
        "not_held": [asdict(n) for n in answer.not_held],
        "conclusion": answer.conclusion,
        "findings": [asdict(f) for f in answer.findings],
        "assumptions": list(answer.assumptions),
        "elapsed_ms": answer.elapsed_ms,
    }
