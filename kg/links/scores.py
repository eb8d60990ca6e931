"""The nearness of two provisions of different laws, by their words (TF-IDF) and by the norms they state."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.law.identifiers import article_eid
from kg.law.likeness import likeness
from kg.law.model import Norm, Provision, ProvisionKind
from kg.law.vocabulary import Vocabulary
from kg.reading.found import Found, concerned
from kg.search.segment import words

_UNITS = (ProvisionKind.PARAGRAPH, ProvisionKind.ITEM)
_FORMULA = re.compile(  # day of effect, purpose, scope, and the last 项 of a list
    r"自.{0,14}(?:起|之日起?)(?:施行|实施)|制定本(?:法|条例|办法|规定|细则)|适用本(?:法|条例|办法|规定|细则)|"
    r"(?:其他|另有)[^。；]{0,16}(?:情形|事项|义务|措施|职责|条件|行为|情况|材料|职权)[。；]?\Z"
)
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_TOO_SHORT = 18  # characters; a provision of fewer says nothing by itself
_LEAST = 0.1  # cosine below which two provisions are not looked at
_BY_NORMS = 0.2  # what wholly equal norms add to the cosine


@dataclass(frozen=True)
class Compared:
    """A 款 or 项 together with what its norms say.

    ``bearers`` holds every name under which the bearers fall, ``kinds`` the kinds of act, and ``about`` the concepts.
    """

    reading: Found
    node: Provision
    norms: tuple[Norm, ...]
    bearers: frozenset[str]
    kinds: frozenset[str]
    about: frozenset[str]

    @property
    def urn(self) -> str:
        """The URN of the provision."""
        return f"{self.reading.version.urn}~{self.node.eid}"

    @property
    def article(self) -> str:
        """The eid of the 条 that contains the provision."""
        return article_eid(self.node.eid)

    @property
    def text(self) -> str:
        """The words of the provision, verbatim."""
        return self.reading.document.text_of(self.node)


def units(readings: Iterable[Found], vocabulary: Vocabulary) -> tuple[Compared, ...]:
    """Every 款 and 项 that says something of substance, in the order of the texts."""
    return tuple(u for r in readings for u in _units(r, vocabulary))


def _units(reading: Found, vocabulary: Vocabulary) -> Iterable[Compared]:
    for node in reading.document.walk():
        text = reading.document.text_of(node)
        if node.kind in _UNITS and node.eid.startswith("art") and len(text) >= _TOO_SHORT and not _FORMULA.search(text):
            yield _unit(reading, node, vocabulary)


def _unit(reading: Found, node: Provision, vocabulary: Vocabulary) -> Compared:
    norms = tuple(n for n in reading.norms if n.eid == node.eid or n.eid.startswith(f"{node.eid}_"))
    bearers = {name for n in norms for b in n.bearer for name in _names(b, vocabulary)}
    about = {iri for n in norms for iri in concerned(reading.document, n, vocabulary)}
    return Compared(reading, node, norms, frozenset(bearers), frozenset(n.kind for n in norms), frozenset(about))


def _names(bearer: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names of a bearer, with every kind and role it falls under (经营机构 → 网络运营者, 个人信息处理者)."""
    concept = vocabulary.named(bearer)
    if concept is None:
        return (bearer,)
    return tuple(c.iri for c in (concept, *vocabulary.above(concept)))


class Words:
    """The TF-IDF vectors of a number of units.

    ``near[i, j]`` is the cosine of two of them, from 0 to 1.
    """

    def __init__(self, found: Sequence[Compared]) -> None:
        bags = [frozenset(words(u.text)) for u in found]
        spread = Counter(w for bag in bags for w in bag)
        self._weight = {w: math.log(len(bags) / n) for w, n in spread.items()}
        place = {w: i for i, w in enumerate(sorted(spread))}
        vectors: NDArray[np.float32] = np.zeros((len(bags), len(place)), np.float32)
        for row, bag in enumerate(bags):
            for word in bag:
                vectors[row, place[word]] = self._weight[word]
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        self.near: NDArray[np.float32] = np.round(vectors @ vectors.T, 4)

    def shared(self, one: str, other: str) -> str:
        """The sentence of ``one`` that shares most words with ``other``, verbatim.

        Rare words count more, and a long sentence counts less.
        """
        theirs = frozenset(words(other))
        return max((m[0].strip() for m in _SENTENCE.finditer(one) if m[0].strip()), key=lambda s: self._worth(s, theirs), default="")

    def _worth(self, sentence: str, theirs: frozenset[str]) -> float:
        own = frozenset(words(sentence))
        return math.fsum(self._weight.get(w, 0.0) for w in own & theirs) / math.sqrt(len(own) + 1)


@dataclass(frozen=True)
class Pair:
    """Two units of different works, with how near they are.

    ``score`` is the cosine plus what shared norms add to it. ``shared`` is the share of the norms that they have in
    common.
    """

    one: Compared
    other: Compared
    score: float
    shared: float


def nearest(found: Sequence[Compared], words: Words, telling: dict[str, float]) -> list[Pair]:
    """The pairs in which each unit is the other's nearest in its work, in the order of the units."""
    works = [u.reading.version.work for u in found]
    scored: dict[tuple[int, int], Pair] = {}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for i, j in np.argwhere(np.triu(words.near >= _LEAST, 1)).tolist():
        if works[i] != works[j]:
            shared = shared_norms(found[i], found[j], telling)
            pair = scored[i, j] = Pair(found[i], found[j], float(words.near[i, j]) + _BY_NORMS * shared, shared)
            for here, there in ((i, j), (j, i)):
                if pair.score > best.get((here, works[there]), (0.0, 0))[0]:
                    best[here, works[there]] = (pair.score, there)
    return [p for (i, j), p in scored.items() if best[i, works[j]][1] == j and best[j, works[i]][1] == i]


def shared_norms(one: Compared, other: Compared, telling: dict[str, float]) -> float:
    """The share, from 0 to 1, of what the norms of two units have in common.

    It is 0 unless they share a bearer and a kind of act. Otherwise it is the share of concepts in common, in which rare
    ones count more.
    """
    if not (one.bearers & other.bearers and one.kinds & other.kinds):
        return 0.0
    union = math.fsum(telling[c] for c in one.about | other.about)
    return math.fsum(telling[c] for c in one.about & other.about) / union if union else 0.0


def rarity(found: Sequence[Compared]) -> dict[str, float]:
    """The weight of each concept, which is greater the fewer units it occurs in."""
    spread = Counter(c for u in found for c in u.about)
    return {c: math.log(len(found) / n) for c, n in spread.items()}


def best_sentence(text: str, words: str) -> str:
    """The sentence of a text that is most like the given words, verbatim."""
    return max((m[0].strip() for m in _SENTENCE.finditer(text) if m[0].strip()), key=lambda s: likeness(s, words), default="")
