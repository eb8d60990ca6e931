"""Norms, penalty clauses and citations as they apply, each found by the provision it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.law.identifiers import above, article_urn, day_of, is_article, is_part, text_urn, within, work_urn
from kg.law.model import Application, Norm, Sanction, Version

_Found = TypeVar("_Found")
_DIRECT = "适用"  # the manner of those whom the provision itself binds


@dataclass(frozen=True)
class AppliedNorm:
    """A norm of the law of a day.

    ``urn`` is its provision and ``iri`` the norm in the graph. ``applies`` tells for which subjects the norm applies and
    in which way. ``about`` holds the IRIs of the concepts it concerns.
    """

    urn: str
    iri: str
    norm: Norm
    version: Version
    applies: tuple[Application, ...]
    about: tuple[str, ...] = ()

    @property
    def bearers(self) -> tuple[str, ...]:
        """Those on whom the provision itself puts the norm, by the definitions of its text."""
        return tuple(a.subject for a in self.applies if a.manner == _DIRECT) or self.norm.bearer


@dataclass(frozen=True)
class AppliedSanction:
    """A penalty clause of the law of a day.

    ``punishes`` holds URNs. It is empty when the clause is ``general``, which means that it punishes breach of any
    provision of the text. ``by_words`` means that the clause names no article, and that the provisions follow from the
    words of its case (未履行备案义务的).
    """

    urn: str
    sanction: Sanction
    version: Version
    punishes: tuple[str, ...]
    general: bool = False
    by_words: bool = False


class Penalties:
    """The penalty clauses of one text, found by what they punish."""

    def __init__(self, clauses: Sequence[AppliedSanction]) -> None:
        self._general = tuple(c for c in clauses if c.general)
        self._named = [c for c in clauses if c.punishes and not c.general]
        self._of: dict[str, list[int]] = defaultdict(list)
        self._below: dict[str, list[int]] = defaultdict(list)
        for number, clause in enumerate(self._named):
            for urn in clause.punishes:
                self._of[urn].append(number)
                for higher in _parts_above(urn):
                    self._below[higher].append(number)

    def of(self, urn: str) -> tuple[AppliedSanction, ...]:
        """The clauses that punish a provision, one above it or one below it, then those that punish any breach of the text."""
        if not is_part(urn):
            return (*self._named, *self._general)
        found = {n for u in (urn, *_parts_above(urn)) for n in self._of.get(u, ())}.union(self._below.get(urn, ()))
        return (*(self._named[n] for n in sorted(found)), *self._general)


def _parts_above(urn: str) -> Iterator[str]:
    while urn := above(urn):
        yield urn


class ByProvision(Generic[_Found]):
    """Things found by the provisions at their ends, in their order."""

    def __init__(self, things: Sequence[_Found], ends: Callable[[_Found], Iterable[str]]) -> None:
        self._things, self._ends = things, ends
        self._at: dict[str, list[int]] = defaultdict(list)
        self._in: dict[str, list[int]] = defaultdict(list)
        for number, thing in enumerate(things):
            for article in dict.fromkeys(map(article_urn, ends(thing))):
                self._at[article].append(number)
            for text in dict.fromkeys(map(text_urn, ends(thing))):
                self._in[text].append(number)

    def of(self, urn: str) -> tuple[_Found, ...]:
        """Those with an end in a provision, a text or a work, or below it."""
        return tuple(t for t in self._near(urn) if any(within(end, urn) for end in self._ends(t)))

    def _near(self, urn: str) -> Iterable[_Found]:
        """Those among which are all with an end in ``urn``."""
        if not day_of(urn):  # a work counts as each of its versions
            return self._things
        numbers = self._at.get(article_urn(urn), ()) if is_article(urn) else (*self._in.get(text_urn(urn), ()), *self._in.get(work_urn(urn), ()))
        return (self._things[n] for n in sorted(set(numbers)))
