"""The duties to tell as flows, from a bearer through an act to the one who is told.

A row of the matrix that binds two kinds of firm and names two authorities lies in four flows. Names of one authority are
merged by the vocabulary (证监局, 派出机构 → 中国证监会派出机构). A duty whose article names nobody to be told flows to
条文未规定.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kg.duties.matrix.making import UNSTATED
from kg.duties.matrix.rows import Row
from kg.law.model import Modality
from kg.law.wording import kind_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.knowledge import Knowledge
    from kg.law.vocabulary import Concept, Vocabulary

KINDS = ("report", "submit", "file", "apply", "notify", "inform", "announce", "provide")
OTHER = "其他"
MOST_ENDS, MOST_FLOWS = 24, 150
_JOIN, _GROUPS, _MANNER = "、", "；", "："


@dataclass(frozen=True)
class FlowPick:
    """A choice of some of the flows: one bearer, act or recipient, or several of these together.

    None leaves that end open.
    """

    bearer: str | None = None
    kind: str | None = None
    recipient: str | None = None

    @property
    def label(self) -> str:
        """The choice in words, such as 经营机构 → 报告 → 中国证监会派出机构, or '' where nothing is chosen.

        >>> FlowPick("经营机构", "report").label, FlowPick(recipient="公安机关").label, FlowPick().label
        ('经营机构 → 报告', '→ 公安机关', '')
        """
        parts = [p for p in (self.bearer, kind_label(self.kind) if self.kind else "") if p]
        return " → ".join(parts) + (f"{' ' if parts else ''}→ {self.recipient}" if self.recipient else "")


@dataclass(frozen=True)
class Flow:
    """One bearer, one act and one recipient, with the numbers of the rows that state them, ascending."""

    bearer: str
    kind: str
    recipient: str
    members: tuple[int, ...]

    @property
    def pick(self) -> FlowPick:
        """This flow as a choice."""
        return FlowPick(self.bearer, self.kind, self.recipient)

    def meets(self, pick: FlowPick) -> bool:
        """Whether a choice includes this flow."""
        wanted = ((pick.bearer, self.bearer), (pick.kind, self.kind), (pick.recipient, self.recipient))
        return all(want is None or want == has for want, has in wanted)

    @property
    def count(self) -> int:
        """The number of norms behind the flow."""
        return len(self.members)


@dataclass(frozen=True)
class Flows:
    """All flows of a matrix.

    ``rows`` are those that the flows number, and ``left_out`` those that are no duty to tell anybody anything. ``words``
    holds the names that the law uses for an end that is shown under one name.
    """

    rows: tuple[Row, ...]
    flows: tuple[Flow, ...]
    left_out: tuple[Row, ...]
    words: Mapping[str, tuple[str, ...]]

    def members(self, pick: FlowPick) -> tuple[int, ...]:
        """The numbers of the rows of a choice, each once, in the order of the matrix."""
        return tuple(sorted({n for flow in self.flows if flow.meets(pick) for n in flow.members}))

    def chosen(self, pick: FlowPick) -> tuple[Row, ...]:
        """The rows of a choice, each once, in the order of the matrix."""
        return tuple(self.rows[n] for n in self.members(pick))

    @cached_property
    def bearers(self) -> tuple[str, ...]:
        """Those who tell, the busiest first."""
        return self._ends("bearer")

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The acts, in the order of KINDS."""
        return tuple(k for k in KINDS if any(f.kind == k for f in self.flows))

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        """Those who are told, the most told first, with 其他 and 条文未规定 last."""
        return self._ends("recipient")

    def _ends(self, name: str) -> tuple[str, ...]:
        held: dict[str, set[int]] = {}
        for flow in self.flows:
            held.setdefault(getattr(flow, name), set()).update(flow.members)
        return tuple(sorted(held, key=lambda end: (end == UNSTATED, end == OTHER, -len(held[end]), min(held[end]), end)))

    def towards(self, recipient: str) -> Flows:
        """The flows to one recipient alone.

        Rows that name other recipients as well count only for this one.
        """
        return replace(self, flows=tuple(f for f in self.flows if f.recipient == recipient))


@dataclass(frozen=True)
class Bundle:
    """Flows whose smallest ends are put together under 其他, so that a picture stays readable."""

    flows: Flows
    bearers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    def label(self, pick: FlowPick) -> str:
        """The name of one end or act as it is shown, such as 其他（21 个主体）."""
        if pick.kind:
            return kind_label(pick.kind)
        many, what = (len(self.bearers), "主体") if pick.bearer else (len(self.recipients), "对象")
        name = pick.bearer or pick.recipient or ""
        return f"{OTHER}（{many} 个{what}）" if name == OTHER and many else name

    def chosen(self, flows: Flows, pick: FlowPick) -> tuple[Row, ...]:
        """The rows of a choice.

        其他 means what was put together, and any other name the ``flows`` before that.
        """
        return (self.flows if OTHER in (pick.bearer, pick.recipient) else flows).chosen(pick)

    @property
    def note(self) -> str:
        """What was put together, in words for the reader, or '' when nothing was."""
        told = [(self.bearers, "个主体"), (self.recipients, "个对象")]
        parts = [f"{len(names)} {what}（{_JOIN.join(names)}）" for names, what in told if names]
        return f"“{OTHER}”合并了规范较少的 {'，以及 '.join(parts)}" if parts else ""


@dataclass(frozen=True)
class Pivot:
    """The table of bearers × recipients.

    ``cells`` counts the norms of each act, in the order of KINDS.
    """

    bearers: tuple[str, ...]
    recipients: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[tuple[str, int], ...]]

    def words(self, bearer: str, recipient: str) -> str:
        """The cell as text, such as 报告 3、报送 1, or '' where there is no flow."""
        return _JOIN.join(f"{kind_label(kind)} {count}" for kind, count in self.cells.get((bearer, recipient), ()))


