"""Work in another process gives what it gives here, and nothing that it does takes the caller along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg.files.apart import Allowance, Stopped, run

ROOT = Path(__file__).resolve().parents[2]
AMPLE = Allowance(60, 1_000_000_000)
UNIX = pytest.mark.skipif(os.name == "nt", reason="limits of Unix")


class Refusal(Exception):
    """An error that the caller knows."""


def echo(about: Mapping[str, Any], data: bytes) -> Iterator[Any]:
    print("this is no answer")
    yield from [about, len(data), "第一条\ud800", None]


def fail(about: Mapping[str, Any], data: bytes) -> Iterator[Any]:
    yield 1
    raise {"Refusal": Refusal, "KeyError": KeyError}[about["kind"]]("为什么")


def hang(about: Mapping[str, Any], data: bytes) -> Iterator[Any]:
    yield os.getpid()
    while True:
        time.sleep(0.01)


def busy(about: Mapping[str, Any], data: bytes) -> Iterator[Any]:
    while True:
        len(data)
    yield


def swell(about: Mapping[str, Any], data: bytes) -> Iterator[Any]:
    yield len(bytearray(about["bytes"]))


def talk(about: Mapping[str, Any], data: bytes) -> Iterator[Any]:
    for n in range(about["most"]):
        yield "x" * n


def leave(about: Mapping[str, Any], data: bytes) -> Iterator[Any]:
    yield 1
    os.abort() if about["how"] == "abort" else os._exit(3)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def gone(pid: int) -> bool:
    for _ in range(200):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_what_is_yielded_arrives_in_order() -> None:
    data = os.urandom(3_000_000)
    assert list(run(echo, {"a": ["二", 1.5]}, data, allowed=AMPLE)) == [{"a": ["二", 1.5]}, len(data), "第一条\ud800", None]


def test_a_program_without_an_interpreter_does_the_work_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert list(run(swell, {"bytes": 5}, allowed=AMPLE)) == [5]


def test_errors_named_are_raised_as_they_were() -> None:
    found = run(fail, {"kind": "Refusal"}, allowed=AMPLE, errors=(Refusal,))
    assert next(found) == 1
    with pytest.raises(Refusal, match=r"^为什么$"):
        next(found)
    with pytest.raises(RuntimeError, match="KeyError: 为什么"):
        list(run(fail, {"kind": "KeyError"}, allowed=AMPLE, errors=(Refusal,)))


@pytest.mark.parametrize(
    ("work", "about", "allowed", "why"),
    [
        (busy, {}, Allowance(0.5, 1_000_000_000), "time"),
        pytest.param(swell, {"bytes": 900_000_000}, Allowance(60, 600_000_000), "memory", marks=UNIX),
        (talk, {"most": 2_000}, Allowance(60, 1_000_000_000, 1_000), "value"),
        pytest.param(leave, {"how": "abort"}, AMPLE, "memory", marks=UNIX),
        (leave, {"how": "exit"}, AMPLE, "ended"),
    ],
    ids=lambda v: getattr(v, "__name__", None),
)
def test_a_limit_stops_the_work_and_says_which(work: Any, about: dict[str, Any], allowed: Allowance, why: str) -> None:
    with pytest.raises(Stopped) as caught:
        list(run(work, about, allowed=allowed))
    assert caught.value.why == why


@UNIX
def test_the_child_ends_by_itself_if_its_caller_cannot_stop_it() -> None:
    """The limit of processor time is its own."""
    code = "from kg.files.apart import limit; limit('CPU', 1)\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False)
    assert ended.returncode == -signal.SIGXCPU


@UNIX
def test_an_iterator_that_is_closed_leaves_no_child() -> None:
    with closing(run(hang, {}, allowed=AMPLE)) as found:
        pid = next(found)
        assert alive(pid)
    assert gone(pid)


def test_the_child_waits_for_a_reader_who_is_slow_and_her_time_does_not_count() -> None:
    with closing(run(talk, {"most": 100_000}, allowed=Allowance(5, 1_000_000_000))) as found:
        assert next(found) == ""
        time.sleep(6)
        assert [len(next(found)) for _ in range(500)] == list(range(1, 501))


def test_it_works_in_many_threads_at_once() -> None:
    found: list[Any] = []
    threads = [threading.Thread(target=lambda n=n: found.append(list(run(swell, {"bytes": n}, allowed=AMPLE)))) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [[n] for n in range(6)]


WAITING = "from kg.files.apart import Allowance, run\nfrom tests.files.test_apart import hang\n" \
          "for v in run(hang, {}, allowed=Allowance(600, 10**9)): print(v, flush=True)"


@UNIX
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_a_caller_that_ends_takes_its_child_along(sign: signal.Signals) -> None:
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    with subprocess.Popen([sys.executable, "-c", WAITING], cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as caller:
        assert caller.stdout is not None
        pid = int(caller.stdout.readline())
        caller.send_signal(sign)
        assert caller.wait(30) != 0
    assert gone(pid)


@UNIX
def test_it_works_without_a_locale_in_a_folder_that_is_read_only_and_full_of_traps(tmp_path: Path) -> None:
    for name in ("json.py", "kg.py", "typing.py"):
        (tmp_path / name).write_text("raise SystemExit('trapped')", encoding="utf-8")
    tmp_path.chmod(0o555)
    code = f"import sys; sys.path[:] = {sys.path!r}\nfrom kg.files.apart import *\nfrom tests.files.test_apart import swell\n" \
           "print(list(run(swell, {'bytes': 5}, allowed=Allowance(60, 10**9))))"
    ended = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, env={"PATH": os.environ["PATH"], "LANG": "C", "LC_ALL": "C"},
                           capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.stderr) == ("[5]\n", "")
