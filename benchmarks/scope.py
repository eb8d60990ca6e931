"""Does a question lie within the subject of the corpus? The logistic curve of ``Index.scope``, measured and fitted anew.

    python benchmarks/scope.py            as shipped and fitted anew: AUC, true and false acceptance at the floor
    python benchmarks/scope.py --wrong    also the questions that the shipped curve judges wrongly

Inside: the development questions that are answered, the held-out questions, and those of the encoder's held-out
questions whose laws are held. Outside: out_of_scope.jsonl (far, near) and the laypeople's questions of STARD. Where
the build holds a law that answers one of STARD's, that question lies inside; some of "far" and "near" then do so too,
and are not told apart.
Both kinds weigh the same in the fit, however many questions they have. Reads the build in KG_DATA.
"""

from __future__ import annotations

import argparse
from dataclasses import astuple, dataclass

import numpy as np
import question_sets
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # before kg.search, which leaves it out of its own imports
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from tables import table

from kg.answers.answerer import SCOPE_FLOOR, Answerer
from kg.answers.question.asker import find_asker
from kg.answers.question.reading import normalise
from kg.search.subject import OFFSET, WEIGHTS, Signs, confidence

Floats = NDArray[np.float64]
HITS = 8  # as many as kg.answers.answerer looks at


@dataclass(frozen=True)
class Sample:
    """Questions with the signs that the curve weighs (columns: those of ``Signs``), and the group each is from."""

    questions: list[str]
    signs: Floats
    groups: NDArray[np.str_]
    inside: NDArray[np.bool_]


class Scale:
    """Gives the signs of a question, as the answerer weighs them."""

    def __init__(self, answerer: Answerer) -> None:
        self.index, self.vocabulary = answerer.index, answerer.knowledge.vocabulary
        self.allowed = {v.urn for v in answerer.knowledge.versions(question_sets.ON)}

    def signs(self, question: str) -> tuple[float, ...]:
        plain = normalise(question)
        firm = find_asker(plain, self.vocabulary) is not None
        return astuple(self.index.signs(plain, self.index.search(plain, k=HITS, allowed=self.allowed), firm=firm))


def sample(answerer: Answerer) -> Sample:
    titles = {e.title for e in answerer.index.entries}
    within = {
        "dev, answered": [q.question for q in question_sets.dev()],
        "held-out": [q.question for q in question_sets.heldout()],
        "encoder's held-out": [q.question for q in question_sets.training(titles)],
        "STARD, law held": [q.question for q in question_sets.stard() if any(title in titles for title, _ in q.articles)],
    }
    listed = [(q, name, inside) for part, inside in ((within, True), (question_sets.outside(titles), False)) for name, qs in part.items() for q in qs]
    scale = Scale(answerer)
    return Sample(
        [q for q, _, _ in listed],
        np.array([scale.signs(q) for q, _, _ in listed]),
        np.array([name for _, name, _ in listed]),
        np.array([inside for _, _, inside in listed]),
    )


def model() -> LogisticRegression:
    return LogisticRegression(C=30, max_iter=5_000, class_weight="balanced")


def shipped(signs: Floats) -> Floats:
    """What ``Index.scope`` gives for these signs."""
    return np.array([confidence(Signs(*row)) for row in signs.tolist()])


def crossed(taken: Sample) -> Floats:
    """For each question the value of a curve fitted on nine tenths of the sample without it."""
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    return np.asarray(cross_val_predict(model(), taken.signs, taken.inside, cv=folds, method="predict_proba")[:, 1])


def curves_table(taken: Sample) -> str:
    """Coefficients, AUC and acceptance at the floor of the curve as shipped and of a new fit."""
    fitted = model().fit(taken.signs, taken.inside)
    anew = (*fitted.coef_[0], fitted.intercept_[0])
    head = ["Curve", *Signs.__dataclass_fields__, "offset", "AUC", f"inside accepted at {SCOPE_FLOOR}", "outside accepted"]
    return table(
        head,
        [
            ["as shipped", *astuple(WEIGHTS), OFFSET, *_judged(taken, shipped(taken.signs))],
            ["fitted anew, 10-fold", *(f"{c:.1f}" for c in anew), *_judged(taken, crossed(taken))],
        ],
    )


def _judged(taken: Sample, values: Floats) -> tuple[str, str, str]:
    accepted = values >= SCOPE_FLOOR
    return f"{roc_auc_score(taken.inside, values):.4f}", _share(accepted[taken.inside]), _share(accepted[~taken.inside])


def groups_table(taken: Sample) -> str:
    """How many of each group the shipped curve accepts at the floor."""
    accepted = shipped(taken.signs) >= SCOPE_FLOOR
    rows = []
    for name in dict.fromkeys(taken.groups.tolist()):
        mine = taken.groups == name
        rows.append([name, "inside" if taken.inside[mine][0] else "outside", _share(accepted[mine])])
    return table(["Group", "lies", "accepted"], rows)


def _share(flags: NDArray[np.bool_]) -> str:
    return f"{int(flags.sum())}/{len(flags)} = {flags.mean():.3f}"


def wrong(taken: Sample) -> list[str]:
    values = shipped(taken.signs)
    off = np.flatnonzero((values >= SCOPE_FLOOR) != taken.inside)
    return [f"{values[n]:.2f}  {taken.groups[n]:18}  {taken.questions[n]}" for n in sorted(off, key=lambda n: (taken.groups[n], -values[n]))]


def report(also_wrong: bool = False) -> str:
    taken = sample(Answerer.open())
    tables = curves_table(taken) + "\n\n" + groups_table(taken)
    return tables + "\n\n" + "\n".join(wrong(taken)) if also_wrong else tables


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list the questions judged wrongly")
    print(report(parser.parse_args().wrong))
