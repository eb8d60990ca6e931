"""The words of one 款 that are told: its sentences that answer, and of a list its lead-in with the items that are meant.

“应当进行脱敏；对未脱敏数据须……” · “有下列情形之一的，应当主动删除”：“（二）停止提供产品或者服务……”；另有4项，见下文
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.answers.saying.shortening import quoted, shortened
from kg.law.identifiers import eid_of, is_item
from kg.law.likeness import overlap
from kg.law.model import Document, Provision
from kg.law.sentences import sentences

if TYPE_CHECKING:
    from kg.answers.ranking.ranker import Ranked
    from kg.graph.knowledge import Knowledge

_ITEM_ROOM = 110  # characters of the items that are told of a list that is not asked for
_MEANT, _ALIKE = 0.1, 0.12  # how probable an item must be to be meant, or how much it must share with the question
_NEARLY = 0.25  # nor one that is so much less probable than the likeliest
_OF_TERMS = re.compile(r"用语|术语|含义")  # a lead-in of definitions, which says nothing
_ENDS = "。；，、：\n　 "


@dataclass(frozen=True)
class ToldWords:
    """Words of a 款 as they are told, and the provision (URN) that holds them."""

    said: str
    urn: str
    clauses: tuple[Ranked, ...]

    @property
    def words(self) -> str:
        """The verbatim words if they are those of one clause, else '' for all of the provision."""
        one = self.clauses[0]
        return one.words if len(self.clauses) == 1 and one.clause.urn == self.urn and not one.clause.heads else ""

    @property
    def beside(self) -> tuple[str, ...]:
        """The URN of the 款 of an item, whose lead-in is told too."""
        return (paragraph_of(self.urn),) if is_item(self.urn) else ()


def by_paragraph(clauses: Sequence[Ranked]) -> list[tuple[Ranked, ...]]:
    """The clauses of each 款, the 款 of the surest first."""
    of: dict[str, list[Ranked]] = {}
    for one in clauses:
        of.setdefault(paragraph_of(one.clause.urn), []).append(one)
    return [tuple(some) for some in of.values()]


def paragraph_of(urn: str) -> str:
    """The URN of the 款 of an item, or the URN itself."""
    return urn.partition("_item")[0]


def passage(
    knowledge: Knowledge, some: Sequence[Ranked], asked: str, *, room: int, probable: Mapping[str, float], whole: bool = False
) -> ToldWords:
    """The words of clauses of one 款, those of a list with every item for which there is ``room`` (characters), or 0 if the list is not asked for.

    ``probable`` says how surely each provision decides, by its URN, and ``whole`` that the other items answer too.
    """
    head = next((r for r in some if r.clause.heads and not is_item(r.clause.urn)), None)
    items = [r for r in some if is_item(r.clause.urn)]
    if head is None and not items:
        return ToldWords(_sentences(some, asked), some[0].clause.urn, tuple(some))
    if head is None:
        return _of_all(knowledge, some, items[0], asked, room) if whole else _of_items(some, items, asked)
    before = sentences(head.words)[:-1]
    if before and not items and not room and _closer("".join(before), head.words, asked):
        return ToldWords(quoted(shortened("".join(before), asked)), head.clause.urn, tuple(some))
    return _of_list(knowledge, some, head, asked, room=room, probable=probable)


def _closer(before: str, whole: str, asked: str) -> bool:
    """Whether what stands before a lead-in is as near to the question as the lead-in itself."""
    return overlap(asked, before) >= overlap(asked, sentences(whole)[-1])


def _sentences(some: Sequence[Ranked], asked: str) -> str:
    """The sentences in the order of the text, those that follow each other in one quotation."""
    runs: list[tuple[int, list[str]]] = []
    for one in sorted(some, key=lambda r: r.clause.start):
        pieces = list(shortened(one.words, asked))
        whole = len(pieces) == 1
        if runs and whole and 0 <= one.clause.start - runs[-1][0] <= 1:
            end = one.entry.text[runs[-1][0] - 1]
            runs[-1] = (one.clause.end, [*runs[-1][1][:-1], runs[-1][1][-1] + (end if end in "。；" else "") + pieces[0]])
        else:
            runs.append((one.clause.end if whole else -9, pieces))
    return quoted([p for _, pieces in runs for p in pieces])


def _of_items(some: Sequence[Ranked], items: Sequence[Ranked], asked: str) -> ToldWords:
    """Items after the words that lead them in."""
    lead = (sentences(items[0].lead) or [""])[-1].strip(_ENDS)
    lead = "" if _OF_TERMS.search(lead) else f"{quoted(shortened(lead, asked))}："
    told = "；".join(quoted(shortened(r.words.strip(_ENDS), asked)) for r in sorted(items, key=lambda r: r.clause.start))
    urn = items[0].clause.urn if len(items) == 1 else paragraph_of(items[0].clause.urn)
    return ToldWords(lead + told, urn, tuple(some))


def _of_all(knowledge: Knowledge, some: Sequence[Ranked], one: Ranked, asked: str, room: int) -> ToldWords:
    """The list of an item with the other items."""
    document = knowledge.document(knowledge.catalogue.version(one.clause.urn))
    urn = paragraph_of(one.clause.urn)
    items = document.by_eid[eid_of(urn)].children
    told = _room(document, items, room)
    more = f"；另有{len(items) - len(told)}项，见下文" if len(told) < len(items) else f"（共{len(told)}项）"
    lead = (sentences(one.lead) or [""])[-1].strip(_ENDS)
    words = "；".join(f"“{_item(document, c)}”" for c in told)
    return ToldWords(f"{quoted(shortened(lead, asked))}：{words}{more}" if lead else words, urn, tuple(some))


def _of_list(
    knowledge: Knowledge, some: Sequence[Ranked], head: Ranked, asked: str, *, room: int, probable: Mapping[str, float]
) -> ToldWords:
    """A lead-in with its items: all that there is room for if the list is asked for, else those that are meant."""
    document = knowledge.document(knowledge.catalogue.version(head.clause.urn))
    node = document.by_eid[eid_of(head.clause.urn)]
    version = head.entry.version
    chosen = {eid_of(r.clause.urn) for r in some}
    meant = [c for c in node.children if c.eid in chosen or c in meant_items(knowledge, head.clause.urn, asked, probable)]
    told = _room(document, node.children, room or _ITEM_ROOM) if room or not meant else _room(document, meant)
    told += [c for c in meant if c not in told][:1] if room else []
    rest = len(node.children) - len(told)
    more = f"；另有{rest}项，见下文" if rest else f"（共{len(told)}项）" if len(told) > 1 else ""
    words = "；".join(f"“{_item(document, c)}”" for c in told)
    urn = f"{version}~{told[0].eid}" if len(told) == 1 and not room else head.clause.urn
    lead = quoted(shortened(head.words.rstrip(_ENDS), asked))
    return ToldWords(f"{lead}：{words}{more}" if told else lead, urn, tuple(some))


def meant_items(knowledge: Knowledge, urn: str, asked: str, probable: Mapping[str, float]) -> list[Provision]:
    """The items of a 款 that a question means, by how surely each decides and what it shares with the question."""
    version = knowledge.catalogue.version(urn)
    document = knowledge.document(version)
    node = document.by_eid[eid_of(urn)]
    sure = {c.eid: probable.get(f"{version.urn}~{c.eid}", 0.0) for c in node.children if is_item(c.eid)}
    least = _NEARLY * max(sure.values(), default=0.0)
    return [c for c in node.children if c.eid in sure and sure[c.eid] >= least and _is_meant(document, c, sure[c.eid], asked)]


def items_told(knowledge: Knowledge, urn: str, asked: str, probable: Mapping[str, float]) -> tuple[str, tuple[str, ...]]:
    """The words of the items of a 款 that a question means, as many as there is room for, and their URNs."""
    version = knowledge.catalogue.version(urn)
    document = knowledge.document(version)
    told = _room(document, meant_items(knowledge, urn, asked, probable))
    return "；".join(f"“{_item(document, c)}”" for c in told), tuple(f"{version.urn}~{c.eid}" for c in told)


def _is_meant(document: Document, item: Provision, probability: float, asked: str) -> bool:
    return probability >= _MEANT or (probability >= _MEANT / 4 and overlap(asked, _item(document, item)) >= _ALIKE)


def _item(document: Document, item: Provision) -> str:
    return document.text_of(item).split("\n")[0].strip(_ENDS)


def _room(document: Document, items: Sequence[Provision], room: int = _ITEM_ROOM) -> list[Provision]:
    """The first items that there is room for, at least one."""
    told: list[Provision] = []
    used = 0
    for item in items:
        used += len(_item(document, item))
        if told and used > room:
            break
        told.append(item)
    return told
