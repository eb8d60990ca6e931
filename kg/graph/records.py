"""The records read back from the quads of one named graph: the mirror of ``kg.graph.writing.triples``.

A build reads its own graph once and saves the records beside it, so that a process that only reads can start at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.corpus.quoting import label_of
from kg.law.identifiers import JOIN, KG, eid_of
from kg.law.model import Application, Deadline, DeadlineType, Mention, Modality, Norm, Sanction, Target, Term, Version
from kg.links.records import CrossLink, LinkType

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FOLDER = "records"
_LINKS = "links.json"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_Properties = Mapping[str, list[str]]


@dataclass(frozen=True)
class Link:
    """A citation in the graph.

    ``target`` is None where the citation leads nowhere, and ``reason`` says why. ``kind`` is how it was written (the rule
    that found it). ``stale`` says that the number is that of an older text. ``also`` holds the same provisions in the
    text now in force.
    """

    source: str
    target: str | None
    text: str
    kind: str
    reason: str = ""
    stale: bool = False
    also: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class StoredNorm:
    """A norm with the URN of its provision and how it applies.

    ``iri`` names the norm itself in the graph, and ``about`` the concepts it concerns.
    """

    urn: str
    iri: str
    norm: Norm
    applies: tuple[Application, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredSanction:
    """A sanction with its provision and the provisions it punishes.

    ``general`` means that it punishes breach of any provision of the text. ``by_words`` means that the clause names no
    article, and that the provisions follow from the words of its case.
    """

    urn: str
    sanction: Sanction
    punishes: tuple[str, ...]
    general: bool
    by_words: bool = False


@dataclass(frozen=True)
class VersionRecords:
    """The contents of one named graph besides the tree."""

    norms: tuple[StoredNorm, ...]
    sanctions: tuple[StoredSanction, ...]
    terms: tuple[Term, ...]
    links: tuple[Link, ...]


_PARTS: dict[str, Any] = {
    "norms": tuple[StoredNorm, ...], "sanctions": tuple[StoredSanction, ...], "terms": tuple[Term, ...], "links": tuple[Link, ...],
}


def file_of(number: int) -> str:
    """The file, in a build, of the records of the version that has this number in the catalogue."""
    return f"{FOLDER}/{number}.json"


def of_graph(data: bytes, document: Any, version: Version) -> bytes:
    """The records of a version as they are saved, read from the N-Quads of its named graph."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(input=data, format=RdfFormat.N_QUADS)
    return dump(read_version(store, version.urn, document, version.title))


def dump(records: VersionRecords) -> bytes:
    """The records of a version as they are saved, with each part in a line of its own."""
    parts = [b'"%s":%s' % (name.encode(), _adapter(kind).dump_json(getattr(records, name))) for name, kind in _PARTS.items()]
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def read(folder: Path, number: int) -> VersionRecords:
    """The records saved for the version that has this number in the catalogue.

    OSError or ValueError is raised when they are missing or damaged.
    """
    found: VersionRecords = _adapter(VersionRecords).validate_json(raw(folder, number))
    return found


def raw(folder: Path, number: int) -> bytes:
    """The records of the version that has this number in the catalogue, as they are saved."""
    return (folder / file_of(number)).read_bytes()


def read_links_in(folder: Path, number: int) -> tuple[Link, ...]:
    """The citations alone of the version that has this number in the catalogue.

    OSError or ValueError is raised when they are missing or damaged.
    """
    lead = b'"links":'
    with (folder / file_of(number)).open("rb") as file:
        line = next((line for line in file if line.startswith(lead)), b"")
    if not line:  # all in one line, as an earlier program wrote it
        return read(folder, number).links
    found: tuple[Link, ...] = _adapter(tuple[Link, ...]).validate_json(line[len(lead) :])
    return found


def save_links(folder: Path, links: Sequence[CrossLink]) -> None:
    """Write the links between laws."""
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / _LINKS).write_bytes(_adapter(tuple[CrossLink, ...]).dump_json(tuple(links)))


def read_links(folder: Path) -> tuple[CrossLink, ...]:
    """The links between laws that were saved.

    OSError or ValueError is raised when they are missing or damaged.
    """
    found: tuple[CrossLink, ...] = _adapter(tuple[CrossLink, ...]).validate_json((folder / FOLDER / _LINKS).read_bytes())
    return found


def links_in(store: Any, graph: str) -> tuple[CrossLink, ...]:
    """The links between laws in their named graph, in their order."""
    found = sorted(_properties(store, graph).values(), key=lambda p: int(_one(p, "order")))
    return tuple(
        CrossLink(
            _one(p, "source"), _one(p, "target"), LinkType(_one(p, "linkType")), _one(p, "sourceWords"), _one(p, "targetWords"),
            _one(p, "linkOrigin"), float(_one(p, "confidence")), _one(p, "linkStatus"), _one(p, "linkReason"),
        )
        for p in found
    )


