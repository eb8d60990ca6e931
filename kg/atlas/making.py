"""The nodes and edges of the graph of a day, made from the records: for the whole law, or for one text after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kg.atlas.day import RELATIONS, DayGraph, Edge, Node, NodeKind, Relation, Strand, short_name
from kg.graph import links_of_day
from kg.law.identifiers import above, article_urn, eid_of, is_part, text_urn, work_urn
from kg.law.model import Modality, Version
from kg.law.wording import KIND_LABELS, act_words, bearer_words, kind_label, legal_force, norm_status
from kg.links import records

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, AppliedSanction, Knowledge, Link
    from kg.law.vocabulary import Concept
    from kg.links.records import CrossLink

PARTY, TERM = "name:", "term:"  # the keys of those whom no vocabulary knows, and of the terms of a text, begin so
EdgeKey = tuple[str, str, Relation]
_RULE, _STRUCTURE, _NORM, _LIST = "条文援引", "法规结构", "规范提取", "主体词表"


def whole(knowledge: Knowledge, on: date, *, fine: bool) -> DayGraph:
    """The graph of everything that is the law on a day."""
    work = Builder(knowledge, on, fine)
    for version in knowledge.versions(on):
        work.articles(version)
    work.concepts()
    links = links_of_day.links(knowledge, on)
    work.add(_between_laws(work, links))
    work.add(_citations(work, knowledge.links, links))
    for sanction in knowledge.sanctions(on):
        work.add(_punished(work, sanction))
    for norm in knowledge.norms(on):
        work.add(_of_norm(work, norm))
    work.add(_terms(work, knowledge.versions(on)))
    work.add(_kinds(work))
    return DayGraph(on, work.nodes, tuple(work.edge(key) for key in work.found))


def frame(work: Builder) -> None:
    """Add every text by name, held or only cited, and the subjects and authorities."""
    for version in work.knowledge.versions(work.on):
        work.text(version.urn)
    cited = (_lawful(work, k) for k in work.knowledge.links if text_urn(k.source) in work.lawful)
    for target in (*(k.target for k in links_of_day.links(work.knowledge, work.on)), *cited):
        if target and not is_part(target):
            work.text(target)
    work.concepts()
    work.add(_kinds(work))


def around_text(work: Builder, urn: str) -> None:
    """Add everything with an end in one text, or in a work whose text is not held."""
    knowledge = work.knowledge
    links = links_of_day.links_of(knowledge, urn, work.on)
    version = knowledge.catalogue.by_urn.get(urn)
    if version:
        work.articles(version)
    work.add(_between_laws(work, links))
    work.add(_citations(work, knowledge.citations_of(urn), links))
    if version:
        for sanction in knowledge.sanctions_of(version):
            work.add(_punished(work, sanction))
        for norm in knowledge.norms(work.on, instrument=version.title):
            work.add(_of_norm(work, norm))
        work.add(_terms(work, [version]))


@dataclass
class Builder:
    """A collector of nodes and edges.

    Edges with the same ends and relation become one edge with several strands.
    """

    knowledge: Knowledge
    on: date
    fine: bool
    nodes: dict[str, Node] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    touching: dict[str, list[EdgeKey]] = field(default_factory=dict)
    found: dict[EdgeKey, tuple[str, list[Strand]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shorts = {i.work: short_name(i) for i in self.knowledge.catalogue.instruments}
        self.lawful = {v.urn for v in self.knowledge.versions(self.on)}

    def add(self, edges: Iterable[Edge]) -> None:
        """Take edges in, except those that lead from a node to itself."""
        for edge in edges:
            if edge.source != edge.target:
                key = (edge.source, edge.target, edge.relation)
                if key not in self.found:
                    self.found[key] = (edge.label, [])
                    self.touching.setdefault(edge.source, []).append(key)
                    self.touching.setdefault(edge.target, []).append(key)
                strands = self.found[key][1]
                strands += [s for s in edge.strands if s not in strands]

    def edge(self, key: EdgeKey) -> Edge:
        """The edge with these ends and this relation, with its surest strand first."""
        label, strands = self.found[key]
        return Edge(*key, label, tuple(sorted(strands, key=lambda k: -(1.0 if k.confidence is None else k.confidence))))

    def articles(self, version: Version) -> None:
        """Add the articles of a text."""
        for urn in self.knowledge.articles(version):
            self.provision(urn)

    def concepts(self) -> None:
        """Add the subjects and authorities of the vocabulary."""
        for concept in (*self.knowledge.vocabulary.subjects.values(), *self.knowledge.vocabulary.authorities.values()):
            self.concept(concept)

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
        key = self.key_of(name)
        if key not in self.nodes:
            concept = self.knowledge.vocabulary.named(name)
            self.nodes[key] = Node(key, NodeKind.SUBJECT, name, (name,)) if concept is None else self.nodes[self.concept(concept)]
        return key

    def key_of(self, name: str) -> str:
        """The key of whoever the law calls by that name."""
        if name not in self.parties:
            concept = self.knowledge.vocabulary.named(name)
            self.parties[name] = concept.iri if concept else f"{PARTY}{name}"
        return self.parties[name]


def _between_laws(work: Builder, links: Iterable[CrossLink]) -> Iterator[Edge]:
    for link in links:
        strand = Strand(
            link.source, link.target, link.source_words, link.target_words, records.ORIGINS.get(link.origin, link.origin), link.confidence,
            records.STATUSES.get(link.status, link.status), link.reason, link.status != "extracted",
        )
        ends = work.provision(link.source), work.provision(link.target)
        yield Edge(*ends, Relation(link.type.value), records.LABELS[link.type], (strand,))


def _citations(work: Builder, citations: Iterable[Link], links: Iterable[CrossLink]) -> Iterator[Edge]:
    """The edges for what the texts cite, without what a typed link between laws says more exactly."""
    typed = {(k.source, k.target) for k in links if k.origin == "citation"}
    for link in citations:
        target = _lawful(work, link)
        if text_urn(link.source) in work.lawful and target and (link.source, target) not in typed:
            words = (work.knowledge.text(link.source), work.knowledge.text(target))
            note = f"写作“{link.text}”。" + (f"{link.note}。" if link.note else "")
            strand = Strand(link.source, target, *words, origin=_RULE, status=records.STATUSES["extracted"], reason=note)
            yield Edge(work.provision(link.source), work.provision(target), Relation.CITES, RELATIONS[Relation.CITES], (strand,))


def _lawful(work: Builder, link: Link) -> str:
    """The URN of what a citation means in the law of the day, or '' if that is not held or not the law."""
    ends = [t for t in (*link.also, link.target) if t]
    return next((t for t in ends if "@" not in t or text_urn(t) in work.lawful), "")


def _punished(work: Builder, one: AppliedSanction) -> Iterator[Edge]:
    case = f"罚则写明的情形：{one.sanction.condition}。" if one.sanction.condition else ""
    for target in (*one.punishes, *([one.version.urn] if one.general else [])):
        origin = "罚则的情形" if one.by_words else _RULE
        words = work.knowledge.text(target) if is_part(target) else ""
        strand = Strand(one.urn, target, one.sanction.quote, words, origin, status=records.STATUSES["extracted"], reason=case)
        yield Edge(work.provision(one.urn), work.provision(target), Relation.SANCTIONS, RELATIONS[Relation.SANCTIONS], (strand,))


def _of_norm(work: Builder, one: AppliedNorm) -> Iterator[Edge]:
    norm = one.norm
    place = work.provision(one.urn)
    who = bearer_words(norm, "条文未写明主体")
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


def _terms(work: Builder, versions: Iterable[Version]) -> Iterator[Edge]:
    for version in versions:
        for term in work.knowledge.terms(version):
            if work.knowledge.catalogue.find(term.full_form or term.term) or work.knowledge.catalogue.find(term.term):
                continue  # the short name of a law is no notion
            concept = work.knowledge.vocabulary.named(term.term)
            key = work.concept(concept) if concept else f"{TERM}{version.urn}:{term.term}"
            if key not in work.nodes:
                short = work.shorts[version.work]
                work.nodes[key] = Node(key, NodeKind.TERM, f"用语“{term.term}”（《{version.title}》）", (term.term, short), version.urn, term.quote)
            urn = f"{version.urn}~{term.eid}"
            strand = Strand(urn, "", term.quote, "", "条文定义", status=records.STATUSES["extracted"], reason="")
            yield Edge(work.provision(urn), key, Relation.DEFINES, RELATIONS[Relation.DEFINES], (strand,))


def _kinds(work: Builder) -> Iterator[Edge]:
    """The edges from each kind of firm to the kinds and roles it falls under: 证券公司 → 经营机构."""
    vocabulary = work.knowledge.vocabulary
    for concept in vocabulary.subjects.values():
        for wider in (*concept.broader, *concept.roles):
            if wider in vocabulary.subjects:
                label = RELATIONS[Relation.PART_OF] if wider in concept.broader else "具有身份"
                yield Edge(concept.iri, work.concept(vocabulary.subjects[wider]), Relation.PART_OF, label, (Strand(origin=_LIST),))
