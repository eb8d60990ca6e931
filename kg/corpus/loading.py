"""The corpus as it is read for use, which is what is shipped merged with what the user added."""

from __future__ import annotations

from dataclasses import replace
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
    if own is None:
        return shipped
    if (own / CATALOGUE).is_file():
        from kg.corpus.merging import merged

        shipped = merged(shipped, own)
    return _with_signatures(shipped, own)


def _with_signatures(catalogue: Catalogue, own: Path) -> Catalogue:
    """The catalogue with the files of signatures that can be used; of the others ``own_problems`` tell."""
    paths = {v.urn: path for v in catalogue.versions if (path := catalogue.signature_path(v, own)).is_file()}
    if not paths:
        return catalogue
    from kg.corpus.review.signing import SigningError, read_signatures

    usable, problems = {}, []
    for urn, path in paths.items():
        try:
            read_signatures(path)
            usable[urn] = path
        except SigningError as error:
            problems.append(f"人工核对的签署未载入：{error}")
    return replace(catalogue, signatures=usable, own_problems=(*catalogue.own_problems, *problems))


def _check_unique(folder: Path, instruments: tuple[Instrument, ...]) -> None:
    seen: set[str] = set()
    for instrument in instruments:
        for key in (instrument.work, instrument.slug, instrument.title):
            if key in seen:
                raise CorpusError(f"{folder / 'catalogue.toml'}: {key} stands twice; remove one entry")
            seen.add(key)
