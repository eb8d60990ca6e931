"""Who is named in a claim or a provision: authorities (网信办), kinds of firm (券商), organs of a firm (董事会), levels (省级以上)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.law.vocabulary import Concept, Vocabulary
from kg.law.wordlists import longest_first

_VERBS = frozenset({"监管"})  # an everyday name that is a verb as well
_GENERAL = re.compile(
    r"有关|相关|行业|行政机关|人民政府|职责的?部门|保护工作部门|国家机关|\A(?:国务院|国家|地方)?主管部门|金融[^，]{0,8}管理部门"
    r"|\A监管部门")
_LEVEL = re.compile(
    r"(?P<l>国家|省|自治区|设区的市|地?市|区县|县)级?(?:以上)?(?=(?:地方)?(?:各级)?(?:人民政府|公安|网信|电信|密码|有关|主管|监管|部门"
    r"|机关|政府|局|证监))")
_RANKS = {"国家": 4, "省": 3, "自治区": 3, "设区的市": 2, "市": 2, "地市": 2, "区县": 1, "县": 1}


@dataclass(frozen=True)
class Named:
    """A body named in a text: the concept (or kind of organ) it is, and the verbatim words at ``start``."""

    concept: Concept
    words: str
    start: int

    @property
    def end(self) -> int:
        """The offset at which the name ends."""
        return self.start + len(self.words)


class BodyNames:
    """The names of a vocabulary, found longest first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._authorities = _index(vocabulary.authorities.values())
        self._subjects = _index(vocabulary.subjects.values())
        every = sorted({**self._authorities, **self._subjects}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, every)))
        self._firms = frozenset(c.iri for c in vocabulary.subjects.values() if self._is_firm(c))

    def _is_firm(self, concept: Concept) -> bool:
        """Whether it is a kind of firm of the industry, and no role that firms play."""
        kinds = [c for c in self._vocabulary.subjects.values() if concept.iri in {b.iri for b in self._vocabulary.above(c)}]
        profile = concept.is_profile or any(c.is_profile for c in kinds)
        return profile and not self._vocabulary.is_role(concept) and not any(w in concept.label for w in ("运营者", "处理者", "任何"))

    def found(self, text: str) -> tuple[Named, ...]:
        """Every authority and firm named in a text."""
        return tuple(Named(self._authorities.get(m[0]) or self._subjects[m[0]], m[0], m.start()) for m in self._pattern.finditer(text))

    def authorities(self, text: str) -> tuple[Named, ...]:
        """The authorities named in a text, with those named by general words (有关主管部门)."""
        return tuple(n for n in self.found(text) if n.words in self._authorities)

    def firms(self, text: str) -> tuple[Named, ...]:
        """The kinds of firm named in a text, without the roles that firms of several kinds play."""
        return tuple(n for n in self.found(text) if n.concept.iri in self._firms)

    def is_general(self, named: Named) -> bool:
        """Whether an authority is named by general words only."""
        return bool(_GENERAL.search(named.words))

    def same(self, one: Concept, other: Concept) -> bool:
        """Whether the one named in a question is the one of the provision, or of its kind."""
        return one.iri == other.iri or other.iri in {c.iri for c in self._above(one)} or (one.label in other.label and "派出" not in other.label)

    def akin(self, one: Concept, other: Concept) -> bool:
        """Whether either is of the kind of the other."""
        return self.same(one, other) or self.same(other, one)

    def _above(self, concept: Concept) -> Iterable[Concept]:
        direct = [self._vocabulary.authorities[i] for i in concept.broader if i in self._vocabulary.authorities]
        return (*self._vocabulary.above(concept), *direct)

    def without(self, text: str) -> str:
        """The text without any name."""
        return self._pattern.sub("，", text)

    def labelled(self, text: str) -> str:
        """The text with every name turned into the labels that stand for it, which makes names alike in any writing."""
        return self._pattern.sub(lambda m: (self._authorities.get(m[0]) or self._subjects[m[0]]).label, text)


@cache
def names() -> BodyNames:
    """The names of the shipped vocabulary."""
    return BodyNames(Vocabulary.load())


def _index(concepts: Iterable[Concept]) -> dict[str, Concept]:
    out: dict[str, Concept] = {}
    for concept in concepts:
        for name in (*concept.names, *concept.everyday):
            if len(name) > 1 and name not in _VERBS:
                out.setdefault(name, concept)
    return out


@cache
def _organ_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<o{i}>{e.pattern})" for i, e in enumerate(longest_first("organs"))))


def organs(text: str) -> tuple[tuple[str, str], ...]:
    """The organs of a firm named in a text, by kind and verbatim words.

    >>> organs("由经理层拟定，董事会审议")
    (('management', '经理层'), ('board', '董事会'))
    """
    ordered = longest_first("organs")
    return tuple((ordered[int((m.lastgroup or "o0")[1:])].kind, m[0]) for m in _organ_pattern().finditer(text))


def levels(text: str) -> tuple[tuple[int, bool, str], ...]:
    """The levels of government named in a text: rank, whether 以上 follows, and the verbatim words.

    >>> levels("省级以上人民政府公安机关"), levels("县公安局")
    (((3, True, '省级以上'),), ((1, False, '县'),))
    """
    return tuple((_RANKS[m["l"]], "以上" in m[0], m[0]) for m in _LEVEL.finditer(text))
