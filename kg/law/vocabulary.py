"""The SKOS vocabularies of ``ontology/``: who is a kind of whom, under which names, and the profiles a user may choose.

>>> vocabulary = Vocabulary.load()
>>> vocabulary.profile("券商").label, "经营机构" in vocabulary.profile("券商").labels
('证券公司', True)
>>> vocabulary.authority("证监局").label
'中国证监会派出机构'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg.law.places import ontology_dir

SCHEMES = ("subjects", "authorities", "concepts")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_KG = "urn:kg:ont:"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class ProfileError(ValueError):
    """A kind of firm that is unknown; the message lists those allowed."""


@dataclass(frozen=True)
class Concept:
    """One SKOS concept. ``label`` is shown, ``alt`` are other names in legal texts, ``everyday`` the words people type.

    ``broader`` are IRIs of the kinds it belongs to, ``roles`` IRIs of roles that every such firm plays, ``treated_as``
    those whose duties it has where a text says 参照适用. An event starts clocks of telling; a regime has figures of its own.
    """

    iri: str
    label: str
    alt: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    treated_as: tuple[str, ...] = ()
    is_profile: bool = False
    is_event: bool = False
    is_regime: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which the texts of the law speak of it."""
        return (self.label, *self.alt)


@dataclass(frozen=True)
class Profile:
    """A kind of firm as the asker: its own label and every label that binds it, its own first."""

    label: str
    labels: tuple[str, ...]


class Vocabulary:
    """The three concept schemes, each a mapping from IRI to Concept in the order of the file."""

    def __init__(self, subjects: Mapping[str, Concept], authorities: Mapping[str, Concept], concepts: Mapping[str, Concept]) -> None:
        self.subjects = subjects
        self.authorities = authorities
        self.concepts = concepts

    @classmethod
    def load(cls, folder: Path | None = None) -> Vocabulary:
        """Read ``subjects.ttl``, ``authorities.ttl`` and ``concepts.ttl``; the shipped ones when no folder is given."""
        return _load(folder or ontology_dir())

    @cached_property
    def _roles(self) -> frozenset[str]:
        played = {iri for c in self.subjects.values() for iri in c.roles}
        kinds = {c.iri: (c, *self.above(c)) for c in self.subjects.values()}
        return frozenset(iri for iri, of in kinds.items() if not any(c.roles for c in of) and any(c.iri in played for c in of))

    @cached_property
    def _subject_names(self) -> dict[str, Concept]:
        return _by_name(self.subjects.values())

    @cached_property
    def _authority_names(self) -> dict[str, Concept]:
        return _by_name(self.authorities.values())

    def subject(self, name: str) -> Concept | None:
        """The kind of person or firm with that name, everyday names included."""
        return self._subject_names.get(_key(name))

    def authority(self, name: str) -> Concept | None:
        """The authority with that name, everyday names included; words of place before it are skipped (属地…)."""
        bare = re.sub(r"^(?:属地|住所地|所在地|当地|注册地)(?:的)?", "", name)
        return self._authority_names.get(_key(name)) or self._authority_names.get(_key(bare))

    def named(self, name: str) -> Concept | None:
        """The subject or authority with that name."""
        return self.subject(name) or self.authority(name)

    @cached_property
    def profiles(self) -> tuple[str, ...]:
        """The labels a user may choose from."""
        return tuple(c.label for c in self.subjects.values() if c.is_profile)

    def profile(self, name: str) -> Profile:
        """The profile with that label or everyday name; ProfileError lists those allowed."""
        concept = self.subject(name)
        if concept is None:
            raise ProfileError(f"没有主体类型 {name[:40]!r}；可用：{'、'.join(self.profiles)}")
        return Profile(concept.label, self.labels(concept))

    def labels(self, concept: Concept) -> tuple[str, ...]:
        """Every name, in the texts of the law, of the concept, of all kinds and roles it falls under, and of what it may be."""
        return tuple(dict.fromkeys(n for c in (concept, *self.above(concept), *self.below(concept)) for n in c.names))

    def below(self, concept: Concept) -> tuple[Concept, ...]:
        """The narrower kinds a firm of this kind may be, which no profile names: 基金信息技术服务机构."""
        return tuple(c for c in self.subjects.values() if concept.is_profile and not c.is_profile and concept.iri in c.broader)

    def above(self, concept: Concept) -> tuple[Concept, ...]:
        """All kinds and roles a subject falls under, nearest first."""
        seen: dict[str, Concept] = {}
        queue = [*concept.broader, *concept.roles]
        while queue:
            iri = queue.pop(0)
            if iri in self.subjects and iri not in seen and iri != concept.iri:
                seen[iri] = self.subjects[iri]
                queue += [*seen[iri].broader, *seen[iri].roles]
        return tuple(seen.values())

    def is_role(self, concept: Concept) -> bool:
        """Whether a subject is a role that firms of several kinds may play (关键信息基础设施运营者), and no kind of firm."""
        return concept.iri in self._roles

    def stands_for(self, concept: Concept) -> tuple[str, ...]:
        """The names of those it is treated as where a text says 参照适用; its kinds may be treated so as well."""
        others = [self.subjects[i] for c in (concept, *self.above(concept)) for i in c.treated_as if i in self.subjects]
        return tuple(dict.fromkeys(n for c in others for n in c.names))

    def kinds_of(self, label: str) -> tuple[Concept, ...]:
        """The profiles that fall under a name of the law: 经营机构 → 证券公司, 期货公司, 基金管理公司."""
        return tuple(c for c in self.subjects.values() if c.is_profile and label in self.labels(c))

    def concepts_in(self, text: str, *, everyday: bool = False) -> tuple[Concept, ...]:
        """The concepts whose names stand in the text; ``everyday`` looks for the words people type as well."""
        return tuple(c for c in self.concepts.values()
                     if any(n in text for n in c.names) or (everyday and any(n in text for n in c.everyday)))


def _key(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def _by_name(concepts: Iterable[Concept]) -> dict[str, Concept]:
    """Every name → concept; labels win over other names, earlier concepts over later ones."""
    listed = list(concepts)
    found: dict[str, Concept] = {}
    for pick in (lambda c: (c.label,), lambda c: c.alt, lambda c: c.everyday):
        for concept in listed:
            for name in pick(concept):
                found.setdefault(_key(name), concept)
    return found


@lru_cache(maxsize=4)
def _load(folder: Path) -> Vocabulary:
    schemes = [_scheme(folder / f"{name}.ttl") for name in SCHEMES]
    return Vocabulary(*schemes)


def _scheme(path: Path) -> dict[str, Concept]:
    from pyoxigraph import RdfFormat, parse

    about: dict[str, dict[str, list[str]]] = {}
    for quad in parse(path=str(path), format=RdfFormat.TURTLE):
        subject: Any = quad.subject
        values = about.setdefault(subject.value, {})
        values.setdefault(quad.predicate.value, []).append(quad.object.value)
    return {iri: _concept(iri, p) for iri, p in about.items() if _SKOS + "Concept" in p.get(_TYPE, ())}


def _concept(iri: str, properties: Mapping[str, list[str]]) -> Concept:
    def values(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(properties.get(name, ())))

    label, kinds = properties[_SKOS + "prefLabel"][0], values(_TYPE)
    return Concept(iri, label, values(_KG + "textLabel"), values(_SKOS + "altLabel"), values(_SKOS + "broader"),
                   values(_KG + "playsRole"), values(_KG + "treatedAs"), _KG + "Profile" in kinds, _KG + "Event" in kinds,
                   _KG + "Regime" in kinds)
