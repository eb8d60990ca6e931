"""The whole answer: the lines of the conclusion, then the words of the law that carry them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.answers.claims import Wording
from kg.answers.finding.references import APPLIED, EXCEPTED, referring
from kg.answers.finding.telling import TOLD_ALIKE
from kg.answers.question.asker import Asker
from kg.answers.question.evidence import holds
from kg.answers.question.reading import Question
from kg.answers.question.wants import Want, answers_for
from kg.answers.result import Answer
from kg.answers.saying.clause_lines import SaidLine, line_of, quotes_for
from kg.answers.saying.conclusions import defined, scoped, told
from kg.answers.saying.facts import facts_told
from kg.answers.saying.findings import findings
from kg.answers.saying.measured import compared, told_of_grades
from kg.answers.saying.passages import by_paragraph, paragraph_of, passage
from kg.answers.saying.penalties import penalties
from kg.answers.saying.quotations import misquoted
from kg.answers.saying.remarks import only_in_a_field, remarks
from kg.answers.saying.shortening import quoted, shortened
from kg.answers.saying.trail import trail
from kg.answers.saying.verdicts import NO, YES, of_premise, verdict
from kg.corpus.quoting import cite
from kg.law.identifiers import article_urn, eid_of, is_item, within, work_urn
from kg.law.likeness import overlap
from kg.law.model import Modality
from kg.law.versions import status
from kg.law.wording import KIND_LABELS, SECOND_HAND

if TYPE_CHECKING:
    from kg.answers.finding.facts import ToldFact
    from kg.answers.finding.selection import Candidate
    from kg.answers.question.scope import Scope
    from kg.answers.ranking.ranker import Ranked
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, Knowledge

_BROKEN = re.compile(r"违反|违规|触犯|哪[一几]?[条款]")
_MOST = 5  # lines of a conclusion
_SHORT = 260  # characters of a first line that takes in the next
_INSIDE = re.compile(r"；[一-鿿、]{2,30}属于[一-鿿]{2,20}(?=）)")
_WHOLE = 3  # lines of clauses that are told in their words
_LED = ("event", "punished")  # why the graph led to a duty that is told
_SURE_OF_PREMISE = 0.4  # how surely the first clause must decide before a premise is held against it
_FINE = "sanction"  # why a line on penalties is told
_FAR_SURER = 0.15  # how much surer a line of penalties must be to be told before the first
_SURELY = 0.5  # how surely a clause of an article with a penalty must decide to be told beside it
_LISTED = 0.25  # and for the items of a list to be told
_LIST_ROOM, _SOME_ROOM = 420, 240  # characters of the items of a list that is asked for, and of one that may be
_WANTED = 0.5  # how probable a kind of answer must be to shape the lines


@dataclass(frozen=True)
class Grounds:
    """What an answer stands on: the articles, the norms that answer, the kinds of answer wanted, and the facts told.

    ``note`` says what they leave open, and ``limited`` are articles only named because their text is limited to another field.
    """

    chosen: Sequence[Candidate]
    picked: Sequence[AppliedNorm]
    kinds: Mapping[str, float]
    note: str = ""
    limited: Sequence[Candidate] = ()
    facts: Sequence[ToldFact] = ()
    aside: Sequence[Ranked] = ()  # clauses found that are not told
    found: Sequence[Ranked] = ()  # the surest clauses found
    probable: Mapping[str, float] = field(default_factory=dict)  # how surely each provision decides, by its URN


def compose(knowledge: Knowledge, reach: Reach, asked: Question, asker: Asker, where: Scope, grounds: Grounds) -> Answer:
    """The answer: the lines of the conclusion, remarks, then the words of the law that carry a line."""
    lines = _lines(knowledge, reach, asked, asker, where, grounds)
    lines, place = _with_amounts(knowledge, reach, asked, asker, where, grounds, lines)
    urns = [u for u in (*(u for line in lines for u in (line.urn, *line.others)), place) if u]
    urns += [u for c in grounds.chosen if c.why != "retrieval" for u in _needed(c)]
    quotes = quotes_for(knowledge, list(dict.fromkeys(urns)))
    said = _said(knowledge, lines)
    said += [*_second_hand(knowledge, asked, where), *([grounds.note] if grounds.note else [])]
    beside = [*remarks(knowledge, asked, quotes, where.on), *only_in_a_field(knowledge, [c.urn for c in grounds.limited])]
    words = [f"{cite(q)}：“{q.quote}”" for q in quotes]
    assumed = _assumptions(asker, where, grounds, reach)
    said += [f"前提：{'；'.join(assumed)}。"] if assumed else []
    norms = dict.fromkeys(n.norm for n in (*grounds.picked, *(n for c in grounds.chosen for r in c.clauses for n in r.norms)))
    text = "\n".join([*dict.fromkeys(said), *beside, "依据：", *words])
    return Answer(asked.text, "answered", text, tuple(quotes), tuple(norms), path=trail(knowledge, asked, asker, grounds.chosen, grounds.picked),
                  findings=tuple(f for line in lines for f in findings(knowledge, asked.text, line)), assumptions=assumed)


def _with_amounts(
    knowledge: Knowledge, reach: Reach, asked: Question, asker: Asker, where: Scope, grounds: Grounds, lines: list[SaidLine],
) -> tuple[list[SaidLine], str]:
    """The lines after the amounts of the question by the measure of the law, and the provision (URN) that holds that measure, or ''.

    A grade that is met leads to whom must be told by when. A rule whose threshold is not reached binds nobody.
    """
    kinds = grounds.kinds
    applied = 1.0 if Want.SCOPE in asked.wants else max(kinds.get(k, 0.0) for k in ("whether", "breach", "when", "whom", "penalty"))
    if kinds.get("premise", 0.0) >= _WANTED or applied < _WANTED or not lines:
        return lines, ""
    rules = [x.urn for x in lines if x.why == "scope"]
    amount, place = compared(knowledge, asked, asker, grounds.chosen, rules)
    if "~annex" in place and (Want.TELL in asked.wants or max(kinds.get("when", 0.0), kinds.get("whom", 0.0)) >= _WANTED):
        duties = told_of_grades(reach, where, place)
        due = [SaidLine(t, n.urn, "", "grade") for n in duties for t in told(n, asked, asker, knowledge.text(n.urn))]
        said = {d.text for d in due}
        lines = [*due, *(x for x in lines if x.text not in said and "~annex" not in x.urn)] if due else lines
    if "未达到" in amount and place in rules:
        lines = [SaidLine("", place, "", "amount"), *(x for x in lines if x.why != "scope")]
    return ([replace(lines[0], text=amount + lines[0].text), *lines[1:]] if amount else lines), place


def _assumptions(asker: Asker, where: Scope, grounds: Grounds, reach: Reach) -> tuple[str, ...]:
    """What the answer takes for granted of the asker: that she does not play the role for which the law has rules of its own."""
    if not asker.names or where.names_cii or where.denies_cii:
        return ()
    apart = any(where.apart.all_of(reach.bearers(article_urn(r.entry.urn))) and reach.bearers(article_urn(r.entry.urn)) for r in grounds.aside)
    return (f"以贵司不是{where.apart.label}为准",) if apart else ()


def _needed(candidate: Candidate) -> list[str]:
    """The URNs of the parts of an article that are quoted, or the article itself."""
    return [f"{candidate.version}~{eid}" for eid in candidate.needed if eid] or [candidate.urn]


def _lines(knowledge: Knowledge, reach: Reach, asked: Question, asker: Asker, where: Scope, grounds: Grounds) -> list[SaidLine]:
    """The lines of the conclusion, at most ``_MOST``."""
    chosen = grounds.chosen
    works = {i.work for i in asked.instruments}
    versions = {c.version for c in chosen}
    in_works = list(knowledge.norms(where.on, among={v for v in versions if work_urn(v) in works})) if works else []
    scoped_ = scoped(in_works, asked, asker, knowledge.text) or [(s, chosen[0].urn) for s in _not_named(reach, asked, asker, chosen)]
    lines = [*(SaidLine(s, urn, "", "scope") for s, urn in scoped_), *_terms(knowledge, asked, asker, chosen)]
    rows = facts_told(knowledge, grounds.facts, grounds.probable)
    laid = penalties(knowledge, reach, asked, where, chosen, grounds.probable) if Want.PENALTY in asked.wants else []
    laid = _surest_first(laid, grounds.probable)
    lines += [*laid[:1], *rows] if rows and _follows_alone(asked, grounds) else rows
    said = {line.urn for line in lines}
    fined = {u for line in laid for u in (line.urn, *line.others)}
    own = [_unfined(c, fined) if laid and reach.sanctions.get(c.urn) else c for c in chosen]
    duties = [line for c in own if c for line in _of(knowledge, reach, c, asked, asker, grounds) if line.urn not in said]
    duties.sort(key=lambda line: line.why == "referred")  # what a clause refers to comes after what answers
    lines += [*laid[:1], *duties[:1], *laid[1:], *duties[1:]] if laid else duties
    once = list({line.text: line for line in lines}.values()) or [_named_words(knowledge, c, asked) for c in chosen[:1]]
    wrong = misquoted(knowledge, asked, where, (*(r for c in chosen for r in c.clauses), *grounds.aside))
    if wrong and once:
        once = [replace(once[0], text=f"否，{wrong}。{once[0].text}", verdict="否"), *once[1:]]
        return once[:_MOST]
    return _with_verdict(once, asked, grounds)[: _MOST + len(grounds.facts)]


def _surest_first(laid: list[SaidLine], probable: Mapping[str, float]) -> list[SaidLine]:
    """The lines of penalties, first one that decides surely and far more so than the first: 五年内不得从事 before the fine."""
    if len(laid) < 2:
        return laid
    sure = [max((probable.get(u, 0.0) for u in (line.urn, *line.others)), default=0.0) for line in laid]
    best = max(range(len(laid)), key=lambda n: (sure[n], -n))
    if sure[best] < _SURELY or sure[best] < sure[0] + _FAR_SURER:
        return laid
    return [laid[best], *laid[:best], *laid[best + 1 :]]


def _unfined(candidate: Candidate, fined: Collection[str]) -> Candidate | None:
    """What an article that lays down a penalty says surely beside it: 五年内不得从事网络安全管理."""
    more = tuple(r for r in candidate.clauses if r.probability >= _SURELY and not any(_overlap(u, r.clause.urn) for u in fined))
    return replace(candidate, clauses=more) if more else None


def _overlap(one: str, other: str) -> bool:
    return within(one, other) or within(other, one)


def _follows_alone(asked: Question, grounds: Grounds) -> bool:
    """Whether a story is told and only what follows is asked, and not which provisions were broken: 迟报会有什么后果？"""
    follows = grounds.kinds.get("penalty", 0.0) >= _WANTED or answers_for(asked.text)
    return follows and Want.WHERE not in asked.wants and not _BROKEN.search(asked.text)


def _named_words(knowledge: Knowledge, candidate: Candidate, asked: Question) -> SaidLine:
    """The line for an article that is named and of which no clause answers: its own words, shortened."""
    words = knowledge.text(candidate.urn)
    first = words.split("\n")[0].partition("　")[2] or words.split("\n")[0]
    return SaidLine(f"{knowledge.provision_label(candidate.urn)}：{quoted(shortened(first, asked.text))}。", candidate.urn, first, "named")


def _said(knowledge: Knowledge, lines: Sequence[SaidLine]) -> list[str]:
    """The text of the lines: those of clauses beyond the second are only named, because their words are quoted below."""
    whole, named = list[str](), list[str]()
    for line in lines:
        told = line.why != "clause" or sum(one.why == "clause" for one in lines[: lines.index(line) + 1]) <= _WHOLE
        whole += [line.text] if told else []
        named += [] if told else [knowledge.provision_label(line.urn)]
    lines_ = _joined(_once(whole))
    return [*lines_, *([f"另见{'、'.join(dict.fromkeys(named))}。"] if named else [])]


def _once(lines: Sequence[str]) -> list[str]:
    """The lines, with the remark on how the asker's kind of firm is among those bound only where it is made first."""
    said = set[str]()
    out = []
    for line in lines:
        told = line
        for remark in _INSIDE.findall(line):
            told = told.replace(remark, "") if remark in said else told
            said.add(remark)
        out.append(told)
    return out


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines, the first of them joined as long as they are short together."""
    first = list(lines[:1])
    rest = list(lines[1:])
    while rest and first and len(first[0]) + len(rest[0]) <= _SHORT:
        first[0] += rest.pop(0)
    return [*first, *rest]


def _of(knowledge: Knowledge, reach: Reach, candidate: Candidate, asked: Question, asker: Asker, grounds: Grounds) -> list[SaidLine]:
    """The lines for one article: of its clauses, or of its norms that answer where the graph led to it."""
    if candidate.clauses:
        lines = [line for some in by_paragraph(candidate.clauses) for line in _of_paragraph(knowledge, reach, some, asked, asker, grounds)]
        return _referred(knowledge, candidate, lines) if candidate.why.startswith((APPLIED, EXCEPTED)) else lines
    mine = [n for n in grounds.picked if article_urn(n.urn) == candidate.urn and candidate.why.startswith(_LED)]
    return [SaidLine(t, n.urn, "", "norm") for n in mine for t in told(n, asked, asker, knowledge.text(n.urn))]


def _referred(knowledge: Knowledge, candidate: Candidate, lines: Sequence[SaidLine]) -> list[SaidLine]:
    """The lines for a provision to which another refers, which are always told, an exception after the words that refer to it."""
    source, words = referring(knowledge, candidate)
    before = f"{quoted((words.rstrip('。；'),))}（{knowledge.provision_label(source)}）：" if words else ""
    return [replace(line, text=before + line.text, why="referred") for line in lines[:1]]


def _of_paragraph(
    knowledge: Knowledge, reach: Reach, some: Sequence[Ranked], asked: Question, asker: Asker, grounds: Grounds
) -> list[SaidLine]:
    """The lines for clauses of one 款: to whom and by when if that was asked and it says so, and the words of the others."""
    timed = grounds.kinds.get("when", 0.0) * bool(Want.TELL in asked.wants)
    wanted = max(grounds.kinds.get("whom", 0.0), 0.6 * bool(asked.wants & {Want.TO_WHOM}), timed)
    lines: list[SaidLine] = []
    rest: list[Ranked] = []
    for one in some:
        own = _telling(reach, one, asker) if wanted >= _WANTED else []
        lines += [SaidLine(t, n.urn, "", "recipient") for n in own for t in told(n, asked, asker, knowledge.text(n.urn))]
        rest += [] if own else [one]
    listed = max(grounds.kinds.get(k, 0.0) for k in ("which", "how", "define"))
    room = _LIST_ROOM if grounds.kinds.get("which", 0.0) >= _WANTED else _SOME_ROOM if listed >= _LISTED else 0
    whole = _all_hold(knowledge, some[0].clause.urn, asked)
    room = room or _SOME_ROOM * whole
    passages = [passage(knowledge, rest, asked.text, room=room, probable=grounds.probable, whole=whole)] if rest else []
    words = [line_of(knowledge, one, asker) for one in passages]
    return list({line.text: line for line in [*lines, *words]}.values())


def _all_hold(knowledge: Knowledge, urn: str, asked: Question) -> bool:
    """Whether more than one item of a list holds the measure asked for: 备份系统要达到几级 is answered by each of them."""
    document = knowledge.document(knowledge.catalogue.version(urn))
    items = [document.text_of(c) for c in document.by_eid[eid_of(paragraph_of(urn))].children if is_item(c.eid)]
    return any(sum(holds(m, i) for i in items) > 1 for m in asked.measures)


def _telling(reach: Reach, one: Ranked, asker: Asker) -> list[AppliedNorm]:
    """The duties of the asker in a clause to tell somebody something."""
    reached = {n.iri: n for n in reach.norms.get(article_urn(one.clause.urn), ())}
    norms = [reached.get(n.iri, n) for n in one.norms]
    telling = [n for n in norms if n.norm.recipient and n.norm.kind in KIND_LABELS and n.norm.modality is Modality.OBLIGATION]
    return [n for n in telling if not asker.labels or any(a.subject in asker.labels for a in n.applies)]


def _with_verdict(lines: list[SaidLine], asked: Question, grounds: Grounds) -> list[SaidLine]:
    """The lines, the first of them beginning with 是, 否 or 有条件 if yes or no was asked and one of them is sure."""
    clauses = _held_against(lines, grounds)
    wanted = max(grounds.kinds.get("whether", 0.0), grounds.kinds.get("premise", 0.0))
    if not lines or not clauses or wanted < _WANTED or lines[0].why not in ("clause", "recipient", _FINE):
        return lines
    best, word, instead = clauses[0], "", ""
    if grounds.kinds.get("premise", 0.0) >= _WANTED and (asked.references or best.probability >= _SURE_OF_PREMISE):
        near = [Wording(r.words, r.lead, r.entry.title) for r in clauses]
        word, instead = of_premise(asked.text, near)
        if word == NO and not asked.references and _borne_elsewhere(asked, grounds):
            word, instead = "", ""
    word = word or (verdict(asked.text, best.words) if lines[0].why != _FINE else "")
    said = f"{word}，{instead}。" if instead else f"{word}。"
    return [replace(lines[0], text=f"{said}{lines[0].text}", verdict=word), *lines[1:]] if word else lines


def _held_against(lines: Sequence[SaidLine], grounds: Grounds) -> Sequence[Ranked]:
    """The clauses against which a premise is held: those that answer, or of a line on penalties those of its article, as they stand there."""
    if lines and lines[0].why == _FINE:
        return [r for r in grounds.found if article_urn(r.clause.urn) == article_urn(lines[0].urn)]
    return grounds.chosen[0].clauses if grounds.chosen else ()


def _borne_elsewhere(asked: Question, grounds: Grounds) -> bool:
    """Whether another clause that was found says what a premise says: the same fine stands in many laws."""
    works = {i.work for i in asked.instruments}
    fit = (r for r in grounds.found if not works or work_urn(r.entry.urn) in works)
    return any(of_premise(asked.text, [Wording(r.words, r.lead, r.entry.title)])[0] == YES for r in fit)


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


_WHETHER_ONE = re.compile(r"属于|算不算|算是|是不是|在不在")


def _terms(knowledge: Knowledge, asked: Question, asker: Asker, chosen: Sequence[Candidate]) -> list[SaidLine]:
    """The sentences that a definition does not name the asker's kind of firm, if it is asked whether she is one."""
    found: list[SaidLine] = []
    for one in (r for c in chosen for r in c.clauses):
        version = knowledge.catalogue.version(one.clause.urn)
        terms = [t for t in knowledge.terms(version) if t.full_form is None and t.term in asked.text and t.eid == eid_of(one.clause.urn)
                 and knowledge.vocabulary.subject(t.term)]
        unnamed = [t for t in terms if t.term not in asker.labels and not any(n in t.quote for n in asker.names)]
        if unnamed and asker.names and Want.SCOPE not in asked.wants and _WHETHER_ONE.search(asked.text):
            said = f"{defined(unnamed[0], version.title)}上述含义没有列出{'、'.join(asker.names)}。"
            found.append(SaidLine(said, one.clause.urn, unnamed[0].quote, "term"))
    return found
