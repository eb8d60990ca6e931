"""The triples of a graph by predicate, so that a constraint is checked for all its nodes at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.graph.writing.shacl.terms import SUBCLASS, TYPE

Nodes = set[str]


@dataclass(frozen=True)
class Path:
    """A property path, which is one predicate, its inverse or a choice between several.

    ``label`` names it in a report.
    """

    predicates: tuple[str, ...]
    inverse: bool
    label: str


@dataclass(frozen=True)
class Rows:
    """The values of each subject: the first of them, and the others of the few subjects that have several."""

    first: dict[str, str] = field(default_factory=dict)
    more: dict[str, list[str]] = field(default_factory=dict)

    def add(self, subject: str, value: str) -> None:
        """Add a value, once."""
        held = self.first.setdefault(subject, value)
        if held is not value and held != value:
            others = self.more.setdefault(subject, [])
            if value not in others:
                others.append(value)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every subject with each of its values."""
        yield from self.first.items()
        yield from ((s, v) for s, values in self.more.items() for v in values)


@dataclass(frozen=True)
class Values:
    """The values that focus nodes have along a path, or the nodes themselves where there is no path."""

    nodes: Nodes
    rows: Rows | None

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Every focus node with each of its values."""
        if self.rows is None:
            return [(n, n) for n in self.nodes]
        first, more, nodes = self.rows.first, self.rows.more, self.nodes
        single = [(n, first[n]) for n in nodes if n in first] if len(nodes) < len(first) else [p for p in first.items() if p[0] in nodes]
        return single + [(n, v) for n, values in more.items() if n in nodes for v in values]

    def with_fewer(self, count: int) -> Iterable[str]:
        """The focus nodes with fewer values than that."""
        if count == 1 and self.rows is not None:
            return self.nodes - self.rows.first.keys()
        return [n for n in self.nodes if self._number(n) < count]

    def with_more(self, count: int) -> Iterable[str]:
        """The focus nodes with more values than that."""
        among = self.nodes if count == 0 or self.rows is None else self.nodes & self.rows.more.keys()
        return [n for n in among if self._number(n) > count]

    def _number(self, node: str) -> int:
        return 1 if self.rows is None else (node in self.rows.first) + len(self.rows.more.get(node, ()))


class TripleTable:
    """The triples of a graph whose predicates are wanted, with named graphs put together.

    They are read from lines of N-Quads or N-Triples as pyoxigraph writes them, with or without the dot. ``count`` is the
    number of lines.
    """

    def __init__(self, lines: Iterable[str], wanted: Collection[str]) -> None:
        self._rows = {p: Rows() for p in (*wanted, TYPE, SUBCLASS)}
        self._paths: dict[Path, Rows] = {}
        self.count = 0
        seen: dict[str, str] = {}  # one string for each IRI that is often an object
        last = ""
        for line in lines:
            self.count += 1
            subject, predicate, rest = line.split(" ", 2)
            rows = self._rows.get(predicate)
            if rows is not None:
                last = subject = last if subject == last else subject
                end = rest.find(" ", rest.rindex('"')) if rest[0] == '"' else rest.find(" ")
                value = rest if end < 0 else rest[:end]
                rows.add(subject, value if rest[0] == '"' else seen.setdefault(value, value))

    def rows(self, path: Path) -> Rows:
        """The values that each node has along a path, for all nodes that have any."""
        if not path.inverse and len(path.predicates) == 1:
            return self._rows[path.predicates[0]]
        if path not in self._paths:
            found = self._paths[path] = Rows()
            for subject, value in (pair for p in path.predicates for pair in self._rows[p].pairs()):
                found.add(*((value, subject) if path.inverse else (subject, value)))
        return self._paths[path]

    def members(self, kind: str) -> Nodes:
        """The instances of a class and of the classes below it."""
        kinds, left = {kind}, [kind]
        while left:
            below = self._below.get(left.pop(), set()) - kinds
            kinds |= below
            left += below
        found = [self._members[k] for k in kinds if k in self._members]
        return found[0] if len(found) == 1 else set().union(*found)

    @cached_property
    def _members(self) -> dict[str, Nodes]:
        return self._grouped(TYPE)

    @cached_property
    def _below(self) -> dict[str, Nodes]:
        return self._grouped(SUBCLASS)

    def _grouped(self, predicate: str) -> dict[str, Nodes]:
        groups: dict[str, Nodes] = {}
        for subject, value in self._rows[predicate].pairs():
            groups.setdefault(value, set()).add(subject)
        return groups

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Every subject of a wanted predicate with each of its values."""
        return self._rows[predicate].pairs()
