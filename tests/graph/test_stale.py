"""Citations by the number an article had before an amendment, and what a provision is worth on a day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.corpus import catalogue, structure
from kg.corpus.amendments.changes import NONE, ChangeKind
from kg.corpus.amendments.render import render
from kg.corpus.amendments.status import AMENDED, IN_FORCE, NOT_YET, REMOVED, REPEALED, UNKNOWN, provision_status
from kg.corpus.amendments.text import Told, as_json, choose
from kg.corpus.lookup import look_up, parsed
from kg.graph.knowledge import Knowledge
from kg.graph.records import Link
from kg.graph.stale import stale_citations
from kg.law.model import Version
from kg.reading.citations.finding import find_citations
from kg.reading.citations.resolving import resolve_citations
from tests.corpus.amendments.test_changes import CATALOGUE, CSL, NEW, OLD, PBC, TODAY, compared, told
from tests.reference import needs_reference

# ── citations by older numbers ──


def citing(text: str, promulgated: str, effective: str | None = None) -> list[tuple[str, str | None, tuple[str, ...], str]]:
    """(citation, target, also, note) of each citation of 网络安全法 in a rule of that date, without the work's URN."""
    day, first = date.fromisoformat(promulgated), date.fromisoformat(effective or promulgated)
    version = Version("urn:lex:cn:pbc:measures:2025-05-23;4", "某某办法", first, day, text=text)
    doc = structure.parse(text)
    found = resolve_citations(find_citations(doc), version, doc, CATALOGUE, parsed)
    short = f"{CSL.work}@"
    return [(r.citation.text, r.target and r.target.removeprefix(short), tuple(a.removeprefix(short) for a in r.also), r.note)
            for r in found if r.citation.target.instrument.endswith("网络安全法") and r.citation.target.article]


@needs_reference
def test_a_real_rule_of_2025_is_read_by_the_old_numbers_and_flagged():
    text = PBC.read_text(encoding="utf-8")
    found = {t: (also, note) for _, t, also, note in citing(text, "2025-05-30", "2025-08-01")}
    assert found == {
        "2017-06-01~art69": (("2026-01-01~art70",), "旧条号：2026-01-01起为第七十条"),
        "2017-06-01~art59": (("2026-01-01~art61",), "旧条号：2026-01-01起为第六十一条"),
        "2017-06-01~art60": (("2026-01-01~art62",), "旧条号：2026-01-01起为第六十二条"),
    }


AMBIGUOUS = "有歧义：也可能指公布时"
WRITTEN = [
    # a rule that is older than the amendment, one that is younger, and two drafted between its publication and its first day
    ("第二十一条", "2025-05-01", "2025-08-01", "2017-06-01~art21", ("2026-01-01~art23",), "旧条号：2026-01-01起为第二十三条"),
    ("第二十一条", "2025-05-01", "2026-02-01", "2017-06-01~art21", ("2026-01-01~art23",), "旧条号：2026-01-01起为第二十三条"),
    ("第二十一条", "2026-03-01", "2026-04-01", "2026-01-01~art21", (), ""),
    ("第二十一条", "2025-11-20", "2025-12-01", "2017-06-01~art21", ("2026-01-01~art23", "2026-01-01~art21"),
     f"旧条号：2026-01-01起为第二十三条；{AMBIGUOUS}2026-01-01起施行的文本的第二十一条"),
    ("第二十一条", "2025-11-20", "2026-01-01", "2026-01-01~art21", ("2017-06-01~art21",), f"{AMBIGUOUS}尚在施行的旧文本的第二十一条"),
    ("第一条", "2025-11-20", "2026-01-01", "2026-01-01~art1", (), ""),  # the same in both: no doubt
    ("第八十条", "2025-11-20", "2025-12-01", "2026-01-01~art80", (), ""),  # only the text to come has it
    ("第十八条第二款", "2025-11-20", "2026-01-01", "2017-06-01~art18_par2", ("2026-01-01~art20_par2",), "旧条号：2026-01-01起为第二十条"),
    # a part that moved elsewhere than its article, or stands at another place of it
    ("第六十九条第一项", "2025-05-01", "2025-08-01", "2017-06-01~art69_par1_item1", ("2026-01-01~art69",), "旧条号：2026-01-01起为第六十九条"),
    ("第六十九条第二项", "2025-05-01", "2025-08-01", "2017-06-01~art69_par1_item2", ("2026-01-01~art70_par1_item1",),
     "旧条号：2026-01-01起为第七十条第（一）项"),
    ("第六十四条", "2025-05-01", "2025-08-01", "2017-06-01~art64", ("2026-01-01~art71",), "旧条号：2026-01-01起为第七十一条"),
]


@pytest.mark.parametrize(("cited", "promulgated", "effective", "target", "also", "note"), WRITTEN)
def test_which_article_a_number_means_follows_from_the_day_of_the_rule(cited, promulgated, effective, target, also, note):
    (found,) = citing(f"某某办法\n第一条 依照《网络安全法》{cited}的规定处理。", promulgated, effective)
    assert found[1:] == (target, also, note)


