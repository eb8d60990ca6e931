"""When a clock begins, and at which stage: read off the words of a norm, of its deadline and of the sentences before it.

>>> start_of(("网络安全事件处置工作结束后",)).anchor, start_of(("发现或获知涉及本单位的网络安全事件时",)).anchor
(<Anchor.ENDED: '处置结束'>, <Anchor.FOUND: '发现或者获知'>)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.law.model import Norm


class Anchor(StrEnum):
    """The moment a time runs from."""

    OCCURRED = "发生"
    FOUND = "发现或者获知"
    REPORTED = "报告之后"
    ENDED = "处置结束"
    RECEIVED = "收到报告"
    OPEN = "条文未写明"


class Stage(StrEnum):
    """Where a duty stands in the course of an event."""

    FIRST = "首次报告和通知"
    FOLLOW = "后续报告"
    AFTER = "事后报告"
    ONWARD = "机关的后续通报"
    GENERAL = "一般规定"


# Anchor, and the phrasing that names it; the first that fits counts.
_ANCHORS = (
    (Anchor.ENDED, re.compile(r"(?:处置|处理|应对|应急)[^，。；]{0,6}(?:结束|完毕|完成)")),
    (Anchor.RECEIVED, re.compile(r"(?:收到|接到|接报)[^，。；]{0,12}(?:报告|辖区|反馈|提示|后)")),
    (Anchor.REPORTED, re.compile(r"事件报告后|报告[^，。；]{0,4}后出现")),
    (Anchor.FOUND, re.compile(r"发现|获知|获悉|知悉|知道|得知")),
    (Anchor.OCCURRED, re.compile(r"发生|出现|遭受|造成")),
)
_FOLLOWS = re.compile(r"补报|续报|进展|重新报送|新的重要情况")
_AFTERWARDS = re.compile(r"总结|内部调查|责任追究|追究[^，。]{0,6}责任")


@dataclass(frozen=True)
class Start:
    """The anchor with the words of the law that name it ('' where none do)."""

    anchor: Anchor
    words: str = ""


def is_start(phrase: str) -> bool:
    """Whether a phrase says when: 事件处置结束后, 收到报告后."""
    return any(a in (Anchor.ENDED, Anchor.RECEIVED) and p.search(phrase) for a, p in _ANCHORS)


def start_of(pieces: Iterable[str]) -> Start:
    """The first of the pieces that names a beginning decides."""
    for piece in pieces:
        for anchor, pattern in _ANCHORS:
            if pattern.search(piece):
                return Start(anchor, piece)
    return Start(Anchor.OPEN)


def stage_of(norm: Norm, start: Start) -> Stage:
    """The stage of a duty of a firm."""
    said = f"{norm.action}{norm.object}"
    if start.anchor is Anchor.ENDED or _AFTERWARDS.search(said):
        return Stage.AFTER
    if start.anchor is Anchor.REPORTED or _FOLLOWS.search(f"{said}{norm.trigger or ''}"):
        return Stage.FOLLOW
    return Stage.FIRST
