"""An answer a lawyer can paste, with the quotes it leads to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kg.corpus.quoting import Quote
from kg.law.model import Norm


@dataclass(frozen=True)
class NotHeld:
    """An instrument that decides what is asked and whose text is not held.

    ``subject`` is the matter it decides, or empty where the question names the instrument itself.
    """

    instrument: str
    number: str
    subject: str
    url: str


@dataclass(frozen=True)
class Span:
    """Verbatim words with their offsets in the text of their provision."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class AnswerFinding:
    """One thing found: what was asked, the verdict (是, 否, 有条件 or ''), the line, its provision and its words, and the rule that made it."""

    ask: str
    verdict: str
    text: str
    provision: str
    span: Span | None
    why: str


@dataclass(frozen=True)
class Answer:
    """An answer that a lawyer can paste.

    ``status`` is "answered" or "unanswerable".
    """

    question: str
    status: str
    answer: str
    citations: tuple[Quote, ...] = ()
    norms: tuple[Norm, ...] = ()
    id: str | None = None
    profile: tuple[str, ...] = ()
    as_of: date | None = None
    elapsed_ms: float = 0.0
    path: tuple[str, ...] = field(default=())  # the way through the graph, for the reader
    table: tuple[tuple[str, ...], ...] = ()  # in an answer that compares: the heading, then a row for each matter
    not_held: tuple[NotHeld, ...] = ()
    findings: tuple[AnswerFinding, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def conclusion(self) -> str:
        """The lines before the words of the law."""
        return self.answer.partition("\n依据：")[0].strip()
