"""The graph as a network (networkx) of provisions, subjects and authorities, for export."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from kg.law.identifiers import Urn, article_urn

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge
    from kg.links.records import CrossLink

Network: TypeAlias = "nx.MultiDiGraph[str]"


def network(knowledge: Knowledge) -> Network:
    """A network with articles, versions, instruments and concepts as nodes and their relations as edges.

    The relations are versionOf, partOf, cites, punishes, binds, recipient and the types of the links between laws. Node
    keys are IRIs, and nodes carry ``label`` and ``kind``. Edges carry ``relation`` and, for a norm, its ``iri``. The edge
    of a link between laws also carries the words on both sides, its status, reason and confidence.
    """
    graph: Network = nx.MultiDiGraph()
    for instrument in knowledge.catalogue.instruments:
        graph.add_node(instrument.work, label=instrument.title, kind="instrument")
    for concept in [*knowledge.vocabulary.subjects.values(), *knowledge.vocabulary.authorities.values()]:
        graph.add_node(concept.iri, label=concept.label, kind="concept")
    for version in knowledge.catalogue.versions:
        graph.add_node(version.urn, label=f"{version.title}（{version.effective}）", kind="version")
        graph.add_edge(version.urn, version.work, relation="versionOf")
        for urn in knowledge.articles(version):
            graph.add_node(urn, label=knowledge.provision_label(urn), kind="article")
            graph.add_edge(urn, version.urn, relation="partOf")
        _add_records(graph, knowledge, version.urn)
    for link in knowledge.cross_links:
        _add_link(graph, link)
    return graph


def _add_records(graph: Network, knowledge: Knowledge, version: str) -> None:
    records = knowledge.records(knowledge.catalogue.version(version))
    for link in records.links:
        for target in (link.target, *link.also):
            if target:
                _edge(graph, article_urn(link.source), article_urn(target), "cites")
    for sanction in records.sanctions:
        for punished in sanction.punishes:
            _edge(graph, article_urn(sanction.urn), article_urn(punished), "punishes")
    for stored in records.norms:
        for name, relation in [*((b, "binds") for b in stored.norm.bearer), *((r, "recipient") for r in stored.norm.recipient)]:
            concept = knowledge.vocabulary.named(name)
            if concept:
                _edge(graph, article_urn(stored.urn), concept.iri, relation, stored.iri)


def _add_link(graph: Network, link: CrossLink) -> None:
    """Add a link between laws, article by article.

    The edge of a mere citation is there already, and is completed.
    """
    source, target, relation = article_urn(link.source), article_urn(link.target), link.type.value
    _edge(graph, source, target, relation)
    graph.edges[source, target, relation].update(
        sourceWords=link.source_words, targetWords=link.target_words, status=link.status, reason=link.reason, confidence=link.confidence,
    )


def _edge(graph: Network, source: str, target: str, relation: str, iri: str = "") -> None:
    """Add one edge for each relation (and norm) between two nodes.

    A provision outside the articles gets a node of its own.
    """
    for node in (source, target):
        if node not in graph:
            graph.add_node(node, label=Urn.parse(node).eid or node if node.startswith("urn:lex:") else node, kind="provision")
    key = f"{relation} {iri}".strip()
    if not graph.has_edge(source, target, key):
        graph.add_edge(source, target, key=key, relation=relation, iri=iri)
