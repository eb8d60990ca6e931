"""What is held already, asked about many new texts: titles, names and the words of every text.

Every question is answered from a table, so that a new text costs the same however many are held.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import chain

from kg.corpus.catalogue import Catalogue, plain_title
from kg.corpus.merging import combined
from kg.corpus.structure import parse
from kg.law.identifiers import work_urn
from kg.law.likeness import squash
from kg.law.model import Document, Instrument, Version

_HINTS = ("（试行）", "（暂行）")
_END = 24  # characters at the end of a text by which those that may be equal are found


class Held:
    """The instruments and texts of a catalogue, to which those about to be added can be joined."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._instruments: dict[str, Instrument] = {}
        self._titles: dict[str, str] = {}
        self._alike: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for instrument in catalogue.instruments:
            self._take(instrument)

    def _take(self, instrument: Instrument) -> None:
        work = instrument.work
        self._instruments[work] = instrument
        for title in (instrument.title, instrument.full_title):
            self._titles.setdefault(plain_title(title), work)
        self._alike.setdefault(_without_hint(plain_title(instrument.title)), work)
        for name in (instrument.title, instrument.full_title, instrument.slug, work, *instrument.names):
            self._names.setdefault(plain_title(name), work)

    def add(self, instrument: Instrument, version: Version) -> None:
        """Count a text of an instrument as held from now on."""
        bare = _bare(version.text)
        self._ends[bare[-_END:]].append((bare, version))
        self._take(combined(self._instruments.get(instrument.work), replace(instrument, versions=(version,))))

    def entitled(self, title: str) -> Instrument | None:
        """The instrument with this title, or None if there is none.

        A （试行） or （暂行） at the end of the title makes no difference.
        """
        wanted = plain_title(title)
        return self._of(self._titles.get(wanted) or self._alike.get(_without_hint(wanted)))

    def find(self, name: str) -> Instrument | None:
        """The instrument with that title, short name, slug or work URN, or None if there is none."""
        return self._of(self._names.get(plain_title(name)) or self._names.get(work_urn(name)))

    def _of(self, work: str | None) -> Instrument | None:
        return self._instruments[work] if work else None

    @cached_property
    def _ends(self) -> dict[str, list[tuple[str, Version]]]:
        """Every text without blanks, by how it ends."""
        found: dict[str, list[tuple[str, Version]]] = defaultdict(list)
        for instrument in self._instruments.values():
            for version in instrument.versions:
                bare = _bare(version.text)
                found[bare[-_END:]].append((bare, version))
        return found

    def same_words(self, version: Version, document: Document) -> Version | None:
        """The text held with the same words from its first article on, or None if there is none."""
        words = _words(document)
        near = self._ends.get(words[-_END:], ()) if len(words) >= _END else chain.from_iterable(self._ends.values())
        limit = 2 * len(version.text) + 1_000
        alike = (v for bare, v in near if bare.endswith(words) and len(v.text) < limit)
        return next((v for v in alike if _words(parse(v.text, v.title)) == words), None)


def entitled(title: str, catalogue: Catalogue) -> Instrument | None:
    """The instrument of the catalogue with this title, or None if there is none.

    A （试行） or （暂行） at the end of the title makes no difference.
    """
    return Held(catalogue).entitled(title)


def _without_hint(title: str) -> str:
    return next((title.removesuffix(h) for h in _HINTS if title.endswith(h)), title)


def _bare(text: str) -> str:
    return squash(unicodedata.normalize("NFKC", text))


def _words(document: Document) -> str:
    """The words of a text from its first article on, without blanks and differences of width."""
    return _bare(document.text[document.articles[0].start :]) if document.articles else ""
