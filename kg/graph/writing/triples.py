"""Everything found in the texts as RDF.

There is one named graph for each version, one for the catalogue, one for the vocabularies and one for the links between
laws. There are no blank nodes, so that equal input gives equal bytes: a norm of 第三十九条第一款 is
``…~art39_par1#norm2``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.law.identifiers import JOIN, KG
from kg.law.model import (
    Application,
    Instrument,
    Modality,
    Norm,
    Provision,
    ProvisionKind,
    Resolution,
    Sanction,
    Term,
    Version,
)
from kg.law.vocabulary import Concept, Vocabulary
from kg.links.records import CrossLink
from kg.reading.found import Found, concerned, target_eid
from kg.reading.sanctions import duties_meant, punishes_whole

CATALOGUE = "urn:kg:catalogue"
VOCABULARY = "urn:kg:vocabulary"
LINKS = "urn:kg:links"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TEXT_KINDS = (ProvisionKind.ARTICLE, ProvisionKind.ANNEX)
Value = str | int | bool | date | NamedNode | Literal | None


def term(name: str) -> NamedNode:
    """The IRI of a class or property of the ontology."""
    return NamedNode(KG + name)


class _Graph:
    """A collector of the quads of one named graph."""

    def __init__(self, name: str) -> None:
        self.name = NamedNode(name)
        self.quads: list[Quad] = []
        self._counts: dict[str, int] = {}

    def add(self, iri: str, /, **values: Value | Iterable[Value]) -> None:
        """Add triples about one subject.

        None and empty strings are left out, and several values give several triples.
        """
        node = NamedNode(iri)
        for name, value in values.items():
            predicate = _TYPE if name == "type_" else term(name)
            for one in [value] if isinstance(value, str) or not isinstance(value, Iterable) else value:
                if one is not None and one != "":
                    self.quads.append(Quad(node, predicate, _object(one), self.name))

    def name_for(self, eid_urn: str, kind: str) -> str:
        """The next name of that kind below a provision, such as ``…~art39_par1#norm2``."""
        key = f"{eid_urn}#{kind}"
        self._counts[key] = self._counts.get(key, 0) + 1
        return f"{key}{self._counts[key]}"


def _object(value: str | int | bool | date | NamedNode | Literal) -> Literal | NamedNode:
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=NamedNode(_XSD + "boolean"))
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(_XSD + "integer"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))
    return Literal(value)


def version_quads(reading: Found, vocabulary: Vocabulary, works: dict[str, str]) -> list[Quad]:
    """The named graph of one version.

    ``works`` maps titles to work URNs, for the laws to which sanctions lead onward.
    """
    graph = _Graph(reading.version.urn)
    _add_version(graph, reading.version)
    for child in reading.document.children:
        _add_provision(graph, reading, child, reading.version.urn)
    for order, one in enumerate(reading.terms, 1):
        _add_term(graph, reading, one, order)
    for order, norm in enumerate(reading.norms, 1):
        _add_norm(graph, reading, norm, order, vocabulary)
    for order, sanction in enumerate(reading.sanctions, 1):
        _add_sanction(graph, reading, sanction, order, works)
    for order, resolution in enumerate(reading.resolutions, 1):
        _add_citation(graph, resolution, order)
    return graph.quads


def _add_version(graph: _Graph, v: Version) -> None:
    graph.add(
        v.urn, type_=term("Version"), versionOf=NamedNode(v.work), title=v.title, effective=v.effective, until=v.until,
        promulgated=v.promulgated, number=v.number, officialUrl=v.url, sha256=v.sha256, userSupplied=v.user_supplied or None,
        compared=v.compared, amendedSince=v.amended_since,
        amends=map(NamedNode, v.amends), repeals=map(NamedNode, v.repeals),
    )


