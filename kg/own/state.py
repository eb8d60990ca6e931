"""What a user is told about a rule of her own.

Before it is added, that is what was read, and afterwards, how far its norms are reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from kg.corpus.catalogue import Catalogue
from kg.corpus.merging import combined, own_versions
from kg.corpus.structure import parse
from kg.law.model import Version
from kg.own.adding import Addition
from kg.own.review import OPEN, DecisionError, Reviewing
from kg.reading.citations.finding import find_citations
from kg.reading.citations.resolving import resolve_citations
from kg.reading.learned.reader import reader_for
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions


@dataclass(frozen=True)
class Summary:
    """What was read of a text.

    It has counts, the citations that lead nowhere with the reason, and what the parser could not make sense of.
    """

    articles: int
    norms: int
    definitions: int
    resolved: int
    unresolved: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    unit: str = "条"  # or 部分, in a text without 第…条

    @property
    def line(self) -> str:
        """The counts in words: 12 条，20 项规范，3 个定义；引用 10 处，其中 2 处未能对应到条文."""
        cited = self.resolved + len(self.unresolved)
        missing = f"，其中 {len(self.unresolved)} 处未能对应到条文" if self.unresolved else ""
        return f"{self.articles} {self.unit}，{self.norms} 项规范，{self.definitions} 个定义；引用 {cited} 处{missing}"


def summary(draft: Addition, catalogue: Catalogue) -> Summary:
    """What the program makes of a text that is about to be added to this catalogue."""
    document, whole = draft.document, together(draft, catalogue)
    version = next(v for v in whole.versions if v.urn == draft.version.urn)
    trees = lru_cache(maxsize=None)(lambda urn: parse(whole.version(urn).text, whole.version(urn).title))
    found = resolve_citations(find_citations(document), version, document, whole, lambda v: trees(v.urn))
    missing = tuple(dict.fromkeys((r.citation.text, r.reason) for r in found if not r.target))
    terms = find_definitions(document)
    return Summary(
        len(document.articles), len(find_norms(document, terms, reader_for(version))), len(terms), sum(bool(r.target) for r in found), missing,
        tuple(dict.fromkeys(p.message for p in document.problems)),
        "部分" if document.own_numbers else "条",
    )


def together(draft: Addition, catalogue: Catalogue) -> Catalogue:
    """The catalogue as it will be with the text added."""
    added = combined(draft.known, replace(draft.instrument, versions=(draft.version,)))
    others = [i for i in catalogue.instruments if i.work != added.work]
    return replace(catalogue, instruments=(*others, added))


@dataclass(frozen=True)
class ReviewProgress:
    """One text that the user added, and how many of its norms she has decided.

    ``problem`` says why its review cannot be read, and is '' if it can.
    """

    version: Version
    articles: int
    items: int
    decided: int
    problem: str = ""

    @property
    def progress(self) -> str:
        """The progress of the review in words, or the problem: 规范 12/20 已逐项读过."""
        return self.problem or (f"规范 {self.decided}/{self.items} 已逐项读过" if self.items else "没有待核对的规范")


def progress(catalogue: Catalogue) -> tuple[ReviewProgress, ...]:
    """The standing of every text that the user added, in the order of the catalogue."""
    return tuple(progress_of(catalogue, v) for v in own_versions(catalogue.instruments))


def progress_of(catalogue: Catalogue, version: Version) -> ReviewProgress:
    """The standing of one text that the user added."""
    try:
        reviewing = Reviewing(catalogue, version)
    except DecisionError as error:
        return ReviewProgress(version, len(parse(version.text, version.title).articles), 0, 0, str(error))
    items = reviewing.items()
    return ReviewProgress(version, len(reviewing.checked.document.articles), len(items), sum(i.state != OPEN for i in items))
