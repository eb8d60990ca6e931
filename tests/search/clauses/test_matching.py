"""The matcher: what is shipped is whole, belongs to the shipped encoder, and finds the law behind everyday words."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.answerer import Answerer
from kg.law.places import encoder_dir, matcher_dir
from kg.search.clauses.matching import SIDES, Matcher, MatcherSide, buckets
from kg.search.dense import Encoder


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


FOUND = 10  # clauses among which the right one stands

TOLD = [  # everyday words, and words of the law that decide
    ("系统卡了半小时，我们跟谁都没说", "不得瞒报、谎报、迟报、漏报"),
    ("没评估也没测就把新版本推上去了", "应当充分评估技术和业务风险"),
    ("外包公司的人把客户名单拷走了", "截取、存储、转发和使用"),
    ("刷脸是唯一的登录办法", "唯一"),
    ("日志只留了一个月", "系统日志应当保存六个月以上"),
]


def test_what_is_shipped_is_whole_and_for_the_shipped_encoder():
    encoder = Encoder(encoder_dir()).fingerprint
    made = Matcher.of(encoder)
    assert made is not None
    sides = (made.question, made.clause)
    digest = hashlib.sha256(b"".join([*(s.runs.tobytes() for s in sides), *(s.turn.tobytes() for s in sides)]))
    assert json.loads((matcher_dir() / "about.json").read_text(encoding="utf-8"))["matcher"] == f"sha256:{digest.hexdigest()}" == made.fingerprint
    assert {p.name for p in matcher_dir().glob("*.npy")} == {f"{n}_{p}.npy" for n in SIDES for p in ("turn", "runs", "scales")}


def test_another_encoder_has_no_matcher():
    assert Matcher.of("sha256:other") is None


@given(st.text(max_size=40))
def test_any_text_has_a_vector_of_length_one(text: str):
    side = MatcherSide(np.eye(4, dtype=np.float32), np.full((8, 4), 3, np.int8), np.full(8, 0.1, np.float32))
    vector = side.vector(text, np.array([1, 0, 0, 0], np.float32))
    assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-5)
    assert buckets(text, 8) == sorted(set(buckets(text, 8))) and all(0 <= b < 8 for b in buckets(text, 8))


def test_a_text_without_vector_and_runs_is_no_division_by_zero():
    side = MatcherSide(np.eye(4, dtype=np.float32), np.zeros((8, 4), np.int8), np.zeros(8, np.float32))
    assert not side.vector("", np.zeros(4, np.float32)).any()


@pytest.mark.parametrize(("question", "words"), TOLD)
def test_everyday_words_match_the_clause_that_decides(answerer: Answerer, question: str, words: str):
    index = answerer.index
    values = index.clauses.matches(question, index.vector(question))
    first = [int(n) for n in np.argsort(-values)[:FOUND]]
    said = [c.words(index.entries[index.clauses.owner(n)]) for n in first for m, c in index.clauses.of(index.clauses.owner(n)) if m == n]
    assert any(words in s for s in said)


def test_the_clauses_of_a_build_are_those_of_the_matcher(answerer: Answerer):
    clauses = answerer.index.clauses
    number, clause = clauses.of(0)[0]
    made = Matcher.of(answerer.index._fingerprint)
    assert made is not None
    vector = made.clauses([clause.words(answerer.index.entries[0])], clauses._vectors.all()[[number]])
    assert np.allclose(clauses._matched.all()[number], vector[0], atol=2e-3)
