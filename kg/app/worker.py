"""A process that answers questions from one build, for ``kg.app.answering``.

It opens the build, says so, and then answers one question after the other until its pipe closes.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.answers.answerer import Answerer
    from kg.answers.result import Answer

WARM = "运营者应当保存日志"  # any question: it loads what the first answer needs
FAILED = "回答时出错，请换个说法再问；仍然出错的，请把终端里的详情报告给维护者。"


@dataclass(frozen=True)
class Asking:
    """A question as a worker gets it, which is also what tells two questions apart.

    ``on`` is the day chosen. Without it the question may name a day, and otherwise it is ``today``.
    """

    question: str
    profile: tuple[str, ...]
    on: date | None
    today: date
    after: str = ""

    def by(self, answerer: Answerer) -> Answer:
        """The answer of an answerer."""
        return answerer.answer(self.question, self.profile, self.on, default=self.today, after=self.after)


@dataclass(frozen=True)
class NoAnswer:
    """Why there is no answer, in words for the reader."""

    words: str


def work(pipe: Connection, build: str) -> None:
    """Answer until the pipe closes.

    What is sent first is the name of the build opened, or a ``NoAnswer`` if it cannot be opened. After that each ``Asking``
    gets an ``Answer`` or a ``NoAnswer``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all processes of a terminal: the first one decides
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # there is a worker for each core
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        try:
            answerer = _opened(build)
        except Exception as error:
            pipe.send(_said(error))
            return
        pipe.send(build)
        while True:
            asked: Asking = pipe.recv()
            try:
                answer: object = asked.by(answerer)
            except Exception as error:
                answer = _said(error)
            pipe.send(answer)


def _opened(build: str) -> Answerer:
    """The answerer of the build, which is also the current one, ready for its first question."""
    import gc

    from kg.answers.answerer import Answerer
    from kg.graph.knowledge import NotBuiltError

    answerer = Answerer.open()
    if str(answerer.knowledge.folder) != build:
        raise NotBuiltError(f"{build} 已不是现用的图谱")
    answerer.answer(WARM)
    gc.collect()
    gc.freeze()  # what is open now stays: no need to look through it again
    return answerer


def _said(error: Exception) -> NoAnswer:
    """An error in words: those of the error if it is one of ours, else the details go to the terminal."""
    if type(error).__module__.split(".")[0] == "kg":
        return NoAnswer(str(error))
    traceback.print_exception(error)
    return NoAnswer(FAILED)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(0)
