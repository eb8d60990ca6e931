"""The server of ``kg app``: Streamlit's own one in this process, behind the gate, which ends when the process is told to.

There is no child that could stay behind, and the workers that answer end with their pipe.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from kg.app import answering
from kg.app.gate import TOKEN, Gate, Pass, split
from kg.app.options import ADDRESS, options
from kg.graph import storage
from kg.law import places

GRACE = 5.0  # seconds that connections have to end after the signal
_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")  # those that the system has


def address(wanted: Pass) -> str:
    """The address to open, with the token.

    >>> address(Pass(8501, "abc")), address(Pass(8501))
    ('http://127.0.0.1:8501/?token=abc', 'http://127.0.0.1:8501/')
    """
    return f"http://{ADDRESS}:{wanted.port}/" + (f"?{TOKEN}={wanted.token}" if wanted.token else "")


def is_free(port: int) -> bool:
    """Whether the application could listen on the port."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def serve(wanted: Pass, workers: int | None = None) -> None:
    """Serve the application until a signal ends it, and then end as that signal asks.

    ``workers`` is the number of processes that answer, by default one for each core.
    """
    from starlette.middleware import Middleware
    from streamlit.starlette import App

    now = storage.current(places.data_dir())
    if now is not None:
        answering.switch_on(str(now), workers)
    signal.signal(signal.SIGTERM, _leave)
    page = Path(__file__).with_name("main.py")
    app = App(page, middleware=[Middleware(Gate, wanted=wanted)], lifespan=_lifespan, on_script_error=_told)
    try:
        app.run(config=options(wanted.port, [name for name, _ in map(split, wanted.hosts)]))
    finally:
        answering.switch_off()


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _told(error: Exception) -> bool:
    """Say in our own words that a page failed, in place of Streamlit's box, and leave the details to the terminal."""
    import streamlit as st

    from kg.app.markup import plain

    traceback.print_exception(error)
    st.error(plain(f"页面出错（{type(error).__name__}）：请重新载入本页；仍然出错的，请把终端里的详情报告给维护者。"))
    return True


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[None]:
    """Make every signal that ends a program end this one, also while a page is still being drawn or a graph built.

    One that was switched off, as nohup does with SIGHUP, stays so.
    """
    server = signal.getsignal(signal.SIGTERM)
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and callable(server) and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _ending(server, signal.SIGINT if name == "SIGINT" else signal.SIGTERM))
    yield


def _ending(server: Callable[[int, FrameType | None], Any], told: int) -> Callable[[int, FrameType | None], None]:
    """A handler that tells the server to stop, and stops the process if that takes too long."""

    def stop(number: int, frame: FrameType | None) -> None:
        last = threading.Timer(GRACE, _at_once, (128 + number,))
        last.daemon = True
        last.start()
        server(told, frame)

    return stop


def _at_once(code: int) -> None:
    answering.switch_off()
    os._exit(code)
