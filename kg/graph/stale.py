"""Citations that still use the number an article had before an amendment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.corpus.amendments.changes import Change, StaleCitation, changes
from kg.corpus.quoting import sentence_of
from kg.law import versions
from kg.law.identifiers import Urn, article_eid, eid_of

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge
    from kg.graph.records import Link
    from kg.law.model import Version

_Changed = dict[str, Change]


def stale_citations(knowledge: Knowledge, on: date, work: str | None = None) -> tuple[StaleCitation, ...]:
    """The citations, in the law of a day, of an article under a number that it no longer bears on that day.

    They come in the order of the texts. ``work`` keeps only the citations of that one law. The result may be empty, which
    is an answer too.
    """
    found: list[StaleCitation | None] = []
    known: dict[tuple[str, str], _Changed] = {}
    for version in knowledge.versions(on):
        for link in knowledge.records(version).links:
            pair = _superseded(knowledge, link, on, work)
            if pair:
                key = (pair[0].urn, pair[1].urn)
                known[key] = known.get(key) or _changed(knowledge, *pair)
                found.append(_told(knowledge, link, pair[1], known[key]))
    return tuple(s for s in found if s)


def _superseded(knowledge: Knowledge, link: Link, on: date, work: str | None) -> tuple[Version, Version] | None:
    """The text that a citation means, and the text that has taken its place by that day.

    The result is None when the text meant is still the law, when the citation names no article, or when it is of the
    citing law itself or of another law than ``work``.
    """
    urn = Urn.parse(link.target) if link.target else None
    if urn is None or urn.version is None or not (urn.eid or "").startswith("art") or work not in (None, urn.work):
        return None
    if link.source.startswith(f"{urn.work}@"):
        return None
    old, instrument = knowledge.catalogue.version(str(urn)), knowledge.catalogue.find(urn.work)
    new = versions.in_force(instrument.versions, on) if instrument else None
    return (old, new) if new and versions.precedes(old, new) else None


def _changed(knowledge: Knowledge, old: Version, new: Version) -> _Changed:
    return {c.old.eid: c for c in changes(knowledge.document(old), knowledge.document(new)) if c.old}


def _told(knowledge: Knowledge, link: Link, new: Version, known: _Changed) -> StaleCitation | None:
    """The citation with its old and its new reading, or None where the number is the same as before."""
    target = link.target or ""
    change = known.get(article_eid(eid_of(target)))
    now = next((u for u in link.also if u.startswith(f"{new.urn}~")), "")
    if change is None or not (link.stale or not now):
        return None
    label = knowledge.provision_label
    words = sentence_of(knowledge.text(link.source), link.text)
    return StaleCitation(
        link.source, label(link.source), words, link.text, target, label(target), now, label(now) if now else "", change, link.note,
    )
