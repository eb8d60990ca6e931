"""The links between laws on one day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.law.identifiers import text_urn
from kg.links.records import CrossLink, touching

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge


def links(knowledge: Knowledge, on: date) -> tuple[CrossLink, ...]:
    """The links whose two texts are the law on a day, in the order of the corpus.

    Links to works whose text is not held are included. NotBuiltError is raised when the build was made before there were
    links.
    """
    lawful = {v.urn for v in knowledge.versions(on)}
    return tuple(k for k in knowledge.cross_links if text_urn(k.source) in lawful and ("@" not in k.target or text_urn(k.target) in lawful))


def links_of(knowledge: Knowledge, urn: str, on: date) -> tuple[CrossLink, ...]:
    """The links, on a day, of a provision (or whole text) and of everything below it, in both directions."""
    return touching(links(knowledge, on), urn)
