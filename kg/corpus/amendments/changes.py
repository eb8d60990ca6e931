"""What an amendment changed, article by article, with the kind of change and the words that differ.

Everything is computed from the two texts of the law. ``kg.corpus.amendments.renumbering`` decides which article carries on
which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from kg.corpus.amendments.renumbering import moved, renumbered
from kg.corpus.amendments.words import Segment, segments
from kg.law.likeness import likeness, squash
from kg.law.model import Document, Provision, ProvisionKind
from kg.law.numerals import NUMERAL, article_number
from kg.law.wording import place

_NUMBER = re.compile(rf"第{NUMERAL}条(?:之{NUMERAL})?")
_ANNEX = re.compile(rf"附[件录表](?:{NUMERAL})?")
_UPPER = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION)
REFERENCES_ONLY = "仅引用条号变动"


class ChangeKind(StrEnum):
    """What became of an article.

    The values are what the reader sees.
    """

    UNCHANGED = "未变"
    RENUMBERED = "条号变动"
    AMENDED = "修改"
    NEW = "新增"
    REPEALED = "删除"


_OWN_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,6}|\d{1,3})[、.．]?")


@dataclass(frozen=True)
class Side:
    """An article (or annex) in one of the two texts.

    ``text`` is verbatim and begins at character ``start`` of the document. ``label`` is its number as printed, and
    ``headings`` are the 编章节 above it, outermost first.
    """

    eid: str
    label: str
    text: str
    start: int
    headings: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The words after the number and the blank that follows it."""
        return self.text[self._lead :]

    @property
    def body_start(self) -> int:
        """The offset in the document at which the body begins."""
        return self.start + self._lead

    @property
    def _lead(self) -> int:
        own = _OWN_NUMBER.match(self.text)  # 一、 of a text without 第…条; an annex without a number has none
        number = len(self.label) if self.text.startswith(self.label) else own.end() if own and self.label.endswith("部分") else 0
        return len(self.text) - len(self.text[number:].lstrip())


@dataclass(frozen=True)
class Moved:
    """A part of an old article (第一项) that another article of the new text took up."""

    part: str
    into: str


