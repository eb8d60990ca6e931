"""Amounts in a question with what is open in them: 刚好满五年 · 不满十万 · 快到十万 · 超过1万 · 12万多人 · 近百万 · 一个半小时 · 八成.

An amount is a range of whole numbers of the finest parts of its unit. 150万人 is one number, 不到十万人 ends before it,
一百多万 lies between two, and 至少五万 has no upper end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.answers.finding.measuring.figures import FIGURE, Rough, about, read, step
from kg.answers.finding.measuring.units import AGE, FINE, MONTHS, MULTIPLE, PERSONS, RECORDS, SHARE, TIME, base

# What stands before a figure and opens it. The longest is read first: 不超过 is no 超过, and 快到 no 到.
_OPENERS = {
    "exact": "刚好|正好|恰好|整整|刚满|恰恰|刚刚满|刚刚好",  # 刚好满五年, 正好十万
    "least": "至少|起码|最少|不少于|不低于|不下于?|已满|满|足足",  # 起码有五万人, 干满三年
    # 已经超过1万, 过百万, 突破千万
    "over": "超过|超出|超|逾|突破|高于|多于|大于|不止|不只|(?<![超通经去做干没跳越])过(?=了?[百千万亿半十0-9])|刚过|破(?=[百千万亿十])",
    "under": "不满|不到|不足|未满|没到|没满|少于|低于|小于|未达到?|没有?达到|还差一?点到?",  # 不到十万, 没满一年
    "near": "将近|接近|(?<!最)近|快要?到|快要满|快满|(?<!尽)快|临近|逼近|眼看就?到|差一?点就?到?|差点",  # 近百万, 快到十万
    "about": "大约|大概|约|大致|差不多|估计|估摸着?|大体|左右",  # 差不多10万人
    "most": "至多|最多|顶多|不超过|未超过|没有?超过|不高于|不多于",  # 顶多八万
}
# What stands behind an amount and opens it: 10万人以上, 三年多, 一百万左右, 八百人出头.
_CLOSERS = {
    "least": "以上|往上|起步", "most": "以下|以内|之内", "about": "左右|上下", "more": "出头|开外|有余|余|多(?!少|次|家|个|条)",
    "exact": "整(?![个体改顿理])", "under": "不到"}
_BEFORE = "|".join(f"(?P<{kind}>{_OPENERS[kind]})" for kind in ("most", *(k for k in _OPENERS if k != "most")))
_AFTER = "|".join(f"(?P<then_{kind}>{words})" for kind, words in _CLOSERS.items())
_PERSON = "|".join(PERSONS).replace("|人员|人", "|人(?!次|民币|[士行社员工均])")
_NAMED = r"(?:[^\W\d_第]{0,5}?)"  # what kind of people: 800个存量客户, 12万名境内投资者
_UNIT = (rf"(?:[名位户号]{_NAMED}(?:{_PERSON})|(?<=个){_NAMED}(?:{_PERSON})|(?:境内|个人)?(?:{_PERSON})|[名位户](?![单字称置数])|小时|钟头|刻钟"
         r"|秒钟?|分钟|星期|周(?![岁年期边转])|天|日(?![均志期常活])|(?<=[个半])月|(?<=个)季度|年(?![度均报龄末初])|元|块钱?|条|家|次|倍|周?岁|%|成(?![立为功本果员交都了就]))")
_AMOUNT = re.compile(
    rf"(?P<before>{_BEFORE})?[了到有是为的满达]{{0,2}}(?P<share>百分之)?(?P<n>{FIGURE})(?P<range>(?:到|至|-|~|—){FIGURE})?\s?"
    rf"(?P<many>个?(?:多|来))?个?(?P<half>半)?(?P<unit>{_UNIT})?(?P<half2>半(?![年月天个]))?(?:零?(?P<minutes>{FIGURE})分钟?)?(?P<after>{_AFTER})?")
# 客户12万, 受影响用户超过100万, 客户数量已经达到120万: the unit stands before.
_HEADED = re.compile(rf"(?P<unit>{_PERSON}|月活|日活|人数|户数|条数|记录|次数)(?:总数|数量|数|规模|总量|合计|累计|一?共|大概|已经?|刚刚){{0,3}}\Z")
_FEW = 20  # 条 that may be articles of a law: 违反了三条
_PAID = re.compile(r"(?:赔|损失|亏|亏损|获利|赚|违法所得|涉案|金额)[了到为是有达掉约近超过]{0,3}\Z")  # 赔了五百万, 损失约一千万
_LOST = re.compile(r"的?(?:直接|间接|经济){0,2}(?:损失|罚金|赔偿|违法所得)")  # 五百万的损失
_HEADS = {"月活": "人", "日活": "人", "人数": "人", "户数": "户", "条数": "条", "记录": "条", "次数": "次"}
_STOP = re.compile(r"[，。；？！,;?!\n]")
_SPAN_OF_YEARS = re.compile(r"(?:[两三四五六七八九十]|[2-9])年(?:累计|合计|加起来|下来|一共|总共|共)")
# 一年累计, 近一年, 每年, 三年内, 两年前: a span of time in which something is counted.
_PERIOD = re.compile(r"累计|合计|加起来|下来|一共|总共|之?内|以内|之?前|之?后|以来|来(?!的)|中|里|间|度|一次|一回|的时间内")
_PERIODIC = re.compile(r"(?:[每这该当本上下前近头哪几多]|过去|最近|今后|未来)\Z")
_RATE = re.compile(r"(?:每|平均每)(?:个?(?:月|天|日|周|星期|季度))(?:大概|都|要|会|有|新增|约){0,2}\Z")
_THINGS = re.compile(r"个?(?:号|款|项|页|台|套|部|张|次|点|股|手|笔|份|平|吨|行|倍|块|G|M|T|字|别|要|不|分|一)")  # 3万张照片, 五千台终端, 万分之一
_DATA = re.compile(r"信息|资料|数据|记录|名单|档案|隐私|数据库")


@dataclass(frozen=True)
class Amounted:
    """An amount of a question from ``low`` to below ``high``, which is None if nothing ends it.

    ``words`` are the question's own, at ``start``. ``unit`` is the unit of its kind, '' where none is said (正好十万). The
    numbers count the finest parts of the unit (``units.FINE``). ``years`` says that it was summed over several years.
    """

    words: str
    unit: str
    low: int
    high: int | None
    start: int = 0
    years: bool = False

    @property
    def end(self) -> int:
        """The offset in the question at which its words end."""
        return self.start + len(self.words)

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.high == self.low + 1

    @property
    def value(self) -> Decimal | None:
        """The number in its unit, or None if it is open."""
        return Decimal(self.low) / FINE.get(self.unit, 1) if self.exact else None


def find_quantities(text: str) -> tuple[Amounted, ...]:
    """The amounts in a question, in their order.

    >>> [(q.words, q.unit, q.low, q.high) for q in find_quantities("泄露了150万人的信息，系统停了一个半小时")]
    [('150万人', '人', 1500000, 1500001), ('一个半小时', '分钟', 5400, 5401)]
    >>> [(q.words, q.low, q.high) for q in find_quantities("不到十万人，客户十几万")]
    [('不到十万人', 0, 100000), ('十几万', 100001, 200000)]
    """
    return tuple(_found(text))


def _found(text: str) -> Iterator[Amounted]:
    for match in _AMOUNT.finditer(text):
        told = _unit(text, match)
        said = _said(match) if told else None
        if told and said and not _no_amount(text, match, told[0]):
            unit, parts = told
            yield _quantity(text, match, unit, _scaled(_opened(said, _kinds(match)), parts))


def _quantity(text: str, match: re.Match[str], unit: str, said: Rough) -> Amounted:
    start = match.start("before") if match["before"] else match.start("share") if match["share"] else match.start("n")
    words = text[start : match.end()].rstrip()
    low, high = _bounds(said)
    if _RATE.search(text[:start][-10:]):
        high = None
    spanned = bool(_SPAN_OF_YEARS.search(_STOP.split(text[:start])[-1]))
    return Amounted(words, unit, low, high, start, spanned)


def _unit(text: str, match: re.Match[str]) -> tuple[str, Decimal] | None:
    """The kind of unit and the finest parts in one of it, with '' for a round figure of people or records left unsaid."""
    if match["share"]:
        return SHARE, Decimal(FINE[SHARE])
    if match["unit"]:
        return base(match["unit"])
    headed = _HEADED.search(_STOP.split(text[: match.start()])[-1])
    if headed:
        return base(_HEADS.get(headed["unit"], headed["unit"]))
    if _PAID.search(_STOP.split(text[: match.start()])[-1][-8:]) or _LOST.match(text, match.end()):
        return base("元")
    return ("", Decimal(1)) if _round(text, match) else None


def _round(text: str, match: re.Match[str]) -> bool:
    """Whether a figure without a unit may count people or records: 正好十万, 1万多, 有800来个."""
    round_figure = re.search(r"[百千万亿]", match["n"]) and not _THINGS.match(text, match.end()) and match["n"] != "千万"
    loose = match["many"] and re.match(r"[，。；？！\s]|\Z", text[match.end() :])
    told = match["before"] or match["many"] or re.search(r"[多余几]", match["n"]) or _DATA.search(text) or "人" in text
    return bool((round_figure or loose) and told)


def _said(match: re.Match[str]) -> Rough | None:
    """The figure of a match in its written unit, with its half (一个半小时), range (8到9万) and minutes (1小时20分)."""
    said = read(match["n"])
    if said is None:
        return None
    if match["range"]:
        said = _ranged(match["n"], match["range"][1:])
    half = Decimal("0.5") if match["half"] or match["half2"] else Decimal(0)
    more = Decimal(0)
    if match["minutes"] and (minutes := read(match["minutes"])) is not None:
        more = minutes.low / 60
    if said is not None and (half or more):
        said = replace(said, low=said.low + half + more, high=None if said.high is None else said.high + half + more)
    return said


def _ranged(one: str, other: str) -> Rough | None:
    """From one figure to another, the first of which may leave its scale unsaid (8到9万)."""
    last, scale = read(other), re.search(r"[百千]?[万亿]\Z|[百千]\Z", other)
    first = read(one if re.search(r"[百千万亿]", one) or not scale else one + scale[0])
    return Rough(first.low, last.high) if first and last and first.low <= last.low else None


def _scaled(said: Rough, parts: Decimal) -> Rough:
    return replace(said, low=said.low * parts, high=None if said.high is None else said.high * parts)


def _kinds(match: re.Match[str]) -> tuple[str, ...]:
    """How the words before and behind a figure open it."""
    found = [*(k for k in _OPENERS if match[k]), *(k for k in _CLOSERS if match[f"then_{k}"])]
    many = match["many"] or ""
    return (*found, *(("more",) if "多" in many else ("about",) if "来" in many else ()))


def _opened(said: Rough, kinds: tuple[str, ...]) -> Rough:
    """The figure with what the words around it say: 不到 ends it, 至少 takes its end away."""
    for kind in kinds:
        value = said.low
        if kind == "least":
            said = replace(said, high=None)
        elif kind == "over":
            said = Rough(value, None, over=True)
        elif kind in ("under", "most", "near"):
            said = Rough(value / 2 if kind == "near" else Decimal(0), said.high, below=kind != "most")
        elif kind in ("about", "more"):
            said = about(value) if kind == "about" else Rough(value, value + step(value), over=True, below=True)
    return said


def _bounds(said: Rough) -> tuple[int, int | None]:
    """The whole numbers that a figure may be."""
    low, high = round(said.low, 3), said.high if said.high is None else round(said.high, 3)
    return int(low) + (said.over or low != int(low)), None if high is None else int(high) + (not said.below)


def _no_amount(text: str, match: re.Match[str], unit: str) -> bool:
    """Whether a figure is a name or a date and no amount: 第100条, 2025年, 11月30日, 近一年, 一家公司, 哪一条."""
    before, after, figure = text[: match.start("n")], text[match.end() :], match["n"]
    if before.endswith(("第", "哪", "任")) or re.search(r"[0-9.]\Z", before) or after.startswith(("号令", "号文")):
        return True
    if unit == MONTHS and (re.fullmatch(r"[12][0-9]{3}|[二一][〇零一二三四五六七八九]{3}", figure) or _period(before, after)):
        return True
    if unit == TIME and (re.search(r"月\Z", before) or _PERIODIC.search(_lasting(text, match)[-3:])):
        return True
    if unit == RECORDS and not _DATA.search(_segment(text, match)) and (said := read(figure)) and said.low < _FEW:
        return True
    return unit not in (TIME, MONTHS, SHARE, AGE, MULTIPLE) and figure in ("一", "两", "1") and not match["many"]


def _lasting(text: str, match: re.Match[str]) -> str:
    """The words before a length of time, in which 近 opens the hours (将近半小时) but counts back the days (近三天)."""
    return text[: match.start("n") if match["unit"] in ("天", "日", "周", "星期") else match.start()]


def _period(before: str, after: str) -> bool:
    return bool(_PERIODIC.search(before[-3:]) or _PERIOD.match(after))


def _segment(text: str, match: re.Match[str]) -> str:
    return _STOP.split(text[: match.start()])[-1] + _STOP.split(text[match.start() :])[0]

