"""Whether a memo's quotations are the words of the provision cited, and if not, whose words they are and what differs."""

from __future__ import annotations

from dataclasses import dataclass

from kg.corpus.passages import Passage, bare, coverage, differences, fold, in_order, pieces
from kg.corpus.quoting import label_of
from kg.law import versions
from kg.law.model import Provision, ProvisionKind, Version
from kg.law.wording import place
from kg.memo.law import Law, Said, Verdict
from kg.memo.parts import MemoCitation, Quotation

NEAR = 0.7  # share of a quotation that must stand in the provision to call it nearly right
ELSEWHERE = 0.8  # … in another provision to say that it is from there
_FIGURES, _UNITS = frozenset("0123456789一二三四五六七八九十百千两"), ("年", "月", "日", "天", "小时", "万元", "倍", "%", "分钟")


@dataclass(frozen=True)
class Quotes:
    """A judge of quotations by the law of a day."""

    law: Law

    def quoted(self, m: MemoCitation, q: Quotation) -> list[Said]:
        """Whether the quotation is the words of the provision, and if not, whose words it is."""
        version, _ = self.law.version(m)
        if version is None:
            return [] if q.term else [Said(Verdict.UNKNOWN, f"引文{brief(q)}不能核对：{self.whence(q, None) or '未在收录文本中找到'}")]
        node = self.law.node(m, version)
        document = self.law.document(version)
        wanted = pieces(q.text)
        law = document.text_of(node) if node else ("" if m.target.article else version.text)
        if in_order(fold(law), wanted):
            return [] if q.term else [Said(Verdict.RIGHT, self._verbatim(q, version, node, m))]
        if self.law.may_go_on(version, node.eid if node else ""):
            return [] if q.term else [Said(Verdict.UNKNOWN, f"引文{brief(q)}不在收录的片段内，不能核对")]
        if q.term:
            return self._term(q, m, node is not None)
        return [self._astray(m, q, version, node, law)]

    def _verbatim(self, q: Quotation, version: Version, node: Provision | None, m: MemoCitation) -> str:
        if node is None or not m.target.article:
            homes = [p for p in self.law.texts.holding(q.text) if p.version is version]
            return f"引文与原文一致，见{homes[0].node.name}" if homes else "引文与原文一致"
        return "引文与原文一致"

    def _term(self, q: Quotation, m: MemoCitation, known: bool) -> list[Said]:
        """A short quotation counts where it is a figure or is said to be what the article says."""
        figure = bool(_FIGURES & set(fold(q.text))) and any(unit in q.text for unit in _UNITS)
        if not known or not (figure or q.introduced):
            return []
        return [Said(Verdict.WRONG if figure else Verdict.NOTE, f"引号内的{brief(q)}不见于该条")]

    def _astray(self, m: MemoCitation, q: Quotation, version: Version, node: Provision | None, law: str) -> Said:
        article = self.law.texts.passage(version, node.eid) if node else None
        if node and article and in_order(article.words, pieces(q.text)):
            return self._other_part(m, q, article)
        if bare(q.text) and bare(q.text) in bare(law):
            return Said(Verdict.NOTE, f"引文{brief(q)}仅标点与原文不同")
        if moved := self._old_words(m, q, version):
            return moved
        if whence := self.whence(q, version):
            return Said(Verdict.WRONG, f"引文{brief(q)}不是所引条文的文字，{whence}", self._sources(q, version))
        return self._nearly(m, q, version, article.text if article else "")

    def _other_part(self, m: MemoCitation, q: Quotation, article: Passage) -> Said:
        document = self.law.document(article.version)
        home = next((n for n in reversed(tuple(article.node.walk())) if in_order(fold(document.text_of(n)), pieces(q.text))), article.node)
        inside = m.target.paragraph is not None and home.kind is ProvisionKind.PARAGRAPH and home.number == (m.target.paragraph,)
        if inside:  # the words lead in to the item that is cited
            return Said(Verdict.RIGHT, "引文与原文一致（含该项所在款的文字）")
        return Said(Verdict.WRONG, f"引文{brief(q)}不在所引款项，而在{place(*label_of(document, home))}", (f"{article.version.urn}~{home.eid}",))

    def _old_words(self, m: MemoCitation, q: Quotation, version: Version) -> Said | None:
        """The words of the article that bore this number in another text of the same law."""
        for other in self.law.others(m, version):
            node = self.law.node(m, other)
            if node is None or not m.target.article or not in_order(fold(self.law.document(other).text_of(node)), pieces(q.text)):
                continue
            passage, carried = self.law.texts.passage(other, node.eid), self.law.carried(other, node.eid, version)
            there = self.law.texts.passage(version, carried) if carried else None
            words = "" if there is None else "，文字未变" if in_order(there.words, pieces(q.text)) else (
                f"，文字已改：{differences(there.text, q.text)}")
            moved = self.law.moved(passage, version) if passage else ""
            return Said(Verdict.NOTE, f"引文是{other.effective}起施行的文本的文字：{moved}{words}", (f"{other.urn}~{node.eid}",))
        return None

    def homes(self, q: Quotation, version: Version | None) -> list[Passage]:
        """The passages with these very words.

        Those of the same work come first, then those in force.
        """
        def rank(p: Passage) -> tuple[bool, bool, bool]:
            same = version is not None and p.version.work == version.work
            return (not same, p.version is not version, not versions.is_in_force(p.version, self.law.on))

        return sorted(self.law.texts.holding(q.text), key=rank)

    def whence(self, q: Quotation, version: Version | None) -> str:
        """Where else these very words stand, or "" if nowhere."""
        homes = self.homes(q, version)
        if not homes:
            return ""
        more = len({(p.version.work, p.node.eid) for p in homes}) - 1
        best = homes[0]
        return f"见于《{best.version.title}》{self._text_of(best)}{best.node.name}" + (f"等{more + 1}处" if more else "")

    def _text_of(self, p: Passage) -> str:
        """The text that a passage is from, or "" if that is the law of the day."""
        return "" if versions.is_in_force(p.version, self.law.on) else f"（{p.version.effective}起施行的文本）"

    def _sources(self, q: Quotation, version: Version | None) -> tuple[str, ...]:
        return tuple(self.law.place_of(p) for p in self.homes(q, version)[:1])

    def _nearly(self, m: MemoCitation, q: Quotation, version: Version, law: str) -> Said:
        share = coverage(law, q.text) if law else 0.0
        best, elsewhere = self.law.texts.nearest(q.text)
        if not m.target.article and best and best.version.work == version.work and elsewhere >= NEAR:
            law, share = best.text, elsewhere
        if share >= NEAR and share + 0.15 >= elsewhere:
            return Said(Verdict.WRONG, f"引文与原文有出入：{differences(law, q.text)}")
        if best and elsewhere >= ELSEWHERE:
            title = f"《{best.version.title}》" + self._text_of(best)
            return Said(Verdict.WRONG, f"引文{brief(q)}不是所引条文的文字，接近{title}{best.node.name}：{differences(best.text, q.text)}",
                         (self.law.place_of(best),))
        return Said(Verdict.WRONG, f"引文{brief(q)}未在收录文本中找到")


def brief(q: Quotation) -> str:
    """The quotation, shortened if long, as a reason names it."""
    words = "".join(q.text.split())
    return f"“{words if len(words) <= 20 else words[:20] + '…'}”"
