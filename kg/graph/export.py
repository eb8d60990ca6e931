"""The graph as files (ttl, trig, jsonld, nq, graphml), and the answers of SPARQL queries as lines.

It also counts what the graph holds: the figures of ``kg stats``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.files.writing import replacing
from kg.law.wording import standing_of_text

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

FORMATS = ("ttl", "trig", "jsonld", "nq", "graphml")
PREFIXES = {
    "kg": "urn:kg:ont:", "skos": "http://www.w3.org/2004/02/skos/core#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def export_graph(knowledge: Knowledge, path: Path, form: str) -> None:
    """Write the whole graph to a file in one of FORMATS.

    ``ttl`` has no named graphs, so that it holds the union of all. The file appears only when it is complete. WriteError
    says why it could not be written.
    """
    with replacing(path) as new:
        _WRITERS[form](knowledge, new)


def _nquads(knowledge: Knowledge, path: Path) -> None:
    path.write_bytes((knowledge.folder / "graph.nq").read_bytes())


def _rdf(name: str, union: bool) -> Any:
    def write(knowledge: Knowledge, path: Path) -> None:
        from pyoxigraph import RdfFormat, Triple, parse, serialize

        quads: Any = parse(path=str(knowledge.folder / "graph.nq"), format=RdfFormat.N_QUADS)
        if union:
            quads = dict.fromkeys(Triple(q.subject, q.predicate, q.object) for q in quads)
        serialize(quads, output=str(path), format=getattr(RdfFormat, name), prefixes=PREFIXES)

    return write


def _graphml(knowledge: Knowledge, path: Path) -> None:
    import networkx

    from kg.graph.network import network

    networkx.write_graphml(network(knowledge), str(path), encoding="utf-8")


_WRITERS = {"nq": _nquads, "ttl": _rdf("TURTLE", union=True), "trig": _rdf("TRIG", union=False),
            "jsonld": _rdf("JSON_LD", union=False), "graphml": _graphml}


def query_lines(knowledge: Knowledge, query: str) -> Iterator[str]:
    """The answer of a SPARQL query, line by line.

    The lines are a heading and tab-separated rows, true or false, or triples.
    """
    heading, rows = query_answer(knowledge, query)
    return chain(heading, rows)


def query_answer(knowledge: Knowledge, query: str) -> tuple[tuple[str, ...], Iterator[str]]:
    """The heading of the answer of a SPARQL query, if it has one, and the lines below it."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    result = knowledge.sparql(query)
    if isinstance(result, QuerySolutions):
        names = result.variables
        return ("\t".join(v.value for v in names),), ("\t".join(_cell(row[v]) for v in names) for row in result)
    if isinstance(result, QueryBoolean):
        return (), iter(("true" if result else "false",))
    return (), (f"{triple} ." for triple in result)


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(getattr(value, "value", value)).split())


def count(knowledge: Knowledge) -> dict[str, Any]:
    """The counts of what the graph holds, by name.

    They are the counts of instruments, versions, articles, norms (by modality, kind and review), citations, links between
    laws, terms, sanctions and triples, the day on which each text was last compared, and the subjects of what is not held.
    """
    versions = knowledge.catalogue.versions
    records = [knowledge.records(v) for v in versions]
    norms = [n.norm for r in records for n in r.norms]
    links = [k for r in records for k in r.links]
    return {
        "instruments": len(knowledge.catalogue.instruments),
        "instruments_held": sum(i.held for i in knowledge.catalogue.instruments),
        "versions": len(versions),
        "articles": sum(len(knowledge.document(v).articles) for v in versions),
        "norms": dict(sorted(Counter(n.modality.value for n in norms).items())),
        "norms_by_kind": dict(Counter(n.kind for n in norms).most_common()),
        "norms_by_status": {status: sum(n.status == status for n in norms) for status in ("extracted", "confirmed", "corrected")},
        "citations": {"resolved": sum(k.target is not None for k in links), "unresolved": sum(k.target is None for k in links)},
        "unresolved_reasons": dict(Counter(k.reason for k in links if k.target is None).most_common()),
        "cross_links": dict(sorted(Counter(k.status for k in knowledge.cross_links).items())),
        "terms": sum(len(r.terms) for r in records),
        "sanctions": sum(len(r.sanctions) for r in records),
        "triples": knowledge.manifest["triples"],
        "compared": {v.urn: standing_of_text(v) for v in versions if v.compared},
        "not_held": {i.title: [s.name for s in i.subjects] for i in knowledge.catalogue.instruments if not i.held},
    }
