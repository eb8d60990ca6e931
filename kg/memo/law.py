"""The texts behind a memo's citations: which text and provision is meant on a day, and its number in another text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kg.corpus.amendments.renumbering import counterpart
from kg.corpus.passages import Passage, Texts
from kg.law import versions
from kg.law.identifiers import article_eid
from kg.law.model import Document, Provision, Version
from kg.memo.parts import MemoCitation
from kg.reading.citations.resolving import locate


class Verdict(StrEnum):
    """The four outcomes of a check, the best first."""

    RIGHT = "正确"
    NOTE = "须注意"
    UNKNOWN = "无法核验"
    WRONG = "有误"


ORDER = {v: n for n, v in enumerate(Verdict)}


@dataclass(frozen=True)
class Said:
    """One judgement that goes into a finding.

    ``source`` holds the URNs of further provisions it speaks of.
    """

    verdict: Verdict
    reason: str
    source: tuple[str, ...] = ()


def worst(said: Iterable[Said]) -> Verdict:
    """The gravest verdict, or 须注意 if nothing is said."""
    return max((s.verdict for s in said), key=ORDER.__getitem__, default=Verdict.NOTE)


@dataclass(frozen=True)
class Law:
    """The texts held, seen from a given day."""

    texts: Texts
    on: date

    def version(self, m: MemoCitation) -> tuple[Version | None, list[Said]]:
        """The text to judge by, with what is to be said of it, or None when no text is held."""
        if m.doubtful:
            return None, [Said(Verdict.UNKNOWN, f"文件名称写法不明，不能确定是否指《{m.name}》")]
        if m.instrument is None:
            return None, [Said(Verdict.UNKNOWN, f"未收录的文件：{m.name}" if m.name else "没有写明是哪部法规")]
        instrument, guessed = m.instrument, []
        if m.guessed:
            guessed = [Said(Verdict.NOTE, f"未写明文件名称，按前文《{m.name}》核对")]
        status = versions.status(instrument, self.on)
        gone = [Said(Verdict.NOTE, f"《{m.name}》已自{instrument.repealed}起废止")] if status == "已废止" else []
        if not instrument.versions:
            early = [Said(Verdict.NOTE, f"《{m.name}》在{self.on}尚未施行")] if status == "尚未施行" else []
            known = Said(Verdict.UNKNOWN, "全文未收录，条文内容不能核对")
            return None, [*guessed, *gone, *early, replace(known, verdict=Verdict.NOTE) if gone else known]
        return self._held(m, [*guessed, *gone], status)

    def _held(self, m: MemoCitation, said: list[Said], status: str) -> tuple[Version | None, list[Said]]:
        held = m.instrument.versions if m.instrument else ()
        current = versions.in_force(held, self.on)
        meant = _edition(m, held, current)
        if m.edition and meant and meant is not current:
            return meant, [*said, Said(Verdict.RIGHT, f"按所写的文本（{meant.effective}起施行）核对，该文本在{self.on}不是现行文本")]
        if m.edition.isdigit() and meant is None:
            said = [*said, Said(Verdict.NOTE, f"没有收录{m.edition}年的文本")]
        if current:
            return current, said
        upcoming = versions.upcoming(held, self.on)
        if status == "已修改":
            return upcoming, [*said, Said(Verdict.UNKNOWN, f"{self.on}施行的文本未收录，以下按{upcoming.effective if upcoming else ''}起施行的文本")]
        if status == "尚未施行" and upcoming:
            return upcoming, [*said, Said(Verdict.NOTE, f"《{m.name}》在{self.on}尚未施行，自{upcoming.effective}起施行")]
        return versions.latest(held), said

    def node(self, m: MemoCitation, version: Version) -> Provision | None:
        """The provision cited, as deep as the text reaches, or None for a whole text or where there is none."""
        document = self.document(version)
        found = locate(replace(m.target, instrument="self"), document, version.title)
        return document.by_eid.get(found.eid) if found.eid else None

    def document(self, version: Version) -> Document:
        """The tree of a text."""
        return self.texts.documents[version.urn]

    def urn(self, version: Version | None, node: Provision | None) -> str:
        """The URN of a provision or a text, or "" if none is held."""
        return "" if version is None else version.urn + (f"~{node.eid}" if node else "")

    def may_go_on(self, version: Version, eid: str) -> bool:
        """Whether more may stand at a place than is held: in the last article of a fragment, or behind it ("")."""
        articles = self.document(version).main_articles
        return version.partial and (not eid or not articles or article_eid(eid) == articles[-1].eid)

    def others(self, m: MemoCitation, version: Version) -> list[Version]:
        """The other texts held of the same law."""
        return [v for v in (m.instrument.versions if m.instrument else ()) if v is not version and not v.partial]

    def same(self, other: Passage, here: Passage | None) -> bool:
        """Whether one number means the same article in both texts."""
        if here is None:
            return False
        old, new = versions.chronological((other.version, here.version))
        first = other if other.version is old else here
        return counterpart(self.document(old), self.document(new), first.node.eid) == first.node.eid

    def moved(self, p: Passage, to: Version) -> str:
        """The old and the new number of an article in words: 旧第二十一条 → 现第二十三条."""
        carried = self.carried(p.version, p.node.eid, to)
        node = self.document(to).by_eid.get(carried) if carried else None
        old_first = versions.chronological((p.version, to))[0] is p.version
        was, now = ("旧", "现") if old_first else ("新", "当日")
        return f"{was}{p.node.name} → " + (f"{now}{node.name}" if node else f"{now}文本中没有对应的条文")

    def carried(self, source: Version, eid: str, to: Version) -> str | None:
        """The eid of the article with the same content in another text, or None if there is none.

        The other text may be earlier or later.
        """
        first = versions.chronological((source, to))[0]
        ours, theirs = self.document(source), self.document(to)
        if first is source:
            carried = counterpart(ours, theirs, article_eid(eid))
        else:
            carried = next((a.eid for a in theirs.articles if counterpart(theirs, ours, a.eid) == eid), None)
        return article_eid(carried) if carried else None

    def place_of(self, p: Passage) -> str:
        """The URN of a passage."""
        return f"{p.version.urn}~{p.node.eid}"


def _edition(m: MemoCitation, held: Iterable[Version], current: Version | None) -> Version | None:
    """The text that the memo names: by its year, or as the old or the new one."""
    ordered = versions.chronological(held)
    if m.edition.isdigit():
        year = int(m.edition)
        return next((v for v in ordered if year in {v.effective.year, v.promulgated.year if v.promulgated else None}), None)
    if len(ordered) > 1 and m.edition:
        return ordered[-2] if m.edition == "old" else ordered[-1]
    return current
