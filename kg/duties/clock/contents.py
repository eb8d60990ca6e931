"""The contents of a report, the cases in which a notice may be left out, and the grades of an event.

All are read from the articles and annexes of the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.corpus.quoting import label_of, sentence_of
from kg.duties.clock.incident import LEVELS
from kg.law.likeness import overlap
from kg.law.model import Document, Modality, Norm, Provision, ProvisionKind, Version
from kg.law.wording import kind_label, place

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, Knowledge

_LISTS = re.compile(r"应当包括(?:下列|以下)(?:内容|事项|情况|信息)[：:]?\s*\Z")
_SAYS = re.compile(r"包括|说明|增补|载明|列明")
_INLINE = re.compile(r"(?:报告|通知)(?:的)?内容(?:应当)?包括")
_FIRST_PART = re.compile(r"可(?:以)?先(?:行)?(?:报告|报送|通知)")
_NEED_NOT = re.compile(r"可以不|无须|无需|不需要|不再")
_LIKE = 0.5  # the least share of an event's name (in pairs of characters) in a criterion that speaks of it


@dataclass(frozen=True)
class Contents:
    """The contents of a report or notice.

    They are the words that lead in (``lead``), the items in full, where they are found, and what may be said first
    (``at_first``).
    """

    lead: str
    items: tuple[str, ...]
    basis: str
    urn: str
    at_first: str = ""


@dataclass(frozen=True)
class Exemption:
    """A norm by which somebody need not be told, with the whole 款 that contains it."""

    applied: AppliedNorm
    words: str
    basis: str


@dataclass(frozen=True)
class Grade:
    """A level of an event, with the words of the guide.

    ``near`` holds the criteria that speak of such an event.
    """

    level: str
    text: str
    near: tuple[str, ...]
    urn: str
    title: str


def is_contents(norm: Norm) -> bool:
    """Whether a norm says what a report contains, not that one is made: 报告网络安全事件时，应当包括下列内容."""
    return bool(_SAYS.match(norm.action)) or bool(re.search(r"应当包括(?:下列|以下)", norm.quote))


def basis_of(document: Document, version: Version, node: Provision) -> str:
    """The label of a provision with its title, such as 《个人信息保护法》第五十七条第一款."""
    article, paragraph, item = label_of(document, node)
    return f"《{version.title}》{place(article, paragraph, item)}"


def contents_of(knowledge: Knowledge, applied: AppliedNorm, *, first: bool) -> Contents | None:
    """The list of what a report or notice must contain, or None where the law has none.

    It is looked for in the 款 of the norm itself, for a first report also elsewhere in its text, and finally by the name
    of the report.
    """
    norm, version = applied.norm, applied.version
    document = knowledge.document(version)
    for paragraph, when in _lists(document):
        own = paragraph.eid == norm.eid
        if kind_label(norm.kind) in when and (own or (first and norm.action == kind_label(norm.kind) and "事件" in when)):
            items = tuple(document.text_of(c) for c in paragraph.children if c.kind is ProvisionKind.ITEM)
            lead = document.text[paragraph.start : paragraph.children[0].start].strip()
            urn = f"{version.urn}~{paragraph.eid}"
            return Contents(_last(lead), items, basis_of(document, version, paragraph), urn, _at_first(document, paragraph))
    return _by_name(document, version, norm)


def _lists(document: Document) -> Iterator[tuple[Provision, str]]:
    """Every 款 that lists what is to be said, with the words that say what the list is for."""
    for node in document.walk():
        if node.kind is ProvisionKind.PARAGRAPH and node.children:
            words = document.text[node.start : node.children[0].start]
            if match := _LISTS.search(words):
                yield node, re.split("[。；]", words[: match.start()])[-1]


def _last(lead: str) -> str:
    """The last sentence of the words that lead a list in."""
    return re.sub(r"^第[^　 ]{1,12}条[　 ]+", "", re.split(r"。", lead)[-1])


def _at_first(document: Document, paragraph: Provision) -> str:
    article = document.ancestors(paragraph.eid)[-1]
    texts = (document.text_of(c) for c in article.children if c.eid != paragraph.eid)
    return next((t for t in texts if _FIRST_PART.search(t)), "")


def _by_name(document: Document, version: Version, norm: Norm) -> Contents | None:
    name = norm.object.strip()
    if not name.endswith(("报告", "通知")) or len(name) < 6:
        return None
    for node in document.walk():
        if node.kind is ProvisionKind.PARAGRAPH:
            sentence = next((s for s in re.split(r"(?<=。)", document.text_of(node)) if name in s and _INLINE.search(s)), "")
            if sentence:
                return Contents(sentence_of(sentence, name), (), basis_of(document, version, node), f"{version.urn}~{node.eid}")
    return None


def exemptions(knowledge: Knowledge, applied: AppliedNorm, others: Iterable[AppliedNorm]) -> tuple[Exemption, ...]:
    """The norms of the same article by which those whom this norm tells need not be told."""
    article = applied.norm.article
    found = []
    for other in others:
        norm = other.norm
        same = other.version is applied.version and norm.article == article and norm.kind == applied.norm.kind
        if same and norm.modality is not Modality.OBLIGATION and (norm.action.startswith("不") or _NEED_NOT.search(norm.quote)) and norm.trigger:
            document = knowledge.document(other.version)
            node = document.by_eid[norm.eid]
            found.append(Exemption(other, document.text_of(node), basis_of(document, other.version, node)))
    return tuple(found)


def grades(knowledge: Knowledge, versions: Sequence[Version], events: Sequence[str]) -> tuple[Grade, ...]:
    """The levels as an annex of one of the texts defines them, highest first.

    ``events`` are names by which the near criteria are found.
    """
    found = []
    for version in versions:
        document = knowledge.document(version)
        for node in document.walk():
            level = next((n for n in reversed(LEVELS) if node.heading.startswith(n)), "")
            if node.kind is ProvisionKind.SECTION and level and "事件" in node.heading and "annex" in node.eid:
                items = [document.text_of(c) for c in node.walk() if c.kind is ProvisionKind.ITEM]
                near = tuple(dict.fromkeys(i for i in items for e in events if overlap(e, i) >= _LIKE))
                found.append(Grade(level, document.text_of(node), near, f"{version.urn}~{node.eid}", version.title))
    return tuple(found)
