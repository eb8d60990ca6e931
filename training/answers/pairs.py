"""Write the pairs of questions and clauses from which the judge learns.

    python training/answers/pairs.py PAIRS

For each labelled question: the clauses that decide it, and the nearest of those found that do not. Needs a build.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any

import numpy as np
from examples import SETS, Example, make, read

from kg.answers.answerer import Answerer
from kg.answers.ranking.candidates import COLUMNS
from kg.answers.ranking.judge import pair

KEPT = 40  # clauses that do not decide, kept for each question
CLAUSE, FUSED, PIECE = (COLUMNS.index(name) for name in ("clause", "fused", "piece_clause"))


def group(example: Example) -> dict[str, Any]:
    """The pairs of one question."""
    found = example.found
    texts = [pair(example.record["q"], e, c) for e, c in zip(found.entries, found.clauses, strict=True)]
    near = found.scores[:, CLAUSE] + 0.3 * found.scores[:, FUSED] + 0.3 * found.scores[:, PIECE]
    order = [n for n in np.argsort(-near) if example.labels[n] == 0][:KEPT]
    verdict = example.record.get("verdict")
    return {
        "group": example.group, "positive": [texts[n] for n in np.flatnonzero(example.labels == 1)], "negative": [texts[n] for n in order],
        "verdict": "conditional" if verdict == "open" else verdict,
    }


def main() -> None:
    """Write the pairs."""
    records = read(sorted(SETS.glob("*.jsonl")))
    with Path(sys.argv[1]).open("wb") as file:
        pickle.dump([group(e) for e in make(records, Answerer.open(), None)], file)


if __name__ == "__main__":
    main()
