"""Amounts of a question beside the thresholds of clauses: 150万人 ≥ 100万人 · 80万人 < 100万人 · 10万人 ≤ 12万人 < 100万人 · 约10万人 ≷ 10万人.

An amount is compared only with a threshold on the same thing: people whose data leaked are no people without water, records are
no people, and 1万人敏感个人信息 binds only an amount that the question says is of sensitive data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.answers.finding.measuring.limits import Bar, MeasuredClause, bars
from kg.answers.finding.measuring.quantities import Amounted, find_quantities
from kg.answers.finding.measuring.subjects import (
    DataSort,
    DataWords,
    acts,
    kinds,
    names_kind,
    of_data,
    of_sites,
    of_staff,
)
from kg.answers.finding.measuring.units import FIRMS, MONEY, MONTHS, PEOPLE, RECORDS, TIME
from kg.law.likeness import bigrams
from kg.law.thresholds import Threshold

_STOP = re.compile(r"[，。；？！,;?!\n]")
_SEPARATOR = re.compile(r"以及|还有|[、和及与跟]")
_GOES_ON = re.compile(r"(?:都|全|均|属于|是|系|为|包括|包含|涉及|含|其中都)")  # 客户12万，都是敏感个人信息
_OTHERS = "以外的"  # 第三项、第四项规定以外的公民个人信息: what no other item names
_YEARLY = re.compile(r"[当上本]年|年度|一年内")
_MOST = 40  # amounts of one question that are compared
_ONE_OF = re.compile(r"(?<=[，。])[^，。]{0,20}(?:下列|以下|下述)[^，。]{0,8}之一")  # …信息大范围传播。以下情况之一
_THEN = ("之日", "时", "后", "起")  # 达到10万人之日起30个工作日内: what follows from it
_WHOLLY = re.compile("全部|全面|完全|彻底|整个|全都|全线|全站")  # 系统全部中断了十二分钟, 全线瘫痪
_SHORT = 12  # characters of a phrase that only lead to the figure
_COUNTED = re.compile(r"[0-9.,，零〇一二三四五六七八九十百千万亿两几]{1,16}")


class Reached(StrEnum):
    """Whether an amount lies in the range of a threshold."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Weighed:
    """An amount of a question beside a threshold of a clause.

    ``words`` are those of the threshold, verbatim, and ``text`` is the comparison (150万人 ≥ 100万人). ``premise`` are other
    words of the clause that must hold as well and of which the question says nothing.
    """

    quantity: Amounted
    bar: Bar
    reached: Reached
    text: str
    premise: str = ""

    @property
    def clause(self) -> MeasuredClause:
        """The clause that the threshold stands in."""
        return self.bar.clause

    @property
    def words(self) -> str:
        """The threshold in the words of the law."""
        return self.bar.threshold.words


def reached(quantity: Amounted, threshold: Threshold) -> Reached:
    """Whether an amount lies in the range of a threshold, which is unclear if only a part of what it may be does.

    >>> reached(find_quantities("一百多万人")[0], Threshold("", "人", 100_000)), reached(find_quantities("约10万人")[0], Threshold("", "人", 100_000))
    (<Reached.YES: 'yes'>, <Reached.UNCLEAR: 'unclear'>)
    """
    ends = [threshold.high] if threshold.high is not None else []
    last = quantity.high
    if (last is not None and last <= threshold.low) or any(quantity.low >= end for end in ends):
        return Reached.NO
    inside = quantity.low >= threshold.low and (not ends or (last is not None and last <= ends[0]))
    return Reached.YES if inside else Reached.UNCLEAR


def weigh(question: str, clauses: Iterable[MeasuredClause], words: DataWords | None = None,
          labels: frozenset[str] = frozenset()) -> tuple[Weighed, ...]:
    """Each amount of a question beside each threshold of the clauses that is on the same thing.

    ``labels`` are those of the asker's kind of firm. Where a clause sets one threshold for it and another for others
    (核心机构…，经营机构…), only its own is compared.

    >>> [(w.text, w.words, w.reached) for w in weigh("泄露了150万人的信息", [MeasuredClause("泄露100万人以上公民个人信息。")])]
    [('150万人 ≥ 100万人', '100万人以上', <Reached.YES: 'yes'>)]
    """
    told = words or DataWords.of()
    amounts = find_quantities(question)[:_MOST]
    placed = [(q, _context(question, q, amounts)) for q in amounts]
    found: list[Weighed] = []
    for clause in clauses:
        listed = bars(clause) if _for_asker(question, clause, told) else ()
        for quantity, here in placed:
            fitting = [b for b in listed if _fits(question, here, quantity, b, told)]
            found += [_weighed(question, here, quantity, b) for b in _own(here, fitting, labels, told)]
    return _without_residual(found)


