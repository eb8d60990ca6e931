"""Does what a norm presupposes hold for a firm: yes, no, or not known until a question is answered?

The case of a norm is read in four places: who bears it, its trigger, the words before 应当, and the items of 下列情形之一. What they
presuppose is told by the tables of ``kg.duties.facts``; a number with 以上, 以下, 不满 or 超过 is a threshold. Cases that are events
(发生网络安全事件时) or that no table knows presuppose nothing of the firm: the duty applies, and its case is shown with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.duties.facts import NUMBERS, YES_NO, Facts, Number, YesNo, shown
from kg.law.numerals import to_int

_N = r"[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百千万亿两]+"
_BEFORE = r"(?P<before>不满|不足|不超过|未超过|超过|达到|多于|少于|不少于)?"
_THRESHOLD = re.compile(rf"{_BEFORE}(?P<number>{_N})(?P<unit>万|亿)?(?P<counted>人|名|个账户)(?P<after>以上|以下|以内)?")
_OR = re.compile(r"，?或者|，或")
_ONE_OF = re.compile(r"(?:下列|以下)[^，。；]{0,6}(?:之一|任一)")
_NOT_CII = re.compile(r"关键信息基础设施的?运营者以外|非关键信息基础设施")
_NO_SENSITIVE = "不含敏感个人信息"  # below a ceiling alone (不满10万人) it is a condition; of a floor it only says what is counted
_NEGATED = re.compile(r"(?:不包含|不包括|没有引入|不涉及)[^，。；）]*|不含(?!敏感个人信息)[^，。；）]*")
_BOUNDS = re.compile(r"[“\"]以(?P<word>[上下内])[”\"][^，。；]{0,12}?(?P<not>不)?(?:含|包括|包含)本数")


class Holds(StrEnum):
    """Whether something holds for the firm."""

    YES = "yes"
    OPEN = "open"
    NO = "no"


@dataclass(frozen=True)
class Verdict:
    """The answer with its grounds: Chinese phrases that say on which facts it rests; of OPEN, the questions to ask.

    ``keys`` are the facts asked for (``Facts`` attributes), '' for a question that no fact answers.
    """

    holds: Holds
    grounds: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


TRUE = Verdict(Holds.YES)
COUNTED = "条文为"  # in the ground of a verdict that compared a number with the law's


@dataclass(frozen=True)
class Bounds:
    """Whether 以上 and 以下 (以内) include the number; in the Civil Code's reading (art. 1259) both do."""

    above: bool = True
    below: bool = True


def bounds_of(text: str) -> Bounds:
    """What an instrument itself says of 以上 and 以下.

    >>> bounds_of("（七）“以上”含本数，“以下”不含本数。")
    Bounds(above=True, below=False)
    """
    said = {m["word"]: not m["not"] for m in _BOUNDS.finditer(text)}
    return Bounds(said.get("上", True), said.get("下", said.get("内", True)))


@dataclass(frozen=True)
class Threshold:
    """A number of people in the words of the law, as a range: at least ``low``, below ``high``."""

    words: str
    key: str
    low: int = 0
    high: int | None = None

    def judge(self, facts: Facts) -> Verdict:
        """Whether the firm's number lies in the range; OPEN where it is not known."""
        value = facts.number(self.key)
        if value is None:
            return Verdict(Holds.OPEN, (_question(self.key, self.words),), (self.key,))
        inside = value >= self.low and (self.high is None or value < self.high)
        word = next(n.word for n in NUMBERS if n.key == self.key)
        return Verdict(Holds.YES if inside else Holds.NO, (f"{word}为{value}，{COUNTED}“{self.words}”",))


def thresholds(text: str, bounds: Bounds | None = None) -> tuple[Threshold, ...]:
    """The thresholds on people in a text; two in a row (10万人以上、不满100万人) are one range.

    >>> thresholds("累计向境外提供10万人以上、不满100万人个人信息")
    (Threshold(words='10万人以上、不满100万人', key='exported', low=100000, high=1000000),)
    """
    bounds = bounds or Bounds()
    found: list[tuple[int, int, Threshold]] = []
    for match in _THRESHOLD.finditer(text):
        ranged = _range(match, bounds)
        number = _counted(text, match)
        if ranged is None or number is None:
            continue
        one = Threshold(match[0], number.key, *ranged)
        before = found[-1] if found else None
        if before and text[before[1] : match.start()] in ("、", "，") and (before[2].high is None) != (one.high is None):
            words = text[before[0] : match.end()]
            found[-1] = (before[0], match.end(), Threshold(words, one.key, max(before[2].low, one.low), before[2].high or one.high))
        else:
            found.append((match.start(), match.end(), one))
    return tuple(t for _, _, t in found)


def _range(match: re.Match[str], bounds: Bounds) -> tuple[int, int | None] | None:
    """(least, first number beyond); None where the words are no threshold (一人)."""
    value = _value(match["number"], match["unit"])
    before, after = match["before"] or "", match["after"] or ""
    if value is None:
        return None
    if after == "以上" or before in ("达到", "不少于"):
        return value + (after == "以上" and not bounds.above), None
    if before in ("超过", "多于"):
        return value + 1, None
    if before in ("不满", "不足", "少于"):
        return 0, value
    if before in ("不超过", "未超过"):
        return 0, value + 1
    return (0, value + bounds.below) if after else None


