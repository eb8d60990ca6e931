"""Figures in a question and in the law, with unit and edge: 三日内 · 不少于六个月 · 五万到五十万 · 每年至少一次 · 第四级 · 2023年5月1日."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator

from kg.answers.claims.model import Bound, Point, Quantity
from kg.law.numerals import to_int

_N = (
    r"(?:[0-9]{1,4}万[0-9]{1,4}千?|[0-9]{1,12}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,4})?[百千]?[万亿]{0,2}"
    r"|[零〇○一二三四五六七八九十百千两]{1,12}[万亿]{0,2}|[零〇一二三四五六七八九十百千两万亿]{1,14}|半)")
_LEAST = r"不少于|不得少于|不低于|不得低于|不短于|不得短于|至少|最少|最低|最短|起码|超过|多于|高于|大于|满|够|足|达到|达|须多于|需多于"
_MOST = r"不超过|不得超过|不高于|不得高于|不多于|至多|最多|最高|最长|最迟|最晚|上限(?:就)?是?(?:为)?|封顶|未超过|不满|不足|未满|未达|少于|低于|小于"
_BEFORE = re.compile(rf"(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))(?:保存|留存|每|要|也?就|应?为|了|才|是|也|只|罚款?|处|达|可达|可以?|进行|开展)?\Z")
_AFTER = re.compile(
    r"(?:\s?(?:人民币)?(?:罚款|罚金)?)(?:的?(?:(?P<least>及?以上|起|打底)|(?P<most>及?以下|(?:之|以)?内|之前|前(?!款|述|项)|封顶|为限)))")
_UNITS = {"年": ("月", 12), "年度": ("月", 12), "月": ("月", 1), "季度": ("月", 3), "周": ("日", 7), "星期": ("日", 7), "工作日": ("工作日", 1),
          "交易日": ("交易日", 1), "日": ("日", 1), "天": ("日", 1), "自然日": ("日", 1), "小时": ("分钟", 60),
          "钟头": ("分钟", 60), "分钟": ("分钟", 1)}
_TIMES = _UNITS | {f"个{name}": unit for name, unit in _UNITS.items()}
_TIME = "|".join(sorted(_TIMES, key=len, reverse=True))
_PERSONS = ("人", "名", "户", "账户", "位", "用户")
_COUNTED = dict.fromkeys(_PERSONS, "人") | {w: w for w in ("家", "条", "份", "次", "学时", "项", "股", "套")}
_COUNT = "|".join(sorted(_COUNTED, key=len, reverse=True))
_DATE = re.compile(r"(?P<y>[12][0-9]{3})年(?:(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})[日号])?)?(?:底|初|末)?"
    rf"|(?P<m2>{_N})月(?:(?P<d2>{_N})[日号]|(?P<end>底|末|初))")
_EVERY = re.compile(
    rf"每隔?(?P<n>{_N})?个?(?P<u>年度?|季度?|月度?|周|星期|工作日|交易日|日|天|小时|分钟)(?!份|报)"
    rf"|(?<![上下])(?P<h>每?半年)(?=[^，。；内]{{0,8}}次)"
    rf"|(?P<n2>{_N})个?(?P<u2>年|季度|月|周|天)(?:至少|必须|得|要|就|只|才|应当?|需要?)?[^，。；、内]{{0,3}}?(?:一|1)[次回遍轮]")
_SHARE = re.compile(
    rf"百分之(?P<n>{_N}(?:点{_N})?)|(?P<p>[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?)\s?[%％]|(?P<c>[一二三四五六七八九])成(?!立|为|本|功)"
    rf"|(?P<half>一半|半数)|千分之(?P<t>{_N})")
_MULTIPLE = re.compile(rf"(?P<n>{_N})(?:倍|(?=[到至\-~—]{_N}倍))")
_RANK = re.compile(rf"第?(?P<n>{_N})级(?!人民|以上人民|政府|市)")
_AGE = re.compile(rf"(?P<n>{_N})周?岁")
_MONEY = re.compile(rf"(?P<n>{_N})(?P<y>元|块钱)|(?P<n2>{_N}(?<=[万亿]))(?=[到至\-~—，。；、]|以[上下]|罚|起|封顶|\0|\Z|的|之间|多|就)")
_PERIOD = re.compile(rf"(?<![上下第近头前])(?P<n>{_N})(?P<u>{_TIME})(?!份|级|报(?!告)|末|底|初|\d)")
_COUNTS = re.compile(rf"(?P<n>{_N})个?(?P<u>{_COUNT})(?!民|员|大|单|工)")
_NEVER = re.compile(r"终身|终生|永久|一辈子")
_NARROW = {ord("０") + n: str(n) for n in range(10)} | {ord("．"): "."}


MOST_FIGURES = 80  # of a text; more stand only in a table, which no claim is read against


def number(text: str) -> float | None:
    """The value of a numeral in any writing.

    >>> number("1.5万"), number("五千"), number("1,000"), number("百万"), number("零点五")
    (15000.0, 5000.0, 1000.0, 1000000.0, 0.5)
    """
    text = unicodedata.normalize("NFKC", text).replace(",", "")
    scale = 1.0
    if text[:1].isdigit() and "万" in text[:-1] and text[-1] != "亿":
        high, _, low = text.partition("万")
        return (number(high) or 0) * 10_000 + (number(low.strip("万")) or 0)
    while text and text[-1] in "万亿" and len(text) > 1 and (text[0].isdigit() or text[-1] == "亿" or text[:-1] in "十百千"):
        scale *= 10_000 if text[-1] == "万" else 100_000_000
        text = text[:-1]
    if text[:1].isdigit():
        factor = {"百": 100, "千": 1000}.get(text[-1], 1)
        return float(text.rstrip("百千")) * factor * scale
    if "点" in text:
        whole, _, rest = text.partition("点")
        return float(to_int(whole) or 0) + sum((to_int(c) or 0) * 0.1 ** (n + 1) for n, c in enumerate(rest))
    value = to_int(text)
    return None if value is None else value * scale


def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text in their order, each read once.

    >>> [(q.point.value, q.value, q.unit, q.edge.value) for q in quantities("每年演练，保存五年以上，处一万元以上十万元以下罚款")]
    [('every', 12.0, '月', ''), ('period', 60.0, '月', 'least'), ('money', 10000.0, '元', 'least'), ('money', 100000.0, '元', 'most')]
    """
    text = text.translate(_NARROW)
    taken = [False] * len(text)
    found: list[Quantity] = []
    for read in (_dates, _every, _shares, _multiples, _ranks, _ages, _money, _periods, _counts, _endless):
        for one in read(text):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = [True] * len(one.words)
                found.append(one)
    return tuple(sorted(found, key=lambda q: q.start)[:MOST_FIGURES])


