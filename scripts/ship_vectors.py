"""Write the vectors of the corpus and of its written questions that the program ships, in ``kg/models/vectors``.

    python scripts/ship_vectors.py [--anew]

Run it whenever a text, a written question or the encoder has changed; a test says when that is so. Vectors that are there
already are kept, because the last bits of a vector depend on the machine: with ``--anew`` all are computed. Texts shipped no
longer go.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.places import corpus_dir, vectors_dir
from kg.search import entries_of, known, out_of_scope, written_questions
from kg.search.clauses import clauses_of
from kg.search.clauses.store import passage_of
from kg.search.dense import DOCUMENT, QUERY, Encoder
from kg.search.index import passages_of, vectors_of


def wanted(corpus: Path) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
    """The name of each file of vectors with its passages and questions, each once."""
    catalogue = load(corpus)
    for instrument in catalogue.instruments:
        for version in instrument.versions:
            document = parse(version.text, version.title)
            entries = entries_of(version, document, written_questions(instrument, version))
            clauses = [passage_of(c, e) for e in entries for c in clauses_of(e, document)]
            texts = {DOCUMENT: [*(t for e in entries for t in passages_of(e)), *clauses], QUERY: [q for e in entries for q in e.questions]}
            yield f"{instrument.slug}_{version.effective.isoformat()}", {p: list(dict.fromkeys(of)) for p, of in texts.items()}
    yield "out_of_scope", {QUERY: list(dict.fromkeys(out_of_scope()))}


def main() -> None:
    """Write every file of vectors, and what they are."""
    folder, model = vectors_dir(), Encoder()
    folder.mkdir(exist_ok=True)
    if "--anew" in sys.argv[1:]:
        (folder / "about.json").unlink(missing_ok=True)
    names = set()
    for name, texts in wanted(corpus_dir()):
        vectors = vectors_of(texts, model, {})
        rows = {known.key_of(p, t): v for p, of in texts.items() for t, v in zip(of, vectors[p], strict=True)}
        known.ship(folder, name, list(rows), np.stack(list(rows.values())))
        names.add(f"{name}.npy")
    for path in folder.glob("*.npy"):
        if path.name not in names:
            path.unlink()
    known.sign(folder, model.fingerprint)


if __name__ == "__main__":
    main()
