"""The units that are indexed: one entry for each article, and for each part of an annex, of one version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.law.identifiers import eid_of
from kg.law.model import Document, Instrument, Provision, ProvisionKind, Version
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


def read_entries(folder: Path) -> tuple[Entry, ...]:
    """The entries of a finished index, in their order."""
    lines = (folder / "entries.jsonl").read_text(encoding="utf-8").split("\n")  # not splitlines(): a text may hold U+2028, U+2029 or U+0085
    records = (json.loads(line) for line in lines if line)
    return tuple(Entry(**{**r, "questions": tuple(r["questions"])}) for r in records)


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
            label=node.label if node.kind is not ProvisionKind.SECTION else _annex_label(document, node),
            text=document.text_of(node),
            questions=questions.get(node.eid, ()),
        )
        for node in _indexed(document)
    )


def _indexed(document: Document) -> Iterator[Provision]:
    """The articles, the annexes and the sections of annexes, in the order of the text."""
    for node in document.walk():
        if node.kind in (ProvisionKind.ARTICLE, ProvisionKind.ANNEX):
            yield node
        if node.kind is ProvisionKind.ANNEX:
            yield from (part for part in node.children if part.kind is ProvisionKind.SECTION)


def _chapter(document: Document, node: Provision) -> str:
    above = [a for a in document.ancestors(node.eid) if a.heading and a.kind is not ProvisionKind.ANNEX]
    return " ".join(f"{a.label} {a.heading}" for a in above)


def _annex_label(document: Document, node: Provision) -> str:
    annex = document.ancestors(node.eid)[0]
    return f"{annex.label} {node.label}{node.heading}"
