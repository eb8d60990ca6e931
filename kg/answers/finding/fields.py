"""The articles set apart because their whole text is limited to a field of which the question shows no word.

A duty 限于中国人民银行业务领域网络安全事件 is no duty of a futures firm whose trading system failed. It is named in a remark and not
told, unless nothing else decides the question.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.answers.finding.selection import Candidate
from kg.answers.question.scope import Scope
from kg.law.identifiers import work_urn


def set_apart(found: Sequence[Candidate], where: Scope) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates that are told, and those that are only named.

    All are told if every one of them is limited to such a field.
    """
    limited = [c for c in found if work_urn(c.urn) in where.limited]
    told = [c for c in found if c not in limited]
    return (told, limited) if told else (list(found), [])
