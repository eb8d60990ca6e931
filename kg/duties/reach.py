"""The norms and sanctions of each article on a day, ready to tell whom the article binds.

Ranking and answers use them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.corpus.quoting import sentence_of
from kg.law.authorities import is_authority
from kg.law.identifiers import above, article_urn, is_item, text_urn
from kg.law.model import Modality

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, AppliedSanction, Knowledge

class _Placed(Protocol):
    @property
    def urn(self) -> str: ...


One = TypeVar("One", bound=_Placed)

# Words that bind everybody: an article addressed to them is foreign to nobody.
_EVERYBODY = ("任何", "组织", "个人", "单位", "有关", "国家", "部门", "机关", "政府", "公民", "企业")


class ByArticle(Mapping[str, list[One]]):
    """What is found in each article of the law of a day, read version by version when it is asked for.

    Articles in which nothing is found are no keys.
    """

    def __init__(self, versions: Iterable[str], find: Callable[[str], Iterable[One]]) -> None:
        self._versions = dict.fromkeys(versions)
        self._find = find
        self._known: dict[str, dict[str, list[One]]] = {}

    def of(self, version: str) -> Mapping[str, list[One]]:
        """What is found in one version, and nothing for a version that is not the law."""
        if version not in self._versions:
            return {}
        if version not in self._known:
            found: dict[str, list[One]] = {}
            for one in self._find(version):
                found.setdefault(article_urn(one.urn), []).append(one)
            self._known[version] = found
        return self._known[version]

    def __getitem__(self, article: str) -> list[One]:
        return self.of(text_urn(article))[article]

    def __iter__(self) -> Iterator[str]:
        return (article for version in self._versions for article in self.of(version))

    def __len__(self) -> int:
        return sum(len(self.of(version)) for version in self._versions)


class Reach:
    """The norms and sanctions in force on one day, by article.

    ``names`` are the asker's kind of firm and her roles. Where there are both, a duty of the role goes where the law
    sends the firm.
    """

    def __init__(self, knowledge: Knowledge, on: date, names: Sequence[str] = ()) -> None:
        lawful = tuple(v.urn for v in knowledge.versions(on))
        self._names = names
        self.norms: ByArticle[AppliedNorm] = ByArticle(lawful, lambda version: self._norms_of(knowledge, on, version))
        self.sanctions: ByArticle[AppliedSanction] = ByArticle(lawful, lambda version: knowledge.sanctions(on, {version}))
        self._authorities = frozenset(knowledge.authority_labels())
        self._text = knowledge.text
        self._sentences: dict[str, str] = {}
        self._known = frozenset(n for c in knowledge.vocabulary.subjects.values() for n in c.names)
        self._laws: dict[str, frozenset[str]] = {}
        self._bound: dict[tuple[str, frozenset[str]], bool] = {}

    def _norms_of(self, knowledge: Knowledge, on: date, version: str) -> Iterable[AppliedNorm]:
        own = {n.iri: n for n in knowledge.norms(on, profile=self._names, among={version})} if len(self._names) > 1 else {}
        return (own.get(n.iri, n) for n in knowledge.norms(on, among={version}))

    def sentence(self, applied: AppliedNorm) -> str:
        """The sentence that contains a norm, with the words that lead it in if it is an item."""
        if applied.iri not in self._sentences:
            lead = self._text(above(applied.urn))[:80] if is_item(applied.urn) else ""
            self._sentences[applied.iri] = lead + sentence_of(self._text(applied.urn), applied.norm.quote)
        return self._sentences[applied.iri]

    def law_subjects(self, version: str) -> frozenset[str]:
        """The subjects that a version is about: those that bear at least a tenth of its norms."""
        if version not in self._laws:
            counts = Counter(b for norms in self.norms.of(version).values() for n in norms for b in n.bearers if b not in self._authorities)
            self._laws[version] = frozenset(b for b, n in counts.items() if n * 10 >= max(counts.total(), 10))
        return self._laws[version]

    def bearers(self, article: str) -> frozenset[str]:
        """Everyone on whom the article puts a norm, with authorities left out."""
        names = {b for n in self.norms.get(article, ()) for b in n.bearers}
        return frozenset(n for n in names if n not in self._authorities)

    def subjects(self, article: str) -> frozenset[str]:
        """Everyone whom the article binds, including those whom another rule of the law adds."""
        added = {a.subject for n in self.norms.get(article, ()) for a in n.applies}
        return self.bearers(article) | frozenset(a for a in added if a not in self._authorities)

    def binds(self, article: str, labels: Collection[str]) -> bool:
        """Whether the article, or the law as a whole, may mean a firm with these labels."""
        key = (article, frozenset(labels))
        if key not in self._bound:
            self._bound[key] = self._binds(article, labels)
        return self._bound[key]

    def _binds(self, article: str, labels: Collection[str]) -> bool:
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
            n.norm.modality in (Modality.OBLIGATION, Modality.PROHIBITION) and not set(n.bearers) <= self._authorities
            for n in self.norms.get(article, ())
        )

    def _law_binds(self, article: str, labels: Collection[str]) -> bool:
        subjects = self.law_subjects(text_urn(article))
        return not subjects or any(_same(s, labels, self._known) for s in subjects) or any(s.startswith(_EVERYBODY) for s in subjects)

    def cases(self, article: str) -> list[str]:
        """The conditions under which the article obliges or punishes."""
        norms = [n.norm.trigger or "" for n in self.norms.get(article, ())]
        return norms + [s.sanction.condition for s in self.sanctions.get(article, ())]

    def is_firm(self, bearer: str) -> bool:
        """Whether a bearer is a kind of firm by a name of the vocabulary."""
        return bearer in self._known

    def is_authority(self, bearer: str) -> bool:
        """Whether a bearer is an authority by a name of the vocabulary."""
        return bearer in self._authorities

    def is_penalty(self, article: str) -> bool:
        """Whether the article punishes."""
        return bool(self.sanctions.get(article))


def _same(bearer: str, labels: Collection[str], known: Collection[str]) -> bool:
    """Whether a bearer is meant by one of the labels.

    It is meant by its own name or, where no vocabulary knows the words, by a name with which they end or begin.
    境内的证券公司 is a kind of firm. 证券公司董事会 is an organ of one, whose duties are the firm's matter.
    """
    return bearer in labels or (bearer not in known and any(len(n) >= 4 and (bearer.endswith(n) or bearer.startswith(n)) for n in labels))


def _may_be(bearer: str, labels: Collection[str]) -> bool:
    """Whether the bearer is a kind that a firm may be by its facts: 处理个人信息达到规定数量的个人信息处理者."""
    return any(bearer.endswith(f"的{name}") for name in labels)
