"""The rows of an answer to facts: what was told, the provision it falls under, its words.

1. “测试方案也不全”：《…》第十六条第一款“…应当制定全面的测试方案…”。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.answers.saying.clause_lines import SaidLine, where
from kg.answers.saying.passages import passage

if TYPE_CHECKING:
    from kg.answers.finding.facts import ToldFact
    from kg.graph.knowledge import Knowledge


def facts_told(knowledge: Knowledge, facts: Sequence[ToldFact], probable: Mapping[str, float]) -> list[SaidLine]:
    """One line for each provision, with all the facts that fall under it."""
    of: dict[str, list[ToldFact]] = {}
    for fact in facts:
        of.setdefault(fact.clause.clause.urn + fact.clause.words, []).append(fact)
    lines = []
    for n, some in enumerate(of.values(), 1):
        one = some[0].clause
        told = "、".join(f"‘{f.told}’" for f in some)
        words = passage(knowledge, [one], "".join(f.told for f in some), room=0, probable=probable)
        lines.append(SaidLine(f"{n}. {told}：{where(knowledge, words.urn)}，{words.said}。", words.urn, words.words, "fact", others=words.beside))
    return lines
