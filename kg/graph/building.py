"""The build as one visible list of steps: corpus → trees → findings → RDF → store → search index → pointer moved.

A build that fails or is killed leaves the old one in place. Equal inputs give the same folder, so nothing is built twice.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.corpus.catalogue import Catalogue
from kg.corpus.loading import load
from kg.graph import storage
from kg.graph.knowledge import FORMAT
from kg.graph.writing.pieces import Pieces
from kg.graph.writing.snapshot import INPUTS, BuildError, copy_inputs, named_where_they_lie, open_whole
from kg.graph.writing.texts import Reader, parse_all
from kg.law import places
from kg.law.model import Document
from kg.law.places import __version__, corpus_dir, matcher_dir, ontology_dir, own_dir, reader_dir
from kg.law.vocabulary import Vocabulary

Progress = Callable[[str, float], None]  # step in words, share of the whole done (0 to 1)
_STEPS = (("读取语料", 0.02), ("解析条文", 0.05), ("提取引用、定义与规范", 0.55), ("写入图谱", 0.75), ("检验图谱", 0.82), ("建立检索索引", 1.0))


_CODE = frozenset({".py", ".txt", ".dict"})  # what an editor or the interpreter leaves beside them decides nothing
_DECIDING = ("law", "corpus", "reading", "links", "search", "graph", "data", "models")  # packages that read the texts and write the graph


class ShapeError(BuildError):
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


def build(
    data: Path | None = None, *, force: bool = False, progress: Progress | None = None, waiting: Callable[[], None] | None = None
) -> Path:
    """The folder of the finished build, made below ``data``.

    It holds the graph and the indexes, made from one copy of all inputs. Nothing is built when the current build was made
    from the same inputs, unless ``force`` is given. ``waiting`` is called if another build is running, which is waited for.
    CorpusError names an unusable corpus file, BuildError a fault of what was built and WriteError what could not be
    written. In all these cases the old build stays.
    """
    data = data or places.data_dir()
    tell = _Teller(progress)
    tell.step(0)
    now = None if force else _up_to_date(data)
    if now:  # nothing is written, so that this works where nothing can be
        storage.sweep(data)
        return now
    with storage.building(data, waiting or (lambda: tell.say(storage.WAITING))), storage.new_build(data) as folder:
        with storage.changing(data):
            copy_inputs(folder, own_dir(data))
        inputs = read_inputs(folder)
        ready = storage.finished(data, inputs.digest)
        if ready and not force:
            storage.point(data, ready.name)
            return ready
        with named_where_they_lie(folder, data):
            counts = _write(folder, load(folder / "corpus", folder / "own"), data, tell)
        _manifest(folder, inputs, counts)
        open_whole(folder)
        return storage.finish(folder, data, inputs.digest)


def _up_to_date(data: Path) -> Path | None:
    """The current build if it was made from what there is now, or None."""
    folder = storage.current(data)
    try:
        return folder if folder and folder.name.partition("-")[0] == read_inputs(data).digest else None
    except FileNotFoundError:  # a file was removed at this moment
        return None


def _write(folder: Path, catalogue: Catalogue, data: Path, tell: _Teller) -> dict[str, Any]:
    """The counts for the manifest, after all the steps that follow the reading of the corpus.

    ``data`` holds the build before this one and what the user added.
    """
    from kg.links.review import reviewer

    vocabulary, before = Vocabulary.load(folder / "ontology"), storage.current(data)
    tell.step(1)
    documents = parse_all(catalogue.versions)
    tell.step(2)
    with Pieces(folder, before if before and _same_program(before) else None) as pieces:
        reader = Reader(catalogue, documents, vocabulary, pieces)
        readings = reader.read(lambda share: tell.within(2, share))
        tell.step(3)
        links = reader.links(readings)
        triples = reader.write(readings, links)
    tell.step(4)
    _check(folder)
    tell.step(5)
    _write_index(folder, catalogue, documents, before, tell)
    return {
        "triples": triples, "readings": len(readings), "review_problems": [p.message for r in readings for p in r.problems if p.code != "idle"],
        "links": len(links), "link_reviewer": reviewer(folder / "corpus"),
        "norms_by_status": dict(sorted(Counter(n.status for r in readings for n in r.norms).items())),
    }


def _check(folder: Path) -> None:
    from kg.graph.writing.shapes import check_file

    report = check_file(folder / "graph.nq")
    if report.faults:
        raise ShapeError(f"图谱未通过 SHACL 检验（{len(report.faults)} 处），未投入使用：{report.faults[0]}")


def _write_index(folder: Path, catalogue: Catalogue, documents: dict[str, Document], before: Path | None, tell: _Teller) -> None:
    from kg.search import Index, build_index, entries_of, out_of_scope, written_questions
    from kg.search.clauses import clauses_of

    queries = folder / "corpus" / "queries"
    found = [
        (e, clauses_of(e, documents[v.urn])) for i in catalogue.instruments for v in i.versions
        for e in entries_of(v, documents[v.urn], {} if v.user_supplied else written_questions(i, v, queries))
    ]
    build_index(
        folder / "index", [e for e, _ in found], contrast=out_of_scope(queries), before=before / "index" if before else None,
        clauses=[c for _, c in found],
        progress=lambda done, total: tell.within(5, done / max(total, 1)),
    )
    Index.open(folder / "index").close()  # what cannot be read back is never put into use


def _same_program(folder: Path) -> bool:
    """Whether this same program wrote the build, so that what it read from texts that have not changed can be taken over."""
    try:
        about = _about(folder)
    except (OSError, ValueError):  # damaged: this build takes its place
        return False
    return (about.get("program"), about.get("code")) == (__version__, _code_hash())


def read_inputs(data: Path | None = None) -> _Inputs:
    """The hashes of all inputs of a build below ``data`` (default: the user's data folder).

    If ``data`` is the folder of a build, they are those of its own copies.
    """
    from kg.search.dense import Encoder

    return _Inputs(_hashes(own_dir(data), data), Encoder().fingerprint)


def outdated(data: Path | None = None) -> bool:
    """Whether the current build was made from other texts or vocabularies, or by an older program.

    The result is False when there is no build.
    """
    folder = storage.current(data or places.data_dir())
    if folder is None:
        return False
    try:
        about = _about(folder)
    except FileNotFoundError:  # another build has just taken its place
        return False
    try:
        return bool(about.get("inputs") != _hashes(own_dir(data)) or about.get("code") != _code_hash())
    except FileNotFoundError:  # a text has just been removed
        return True


def _about(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def _hashes(own: Path, copies: Path | None = None) -> dict[str, str]:
    """The hashes of the inputs, by folder and path.

    Those of corpus and ontology are of their copies in ``copies`` if they lie there, else of what is shipped.
    """
    from kg.corpus.merging import files

    hashes = {f"own/{p.relative_to(own).as_posix()}": hashlib.sha256(p.read_bytes()).hexdigest() for p in files(own)}
    for name, shipped in (("corpus", corpus_dir()), ("ontology", ontology_dir())):
        root = copies / name if copies and (copies / name).is_dir() else shipped
        for path in sorted(p for p in root.rglob("*") if p.suffix in INPUTS):
            hashes[f"{name}/{path.relative_to(root).as_posix()}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes


def _code_hash() -> str:
    """A hash of the packages that read the texts and write the graph.

    A new release, or another reader of norms, therefore reads the same texts anew.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(p for name in _DECIDING for p in (package / name).rglob("*") if p.suffix in _CODE):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    digest.update((reader_dir() / "heads.npz").read_bytes())  # is another one whenever the reader was trained anew
    digest.update((matcher_dir() / "about.json").read_bytes())  # and so is this
    return digest.hexdigest()


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

    def say(self, words: str) -> None:
        if self._progress:
            self._progress(words, 0.0)

    def within(self, number: int, share: float) -> None:
        start = _STEPS[number - 1][1] if number else 0.0
        name, end = _STEPS[number]
        if self._progress:
            self._progress(name, start + share * (end - start))
