"""The place of a citation: an article (or annex, or part of a text without articles) and what is 前款 there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.law.model import Document, Provision, ProvisionKind
from kg.law.numerals import article_number

_DECISION = re.compile(r"关于修[改订].{1,200}的决定")


@dataclass(frozen=True)
class Unit:
    """One article, annex or, in a text without articles, one top part.

    Offsets count from its start.
    """

    document: Document
    node: Provision

    @cached_property
    def text(self) -> str:
        """The words of the unit that are read."""
        return self.document.text[self.node.start : self.document.read_to(self.node, self.node)].rstrip()

    @property
    def number(self) -> tuple[int, ...] | None:
        """The number of the article, or None for anything else, such as a part of a decision, which speaks of another text."""
        decides = self.document.own_numbers and bool(_DECISION.search(self.document.title))
        return self.node.number if self.node.kind is ProvisionKind.ARTICLE and not decides else None

    @property
    def label(self) -> str:
        """The label of the unit, with that of the annex that an article stands in."""
        return self.document.label_of(self.node)

    @property
    def body(self) -> int:
        """The offset at which the words after the unit's own number begin."""
        return len(self.node.label) if self.node.kind is ProvisionKind.ARTICLE else 0

    @cached_property
    def paragraphs(self) -> tuple[Provision, ...]:
        """The 款 of the article."""
        return tuple(c for c in self.node.children if c.kind is ProvisionKind.PARAGRAPH)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(p.start for p in self.paragraphs)

    @cached_property
    def _items(self) -> tuple[Provision, ...]:
        return tuple(i for p in self.paragraphs for i in _items(p))

    @cached_property
    def _item_starts(self) -> tuple[int, ...]:
        return tuple(i.start for i in self._items)

    @cached_property
    def _with_item(self) -> dict[int, list[int]]:
        """The numbers of the 款 that have a 项 of a number."""
        found: dict[int, list[int]] = {}
        for paragraph in self.paragraphs:
            for number in {i.number[0] for i in _items(paragraph)}:
                found.setdefault(number, []).append(paragraph.number[0])
        return found

    def innermost(self, offset: int) -> Provision:
        """The smallest node that contains the offset."""
        place, found = self.node.start + offset, self.node
        while inner := next((c for c in found.children if c.start <= place < c.end), None):
            found = inner
        return found

    def paragraph(self, offset: int) -> int | None:
        """The number of the 款 that contains the offset, or None."""
        place = self.node.start + offset
        held = _holding(self.paragraphs, self._starts, place)
        return held.number[0] if held else None

    def item(self, offset: int) -> int | None:
        """The number of the 项 that contains the offset, or None."""
        place = self.node.start + offset
        held = _holding(self._items, self._item_starts, place)
        return held.number[0] if held else None

    def earlier_paragraphs(self, offset: int, count: int) -> list[int | None]:
        """The numbers of the 款 that 前款 (count 1), 前两款 (count 2) … mean, counted from the 款 at ``offset``.

        The list is [None] if there is none. If the breaks between 款 were lost and a sentence precedes within the first 款, that
        first one is meant.
        """
        here = self.paragraph(offset) or 1
        if here == 1:
            return [1] if self.paragraphs and self.text.find("。", self.body, offset) >= 0 else [None]
        return list(range(max(1, here - count), here))

    def earlier_articles(self, count: int) -> list[tuple[int, ...]]:
        """The numbers of the articles that 前条 (count 1), 前两条 (count 2) … mean, which come before this one in the text."""
        articles = self.document.articles
        at = bisect_left(articles, self.node.start, key=lambda a: a.start)
        return [a.number for a in articles[max(0, at - count) : at]]

    def home_of_item(self, number: int, offset: int) -> int | None:
        """The number of the 款 of this article that a bare 第一项 at ``offset`` means, or None.

        It is the 款 at the offset if that has the 项, or else the last one before it that has, or else the only one that has.
        """
        holders = self._with_item.get(number, [])
        earlier = bisect_right(holders, self.paragraph(offset) or 1)
        return holders[earlier - 1] if earlier else holders[0] if len(holders) == 1 else None

    def division(self, level: str) -> Provision | None:
        """The 编, 章 or 节 that contains the unit, or None."""
        kind = {"编": ProvisionKind.PART, "章": ProvisionKind.CHAPTER, "节": ProvisionKind.SECTION}[level]
        return next((a for a in reversed(self.document.ancestors(self.node.eid)) if a.kind is kind), None)


def _holding(nodes: Sequence[Provision], starts: Sequence[int], place: int) -> Provision | None:
    """The node of a row that contains the place, or None."""
    n = bisect_right(starts, place)
    return nodes[n - 1] if n and place < nodes[n - 1].end else None


def _items(paragraph: Provision) -> list[Provision]:
    return [c for c in paragraph.children if c.kind is ProvisionKind.ITEM]


def holder_of_item(article: Provision, number: int) -> int | None:
    """The only 款 of an article that has an item of that number, or None if none or several have one."""
    holders = [c.number[0] for c in article.children
               if c.kind is ProvisionKind.PARAGRAPH and any(i.number[0] == number for i in _items(c))]
    return holders[0] if len(holders) == 1 else None


def units(document: Document) -> tuple[Unit, ...]:
    """The units of a text in order, which are its articles and annexes with what leads to them, or its top parts if it has none."""
    if not document.articles:
        return tuple(Unit(document, c) for c in document.children)
    leading = (c for c in document.children if c.kind is ProvisionKind.PARAGRAPH)  # before the parts of a text without 第…条
    return tuple(Unit(document, n) for n in (*leading, *document.units))


def unit_of(document: Document, label: str, start: int, words: str) -> Unit | None:
    """The unit that a record names by its label and by the words at an offset, or None if there is none."""
    number = article_number(label)
    article = document.article(number) if number else None
    if article and document.text_of(article)[start : start + len(words)] == words:
        return Unit(document, article)
    return next((u for u in units(document) if u.label == label and u.text[start : start + len(words)] == words), None)
