"""Train what reads a question and ranks clauses: the kinds of answer, and the trees that say how surely a clause decides.

    python training/answers/train.py OUT

OUT gets ``kinds.npz``, ``ranking.npz``, ``deciding.npz``, and ``figures.json`` with the cross-validation by instrument.
Needs scikit-learn and a build made
without the labelled questions (``queries.py --remove``); about 10 minutes on two cores.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from examples import SETS, Example, make, read
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from kg.answers.answerer import Answerer
from kg.answers.ranking import deciding, features
from kg.answers.ranking.kinds import KINDS, signs

FOLDS = 5
TREES = {"max_iter": 200, "learning_rate": 0.07, "max_leaf_nodes": 15, "min_samples_leaf": 40, "l2_regularization": 5.0, "random_state": 1}
DECIDING = {"max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 10, "min_samples_leaf": 40, "l2_regularization": 5.0, "random_state": 1}
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


def fit(examples: list[Example]) -> HistGradientBoostingClassifier:
    """A model of which clauses decide, from those whose label is certain."""
    kept = [e.labels >= 0 for e in examples]
    x = np.concatenate([e.rows[k] for e, k in zip(examples, kept, strict=True)])
    y = np.concatenate([e.labels[k] for e, k in zip(examples, kept, strict=True)])
    return HistGradientBoostingClassifier(**TREES).fit(x, y)


def crossed(examples: list[Example], groups: Matrix) -> list[Matrix]:
    """The probabilities for every question by a model that has not seen its instrument."""
    found: list[Matrix] = [np.zeros(0)] * len(examples)
    for learn, test in GroupKFold(FOLDS).split(examples, groups=groups):
        model = fit([examples[n] for n in learn])
        for n in test:
            found[n] = model.predict_proba(examples[n].rows)[:, 1] if len(examples[n].rows) else np.zeros(0)
    return found


def save(model: HistGradientBoostingClassifier, names: tuple[str, ...], path: Path) -> None:
    """Write the trees of a model as arrays."""
    trees = [stage[0].nodes for stage in model._predictors]
    shape = (len(trees), max(map(len, trees)))
    feature, left, right = (np.zeros(shape, np.int32) for _ in range(3))
    threshold, value = np.full(shape, np.inf), np.zeros(shape)
    for n, nodes in enumerate(trees):
        for k, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            feature[n, k] = 0 if leaf else node["feature_idx"]
            threshold[n, k] = np.inf if leaf else node["num_threshold"]
            left[n, k], right[n, k] = (k, k) if leaf else (node["left"], node["right"])
            value[n, k] = node["value"] if leaf else 0.0
    np.savez_compressed(path, feature=feature, threshold=threshold, left=left, right=right, value=value, base=model._baseline_prediction.item(),
                        depth=max(int(nodes["depth"].max()) for nodes in trees), names=np.array(names))


def deciding_of(examples: list[Example], found: list[Matrix], guessed: Matrix, groups: Matrix, out: Path) -> float:
    """Train what says whether anything decides on the cross-validated probabilities, write it, and give its own cross-validated area."""
    kinds = [dict(zip(KINDS, k, strict=True)) for k in guessed]
    have = [n for n, p in enumerate(found) if len(p)]
    x = np.concatenate([
        deciding.signs(examples[n].rows, found[n], kinds[n], len(examples[n].record["q"]), len(examples[n].found.pieces)) for n in have
    ])
    y = np.array([bool(examples[n].record["decide"]) for n in have])
    told = cross_val_predict(HistGradientBoostingClassifier(**DECIDING), x, y, groups=groups[have], cv=GroupKFold(FOLDS), method="predict_proba")
    save(HistGradientBoostingClassifier(**DECIDING).fit(x, y), deciding.NAMES, out / "deciding.npz")
    return round(roc_auc_score(y, told[:, 1]), 4)


def figures(examples: list[Example], found: list[Matrix]) -> dict[str, float]:
    """How often the surest clause, and its article, is one that decides, and how well the surest tells whether anything does."""
    clause = article = number = 0
    for e, p in zip(examples, found, strict=True):
        number += bool(e.record["decide"])
        if not e.record["decide"] or not len(p) or not (e.labels == 1).any():
            continue
        best = int(np.argmax(p))
        clause += int(e.labels[best] == 1)
        article += int(_article(e.urns[best]) in {_article(e.urns[n]) for n in np.flatnonzero(e.labels == 1)})
    decides = roc_auc_score([bool(e.record["decide"]) for e in examples], [p.max(initial=0.0) for p in found])
    return {"questions": number, "clause first": round(clause / number, 4), "article first": round(article / number, 4), "decides": round(decides, 4)}


def _article(urn: str) -> str:
    return urn.partition("_par")[0]


def main() -> None:
    """Train, cross-validate and save."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    examples = make(read(sorted(SETS.glob("*.jsonl"))), Answerer.open(), None)
    names = sorted({e.group for e in examples})
    groups = np.array([names.index(e.group) for e in examples])
    guessed = kinds_of(examples, groups, out)
    places = [features.NAMES.index(f"wants_{k}") for k in KINDS]
    for e, k in zip(examples, guessed, strict=True):
        e.rows[:, places] = k
    save(fit(examples), features.NAMES, out / "ranking.npz")
    found = crossed(examples, groups)
    told = {"search alone": figures(examples, [e.rows[:, 0] for e in examples]), "trees": figures(examples, found)}
    told["deciding"] = {"decides": deciding_of(examples, found, guessed, groups, out)}
    (out / "figures.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
