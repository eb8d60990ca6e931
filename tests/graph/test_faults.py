"""What goes wrong around a build: rules added meanwhile, builders killed, others waiting, readers beside them."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.answers.answerer import Answerer
from kg.corpus.loading import load
from kg.graph import building, storage
from kg.graph.building import build, outdated
from kg.graph.knowledge import Knowledge
from kg.graph.writing.snapshot import BuildError
from kg.graph.writing.texts import Reader
from kg.law.identifiers import text_urn
from kg.own.adding import remove
from kg.search import Index
from tests.own_rules import MEASURES, RULE, TITLE, put

POSIX = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")


def whole(data: Path) -> Knowledge:
    """The current build, after every record was read and every quote found in the text it is of."""
    made = Knowledge.open(data)
    for version in made.catalogue.versions:
        found = made.records(version)
        urns = [n.urn for n in found.norms] + [s.urn for s in found.sanctions] + [k.source for k in found.links]
        assert {text_urn(u) for u in urns} <= {version.urn}
        assert all(n.norm.quote in version.text for n in found.norms)
    assert made.cross_links is not None
    return made


# ── one snapshot ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("step", [(building, "parse_all"), (Reader, "links"), (Reader, "write"), (building, "_check")], ids=str)
@pytest.mark.parametrize("change", [put, lambda: remove(TITLE)], ids=["added", "removed"])
def test_a_rule_added_or_removed_while_a_build_runs_waits_for_the_next(
    data: Path, no_index: None, monkeypatch: pytest.MonkeyPatch, step: tuple[object, str], change: Callable[[], object]
) -> None:
    put(MEASURES)
    if change is not put:
        put(RULE)
    before = load()
    real, done = getattr(*step), []

    def meanwhile(*given: object) -> object:
        if not done:
            other = threading.Thread(target=lambda: done.append(change()))
            other.start()
            other.join(20)
            assert done, "who changes a rule waits for no build"
        return real(*given)

    monkeypatch.setattr(*step, meanwhile)
    build(data)
    with whole(data) as made:
        assert [v.urn for v in made.catalogue.versions] == [v.urn for v in before.versions]
    assert done and outdated(data)
    build(data)
    with whole(data) as made:
        assert (made.catalogue.find(TITLE) is not None) == (change is put)
    assert not outdated(data)


def test_a_build_that_cannot_be_read_back_is_not_put_into_use(data: Path, no_index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = build(data)
    put()
    real = Reader.write

    def with_a_file_lost(reader: Reader, *others: object) -> int:
        count = real(reader, *others)  # type: ignore[arg-type]
        (reader.pieces.folder / "records" / "3.json").unlink()
        return count

    def exchanged(reader: Reader, *others: object) -> int:
        count, folder = real(reader, *others), reader.pieces.folder  # type: ignore[arg-type]
        (folder / "records" / "1.json").replace(folder / "records" / "2.json")
        (folder / "records" / "1.json").write_bytes((folder / "records" / "0.json").read_bytes())
        return count

    for fault, words in ((with_a_file_lost, r"records/3\.json"), (exchanged, "属于另一文本")):
        monkeypatch.setattr(Reader, "write", fault)
        with pytest.raises(BuildError, match=words):
            build(data)
        assert storage.current(data) == old and [p.name for p in (data / "builds").iterdir()] == [old.name]


# ── builders killed, builders waiting ────────────────────────────────────────────────────────────────────────────────────

_STOPS_AT = """
import sys, time; from pathlib import Path; from kg.graph import building
def stop(*_): print("there", flush=True); sys.stdin.readline()
building._write_index = lambda *_: None
setattr(building, sys.argv[1], stop)
from kg.cli.main import run
sys.exit(run(["build", "--force"]))
"""


def stopped_at(step: str) -> subprocess.Popen[str]:
    """A ``kg build`` in a process of its own, which has come to this step and waits for a line."""
    call = [sys.executable, "-c", _STOPS_AT, step]
    process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None and process.stdout.readline() == "there\n"
    return process


@POSIX
def test_killed_builds_leave_nothing_behind_the_next_one(data: Path, no_index: None) -> None:
    old = build(data)
    put()
    for step in ("read_inputs", "parse_all", "_check", "_write_index", "open_whole"):
        with stopped_at(step) as process:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        assert storage.current(data) == old and len(list((data / "builds").iterdir())) == 2, "the one before has been swept"
    new = build(data)
    assert [p.name for p in (data / "builds").iterdir()] == [new.name]
    with whole(data) as made:
        assert made.catalogue.find(TITLE)


@POSIX
def test_folders_of_killed_builds_go_also_when_there_is_nothing_to_build(data: Path, no_index: None) -> None:
    old = build(data)
    with stopped_at("_check") as process:
        assert build(data) == old and len(list((data / "builds").iterdir())) == 2, "a running build keeps its folder"
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    assert build(data) == old and [p.name for p in (data / "builds").iterdir()] == [old.name]


def test_a_second_build_says_that_it_waits_and_finds_the_work_done(data: Path, no_index: None) -> None:
    with stopped_at("_write_index") as first:
        call = [sys.executable, "-c", "import sys; from kg.cli.main import run; sys.exit(run(['build']))"]
        with subprocess.Popen(call, stderr=subprocess.PIPE, text=True, encoding="utf-8") as second:
            assert second.stderr is not None and second.stderr.readline().strip() == storage.WAITING
            assert first.stdin is not None
            first.stdin.write("\n")
            first.stdin.close()
            assert first.wait(120) == 0 and second.wait(120) == 0
            assert "图谱已就绪" in second.stderr.read()
    assert len(list((data / "builds").iterdir())) == 1
    whole(data).close()


def test_a_lock_may_be_taken_again_by_its_holder_and_by_no_other_thread(tmp_path: Path) -> None:
    said: list[str] = []
    inside = threading.Event()

    def other() -> None:
        with storage.building(tmp_path, lambda: said.append("waits")):
            inside.set()

    with storage.building(tmp_path), storage.building(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        assert not inside.wait(0.3)
    thread.join(10)
    assert inside.is_set() and said == ["waits"]


# ── readers beside them ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_ten_askers_beside_two_builders_and_somebody_who_adds(data: Path) -> None:
    build(data)
    question, on = "发现网络安全事件后应当在多长时间内报告？", date(2025, 6, 1)
    stop = threading.Event()
    faults: list[BaseException] = []
    answers: list[str] = []

    def guarded(work: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            except BaseException as error:
                faults.append(error)
        return run

    def ask() -> None:
        while not stop.is_set():
            with Knowledge.open() as known:
                answer = Answerer(known, Index.open(known.folder / "index")).answer(question, ("券商",), on)
                assert answer.citations and all(q.quote in known.catalogue.version(q.iri).text for q in answer.citations)
                answers.append(answer.answer)
                outdated(data)

    def build_twice() -> None:
        for _ in range(2):
            build(data, force=True)

    def change() -> None:
        for _ in range(2):
            put()
            build(data)
            remove(TITLE)
            build(data)

    askers = [threading.Thread(target=guarded(ask)) for _ in range(10)]
    others = [threading.Thread(target=guarded(w)) for w in (build_twice, build_twice, change)]
    for thread in (*askers, *others):
        thread.start()
    for thread in others:
        thread.join(300)
    stop.set()
    for thread in askers:
        thread.join(60)
    assert faults == [] and len(answers) >= 10 and all("12小时内" in a for a in answers)
    build(data)
    assert len(list((data / "builds").iterdir())) == 1 and not [p for p in data.iterdir() if p.name.startswith(".current")]
    whole(data).close()
