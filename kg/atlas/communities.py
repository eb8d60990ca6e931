"""Which provisions belong together across laws, and which are cited most, in the graph of one day.

Computed with networkx. Only what texts and links say of each other counts here, not that two provisions bind the same firm.
Equal graphs give equal answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.atlas.day import DayGraph, Edge, Node, NodeKind, Relation

if TYPE_CHECKING:
    import networkx as nx

BETWEEN_PROVISIONS = frozenset(Relation) - {Relation.STATED_IN, Relation.BINDS, Relation.TELLS, Relation.PART_OF}
_BY_WORDS = (Relation.CITES, Relation.BASIS, Relation.SANCTIONS, Relation.DEFINES, Relation.EXCEPTION)
_CITATION = "条文援引"
_SEED, _NAMED, _SMALL = 5, 2, 3


@dataclass(frozen=True)
class Community:
    """A group of provisions that are more closely tied to each other than to others.

    ``members`` has the most central provision first, ``laws`` counts the members by text, and ``inner`` counts the edges
    between them.
    """

    number: int
    members: tuple[Node, ...]
    laws: Mapping[str, int]
    inner: int

    @property
    def name(self) -> str:
        """Its most central provisions, at most two and of different texts: 个保法第五十七条、218号令第三十九条."""
        first: dict[str, Node] = {}
        for node in self.members:
            first.setdefault(node.law, node)
        return "、".join("".join(n.lines) for n in list(first.values())[:_NAMED])


@dataclass(frozen=True)
class Overview:
    """The communities of a graph, the largest first, and how much lies outside them.

    Only groups of at least three provisions are communities. ``ties`` counts the edges between two of them, given by their
    numbers. ``small`` counts the provisions in smaller groups, ``alone`` those tied to no other.
    """

    communities: tuple[Community, ...]
    ties: Mapping[tuple[int, int], int]
    small: int
    alone: int


@dataclass(frozen=True)
class Cited:
    """A node with the number of provisions and texts that refer to it.

    ``provisions`` cite it, ``linked`` others lead to it by another link, and ``works`` counts the texts that all of these
    belong to.
    """

    node: Node
    works: int
    provisions: int
    linked: int


def overview(graph: DayGraph) -> Overview:
    """The communities of a graph, found by the Louvain method with a fixed seed."""
    from networkx.algorithms.community import louvain_communities

    graph = graph.whole()
    net = _tied(graph)
    order = {key: n for n, key in enumerate(net)}
    groups = [sorted(g, key=order.__getitem__) for g in louvain_communities(net, weight="weight", seed=_SEED)]
    large = sorted((g for g in groups if len(g) >= _SMALL), key=lambda g: (-len(g), order[g[0]]))
    home = {key: n for n, group in enumerate(large, 1) for key in group}
    ties: Counter[tuple[int, int]] = Counter()
    for a, b in net.edges:
        if a in home and b in home:
            ties[min(home[a], home[b]), max(home[a], home[b])] += 1
    found = tuple(_community(graph, net, n, group, ties[n, n]) for n, group in enumerate(large, 1))
    alone = sum(n.kind is NodeKind.PROVISION for n in graph.nodes.values()) - len(net)
    return Overview(found, {k: v for k, v in ties.items() if k[0] != k[1]}, len(net) - len(home), alone)


def _community(graph: DayGraph, net: nx.Graph[str], number: int, group: list[str], inner: int) -> Community:
    within = net.subgraph(group)
    weight = dict(within.degree(weight="weight"))
    members = tuple(graph.nodes[key] for key in sorted(group, key=lambda k: -weight[k]))
    return Community(number, members, Counter(n.law for n in members), inner)


def _tied(graph: DayGraph) -> nx.Graph[str]:
    """The provisions as a network, with edges that weigh more the surer they are.

    Several edges between two provisions count together.
    """
    import networkx as nx

    net: nx.Graph[str] = nx.Graph()
    for edge in graph.edges:
        ends = graph.nodes[edge.source], graph.nodes[edge.target]
        if edge.relation in BETWEEN_PROVISIONS and all(n.kind is NodeKind.PROVISION for n in ends):
            weight = 1.0 if edge.confidence is None else edge.confidence
            before = net.get_edge_data(edge.source, edge.target, {"weight": 0.0})["weight"]
            net.add_edge(edge.source, edge.target, weight=before + weight)
    return net


def most_cited(graph: DayGraph, kind: NodeKind = NodeKind.PROVISION) -> tuple[Cited, ...]:
    """The nodes of one kind that others cite or link to, the most cited first.

    Nodes that more texts refer to come first, then those that more provisions refer to.
    """
    graph = graph.whole()
    found = [_cited(graph, node) for node in graph.nodes.values() if node.kind is kind]
    return tuple(sorted((c for c in found if c.provisions or c.linked), key=lambda c: (-c.works, -c.provisions - c.linked, -c.provisions)))


def _cited(graph: DayGraph, node: Node) -> Cited:
    into = [e for e in graph.at(node.key) if e.target == node.key and e.relation in BETWEEN_PROVISIONS]
    citing = {e.source for e in into if _by_words(e)}
    linked = {e.source for e in into} - citing
    return Cited(node, len({graph.nodes[key].law for key in citing | linked}), len(citing), len(linked))


def _by_words(edge: Edge) -> bool:
    """Whether the source names the target in its words."""
    return edge.relation in _BY_WORDS and any(s.origin == _CITATION for s in edge.strands)
