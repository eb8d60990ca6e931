"""The links between laws on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from kg.law.identifiers import text_urn
from kg.links.records import CrossLink

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge


def links(knowledge: Knowledge, on: date) -> tuple[CrossLink, ...]:
    """The links whose two texts are the law on a day, in the order of the corpus.

    Links to works whose text is not held are included. NotBuiltError is raised when the build was made before there were
    links.
    """
    return _lawful(knowledge, knowledge.cross_links, on)


def links_of(knowledge: Knowledge, urn: str, on: date) -> tuple[CrossLink, ...]:
    """The links, on a day, of a provision (or whole text) and of everything below it, in both directions."""
    return _lawful(knowledge, knowledge.linked.of(urn), on)


def _lawful(knowledge: Knowledge, found: Iterable[CrossLink], on: date) -> tuple[CrossLink, ...]:
    lawful = {v.urn for v in knowledge.versions(on)}
    return tuple(k for k in found if text_urn(k.source) in lawful and ("@" not in k.target or text_urn(k.target) in lawful))
