"""The processes that answer: they share the work, are replaced when they hang or die, and follow the current build."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
import pytest

from kg.answers.answerer import Answerer
from kg.answers.result import Answer
from kg.app import answering
from kg.app.answering import BUSY, SLOW, AnsweringError, NoWorkerError, Workers
from kg.app.worker import FAILED, Asking, NoAnswer
from kg.graph.building import build

DAY = date(2026, 11, 30)


def obey(pipe: Connection, name: str) -> None:
    """A worker that does what it is asked for, in place of answering."""
    pipe.send(name)
    while True:
        try:
            asked: Asking = pipe.recv()
        except EOFError:
            return
        if asked.question == "hang":
            time.sleep(60)
        if asked.question == "die":
            os._exit(1)
        pipe.send(NoAnswer("说不出") if asked.question == "refuse" else Answer(asked.question, "answered", str(os.getpid())))


def refuse_to_open(pipe: Connection, name: str) -> None:
    pipe.send(NoAnswer(f"{name} 不在"))


@pytest.fixture
def workers() -> Iterator[Callable[..., Workers]]:
    made: list[Workers] = []

    def make(size: int = 2, limit: float = 20.0, target: Callable[[Connection, str], None] = obey) -> Workers:
        made.append(Workers("b", size, limit, target))
        return made[-1]

    yield make
    for one in made:
        one.kill()


def asking(question: str) -> Asking:
    return Asking(question, (), None, DAY)


def pids(own: Workers) -> set[int]:
    return {int(own.answer(asking(str(n))).answer) for n in range(3)}


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_two_questions_at_once_go_to_two_processes_and_none_is_this_one(workers: Callable[..., Workers]) -> None:
    own, found = workers(), []
    threads = [threading.Thread(target=lambda n=n: found.append(own.answer(asking(f"{n}")))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(a.question) for a in found) == list(range(20))
    assert 1 <= len({a.answer for a in found}) <= 2 and str(os.getpid()) not in {a.answer for a in found}


def test_one_that_hangs_is_ended_and_replaced(workers: Callable[..., Workers]) -> None:
    own = workers(size=1)
    (first,) = pids(own)
    own.limit = 0.5
    with pytest.raises(AnsweringError, match=SLOW):
        own.answer(asking("hang"))
    own.limit = 20
    assert not psutil.pid_exists(first) and pids(own).isdisjoint({first}) and len(own) == 1


def test_a_question_that_ends_its_worker_is_tried_once_more_and_the_next_is_answered(workers: Callable[..., Workers]) -> None:
    own = workers()
    with pytest.raises(AnsweringError, match=FAILED):
        own.answer(asking("die"))
    assert pids(own) and until(lambda: len(own) == 2)


def test_one_that_was_killed_from_outside_is_not_noticed_by_who_asks(workers: Callable[..., Workers]) -> None:
    own = workers(size=1)
    (first,) = pids(own)
    psutil.Process(first).kill()
    assert pids(own).isdisjoint({first})


def test_why_there_is_no_answer_comes_in_words(workers: Callable[..., Workers]) -> None:
    with pytest.raises(AnsweringError, match="说不出"):
        workers(size=1).answer(asking("refuse"))


def test_who_asks_while_all_are_busy_waits_and_is_told_at_last(workers: Callable[..., Workers]) -> None:
    own = workers(size=1)
    pids(own)
    ended: list[bool] = []

    def hang() -> None:
        with pytest.raises(NoWorkerError):
            own.answer(asking("hang"))
        ended.append(True)

    hanging = threading.Thread(target=hang)
    hanging.start()
    time.sleep(0.3)
    own.limit = 0.5
    with pytest.raises(AnsweringError, match=BUSY):
        own.answer(asking("1"))
    own.kill()
    hanging.join()
    assert ended


def test_without_workers_it_is_said_so_that_the_asker_answers(workers: Callable[..., Workers]) -> None:
    own = workers(target=refuse_to_open)
    assert until(lambda: len(own) == 0)
    with pytest.raises(NoWorkerError):
        own.answer(asking("1"))


def test_where_no_process_may_be_started_there_are_none(workers: Callable[..., Workers], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError("no more processes")

    monkeypatch.setattr(answering.SpawnProcess, "start", refused)
    assert len(workers()) == 0


def test_closing_lets_the_last_answer_out_and_leaves_no_process(workers: Callable[..., Workers]) -> None:
    own = workers()
    gone = pids(own)
    own.close()
    assert until(lambda: len(own) == 0) and not any(map(psutil.pid_exists, gone))


@pytest.fixture
def switched_on(data: Path) -> Iterator[Path]:
    build(data)
    yield data
    answering.switch_off()


def test_workers_say_the_same_and_follow_the_current_build(switched_on: Path) -> None:
    first = Answerer.open(switched_on)
    asked = [Asking(q, (), None, DAY) for q in ("示例机构多久报告一次？", "红烧肉怎么做")]
    expected = [plain(a.by(first)) for a in asked]
    answering.switch_on(str(first.knowledge.folder), 2)
    assert answering.is_on() and [plain(answering.answer(first, a)) for a in asked] == expected
    assert answering.answer(first, asked[0]) is answering.answer(first, asked[0]), "an answer given is kept"
    build(switched_on, force=True)
    second = Answerer.open(switched_on)
    answering.renew(str(second.knowledge.folder))
    assert second.knowledge.folder != first.knowledge.folder and [plain(answering.answer(second, a)) for a in asked] == expected


def plain(answer: Answer) -> Any:
    return {**vars(answer), "elapsed_ms": 0}
