"""A memo's citations and quotations judged by the texts held: 正确, 有误, 须注意 or 无法核验, each with its reason.

正确 is said only with the provision's text in hand. It says that the provision exists and is the law on that day, and that the
words quoted are its words. Whether it supports what else the memo says is left to the reader, and a hint is given where the
memo speaks like another article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kg.corpus.catalogue import Catalogue
from kg.corpus.passages import Passage, Texts, bare, differences
from kg.law import versions
from kg.law.identifiers import is_part
from kg.law.model import Provision, Version
from kg.law.wording import chinese_date, held_part, place
from kg.memo.law import ORDER, Law, Said, Verdict, worst
from kg.memo.parts import Memo, MemoCitation, Quotation, find
from kg.memo.quotes import ELSEWHERE, Quotes
from kg.reading.citations.resolving import locate

_TELLS = 0.12  # share of the clause's peculiar words that must stand in an article before the clause speaks for it
_NEARER = 0.4  # … in another article of the same text before it is named


@dataclass(frozen=True)
class Finding:
    """One citation, or one quotation without a citation, with the verdict.

    ``label`` is the provision meant. ``urn`` and ``words`` (verbatim) are "" if its text is not held. ``source`` names further
    provisions that the reasons speak of, by URN.
    """

    number: int
    start: int
    end: int
    text: str
    verdict: Verdict
    reasons: tuple[str, ...]
    label: str = ""
    urn: str = ""
    words: str = ""
    version: str = ""
    quotes: tuple[Quotation, ...] = ()
    source: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """All reasons in one sentence."""
        return "；".join(self.reasons) + "。"


@dataclass(frozen=True)
class Report:
    """The memo's text (line ends as \\n), the day, and the findings in the order of the text."""

    text: str
    on: date
    findings: tuple[Finding, ...]

    def count(self, verdict: Verdict) -> int:
        """The number of findings with that verdict."""
        return sum(f.verdict is verdict for f in self.findings)

    @property
    def summary(self) -> str:
        """The number of findings for each verdict, and the day: 共 5 处：正确 3，有误 1 …"""
        told = "，".join(f"{v} {self.count(v)}" for v in (Verdict.RIGHT, Verdict.WRONG, Verdict.NOTE, Verdict.UNKNOWN))
        return f"共 {len(self.findings)} 处：{told}；以 {self.on} 的法律为准"


def check(text: str, catalogue: Catalogue | Texts, on: date | None = None) -> Report:
    """The report on every citation and quotation of a memo, judged by the law of a day.

    The day is today if ``on`` is None. MemoError is raised as by ``kg.memo.parts.find``.
    """
    texts = catalogue if isinstance(catalogue, Texts) else Texts(catalogue)
    day = on or versions.today()
    memo = find(text, texts)
    judge = _CitationJudge(Law(texts, day))
    found = [*judge.mentions(memo), *(judge.loose(q) for q in memo.loose)]
    ordered = sorted((f for f in found if not _idle(f)), key=lambda f: (f.start, f.end))
    return Report(memo.text, day, tuple(replace(f, number=n) for n, f in enumerate(ordered, 1)))


