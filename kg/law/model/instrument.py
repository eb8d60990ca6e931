"""The instruments known and the versions of those whose text is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

# The ranks of what a regulator issues for those it supervises; 法律 and 行政法规 are for everybody, standards are no rules.
REGULATORS_RANKS = ("部门规章", "规范性文件")


@dataclass(frozen=True)
class Version:
    """One text of an instrument, with the dates between which it is the law.

    ``effective`` is the first day in force. ``until`` is the first day no longer in force, or None while the text
    stands. ``partial`` says that only a fragment of the text is held, and ``user_supplied`` that the user added it.
    ``compared`` is the day on which the text was last compared with its source, and ``amended_since`` says in words what is
    known to have changed since the text (empty: nothing was found).
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
    compared: date | None = None
    amended_since: str = ""

    @cached_property
    def urn(self) -> str:
        """LEX URN of this version, ``<work>@<effective date>``."""
        return f"{self.work}@{self.effective.isoformat()}"


@dataclass(frozen=True)
class SecondHand:
    """A statement about an instrument whose own words are not held.

    ``subject`` is the name of the subject of the instrument that it tells of, or empty.
    """

    statement: str
    source: str
    subject: str = ""


@dataclass(frozen=True)
class Subject:
    """A matter that an instrument decides, with the words by which a question about it is known.

    Each of ``asked`` is one way to ask: its words, apart by blanks, all stand in the question, of a word with | one of its
    forms, and a word behind ! does not. ``examples`` has a question for each way. ``partly`` says that texts held decide part
    of the matter. Where ``firms`` are named, it is a matter of those kinds of firm alone.
    """

    name: str
    asked: tuple[str, ...]
    examples: tuple[str, ...] = ()
    partly: bool = False
    firms: tuple[str, ...] = ()


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
    subjects: tuple[Subject, ...] = ()
    field: tuple[str, ...] = ()
    limited_to: str = ""

    @property
    def held(self) -> bool:
        """Whether the whole text of at least one version is in the corpus."""
        return any(not v.partial for v in self.versions)
