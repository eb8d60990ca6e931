"""Two texts of one instrument chosen by their days, and what changed between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg.corpus.amendments.changes import Change, ChangeKind, changes, counts
from kg.corpus.catalogue import Catalogue
from kg.law import versions
from kg.law.model import Document, Instrument, Version
from kg.law.numerals import article_number
from kg.law.wording import chinese_date


class ComparisonError(LookupError):
    """Two texts that cannot be compared.

    The message says in one line which of them is not held.
    """


@dataclass(frozen=True)
class Comparison:
    """Two texts of an instrument and every change between them.

    Both are the same text if both days fall into it.
    """

    instrument: Instrument
    old: Version
    new: Version
    old_document: Document
    new_document: Document
    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether both days fall into one text."""
        return self.old.urn == self.new.urn

    @property
    def summary(self) -> str:
        """The number of changes of each kind: 修改 11 条、新增 4 条……"""
        numbers = counts(self.changes)
        only = sum(c.references_only for c in self.changes)
        merged = sum(bool(c.into) for c in self.changes)
        notes = {ChangeKind.RENUMBERED: f"（其中仅引用条号变动 {only} 条）" if only else ""}
        notes |= {ChangeKind.REPEALED: f"（其中并入其他条 {merged} 条）" if merged else ""}
        order = (ChangeKind.AMENDED, ChangeKind.NEW, ChangeKind.REPEALED, ChangeKind.RENUMBERED, ChangeKind.UNCHANGED)
        return "、".join(f"{kind.value} {numbers[kind]} 条{notes.get(kind, '')}" for kind in order)

    def text_of(self, change: Change, number: int) -> str:
        """The verbatim words of one segment.

        They come from the old text if they are gone, and otherwise from the new one.
        """
        segment = change.segments[number]
        document, span = (self.old_document, segment.old) if segment.kind == "deleted" else (self.new_document, segment.new)
        return document.text[slice(*span)]

    def numbered(self, label: str) -> tuple[Change, ...]:
        """The changes of the article that bears or bore a number (第二十一条, 21).

        Raises ComparisonError if there is none.
        """
        wanted = article_number(label)
        found = tuple(c for c in self.changes if wanted and wanted in {article_number(s.label) for s in (c.old, c.new) if s})
        if not found:
            raise ComparisonError(f"《{self.instrument.title}》的两个文本都没有“{label[:20]}”；写法如：第二十一条、21")
        return found


def compare(
    instrument: Instrument, catalogue: Catalogue, first: date | None, last: date | None, document: Callable[[Version], Document],
) -> Comparison:
    """The comparison of the texts in force on two days, by default the latest two texts.

    Raises ComparisonError, which names what is not held, if there are no two texts to compare.
    """
    old, new = chosen(instrument, catalogue, first, last)
    ours, theirs = document(old), document(new)
    return Comparison(instrument, old, new, ours, theirs, () if old.urn == new.urn else changes(ours, theirs))


def chosen(instrument: Instrument, catalogue: Catalogue, first: date | None, last: date | None) -> tuple[Version, Version]:
    """The two texts to compare, the older first.

    A day left out means the latest text, or the one before the other. Raises ComparisonError if there are no two such texts
    or the first day is the later one.
    """
    held = versions.chronological(v for v in instrument.versions if not v.partial)
    if len(held) < 2:
        raise ComparisonError(only_one(instrument, catalogue))
    new = held[-1] if last is None else _of_day(instrument, held, last)
    if first is not None:
        old = _of_day(instrument, held, first)
    elif new is held[0]:
        raise ComparisonError(f"《{instrument.title}》{last} 施行的是收录的最早文本（{new.effective} 起施行），没有更早的文本可以对照")
    else:
        old = held[held.index(new) - 1]
    if versions.precedes(new, old):
        raise ComparisonError(f"旧文本的日期（{first}）晚于新文本（{new.effective} 起施行）；请对调两个日期")
    return old, new


def _of_day(instrument: Instrument, held: tuple[Version, ...], on: date) -> Version:
    found = versions.in_force(held, on)
    if found is None:
        texts = "、".join(f"{v.effective} 起施行" for v in held)
        raise ComparisonError(f"《{instrument.title}》{on} {versions.status(instrument, on)}，没有当日施行的文本；收录的文本：{texts}")
    return found


def only_one(instrument: Instrument, catalogue: Catalogue) -> str:
    """The reason why an instrument cannot be compared, with the texts held and the earlier ones that are not."""
    whole = versions.chronological(v for v in instrument.versions if not v.partial)
    if not whole:
        part = "只收录了片段" if instrument.versions else "没有收录原文"
        ended = f"；{chinese_date(instrument.repealed)}废止" if instrument.repealed else ""
        return f"《{instrument.title}》{part}，不能对照{ended}"
    said = f"《{instrument.title}》只收录了一个文本（{whole[0].effective} 起施行），不能对照"
    if versions.begins_before(instrument, whole[0]):
        return f"{said}；{instrument.effective} 起施行、{whole[0].effective} 前的原文本未收录"
    replaced = [o for urn in whole[0].repeals if (o := catalogue.find(urn)) and not o.held]
    titles = "、".join(f"《{o.title}》（{o.number}）" for o in replaced)
    return f"{said}；它所取代的{titles}全文未收录" if titles else said
