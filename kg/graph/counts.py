"""What the graph holds, counted: the figures of ``kg stats``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge


def count(knowledge: Knowledge) -> dict[str, Any]:
    """Instruments, versions, articles, norms by modality, kind and review, citations and links between laws, terms, sanctions, triples."""
    versions = knowledge.catalogue.versions
    records = [knowledge.records(v) for v in versions]
    norms = [n.norm for r in records for n in r.norms]
    links = [k for r in records for k in r.links]
    return {
        "instruments": len(knowledge.catalogue.instruments),
        "instruments_held": sum(i.held for i in knowledge.catalogue.instruments),
        "versions": len(versions),
        "articles": sum(len(knowledge.document(v).articles) for v in versions),
        "norms": dict(sorted(Counter(n.modality.value for n in norms).items())),
        "norms_by_kind": dict(Counter(n.kind for n in norms).most_common()),
        "norms_by_status": {status: sum(n.status == status for n in norms) for status in ("extracted", "confirmed", "corrected")},
        "citations": {"resolved": sum(k.target is not None for k in links), "unresolved": sum(k.target is None for k in links)},
        "unresolved_reasons": dict(Counter(k.reason for k in links if k.target is None).most_common()),
        "cross_links": dict(sorted(Counter(k.status for k in knowledge.cross_links).items())),
        "terms": sum(len(r.terms) for r in records),
        "sanctions": sum(len(r.sanctions) for r in records),
        "triples": knowledge.manifest["triples"],
    }
