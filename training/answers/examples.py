"""The labelled questions of ``sets`` as features and labels, made with the current build."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from kg.answers.answerer import Answerer
from kg.answers.question.reading import understand
from kg.answers.question.scope import scope
from kg.answers.ranking import candidates, features
from kg.answers.ranking.clause_signs import ClauseSigns
from kg.answers.ranking.kinds import KINDS, Kinds
from kg.law.versions import today

SETS = Path(__file__).parent / "sets"


@dataclass
class Example:
    """One question with a row of features for each clause found and what the writer said of each.

    ``labels`` are 1 for a clause that decides, 0 for one that does not and -1 for one that may stand beside it.
    """

    record: dict[str, Any]
    group: str
    rows: np.ndarray
    labels: np.ndarray
    urns: list[str]
    missed: int
    vector: np.ndarray
    found: Any = field(default=None, repr=False)


def squash(text: str) -> str:
    """The text without blanks."""
    return re.sub(r"\s", "", text)


def read(paths: list[Path]) -> list[dict[str, Any]]:
    """The records of the files, each with the file it is from."""
    return [json.loads(line) | {"set": p.stem} for p in paths for line in p.read_text(encoding="utf-8").splitlines() if line.strip()]


def make(records: list[dict[str, Any]], answerer: Answerer, kinds: Kinds | None) -> list[Example]:
    """The examples of the records; without a classifier the kinds are those the writer gave."""
    on = today()
    versions = {answerer.knowledge.catalogue.of(v).slug: v.urn for v in answerer.knowledge.versions(on)}
    signs = ClauseSigns(answerer._reach(on))
    return [_example(r, answerer, kinds, versions, signs) for r in records]


def _example(record: dict[str, Any], answerer: Answerer, kinds: Kinds | None, versions: dict[str, str], signs: ClauseSigns) -> Example:
    on, knowledge = today(), answerer.knowledge
    asked = understand(record["q"], knowledge.catalogue)
    names = tuple(knowledge.vocabulary.profile(p).label for p in [record["profile"]] if p) if record.get("profile") else ()
    asker = answerer._asker(asked, names)
    where = scope(knowledge, on, tuple(asker.labels), asked)
    vector = answerer.index.vector(asked.topic)
    of = kinds.of(asked.text, vector) if kinds else {k: float(k in record["kinds"]) for k in KINDS}
    found = candidates.find(answerer.index, asked.topic, {v.urn for v in where.versions})
    rows = features.rows(found, features.Weighing(asked, where, of, knowledge, answerer._reach(on)), signs)
    decide = [(f"{versions[s]}~{e}", squash(w)) for s, e, w in record["decide"]]
    also = {f"{versions[o[0]]}~{o[1]}" for o in record.get("also", [])}
    labels, hit = [], set()
    for entry, clause in zip(found.entries, found.clauses, strict=True):
        words = squash(clause.words(entry))
        mine = [n for n, (u, w) in enumerate(decide) if u == clause.urn and _meant(w, words)]
        hit |= set(mine)
        labels.append(1 if mine else -1 if clause.urn in also or any(u == clause.urn for u, _ in decide) else 0)
    group = record["decide"][0][0] if record["decide"] else record["set"] + "-none"
    return Example(record, group, rows, np.array(labels, np.int8), [c.urn for c in found.clauses], len(decide) - len(hit), vector, found)


def sought(
    record: dict[str, Any], versions: dict[str, str], clauses: Callable[[str], list[tuple[int, str]]]
) -> tuple[list[int], list[int]]:
    """The numbers of the clauses that decide a record and of those that may stand beside, given what gives the clauses of a provision."""
    decide = [n for s, e, w in record["decide"] for n, words in clauses(f"{versions.get(s)}~{e}") if _meant(squash(w), squash(words))]
    also = [n for o in record.get("also", []) for n, _ in clauses(f"{versions.get(o[0])}~{o[1]}")]
    return sorted(set(decide)), also


def _meant(words: str, clause: str) -> bool:
    """Whether a writer who marked these words meant that clause."""
    return words in clause or clause in words or _shares(words, clause)


def _shares(words: str, clause: str) -> bool:
    """Whether words that run over several sentences have this one among them."""
    return len(words) > 40 and len(clause) > 8 and clause[:-1] in words


if __name__ == "__main__":
    print(len(read(sorted(SETS.glob("*.jsonl")))), file=sys.stderr)
