"""The neighbours of a node in the graph of a day, filtered and limited.

These are the nodes one step away, and more where the reader opens one. This module holds no law: what there is comes from
``kg.atlas.day``. It decides what is shown of that and says how much is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.atlas.day import RELATIONS, DayGraph, Edge, Node, NodeKind, Relation
from kg.corpus.lookup import UnknownReference, look_up
from kg.law.identifiers import Urn, article_urn

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

FIRST, NEXT, MOST = 20, 8, 60  # neighbours of the start, of a node opened, nodes in all
_ORDER = (Relation.PART_OF, *(r for r in Relation if r is not Relation.PART_OF))
_EXAMPLES = "起点可以写条文（218号令第41条）、法规、主体（证券公司）、监管机关（证监局）或者条文定义的用语"


class StartError(LookupError):
    """The error raised if what was written names no node.

    The message says so in one line, with what may be written.
    """


@dataclass(frozen=True)
class Pick:
    """A filter on what may be shown, by relation, by text and by confidence.

    Empty ``relations`` and ``laws`` (URNs of texts) let everything through. Links below ``least`` (0 to 1) are left out, but
    never what the words of the law say themselves.
    """

    relations: frozenset[Relation] = frozenset()
    laws: frozenset[str] = frozenset()
    least: float = 0.0

    def takes(self, edge: Edge, other: Node) -> bool:
        """Whether an edge to this node is shown."""
        return self.allows(edge) and (not self.laws or not other.law or other.law in self.laws)

    def allows(self, edge: Edge) -> bool:
        """Whether an edge is shown, regardless of where it leads."""
        sure = edge.confidence is None or edge.confidence >= self.least
        return sure and (not self.relations or edge.relation in self.relations)


@dataclass(frozen=True)
class Place:
    """A node that is shown, with its column and the node beside which it came.

    ``column`` counts the steps to the left (negative) or right of the start. ``beside`` is the key of the node that led to it.
    """

    node: Node
    column: int
    beside: str = ""


@dataclass(frozen=True)
class View:
    """The nodes and edges shown around a start.

    ``hidden`` counts, for each node opened, the neighbours that pass the filter but found no room.
    """

    graph: DayGraph
    start: str
    places: tuple[Place, ...]
    edges: tuple[Edge, ...]
    hidden: dict[str, int]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the nodes shown."""
        return frozenset(p.node.key for p in self.places)

    def more(self, key: str, pick: Pick) -> int:
        """The number of neighbours of a shown node that pass the filter but are not shown."""
        return sum(k not in self.keys for k in ranked(self.graph, key, pick))

    @property
    def note(self) -> str:
        """A sentence on how many neighbours are not shown (“…”还有 12 个相邻节点未显示), or '' if all are."""
        more = [f"“{self.graph.nodes[key].name}”还有 {count} 个相邻节点未显示" for key, count in self.hidden.items() if count]
        return "；".join(more)


def find(graph: DayGraph, knowledge: Knowledge, written: str) -> str:
    """The key of the node that a person means.

    ``written`` may be a key, a reference, or the name of a subject, an authority or a term. StartError is raised if it names no
    node.
    """
    text = written.strip()
    if text in graph.nodes:
        return text
    concept = knowledge.vocabulary.named(text)
    if concept and concept.iri in graph.nodes:
        return concept.iri
    named = graph.named(text) if text else ""
    return named or _provision(graph, knowledge, text)


def _provision(graph: DayGraph, knowledge: Knowledge, text: str) -> str:
    try:
        urn = look_up(text, knowledge.catalogue, graph.on, knowledge.document).urn
    except UnknownReference as error:
        raise StartError(f"{error}。{_EXAMPLES}" if text else _EXAMPLES) from error
    found = next((key for key in (urn, article_urn(urn)) if key in graph.nodes), None)
    if found is None and not Urn.parse(urn).eid:
        raise StartError(f"“{text[:40]}”的原文没有收录，也没有条文援引它，图谱中没有可以显示的关联")
    if found is None:
        raise StartError(f"“{text[:40]}”在 {graph.on} 的图谱中不是节点；请写到条，例如 218号令第41条")
    return found


def ranked(graph: DayGraph, key: str, pick: Pick) -> list[str]:
    """The keys of the neighbours of a node that pass the filter, the most telling first.

    Articles and texts are taken in turn.
    """
    order = _ORDER if graph.nodes[key].kind in (NodeKind.PROVISION, NodeKind.NORM, NodeKind.TERM) else tuple(Relation)
    best: dict[str, tuple[int, bool, float]] = {}
    for edge in graph.at(key):
        other = graph.nodes[edge.other(key)]
        if pick.takes(edge, other):
            rank = (order.index(edge.relation), not _direct(edge), -(1.0 if edge.confidence is None else edge.confidence))
            best[other.key] = min(rank, best.get(other.key, rank))
    turn: Counter[tuple[int, bool, str]] = Counter()
    keyed = []
    for near, rank in sorted(best.items(), key=lambda item: item[1]):
        of_law, of_article = ((*rank[:2], whole) for whole in (graph.nodes[near].law, article_urn(near)))
        turn[of_article] += 1
        turn[of_law] += turn[of_article] == 1
        keyed.append((*rank[:2], turn[of_article], turn[of_law], rank[2], near))
    return [near for *_, near in sorted(keyed, key=lambda k: k[:5])]


