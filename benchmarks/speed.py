"""How long things take: a cold `kg ask`, warm answers, a batch, opening a build, reading the corpus, building.

    python benchmarks/speed.py            about a minute
    python benchmarks/speed.py --build    also a whole build, into a temporary folder

Wall-clock times, so take them on an idle machine; reading the corpus is given in seconds of one core, whatever else
runs. Warm answers are to questions new to the process: no vector of theirs is in a cache. Reads the build in KG_DATA.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import question_sets
from question_sets import ROOT, Asked
from tables import table

from kg.law.places import queries_dir
from kg.search.entries import read_questions

RUNS = 5
BATCH = 1_000
QUESTION = "发生网络安全事件后向谁报告"
KG = (sys.executable, "-m", "kg")
OPENING = """
import time
began = time.perf_counter()
from kg.answers import Answerer
answerer = Answerer.open()
opened = time.perf_counter()
answerer.answer("发生网络安全事件后向谁报告")
print(opened - began, time.perf_counter() - opened)
"""

Row = list[object]


def questions() -> list[Asked]:
    """The held-out questions and, where they are on this machine, the development questions."""
    return [*question_sets.heldout(), *question_sets.dev(), *question_sets.dev(answered=False)]


def cold() -> list[Row]:
    """One `kg ask` in a new process, then the same from inside: to open the build, and to answer the first question."""
    walls = [_wall(*KG, "ask", QUESTION, "--profile", "证券公司") for _ in range(RUNS)]
    inside = [_floats(_out(sys.executable, "-c", OPENING)) for _ in range(RUNS)]
    opened, first = (statistics.median(times) for times in zip(*inside, strict=True))
    return [
        [f"cold `kg ask`, median of {RUNS} (slowest)", f"{statistics.median(walls):.2f} s ({max(walls):.2f} s)"],
        ["of this: import and open the build", f"{opened * 1000:.0f} ms"],
        ["of this: the first answer", f"{first * 1000:.0f} ms"],
    ]


def warm(asked: Sequence[Asked]) -> list[Row]:
    """Answers in one process that has answered one other question before."""
    from kg.answers.answerer import Answerer

    answerer = Answerer.open()
    answerer.answer(QUESTION)
    times = sorted(answerer.answer(q.question, q.profile, q.as_of).elapsed_ms for q in asked)
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    return [[f"warm answer, median / 95th percentile of {len(times)}", f"{statistics.median(times):.0f} ms / {late:.0f} ms"]]


def batch() -> list[Row]:
    """`kg ask --batch` over a thousand of the written questions, no two alike, in a new process, start included."""
    written = sorted({q for path in queries_dir().glob("*_20*.jsonl") for qs in read_questions(path).values() for q in qs})
    chosen = random.Random(1000).sample(written, BATCH)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.jsonl"
        path.write_text("\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(chosen)), encoding="utf-8")
        taken = _wall(*KG, "ask", "--batch", path, "--json")
    return [[f"`kg ask --batch`, {BATCH} questions", f"{taken:.1f} s = {BATCH / taken:.0f} a second"]]


def reading() -> list[Row]:
    """Structure, citations, definitions and norms of every text of the corpus, on one core."""
    from kg.corpus.loading import load
    from kg.corpus.structure import parse
    from kg.reading.extract import extract

    versions = load().versions
    extract(parse("第一条　运营者应当保存日志。", "示例办法"))  # dictionaries are read here
    began = time.process_time()
    articles = sum(len(extract(parse(v.text, v.title))["articles"]) for v in versions)
    taken = time.process_time() - began
    return [[f"reading {len(versions)} texts, {articles} articles, {sum(len(v.text) for v in versions):,} characters", f"{taken:.1f} s of one core"]]


def building() -> list[Row]:
    """`kg build` into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        taken = _wall(*KG, "build", data=folder)
    return [["`kg build`, from nothing", f"{taken:.0f} s"]]


def _wall(*command: object, data: str | None = None) -> float:
    began = time.perf_counter()
    _out(*command, data=data)
    return time.perf_counter() - began


def _out(*command: object, data: str | None = None) -> str:
    environment = {**os.environ, **({"KG_DATA": data} if data else {})}
    done = subprocess.run([str(c) for c in command], capture_output=True, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8")


def _floats(line: str) -> list[float]:
    return [float(part) for part in line.split()]


def report(build: bool = False) -> str:
    asked = questions()
    rows = [*cold(), *warm(asked), *batch(), *reading(), *(building() if build else [])]
    return table(["What", "Time"], rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", action="store_true", help="also time a whole build")
    print(report(parser.parse_args().build))
