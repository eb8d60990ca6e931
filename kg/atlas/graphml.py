"""A view of the graph as GraphML, for Gephi, yEd or networkx: every node and edge with its words."""

from __future__ import annotations

import io
from collections.abc import Iterable

from kg.atlas.day import KINDS, Edge, Node
from kg.files.safe import clean


def to_graphml(nodes: Iterable[Node], edges: Iterable[Edge]) -> bytes:
    """The nodes and edges as a GraphML file.

    A node has label, kind, law and words. An edge has its relation, its label, and the surest reason for it with the words on
    both sides.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes:
        graph.add_node(clean(node.key), **_clean(label=node.name, kind=KINDS[node.kind], law=node.law, words=node.words))
    for edge in edges:
        best = edge.strands[0]
        known = {} if best.confidence is None else {"confidence": best.confidence}
        graph.add_edge(
            clean(edge.source), clean(edge.target), key=edge.relation.value, reasons=len(edge.strands), **known,
            **_clean(
                relation=edge.relation.value, label=edge.label, source_words=best.source_words, target_words=best.target_words,
                origin=best.origin, status=best.status, reason=best.reason,
            ),
        )
    out = io.BytesIO()
    nx.write_graphml(graph, out, encoding="utf-8")
    return out.getvalue()


def _clean(**attributes: str) -> dict[str, str]:
    """The attributes without characters that XML forbids."""
    return {name: clean(value) for name, value in attributes.items()}
