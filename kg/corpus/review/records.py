"""What a review file says: provisions read, norms as they should be, norms rejected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.corpus.review.mentions import About
from kg.law.model import Deadline, Modality


@dataclass(frozen=True)
class ReviewedProvision:
    """The record that a 款 or 项 was read.

    ``words`` is the digest of its words at that time. ``none`` says why it states no norm, and is None if it states some.
    """

    at: str
    words: str
    on: date
    none: str | None = None


@dataclass(frozen=True)
class ReviewedNorm:
    """A norm as it should be.

    ``reason`` says what the extraction had wrong, and is empty if the norm is only confirmed.
    """

    at: str
    quote: str
    modality: Modality
    kind: str
    bearer: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    action: str = ""
    object: str = ""
    trigger: str | None = None
    exception: str | None = None
    deadline: Deadline | None = None
    reason: str = ""
    whoever: str | None = None


@dataclass(frozen=True)
class Rejection:
    """A norm that the extraction gives and the law does not state."""

    at: str
    quote: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Review:
    """The review of one version, with ``reviewer`` as the words for who read it and how.

    ``method`` is ``language-model`` where one read it, and otherwise empty.
    """

    reviewer: str
    provisions: tuple[ReviewedProvision, ...] = ()
    norms: tuple[ReviewedNorm, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    about: tuple[About, ...] = ()
    method: str = ""
