"""The units that are indexed: one entry for each article, and for each part of an annex, of one version."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import overload

import numpy as np

from kg.law.identifiers import eid_of
from kg.law.model import Document, Instrument, Provision, ProvisionKind, Version
from kg.law.numerals import part_name
from kg.law.places import queries_dir


@dataclass(frozen=True)
class Entry:
    """One provision as the search sees it.

    ``urn`` names the provision in its version. ``version`` names the version, because the law as of a date is a choice of
    versions. ``questions`` were written for the provision. They help to find it and are never shown as law.
    """

    urn: str
    version: str
    title: str
    chapter: str
    label: str
    text: str
    questions: tuple[str, ...] = ()

    @property
    def eid(self) -> str:
        """The part of the URN after ``~``."""
        return eid_of(self.urn)


_KEPT = 4_096  # entries kept once they were read
_END = ord("\n")


class Entries(Sequence[Entry]):
    """The entries of a finished index in their order, each read when it is asked for.

    The file stays mapped into memory. ValueError, KeyError or TypeError is raised for an entry that is damaged.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
        self._ends = np.flatnonzero(np.frombuffer(self._lines, np.uint8) == _END)  # a text holds no such byte: JSON writes it as two
        self._read = lru_cache(maxsize=_KEPT)(self._parsed)

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._lines, mmap.mmap):
            self._lines.close()

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, number: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(number, slice):
            return tuple(self._read(n) for n in range(*number.indices(len(self))))
        return self._read(range(len(self))[number])

    def __iter__(self) -> Iterator[Entry]:
        return map(self._parsed, range(len(self)))

    def _parsed(self, number: int) -> Entry:
        start = int(self._ends[number - 1]) + 1 if number else 0
        record = json.loads(self._lines[start : int(self._ends[number])])
        return Entry(**{**record, "questions": tuple(record["questions"])})


def read_entries(folder: Path) -> Entries:
    """The entries of a finished index, in their order."""
    return Entries(folder / "entries.jsonl")


class QueriesError(ValueError):
    """Error raised for a file of written questions that cannot be used.

    The message names the file, the line and the remedy.
    """


def written_questions(instrument: Instrument, version: Version, folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The questions written for each provision of a version, by eid.

    The result is empty where no file exists.

    The file is ``<slug>_<effective date>.jsonl`` in ``folder`` (default: ``corpus/queries``), with one object a line:
    ``{"eid", "article", "queries"}``. QueriesError names a line that is malformed.
    """
    path = (folder or queries_dir()) / f"{instrument.slug}_{version.effective.isoformat()}.jsonl"
    return read_questions(path) if path.is_file() else {}


def read_questions(path: Path) -> dict[str, tuple[str, ...]]:
    """The questions in one file of written questions, by eid.

    QueriesError names a line that is malformed.
    """
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            found[str(record["eid"])] = tuple(str(q) for q in record["queries"])
        except (ValueError, KeyError, TypeError) as error:
            message = f'{path}, line {number}: {error!r}; write {{"eid": …, "article": …, "queries": […]}}'
            raise QueriesError(message) from error
    return found


def out_of_scope(folder: Path | None = None) -> list[str]:
    """The questions known to lie outside the subject, as ``out_of_scope.jsonl`` in ``folder`` (default: ``corpus/queries``) lists them."""
    path = (folder or queries_dir()) / "out_of_scope.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    return [str(json.loads(line)["question"]) for line in lines if line.strip()]


def entries_of(version: Version, document: Document, questions: Mapping[str, tuple[str, ...]]) -> tuple[Entry, ...]:
    """The entries of one version, in the order of its text."""
    return tuple(
        Entry(
            urn=f"{version.urn}~{node.eid}",
            version=version.urn,
            title=version.title,
            chapter=_chapter(document, node),
            label=part_name(document.label_of(node)) if node.kind is not ProvisionKind.SECTION else _annex_label(document, node),
            text=document.text_of(node),
            questions=questions.get(node.eid, ()),
        )
        for node in _indexed(document)
    )


def _indexed(document: Document) -> Iterator[Provision]:
    """The articles, the annexes and the sections of annexes, in the order of the text."""
    for node in document.units:
        yield node
        if node.kind is ProvisionKind.ANNEX:
            yield from (part for part in node.children if part.kind is ProvisionKind.SECTION)


def _chapter(document: Document, node: Provision) -> str:
    above = [a for a in document.ancestors(node.eid) if a.heading and a.kind is not ProvisionKind.ANNEX]
    return " ".join(f"{a.label} {a.heading}" for a in above)


def _annex_label(document: Document, node: Provision) -> str:
    annex = document.ancestors(node.eid)[0]
    return f"{annex.label} {node.label}{node.heading}"


def write_entries(folder: Path, entries: Sequence[Entry], number: int, encoder: str, matcher: str = "") -> None:
    """Write the entries of an index of format ``number``, and the fingerprints of what it was made with."""
    lines = [json.dumps(vars(e), ensure_ascii=False, sort_keys=True) + "\n" for e in entries]
    (folder / "entries.jsonl").write_bytes("".join(lines).encode())
    versions = [[urn, len(list(some))] for urn, some in groupby(e.version for e in entries)]
    about = {"format": number, "encoder": encoder, "matcher": matcher, "entries": len(entries), "versions": versions}
    (folder / "manifest.json").write_bytes((json.dumps(about, indent=1, sort_keys=True) + "\n").encode())
