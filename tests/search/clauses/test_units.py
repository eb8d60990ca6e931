"""Every sentence and every 项 is a clause of its own, and together they are the text."""

from __future__ import annotations

import pytest

from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.likeness import squash
from kg.search import entries_of
from kg.search.clauses import LawClause, clauses_of

VERSIONS = [v for i in load().instruments for v in i.versions]


def _of(slug: str, eid: str) -> list[tuple[str, str, str, bool]]:
    instrument = next(i for i in load().instruments if i.slug == slug)
    version = instrument.versions[-1]
    document = parse(version.text, version.title)
    entry = next(e for e in entries_of(version, document, {}) if e.eid == eid)
    return [(c.urn.partition("~")[2], c.lead(entry), c.words(entry), c.heads) for c in clauses_of(entry, document)]


def test_a_paragraph_gives_its_sentences() -> None:
    first, second = _of("csrc-order-218", "art18")[1:]
    assert first[0] == second[0] == "art18_par2" and first[2].startswith("核心机构和经营机构应当全面")
    assert second == ("art18_par2", "", "重要信息系统业务日志应当保存五年以上，系统日志应当保存六个月以上。", False)


def test_an_item_has_its_lead_in_and_the_lead_in_is_a_clause() -> None:
    found = _of("cac-incident-reporting", "art7")
    assert found[0] == ("art7_par1", "", "报告网络安全事件时，应当包括下列内容：", True)
    assert found[1][:3] == ("art7_par1_item1", "报告网络安全事件时，应当包括下列内容：", "涉事单位名称及涉事系统或设施基本情况；")
    assert [heads for *_, heads in found] == [True, *[False] * (len(found) - 1)]


def test_an_annex_with_sections_leaves_its_clauses_to_them() -> None:
    assert _of("cac-incident-reporting", "annex1") == [] and len(_of("cac-incident-reporting", "annex1_sec3")) > 10


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.urn)
def test_the_clauses_of_an_entry_are_its_whole_text(version) -> None:
    document = parse(version.text, version.title)
    for entry in entries_of(version, document, {}):
        clauses = clauses_of(entry, document)
        said = squash("".join(c.words(entry) for c in clauses))
        assert all(0 <= c.start < c.end <= len(entry.text) for c in clauses), entry.urn
        assert not clauses or len(said) >= 0.9 * len(squash(entry.text)) - 12 * len(clauses), entry.urn
        assert all(document.by_eid[c.urn.partition("~")[2]] for c in clauses)


def test_a_clause_without_lead_in_has_none() -> None:
    assert LawClause("urn:x~art1", 0, 2).lead(next(iter(entries_of(VERSIONS[0], parse(VERSIONS[0].text), {})))) == ""
