"""Clauses that open a condition which a comma divides, and those that only look as if they set the scene."""

from __future__ import annotations

import re

from kg.law.model import DeadlineType
from kg.reading.deadlines import find_deadlines
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.modality import find_modal
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.subjects import leading_actor

_OWN_SUBJECT = re.compile(r"[^，；]{2,12}(?:发生(?:重大)?(?:变化|变更)|变更|变动|出现|存在)[^，；]*的$")


def opens_a_case(clause: Clause, rest: list[Clause]) -> bool:
    """Whether a clause opens a condition that a comma divides.

    ``中国人民银行发现处理者排除、限制竞争，或者损害权益的，…`` · ``除履行合同，以及…所需外``.
    """
    ends = next((c for c in rest if c.text.endswith("的") or find_modal(c.text) or c.stop in "；;"), None)
    joined = bool(rest) and re.match(r"或者|以及|并且|且|但(?:是)?(?:未|不)|造成|导致|致使", rest[0].text)
    found = re.match(r"[^，；]{0,24}(?:发现|认为|收到)|[^，；]{0,400}?按照[^，；]{0,400}?规定", clause.text)
    return bool(joined and found and ends and ends.text.endswith("的") and not re.search(r"(?:并|向[^，]{0,400})(?:报告|告知|通知)$", clause.text))


def does_regularly(reading: Reading, clause: Clause, rest: list[Clause]) -> bool:
    """Whether a clause states a duty of its own although a modal follows: 中国证监会定期…开展评估，评估通过的，可以…."""
    names, stop = leading_actor(reading, clause.start, clause.end)
    if not names:
        return False
    often = any(d.type is DeadlineType.PERIODIC for _, _, d in find_deadlines(clause.text))
    apart = re.match(r"(?:分别|统一|具体负责|负责|统筹|牵头)", reading.text[stop : clause.end])
    own = any(_OWN_SUBJECT.match(c.text) for c in rest[:3] if c.text.endswith("的"))
    return often or (bool(apart) and own)
