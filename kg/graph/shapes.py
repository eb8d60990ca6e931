"""The SHACL check of the graph against ``ontology/shapes.ttl``, with a check that all quotes are verbatim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.law.places import ontology_dir

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from rdflib import Graph

_KG = "urn:kg:ont:"
_SH = "http://www.w3.org/ns/shacl#"


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
    return ShapeReport((*report.faults, *sorted(_altered(triples))), report.triples)


def _altered(triples: Iterable[Triple]) -> Iterator[str]:
    """One line for each quote that differs from the words of its article or annex."""
    names = ("quote", "statedIn", "partOf", "text", "source", "target", "sourceWords", "targetWords")
    values: dict[str, dict[str, str]] = {name: {} for name in names}
    for triple in triples:
        predicate: Any = triple.predicate
        kind = values.get(predicate.value.removeprefix(_KG))
        if kind is not None:
            subject: Any = triple.subject
            value: Any = triple.object
            kind[subject.value] = value.value
    for said, where in (("quote", "statedIn"), ("sourceWords", "source"), ("targetWords", "target")):
        for iri, quote in values[said].items():
            place: str | None = values[where].get(iri)
            while place and place not in values["text"]:
                place = values["partOf"].get(place)
            if place and quote not in values["text"][place]:
                yield f"{iri} {said}（{quote[:60]}）: The words quoted do not stand in {place}."


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
        path = str(said["resultPath"] or "").removeprefix(_KG)
        value = f"（{said['value']}）" if said["value"] is not None else ""
        yield f"{said['focusNode']} {path}{value[:120]}: {said['resultMessage']}"
