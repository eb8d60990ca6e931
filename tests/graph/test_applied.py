"""What is found by its provision is what looking through everything finds; parts of the records are read without the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.corpus.lookup import look_up
from kg.graph import records
from kg.graph.applied import AppliedSanction, Penalties
from kg.graph.knowledge import Knowledge
from kg.graph.links_of_day import links, links_of
from kg.law.identifiers import within
from kg.law.model import Sanction, Version

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


def urns(known: Knowledge) -> list[str]:
    """Every provision, chapter and text held, every work, and what nothing is."""
    texts = known.catalogue.versions
    parts = [f"{v.urn}~{eid}" for v in texts for eid in known.document(v).by_eid]
    return [*parts, *(v.urn for v in texts), *(i.work for i in known.catalogue.instruments), f"{texts[0].urn}~art999", "urn:lex:cn:x", ""]


def test_penalties_are_those_of_a_look_through_all_clauses(known: Knowledge) -> None:
    lawful, found = {v.urn for v in known.versions(ON)}, 0
    for urn in urns(known):
        own = [s for s in known.sanctions(ON) if urn and s.version.urn == urn.partition("~")[0]]
        named = [s for s in own if not s.general and any(within(urn, p) or within(p, urn) for p in s.punishes)]
        expected = [*named, *(s for s in own if s.general)] if urn.partition("~")[0] in lawful else []
        assert list(known.punished_by(urn, ON)) == expected, urn
        found += bool(named)
    assert found > 100


def test_a_clause_that_names_two_parts_of_an_article_is_found_once() -> None:
    version = Version("urn:lex:cn:x:law:2020-01-01", "某法", date(2020, 1, 1), None)
    clause = Sanction("第九条", "art9", (), (), (), (), (), "")
    one = AppliedSanction(f"{version.urn}~art9", clause, version, (f"{version.urn}~art3_par1", f"{version.urn}~art3_par1_item2"))
    assert [Penalties([one]).of(f"{version.urn}~{eid}") for eid in ("art3", "art3_par1", "art3_par1_item2", "art3_par2", "art31")] == [
        (one,), (one,), (one,), (), (),
    ]


def test_citations_and_links_are_those_of_a_look_through_all(known: Knowledge) -> None:
    every = links(known, ON)
    for urn in urns(known):
        out = [k for k in known.links if within(k.source, urn)]
        into = [k for k in known.links if any(within(t, urn) for t in (k.target, *k.also) if t) and not within(k.source, urn)]
        assert (list(known.outgoing(urn)), list(known.incoming(urn))) == (out, into), urn
        assert list(links_of(known, urn, ON)) == [k for k in every if within(k.source, urn) or within(k.target, urn)], urn


def test_every_label_is_that_of_the_look_up(known: Knowledge) -> None:
    for version in known.catalogue.versions:
        for eid in known.document(version).by_eid:
            if known.document(version).own_numbers and eid.startswith("par"):
                continue  # the sentences that lead to the first part have no number to be looked up by
            shown = look_up(f"{version.urn}~{eid}", known.catalogue, document=known.document)
            title = shown.instrument.title
            assert known.provision_label(shown.urn) == f"《{title}》{shown.label.removeprefix(title)}"
            assert shown.urn == f"{version.urn}~{eid}" and known.text(shown.urn) == shown.text


def test_citations_are_read_without_the_rest(known: Knowledge, tmp_path: Path) -> None:
    for number, version in enumerate(known.catalogue.versions):
        stored = records.read(known.folder, number)
        assert records.read_links_in(known.folder, number) == stored.links == known.links_in(version)
    kept = tmp_path / records.file_of(0)
    kept.parent.mkdir()
    kept.write_bytes(records.dump(stored))
    assert records.read(tmp_path, 0) == stored and len(kept.read_bytes().splitlines()) == 6
    kept.write_bytes(kept.read_bytes().replace(b"\n", b""))  # as an earlier program wrote it
    assert records.read_links_in(tmp_path, 0) == stored.links
    kept.write_bytes(kept.read_bytes()[:-5])
    with pytest.raises(ValueError, match="JSON"):
        records.read_links_in(tmp_path, 0)


def test_many_queries_are_answered_from_a_copy_in_memory_with_the_same_rows(built: Path) -> None:
    with Knowledge.open(built) as known:
        answers = [known.competency("duties_of") for _ in range(12)]
        assert "_copy" in known.__dict__ and all(a == answers[0] for a in answers) and answers[0]
    with Knowledge.open(built) as large:
        large.manifest["triples"] = 3_000_000
        assert [large.competency("duties_of") for _ in range(11)] == answers[:11] and "_copy" not in large.__dict__
