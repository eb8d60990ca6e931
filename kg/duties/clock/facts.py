"""What decides whether a clock runs: the facts of an event, and the conditions in the words of a norm that they meet or leave open.

A trigger is read phrase by phrase (cut at ，). A phrase may name a level (较大以上网络安全事件), one of the facts of ``FACTS``, the event
itself or the moment it begins; whatever else it says is a question of its own, asked in the words of the law. So a rule that nobody
here has read is handled alike: what these tables know is answered, what they do not know is asked.

>>> [(c.words, c.key, c.met) for c in conditions("属于较大以上网络安全事件的，涉嫌违法犯罪的", ("网络安全事件",), Facts("重大"))]
[('属于较大以上网络安全事件的', 'level', True), ('涉嫌违法犯罪的', 'crime', None)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.duties.clock.starts import is_start

LEVELS = ("一般", "较大", "重大", "特别重大")
LEVEL = "level"
SECTOR = "sector"
BEARER = "主体为"  # begins a condition on who the firm is, which no words of the law state


@dataclass(frozen=True)
class Fact:
    """A fact a firm is asked for. ``pattern`` finds it in the words of a norm; ``event`` is the label of the event that it adds."""

    key: str
    label: str
    question: str
    pattern: re.Pattern[str] | None = None
    event: str = ""


FACTS = (
    Fact("cii", "涉及关键信息基础设施", "事件是否涉及本机构运营的关键信息基础设施？",
         re.compile(r"涉及关键信息基础设施|关键信息基础设施(?=发生|整体|主要)")),
    Fact("central", "属于中央和国家机关及其直属单位", "本机构是否属于中央和国家机关各部门及其直属单位？", re.compile(r"属于中央和国家机关各部门")),
    Fact("pi", "涉及个人信息", "个人信息是否已经或者可能泄露、篡改、丢失？", event="个人信息泄露"),
    Fact("important", "涉及重要数据", "重要数据是否泄露？", event="重要数据泄露"),
    Fact("averted", "所采取的措施有效避免危害", "所采取的措施能否有效避免泄露、篡改、丢失造成危害？", re.compile(r"能够有效避免[^，]*危害")),
    Fact("investors", "对投资者造成影响", "是否对投资者造成影响？", re.compile(r"对(?:投资者|客户|用户)[^，]{0,4}造成影响")),
    Fact("crime", "涉嫌违法犯罪", "是否涉嫌违法犯罪？", re.compile(r"涉嫌(?:违法)?犯罪|涉及[^，]*违法犯罪")),
    Fact("impact", "可能产生较大影响", "是否可能对证券期货业安全平稳运行产生较大影响？", re.compile(r"可能对[^，]*产生较大影响")),
    Fact("export", "向境外提供数据", "所涉数据是否属于向境外提供的数据？", re.compile(r"向境外提供")),
    Fact(SECTOR, "本行业领域有专门规定", "本行业领域对事件报告是否有专门规定？", re.compile(r"本行业(?:、?本?领域)?[^，]{0,4}有专门规定")),
)
ASKED = tuple(f for f in FACTS if f.key != SECTOR)  # SECTOR is read off the graph

_GRADE = r"(?P<level>特别重大|重大|较大|一般)"
_THING = r"(?:网络|数据|信息)?(?:和信息)?安全(?:事件|威胁|隐患)"
_REACHED = re.compile(rf"{_GRADE}(?=(?:、(?:特别)?重大)?(?:等级)?(?:以上|及以上)?(?:的)?{_THING})")
_BELOW = re.compile(rf"(?:尚)?未达到{_GRADE}等?级")
_OPEN = re.compile(r"风险增大|(?<!收到)报告后|新的|不能判定|取得|尚未|应急预案$")  # a phrase that names the event and asks more than that it happened
_WHO = re.compile(r"[^，]{0,24}(?:机构|运营者|处理者|单位|部门)\Z")


@dataclass(frozen=True)
class Facts:
    """What is known. ``level`` is one of LEVELS or ''; ``known`` are answers by key of FACTS; ``said`` answers to parts of a condition."""

    level: str = ""
    known: tuple[tuple[str, bool], ...] = ()
    said: tuple[tuple[str, bool], ...] = ()

    def answer(self, key: str, words: str = "") -> bool | None:
        """Yes, no or not known: by key, else by words that stand in the condition."""
        by_key = dict(self.known)
        if key and key in by_key:
            return by_key[key]
        return next((yes for part, yes in self.said if part and part in words), None)

    def adding(self, key: str, *, yes: bool) -> Facts:
        """The facts with one more answer; what was known stands."""
        return self if self.answer(key) is not None else replace(self, known=(*self.known, (key, yes)))


@dataclass(frozen=True)
class Condition:
    """What must hold, in the words of the law. ``met`` is None where the facts do not say; ``wanted`` is False for an exception."""

    words: str
    question: str
    key: str = ""
    met: bool | None = None
    wanted: bool = True

    @property
    def shown(self) -> str:
        """若“涉嫌违法犯罪的”, or 除非“…” for an exception."""
        words = self.words if self.words.startswith(BEARER) else f"“{self.words}”"
        return f"{'若' if self.wanted else '除非'}{words}"

    @property
    def same(self) -> tuple[str, bool]:
        """What two conditions share that ask the same."""
        return (self.key or self.words, self.wanted)


def condition(words: str, key: str, question: str, facts: Facts, *, wanted: bool = True) -> Condition:
    """A condition that the answer to one question decides."""
    answer = facts.answer(key, words + question)
    return Condition(words, question, key, None if answer is None else answer is wanted, wanted)


def inverted(one: Condition) -> Condition:
    """The same condition where it must not hold: 其他网络运营者 are those for whom the rules before do not."""
    return replace(one, wanted=not one.wanted, met=None if one.met is None else not one.met)


def required_level(words: str) -> str:
    """The lowest level that the words ask for, '' for none. 重大 alone means 重大 and above: what binds for the lesser binds for the greater.

    >>> required_level("属于重大、特别重大网络安全事件的"), required_level("较大等级以上网络安全事件"), required_level("造成较大影响")
    ('重大', '较大', '')
    """
    found = [m["level"] for m in _REACHED.finditer(words)]
    return min(found, key=LEVELS.index, default="")


def level_condition(words: str, facts: Facts) -> Condition | None:
    """The condition on the level that the words state, or None."""
    low, under = required_level(words), _BELOW.search(words)
    if under:
        met = LEVELS.index(facts.level) < LEVELS.index(under["level"]) if facts.level else None
        return Condition(words, f"事件级别是否低于{under['level']}？", LEVEL, met)
    if not low:
        return None
    met = LEVELS.index(facts.level) >= LEVELS.index(low) if facts.level else None
    return Condition(words, f"事件级别是否达到{low}？" if low != LEVELS[-1] else "事件级别是否为特别重大？", LEVEL, met)


def conditions(trigger: str, events: Sequence[str], facts: Facts) -> tuple[Condition, ...]:
    """The conditions of a trigger beside the event itself; ``events`` are names under which the event may stand in it."""
    found: list[Condition] = []
    left: list[str] = []
    for phrase in (p for p in trigger.split("，") if p):
        known = _of_phrase(phrase, facts)
        found += known
        if not known and not _explained(phrase, events):
            left.append(phrase)
    words = "，".join(left)
    return tuple(once([*found, *([condition(words, "", f"是否属于：{words}", facts)] if words else [])]))


def _of_phrase(phrase: str, facts: Facts) -> list[Condition]:
    level = level_condition(phrase, facts)
    named = [condition(phrase, f.key, f.question, facts) for f in FACTS if f.pattern and f.pattern.search(phrase)]
    return [*([level] if level else []), *named]


def _explained(phrase: str, events: Sequence[str]) -> bool:
    """Whether the phrase says no more than that the event happened, or when the clock begins."""
    happened = any(e in phrase for e in events) or is_start(phrase)
    return (happened and not _OPEN.search(phrase)) or bool(_WHO.match(phrase))


def once(found: Sequence[Condition]) -> list[Condition]:
    """Each question once, the first words kept."""
    return list({c.same: c for c in reversed(found)}.values())[::-1]
