"""The surest clauses beside each other: what the model is asked, and that it orders as its training script says."""

from __future__ import annotations

import numpy as np

from kg.answers.ranking import features, together
from kg.answers.ranking.trees import Trees
from kg.law.places import answers_dir

URNS = [f"urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~{eid}" for eid in ("art39_par1", "art62_par2", "art39_par2", "art18_par2_item1")]


def test_the_trees_know_the_signs_by_name():
    assert Trees.open(answers_dir() / "together.npz").names == together.NAMES


def test_the_signs_tell_what_stands_before():
    rows = np.zeros((4, len(features.NAMES)), np.float32)
    order, signs = together.signs(rows, np.array([0.9, 0.5, 0.3, 0.1]), URNS, [False, False, True, False], 12, 2)
    told = {name: signs[:, n].round(2).tolist() for n, name in enumerate(together.NAMES)}
    assert order.tolist() == [0, 1, 2, 3] and signs.shape == (4, len(together.NAMES))
    assert told["article_before"] == [0, 0, 1, 0] and told["paragraph_before"] == [0, 0, 0, 0] and told["work_before"] == [0, 1, 2, 3]
    assert told["article_of_surest"] == [1, 0, 1, 0] and told["heads"] == [0, 0, 1, 0] and told["pieces"] == [2, 2, 2, 2]


def test_no_more_than_the_surest_are_looked_at():
    number = together.LOOKED_AT + 5
    rows, urns = np.zeros((number, len(features.NAMES)), np.float32), [f"{URNS[0]}_item{n}" for n in range(number)]
    order, signs = together.signs(rows, np.linspace(0.1, 0.9, number), urns, [False] * number, 12, 0)
    assert len(order) == len(signs) == together.LOOKED_AT and order[0] == number - 1
