"""The extraction against the reviewed norms of the corpus: every duty, prohibition, power and permission, not only those of telling.

    python benchmarks/reviewed.py

The review files (`corpus/*/*.review.toml`) were written from drafts of the extraction, each norm read against its sentence; a
norm counts as confirmed when all its slots are right: bearer, recipient, action, object, trigger, exception, deadline, words quoted.
Needs no build. The review was made by language models of this project, not by lawyers.
"""

from __future__ import annotations

from tables import table

from kg.corpus.loading import load
from kg.corpus.review.applying import apply
from kg.corpus.review.files import review_of
from kg.corpus.structure import parse
from kg.reading.norms import find_norms
from kg.reading.sanctions import find_sanctions
from kg.reading.terms.finding import find_definitions


def report() -> str:
    """The table: for each text how many extracted norms were confirmed, corrected or rejected, and how many were added."""
    catalogue, lines, sums = load(), [], [0, 0, 0, 0, 0]
    for version in catalogue.versions:
        review = review_of(catalogue, version)
        if review is None:
            continue
        document = parse(version.text, version.title)
        extracted = find_norms(document, find_definitions(document))
        got = apply(document, version, extracted, review, find_sanctions(document))
        added = sum(n.rule == "review" for n in got.norms)
        corrected = sum(n.status == "corrected" for n in got.norms) - added
        counts = [len(extracted), sum(n.status == "confirmed" for n in got.norms), corrected, got.rejected, added]
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        lines.append((f"{version.title} {version.effective}", *counts))
    share = f"Of {sums[0]} extracted norms {sums[1]} ({sums[1] / max(sums[0], 1):.0%}) are right in every slot as they stand."
    return table(("text", "extracted", "confirmed", "corrected", "rejected", "added by the reviewer"), [*lines, ("all", *sums)]) + "\n\n" + share


if __name__ == "__main__":
    print(report())
