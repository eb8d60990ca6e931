"""Every norm of seventeen texts of the corpus, beside what a reader wrote who saw neither program nor output.

    python benchmarks/new_texts.py [--show]

``norms_new_texts.jsonl`` holds 1,389 norms (``core`` false: borderline, not counted as missed). The set ``five`` was kept from everybody
who worked on the extraction until it was scored once, at commit 989806c: f1 of the duties of telling 0.886, bearer 0.945 (score.py),
bearer with whole names strictly equal 0.711, all norms 0.964. Both sets are development data since. Whole names count a long form for
the short one (关键信息基础设施运营者 for 运营者) as wrong.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tables import table

from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.reading.extract import extract

RECORDS = Path(__file__).resolve().parent / "norms_new_texts.jsonl"
TELLING = {"report", "submit", "file", "notify", "inform", "announce", "apply", "keep", "provide"}
Record = dict[str, Any]


def squash(text: str) -> str:
    return re.sub(r"\s", "", text)


def overlap(one: str, other: str) -> float:
    """The share of pairs of characters that two quotes have in common, 1.0 where one holds the other."""
    a, b = squash(one), squash(other)
    if a in b or b in a:
        return 1.0
    pairs = [{s[i : i + 2] for i in range(len(s) - 1)} for s in (a, b)]
    return len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))


def names(record: Record) -> set[str]:
    return {squash(n) for n in record["bearer"]}


def paired(gold: list[Record], found: list[Record]) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """The pairs of norms of one article that speak of the same words, the gold left over and the norms that no gold speaks of."""
    left, pairs, missed = list(found), [], []
    for wanted in sorted(gold, key=lambda g: not g.get("core", True)):
        near = [n for n in left if overlap(n["quote"], wanted["quote"]) >= 0.5]
        if not near:
            missed += [wanted] if wanted.get("core", True) else []
            continue
        same = (wanted.get("paragraph", 1), wanted["modality"], wanted["kind"])
        best = max(near, key=lambda n: (
            overlap(n["quote"], wanted["quote"]), (n["paragraph"], n["modality"], n["kind"]) == same, names(n) == names(wanted)))
        left.remove(best)
        pairs += [(wanted, best)] if wanted.get("core", True) else []
    return pairs, missed, [n for n in left if not any(overlap(n["quote"], g["quote"]) >= 0.5 for g in gold)]


def scored(gold: Iterable[Record], found: Iterable[Record], show: bool) -> tuple[int, int, int, int, int, int]:
    """Found, missed, extra, whole bearers right, and the same bearers of duties of telling: right, all."""
    wanted, norms = list(gold), list(found)
    totals = [0] * 6
    for article in dict.fromkeys(r["article"] for r in (*wanted, *norms)):
        pairs, missed, extra = paired([g for g in wanted if g["article"] == article], [n for n in norms if n["article"] == article])
        right = [names(g) == names(n) for g, n in pairs]
        told = [ok for ok, (g, _) in zip(right, pairs, strict=True) if g["kind"] in TELLING]
        totals = [a + b for a, b in zip(totals, (len(pairs), len(missed), len(extra), sum(right), sum(told), len(told)), strict=True)]
        if show:
            lines = [("missed", g["quote"], "") for g in missed] + [("extra", n["quote"], "") for n in extra]
            lines += [("bearer", g["quote"], f"{g['bearer']} ≠ {n['bearer']}") for ok, (g, n) in zip(right, pairs, strict=True) if not ok]
            print(*(f"{what} {article} {quote} {more}" for what, quote, more in lines), sep="\n")
    return tuple(totals)  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print each miss")
    show = parser.parse_args().show
    records = [json.loads(line) for line in RECORDS.read_text(encoding="utf-8").splitlines()]
    catalogue = load()
    texts = {catalogue.of(v).slug: v for v in catalogue.versions}
    rows = []
    for chosen in ("five", "twelve"):
        total = [0] * 6
        for slug in dict.fromkeys(r["slug"] for r in records if r["set"] == chosen):
            norms = extract(parse(texts[slug].text, texts[slug].title))["norms"]
            total = [a + b for a, b in zip(total, scored([r for r in records if r["slug"] == slug], norms, show), strict=True)]
        found, missed, extra, right, told_right, told = total
        f1 = 2 * found / (2 * found + missed + extra)
        rows.append((chosen, found, missed, extra, f"{f1:.3f}", f"{right / found:.3f}", f"{told_right / told:.3f}"))
    print(table(("set", "found", "missed", "extra", "f1, all norms", "bearer, whole names", "of telling"), rows))


if __name__ == "__main__":
    main()
