"""The build: same inputs, same bytes; a build that fails, is killed or breaks a shape leaves the old graph in use."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.corpus.catalogue import CorpusError
from kg.graph import building, storage
from kg.graph.building import ShapeError, build
from kg.graph.knowledge import Knowledge, NotBuiltError
from kg.graph.writing.texts import Reader
from kg.law.identifiers import KG
from tests import small_corpus

PACKAGE = Path(kg.__file__).parent


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = small_corpus.write(tmp_path / "corpus")
    monkeypatch.setenv("KG_CORPUS", str(folder))
    return folder


def change(corpus: Path) -> None:
    """Change the issuer, and a text, so that every step has something to do."""
    (corpus / "catalogue.toml").write_text((corpus / "catalogue.toml").read_text("utf-8").replace("某机关", "另一机关"), encoding="utf-8")
    small_corpus.reword(corpus)


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and "store" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_two_builds_in_different_folders_are_equal_to_the_byte(corpus: Path, tmp_path: Path) -> None:
    first, second = build(tmp_path / "one"), build(tmp_path / "two")
    assert first.name == second.name and hashes(first) == hashes(second)
    assert {"graph.nq", "manifest.json", "corpus/catalogue.toml", "ontology/shapes.ttl"} <= hashes(first).keys()
    assert any(name.startswith("index/") for name in hashes(first))


_GRAPH_ALONE = """
import sys; from pathlib import Path; from kg.graph import building
building._write_index = lambda *_: None
print(building.build(Path(sys.argv[1])))
"""


def test_the_graph_does_not_depend_on_the_hash_seed(corpus: Path, tmp_path: Path) -> None:
    found = set()
    for seed in ("0", "4242"):
        run = subprocess.run(
            [sys.executable, "-c", _GRAPH_ALONE, str(tmp_path / seed)], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, timeout=120,
        )
        folder = Path(run.stdout.strip())
        found.add((folder.name, (folder / "graph.nq").read_bytes(), (folder / "manifest.json").read_bytes()))
    assert len(found) == 1


def test_equal_inputs_are_built_once(corpus: Path, tmp_path: Path, no_index: None) -> None:
    folder = build(tmp_path / "data")
    before = (folder / "graph.nq").stat().st_mtime_ns
    assert build(tmp_path / "data") == folder and (folder / "graph.nq").stat().st_mtime_ns == before


def test_a_forced_build_replaces_the_current_one_only_when_complete(
    corpus: Path, tmp_path: Path, no_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    first = build(data)
    with Knowledge.open(data) as reader:
        second = build(data, force=True)
        assert second != first and reader.text(f"{small_corpus.WORK}@2025-01-01~art1").startswith("第一条")
        assert (first / "graph.nq").read_bytes() == (second / "graph.nq").read_bytes()
    monkeypatch.setattr(building, "_manifest", _fail)
    with pytest.raises(RuntimeError):
        build(data, force=True)
    assert storage.current(data) == second
    assert build(data) == second


def _fail(*_: object, **__: object) -> None:
    raise RuntimeError("no space left")


@pytest.mark.parametrize("step", [
    "building.parse_all", "writing.texts.read_alone", "writing.texts.follow", "writing.texts.Reader.write", "building._check",
    "building._write_index", "building._manifest", "building.copy_inputs", "building.open_whole"])
def test_a_build_that_fails_at_any_step_leaves_the_old_one(
    corpus: Path, tmp_path: Path, no_index: None, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    data = tmp_path / "data"
    old = build(data)
    change(corpus)
    monkeypatch.setattr(f"kg.graph.{step}", _fail)
    with pytest.raises(RuntimeError, match="no space left"):
        build(data)
    assert storage.current(data) == old and [p.name for p in (data / "builds").iterdir()] == [old.name]
    with Knowledge.open(data) as reader:
        assert reader.catalogue.find("甲网络安全管理办法") is not None


def test_an_interrupted_build_leaves_no_folder(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "_check", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "data")
    assert list((tmp_path / "data" / "builds").iterdir()) == [] and storage.current(tmp_path / "data") is None


_KILLED = """
import sys, time; from pathlib import Path; from kg.graph import building
building._write_index = lambda *_: (print("writing", flush=True), time.sleep(60))
building.build(Path(sys.argv[1]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_build_leaves_the_old_graph_and_its_readers(corpus: Path, tmp_path: Path, no_index: None) -> None:
    data = tmp_path / "data"
    old = build(data)
    change(corpus)
    with Knowledge.open(data) as reader, subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(data)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert storage.current(data) == old and len(list((data / "builds").iterdir())) == 2
        assert reader.records(reader.catalogue.versions[0]).norms
    with Knowledge.open(data) as later:
        assert "某机关" in later.catalogue.instruments[0].issuer
    new = build(data)
    assert storage.current(data) == new != old


def test_a_graph_that_breaks_a_shape_is_not_used(
    corpus: Path, tmp_path: Path, no_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    old = build(data)
    change(corpus)
    write = Reader.write

    def with_a_fault(texts: Reader, *others: object) -> int:
        count = write(texts, *others)  # type: ignore[arg-type]
        with (texts.pieces.folder / "graph.nq").open("ab") as file:
            file.write(f"<urn:x:v> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KG}Version> <urn:x:v> .\n".encode())
        return count

    monkeypatch.setattr(Reader, "write", with_a_fault)
    with pytest.raises(ShapeError, match=r"SHACL.*urn:x:v"):
        build(data)
    assert storage.current(data) == old


def test_a_reader_keeps_its_build_until_it_closes(corpus: Path, tmp_path: Path, no_index: None) -> None:
    data = tmp_path / "data"
    old = build(data)
    reader = Knowledge.open(data)
    change(corpus)
    new = build(data)
    assert old.is_dir() and "某机关" in reader.catalogue.instruments[0].issuer
    assert len(list(reader.sparql("SELECT * { ?s a <urn:kg:ont:Version> }"))) == 3
    reader.close()
    assert build(data) == new and not old.exists()


def test_two_readers_while_a_build_runs(corpus: Path, tmp_path: Path, no_index: None) -> None:
    data = tmp_path / "data"
    build(data)
    faults: list[Exception] = []
    counts: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                with Knowledge.open(data) as reader:
                    counts.append(len(list(reader.sparql("SELECT ?s { ?s a <urn:kg:ont:Article> }"))))
            except Exception as error:
                faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    change(corpus)
    build(data)
    time.sleep(0.1)
    stop.set()
    for thread in readers:
        thread.join(20)
    assert faults == [] and set(counts) == {19}


def _empty(corpus: Path) -> Path:
    (corpus / "law" / "2020-02-01.txt").write_bytes(b"")
    return corpus / "law" / "2020-02-01.txt"


def _not_utf8(corpus: Path) -> Path:
    (corpus / "law" / "2020-02-01.txt").write_bytes("第一条".encode("gbk"))
    return corpus / "law" / "2020-02-01.txt"


def _altered(corpus: Path) -> Path:
    path = corpus / "rules" / "2025-01-01.txt"
    path.write_text(path.read_text("utf-8") + "第九条　多余。\n", encoding="utf-8")
    return path


def _no_metadata(corpus: Path) -> Path:
    (corpus / "law" / "2020-02-01.toml").unlink()
    return corpus / "law" / "2020-02-01.toml"


def _no_catalogue(corpus: Path) -> Path:
    (corpus / "catalogue.toml").unlink()
    return corpus / "catalogue.toml"


@pytest.mark.parametrize("spoil", [_empty, _not_utf8, _altered, _no_metadata, _no_catalogue])
def test_an_unusable_file_is_named_and_the_old_graph_stays(
    corpus: Path, tmp_path: Path, no_index: None, spoil: Callable[[Path], Path]
) -> None:
    data = tmp_path / "data"
    old = build(data)
    path = spoil(corpus)
    with pytest.raises(CorpusError) as caught:
        build(data)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert storage.current(data) == old and [p.name for p in (data / "builds").iterdir()] == [old.name]


def test_progress_only_grows_and_ends_at_one(corpus: Path, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    build(tmp_path / "data", progress=lambda step, share: told.append((step, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == pytest.approx(1.0)
    assert list(dict.fromkeys(step for step, _ in told)) == [name for name, _ in building._STEPS]


def test_the_manifest_names_every_input_and_the_graph(corpus: Path, tmp_path: Path, no_index: None) -> None:
    folder = build(tmp_path / "data")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    text = (corpus / "rules" / "2024-01-01.txt").read_bytes()
    assert manifest["inputs"]["corpus/rules/2024-01-01.txt"] == hashlib.sha256(text).hexdigest()
    assert manifest["graph"] == hashlib.sha256((folder / "graph.nq").read_bytes()).hexdigest()
    assert {n.split("/")[0] for n in manifest["inputs"]} == {"corpus", "ontology"} and manifest["triples"] > 100


@pytest.mark.parametrize(
    ("manifest", "words"), [('{"format": 0}', "另一版本"), ('{"format": 999}', "另一版本"), ("{}", "另一版本"), ("{half", "已损坏")]
)
def test_a_build_of_another_program_is_not_opened(tmp_path: Path, manifest: str, words: str) -> None:
    with storage.new_build(tmp_path) as folder:
        (folder / "manifest.json").write_text(manifest, encoding="utf-8")
        storage.finish(folder, tmp_path, "aaa")
    with pytest.raises(NotBuiltError, match=f"{words}.*kg build"):
        Knowledge.open(tmp_path)


def test_no_build_at_all(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match=r"还没有图谱.*kg build"):
        Knowledge.open(tmp_path / "nowhere")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are listed in /proc")
def test_a_build_leaves_no_file_open(corpus: Path, tmp_path: Path, no_index: None) -> None:
    data = tmp_path / "data"
    build(data)
    with Knowledge.open(data) as reader:
        assert list(reader.sparql("SELECT * { ?s ?p ?o } LIMIT 1"))
    del reader
    links = [str(p.readlink()) for p in Path("/proc/self/fd").iterdir() if p.is_symlink()]
    assert [p for p in links if str(data) in p] == []


def _imports(path: Path) -> set[str]:
    """The modules of the package that a module imports, also within functions, not those for type checking alone."""
    found = set()
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {id(n) for i in ast.walk(tree) if isinstance(i, ast.If) and "TYPE_CHECKING" in ast.dump(i.test) for n in ast.walk(i)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg" and id(node) not in skipped:
            found |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return found


def _file(module: str) -> Path | None:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    return None if module == "kg" else next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)


def test_every_module_that_decides_what_is_written_counts_as_an_input() -> None:
    """A new release reads old texts anew: so whatever the steps of the build import is part of the digest."""
    queue = ["kg.graph.building"]
    needed: set[Path] = set()
    while queue:
        path = _file(queue.pop())
        if path and path not in needed:
            needed.add(path)
            queue += _imports(path)
    hashed = {p for name in building._DECIDING for p in (PACKAGE / name).rglob("*.py")}
    assert len(needed) > 25
    assert needed - hashed - {PACKAGE / "__init__.py", PACKAGE / "files" / "writing.py"} == set()


@pytest.mark.parametrize("name", ["law/__pycache__/x.cpython-311.pyc.140", "law/.DS_Store", "data/.acts.txt.swp", "law/vocabulary.py~"])
def test_what_lies_beside_the_code_by_chance_is_no_input(name: str) -> None:
    before, path = building._code_hash(), PACKAGE / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    try:
        assert building._code_hash() == before
    finally:
        path.unlink()
