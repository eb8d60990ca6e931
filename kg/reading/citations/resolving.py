"""Each citation resolved to one provision of the right version, or with the reason why it cannot be.

The right version of another instrument is the one its drafter had before him. If that has since been
amended, ``also`` names the provision that carries it on. A rule drafted between the publication of an amendment and its
first day may mean either text, so both are named. A work that is only known, not held, is resolved
to the work, and the note says so. Nothing is guessed: a name that several instruments bear, a number that
the text does not reach, and an instrument that is not in the catalogue each give a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from kg.corpus.amendments.renumbering import counterpart, renumbered
from kg.corpus.catalogue import Catalogue, plain_title
from kg.corpus.quoting import label_of
from kg.corpus.structure import parse
from kg.law import versions
from kg.law.identifiers import article_eid, eid_of
from kg.law.model import Citation, Document, Instrument, Provision, ProvisionKind, Resolution, Target, Version
from kg.law.numerals import article_number, to_int
from kg.law.wording import article_name, fragment, held_part, place
from kg.reading.citations.unit import unit_of

_DIVISION = re.compile(r"第([零〇○一二三四五六七八九十百千0-9]{1,16})([编章节])")
_ANNEX = re.compile(r"附[件录表](.*)\Z")
_EDITION = re.compile(r"[（(][^（）()]{0,20}(?:年|修正|修订)[^（）()]{0,10}[）)]\Z")
_KINDS = {"编": ProvisionKind.PART, "章": ProvisionKind.CHAPTER, "节": ProvisionKind.SECTION}
_ITEM = re.compile(r"[^（）()]+")


def resolve_citations(
    citations: Iterable[Citation], version: Version, document: Document, catalogue: Catalogue,
    documents: Callable[[Version], Document] | None = None,
) -> tuple[Resolution, ...]:
    """One Resolution for each citation of ``document``, the text of ``version``, in the order given.

    ``documents`` gives the tree of a version (for callers that keep them). By default the version is parsed.
    """
    resolver = _Resolver(version, document, catalogue, documents or (lambda v: parse(v.text, v.title)))
    return tuple(resolver.one(c) for c in citations)


@dataclass(frozen=True)
class _Candidate:
    """A provision reached, or the reason why none was.

    It has the eid ("" for the whole text) with a remark on how it was reached.
    """

    eid: str | None
    note: str = ""
    reason: str = ""


@dataclass
class _Resolver:
    version: Version
    document: Document
    catalogue: Catalogue
    documents: Callable[[Version], Document]
    trees: dict[str, Document] = field(default_factory=dict)

    def one(self, citation: Citation) -> Resolution:
        source = self._source(citation)
        target = citation.target
        if target.instrument == "self":
            return self._within(citation, source, self.version)
        if annex := self._own_annex(target):
            return Resolution(citation, source, _urn(self.version, annex), note="本文件的附件")
        instrument, reason = self._instrument(target.instrument)
        if instrument is None:
            return Resolution(citation, source, None, reason)
        whole = [v for v in instrument.versions if not v.partial]
        if instrument.work == self.version.work:
            return self._within(citation, source, self.version)
        if not whole:
            return self._of_fragment(citation, source, instrument)
        return self._of_day(citation, source, whole)

    def _of_fragment(self, citation: Citation, source: str, instrument: Instrument) -> Resolution:
        """The citation of a text that is not held, or only in part: the provision if it is in that part, else the work."""
        target = citation.target
        for version in reversed(versions.chronological(instrument.versions)):
            tree = self._tree(version)
            found = locate(target, tree, version.title) if target.article else _Candidate(None)
            if found.eid and not found.note:
                return Resolution(citation, source, _urn(version, found.eid), note=fragment(tree))
            words = _words(target)
            note = f"只收录{held_part(tree)}（片段，全文未收录）" + (f"，所引{words}不在其中，不能核对" if words else "")
            return Resolution(citation, source, instrument.work, note=note)
        return Resolution(citation, source, instrument.work, note=_not_held(instrument, target))

    def _of_day(self, citation: Citation, source: str, whole: list[Version]) -> Resolution:
        """The citation resolved in the text that the drafter had before him.

        If a later text was published but not yet in force, he may have meant either. The one that is the law when his own rule
        takes effect is taken, and the other reading of the number is named beside it.
        """
        drafted = self.version.promulgated or self.version.effective
        meant = versions.published_by(whole, drafted) or whole[0]
        known = [meant, *(v for v in versions.pending(whole, drafted) if versions.precedes(meant, v))]
        chosen = versions.in_force(known, self.version.effective) or meant
        found = self._within(citation, source, chosen)
        for other in known:
            found = self._or_else(found, other) if other.urn != chosen.urn else found
        return found

    def _or_else(self, found: Resolution, other: Version) -> Resolution:
        """The resolution with the same number read in another text as well, if that is a provision of other content."""
        read = locate(found.citation.target, self._tree(other), other.title)
        urn = _urn(other, read.eid) if read.eid else ""
        if not found.citation.target.article or read.eid is None or urn in found.also:
            return found
        if found.target is None or (self._stops_short(found) and not read.note):
            return self._within(found.citation, found.source, other)
        if self._same_content(found.target, other, read.eid):
            return found
        said = f"公布时{other.effective}起施行的文本" if versions.precedes(self.catalogue.version(found.target), other) else "公布时尚在施行的旧文本"
        label = f"{said}的{_article(self._tree(other), read.eid).name}"
        return replace(found, note="；".join(n for n in (found.note, f"有歧义：也可能指{label}") if n), also=(*found.also, urn))

    def _stops_short(self, found: Resolution) -> bool:
        """Whether the text has the article cited but not the 款 or 项."""
        held = self.catalogue.version(found.target or "")
        return bool(locate(found.citation.target, self._tree(held)).note)

    def _same_content(self, target: str, other: Version, eid: str) -> bool:
        """Whether the provision found and the one read in another text carry each other on."""
        mine = self.catalogue.version(target)
        ordered = versions.chronological((mine, other))
        eids = (eid_of(target), eid) if ordered[0].urn == mine.urn else (eid, eid_of(target))
        return counterpart(self._tree(ordered[0]), self._tree(ordered[1]), eids[0]) == eids[1]

    def _source(self, citation: Citation) -> str:
        unit = unit_of(self.document, citation.article, citation.start, citation.text)
        return f"{self.version.urn}~{unit.innermost(citation.start).eid}" if unit else self.version.urn

    def _instrument(self, name: str) -> tuple[Instrument | None, str]:
        """The one instrument of that title or short name, or None with the reason why there is none."""
        for form in dict.fromkeys((plain_title(name), _EDITION.sub("", plain_title(name)))):
            titled = [i for i in self.catalogue.instruments if form in {plain_title(i.title), plain_title(i.full_title)}]
            found = titled or [i for i in self.catalogue.instruments if form in {plain_title(n) for n in i.names}]
            if len(found) == 1:
                return found[0], ""
            if found:
                bearers = "、".join(f"《{i.title}》" for i in found)
                return None, f"“{name}”有歧义，可指{bearers}"
        return None, f"未收录的文件：{name}"

    def _own_annex(self, target: Target) -> str | None:
        """The annex of this text that bears the title cited, as in 《…分级指南》（见附件）, or None."""
        if target.article or target.division:
            return None
        title = plain_title(target.instrument)
        annexes = [c for c in self.document.children if c.kind is ProvisionKind.ANNEX]
        return next((a.eid for a in annexes if title in _head_lines(self.document.text_of(a))), None)

    def _tree(self, version: Version) -> Document:
        if version.urn == self.version.urn:
            return self.document
        if version.urn not in self.trees:
            self.trees[version.urn] = self.documents(version)
        return self.trees[version.urn]

    def _within(self, citation: Citation, source: str, version: Version) -> Resolution:
        found = locate(citation.target, self._tree(version), version.title)
        if found.eid is None:
            return Resolution(citation, source, None, found.reason)
        also, remarks = self._carried_on(version, found.eid) if version.work != self.version.work else ((), ())
        note = "；".join(n for n in (found.note, *remarks) if n)
        return Resolution(citation, source, _urn(version, found.eid), note=note, also=also)

    def _carried_on(self, version: Version, eid: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The same content in each later version, with remarks if number or wording changed."""
        also, remarks = [], []
        old = self._tree(version)
        for later in versions.later(self.catalogue.of(version).versions, version):
            if later.partial:
                continue
            new = self._tree(later)
            carried = counterpart(old, new, eid) if eid.startswith("art") else _same_division(old, new, eid)
            if carried is None:
                remarks.append(f"{later.effective}起施行的版本没有对应的条文")
                continue
            also.append(_urn(later, carried))
            remarks.append(_change(old, new, eid, carried, later))
        return tuple(also), tuple(remarks)