def _for_asker(question: str, clause: MeasuredClause, words: DataWords) -> bool:
    """Whether the question says that it is about 关键信息基础设施 where the clause is, and does not where the clause excepts it.

    A clause that names their operators beside others (关键信息基础设施运营者和处理100万人以上…的数据处理者) is about the others as well.
    """
    name = max((w for w in words.apart if w in clause.words), key=len, default="")
    if not name:
        return True
    role = "|".join(map(re.escape, words.apart))
    said = any(w in question for w in words.apart) and not re.search(rf"(?:不是|非|不属于|没被认定为|未被认定为)(?:{role})", question)
    head, _, behind = clause.words.partition(name)
    if head.endswith("非") or re.match("(?:的?运营者)?以外", behind):
        return not said
    return said or bool(re.match(r"(?:的?运营者)(?:[、和]|或者?|以及)", behind))


def _context(question: str, quantity: Amounted, amounts: Sequence[Amounted]) -> str:
    """The words of the question that are about an amount: its own part of the sentence, and a neighbour if that tells of no data."""
    begins = [m.end() for m in _STOP.finditer(question[: quantity.start])]
    start = begins[-1] if begins else 0
    after = _STOP.search(question, quantity.end)
    end = after.start() if after else len(question)
    near = amounts.index(quantity)
    others = [a for a in (*amounts[max(0, near - 1) : near], *amounts[near + 1 : near + 2]) if start <= a.start < end]
    own = _apart(question, quantity, others, start, end)
    if of_data(own) or others or quantity.unit not in (PEOPLE, RECORDS, ""):
        return own
    following = _STOP.split(question[end + 1 :])[0] if after else ""
    before = _STOP.split(question[: max(0, start - 1)])[-1] if start else ""
    if _GOES_ON.match(following) and not find_quantities(following):
        return f"{own}，{following}"
    same = quantity.unit == "" or not find_quantities(before)  # 传了4000个客户的人脸照片，再传七千个
    return f"{before}，{own}" if before and not own.startswith("其中") and same else own


def _apart(question: str, quantity: Amounted, others: Sequence[Amounted], start: int, end: int) -> str:
    """The words of a part of a sentence that go with one of several amounts: 10万人的普通信息和8000人的敏感信息."""
    for other in others:
        low, high = (other.end, quantity.start) if other.start < quantity.start else (quantity.end, other.start)
        cuts = [m.start() for m in _SEPARATOR.finditer(question, low, high)]
        if other.start < quantity.start:
            start = max(start, cuts[-1] + 1 if cuts else low)
        else:
            end = min(end, cuts[-1] if cuts else high)
    return question[start:end]


def _fits(question: str, here: str, quantity: Amounted, bar: Bar, words: DataWords) -> bool:
    """Whether a threshold is on the same thing as an amount."""
    unit = bar.threshold.unit
    if quantity.unit != unit and not (quantity.unit == "" and unit in (PEOPLE, RECORDS)):
        return False
    if not _same_act(question, here, quantity, bar):
        return False
    if unit in (PEOPLE, RECORDS):
        return _same_data(here, bar, words)
    if unit in (TIME, MONTHS):
        return of_sites(question) or not of_sites(bar.before)
    return bool(bigrams(_bare(bar.head + "，" + bar.tail)) & bigrams(_bare(here))) or unit == MONEY


def _bare(text: str) -> str:
    return _COUNTED.sub("，", text)


def acts_of(bar: Bar) -> frozenset[str]:
    """What must be done or happen for the threshold to count, read from its nearest words that say so."""
    near = (bar.head + bar.threshold.words + bar.tail, bar.before, bar.clause.words, bar.clause.lead)
    return next((found for text in near if (found := acts(text, bar.threshold.unit))), frozenset())


def _same_act(question: str, here: str, quantity: Amounted, bar: Bar) -> bool:
    wanted, unit = acts_of(bar), bar.threshold.unit
    said = acts(here, unit) or (frozenset() if unit == FIRMS else acts(question, unit))
    if unit in (TIME, MONTHS, FIRMS):
        return bool(wanted & said) if said or unit == FIRMS else bool(wanted) and unit == MONTHS
    if wanted and not said:  # 120万人停电 has nothing of 泄露
        return of_data(question) or not of_data(bar.tail)
    return not wanted or bool(wanted & said)


def _same_data(here: str, bar: Bar, words: DataWords) -> bool:
    """Whether an amount and a threshold count people alike: those of data, of sensitive data, or those affected."""
    tail, head = bar.tail, bar.head
    own = head + "，" + tail
    counts_data = of_data(tail) or of_data(_said_of(head))
    if not counts_data and (of_data(_said_of(here)) or (of_staff(here) and not of_staff(own))):
        return False
    if counts_data and not of_data(here) and acts(here, PEOPLE) == {"affect"}:
        return False
    sort = words.sort(here)
    if sort is DataSort.SENSITIVE if _excludes(tail) else tail.startswith("敏感") and sort is not DataSort.SENSITIVE:
        return False
    named = kinds(own) if counts_data else ()
    return not named or names_kind(here, named, words) or _OTHERS in own


