"""Times fixed by the law, each with its type and value.

``每年4月30日前`` · ``15个工作日内`` · ``最迟不得超过1小时`` · ``保存五年以上`` · ``每年至少一次`` · ``提前`` · ``立即``.

>>> [(d.text, d.type.value, d.value) for _, _, d in find_deadlines("应当于每年4月30日前报送")]
[('每年4月30日前', 'fixed-date', '--04-30')]
>>> [(d.text, d.value) for _, _, d in find_deadlines("并于演练后15个工作日内报告")]
[('演练后15个工作日内', 'P15BD')]
>>> [(d.type.value, d.value) for _, _, d in find_deadlines("保存期限不得少于二十年")]
[('retention', 'P20Y')]
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg.law.model import Deadline, DeadlineType
from kg.law.numerals import FIGURE, to_int

T = DeadlineType
_UNIT = r"(?:个)?(?P<unit>工作日|交易日|自然日|小时|分钟|季度|月|年|周|日|天)"
_ISO = {"工作日": "P{}BD", "交易日": "P{}BD", "自然日": "P{}D", "日": "P{}D", "天": "P{}D", "小时": "PT{}H", "分钟": "PT{}M",
        "月": "P{}M", "季度": "P{}M", "年": "P{}Y", "周": "P{}W"}
_HALF = {"小时": "PT30M", "年": "P6M", "月": "P15D", "日": "PT12H", "天": "PT12H"}
_ANCHOR = r"(?:(?:自|从|在|于)?[^，。；：、（）]{0,40}?(?:之日起(?:的)?|之后|后|的|起))?"
_LAST_DAY = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def duration(number: str, unit: str) -> str | None:
    """The ISO 8601 duration of a numeral and a unit, or None if the numeral is none.

    Business days are written as ``P15BD``.

    >>> duration("十五", "工作日"), duration("半", "小时"), duration("1", "小时"), duration("两", "季度")
    ('P15BD', 'PT30M', 'PT1H', 'P6M')
    """
    if number == "半":
        return _HALF.get(unit)
    value = to_int(number)
    if value is None or value <= 0:
        return None
    return _ISO[unit].format(value * 3 if unit == "季度" else value)


@dataclass(frozen=True)
class _Rule:
    """A way of fixing a time, with its name, type, pattern, and the value from a match."""

    name: str
    type: DeadlineType
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str]], str | None]


def _length(match: re.Match[str]) -> str | None:
    return duration(match["n"], match["unit"])


def _yearly(match: re.Match[str]) -> str | None:
    month = to_int(match["month"])
    if month is None or not 1 <= month <= 12:
        return None
    day = to_int(match["day"]) if match["day"] else _LAST_DAY[month]
    return f"--{month:02d}-{day:02d}" if day and 1 <= day <= 31 else None


def _date(match: re.Match[str]) -> str | None:
    parts = [to_int(match[k]) for k in ("year", "month", "day")]
    if None in parts:
        return None
    year, month, day = (p or 0 for p in parts)
    return f"{year:04d}-{month:02d}-{day:02d}"


_PERIOD = {"年": "P1Y", "年度": "P1Y", "半年": "P6M", "季度": "P3M", "季": "P3M", "月": "P1M", "周": "P1W", "日": "P1D", "天": "P1D",
           "小时": "PT1H", "分钟": "PT1M"}


def _period(match: re.Match[str]) -> str | None:
    if match["n"] and match["n"] != "半":
        return duration(match["n"], match["per"].removeprefix("个"))
    return _PERIOD["半年" if match["n"] == "半" else match["per"].removeprefix("个")]


def _none(_: re.Match[str]) -> None:
    return None


def _rule(name: str, kind: DeadlineType, pattern: str, value: Callable[[re.Match[str]], str | None]) -> _Rule:
    return _Rule(name, kind, re.compile(pattern), value)


_RULES: tuple[_Rule, ...] = (
    # 每年4月30日前 · 每年四月底前 · 次年1月31日前
    _rule("yearly-date", T.FIXED_DATE, rf"(?:每年度?|次年|年度终了后|当年|每一年度?)(?:的)?(?P<month>{FIGURE})月(?:(?P<day>{FIGURE})日|底|末)?(?:之"
        rf"|以)?前", _yearly),
    # 2025年12月31日前
    _rule("calendar-date", T.FIXED_DATE, rf"(?P<year>\d{{4}})年(?P<month>{FIGURE})月(?P<day>{FIGURE})日(?:之|以)?前", _date),
    # 重要信息系统业务日志应当保存五年以上 · 保存期限不得少于二十年 · 留存…不少于六个月 · 至少保存三年
    _rule("retention", T.RETENTION, rf"(?:至少|妥善)?(?:保存|留存|保管|保留|存档|存储)[^，。；]{{0,24}}?(?:不(?:得)?(?:少于|低于|短于)|至少"
        rf"|应当为)?(?P<n>{FIGURE}){_UNIT}(?:以上)?(?!(?:以|之)?[内前])", _length),
    _rule("not-less-than", T.RETENTION, rf"^(?:并)?(?:保存|留存)?(?:期限|时间)?(?:应当)?不(?:得)?(?:少于|低于|短于)(?P<n>{FIGURE}){_UNIT}", _length),
    # 公告满三十日 · 公示期不少于5个工作日
    _rule("shown-for", T.RELATIVE, rf"(?:公告|公示)(?:期限?|时间)?(?:应当)?(?:满|不(?:得)?(?:少于|低于|短于)|为)(?P<n>{FIGURE}){_UNIT}", _length),
    # 最迟不得超过1小时 · 至迟不晚于次日 · 不超过30日
    _rule("at-the-latest", T.RELATIVE, rf"(?:最迟|至迟|最长|最晚)?不(?:得|应)?(?:超过|晚于|迟于)(?P<n>{FIGURE}){_UNIT}", _length),
    # 提前15个工作日 · 有效期届满60个工作日前 · 至少提前三十日
    _rule("days-ahead", T.PRIOR, rf"(?:至少)?提前(?P<n>{FIGURE}){_UNIT}", _length),
    _rule("days-before", T.PRIOR, rf"[^，。；：]{{0,24}}?(?P<n>{FIGURE})个?(?P<unit>工作日|交易日|日|天|月|小时)(?:之|以)?前", _length),
    # 有效期届满前6个月 · 上线前5个工作日内
    _rule("ahead-of", T.PRIOR, r"(?:在|于)?[^，。；：]{0,16}?(?:届满|期满|到期|日|上线|实施|开始|发行|变更|召开)前"
        rf"(?P<n>{FIGURE}){_UNIT}(?:以|之)?内?", _length),
    # 自收到报告之日起3个月内 · 演练后15个工作日内 · 半年内
    _rule("within", T.RELATIVE, rf"{_ANCHOR}(?P<n>{FIGURE}){_UNIT}(?:以|之)?内", _length),
    # 至少每隔2小时 · 每季度至少 · 每年至少一次 · 每三年
    _rule("every", T.PERIODIC, rf"(?:至少)?每隔?(?P<n>{FIGURE})?(?P<per>个?(?:年度|季度|小时|分钟|年|季|月|周|日"
        rf"|天))(?!\d)(?:至少)?(?:[^，。；]{{0,8}}?[一两三二]次)?", _period),
    # 在报送年度报告的同时 · 披露半年度报告时同时 · 编制季报的同时
    _rule("with-report", T.PERIODIC, r"在?(?:报送|上报|提交|披露|公布|编制)(?P<per>半年|年|季|月)(?:度|报)[^，。；]{0,8}?的?同时",
          lambda match: _PERIOD[match["per"]]),
    _rule("regularly", T.PERIODIC, r"(?<![不规法约指确一固])定期(?![限间])", _none),
    _rule("ahead", T.PRIOR, r"(?<![不从])(?:提前|事先|事前|预先)(?![款条项])", _none),
    _rule("before", T.PRIOR, r"[^，。；：]{2,40}?(?<![日月年以目当提事超])(?:之|以)?前(?=$|[，]|应当|须|必须|向|，)", _none),
    _rule("at-once", T.IMMEDIATE, r"立即|即时(?!通信|通讯|消息)|即刻|第一时间|尽快|马上|及时", _none),
)
_RANK = {T.FIXED_DATE: 0, T.RELATIVE: 1, T.RETENTION: 2, T.PERIODIC: 3, T.PRIOR: 4, T.IMMEDIATE: 6}


def find_deadlines(text: str) -> list[tuple[int, int, Deadline]]:
    """The start, the end and the Deadline of every time fixed in ``text``, in its order.

    Where readings overlap, the more exact one is taken.
    """
    found: list[tuple[int, int, Deadline]] = []
    taken = bytearray(len(text))
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            value = rule.value(match)
            exact = rule.value is not _none
            if (exact and value is None) or 1 in taken[match.start() : match.end()]:
                continue
            start = match.start() + _lead(match[0])
            taken[start : match.end()] = b"\1" * (match.end() - start)
            found.append((start, match.end(), Deadline(text[start : match.end()], rule.type, value)))
    return sorted(found, key=lambda f: f[0])


_LEAD = re.compile(r".*(?:应当|必须|可以)(?=.)|^并(?=.)")


def _lead(words: str) -> int:
    """The number of characters before the time itself.

    并于演练后15个工作日内 gives 演练后…, and X机构在上线前 gives 在上线前.
    """
    match = _LEAD.match(words)
    at = match.end() if match else 0
    place = re.search(r"(?<![存现内])(?:在|于)(?![线位])[^在于]{0,400}前$", words[at:]) if words.endswith("前") else None
    at += place.start() if place else 0
    return at + (1 if words[at : at + 1] == "于" and len(words) > at + 3 else 0)


def best(found: list[Deadline], *, keeping: bool = False) -> Deadline | None:
    """The deadline that counts if several stand together, or None if none counts.

    A retention time counts only for a duty of keeping.
    """
    usable = [d for d in found if keeping or d.type is not T.RETENTION]
    if keeping:
        usable = [d for d in usable if d.type in (T.RETENTION, T.PRIOR)] or usable
    rank = {T.RETENTION: -1} if keeping else {}
    return min(usable, key=lambda d: (rank.get(d.type, _RANK[d.type]) + (2 if d.type is T.PERIODIC and d.value is None else 0)), default=None)
