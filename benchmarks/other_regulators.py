"""Communication duties in sixteen instruments outside the corpus: does the extraction carry over?

    python benchmarks/other_regulators.py           the table
    python benchmarks/other_regulators.py --show    also every miss, as score.py prints it

``norms_other_regulators.jsonl`` holds 516 duties that were written from the texts in ../shared/reference before the extraction was
run on them, each as a place in its article (offsets without white space), since the texts themselves are not part of this
repository. The rules were improved on these texts afterwards (before: f1 0.92 on the first seven, 0.91 on the others), so the
figures say how far the rules reach. ``--blind`` takes two further texts, whose duties were written by somebody who never saw any
output: f1 0.887, slots 0.966 at first sight.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from question_sets import SHARED
from tables import table

from kg.corpus.structure import parse
from kg.reading.extract import extract

RECORDS = Path(__file__).resolve().parent / "norms_other_regulators.jsonl"
REFERENCE = SHARED / "reference"
_FOUND = re.compile(r"^  (\S+): found (\d+) missed (\d+) extra (\d+)$", re.MULTILINE)
_TOTAL = re.compile(r"  bearer +([\d.]+)\n  recipient +([\d.]+)\n  deadline +([\d.]+)\n  modality +([\d.]+)\nNORMS f1 ([\d.]+) slots ([\d.]+)")


def records(*, blind: bool) -> list[dict[str, object]]:
    """The records, those of texts kept blind or the others."""
    lines = [json.loads(line) for line in RECORDS.read_text(encoding="utf-8").splitlines()]
    return [r for r in lines if bool(r.get("blind")) is blind]


def score(chosen: list[dict[str, object]], *extra: str) -> str:
    """What score.py prints for the extraction of the texts the records are of."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        files, lines = [], []
        for file in sorted({str(r["file"]) for r in chosen}):
            mine = [r for r in chosen if r["file"] == file]
            found = extract(parse((REFERENCE / file).read_text(encoding="utf-8"), str(mine[0]["instrument"])))
            files.append(Path(folder) / f"{file}.json")
            files[-1].write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
            words = {a["article"]: re.sub(r"\s", "", a["text"]) for a in found["articles"]}
            lines += [r | {"quote": words[str(r["article"])][slice(*map(int, r["span"]))]} for r in mine]  # type: ignore[call-overload]
        gold.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in lines), encoding="utf-8")
        command = [sys.executable, str(SHARED / "eval" / "score.py"), "norms", str(gold), *map(str, files), *extra]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def as_table(printed: str) -> str:
    """The printed score as a markdown table."""
    rows = [(name, found, missed, extra) for name, found, missed, extra in _FOUND.findall(printed)]
    total = _TOTAL.search(printed)
    assert total, printed
    slots = "bearer {}, recipient {}, deadline {}, modality {}; **f1 {}, slots {}**".format(*total.groups())
    return table(("instrument", "found", "missed", "extra"), rows) + "\n\n" + slots


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--show", action="store_true")
    arguments.add_argument("--blind", action="store_true")
    given = arguments.parse_args()
    printed = score(records(blind=given.blind), *(["--show"] if given.show else []))
    print(printed if given.show else as_table(printed))


if __name__ == "__main__":
    main()
