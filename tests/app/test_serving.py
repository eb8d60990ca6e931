"""``kg app`` as a process: it starts, lets in by its token alone, and ends with all its children whatever signal comes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kg.app import options, serving
from kg.app.gate import NO_TOKEN
from tests import small_corpus

Start = Callable[..., tuple["subprocess.Popen[bytes]", str]]
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of Unix")


def a_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the made-up corpus is the corpus, with a finished build of it."""
    folder = tmp_path_factory.mktemp("small")
    where = {**os.environ, "KG_CORPUS": str(small_corpus.write(folder / "corpus")), "KG_DATA": str(folder / "data")}
    subprocess.run([sys.executable, "-m", "kg", "build"], env=where, check=True, capture_output=True)
    return where


def _heard() -> None:
    """Hear a hang-up, also where the tests themselves run under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture
def start(small: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start ``kg app`` on the made-up corpus. Gives the process and its address once it serves."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*more: str, prefix: tuple[str, ...] = ()) -> tuple[subprocess.Popen[bytes], str]:
        log, port = tmp_path / "log", a_port()
        with log.open("wb") as out:
            command = [*prefix, sys.executable, "-m", "kg", "app", "--port", str(port), "--no-browser", *more]
            heard = None if os.name == "nt" else _heard
            process = subprocess.Popen(command, env=small, stdout=out, stderr=out, start_new_session=True, preexec_fn=heard)  # noqa: PLW1509
            running.append(process)
        for _ in range(600):
            assert running[-1].poll() is None, log.read_text("utf-8")
            printed = re.search(r"http://127\.0\.0\.1:\d+/[^（]*", log.read_text("utf-8"))
            with socket.socket() as probe:
                if printed and probe.connect_ex(("127.0.0.1", port)) == 0:
                    return running[-1], printed[0]
            time.sleep(0.1)
        raise AssertionError(log.read_text("utf-8"))

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def get(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as found:
            return found.status, found.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def handshake(port: int, host: str, cookie: str = "") -> int:
    """The status with which a websocket is answered that a page of ``host`` opens."""
    lines = ["GET /_stcore/stream HTTP/1.1", f"Host: {host}", f"Origin: http://{host}", "Connection: Upgrade", "Upgrade: websocket"]
    lines += ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", *([f"Cookie: {cookie}"] if cookie else []), "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall("\r\n".join(lines).encode())
        return int(wire.recv(200).split()[1])


def test_the_websocket_needs_the_name_and_the_token(start: Start) -> None:
    _, address = start("--workers", "0", "--host", "kg.intra")
    found = re.search(r":(\d+)/\?token=(.+)$", address)
    assert found
    port, cookie = int(found[1]), f"kg-app-{found[1]}={found[2]}"
    assert handshake(port, f"127.0.0.1:{port}", cookie) == handshake(port, "kg.intra", cookie) == 101
    assert handshake(port, f"127.0.0.1:{port}") == handshake(port, f"evil.test:{port}", cookie) == 403


def test_a_developers_start_refuses_pages_of_other_sites(small: dict[str, str], tmp_path: Path) -> None:
    port, root = a_port(), Path(options.__file__).parents[2]
    command = [sys.executable, "-m", "streamlit", "run", str(root / "app.py"), f"--server.port={port}"]
    with (tmp_path / "log").open("wb") as out:
        process = subprocess.Popen(command, env=small, cwd=root, stdout=out, stderr=out)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        assert handshake(port, f"127.0.0.1:{port}") == handshake(port, f"localhost:{port}") == 101
        assert handshake(port, f"evil.test:{port}") == 403
    finally:
        process.kill()
        process.wait(10)


def test_pages_files_and_health_need_the_token(start: Start) -> None:
    _, address = start("--workers", "0")
    base, _, token = address.partition("?token=")
    cookie = {"Cookie": f"kg-app-{base.rstrip('/').rpartition(':')[2]}={token}"}
    for path in ("", "law", "_stcore/health", "_stcore/host-config", "static/js/none.js", "favicon.png"):
        code, told = get(base + path)
        assert code == 403 and NO_TOKEN in told, path
        assert get(base + path, **cookie)[0] != 403, path
    assert get(base + "_stcore/health", **cookie) == (200, "ok")
    assert get(address, Host="evil.test")[0] == 403


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_with_all_its_children(start: Start, name: str) -> None:
    process, address = start("--no-token", "--workers", "2")
    family = psutil.Process(process.pid).children(recursive=True)
    assert len([p for p in family if "spawn_main" in " ".join(p.cmdline())]) == 2 and get(address)[0] == 200
    process.send_signal(getattr(signal, name))
    assert process.wait(10) == {"SIGTERM": 143, "SIGINT": 130, "SIGHUP": 143}[name]
    assert psutil.wait_procs(family, timeout=5)[1] == []


@POSIX
def test_its_children_end_also_when_it_is_killed(start: Start) -> None:
    process, _ = start("--no-token", "--workers", "1")
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    assert psutil.wait_procs(family, timeout=10)[1] == []


@POSIX
def test_nohup_keeps_it_when_the_terminal_goes(start: Start) -> None:
    process, address = start("--no-token", "--workers", "0", prefix=("nohup",))
    process.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert process.poll() is None and get(address)[0] == 200


def test_a_port_in_use_and_a_name_that_is_none_are_said_in_a_line(kg: Callable[..., tuple[str, str]]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert kg("app", "--port", port, code=2)[1] == f"kg: 端口 {port} 已被占用；请用 --port 换一个\n"
    assert "不是主机名" in kg("app", "--host", "http://kg.intra/", code=2)[1]


def test_it_starts_on_a_folder_that_cannot_be_written(
    data: Path, no_index: None, kg: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.graph import building

    kg("build")

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(data / "current"))

    served: list[object] = []
    monkeypatch.setattr(building, "build", refused)
    monkeypatch.setattr(serving, "serve", lambda wanted, workers: served.append(wanted))
    assert "Read-only file system" in kg("app", "--no-browser", "--port", str(a_port()))[1] and len(served) == 1


def test_the_options_are_those_that_streamlit_has() -> None:
    from streamlit import config

    assert set(options.options(8501)) <= set(config.get_config_options())
    assert options.OPTIONS["client.showErrorLinks"] is False
