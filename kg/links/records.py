"""Typed links between provisions of different laws.

A link carries the words on both sides, its origin and how sure it is. Only what leads from one work to another is a link.
What a text says of itself is found in its citations and sanctions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.law.identifiers import within


class LinkType(StrEnum):
    """The relation of the source of a link to its target.

    The source cites the target (``CITES``), is made under it (``BASIS``), works it out (``SPECIFIES``), takes a term from
    it (``DEFINES``), punishes by it (``SANCTIONS``) departs from it (``EXCEPTION``) or
    is to be applied in its place where the two differ (``PREVAILS``, which only a review can tell).

    ``SAME_EVENT`` has no direction in law. Both provisions say whom to tell, or what to do, about one event, and the more
    special one is the source.
    """

    CITES = "cites"
    BASIS = "basis"
    SPECIFIES = "specifies"
    DEFINES = "defines"
    SANCTIONS = "sanctions"
    EXCEPTION = "exception"
    PREVAILS = "prevails"
    SAME_EVENT = "same-event"


LABELS: dict[LinkType, str] = {
    LinkType.CITES: "援引", LinkType.BASIS: "制定依据", LinkType.SPECIFIES: "细化落实", LinkType.DEFINES: "定义", LinkType.SANCTIONS: "处罚",
    LinkType.EXCEPTION: "例外（另有规定）", LinkType.PREVAILS: "优先适用", LinkType.SAME_EVENT: "同一事件",
}
ORIGINS = {"citation": "条文援引", "norms": "规范相同", "similarity": "文字相近", "review": "语言模型核对"}
STATUSES = {"extracted": "自动识别，未核对", "confirmed": "语言模型核对", "added": "语言模型核对时补充"}


@dataclass(frozen=True)
class CrossLink:
    """One link between provisions of two works.

    ``source`` and ``target`` are URNs of provisions, as deep as known, or of a version where a whole text is meant.
    ``target`` is the URN of the work where its text is not held. ``source_words`` and ``target_words`` are verbatim. The
    latter is empty where the text is not held.

    ``origin`` is citation, norms, similarity or review. ``confidence`` runs from 0 to 1 and is 1.0 for a citation
    resolved without doubt. ``status`` is extracted, confirmed or added. A link that a reviewer rejected is not there.
    ``reason`` is one Chinese sentence that tells how the link was found, or why a reviewer kept or added it.
    """

    source: str
    target: str
    type: LinkType
    source_words: str
    target_words: str
    origin: str
    confidence: float
    status: str
    reason: str


def touching(found: Iterable[CrossLink], urn: str) -> tuple[CrossLink, ...]:
    """The links that have an end in a provision, a version or a work, or below it."""
    return tuple(k for k in found if within(k.source, urn) or within(k.target, urn))
