"""The shapes of a Turtle file as checks over a graph.

What a file says and this compiler does not know is an error, so that nothing is left unchecked in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as File

from pyoxigraph import RdfFormat, parse

from kg.graph.writing.shacl import constraints as c
from kg.graph.writing.shacl.table import Nodes, Path, TripleTable
from kg.graph.writing.shacl.terms import RDF, TYPE, is_iri, text_of

SH = "http://www.w3.org/ns/shacl#"
_FIRST, _REST, _NIL = f"{RDF}first", f"{RDF}rest", f"<{RDF}nil>"
_TYPE = text_of(TYPE)
_KINDS = {f"{SH}{name}" for name in ("NodeShape", "PropertyShape", "SPARQLConstraint")}
_TARGETS, _SAID = ("targetClass", "targetSubjectsOf"), ("message", "path", "property")  # told apart from the constraints
_TOKEN = re.compile(r"\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|#[^\n]*|<[^>\s]{0,400}>|[?$]\w+|\w[\w-]{0,60}:[\w.-]{0,200}\w|\w+|!=|[^\s]")
_TERM = re.compile(r"[?$<\"'\[\d]|\w[\w-]{0,60}:")  # how a term in a query begins, and no keyword or operator
_LOCAL = re.compile(r"\A.*[#/:]")


class ShapesFileError(ValueError):
    """Error raised for shapes that cannot be checked here, which names what is not known."""


@dataclass(frozen=True)
class Targeted:
    """A shape with what its focus nodes are: the instances of a class, or the subjects of a property."""

    shape: c.Shape
    name: str
    instances: bool

    def nodes(self, table: TripleTable) -> Nodes:
        """The focus nodes in a graph."""
        if self.instances:
            return table.members(self.name)
        return set(table.rows(Path((self.name,), False, "")).first)


@dataclass(frozen=True)
class Compiled:
    """The shapes of a file with the predicates that they speak of."""

    targets: tuple[Targeted, ...]
    predicates: frozenset[str]

    def results(self, table: TripleTable) -> Iterator[c.Result]:
        """The faults of a graph, in no order."""
        for target in self.targets:
            yield from target.shape.results(table, target.nodes(table))


def compiled(file: File) -> Compiled:
    """The checks that a file of shapes asks for.

    ShapesFileError names the first thing in it that is not known here.
    """
    reader = _ShapesReader(file)
    targets = tuple(reader.targets())
    reader.check_all_read()
    return Compiled(targets, frozenset(reader.predicates))


class _ShapesReader:
    """A reader of the triples of one file, which keeps what it has read."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._said: dict[str, dict[str, list[str]]] = {}
        for triple in parse(path=str(file), format=RdfFormat.TURTLE):
            subject, predicate, value = str(triple.subject), triple.predicate.value, str(triple.object)
            self._said.setdefault(subject, {}).setdefault(predicate, []).append(value)
        self._shapes: dict[str, c.Shape | None] = {}
        self._read: set[str] = set()
        self.predicates: set[str] = set()

    def targets(self) -> Iterator[Targeted]:
        for node, said in self._said.items():
            for name in _TARGETS:
                for target in said.get(SH + name, ()):
                    if name == "targetSubjectsOf":
                        self.predicates.add(target)
                    yield Targeted(self._shape(node), target, name == "targetClass")

    def check_all_read(self) -> None:
        """Raise ShapesFileError for a node of the file that no target leads to."""
        for node in self._said:
            if node not in self._read:
                raise self._unknown(node, "no target leads to it")

    def _shape(self, node: str) -> c.Shape:
        if node not in self._shapes:
            self._shapes[node] = None
            self._shapes[node] = self._compiled(node)
        shape = self._shapes[node]
        if shape is None:
            raise self._unknown(node, "it refers to itself")
        return shape

    def _compiled(self, node: str) -> c.Shape:
        said = self._open(node)
        paths, messages = said.get(f"{SH}path", []), said.get(f"{SH}message", [])
        shape = c.Shape(self._path(paths[0]) if paths else None)
        shape.properties = [self._shape(p) for p in said.get(f"{SH}property", ())]
        if shape.path and shape.properties:
            raise self._unknown(node, "sh:property inside sh:property")
        for predicate, values in said.items():
            name = predicate.removeprefix(SH)
            if predicate != _TYPE and name not in (*_TARGETS, *_SAID):
                own = [self._said[v].get(f"{SH}message", messages) if name == "sparql" else messages for v in values]
                told = [text_of(m[0]) if m else f"breaks sh:{name} {_short(v)}" for m, v in zip(own, values, strict=True)]
                shape.constraints += [(m, self._constraint(node, name, v)) for m, v in zip(told, values, strict=True)]
        return shape

    def _open(self, node: str) -> dict[str, list[str]]:
        """What is said of a node, which then counts as read."""
        self._read.add(node)
        said = self._said.get(node)
        if said is None:
            raise self._unknown(node, "nothing is said of it")
        for kind in said.get(_TYPE, ()):
            if text_of(kind) not in _KINDS:
                raise self._unknown(node, f"rdf:type {_short(kind)}")
        return said

    def _constraint(self, node: str, name: str, value: str) -> c.Constraint:
        make = _SIMPLE.get(name)
        if make:
            return self._simple(node, name, value, make)
        if name in ("lessThan", "lessThanOrEquals"):
            return c.less_than(self._path(value), or_equal=name == "lessThanOrEquals")
        if name == "node":
            return c.either((self._shape(value),))
        if name in ("or", "xone"):
            shapes = tuple(self._shape(s) for s in self._list(value))
            return c.either(shapes) if name == "or" else c.exactly_one(shapes)
        if name == "in":
            return c.among(frozenset(self._list(value)))
        if name == "sparql":
            return self._select(value)
        raise self._unknown(node, f"sh:{name}" if not name.startswith(("http", "urn")) else f"<{name}>")

    def _simple(self, node: str, name: str, value: str, make: Callable[[str], c.Constraint]) -> c.Constraint:
        try:
            return make(value)
        except (KeyError, ValueError, re.error) as error:
            raise self._unknown(node, f"sh:{name} {_short(value)}") from error

    def _path(self, node: str) -> Path:
        if is_iri(node):
            return self._walk((node,), inverse=False)
        said = self._open(node)
        kind, there = next((p, values[0]) for p, values in said.items())
        if len(said) == 1 and kind == f"{SH}inversePath" and is_iri(there):
            return self._walk((there,), inverse=True)
        choice = tuple(self._list(there)) if len(said) == 1 and kind == f"{SH}alternativePath" else ()
        if choice and all(map(is_iri, choice)):
            return self._walk(choice, inverse=False)
        raise self._unknown(node, f"the path {_short(f'<{kind}>')}")

    def _walk(self, predicates: tuple[str, ...], *, inverse: bool) -> Path:
        self.predicates.update(predicates)
        return Path(predicates, inverse, "^" * inverse + "|".join(map(text_of, predicates)))

    def _list(self, node: str) -> Iterator[str]:
        while node != _NIL:
            said = self._open(node)
            yield said[_FIRST][0]
            node = said[_REST][0]

    # ── queries ──

    def _select(self, node: str) -> c.Constraint:
        said = self._open(node)
        for predicate in said.keys() - {_TYPE, *(SH + name for name in ("select", "prefixes", "message"))}:
            raise self._unknown(node, predicate.replace(SH, "sh:"))
        prefixes = dict(self._prefixes(said.get(f"{SH}prefixes", ())))
        select = text_of(said[f"{SH}select"][0])
        predicates = frozenset(self._named(node, select, prefixes))
        self.predicates.update(predicates)
        query = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items()) + select
        return c.selects_nothing(query, predicates)

    def _prefixes(self, nodes: Iterable[str]) -> Iterator[tuple[str, str]]:
        for declared in (d for node in nodes for d in self._open(node).get(f"{SH}declare", ())):
            said = self._open(declared)
            yield text_of(said[f"{SH}prefix"][0]), text_of(said[f"{SH}namespace"][0])

    def _named(self, node: str, query: str, prefixes: dict[str, str]) -> Iterator[str]:
        """All IRIs in a query, among which are its predicates.

        ShapesFileError is raised where a predicate may be any.
        """
        tokens = [t for t in _TOKEN.findall(query[query.find("{") :]) if not t.startswith("#")]
        for before, token, after in zip(("", *tokens), tokens, (*tokens[1:], ""), strict=False):
            follows = before == ";" or _TERM.match(before)
            if follows and ((token[0] in "?$" and _TERM.match(after)) or token == "!"):
                raise self._unknown(node, f"a query with any predicate ({before} {token} {after})")
            prefix, colon, local = token.partition(":")
            if token == "a":
                yield TYPE
            elif token.startswith("<") and len(token) > 1:
                yield token
            elif colon and prefix in prefixes:
                yield f"<{prefixes[prefix]}{local}>"

    def _unknown(self, node: str, what: str) -> ShapesFileError:
        remedy = "extend kg/graph/writing/shacl or leave it out"
        return ShapesFileError(f"{self._file}: {_short(node)}: {what} is not known to the check of the build; {remedy}")


def _short(node: str) -> str:
    return _LOCAL.sub("", text_of(node)) if is_iri(node) else node


_SIMPLE: dict[str, Callable[[str], c.Constraint]] = {
    "minCount": lambda v: c.at_least(int(text_of(v))),
    "maxCount": lambda v: c.at_most(int(text_of(v))),
    "hasValue": c.has,
    "class": c.member_of,
    "minLength": lambda v: c.each(c.long_enough(int(text_of(v)))),
    "pattern": lambda v: c.each(c.matching(text_of(v))),
    "datatype": lambda v: c.each(c.typed(text_of(v))),
    "nodeKind": lambda v: c.each(c.KINDS[text_of(v).removeprefix(SH)]),
    "minInclusive": lambda v: c.each(c.ranging(v, upper=False)),
    "maxInclusive": lambda v: c.each(c.ranging(v, upper=True)),
}
