"""The comparison of several bases of one duty, to find the stricter: a longer keeping, or a shorter period or time limit.

Only figures are compared, and only where both bases fix one of the same sort for the same thing (and, for a report, to
the same recipient). Otherwise each applies as it is, and the comparison says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.duties.checklist.records import EACH, FIXED, SAME, STRICTER, Base, Duty
from kg.law.model import Deadline, DeadlineType

_HOURS = {"Y": 8_766.0, "M": 730.5, "W": 168.0, "D": 24.0, "BD": 33.6, "H": 1.0, "m": 1 / 60}
_DURATION = re.compile(r"P(?:(T)?)(\d+)(BD|[YMWDH])\Z")
_LONGER_IS_STRICTER = frozenset({DeadlineType.RETENTION, DeadlineType.PRIOR})
_WORDS = {
    DeadlineType.RETENTION: "保存期限", DeadlineType.PERIODIC: "频次", DeadlineType.FIXED_DATE: "频次",
    DeadlineType.RELATIVE: "时限", DeadlineType.PRIOR: "提前的时间",
}


def hours(deadline: Deadline | None) -> float | None:
    """The length of a time in hours, for comparison only, or None where the law fixes no figure.

    A yearly date counts as a year.

    >>> hours(Deadline("保存六个月以上", DeadlineType.RETENTION, "P6M")), hours(Deadline("及时", DeadlineType.IMMEDIATE, None))
    (4383.0, None)
    """
    if deadline is None or deadline.value is None:
        return None
    if deadline.value.startswith("--"):
        return _HOURS["Y"]
    match = _DURATION.match(deadline.value)
    if not match:
        return None
    unit = "m" if match[1] and match[3] == "M" else match[3]
    return int(match[2]) * _HOURS[unit]


def compared(duties: Sequence[Duty], alike: bool) -> tuple[tuple[Base, ...], str]:
    """The bases with their marks, and a sentence about the comparison.

    ``alike`` says that the objects of the duties are the same thing.
    """
    if len(duties) == 1:
        return (Base(duties[0]),), ""
    lengths = [hours(d.applied.norm.deadline) for d in duties]
    fixed = [n for n, length in enumerate(lengths) if length is not None]
    if not fixed:
        return _all(duties, EACH), "各条文均未定可比较的数字，各自适用"
    if len(fixed) == 1:
        only = duties[fixed[0]]
        marks = tuple(Base(d, FIXED if n in fixed else EACH) for n, d in enumerate(duties))
        return marks, f"只有{only.basis}定有数字（{_text(only)}），其余各自适用"
    return _of_figures(duties, lengths, fixed, alike)


def _of_figures(duties: Sequence[Duty], lengths: Sequence[float | None], fixed: Sequence[int], alike: bool) -> tuple[tuple[Base, ...], str]:
    sorts = {_sort(duties[n]) for n in fixed}
    values = {lengths[n] for n in fixed}
    if len(sorts) > 1:
        return _all(duties, EACH), "所定数字性质不同，各自适用"
    word = _WORDS.get(next(iter(sorts)), "时限")
    if len(values) == 1:
        marks = tuple(Base(d, SAME if n in fixed else EACH) for n, d in enumerate(duties))
        return marks, f"{word}相同（{_text(duties[fixed[0]])}）"
    recipients = {duties[n].recipient for n in fixed}
    if not alike or len(recipients) > 1:
        return _all(duties, EACH), f"{word}所及对象不同，不作比较，各自适用"
    longest = next(iter(sorts)) in _LONGER_IS_STRICTER
    best = (max if longest else min)(v for v in values if v is not None)
    marks = tuple(Base(d, STRICTER if lengths[n] == best else EACH) for n, d in enumerate(duties))
    told = "、".join(f"{duties[n].basis}（{_text(duties[n])}）" for n in fixed if lengths[n] == best)
    return marks, f"{word}以{told}更严"


def _all(duties: Sequence[Duty], mark: str) -> tuple[Base, ...]:
    return tuple(Base(d, mark) for d in duties)


def _sort(duty: Duty) -> DeadlineType:
    deadline = duty.applied.norm.deadline
    kind = deadline.type if deadline else DeadlineType.RELATIVE
    return DeadlineType.PERIODIC if kind is DeadlineType.FIXED_DATE else kind


def _text(duty: Duty) -> str:
    deadline = duty.applied.norm.deadline
    return deadline.text if deadline else ""
