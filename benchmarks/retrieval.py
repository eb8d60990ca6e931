"""How well the search finds the right article: word search, encoder, question to question, and their fusion.

    python benchmarks/retrieval.py            hit@1 and hit@5 of each method on each set
    python benchmarks/retrieval.py --tune     other weights for the fusion, cross-validated on the development questions
    python benchmarks/retrieval.py --bare     other weights for texts without written questions, on sets with the field left out

A hit@k is a question for which one of its right articles is among the first k, over all articles and annexes in
force on the day asked about. Nothing of the graph or of the question's grammar takes part. Reads the build in KG_DATA.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import question_sets
from numpy.typing import NDArray
from question_sets import Asked
from tables import table

from kg.answers.answerer import Answerer
from kg.search import Entry, fused
from kg.search.lexical import Lexical
from kg.search.segment import words

Floats = NDArray[np.float32]
PARTS = (fused.DENSE, fused.QUESTION_DENSE, fused.LEXICAL, fused.QUESTION_LEXICAL)
BARE_SHARES = (0.0, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 1.0)
OWN = 600  # of our written questions
FOLDS = 5
NEAR = 0.01  # of MRR: weights this close to the best count as good


@dataclass(frozen=True)
class Searched:
    """One question: the scores of every entry in force, in the order of the corpus, and which entries are right."""

    parts: Mapping[str, Floats]
    together: Floats  # BM25 over the text and the written questions as one document
    fused: Floats
    asked: NDArray[np.bool_]  # entries that have written questions
    right: NDArray[np.bool_]


class Searcher:
    """Searches one build and remembers the scores that each part gave."""

    def __init__(self, answerer: Answerer, folder: Path) -> None:
        self.knowledge, self.index = answerer.knowledge, answerer.index
        self.place = {e.urn: n for n, e in enumerate(self.index.entries)}
        self.together = Lexical.build([words(_everything(e)) for e in self.index.entries], folder)

    def search(self, asked: Asked) -> Searched | None:
        """None where no right article is in force on the day asked about."""
        versions = {v.urn for v in self.knowledge.versions(asked.as_of)}
        hits = self.index.search(asked.question, k=len(self.index.entries), allowed=versions)
        hits.sort(key=lambda h: self.place[h.urn])
        right = np.array([(h.entry.title, h.entry.label) in asked.articles for h in hits], np.bool_)
        if not right.any():
            return None
        together = self.together.scores(words(asked.question))[[self.place[h.urn] for h in hits]]
        parts = {name: np.array([h.parts[name] for h in hits], np.float32) for name in PARTS}
        written = np.array([bool(h.entry.questions) for h in hits], np.bool_)
        return Searched(parts, together, np.array([h.score for h in hits], np.float32), written, right)


def _everything(entry: Entry) -> str:
    return " ".join((entry.title, entry.chapter, entry.text, *entry.questions))


def rank(scores: Floats, right: NDArray[np.bool_]) -> int:
    """The place of the first right entry, from 1; of entries with equal scores the earlier in the corpus goes first."""
    order = np.argsort(-scores, kind="stable")
    return int(np.flatnonzero(right[order])[0]) + 1


def reciprocal_ranks(found: Searched) -> Floats:
    """Reciprocal rank fusion of the four parts, equal weights, constant 60."""
    total = np.zeros(len(found.right), np.float32)
    for scores in found.parts.values():
        places = np.empty(len(scores), np.float32)
        places[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
        total += 1 / (60 + places)
    return total


METHODS: dict[str, Callable[[Searched], Floats]] = {
    "BM25 over the text": lambda f: f.parts[fused.LEXICAL],
    "BM25 over text and written questions": lambda f: f.together,
    "encoder over the text": lambda f: f.parts[fused.DENSE],
    "encoder, question to written question": lambda f: f.parts[fused.QUESTION_DENSE],
    "reciprocal rank fusion of the four parts": reciprocal_ranks,
    "**weighted fusion, as shipped**": lambda f: f.fused,
}


def searched(searcher: Searcher, questions: Sequence[Asked]) -> list[Searched]:
    return [found for found in map(searcher.search, questions) if found]


def sets_of(searcher: Searcher) -> dict[str, list[Searched]]:
    """The three sets; a set whose file is not on this machine is left out."""
    titles = {e.title for e in searcher.index.entries}
    held = question_sets.heldout()
    sets = {
        "held-out": held,
        "held-out, everyday": [q for q in held if q.style == "colloquial"],
        "dev": question_sets.dev(),
        "encoder's held-out": question_sets.training(titles),
    }
    return {name: searched(searcher, questions) for name, questions in sets.items() if questions}


def methods_table(sets: Mapping[str, Sequence[Searched]]) -> str:
    """hit@1 / hit@5 of each method on each set."""
    head = ["Method", *(f"{name} ({len(found)})" for name, found in sets.items())]
    rows = [[method, *(_hits([rank(score(f), f.right) for f in found]) for found in sets.values())] for method, score in METHODS.items()]
    return table(head, rows)


def _hits(ranks: Sequence[int]) -> str:
    one, five = (sum(r <= k for r in ranks) / max(len(ranks), 1) for k in (1, 5))
    return f"{one:.3f} / {five:.3f}"


def weightings() -> list[dict[str, float]]:
    """Every choice of four weights in steps of a tenth that add up to one."""
    tenths = [t for t in itertools.product(range(11), repeat=len(PARTS)) if sum(t) == 10]
    return [dict(zip(PARTS, (n / 10 for n in t), strict=True)) for t in tenths]


def gains(found: Sequence[Searched], choices: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
    """The reciprocal rank of the first right article: a row for each question, a column for each choice of weights."""
    return np.array([[1 / rank(_refused(f, weights), f.right) for weights in choices] for f in found])


def _refused(found: Searched, weights: Mapping[str, float]) -> Floats:
    return fused.fuse(found.parts, np.ones(len(found.right), np.bool_), found.asked, weights)


def crossed(table_of_gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """The gain of each question under the weights that are best on the folds it is not in."""
    fold = np.random.default_rng(0).permutation(len(table_of_gains)) % FOLDS
    out = np.zeros(len(table_of_gains))
    for n in range(FOLDS):
        out[fold == n] = table_of_gains[fold == n, table_of_gains[fold != n].mean(axis=0).argmax()]
    return out


def tuning_table(searcher: Searcher) -> str:
    """The weights as shipped against the best on the development questions, within the sample and across folds."""
    choices = weightings()
    shipped = choices.index(min(choices, key=lambda c: sum(abs(c[name] - fused.WEIGHTS[name]) for name in PARTS)))
    dev, held = (gains(searched(searcher, q), choices) for q in (question_sets.dev(), question_sets.heldout()))
    mean = dev.mean(axis=0)
    best = int(mean.argmax())
    rows = [[name, _weights(choices[n]), _gain(dev[:, n]), _gain(held[:, n])] for name, n in (("as shipped", shipped), ("best on dev", best))]
    rows.insert(2, [f"best of the other folds ({FOLDS}-fold)", "chosen anew", _gain(crossed(dev)), "–"])
    flat = f"{int((mean >= mean[best] - NEAR).sum())} of {len(choices)} choices lie within {NEAR} of the best MRR on dev."
    head = ["Weights", " / ".join(PARTS), f"dev ({len(dev)}): MRR, hit@1", f"held-out ({len(held)}), looked at only"]
    return table(head, rows) + "\n\n" + flat


def bare_table(searcher: Searcher) -> str:
    """hit@1, hit@5 and MRR of the share of the words in ``BARE_WEIGHTS``, as if no text had written questions."""
    titles = {e.title for e in searcher.index.entries}
    sets = {"written questions": _own_questions(searcher), "practice": question_sets.practice(),
            "encoder's held-out": question_sets.training(titles), "STARD, looked at only": question_sets.stard()}
    found = {name: searched(searcher, questions) for name, questions in sets.items()}
    found = {name: some for name, some in found.items() if some}
    rows = [[share, *(_bare_gain(some, share) for some in found.values())] for share in BARE_SHARES]
    return table(["Share of the words", *(f"{name} ({len(some)})" for name, some in found.items())], rows)


def _own_questions(searcher: Searcher) -> list[Asked]:
    """Some of the questions written for the articles in force, each with its article."""
    current = {v.urn for v in searcher.knowledge.versions(question_sets.ON)}
    every = [(q, e) for e in searcher.index.entries if e.version in current for q in e.questions]
    return [Asked(q, frozenset({(e.title, e.label)})) for q, e in random.Random(0).sample(every, min(OWN, len(every)))]


def _bare_gain(some: Sequence[Searched], share: float) -> str:
    weights = {fused.DENSE: 1 - share, fused.LEXICAL: share}
    everything = [np.ones(len(f.right), np.bool_) for f in some]
    ranks = np.array([rank(fused.fuse(f.parts, e, ~e, {}, weights), f.right) for f, e in zip(some, everything, strict=True)])
    return f"{(ranks == 1).mean():.3f}, {(ranks <= 5).mean():.3f}, {(1 / ranks).mean():.3f}"


def _weights(choice: Mapping[str, float]) -> str:
    return " / ".join(f"{choice[name]:.1f}" for name in PARTS)


def _gain(column: NDArray[np.float64]) -> str:
    return f"{column.mean():.3f}, {(column == 1).mean():.3f}"


def report(tune: bool = False, bare: bool = False) -> str:
    with tempfile.TemporaryDirectory() as folder:
        searcher = Searcher(Answerer.open(), Path(folder) / "together")
        if bare:
            return bare_table(searcher)
        return tuning_table(searcher) if tune else methods_table(sets_of(searcher))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tune", action="store_true", help="try other weights for the fusion")
    parser.add_argument("--bare", action="store_true", help="try other weights for texts without written questions")
    print(report(**vars(parser.parse_args())))
