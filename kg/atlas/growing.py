"""The graph of a day over much law, which is made text by text as somebody looks at it.

All edges of a node are there once they are asked for (``at``), so that whatever looks only at neighbours sees what it would see
in the whole graph. Whatever looks at all edges asks for the whole graph.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kg.atlas.day import DayGraph, Edge, Node, NodeKind, Relation
from kg.atlas.making import PARTY, TERM, Builder, EdgeKey, around_text, frame, whole
from kg.law.identifiers import text_urn

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

_WHOLE = 500_000  # characters of law, below which the graph of a day is made at once
_PARTIES = (NodeKind.SUBJECT, NodeKind.AUTHORITY)


def build(knowledge: Knowledge, on: date, *, fine: bool = False) -> DayGraph:
    """The graph of the law of a day, article by article.

    With ``fine`` it goes down to 款 and 项 where the law speaks of them. The graph of much law grows as it is looked at.
    """
    if sum(len(v.text) for v in knowledge.versions(on)) > _WHOLE:
        return GrowingGraph(knowledge, on, fine=fine)
    return whole(knowledge, on, fine=fine)


class GrowingGraph(DayGraph):
    """A graph of a day that knows every text by name and makes the rest when it is asked for.

    It is safe to share between threads.
    """

    def __init__(self, knowledge: Knowledge, on: date, *, fine: bool) -> None:
        self._work = Builder(knowledge, on, fine)
        self._loaded: set[str] = set()
        self._sought: set[str] = set()
        self._made: dict[EdgeKey, tuple[int, Edge]] = {}
        self._lock = threading.RLock()
        super().__init__(on, _Nodes(self), ())
        frame(self._work)

    def at(self, key: str) -> tuple[Edge, ...]:
        """The edges of a node."""
        with self._lock:
            self._complete(key)
            return tuple(map(self._edge, self._work.touching.get(key, ())))

    def known(self, key: str) -> Node | None:
        """The node of that key, or None if there is none."""
        with self._lock:
            if key not in self._work.nodes:
                for urn in self._homes(key):
                    self._load(urn)
            return self._work.nodes.get(key)

    def _homes(self, key: str) -> list[str]:
        """The texts that make a node."""
        if key.startswith(TERM):
            return [urn for urn in self._work.lawful if key.startswith(f"{TERM}{urn}:")]
        return self._parties.get(key, []) if key.startswith(PARTY) else [text_urn(key)]

    def made(self) -> list[str]:
        """The keys of the nodes made so far."""
        return list(self._work.nodes)

    @property
    def by_key(self) -> Mapping[str, Edge]:
        """Every edge under its key."""
        return _Edges(self)

    def edge(self, key: str) -> Edge | None:
        """The edge of that key, or None if there is none."""
        source, _, rest = key.partition("|")
        relation, _, target = rest.partition("|")
        with self._lock:
            if self.known(source) and relation in tuple(Relation):
                self._complete(source)
            found = (source, target, Relation(relation)) if relation in tuple(Relation) else None
            return self._edge(found) if found in self._work.found else None

    def named(self, name: str) -> str:
        """The key of the subject, the authority or the term of a text with that name, or '' if there is none."""
        with self._lock:
            for version in () if name in self._sought else self._work.knowledge.saying(json.dumps(name, ensure_ascii=False), self.on):
                self._load(version.urn)
            self._sought.add(name)
        own = [n for n in self._work.nodes.values() if n.kind in (*_PARTIES, NodeKind.TERM) and n.lines[0] == name]
        return min(own, key=lambda n: n.kind is NodeKind.TERM).key if own else ""

    def whole(self) -> DayGraph:
        """The graph with everything made."""
        return self._whole

    @cached_property
    def _whole(self) -> DayGraph:
        return whole(self._work.knowledge, self.on, fine=self._work.fine)

    def _complete(self, key: str) -> None:
        """Make all edges of a node."""
        node = self.known(key)
        for urn in self._parties.get(key, []) if node and node.kind in _PARTIES else [node.law] if node else []:
            self._load(urn)

    def _load(self, urn: str) -> None:
        if urn not in self._loaded and (urn in self._work.lawful or urn in self._work.nodes):
            self._loaded.add(urn)
            around_text(self._work, urn)

    def _edge(self, key: EdgeKey) -> Edge:
        strands = len(self._work.found[key][1])
        if key not in self._made or self._made[key][0] != strands:
            self._made[key] = strands, self._work.edge(key)
        return self._made[key][1]

    @cached_property
    def _parties(self) -> dict[str, list[str]]:
        """The texts whose norms or terms speak of each subject and authority, by key."""
        found: dict[str, list[str]] = defaultdict(list)
        knowledge = self._work.knowledge
        for version in knowledge.versions(self.on):
            for key in dict.fromkeys(map(self._work.key_of, knowledge.names_in(version))):
                found[key].append(version.urn)
        return found


class _Nodes(Mapping[str, Node]):
    """The nodes of a growing graph, made when they are looked up."""

    def __init__(self, graph: GrowingGraph) -> None:
        self._graph = graph

    def __getitem__(self, key: str) -> Node:
        found = self._graph.known(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._graph.made())

    def __len__(self) -> int:
        return len(self._graph.made())


class _Edges(Mapping[str, Edge]):
    """The edges of a growing graph by their keys, made when they are looked up."""

    def __init__(self, graph: GrowingGraph) -> None:
        self._graph = graph

    def __getitem__(self, key: str) -> Edge:
        found = self._graph.edge(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (e.key for e in self._graph.whole().edges)

    def __len__(self) -> int:
        return len(self._graph.whole().edges)
