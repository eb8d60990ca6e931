"""The facts of a firm on which duties of the law depend.

They are the questionnaire of ``ontology/facts.ttl`` and what is known by its keys. Every fact is in the table once,
whoever asks it. The checklist asks ``firm_facts()``, and the incident clock ``event_facts()``. What both ask (whether the
firm is a 中央和国家机关直属单位) is one fact under one key. What the clock asks of the event is another fact than what
the checklist asks of the firm, even where both are about one matter (重要数据泄露 and 处理重要数据), and implies it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from kg.law.places import ontology_dir

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_KG = "urn:kg:ont:"
_CHECKLIST, _CLOCK = "checklist", "clock"


class FactsError(ValueError):
    """Error raised for facts that cannot all be true, an unknown key, or an unusable value.

    The message says which.
    """


@dataclass(frozen=True)
class Fact:
    """One fact of the table.

    ``question`` is what to ask, and ``word`` what the fact is called in a list. ``role`` is the IRI of the subject that a
    firm is by it, ``event`` that of the event it adds, and ``implies`` holds keys. The patterns are regular expressions,
    '' where there is none. The head of ``facts.ttl`` describes the fields, and in which words each pattern is looked for.
    """

    iri: str
    key: str
    word: str
    question: str
    is_number: bool = False
    unit: str = ""
    asked_in: frozenset[str] = frozenset()
    option: str = ""
    former: str = ""
    role: str = ""
    event: str = ""
    implies: tuple[str, ...] = ()
    case: str = ""
    once: str = ""
    denied: str = ""
    anywhere: str = ""
    title: str = ""
    condition: str = ""
    near: str = ""
    behind: str = ""


@lru_cache(maxsize=1)
def table() -> Mapping[str, Fact]:
    """Every fact by its key, in the order of the table.

    FactsError names the file and what is wrong with it.
    """
    path = ontology_dir() / "facts.ttl"
    try:
        return _table(path)
    except (OSError, SyntaxError, ValueError, LookupError, re.error) as error:
        raise FactsError(f"{path}：{error!r}；请改正该文件或重新安装程序") from error


def _table(path: Path) -> Mapping[str, Fact]:
    from pyoxigraph import RdfFormat, parse

    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=str(path), format=RdfFormat.TURTLE):
        about[str(getattr(quad.subject, "value", ""))][quad.predicate.value].append(str(getattr(quad.object, "value", "")))
    keys = {iri: p[_KG + "factKey"][0] for iri, p in about.items() if p[_KG + "factKey"]}
    ordered = sorted(keys, key=lambda iri: int(about[iri][_KG + "order"][0]))
    return MappingProxyType({keys[iri]: _fact(iri, about[iri], keys) for iri in ordered})


def _fact(iri: str, properties: Mapping[str, list[str]], keys: Mapping[str, str]) -> Fact:
    def one(name: str) -> str:
        return next(iter(properties.get(_KG + name, ())), "")

    for name in (n.removeprefix(_KG) for n in properties if n.endswith("Pattern")):
        _compiled(f"{keys[iri]} kg:{name}", one(name))
    return Fact(
        iri, keys[iri], properties[_SKOS + "prefLabel"][0], one("question"), one("factType") == "number", one("unit"),
        frozenset(properties.get(_KG + "askedIn", ())), one("optionHelp"), one("formerKey"), one("role"), one("addsEvent"),
        tuple(keys[i] for i in properties.get(_KG + "implies", ())), one("casePattern"), one("saidOnce"), one("deniedPattern"),
        one("anywherePattern"), one("titlePattern"), one("eventPattern"), one("nearPattern"), one("behindPattern"),
    )


def _compiled(place: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{place}: {pattern!r} is no regular expression ({error})") from error


@lru_cache(maxsize=1)
def firm_facts() -> tuple[Fact, ...]:
    """The facts that the checklist asks, in its order."""
    return tuple(f for f in table().values() if _CHECKLIST in f.asked_in)


@lru_cache(maxsize=1)
def event_facts() -> tuple[Fact, ...]:
    """The facts that the incident clock asks, in its order."""
    return tuple(f for f in table().values() if _CLOCK in f.asked_in)


@dataclass(frozen=True)
class Facts:
    """What is known of a firm and of what happened to it.

    ``known`` holds answers by key of the table, and ``profile`` the labels of kinds of firm. Two records that know the
    same are equal. FactsError names the first key that the table does not have, or a value of the wrong type.

    >>> Facts.of(("证券公司",), face=True).whole().yes_no("sensitive"), Facts.of(cii=None) == Facts()
    (True, True)
    """

    profile: tuple[str, ...] = ()
    known: tuple[tuple[str, bool | int], ...] = ()

    def __post_init__(self) -> None:
        by_key = dict(self.known)
        _check(by_key)
        object.__setattr__(self, "known", tuple((k, by_key[k]) for k in table() if k in by_key))

    @classmethod
    def of(cls, profile: tuple[str, ...] = (), **answers: bool | int | None) -> Facts:
        """Facts from answers by key, where None means not known."""
        return cls(profile, tuple((k, v) for k, v in answers.items() if v is not None))

    @cached_property
    def _by_key(self) -> dict[str, bool | int]:
        return dict(self.known)

    def value(self, key: str) -> bool | int | None:
        """The answer to any fact, or None where it is not known."""
        return self._by_key.get(key)

    def yes_no(self, key: str) -> bool | None:
        """The answer to a fact with 是 or 否, or None where it is not known."""
        value = self.value(key)
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> int | None:
        """The answer to a fact that is a number, or None where it is not known."""
        value = self.value(key)
        return None if isinstance(value, bool) else value

    def given(self, key: str, value: bool | int) -> Facts:
        """The facts with one more answer.

        FactsError is raised where the contrary is known.
        """
        known = self.value(key)
        if known is None:
            return Facts(self.profile, (*self.known, (key, value)))
        if known != value:
            raise FactsError(f"“{table()[key].word}”前后不一：{shown(known)}与{shown(value)}；请核对所填情况")
        return self

    def whole(self) -> Facts:
        """The facts with all that follows from what is given (人脸识别 → 敏感个人信息).

        FactsError is raised where two facts exclude each other.
        """
        return _settled(_settled(self, _that_follow), _that_fall)


def _settled(facts: Facts, following: Callable[[Facts, Fact], Iterable[tuple[str, bool | int]]]) -> Facts:
    """The facts with what follows from each, applied again and again until nothing new follows."""
    before = None
    while facts != before:
        before = facts
        for fact in table().values():
            for key, value in following(facts, fact):
                facts = facts.given(key, value)
    return facts


def _that_follow(facts: Facts, fact: Fact) -> Iterable[tuple[str, bool | int]]:
    return ((key, True) for key in fact.implies) if facts.value(fact.key) else ()


def _that_fall(facts: Facts, fact: Fact) -> Iterable[tuple[str, bool | int]]:
    """The negative answers that follow from a fact that is not so: none of the facts that imply it is so."""
    if facts.value(fact.key) is not False:
        return ()
    return ((f.key, 0 if f.is_number else False) for f in table().values() if fact.key in f.implies)


def fact_of(key: str) -> Fact:
    """The fact with that key.

    FactsError lists the keys there are where it is none of them.
    """
    fact = table().get(key)
    if fact is None:
        raise FactsError(f"没有名为 {key[:40]!r} 的情况；可用：{'、'.join(table())}")
    return fact


def _check(answers: Mapping[str, bool | int]) -> None:
    for key, value in answers.items():
        fact = fact_of(key)
        if isinstance(value, bool) is fact.is_number:
            raise FactsError(f"“{fact.word}”应当是{'数字' if fact.is_number else '是或者否'}，而不是 {value!r}")


def shown(value: bool | int | None) -> str:
    """The answer in words: 是, 否, a number, or 未知."""
    if value is None:
        return "未知"
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def read(key: str, text: str) -> bool | int | None:
    """The value of an answer as typed, or None if it is left empty or said to be unknown.

    An answer is yes, no, 是, 否, unknown, or digits. FactsError is raised for anything else.

    >>> read("cii", "是"), read("exported", "100000"), read("cii", "unknown")
    (True, 100000, None)
    """
    fact, word = fact_of(key), text.strip().casefold()
    if word in ("", "unknown", "未知", "不清楚"):
        return None
    if fact.is_number:
        if re.fullmatch(r"[0-9]{1,11}", word):
            return int(word)
        raise FactsError(f"“{fact.word}”应当是不带单位的数字，而不是 {text[:20]!r}")
    if word in ("yes", "y", "true", "是", "no", "n", "false", "否"):
        return word in ("yes", "y", "true", "是")
    raise FactsError(f"“{fact.word}”请填 yes、no 或者 unknown，而不是 {text[:20]!r}")


def of_words(profile: tuple[str, ...], words: Mapping[str, str]) -> Facts:
    """Facts from answers as typed, by key.

    FactsError names the first that cannot be read.

    >>> of_words(("证券公司",), {"cii": "no", "exported": "5"}).number("exported")
    5
    """
    return Facts.of(profile, **{key: read(key, text) for key, text in words.items()})
