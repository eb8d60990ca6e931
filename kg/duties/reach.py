"""The norms and sanctions of each article on a day, ready to tell whom the article binds.

Ranking and answers use them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.corpus.quoting import sentence_of
from kg.law.authorities import is_authority
from kg.law.identifiers import above, article_urn, is_item, text_urn
from kg.law.model import Modality

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, AppliedSanction, Knowledge

# Words that bind everybody: an article addressed to them is foreign to nobody.
_EVERYBODY = ("任何", "组织", "个人", "单位", "有关", "国家", "部门", "机关", "政府", "公民", "企业")


class Reach:
    """The norms and sanctions in force on one day, by article.

    ``names`` are the asker's kind of firm and her roles. Where there are both, a duty of the role goes where the law
    sends the firm.
    """

    def __init__(self, knowledge: Knowledge, on: date, names: Sequence[str] = ()) -> None:
        self.norms: dict[str, list[AppliedNorm]] = defaultdict(list)
        self.sanctions: dict[str, list[AppliedSanction]] = defaultdict(list)
        self._authorities = frozenset(knowledge.authority_labels())
        self._text = knowledge.text
        self._sentences: dict[str, str] = {}
        self._known = frozenset(n for c in knowledge.vocabulary.subjects.values() for n in c.names)
        own = {n.iri: n for n in knowledge.norms(on, profile=names)} if len(names) > 1 else {}
        for norm in knowledge.norms(on):
            self.norms[article_urn(norm.urn)].append(own.get(norm.iri, norm))
        for sanction in knowledge.sanctions(on):
            self.sanctions[article_urn(sanction.urn)].append(sanction)
        self._laws = self._subjects_by_law()

    def sentence(self, applied: AppliedNorm) -> str:
        """The sentence that contains a norm, with the words that lead it in if it is an item."""
        if applied.iri not in self._sentences:
            lead = self._text(above(applied.urn))[:80] if is_item(applied.urn) else ""
            self._sentences[applied.iri] = lead + sentence_of(self._text(applied.urn), applied.norm.quote)
        return self._sentences[applied.iri]

    def law_subjects(self, version: str) -> frozenset[str]:
        """The subjects that a version is about: those that bear at least a tenth of its norms."""
        return self._laws.get(version, frozenset())

    def bearers(self, article: str) -> frozenset[str]:
        """Everyone on whom the article puts a norm, with authorities left out."""
        names = {b for n in self.norms.get(article, ()) for b in n.norm.bearer}
        return frozenset(n for n in names if n not in self._authorities)

    def subjects(self, article: str) -> frozenset[str]:
        """Everyone whom the article binds, including those whom another rule of the law adds."""
        added = {a.subject for n in self.norms.get(article, ()) for a in n.applies}
        return self.bearers(article) | frozenset(a for a in added if a not in self._authorities)

    def binds(self, article: str, labels: Collection[str]) -> bool:
        """Whether the article, or the law as a whole, may mean a firm with these labels."""
        if not self._obliges(article):
            return self._law_binds(article, labels)
        bearers = self.subjects(article)
        own = any(_same(b, labels, self._known) or _may_be(b, labels) for b in bearers)
        own = own or (any(map(self._is_organ, bearers)) and self._law_binds(article, labels))
        if own or not bearers:
            return own or self._law_binds(article, labels)
        return any(b.startswith(_EVERYBODY) for b in bearers)

    def _is_organ(self, bearer: str) -> bool:
        """Whether the bearer is neither a known kind of firm nor an authority.

        Such a bearer is an organ of whoever the text is about (专门安全管理机构).
        """
        return bearer not in self._known and not is_authority(bearer)

    def _obliges(self, article: str) -> bool:
        """Whether the article puts a duty on somebody other than an authority.

        What the article only allows binds whoever must suffer it.
        """
        return any(
            n.norm.modality in (Modality.OBLIGATION, Modality.PROHIBITION) and not set(n.norm.bearer) <= self._authorities
            for n in self.norms.get(article, ())
        )

    def _law_binds(self, article: str, labels: Collection[str]) -> bool:
        subjects = self._laws.get(text_urn(article), frozenset())
        return not subjects or any(_same(s, labels, self._known) for s in subjects) or any(s.startswith(_EVERYBODY) for s in subjects)

    def cases(self, article: str) -> list[str]:
        """The conditions under which the article obliges or punishes."""
        norms = [n.norm.trigger or "" for n in self.norms.get(article, ())]
        return norms + [s.sanction.condition for s in self.sanctions.get(article, ())]

    def is_penalty(self, article: str) -> bool:
        """Whether the article punishes."""
        return bool(self.sanctions.get(article))

    def _subjects_by_law(self) -> dict[str, frozenset[str]]:
        """The subjects that each law is about: those that bear at least a tenth of its norms."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for article, norms in self.norms.items():
            for norm in norms:
                for bearer in norm.norm.bearer:
                    if bearer not in self._authorities:
                        counts[text_urn(article)][bearer] += 1
        return {
            law: frozenset(b for b, n in by.items() if n * 10 >= max(sum(by.values()), 10)) for law, by in counts.items()
        }


def _same(bearer: str, labels: Collection[str], known: Collection[str]) -> bool:
    """Whether a bearer is meant by one of the labels.

    It is meant by its own name or, where no vocabulary knows the words, by a name with which they end or begin.
    境内的证券公司 is a kind of firm. 证券公司董事会 is an organ of one, whose duties are the firm's matter.
    """
    return bearer in labels or (bearer not in known and any(len(n) >= 4 and (bearer.endswith(n) or bearer.startswith(n)) for n in labels))


def _may_be(bearer: str, labels: Collection[str]) -> bool:
    """Whether the bearer is a kind that a firm may be by its facts: 处理个人信息达到规定数量的个人信息处理者."""
    return any(bearer.endswith(f"的{name}") for name in labels)