@lru_cache(maxsize=8)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def read_version(store: Any, urn: str, document: Any, title: str) -> VersionRecords:
    """The records of one version, in the order of the text."""
    subjects = _properties(store, urn)
    of_type: dict[str, list[tuple[str, _Properties]]] = {}
    for iri, values in subjects.items():
        of_type.setdefault(_name(values[_TYPE][0]), []).append((iri, values))

    def those(*kinds: str) -> Iterator[tuple[str, _Properties]]:
        return iter(sorted((r for k in kinds for r in of_type.get(k, ())), key=lambda r: int(_one(r[1], "order") or 0)))

    modalities = {m.value.capitalize(): m for m in Modality}
    norms = tuple(_norm(iri, p, subjects, document, title, modalities[_name(p[_TYPE][0])]) for iri, p in those(*modalities))
    return VersionRecords(
        norms, tuple(_sanction(p) for _, p in those("Sanction")), tuple(_term(p) for _, p in those("Term")),
        tuple(_link(p) for _, p in those("Citation")),
    )


def _properties(store: Any, graph: str) -> dict[str, dict[str, list[str]]]:
    from pyoxigraph import NamedNode

    found: dict[str, dict[str, list[str]]] = {}
    for quad in store.quads_for_pattern(None, None, None, NamedNode(graph)):
        found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return {iri: values for iri, values in found.items() if _TYPE in values}


def _name(iri: str) -> str:
    return iri.removeprefix(KG)


def _one(properties: _Properties, name: str) -> str:
    return properties.get(KG + name, [""])[0]


def _list(properties: _Properties, name: str) -> tuple[str, ...]:
    value = _one(properties, name)
    return tuple(value.split(JOIN)) if value else ()


def _norm(iri: str, p: _Properties, subjects: Mapping[str, _Properties], document: Any, title: str, modality: Modality) -> StoredNorm:
    urn = _one(p, "statedIn")
    eid = eid_of(urn)
    article, paragraph, item = label_of(document, document.by_eid[eid])
    deadline = subjects.get(_one(p, "deadline"))
    norm = Norm(
        title, article, paragraph, item, eid, modality, _one(p, "kind"), _list(p, "bearers"), _list(p, "recipients"), _one(p, "action"),
        _one(p, "object"), _one(p, "trigger") or None, _deadline(deadline) if deadline else None, _one(p, "quote"),
        int(_one(p, "quoteStart") or 0), int(_one(p, "quoteEnd") or 0), _one(p, "exception") or None, _one(p, "rule"),
        _one(p, "reviewStatus"), _one(p, "reviewReason"), _one(p, "reviewedBy"), _day(p, "reviewedOn"),
        tuple(Mention(_one(m, "mentioned"), _one(m, "quote")) for m in _ordered(p, "mention", subjects)), _one(p, "whoever") or None,
    )
    applies = _ordered(p, "applies", subjects)
    return StoredNorm(urn, iri, norm, tuple(map(_application, applies)), tuple(sorted(p.get(KG + "about", ()))))


def _ordered(p: _Properties, name: str, subjects: Mapping[str, _Properties]) -> list[_Properties]:
    """What the property leads to, by its place."""
    return sorted((subjects[iri] for iri in p.get(KG + name, ()) if iri in subjects), key=lambda found: int(_one(found, "order")))


def _day(p: _Properties, name: str) -> date | None:
    value = _one(p, name)
    return date.fromisoformat(value) if value else None


def _application(p: _Properties) -> Application:
    return Application(_one(p, "subjectLabel"), _list(p, "recipients"), tuple(sorted(p.get(KG + "because", ()))), _one(p, "manner"))


def _deadline(p: _Properties) -> Deadline:
    return Deadline(_one(p, "deadlineText"), DeadlineType(_one(p, "deadlineType")), _one(p, "deadlineValue") or None)


def _sanction(p: _Properties) -> StoredSanction:
    urn = _one(p, "statedIn")
    punishes = tuple(sorted(p.get(KG + "punishes", ())))
    sanction = Sanction(
        _one(p, "label"), eid_of(urn), _list(p, "addressees"), tuple(Target("self", u) for u in punishes), _list(p, "measures"),
        tuple(map(_fine, _list(p, "fines"))), _list(p, "onwardTitles"), _one(p, "quote"), _list(p, "punishingAuthorities"),
        _one(p, "condition"), _list(p, "firms"),
    )
    return StoredSanction(urn, sanction, punishes, KG + "punishesAllOf" in p, KG + "punishesByWords" in p)


def _fine(text: str) -> tuple[int | None, int | None]:
    low, _, high = text.partition("-")
    return int(low) if low else None, int(high) if high else None


def _term(p: _Properties) -> Term:
    return Term(
        _one(p, "label"), _one(p, "term"), _one(p, "quote"), _one(p, "fullForm") or None, _one(p, "scope"),
        eid_of(_one(p, "statedIn")), _list(p, "members"),
    )


def _link(p: _Properties) -> Link:
    also = tuple(sorted(p.get(KG + "alsoTarget", ())))
    note = _one(p, "note")
    return Link(
        _one(p, "source"), _one(p, "target") or None, _one(p, "citationText"), _one(p, "rule"), _one(p, "unresolved"), "旧条号" in note,
        also, note,
    )