STALE: frozenset[str] = frozenset()  # texts of which no `amended_since` tells it


def test_the_corpus_shipped_tells_its_stale_citations(built: Path):
    with Knowledge.open(built) as graph:
        found = stale_citations(graph, TODAY)
        told = {graph.catalogue.version(s.source).title for s in found if "条号" in graph.catalogue.version(s.source).amended_since}
        assert {graph.catalogue.version(s.source).title for s in found} - told <= STALE and all(s.old.startswith(OLD.urn) for s in found)
        assert stale_citations(graph, date(2025, 12, 31)) == ()


def test_the_list_of_stale_citations_follows_the_graph_and_the_day(built: Path, monkeypatch):
    """A rule put into the records of the real build: its citation is told from 2026 on, with both numbers and its own words."""
    text = "某某办法\n第一条 为了安全，制定本办法。\n第二条 运营者应当履行《网络安全法》第二十一条规定的义务。违反的，依照《网络安全法》第一条处理。"
    day = date(2025, 5, 1)
    version = Version("urn:lex:cn:pbc:measures:2025-05-01;4", "某某办法", date(2025, 8, 1), day, text=text)
    found = resolve_citations(find_citations(structure.parse(text)), version, structure.parse(text), CATALOGUE, parsed)
    with Knowledge.open(built) as graph:
        _put(graph, version, found, monkeypatch)
        assert stale_citations(graph, date(2025, 12, 31)) == ()
        (stale,) = [s for s in stale_citations(graph, TODAY) if s.source.startswith(version.urn)]
        assert stale in stale_citations(graph, TODAY, CSL.work) and stale_citations(graph, TODAY, "urn:lex:cn:npc:law:2021-06-10;84") == ()
    assert (stale.source, stale.words) == (f"{version.urn}~art2_par1", "运营者应当履行《网络安全法》第二十一条规定的义务。")
    assert (stale.old, stale.new) == (f"{OLD.urn}~art21", f"{NEW.urn}~art23") and stale.change.kind is ChangeKind.RENUMBERED
    made = Told(compared(), choose(compared()), (stale,))
    for form in ("text", "md"):
        assert "第二十三条" in render(made, form).decode().rpartition("仍按旧条号援引的规定")[2]
    assert as_json(made)["stale_citations"][0]["words"] == stale.words
    assert NONE not in render(made, "text").decode() and NONE in render(told(), "text").decode()


def _put(graph: Knowledge, version: Version, found, monkeypatch) -> None:
    """One more version in the graph, with these resolved citations as its links."""
    from dataclasses import replace

    from kg.law.model import Instrument

    links = tuple(Link(r.source, r.target, r.citation.text, r.citation.rule, r.reason, "旧条号" in r.note, r.also, r.note) for r in found)
    instrument = Instrument(version.work, "x", version.title, version.title, ("某",), "部门规章", "", "现行有效", versions=(version,))
    widened = catalogue.Catalogue((*graph.catalogue.instruments, instrument))
    records = graph.records(OLD)
    monkeypatch.setitem(graph.__dict__, "catalogue", widened)
    monkeypatch.setitem(graph._records, version.urn, replace(records, norms=(), sanctions=(), terms=(), links=links))


def test_show_tells_the_older_number_beside_a_citation(built: Path, capsysbinary, tmp_path: Path):
    from kg.cli.looking import _stale

    link = Link("urn:x@2025-01-01~art1", f"{OLD.urn}~art59", "第五十九条", "full", stale=True, also=(f"{NEW.urn}~art61",), note="旧条号")
    assert _stale(link, CATALOGUE) == "（旧条号，现为网络安全法第六十一条）"
    doubtful = Link("urn:x@2025-01-01~art1", f"{NEW.urn}~art21", "第二十一条", "full", also=(f"{OLD.urn}~art21",), note="有歧义：甲")
    assert _stale(doubtful, CATALOGUE) == "（有歧义：甲）"


# ── the status of a provision ──


