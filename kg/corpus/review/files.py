"""The files ``<effective date>.review.toml`` beside a text.

They are read and checked, written so that a diff reads well, and drafted from the extraction.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from kg.corpus.catalogue import Catalogue, StrictRecord, wrong_field
from kg.corpus.records import toml_string
from kg.corpus.review.applying import Part, parts, unexplained
from kg.corpus.review.mentions import About
from kg.corpus.review.records import Rejection, Review, ReviewedNorm, ReviewedProvision
from kg.law.model import Deadline, DeadlineType, Document, Modality, Norm, Sanction, Version

Kind = Literal[
    "announce", "apply", "file", "inform", "keep", "notify", "provide", "report", "submit",
    "assess", "cease", "comply", "contract", "cooperate", "delete", "designate", "drill", "ensure", "establish", "handle", "invest",
    "misuse", "obtain", "perform", "process", "protect", "record", "require", "supervise", "train", "transfer", "warn",
]
_Text = Annotated[str, StringConstraints(min_length=1)]


class ReviewError(Exception):
    """A review file that cannot be used.

    The message names the file and the remedy.
    """


class _ProvisionRecord(StrictRecord):
    at: _Text
    words: str
    on: date
    none: str | None = None


class _DeadlineRecord(StrictRecord):
    text: _Text
    type: DeadlineType
    value: str | None = None


class _NormRecord(StrictRecord):
    at: _Text
    quote: _Text
    modality: Modality
    kind: Kind
    bearer: list[_Text] = Field(default_factory=list)
    recipient: list[_Text] = Field(default_factory=list)
    action: str = ""
    object: str = ""
    trigger: str = ""
    exception: str = ""
    deadline: _DeadlineRecord | None = None
    reason: str = ""
    whoever: str = ""


class _RejectedRecord(StrictRecord):
    at: _Text
    quote: _Text
    kind: Kind
    reason: str = ""


class _AboutRecord(StrictRecord):
    at: _Text
    quote: _Text
    concept: _Text


class _ReviewRecord(StrictRecord):
    reviewer: _Text
    method: Literal["", "language-model"] = ""
    provision: list[_ProvisionRecord] = Field(default=[])
    norm: list[_NormRecord] = Field(default=[])
    rejected: list[_RejectedRecord] = Field(default=[])
    about: list[_AboutRecord] = Field(default=[])


def read(path: Path) -> Review:
    """The review in a file.

    Raises ReviewError, which names the file, the place in it and the remedy.
    """
    try:
        return parse(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ReviewError(f"{path}: cannot be read ({error.strerror}); restore or remove it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReviewError(f"{path}: not valid TOML ({error}); correct it") from error
    except ValidationError as error:
        raise ReviewError(f"{path}: {wrong_field(error)}") from error


def review_of(catalogue: Catalogue, version: Version) -> Review | None:
    """The review of a version's norms, or None if there is none.

    Raises ReviewError, which names the file, if it cannot be used.
    """
    path = catalogue.review_files.get(version.urn)
    return read(path) if path else None


def parse(text: str) -> Review:
    """The review in the text of a file.

    Raises TOMLDecodeError or ValidationError if the text is no review.
    """
    data: dict[str, Any] = tomllib.loads(text)
    r = _ReviewRecord.model_validate(data)
    return Review(
        r.reviewer, tuple(ReviewedProvision(p.at, p.words, p.on, p.none) for p in r.provision), tuple(map(_norm, r.norm)),
        tuple(Rejection(x.at, x.quote, x.kind, x.reason) for x in r.rejected), tuple(About(a.at, a.quote, a.concept) for a in r.about),
        r.method,
    )


def _norm(r: _NormRecord) -> ReviewedNorm:
    deadline = Deadline(r.deadline.text, r.deadline.type, r.deadline.value) if r.deadline else None
    return ReviewedNorm(
        r.at, r.quote, r.modality, r.kind, tuple(r.bearer), tuple(r.recipient), r.action, r.object, r.trigger or None,
        r.exception or None, deadline, r.reason, r.whoever or None,
    )


def render(review: Review, order: Iterable[str] = ()) -> str:
    """The file of a review, provision by provision, each with its norms.

    ``order`` are the eids as in the text. Provisions that are not among them come last.
    """
    place = {eid: i for i, eid in enumerate(order)}
    eids = dict.fromkeys(one.at for group in (review.provisions, review.norms, review.rejected, review.about) for one in group)
    method = f"method = {toml_string(review.method)}\n" if review.method else ""
    blocks = [f"reviewer = {toml_string(review.reviewer)}\n{method}"]
    for eid in sorted(eids, key=lambda e: place.get(e, len(place))):
        blocks += [_table("provision", _provision_fields(p)) for p in review.provisions if p.at == eid]
        blocks += [_table("norm", _norm_fields(n)) for n in review.norms if n.at == eid]
        blocks += [_table("rejected", _rejected_fields(x)) for x in review.rejected if x.at == eid]
        blocks += [_table("about", _about_fields(a)) for a in review.about if a.at == eid]
    return "\n".join(blocks)


def _table(name: str, fields: Iterable[tuple[str, str]]) -> str:
    return "".join([f"[[{name}]]\n", *(f"{key} = {value}\n" for key, value in fields)])


def _provision_fields(p: ReviewedProvision) -> Iterator[tuple[str, str]]:
    yield from (("at", toml_string(p.at)), ("words", toml_string(p.words)), ("on", p.on.isoformat()))
    if p.none is not None:
        yield "none", toml_string(p.none)


def _norm_fields(n: ReviewedNorm) -> Iterator[tuple[str, str]]:
    yield from (("at", toml_string(n.at)), ("quote", toml_string(n.quote)))
    yield from (("modality", toml_string(n.modality.value)), ("kind", toml_string(n.kind)))
    for name, words in (("bearer", n.bearer), ("recipient", n.recipient)):
        if words:
            yield name, f"[{', '.join(map(toml_string, words))}]"
    texts = (("whoever", n.whoever), ("action", n.action), ("object", n.object), ("trigger", n.trigger), ("exception", n.exception))
    for name, text in texts:
        if text:
            yield name, toml_string(text)
    if n.deadline:
        value = f", value = {toml_string(n.deadline.value)}" if n.deadline.value is not None else ""
        yield "deadline", f"{{text = {toml_string(n.deadline.text)}, type = {toml_string(n.deadline.type.value)}{value}}}"
    if n.reason:
        yield "reason", toml_string(n.reason)


def _rejected_fields(x: Rejection) -> tuple[tuple[str, str], ...]:
    return ("at", toml_string(x.at)), ("quote", toml_string(x.quote)), ("kind", toml_string(x.kind)), ("reason", toml_string(x.reason))


def _about_fields(a: About) -> tuple[tuple[str, str], ...]:
    return ("at", toml_string(a.at)), ("quote", toml_string(a.quote)), ("concept", toml_string(a.concept))


def without(review: Review, at: Container[str]) -> Review:
    """The review with nothing of the provisions ``at``."""
    return Review(
        review.reviewer, tuple(p for p in review.provisions if p.at not in at), tuple(n for n in review.norms if n.at not in at),
        tuple(x for x in review.rejected if x.at not in at), tuple(a for a in review.about if a.at not in at),
        review.method,
    )


def merge(old: Review, new: Review) -> Review:
    """``old`` with everything that ``new`` says of a provision in the place of what ``old`` said of it."""
    kept = without(old, {p.at for p in new.provisions})
    return Review(
        new.reviewer, (*kept.provisions, *new.provisions), (*kept.norms, *new.norms), (*kept.rejected, *new.rejected),
        (*kept.about, *new.about), new.method or old.method,
    )


def draft(
    document: Document, norms: Iterable[Norm], sanctions: Iterable[Sanction], on: date, done: Container[str] = (), reviewer: str = ""
) -> Review:
    """A review that repeats the extraction, for a reviewer to go through.

    It covers everything that is ``due`` except the eids in ``done``. A provision without a norm gets an empty ``none``, to be
    filled in, and ``reviewer`` is left empty in the same way unless it is known.
    """
    found: dict[str, list[Norm]] = {}
    for norm in norms:
        found.setdefault(norm.eid, []).append(norm)
    wanted = [p for p in due(document, found, sanctions) if p.eid not in done]
    provisions = tuple(_drafted(document, p, on, p.eid in found) for p in wanted)
    return Review(reviewer, provisions, tuple(as_reviewed(n) for p in wanted for n in found.get(p.eid, ())))


def due(document: Document, stating: Container[str], sanctions: Iterable[Sanction]) -> list[Part]:
    """The parts of a text that must be reviewed.

    They are those that state norms (the eids ``stating``), and those that have words of duty but neither a norm nor a penalty.
    """
    penal = tuple(sanctions)
    return [p for p in parts(document) if p.eid in stating or unexplained(document, p, penal)]


def _drafted(document: Document, part: Part, on: date, has_norms: bool) -> ReviewedProvision:
    return ReviewedProvision(part.eid, part.digest(document), on, None if has_norms else "")


def as_reviewed(n: Norm) -> ReviewedNorm:
    """An extracted norm as a review repeats it."""
    return ReviewedNorm(
        n.eid, n.quote, n.modality, n.kind, n.bearer, n.recipient, n.action, n.object, n.trigger, n.exception, n.deadline,
        whoever=n.whoever,
    )
