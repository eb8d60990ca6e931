"""What the words and the norms of a clause are good for: a time, a figure, a recipient, a ban, a definition, a penalty.

应当保存五年以上 · 向省级网信部门备案 · 不得… · 是指… · 处一万元以上罚款 · 为了…制定本法
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.law.identifiers import article_urn, within
from kg.law.numerals import FIGURE

if TYPE_CHECKING:
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm
    from kg.search import Entry
    from kg.search.clauses import LawClause

_WORDS: tuple[tuple[str, str], ...] = (
    ("period", rf"{FIGURE}个?(?:工作日|交易日|日|天|小时|分钟|月|年)|半小时"),
    ("money", rf"{FIGURE}[亿万]?元|倍以[上下]|罚款"),
    ("share", r"百分之|[%％]"),
    ("count", rf"{FIGURE}[亿万]?(?:人|名|家|户)"),
    ("kept", r"保存|留存|保管|存档"),
    ("often", rf"每(?:年|季度|半年|月|周|日|天|{FIGURE})|定期|至少{FIGURE}次"),
    ("soon", r"及时|立即|第一时间|同时|事先|事前|提前|使用前|之前|以内|之内|日内|日前"),
    ("bans", r"不得|禁止|严禁|不应"),
    ("allows", r"可以|有权|方可|可先"),
    ("obliges", r"应当|必须|须|负责"),
    ("spares", r"除外|免予|免于|不适用|不需要|无需|从其规定|另有规定"),
    ("defines", r"是指|所称|含义|视为|属于|认定为|为[^。；]{0,8}事件"),
    ("punishes", r"罚款|责令|警告|吊销|追究|处分|警示函|监管谈话|没收|拘留|从重|从轻"),
    ("purpose", r"^为了?|制定本|根据[^。]{0,80}制定"),
    ("scope", r"适用本|适用于本|本(?:法|办法|条例|规定)适用|参照(?:适用|本)|不适用本"),
    ("starts", r"起施行|同时废止"),
    ("person", r"负责人|责任人|人员|董事|领导|代表人"),
    ("encourages", r"鼓励|支持|推进|促进"),
    ("lists", r"下列|以下(?:内容|条件|情形|事项|材料)|之一"),
)
NAMES = (*(name for name, _ in _WORDS), "length", "item", "heads", "annex", "norms", "recipient", "deadline", "term", "sanction", "authority")
_PATTERNS = tuple(re.compile(p) for _, p in _WORDS)


@dataclass(frozen=True)
class SignsOfClause:
    """The signs of one clause in the order of ``NAMES``, its norms, and whether it is in a list."""

    values: tuple[float, ...]
    norms: tuple[AppliedNorm, ...]


class ClauseSigns:
    """The signs of the clauses of the law of one day, each made once."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self.of = lru_cache(maxsize=16_384)(self._of)

    def _of(self, entry: Entry, clause: LawClause) -> SignsOfClause:
        words = clause.words(entry)
        found = [float(bool(p.search(words))) for p in _PATTERNS]
        norms = norms_in(self._reach, entry, clause)
        sanctions = [s for s in self._reach.sanctions.get(article_urn(entry.urn), ()) if within(s.urn, clause.urn) or within(clause.urn, s.urn)]
        told = [n for n in norms if n.norm.recipient]
        authority = bool(norms) and all(self._reach.is_authority(b) for n in norms for b in n.bearers)
        more = (
            min(len(words), 200) / 200, float("_item" in clause.urn), float(clause.heads), float("~annex" in clause.urn), min(len(norms), 3) / 3,
            float(bool(told)), float(any(n.norm.deadline for n in norms)), float("是指" in words or "以下简称" in words),
            float(bool(sanctions)), float(authority),
        )
        return SignsOfClause((*found, *more), norms)


def norms_in(reach: Reach, entry: Entry, clause: LawClause) -> tuple[AppliedNorm, ...]:
    """The norms whose words stand in a clause, or that its list makes where it leads one in."""
    return tuple(
        n for n in reach.norms.get(article_urn(entry.urn), ())
        if within(n.urn, clause.urn) and (n.norm.quote in clause.words(entry) or n.norm.start < clause.end <= n.norm.end
                                          or clause.start <= n.norm.start < clause.end)
    )