def _add_provision(graph: _Graph, reading: Found, node: Provision, above: str) -> None:
    urn = f"{reading.version.urn}~{node.eid}"
    graph.add(
        urn, type_=term(node.kind.value.capitalize()), partOf=NamedNode(above), label=node.label, heading=node.heading,
        start=node.start, end=node.end, text=reading.document.text_of(node) if node.kind in _TEXT_KINDS else None,
    )
    for child in node.children:
        _add_provision(graph, reading, child, urn)


def _add_term(graph: _Graph, reading: Found, one: Term, order: int) -> None:
    place = f"{reading.version.urn}~{one.eid}" if one.eid else reading.version.urn
    graph.add(
        graph.name_for(place, "term"), type_=term("Term"), statedIn=NamedNode(place), order=order, term=one.term,
        quote=one.quote, fullForm=one.full_form, scope=one.scope, members=_joined(one.members), label=one.article,
    )


def _add_norm(graph: _Graph, reading: Found, norm: Norm, order: int, vocabulary: Vocabulary) -> None:
    place = f"{reading.version.urn}~{norm.eid}"
    urn = graph.name_for(place, "norm")
    graph.add(
        urn, type_=term(Modality(norm.modality).value.capitalize()), statedIn=NamedNode(place), order=order, kind=norm.kind,
        bearers=_joined(norm.bearer), bearerLabel=norm.bearer, bearer=_concepts(vocabulary, norm.bearer), whoever=norm.whoever,
        recipients=_joined(norm.recipient), recipientLabel=norm.recipient, recipient=_concepts(vocabulary, norm.recipient),
        action=norm.action, object=norm.object, trigger=norm.trigger, exception=norm.exception, quote=norm.quote,
        quoteStart=norm.start, quoteEnd=norm.end, rule=norm.rule, label=norm.article,
        reviewStatus=norm.status, reviewReason=norm.reason, reviewedBy=norm.reviewer, reviewedOn=norm.reviewed,
        reviewMethod=norm.method, signedBy=norm.signer, signedOn=norm.signed,
        about=[NamedNode(iri) for iri in concerned(reading.document, norm, vocabulary)],
    )
    for number, one in enumerate(norm.mentions, 1):
        graph.add(urn, mention=NamedNode(f"{urn}-mention{number}"))
        graph.add(
            f"{urn}-mention{number}", type_=term("Mention"), statedIn=NamedNode(place), order=number, mentioned=NamedNode(one.concept),
            quote=one.words,
        )
    if norm.deadline:
        graph.add(urn, deadline=NamedNode(urn + "-deadline"))
        graph.add(
            urn + "-deadline", type_=term("Deadline"), deadlineText=norm.deadline.text, deadlineType=norm.deadline.type.value,
            deadlineValue=norm.deadline.value,
        )
    for number, way in enumerate(reading.applications[order - 1], 1):
        _add_application(graph, reading.version, urn, way, number, vocabulary)


def _add_application(graph: _Graph, version: Version, norm: str, one: Application, number: int, vocabulary: Vocabulary) -> None:
    urn = f"{norm}-for{number}"
    graph.add(norm, applies=NamedNode(urn))
    graph.add(
        urn, type_=term("Application"), order=number, subject=_concepts(vocabulary, [one.subject]), subjectLabel=one.subject,
        recipients=_joined(one.recipient), recipient=_concepts(vocabulary, one.recipient), manner=one.manner,
        because=[NamedNode(f"{version.urn}~{eid}") for eid in one.because],
    )


def _joined(words: Iterable[str]) -> str:
    """Several values joined into one, in their order.

    A half-width semicolon in one of them becomes a full-width one.
    """
    return JOIN.join(w.replace(JOIN, "；") for w in words)


def _concepts(vocabulary: Vocabulary, names: Iterable[str]) -> list[Value]:
    found: list[Concept | None] = [vocabulary.named(n) for n in names]
    return [NamedNode(iri) for iri in dict.fromkeys(c.iri for c in found if c)]


