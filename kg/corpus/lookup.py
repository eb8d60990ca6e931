"""Look-up of a provision by the reference people write: 网络安全法第二十三条, 218号令第39条第1款, 网安法21条, a LEX URN."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.corpus.catalogue import Catalogue, bare_name
from kg.law import versions
from kg.law.identifiers import Urn, article_eid
from kg.law.model import Document, Instrument, Provision, ProvisionKind, Version
from kg.law.numerals import DIGIT, NUMERAL, article_label, item_label, to_chinese, to_int
from kg.law.wording import article_name, fragment, held_part, place

K = ProvisionKind
_EXAMPLES = "写法如：网络安全法第二十三条、218号令第39条第1款、个保法57条"
_PREFIX = re.compile(r"(?:依据|根据|按照|参见|见|现行|新修订的|修订后的)+")
_OLD = re.compile(r"(?:旧版?的?|老版?的?|原)(?=.)")
_YEAR = re.compile(r"[(（](\d{4})年?(?:版|修[正订]|文本)?[)）]")
_N = f"({DIGIT}+)"
_STEP = re.compile(
    rf"第?{_N}(编|章|节|条|部分|款|项|目)(?:之{_N})?|第?[(（]{_N}[)）][项目]?|(附件|附录|附表){_N}?|之{_N}"
    rf"|第?(\d{{1,2}}(?:\.\d{{1,3}}){{1,5}})条?(?![.\d])|({DIGIT}+)(?:[、.]|(?=[(（])|\Z)|第?([a-z])(?:[)）.](?:项)?|项)"
)
_BARE = re.compile(rf"{_N}(?:[-之]{_N})?\Z")
_TAIL = re.compile(r"(?:的?规定|的?内容|原文|全文|全部)+\Z")
_LEVELS = {"编": K.PART, "章": K.CHAPTER, "节": K.SECTION, "条": K.ARTICLE, "部分": K.ARTICLE, "款": K.PARAGRAPH, "项": K.ITEM, "目": K.SUBITEM}
_UNITS = {v: k for k, v in _LEVELS.items()} | {K.ARTICLE: "条", K.ANNEX: "附件"}
Step = tuple[ProvisionKind, tuple[int, ...]]


class UnknownReference(LookupError):
    """A reference that names nothing held.

    The message says in one line what there is instead.
    """


@dataclass(frozen=True)
class Reference:
    """A reference as read, with the instrument, the way down to a part, and the version if one was named."""

    instrument: Instrument
    steps: tuple[Step, ...] = ()
    version: Version | None = None

    @property
    def article(self) -> str | None:
        """The label of the article it names (第二十一条), or None for a whole instrument or a 章."""
        return next((article_label(number) for kind, number in self.steps if kind is K.ARTICLE), None)


@dataclass(frozen=True)
class Shown:
    """What a reference points at.

    ``provision`` is None for a whole instrument, and ``version`` is None too if its text is not held. ``text`` is
    verbatim. ``headings`` are the 编章节 above, outermost first.
    """

    instrument: Instrument
    version: Version | None
    provision: Provision | None
    text: str
    headings: tuple[str, ...] = ()
    article: str | None = None
    paragraph: int | None = None
    item: str | None = None
    note: str = ""

    @property
    def urn(self) -> str:
        """The identifier of what is shown, which is a provision, a version or the work."""
        if self.version is None:
            return self.instrument.work
        return self.version.urn + (f"~{self.provision.eid}" if self.provision else "")

    @property
    def label(self) -> str:
        """What is shown, as one writes it: 网络安全法第二十三条第一款第（二）项."""
        if self.article is None:
            return self.instrument.title + (self.provision.label if self.provision else "")
        return self.instrument.title + place(self.article, self.paragraph, self.item)


@lru_cache(maxsize=64)
def parsed(version: Version) -> Document:
    """The tree of a version.

    The last 64 are kept.
    """
    from kg.corpus.structure import parse

    return parse(version.text, version.title)


def look_up(reference: str, catalogue: Catalogue, on: date | None = None,
            document: Callable[[Version], Document] = parsed) -> Shown:
    """What ``reference`` points at in the law of the day ``on`` (today if None).

    Raises UnknownReference, which says in one line what is missing: the instrument, the text, or the part. If it is the
    part, the message also names the last one there is.
    """
    read = read_reference(reference, catalogue)
    instrument = read.instrument
    if not instrument.versions:
        return _without_text(instrument, read.steps)
    version, note = (read.version, "") if read.version else _version(instrument, on)
    tree = document(version)
    node = _descend(tree, version, read.steps)
    return _shown(instrument, version, tree, node, "；".join(n for n in (note, fragment(tree) if version.partial else "") if n))


def read_reference(text: str, catalogue: Catalogue) -> Reference:
    """The reference that a text spells.

    Raises UnknownReference if no known instrument stands at its beginning or what follows cannot be read.
    """
    bare = bare_name(text)
    if not bare:
        raise UnknownReference(f"没有给出要查的条文；{_EXAMPLES}")
    if bare.startswith("urn:lex:"):
        return _from_urn(bare, catalogue)
    bare = _PREFIX.sub("", bare, count=1) if _PREFIX.match(bare) else bare
    name, old = _name(bare, catalogue)
    if name is None:
        raise UnknownReference(_no_instrument(text, bare, catalogue))
    instrument, rest = name
    dated = _YEAR.match(rest)
    version = _of_year(instrument, int(dated[1])) if dated else _previous(instrument) if old else None
    return Reference(instrument, _steps(text, rest[dated.end() :] if dated else rest), version)


def _name(bare: str, catalogue: Catalogue) -> tuple[tuple[Instrument, str] | None, bool]:
    """The instrument whose name begins the text with the rest of the text, and whether the older text is meant.

    Instrument and rest are None if no known name begins the text.
    """
    old = _OLD.match(bare)
    found = _longest(bare[old.end() :], catalogue) if old else None
    return (found, True) if found else (_longest(bare, catalogue), bool(old))


def _longest(bare: str, catalogue: Catalogue) -> tuple[Instrument, str] | None:
    bare = bare.removeprefix("中华人民共和国")
    names = catalogue.bare_names
    best = next((bare[:n] for n in range(min(len(bare), catalogue.longest_name), 0, -1) if bare[:n] in names), None)
    return (names[best], bare[len(best) :]) if best else None


def _previous(instrument: Instrument) -> Version | None:
    """The version before the one in force, or None if there is none."""
    current = versions.in_force(instrument.versions, versions.today())
    before = [v for v in instrument.versions if current in versions.later(instrument.versions, v)]
    return versions.latest(before)


def _of_year(instrument: Instrument, year: int) -> Version:
    for version in instrument.versions:
        if year in {version.effective.year, version.promulgated.year if version.promulgated else None}:
            return version
    held = "、".join(str(v.effective) for v in instrument.versions) or "无"
    raise UnknownReference(f"语料中没有《{instrument.title}》{year} 年的文本；现有文本的施行日期：{held}")


def _no_instrument(text: str, bare: str, catalogue: Catalogue) -> str:
    if _STEP.match(bare):
        return f"“{_short(text)}”没有写明是哪部法规；{_EXAMPLES}"
    name = re.split(rf"第?{NUMERAL}[编章节条款]", bare)[0]
    near = difflib.get_close_matches(name, [bare_name(n) for n in catalogue.names], n=1, cutoff=0.6)
    titles = "、".join(i.title for i in catalogue.instruments if i.versions)
    hint = f"是否指《{catalogue.names[_key(near[0], catalogue)].title}》？" if near else ""
    return f"语料中没有“{_short(name or text)}”；{hint}已收录：{titles}"


def _key(squashed: str, catalogue: Catalogue) -> str:
    return next(n for n in catalogue.names if bare_name(n) == squashed)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:40] + "…"


def _steps(text: str, rest: str) -> tuple[Step, ...]:
    """The way down to a part, outermost first, as in 第39条第1款（二）."""
    rest = _TAIL.sub("", rest.strip("·,，、。:：的"))
    bare = _BARE.match(rest)
    if bare:
        return ((K.ARTICLE, _numbers(text, bare[1], bare[2])),)
    steps: list[Step] = []
    at = 0
    while at < len(rest):
        match = _STEP.match(rest, at)
        if not match:
            raise UnknownReference(f"看不懂“{_short(text)}”中的“{_short(rest[at:])}”；{_EXAMPLES}")
        _take(steps, match, text)
        at = match.end()
    return tuple(steps)


def _take(steps: list[Step], match: re.Match[str], text: str) -> None:
    number, unit, sub, item, annex, annex_number, late_sub, clause, part, letter = match.groups()
    if unit:
        steps.append((_LEVELS[unit], _numbers(text, number, sub)))
    elif item:
        deeper = any(kind is K.ITEM for kind, _ in steps)
        steps.append((K.SUBITEM if deeper else K.ITEM, _numbers(text, item, None)))
    elif annex:
        steps.append((K.ANNEX, _numbers(text, annex_number or "1", None)))
    elif clause:
        steps.append((K.ARTICLE, tuple(map(int, clause.split(".")))))
    elif part or letter:
        value = _numbers(text, part, None) if part else (ord(letter) - ord("a") + 1,)
        inside = {kind for kind, _ in steps}
        steps.append((K.SUBITEM if K.ITEM in inside else K.ITEM if letter or K.ARTICLE in inside else K.ARTICLE, value))
    elif steps and steps[-1][0] is K.ARTICLE:
        steps[-1] = (K.ARTICLE, (*steps[-1][1], *_numbers(text, late_sub, None)))


def _numbers(text: str, *numerals: str | None) -> tuple[int, ...]:
    found = [to_int(n) for n in numerals if n]
    if any(n is None or n > 9999 for n in found):
        raise UnknownReference(f"“{_short(text)}”中的编号无法识别；{_EXAMPLES}")
    return tuple(n for n in found if n is not None)


def _from_urn(text: str, catalogue: Catalogue) -> Reference:
    try:
        urn = Urn.parse(text)
    except ValueError as error:
        raise UnknownReference(f"“{_short(text)}”不是有效的 LEX URN；{_EXAMPLES}") from error
    instrument = catalogue.find(urn.work)
    if instrument is None:
        raise UnknownReference(f"语料中没有 {urn.work}；`kg stats` 列出已收录的法规")
    version = next((v for v in instrument.versions if v.effective == urn.version), None)
    if urn.version and version is None:
        held = "、".join(v.urn for v in instrument.versions) or "无"
        raise UnknownReference(f"语料中没有 {urn.expression()}；现有版本：{held}")
    return Reference(instrument, _eid_steps(urn), version)


def _eid_steps(urn: Urn) -> tuple[Step, ...]:
    kinds = {"prt": K.PART, "chp": K.CHAPTER, "sec": K.SECTION, "art": K.ARTICLE, "par": K.PARAGRAPH, "item": K.ITEM,
             "sub": K.SUBITEM, "annex": K.ANNEX}
    steps = []
    for part in (urn.eid or "").split("_") if urn.eid else ():
        match = re.fullmatch(r"([a-z]+)(\d+(?:-\d+)*)", part)
        if not match or match[1] not in kinds:
            raise UnknownReference(f"{urn} 中的“{part}”不是条文的编号；写法如 art39_par1_item2")
        steps.append((kinds[match[1]], tuple(map(int, match[2].split("-")))))
    return tuple(steps)


def _without_text(instrument: Instrument, steps: Sequence[Step]) -> Shown:
    if steps:
        raise UnknownReference(f"语料中没有《{instrument.title}》的原文，不能显示其条文；"
                               f"`kg show {instrument.title}` 显示已知的情况")
    return Shown(instrument, None, None, "", note="语料中没有原文")


def _version(instrument: Instrument, on: date | None) -> tuple[Version, str]:
    day = on or versions.today()
    version = versions.in_force(instrument.versions, day)
    if version:
        return version, ""
    status = versions.status(instrument, day)
    other = versions.upcoming(instrument.versions, day) or versions.latest(instrument.versions)
    if on is None and other:
        return other, f"{day} {status}"
    held = "、".join(f"{v.effective} 起施行" for v in instrument.versions)
    raise UnknownReference(f"《{instrument.title}》在 {day} 没有施行中的文本（{status}）；现有文本：{held}")


def _descend(tree: Document, version: Version, steps: Sequence[Step]) -> Provision | None:
    node: Provision | None = None
    for kind, number in steps:
        if kind is K.PARAGRAPH and node is None:
            raise UnknownReference(f"《{version.title}》第{to_chinese(number[0])}款没有写明是哪一条；{_EXAMPLES}")
        found = _article(tree, number) if node is None and (kind is K.ARTICLE or _counts_by_items(tree, kind)) else _first(tree, node, kind, number)
        if found is None:
            raise UnknownReference(_missing(tree, version, node, kind, number))
        node = found
    return node


def _article(tree: Document, number: tuple[int, ...]) -> Provision | None:
    """The article of that number, or the chapter or section of a standard that heads the clauses below it."""
    heads = (p for p in tree.walk() if tree.own_numbers and p.kind in (K.CHAPTER, K.SECTION) and p.number == number)
    return tree.article(number) or next(heads, None)


def _counts_by_items(tree: Document, kind: ProvisionKind) -> bool:
    """Whether （一） is the outermost number of a text."""
    return kind is K.ITEM and tree.own_numbers and tree.articles[0].label.startswith(("（", "("))


def _first(tree: Document, node: Provision | None, kind: ProvisionKind, number: tuple[int, ...]) -> Provision | None:
    """The first part of that kind and number below a node, its own before those further down, or in the whole text."""
    below = (*(node.children if node else ()), *(node or tree).walk())
    return next((p for p in below if p.kind is kind and p is not node and p.number == number), None)


def _missing(tree: Document, version: Version, node: Provision | None, kind: ProvisionKind, number: tuple[int, ...]) -> str:
    candidates = [p for p in (node or tree).walk() if p.kind is kind and p is not node]
    if version.partial and (node is None or article_eid(node.eid) == tree.main_articles[-1].eid):
        return (f"《{version.title}》只收录{held_part(tree)}（片段，全文未收录），所查{_label(tree, kind, number)}不在其中，无从核对；"
                "请查官方公布的全文")
    label = _label(tree, kind, number)
    where = f"《{version.title}》（{version.effective} 起施行的文本）" + (_label(tree, node.kind, node.number) if node else "")
    if not candidates:
        return f"{where}没有{label}，也没有分{_UNITS[kind]}"
    last = candidates[-1]
    unit = "个附件" if kind is K.ANNEX else "部分" if kind is K.ARTICLE and tree.own_numbers else _UNITS[kind]
    return f"{where}没有{label}；最后一{unit}是{_label(tree, last.kind, last.number)}"


def provision_of(tree: Document, eid: str) -> str:
    """A part of a text as one writes it: 第二十三条第一款第（二）项.

    A 章 or annex is given by its number as printed.
    """
    node = tree.by_eid[eid]
    at = {p.kind: p for p in (*tree.ancestors(eid), node)}
    article, paragraph, item = at.get(K.ARTICLE), at.get(K.PARAGRAPH), at.get(K.ITEM)
    if article is None:
        return node.label
    named = place(_article_label(tree, article), paragraph.number[0] if paragraph else None, _item_label(item) if item else None)
    return named + (f"第{node.label.rstrip('.．、)）') if node.label[0] not in '（(' else node.label}目" if node.kind is K.SUBITEM else "")


def _article_label(tree: Document, article: Provision) -> str:
    """The label of an article as statutes print it, or as its own text does if that has no 第…条."""
    return article_label(article.number) if article.label.startswith("第") and not article.eid.startswith("annex") else tree.label_of(article)


def _item_label(item: Provision) -> str:
    """The label of an item as statutes print it, or as its own list does if that is not one of （一）."""
    return item_label(item.number[0]) if item.label.strip("（()）") == to_chinese(item.number[0]) else item.label


def _label(tree: Document, kind: ProvisionKind, number: tuple[int, ...]) -> str:
    if kind is K.ARTICLE:
        return article_name(tree, number)
    return f"附件{number[0]}" if kind is K.ANNEX else f"第{to_chinese(number[0])}{_UNITS[kind]}"


def _shown(instrument: Instrument, version: Version, tree: Document, node: Provision | None, note: str) -> Shown:
    if node is None:
        return Shown(instrument, version, None, tree.text, note=note)
    chain = (*tree.ancestors(node.eid), node)
    at = {p.kind: p for p in chain}
    heads = tuple(f"{p.label} {p.heading}".strip() for p in chain[:-1] if p.kind in (K.PART, K.CHAPTER, K.SECTION))
    article, paragraph, item = at.get(K.ARTICLE), at.get(K.PARAGRAPH), at.get(K.ITEM)
    return Shown(
        instrument, version, node, tree.text_of(node), heads,
        _article_label(tree, article) if article else None,
        paragraph.number[0] if article and paragraph else None,
        _item_label(item) if item else None,
        note,
    )
