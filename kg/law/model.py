"""The frozen records that travel from the text of the law to the answer.

Offsets are character offsets, with the start included and the end excluded. An ``eid`` names a part of one
version of an instrument the way Akoma Ntoso does: ``art39``, ``art39_par1``, ``art39_par1_item2``,
``art21-1`` for 第二十一条之一, ``chp4``, ``chp4_sec1``, ``annex1``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

# The ranks of what a regulator issues for those it supervises; 法律 and 行政法规 are for everybody, standards are no rules.
REGULATORS_RANKS = ("部门规章", "规范性文件")
LONGEST_ARTICLE = 100_000  # characters of an article or annex that are read; those of real laws have some thousands


class ProvisionKind(StrEnum):
    """The levels of a Chinese statute, outermost first."""

    PART = "part"  # 编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款
    ITEM = "item"  # 项
    SUBITEM = "subitem"  # 目
    ANNEX = "annex"  # 附件


class Modality(StrEnum):
    """What a deontic norm does to its bearer."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    POWER = "power"


class DeadlineType(StrEnum):
    """The ways in which the law fixes a time."""

    RELATIVE = "relative"
    PERIODIC = "periodic"
    FIXED_DATE = "fixed-date"
    IMMEDIATE = "immediate"
    PRIOR = "prior"
    RETENTION = "retention"


