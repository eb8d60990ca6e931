"""The development gold of ../shared/eval, by its own scorer: answers by category, communication duties by instrument.

    python benchmarks/development.py            both tables
    python benchmarks/development.py --show     also every miss, as score.py prints it
    python benchmarks/development.py --unseen   the questions of unseen_questions.jsonl, on which nothing was tuned
    python benchmarks/development.py --practice those of practice_questions.jsonl, each batch unseen once and tuned on since

Runs `kg ask --batch` and `kg extract` as a user would, on the build in KG_DATA, and hands what they print to score.py.
This gold was tuned on: its figures say how far the rules reach, not how they fare on questions never seen.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import question_sets
from question_sets import ROOT, SHARED
from tables import table

SCORER = SHARED / "eval" / "score.py"
NORMS = SHARED / "eval" / "norms_dev.jsonl"
REFERENCE = SHARED / "reference"
KG = (sys.executable, "-m", "kg")
_COUNT = re.compile(r"^(all|style:\S+|category:\S+)\s+(\d+)/(\d+)\s", re.MULTILINE)
_PRECISION = re.compile(r"citation precision (\d+)/(\d+) = [\d.]+; quotes (\d+), not verbatim (\d+)")
_DUTIES = re.compile(r"^  (\S+): found (\d+) missed (\d+) extra (\d+)$", re.MULTILINE)
_SLOT = re.compile(r"^  (bearer|recipient|deadline|modality)\s+([\d.]+)$", re.MULTILINE)
_NORMS = re.compile(r"precision ([\d.]+) recall ([\d.]+)\n(?:.*\n)*NORMS f1 ([\d.]+) slots ([\d.]+)")


@dataclass(frozen=True)
class Score:
    """What score.py says of answers: (right, all) under ``all``, ``style:…`` and ``category:…``; citations and quotes counted."""

    counts: dict[str, tuple[int, int]]
    right_citations: int
    citations: int
    quotes: int
    not_verbatim: int
    printed: str

    @property
    def share(self) -> float:
        right, number = self.counts["all"]
        return right / number


def score(answers: Path, show: bool = False, questions: Path = question_sets.DEV) -> Score:
    """Score a file of answers against the questions, the development questions when no others are given."""
    printed = _run(sys.executable, SCORER, "qa", questions, answers, "--reference", REFERENCE, *(["--show"] if show else []))
    counts = {name: (int(right), int(number)) for name, right, number in _COUNT.findall(printed)}
    found = _PRECISION.search(printed)
    assert found, printed
    right, cited, quotes, wrong = map(int, found.groups())
    return Score(counts, right, cited, quotes, wrong, printed)


def ask(folder: Path, questions: Path = question_sets.DEV) -> Path:
    """The answers of `kg ask --batch` to the questions, as a file in ``folder``."""
    answers = folder / "answers.jsonl"
    answers.write_text(_run(*KG, "ask", "--batch", questions, "--as-of", question_sets.ON.isoformat(), "--json"), encoding="utf-8")
    return answers


def answers_table(found: Score) -> str:
    """Right answers by category and style, then precision of the citations and quotes that are not verbatim."""
    named = sorted(found.counts.items(), key=lambda i: (i[0] != "all", i[0]))
    rows = [[name.replace(":", ": "), right, number, f"{right / number:.3f}"] for name, (right, number) in named]
    cited = f"{found.right_citations} of {found.citations} = {found.right_citations / max(found.citations, 1):.3f}"
    lines = f"Citations that are right: {cited}. Quotes: {found.quotes}; not verbatim: {found.not_verbatim}."
    return table(["Questions", "right", "of", "share"], rows) + "\n\n" + lines


def texts() -> dict[str, Path]:
    """Title → text, for every instrument of the gold: from the corpus, or the fragment in the reference where it is not held."""
    records = [json.loads(line) for line in NORMS.read_text(encoding="utf-8").splitlines()]
    held = {}
    for about in sorted((ROOT / "corpus").glob("*/????-??-??.toml")):  # the latest version of an instrument comes last
        title = re.search(r'^title = "(.+)"$', about.read_text(encoding="utf-8"), re.MULTILINE)
        held[title[1] if title else ""] = about.with_suffix(".txt")
    return {r["instrument"]: held.get(r["instrument"]) or REFERENCE / f"{r['version']}.txt" for r in records}


def extract(folder: Path) -> list[Path]:
    """What `kg extract` finds in each text of the gold, as files in ``folder``."""
    files = []
    for title, text in texts().items():
        files.append(folder / f"{text.parent.name}-{text.stem}.json")
        files[-1].write_text(_run(*KG, "extract", text, "--title", title, "--json"), encoding="utf-8")
    return files


def score_norms(files: list[Path], show: bool = False) -> str:
    return _run(sys.executable, SCORER, "norms", NORMS, *files, *(["--show"] if show else []))


def norms_table(printed: str) -> str:
    """Communication duties found, missed and found too many, by instrument; then how well their slots are filled."""
    duties = table(["Instrument", "found", "missed", "extra"], [[t, int(a), int(b), int(c)] for t, a, b, c in _DUTIES.findall(printed)])
    found = _NORMS.search(printed)
    assert found, printed
    precision, recall, f1, mean = found.groups()
    slots = ", ".join(f"{name} {value}" for name, value in _SLOT.findall(printed))
    return f"{duties}\n\nPrecision {precision}, recall {recall}, **f1 {f1}**. Slots: {slots}; **mean {mean}**."


def _run(*command: object) -> str:
    """Standard output of a command; its complaints go on to the terminal."""
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, cwd=ROOT, check=True)
    return done.stdout.decode("utf-8")


def report_answers(show: bool = False, questions: Path = question_sets.DEV) -> str:
    with tempfile.TemporaryDirectory() as folder:
        found = score(ask(Path(folder), questions), show, questions)
    return answers_table(found) + (f"\n\n{found.printed}" if show else "")


def report_norms(show: bool = False) -> str:
    with tempfile.TemporaryDirectory() as folder:
        printed = score_norms(extract(Path(folder)), show)
    return norms_table(printed) + (f"\n\n{printed}" if show else "")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print each miss")
    parser.add_argument("--unseen", action="store_true", help="the unseen questions only")
    parser.add_argument("--practice", action="store_true", help="the practice questions only")
    asked = parser.parse_args()
    if asked.unseen or asked.practice:
        print(report_answers(asked.show, question_sets.UNSEEN if asked.unseen else question_sets.PRACTICE))
    else:
        print(report_answers(asked.show), report_norms(asked.show), sep="\n\n")
