"""The constraint components of SHACL that our shapes use, each checked for all its focus nodes at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.graph.writing.shacl.table import Nodes, Path, TripleTable, Values
from kg.graph.writing.shacl.terms import READERS, datatype_of, is_iri, is_literal, less, text_of, value_of

Fault = tuple[str, str | None]  # a focus node and the value at fault
Constraint = Callable[[TripleTable, Values], Iterable[Fault]]
Test = Callable[[str], bool]


@dataclass(frozen=True)
class Result:
    """A fault as a report names it."""

    focus: str
    path: str
    value: str | None
    message: str


@dataclass
class Shape:
    """A shape with what it demands of its focus nodes, of their values along ``path`` if it has one.

    Each constraint has the message of its faults.
    """

    path: Path | None = None
    constraints: list[tuple[str, Constraint]] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)

    def results(self, table: TripleTable, nodes: Nodes) -> Iterator[Result]:
        """The faults of the focus nodes, in no order."""
        values = Values(nodes, table.rows(self.path) if self.path else None)
        for message, constraint in self.constraints:
            for node, value in constraint(table, values):
                yield Result(node, self.path.label if self.path else "", value, message)
        for shape in self.properties:
            yield from shape.results(table, nodes)

    def failing(self, table: TripleTable, nodes: Nodes) -> Nodes:
        """The focus nodes that do not conform."""
        return {r.focus for r in self.results(table, nodes)} if nodes else set()


# ── constraints ──


def at_least(count: int) -> Constraint:
    """At least so many values."""
    return lambda _, values: ((n, None) for n in values.with_fewer(count))


def at_most(count: int) -> Constraint:
    """At most so many values."""
    return lambda _, values: ((n, None) for n in values.with_more(count))


def has(value: str) -> Constraint:
    """One of the values is the given one."""
    return lambda _, values: ((n, None) for n in values.nodes - {n for n, v in values.pairs if v == value})


def each(test: Test) -> Constraint:
    """Every value passes a test."""
    return lambda _, values: [(n, v) for n, v in values.pairs if not test(v)]


def among(allowed: frozenset[str]) -> Constraint:
    """Every value is one of those allowed."""
    return lambda _, values: [(n, v) for n, v in values.pairs if v not in allowed]


def member_of(kind: str) -> Constraint:
    """Every value is an instance of a class."""

    def check(table: TripleTable, values: Values) -> Iterable[Fault]:
        members = table.members(kind)
        return [(n, v) for n, v in values.pairs if v not in members]

    return check


def either(shapes: Sequence[Shape]) -> Constraint:
    """Every value conforms to one of several shapes at least.

    With a single shape this is ``sh:node``.
    """

    def check(table: TripleTable, values: Values) -> Iterable[Fault]:
        wrong = {v for _, v in values.pairs}
        for shape in shapes:
            wrong = shape.failing(table, wrong)
        return [(n, v) for n, v in values.pairs if v in wrong] if wrong else ()

    return check


def exactly_one(shapes: Sequence[Shape]) -> Constraint:
    """Every value conforms to one of several shapes and to no other."""

    def check(table: TripleTable, values: Values) -> Iterable[Fault]:
        every = {v for _, v in values.pairs}
        met = Counter(v for shape in shapes for v in every - shape.failing(table, every))
        return [(n, v) for n, v in values.pairs if met[v] != 1]

    return check


def less_than(other: Path, *, or_equal: bool) -> Constraint:
    """Every value is less than every value of another property, or equal to it if that is allowed.

    Two that cannot be compared are a fault.
    """

    def fits(value: str, limit: str) -> bool:
        one, end = value_of(value), value_of(limit)
        return bool(less(one, end)) or (or_equal and less(end, one) is False)

    def check(table: TripleTable, values: Values) -> Iterable[Fault]:
        rows = table.rows(other)
        limits = rows.first
        wrong = [(n, v) for n, v in values.pairs if n in limits and not fits(v, limits[n])]
        return wrong + [(n, v) for n, v in values.pairs if n in rows.more for limit in rows.more[n] if not fits(v, limit)]

    return check


def selects_nothing(query: str, predicates: frozenset[str]) -> Constraint:
    """A query over the triples of some predicates finds nothing for the focus node as ``$this``."""
    from pyoxigraph import NamedNode, RdfFormat, Store, Variable

    def check(table: TripleTable, values: Values) -> Iterator[Fault]:
        store = Store()
        lines = (f"{s} {p} {v} .\n" for p in sorted(predicates) for s, v in table.pairs(p))
        store.bulk_load(input="".join(lines).encode(), format=RdfFormat.N_TRIPLES)
        for node in (n for n in values.nodes if is_iri(n)):
            found = store.query(query, substitutions={Variable("this"): NamedNode(node[1:-1])})
            names = [v.value for v in found.variables]  # type: ignore[union-attr]
            yield from ((node, str(row["value"]) if "value" in names else None) for row in found)  # type: ignore[union-attr]

    return check


# ── tests of single values ──


def long_enough(least: int) -> Test:
    """A test for values, other than blank nodes, of at least so many characters."""
    return lambda v: v[0] != "_" and len(text_of(v)) >= least


def matching(pattern: str) -> Test:
    """A test for values, other than blank nodes, that a regular expression finds."""
    search = re.compile(pattern).search
    return lambda v: v[0] != "_" and search(text_of(v)) is not None


def typed(datatype: str) -> Test:
    """A test for literals of a datatype that are written as it wants.

    KeyError is raised for a datatype whose way of writing is not known here.
    """
    READERS[datatype]
    return lambda v: datatype_of(v) == datatype and value_of(v) is not None


def ranging(limit: str, *, upper: bool) -> Test:
    """A test for values that are not beyond a limit."""
    end = value_of(limit)
    return lambda v: (less(end, value_of(v)) if upper else less(value_of(v), end)) is False


KINDS: dict[str, Test] = {"IRI": is_iri, "Literal": is_literal, "IRIOrLiteral": lambda v: v[0] != "_"}
