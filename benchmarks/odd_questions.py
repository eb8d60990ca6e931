"""Promises checked at scale: thousands of odd questions, and for each answer whether it keeps what every answer promises.

    python benchmarks/odd_questions.py                          5,000 questions
    python benchmarks/odd_questions.py --count 300 --seed 1     fewer, others
    python benchmarks/odd_questions.py --failures odd.txt       where the failures are written, else among the temporary files

``odd_made`` makes the questions and ``promises`` checks the answers. Reads the build in KG_DATA.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conclusions import conclusion
from odd_made import Maker, Odd
from promises import HARD, SOFT, kept
from tables import table

from kg.answers.answerer import Answerer
from kg.answers.result import Answer

COUNT, FAILURES = 5_000, Path(tempfile.gettempdir()) / "odd_questions.txt"


@dataclass(frozen=True)
class Checked:
    """An odd question with its answer and what is wrong with each promise that concerns it ('' where it is kept)."""

    odd: Odd
    answer: Answer
    wrong: dict[str, str]


def check(answerer: Answerer, count: int, seed: int, on: date | None = None) -> list[Checked]:
    """That many odd questions about the law of a day (today), asked and checked."""
    maker = Maker(answerer.knowledge, seed, on)
    found = []
    for odd in maker.made(count):
        answer = answerer.answer(odd.question, odd.profile, odd.on or maker.on)
        found.append(Checked(odd, answer, kept(answerer, odd, answer)))
    return found


def promise_table(checked: Sequence[Checked]) -> str:
    """A row for each promise: how many answers it concerns and how many keep it, the hard ones first."""
    concerned = Counter(p for c in checked for p in c.wrong)
    broken = Counter(p for c in checked for p, wrong in c.wrong.items() if wrong)
    rows = [[p, "hard" if p in HARD else "soft", n, n - broken[p], broken[p], f"{1 - broken[p] / n:.4f}"]
            for p in (*HARD, *SOFT) if (n := concerned[p])]
    return table(["promise", "", "answers", "kept", "broken", "share kept"], rows)


def kind_table(checked: Sequence[Checked]) -> str:
    """A row for each kind of question: how many are answered, and how many answers keep every promise."""
    rows = []
    for kind in sorted({c.odd.kind for c in checked}):
        group = [c for c in checked if c.odd.kind == kind]
        whole = sum(not any(c.wrong.values()) for c in group)
        rows.append([kind, len(group), sum(c.answer.status == "answered" for c in group), whole, f"{whole / len(group):.3f}"])
    return table(["kind of question", "questions", "answered", "all promises kept", "share"], rows)


def write_failures(path: Path, checked: Sequence[Checked]) -> int:
    """Write each broken promise with its question and the head of the conclusion, and return the number of answers concerned."""
    broken = [c for c in checked if any(c.wrong.values())]
    with path.open("w", encoding="utf-8") as out:
        for promise in (*HARD, *SOFT):
            for c in (c for c in broken if c.wrong.get(promise)):
                out.write(f"{promise}\t{c.odd.kind}\t{c.odd.question[:300]!r} {'、'.join(c.odd.profile)} {c.answer.as_of}\n")
                out.write(f"\t{c.wrong[promise]}\n\tgot {conclusion(c.answer)[:200]!r}\n")
    return len(broken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT, help="how many questions")
    parser.add_argument("--seed", type=int, default=0, help="which questions")
    parser.add_argument("--failures", type=Path, default=FAILURES, help="the file of failures")
    given = parser.parse_args()
    checked = check(Answerer.open(), given.count, given.seed)
    print(promise_table(checked), kind_table(checked), sep="\n\n")
    print(f"\n{write_failures(given.failures, checked)} of {len(checked)} answers break a promise; see {given.failures}")


if __name__ == "__main__":
    main()
