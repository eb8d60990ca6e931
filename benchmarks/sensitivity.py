"""How the figures move with the constants of the answering code, each changed alone.

    python benchmarks/sensitivity.py

For every constant of CHANGED a smaller and a larger value: development questions right, their citation precision, held-out
questions with all right articles cited. A constant that the code no longer has is named on standard error and left
out. Reads the build in KG_DATA and ../shared/eval; about a minute on an idle machine.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import development
import question_sets
from answers import judge
from tables import table

from kg.answers import answerer as answers
from kg.answers.answerer import Answerer, answer_json
from kg.answers.finding import selection

CHANGED: tuple[tuple[ModuleType, str, tuple[float, ...]], ...] = (
    (selection, "SURE", (0.15, 0.35)),
    (selection, "SHARE", (0.2, 0.4)),
    (selection, "MOST", (2, 6)),
    (selection, "SIBLING", (0.06, 0.25)),
    (selection, "NAMED_SURE", (0.01, 0.1)),
    (answers, "NOTHING", (0.02, 0.08)),
    (answers, "HARDLY", (0.06, 0.2)),
    (answers, "SCOPE_FLOOR", (0.1, 0.16, 0.35)),
)


@contextmanager
def changed(module: ModuleType, name: str, value: float) -> Iterator[None]:
    """The constant has another value inside."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def development_score(answerer: Answerer) -> development.Score:
    """Scores the development questions in this process, where a constant may be changed."""
    asked = [*question_sets.dev(), *question_sets.dev(answered=False)]
    found = [replace(answerer.answer(a.question, a.profile, a.as_of), id=a.id) for a in asked]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        path.write_text("".join(json.dumps(answer_json(a), ensure_ascii=False) + "\n" for a in found), encoding="utf-8")
        return development.score(path)


def row(answerer: Answerer) -> list[object]:
    found = development_score(answerer)
    held = judge(answerer, question_sets.heldout())
    precise = found.right_citations / max(found.citations, 1), sum(j.right for j in held) / max(sum(len(j.cited) for j in held), 1)
    complete = f"{sum(j.complete for j in held)} of {len(held)}"
    return [f"{found.counts['all'][0]} = {found.share:.3f}", f"{precise[0]:.3f}", complete, f"{precise[1]:.3f}"]


def report() -> str:
    answerer = Answerer.open()
    rows: list[list[object]] = [["as shipped", "", *row(answerer)]]
    for module, name, values in CHANGED:
        if not hasattr(module, name):
            print(f"{module.__name__} has no {name} any more; left out", file=sys.stderr)
            continue
        shipped = getattr(module, name)
        for value in values:
            with changed(module, name, value):
                rows.append([f"`{name}` {shipped}", f"→ {value}", *row(answerer)])
    return table(["Constant", "value", "dev right", "dev citation precision", "held-out complete", "held-out citation precision"], rows)


if __name__ == "__main__":
    print(report())
