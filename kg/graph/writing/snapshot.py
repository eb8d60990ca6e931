"""One copy of all inputs for a build, made at one moment, and the look at the whole build before it is put into use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.corpus.catalogue import CorpusError
from kg.graph.knowledge import Knowledge, NotBuiltError
from kg.law.identifiers import text_urn
from kg.law.places import corpus_dir, ontology_dir, own_dir

INPUTS = frozenset({".txt", ".toml", ".jsonl", ".ttl"})  # the endings of the files that a build reads


class BuildError(RuntimeError):
    """Error raised when what was built cannot be put into use.

    The message says why.
    """


def copy_inputs(folder: Path, own: Path) -> None:
    """Copy all inputs of this build into its folder.

    It is made from these alone, whatever changes meanwhile, and quotes are checked against exactly these. CorpusError
    names a file that cannot be read.
    """
    from kg.corpus.merging import files

    for name, root in (("corpus", corpus_dir()), ("ontology", ontology_dir())):
        if not root.is_dir():
            raise CorpusError(f"{root}: no such folder; restore it or correct KG_CORPUS")
        _copy((p for p in root.rglob("*") if p.suffix in INPUTS), root, folder / name)
    _copy(files(own), own, folder / "own")


def _copy(paths: Iterable[Path], root: Path, place: Path) -> None:
    for path in paths:
        target = place / path.relative_to(root)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CorpusError(f"{path}: cannot be read ({error.strerror}); restore it") from error
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


@contextmanager
def named_where_they_lie(folder: Path, data: Path) -> Iterator[None]:
    """A context in which errors name the files of the user and of the program, not the copies that are read."""
    try:
        yield
    except Exception as error:
        words = str(error)
        for copy, place in ((folder / "corpus", corpus_dir()), (folder / "own", own_dir(data)), (folder / "ontology", ontology_dir())):
            words = words.replace(str(copy), str(place))
        if words == str(error) or type(error).__module__.split(".")[0] != "kg":
            raise
        raise type(error)(words) from error


def open_whole(folder: Path) -> None:
    """Open a build as its readers will, with every record, before it is put into use.

    BuildError names the first part that cannot be read or belongs to another text. The index is opened where it is written.
    """
    try:
        with Knowledge(folder) as made:
            for version in made.catalogue.versions:
                found = made.records(version)
                urns = {text_urn(u) for u in (*(n.urn for n in found.norms), *(s.urn for s in found.sanctions), *(k.source for k in found.links))}
                if urns - {version.urn}:
                    raise BuildError(f"新建的图谱中《{version.title}》的记录属于另一文本，未投入使用；请重新运行 kg build")
            made.cross_links  # noqa: B018
            made.sparql("ASK { ?s ?p ?o }")
    except NotBuiltError as error:
        raise BuildError(f"新建的图谱读不回来，未投入使用，原有图谱不变；请重新运行 kg build（{error}）") from error
