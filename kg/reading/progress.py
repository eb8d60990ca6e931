"""How far the norms of one text have been reviewed, from its extraction and its review."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.corpus.catalogue import Catalogue
from kg.corpus.review.applying import Reviewed, apply
from kg.corpus.review.files import due, review_of
from kg.corpus.review.records import Review
from kg.corpus.review.signing import Signature, read_signatures, standing_of, with_signatures
from kg.corpus.structure import parse
from kg.law.model import Document, Norm, Sanction, Version
from kg.reading.learned.reader import reader_for
from kg.reading.norms import find_norms
from kg.reading.sanctions import find_sanctions
from kg.reading.terms.finding import find_definitions


@dataclass(frozen=True)
class Checked:
    """One version with what the extraction gives, its review and the two together, signatures included."""

    version: Version
    document: Document
    extracted: tuple[Norm, ...]
    sanctions: tuple[Sanction, ...]
    review: Review | None
    reviewed: Reviewed
    lapsed: tuple[Signature, ...] = ()  # signatures of articles whose words or norms have changed since


def checked(catalogue: Catalogue, version: Version) -> Checked:
    """The version read, with its review applied.

    Raises ReviewError, which names a review file that cannot be used.
    """
    document = parse(version.text, version.title)
    norms, sanctions = find_norms(document, find_definitions(document), reader_for(version)), find_sanctions(document)
    given = review_of(catalogue, version)
    reviewed = apply(document, version, norms, given, sanctions)
    signatures = read_signatures(catalogue.signatures.get(version.urn))
    signed = with_signatures(document, reviewed.norms, signatures)
    lapsed = tuple(s for s in signatures if s not in standing_of(document, reviewed.norms, signatures))
    return Checked(version, document, norms, sanctions, given, replace(reviewed, norms=signed), lapsed)


def counts(checked: Checked) -> dict[str, int]:
    """The counts of provisions that state norms, reviewed and not, and of norms confirmed, corrected, added and rejected.

    ``read_by_model``, ``signed`` and ``unchecked`` part all norms, and ``lapsed`` counts articles.
    """
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
        "read_by_model": sum(n.method == "language-model" and not n.signer for n in norms),
        "signed": sum(bool(n.signer) for n in norms),
        "unchecked": sum(not n.signer and n.method != "language-model" for n in norms),
        "lapsed": len(checked.lapsed),
    }
