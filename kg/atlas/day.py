"""The graph of the law of one day, with typed edges between provisions, texts, norms, subjects, authorities and terms.

What ``Knowledge`` holds as records becomes nodes and edges here. An edge keeps the words of every place in the law that it
comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from kg.law.model import Instrument
from kg.links import records


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
    PREVAILS = "prevails"
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

    @property
    def by_key(self) -> Mapping[str, Edge]:
        """Every edge under its key."""
        return self._by_key

    @cached_property
    def _by_key(self) -> dict[str, Edge]:
        return {e.key: e for e in self.edges}

    def at(self, key: str) -> tuple[Edge, ...]:
        """The edges of a node."""
        return tuple(self._touching.get(key, ()))

    def named(self, name: str) -> str:
        """The key of the subject, the authority or the term of a text with that name, or '' if there is none."""
        kinds = (NodeKind.SUBJECT, NodeKind.AUTHORITY, NodeKind.TERM)
        return next((k for k, n in self.nodes.items() if n.kind in kinds and n.lines[0] == name), "")

    def whole(self) -> DayGraph:
        """The graph with everything made."""
        return self

    def laws(self) -> tuple[Node, ...]:
        """The texts, in the order of the catalogue."""
        return tuple(n for n in self.nodes.values() if n.kind is NodeKind.TEXT)


def short_name(instrument: Instrument) -> str:
    """The short name that practice uses for a text, such as 218号令 or 网安法.

    It is the title if there is no shorter name.
    """
    return min([*instrument.names[:1], instrument.title], key=len)
