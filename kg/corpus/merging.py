"""What a user added, merged into the catalogue.

These are new instruments, and texts of instruments that were known only by name or in other wordings. A file that cannot
be used is left out and reported in ``Catalogue.own_problems``. The law that is shipped is there in any case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.corpus.catalogue import (
    CATALOGUE,
    SIGNED,
    Catalogue,
    CorpusError,
    InstrumentRecord,
    own_slug,
    plain_title,
    read_catalogue,
    read_instrument,
    reviews_in,
)
from kg.corpus.review.files import ReviewError, read
from kg.law.model import Instrument, Version
from kg.law.versions import succeeding

NOTE = "原文由用户自行添加，未经本程序核对。"


def merged(shipped: Catalogue, own: Path) -> Catalogue:
    """The shipped catalogue with everything usable from the folder ``own``.

    A fault in that folder is reported in ``own_problems`` and never raised.
    """
    problems: list[str] = []
    try:
        records = read_catalogue(own)
    except CorpusError as error:
        return replace(shipped, own_problems=(f"自有法规的目录读不出来，均未载入：{error}；请恢复或删除该文件后重新建图",))
    instruments = {i.work: i for i in shipped.instruments}
    titles = {plain_title(i.title): i.work for i in shipped.instruments}
    reviews = dict(shipped.review_files)
    for record in records:
        try:
            added = _read(own, record, instruments.get(record.work), titles)
            reviews |= _usable(own, added, problems)
        except CorpusError as error:
            problems.append(f"自有法规《{record.title}》未载入：{error}；请恢复该文件，或用 kg remove 移除后重新添加")
            continue
        instruments[record.work] = combined(instruments.get(record.work), added)
        titles[plain_title(record.title)] = record.work
    return Catalogue(tuple(instruments.values()), reviews, tuple(problems))


def _read(own: Path, record: InstrumentRecord, known: Instrument | None, titles: dict[str, str]) -> Instrument:
    """The instrument that one entry adds, with its texts marked as the user's.

    Raises CorpusError if a file is broken, if the slug or the title does not fit, or if the program holds the text by now.
    """
    if record.slug != own_slug(record.work):
        raise CorpusError(f"{own / CATALOGUE} 中的 slug 应为 {own_slug(record.work)}")
    if titles.get(plain_title(record.title), record.work) != record.work:
        raise CorpusError(f"{own / CATALOGUE}：另有一部法规也用这个标题")
    found = read_instrument(own, record)
    held = {v.effective for v in known.versions} if known else set()
    twice = [v for v in found.versions if v.effective in held]
    if twice:
        raise CorpusError(f"{own / record.slug}：程序现已收录 {twice[0].effective} 起施行的文本")
    return replace(found, versions=tuple(replace(v, user_supplied=True) for v in found.versions))


def _usable(own: Path, added: Instrument, problems: list[str]) -> dict[str, Path]:
    """The review files of the texts added, by the URN of the text.

    Those that cannot be read are left out and added to ``problems``.
    """
    usable = {}
    for version, path in reviews_in(own / added.slug, added.versions):
        try:
            read(path)
            usable[version.urn] = path
        except ReviewError as error:
            problems.append(f"自有法规《{added.title}》的核对记录未载入，规范以自动提取的为准：{error}")
    return usable


def combined(known: Instrument | None, added: Instrument) -> Instrument:
    """One instrument with the texts of both, each ending when the next begins."""
    if known is None:
        return replace(added, versions=succeeding(added.versions))
    names = dict.fromkeys((*known.names, *added.names))
    return replace(known, names=tuple(names), versions=succeeding((*known.versions, *added.versions)), note=known.note if known.versions else NOTE)


def files(own: Path) -> list[Path]:
    """Every file of the folder on which a build depends: signatures, the catalogue and what lies in the folders it names."""
    signed = sorted((own / SIGNED).glob("*.toml"))
    if not (own / CATALOGUE).is_file():
        return signed
    try:
        slugs = [own_slug(r.work) for r in read_catalogue(own)]
    except CorpusError:
        slugs = []
    texts = [p for slug in slugs for p in (own / slug).glob("*") if p.suffix in {".txt", ".toml"}]
    return sorted([own / CATALOGUE, *texts, *signed])


def own_versions(instruments: Iterable[Instrument]) -> tuple[Version, ...]:
    """The texts that the user added, in the order of the catalogue."""
    return tuple(v for i in instruments for v in i.versions if v.user_supplied)
