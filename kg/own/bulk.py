"""Many texts at once: every file of a folder read and judged, and what the texts do not say taken from a list beside them.

The list is a table (``LIST``) that any spreadsheet program writes, with one line for a file and the columns of ``COLUMNS``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kg.corpus.catalogue import Catalogue
from kg.corpus.problems import in_one_line
from kg.corpus.readers import KINDS, FileText, ReadError, decode
from kg.law.versions import DateError, parse_date
from kg.own.adding import Addition, Given, HeldError, OwnError, prepare
from kg.own.held import Held

LIST = "清单.csv"
COLUMNS = ("文件", "标题", "施行日期", "公布日期", "失效日期", "制定机关", "文号", "效力层级", "简称", "片段")
NEW, DOUBTFUL, HELD, FAULTY = "可添加", "待确认", "已有", "有问题"
_ENDINGS = frozenset({".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".xhtml"})
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_REMEDIES = (
    (re.compile(r"请用 --effective 写明，如 --effective "), f"请在{LIST}的“施行日期”栏写明，如 "),
    (re.compile(r"请用 --title "), f"请在{LIST}的“标题”栏"),
)


@dataclass(frozen=True)
class FileReport:
    """What became of one file.

    ``state`` is NEW, DOUBTFUL, HELD or FAULTY. ``words`` say what was read or what is wrong, with the remedy, in one line. ``draft``
    is there if the text can be added, which a doubtful one is only if the user says so.
    """

    file: str
    state: str
    words: str
    draft: Addition | None = None


@dataclass(frozen=True)
class Listed:
    """What the list beside the files says of each, and its lines that cannot be read, by file."""

    given: Mapping[str, Given] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and of those in it, in order, without the list and what systems and programs leave there."""
    found = (p for p in folder.rglob("*") if p.is_file() and p != folder / LIST)
    return sorted(p for p in found if not any(_is_left(part) for part in p.relative_to(folder).parts))


def _is_left(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LEFT_BY_SYSTEMS


def read_list(folder: Path) -> Listed:
    """What the list in the folder says, which is nothing if there is none.

    OwnError is raised if the list cannot be read at all.
    """
    path = folder / LIST
    if not path.is_file():
        return Listed()
    try:
        lines = decode(path.read_bytes(), str(path)).lstrip("\ufeff").splitlines()
        rows = list(csv.DictReader(lines, restkey="", restval=""))
    except (OSError, ReadError, csv.Error) as error:
        raise OwnError(f"{path} 读不出来：{error}；请另存为 UTF-8 的 CSV") from error
    unknown = [c for c in (rows[0] if rows else {}) if c and c not in COLUMNS]
    if unknown or (rows and COLUMNS[0] not in rows[0]):
        raise OwnError(f"{path} 的首行须是列名：{'、'.join(COLUMNS)}（只有“文件”必需）" + (f"；不认识“{unknown[0][:20]}”" if unknown else ""))
    given: dict[str, Given] = {}
    faults: dict[str, str] = {}
    for row in rows:
        name = row["文件"].strip().replace("\\", "/")
        try:
            given[name] = _given(row)
        except DateError as error:
            faults[name] = f"{LIST}中的日期：{error}"
    return Listed(given, faults)


def _given(row: Mapping[str, str]) -> Given:
    def word(name: str) -> str:
        return (row.get(name) or "").strip()

    def words(name: str) -> tuple[str, ...]:
        return tuple(w for w in re.split(r"[、，,;；]", word(name)) if w.strip())

    def day(name: str) -> date | None:
        return parse_date(word(name)) if word(name) else None

    return Given(
        word("标题"), day("施行日期"), day("公布日期"), day("失效日期"), words("制定机关"), word("文号"), word("效力层级"), words("简称"),
        word("片段") not in ("", "否", "0"),
    )


def judge(
    names: Iterable[str], read: Callable[[str], FileText], catalogue: Catalogue, listed: Listed | None = None
) -> Iterator[FileReport]:
    """A report on every file, in order.

    ``read`` gives the text of a file by its name. What comes first counts as held for what comes later. No file stops the
    others.
    """
    listed, held = listed or Listed(), Held(catalogue)
    seen: set[str] = set()
    for name in names:
        seen.add(name)
        yield _judged(name, read, listed, held)
    for name in (*listed.given, *listed.faults):
        if name not in seen:
            yield FileReport(name, FAULTY, f"{LIST}中有这个文件，文件夹中没有；请更正文件名")


def _judged(name: str, read: Callable[[str], FileText], listed: Listed, held: Held) -> FileReport:
    try:
        if name in listed.faults:
            raise OwnError(listed.faults[name])
        if Path(name).suffix.lower() not in _ENDINGS:
            raise OwnError(f"不是 {KINDS}；请另存为其中之一，或移出文件夹")
        draft = prepare(read(name), listed.given.get(name, Given()), held)
    except HeldError as error:
        return FileReport(name, HELD, str(error))
    except (OwnError, ReadError, OSError) as error:
        return FileReport(name, FAULTY, _in_terms_of_the_list(str(error)))
    held.add(draft.instrument, draft.version)
    version = draft.version
    words = f"《{version.title}》（{version.effective} 起施行）：{len(draft.document.articles)} 条"
    if draft.doubts:
        return FileReport(name, DOUBTFUL, f"{words}；{in_one_line(draft.doubts)}", draft)
    return FileReport(name, NEW, words, draft)


def _in_terms_of_the_list(message: str) -> str:
    for pattern, remedy in _REMEDIES:
        message = pattern.sub(remedy, message)
    return message
