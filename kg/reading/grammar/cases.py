"""Clauses that open a condition which a comma divides."""

from __future__ import annotations

import re

from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.modality import find_modal


def opens_a_case(clause: Clause, rest: list[Clause]) -> bool:
    """Whether a clause opens a condition that a comma divides.

    ``中国人民银行发现处理者排除、限制竞争，或者损害权益的，…`` · ``除履行合同，以及…所需外``.
    """
    ends = next((c for c in rest if c.text.endswith("的") or find_modal(c.text) or c.stop in "；;"), None)
    joined = bool(rest) and re.match(r"或者|以及|并且|且|但(?:是)?(?:未|不)|造成|导致|致使", rest[0].text)
    found = re.match(r"[^，；]{0,24}(?:发现|认为|收到)|[^，；]{0,400}?按照[^，；]{0,400}?规定", clause.text)
    return bool(joined and found and ends and ends.text.endswith("的") and not re.search(r"(?:并|向[^，]{0,400})(?:报告|告知|通知)$", clause.text))