@dataclass(frozen=True)
class Change:
    """One article before and after.

    ``old`` is None for a new article, and ``new`` for one that is gone. ``into`` is the new article that took up one that is
    gone, and ``absorbed`` are the old articles that this one took up, both by label. ``references_only`` says that the words
    differ only in the numbers of articles that were renumbered themselves.
    """

    kind: ChangeKind
    old: Side | None
    new: Side | None
    into: str = ""
    absorbed: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    references_only: bool = False

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The words after the number, as what both texts have and what only one has.

        The offsets are those in the texts of the two documents.
        """
        if self.old is None or self.new is None:
            return _whole(self.old, self.new)
        return segments(self.old.body, self.new.body, self.old.body_start, self.new.body_start)

    @property
    def remark(self) -> str:
        """What the kind alone does not say (仅引用条号变动, 并入第七十一条), or '' if there is nothing more to say."""
        told = [REFERENCES_ONLY] if self.references_only else []
        told += [f"并入{self.into}"] if self.into else []
        told += [f"{'、'.join(self.absorbed)}并入本条"] if self.absorbed else []
        told += [f"原{m.part}的多数文字见{m.into}" for m in self.moved]
        told += ["所在章节变动"] if self._rehoused else []
        return "；".join(told)

    @property
    def renumbered(self) -> bool:
        """Whether the article bears another number now."""
        return bool(self.old and self.new and self.old.label != self.new.label)

    @property
    def _rehoused(self) -> bool:
        """Whether the heading above has other words.

        Another number of the 章 alone is no move.
        """
        return bool(self.old and self.new and _titles(self.old.headings) != _titles(self.new.headings))


def changes(old: Document, new: Document) -> tuple[Change, ...]:
    """The change of every article and annex of both texts, each once, in the order of the new text.

    What is gone stands where it stood.

    >>> from kg.corpus.structure import parse
    >>> old = parse("第一条 为了保障网络安全，制定本法。\\n第二条 网络运营者应当留存网络日志六个月。")
    >>> new = parse("第一条 为了保障网络安全，制定本法。\\n第二条 国家支持创新。\\n第三条 网络运营者应当留存网络日志一年。")
    >>> [(c.kind.value, c.old and c.old.label, c.new and c.new.label) for c in changes(old, new)]
    [('未变', '第一条', '第一条'), ('新增', None, '第二条'), ('修改', '第二条', '第三条')]
    """
    homes = _homes(old, new)
    heirs = _heirs(old, new, homes)
    before = {v: k for k, v in heirs.items()}
    numbers = {o.by_eid[a].number: n.by_eid[b].number for o, n, a, b in ((old, new, a, b) for a, b in heirs.items()) if a.startswith("art")}
    found = [_of(old, new, before.get(n.eid), n.eid, numbers) for n in _units(new)]
    absorbed = {b: tuple(old.by_eid[a].label for a, h in homes.items() if h == b and heirs.get(a) != b) for b in set(homes.values()) if b}
    found = [replace(c, absorbed=absorbed.get(c.new.eid, ())) if c.new else c for c in found]
    return tuple(_with_gone(found, [_gone(old, new, a.eid, homes[a.eid]) for a in _units(old) if a.eid not in heirs], old))


def counts(found: Iterable[Change]) -> dict[ChangeKind, int]:
    """The number of changes of each kind, with all kinds named in their order."""
    told = Counter(c.kind for c in found)
    return {kind: told[kind] for kind in ChangeKind}


def _units(doc: Document) -> tuple[Provision, ...]:
    return tuple(p for p in doc.walk() if p.kind in (ProvisionKind.ARTICLE, ProvisionKind.ANNEX))


def _homes(old: Document, new: Document) -> dict[str, str | None]:
    """The place where the words of each old article are now, or None.

    Annexes are matched by their number.
    """
    annexes = [p.eid for p in old.walk() if p.kind is ProvisionKind.ANNEX]
    return renumbered(old, new) | {eid: eid if eid in new.by_eid else None for eid in annexes}


def _heirs(old: Document, new: Document, homes: Mapping[str, str | None]) -> dict[str, str]:
    """The new article for each old one, one to one.

    Of several articles merged into one, the one most like it is carried on and the others are gone.
    """
    claims: dict[str, list[str]] = {}
    for a, b in homes.items():
        if b:
            claims.setdefault(b, []).append(a)
    return {max(olds, key=lambda a: likeness(_body(old, a), _body(new, b))): b for b, olds in claims.items()}


def _body(doc: Document, eid: str) -> str:
    node = doc.by_eid[eid]
    return doc.text_of(node)[len(node.label) :]


def _side(doc: Document, eid: str) -> Side:
    node = doc.by_eid[eid]
    heads = tuple(f"{p.label} {p.heading}".strip() for p in doc.ancestors(eid) if p.kind in _UPPER)
    text = doc.text_of(node)
    annex = _ANNEX.match(text)
    return Side(eid, annex[0] if annex else node.name or "附件", text, node.start, heads)


def _titles(headings: Iterable[str]) -> tuple[str, ...]:
    return tuple(squash(h.partition(" ")[2]) for h in headings)


def _of(old: Document, new: Document, before: str | None, eid: str, numbers: Mapping[tuple[int, ...], tuple[int, ...]]) -> Change:
    """The change of one article of the new text."""
    after = _side(new, eid)
    if before is None:
        return Change(ChangeKind.NEW, None, after)
    was = _side(old, before)
    one, two = squash(was.body), squash(after.body)
    if one == two:
        return Change(ChangeKind.RENUMBERED if was.label != after.label else ChangeKind.UNCHANGED, was, after)
    if _same_but_numbers(one, two, numbers):
        return Change(ChangeKind.RENUMBERED, was, after, references_only=True)
    return Change(ChangeKind.AMENDED, was, after, moved=_moved(old, new, before, eid))


def _whole(old: Side | None, new: Side | None) -> tuple[Segment, ...]:
    """All words of an article that only one text has, as a segment."""
    if new:
        return (Segment("inserted", (0, 0), (new.body_start, new.start + len(new.text))),)
    return (Segment("deleted", (old.body_start, old.start + len(old.text)), (0, 0)),) if old else ()


def _same_but_numbers(one: str, two: str, numbers: Mapping[tuple[int, ...], tuple[int, ...]]) -> bool:
    """Whether the words differ only in numbers of articles of this text, each of which became the other."""
    if _NUMBER.sub("条", one) != _NUMBER.sub("条", two):
        return False
    pairs = zip(_NUMBER.finditer(one), _NUMBER.finditer(two), strict=True)
    return all(a[0] == b[0] or (one[a.start() - 1] != "》" and _becomes(a[0], b[0], numbers)) for a, b in pairs)


def _becomes(one: str, two: str, numbers: Mapping[tuple[int, ...], tuple[int, ...]]) -> bool:
    was, now = article_number(one), article_number(two)
    return was is not None and now is not None and numbers.get(was) == now


def _moved(old: Document, new: Document, before: str, eid: str) -> tuple[Moved, ...]:
    """The 项 and 款 that left the article for another one."""
    found = []
    for part in old.by_eid[before].walk():
        to = moved(old, new, part.eid, eid)
        if to and part.kind in (ProvisionKind.PARAGRAPH, ProvisionKind.ITEM):
            whole = [p for p in old.ancestors(part.eid) if p.kind is ProvisionKind.PARAGRAPH]
            paragraph = part.number[0] if part.kind is ProvisionKind.PARAGRAPH else whole[0].number[0] if _several(old, before) else None
            found.append(Moved(place("", paragraph, part.label if part.kind is ProvisionKind.ITEM else None), new.by_eid[to].label))
    return tuple(found)


def _several(doc: Document, eid: str) -> bool:
    return sum(p.kind is ProvisionKind.PARAGRAPH for p in doc.by_eid[eid].children) > 1


def _gone(old: Document, new: Document, eid: str, home: str | None) -> Change:
    was = _side(old, eid)
    return Change(ChangeKind.REPEALED, was, None, into=new.by_eid[home].label if home else "")


def _with_gone(found: list[Change], gone: list[Change], old: Document) -> list[Change]:
    """The changes with each article that is gone put after the one it followed."""
    order = {p.eid: n for n, p in enumerate(_units(old))}
    for change in gone:
        mine = order[change.old.eid] if change.old else 0
        before = [n for n, c in enumerate(found) if c.old and order[c.old.eid] < mine]
        found.insert(max(before, default=-1) + 1, change)
    return found

NONE = "已收录的规定中没有仍按旧条号援引的。"


@dataclass(frozen=True)
class StaleCitation:
    """A citation by an older number.

    ``source``, ``old`` and ``new`` are URNs, and ``new`` is '' if nothing carries the provision on. ``words`` is the sentence
    in which it stands, verbatim, and ``text`` the citation itself. ``change`` says what became of the article cited.
    """

    source: str
    source_label: str
    words: str
    text: str
    old: str
    old_label: str
    new: str
    new_label: str
    change: Change
    note: str = ""
