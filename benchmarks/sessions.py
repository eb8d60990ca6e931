"""How long people wait when many of them ask at once: p50 and p95 of opening 问答 and of asking, at 1, 20 and 50 sessions.

    python benchmarks/sessions.py              starts `kg app` of this checkout on a free port, and ends it
    python benchmarks/sessions.py 1 20 50 100  other numbers of sessions

Each session speaks Streamlit's protocol over a websocket of its own, as a browser does, but draws nothing, so that the server and
not a browser is measured. All sessions open the page in the same moment; then all ask in the same moment, each a question of its
own. A wait ends when the script of the page has run to its end. Reads the build in KG_DATA. What does not
depend on what else runs are the CPU seconds of the server and its workers for each question.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import question_sets
from question_sets import ROOT
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from tables import table
from websockets.asyncio.client import ClientConnection, connect

NUMBERS = (1, 20, 50)
LONGEST = 300  # seconds that a session waits at most
STREAM = "/_stcore/stream"


def questions() -> list[str]:
    """The questions asked, none twice."""
    lines = question_sets.PRACTICE.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["question"] for line in lines))


class Session:
    """One reader with the page 问答 open."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.field = self.button = self.page = ""
        self.seen: list[str] = []

    async def open(self) -> float:
        return await self._run(BackMsg())

    async def ask(self, question: str) -> float:
        message = BackMsg()
        states = message.rerun_script.widget_states.widgets
        states.add(id=self.field, string_value=question)
        states.add(id=self.button, trigger_value=True)
        self.seen = []
        taken = await self._run(message)
        if not any("kg-answer" in body for body in self.seen):
            raise SystemExit(f"no answer came to {question!r}")
        return taken

    async def _run(self, message: BackMsg) -> float:
        """The seconds from sending a message to the end of the script, whose widgets are noted."""
        message.rerun_script.query_string = ""
        message.rerun_script.page_script_hash = self.page
        began = time.perf_counter()
        await self.connection.send(message.SerializeToString())
        async with asyncio.timeout(LONGEST):
            while True:
                data = await self.connection.recv(decode=False)
                told = ForwardMsg.FromString(data)
                self._note(told)
                if told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and told.WhichOneof("type") == "script_finished":
                    return time.perf_counter() - began

    def _note(self, told: ForwardMsg) -> None:
        if told.WhichOneof("type") == "navigation":
            self.page = told.navigation.page_script_hash
        element = told.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "text_area":
            self.field = element.text_area.id
        elif kind == "button" and element.button.is_form_submitter:
            self.button = element.button.id
        elif kind == "html":
            self.seen.append(element.html.body)
        elif kind == "exception":
            raise SystemExit(f"the page failed: {element.exception.message}")


async def measure(server: Server, number: int, asked: Sequence[str]) -> tuple[list[float], list[float], float]:
    """The seconds of each session to open the page and to have its question answered, and the CPU seconds of all answers."""
    address, cookie = server.address, server.cookie
    stream = address.replace("http", "ws") + STREAM
    headers = {"Cookie": cookie, "Origin": address}
    connections = [await connect(stream, additional_headers=headers, subprotocols=["streamlit"], max_size=None) for _ in range(number)]  # type: ignore[list-item]
    sessions = [Session(c) for c in connections]
    opened = await asyncio.gather(*(s.open() for s in sessions))
    before = server.used()
    answered = await asyncio.gather(*(s.ask(q) for s, q in zip(sessions, asked, strict=True)))
    for connection in connections:
        await connection.close()
    return list(opened), list(answered), server.used() - before


@dataclass(frozen=True)
class Server:
    """A running `kg app`: its address without the token, and the cookie that lets in."""

    process: psutil.Process
    address: str
    cookie: str

    def used(self) -> float:
        """CPU seconds that it and its workers have used so far."""
        times = [p.cpu_times() for p in (self.process, *self.process.children(recursive=True))]
        return sum(t.user + t.system for t in times)


@contextmanager
def application() -> Iterator[Server]:
    """`kg app` on a free port, ended at last."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            server = subprocess.Popen([sys.executable, "-m", "kg", "app", "--port", str(port), "--no-browser"], cwd=ROOT, stdout=out, stderr=out)
        try:
            yield Server(psutil.Process(server.pid), *_ready(log, server))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _ready(log: Path, server: subprocess.Popen[bytes]) -> tuple[str, str]:
    for _ in range(1200):
        printed = re.search(r"(http://127\.0\.0\.1:\d+)(?:/\?token=([\w-]+))?", log.read_text("utf-8"))
        if printed:
            cookie = f"kg-app-{urllib.parse.urlsplit(printed[1]).port}={printed[2]}" if printed[2] else ""
            try:
                with urllib.request.urlopen(urllib.request.Request(f"{printed[1]}/_stcore/health", headers={"Cookie": cookie}), timeout=2):
                    return printed[1], cookie
            except urllib.error.HTTPError as error:
                raise SystemExit(f"{printed[1]}: {error}") from error
            except OSError:
                pass
        if server.poll() is not None:
            raise SystemExit(log.read_text("utf-8"))
        time.sleep(0.1)
    raise SystemExit("kg app did not start in two minutes")


def _late(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def report(numbers: Sequence[int] = NUMBERS) -> str:
    """The table of waits."""
    asked, rows = questions(), []
    with application() as server:
        asyncio.run(measure(server, 2, asked[-2:]))  # opens the build and loads the encoder
        time.sleep(5)
        for number in numbers:
            opened, answered, used = asyncio.run(measure(server, number, asked[:number]))
            asked = asked[number:]
            rows.append([number, *(f"{f(t):.2f}" for t in (opened, answered) for f in (statistics.median, _late)),
                         f"{used / number:.3f}", f"{psutil.getloadavg()[0]:.0f}"])
    return table(["Sessions at once", "open: p50, s", "open: p95, s", "ask: p50, s", "ask: p95, s", "CPU s for each", "load"], rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, default=list(NUMBERS))
    print(report(parser.parse_args().numbers))