def _head_lines(text: str) -> set[str]:
    """What an annex calls itself, as each of its first lines and these joined, without the word 附件."""
    lines = [plain_title(line) for line in text.splitlines()[:4]]
    bare = [re.sub(r"\A附[件录表][一二三四五六七八九十\d]*[:：]?", "", line) for line in lines]
    return {line for line in (*bare, "".join(bare[:2]), "".join(bare[:3])) if len(line) > 3}


def _urn(version: Version, eid: str) -> str:
    return f"{version.urn}~{eid}" if eid else version.urn


def _not_held(instrument: Instrument, target: Target) -> str:
    words = "全文未收录"
    if place := _words(target):
        words += f"，所引{place}不能核对"
    return words + ("；该文件已废止" if instrument.status == "已废止" else "")


def _words(target: Target) -> str:
    paragraph = f"第{target.paragraph}款" if target.paragraph else ""
    item = f"第{target.item}项" if target.item else ""
    return f"{target.article or target.division}{paragraph}{item}"


def _change(old: Document, new: Document, eid: str, carried: str, later: Version) -> str:
    """The remark on a provision carried on, or "" if nothing changed.

    旧条号 says that the provision has another number now, and 已修改 that its article has other words.
    """
    if not eid.startswith("art"):
        return ""
    before, now = _article(old, eid), _article(new, carried)
    below, below_now = eid.removeprefix(before.eid), carried.removeprefix(now.eid)
    if before.number != now.number or renumbered(old, new).get(before.eid) != now.eid or (below_now and below != below_now):
        return f"旧条号：{later.effective}起为{now.name if below == below_now else _place(new, carried)}"
    same = old.text_of(before).split() == new.text_of(now).split()
    return "" if same else f"该条自{later.effective}起已修改"


