"""Whether anything held decides a question is told by the whole ranking."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kg.answers.answerer import Answerer
from kg.answers.question.reading import understand
from kg.answers.question.scope import scope
from kg.answers.ranking import deciding, features
from kg.answers.ranking.kinds import KINDS

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


def test_the_signs_follow_their_names_and_the_surest_comes_first():
    rows = np.zeros((4, len(features.NAMES)), np.float32)
    rows[2, features.NAMES.index("dense")] = 0.7
    rows[0, features.NAMES.index("lexical")] = 0.9
    sign = deciding.signs(rows, np.array([0.1, 0.2, 0.8, 0.3]), dict.fromkeys(KINDS, 0.0), 12, 2)
    of = dict(zip(deciding.NAMES, sign[0].tolist(), strict=True))
    assert [round(of[f"sure_{n}"], 2) for n in range(3)] == [0.8, 0.3, 0.2] and round(of["gap"], 2) == 0.5
    assert (round(of["best_dense"], 2), of["best_lexical"], round(of["most_lexical"], 2)) == (0.7, 0.0, 0.9)
    assert (of["length"], of["pieces"]) == (12.0, 2.0)


@pytest.mark.parametrize(("decided", "open_"), [
    ("系统日志要保存多久", "网络安全培训一年要多少学时"), ("应急演练每年几次", "公司年会抽奖要不要交税"),
    ("投资者个人信息能不能给第三方", "证券营业部的装修要用什么颜色")])
def test_what_the_law_decides_is_surer_than_what_it_does_not(answerer, decided, open_):
    def decides(text):
        asked = understand(text, answerer.knowledge.catalogue)
        where = scope(answerer.knowledge, ON, (), asked)
        return answerer.ranker.rank(asked, where, answerer._reach(ON)).decides

    assert decides(decided) > 0.8 > decides(open_)