def _said_of(here: str) -> str:
    """The words about an amount without the names of systems in them (信息系统)."""
    return re.sub(r"信息(?:系统|技术|服务)|数据(?:中心|库)", "", here)


def _excludes(tail: str) -> bool:
    return "不含敏感" in tail


def _own(here: str, fitting: list[Bar], labels: frozenset[str], words: DataWords) -> list[Bar]:
    """The thresholds of a clause and unit that the question singles out by their words, or all if it singles out none."""
    if len(fitting) < 2:
        return fitting
    own = [b for b in fitting if any(name in b.head for name in labels)]
    if own and len(own) < len(fitting):
        return own
    pairs = bigrams(_bare(_WHOLLY.sub("整体", here)))
    role = re.compile("|".join(map(re.escape, words.apart)) or r"\Z")
    shared = [len(bigrams(_bare(role.sub("，", b.head) + "，" + b.tail)) & pairs) for b in fitting]
    return [b for b, n in zip(fitting, shared, strict=True) if n == max(shared)]


def _without_residual(found: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Without the thresholds on what other items do not name (第三项规定以外的), for amounts of what they name."""
    named = {w.quantity for w in found if _OTHERS not in w.bar.head and kinds(w.bar.head + "，" + w.bar.tail)}
    return tuple(w for w in found if not (_OTHERS in w.bar.head and w.quantity in named))


def _weighed(question: str, here: str, quantity: Amounted, bar: Bar) -> Weighed:
    threshold = bar.threshold
    if quantity.years and _YEARLY.search(bar.clause.words):
        quantity = Amounted(quantity.words, quantity.unit, 0, quantity.high, quantity.start, True)
    verdict = reached(quantity, threshold)
    return Weighed(quantity, bar, verdict, _comparison(quantity, bar, verdict), _premise(question, bar))


def _comparison(quantity: Amounted, bar: Bar, verdict: Reached) -> str:
    """The comparison in signs: 12万人 ≥ 10万人, 8万人 < 10万人, 10万人 ≤ 12万人 < 100万人, 约10万人 ≷ 10万人."""
    amount = quantity.words + (bar.threshold.unit if not quantity.unit else "")
    if re.search(r"[百千万亿0-9多来几]\Z", amount) and quantity.unit in (PEOPLE, RECORDS, MONEY):
        amount += quantity.unit
    turned = {"≥": "<", ">": "≤", "<": "≥", "≤": ">"}
    low = next((e for e in bar.edges if e.lower), None)
    high = next((e for e in bar.edges if not e.lower), None)
    if verdict is Reached.UNCLEAR:
        return f"{amount} ≷ {'、'.join(e.words for e in bar.edges)}"
    if verdict is Reached.YES and low and high:
        return f"{low.words} {'≤' if low.sign == '≥' else '<'} {amount} {high.sign} {high.words}"
    broken = high if high and (not low or quantity.low >= bar.threshold.low) else low
    edge = (low or high) if verdict is Reached.YES else broken
    return f"{amount} {(edge.sign if verdict is Reached.YES else turned[edge.sign])} {edge.words}" if edge else ""


def _premise(question: str, bar: Bar) -> str:
    """Other words of the clause before and behind a threshold of which the question says nothing, or ''."""
    wanted, unit, pairs = acts_of(bar), bar.threshold.unit, bigrams(question)
    attributive = len(bar.tail) > 1 and bar.tail.startswith("的")  # the phrase alone belongs to …一千人以上的私募证券投资基金管理人
    given = [p for p in (*_led(bar.clause.lead), *(() if attributive else bar.given)) if not _said(p, pairs) and not acts(p, unit) & wanted]
    counts = acts(bar.head, unit) & wanted or of_data(_said_of(bar.head)) or len(bar.head) <= _SHORT or _said(bar.head, pairs)
    tail = bar.tail.split("（")[0]
    counted = of_data(tail) or acts(tail, unit) or len(tail) < 4 or bigrams(tail) & pairs or tail.startswith(_THEN)
    return "，".join(p for p in (*given, "" if counts else bar.head, "" if counted else tail) if p)


def _led(lead: str) -> list[str]:
    """The conditions in the words that lead a list in, before 下列情形之一."""
    one_of = _ONE_OF.search("，" + lead)
    return [p for p in _STOP.split(lead[: max(0, one_of.start() - 1)]) if len(p) > _SHORT / 2] if one_of else []


def _said(piece: str, pairs: set[str]) -> bool:
    own = bigrams(piece)
    return len(own) < 2 or len(own & pairs) >= len(own) / 2
