"""The events of the vocabulary that everyday words name, and the events that a norm is about.

>>> from kg.law.vocabulary import Vocabulary
>>> [c.label for c in named_in(Vocabulary.load(), "客户信息泄露")], [c.label for c in named_in(Vocabulary.load(), "交易系统中断")]
(['个人信息泄露'], ['系统故障'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.duties.clock.incident import Incident
from kg.duties.facts import event_facts
from kg.law.model import Document, Norm, Provision, ProvisionKind

if TYPE_CHECKING:
    from kg.law.vocabulary import Concept, Vocabulary

_LISTED = re.compile(r"下列|以下|如下")


class EventError(ValueError):
    """Error raised for words that name no event, or for facts that contradict the event named.

    The message lists the events known, or names the contradiction.
    """


def known_events(vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """The known events, in the order of the vocabulary."""
    return tuple(c for c in vocabulary.concepts.values() if c.is_event)


def named_in(vocabulary: Vocabulary, text: str) -> tuple[Concept, ...]:
    """The events that the words name.

    The longest words decide. Among equals, a name of the law wins over an everyday one, and then the narrower kind over
    the wider. EventError lists the events known where none is named.
    """
    bare = re.sub(r"\s+", "", text)
    found = {c: _spans(c, bare) for c in vocabulary.concepts_in(bare, everyday=True) if c.is_event}
    kept = tuple(c for c, spans in found.items() if any(not _beaten(vocabulary, c, s, found) for s in spans))
    if not kept:
        known = "、".join(c.label for c in known_events(vocabulary))
        raise EventError(f"没有识别出事件 {text[:40]!r}；可写：{known}，或日常说法（如 客户信息泄露、交易系统中断、勒索病毒）")
    return kept


def _spans(concept: Concept, text: str) -> list[tuple[int, int, bool]]:
    """The places of every name of the concept in the text, as (start, end, whether it is a name of the law)."""
    names = [(n, True) for n in concept.names] + [(n, False) for n in concept.everyday]
    return [(m.start(), m.end(), legal) for n, legal in names for m in re.finditer(re.escape(n), text)]


def _beaten(vocabulary: Vocabulary, concept: Concept, span: tuple[int, int, bool], found: dict[Concept, list[tuple[int, int, bool]]]) -> bool:
    start, end, legal = span
    for other, spans in found.items():
        for begin, stop, theirs in spans if other is not concept else ():
            if begin <= start and end <= stop and stop - begin > end - start:
                return True
            if (begin, stop) == (start, end) and (theirs > legal or (theirs == legal and concept.iri in with_kinds(vocabulary, (other,)))):
                return True
    return False


def with_kinds(vocabulary: Vocabulary, events: Iterable[Concept]) -> frozenset[str]:
    """The IRIs of the events, of all kinds to which they belong, and of what else they are about (数据出境)."""
    seen: set[str] = set()
    queue = [c.iri for c in events]
    while queue:
        iri = queue.pop()
        if iri in vocabulary.concepts and iri not in seen:
            seen.add(iri)
            queue += vocabulary.concepts[iri].broader
    return frozenset(seen)


@dataclass(frozen=True)
class Happened:
    """The events of one case.

    ``named`` holds those stated, and ``active`` the IRIs of everything that thereby happened. ``open`` maps the IRI of an
    event that may have happened as well to the key of the fact that decides it ('' where none does). ``denied`` holds
    those that a fact rules out, with its key.
    """

    named: tuple[Concept, ...]
    active: frozenset[str]
    open: dict[str, str]
    denied: dict[str, str]


def stated(vocabulary: Vocabulary, named: tuple[Concept, ...], incident: Incident) -> Incident:
    """The incident with the facts that the named events imply: 客户信息泄露 is about personal information."""
    own = with_kinds(vocabulary, named)
    for fact in event_facts():
        incident = incident.adding(fact.key, yes=True) if fact.event in own else incident
    return incident


def happened(vocabulary: Vocabulary, named: tuple[Concept, ...], incident: Incident) -> Happened:
    """The events that happened, from the events named and the facts.

    EventError is raised where a fact denies what the words say.
    """
    fact_of = {f.event: f for f in event_facts() if f.event in vocabulary.concepts}
    certain = with_kinds(vocabulary, named)
    for iri, fact in fact_of.items():
        if iri in certain and incident.answer(fact.key) is False:
            raise EventError(f"所写事件包含“{vocabulary.concepts[iri].label}”，与“{fact.word}：否”矛盾；请改其中之一")
    added = [vocabulary.concepts[iri] for iri, fact in fact_of.items() if incident.answer(fact.key)]
    active = with_kinds(vocabulary, (*named, *added))
    own = {c.iri for c in named}
    below = {c.iri for c in known_events(vocabulary) if own & with_kinds(vocabulary, (c,)) and c.iri not in active}
    possible = {iri: fact_of[iri].key if iri in fact_of else "" for iri in (*below, *fact_of) if iri not in active}
    denied = {iri: key for iri, key in possible.items() if key and incident.answer(key) is False}
    return Happened(named, active, {iri: key for iri, key in possible.items() if iri not in denied}, denied)


@dataclass(frozen=True)
class Case:
    """The events that a norm is about, as IRIs.

    ``item`` is the 项 that names them, where the norm speaks of 下列情形.
    """

    events: frozenset[str]
    item: Provision | None = None


def cases(vocabulary: Vocabulary, norm: Norm, about: Iterable[str], document: Document) -> tuple[Case, ...]:
    """The cases in which a norm concerns an event, or () where it is about none.

    They are read from its trigger and, where that names no event, from its object and from what the graph says it is
    about. In a norm that speaks of 下列情形, each 项 that names an event is a case of its own.
    """
    listed = [i for i in _items(norm, document) if events_of(vocabulary, document.text_of(i))]
    if listed:
        return tuple(Case(events_of(vocabulary, document.text_of(i)), i) for i in listed)
    trigger = norm.trigger or ""
    own = events_of(vocabulary, trigger) | _events((m.concept for m in norm.mentions if m.words in trigger), vocabulary)
    own = own or events_of(vocabulary, norm.object) | _events(about, vocabulary)
    return (Case(own),) if own else ()


def events_of(vocabulary: Vocabulary, text: str) -> frozenset[str]:
    """The IRIs of the events whose legal names occur in the text."""
    return frozenset(c.iri for c in vocabulary.concepts_in(text) if c.is_event)


def _events(iris: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(i for i in iris if i in vocabulary.concepts and vocabulary.concepts[i].is_event)


def _items(norm: Norm, document: Document) -> list[Provision]:
    node = document.by_eid.get(norm.eid)
    if node is None or node.kind is ProvisionKind.ITEM or not _LISTED.search(f"{norm.trigger or ''}{norm.object}"):
        return []
    return [c for c in node.children if c.kind is ProvisionKind.ITEM]
