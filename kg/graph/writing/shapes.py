"""The SHACL check of the graph against ``ontology/shapes.ttl``, with a check that all quotes are verbatim.

A build checks its triples by counting (``check``), and ``kg validate`` by pySHACL, which takes a hundred times as long.
Tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.law.places import ontology_dir

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from rdflib import Graph

_KG = "urn:kg:ont:"
_SH = "http://www.w3.org/ns/shacl#"
_QUOTING = ("quote", "statedIn", "partOf", "text", "source", "target", "sourceWords", "targetWords")


@dataclass(frozen=True)
class ShapeReport:
    """The result of a check.

    ``faults`` holds one line for each fault, which names the node, the property and what is wrong. It is empty when the
    graph conforms. ``triples`` is the number of triples checked.
    """

    faults: tuple[str, ...]
    triples: int


def validate_file(path: Path, shapes: Path | None = None) -> ShapeReport:
    """The report on an N-Quads file, with all its named graphs checked as one."""
    from pyoxigraph import RdfFormat

    return validate_data(path.read_bytes(), RdfFormat.N_QUADS, shapes)


def validate_data(data: bytes, form: Any, shapes: Path | None = None) -> ShapeReport:
    """The report on RDF data (bytes) in a pyoxigraph format, including its quotes."""
    from pyoxigraph import RdfFormat, Triple, parse, serialize
    from rdflib import Graph

    triples: dict[Triple, None] = dict.fromkeys(Triple(q.subject, q.predicate, q.object) for q in parse(input=data, format=form))
    # pyshacl looks up single triples and counts the graph at every fault: rdflib's memory store, read by oxrdflib's parser.
    graph = Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="ox-nt")
    report = validate_graph(graph, shapes)
    quotes = sorted(_altered(_values(triples)))
    return ShapeReport((*report.faults, *quotes), report.triples)


def check_file(path: Path, shapes: Path | None = None) -> ShapeReport:
    """The report on a file of N-Quads that a build wrote, with all its named graphs checked as one, by counting."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return check(lines, shapes)


def check(lines: Iterable[str], shapes: Path | None = None) -> ShapeReport:
    """The report on lines of N-Quads or N-Triples by counting, including their quotes.

    The lines are as pyoxigraph writes them (``str(quad)``). Named graphs are put together, and ``triples`` is the number of
    lines. ShapesFileError is raised for shapes that say what the check does not know.
    """
    from kg.graph.writing.shacl.compiling import compiled
    from kg.graph.writing.shacl.table import TripleTable
    from kg.graph.writing.shacl.terms import text_of

    wanted = compiled(shapes or ontology_dir() / "shapes.ttl")
    table = TripleTable(lines, wanted.predicates | {f"<{_KG}{name}>" for name in _QUOTING})
    values = ((r, None if r.value is None else text_of(r.value)) for r in wanted.results(table))
    found = (_fault(text_of(r.focus), r.path.replace(_KG, ""), value, r.message) for r, value in values)
    quoted = {name: dict(table.pairs(f"<{_KG}{name}>")) for name in _QUOTING}
    return ShapeReport((*sorted(set(found)), *sorted(_altered(quoted, text_of))), table.count)


def _values(triples: Iterable[Triple]) -> dict[str, dict[str, str]]:
    """The value that each subject has of the predicates that a check of quotes needs."""
    values: dict[str, dict[str, str]] = {name: {} for name in _QUOTING}
    for triple in triples:
        predicate: Any = triple.predicate
        kind = values.get(predicate.value.removeprefix(_KG))
        if kind is not None:
            subject: Any = triple.subject
            value: Any = triple.object
            kind[subject.value] = value.value
    return values


def _altered(values: dict[str, dict[str, str]], plain: Callable[[str], str] = str) -> Iterator[str]:
    """One line for each quote that differs from the words of its article or annex."""
    for said, where in (("quote", "statedIn"), ("sourceWords", "source"), ("targetWords", "target")):
        for iri, quote in values[said].items():
            place: str | None = values[where].get(iri)
            while place and place not in values["text"]:
                place = values["partOf"].get(place)
            if place and plain(quote) not in plain(values["text"][place]):
                yield f"{plain(iri)} {said}（{plain(quote)[:60]}）: The words quoted do not stand in {plain(place)}."


def validate_graph(graph: Graph, shapes: Path | None = None) -> ShapeReport:
    """The report on an rdflib graph checked against the shapes (the shipped ones by default)."""
    from pyshacl import validate
    from rdflib import Graph

    wanted = Graph().parse(shapes or ontology_dir() / "shapes.ttl", format="ox-turtle")
    _, found, _ = validate(graph, shacl_graph=wanted, inference="none", advanced=False, meta_shacl=False)
    return ShapeReport(tuple(sorted(_faults(found))), len(graph))


def _faults(report: Any) -> Iterable[str]:
    from rdflib import URIRef

    for result in report.objects(None, URIRef(_SH + "result")):
        said = {name: report.value(result, URIRef(_SH + name)) for name in ("focusNode", "resultPath", "resultMessage", "value")}
        value = None if said["value"] is None else str(said["value"])
        yield _fault(str(said["focusNode"]), str(said["resultPath"] or "").removeprefix(_KG), value, str(said["resultMessage"]))


def _fault(focus: str, path: str, value: str | None, message: str) -> str:
    told = "" if value is None else f"（{value}）"
    return f"{focus} {path}{told[:120]}: {message}"
