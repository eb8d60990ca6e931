"""The duties that may bind a firm, each with a verdict from its facts.

The verdict is read from the bearer of a norm, its case and its text. A norm that names a kind to which the firm belongs
binds it. A role that a fact makes (关键信息基础设施运营者) waits for that fact. A narrower kind that no fact names
becomes a question. What an organ of the firm (董事会, 首席信息官) must do is the firm's matter. Duties of authorities and
strangers fall away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.corpus.quoting import sentence_of
from kg.duties import conditions as c
from kg.duties.checklist.records import Duty, Exception_
from kg.duties.conditions import Holds, Judgement
from kg.duties.facts import Facts, firm_facts
from kg.duties.matrix.making import Selection, rows_of
from kg.duties.matrix.rows import DUTIES
from kg.duties.reach import Reach
from kg.law.authorities import is_authority
from kg.law.identifiers import Urn, is_item
from kg.law.model import Modality
from kg.law.thresholds import Bounds, bounds_of

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, Knowledge
    from kg.law.model import Norm, Version
    from kg.law.vocabulary import Concept

_EVERYBODY = re.compile(r"^(?:任何|有关(?:组织|单位|个人|机构)|当事人$|境内的组织|开展数据处理活动.*(?:组织|个人)$)")
_ORGAN = re.compile(r"..(?:部门|机构|委员会|首席信息官|董事会|管理层|负责人)$")
_STRANGER = re.compile(r"的|从事|提供|相关|有限|公司|^专门机构$")
_OFFICE = re.compile(
    r"牵头部门|专门安全管理机构|治理委员会|^各?(?:风险|合规|业务|技术|内部|财务|运维|审计|信息技术)[^，、的]{0,8}部门$|首席|负责人$|董事会$|管理层$")
_MODAL = re.compile(r"应当|不得|禁止|必须|可以|有权|需要|鼓励")
_LIFTS = re.compile(r"免予|免于|豁免|不需要|不需|可以不|无需")


def bound(knowledge: Knowledge, facts: Facts, on: date) -> tuple[Facts, tuple[Duty, ...]]:
    """The facts with everything that follows from them, and every duty that may bind the firm, with its verdict.

    The facts also include what the kind of firm settles.
    """
    judge = _DutyJudge(knowledge, facts, on)
    norms = [(n, v) for n in judge.norms() if n.norm.modality in DUTIES and (v := judge.verdict(n)) is not None]
    rows = rows_of(knowledge, Selection(on, profile=judge.names), [n for n, _ in norms])
    lifting = [n for n in judge.norms() if n.norm.modality not in DUTIES and _LIFTS.search(n.norm.action + n.norm.quote)]
    duties = [
        Duty(n, rows[n.iri], v, judge.exceptions(n, lifting) if v.holds is not Holds.NO else (), judge.asks(n)) for n, v in norms
    ]
    return judge.facts, tuple(duties)


class _DutyJudge:
    """The judge of the norms of one day for one firm, which keeps what several norms share."""

    def __init__(self, knowledge: Knowledge, facts: Facts, on: date) -> None:
        self.knowledge, self.vocabulary, self.on = knowledge, knowledge.vocabulary, on
        self.profile = tuple(self.vocabulary.profile(p).label for p in facts.profile)
        self.kinds = [x for label in self.profile if (x := self.vocabulary.subject(label))]
        self.own = {k.iri for x in self.kinds for k in (x, *self.vocabulary.above(x))}
        self.facts = self._by_kind(facts).whole()
        roles = [self.vocabulary.subjects.get(f.role) for f in firm_facts() if f.role and self.facts.yes_no(f.key) is not False]
        self.names = tuple(dict.fromkeys([*self.profile, *(r.label for r in roles if r and r.is_profile)]))
        self._reach = Reach(knowledge, on)
        self._bounds: dict[str, Bounds] = {}
        self._norms: tuple[AppliedNorm, ...] = ()
        self._before: dict[tuple[str, str], list[AppliedNorm]] = defaultdict(list)

    def _by_kind(self, facts: Facts) -> Facts:
        """The facts together with what the kind of firm settles.

        A 证券公司 processes personal information, because the vocabulary says that it plays that role.
        """
        for fact in firm_facts():
            if fact.role in self.own:
                facts = facts.given(fact.key, value=True)
        return facts

    def norms(self) -> tuple[AppliedNorm, ...]:
        """The norms of the day.

        Those that bind the firm have the recipients that the rules of the law give it.
        """
        if not self._norms:
            own = {n.iri: n for n in self.knowledge.norms(self.on, profile=self.names)}
            self._norms = tuple(own.get(n.iri, n) for n in self.knowledge.norms(self.on))
            for one in self._norms:
                self._before[one.urn, one.version.urn].append(one)
        return self._norms

    def verdict(self, applied: AppliedNorm) -> Judgement | None:
        """Whether the norm binds the firm, or None where it is addressed to others whatever the facts are."""
        bearer = self._bearers(applied)
        if bearer is None:
            return None
        return c.all_of([bearer, *self._case(applied)])

    def asks(self, applied: AppliedNorm) -> frozenset[str]:
        """The keys of the facts that the case of a norm presupposes.

        They are the facts that would be asked for if nothing were known. What the bearer presupposes is left out.
        """
        return frozenset(k for v in self._case(applied, Facts()) for k in v.keys)

    def _case(self, applied: AppliedNorm, facts: Facts | None = None) -> list[Judgement]:
        norm, facts, bounds = applied.norm, facts or self.facts, self.bounds(applied.version)
        sentence = sentence_of(self.knowledge.text(applied.urn), norm.quote)
        case = norm.trigger or _lead(sentence, norm)
        found = [c.of_title(applied.version.title, facts), c.judge(case, facts, bounds), c.anywhere(sentence, facts)]
        if norm.trigger and c.has_items(norm.trigger):
            found.append(c.of_items(self._items(applied), facts, bounds))
        return [*found, *self._context(applied)]

    def _context(self, applied: AppliedNorm) -> list[Judgement]:
        """The judgement of what the earlier sentences of the same 款 presuppose, or [] where they presuppose nothing.

        An example is 向境外提供数据的，应当……。发生数据安全事件的，应当……. Items and prohibitions have no such context.
        """
        siblings = self._before[applied.urn, applied.version.urn]
        before = [n.norm for n in siblings if n.norm.start < applied.norm.start and n.norm.bearer == applied.norm.bearer and n.norm.trigger]
        if not before or is_item(applied.urn) or applied.norm.modality is Modality.PROHIBITION:
            return []
        first = before[0].trigger or ""
        return [] if c.has_items(first) else [c.judge(first, self.facts, self.bounds(applied.version))]

    def bounds(self, version: Version) -> Bounds:
        """How the text itself counts 以上 and 以下."""
        if version.urn not in self._bounds:
            self._bounds[version.urn] = bounds_of(version.text)
        return self._bounds[version.urn]

    def _items(self, applied: AppliedNorm) -> list[str]:
        document = self.knowledge.document(applied.version)
        node = document.by_eid.get(Urn.parse(applied.urn).eid or "")
        return [document.text_of(child) for child in node.children] if node else []

    def _bearers(self, applied: AppliedNorm) -> Judgement | None:
        """Whether one of the bearers of the norm is the firm, or None where none can be."""
        if not applied.bearers:
            found = [v for s in self._reach.law_subjects(applied.version.urn) if (v := self._named(s)) is not None]
            return c.any_of(found) if found else None
        named = [v for b in applied.bearers if (v := self._bearer(b, applied)) is not None]
        added = [v for a in applied.applies if a.subject not in applied.bearers and (v := self._added(a.subject, a.because)) is not None]
        return c.any_of([*named, *added]) if named or added else None

    def _named(self, name: str) -> Judgement | None:
        """Whether the firm is what a name of the vocabulary means, or None where it cannot be or the name is unknown."""
        concept = self.vocabulary.subject(name)
        return self._subject(concept) if concept else None

    def _subject(self, concept: Concept) -> Judgement | None:
        if concept.iri in self.own or concept.iri == self.vocabulary.everybody.iri:
            return c.TRUE
        role = c.of_role(concept.iri, self.facts)
        if role is not None:
            return None if concept.iri == self.vocabulary.abroad_role.iri and not self._is_nobody_else() else role
        return c.unknown(f"是否属于“{concept.label}”？") if any(concept in self.vocabulary.below(x) for x in self.kinds) else None

    def _is_nobody_else(self) -> bool:
        """Whether only roles were named (个人信息处理者), so that the firm may be located anywhere."""
        return all(map(self.vocabulary.is_role, self.kinds))

    def _added(self, subject: str, because: Sequence[str]) -> Judgement | None:
        """Whether the firm is a subject that another rule of the text binds as well, or None where it cannot be.

        The thresholds of that rule on the subject count (账户合计一千人以上的私募基金管理人).
        """
        concept = self.vocabulary.subject(subject)
        verdict = self._subject(concept) if concept else None
        if concept is None or verdict is None:
            return None
        long = max((n for u in because for n in concept.names if n in self._words(u)), key=len, default="")
        urn = next((u for u in because if long and long in self._words(u)), "")
        found = [t.judge(self.facts) for t in c.limits(long, self.bounds(self.knowledge.catalogue.version(urn)))] if urn else []
        return c.all_of([verdict, *found])

    def _words(self, place: str) -> str:
        return self.knowledge.text(place) if place.startswith("urn:") else ""

    def _bearer(self, name: str, applied: AppliedNorm) -> Judgement | None:
        known = self._named(name)
        if known is not None or self.vocabulary.named(name):
            return known
        if _EVERYBODY.search(name) and not is_authority(name):
            return c.TRUE
        told = c.judge(name, self.facts, self.bounds(applied.version))
        ends, part = self._ending(name)
        if ends:
            return c.all_of([part, told]) if part is not None else None
        if told.keys or told.grounds:
            return told
        return self._organ(name, applied)

    def _ending(self, name: str) -> tuple[bool, Judgement | None]:
        """Whether a name begins or ends with a known one (境内的证券公司, 证券基金经营机构董事会), and whether the firm is that."""
        ends = {n: s for s in self.vocabulary.subjects.values() for n in s.names
                if len(n) >= 4 and (name.endswith(n) or (name.startswith(n) and _is_part(name[len(n) :])))}
        return bool(ends), self._subject(ends[max(ends, key=len)]) if ends else None

    def _organ(self, name: str, applied: AppliedNorm) -> Judgement | None:
        """Whether the firm is one of those the text is about, if the name is that of an organ: 专门安全管理机构, 首席信息官.

        The result is None for any other name.
        """
        own = bool(_OFFICE.search(name)) or (bool(_ORGAN.search(name)) and not is_authority(name) and not _STRANGER.search(name))
        found = [v for s in self._reach.law_subjects(applied.version.urn) if (v := self._named(s)) is not None] if own else []
        return c.any_of(found) if found else None

    def exceptions(self, applied: AppliedNorm, lifting: Sequence[AppliedNorm]) -> tuple[Exception_, ...]:
        """The provisions that may lift the duty, each with its verdict.

        For example, 免予申报数据出境安全评估 stands against every duty to make that assessment.
        """
        found = {}
        for one in lifting:
            if self._lifts(one, applied) and one.urn not in found and (verdict := self.verdict(one)) is not None:
                label = self.knowledge.provision_label(one.urn)
                found[one.urn] = Exception_(one.urn, label, self.knowledge.text(one.urn), verdict)
        return tuple(found.values())

    def _lifts(self, one: AppliedNorm, duty: AppliedNorm) -> bool:
        """Whether an exception concerns a duty.

        Both must be about the same procedure, and the duty must itself be about what the exception is about.
        """
        subject = one.norm.object
        items = "".join(self._items(duty)) if re.search("下列|以下", duty.norm.object) else ""
        if not subject or one.urn == duty.urn or not (items or one.norm.kind == duty.norm.kind):
            return False
        words = duty.norm.action + duty.norm.object + items
        if subject in words or any(len(n) >= 4 for n in self._longest(subject) & self._longest(words)):
            return True
        return duty.norm.object.endswith(subject[-4:]) and bool(re.search("境外|出境", (duty.norm.trigger or "") + duty.norm.quote))

    def _longest(self, words: str) -> set[str]:
        """The names of concepts in the words, without those that are part of another: 单独同意, not 同意."""
        found = {n for x in self.vocabulary.concepts_in(words) for n in x.names if n in words}
        return {n for n in found if not any(n != o and n in o for o in found)}


def _lead(sentence: str, norm: Norm) -> str:
    """The words before 应当, which are the case of a norm that has no trigger of its own (处理敏感个人信息应当取得……)."""
    match = _MODAL.search(sentence)
    at = sentence.find(norm.quote[:12])
    return sentence[: match.start()] if match and (at < 0 or at <= match.start()) else ""


def _is_part(rest: str) -> bool:
    """Whether the words after the name of a firm mean an organ or person of it: 董事会, 的主要负责人."""
    return bool(re.match(r"(?:的|及其|董事会|经营管理层|监事会|高级管理人员|主要负责人)", rest)) and "部门" not in rest
