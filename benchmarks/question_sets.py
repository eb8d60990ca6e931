"""The sets of questions that the benchmarks share, in one shape.

``heldout``   questions of this project; no constant is chosen on them, but ``scope.py`` fits with them as questions within the subject
``dev``       development questions, tuned on (../shared/eval/questions_dev.jsonl)
``training``  questions kept apart when the encoder was trained, those whose laws are all held
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.law.numerals import article_label

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
HELDOUT = ROOT / "benchmarks" / "heldout_questions.jsonl"
OUTSIDE = ROOT / "benchmarks" / "out_of_scope.jsonl"
UNSEEN, PRACTICE = (ROOT / "benchmarks" / f"{name}_questions.jsonl" for name in ("unseen", "practice"))
DEV = SHARED / "eval" / "questions_dev.jsonl"
STARD = SHARED / "eval" / "stard_dev.jsonl"
TRAINING = SHARED / "models" / "training" / "heldout-questions.jsonl"
ON = date(2026, 11, 22)  # the day the gold was written for, where a question names none


@dataclass(frozen=True)
class Asked:
    """A question with the articles (title, 第…条) that answer it; none for one that is not answered."""

    question: str
    articles: frozenset[tuple[str, str]] = frozenset()
    style: str = ""
    profile: tuple[str, ...] = ()
    as_of: date = ON
    id: str = ""


def heldout() -> list[Asked]:
    return [Asked(r["question"], _articles(r["articles"]), r["style"]) for r in _records(HELDOUT)]


def dev(answered: bool = True) -> list[Asked]:
    """The development questions that the texts answer, or with ``answered=False`` those that they do not."""
    return [
        Asked(r["question"], _articles(r["expect"].get("articles_all", [])), r["style"], _names(r["profile"]), _day(r["as_of"]), r["id"])
        for r in _records(DEV)
        if (r["expect"]["status"] == "answered") == answered
    ]


def practice() -> list[Asked]:
    """The practice questions that the texts answer."""
    return [
        Asked(r["question"], _articles(r["expect"].get("articles_all", [])), r["style"], _names(r["profile"]), _day(r["as_of"]), r["id"])
        for r in _records(PRACTICE)
        if r["expect"]["status"] == "answered"
    ]


def training(titles: Collection[str]) -> list[Asked]:
    """Those questions all of whose answers stand in the instruments with these titles."""
    found = []
    for record in _records(TRAINING):
        articles = [(a["law"], article_label((a["article"],))) for a in record["answers"]]
        if all(law in titles for law, _ in articles):
            found.append(Asked(record["question"], frozenset(articles), record["style"]))
    return found


def stard() -> list[Asked]:
    """Laypeople's questions with the articles of the statutes that answer them."""
    return [Asked(r["question"], _articles(r["articles"]), "colloquial", id=r["id"]) for r in _records(STARD)]


def outside(titles: Collection[str] = ()) -> dict[str, list[str]]:
    """Questions that the corpus does not treat: far, near (the same trade or technique), and laypeople's (STARD).

    Of the laypeople's, those are left out that a law with one of these titles answers.
    """
    found: dict[str, list[str]] = {"far": [], "near": [], "STARD": []}
    for record in _records(OUTSIDE):
        found[record["distance"]].append(record["question"])
    found["STARD"] = [q.question for q in stard() if not any(title in titles for title, _ in q.articles)]
    return found


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file; none where the file is not on this machine."""
    if path.is_file():
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _articles(pairs: list[list[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((title, label) for title, label in pairs)


def _names(profile: str | list[str] | None) -> tuple[str, ...]:
    return (profile,) if isinstance(profile, str) else tuple(profile or ())


def _day(text: str | None) -> date:
    return date.fromisoformat(text) if text else ON
