"""Links between provisions of different laws: typed, with the words on both sides, where they come from and how sure they are.

Only what leads from one work to another is a link; what a text says of itself stands in its citations and sanctions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.knowledge import Knowledge


class LinkType(StrEnum):
    """What the source is to the target: it cites it, is made under it, works it out, takes a term from it, punishes by it, departs from it.

    ``SAME_EVENT`` has no direction in law: both say whom to tell, or what to do, of one event; the more special one is the source.
    """

    CITES = "cites"
    BASIS = "basis"
    SPECIFIES = "specifies"
    DEFINES = "defines"
    SANCTIONS = "sanctions"
    EXCEPTION = "exception"
    SAME_EVENT = "same-event"


LABELS: dict[LinkType, str] = {
    LinkType.CITES: "援引", LinkType.BASIS: "制定依据", LinkType.SPECIFIES: "细化落实", LinkType.DEFINES: "定义", LinkType.SANCTIONS: "处罚",
    LinkType.EXCEPTION: "例外（另有规定）", LinkType.SAME_EVENT: "同一事件",
}
ORIGINS = {"citation": "条文援引", "norms": "规范相同", "similarity": "文字相近", "review": "逐条核对"}
STATUSES = {"extracted": "自动识别，未核对", "confirmed": "已核对", "added": "核对时补充"}


@dataclass(frozen=True)
class CrossLink:
    """One link. ``source`` and ``target`` are URNs of provisions as deep as known, of a version where a whole text is meant.

    ``target`` is the URN of the work where its text is not held. ``source_words`` and ``target_words`` are verbatim, the latter
    empty where the text is not held. ``origin`` is citation, norms, similarity or review, ``confidence`` from 0 to 1 (1.0 for a
    citation resolved without doubt), ``status`` extracted, confirmed or added (what a reviewer rejected is not there);
    ``reason`` is one Chinese sentence: how it was found, or why a reviewer kept or added it.
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


def links(knowledge: Knowledge, on: date) -> tuple[CrossLink, ...]:
    """The links whose two texts are the law on a day, those to works whose text is not held included; in the order of the corpus.

    NotBuiltError when the build was made before there were links.
    """
    lawful = {v.urn for v in knowledge.versions(on)}
    return tuple(k for k in knowledge.cross_links if text_of(k.source) in lawful and ("@" not in k.target or text_of(k.target) in lawful))


def links_of(knowledge: Knowledge, urn: str, on: date) -> tuple[CrossLink, ...]:
    """The links of a provision (or whole text) and of all below it, in both directions, on a day."""
    return touching(links(knowledge, on), urn)


def touching(found: Iterable[CrossLink], urn: str) -> tuple[CrossLink, ...]:
    """Those with an end in a provision, a version or a work, or below it."""
    return tuple(k for k in found if within(k.source, urn) or within(k.target, urn))


def text_of(urn: str) -> str:
    """The URN of the text (or work) a URN lies in."""
    return urn.partition("~")[0]


def within(part: str, whole: str) -> bool:
    """Whether ``part`` is ``whole`` or lies below it; a work whose text was not held counts as each of its versions.

    >>> within("urn:a@2020-01-01~art3_par1", "urn:a@2020-01-01~art3"), within("urn:a@2020-01-01~art31", "urn:a@2020-01-01~art3")
    (True, False)
    """
    if "~" in whole:
        return part == whole or part.startswith(f"{whole}_")
    return part == whole or part.startswith((f"{whole}~", f"{whole}@")) or part == whole.partition("@")[0]