@dataclass(frozen=True)
class _CitationJudge:
    law: Law

    @property
    def quotes(self) -> Quotes:
        """The judge of quotations."""
        return Quotes(self.law)

    def mentions(self, memo: Memo) -> Iterable[Finding]:
        """The findings of all citations, a quotation behind a list going to the member that has its words."""
        groups: dict[int, list[MemoCitation]] = {}
        for m in memo.mentions:
            groups.setdefault(m.group, []).append(m)
        for group in groups.values():
            judged = [(q, [self.quotes.quoted(m, q) for m in group]) for q in group[-1].quotes]
            owned = [(_owner(told), q, told) for q, told in judged]
            for n, m in enumerate(group):
                yield self.finding(m, [q for o, q, _ in owned if o == n], [s for o, _, told in owned if o == n for s in told[n]])

    def finding(self, m: MemoCitation, quotes: list[Quotation], said: list[Said]) -> Finding:
        """The citation itself, then what its quotations say."""
        version, note = self.law.version(m)
        all_said = [*note, *([] if version is None else self.exists(m, version)), *said]
        if version is not None and not any(s.verdict is Verdict.WRONG for s in all_said):
            all_said += self.numbering(m, version, bool(said))
        verdict = max((s.verdict for s in all_said), key=ORDER.__getitem__, default=Verdict.RIGHT)
        if not all_said:
            all_said = [Said(Verdict.RIGHT, _plainly_right(m, version))]
        node = self.law.node(m, version) if version else None
        reasons = tuple(dict.fromkeys(s.reason for s in sorted(all_said, key=lambda s: -ORDER[s.verdict])))
        return Finding(
            0, m.start, m.end, m.text, verdict, reasons, _label(m), self.law.urn(version, node), self._words(version, node, m),
            version.effective.isoformat() if version else "", tuple(quotes), tuple(u for s in all_said for u in s.source),
        )

    def _words(self, version: Version | None, node: Provision | None, m: MemoCitation) -> str:
        if version is None or node is None:
            return ""
        text = self.law.document(version).text_of(node)
        return text if m.target.article else text.partition("\n")[0]

    # ── the citation itself ──

    def exists(self, m: MemoCitation, version: Version) -> list[Said]:
        """What is wrong with the number cited."""
        found = locate(replace(m.target, instrument="self"), self.law.document(version), version.title)
        if found.eid is None:
            if version.partial:
                return [self._outside(version)]
            return [Said(Verdict.WRONG, found.reason + f"（{version.effective}起施行的文本）"), *self._elsewhen(m, version)]
        if found.note and self.law.may_go_on(version, found.eid):
            return [self._outside(version)]
        return [Said(Verdict.NOTE, found.note)] if found.note else []

    def _outside(self, version: Version) -> Said:
        return Said(Verdict.UNKNOWN, f"不在收录的片段内（只收录{held_part(self.law.document(version))}），不能核对")

    def _elsewhen(self, m: MemoCitation, version: Version) -> list[Said]:
        having = [v for v in self.law.others(m, version) if self.law.node(m, v)]
        return [Said(Verdict.WRONG, f"该条号只见于{v.effective}起施行的文本", (self.law.urn(v, self.law.node(m, v)),)) for v in having]


    def numbering(self, m: MemoCitation, version: Version, decided: bool) -> list[Said]:
        """What is to be said of a number that means another article in another text, or of an article about something else."""
        node = self.law.node(m, version)
        if node is None or not m.target.article:
            return []
        here = self.law.texts.passage(version, node.eid)
        others = [p for v in self.law.others(m, version) if (p := self.law.texts.passage(v, node.eid)) and not self.law.same(p, here)]
        if m.edition or decided or here is None:
            return [self._now(m, version, node)] if m.edition and others else []
        said = [self._renumbered(m, here, other) for other in others]
        found = [s for s in said if s]
        return found or ([] if said else self._nearer(m, here))


    def _renumbered(self, m: MemoCitation, here: Passage, other: Passage) -> Said | None:
        """The judgement on which of two articles with the same number the memo's words around the citation match.

        It is None if they clearly match the article of the text cited.
        """
        telling = len(bare(m.context)) >= 8
        ours, theirs = self.law.texts.affinity(m.context, here), self.law.texts.affinity(m.context, other)
        moved = self.law.moved(other, here.version)
        if telling and ours >= _TELLS and ours >= 1.5 * theirs:
            return None
        if telling and theirs >= _TELLS and theirs >= 1.5 * ours:
            return Said(Verdict.NOTE, f"上下文所述是{moved}", (self.law.place_of(other),))
        turn = versions.chronological((here.version, other.version))[1].effective
        both = f"当日{here.node.name}为“{_opening(here)}”，{_when(other, here)}为“{_opening(other)}”（{moved}）"
        return Said(Verdict.NOTE, f"该条号在{chinese_date(turn)}前后所指不同：{both}", (self.law.place_of(other),))

    def _now(self, m: MemoCitation, version: Version, node: Provision) -> Said:
        current = versions.in_force(m.instrument.versions if m.instrument else (), self.law.on)
        passage = self.law.texts.passage(version, node.eid)
        if current is None or current is version or passage is None:
            return Said(Verdict.RIGHT, f"按{version.effective}起施行的文本核对，条文存在")
        return Said(Verdict.RIGHT, self.law.moved(passage, current), (self.law.urn(current, None),))

    def _nearer(self, m: MemoCitation, here: Passage) -> list[Said]:
        """A hint that the clause speaks like another article of the same text."""
        if len(bare(m.context)) < 12:
            return []
        ours = self.law.texts.affinity(m.context, here)
        same = (p for p in self.law.texts.passages if p.version is here.version and p is not here)
        share, label, best = max(((self.law.texts.affinity(m.context, p), p.node.label, p) for p in same), key=lambda t: t[:2],
                                 default=(0.0, "", here))
        if share < _NEARER or share < 2 * ours:
            return []
        return [Said(Verdict.NOTE, f"条文存在，但上下文所述更接近{label}“{_opening(best)}”，请核对条号", (self.law.place_of(best),))]


    def loose(self, q: Quotation) -> Finding:
        """The finding on a quotation with no citation near."""
        homes = self.quotes.homes(q, None)
        best, share = (homes[0], 1.0) if homes else self.law.texts.nearest(q.text)
        if best is None or share < ELSEWHERE:
            return Finding(0, q.start, q.end, q.text, Verdict.UNKNOWN, ("未注明出处", "未在收录文本中找到"), quotes=(q,))
        where = f"《{best.version.title}》{best.node.name}"
        told = self.quotes.whence(q, None) if homes else f"接近{where}：{differences(best.text, q.text)}"
        return Finding(0, q.start, q.end, q.text, Verdict.NOTE, ("未注明出处", told), where, self.law.place_of(best), best.text,
                       best.version.effective.isoformat(), (q,))


def _idle(f: Finding) -> bool:
    """Whether a finding has nothing to tell.

    That is so of an instrument in force that is only mentioned by its short name.
    """
    return f.verdict is Verdict.RIGHT and not is_part(f.urn) and not f.quotes and "《" not in f.text


def _owner(told: list[list[Said]]) -> int:
    """The index of the member of a list that has the words.

    It is the one judged best, the last of equals.
    """
    return min(range(len(told)), key=lambda n: (ORDER[worst(told[n])], -n))


def _label(m: MemoCitation) -> str:
    if not m.name or m.doubtful:
        return m.text
    where = place(m.target.article, m.target.paragraph, m.target.item) if m.target.article else m.target.division
    return f"《{m.name}》{where}" if m.instrument or not m.name.isascii() else m.name + where


def _plainly_right(m: MemoCitation, version: Version | None) -> str:
    day = f"{version.effective}起施行的文本" if version else ""
    if not m.target.article:
        return f"文件现行有效（{day}）"
    return f"条文存在且当日有效（{day}）；未引原文，所述内容请对照条文"


def _opening(p: Passage) -> str:
    """The first words of an article after its number."""
    words = "".join(p.text[len(p.node.label) :].split())
    return words if len(words) <= 18 else words[:18] + "…"


def _when(other: Passage, here: Passage) -> str:
    return "此前" if versions.chronological((other.version, here.version))[0] is other.version else "此后"
