"""Articles that a person confirmed by name, which is all that makes a norm 人工核对.

A signature knows the article by a digest of its words and of every norm that was shown for it, so that it lapses when either
changes. Signatures lie among the user's own files (``own/signed/<slug>_<day>.toml``), one entry an article.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from kg.corpus.catalogue import StrictRecord, wrong_field
from kg.corpus.records import toml_string
from kg.files.writing import put
from kg.law.identifiers import article_eid
from kg.law.likeness import squash
from kg.law.model import Document, Norm, Provision

_Text = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_SLOTS = ("eid", "modality", "kind", "bearer", "recipient", "action", "object", "trigger", "exception", "deadline", "quote")


class SigningError(Exception):
    """A file of signatures that cannot be used, or an article that cannot be signed.

    The message names the file or the article and the remedy.
    """


@dataclass(frozen=True)
class Signature:
    """The confirmation of one article (its eid) by a person on a day."""

    at: str
    digest: str
    by: str
    on: date


class _SignatureRecord(StrictRecord):
    at: _Text
    digest: _Text
    by: _Text
    on: date


class _SignedRecord(StrictRecord):
    signed: list[_SignatureRecord] = Field(default=[])


def digest(document: Document, article: Provision, norms: Iterable[Norm]) -> str:
    """The first 16 hex digits of the sha256 of the words of an article and of the norms stated in it."""
    shown = sorted(repr([getattr(n, name) for name in _SLOTS]) for n in norms)
    return hashlib.sha256("\n".join([squash(document.text_of(article)), *shown]).encode()).hexdigest()[:16]


def read_signatures(path: Path | None) -> tuple[Signature, ...]:
    """The signatures in a file, none for no path.

    SigningError names the file if it cannot be used.
    """
    if path is None:
        return ()
    try:
        found = _SignedRecord.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SigningError(f"{path} 读不出来（{error}）；请恢复或删除该文件") from error
    except ValidationError as error:
        raise SigningError(f"{path}: {wrong_field(error)}") from error
    return tuple(Signature(s.at, s.digest, s.by, s.on) for s in found.signed)


def render_signatures(signatures: Iterable[Signature]) -> str:
    """The file of some signatures."""
    return "\n".join(
        f"[[signed]]\nat = {toml_string(s.at)}\ndigest = {toml_string(s.digest)}\nby = {toml_string(s.by)}\non = {s.on.isoformat()}\n"
        for s in signatures)


def sign(document: Document, norms: Sequence[Norm], articles: Iterable[Provision], by: str, on: date) -> tuple[Signature, ...]:
    """A signature for each of the articles, with its words and norms as they stand.

    SigningError is raised for a name that is empty or too long.
    """
    name = " ".join(by.split())
    if not name or len(name) > 80:
        raise SigningError("请写明核对人的姓名（不超过80字）")
    return tuple(Signature(a.eid, digest(document, a, _stated_in(a, norms)), name, on) for a in articles)


def keep_signatures(path: Path, new: Sequence[Signature]) -> None:
    """Write signatures into their file, each in the place of an earlier one of its article.

    SigningError names a file that cannot be read, which is left as it is.
    """
    known = [s for s in read_signatures(path if path.exists() else None) if s.at not in {n.at for n in new}]
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, render_signatures([*known, *new]))


def with_signatures(document: Document, norms: Sequence[Norm], signatures: Iterable[Signature]) -> tuple[Norm, ...]:
    """The norms, those of signed articles with who signed and when, where neither words nor norms have changed since."""
    standing = {s.at: s for s in standing_of(document, norms, signatures)}
    return tuple(replace(n, signer=s.by, signed=s.on) if (s := standing.get(article_eid(n.eid))) else n for n in norms)


def standing_of(document: Document, norms: Sequence[Norm], signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """The signatures that have not lapsed."""
    articles = {a.eid: a for a in document.articles}
    return tuple(
        s for s in signatures if s.at in articles and digest(document, articles[s.at], _stated_in(articles[s.at], norms)) == s.digest)


def _stated_in(article: Provision, norms: Iterable[Norm]) -> list[Norm]:
    return [n for n in norms if article_eid(n.eid) == article.eid]
