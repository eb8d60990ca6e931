"""Train what reads a question and ranks clauses: the kinds of answer, the first model, and the second that knows what the judge says.

    python training/answers/train.py OUT --judge FOLDER --held FILE

``--judge`` is a judge that has learned from none of the questions on the instruments named in the file ``--held`` (one a line): the second
model learns from those questions alone, because what a judge says of questions it has learned from is too good. OUT gets ``kinds.npz``,
``first.npz``, ``second.npz``, and ``figures.json`` with the cross-validation by instrument. Needs scikit-learn and a build; about 15 minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from examples import SETS, Example, make, read
from kg.answers.ranking.judge import Judge, pair
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from kg.answers.answerer import Answerer
from kg.answers.ranking import features
from kg.answers.ranking.kinds import KINDS, signs
from kg.answers.ranking.ranker import READ, SECOND, second

FOLDS = 5
FIRST = {"max_iter": 200, "learning_rate": 0.07, "max_leaf_nodes": 15, "min_samples_leaf": 40, "l2_regularization": 5.0, "random_state": 1}
LAST = {"max_iter": 160, "learning_rate": 0.06, "max_leaf_nodes": 12, "min_samples_leaf": 30, "l2_regularization": 5.0, "random_state": 1}
Matrix = np.ndarray


def kinds_of(examples: list[Example], groups: Matrix, out: Path) -> Matrix:
    """The kinds of every question by a classifier that has not seen its instrument; the one that has seen all is written."""
    x = np.stack([signs(e.record["q"], e.vector) for e in examples])
    y = np.array([[k in e.record["kinds"] for k in KINDS] for e in examples])
    guessed = np.zeros(y.shape)
    for learn, test in GroupKFold(FOLDS).split(x, groups=groups):
        for k in range(len(KINDS)):
            guessed[test, k] = LogisticRegression(C=2.0, max_iter=300).fit(x[learn], y[learn, k]).predict_proba(x[test])[:, 1]
    whole = [LogisticRegression(C=2.0, max_iter=300).fit(x, y[:, k]) for k in range(len(KINDS))]
    weights = np.concatenate([m.coef_ for m in whole]).astype(np.float16)
    np.savez_compressed(out / "kinds.npz", weights=weights, offsets=np.concatenate([m.intercept_ for m in whole]))
    return guessed


def fit(examples: list[Example], rows: list[Matrix], settings: dict[str, Any]) -> HistGradientBoostingClassifier:
    """A model of which clauses decide, from those whose label is certain."""
    kept = [e.labels >= 0 for e in examples]
    x = np.concatenate([r[k] for r, k in zip(rows, kept, strict=True)])
    y = np.concatenate([e.labels[k] for e, k in zip(examples, kept, strict=True)])
    return HistGradientBoostingClassifier(**settings).fit(x, y)


def crossed(examples: list[Example], rows: list[Matrix], groups: Matrix, settings: dict[str, Any]) -> list[Matrix]:
    """The probabilities for every question by a model that has not seen its instrument."""
    found: list[Matrix] = [np.zeros(0)] * len(examples)
    for learn, test in GroupKFold(FOLDS).split(examples, groups=groups):
        model = fit([examples[n] for n in learn], [rows[n] for n in learn], settings)
        for n in test:
            found[n] = model.predict_proba(rows[n])[:, 1] if len(rows[n]) else np.zeros(0)
    return found


def save(model: HistGradientBoostingClassifier, names: tuple[str, ...], path: Path) -> None:
    """Write the trees of a model as arrays."""
    trees = [stage[0].nodes for stage in model._predictors]
    width = max(map(len, trees))
    shape = (len(trees), width)
    feature, left, right = (np.zeros(shape, np.int32) for _ in range(3))
    threshold, value = np.full(shape, np.inf), np.zeros(shape)
    for n, nodes in enumerate(trees):
        for k, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            feature[n, k] = 0 if leaf else node["feature_idx"]
            threshold[n, k] = np.inf if leaf else node["num_threshold"]
            left[n, k], right[n, k] = (k, k) if leaf else (node["left"], node["right"])
            value[n, k] = node["value"] if leaf else 0.0
    depth = max(int(nodes["depth"].max()) for nodes in trees)
    np.savez_compressed(path, feature=feature, threshold=threshold, left=left, right=right, value=value, base=model._baseline_prediction.item(),
                        depth=depth, names=np.array(names))


def figures(examples: list[Example], found: list[Matrix]) -> dict[str, float]:
    """How often the surest clause, and its article, is one that decides."""
    clause = article = number = 0
    for e, p in zip(examples, found, strict=True):
        if not e.record["decide"]:
            continue
        number += 1
        if not len(p) or not (e.labels == 1).any():
            continue
        best = int(np.argmax(p))
        clause += int(e.labels[best] == 1)
        article += int(e.urns[best].partition("_par")[0] in {e.urns[n].partition("_par")[0] for n in np.flatnonzero(e.labels == 1)})
    return {"questions": number, "clause first": round(clause / number, 4), "article first": round(article / number, 4)}


def main() -> None:
    """Train, cross-validate and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--judge", type=Path, required=True)
    parser.add_argument("--held", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    examples = make(read(sorted(SETS.glob("*.jsonl"))), Answerer.open(), None)
    groups = np.array(sorted({e.group for e in examples}))
    number = np.array([int(np.flatnonzero(groups == e.group)[0]) for e in examples])
    guessed = kinds_of(examples, number, given.out)
    places = [features.NAMES.index(f"wants_{k}") for k in KINDS]
    for e, k in zip(examples, guessed, strict=True):
        e.rows[:, places] = k
    rows = [e.rows for e in examples]
    first = crossed(examples, rows, number, FIRST)
    save(fit(examples, rows, FIRST), features.NAMES, given.out / "first.npz")
    told = {"first": figures(examples, first), "search": figures(examples, [r[:, 0] for r in rows])}
    held = set(given.held.read_text(encoding="utf-8").split())
    mine = [n for n, e in enumerate(examples) if e.group in held]
    judge = Judge(given.judge)
    read_by = {n: np.argsort(-first[n], kind="stable")[:READ].tolist() for n in mine}
    said = {n: judge.logits([_pair(examples[n], k) for k in read_by[n]]) for n in mine}
    some = [examples[n] for n in mine]
    more = [second(rows[n], first[n], read_by[n], said[n][:, 0]) for n in mine]
    last = crossed(some, more, number[mine], LAST)
    save(fit(some, more, LAST), SECOND, given.out / "second.npz")
    told |= {"first, of those held": figures(some, [first[n] for n in mine]), "second": figures(some, last)}
    (given.out / "figures.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=1))
    with (given.out / "crossed.pkl").open("wb") as file:  # for choosing limits; not shipped
        pickle.dump([(e.record, e.labels, e.urns, p, said[n], read_by[n]) for n, e, p in zip(mine, some, last, strict=True)], file)


def _pair(example: Example, number: int) -> str:
    return pair(example.record["q"], example.found.entries[number], example.found.clauses[number])


if __name__ == "__main__":
    main()
