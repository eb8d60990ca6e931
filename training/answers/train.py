"""Train what reads a question and ranks clauses: the kinds of answer, and the trees that say how surely a clause decides.

    python training/answers/train.py OUT

OUT gets ``kinds.npz``, ``ranking.npz``, ``together.npz``, ``deciding.npz``, the folder ``kg-matcher``, and ``figures.json`` with the
cross-validation by instrument. What the matcher says of a question is always from one that was not taught that question.
Needs scikit-learn, torch and a build
made without the labelled questions (``queries.py --remove``); about 15 minutes on two cores.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from examples import SETS, Example, make, read
from matcher import Taught, matcher, taught, with_matcher
from matcher import save as save_matcher
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from kg.answers.answerer import Answerer
from kg.answers.ranking import deciding, features, together
from kg.answers.ranking.kinds import KINDS, signs

FOLDS, PARTS = 5, 3  # of the cross-validation, and of the questions for the matcher
TREES = {"max_iter": 200, "learning_rate": 0.07, "max_leaf_nodes": 15, "min_samples_leaf": 40, "l2_regularization": 5.0, "random_state": 1}
TOGETHER = {"max_iter": 150, "learning_rate": 0.05, "max_leaf_nodes": 12, "min_samples_leaf": 40, "l2_regularization": 5.0, "random_state": 1}
TOLD = 0.35  # a clause counts as told from this probability on
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


def together_of(examples: list[Example], found: list[Matrix], groups: Matrix, out: Path) -> dict[str, float]:
    """Train how surely each clause decides beside others on the cross-validated probabilities, write it, and say what it tells."""
    have = [n for n, p in enumerate(found) if len(p)]
    seen = {n: together.signs(e.rows, found[n], e.urns, [c.heads for c in e.found.clauses], len(e.record["q"]), len(e.found.pieces))
            for n in have for e in [examples[n]]}
    x = np.concatenate([seen[n][1] for n in have])
    y = np.concatenate([examples[n].labels[seen[n][0]] for n in have])
    of = np.concatenate([np.full(len(seen[n][0]), groups[n]) for n in have])
    told = np.zeros(len(y))
    for learn, test in GroupKFold(FOLDS).split(x, groups=of):
        certain = learn[y[learn] >= 0]
        told[test] = HistGradientBoostingClassifier(**TOGETHER).fit(x[certain], y[certain]).predict_proba(x[test])[:, 1]
    save(HistGradientBoostingClassifier(**TOGETHER).fit(x[y >= 0], y[y >= 0]), together.NAMES, out / "together.npz")
    number = sum(len(e.record["decide"]) for e in examples)
    alone = x[:, 0] >= TOLD
    return {"told alone": _share(y, alone, number), "right alone": round(float((y[alone] != 0).mean()), 4),
            "told together": _share(y, told >= TOLD, number), "right together": round(float((y[told >= TOLD] != 0).mean()), 4)}


def _share(labels: Matrix, told: Matrix, number: int) -> float:
    return round(float((labels[told] == 1).sum() / number), 4)


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


def examples_of(records: list[dict[str, Any]], answerer: Answerer, data: Taught) -> list[Example]:
    """The examples of the records in their order, each seen by a matcher that was not taught it."""
    found: dict[int, Example] = {}
    for part in range(PARTS):
        mine = [n for n in range(len(records)) if n % PARTS == part]
        others = [at for at, n in enumerate(data.records) if n % PARTS != part]
        with_matcher(answerer.index, matcher(data, others))
        found |= zip(mine, make([records[n] for n in mine], answerer, None), strict=True)
    return [found[n] for n in range(len(records))]


def main() -> None:
    """Train, cross-validate and save."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    answerer, records = Answerer.open(), read(sorted(SETS.glob("*.jsonl")))
    data = taught(records, answerer)
    examples = examples_of(records, answerer, data)
    save_matcher(matcher(data, list(range(len(data.decide)))), answerer.index._fingerprint, out / "kg-matcher")
    names = sorted({e.group for e in examples})
    groups = np.array([names.index(e.group) for e in examples])
    guessed = kinds_of(examples, groups, out)
    places = [features.NAMES.index(f"wants_{k}") for k in KINDS]
    for e, k in zip(examples, guessed, strict=True):
        e.rows[:, places] = k
    save(fit(examples), features.NAMES, out / "ranking.npz")
    found = crossed(examples, groups)
    told = {"search alone": figures(examples, [e.rows[:, 0] for e in examples]), "trees": figures(examples, found)}
    told["together"] = together_of(examples, found, groups, out)
    told["deciding"] = {"decides": deciding_of(examples, found, guessed, groups, out)}
    (out / "figures.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
