"""The one door to a finished build: the law of a day, the norms that bind a kind of firm, citations both ways, and SPARQL.

Answers, matrix, application and command line ask here and nowhere else.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.corpus.amendments.renumbering import renumbered
from kg.corpus.catalogue import Catalogue
from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.graph import queries, records, storage
from kg.graph.applied import AppliedNorm, AppliedSanction, ByProvision, Penalties
from kg.graph.queries import QueryError
from kg.graph.records import Link, StoredNorm, VersionRecords
from kg.law import places
from kg.law.identifiers import eid_of, text_urn, within
from kg.law.model import Document, Term, Version
from kg.law.versions import in_force, latest
from kg.law.vocabulary import Vocabulary
from kg.reading.applicability import Route, find_routes, for_profile

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.corpus.amendments.changes import Change
    from kg.links.records import CrossLink

__all__ = ["AppliedNorm", "AppliedSanction", "Knowledge", "Link", "NotBuiltError", "QueryError"]
FORMAT = 3
_PAYS, _IN_MEMORY = 10, 1_000_000  # queries after which a copy of the store in memory pays, and the most triples it may have
_TRIES = 5  # how often the pointer is read, as its build may be removed at that moment


class NotBuiltError(RuntimeError):
    """Error raised when there is no graph yet, or when it is damaged or of another program version.

    The message names the remedy.
    """


class Knowledge:
    """One finished build, opened read-only.

    It is safe to share between threads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hold = storage.hold(folder)
        try:
            self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except ValueError as error:
            self._hold.close()
            raise NotBuiltError(f"{folder} 中的图谱已损坏（manifest.json）；请运行 kg build --force") from error
        self._documents: dict[str, Document] = {}
        self._records: dict[str, VersionRecords] = {}
        self._asked = 0
        self._loading = threading.Lock()
        self._labels: dict[str, str] = {}
        self._lawful: dict[date, tuple[Version, ...]] = {}
        self._punishing: dict[str, tuple[AppliedSanction, ...]] = {}
        self._penalties: dict[str, Penalties] = {}
        self._routes: dict[str, tuple[Route, ...]] = {}
        self._older: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        self._changes: dict[tuple[str, str], tuple[Change, ...]] = {}

    @classmethod
    def open(cls, data: Path | None = None) -> Knowledge:
        """The current build below ``data`` (default: the user's data folder).

        NotBuiltError is raised when there is none.
        """
        place = data or places.data_dir()
        for _ in range(_TRIES):
            folder = storage.current(place)
            if folder is None:
                break
            with suppress(FileNotFoundError, BlockingIOError):  # a build has just put another in its place
                found = cls(folder)
                if found.manifest.get("format") == FORMAT:
                    return found
                found.close()
                raise NotBuiltError(f"{folder} 是另一版本程序建立的图谱；请运行 kg build")
        raise NotBuiltError(f"{place} 中还没有图谱；请运行 kg build")

    def close(self) -> None:
        """Let go of the build, so that it may be removed when a newer one has taken its place."""
        self.__dict__.pop("store", None)
        self.__dict__.pop("_copy", None)
        self._hold.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def store(self) -> Store:
        """The Oxigraph store, read-only."""
        from pyoxigraph import Store

        return Store.read_only(str(self.folder / "store"))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The corpus as it was when this build was made."""
        return load(self.folder / "corpus", self.folder / "own")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The subjects, authorities and concepts of this build."""
        return Vocabulary.load(self.folder / "ontology")

    def document(self, version: Version) -> Document:
        """The tree of a version."""
        urn = version.urn
        if urn not in self._documents:
            self._documents[urn] = parse(version.text, version.title)
        return self._documents[urn]

    def text(self, urn: str) -> str:
        """The words of a provision, verbatim, or '' when the URN names none."""
        version = self.catalogue.by_urn.get(text_urn(urn))
        if version is None:
            return ""
        document = self.document(version)
        node = document.by_eid.get(eid_of(urn))
        return document.text_of(node) if node else ""

    def versions(self, on: date) -> tuple[Version, ...]:
        """The versions that are the law on a day, in the order of the catalogue."""
        if on not in self._lawful:
            found = (in_force(i.versions, on) for i in self.catalogue.instruments)
            self._lawful[on] = tuple(v for v in found if v)
        return self._lawful[on]

    @cached_property
    def sector_works(self) -> frozenset[str]:
        """The works of the regulator of the industry."""
        regulator = self.vocabulary.sector_regulator
        return frozenset(i.work for i in self.catalogue.instruments if regulator in map(self.vocabulary.authority, i.issuer))

    @cached_property
    def latest_texts(self) -> frozenset[str]:
        """The URN of the latest version of every instrument."""
        return frozenset(v.urn for i in self.catalogue.instruments if (v := latest(i.versions)))

    def records(self, version: Version) -> VersionRecords:
        """The norms, sanctions, terms and citations of one version, as the graph holds them."""
        urn = version.urn
        if urn not in self._records:
            with self._saved(version) as number:
                self._records[urn] = records.read(self.folder, number)
        return self._records[urn]

    @contextmanager
    def _saved(self, version: Version) -> Iterator[int]:
        """The number of the records of a version, whose faults become NotBuiltError."""
        number = self._numbers[version.urn]
        try:
            yield number
        except (OSError, ValueError) as error:
            raise NotBuiltError(f"{self.folder} 中的图谱已损坏（{records.FOLDER}/{number}.json）；请运行 kg build --force") from error

    def links_in(self, version: Version) -> tuple[Link, ...]:
        """The citations in one version."""
        if version.urn in self._records:
            return self._records[version.urn].links
        with self._saved(version) as number:
            return records.read_links_in(self.folder, number)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The place of each version in the catalogue, by its URN."""
        return {v.urn: n for n, v in enumerate(self.catalogue.versions)}

    def saying(self, words: str, on: date) -> tuple[Version, ...]:
        """The versions of a day in whose records these words stand, as JSON writes them."""
        sought, found = words.encode(), []
        for version in self.versions(on):
            with self._saved(version) as number:
                found += [version] if sought in records.raw(self.folder, number) else []
        return tuple(found)

    def names_in(self, version: Version) -> Iterator[str]:
        """Every name of a subject, an authority or a term in the norms and terms of a version."""
        found = self.records(version)
        for stored in found.norms:
            yield from (*stored.norm.bearer, *stored.norm.recipient, *(n for way in stored.applies for n in (way.subject, *way.recipient)))
        yield from (t.term for t in found.terms)

    def terms(self, version: Version) -> tuple[Term, ...]:
        """The terms a version defines."""
        return self.records(version).terms

    def norms(
        self, on: date, *, bearer: Sequence[str] = (), profile: Sequence[str] = (), instrument: str | None = None, kind: str | None = None,
        among: Collection[str] | None = None,
    ) -> tuple[AppliedNorm, ...]:
        """The norms in force on a day, in the order of the catalogue and of the text.

        ``bearer`` and ``profile`` name kinds of firm, also by everyday names. ProfileError is raised for any other name.
        A norm is kept when it binds one of them, under whatever name the law uses, and also when another rule of the law
        makes it bind them. ``instrument`` is a title, ``kind`` a kind of act, and ``among`` holds URNs of versions.
        """
        labels = self.labels([*bearer, *profile])
        found = []
        for version in self.versions(on):
            if (instrument and version.title != instrument) or (among is not None and version.urn not in among):
                continue
            routes = self.routes(version) if labels else ()
            for stored in self.records(version).norms:
                if (kind is None or stored.norm.kind == kind) and (labels is None or _binds(stored, labels)):
                    applies = for_profile(stored.norm, stored.applies, routes, self.vocabulary, labels or ())
                    found.append(AppliedNorm(stored.urn, stored.iri, stored.norm, version, applies, stored.about))
        return tuple(found)

    def routes(self, version: Version) -> tuple[Route, ...]:
        """The rules of a version that decide where reports go, each with the URN of its provision."""
        if version.urn not in self._routes:
            self._routes[version.urn] = tuple(replace(r, eid=f"{version.urn}~{r.eid}") for r in find_routes(self.document(version)))
        return self._routes[version.urn]

    def older(self, before: Version, later: Version) -> dict[str, tuple[str, ...]]:
        """The eids that each article of the later text had in the earlier text.

        There are several where articles were merged.
        """
        key = (before.urn, later.urn)
        if key not in self._older:
            found: dict[str, tuple[str, ...]] = {}
            for old, new in renumbered(self.document(before), self.document(later)).items():
                found |= {new: (*found.get(new, ()), old)} if new else {}
            self._older[key] = found
        return self._older[key]

    def changes(self, before: Version, later: Version) -> tuple[Change, ...]:
        """What became of every article from one text to the next, with the words that differ.

        The texts are compared only once.
        """
        from kg.corpus.amendments.changes import changes

        key = (before.urn, later.urn)
        if key not in self._changes:
            self._changes[key] = changes(self.document(before), self.document(later))
        return self._changes[key]

    def labels(self, names: Iterable[str]) -> frozenset[str] | None:
        """Every name under which the law binds these kinds of firm, or None when no kind is named."""
        profiles = [self.vocabulary.profile(n) for n in names]
        return frozenset(label for p in profiles for label in p.labels) if profiles else None

    def authority_labels(self) -> tuple[str, ...]:
        """Every name of an authority in the texts of the law."""
        return tuple(n for c in self.vocabulary.authorities.values() for n in c.names)

    def sanctions(self, on: date, among: Collection[str] | None = None) -> tuple[AppliedSanction, ...]:
        """The penalty clauses in force on a day, of the versions ``among`` (URNs) if they are given."""
        return tuple(s for v in self.versions(on) if among is None or v.urn in among for s in self.sanctions_of(v))

    def sanctions_of(self, version: Version) -> tuple[AppliedSanction, ...]:
        """The penalty clauses of one version."""
        urn = version.urn
        if urn not in self._punishing:
            stored = self.records(version).sanctions
            self._punishing[urn] = tuple(AppliedSanction(s.urn, s.sanction, version, s.punishes, s.general, s.by_words) for s in stored)
        return self._punishing[urn]

    def punished_by(self, urn: str, on: date) -> tuple[AppliedSanction, ...]:
        """The penalty clauses that punish a breach of a provision.

        Clauses that name the provision come first, then those that punish any breach of its text.
        """
        version = self.catalogue.by_urn.get(text_urn(urn))
        if version is None or in_force(self.catalogue.of(version).versions, on) is not version:
            return ()
        return self._penalties_of(version).of(urn)

    def _penalties_of(self, version: Version) -> Penalties:
        """The penalty clauses of one version, by what they punish."""
        urn = version.urn
        if urn not in self._penalties:
            self._penalties[urn] = Penalties(self.sanctions_of(version))
        return self._penalties[urn]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every citation of every version."""
        return tuple(link for v in self.catalogue.versions for link in self.links_in(v))

    @cached_property
    def _ends(self) -> ByProvision[Link]:
        return ByProvision(self.links, lambda k: [k.source, *(t for t in (k.target, *k.also) if t)])

    @cached_property
    def linked(self) -> ByProvision[CrossLink]:
        """The links between laws, for all days, by the provisions they join."""
        return ByProvision(self.cross_links, lambda k: (k.source, k.target))

    @cached_property
    def cross_links(self) -> tuple[CrossLink, ...]:
        """Every link between provisions of different laws, for all days.

        ``kg.graph.links_of_day`` gives the links of one day. NotBuiltError is raised when the build holds no links or
        they are damaged.
        """
        try:
            return records.read_links(self.folder)
        except (OSError, ValueError) as error:
            raise NotBuiltError(f"{self.folder} 中没有法规之间的关联（由较早的程序建立，或已损坏）；请运行 kg build --force") from error

    def citations_of(self, urn: str) -> tuple[Link, ...]:
        """The citations in a provision or text and those that mean it, in the order of the texts."""
        return self._ends.of(urn)

    def outgoing(self, urn: str) -> tuple[Link, ...]:
        """The citations in a provision or in anything below it."""
        return tuple(k for k in self.citations_of(urn) if within(k.source, urn))

    def incoming(self, urn: str) -> tuple[Link, ...]:
        """The citations that mean a provision, a part of it, or the provision under its older number.

        Citations that the provision itself contains are left out.
        """
        return tuple(k for k in self.citations_of(urn) if not within(k.source, urn))

    def sparql(self, query: str) -> Any:
        """The result of a reading query over the union of all named graphs.

        QueryError is raised for any other query. SERVICE is refused, so that no query leaves the machine.
        """
        return queries.run(self.store, query)

    def competency(self, name: str, **values: str | date) -> tuple[dict[str, str], ...]:
        """The answer to ``ontology/queries/<name>.rq``, one mapping from variable to text for each row.

        A variable that is unbound has the text ''. ``values`` replace what the query's VALUES lines name: an IRI, a word
        or a date. They are bound as values and never put into the text of the query. QueryError names an unknown query or
        parameter and lists those that exist.
        """
        return queries.answer(self._store_of_many(), name, values)

    def _store_of_many(self) -> Store:
        """The store for the next of many queries.

        From the tenth on it is a copy in memory, unless the graph is large. Loading it takes as long as it saves on nine.
        """
        self._asked += 1
        if self._asked < _PAYS or self.manifest["triples"] > _IN_MEMORY:
            return self.store
        with self._loading:
            return self._copy

    @cached_property
    def _copy(self) -> Store:
        from pyoxigraph import RdfFormat, Store

        copy = Store()
        copy.bulk_load(path=str(self.folder / "graph.nq"), format=RdfFormat.N_QUADS)
        return copy

    def provision_label(self, urn: str) -> str:
        """The label of a URN, such as 《网络安全法》第二十三条第一款, or the URN itself when it is unknown."""
        from kg.corpus.lookup import UnknownReference, look_up, provision_of

        if urn in self._labels:
            return self._labels[urn]
        version, eid = self.catalogue.by_urn.get(text_urn(urn)), eid_of(urn)
        if version and "." not in eid and eid in self.document(version).by_eid:  # a dot tells two parts of one number apart
            self._labels[urn] = f"《{self.catalogue.of(version).title}》{provision_of(self.document(version), eid)}"
            return self._labels[urn]
        try:
            shown = look_up(urn, self.catalogue, document=self.document)
        except UnknownReference:
            return urn
        return f"《{shown.instrument.title}》{shown.label.removeprefix(shown.instrument.title)}"

    def articles(self, version: Version) -> tuple[str, ...]:
        """The URNs of the articles and annexes of a version, in order."""
        return tuple(f"{version.urn}~{p.eid}" for p in self.document(version).units)


def _binds(stored: StoredNorm, labels: frozenset[str]) -> bool:
    return any(a.subject in labels for a in stored.applies)
