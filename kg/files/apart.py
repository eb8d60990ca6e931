"""Work done in a process of its own, with a limit of time and of memory, and killed when it goes past one.

Whatever reads what strangers wrote, or runs a query in an engine that Python cannot interrupt, is done here. The child is a new
interpreter and never a fork, so that it may be started from any thread. It reads a line of JSON and the bytes of its work from
standard input and answers with lines of JSON. It ends when its caller ends, however that happens.

On Windows there is no limit of memory, and the limit of time is kept by the caller alone. A program without an interpreter to
start (``sys.executable`` empty, or a frozen executable) does the work itself, without these limits.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

Work = Callable[[Mapping[str, Any], bytes], Iterator[Any]]

MOST = 4  # children at once; others wait for their turn
_AHEAD = 64  # values that are read before they are wanted
_START_TIME = 60.0  # seconds to start in, on a machine that has much else to do
_TICK = 0.2  # seconds: a wait on Windows does not hear Ctrl-C
_START = "import sys,json;h=json.loads(sys.stdin.buffer.readline());sys.path[:]=h['path'];from kg.files.apart import serve;serve(h)"
_slots = threading.BoundedSemaphore(MOST)
_KILLED = tuple(-s for name in ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGKILL") if (s := getattr(signal, name, None)))


@dataclass(frozen=True)
class Allowance:
    """The limits of a child: seconds of its work, bytes of memory, and bytes of each value that it yields."""

    seconds: float
    memory: int
    value: int = 100_000_000


class Stopped(Exception):
    """The error for work that was stopped.

    ``why`` is ``time``, ``memory``, ``value`` (too long) or ``ended`` (the child ended on its own).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def run(
    work: Work, arguments: Mapping[str, Any], data: bytes = b"", *, allowed: Allowance, errors: Sequence[type[Exception]] = (),
) -> Generator[Any, None, None]:
    """What ``work`` yields when it is called with arguments and data in a process of its own.

    ``work`` is a function of a module, and what it takes and yields is JSON. The errors named are raised here as they were raised
    there, with their message. Stopped is raised at a limit. Time counts only while the answer is waited for. The child is killed
    when the iterator is closed.
    """
    if not sys.executable or getattr(sys, "frozen", False):
        yield from work(arguments, data)
        return
    head = {"path": [p for p in sys.path if isinstance(p, str)], "work": [work.__module__, work.__name__], "arguments": arguments,
            "bytes": len(data), "memory": allowed.memory, "seconds": allowed.seconds}
    with _slots, _child() as child:
        told: queue.Queue[Any] = queue.Queue(_AHEAD)
        talk = threading.Thread(target=_talk, args=(child, json.dumps(head).encode() + b"\n", data, allowed.value, told), daemon=True)
        talk.start()
        try:
            yield from _values(child, told, allowed.seconds, {e.__qualname__: e for e in errors})
        finally:
            child.kill()
            while talk.is_alive():  # it may wait for room in the queue
                with suppress(queue.Empty):
                    told.get(timeout=_TICK / 10)
            with suppress(OSError):
                child.stdin.close()  # type: ignore[union-attr]


def _child() -> subprocess.Popen[bytes]:
    debug = bool(os.environ.get("KG_DEBUG"))
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=None if debug else subprocess.DEVNULL, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _talk(child: subprocess.Popen[bytes], head: bytes, data: bytes, most: int, told: queue.Queue[Any]) -> None:
    """Give the child its work, then put what it tells into the queue, and None at the end.

    Standard input stays open: the child takes its end for the end of its caller.
    """
    try:
        _give(child.stdin, head, data)  # type: ignore[arg-type]
        while line := child.stdout.readline(most + 1):  # type: ignore[union-attr]
            if len(line) > most:
                told.put(("stopped", "value"))
                return
            told.put(json.loads(line))
    except (OSError, ValueError):
        pass  # the child was killed, or ended in the middle of a line
    finally:
        told.put(None)


def _give(stream: BinaryIO, *parts: bytes) -> None:
    for part in parts:
        stream.write(part)
    stream.flush()


def _values(
    child: subprocess.Popen[bytes], told: queue.Queue[Any], seconds: float, errors: Mapping[str, type[Exception]],
) -> Iterator[Any]:
    left = _START_TIME
    while True:
        before = time.monotonic()
        try:
            frame = told.get(timeout=max(0.0, min(left, _TICK)))
        except queue.Empty:
            frame = ("wait", None)
        left -= time.monotonic() - before
        match frame:
            case ("wait", _):
                if left <= 0:
                    raise Stopped("time")
            case ("ready", _):
                left = seconds
            case ("value", value):
                yield value
            case ("end", _):
                return
            case ("stopped", why):
                raise Stopped(why)
            case ("error", name, message):
                raise errors.get(name, RuntimeError)(message if name in errors else f"{name}: {message}")
            case _:
                raise Stopped(_end(child))


def _end(child: subprocess.Popen[bytes]) -> str:
    """Why a child ended without saying so."""
    with suppress(subprocess.TimeoutExpired):
        code = child.wait(1)
        if code == -getattr(signal, "SIGXCPU", 0):
            return "time"
        return "memory" if code in _KILLED else "ended"
    return "ended"


# ── in the child ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def serve(head: Mapping[str, Any]) -> None:
    """Do the work that the caller describes, tell what came of it, and end the process."""
    data = sys.stdin.buffer.read(head["bytes"])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    threading.Thread(target=_end_with_caller, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller hears it too, and ends this process
    limit("CORE", 0)
    try:
        limit("AS", head["memory"])
        module, name = head["work"]
        work = getattr(importlib.import_module(module), name)
        limit("CPU", int(time.process_time() + head["seconds"]) + 1)
        _tell(out, "ready", None)
        for value in work(head["arguments"], data):
            _tell(out, "value", value)
        _tell(out, "end", None)
    except (MemoryError, SystemError):  # the latter is what Python raises where it forgot that memory can run out
        _tell(out, "stopped", "memory")
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            sys.excepthook(type(error), error, error.__traceback__)
        _tell(out, "error", type(error).__qualname__, str(error.args[0] if error.args else error))
    os._exit(0)


def _tell(out: BinaryIO, *frame: Any) -> None:
    out.write(json.dumps(frame).encode() + b"\n")
    out.flush()


def _end_with_caller() -> None:
    with suppress(OSError):
        os.read(0, 1)
    os._exit(1)


def limit(name: str, value: int) -> None:
    """Limit this process in ``CPU`` seconds, bytes of memory (``AS``) or of core files, if the operating system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    kind = getattr(resource, f"RLIMIT_{name}")
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
