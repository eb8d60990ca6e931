"""The corpus read and checked: ``catalogue.toml``, and ``<work>/<effective date>.txt`` with a ``.toml`` beside it.

``<work>/<effective date>.review.toml``, if there is one, holds the norms of that text as a reviewer read them. What a
user added lies in a folder of the same form below the data folder and is merged in (``kg.corpus.merging``).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.law.identifiers import Urn, text_urn, work_urn
from kg.law.model import Instrument, SecondHand, Subject, Version
from kg.law.places import corpus_dir, own_dir

CATALOGUE = "catalogue.toml"
_REVIEW = ".review.toml"
SIGNED = "signed"  # the folder of signatures among the user's files
MAX_BYTES = 20_000_000
_Record = TypeVar("_Record", bound=BaseModel)


class CorpusError(Exception):
    """A corpus file that cannot be used.

    The message names the file and the remedy.
    """


class StrictRecord(BaseModel):
    """A record of a file that a person writes, in which an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _SecondHandRecord(StrictRecord):
    statement: str
    source: str
    subject: str = ""


class _SubjectRecord(StrictRecord):
    name: str
    asked: list[str]
    examples: list[str] = []
    partly: bool = False
    firms: list[str] = []


class InstrumentRecord(StrictRecord):
    """One entry of ``catalogue.toml``."""

    work: str
    slug: str
    title: str
    full_title: str = ""
    issuer: list[str]
    rank: str
    number: str = ""
    status: str
    names: list[str] = []
    url: str = ""
    promulgated: date | None = None
    effective: date | None = None
    repealed: date | None = None
    note: str = ""
    field: list[str] = []
    limited_to: str = ""
    second_hand: list[_SecondHandRecord] = []
    subject: list[_SubjectRecord] = []


class _CatalogueRecord(StrictRecord):
    instrument: list[InstrumentRecord]


class _VersionRecord(StrictRecord):
    title: str
    promulgated: date | None = None
    effective: date
    until: date | None = None
    number: str = ""
    adoption_note: str = ""
    url: str = ""
    sha256: str
    amends: list[str] = []
    repeals: list[str] = []
    partial: bool = False
    paragraph_breaks_inferred: bool = False
    compared: date | None = None
    amended_since: str = ""


def plain_title(name: str) -> str:
    """A title without 《》, blanks and 中华人民共和国, and with full-width brackets.

    >>> plain_title("《中华人民共和国网络安全法》")
    '网络安全法'
    """
    bare = re.sub(r"[《》〈〉\s　]", "", name).replace("(", "（").replace(")", "）")
    return bare.removeprefix("中华人民共和国")


