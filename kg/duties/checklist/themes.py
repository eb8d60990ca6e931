"""The themes of the checklist (``ontology/themes.ttl``), and the choice of the theme of a duty.

A duty belongs to a theme by its words, concepts, kind and bearer, and by the facts it presupposes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg.duties.facts import table
from kg.law.places import ontology_dir

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_KG = "urn:kg:ont:"
_WORD, _IN_CASE, _IN_QUOTE, _BEARER, _CONCEPT, _KIND, _FACT = 2.0, 1.2, 0.4, 6.0, 1.5, 1.0, 20.0  # the weight of each sign


@dataclass(frozen=True)
class Theme:
    """One theme: its label and the signs that speak for it.

    The signs are described at the head of ``themes.ttl``.
    """

    label: str
    order: str
    words: tuple[str, ...]
    concepts: frozenset[str]
    kinds: frozenset[str]
    bearers: tuple[str, ...]
    facts: frozenset[str] = frozenset()

    def score(self, applied: AppliedNorm, asks: frozenset[str] = frozenset()) -> float:
        """The weight of everything that speaks for the theme.

        Of the words found, the longest counts by its length, and each further one adds a little.
        """
        norm = applied.norm
        done = norm.action + norm.object
        points = _WORD * _length(self.words, done) + _IN_QUOTE * _length(self.words, norm.quote)
        points += _IN_CASE * _length(self.words, norm.trigger or "")
        points += _BEARER * any(b in who for b in self.bearers for who in norm.bearer)
        points += _FACT * bool(self.facts & asks)
        return points + _CONCEPT * len(self.concepts & set(applied.about)) + _KIND * (norm.kind in self.kinds)


def _length(words: Sequence[str], text: str) -> float:
    """The length of the longest word found, and a little for each further one."""
    found = [len(w) for w in words if w in text]
    return max(found) + 0.1 * (len(found) - 1) if found else 0.0


class Themes:
    """All themes in their order.

    ``decisive`` holds the IRIs of concepts, and ``decisive_kinds`` the kinds of act, that make two linked duties one
    where both have the same.
    """

    def __init__(self, themes: Sequence[Theme], decisive: frozenset[str] = frozenset(), kinds: frozenset[str] = frozenset()) -> None:
        self.themes = tuple(sorted(themes, key=lambda t: t.order))
        self.labels = tuple(t.label for t in self.themes)
        self.decisive, self.decisive_kinds = decisive, kinds

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """The themes in ``themes.ttl``, from the shipped file when no folder is given."""
        return cls(*_read((folder or ontology_dir()) / "themes.ttl"))

    def of(self, applied: AppliedNorm, asks: frozenset[str] = frozenset()) -> str:
        """The label of the theme to which a duty belongs.

        ``asks`` holds the facts that the duty presupposes. The last theme is chosen where nothing speaks for any.
        """
        best = max(self.themes, key=lambda t: (t.score(applied, asks), -self.labels.index(t.label)))
        return best.label if best.score(applied, asks) else self.labels[-1]


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[tuple[Theme, ...], frozenset[str], frozenset[str]]:
    from pyoxigraph import RdfFormat, parse

    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=str(path), format=RdfFormat.TURTLE):
        about[str(getattr(quad.subject, "value", ""))][quad.predicate.value].append(str(getattr(quad.object, "value", "")))
    keys = {f.iri: f.key for f in table().values()}
    themes = tuple(
        Theme(p[_SKOS + "prefLabel"][0], p[_SKOS + "notation"][0], tuple(p[_KG + "textLabel"]), frozenset(p[_SKOS + "related"]),
              frozenset(p[_KG + "actKind"]), tuple(p[_KG + "bearerLabel"]), frozenset(keys[i] for i in p[_KG + "presupposesFact"]))
        for p in about.values() if p[_SKOS + "notation"]
    )
    scheme = about["urn:kg:themes"]
    return themes, frozenset(scheme[_KG + "decisive"]), frozenset(scheme[_KG + "decisiveKind"])
