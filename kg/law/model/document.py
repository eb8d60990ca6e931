"""The tree of a text: its provisions with their offsets, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kg.law.identifiers import annex_eid
from kg.law.numerals import part_name

LONGEST_ARTICLE = 100_000  # characters of an article or annex that are read; those of real laws have some thousands


class ProvisionKind(StrEnum):
    """The levels of a Chinese statute, outermost first."""

    PART = "part"  # 编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款
    ITEM = "item"  # 项
    SUBITEM = "subitem"  # 目
    ANNEX = "annex"  # 附件


@dataclass(frozen=True)
class Problem:
    """Something a parser could not make sense of.

    A problem is reported and never raised. ``article`` is the label of the article that it is in, or "".
    """

    code: str
    message: str
    start: int = 0
    end: int = 0
    article: str = ""


@dataclass(frozen=True)
class Provision:
    """A node of the tree of one text: 编 章 节 条 款 项 目 or an annex.

    ``start`` and ``end`` span the node with everything below it in the source text. ``label`` is the
    number as printed (第三十九条, （一）) and empty for a 款. ``heading`` is the title of a 章 or 节.
    """

    kind: ProvisionKind
    number: tuple[int, ...]
    eid: str
    label: str
    start: int
    end: int
    heading: str = ""
    children: tuple[Provision, ...] = ()

    @property
    def name(self) -> str:
        """The number as one cites it: 第三十九条, and 第一部分 for the label 一 of a text without 第…条."""
        return part_name(self.label)

    def walk(self) -> Iterator[Provision]:
        """This node and everything below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Document:
    """One text as a tree.

    ``text`` is the source, unchanged, and every node points into it.
    """

    title: str
    text: str
    children: tuple[Provision, ...]
    problems: tuple[Problem, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """Every node, in the order of the text."""
        for child in self.children:
            yield from child.walk()

    @cached_property
    def by_eid(self) -> dict[str, Provision]:
        """Every node by its eid."""
        return {p.eid: p for p in self.walk()}

    @cached_property
    def articles(self) -> tuple[Provision, ...]:
        """All 条, in the order of the text."""
        return tuple(p for p in self.walk() if p.kind is ProvisionKind.ARTICLE)

    @cached_property
    def units(self) -> tuple[Provision, ...]:
        """All 条, and the annexes that have none, in the order of the text."""
        with_rule = {annex_eid(a.eid) for a in self.articles}
        return tuple(p for p in self.walk() if p.kind is ProvisionKind.ARTICLE or (p.kind is ProvisionKind.ANNEX and p.eid not in with_rule))

    @cached_property
    def main_articles(self) -> tuple[Provision, ...]:
        """The 条 of the text itself, without those of an annexed rule."""
        return tuple(a for a in self.articles if not a.eid.startswith("annex"))

    @property
    def own_numbers(self) -> bool:
        """Whether its articles are no 第…条 but the parts it counts by numbers of its own (一、 or 4.1)."""
        return bool(self.articles) and not self.articles[0].label.startswith("第")

    def label_of(self, node: Provision) -> str:
        """The label of an article, with that of the annex it stands in: 第三条, 附件2第三条."""
        inside = node.eid.startswith("annex") and node.kind is ProvisionKind.ARTICLE
        return self.ancestors(node.eid)[0].label + node.label if inside else node.label

    @cached_property
    def _ancestors(self) -> dict[str, tuple[Provision, ...]]:
        found: dict[str, tuple[Provision, ...]] = {}

        def visit(node: Provision, above: tuple[Provision, ...]) -> None:
            found[node.eid] = above
            for child in node.children:
                visit(child, (*above, node))

        for child in self.children:
            visit(child, ())
        return found

    def ancestors(self, eid: str) -> tuple[Provision, ...]:
        """The nodes above ``eid``, outermost first."""
        return self._ancestors.get(eid, ())

    def text_of(self, node: Provision) -> str:
        """The words of a node, without the blank lines that follow it."""
        return self.text[node.start : node.end].rstrip()

    def read_to(self, part: Provision, within: Provision) -> int:
        """The offset up to which a part of an article is read, which is its end unless the article is longer than any in law."""
        return min(part.end, within.start + LONGEST_ARTICLE)

    def article(self, number: tuple[int, ...]) -> Provision | None:
        """The 条 with that number, such as (21, 1) for 第二十一条之一, or None if there is none."""
        return self.by_eid.get("art" + "-".join(map(str, number)))
