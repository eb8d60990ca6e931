"""The learned models as they are shipped: they read what they were written for, and are asked without their maker."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.answerer import Answerer
from kg.answers.ranking import features
from kg.answers.ranking.candidates import pieces_of
from kg.answers.ranking.kinds import BUCKETS, KINDS, Kinds, signs
from kg.answers.ranking.trees import Trees
from kg.law.places import answers_dir


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


def test_the_trees_know_the_features_by_name_and_end_in_leaves() -> None:
    trees = Trees.open(answers_dir() / "ranking.npz")
    assert trees.names == features.NAMES
    rows = np.random.default_rng(1).normal(size=(50, len(features.NAMES))).astype(np.float32)
    found = trees.probabilities(rows)
    assert found.shape == (50,) and ((found > 0) & (found < 1)).all()
    deeper = Trees(trees.feature, trees.threshold, trees.left, trees.right, trees.value, trees.base, trees.depth + 5, trees.names)
    assert np.array_equal(found, deeper.probabilities(rows))


def test_the_trees_are_those_of_scikit_learn() -> None:
    """What the training script writes is what scikit-learn itself says."""
    import sys
    from pathlib import Path

    from sklearn.ensemble import HistGradientBoostingClassifier

    sys.path.insert(0, str(Path(__file__).parents[3] / "training" / "answers"))
    try:
        from train import save
    finally:
        sys.path.pop(0)
    dice = np.random.default_rng(2)
    x = dice.normal(size=(400, 6))
    y = (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype(int)
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=8, random_state=1).fit(x, y)
    path = Path(__file__).with_name("made.npz")
    try:
        save(model, tuple("abcdef"), path)
        assert np.allclose(Trees.open(path).probabilities(x), model.predict_proba(x)[:, 1], atol=1e-6)
    finally:
        path.unlink(missing_ok=True)


@pytest.mark.parametrize(("question", "kind"), [
    ("系统日志要保存几年？", "quantity"), ("发生网络安全事件向谁报告？", "whom"), ("未备案会怎么处罚？", "penalty"),
    ("能不能在交易时段变更系统？", "whether"),
    ("什么是重要信息系统？", "define"), ("218号令规定必须保存十年，对吗？", "premise"), ("应急预案应当包括哪些内容？", "which")])
def test_a_plain_question_has_its_kind(answerer, question, kind) -> None:
    found = Kinds.open(answers_dir() / "kinds.npz").of(question, answerer.index.vector(question))
    assert set(found) == set(KINDS) and found[kind] >= 0.5, found


def test_the_figures_on_the_card_are_those_of_the_training() -> None:
    told = json.loads((answers_dir() / "figures.json").read_text(encoding="utf-8"))
    card = (answers_dir() / "README.md").read_text(encoding="utf-8")
    assert all(f"{value:.3f}" in card for model in told.values() for name, value in model.items() if name != "questions")


@given(st.text(max_size=200))
def test_signs_are_of_one_length_for_any_text(text) -> None:
    found = signs(text, np.zeros(384, np.float32))
    assert found.shape == (BUCKETS + 384,) and np.isfinite(found).all()


@given(st.text("现场没保护好日志，。？；吗 ab", max_size=80))
def test_pieces_are_words_of_the_question(text) -> None:
    assert all(p and all(q in text for q in p.split("，")) for p in pieces_of(text))
