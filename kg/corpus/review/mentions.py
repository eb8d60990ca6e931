"""What provisions speak of without naming it, as a review says: checked against their words and the vocabulary of concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.law.model import Mention
from kg.law.vocabulary import Vocabulary


@dataclass(frozen=True)
class About:
    """That a provision speaks of a concept (its label) in words that are no name of it: ``quote``."""

    at: str
    quote: str
    concept: str


@dataclass(frozen=True)
class Fault:
    """An entry that cannot be used: the code of the problem, the eid it gives, what is wrong and the remedy."""

    code: str
    at: str
    words: str


def mentions(about: Iterable[About], words: Mapping[str, str]) -> tuple[dict[str, tuple[Mention, ...]], list[Fault]]:
    """The mentions by eid, and the entries that are left out.

    ``words`` are those of every provision that was reviewed.
    """
    found: dict[str, tuple[Mention, ...]] = {}
    faults = []
    for one in about:
        concept = Vocabulary.load().concept(one.concept)
        if one.at not in words:
            faults.append(Fault("unreviewed", one.at, f"“{one.quote}”所在条文没有 [[provision]]，或文本中没有这一款、项；请补写或更正 at"))
        elif concept is None:
            faults.append(Fault("unknown-concept", one.at, f"概念词表中没有“{one.concept}”；请改用 ontology/concepts.ttl 中的名称"))
        elif one.quote not in words[one.at]:
            faults.append(Fault("not-verbatim", one.at, f"[[about]] 的“{one.quote}”不是本款、项的原文；请改为逐字引用"))
        else:
            found[one.at] = (*found.get(one.at, ()), Mention(concept.iri, one.quote))
    return found, faults
