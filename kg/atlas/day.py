"""The graph of the law of one day, with typed edges between provisions, texts, norms, subjects, authorities and terms.

What ``Knowledge`` holds as records becomes nodes and edges here. An edge keeps the words of every place in the law that it
comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from kg.graph import links_of_day
from kg.law.identifiers import above, article_urn, eid_of, is_part, text_urn, work_urn
from kg.law.model import Instrument, Modality
from kg.law.wording import KIND_LABELS, act_words, kind_label, legal_force, norm_status
from kg.links import records

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, AppliedSanction, Knowledge, Link
    from kg.law.vocabulary import Concept


class NodeKind(StrEnum):
    """The kinds of node."""

    TEXT = "text"
    PROVISION = "provision"
    NORM = "norm"
    SUBJECT = "subject"
    AUTHORITY = "authority"
    TERM = "term"


class Relation(StrEnum):
    """The kinds of edge, the most telling first.

    Those between laws are the types of ``kg.links.records``.
    """

    SPECIFIES = "specifies"
    SAME_EVENT = "same-event"
    EXCEPTION = "exception"
    SANCTIONS = "sanctions"
    CITES = "cites"
    BASIS = "basis"
    DEFINES = "defines"
    STATED_IN = "stated-in"
    BINDS = "binds"
    TELLS = "tells"
    PART_OF = "part-of"


KINDS = {
    NodeKind.TEXT: "法规", NodeKind.PROVISION: "条文", NodeKind.NORM: "规范",
    NodeKind.SUBJECT: "主体", NodeKind.AUTHORITY: "监管机关", NodeKind.TERM: "用语",
}
RELATIONS: dict[Relation, str] = {
    **{Relation(kind.value): label for kind, label in records.LABELS.items()},
    Relation.STATED_IN: "载于", Relation.BINDS: "约束", Relation.TELLS: "报送对象", Relation.PART_OF: "属于",
}
_RULE, _STRUCTURE, _NORM, _LIST = "条文援引", "法规结构", "规范提取", "主体词表"


@dataclass(frozen=True)
class Node:
    """A node of the graph, with the lines of its box and the words of the law.

    ``name`` names it in full. ``lines`` are what its box says: where it stands, or who does what. ``law`` is the URN of its
    text, or of the work if the text is not held, and '' for subjects, authorities and terms of no text. ``words`` are the words
    of the law, '' if it has none.
    """

    key: str
    kind: NodeKind
    name: str
    lines: tuple[str, ...]
    law: str = ""
    words: str = ""


@dataclass(frozen=True)
class Strand:
    """One reason why an edge is there: the words on both sides, how it was found, and who has looked at it.

    ``source`` and ``target`` are URNs of provisions as deep as known, '' if an end is no provision. ``confidence`` is None if
    the words themselves say it. ``reason`` is an explanation in Chinese, or ''.
    """

    source: str = ""
    target: str = ""
    source_words: str = ""
    target_words: str = ""
    origin: str = ""
    confidence: float | None = None
    status: str = ""
    reason: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Edge:
    """A typed edge between two nodes, with everything that supports it, the surest first."""

    source: str
    target: str
    relation: Relation
    label: str
    strands: tuple[Strand, ...]

    @property
    def key(self) -> str:
        """The name of the edge in an address."""
        return f"{self.source}|{self.relation}|{self.target}"

    @property
    def confidence(self) -> float | None:
        """The confidence of its surest strand, or None if the words themselves say it."""
        known = [s.confidence for s in self.strands]
        return None if None in known else max(k for k in known if k is not None)

    @property
    def confirmed(self) -> bool:
        """Whether a reviewer has looked at it, or the words themselves say it."""
        return any(s.confirmed for s in self.strands)

    def other(self, key: str) -> str:
        """The end that is not ``key``."""
        return self.target if key == self.source else self.source


@dataclass(frozen=True)
class DayGraph:
    """All nodes and edges of a day, in the order of the corpus."""

    on: date
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]

    @cached_property
    def _touching(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            for end in {edge.source, edge.target}:
                found.setdefault(end, []).append(edge)
        return found

    @cached_property
    def by_key(self) -> dict[str, Edge]:
        """Every edge under its key."""
        return {e.key: e for e in self.edges}

    def at(self, key: str) -> tuple[Edge, ...]:
        """The edges of a node."""
        return tuple(self._touching.get(key, ()))

    def laws(self) -> tuple[Node, ...]:
        """The texts, in the order of the catalogue."""
        return tuple(n for n in self.nodes.values() if n.kind is NodeKind.TEXT)


def short_name(instrument: Instrument) -> str:
    """The short name that practice uses for a text, such as 218号令 or 网安法.

    It is the title if there is no shorter name.
    """
    return min([*instrument.names[:1], instrument.title], key=len)


def build(knowledge: Knowledge, on: date, *, fine: bool = False) -> DayGraph:
    """The graph of the law of a day, article by article.

    With ``fine`` it goes down to 款 and 项 where the law speaks of them.
    """
    work = _Builder(knowledge, on, fine)
    for version in knowledge.versions(on):
        for urn in knowledge.articles(version):
            work.provision(urn)
    for concept in (*knowledge.vocabulary.subjects.values(), *knowledge.vocabulary.authorities.values()):
        work.concept(concept)
    work.add(_between_laws(work))
    work.add(_citations(work))
    for sanction in knowledge.sanctions(on):
        work.add(_punished(work, sanction))
    for norm in knowledge.norms(on):
        work.add(_of_norm(work, norm))
    work.add(_terms(work))
    work.add(_kinds(work))
    return DayGraph(on, work.nodes, work.edges())


@dataclass
class _Builder:
    """A collector of nodes and edges.

    Edges with the same ends and relation become one edge with several strands.
    """

    knowledge: Knowledge
    on: date
    fine: bool
    nodes: dict[str, Node] = field(default_factory=dict)
    found: dict[tuple[str, str, Relation], tuple[str, list[Strand]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shorts = {i.work: short_name(i) for i in self.knowledge.catalogue.instruments}
        self.lawful = {v.urn for v in self.knowledge.versions(self.on)}

    def add(self, edges: Iterable[Edge]) -> None:
        """Take edges in, except those that lead from a node to itself."""
        for edge in edges:
            if edge.source != edge.target:
                _, strands = self.found.setdefault((edge.source, edge.target, edge.relation), (edge.label, []))
                strands += [s for s in edge.strands if s not in strands]

    def edges(self) -> tuple[Edge, ...]:
        """All edges, each with its surest strand first."""
        return tuple(
            Edge(s, t, relation, label, tuple(sorted(strands, key=lambda k: -(1.0 if k.confidence is None else k.confidence))))
            for (s, t, relation), (label, strands) in self.found.items()
        )

    def text(self, urn: str) -> str:
        """The key of the node of a text, or of a work whose text is not held."""
        if urn not in self.nodes:
            work = work_urn(urn)
            instrument = self.knowledge.catalogue.find(work)
            title = instrument.title if instrument else work
            version = next((v for v in instrument.versions if v.urn == urn), None) if instrument else None
            below = f"{version.effective} 起施行" if version else "未收录原文"
            name = f"《{title}》（{below}）"
            self.nodes[urn] = Node(urn, NodeKind.TEXT, name, (self.shorts.get(work, title), below), urn)
        return urn

    def provision(self, urn: str) -> str:
        """The key of the node of a provision at the depth of this graph.

        It is the node of the text if the URN names no provision.
        """
        if not is_part(urn):
            return self.text(urn)
        key = urn if self.fine else article_urn(urn)
        if key not in self.nodes:
            law, eid = text_urn(key), eid_of(key)
            name = self.knowledge.provision_label(key)
            lines = (self.shorts.get(work_urn(law), law), name.rpartition("》")[2])
            self.nodes[key] = Node(key, NodeKind.PROVISION, name, lines, law, self.knowledge.text(key))
            higher = above(key) if "_" in eid else law
            strand = Strand(key, higher, origin=_STRUCTURE)
            self.add([Edge(key, self.provision(higher), Relation.PART_OF, RELATIONS[Relation.PART_OF], (strand,))])
        return key

    def concept(self, concept: Concept) -> str:
        """The key of the node of a subject or an authority of the vocabulary."""
        kind = NodeKind.SUBJECT if concept.iri in self.knowledge.vocabulary.subjects else NodeKind.AUTHORITY
        self.nodes.setdefault(concept.iri, Node(concept.iri, kind, concept.label, (concept.label,)))
        return concept.iri

    def party(self, name: str) -> str:
        """The key of the node of a bearer or a recipient, found by the name the law uses."""
        concept = self.knowledge.vocabulary.named(name)
        if concept:
            return self.concept(concept)
        key = f"name:{name}"
        self.nodes.setdefault(key, Node(key, NodeKind.SUBJECT, name, (name,)))
        return key


def _between_laws(work: _Builder) -> Iterator[Edge]:
    for link in links_of_day.links(work.knowledge, work.on):
        strand = Strand(
            link.source, link.target, link.source_words, link.target_words, records.ORIGINS.get(link.origin, link.origin), link.confidence,
            records.STATUSES.get(link.status, link.status), link.reason, link.status != "extracted",
        )
        ends = work.provision(link.source), work.provision(link.target)
        yield Edge(*ends, Relation(link.type.value), records.LABELS[link.type], (strand,))


def _citations(work: _Builder) -> Iterator[Edge]:
    """The edges for what the texts cite, without what a typed link between laws says more exactly."""
    typed = {(k.source, k.target) for k in links_of_day.links(work.knowledge, work.on) if k.origin == "citation"}
    for link in work.knowledge.links:
        target = _lawful(work, link)
        if text_urn(link.source) in work.lawful and target and (link.source, target) not in typed:
            words = (work.knowledge.text(link.source), work.knowledge.text(target))
            note = f"写作“{link.text}”。" + (f"{link.note}。" if link.note else "")
            strand = Strand(link.source, target, *words, origin=_RULE, status=records.STATUSES["extracted"], reason=note)
            yield Edge(work.provision(link.source), work.provision(target), Relation.CITES, RELATIONS[Relation.CITES], (strand,))


def _lawful(work: _Builder, link: Link) -> str:
    """The URN of what a citation means in the law of the day, or '' if that is not held or not the law."""
    ends = [t for t in (*link.also, link.target) if t]
    return next((t for t in ends if "@" not in t or text_urn(t) in work.lawful), "")


def _punished(work: _Builder, one: AppliedSanction) -> Iterator[Edge]:
    case = f"罚则写明的情形：{one.sanction.condition}。" if one.sanction.condition else ""
    for target in (*one.punishes, *([one.version.urn] if one.general else [])):
        origin = "罚则的情形" if one.by_words else _RULE
        words = work.knowledge.text(target) if is_part(target) else ""
        strand = Strand(one.urn, target, one.sanction.quote, words, origin, status=records.STATUSES["extracted"], reason=case)
        yield Edge(work.provision(one.urn), work.provision(target), Relation.SANCTIONS, RELATIONS[Relation.SANCTIONS], (strand,))


def _of_norm(work: _Builder, one: AppliedNorm) -> Iterator[Edge]:
    norm = one.norm
    place = work.provision(one.urn)
    who = "、".join(norm.bearer) or "条文未写明主体"
    act = act_words(norm)
    name = f"{who}：{legal_force(norm)} · {act}（{work.knowledge.provision_label(one.urn)}）"
    lines = (f"{legal_force(norm)} · {who}", act, "".join(work.nodes[place].lines))
    work.nodes[one.iri] = Node(one.iri, NodeKind.NORM, name, lines, one.version.urn, norm.quote)
    review = Strand(
        one.urn, "", norm.quote, "", _NORM, None, norm_status(norm.status), norm.reason, norm.status != "extracted",
    )
    yield Edge(one.iri, place, Relation.STATED_IN, RELATIONS[Relation.STATED_IN], (review,))
    for bearer in norm.bearer:
        yield Edge(one.iri, work.party(bearer), Relation.BINDS, _binds(one), (review,))
    for way in one.applies:
        if way.subject not in norm.bearer:
            yield Edge(one.iri, work.party(way.subject), Relation.BINDS, way.manner, (review,))
    for told in dict.fromkeys((*norm.recipient, *(r for way in one.applies for r in way.recipient))):
        label = f"{kind_label(norm.kind)}对象" if norm.kind in KIND_LABELS else "对象"
        yield Edge(one.iri, work.party(told), Relation.TELLS, label, (review,))


def _binds(one: AppliedNorm) -> str:
    bound = one.norm.modality in (Modality.OBLIGATION, Modality.PROHIBITION)
    return RELATIONS[Relation.BINDS] if bound else f"赋予{legal_force(one.norm)}"


def _terms(work: _Builder) -> Iterator[Edge]:
    for version in work.knowledge.versions(work.on):
        for term in work.knowledge.terms(version):
            if work.knowledge.catalogue.find(term.full_form or term.term) or work.knowledge.catalogue.find(term.term):
                continue  # the short name of a law is no notion
            concept = work.knowledge.vocabulary.named(term.term)
            key = work.concept(concept) if concept else f"term:{version.urn}:{term.term}"
            if key not in work.nodes:
                short = work.shorts[version.work]
                work.nodes[key] = Node(key, NodeKind.TERM, f"用语“{term.term}”（《{version.title}》）", (term.term, short), version.urn, term.quote)
            urn = f"{version.urn}~{term.eid}"
            strand = Strand(urn, "", term.quote, "", "条文定义", status=records.STATUSES["extracted"], reason="")
            yield Edge(work.provision(urn), key, Relation.DEFINES, RELATIONS[Relation.DEFINES], (strand,))


def _kinds(work: _Builder) -> Iterator[Edge]:
    """The edges from each kind of firm to the kinds and roles it falls under: 证券公司 → 经营机构."""
    vocabulary = work.knowledge.vocabulary
    for concept in vocabulary.subjects.values():
        for wider in (*concept.broader, *concept.roles):
            if wider in vocabulary.subjects:
                label = RELATIONS[Relation.PART_OF] if wider in concept.broader else "具有身份"
                yield Edge(concept.iri, work.concept(vocabulary.subjects[wider]), Relation.PART_OF, label, (Strand(origin=_LIST),))
