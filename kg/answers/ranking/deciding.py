"""How probable it is that anything held decides a question, by a learned model over the whole ranking.

The probability of the surest clause alone tells it badly: a question on the subject of a clause that asks for what no clause says
(几天内给回执) finds that clause. Weights, data and limits: ``kg/models/kg-answers/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kg.answers.ranking.features import NAMES as OF_CLAUSE
from kg.answers.ranking.kinds import KINDS

_LOOKED_AT = (
    "fused", "dense", "question_dense", "lexical", "question_lexical", "clause", "piece_best", "matched", "piece_matched",
    "shares_of_question", "rare_of_question", "shares_of_entry", "holds_measure", "entry_holds",
    "named_work", "other_work", "foreign", "aside", "limited", "concept", "trigger", "action",
)
_PLACES = [OF_CLAUSE.index(n) for n in _LOOKED_AT]
_SUREST = 3  # clauses whose probabilities are looked at one by one
_SUMMED = 10
NAMES = (
    *(f"sure_{n}" for n in range(_SUREST)), "sum", "gap", *(f"best_{n}" for n in _LOOKED_AT), *(f"most_{n}" for n in _LOOKED_AT),
    *(f"wants_{k}" for k in KINDS), "length", "pieces",
)

Values = NDArray[np.float32]


def signs(rows: Values, total: NDArray[np.float64], kinds: Mapping[str, float], length: int, pieces: int) -> Values:
    """The signs of a question as one row: the probabilities, the features of the surest clause, the highest of each, the kinds of answer.

    ``rows`` and ``total`` are the features and the probabilities of the clauses found, and ``length`` counts the characters asked.
    """
    order = np.argsort(-total, kind="stable")
    sure = np.pad(total[order], (0, _SUREST))[:_SUREST]
    best, most = rows[order[0], _PLACES], rows[:, _PLACES].max(axis=0)
    whole = [*sure, total[order][:_SUMMED].sum(), sure[0] - sure[1], *best, *most, *(kinds[k] for k in KINDS), length, pieces]
    return np.array([whole], np.float32)
