"""The build as one visible list of steps: corpus → trees → findings → RDF → store → search index → pointer moved.

A build that fails or is killed leaves the old one in place. Equal inputs give the same folder, so nothing is built twice.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.corpus.catalogue import Catalogue
from kg.corpus.loading import load
from kg.graph import records, storage
from kg.graph.knowledge import FORMAT
from kg.law import places
from kg.law.model import Document, Version
from kg.law.places import __version__, corpus_dir, ontology_dir, own_dir
from kg.law.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.links.records import CrossLink
    from kg.reading.found import Found

Progress = Callable[[str, float], None]  # step in words, share of the whole done (0 to 1)
_STEPS = (("读取语料", 0.01), ("解析条文", 0.03), ("提取引用、定义与规范", 0.10), ("写入图谱", 0.13), ("检验图谱", 0.18), ("建立检索索引", 1.0))

_CODE = frozenset({".py", ".txt", ".dict"})  # what an editor or the interpreter leaves beside them decides nothing
_DECIDING = ("law", "corpus", "reading", "links", "search", "graph", "data")  # packages that read the texts and write the graph


class ShapeError(RuntimeError):
    """Error raised when the graph breaks a SHACL shape, so that it is not put into use.

    The message names the first fault.
    """


@dataclass(frozen=True)
class _Inputs:
    """Every file that a build reads, with its hash.

    ``digest`` names the build.
    """

    hashes: dict[str, str]
    encoder: str

    @property
    def digest(self) -> str:
        body = json.dumps([FORMAT, __version__, _code_hash(), self.encoder, self.hashes], sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()[:24]


def build(data: Path | None = None, *, force: bool = False, progress: Progress | None = None) -> Path:
    """The folder of the finished build, made below ``data``.

    It holds the graph and the indexes. Nothing is built when the current build was made from the same inputs, unless
    ``force`` is given. CorpusError names an unusable corpus file and ShapeError a fault of the graph. In both cases the
    old build stays.
    """
    data = data or places.data_dir()
    tell = _Teller(progress)
    tell.step(0)
    catalogue = load(corpus_dir(), own_dir(data))
    inputs = read_inputs(data)
    ready = storage.finished(data, inputs.digest)
    if ready and not force:
        storage.point(data, ready.name)
        return ready
    with storage.new_build(data) as folder:
        counts = _write(folder, catalogue, data, tell)
        _manifest(folder, inputs, counts)
        return storage.finish(folder, data, inputs.digest)


def _write(folder: Path, catalogue: Catalogue, data: Path, tell: _Teller) -> dict[str, Any]:
    """The counts for the manifest, after all the steps that follow the reading of the corpus.

    ``data`` holds the build before this one and what the user added.
    """
    from kg.links.review import reviewer

    vocabulary = Vocabulary.load()
    tell.step(1)
    documents = parse_all(catalogue.versions)
    tell.step(2)
    readings = [read_version(v, documents, catalogue, vocabulary) for v in catalogue.versions]
    tell.step(3)
    _copy_inputs(folder, own_dir(data))
    links = find_links(readings, catalogue, vocabulary)
    triples = write_graph(folder, catalogue, readings, vocabulary, links)
    tell.step(4)
    _check(folder)
    tell.step(5)
    _write_index(folder, catalogue, documents, _reusable(data), tell)
    return {
        "triples": triples, "readings": len(readings), "review_problems": [p.message for r in readings for p in r.problems if p.code != "idle"],
        "links": len(links), "link_reviewer": reviewer(corpus_dir()),
        "norms_by_status": dict(sorted(Counter(n.status for r in readings for n in r.norms).items())),
    }


def parse_all(versions: Iterable[Version]) -> dict[str, Document]:
    """The tree of every version, by URN."""
    from kg.corpus.structure import parse

    return {v.urn: parse(v.text, v.title) for v in versions}


def read_version(version: Version, documents: dict[str, Document], catalogue: Catalogue, vocabulary: Vocabulary) -> Found:
    """Everything found in one version, with its norms as reviewed."""
    from kg.corpus.review.applying import apply
    from kg.corpus.review.files import review_of
    from kg.reading.applicability import applications, find_routes, find_widenings
    from kg.reading.citations.finding import find_citations
    from kg.reading.citations.resolving import resolve_citations
    from kg.reading.found import Found
    from kg.reading.norms import find_norms
    from kg.reading.sanctions import find_sanctions
    from kg.reading.terms.finding import find_definitions

    document = documents[version.urn]
    terms = find_definitions(document)
    sanctions = find_sanctions(document)
    reviewed = apply(document, version, find_norms(document, terms), review_of(catalogue, version), sanctions)
    routes, widenings = find_routes(document), find_widenings(document, vocabulary)
    return Found(
        version, document, terms, tuple(resolve_citations(find_citations(document), version, document, catalogue, lambda v: documents[v.urn])),
        reviewed.norms, sanctions, tuple(applications(n, routes, widenings, vocabulary) for n in reviewed.norms), reviewed.problems,
    )


def find_links(readings: Sequence[Found], catalogue: Catalogue, vocabulary: Vocabulary) -> tuple[CrossLink, ...]:
    """The links between laws, as reviewed in ``links.toml``.

    LinkReviewError names an entry of that file that cannot be used.
    """
    from kg.links.finding import Finder
    from kg.links.review import apply, read

    finder = Finder(readings, catalogue, vocabulary)
    return apply(finder, read(corpus_dir(), finder))


def write_graph(
    folder: Path, catalogue: Catalogue, readings: Sequence[Found], vocabulary: Vocabulary, links: Sequence[CrossLink] = ()
) -> int:
    """The number of triples written.

    The function writes ``graph.nq`` (sorted, byte-identical for equal input), the Oxigraph store, and the records read
    back from it. ``readings`` follow the order of the versions in the catalogue.
    """
    from pyoxigraph import RdfFormat, Store

    from kg.graph.triples import LINKS, canonical, catalogue_quads, link_quads, version_quads, vocabulary_quads

    works = {i.title: i.work for i in catalogue.instruments}
    quads = [q for r in readings for q in version_quads(r, vocabulary, works)]
    quads += [*catalogue_quads(catalogue.instruments), *vocabulary_quads(ontology_dir()), *link_quads(links)]
    data = canonical(quads)
    (folder / "graph.nq").write_bytes(data)
    store = Store(str(folder / "store"))
    store.bulk_load(input=data, format=RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    for number, reading in enumerate(readings):
        version = reading.version
        records.save(folder, number, records.read_version(store, version.urn, reading.document, version.title))
    records.save_links(folder, records.links_in(store, LINKS))
    return len(store)


def _check(folder: Path) -> None:
    from kg.graph.shapes import validate_file

    report = validate_file(folder / "graph.nq")
    if report.faults:
        raise ShapeError(f"图谱未通过 SHACL 检验（{len(report.faults)} 处），未投入使用：{report.faults[0]}")


def _write_index(folder: Path, catalogue: Catalogue, documents: dict[str, Document], before: Path | None, tell: _Teller) -> None:
    from kg.search import Index, build_index, entries_of, written_questions

    entries = [
        e for i in catalogue.instruments for v in i.versions
        for e in entries_of(v, documents[v.urn], {} if v.user_supplied else written_questions(i, v))
    ]
    build_index(folder / "index", entries, progress=lambda done, total: tell.within(5, done / max(total, 1)), before=before)
    Index.open(folder / "index")  # what cannot be read back is never put into use


def _reusable(data: Path) -> Path | None:
    """The index of the current build, or None unless this same program wrote it.

    The vectors of texts that have not changed are taken from it.
    """
    folder = storage.current(data)
    if folder is None:
        return None
    try:
        about = _about(folder)
    except (OSError, ValueError):  # damaged: this build takes its place
        return None
    return folder / "index" if (about.get("program"), about.get("code")) == (__version__, _code_hash()) else None


def read_inputs(data: Path | None = None) -> _Inputs:
    """The hashes of all inputs of a build below ``data`` (default: the user's data folder)."""
    from kg.search.dense import Encoder

    return _Inputs(_hashes(own_dir(data)), Encoder().fingerprint)


def outdated(data: Path | None = None) -> bool:
    """Whether the current build was made from other texts or vocabularies, or by an older program.

    The result is False when there is no build.
    """
    folder = storage.current(data or places.data_dir())
    if folder is None:
        return False
    about = _about(folder)
    return bool(about.get("inputs") != _hashes(own_dir(data)) or about.get("code") != _code_hash())


def _about(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def _hashes(own: Path) -> dict[str, str]:
    from kg.corpus.merging import files

    hashes = {f"own/{p.relative_to(own).as_posix()}": hashlib.sha256(p.read_bytes()).hexdigest() for p in files(own)}
    for name, root in (("corpus", corpus_dir()), ("ontology", ontology_dir())):
        for path in sorted(p for p in root.rglob("*") if p.suffix in {".txt", ".toml", ".jsonl", ".ttl"}):
            hashes[f"{name}/{path.relative_to(root).as_posix()}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes


def _code_hash() -> str:
    """A hash of the packages that read the texts and write the graph.

    A new release therefore reads the same texts anew.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(p for name in _DECIDING for p in (package / name).rglob("*") if p.suffix in _CODE):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _copy_inputs(folder: Path, own: Path) -> None:
    """Copy the texts and vocabularies of this build into its folder, so that quotes are checked against exactly these."""
    shutil.copytree(corpus_dir(), folder / "corpus", ignore=shutil.ignore_patterns("queries", "*.jsonl", "*.md"))
    shutil.copytree(ontology_dir(), folder / "ontology", ignore=shutil.ignore_patterns("queries"))
    from kg.corpus.merging import files

    for path in files(own):
        target = folder / "own" / path.relative_to(own)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _manifest(folder: Path, inputs: _Inputs, counts: dict[str, Any]) -> None:
    graph = hashlib.sha256((folder / "graph.nq").read_bytes()).hexdigest()
    about = {"format": FORMAT, "program": __version__, "code": _code_hash(), "encoder": inputs.encoder, "inputs": inputs.hashes,
             "graph": graph, **counts}
    (folder / "manifest.json").write_bytes((json.dumps(about, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


class _Teller:
    """A reporter of progress as a share of the whole."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def step(self, number: int) -> None:
        self.within(number, 0.0)

    def within(self, number: int, share: float) -> None:
        start = _STEPS[number - 1][1] if number else 0.0
        name, end = _STEPS[number]
        if self._progress:
            self._progress(name, start + share * (end - start))