def _direct(edge: Edge) -> bool:
    """Whether a norm itself names the subject it binds, rather than a rule elsewhere that adds it.

    It is true of every edge that does not say whom a norm binds.
    """
    return edge.relation is not Relation.BINDS or edge.label == RELATIONS[Relation.BINDS] or edge.label.startswith("赋予")


def around(graph: DayGraph, start: str, opened: Iterable[str] = (), pick: Pick | None = None, *, between: bool = False) -> View:
    """The view of the start with its neighbours, and with the neighbours of the nodes opened.

    Nodes of ``opened`` count if they are shown, in that order. A kind of firm of which few rules speak by name is shown with
    the duties of the kinds it falls under, an article with what its parts lead to. ``between`` draws the edges between
    neighbours as well.
    """
    chosen = pick or Pick()
    places = {start: Place(graph.nodes[start], 0)}
    hidden: dict[str, int] = {}
    for key in dict.fromkeys((start, *_at_once(graph, start), *opened)):
        if key in places:
            room = min(FIRST if key == start else NEXT, MOST - len(places))
            near = [k for k in ranked(graph, key, chosen) if k not in places]
            taken = near[: max(room, 0)]
            hidden[key] = len(near) - len(taken)
            places |= {p.node.key: p for p in _placed(graph, places[key], taken)}
    return View(graph, start, tuple(places.values()), _shown_edges(graph, places, chosen, between), hidden)


def _at_once(graph: DayGraph, start: str) -> list[str]:
    """The keys of the nodes that are opened together with the start.

    These are the parts of an article. For a subject that is bound mostly under the names of the kinds it falls under, they are
    those kinds (证券公司 → 经营机构). Any other node has none.
    """
    edges = graph.at(start)
    if graph.nodes[start].kind is NodeKind.PROVISION:
        return [e.source for e in edges if e.relation is Relation.PART_OF and e.target == start]
    named = sum(e.relation in (Relation.BINDS, Relation.TELLS) and _direct(e) for e in edges)
    if graph.nodes[start].kind is not NodeKind.SUBJECT or named >= NEXT:
        return []
    return [e.target for e in edges if e.relation is Relation.PART_OF and e.source == start]


def _placed(graph: DayGraph, at: Place, taken: Sequence[str]) -> list[Place]:
    """The new nodes placed beside the one opened.

    They stand farther out, or around the start with about as many on each side.
    """
    nodes = [graph.nodes[key] for key in _grouped(graph, at.node.key, taken)]
    if at.column:
        return [Place(n, at.column + (1 if at.column > 0 else -1), at.node.key) for n in nodes]
    into = [n for n in nodes if any(e.source == n.key for e in graph.at(at.node.key) if n.key in (e.source, e.target))]
    left = len(into) if abs(2 * len(into) - len(nodes)) <= max(len(nodes) // 4, 2) else (len(nodes) + 1) // 2
    ordered = [*into, *(n for n in nodes if n not in into)]
    return [Place(n, -1 if i < left else 1, at.node.key) for i, n in enumerate(ordered)]


def _grouped(graph: DayGraph, key: str, taken: Collection[str]) -> list[str]:
    """The neighbours ordered by relation, then by text, then by their place in the text."""
    kind = {e.other(key): _ORDER.index(e.relation) for e in reversed(graph.at(key))}
    place = {k: n for n, k in enumerate(graph.nodes)}
    laws = {n.key: i for i, n in enumerate(graph.laws())}
    return sorted(taken, key=lambda k: (kind[k], laws.get(graph.nodes[k].law, 99), place[k]))


def _shown_edges(graph: DayGraph, places: Mapping[str, Place], pick: Pick, between: bool) -> tuple[Edge, ...]:
    """The edges along which one node led to another.

    With ``between`` these are all edges between shown nodes, except those that only say that one belongs to another.
    """
    steps = {frozenset((p.node.key, p.beside)) for p in places.values()}
    found = dict.fromkeys(e for key in places for e in graph.at(key) if e.source in places and e.target in places)
    return tuple(
        e for e in found
        if pick.takes(e, graph.nodes[e.source]) and pick.takes(e, graph.nodes[e.target])
        and (frozenset((e.source, e.target)) in steps or (between and e.relation is not Relation.PART_OF))
    )


def kept(graph: DayGraph, pick: Pick, ends: Collection[str] = ()) -> DayGraph:
    """The graph with only the edges that pass the filter.

    ``ends`` are nodes that stay whatever their text.
    """
    if pick == Pick():
        return graph
    free, graph = frozenset(ends), graph.whole()
    edges = (e for e in graph.edges if all(pick.takes(e, graph.nodes[k]) or (k in free and pick.allows(e)) for k in (e.source, e.target)))
    return replace(graph, edges=tuple(edges))
