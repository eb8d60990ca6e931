"""The texts of a build, one after another: read, resolved, linked, and written as RDF and records.

What was found in a text by itself depends on its words, its review and the vocabularies. Its graph depends besides on
what its citations mean. Both are pieces that the next build takes over unless one of these has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from kg.corpus.catalogue import Catalogue
from kg.graph import records
from kg.graph.writing.pieces import Pieces, key_of
from kg.law.model import Application, Citation, Document, Norm, Problem, Sanction, Term, Version
from kg.law.vocabulary import Vocabulary
from kg.reading.found import Found

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from kg.links.compared import Compared
    from kg.links.records import CrossLink

GRAPH = "graph.nq"
_LOADED = 400_000  # triples loaded at a time: a third of the memory, in the same time


@dataclass(frozen=True)
class Alone:
    """Everything found in one text by itself, before its citations are followed."""

    terms: tuple[Term, ...]
    citations: tuple[Citation, ...]
    norms: tuple[Norm, ...]
    sanctions: tuple[Sanction, ...]
    applications: tuple[tuple[Application, ...], ...]
    problems: tuple[Problem, ...]


def parse_all(versions: Iterable[Version]) -> dict[str, Document]:
    """The tree of every version, by URN."""
    from kg.corpus.structure import parse

    return {v.urn: parse(v.text, v.title) for v in versions}


def read_alone(version: Version, document: Document, catalogue: Catalogue, vocabulary: Vocabulary) -> Alone:
    """Everything found in one text by itself, with its norms as reviewed."""
    from kg.corpus.review.applying import apply
    from kg.corpus.review.files import review_of
    from kg.corpus.review.signing import read_signatures, with_signatures
    from kg.reading.applicability import applications, find_routes, find_widenings
    from kg.reading.citations.finding import find_citations
    from kg.reading.learned.reader import reader_for
    from kg.reading.norms import find_norms
    from kg.reading.sanctions import find_sanctions
    from kg.reading.terms.finding import find_definitions

    terms, sanctions = find_definitions(document), find_sanctions(document)
    reviewed = apply(document, version, find_norms(document, terms, reader_for(version)), review_of(catalogue, version), sanctions)
    norms = with_signatures(document, reviewed.norms, read_signatures(catalogue.signatures.get(version.urn)))
    routes, widenings = find_routes(document), find_widenings(document, vocabulary)
    ways = tuple(applications(n, routes, widenings, vocabulary, version.work) for n in norms)
    return Alone(terms, tuple(find_citations(document)), norms, sanctions, ways, reviewed.problems)


def follow(alone: Alone, version: Version, documents: dict[str, Document], catalogue: Catalogue) -> Found:
    """Everything found in one text, with what its citations mean."""
    from kg.reading.citations.resolving import resolve_citations

    document = documents[version.urn]
    resolutions = resolve_citations(alone.citations, version, document, catalogue, lambda v: documents[v.urn])
    return Found(
        version, document, alone.terms, tuple(resolutions), alone.norms, alone.sanctions, alone.applications, alone.problems
    )


def read_version(version: Version, documents: dict[str, Document], catalogue: Catalogue, vocabulary: Vocabulary) -> Found:
    """Everything found in one version, with its norms as reviewed."""
    return follow(read_alone(version, documents[version.urn], catalogue, vocabulary), version, documents, catalogue)


@dataclass
class Reader:
    """The texts of a catalogue, with their trees by URN and the pieces of the build.

    The folder of the build holds the copies of corpus and ontology from which it is made.
    """

    catalogue: Catalogue
    documents: dict[str, Document]
    vocabulary: Vocabulary
    pieces: Pieces

    def read(self, told: Callable[[float], None] = lambda _: None) -> tuple[Found, ...]:
        """Everything found in each version, in the order of the catalogue.

        ``told`` is called with the share that is done, from 0 to 1, after each.
        """
        found: list[Found] = []
        for number, version in enumerate(self.catalogue.versions):
            found.append(self._read(number, version))
            told(len(found) / len(self.catalogue.versions))
        return tuple(found)

    def _read(self, number: int, version: Version) -> Found:
        made: list[Alone] = []

        def make() -> bytes:
            made.append(read_alone(version, self.documents[version.urn], self.catalogue, self.vocabulary))
            return _adapter().dump_json(made[0])

        data = self.pieces.get(f"{version.urn} found", f"found/{number}.json", self._key(version), make)
        alone = made[0] if made else _adapter().validate_json(data)
        return follow(alone, version, self.documents, self.catalogue)

    def links(self, readings: Sequence[Found]) -> tuple[CrossLink, ...]:
        """The links between laws, as reviewed in ``links.toml``.

        LinkReviewError names an entry of that file that cannot be used.
        """
        from kg.links.finding import Finder
        from kg.links.review import apply, read

        units: dict[str, Sequence[Compared]] = {}
        finder = Finder(readings, self.catalogue, self.vocabulary, units)
        for number, reading in enumerate(finder.latest):
            units[reading.version.urn] = self._units(number, reading)
        return apply(finder, read(self.pieces.folder / "corpus", finder))

    def _units(self, number: int, reading: Found) -> Sequence[Compared]:
        from kg.links.compared import kept, of_kept, units

        made: list[Sequence[Compared]] = []

        def make() -> bytes:
            made.append(units(reading, self.vocabulary))
            return kept(made[0])

        data = self.pieces.get(f"{reading.version.urn} units", f"found/units-{number}.json", self._key(reading.version), make)
        return made[0] if made else of_kept(reading.version, data)

    def write(self, readings: Sequence[Found], links: Sequence[CrossLink]) -> int:
        """The number of triples written.

        ``graph.nq`` holds the named graphs one after another, each sorted, so that equal input gives equal bytes. The store
        and the records are made from it.
        """
        from pyoxigraph import RdfFormat, Store

        from kg.graph.writing.triples import LINKS, canonical, catalogue_quads, link_quads, vocabulary_quads

        folder = self.pieces.folder
        for number, reading in enumerate(readings):
            self._write(number, reading)
        with (folder / GRAPH).open("ab") as out:
            for quads in (catalogue_quads(self.catalogue.instruments), vocabulary_quads(folder / "ontology"), link_quads(links)):
                out.write(canonical(quads))
        store = Store(str(folder / "store"))
        with (folder / GRAPH).open("rb") as lines:
            while part := b"".join(islice(lines, _LOADED)):
                store.bulk_load(input=part, format=RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        records.save_links(folder, records.links_in(store, LINKS))
        return len(store)

    def _write(self, number: int, reading: Found) -> None:
        from kg.graph.writing.triples import canonical, version_quads

        version = reading.version
        works = {t: self._works[t] for s in reading.sanctions for t in s.onward if t in self._works}
        key = key_of(self._key(version), reading.resolutions, sorted(works.items()))
        data = self.pieces.get(f"{version.urn} graph", GRAPH, key, lambda: canonical(version_quads(reading, self.vocabulary, works)))
        self.pieces.get(f"{version.urn} records", records.file_of(number), key, lambda: records.of_graph(data, reading.document, version))

    def _key(self, version: Version) -> str:
        """The key of what is found in a text by itself."""
        if version.urn not in self._keys:
            files = (self.catalogue.review_files.get(version.urn), self.catalogue.signatures.get(version.urn))
            self._keys[version.urn] = key_of(version, *(f.read_bytes() if f else b"" for f in files), self._words)
        return self._keys[version.urn]

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {}

    @cached_property
    def _words(self) -> str:
        """A key of the vocabularies."""
        return key_of(*(part for p in sorted((self.pieces.folder / "ontology").glob("*.ttl")) for part in (p.name, p.read_bytes())))

    @cached_property
    def _works(self) -> dict[str, str]:
        return {i.title: i.work for i in self.catalogue.instruments}


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Alone]:
    from pydantic import TypeAdapter

    return TypeAdapter(Alone)
