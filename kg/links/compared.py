"""The 款 and 项 of one text as they are compared with those of other texts.

Everything here is found in one text and the vocabulary alone. A build that keeps it (``record``) need not cut the words
of that text again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.law.identifiers import article_eid
from kg.law.model import Norm, Provision, ProvisionKind, Version
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


@dataclass(frozen=True)
class CutSentence:
    """A sentence, verbatim, with the words that carry its meaning."""

    text: str
    words: frozenset[str]


@dataclass(frozen=True)
class Compared:
    """A 款 or 项 as it is compared with those of other works.

    ``version`` and ``work`` are URNs. ``bearers`` holds every name under which the bearers of its norms fall, ``kinds`` the
    kinds of act, and ``about`` the concepts.
    """

    version: str
    work: str
    eid: str
    sentences: tuple[CutSentence, ...]
    bearers: frozenset[str]
    kinds: frozenset[str]
    about: frozenset[str]

    @property
    def urn(self) -> str:
        """The URN of the provision."""
        return f"{self.version}~{self.eid}"

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all its sentences."""
        own = [s.words for s in self.sentences]
        return own[0] if len(own) == 1 else frozenset().union(*own)

    def record(self) -> dict[str, Any]:
        """The unit as JSON can hold it, without the text it is of.

        Equal units give equal records.
        """
        return {
            "eid": self.eid, "sentences": [[s.text, sorted(s.words)] for s in self.sentences],
            "bearers": sorted(self.bearers), "kinds": sorted(self.kinds), "about": sorted(self.about),
        }

    @classmethod
    def of_record(cls, version: Version, record: Mapping[str, Any]) -> Compared:
        """The unit of a version whose ``record`` was kept."""
        sentences = tuple(CutSentence(text, frozenset(found)) for text, found in record["sentences"])
        bearers, kinds, about = (frozenset(record[name]) for name in ("bearers", "kinds", "about"))
        return cls(version.urn, version.work, record["eid"], sentences, bearers, kinds, about)


def units(reading: Found, vocabulary: Vocabulary) -> tuple[Compared, ...]:
    """Every 款 and 项 of a text that says something of substance, in order.

    Articles that punish are left out.
    """
    penal = {article_eid(s.eid) for s in reading.sanctions}
    norms = _by_place(reading)
    return tuple(
        _unit(reading, node, norms.get(node.eid, ()), vocabulary) for node in _telling(reading) if article_eid(node.eid) not in penal
    )


def kept(found: Iterable[Compared]) -> bytes:
    """The units of one text as JSON.

    Equal units give equal bytes.
    """
    return json.dumps([u.record() for u in found], ensure_ascii=False).encode("utf-8", "surrogatepass")


def of_kept(version: Version, data: bytes) -> tuple[Compared, ...]:
    """The units of a version that were kept as JSON."""
    return tuple(Compared.of_record(version, record) for record in json.loads(data.decode("utf-8", "surrogatepass")))


def _telling(reading: Found) -> Iterator[Provision]:
    for node in reading.document.walk():
        if node.kind in _UNITS and node.eid.startswith("art"):
            text = reading.document.text_of(node)
            if len(text) >= _TOO_SHORT and not _FORMULA.search(text):
                yield node


def _by_place(reading: Found) -> dict[str, list[Norm]]:
    """The norms by the eid of each provision in which they stand, the outer ones included."""
    places: dict[str, list[Norm]] = {}
    for norm in reading.norms:
        eid = norm.eid
        while eid:
            places.setdefault(eid, []).append(norm)
            eid = eid.rpartition("_")[0]
    return places


def _unit(reading: Found, node: Provision, norms: Iterable[Norm], vocabulary: Vocabulary) -> Compared:
    document, version = reading.document, reading.version
    cut = tuple(CutSentence(text, frozenset(words(text))) for text in sentences(document.text_of(node)))
    bearers = {name for n in norms for b in n.bearer for name in _names(b, vocabulary)}
    about = {iri for n in norms for iri in concerned(document, n, vocabulary)}
    kinds = frozenset(n.kind for n in norms)
    return Compared(version.urn, version.work, node.eid, cut, frozenset(bearers), kinds, frozenset(about))


def _names(bearer: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names of a bearer, with every kind and role it falls under (经营机构 → 网络运营者, 个人信息处理者)."""
    concept = vocabulary.named(bearer)
    if concept is None:
        return (bearer,)
    return tuple(c.iri for c in (concept, *vocabulary.above(concept)))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, verbatim, without the blanks around them."""
    return (m[0].strip() for m in _SENTENCE.finditer(text) if m[0].strip())
