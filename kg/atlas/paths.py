"""The shortest way between two nodes of the graph of a day.

It goes through what the laws say of each other before anything they merely share. A way through a text or a kind of firm says
little, because every article binds somebody, so such edges are long and edges between provisions short.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.atlas.day import DayGraph, Edge, Node, NodeKind, Relation, Strand
from kg.atlas.growing import GrowingGraph

if TYPE_CHECKING:
    import networkx as nx

_LENGTHS = {  # of an edge between provisions; binding and telling lead to subjects and authorities
    Relation.SPECIFIES: 1.0, Relation.SAME_EVENT: 1.0, Relation.EXCEPTION: 1.0, Relation.PREVAILS: 1.0,
    Relation.SANCTIONS: 1.1, Relation.DEFINES: 1.2, Relation.CITES: 1.2,
    Relation.BASIS: 2.0, Relation.STATED_IN: 0.6, Relation.BINDS: 2.5, Relation.TELLS: 2.5, Relation.PART_OF: 1.5,
}
_UNCONFIRMED = 0.3  # longer where nobody has looked at a link that was only found
_TEXT = 4.0  # longer where an end is a whole text, through which everything in it is near


@dataclass(frozen=True)
class PathStep:
    """One edge of a way, walked from ``source`` to ``target``.

    ``forward`` says that the edge itself points that way.
    """

    source: Node
    target: Node
    edge: Edge
    forward: bool

    @property
    def strand(self) -> Strand:
        """The surest reason for the edge, with its words."""
        return self.edge.strands[0]


@dataclass(frozen=True)
class Way:
    """The shortest way between two nodes.

    ``steps`` is empty if both are the same.
    """

    start: Node
    end: Node
    steps: tuple[PathStep, ...]


def shortest(graph: DayGraph, start: str, end: str, relations: Collection[Relation] = ()) -> Way | None:
    """The shortest way between two nodes, or None if there is none.

    ``start`` and ``end`` are keys of the graph. If ``relations`` names any, the way uses only these.
    """
    import networkx as nx

    net = _nearby(graph, relations) if isinstance(graph, GrowingGraph) else _weighted(graph, relations)
    if start not in net or end not in net:
        return Way(graph.nodes[start], graph.nodes[end], ()) if start == end else None
    try:
        keys: list[str] = nx.shortest_path(net, start, end, weight="length")
    except nx.NetworkXNoPath:
        return None
    steps = tuple(_step(graph, net.edges[a, b]["edge"], a, b) for a, b in pairwise(keys))
    return Way(graph.nodes[start], graph.nodes[end], steps)


def _weighted(graph: DayGraph, relations: Collection[Relation]) -> nx.Graph[str]:
    """A network that joins each pair of neighbours once, by its shortest edge."""
    import networkx as nx

    net: nx.Graph[str] = nx.Graph()
    for edge in graph.edges:
        if not relations or edge.relation in relations:
            length = _length(graph, edge)
            if not net.has_edge(edge.source, edge.target) or length < net.edges[edge.source, edge.target]["length"]:
                net.add_edge(edge.source, edge.target, length=length, edge=edge)
    return net


def _nearby(graph: DayGraph, relations: Collection[Relation]) -> nx.Graph[str]:
    """The same network, in which the neighbours of a node are looked up when they are asked for."""
    import networkx as nx

    class Near(dict[str, dict[str, Any]]):
        def __missing__(self, key: str) -> dict[str, Any]:
            found = self[key] = {}
            for edge in graph.at(key):
                other, length = edge.other(key), _length(graph, edge)
                if (not relations or edge.relation in relations) and (other not in found or length < found[other]["length"]):
                    found[other] = {"length": length, "edge": edge}
            return found

    lookups = {"node_dict_factory": staticmethod(lambda: graph.nodes), "adjlist_outer_dict_factory": Near}
    found: nx.Graph[str] = type("Network", (nx.Graph,), lookups)()
    return found


def _length(graph: DayGraph, edge: Edge) -> float:
    whole = NodeKind.TEXT in (graph.nodes[edge.source].kind, graph.nodes[edge.target].kind)
    return _LENGTHS[edge.relation] + _TEXT * whole + (0.0 if edge.confirmed or edge.confidence is None else _UNCONFIRMED)


def _step(graph: DayGraph, edge: Edge, source: str, target: str) -> PathStep:
    return PathStep(graph.nodes[source], graph.nodes[target], edge, edge.source == source)