STATUS = [
    ("网络安全法第二十一条", "2025-12-31", None, IN_FORCE, "自 2026-01-01 起为第二十三条（条号变动，文字未变）"),
    ("网络安全法第五十九条", "2025-12-31", None, IN_FORCE, "自 2026-01-01 起为第六十一条（条号变动，文字有修改）"),
    ("网络安全法第三十四条", "2025-12-31", None, IN_FORCE, "自 2026-01-01 起为第三十六条（条号变动，文字除所引条号外未变）"),
    ("网络安全法第二十三条", "2026-01-01", None, IN_FORCE, "2026-01-01 前的文本中为第二十一条（条号变动，文字未变）"),
    ("网络安全法第二十一条", "2026-01-01", None, IN_FORCE, "2026-01-01 前的第二十一条现为第二十三条"),
    ("网络安全法第二十条", "2026-01-01", None, IN_FORCE, "2026-01-01 前的文本中没有本条，系新增"),
    ("网络安全法第七十一条", "2026-01-01", None, IN_FORCE, "为第六十四条、第六十六条、第七十条（条号变动，文字有修改）"),
    ("旧网安法第二十一条", "2026-06-01", "2017-06-01", AMENDED, "为第二十三条"),
    ("旧网安法第六十四条", "2026-06-01", "2017-06-01", AMENDED, "并入第七十一条"),
    ("旧网安法第一条", "2026-06-01", "2017-06-01", IN_FORCE, "仍为第一条（未变）"),
    ("旧网安法第六十九条第一项", "2026-06-01", "2017-06-01", AMENDED, "为第六十九条"),
    (f"{NEW.urn}~art23", "2025-06-01", "2026-01-01", NOT_YET, "公布 2025-10-28，施行 2026-01-01"),
    ("218号令第三十九条", "2024-01-01", None, IN_FORCE, "公布 2023-02-27，施行 2023-05-01"),
]


@pytest.mark.parametrize(("reference", "on", "version", "word", "told_"), STATUS)
def test_the_status_of_a_provision_on_a_day(reference: str, on: str, version: str | None, word: str, told_: str):
    day = date.fromisoformat(on)
    shown = look_up(reference, CATALOGUE, day)
    assert version is None or str(shown.version.effective) == version
    status = provision_status(shown.instrument, shown.version, shown.provision.eid, day, parsed)
    assert status.word == word and any(told_ in line for line in status.lines), status.lines


def test_what_is_gone_repealed_or_unknown():
    from dataclasses import replace

    texts = ("第一条 甲部门负责本行业的工作。\n第二条 出口密码产品须经许可。", "第一条 甲部门负责本行业的工作。")
    one = Version("urn:lex:cn:x:law:2000-01-01;1", "试验法", date(2000, 1, 1), None, date(2010, 1, 1), text=texts[0])
    two = replace(one, effective=date(2010, 1, 1), until=None, text=texts[1])
    law = replace(CSL, work=one.work, versions=(one, two), effective=one.effective, repealed=None)
    word = lambda i, v, eid, on: provision_status(i, v, eid, date.fromisoformat(on), parsed).word  # noqa: E731
    assert word(law, one, "art2", "2009-12-31") == IN_FORCE and word(law, one, "art2", "2010-01-01") == REMOVED
    assert word(law, one, "art1", "2010-01-01") == IN_FORCE and word(law, two, "art1", "2009-12-31") == NOT_YET
    assert word(replace(law, repealed=date(2015, 1, 1)), two, "art1", "2015-01-01") == REPEALED
    gap = replace(law, versions=(one, replace(two, effective=date(2012, 1, 1))))
    assert word(gap, one, "art1", "2011-01-01") == UNKNOWN  # ended, and nothing held has taken its place


def test_show_tells_status_and_both_dates(built: Path, capsysbinary):
    assert run(["show", "网络安全法第二十一条", "--as-of", "2025-12-31"]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert "现行有效（2025-12-31）；公布 2016-11-07，施行 2017-06-01\n自 2026-01-01 起为第二十三条（条号变动，文字未变）\n" in out
    assert run(["show", "网络安全法第五十九条", "--as-of", "2025-12-31", "--json"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert (found["status"]["word"], found["promulgated"]) == (IN_FORCE, "2016-11-07")
    assert found["status"]["after"] == {"iri": f"{NEW.urn}~art61", "article": "第六十一条", "change": "修改", "since": "2026-01-01"}
    assert run(["show", "网络安全法第二十一条", "--as-of", "2015-01-01"]) == 2
    assert "没有施行中的文本（尚未施行）；现有文本：2017-06-01 起施行、2026-01-01 起施行" in capsysbinary.readouterr().err.decode()


# ── every door takes a day ──


@pytest.mark.parametrize(("on", "article", "other"), [("2025-12-31", "art21", "art23"), ("2026-01-01", "art23", "art21")])
def test_question_and_matrix_answer_by_the_law_of_the_day(built: Path, capsysbinary, on: str, article: str, other: str):
    text = f"{CSL.work}@{'2017-06-01' if on < '2026' else '2026-01-01'}"
    assert run(["ask", "网络安全法规定网络日志留存多久", "--as-of", on, "--json"]) == 0
    cited = {c["iri"] for c in json.loads(capsysbinary.readouterr().out)["citations"]}
    assert any(i.startswith(f"{text}~{article}_") or i == f"{text}~{article}" for i in cited)
    assert all(i.startswith(f"{text}~") for i in cited if i.startswith(CSL.work))
    assert run(["matrix", "--instrument", "网络安全法", "--as-of", on, "-f", "json"]) == 0
    rows = json.loads(capsysbinary.readouterr().out)
    logs = [r["iri"] for r in rows if "留存相关的网络日志" in json.dumps(r, ensure_ascii=False)]
    assert logs and all(i.startswith(f"{text}~{article}_") for i in logs) and {r["version"] for r in rows} == {text}
