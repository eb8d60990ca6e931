"""The facts of an event, and the conditions of a norm that they meet or leave open.

They decide whether a clock runs. A trigger is read phrase by phrase (cut at ，). A phrase may name a level
(较大以上网络安全事件), a fact of ``ontology/facts.ttl``, the event itself or the moment at which it begins. Whatever else
it says is a question of its own, asked in the words of the law. A rule that nobody here has read is therefore treated the
same way: what these tables know is answered, and what they do not know is asked.

>>> [(c.words, c.key, c.met) for c in conditions("属于较大以上网络安全事件的，涉嫌违法犯罪的", ("网络安全事件",), Incident(level="重大"))]
[('属于较大以上网络安全事件的', 'level', True), ('涉嫌违法犯罪的', 'crime', None)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.duties.clock.times import is_start
from kg.duties.facts import Facts, table
from kg.law.model import Instrument

LEVELS = ("一般", "较大", "重大", "特别重大")
LEVEL = "level"
CII, SECTOR = "cii_involved", "sector"  # keys of two facts: the profile may answer the first, the graph answers the second
BEARER = "主体为"  # begins the words of a condition on who the firm is, which the law does not state itself


_GRADE = r"(?P<level>特别重大|重大|较大|一般)"
_THING = r"(?:网络|数据|信息)?(?:和信息)?安全(?:事件|威胁|隐患)"
_REACHED = re.compile(rf"{_GRADE}(?=(?:、(?:特别)?重大)?(?:等级)?(?:以上|及以上)?(?:的)?{_THING})")
_BELOW = re.compile(rf"(?:尚)?未达到{_GRADE}等?级")
_OPEN = re.compile(r"风险增大|(?<!收到)报告后|新的|不能判定|取得|尚未|应急预案$")  # a phrase that names the event and asks more than that it happened
_WHO = re.compile(r"[^，]{0,24}(?:机构|运营者|处理者|单位|部门)\Z")


@dataclass(frozen=True)
class Incident:
    """What is known of an event besides its times.

    It holds the facts, the level (one of LEVELS or ''), and answers to the words of a condition.
    """

    facts: Facts = field(default_factory=Facts)
    level: str = ""
    said: tuple[tuple[str, bool], ...] = ()

    def answer(self, key: str, words: str = "") -> bool | None:
        """The answer yes or no, or None where it is not known.

        It is found by key or, failing that, by words that occur in the condition.
        """
        known = self.facts.yes_no(key) if key else None
        return known if known is not None else next((yes for part, yes in self.said if part and part in words), None)

    def adding(self, key: str, *, yes: bool) -> Incident:
        """The incident with one more answer, unless the answer was already known."""
        return self if self.answer(key) is not None else replace(self, facts=self.facts.given(key, yes))


@dataclass(frozen=True)
class Condition:
    """A condition in the words of the law.

    ``met`` is None where the facts do not say. ``wanted`` is False for an exception.
    """

    words: str
    question: str
    key: str = ""
    met: bool | None = None
    wanted: bool = True

    @property
    def shown(self) -> str:
        """The condition as shown, such as 若“涉嫌违法犯罪的”, or 除非“…” for an exception."""
        words = self.words if self.words.startswith(BEARER) else f"“{self.words}”"
        return f"{'若' if self.wanted else '除非'}{words}"

    @property
    def same(self) -> tuple[str, bool]:
        """A key that is equal for two conditions that ask the same."""
        return (self.key or self.words, self.wanted)


def condition(words: str, key: str, question: str, incident: Incident, *, wanted: bool = True) -> Condition:
    """A condition that the answer to one question decides."""
    answer = incident.answer(key, words + question)
    return Condition(words, question, key, None if answer is None else answer is wanted, wanted)


def limit_conditions(instrument: Instrument, incident: Incident) -> tuple[Condition, ...]:
    """The condition on what the whole text is limited to by its own words, or none: 中国人民银行业务领域网络安全事件."""
    words = instrument.limited_to
    return (condition(words, "", f"是否属于：{words}", incident),) if words else ()


def inverted(one: Condition) -> Condition:
    """The same condition where it must not hold.

    其他网络运营者, for example, are those to whom the preceding rules do not apply.
    """
    return replace(one, wanted=not one.wanted, met=None if one.met is None else not one.met)


def required_level(words: str) -> str:
    """The lowest level that the words ask for, or '' if they ask for none.

    重大 alone means 重大 and above, because what binds for the lesser level binds for the greater.

    >>> required_level("属于重大、特别重大网络安全事件的"), required_level("较大等级以上网络安全事件"), required_level("造成较大影响")
    ('重大', '较大', '')
    """
    found = [m["level"] for m in _REACHED.finditer(words)]
    return min(found, key=LEVELS.index, default="")


def level_condition(words: str, incident: Incident) -> Condition | None:
    """The condition on the level that the words state, or None."""
    low, under = required_level(words), _BELOW.search(words)
    if under:
        met = LEVELS.index(incident.level) < LEVELS.index(under["level"]) if incident.level else None
        return Condition(words, f"事件级别是否低于{under['level']}？", LEVEL, met)
    if not low:
        return None
    met = LEVELS.index(incident.level) >= LEVELS.index(low) if incident.level else None
    return Condition(words, f"事件级别是否达到{low}？" if low != LEVELS[-1] else "事件级别是否为特别重大？", LEVEL, met)


def conditions(trigger: str, events: Sequence[str], incident: Incident) -> tuple[Condition, ...]:
    """The conditions of a trigger besides the event itself.

    ``events`` are names under which the event may occur in the trigger.
    """
    found: list[Condition] = []
    left: list[str] = []
    for phrase in (p for p in trigger.split("，") if p):
        known = _of_phrase(phrase, incident)
        found += known
        if not known and not _explained(phrase, events):
            left.append(phrase)
    words = "，".join(left)
    return tuple(once([*found, *([condition(words, "", f"是否属于：{words}", incident)] if words else [])]))


def _of_phrase(phrase: str, incident: Incident) -> list[Condition]:
    level = level_condition(phrase, incident)
    named = [condition(phrase, f.key, f.question, incident) for f in table().values() if f.condition and re.search(f.condition, phrase)]
    return [*([level] if level else []), *named]


def _explained(phrase: str, events: Sequence[str]) -> bool:
    """Whether the phrase says no more than that the event happened, or when the clock begins, or who acts."""
    happened = any(e in phrase for e in events) or is_start(phrase)
    return (happened and not _OPEN.search(phrase)) or bool(_WHO.match(phrase))


def once(found: Sequence[Condition]) -> list[Condition]:
    """Each question once, in the words in which it is asked first."""
    return list({c.same: c for c in reversed(found)}.values())[::-1]
