"""A duty while it is being read, and what the article has named so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.law.model import Deadline, Modality


@dataclass
class Draft:
    """A norm under construction.

    ``start`` and ``end`` are offsets in the text of the 款 or 项.
    """

    modality: Modality
    kind: str
    bearer: tuple[str, ...]
    recipient: tuple[str, ...]
    action: str
    object: str
    trigger: str | None
    deadline: Deadline | None
    start: int
    end: int
    rule: str
    exception: str | None = None
    whoever: str | None = None

    def quoted(self, text: str) -> str:
        """The words of the duty in the 款 or 项."""
        return text[self.start : self.end]


MOST_ACTORS = 200  # named last in an article, that 其 and 相关… may mean


@dataclass
class Context:
    """What an article has named so far, and how a 项 is to be read (from its lead-in)."""

    text: str
    chapter: tuple[str, ...] = ()  # whom the heading of the chapter names
    bearer: tuple[str, ...] = ()
    whoever: str = ""  # whom the sentence just read binds, if it names nobody
    unnamed: bool = False  # a sentence of the article has bound whoever does something, and not those of the chapter
    actors: tuple[str, ...] = ()
    told: list[Draft] = field(default_factory=list)  # reports and submissions the article has required so far
    modality: Modality | None = None
    rule: str = ""
    explicit_only: bool = False
    drafts: list[Draft] = field(default_factory=list)
    spared: str | None = None  # the exception of the lead-in, which its 项 share
    base: tuple[str, ...] = ()  # conditions of the 款 that leads the present one in

    def mention(self, names: tuple[str, ...]) -> None:
        """Note actors named, for 其 and 相关…."""
        self.actors = (*self.actors, *names)[-MOST_ACTORS:]

    def remember(self, names: tuple[str, ...]) -> None:
        """Note the bearer of the sentence just read, which the next one inherits."""
        self.bearer, self.whoever = names if names != ("国家",) else (), ""

    def inherited(self) -> tuple[str, ...]:
        """The bearer of a sentence that names none.

        It is that of the sentence before in the same article, or else the one that the heading of the chapter names.
        """
        return self.bearer or (() if self.unnamed else self.chapter)

    def others(self, bearer: tuple[str, ...]) -> tuple[str, ...]:
        """The actor named last that is not the bearer, or () if there is none."""
        return next(((a,) for a in reversed(self.actors) if a not in bearer), ())


@dataclass
class State:
    """What the sentence has said so far."""

    modality: Modality | None = None
    rule: str = ""
    subject: tuple[str, ...] = ()
    tentative: tuple[str, ...] = ()
    ordered: bool = False  # something was ordered (责令); what 并 adds is ordered as well
    agent: tuple[str, ...] = ()  # the agent named with 由, until another subject is named
    demanded: tuple[str, ...] = ()
    topic: bool = False
    triggers: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)  # the conditions of the part before ；
    part: int = 0  # how many duties had been found when the present part began
    exception: str | None = None
    carry: list[Deadline] = field(default_factory=list)
    periodic: Deadline | None = None
    patient: str = ""
    forbidden: bool = False  # a 项 says what must not be done; 只能 and 应当 in it are part of that
    whoever: str = ""  # whom the sentence binds, if it names nobody (提供…服务的)
    faulty: bool = False  # the actor of the condition fails or asks for something
    barred: bool = False  # somebody else is spoken of, so that nobody's duty carries over
    scene: str = ""  # the last clause that only sets the scene
    positive: tuple[Modality | None, str] = (None, "")  # the last modality that was no prohibition, and its rule
    drafts: list[Draft] = field(default_factory=list)
