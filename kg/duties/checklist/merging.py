"""The merging of duties of several laws that say the same into one item.

A false merge is worse than a missed one, so two duties are one only when

- they are of different laws, of the same modality and kind of act, and (for a report) go to the same authority;
- they presuppose no different facts of the firm, and both or neither speak of personal information;
- a reviewed link says that one specifies the other and their act and object are alike, or they speak of the same decisive concept
  (``ontology/themes.ttl``). Without a link, act, object, case and words must be all but equal.

Each item has a centre to which every other basis is joined, and every basis keeps its own words. The thresholds were
chosen by reading all pairs of all kinds of firm. ``tests/duties/checklist/test_making.py`` holds merges that must and must not be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.duties.checklist.records import ChecklistItem, Duty
from kg.duties.checklist.strictness import compared
from kg.duties.checklist.themes import Themes
from kg.duties.conditions import Holds
from kg.graph.links_of_day import links
from kg.law.identifiers import within
from kg.law.likeness import bigrams, likeness, share
from kg.law.model import DeadlineType
from kg.links.records import LinkType

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge
    from kg.law.vocabulary import Concept

_LINKED, _LINKED_QUOTED, _DECISIVE = 0.61, (0.5, 0.6), 0.15
_UNLINKED, _UNLINKED_QUOTE, _CASE = 0.9, 0.85, 0.6
_EQUAL = 0.75  # alike enough to compare figures
_REVIEWED = frozenset({"confirmed", "added"})
_TOLD = frozenset({"report", "submit", "file", "notify", "inform", "announce", "apply", "provide"})
_SMALL = 4  # characters: a shorter object says nothing (隐患, 措施)


def merged(knowledge: Knowledge, duties: Sequence[Duty], on: date, themes: Themes) -> tuple[ChecklistItem, ...]:
    """The items of these duties, by theme and in the order of the law.

    Each duty is in exactly one item.
    """
    groups = _Merger(knowledge, on, themes).groups(duties)
    made = [(themes.of(group[0].applied, group[0].asks), duties.index(group[0]), group, alike) for group, alike in groups]
    made.sort(key=lambda m: (themes.labels.index(m[0]), m[1]))
    return tuple(ChecklistItem(number, theme, *compared(group, alike)) for number, (theme, _, group, alike) in enumerate(made, 1))


class _Merger:
    """The finder of groups of duties, which keeps the reviewed links and what was read of each duty."""

    def __init__(self, knowledge: Knowledge, on: date, themes: Themes) -> None:
        self.vocabulary, self.themes = knowledge.vocabulary, themes
        self.pairs = [(k.source, k.target) for k in links(knowledge, on) if k.type is LinkType.SPECIFIES and k.status in _REVIEWED]
        self._linked: dict[tuple[str, str], bool] = {}
        self._marks: dict[str, tuple[set[str], set[str]]] = {}
        self._concepts: dict[str, tuple[Concept, ...]] = {}

    def groups(self, duties: Sequence[Duty]) -> list[tuple[list[Duty], bool]]:
        """The groups of duties that are one, each with whether their objects are the same thing.

        A group is a star. The duty with most partners is its centre, and its partners join it. The next centre is found
        among the duties that are left.
        """
        partners = self._partners(duties)
        left, found = dict.fromkeys(range(len(duties))), []
        while left:
            centre = max(left, key=lambda n: (len(partners[n] & left.keys()), -n))
            members = [centre, *sorted(partners[centre] & left.keys())]
            for n in members:
                del left[n]
            group = [duties[n] for n in members]
            alike = all(self._alike(group[0], d) >= _EQUAL for d in group[1:])
            found.append((sorted(group, key=lambda d: d.verdict.holds is not Holds.YES), alike))
        return found

    def _partners(self, duties: Sequence[Duty]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {n: set() for n in range(len(duties))}
        sorts: dict[tuple[str, str], list[int]] = {}
        for n, duty in enumerate(duties):
            sorts.setdefault((duty.applied.norm.modality.value, duty.applied.norm.kind), []).append(n)
        for numbers in sorts.values():
            for i, a in enumerate(numbers):
                for b in numbers[i + 1 :]:
                    if duties[a].applied.version.work != duties[b].applied.version.work and self.same(duties[a], duties[b]):
                        found[a].add(b)
                        found[b].add(a)
        return found

    def same(self, a: Duty, b: Duty) -> bool:
        """Whether two duties of different laws, of one kind and modality, are one."""
        alike = self._alike(a, b)
        if alike < _DECISIVE or not self._compatible(a, b, alike):
            return False
        quotes = share(self._read(a)[1], self._read(b)[1])
        if not self._is_linked(a, b):
            return (
                alike >= _UNLINKED and quotes >= _UNLINKED_QUOTE and a.asks == b.asks and len(a.applied.norm.object) > _SMALL
                and self._same_case(a, b)
            )
        if alike >= _LINKED or (alike >= _LINKED_QUOTED[0] and quotes >= _LINKED_QUOTED[1]):
            return alike >= _UNLINKED or self._same_time(a, b)
        return alike >= _DECISIVE and self._is_decisive(a, b) and self._same_time(a, b)

    def _compatible(self, a: Duty, b: Duty, alike: float) -> bool:
        if a.asks and b.asks and not a.asks & b.asks:
            return False
        if self._speaks_of_persons(a) != self._speaks_of_persons(b) and alike < _EQUAL:
            return False
        if a.applied.norm.kind not in _TOLD:
            return True
        return self._authorities(a) == self._authorities(b) or not (a.recipient and b.recipient)

    def _same_case(self, a: Duty, b: Duty) -> bool:
        one, other = a.applied.norm.trigger, b.applied.norm.trigger
        return one is other is None or bool(one and other and likeness(one, other) >= _CASE)

    def _same_time(self, a: Duty, b: Duty) -> bool:
        """Whether both duties or neither are due before an event.

        What is due before an event is not what is due at all times.
        """
        return self._is_prior(a) == self._is_prior(b)

    def _is_prior(self, duty: Duty) -> bool:
        deadline = duty.applied.norm.deadline
        return bool(deadline and deadline.type is DeadlineType.PRIOR)

    def _authorities(self, duty: Duty) -> frozenset[str]:
        names = [r for row in duty.rows for r in row.recipient.split("、") if r]
        return frozenset(x.iri if (x := self.vocabulary.named(n)) else n for n in names)

    def _speaks_of_persons(self, duty: Duty) -> bool:
        return any("个人信息" in x.label for x in self._about(duty)) or "客户信息" in _done(duty) or "用户信息" in _done(duty)

    def _is_decisive(self, a: Duty, b: Duty) -> bool:
        if a.applied.norm.kind in self.themes.decisive_kinds:
            return True
        shared = {x.iri for x in self._about(a)} & {x.iri for x in self._about(b)}
        return bool(shared & self.themes.decisive)

    def _about(self, duty: Duty) -> tuple[Concept, ...]:
        if duty.iri not in self._concepts:
            self._concepts[duty.iri] = self.vocabulary.concepts_in(_done(duty))
        return self._concepts[duty.iri]

    def _alike(self, a: Duty, b: Duty) -> float:
        return share(self._read(a)[0], self._read(b)[0])

    def _read(self, duty: Duty) -> tuple[set[str], set[str]]:
        """The pairs of characters of act and object, and those of the quote."""
        if duty.iri not in self._marks:
            self._marks[duty.iri] = bigrams(_done(duty)), bigrams(duty.applied.norm.quote)
        return self._marks[duty.iri]

    def _is_linked(self, a: Duty, b: Duty) -> bool:
        one, other = sorted((a.applied.urn, b.applied.urn))
        if (one, other) not in self._linked:
            self._linked[one, other] = any(
                (_meets(one, s) and _meets(other, t)) or (_meets(other, s) and _meets(one, t)) for s, t in self.pairs
            )
        return self._linked[one, other]


def _meets(urn: str, end: str) -> bool:
    return within(urn, end) or within(end, urn)


def _done(duty: Duty) -> str:
    return duty.applied.norm.action + duty.applied.norm.object
