"""What an answer holds of the clauses that decide a labelled question: cited, told in the conclusion, told in its first line.

    python benchmarks/labelled.py training/answers/sets/x.jsonl       a set that the models were not taught
    python benchmarks/labelled.py training/answers/sets/a.jsonl       one that the ranking was learned from

A deciding clause counts as told when most runs of three characters of the words that its writer marked stand there. Reads the build in KG_DATA.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tables import table

from kg.answers.answerer import Answerer
from kg.answers.result import Answer
from kg.law.versions import today

_SIGNS = re.compile(r"[\s“”‘’…；，。、：]")
_RUN, _MOST = 3, 0.7  # characters of a run, and the share of them that must stand there


def told(words: str, text: str) -> bool:
    """Whether most of the words stand in a text, whatever is left out between them."""
    words, text = _SIGNS.sub("", words), _SIGNS.sub("", text)
    runs = [words[n : n + _RUN] for n in range(len(words) - _RUN + 1)] or [words]
    return words in text or sum(r in text for r in runs) / len(runs) >= _MOST


def measured(answerer: Answerer, record: dict[str, Any], slugs: dict[str, str]) -> tuple[Answer, list[tuple[bool, bool, bool]]]:
    """The answer to a record, and for each clause that decides whether it is cited, in the conclusion, and in its first line."""
    found = answerer.answer(record["q"], [record["profile"]] if record.get("profile") else [])
    places = {(slugs.get(q.iri.partition("~")[0], ""), q.iri.partition("~")[2].partition("_")[0]) for q in found.citations}
    cited = places if found.status == "answered" else set()
    first = found.conclusion.split("\n")[0]
    return found, [((s, e.partition("_")[0]) in cited, told(w, found.conclusion), told(w, first)) for s, e, w in record["decide"]]


def main() -> None:
    """Ask every question of the files and print the shares."""
    answerer = Answerer.open()
    catalogue = answerer.knowledge.catalogue
    slugs = {v.urn: catalogue.of(v).slug for v in answerer.knowledge.versions(today())}
    for path in map(Path, sys.argv[1:]):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        each = [(r, *measured(answerer, r, slugs)) for r in records]
        clauses = [c for _, _, some in each for c in some]
        deciding = [a for r, a, _ in each if r["decide"]]
        nothing = [a for r, a, _ in each if not r["decide"]]
        shares = [f"{sum(c[n] for c in clauses) / max(len(clauses), 1):.3f}" for n in range(3)]
        answered = f"{sum(a.status == 'answered' for a in deciding)}/{len(deciding)}"
        refused = f"{sum(a.status == 'unanswerable' for a in nothing)}/{len(nothing)}"
        length = median([len(a.conclusion) for a in deciding] or [0])
        print(table(["set", "clauses that decide", "cited", "in the conclusion", "in its first line", "answered", "undecided said so", "characters"],
                    [[path.name, len(clauses), *shares, answered, refused, length]]))


if __name__ == "__main__":
    main()
