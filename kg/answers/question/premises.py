"""Figures a question takes for granted: 三日内备案的规定在哪条 · 第几条要求每季度演练一次 · 口令每90天必须换，是哪条.

A question that asks *where* such a figure stands has no answer in texts that hold no such figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.law.numerals import NUMERAL, to_int

_UNIT = r"工作日|交易日|日|天|小时|钟头|分钟|个?月|年|季度|周"
_WITHIN = re.compile(rf"(?P<n>{NUMERAL}|半)个?(?P<unit>{_UNIT})(?:之|以)?内")
_EVERY = re.compile(rf"每隔?(?P<n>{NUMERAL}|半)?个?(?P<unit>{_UNIT})(?!日|度以)"
                    rf"|(?P<n2>{NUMERAL}|半)个?(?P<unit2>年|月|季度|周|天)(?:至少|必须|得|要|就)?(?:一|1)[次回]")
_KEPT = re.compile(rf"(?:保存|留存|保留|存够|存满|留够|留满|留|存)[^，。；？]{{0,5}}?(?P<n>{NUMERAL})个?(?P<unit>月|年)")
_ANY = re.compile(rf"(?P<every>每)?(?P<n>{NUMERAL}|半)?个?(?P<unit>{_UNIT})")
_SAME = {"天": "日", "钟头": "小时", "个月": "月"}
_MONTHS = {"年": 12, "季度": 3}


@dataclass(frozen=True)
class Figure:
    """A length of time stated in a question.

    ``every`` says that it is a period. ``value`` counts ``unit``, with years and quarters in months.
    """

    value: int
    unit: str
    every: bool
    text: str


def stated(question: str) -> tuple[Figure, ...]:
    """The figures a question states.

    >>> [(f.value, f.unit, f.every) for f in stated("每季度演练一次、七十二小时内报告，是第几条")]
    [(72, '小时', False), (3, '月', True)]
    """
    found = [(m, False) for p in (_WITHIN, _KEPT) for m in p.finditer(question)]
    found += [(m, True) for m in _EVERY.finditer(question)]
    return tuple(f for m, every in found if (f := _figure(m, every)))


def held(figure: Figure, text: str) -> bool:
    """Whether a text holds the figure, in any writing (72小时, 七十二小时, or 每季度, 每三个月).

    >>> held(stated("三日内备案")[0], "应当在三个工作日内备案"), held(stated("每季度一次")[0], "每季度至少进行一次有效性验证")
    (False, True)
    """
    return any((found := _figure(m, bool(m["every"]))) and _same(found, figure) for m in _ANY.finditer(text))


def _same(found: Figure, figure: Figure) -> bool:
    return (found.value, found.unit) == (figure.value, figure.unit) and (found.every or not figure.every)


def _figure(match: re.Match[str], every: bool) -> Figure | None:
    groups = match.groupdict()
    number, unit = groups.get("n") or groups.get("n2"), groups.get("unit") or groups.get("unit2") or ""
    unit = _SAME.get(unit, unit)
    if number == "半":
        return Figure(6, "月", every, match[0]) if unit == "年" else None
    value = to_int(number) if number else 1
    if value is None or not (number or every):
        return None
    return Figure(value * _MONTHS.get(unit, 1), "月" if unit in _MONTHS else unit, every, match[0])
