"""Rules that a user adds: checked, written apart from the corpus, and taken out again without a trace.

They are written in files of the same form as the corpus: ``<data>/own/catalogue.toml`` and ``<data>/own/<slug>/<effective
date>.txt`` with ``.toml``. Each file is replaced in one step, and the one that makes a text count is written last, so a program
killed at any moment leaves the state before or the state after.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
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
)
from kg.corpus.problems import doubts
from kg.corpus.readers import FileText
from kg.corpus.records import instrument_text, version_text
from kg.corpus.structure import parse
from kg.files.safe import clean
from kg.files.writing import put
from kg.graph.storage import changing
from kg.law.model import Document, Instrument, Version
from kg.law.places import own_dir
from kg.law.versions import is_earlier
from kg.own.held import Held
from kg.own.reading import LONGEST_TITLE, RANKS, Stated, find, looks_like, tidy_title

MAX_CHARS = 600_000
_SHORTEST_TITLE, _SHORTEST_NAME, _MOST_NAMES = 4, 3, 20
_YEARS = range(1949, 2101)
_LEAVING = ".leaving"  # marks a folder whose removal has begun


class OwnError(Exception):
    """The error raised for a text that cannot be added or removed.

    The message says why and what to do, in one line.
    """


class HeldError(OwnError):
    """The error raised for a text that is there already."""


@dataclass(frozen=True)
class Given:
    """Metadata as the user gives them.

    What is empty is taken from the text.
    """

    title: str = ""
    effective: date | None = None
    promulgated: date | None = None
    until: date | None = None
    issuer: tuple[str, ...] = ()
    number: str = ""
    rank: str = ""
    names: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True)
class Addition:
    """A text ready to be added.

    ``instrument`` is what its entry will say, ``version`` the text with its words, and ``known`` the work as known before.
    """

    instrument: Instrument
    version: Version
    document: Document
    known: Instrument | None
    found: Stated

    @property
    def doubts(self) -> tuple[str, ...]:
        """What makes the text doubtful, so that it is kept only if the user says so again."""
        return doubts(self.document.problems, self.version.partial)


def read(reading: FileText, declared: str = "") -> tuple[Document, Stated]:
    """The tree of a text, and what it says of itself.

    ``declared`` is a title given by the user. OwnError is raised if the text is too long or has no articles.
    """
    if len(reading.text) > MAX_CHARS:
        raise OwnError(f"文本有 {len(reading.text):,} 字，超过 {MAX_CHARS:,} 字；请拆分后分别添加")
    text = "\n".join(line.rstrip() for line in clean(reading.text).split("\n")).strip("\n") + "\n"
    document = parse(text)
    if not document.articles:
        raise OwnError(f"没有识别出“第…条”，也没有依次排列的“一、二、”“1. 2.”“1 1.1”之类的编号，不能添加（{looks_like(document)}）；"
                       "请检查是否为扫描件、提要")
    found = find(document, reading.title)
    return parse(text, tidy_title(declared) or found.title), found


def prepare(reading: FileText, given: Given, catalogue: Catalogue | Held) -> Addition:
    """The text ready to be added, with everything checked.

    Who prepares many texts gives what is held. OwnError says what is missing or wrong, and HeldError what is there already.
    """
    held = catalogue if isinstance(catalogue, Held) else Held(catalogue)
    document, found = read(reading, given.title)
    title = _checked_title(document.title)
    effective = given.effective or found.effective
    if effective is None:
        raise OwnError(f"《{title}》没有写明可以确定的施行日期；请用 --effective 写明，如 --effective 2025-08-01")
    known = _work(title, held)
    promulgated = given.promulgated or found.promulgated or (known.promulgated if known and known.effective == effective else None)
    if promulgated and not given.promulgated and is_earlier(effective, promulgated):
        promulgated = None
    _check_days(effective, promulgated, given.until)
    work = known.work if known else _urn(title, promulgated or effective)
    instrument = _instrument(work, title, effective, promulgated, given, found, known)
    _check_names(instrument, given.names, held)
    text = document.text
    version = Version(
        work, instrument.title, effective, promulgated, given.until, instrument.number, "", "", hashlib.sha256(text.encode()).hexdigest(),
        text, given.partial, user_supplied=True,
    )
    _check_new(version, document, known, held)
    return Addition(instrument, version, document if document.title == instrument.title else parse(text, instrument.title), known, found)


def _checked_title(title: str) -> str:
    if not title:
        raise OwnError("文本开头没有标题；请用 --title 写明")
    if len(title) < _SHORTEST_TITLE or not any("\u3400" <= c <= "\u9fff" for c in title):
        raise OwnError(f"标题“{title}”太短或没有汉字，不能与其他法规区分；请用 --title 写全称（{_SHORTEST_TITLE} 至 {LONGEST_TITLE} 字）")
    return title


def _work(title: str, held: Held) -> Instrument | None:
    """The instrument with this title, or None if there is none.

    OwnError is raised if the title is only the short name of an instrument.
    """
    found = held.entitled(title)
    if found:
        return found
    other = held.find(title)
    if other is not None:
        raise OwnError(f"“{title}”是《{other.title}》的简称；如果就是该法规，请用 --title 写全称，否则请在标题前加上制定机构的名称")
    return None


def _urn(title: str, day: date) -> str:
    return f"urn:lex:cn:user:rule:{day.isoformat()};{hashlib.sha256(plain_title(title).encode()).hexdigest()[:8]}"


def _check_days(effective: date, promulgated: date | None, until: date | None) -> None:
    for name, day in (("施行", effective), ("公布", promulgated), ("失效", until)):
        if day and day.year not in _YEARS:
            raise OwnError(f"{name}日期 {day} 不在 {_YEARS[0]} 至 {_YEARS[-1]} 年之间；请更正")
    if promulgated and is_earlier(effective, promulgated):
        raise OwnError(f"公布日期 {promulgated} 晚于施行日期 {effective}；请更正")
    if until and not is_earlier(effective, until):
        raise OwnError(f"失效日期 {until} 不晚于施行日期 {effective}；请更正")


def _instrument(
    work: str, title: str, effective: date, promulgated: date | None, given: Given, found: Stated, known: Instrument | None
) -> Instrument:
    """The entry of the user's catalogue.

    That of a known work is as known, with the short names added.
    """
    names = tuple(dict.fromkeys(filter(None, map(tidy_title, given.names))))
    if known:
        return replace(known, slug=own_slug(work), names=names, second_hand=(), versions=(), number=known.number or given.number)
    rank = given.rank or found.rank or "内部制度"
    if rank not in RANKS:
        raise OwnError(f"效力层级“{rank[:20]}”不在可选之列；可用：{'、'.join(RANKS)}")
    issuer = tuple(filter(None, map(tidy_title, given.issuer))) or found.issuer or (("本机构",) if rank == "内部制度" else ("未注明",))
    number = clean(given.number or found.number)[:100]
    return Instrument(
        work, own_slug(work), title, title, issuer, rank, " ".join(number.split()), "现行有效", names, "", promulgated, effective,
        note="由用户自行添加，未经本程序核对。",
    )


def _check_names(instrument: Instrument, names: Sequence[str], held: Held) -> None:
    if len(names) > _MOST_NAMES:
        raise OwnError(f"简称超过 {_MOST_NAMES} 个；请只写常用的")
    for name in filter(None, map(tidy_title, names)):
        other = held.find(name)
        if other is not None and other.work != instrument.work:
            raise OwnError(f"简称“{name}”已经指《{other.title}》；请换一个")
        if len(name) < _SHORTEST_NAME or name.isdigit():
            raise OwnError(f"简称“{name}”太短，会与普通词语混淆；请至少写 {_SHORTEST_NAME} 个字")


def _check_new(version: Version, document: Document, known: Instrument | None, held: Held) -> None:
    """Raise HeldError if the text is held already, under whatever title, or if the work has a text of that day."""
    same_day = next((v for v in known.versions if v.effective == version.effective), None) if known else None
    if same_day:
        whose = f"您已添加过；如要替换，请先 kg remove {version.title}" if same_day.user_supplied else "程序已收录"
        raise HeldError(f"《{version.title}》{version.effective} 起施行的文本{whose}")
    other = held.same_words(version, document)
    if other:
        whose = "您已添加" if other.user_supplied else "程序已收录"
        raise HeldError(f"与{whose}的《{other.title}》（{other.effective} 起施行）文字相同，没有添加；如标题或日期有误，请更正后再试")


def save(draft: Addition, own: Path | None = None) -> Path:
    """Write the text and its metadata, and return the path of the text file.

    OwnError is raised if the user's catalogue cannot be read.
    """
    return save_all([draft], own)[0]


def save_all(drafts: Sequence[Addition], own: Path | None = None) -> list[Path]:
    """Write the texts and their metadata, and return the paths of the text files.

    All are there or none. OwnError is raised if the user's catalogue cannot be read, or if one was added meanwhile.
    """
    own = own or own_dir()
    with changing(own.parent):
        records = _records(own)
        _tidy(own, records)
        entries = {r.work: r for r in records}
        paths: list[Path] = []
        try:
            for draft in drafts:
                entry = entries.get(draft.instrument.work)
                paths.append(_write(draft, own, entry))
                names = dict.fromkeys([*(entry.names if entry else ()), *draft.instrument.names])
                entries[draft.instrument.work] = _record(replace(draft.instrument, names=tuple(names)))
            put(own / CATALOGUE, instrument_text([*entries.values()]))
        except BaseException:
            _unwrite(own, paths)
            raise
    return paths


def _write(draft: Addition, own: Path, entry: InstrumentRecord | None) -> Path:
    v = draft.version
    path = own / draft.instrument.slug / f"{v.effective.isoformat()}.txt"
    if entry and path.exists():
        raise HeldError(f"《{v.title}》{v.effective} 起施行的文本您已添加过；如要替换，请先 kg remove {v.title}")
    try:
        put(path.with_suffix(".toml"), version_text(v), parents=True)
        put(path, v.text)
    except BaseException:
        _unwrite(own, [path])
        raise
    return path


def _unwrite(own: Path, paths: Iterable[Path]) -> None:
    """Remove texts that do not count yet, and folders that are empty then."""
    for path in paths:
        path.unlink(missing_ok=True)
        path.with_suffix(".toml").unlink(missing_ok=True)
        for folder in (path.parent, own):
            with suppress(OSError):
                folder.rmdir()


def withdraw(drafts: Iterable[Addition], own: Path | None = None) -> None:
    """Take out again what was added, as far as it is there."""
    for draft in drafts:
        with suppress(OwnError):
            remove(draft.instrument.work, draft.version.effective, own)


def _record(i: Instrument) -> InstrumentRecord:
    return InstrumentRecord(
        work=i.work, slug=i.slug, title=i.title, full_title=i.full_title, issuer=list(i.issuer), rank=i.rank, number=i.number,
        status=i.status, names=list(i.names), url=i.url, promulgated=i.promulgated, effective=i.effective, repealed=i.repealed, note=i.note,
        field=list(i.field), limited_to=i.limited_to,
    )


def _records(own: Path) -> list[InstrumentRecord]:
    try:
        return read_catalogue(own) if (own / CATALOGUE).is_file() else []
    except CorpusError as error:
        raise OwnError(f"自有法规的目录读不出来，没有改动：{error}；请恢复该文件后重试") from error


def chosen(name: str, effective: date | None = None, own: Path | None = None, catalogue: Catalogue | None = None) -> tuple[str, ...]:
    """What ``remove`` would take out, in words.

    OwnError is raised if the user added none of that name, or no text of that day.
    """
    own = own or own_dir()
    record = _named(name, _records(own), catalogue)
    return _in_words(record, _days(own, record, effective))


def _days(own: Path, record: InstrumentRecord, effective: date | None) -> list[str]:
    """The effective dates of the texts meant, as the names of the files say.

    OwnError is raised if there is no text of the day named.
    """
    days = sorted(p.stem for p in (own / own_slug(record.work)).glob("*.txt"))
    found = [d for d in days if effective is None or d == effective.isoformat()]
    if effective and not found:
        raise OwnError(f"您添加的《{record.title}》没有 {effective} 起施行的文本；现有：{'、'.join(days) or '无'}")
    return found


def _in_words(record: InstrumentRecord, days: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"《{record.title}》{day}" for day in days) or (f"《{record.title}》",)


def remove(name: str, effective: date | None = None, own: Path | None = None, catalogue: Catalogue | None = None) -> tuple[str, ...]:
    """Take a rule out and return, in words, what was removed.

    All its texts are removed, or only the one of the day given. OwnError is raised if the user added none of that name, or no
    text of that day.
    """
    own = own or own_dir()
    with changing(own.parent):
        records = _records(own)
        _tidy(own, records)
        record = _named(name, records, catalogue)
        days = _days(own, record, effective)
        for day in days:
            (own / SIGNED / f"{own_slug(record.work)}_{day}.toml").unlink(missing_ok=True)
        if len(days) < len(_days(own, record, None)):
            for day in days:  # the text before its metadata: what has no text is not looked at
                for suffix in (".review.toml", ".txt", ".toml", ".pending"):
                    (own / own_slug(record.work) / f"{day}{suffix}").unlink(missing_ok=True)
        else:
            _leave(own, record, records)
    return _in_words(record, days)


def _named(name: str, records: Iterable[InstrumentRecord], catalogue: Catalogue | None) -> InstrumentRecord:
    wanted = tidy_title(name)
    for record in records:
        if wanted in {plain_title(n) for n in (record.title, record.full_title, record.slug, record.work, *record.names)}:
            return record
    known = catalogue.find(name) if catalogue else None
    own = next((r for r in records if known and r.work == known.work), None)
    if own:
        return own
    if known and known.versions:
        raise OwnError(f"《{known.title}》是程序收录的法规，不能移除；kg own 列出您添加的")
    raise OwnError(f"您没有添加过“{wanted[:40]}”；kg own 列出您添加的")


def _leave(own: Path, record: InstrumentRecord, records: Sequence[InstrumentRecord]) -> None:
    """Take an entry out of the catalogue, then its folder.

    The folder is marked first, so that an interrupted removal is finished later.
    """
    folder = own / own_slug(record.work)
    if folder.is_dir():
        (folder / _LEAVING).touch()
    left = [r for r in records if r.work != record.work]
    if left:
        put(own / CATALOGUE, instrument_text(left))
    else:
        (own / CATALOGUE).unlink()
    _tidy(own, left)
    if not any(own.iterdir()):
        own.rmdir()


def _tidy(own: Path, records: Iterable[InstrumentRecord]) -> None:
    """Finish removals that were interrupted, and drop files that were never put in place."""
    kept = {own_slug(r.work) for r in records}
    for mark in own.glob(f"own-*/{_LEAVING}"):
        if mark.parent.name in kept:
            mark.unlink()
        else:
            shutil.rmtree(mark.parent, ignore_errors=True)
    for stray in [*own.glob(".new-*"), *own.glob("own-*/.new-*")]:
        stray.unlink(missing_ok=True)
