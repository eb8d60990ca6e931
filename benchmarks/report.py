"""All figures of docs/evaluation.md and of benchmarks/README.md, taken again.

    python benchmarks/report.py                    print every table
    python benchmarks/report.py --write            also put them into the two pages
    python benchmarks/report.py --write qa speed   only these

A page marks where a table stands with two comment lines, ``<!-- qa -->`` and ``<!-- /qa -->``; whatever stands between
them is replaced. Run it on an idle machine, with KG_DATA naming an up-to-date build. About five minutes; ``rivals`` takes
two more where what it compares with is installed (see rivals.py), and ``scale`` half an hour where KG_STATUTES names the
statutes it is made of (see scale_corpus.py).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

import answers
import development
import other_regulators
import retrieval
import reviewed
import rivals
import scale
import scale_corpus
import scope  # loads scikit-learn; must stand before anything searches
import sensitivity
import speed
from question_sets import DEV, PRACTICE, ROOT, UNSEEN
from tables import machine

from kg.graph.building import outdated

PAGES = (ROOT / "docs" / "evaluation.md", ROOT / "benchmarks" / "README.md")
SECTIONS: dict[str, Callable[[], str]] = {
    "machine": machine,
    "scale": scale.report,
    "speed": lambda: speed.report(build=True),
    "qa": development.report_answers,
    "unseen": lambda: development.report_answers(questions=UNSEEN),
    "practice": lambda: development.report_answers(questions=PRACTICE),
    "norms": development.report_norms,
    "others": lambda: other_regulators.as_table(other_regulators.score(other_regulators.records(blind=False))),
    "blind": lambda: other_regulators.as_table(other_regulators.score(other_regulators.records(blind=True))),
    "reviewed": reviewed.report,
    "heldout": answers.report,
    "retrieval": retrieval.report,
    "rivals": rivals.report,
    "tuning": lambda: retrieval.report(tune=True),
    "scope": scope.report,
    "sensitivity": sensitivity.report,
}
NEED_SHARED = {"qa", "unseen", "practice", "norms", "others", "blind", "rivals", "tuning", "scope", "sensitivity"}


def put(page: Path, name: str, text: str) -> bool:
    """Replace what stands between the marks of a section; False where the page has no such marks."""
    before = page.read_text(encoding="utf-8")
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    after, number = marks.subn(lambda m: f"{m[1]}\n{text}\n\n{m[2]}", before)
    page.write_text(after, encoding="utf-8")
    return bool(number)


def _lacking(name: str) -> str:
    """What a section needs that is not on this machine; '' when all is there."""
    if name in NEED_SHARED and not DEV.is_file():
        return f"{DEV} is not on this machine"
    return {"rivals": rivals.missing, "scale": scale_corpus.missing}.get(name, str)()


def run(names: list[str], write: bool) -> None:
    for name in names:
        if lacking := _lacking(name):
            print(f"{name}: left out, {lacking}", file=sys.stderr)
            continue
        text = SECTIONS[name]()
        print(f"## {name}\n\n{text}\n", flush=True)
        placed = sum(put(page, name, text) for page in PAGES) if write else None
        if placed == 0:
            print(f"{name}: no page has the marks <!-- {name} --> and <!-- /{name} -->", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into the pages")
    parser.add_argument("sections", nargs="*", metavar="section", help=", ".join(SECTIONS))
    asked = parser.parse_args()
    unknown = set(asked.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    if asked.write and outdated():
        parser.error("the build is older than the texts or the program; run `kg build` first")
    run(asked.sections or list(SECTIONS), asked.write)
