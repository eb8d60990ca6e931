"""What a text says: citations, terms, norms and sanctions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


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
    ``whoever`` is the words of the provision that say whom it binds where it names nobody: 提供域名解析服务的，应当….
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
    whoever: str | None = None


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