def _place(doc: Document, eid: str) -> str:
    article, paragraph, item = label_of(doc, doc.by_eid[eid])
    return place(article, paragraph, item)


def _article(doc: Document, eid: str) -> Provision:
    return doc.by_eid[article_eid(eid)]


def _same_division(old: Document, new: Document, eid: str) -> str | None:
    """The eid of a 章, 节 or annex in the new text if it still bears the same heading there, or None.

    The whole text ("") is itself.
    """
    if not eid:
        return ""
    there, here = new.by_eid.get(eid), old.by_eid[eid]
    return eid if there and there.heading == here.heading else None


# ── where in a text ──


def locate(target: Target, doc: Document, title: str = "") -> _Candidate:
    """The provision of ``doc`` that a target names, as deep as the text reaches.

    A remark says if it stops short.

    >>> from kg.corpus.structure import parse
    >>> doc = parse("第一条 甲。\\n乙。")
    >>> locate(Target("self", "第一条", 2), doc).eid, locate(Target("self", "第一条", 3), doc).note
    ('art1_par2', '第一条只有2款，没有第3款')
    """
    if target.article:
        return _locate_article(target, doc, title)
    if not target.division:
        return _Candidate("")
    if match := _ANNEX.match(target.division):
        return _locate_annex(match[1], doc, title)
    return _locate_division(target.division, doc, title)


def _locate_article(target: Target, doc: Document, title: str) -> _Candidate:
    number = article_number(target.article or "")
    article = doc.article(number) if number else None
    if article is None:
        last = f"，最后一条是{article_name(doc, doc.main_articles[-1].number)}" if doc.main_articles else ""
        return _Candidate(None, reason=f"《{title or doc.title}》没有{target.article}{last}")
    if target.paragraph is None and target.item is None:
        return _Candidate(article.eid)
    return _locate_below(target, article)


def _locate_below(target: Target, article: Provision) -> _Candidate:
    paragraphs = [c for c in article.children if c.kind is ProvisionKind.PARAGRAPH]
    if target.paragraph is not None:
        chosen = [p for p in paragraphs if p.number == (target.paragraph,)]
        if not chosen:
            note = f"{article.name}只有{len(paragraphs)}款，没有第{target.paragraph}款"
            return _Candidate(article.eid, note)
        if target.item is None:
            return _Candidate(chosen[0].eid)
        paragraphs = chosen
    return _locate_item(target.item or "", paragraphs, article)


def _locate_item(label: str, paragraphs: list[Provision], article: Provision) -> _Candidate:
    words = _ITEM.search(label)
    number = to_int(words[0]) if words else None
    items = [i for p in paragraphs for i in p.children if i.kind is ProvisionKind.ITEM and i.number == (number,)]
    if len(items) == 1:
        return _Candidate(items[0].eid)
    upper = paragraphs[0].eid if len(paragraphs) == 1 else article.eid
    what = "有多处" if items else "没有"
    return _Candidate(upper, f"{article.name}{what}第{label}项")


def _locate_division(words: str, doc: Document, title: str) -> _Candidate:
    nodes: tuple[Provision, ...] | list[Provision] = doc.children
    found: list[Provision] = []
    for numeral, level in _DIVISION.findall(words):
        pool = [n for top in nodes for n in top.walk() if n.kind is _KINDS[level]]
        found = [n for n in pool if n.number == (to_int(numeral),)]
        nodes = found
    if len(found) == 1:
        return _Candidate(found[0].eid)
    reason = "有多处" if found else "没有"
    return _Candidate(None, reason=f"《{title or doc.title}》{reason}{words}")


def _locate_annex(numeral: str, doc: Document, title: str) -> _Candidate:
    annexes = [c for c in doc.children if c.kind is ProvisionKind.ANNEX]
    number = to_int(numeral) if numeral else None
    if number is None and len(annexes) > 1:
        return _Candidate(None, reason=f"《{title or doc.title}》有{len(annexes)}个附件，未写明是哪一个")
    chosen = [a for a in annexes if number is None or a.number == (number,)]
    if not chosen:
        return _Candidate(None, reason=f"《{title or doc.title}》没有附件{numeral}")
    return _Candidate(chosen[0].eid)
