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


class VocabularyError(ValueError):
    """The error raised for a vocabulary that lacks a property the program needs, whose message names the file."""


class ProfileError(ValueError):
    """An unknown kind of firm.

    The message lists those allowed.
    """


@dataclass(frozen=True)
class Concept:
    """One SKOS concept.

    ``label`` is shown, ``alt`` are other names in legal texts, and ``everyday`` are the words people type. ``broader`` are
    the IRIs of the kinds it belongs to, and ``roles`` those of the roles that every such firm plays. ``treated_as`` are the
    IRIs of those whose duties it has if a text says 参照适用, and ``operates`` is what it runs. An event (``is_event``) starts
    the clocks by which somebody must be told. A regime (``is_regime``) has figures of its own. ``called`` are words that the works
    ``called_by`` (URNs) use for it by a definition of their own, and ``examples`` the words by which the facts of a case tell of it.
    """

    iri: str
    label: str
    alt: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    treated_as: tuple[str, ...] = ()
    operates: tuple[str, ...] = ()
    is_profile: bool = False
    is_event: bool = False
    is_regime: bool = False
    called: tuple[str, ...] = ()
    called_by: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that legal texts use for it."""
        return (self.label, *self.alt)


@dataclass(frozen=True)
class Profile:
    """A kind of firm as the asker, with its own label and every label that binds it.

    Its own label comes first among ``labels``.
    """

    label: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """A role by its ``label``, and what it runs: ``thing`` and the other names of it, which tell the role in texts and questions."""

    label: str
    thing: str
    words: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """The words as one group of a regular expression, the longest first."""
        return f"(?:{'|'.join(map(re.escape, sorted(self.words, key=len, reverse=True)))})"

    def named_in(self, text: str) -> bool:
        """Whether the text names the role or what it runs."""
        return any(w in text for w in self.words)

    def all_of(self, names: Iterable[str]) -> bool:
        """Whether every one of these bearers of a duty is the role, which is also true of no bearers at all."""
        return all(map(self.named_in, names))


@dataclass(frozen=True)
class _Scheme:
    """One file: its concepts by IRI in their order, the IRIs in each scheme, and what the schemes say of themselves."""

    concepts: Mapping[str, Concept]
    members: Mapping[str, tuple[str, ...]]
    says: Mapping[str, str]

    def of(self, scheme: str) -> dict[str, Concept]:
        return {iri: self.concepts[iri] for iri in self.members.get(scheme, ())}


class Vocabulary:
    """The concept schemes, each a mapping from IRI to Concept in the order of the file.

    ``field_regulators`` regulate other fields (税务, 消防); some of them are ``authorities`` of the texts held as well.
    """

    def __init__(self, subjects: _Scheme, authorities: _Scheme, concepts: _Scheme) -> None:
        self.subjects = subjects.of("urn:kg:subjects")
        self.authorities = authorities.of("urn:kg:authorities")
        self.field_regulators = authorities.of("urn:kg:field-regulators")
        self.concepts = concepts.of("urn:kg:concepts")
        self._says = {**subjects.says, **authorities.says}

    @classmethod
    def load(cls, folder: Path | None = None) -> Vocabulary:
        """The vocabulary in ``subjects.ttl``, ``authorities.ttl`` and ``concepts.ttl`` of a folder.

        Without a folder the shipped files are read.
        """
        return _load(folder or ontology_dir())

    @cached_property
    def supplier_role(self) -> Concept:
        """The subject that supplies systems and software to firms: 信息技术系统服务机构."""
        return self._said("supplierRole", self.subjects)

    @cached_property
    def asked_apart(self) -> Role:
        """The role that no firm is taken to play unless she says so: 关键信息基础设施运营者."""
        concept = self._said("askedApart", self.subjects)
        things = [self.concepts[i] for i in concept.operates if i in self.concepts]
        if not things:
            raise VocabularyError(f"subjects.ttl: kg:operates of {concept.iri} names no concept of concepts.ttl; correct it")
        return Role(concept.label, things[0].label, (*things[0].names, *things[0].everyday))

    @cached_property
    def sector_regulator(self) -> Concept:
        """The regulator of the industry, whose rules are the special ones: 中国证监会."""
        return self._said("sectorRegulator", self.authorities)

    @cached_property
    def everybody(self) -> Concept:
        """The subject that everybody is: 任何组织、个人."""
        return self._said("everybody", self.subjects)

    @cached_property
    def abroad_role(self) -> Concept:
        """The role that only a firm abroad plays: 中华人民共和国境外的个人信息处理者."""
        return self._said("abroadRole", self.subjects)

    def _said(self, name: str, among: Mapping[str, Concept]) -> Concept:
        concept = among.get(self._says.get(_KG + name, ""))
        if concept is None:
            raise VocabularyError(f"the vocabularies of ontology/ name no kg:{name}; restore the triple of the concept scheme")
        return concept

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

    @cached_property
    def _concept_names(self) -> dict[str, Concept]:
        return _by_name(self.concepts.values())

    def subject(self, name: str) -> Concept | None:
        """The kind of person or firm with that name, everyday names included, or None if there is none."""
        return self._subject_names.get(_key(name))

    def authority(self, name: str) -> Concept | None:
        """The authority with that name, everyday names included, or None if there is none.

        Words of place before the name (属地…) are skipped.
        """
        bare = re.sub(r"^(?:属地|住所地|所在地|当地|注册地)(?:的)?", "", name)
        return self._authority_names.get(_key(name)) or self._authority_names.get(_key(bare))

    def concept(self, name: str) -> Concept | None:
        """The event, system, act or kind of data with that name, everyday names included."""
        return self._concept_names.get(_key(name))

    def meant(self, name: str, work: str) -> tuple[str, ...]:
        """The labels of those whom a work (URN) means by a name under a definition of its own, or the name itself.

        >>> Vocabulary.load().meant("数据处理者", "urn:lex:cn:pbc:order:2025-05-01;3")
        ('中国人民银行业务领域数据处理者',)
        >>> Vocabulary.load().meant("数据处理者", "urn:lex:cn:npc:law:2021-06-10;84")
        ('数据处理者',)
        """
        return self._meant.get((name, work), (name,))

    @cached_property
    def _meant(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for concept in self.subjects.values():
            for key in ((name, work) for name in concept.called for work in concept.called_by):
                found[key] = (*found.get(key, ()), concept.label)
        return found

    def named(self, name: str) -> Concept | None:
        """The subject or authority with that name, or None if there is none."""
        return self.subject(name) or self.authority(name)

    @cached_property
    def profiles(self) -> tuple[str, ...]:
        """The labels from which a user may choose."""
        return tuple(c.label for c in self.subjects.values() if c.is_profile)

    def profile(self, name: str) -> Profile:
        """The profile with that label or everyday name.

        Raises ProfileError, which lists those allowed, for an unknown name.
        """
        concept = self.subject(name)
        if concept is None:
            raise ProfileError(f"没有主体类型 {name[:40]!r}；可用：{'、'.join(self.profiles)}")
        return Profile(concept.label, self.labels(concept))

    def labels(self, concept: Concept) -> tuple[str, ...]:
        """Every name that legal texts use for a concept, for the kinds and roles it falls under, and for what it may be."""
        return tuple(dict.fromkeys(n for c in (concept, *self.above(concept), *self.below(concept)) for n in c.names))

    def below(self, concept: Concept) -> tuple[Concept, ...]:
        """The narrower kinds that a firm of this kind may be and that are no profiles themselves, such as 基金信息技术服务机构."""
        return tuple(c for c in self.subjects.values() if concept.is_profile and not c.is_profile and concept.iri in c.broader)

    @cached_property
    def kinds_of_firm(self) -> frozenset[str]:
        """The names of the kinds of firm a user may choose and of the kinds above them, without roles such as 网络运营者."""
        found = [c for c in self.subjects.values() if c.is_profile]
        for c in found:
            found += [self.subjects[b] for b in c.broader if b in self.subjects and self.subjects[b] not in found]
        return frozenset(n for c in found for n in c.names)

    def above(self, concept: Concept) -> tuple[Concept, ...]:
        """All kinds and roles that a subject falls under, nearest first."""
        seen: dict[str, Concept] = {}
        queue = [*concept.broader, *concept.roles]
        while queue:
            iri = queue.pop(0)
            if iri in self.subjects and iri not in seen and iri != concept.iri:
                seen[iri] = self.subjects[iri]
                queue += [*seen[iri].broader, *seen[iri].roles]
        return tuple(seen.values())

    def is_role(self, concept: Concept) -> bool:
        """Whether a subject is a role that firms of several kinds may play (关键信息基础设施运营者) and not a kind of firm."""
        return concept.iri in self._roles

    def stands_for(self, concept: Concept) -> tuple[str, ...]:
        """The names of those as whom a concept is treated if a text says 参照适用.

        Those as whom the kinds above it are treated are included.
        """
        others = [self.subjects[i] for c in (concept, *self.above(concept)) for i in c.treated_as if i in self.subjects]
        return tuple(dict.fromkeys(n for c in others for n in c.names))

    def concepts_in(self, text: str, *, everyday: bool = False) -> tuple[Concept, ...]:
        """The concepts whose names stand in the text.

        With ``everyday`` the words people type are looked for as well.
        """
        return tuple(c for c in self.concepts.values()
                     if any(n in text for n in c.names) or (everyday and any(n in text for n in c.everyday)))


def _key(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def _by_name(concepts: Iterable[Concept]) -> dict[str, Concept]:
    """The concept of every name.

    Labels take precedence over other names, and earlier concepts over later ones.
    """
    listed = list(concepts)
    found: dict[str, Concept] = {}
    for pick in (lambda c: (c.label,), lambda c: c.alt, lambda c: c.everyday):
        for concept in listed:
            for name in pick(concept):
                found.setdefault(_key(name), concept)
    return found


@lru_cache(maxsize=4)
def _load(folder: Path) -> Vocabulary:
    return Vocabulary(*(_scheme(folder / f"{name}.ttl") for name in SCHEMES))


def _scheme(path: Path) -> _Scheme:
    from pyoxigraph import RdfFormat, parse

    about: dict[str, dict[str, list[str]]] = {}
    for quad in parse(path=str(path), format=RdfFormat.TURTLE):
        subject: Any = quad.subject
        values = about.setdefault(subject.value, {})
        values.setdefault(quad.predicate.value, []).append(quad.object.value)
    concepts = {iri: _concept(iri, p) for iri, p in about.items() if _SKOS + "Concept" in p.get(_TYPE, ())}
    members: dict[str, tuple[str, ...]] = {}
    for iri in concepts:
        for scheme in about[iri].get(_SKOS + "inScheme", ()):
            members[scheme] = (*members.get(scheme, ()), iri)
    says = {name: values[0] for p in about.values() if _SKOS + "ConceptScheme" in p.get(_TYPE, ()) for name, values in p.items()}
    return _Scheme(concepts, members, says)


def _concept(iri: str, properties: Mapping[str, list[str]]) -> Concept:
    def values(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(properties.get(name, ())))

    label, kinds = properties[_SKOS + "prefLabel"][0], values(_TYPE)
    return Concept(iri, label, values(_KG + "textLabel"), values(_SKOS + "altLabel"), values(_SKOS + "broader"),
                   values(_KG + "playsRole"), values(_KG + "treatedAs"), values(_KG + "operates"), _KG + "Profile" in kinds, _KG + "Event" in kinds,
                   _KG + "Regime" in kinds, values(_KG + "calledInText"), values(_KG + "calledSoBy"), values(_KG + "exampleLabel"))