def _add_sanction(graph: _Graph, reading: Found, one: Sanction, order: int, works: dict[str, str]) -> None:
    place = f"{reading.version.urn}~{one.eid}"
    eids = [e for t in one.punishes if (e := target_eid(reading.document, t))]
    general = punishes_whole(reading.document, one)
    meant = () if general else duties_meant(one, reading.norms)
    graph.add(
        graph.name_for(place, "sanction"), type_=term("Sanction"), statedIn=NamedNode(place), order=order, label=one.article,
        addressees=_joined(one.addressee), measures=_joined(one.measures), punishingAuthorities=_joined(one.authority),
        fines=JOIN.join(f"{low or ''}-{high if high is not None else ''}" for low, high in one.fines), quote=one.quote,
        punishes=[NamedNode(f"{reading.version.urn}~{e}") for e in [*eids, *meant]], punishesByWords=bool(meant) or None,
        punishesAllOf=NamedNode(reading.version.urn) if general else None, onwardTitles=_joined(one.onward),
        onward=[NamedNode(works[t]) for t in one.onward if t in works], condition=one.condition, firms=_joined(one.firm),
    )


def _add_citation(graph: _Graph, r: Resolution, order: int) -> None:
    urn = graph.name_for(r.source, "cite")
    graph.add(
        urn, type_=term("Citation"), source=NamedNode(r.source), order=order, citationText=r.citation.text,
        target=NamedNode(r.target) if r.target else None, alsoTarget=map(NamedNode, r.also), unresolved=r.reason, note=r.note,
        label=r.citation.article, rule=r.citation.rule, quoteStart=r.citation.start, quoteEnd=r.citation.end,
    )
    if r.target:
        graph.add(r.source, cites=NamedNode(r.target))


def catalogue_quads(instruments: Iterable[Instrument]) -> list[Quad]:
    """The named graph of the known instruments.

    Second-hand statements are included and marked as such.
    """
    graph = _Graph(CATALOGUE)
    for i in instruments:
        graph.add(
            i.work, type_=term("Instrument"), title=i.title, issuer=i.issuer, rank=i.rank, number=i.number, status=i.status,
            officialUrl=i.url, promulgated=i.promulgated, effective=i.effective, until=i.repealed, held=i.held, note=i.note,
            governs=[s.name for s in i.subjects],
            fieldWord=i.field, limitedTo=i.limited_to,
        )
        for number, told in enumerate(i.second_hand, 1):
            graph.add(
                f"{i.work}#told{number}", type_=term("SecondHandStatement"), statedIn=NamedNode(i.work), order=number,
                statement=told.statement, saidIn=told.source,
            )
    return graph.quads


def link_quads(links: Iterable[CrossLink]) -> list[Quad]:
    """The named graph of the links between laws, numbered in their order."""
    graph = _Graph(LINKS)
    for order, k in enumerate(links, 1):
        graph.add(
            f"urn:kg:link:{order}", type_=term("CrossLink"), order=order, source=NamedNode(k.source), target=NamedNode(k.target),
            linkType=k.type.value, sourceWords=k.source_words, targetWords=k.target_words, linkOrigin=k.origin,
            confidence=Literal(f"{k.confidence:.2g}", datatype=NamedNode(_XSD + "decimal")), linkStatus=k.status, linkReason=k.reason,
        )
    return graph.quads


def vocabulary_quads(folder: Path) -> Iterator[Quad]:
    """The ontology and the vocabularies as they are in their files, without the shapes."""
    name = NamedNode(VOCABULARY)
    for path in sorted(folder.glob("*.ttl")):
        if path.stem != "shapes":
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                yield Quad(quad.subject, quad.predicate, quad.object, name)


def canonical(quads: Iterable[Quad]) -> bytes:
    """Sorted N-Quads, one a line and each once.

    Equal graphs give equal bytes.
    """
    lines = list({str(q).encode() for q in quads})  # as bytes they take half the memory and sort alike
    lines.sort()
    return b" .\n".join([*lines, b""])
