"""The judgement whether what a norm presupposes holds for a firm: yes, no, or not known until a question is answered.

The case of a norm is read in four places: its bearer, its trigger, the words before 应当, and the items of 下列情形之一.
What they presuppose is told by the patterns of ``ontology/facts.ttl``. A number with 以上, 以下, 不满 or 超过 is a
threshold. Cases that are events (发生网络安全事件时) or that no table knows presuppose nothing of the firm: the duty
applies, and its case is shown with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kg.duties.facts import Fact, Facts, firm_facts, shown, table
from kg.law.thresholds import Bounds, Threshold, find_ranges

_PEOPLE = "人"
_OR = re.compile(r"，?或者|，或")
_ONE_OF = re.compile(r"(?:下列|以下)[^，。；]{0,6}(?:之一|任一)")
_NO_SENSITIVE = "不含敏感个人信息"  # with a ceiling alone (不满10万人) it is a condition; with a floor it only says what is counted
# What a case denies presupposes nothing: 没有引入境内个人信息, 未向境外提供重要数据, 不涉及敏感个人信息.
_NOT = r"(?:没有|并未|未|不)(?:再|曾|向[^，。；）]{1,8}?)?"
_THERE = "包含|包括|含有|引入|混入|加入|夹带|涉及|处理|收集|采集|获取|接收|存储|保存|使用|利用|应用|提供|传输|转移|共享|委托"
_NEGATED = re.compile(rf"{_NOT}(?:{_THERE})[^，。；）]*|不含(?!敏感个人信息)[^，。；）]*")


class Holds(StrEnum):
    """Whether something holds for the firm."""

    YES = "yes"
    OPEN = "open"
    NO = "no"


@dataclass(frozen=True)
class Judgement:
    """The answer, with its grounds.

    The grounds are Chinese phrases that say on which facts the answer rests. For OPEN they are the questions to ask.
    ``keys`` are the facts asked for, with '' for a question that no fact answers.
    """

    holds: Holds
    grounds: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


TRUE = Judgement(Holds.YES)
COUNTED = "条文为"  # in the ground of a verdict that compared a number with the law's


@dataclass(frozen=True)
class Limit:
    """A threshold of the law on a number that the firm is asked for, with the key of that fact."""

    key: str
    threshold: Threshold

    def judge(self, facts: Facts) -> Judgement:
        """Whether the firm's number lies in the range.

        The judgement is OPEN where the number is not known.
        """
        value, words, fact = facts.number(self.key), self.threshold.words, table()[self.key]
        if value is None:
            return Judgement(Holds.OPEN, (f"{fact.question}（条文：“{words}”）",), (self.key,))
        return Judgement(Holds.YES if self.threshold.holds(value) else Holds.NO, (f"{fact.word}为{value}，{COUNTED}“{words}”",))


def limits(text: str, bounds: Bounds | None = None) -> tuple[Limit, ...]:
    """The thresholds on people in a text, each with the fact it is about.

    >>> [(t.key, t.threshold.words) for t in limits("累计向境外提供10万人以上、不满100万人个人信息")]
    [('exported', '10万人以上、不满100万人')]
    """
    found = ((_counted(text, t), t) for t in find_ranges(text, bounds) if t.unit == _PEOPLE)
    return tuple(Limit(fact.key, t) for fact, t in found if fact)


def _counted(text: str, threshold: Threshold) -> Fact | None:
    """The fact that the number counts, or None where no fact does.

    The words just behind the number decide first, then those of the whole case.
    """
    behind = _PEOPLE + text[threshold.end : threshold.end + 8].lstrip("、，")
    numbers = [f for f in firm_facts() if f.is_number]
    by_next = (f for f in numbers if f.behind and re.match(f.behind, behind))
    return next(by_next, None) or next((f for f in numbers if f.near and re.search(f.near, text)), None)


def judge(text: str, facts: Facts, bounds: Bounds | None = None) -> Judgement:
    """The judgement of what the words of a case presuppose of the firm, with alternatives (或者) judged one by one."""
    denied = [f for f in firm_facts() if f.denied and re.search(f.denied, text)]
    bare = text
    for fact in denied:
        bare = re.sub(fact.denied, "", bare)
    bare = _NEGATED.sub("", bare)
    where = {"subject": _OR.split(bare)[0], "case": bare}  # who acts, and that it is an export, is said once for all alternatives
    once = [f for f in firm_facts() if f.once and re.search(f.case, where[f.once])]
    shared = [*(_fact_is(f, facts, wanted=False) for f in denied), *(_fact_is(f, facts) for f in once)]
    parts = [p for p in (_part(piece, bare, facts, bounds) for piece in _OR.split(bare)) if p is not None]
    return all_of([*shared, *([any_of(parts)] if parts else [])])


def _part(piece: str, whole: str, facts: Facts, bounds: Bounds | None) -> Judgement | None:
    """The judgement of one alternative, or None where it presupposes nothing.

    Its numbers are counted as the whole case says (累计向境外提供).
    """
    export = "向境外提供" if "境外提供" in whole and "境外提供" not in piece else ""
    facts_in = [f for f in firm_facts() if f.case and not f.once and re.search(f.case, export + piece)]
    numbers = [*limits(export + piece, bounds)]
    if any(n.key == "exported" and not n.threshold.low for n in numbers) and _NO_SENSITIVE in whole:
        numbers.append(Limit("exported_sensitive", Threshold(_NO_SENSITIVE, _PEOPLE, 0, 1)))
    if numbers:  # the number says more than the words it counts
        facts_in = [f for f in facts_in if f.key not in _counted_things()]
    found = [_fact_is(f, facts) for f in facts_in] + [_some(n, facts) for n in numbers]
    return all_of(found) if found else None


@lru_cache(maxsize=1)
def _counted_things() -> frozenset[str]:
    """The keys of the facts that a number of the table implies."""
    return frozenset(key for f in firm_facts() if f.is_number for key in f.implies)


def _some(limit: Limit, facts: Facts) -> Judgement:
    """The judgement of a limit, for which a number below a ceiling must be at least one.

    不满1万人敏感个人信息 is not met by a firm that has nobody's.
    """
    ceiling = limit.threshold.low == 0 and limit.threshold.words != _NO_SENSITIVE
    return (replace(limit, threshold=replace(limit.threshold, low=1)) if ceiling else limit).judge(facts)


def anywhere(sentence: str, facts: Facts) -> Judgement:
    """The judgement of the words that count anywhere in the sentence."""
    return all_of(_fact_is(f, facts) for f in firm_facts() if f.anywhere and re.search(f.anywhere, sentence))


def of_title(title: str, facts: Facts) -> Judgement:
    """The judgement of what the title of an instrument presupposes for everything it says."""
    return all_of(_fact_is(f, facts) for f in firm_facts() if f.title and re.search(f.title, title))


def has_items(case: str) -> bool:
    """Whether the case is one of several that follow as items (有下列情形之一的)."""
    return bool(_ONE_OF.search(case))


def of_items(items: Sequence[str], facts: Facts, bounds: Bounds | None = None) -> Judgement:
    """Whether one of the items holds."""
    return any_of([judge(item, facts, bounds) for item in items]) if items else TRUE


def of_role(iri: str, facts: Facts) -> Judgement | None:
    """Whether the firm is, by its facts, what a subject of the vocabulary means, or None where no fact decides that."""
    found = next((f for f in firm_facts() if f.role == iri), None)
    return _fact_is(found, facts) if found else None


def unknown(question: str) -> Judgement:
    """The judgement of something that no fact answers."""
    return Judgement(Holds.OPEN, (question,), ("",))


def all_of(verdicts: Iterable[Judgement]) -> Judgement:
    """The judgement that all of the verdicts hold.

    It is NO if one of them is NO, and otherwise OPEN if one of them is OPEN.
    """
    listed = list(verdicts)
    return _joined(listed, Holds.NO, Holds.OPEN) or Judgement(Holds.YES, _grounds(listed))


def any_of(verdicts: Sequence[Judgement]) -> Judgement:
    """The judgement that one of the verdicts holds.

    It is YES if one of them is YES, and otherwise OPEN if one of them is OPEN.
    """
    return _joined(verdicts, Holds.YES, Holds.OPEN) or Judgement(Holds.NO, _grounds(verdicts))


def _joined(verdicts: Sequence[Judgement], *order: Holds) -> Judgement | None:
    for holds in order:
        found = [v for v in verdicts if v.holds is holds]
        if found:
            return Judgement(holds, _grounds(found), tuple(dict.fromkeys(k for v in found for k in v.keys)))
    return None


def _grounds(verdicts: Iterable[Judgement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(g for v in verdicts for g in v.grounds))


def _fact_is(fact: Fact, facts: Facts, *, wanted: bool = True) -> Judgement:
    value = facts.yes_no(fact.key)
    if value is None:
        return Judgement(Holds.OPEN, (fact.question,), (fact.key,))
    return Judgement(Holds.YES if value is wanted else Holds.NO, (f"{fact.word}：{shown(value)}",))