def _value(number: str, unit: str | None) -> int | None:
    factor = {"万": 10**4, "亿": 10**8}.get(unit or "", 1)
    if number[0].isdigit():
        return int(float(number) * factor)
    whole = to_int(number)
    return None if whole is None else whole * factor


def _counted(text: str, match: re.Match[str]) -> Number | None:
    """What the number counts: the words just behind it decide first, then those of the whole case."""
    behind = "人" + text[match.end() : match.end() + 8].lstrip("、，")
    first = NUMBERS[0]
    if re.match(first.near, behind):
        return first
    return next((n for n in NUMBERS[1:] if re.search(n.near, text)), None)


def judge(text: str, facts: Facts, bounds: Bounds | None = None) -> Verdict:
    """What the words of a case presuppose of the firm, alternatives (或者) judged one by one."""
    shared = [_fact_is(_yes_no("cii"), facts, wanted=False)] if _NOT_CII.search(text) else []
    bare = _NEGATED.sub("", _NOT_CII.sub("", text))
    subject = _OR.split(bare)[0]  # who acts, and that it is an export, is said once for all alternatives
    shared += [_fact_is(_yes_no(k), facts) for k, where in (("cii", subject), ("cross_border", bare)) if re.search(_yes_no(k).case, where)]
    parts = [p for p in (_part(piece, bare, facts, bounds) for piece in _OR.split(bare)) if p is not None]
    return all_of([*shared, *([any_of(parts)] if parts else [])])


def _part(piece: str, whole: str, facts: Facts, bounds: Bounds | None) -> Verdict | None:
    """One alternative; None where it presupposes nothing. Its numbers are counted as the whole case says (累计向境外提供)."""
    export = "向境外提供" if "境外提供" in whole and "境外提供" not in piece else ""
    facts_in = [f for f in YES_NO if f.key not in ("cii", "cross_border") and f.case and re.search(f.case, export + piece)]
    numbers = [*thresholds(export + piece, bounds)]
    if any(t.key == "exported" and not t.low for t in numbers) and _NO_SENSITIVE in whole:
        numbers.append(Threshold(_NO_SENSITIVE, "exported_sensitive", 0, 1))
    if numbers:  # the number says more than the words it counts
        facts_in = [f for f in facts_in if f.key not in ("sensitive", "personal_information", "face", "exports_pi")]
    found = [_fact_is(f, facts) for f in facts_in] + [_some(t, facts) for t in numbers]
    return all_of(found) if found else None


def _some(threshold: Threshold, facts: Facts) -> Verdict:
    """A number below a ceiling must be of something: 不满1万人敏感个人信息 is not met by nobody's."""
    return (replace(threshold, low=1) if threshold.low == 0 and threshold.words != _NO_SENSITIVE else threshold).judge(facts)


def anywhere(sentence: str, facts: Facts) -> Verdict:
    """What words presuppose wherever they stand in the sentence."""
    return all_of(_fact_is(f, facts) for f in YES_NO if f.anywhere and re.search(f.anywhere, sentence))


def of_title(title: str, facts: Facts) -> Verdict:
    """What the title of an instrument presupposes for all it says."""
    return all_of(_fact_is(f, facts) for f in YES_NO if f.title and re.search(f.title, title))


def has_items(case: str) -> bool:
    """Whether the case is one of several that follow as items (有下列情形之一的)."""
    return bool(_ONE_OF.search(case))


def of_items(items: Sequence[str], facts: Facts, bounds: Bounds | None = None) -> Verdict:
    """Whether one of the items holds."""
    return any_of([judge(item, facts, bounds) for item in items]) if items else TRUE


def of_role(name: str, facts: Facts) -> Verdict | None:
    """Whether the firm is what a subject of the vocabulary is by its facts; None where no fact makes it one."""
    found = next((f for f in YES_NO if name in f.roles), None)
    return _fact_is(found, facts) if found else None


def unknown(question: str) -> Verdict:
    """Something no fact answers."""
    return Verdict(Holds.OPEN, (question,), ("",))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """All must hold: the first that does not decides, then what is open."""
    listed = list(verdicts)
    return _joined(listed, Holds.NO, Holds.OPEN) or Verdict(Holds.YES, _grounds(listed))


def any_of(verdicts: Sequence[Verdict]) -> Verdict:
    """One must hold."""
    return _joined(verdicts, Holds.YES, Holds.OPEN) or Verdict(Holds.NO, _grounds(verdicts))


def _joined(verdicts: Sequence[Verdict], *order: Holds) -> Verdict | None:
    for holds in order:
        found = [v for v in verdicts if v.holds is holds]
        if found:
            return Verdict(holds, _grounds(found), tuple(dict.fromkeys(k for v in found for k in v.keys)))
    return None


def _grounds(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(g for v in verdicts for g in v.grounds))


def _yes_no(key: str) -> YesNo:
    return next(f for f in YES_NO if f.key == key)


def _fact_is(fact: YesNo, facts: Facts, *, wanted: bool = True) -> Verdict:
    value = facts.yes_no(fact.key)
    if value is None:
        return Verdict(Holds.OPEN, (fact.question,), (fact.key,))
    return Verdict(Holds.YES if value is wanted else Holds.NO, (f"{fact.word}：{shown(value)}",))


def _question(key: str, words: str) -> str:
    return next(n.question for n in NUMBERS if n.key == key) + f"（条文：“{words}”）"
