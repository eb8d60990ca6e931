"""Folders of builds: one pointer, locks that protect readers, nothing half-removed ever taken for a build."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.graph import storage
from kg.law import places


def make(data: Path, digest: str) -> Path:
    with storage.new_build(data) as folder:
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        return storage.finish(folder, data, digest)


def names(data: Path) -> set[str]:
    return {p.name for p in (data / "builds").iterdir()}


def test_a_finished_build_is_current_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = make(tmp_path, "aaa")
    assert storage.current(tmp_path) == folder == tmp_path / "builds" / "aaa"
    assert {p.name for p in tmp_path.iterdir()} == {"builds", "current"} and names(tmp_path) == {"aaa"}


def test_an_older_build_goes_when_nobody_reads_it(tmp_path: Path) -> None:
    make(tmp_path, "aaa")
    make(tmp_path, "bbb")
    assert names(tmp_path) == {"bbb"}


def test_an_older_build_stays_while_it_is_read_and_goes_later(tmp_path: Path) -> None:
    held = storage.hold(make(tmp_path, "aaa"))
    make(tmp_path, "bbb")
    assert names(tmp_path) == {"aaa", "bbb"}
    held.close()
    held.close()
    storage.point(tmp_path, "bbb")
    assert names(tmp_path) == {"bbb"}


def test_a_reader_that_is_forgotten_lets_go_without_a_warning(tmp_path: Path) -> None:
    held = storage.hold(make(tmp_path, "aaa"))
    del held  # pytest turns a ResourceWarning into a failure
    make(tmp_path, "bbb")
    assert names(tmp_path) == {"bbb"}


def test_two_readers_share_a_build(tmp_path: Path) -> None:
    folder = make(tmp_path, "aaa")
    first, second = storage.hold(folder), storage.hold(folder)
    first.close()
    make(tmp_path, "bbb")
    assert "aaa" in names(tmp_path)
    second.close()


def test_a_reader_in_another_process_is_respected(tmp_path: Path) -> None:
    folder = make(tmp_path, "aaa")
    code = f"from pathlib import Path; from kg.graph import storage; h = storage.hold(Path({str(folder)!r})); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None and reader.stdout.readline() == "held\n"
        make(tmp_path, "bbb")
        assert names(tmp_path) == {"aaa", "bbb"}
        reader.kill()
    storage.point(tmp_path, "bbb")
    assert names(tmp_path) == {"bbb"}


def test_a_build_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    old = make(tmp_path, "aaa")
    with pytest.raises(ZeroDivisionError), storage.new_build(tmp_path) as folder:
        (folder / "half").write_text("x", encoding="utf-8")
        raise ZeroDivisionError
    assert storage.current(tmp_path) == old and names(tmp_path) == {"aaa"}


def test_a_second_build_of_the_same_inputs_never_touches_the_first(tmp_path: Path) -> None:
    first = make(tmp_path, "aaa")
    held = storage.hold(first)
    second = make(tmp_path, "aaa")
    assert second != first and storage.current(tmp_path) == second and (first / "manifest.json").is_file()
    assert storage.finished(tmp_path, "aaa") == second
    held.close()
    third = make(tmp_path, "aaa")
    assert names(tmp_path) == {third.name}


def test_finished_finds_a_build_that_is_not_current(tmp_path: Path) -> None:
    first = make(tmp_path, "aaa")
    held = storage.hold(first)
    make(tmp_path, "bbb")
    assert storage.finished(tmp_path, "aaa") == first and storage.finished(tmp_path, "ccc") is None
    assert storage.finished(tmp_path / "nowhere", "aaa") is None
    held.close()


@pytest.mark.parametrize("name", ["", "aaa", "../builds", "a/b", "..\\x", "aaa\nbbb"])
def test_a_pointer_to_nothing_finished_is_no_build(tmp_path: Path, name: str) -> None:
    (tmp_path / "builds" / "aaa").mkdir(parents=True)
    (tmp_path / "current").write_text(name, encoding="utf-8")
    assert storage.current(tmp_path) is None


def test_unfinished_builds_are_left_alone_while_their_builder_lives(tmp_path: Path) -> None:
    dead = tmp_path / "builds" / ".new-dead"
    dead.mkdir(parents=True)
    (dead / storage.LOCK).touch()
    (tmp_path / "builds" / ".new-without-lock").mkdir()
    with storage.new_build(tmp_path) as running:
        assert names(tmp_path) == {running.name}, "what the dead left goes before anything new is written"
        make(tmp_path, "aaa")
        assert names(tmp_path) == {"aaa", running.name}


def test_a_sweep_that_was_cut_off_is_completed(tmp_path: Path) -> None:
    half = tmp_path / "builds" / ".old-zzz-1-1"
    half.mkdir(parents=True)
    (half / "manifest.json").write_text("{}", encoding="utf-8")
    assert storage.finished(tmp_path, "zzz") is None
    make(tmp_path, "aaa")
    assert names(tmp_path) == {"aaa"}


def test_what_is_being_removed_cannot_be_held(tmp_path: Path) -> None:
    folder = make(tmp_path, "aaa")
    with storage._alone(folder) as free:
        assert free
        with pytest.raises(BlockingIOError):
            storage.hold(folder)
    with pytest.raises(FileNotFoundError):
        storage.hold(tmp_path / "builds" / "gone")


def test_readers_and_builders_at_once(tmp_path: Path) -> None:
    make(tmp_path, "start")
    stop = threading.Event()
    seen: list[str] = []
    faults: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                folder = storage.current(tmp_path)
                if folder is None:
                    continue
                held = storage.hold(folder)
            except (FileNotFoundError, BlockingIOError):
                continue
            try:
                (folder / "manifest.json").read_text(encoding="utf-8")
                seen.append(folder.name)
            except OSError as error:
                faults.append(error)
            held.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    for number in range(40):
        make(tmp_path, f"b{number}")
    stop.set()
    for thread in readers:
        thread.join(10)
    assert not faults and seen
    storage.point(tmp_path, "b39")
    assert names(tmp_path) == {"b39"}


def test_the_data_folder_is_the_one_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_DATA", str(tmp_path / "x"))
    assert places.data_dir() == tmp_path / "x"
    monkeypatch.delenv("KG_DATA")
    assert "kg-securities-cyber-law" in str(places.data_dir())
