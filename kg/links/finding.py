"""Links between laws, found by citations, shared norms, similar words and terms that both define.

What is found stays ``extracted`` until a reviewer says otherwise (``kg/links/review.py``). The similar provisions and the
defined terms are looked for in the latest text of each work, and citations in every text. ``Finder.carried`` gives the
links between other texts of the two works, by the article that continues each article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

from kg.corpus.amendments.renumbering import counterpart, renumbered
from kg.corpus.catalogue import Catalogue
from kg.law import versions
from kg.law.identifiers import article_urn, day_of, eid_of, is_part, text_urn, work_urn
from kg.law.likeness import likeness
from kg.law.model import Resolution, Term, Version
from kg.law.vocabulary import Vocabulary
from kg.links.compared import Compared, units
from kg.links.purpose import citation_type
from kg.links.records import CrossLink, LinkType
from kg.links.scores import Pair, Words, best_sentence, nearest
from kg.reading.found import Found

_RANKS = ("法律", "司法解释", "行政法规", "部门规章", "规范性文件", "国家标准", "行业标准")
_TELLING = frozenset({"report", "submit", "notify", "inform", "announce"})
_ALIKE = 0.36  # the least nearness of two provisions that have only their words in common
_SHARED = 0.26  # the same for two that also share bearer, kind of act and concepts
_NORMS = 0.3  # the least share of concepts in common that counts as sharing norms
_MOST = 8  # links by words and norms that an article has at most, the strongest ones; one of today's corpus has 7
_CARRIED = 0.5  # the least likeness of an article's words to those of the article that continues it
_SENTENCE = re.compile(r"[^。\n]*")
_NO_TERM = re.compile(r".{0,2}\Z|前款|本条|以上|以下")  # 以上 is not a technical term, and 前款所称… defines one for its own article only
_REASONS = {
    LinkType.CITES: "条文写明引用该文件。", LinkType.BASIS: "条文写明根据该文件制定。", LinkType.SANCTIONS: "条文写明依照该文件处罚、处理。",
    LinkType.DEFINES: "用语的定义写明援引该文件。", LinkType.EXCEPTION: "条文写明与该文件不一致时适用哪一个。",
    "norms": "两条的义务主体、行为种类和所涉事项相同。",
    "similarity": "两条文字相近。", "terms": "两部法规各自给出同一用语的定义。",
}


@dataclass(frozen=True)
class _Alike:
    """Two provisions that are alike, the more special one first, with the origin of a link between them and how sure it is."""

    special: Compared
    general: Compared
    origin: str
    score: float

    @property
    def sure(self) -> float:
        """The confidence of a link between them."""
        return round(min(0.85, self.score), 2)

    @cached_property
    def pair(self) -> frozenset[str]:
        """The URNs of their articles."""
        return frozenset((article_urn(self.special.urn), article_urn(self.general.urn)))


@dataclass
class Finder:
    """The finder of links, which holds everything that was read and the order of the laws.

    ``readings`` holds one reading for each version of the catalogue. ``units`` holds what ``compared.units`` found in some
    of them, by the URN of the version. They are cut anew for the others.
    """

    readings: Sequence[Found]
    catalogue: Catalogue
    vocabulary: Vocabulary
    units: Mapping[str, Sequence[Compared]] = field(default_factory=dict)
    _renumbered: dict[tuple[str, str], dict[str, str | None]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def by_version(self) -> dict[str, Found]:
        """The readings by the URN of their version."""
        return {r.version.urn: r for r in self.readings}

    @cached_property
    def latest(self) -> tuple[Found, ...]:
        """The reading of the latest text of each work, with fragments left out."""
        last = [versions.latest(v for v in i.versions if not v.partial) for i in self.catalogue.instruments]
        return tuple(self.by_version[v.urn] for v in last if v)

    def find(self, spared: Collection[frozenset[str]] = ()) -> tuple[CrossLink, ...]:
        """All links, unreviewed, with citations first.

        Each pair of provisions is there once for each type. Of the provisions that are alike, an article keeps its strongest
        links, and those of the pairs of articles that are ``spared``.
        """
        terms = tuple(self.terms())
        defined = {(k.source, k.target) for k in terms}
        found: dict[tuple[str, str, LinkType], CrossLink] = {}
        for link in (*self.citations(), *terms, *(k for k in self.pairs(spared) if (k.source, k.target) not in defined)):
            found.setdefault((link.source, link.target, link.type), link)
        return tuple(found.values())

    # ── citations ──

    def citations(self) -> Iterator[CrossLink]:
        """A link for each provision of another work that a text cites, and for those that continue it."""
        for reading in self.readings:
            for r in reading.resolutions:
                if r.target and work_urn(r.target) != reading.version.work:
                    yield from self._cited(reading, r)

    def _cited(self, reading: Found, r: Resolution) -> Iterator[CrossLink]:
        document, eid = reading.document, eid_of(r.source)
        node = document.by_eid.get(eid)
        text = document.text_of(node) if node else document.text
        sentence = next((m[0].strip() for m in _SENTENCE.finditer(text) if r.citation.text in m[0]), r.citation.text)
        kind = citation_type(sentence)
        words = next((s for s in re.findall(r"[^；。\n]*[；。]?", sentence) if r.citation.text in s), sentence)
        for target in (r.target, *r.also):
            if target and self._lived_together(reading.version, target):
                meant = target == r.target
                reason = _REASONS[kind] if meant else f"{_REASONS[kind].rstrip('。')}；所引为其旧文本，此为承继它的现行文本。"
                sure = 1.0 if meant and not r.note.startswith("全文未收录，所引") else 0.9
                yield CrossLink(r.source, target, kind, words.strip(), self._words_there(target, words), "citation", sure, "extracted", reason)

    def _lived_together(self, version: Version, target: str) -> bool:
        """Whether the version and the text meant were both the law on at least one day.

        A text that is not held counts as such.
        """
        other = self.by_version.get(text_urn(target))
        return other is None or versions.both_in_force(version, other.version)

    def _words_there(self, target: str, words: str) -> str:
        """The sentence of the provision meant that is most like the words that cite it.

        If a whole text is meant, the sentence is taken from its first article. The result is '' where the text is not
        held.
        """
        reading = self.by_version.get(text_urn(target))
        if reading is None:
            return ""
        node = reading.document.by_eid.get(eid_of(target)) or next(iter(reading.document.articles), None)
        return best_sentence(reading.document.text_of(node).removeprefix(node.label), words) if node else ""

    # ── terms ──

    def terms(self) -> Iterator[CrossLink]:
        """A link for each term that two works define."""
        defined = [(r, t) for r in self.latest for t in r.terms if t.eid and not t.full_form and not _NO_TERM.match(t.term)]
        places: dict[str, list[int]] = {}
        for n, (_, term) in enumerate(defined):
            places.setdefault(term.term, []).append(n)
        for n, m in sorted(pair for same in places.values() for pair in combinations(same, 2)):
            (reading, term), (other, again) = defined[n], defined[m]
            if other.version.work != reading.version.work:
                yield self._same_term(reading, term, other, again)

    def _same_term(self, one: Found, term: Term, other: Found, again: Term) -> CrossLink:
        pair = {one.version.urn: (one, term), other.version.urn: (other, again)}
        special, general = self._ordered(one.version, other.version)
        (a, x), (b, y) = pair[special.urn], pair[general.urn]
        sure = round(0.45 + 0.4 * likeness(x.quote, y.quote), 2)
        source, target = f"{a.version.urn}~{x.eid}", f"{b.version.urn}~{y.eid}"
        return CrossLink(source, target, LinkType.DEFINES, x.quote, y.quote, "norms", sure, "extracted", _REASONS["terms"])

    # ── provisions that are alike ──

    def pairs(self, spared: Collection[frozenset[str]] = ()) -> Iterator[CrossLink]:
        """A link for each pair of articles of different works that are each other's nearest by words and norms.

        No article has more than ``_MOST`` of them, except those that are ``spared``.
        """
        found = [u for r in self.latest for u in self._units(r)]
        if not found:
            return
        words = Words(found)
        best: dict[frozenset[str], _Alike] = {}
        for pair in nearest(found, words, min(_SHARED, _ALIKE)):
            if pair.score >= (_SHARED if pair.shared >= _NORMS else _ALIKE):
                alike = self._alike(pair)
                if alike.pair not in best or best[alike.pair].sure < alike.sure:
                    best[alike.pair] = alike
        strongest = _strongest(best.values(), spared)
        yield from (self._pair(alike, words) for pair, alike in best.items() if pair in strongest)

    def _units(self, reading: Found) -> Sequence[Compared]:
        kept = self.units.get(reading.version.urn)
        return units(reading, self.vocabulary) if kept is None else kept

    def _alike(self, pair: Pair) -> _Alike:
        one, other = (self.by_version[u.version].version for u in (pair.one, pair.other))
        special, _ = self._ordered(one, other)
        a, b = (pair.one, pair.other) if special is one else (pair.other, pair.one)
        return _Alike(a, b, "norms" if pair.shared >= _NORMS else "similarity", pair.score)

    def _pair(self, alike: _Alike, words: Words) -> CrossLink:
        a, b = alike.special, alike.general
        kind = LinkType.SAME_EVENT if self._same_event(a, b) else LinkType.SPECIFIES
        ours, theirs = words.shared(a, b), words.shared(b, a)
        return CrossLink(a.urn, b.urn, kind, ours, theirs, alike.origin, alike.sure, "extracted", _REASONS[alike.origin])

    def _same_event(self, one: Compared, other: Compared) -> bool:
        """Whether both provisions require telling somebody of the same event, or of kinds of one event."""
        if not (one.kinds & _TELLING and other.kinds & _TELLING):
            return False
        return bool(self._events(one) & self._events(other))

    def _events(self, unit: Compared) -> set[str]:
        concepts = self.vocabulary.concepts
        named = {c for c in unit.about if c in concepts and concepts[c].is_event}
        return named | {b for c in named for b in concepts[c].broader}

    def _ordered(self, one: Version, other: Version) -> tuple[Version, Version]:
        """The two texts with the more special one first.

        The more special text is the one of lower rank or, if the ranks are equal, the one of the later work.
        """
        return (one, other) if self._standing[one.work] > self._standing[other.work] else (other, one)

    @cached_property
    def _standing(self) -> dict[str, tuple[int, int]]:
        """How special each work is: its place among the ranks, and then among all works by the day of its first text."""
        first = [versions.chronological(i.versions)[0] for i in self.catalogue.instruments if i.versions]
        age = {v.work: n for n, v in enumerate(versions.chronological(first))}
        ranks = {i.work: _RANKS.index(i.rank) if i.rank in _RANKS else len(_RANKS) for i in self.catalogue.instruments}
        return {work: (ranks[work], n) for work, n in age.items()}

    # ── other texts of a work ──

    def carried(self, link: CrossLink) -> Iterator[CrossLink]:
        """The same link between the other texts of both works, where the article continues there with similar words."""
        for source in (link.source, *self._continued(link.source)):
            for target in (link.target, *self._continued(link.target)):
                if (source, target) != (link.source, link.target) and is_part(source):
                    yield from self._elsewhere(link, source, target)

    def _continued(self, urn: str) -> Iterator[str]:
        here = self.by_version.get(text_urn(urn))
        if here is None or not is_part(urn):
            return
        for version in self.catalogue.of(here.version).versions:
            there = self.by_version[version.urn]
            if there is not here and not version.partial:
                eid = counterpart(here.document, there.document, eid_of(urn), self._homes(here, there))
                if eid:
                    yield f"{version.urn}~{eid}"

    def _homes(self, here: Found, there: Found) -> dict[str, str | None]:
        key = here.version.urn, there.version.urn
        if key not in self._renumbered:
            self._renumbered[key] = renumbered(here.document, there.document)
        return self._renumbered[key]

    def _elsewhere(self, link: CrossLink, source: str, target: str) -> Iterator[CrossLink]:
        if not self._lived_together(self.by_version[text_urn(source)].version, target):
            return
        ours, theirs = self._same_words(source, link.source_words), self._same_words(target, link.target_words)
        near = min(likeness(link.source_words, ours), likeness(link.target_words, theirs) if link.target_words else 1.0)
        if near >= _CARRIED:
            moved = next(day_of(u) for u, v in ((source, link.source), (target, link.target)) if u != v)
            yield replace(
                link, source=source, target=target, source_words=ours, target_words=theirs, confidence=round(link.confidence * near, 2),
                reason=f"{link.reason.rstrip('。')}；按条文承继关系及于{moved}起施行的文本。",
            )

    def _same_words(self, urn: str, words: str) -> str:
        """The words as another text has them.

        They are the same words where that text contains them, and otherwise the sentence most like them.
        """
        reading, eid = self.by_version.get(text_urn(urn)), eid_of(urn)
        if reading is None or not eid:
            return words
        text = reading.document.text_of(reading.document.by_eid[eid])
        return words if words in text else best_sentence(text, words)


def _strongest(found: Iterable[_Alike], spared: Collection[frozenset[str]]) -> set[frozenset[str]]:
    """The pairs of articles left when the strongest come first and no article takes more than ``_MOST``."""
    taken: Counter[str] = Counter()
    kept: set[frozenset[str]] = set()
    for alike in sorted(found, key=lambda a: -a.score):
        if alike.pair in spared or all(taken[article] < _MOST for article in alike.pair):
            kept.add(alike.pair)
            taken.update(alike.pair)
    return kept