@dataclass(frozen=True)
class Problem:
    """Something a parser could not make sense of.

    A problem is reported and never raised.
    """

    code: str
    message: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Provision:
    """A node of the tree of one text: 编 章 节 条 款 项 目 or an annex.

    ``start`` and ``end`` span the node with everything below it in the source text. ``label`` is the
    number as printed (第三十九条, （一）) and empty for a 款. ``heading`` is the title of a 章 or 节.
    """

    kind: ProvisionKind
    number: tuple[int, ...]
    eid: str
    label: str
    start: int
    end: int
    heading: str = ""
    children: tuple[Provision, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """This node and everything below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Document:
    """One text as a tree.

    ``text`` is the source, unchanged, and every node points into it.
    """

    title: str
    text: str
    children: tuple[Provision, ...]
    problems: tuple[Problem, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """Every node, in the order of the text."""
        for child in self.children:
            yield from child.walk()

    @cached_property
    def by_eid(self) -> dict[str, Provision]:
        """Every node by its eid."""
        return {p.eid: p for p in self.walk()}

    @cached_property
    def articles(self) -> tuple[Provision, ...]:
        """All 条, in the order of the text."""
        return tuple(p for p in self.walk() if p.kind is ProvisionKind.ARTICLE)

    @cached_property
    def _ancestors(self) -> dict[str, tuple[Provision, ...]]:
        found: dict[str, tuple[Provision, ...]] = {}

        def visit(node: Provision, above: tuple[Provision, ...]) -> None:
            found[node.eid] = above
            for child in node.children:
                visit(child, (*above, node))

        for child in self.children:
            visit(child, ())
        return found

    def ancestors(self, eid: str) -> tuple[Provision, ...]:
        """The nodes above ``eid``, outermost first."""
        return self._ancestors.get(eid, ())

    def text_of(self, node: Provision) -> str:
        """The words of a node, without the blank lines that follow it."""
        return self.text[node.start : node.end].rstrip()

    def read_to(self, part: Provision, within: Provision) -> int:
        """The offset up to which a part of an article is read, which is its end unless the article is longer than any in law."""
        return min(part.end, within.start + LONGEST_ARTICLE)

    def article(self, number: tuple[int, ...]) -> Provision | None:
        """The 条 with that number, or None if there is none.

        ``(21, 1)`` is the number of 第二十一条之一.
        """
        return self.by_eid.get("art" + "-".join(map(str, number)))


@dataclass(frozen=True)
class Version:
    """One text of an instrument, with the dates between which it is the law.

    ``effective`` is the first day in force. ``until`` is the first day no longer in force, or None while the text
    stands. ``partial`` says that only a fragment of the text is held, and ``user_supplied`` that the user added it.
    """

    work: str  # LEX URN of the work
    title: str
    effective: date
    promulgated: date | None
    until: date | None = None
    number: str = ""
    adoption_note: str = ""
    url: str = ""
    sha256: str = ""
    text: str = ""
    partial: bool = False
    amends: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    paragraph_breaks_inferred: bool = False
    user_supplied: bool = False

    @cached_property
    def urn(self) -> str:
        """LEX URN of this version, ``<work>@<effective date>``."""
        return f"{self.work}@{self.effective.isoformat()}"


@dataclass(frozen=True)
class SecondHand:
    """A statement about an instrument whose own words are not held."""

    statement: str
    source: str


@dataclass(frozen=True)
class Instrument:
    """A work, which is one law, regulation, rule or standard, whether or not its text is held.

    ``rank`` is 法律, 行政法规, 部门规章, 规范性文件 or 行业标准. ``names`` are the short names that people
    and other rules use (网安法, 218号令). ``title`` carries neither 《》 nor 中华人民共和国. ``field`` are words by which a question
    is known to be about the field of a text on another field than the industry's; ``limited_to`` is what the whole text is limited
    to by its own words, or ''.
    """

    work: str
    slug: str
    title: str
    full_title: str
    issuer: tuple[str, ...]
    rank: str
    number: str
    status: str
    names: tuple[str, ...] = ()
    url: str = ""
    promulgated: date | None = None
    effective: date | None = None
    repealed: date | None = None
    note: str = ""
    second_hand: tuple[SecondHand, ...] = ()
    versions: tuple[Version, ...] = ()
    field: tuple[str, ...] = ()
    limited_to: str = ""

    @property
    def held(self) -> bool:
        """Whether the whole text of at least one version is in the corpus."""
        return any(not v.partial for v in self.versions)


@dataclass(frozen=True)
class Target:
    """What a citation points at.

    ``instrument`` is a title, or "self" for the text itself. ``article`` is a label (第三十九条), ``paragraph`` counts
    from 1, and ``item`` is a label (（二）). ``division`` names a 编, 章, 节 or annex (第三章第二节, 附件2) if no article is meant.
    """

    instrument: str
    article: str | None = None
    paragraph: int | None = None
    item: str | None = None
    division: str = ""


@dataclass(frozen=True)
class Citation:
    """A citation found in an article.

    Offsets count characters of the article's text. A range or a list gives one Citation for each provision it names. The
    ``text`` and offsets of each are those of its own member if that is written out, and of the whole range if it is not.
    """

    article: str
    start: int
    end: int
    text: str
    target: Target
    rule: str = ""


@dataclass(frozen=True)
class Resolution:
    """A citation with the provision it means (URN with ``~eid``), or with the reason why it means none."""

    citation: Citation
    source: str  # URN of the smallest citing provision
    target: str | None  # URN of the version or provision meant
    reason: str = ""  # why unresolved, empty when resolved
    note: str = ""  # e.g. that the number is that of an older version
    also: tuple[str, ...] = ()  # further provisions meant, e.g. the same article in the current version


@dataclass(frozen=True)
class Term:
    """A defined term.

    ``quote`` is verbatim. ``scope`` is the instrument (本办法) or something narrower. ``full_form`` is set for an
    abbreviation (以下简称) and is the long name that it stands for.
    """

    article: str
    term: str
    quote: str
    full_form: str | None = None
    scope: str = "self"
    eid: str = ""
    members: tuple[str, ...] = ()  # what the definition says it comprises, where it lists them


@dataclass(frozen=True)
class Deadline:
    """A time fixed by the law.

    ``text`` is verbatim. ``value`` is ISO 8601, with ``P15BD`` for business days and ``--04-30`` for a yearly date, or None
    if the law fixes no value.
    """

    text: str
    type: DeadlineType
    value: str | None


@dataclass(frozen=True)
class Mention:
    """A concept (its IRI) that a provision speaks of without a name of it, and the verbatim words that do."""

    concept: str
    words: str


@dataclass(frozen=True)
class Norm:
    """One deontic statement of one provision.

    ``quote`` is verbatim and lies at ``start:end`` of the article's text. ``recipient`` is what the
    article says. ``kind`` is a kind of communication (report, submit, file, notify, inform, announce,
    apply, keep, provide) or a plain word for other duties. ``rule`` names the extraction rule. ``status`` says whether a
    reviewer confirmed or corrected the norm, ``reason`` why it was corrected, and ``reviewer`` and ``reviewed`` who read it and when.
    ``signer`` and ``signed`` name the person who confirmed its article and the day.
    ``mentions`` is what its provision speaks of in words other than those of the vocabulary.
    """

    instrument: str
    article: str
    paragraph: int | None
    item: str | None
    eid: str
    modality: Modality
    kind: str
    bearer: tuple[str, ...]
    recipient: tuple[str, ...]
    action: str
    object: str
    trigger: str | None
    deadline: Deadline | None
    quote: str
    start: int = 0
    end: int = 0
    exception: str | None = None
    rule: str = ""
    status: str = "extracted"  # extracted | confirmed | corrected
    reason: str = ""
    reviewer: str = ""
    reviewed: date | None = None
    method: str = ""  # language-model where one read it, else ""
    signer: str = ""  # the person who confirmed the article by name
    signed: date | None = None
    mentions: tuple[Mention, ...] = field(default=(), repr=False)  # what a review adds is no part of what was extracted


@dataclass(frozen=True)
class Application:
    """How a norm applies to one subject: who receives, in which manner, and the provisions that decide it.

    ``subject`` is a bearer as the law names it. ``recipient`` is what the article says, or what a rule elsewhere makes of
    it. ``because`` are the eids or URNs of those rules, empty if the article alone decides.
    """

    subject: str
    recipient: tuple[str, ...]
    because: tuple[str, ...] = ()
    manner: str = "适用"


@dataclass(frozen=True)
class Sanction:
    """A penalty clause, which says who is punished for breach of which provisions and how.

    ``punishes`` are the cited provisions (Targets). ``measures`` are verbatim words such as 责令改正. ``fines`` are pairs
    in yuan (low, high), with None for an open end. ``onward`` are the titles of laws applied (依照《…》).
    ``condition`` is the case that this degree is for, verbatim (拒不改正或者导致危害网络安全等后果的): the breach without
    the names of those who commit it, or what must be added to it. A case within a case follows it after ``……``. ``firm`` are
    those whose breach is punished, which are the addressees themselves or the firm whose persons are the addressees.
    """

    article: str
    eid: str
    addressee: tuple[str, ...]
    punishes: tuple[Target, ...]
    measures: tuple[str, ...]
    fines: tuple[tuple[int | None, int | None], ...]
    onward: tuple[str, ...]
    quote: str
    authority: tuple[str, ...] = ()
    condition: str = ""
    firm: tuple[str, ...] = ()
