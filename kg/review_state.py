"""How far one text has been reviewed: the extraction, the review and the two together, and the counts of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.corpus import Catalogue
from kg.definitions import find_definitions
from kg.model import Document, Norm, Sanction, Version
from kg.norms import find_norms
from kg.review_files import due
from kg.reviews import Review, Reviewed, apply
from kg.sanctions import find_sanctions
from kg.structure import parse


@dataclass(frozen=True)
class Checked:
    """One version: what the extraction gives, its review and the two together."""

    version: Version
    document: Document
    extracted: tuple[Norm, ...]
    sanctions: tuple[Sanction, ...]
    review: Review | None
    reviewed: Reviewed


def checked(catalogue: Catalogue, version: Version) -> Checked:
    """The version read and its review applied; ReviewError names a review file that cannot be used."""
    document = parse(version.text, version.title)
    norms, sanctions = find_norms(document, find_definitions(document)), find_sanctions(document)
    given = catalogue.review(version)
    return Checked(version, document, norms, sanctions, given, apply(document, version, norms, given, sanctions))


def counts(checked: Checked) -> dict[str, int]:
    """Provisions that state norms, reviewed and not; norms confirmed, corrected, added and rejected."""
    reviewed, norms = checked.reviewed, checked.reviewed.norms
    stating = {n.eid for n in norms}
    read = {p.at for p in checked.review.provisions} if checked.review else set()
    return {
        "provisions": len(stating),
        "reviewed": len(reviewed.applied),
        "unreviewed": sum(p.eid not in read for p in due(checked.document, stating, checked.sanctions)),
        "stale": len(reviewed.stale),
        "confirmed": sum(n.status == "confirmed" for n in norms),
        "corrected": sum(n.status == "corrected" and n.rule != "review" for n in norms),
        "added": sum(n.rule == "review" for n in norms),
        "rejected": reviewed.rejected,
    }
