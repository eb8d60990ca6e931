"""The extraction on texts outside the corpus: rules of the State Council and of ministries, and rules as firms write them.

    python benchmarks/unseen_texts.py F G            the table of these sets (none: all)
    python benchmarks/unseen_texts.py C --show       also every miss
    python benchmarks/unseen_texts.py F --rules      by the rules alone, without the learned reader

The sets lie in ``training/reader/sets``. Their writers saw neither program nor output. ``README.md`` there says which sets the shipped reader
has learned from; the first sight of each is told in ``docs/evaluation.md``. Gold of the official texts holds the duties of telling and
every exception, that of firms' rules every norm.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from new_texts import TELLING, names, overlap, paired
from question_sets import ROOT, SHARED
from tables import table

from kg.corpus.structure import parse
from kg.reading.extract import extract
from kg.reading.norm_json import norm_json
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions

SETS = ROOT / "training" / "reader" / "sets"
WHOLE = {"D", "E", "G", "K", "U"}
_SCORED = re.compile(r"  bearer +([\d.]+)\n(?:.*\n){3}NORMS f1 ([\d.]+)")
Record = dict[str, Any]


def read(text: str, *, rules: bool) -> Record:
    """Title and norms of a text."""
    document = parse(text, text.split("\n", 1)[0])
    if rules:
        return {"title": document.title, "norms": [norm_json(n) for n in find_norms(document, find_definitions(document))]}
    return extract(document)


def counted(gold: list[Record], norms: list[Record], *, show: bool) -> Counter[str]:
    """Norms found, missed and extra, whole bearers and exceptions right, of one text."""
    sums: Counter[str] = Counter()
    for article in dict.fromkeys(r["article"] for r in (*gold, *norms)):
        pairs, missed, extra = paired([g for g in gold if g["article"] == article], [n for n in norms if n["article"] == article])
        sums += Counter(found=len(pairs), missed=len(missed), extra=len(extra))
        for wanted, found in pairs:
            right = names(wanted) == names(found)
            spared = overlap(found.get("exception") or "", wanted.get("exception") or "") >= 0.5 if found.get("exception") else False
            sums += Counter(told=wanted["kind"] in TELLING, whole=right and wanted["kind"] in TELLING)
            sums += Counter(exceptions=bool(wanted.get("exception")), kept=bool(wanted.get("exception")) and spared)
            if show and not right:
                print("bearer", article, wanted["bearer"], "≠", found["bearer"], found["quote"])
            if show and wanted.get("exception") and not spared:
                print("exception", article, wanted["exception"], "≠", found.get("exception"))
        if show:
            print(*(f"missed {article} {g['kind']} {g['quote']}" for g in missed), sep="\n")
            print(*(f"extra {article} {n['kind']} {n['quote']}" for n in extra), sep="\n")
    return sums


def row(name: str, *, rules: bool, show: bool) -> tuple[str, ...]:
    """One set as a line of the table."""
    sums: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        gold_file, files = Path(folder) / "gold.jsonl", []
        told = []
        for path in sorted((SETS / name).glob("*.jsonl")):
            found = read(path.with_suffix(".txt").read_text(encoding="utf-8"), rules=rules)
            gold = [json.loads(line) | {"instrument": found["title"]} for line in path.read_text(encoding="utf-8").splitlines()]
            sums += counted(gold, found["norms"], show=show)
            told += [g for g in gold if g["kind"] in TELLING]
            files.append(Path(folder) / f"{path.stem}.json")
            files[-1].write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        gold_file.write_text("\n".join(json.dumps(g, ensure_ascii=False) for g in told), encoding="utf-8")
        command = [sys.executable, str(SHARED / "eval" / "score.py"), "norms", str(gold_file), *map(str, files), *(["--show"] if show else [])]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if show:
        print(printed)
    scored = _SCORED.search(printed)
    assert scored, printed
    every = f"{2 * sums['found'] / (2 * sums['found'] + sums['missed'] + sums['extra']):.3f}" if name in WHOLE else "–"
    return (name, str(len(files)), f"{float(scored[2]):.3f}", f"{float(scored[1]):.3f}", f"{sums['whole'] / sums['told']:.3f}", every,
            f"{sums['kept']} of {sums['exceptions']}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=sorted(p.name for p in SETS.iterdir()))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--rules", action="store_true")
    given = parser.parse_args()
    rows = [row(name, rules=given.rules, show=given.show) for name in given.sets]
    print(table(("set", "texts", "telling, f1", "bearer", "whole names, of telling", "all norms, f1", "exceptions"), rows))


if __name__ == "__main__":
    main()