def bare_name(name: str) -> str:
    """A title as people type it, without blanks, in half-width characters and small letters.

    >>> bare_name("《ＧＢ／T 22239》（2019）")
    'gb/t22239(2019)'
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", plain_title(name))).casefold()


@dataclass(frozen=True)
class Catalogue:
    """Every instrument known, with the versions of those whose text is held.

    ``review_files`` and ``signatures`` are by the URN of the version. ``own_problems`` name what a user added and cannot be used, one line each
    with file and remedy. The rest of what the user added is there.
    """

    instruments: tuple[Instrument, ...]
    review_files: Mapping[str, Path] = field(default_factory=dict, compare=False)
    own_problems: tuple[str, ...] = ()
    signatures: Mapping[str, Path] = field(default_factory=dict, compare=False)

    @cached_property
    def _names(self) -> dict[str, Instrument]:
        names: dict[str, Instrument] = {}
        for instrument in self.instruments:
            own = (instrument.title, instrument.full_title, instrument.slug, instrument.work, *instrument.names)
            for name in own:
                names.setdefault(plain_title(name), instrument)
        return names

    @cached_property
    def bare_names(self) -> dict[str, Instrument]:
        """Every name under which an instrument is known, normalised by ``bare_name``."""
        return {bare: instrument for name, instrument in self._names.items() if (bare := bare_name(name))}

    @cached_property
    def longest_name(self) -> int:
        """The number of characters of the longest of these names."""
        return max(map(len, self.bare_names), default=0)

    @cached_property
    def by_urn(self) -> dict[str, Version]:
        """Every version held, by its URN."""
        return {v.urn: v for v in self.versions}

    @cached_property
    def longest_first(self) -> tuple[str, ...]:
        """Every name under which an instrument is known, the longest first."""
        return tuple(sorted(self._names, key=len, reverse=True))

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """All versions held, in the order of the catalogue and of time."""
        return tuple(v for i in self.instruments for v in i.versions)

    @property
    def names(self) -> dict[str, Instrument]:
        """Every name under which an instrument is known, normalised by ``plain_title``."""
        return self._names

    def find(self, name: str) -> Instrument | None:
        """The instrument with that title, short name, slug or work URN, or None if there is none."""
        return self._names.get(plain_title(name)) or self._names.get(work_urn(name))

    def version(self, urn: str) -> Version:
        """The version with that URN, in which a part is ignored.

        Raises KeyError, which names the URN, if no such version is held.
        """
        key = text_urn(urn)
        if key not in self.by_urn:
            raise KeyError(f"no version {key} in the corpus; `kg stats --json` lists those held")
        return self.by_urn[key]

    def of(self, version: Version) -> Instrument:
        """The instrument to which a version belongs."""
        return self._names[version.work]

    def review_path(self, version: Version) -> Path:
        """The path at which the review of a version lies or will lie, whether the version is shipped or the user added it."""
        folder = own_dir() / own_slug(version.work) if version.user_supplied else corpus_dir() / self.of(version).slug
        return folder / f"{version.effective.isoformat()}{_REVIEW}"

    def signature_path(self, version: Version, own: Path | None = None) -> Path:
        """The path at which the signatures of a version lie or will lie, in the folder of what the user added."""
        slug = own_slug(version.work) if version.user_supplied else self.of(version).slug
        return (own or own_dir()) / SIGNED / f"{slug}_{version.effective.isoformat()}.toml"


def own_slug(work: str) -> str:
    """The folder of an instrument that the user added, made from its URN alone.

    No words of a user therefore reach a path.

    >>> own_slug("urn:lex:cn:user:rule:2025-08-01;00c0ffee")
    'own-44082769'
    """
    return f"own-{hashlib.sha256(work.encode()).hexdigest()[:8]}"


def read_catalogue(folder: Path) -> list[InstrumentRecord]:
    """The entries of ``catalogue.toml`` in a folder.

    Raises CorpusError, which names what is wrong with the file.
    """
    return _read_toml(folder / CATALOGUE, _CatalogueRecord).instrument


def reviews_in(folder: Path, versions: Iterable[Version]) -> Iterator[tuple[Version, Path]]:
    """The review files of one work, each with its version.

    Raises CorpusError, which names the file, for one that has no text of its date beside it.
    """
    by_day = {v.effective.isoformat(): v for v in versions}
    for path in sorted(folder.glob(f"*{_REVIEW}")):
        version = by_day.get(path.name.removesuffix(_REVIEW))
        if version is None:
            raise CorpusError(f"{path}: no text of that date beside it; rename it to <effective date>{_REVIEW} or remove it")
        yield version, path


def read_instrument(folder: Path, r: InstrumentRecord) -> Instrument:
    """The instrument of an entry with every version in its folder.

    Raises CorpusError, which names the first file that is unusable.
    """
    try:
        Urn.parse(r.work)
    except ValueError as error:
        raise CorpusError(f"{folder / 'catalogue.toml'}: {r.title}: {error}") from error
    texts = sorted((folder / r.slug).glob("*.txt")) if (folder / r.slug).is_dir() else []
    versions = tuple(_version(r.work, path) for path in texts)
    second = tuple(SecondHand(s.statement, s.source, s.subject) for s in r.second_hand)
    subjects = tuple(Subject(s.name, tuple(s.asked), tuple(s.examples), s.partly, tuple(s.firms)) for s in r.subject)
    return Instrument(
        r.work, r.slug, r.title, r.full_title or r.title, tuple(r.issuer), r.rank, r.number, r.status, tuple(r.names),
        r.url, r.promulgated, r.effective, r.repealed, r.note, second, versions, subjects, tuple(r.field), r.limited_to,
    )


def _version(work: str, path: Path) -> Version:
    r = _read_toml(path.with_suffix(".toml"), _VersionRecord)
    text = _read_text(path)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest != r.sha256:
        raise CorpusError(f"{path}: the text has sha256 {digest}, its .toml says {r.sha256}; restore the text or re-check it")
    if path.stem != r.effective.isoformat():
        raise CorpusError(f"{path}: named {path.stem} but effective {r.effective}; rename the file or correct the date")
    for urn in (*r.amends, *r.repeals):
        try:
            Urn.parse(urn)
        except ValueError as error:
            raise CorpusError(f"{path.with_suffix('.toml')}: amends/repeals: {error}") from error
    return Version(
        work, r.title, r.effective, r.promulgated, r.until, r.number, r.adoption_note, r.url, r.sha256, text, r.partial,
        tuple(r.amends), tuple(r.repeals), r.paragraph_breaks_inferred, compared=r.compared, amended_since=r.amended_since,
    )


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CorpusError(f"{path}: larger than {MAX_BYTES:,} bytes; split or remove it")
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror}); restore it") from error
    if not text.strip():
        raise CorpusError(f"{path}: empty; restore the text")
    return text


def wrong_field(error: ValidationError) -> str:
    """The first field of a file that does not fit, with what is wrong and the remedy."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}; correct the field"


def _read_toml(path: Path, model: type[_Record]) -> _Record:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        return model.model_validate(data)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror}); every text needs its .toml") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid TOML ({error}); correct it") from error
    except ValidationError as error:
        raise CorpusError(f"{path}: {wrong_field(error)}") from error
