"""The status of a provision on a day, with the number it had before and has after.

A provision of one text is in force, not yet in force, amended, or gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg.corpus.amendments.changes import Change, ChangeKind, changes
from kg.corpus.amendments.renumbering import counterpart
from kg.corpus.lookup import provision_of
from kg.law import versions
from kg.law.identifiers import article_eid
from kg.law.model import Document, Instrument, Version
from kg.law.numerals import article_number

IN_FORCE, NOT_YET, AMENDED, REMOVED, REPEALED, UNKNOWN = "现行有效", "尚未施行", "已修改", "已删除", "已废止", "不详"


@dataclass(frozen=True)
class Continuation:
    """The same provision in another text of the law.

    ``urn`` and ``label`` are '' if it has none there, and ``words`` says what changed.
    """

    version: Version
    urn: str
    label: str
    kind: ChangeKind
    words: str


@dataclass(frozen=True)
class ProvisionStatus:
    """The status of a provision on a day.

    ``word`` is one of the constants above. ``before`` and ``after`` are the provision in the neighbouring texts.
    ``promulgated`` and ``effective`` are both told, because a text is published and takes effect on different days.
    """

    word: str
    on: date
    promulgated: date | None
    effective: date | None
    before: Continuation | None = None
    after: Continuation | None = None
    namesake: Continuation | None = None  # what the article of the same number in the text before has become

    @property
    def lines(self) -> tuple[str, ...]:
        """The status in Chinese, one statement on each line."""
        dates = f"公布 {self.promulgated or '不详'}，施行 {self.effective or '不详'}"
        return tuple(line for line in (f"{self.word}（{self.on}）；{dates}", self._after, self._before, self._namesake) if line)

    @property
    def _after(self) -> str:
        return f"自 {self.after.version.effective} 起{self.after.words}" if self.after else ""

    @property
    def _before(self) -> str:
        return f"{self.effective} 前的文本中{self.before.words}" if self.before else ""

    @property
    def _namesake(self) -> str:
        return f"{self.effective} 前的{self.namesake.words}" if self.namesake else ""


def provision_status(
    instrument: Instrument, version: Version, eid: str, on: date, document: Callable[[Version], Document],
) -> ProvisionStatus:
    """The status of a provision of one text on a day.

    ``eid`` is that of an article or of a part of one, and '' for a whole text.
    """
    held = versions.chronological(v for v in instrument.versions if not v.partial)
    at = held.index(version) if version in held else -1
    earlier = held[at - 1] if at > 0 else None
    following = _following(held, version, on)
    after = _after(version, following, eid, document) if following else None
    before, namesake = _before(earlier, version, eid, document) if earlier else (None, None)
    word = _word(instrument, version, on, following, after)
    return ProvisionStatus(word, on, version.promulgated, version.effective, before, after, namesake)


def _following(held: tuple[Version, ...], version: Version, on: date) -> Version | None:
    """The text in force on the day if it is a later one, or else the next to come, or None."""
    current = versions.in_force(held, on)
    if current and versions.precedes(version, current):
        return current
    return next(iter(versions.later(held, version)), None)


def _word(instrument: Instrument, version: Version, on: date, following: Version | None, after: Continuation | None) -> str:
    if versions.is_repealed(instrument, on):
        return REPEALED
    if versions.is_in_force(version, on):
        return IN_FORCE
    if versions.took_effect_after(version, on):
        return NOT_YET
    if following is None or versions.took_effect_after(following, on):
        return UNKNOWN
    if after is None:
        return AMENDED
    return {ChangeKind.REPEALED: REMOVED, ChangeKind.UNCHANGED: IN_FORCE}.get(after.kind, AMENDED)


def _change(old: Document, new: Document, eid: str, *, ours: bool) -> Change | None:
    article = article_eid(eid)
    return next((c for c in changes(old, new) if (side := c.old if ours else c.new) and side.eid == article), None)


def _after(version: Version, following: Version, eid: str, document: Callable[[Version], Document]) -> Continuation | None:
    old, new = document(version), document(following)
    change = _change(old, new, eid, ours=True)
    if change is None:
        return None
    into = counterpart(old, new, eid)
    if into is None:
        return Continuation(following, "", "", ChangeKind.REPEALED, "删去，没有对应的条文")
    label = provision_of(new, into)
    urn = f"{following.urn}~{into}"
    if change.kind is ChangeKind.REPEALED:
        return Continuation(following, urn, label, ChangeKind.AMENDED, f"并入{label}")
    same = old.text_of(old.by_eid[eid]).split() == new.text_of(new.by_eid[into]).split() and eid == into
    kind = ChangeKind.UNCHANGED if same else change.kind
    return Continuation(following, urn, label, kind, f"{'仍' if eid == into else ''}为{label}（{_words(change, kind)}）")


def _before(
    earlier: Version, version: Version, eid: str, document: Callable[[Version], Document],
) -> tuple[Continuation | None, Continuation | None]:
    old, new = document(earlier), document(version)
    change = _change(old, new, eid, ours=False)
    if change is None:
        return None, None
    if change.old is None:
        step = Continuation(earlier, "", "", ChangeKind.NEW, "没有本条，系新增")
    else:
        taken = "、".join(sorted((change.old.label, *change.absorbed), key=lambda a: article_number(a) or ()))
        step = Continuation(earlier, f"{earlier.urn}~{change.old.eid}", change.old.label, change.kind, f"为{taken}（{_words(change, change.kind)}）")
    same = old.by_eid.get(article_eid(eid))
    moved = _change(old, new, same.eid, ours=True) if same and (change.old is None or same.eid != change.old.eid) else None
    return step, _namesake(version, moved) if moved else None


def _namesake(version: Version, change: Change) -> Continuation | None:
    if change.old is None:
        return None
    if change.new is None:
        return Continuation(version, "", "", change.kind, f"{change.old.label}{f'已并入{change.into}' if change.into else '已删去'}")
    return Continuation(version, f"{version.urn}~{change.new.eid}", change.new.label, change.kind, f"{change.old.label}现为{change.new.label}")


def _words(change: Change, kind: ChangeKind) -> str:
    """The change in Chinese, such as 条号变动，文字未变 or 文字有修改."""
    if kind is ChangeKind.UNCHANGED:
        return "未变"
    if kind is ChangeKind.AMENDED:
        return "条号变动，文字有修改" if change.renumbered else "文字有修改"
    number = "条号变动，" if change.renumbered else ""
    return f"{number}文字除所引条号外未变" if change.references_only else "条号变动，文字未变"