def find(knowledge: Knowledge, on: date, rows: Iterable[Row]) -> Flows:
    """The flows of the rows that ``kg.duties.matrix.obligations`` gave for a day."""
    return collect(rows, knowledge.vocabulary, compound_names(knowledge, on))


def collect(rows: Iterable[Row], vocabulary: Vocabulary, compound: Collection[str] = ()) -> Flows:
    """The flows of rows.

    ``compound`` are names that contain a 、 themselves and must stay whole (网络产品、服务的提供者). Only obligations to
    tell are flows. Other acts, prohibitions (不得提供) and powers are ``left_out``.
    """
    taken: list[Row] = []
    left: list[Row] = []
    found: dict[tuple[str, str, str], list[int]] = {}
    words: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.kind not in KINDS or row.modality != Modality.OBLIGATION.value:
            left.append(row)
            continue
        bearers = _shown(_subjects(row.applies_to, compound), vocabulary.named, words)
        recipients = _shown(_split(row.recipient, compound), vocabulary.named, words)
        for key in ((b, row.kind, r) for b in bearers for r in recipients):
            found.setdefault(key, []).append(len(taken))
        taken.append(row)
    flows = [Flow(*key, tuple(members)) for key, members in found.items()]
    return _sorted(Flows(tuple(taken), tuple(flows), tuple(left), {k: tuple(v) for k, v in words.items()}))


def compound_names(knowledge: Knowledge, on: date) -> frozenset[str]:
    """The names in the law of a day, and in the vocabulary, that contain a 、 themselves."""
    vocabulary = knowledge.vocabulary
    names = {n for c in (*vocabulary.subjects.values(), *vocabulary.authorities.values()) for n in c.names}
    for one in knowledge.norms(on):
        names.update(one.norm.bearer, one.norm.recipient, *((a.subject, *a.recipient) for a in one.applies))
    return frozenset(n for n in names if _JOIN in n)


def bundle(flows: Flows, most_ends: int = MOST_ENDS, most_flows: int = MOST_FLOWS) -> Bundle:
    """The flows with at most ``most_ends`` names on a side and ``most_flows`` flows.

    The smallest ends become 其他, and none is dropped. More flows than ``most_flows`` stay only where nothing is left to
    put together.
    """
    sides = [[e for e in ends if e != UNSTATED] for ends in (flows.bearers, flows.recipients)]
    kept = [len(side) if len(side) <= most_ends else most_ends - 1 for side in sides]
    while True:
        away = [tuple(side[n:]) if len(side) - n > 1 else () for side, n in zip(sides, kept, strict=True)]
        merged = _merged(flows, *away)
        if len(merged.flows) <= most_flows or max(kept) <= 1:
            return Bundle(merged, *away)
        kept[kept.index(max(kept))] -= 1


def pivot(flows: Flows) -> Pivot:
    """The table of bearers × recipients, with the norms of each act counted."""
    cells: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for flow in sorted(flows.flows, key=lambda f: KINDS.index(f.kind)):
        cells.setdefault((flow.bearer, flow.recipient), []).append((flow.kind, flow.count))
    return Pivot(flows.bearers, flows.recipients, {end: tuple(counts) for end, counts in cells.items()})


def places(rows: Sequence[Row]) -> tuple[str, ...]:
    """The articles of rows, one entry for each instrument, such as 《网络安全法》第二十三条、第二十七条."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row.instrument, {})[row.article] = None
    return tuple(f"《{title}》{_JOIN.join(articles)}" for title, articles in found.items())


def _sorted(flows: Flows) -> Flows:
    left, right = ({end: n for n, end in enumerate(ends)} for ends in (flows.bearers, flows.recipients))
    return replace(flows, flows=tuple(sorted(flows.flows, key=lambda f: (left[f.bearer], KINDS.index(f.kind), right[f.recipient]))))


def _merged(flows: Flows, bearers: Collection[str], recipients: Collection[str]) -> Flows:
    found: dict[tuple[str, str, str], set[int]] = {}
    for f in flows.flows:
        key = (OTHER if f.bearer in bearers else f.bearer, f.kind, OTHER if f.recipient in recipients else f.recipient)
        found.setdefault(key, set()).update(f.members)
    return _sorted(replace(flows, flows=tuple(Flow(*key, tuple(sorted(members))) for key, members in found.items())))


def _subjects(applies_to: str, compound: Collection[str]) -> list[str]:
    """The names in a text such as 经营机构；参照适用：基金托管机构、存管银行."""
    groups = [g.rpartition(_MANNER)[2] for g in applies_to.split(_GROUPS)]
    return [name for group in groups for name in _split(group, compound)]


def _split(joined: str, compound: Collection[str]) -> list[str]:
    return list(_names(joined, [n for n in sorted(compound, key=len, reverse=True) if n in joined]))


def _names(joined: str, compound: Sequence[str]) -> Iterator[str]:
    """The names joined by 、, with those of ``compound`` kept whole."""
    rest = joined
    while rest:
        whole = next((n for n in compound if rest == n or rest.startswith(n + _JOIN)), None)
        name = whole or rest.partition(_JOIN)[0]
        rest = rest[len(name) :].removeprefix(_JOIN)
        if name:
            yield name


def _shown(names: Iterable[str], named: Callable[[str], Concept | None], words: dict[str, dict[str, None]]) -> tuple[str, ...]:
    """The names to show, each once.

    ``words`` collects the names under which the law speaks of them.
    """
    found: dict[str, None] = {}
    for name in names:
        concept = named(name)
        label = concept.label if concept else name
        words.setdefault(label, {})[name] = None
        found[label] = None
    return tuple(found) or (UNSTATED,)
