"""The corpus as it is read for use, which is what is shipped merged with what the user added."""

from __future__ import annotations

from pathlib import Path

from kg.corpus.catalogue import CATALOGUE, Catalogue, CorpusError, read_catalogue, read_instrument, reviews_in
from kg.law.model import Instrument
from kg.law.places import corpus_dir, own_dir


def load(folder: Path | None = None, own: Path | None = None) -> Catalogue:
    """The catalogue with every version.

    ``own`` is the folder of what the user added. Without arguments both folders are those where they belong. Raises
    CorpusError, which names the first file that is unusable. A fault in ``own`` is reported in ``own_problems`` and never
    raised, because what the user added must not take the law away.
    """
    if folder is None:
        folder, own = corpus_dir(), own or own_dir()
    instruments = tuple(read_instrument(folder, r) for r in read_catalogue(folder))
    _check_unique(folder, instruments)
    shipped = Catalogue(instruments, {v.urn: path for i in instruments for v, path in reviews_in(folder / i.slug, i.versions)})
    if own is None or not (own / CATALOGUE).is_file():
        return shipped
    from kg.corpus.merging import merged

    return merged(shipped, own)


def _check_unique(folder: Path, instruments: tuple[Instrument, ...]) -> None:
    seen: set[str] = set()
    for instrument in instruments:
        for key in (instrument.work, instrument.slug, instrument.title):
            if key in seen:
                raise CorpusError(f"{folder / 'catalogue.toml'}: {key} stands twice; remove one entry")
            seen.add(key)