def _edge(text: str, start: int, end: int) -> Bound:
    before, after = _BEFORE.search(text[max(0, start - 14) : start]), _AFTER.match(text, end)
    for m in (after, before):
        if m:
            return Bound.LEAST if m["least"] else Bound.MOST
    return Bound.NONE


def _made(text: str, m: re.Match[str], point: Point, value: float | None, unit: str) -> Iterator[Quantity]:
    if value is not None:
        yield Quantity(point, value, unit, _edge(text, m.start(), m.end()), m[0], m.start())


def _dates(text: str) -> Iterator[Quantity]:
    for m in _DATE.finditer(text):
        year, month, day = m["y"], m["m"] or m["m2"], m["d"] or m["d2"]
        parts = [number(p) if p else 0.0 for p in (year, month, day)]
        if None not in parts:
            known = [p or 0.0 for p in parts]
            edge = m["end"] or ""
            yield from _made(text, m, Point.DATE, known[0] * 10_000 + known[1] * 100 + known[2], edge.replace("末", "底"))


def _every(text: str) -> Iterator[Quantity]:
    for m in _EVERY.finditer(text):
        if m["h"]:
            yield from _made(text, m, Point.EVERY, 6.0, "月")
            continue
        unit, factor = _TIMES.get((m["u"] or m["u2"]).replace("季", "季度").replace("度度", "度").replace("月度", "月"), ("", 1))
        count = m["n"] or m["n2"]
        half = count == "半" and unit == "月" and factor == 12
        value = 0.5 if half else number(count) if count else 1.0
        if unit and value is not None:
            yield from _made(text, m, Point.EVERY, value * factor, unit)


def _shares(text: str) -> Iterator[Quantity]:
    for m in _SHARE.finditer(text):
        value = 50.0 if m["half"] else (number(m["c"]) or 0) * 10 if m["c"] else number(m["n"] or m["p"] or m["t"])
        value = value / 10 if value and m["t"] else value
        yield from _made(text, m, Point.SHARE, value, "%")


def _multiples(text: str) -> Iterator[Quantity]:
    for m in _MULTIPLE.finditer(text):
        yield from _made(text, m, Point.MULTIPLE, number(m["n"]), "倍")


def _ranks(text: str) -> Iterator[Quantity]:
    for m in _RANK.finditer(text):
        yield from _made(text, m, Point.RANK, number(m["n"]), "级")


def _ages(text: str) -> Iterator[Quantity]:
    for m in _AGE.finditer(text):
        yield from _made(text, m, Point.AGE, number(m["n"]), "岁")


def _money(text: str) -> Iterator[Quantity]:
    fined = re.search(r"[罚元款]|资本|金额", text)
    for m in _MONEY.finditer(text):
        if m["n"] or fined:
            yield from _made(text, m, Point.MONEY, number(m["n"] or m["n2"]), "元")


def _periods(text: str) -> Iterator[Quantity]:
    for m in _PERIOD.finditer(text):
        unit, factor = _TIMES[m["u"]]
        if m["u"] == "月" and m["n"][-1:].isdigit() is False and m["n"] == "半":
            continue
        yield from _made(text, m, Point.PERIOD, *_length(m["n"], unit, factor))


def _endless(text: str) -> Iterator[Quantity]:
    for m in _NEVER.finditer(text):
        yield Quantity(Point.PERIOD, math.inf, "月", Bound.NONE, m[0], m.start())


def _length(count: str, unit: str, factor: int) -> tuple[float | None, str]:
    value = 0.5 if count == "半" else number(count)
    return (None if value is None else value * factor), unit


def _counts(text: str) -> Iterator[Quantity]:
    for m in _COUNTS.finditer(text):
        yield from _made(text, m, Point.COUNT, number(m["n"]), _COUNTED[m["u"]])
