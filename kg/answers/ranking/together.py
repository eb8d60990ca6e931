"""How surely each of the surest clauses decides a question beside the others, by a learned model over the whole ranking.

A duty and what follows from its breach decide together, a second clause on the same point decides nothing more: 没做演练，会怎么罚？
The probability of one clause by itself does not see what is told already. Weights, data and limits: ``kg/models/kg-answers/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.answers.ranking.features import NAMES as OF_CLAUSE
from kg.law.identifiers import article_urn, work_urn

LOOKED_AT = 16  # clauses, the surest first
_FIRST = 3
NAMES = (
    "sure", "place", "surest", "share", "sum", "sum_first", "article_before", "paragraph_before", "work_before", "article_sum", "article_best_before",
    "article_of_surest", "work_of_surest", "heads", "length", "pieces", *(f"clause_{n}" for n in OF_CLAUSE),
)

Values = NDArray[np.float32]


def signs(
    rows: Values, total: NDArray[np.float64], urns: Sequence[str], heads: Sequence[bool], length: int, pieces: int,
) -> tuple[NDArray[np.int64], Values]:
    """The places of the surest clauses, and the signs of each as a row with a column for each name in ``NAMES``.

    ``rows``, ``total``, ``urns`` and ``heads`` are the features, the probabilities and the provisions of the clauses found and whether
    each leads a list in, and ``length`` counts the characters asked.
    """
    order = np.argsort(-total, kind="stable")[:LOOKED_AT]
    sure = total[order]
    of = [[name(urns[n]) for n in order] for name in (article_urn, _paragraph, work_urn)]
    found = []
    for k, n in enumerate(order):
        same = [[o == own[k] for o in own] for own in of]
        before = [sum(s[:k]) for s in same]
        mine = sure[np.array(same[0], bool)]
        best_before = max((p for p, s in zip(sure[:k], same[0], strict=False) if s), default=0.0)
        found.append([sure[k], k, sure[0], sure[k] / max(sure[0], 1e-6), sure.sum(), sure[:_FIRST].sum(), *before, mine.sum(), best_before,
                      same[0][0], same[2][0], heads[n], length, pieces])
    return order, np.concatenate([np.array(found, np.float32).reshape(len(order), -1), rows[order]], axis=1).astype(np.float32)


def _paragraph(urn: str) -> str:
    return urn.partition("_item")[0]
