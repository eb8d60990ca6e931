"""The items of a clock, made from the norms of a day.

They say who must tell whom, from when, by when, and under which conditions that are still open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from kg.corpus.quoting import sentence_of
from kg.duties.clock.contents import Contents, Exemption, basis_of, contents_of, exemptions, is_contents
from kg.duties.clock.events import Case, Happened, cases
from kg.duties.clock.incident import (
    BEARER,
    CII,
    SECTOR,
    Condition,
    Incident,
    condition,
    conditions,
    inverted,
    level_condition,
    limit_conditions,
    once,
    required_level,
)
from kg.duties.clock.times import Anchor, Stage, Start, Time, Times, stage_of, start_of
from kg.duties.facts import table
from kg.law.authorities import is_authority
from kg.law.identifiers import article_urn, eid_of
from kg.law.model import REGULATORS_RANKS, Application, Modality, Norm, Version
from kg.law.wording import kind_label

if TYPE_CHECKING:
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, Knowledge

TELLING = frozenset({"report", "submit", "notify", "inform", "announce", "provide", "warn"})
_REST = "其他"
_DIRECT = "适用"
_SAME_CHANNEL = re.compile(r"原(?:报告)?渠道")
_ELSEWHERE = re.compile(r"(?:按照|依照)(?!本|前)[^，。；]{0,14}(?:有关)?(?:规定|要求)")


@dataclass(frozen=True)
class ClockItem:
    """One report or notice to one recipient.

    ``because`` holds the provisions that send it there. ``sentence`` and ``quote`` are verbatim. ``case`` is the 项 that
    names the event, where the law lists cases. ``recipient`` is '' where the law names none.
    """

    urn: str
    iri: str
    version: Version
    norm: Norm
    basis: str
    quote: str
    sentence: str
    bearer: tuple[str, ...]
    manner: str
    act: str
    recipient: str
    because: tuple[str, ...]
    stage: Stage
    start: Start
    time: Time
    conditions: tuple[Condition, ...]
    contents: Contents | None = None
    case: str = ""
    remarks: tuple[str, ...] = ()
    order: int = 0

    @property
    def left_out(self) -> bool:
        """Whether a condition is known not to hold."""
        return any(c.met is False for c in self.conditions)

    @property
    def open(self) -> tuple[Condition, ...]:
        """The conditions that the facts do not decide."""
        return tuple(c for c in self.conditions if c.met is None)

    @property
    def rank(self) -> tuple[int, datetime, int, int]:
        """A sort key for the order on the timeline.

        The order is by stage, then by moment, with 立即 before an hour limit and items without a time last, then as in
        the law.
        """
        return (list(Stage).index(self.stage), *self.time.rank, self.order)


@dataclass(frozen=True)
class AppliedWay:
    """How a norm applies to the firm: as whom, telling whom, and by which rules.

    ``role`` must hold besides. ``firm`` is False for an authority.
    """

    subjects: tuple[str, ...]
    recipient: tuple[str, ...]
    because: tuple[str, ...] = ()
    manner: str = _DIRECT
    role: tuple[Condition, ...] = ()
    firm: bool = True


class Maker:
    """The maker of the items of one event for one kind of firm on one day."""

    def __init__(self, knowledge: Knowledge, reach: Reach, case: Happened, incident: Incident, times: Times, profile: Sequence[str]) -> None:
        self.knowledge, self.reach, self.case, self.incident, self.times = knowledge, reach, case, incident, times
        self.profile = tuple(profile)
        self.vocabulary = knowledge.vocabulary
        self.own = knowledge.labels(profile)
        self.apart = self.vocabulary.asked_apart.label
        self.operator = knowledge.labels([self.apart]) or frozenset()

    @cached_property
    def norms(self) -> tuple[AppliedNorm, ...]:
        """Every norm of the day, as it applies to the firm where it binds it, in the order of the catalogue and of the text."""
        return tuple(n for norms in self.reach.norms.values() for n in norms)

    def all(self) -> list[ClockItem]:
        """The items in the order of the timeline, including those left out by a fact."""
        found = [item for applied in self.norms if self._tells(applied.norm) for item in self._items(applied)]
        numbered = [replace(item, order=n) for n, item in enumerate(found)]
        return sorted(self._onward(self._general(self._channels(self._sector(numbered)))), key=lambda i: i.rank)

    @staticmethod
    def _tells(norm: Norm) -> bool:
        return norm.kind in TELLING and norm.modality is Modality.OBLIGATION and not is_contents(norm)

    def _items(self, applied: AppliedNorm) -> Iterator[ClockItem]:
        document = self.knowledge.document(applied.version)
        for case in cases(self.vocabulary, applied.norm, applied.about, document):
            event = self._event(applied.norm, case)
            if event is None:
                continue
            for way in self._ways(applied):
                for recipient in way.recipient or ("",):
                    yield self._item(applied, case, way, recipient, [*way.role, *event])

    def _event(self, norm: Norm, case: Case) -> list[Condition] | None:
        """The conditions on the event: none where it happened and one where it may have.

        The result is None where the norm is about something else.
        """
        if case.events & self.case.active:
            return []
        words = norm.trigger or norm.object or norm.quote
        for iri in sorted(case.events):
            label = self.vocabulary.concepts[iri].label
            if iri in self.case.open or iri in self.case.denied:
                key = self.case.open.get(iri) or self.case.denied.get(iri, "")
                question = table()[key].question if key else f"是否同时发生“{label}”？"
                return [condition(words, key, question, self.incident)]
        return None

    def _ways(self, applied: AppliedNorm) -> Iterator[AppliedWay]:
        """How the norm applies to the firm, by recipient, or to an authority, as the law has it."""
        norm = applied.norm
        grouped: dict[tuple[tuple[str, ...], str], list[Application]] = {}
        for one in applied.applies:
            if self._binds(one.subject) and not self._is_authority(one.subject):
                grouped.setdefault((one.recipient, one.manner), []).append(one)
        if not grouped and self._elsewhere(norm):
            unknown = self._is_unknown(norm)
            yield AppliedWay(norm.bearer, norm.recipient, role=tuple(self._unknown(applied) if unknown else ()), firm=unknown)
        for (recipient, manner), ways in grouped.items():
            because = tuple(dict.fromkeys(b for w in ways for b in w.because))
            subjects = tuple(dict.fromkeys(w.subject for w in ways))
            yield AppliedWay(subjects, recipient, because, manner, tuple(self._role(subjects)))

    def _binds(self, subject: str) -> bool:
        return self.own is None or subject in self.own or subject in self.operator

    def _is_authority(self, name: str) -> bool:
        return self.vocabulary.subject(name) is None and is_authority(name)

    def _is_unknown(self, norm: Norm) -> bool:
        """Whether the vocabulary knows none of the bearers.

        Such a bearer is a part of whoever the text is about (专门安全管理机构), or a kind of its own.
        """
        return bool(norm.bearer) and all(self.vocabulary.named(b) is None and not is_authority(b) for b in norm.bearer)

    def _elsewhere(self, norm: Norm) -> bool:
        """Whether the bearer is an authority, not named, or of a kind that the vocabulary does not know."""
        return not norm.bearer or any(map(self._is_authority, norm.bearer)) or self._is_unknown(norm)

    def _unknown(self, applied: AppliedNorm) -> list[Condition]:
        """The condition for a bearer that the vocabulary does not know.

        For a part of a firm it is the condition of the firm's role. For any other bearer it asks whether the firm is one,
        with the definition of the text.
        """
        about = [s for s in self.reach.law_subjects(applied.version.urn) if self.vocabulary.subject(s)]
        if about and any(map(self._binds, about)):
            return self._role(about)
        who = "、".join(applied.norm.bearer)
        defined = next((t.quote for t in self.knowledge.terms(applied.version) if t.term in applied.norm.bearer), "")
        return [condition(f"{BEARER}{who}", "", f"本机构是否属于“{who}”？" + (f"（{defined}）" if defined else ""), self.incident)]

    def _role(self, subjects: Sequence[str]) -> list[Condition]:
        """What must hold where only the role asked for apart is bound, unless the firm was said to play it."""
        operator = self.vocabulary.subject(self.apart)
        as_operator = [s for s in subjects if self.vocabulary.subject(s) is operator or (self.own is not None and s not in self.own)]
        if self.apart in self.profile or len(as_operator) < len(subjects) or not subjects:
            return []
        return [condition(f"{BEARER}{self.apart}", CII, table()[CII].question, self.incident)]

    def _item(self, applied: AppliedNorm, case: Case, way: AppliedWay, recipient: str, before: list[Condition]) -> ClockItem:
        norm, document = applied.norm, self.knowledge.document(applied.version)
        node = case.item or document.by_eid[norm.eid]
        start = start_of((norm.deadline.text if norm.deadline else "", norm.trigger or "", *self._before(applied)))
        stage = stage_of(norm, start) if way.firm else Stage.ONWARD
        released = [e for e in exemptions(self.knowledge, applied, self._article(applied)) if recipient in e.applied.norm.recipient]
        words = document.text_of(case.item) if case.item else ""
        sentence = sentence_of(self.knowledge.text(applied.urn), norm.quote)
        limited = limit_conditions(self.knowledge.catalogue.of(applied.version), self.incident)
        asked = [*before, *limited, *self._conditions(applied, words), *self._unless(released)]
        return ClockItem(
            urn=f"{applied.version.urn}~{node.eid}", iri=applied.iri, version=applied.version, norm=norm,
            basis=basis_of(document, applied.version, node), quote=norm.quote, sentence=sentence,
            bearer=way.subjects, manner=way.manner, act=norm.action or kind_label(norm.kind), recipient=recipient,
            because=way.because, stage=stage, start=start, time=self.times.of(norm, start, sentence),
            conditions=tuple(self._verbatim(applied.version, c) for c in once(asked)),
            contents=contents_of(self.knowledge, applied, first=stage is Stage.FIRST) if way.firm else None, case=words,
            remarks=tuple(self._remarks(applied, way, released, sentence)),
        )

    def _article(self, applied: AppliedNorm) -> list[AppliedNorm]:
        return [n for n in self.reach.norms.get(article_urn(applied.urn), ()) if n.version is applied.version]

    def _before(self, applied: AppliedNorm) -> list[str]:
        """The triggers of the norms before it in its article, nearest first, which say from when a later 款 counts."""
        article = self._article(applied)
        place = next((i for i, n in enumerate(article) if n.iri == applied.iri), 0)
        same = [n for n in article[:place] if n.norm.trigger and self._same_bearer(n.norm, applied.norm)]
        return [n.norm.trigger or "" for n in reversed(same)]

    def _same_bearer(self, one: Norm, other: Norm) -> bool:
        return bool({self._kind(b) for b in one.bearer} & {self._kind(b) for b in other.bearer})

    def _kind(self, bearer: str) -> str:
        concept = self.vocabulary.named(bearer)
        return concept.iri if concept else bearer

    def _conditions(self, applied: AppliedNorm, case: str) -> list[Condition]:
        norm = applied.norm
        names = self._event_names(applied)
        listed = re.search(r"下列|以下|如下", norm.trigger or "")
        found = list(conditions(norm.trigger or "", names, self.incident)) if not (case and listed) else []
        found += [condition(case, "", f"是否属于：{case.rstrip('；。')}", self.incident)] if case else []
        if not required_level(norm.trigger or ""):
            level = level_condition(norm.object, self.incident)
            found += [level] if level else []
        for scope in self._scope(applied):
            found += conditions(scope, names, self.incident)
        return [self._by_event(c) for c in (*found, *self._rest(applied, names))]

    def _event_names(self, applied: AppliedNorm) -> list[str]:
        """The names of events in the law, and the words by which the article speaks of one without a name."""
        events = {c.iri: c for c in self.vocabulary.concepts.values() if c.is_event}
        told = [m.words for n in self._article(applied) for m in n.norm.mentions if m.concept in events]
        return [*(n for c in events.values() for n in c.names), *told]

    @staticmethod
    def _verbatim(version: Version, one: Condition) -> Condition:
        """The condition with words that are apart in the text shown apart: 甲……乙."""
        if one.words in version.text or "，" not in one.words:
            return one
        apart = one.words.replace("，", "……")
        return replace(one, words=apart, question=one.question.replace(one.words, apart))

    def _by_event(self, one: Condition) -> Condition:
        """The condition, met by the event itself where the words name what it is about: 向境外提供, for 数据出境安全事件."""
        about = (c for c in self.vocabulary.concepts_in(one.words) if not c.is_event)
        return replace(one, met=one.wanted) if one.met is None and any(c.iri in self.case.active for c in about) else one

    def _scope(self, applied: AppliedNorm) -> list[str]:
        """The trigger of an earlier sentence in the same 款, where this one names no bearer of its own.

        An example is 数据处理者向境外提供数据的，应当……。发生或者可能发生数据安全事件的，……报告。
        """
        norm = applied.norm
        text = self.knowledge.text(applied.urn)
        own = next((s for s in re.split(r"(?<=。)", text) if norm.quote in s), "")
        if any(b in own for b in norm.bearer) or not own:
            return []
        earlier = [n.norm for n in self._article(applied) if n.norm.eid == norm.eid and n.norm.start < norm.start]
        kept = [n.trigger for n in earlier if n.trigger and n.trigger.endswith("的") and n.quote not in own and self._same_bearer(n, norm)]
        return [t for t in dict.fromkeys(kept) if t and t not in (norm.trigger or "")][:1]

    def _rest(self, applied: AppliedNorm, names: Sequence[str]) -> list[Condition]:
        """The conditions of a norm on 其他…者: none of the preceding rules in the article applies.

        They count only as far as those rules ask more than this norm.
        """
        norm = applied.norm
        if not any(b.startswith(_REST) for b in norm.bearer):
            return []
        own = {c.same for c in conditions(norm.trigger or "", names, self.incident)}
        earlier = [n.norm for n in self._article(applied) if n.norm.start < norm.start and n.norm.kind == norm.kind]
        asked = [c for n in earlier if self._same_bearer(n, norm) for c in conditions(n.trigger or "", names, self.incident)]
        return [inverted(c) for c in asked if c.same not in own]

    def _unless(self, released: Iterable[Exemption]) -> list[Condition]:
        """The conditions of the exemptions, inverted: the duty holds where they do not."""
        known = [c for e in released for c in conditions(e.applied.norm.trigger or "", (), self.incident)]
        return [inverted(c) for c in known]

    def _remarks(self, applied: AppliedNorm, way: AppliedWay, released: Sequence[Exemption], sentence: str) -> Iterator[str]:
        norm = applied.norm
        if applied.version.user_supplied:
            yield "用户自行添加的规定"
        if way.because:
            yield f"对象依{'、'.join(dict.fromkeys(self._label(b) for b in way.because))}确定"
        if way.manner != _DIRECT:
            yield f"{way.manner}：该法对本机构{way.manner}"
        if norm.exception:
            yield f"例外：{norm.exception}"
        for one in released:
            yield f"{one.basis}：“{one.words}”"
        elsewhere = _ELSEWHERE.search(sentence)
        if elsewhere:
            yield f"条文写明“{elsewhere[0]}”：具体时限和程序须另查"

    def _label(self, urn: str) -> str:
        version = self.knowledge.catalogue.version(urn)
        return basis_of(self.knowledge.document(version), version, self.knowledge.document(version).by_eid[eid_of(urn)])

    def _sector(self, items: list[ClockItem]) -> list[ClockItem]:
        """The items, with the question answered whether the firm's own regulator has rules on the same event.

        The answer is read from the other items.
        """
        def own_rules(item: ClockItem) -> list[ClockItem]:
            issuer = set(self.knowledge.catalogue.of(item.version).issuer)
            others = ((o, self.knowledge.catalogue.of(o.version)) for o in items if o.stage is Stage.FIRST and not o.left_out)
            return [o for o, by in others if by.rank in REGULATORS_RANKS and not issuer & set(by.issuer) and not o.open]

        out = []
        for item in items:
            asked = next((c for c in item.conditions if c.key == SECTOR), None)
            rules = own_rules(item) if asked and self.own is not None else []
            met = tuple(replace(c, met=True) if c is asked else c for c in item.conditions)
            named = "、".join(dict.fromkeys(r.basis for r in rules))
            out.append(replace(item, conditions=met, remarks=(*item.remarks, f"本行业的专门规定，已收录的有：{named}")) if rules else item)
        return out

    def _channels(self, items: list[ClockItem]) -> list[ClockItem]:
        """The items, with 原渠道 and later reports without a recipient following the first report.

        Where the first report need not be made, they need not be made either.
        """
        return [self._following(i, items) if not i.recipient and (i.stage is Stage.FOLLOW or _SAME_CHANNEL.search(i.act)) else i for i in items]

    @staticmethod
    def _following(item: ClockItem, items: Sequence[ClockItem]) -> ClockItem:
        first = [o for o in items if o.version is item.version and o.stage is Stage.FIRST and o.time.counted]
        live = [o for o in first if not o.left_out] or first
        shared = [c for c in (live[0].conditions if live else ()) if all(c.same in {d.same for d in o.conditions} for o in live)]
        told = "、".join(dict.fromkeys(o.recipient for o in live)) or "条文未写明"
        channel = bool(_SAME_CHANNEL.search(item.act))
        remark = f"{'原渠道' if channel else '首次报告的对象'}：{told}"
        both = tuple(once([*item.conditions, *shared]))
        return replace(item, recipient="原渠道" if channel else "", conditions=both, remarks=(*item.remarks, remark))

    @staticmethod
    def _onward(items: list[ClockItem]) -> list[ClockItem]:
        """The items without what an authority owes on a report that, by the facts, nobody makes to it."""
        made: dict[str, list[bool]] = {}
        for item in items:
            if item.stage is Stage.FIRST:
                made.setdefault(item.urn, []).append(not item.left_out)
        return [i for i in items if not (i.stage is Stage.ONWARD and i.start.anchor is Anchor.RECEIVED and not any(made.get(i.urn, [True])))]

    @staticmethod
    def _general(items: list[ClockItem]) -> list[ClockItem]:
        """The items, with a report marked as general where it only refers to others.

        This is a report without a recipient, where the same text names recipients elsewhere.
        """
        naming = {i.version.urn for i in items if i.recipient and i.stage is Stage.FIRST}
        vague = (Stage.FIRST, Stage.AFTER)
        def refers(i: ClockItem) -> bool:
            unsaid = not i.recipient and not i.norm.deadline and i.start.anchor is not Anchor.ENDED
            return unsaid and i.stage in vague and i.version.urn in naming and i.norm.kind == "report"

        return [replace(i, stage=Stage.GENERAL) if refers(i) else i for i in items]
