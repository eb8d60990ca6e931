"""Answers from processes of their own, so that the application only draws and uses all cores.

``kg app`` switches them on. Elsewhere (``streamlit run``, tests), and where the system grants no further process, answers are made
in the process that asks.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Any

from kg.app.worker import FAILED, Asking, NoAnswer, work

if TYPE_CHECKING:
    from kg.answers.answerer import Answerer
    from kg.answers.result import Answer

LIMIT = 30.0  # seconds that one answer may take
OPENING = 120.0  # seconds that a worker may take to open a build
MOST, KEPT = 4, 256  # workers at most without being told a number, answers kept
SLOW = "这个问题用时过长，已停止；请把问题写短一些再问。"
BUSY = "同时提问的人太多，请稍后再问。"


Target = Callable[[Connection, str], None]  # what a worker does with its pipe and the name of the build


class AnsweringError(RuntimeError):
    """Error raised when a question got no answer.

    The message is for the reader.
    """


class NoWorkerError(RuntimeError):
    """Error raised when no worker is left, so that the process that asks must answer by itself."""


class _Worker:
    """One process with its pipe, which opens its build while others already answer."""

    def __init__(self, build: str, target: Target) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=target, args=(theirs, build), name="kg-answers", daemon=True)
        self.process.start()
        theirs.close()

    def get(self, limit: float) -> Any:
        """What the worker sends next.

        TimeoutError is raised after ``limit`` seconds, and EOFError or OSError when the worker has ended.
        """
        if not self.pipe.poll(limit):
            raise TimeoutError
        return self.pipe.recv()

    def end(self) -> None:
        """End the process at once, which whoever waits for it hears by its pipe.

        It only reads, so that nothing is lost.
        """
        self.process.kill()
        self.process.join(5)


class Workers:
    """The workers of one build."""

    def __init__(self, build: str, size: int, limit: float = LIMIT, target: Target = work) -> None:
        self.build, self.limit, self._target = build, limit, target
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(size):
            self._start()

    def __len__(self) -> int:
        """How many workers there are, those included that are still opening the build."""
        return len(self._all)

    def answer(self, asked: Asking) -> Answer:
        """The answer of the first worker that is free.

        AnsweringError is raised when it takes too long, NoWorkerError when there are none. A worker that ends is replaced, and
        another one is asked once.
        """
        for last in (False, True):
            worker = self._free()
            try:
                worker.pipe.send(asked)
                found = worker.get(self.limit)
            except TimeoutError:
                self._replace(worker)
                raise AnsweringError(SLOW) from None
            except (EOFError, OSError):
                self._replace(worker)
                if last:
                    raise AnsweringError(FAILED) from None
                continue
            self._back(worker)
            if isinstance(found, NoAnswer):
                raise AnsweringError(found.words)
            answer: Answer = found
            return answer
        raise AnsweringError(FAILED)

    def close(self) -> None:
        """End the workers, those at once that have nothing to do and the others after their answer."""
        with self._lock:
            self._closed = True
        with suppress(queue.Empty):
            while True:
                self._drop(self._idle.get_nowait())

    def kill(self) -> None:
        """End all workers at once."""
        self._closed = True
        for worker in tuple(self._all):
            self._drop(worker)

    def _start(self) -> None:
        """Start a worker, which is free as soon as it has opened the build.

        None is started where the system grants no process.
        """
        with suppress(OSError):
            worker = _Worker(self.build, self._target)
            self._all.add(worker)
            threading.Thread(target=self._welcome, args=(worker,), daemon=True, name="kg-answers-start").start()

    def _welcome(self, worker: _Worker) -> None:
        try:
            ready = worker.get(OPENING) == self.build
        except (EOFError, OSError):
            ready = False
        if ready:
            self._back(worker)
        else:
            self._drop(worker)

    def _free(self) -> _Worker:
        until = time.monotonic() + 2 * self.limit
        while time.monotonic() < until:
            if not self._all:
                raise NoWorkerError
            with suppress(queue.Empty):
                return self._idle.get(timeout=1)
        raise AnsweringError(BUSY)

    def _back(self, worker: _Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.put(worker)
                return
        self._drop(worker)

    def _replace(self, worker: _Worker) -> None:
        self._drop(worker)
        if not self._closed:
            self._start()

    def _drop(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.end()


class _House:
    """The workers of the current build, if they are switched on, and the answers given last."""

    def __init__(self) -> None:
        self.size = 0
        self.workers: Workers | None = None
        self._lock = threading.Lock()
        self._given: OrderedDict[tuple[str, Asking], Answer] = OrderedDict()

    def renew(self, build: str) -> None:
        """Start the workers of a build, unless it is theirs already, and dismiss those of another build."""
        with self._lock:
            old = self.workers
            if self.size and (old is None or old.build != build):
                self.workers = Workers(build, self.size)
                if old is not None:
                    threading.Thread(target=old.close, daemon=True).start()

    def answer(self, answerer: Answerer, asked: Asking) -> Answer:
        """The answer, one given before or a new one."""
        key = (str(answerer.knowledge.folder), asked)
        with self._lock:
            if key in self._given:
                self._given.move_to_end(key)
                return self._given[key]
        found = self._new(answerer, asked)
        with self._lock:
            self._given[key] = found
            while len(self._given) > KEPT:
                self._given.popitem(last=False)
        return found

    def _new(self, answerer: Answerer, asked: Asking) -> Answer:
        workers = self.workers
        if workers is not None and workers.build == str(answerer.knowledge.folder):
            with suppress(NoWorkerError):
                return workers.answer(asked)
        return asked.by(answerer)


_HOUSE = _House()


def switch_on(build: str, size: int | None = None) -> None:
    """Start the workers, one for each core and at most ``MOST``, unless ``size`` says how many (0: none)."""
    _HOUSE.size = min(os.cpu_count() or 1, MOST) if size is None else size
    renew(build)


def renew(build: str) -> None:
    """Let the workers, if they are switched on, answer from this build."""
    _HOUSE.renew(build)


def switch_off() -> None:
    """End the workers at once."""
    _HOUSE.size = 0
    if _HOUSE.workers is not None:
        _HOUSE.workers.kill()
        _HOUSE.workers = None


def is_on() -> bool:
    """Whether there are workers, so that the asking process needs no encoder of its own."""
    return _HOUSE.workers is not None


def answer(answerer: Answerer, asked: Asking) -> Answer:
    """The answer to a question from the build that ``answerer`` has open, by a worker or, without any, by itself.

    AnsweringError is raised when it takes too long.
    """
    return _HOUSE.answer(answerer, asked)
