"""Links between laws: found, reviewed, carried to other texts, in the graph, and the ways they make."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.corpus.loading import load
from kg.graph import building, records
from kg.graph.knowledge import Knowledge, NotBuiltError
from kg.graph.links_of_day import links, links_of
from kg.graph.network import network
from kg.graph.writing import texts
from kg.graph.writing.triples import LINKS
from kg.law.identifiers import within
from kg.law.model import Version
from kg.law.places import corpus_dir
from kg.law.vocabulary import Vocabulary
from kg.links import review as link_review
from kg.links.finding import Finder
from kg.links.purpose import citation_type
from kg.links.records import LinkType
from kg.links.review import LinkReviewError, urn_of
from kg.reading.found import Found
from tests import small_corpus

TODAY, EVE = date(2026, 11, 24), date(2025, 12, 31)
RANKS = ("法律", "司法解释", "行政法规", "部门规章", "规范性文件", "国家标准", "行业标准")
ORDER, OLD152, PIPL, DSL = "csrc-order-218@2023-05-01", "csrc-order-152@2021-01-15", "pipl@2021-11-01", "data-security-law@2021-09-01"
CSL, OLD_CSL = "cybersecurity-law@2026-01-01", "cybersecurity-law@2017-06-01"
CII, CAC = "cii-regulations@2021-09-01", "cac-incident-reporting@2025-11-01"
EXPORT, FACE = "cross-border-data-flow-provisions@2024-03-22", "face-recognition-measures@2025-06-01"
CERTIFY, FINANCE = "pi-export-certification-measures@2026-01-01", "financial-infrastructure-measures@2025-10-01"
T = LinkType


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


def finder_of(folder: Path, *, parsed_only: bool = False) -> Finder:
    """A finder for a corpus; ``parsed_only`` has read nothing but the structure, which is enough to check a review."""
    catalogue, vocabulary = load(folder), Vocabulary.load()
    documents = texts.parse_all(catalogue.versions)

    def reading(v: Version) -> Found:
        bare = Found(v, documents[v.urn], (), (), (), (), ())
        return bare if parsed_only else texts.read_version(v, documents, catalogue, vocabulary)

    return Finder([reading(v) for v in catalogue.versions], catalogue, vocabulary)


# ── what a lawyer knows is there ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        (f"{ORDER}~art41", f"{PIPL}~art57", T.SPECIFIES), (f"{ORDER}~art41", f"{PIPL}~art57", T.SAME_EVENT),
        (f"{ORDER}~art33", f"{PIPL}~art23", T.SPECIFIES), (f"{ORDER}~art45", f"{CII}~art11", T.SPECIFIES),
        (f"{ORDER}~art14", f"{CSL}~art23", T.SPECIFIES), (f"{ORDER}~art37", f"{CSL}~art27", T.SPECIFIES),
        (f"{ORDER}~art18", f"{CSL}~art23_par1_item3", T.SPECIFIES), (f"{ORDER}~art36", f"{DSL}~art29", T.SAME_EVENT),
        (f"{ORDER}~art46", f"{DSL}~art30", T.SPECIFIES), (f"{ORDER}~art35", f"{PIPL}~art28", T.DEFINES),
        (f"{ORDER}~art21", f"{OLD152}~art23", T.SPECIFIES), (f"{ORDER}~art71", f"{OLD152}~art63", T.DEFINES),
        (f"{ORDER}~art64", f"{CSL}~art61", T.SANCTIONS), (f"{ORDER}~art68", f"{PIPL}~art66", T.SANCTIONS),
        (f"{ORDER}~art1", PIPL, T.BASIS), (f"{ORDER}~art1", "securities-law", T.BASIS), (f"{ORDER}~art63", "securities-law", T.SANCTIONS),
        (f"{ORDER}~art75", "csrc-order-82", T.CITES), (f"{CII}~art1", CSL, T.BASIS),
        (f"{CII}~art2", f"{CSL}~art33", T.DEFINES), (f"{DSL}~art31", f"{CSL}~art39", T.CITES),
        (f"{CAC}~art4", f"{CSL}~art27", T.SAME_EVENT), (f"{CAC}~art4", f"{DSL}~art29", T.SAME_EVENT),
        (f"{CAC}~art4", f"{PIPL}~art57", T.SAME_EVENT), (f"{CAC}~art4", f"{CII}~art18", T.SAME_EVENT),
        (f"{CAC}~art8", f"{ORDER}~art40", T.SAME_EVENT), (f"{CAC}~art4_par5", f"{ORDER}~art39", T.SAME_EVENT),
        (f"{EXPORT}~art5", f"{PIPL}~art38", T.EXCEPTION), (f"{EXPORT}~art5", f"{PIPL}~art40", T.EXCEPTION),
        (f"{EXPORT}~art7", f"{PIPL}~art40", T.SPECIFIES), (f"{EXPORT}~art10", f"{PIPL}~art39", T.SPECIFIES),
        (f"{EXPORT}~art7", f"{CSL}~art39", T.SPECIFIES), (f"{EXPORT}~art7", f"{DSL}~art31", T.SPECIFIES),
        (f"{EXPORT}~art9", "data-export-assessment-measures", T.EXCEPTION), (f"{EXPORT}~art13", "data-export-assessment-measures", T.EXCEPTION),
        (f"{FACE}~art13", f"{PIPL}~art26", T.SPECIFIES), (f"{FACE}~art4", f"{PIPL}~art28", T.SPECIFIES),
        (f"{FACE}~art6", f"{PIPL}~art29", T.SPECIFIES), (f"{FACE}~art5", f"{PIPL}~art30", T.SPECIFIES),
        (f"{FACE}~art9", f"{PIPL}~art55", T.SPECIFIES), (f"{CERTIFY}~art3", f"{PIPL}~art38_par1_item2", T.DEFINES),
        (f"{CERTIFY}~art5", f"{EXPORT}~art8", T.SPECIFIES), (f"{FINANCE}~art15", f"{CII}~art6", T.SPECIFIES),
        (f"{FINANCE}~art22", f"{ORDER}~art37", T.SPECIFIES), (f"{FINANCE}~art15", f"{CSL}~art39", T.SPECIFIES),
    ],
)
def test_a_link_is_there_with_its_type(known: Knowledge, source: str, target: str, kind: LinkType) -> None:
    start, end = (urn_of(short, known.catalogue) for short in (source, target))
    found = [k for k in links(known, TODAY) if k.type is kind and within(k.source, start) and within(k.target, end)]
    assert found, f"no {kind} from {source} to {target}"
    back = {(k.source, k.target, k.type) for k in links_of(known, end, TODAY)}
    assert {(k.source, k.target, k.type) for k in found} <= back, "a link is found from both of its ends"


@pytest.mark.parametrize(
    ("article", "old", "new"),
    [("art14", "art21", "art23"), ("art39", "art25", "art27"), ("art25", "art47", "art49"), ("art46", "art38", "art40"), ("art64", "art59", "art61")],
)
def test_a_link_leads_to_the_article_of_the_day(known: Knowledge, article: str, old: str, new: str) -> None:
    """To 网络安全法 under its number of before and of after 2026-01-01, never to both."""
    source = urn_of(f"{ORDER}~{article}", known.catalogue)
    work = urn_of("cybersecurity-law", known.catalogue)
    for on, text, number in ((EVE, OLD_CSL, old), (TODAY, CSL, new)):
        targets = {k.target.partition("_")[0] for k in links_of(known, source, on) if k.target.startswith(work) and "~" in k.target}
        assert urn_of(f"{text}~{number}", known.catalogue) in targets
        assert all(t.startswith(urn_of(text, known.catalogue)) for t in targets)


def test_what_is_carried_to_an_older_text_says_so(known: Knowledge) -> None:
    old = urn_of(OLD_CSL, known.catalogue)
    carried = [k for k in known.cross_links if old in (k.source.partition("~")[0], k.target.partition("~")[0]) and k.origin != "citation"]
    explicit = [k for k in carried if "承继关系" not in k.reason]
    assert len(carried) > 80 and len(explicit) <= 3
    assert all("2017-06-01起施行的文本" in k.reason for k in carried if k not in explicit)


# ── what holds of all of them ────────────────────────────────────────────────────────────────────────────────────────


def test_all_words_are_verbatim_and_all_ends_exist(known: Knowledge) -> None:
    works = {i.work for i in known.catalogue.instruments}
    texts = {v.urn: v.text for v in known.catalogue.versions}
    assert len(known.cross_links) > 500
    for k in known.cross_links:
        assert k.source_words and k.source_words in known.text(k.source), k
        assert k.source.partition("@")[0] != k.target.partition("@")[0], "a text is not linked to itself"
        if "@" not in k.target:
            assert k.target in works and k.target_words == "", k
        else:
            assert k.target_words and k.target_words in (known.text(k.target) if "~" in k.target else texts[k.target]), k
        assert 0 < k.confidence <= 1 and k.reason.endswith("。") and k.status in {"extracted", "confirmed", "added"}
        assert k.origin in {"citation", "norms", "similarity", "review"}


def test_the_source_is_the_more_special_side(known: Knowledge) -> None:
    rank = {i.work: RANKS.index(i.rank) for i in known.catalogue.instruments if i.rank in RANKS}
    directed = [k for k in known.cross_links if k.type in (T.SPECIFIES, T.BASIS, T.SANCTIONS, T.DEFINES, T.EXCEPTION)]
    wrong = [k for k in directed if rank[k.source.partition("@")[0]] < rank.get(k.target.partition("@")[0], len(RANKS))]
    assert len(directed) > 400
    assert [k for k in wrong if "@" in k.target] == []


def test_each_link_stands_once(known: Knowledge) -> None:
    keys = [(k.source, k.target, k.type) for k in known.cross_links]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("on", [date(2018, 1, 1), date(2022, 1, 1), EVE, date(2026, 1, 1), TODAY])
def test_both_texts_are_the_law_of_the_day(known: Knowledge, on: date) -> None:
    lawful = {v.urn for v in known.versions(on)}
    found = links(known, on)
    assert all({k.source.partition("~")[0], k.target.partition("~")[0]} <= lawful or "@" not in k.target for k in found)
    assert all(k.source.partition("~")[0] in lawful for k in found)
    assert (len(found) > 400) == (on >= EVE)


def test_a_build_without_links_says_what_to_do(built: Path, tmp_path: Path) -> None:
    with Knowledge.open(built) as knowledge:
        folder = tmp_path / "build"
        shutil.copytree(knowledge.folder, folder, ignore=shutil.ignore_patterns("links.json", "store", "index"))
    with Knowledge(folder) as bare, pytest.raises(NotBuiltError, match="kg build --force"):
        links(bare, TODAY)


# ── the review ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def review() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((corpus_dir() / "links.toml").read_text(encoding="utf-8"))


def test_every_entry_of_the_review_can_be_used(review: dict[str, list[dict[str, str]]]) -> None:
    entries = link_review.read(corpus_dir(), finder_of(corpus_dir(), parsed_only=True))
    assert len(entries) == len(review["link"]) > 400
    assert {e.verdict for e in entries} == {"confirmed", "added", "rejected"}
    assert all(8 <= len(e.reason) <= 90 and e.reason.endswith("。") for e in entries)


def test_what_is_confirmed_is_in_the_graph_and_what_is_rejected_is_not(known: Knowledge, review: dict[str, list[dict[str, str]]]) -> None:
    there = {(k.source, k.target, k.type.value): k.status for k in known.cross_links}
    pairs = {frozenset((k.source.partition("_")[0], k.target.partition("_")[0])) for k in known.cross_links}
    for entry in review["link"]:
        source, target = urn_of(entry["from"], known.catalogue), urn_of(entry["to"], known.catalogue)
        if entry["verdict"] != "rejected":
            assert there[source, target, entry["type"]] == entry["verdict"], entry
    spoken = [(link_review.pair_of(urn_of(e["from"], known.catalogue), urn_of(e["to"], known.catalogue)), e["verdict"]) for e in review["link"]]
    rejected = {pair for pair, verdict in spoken if verdict == "rejected"} - {pair for pair, verdict in spoken if verdict != "rejected"}
    assert len(rejected) > 50 and not rejected & pairs


def test_the_corpus_has_been_reviewed(known: Knowledge) -> None:
    """All but what a later change of texts or vocabularies brings up, which `extracted` tells the reader."""
    found = [k for k in known.cross_links if k.origin != "citation"]
    assert sum(k.status == "extracted" for k in found) <= 0.1 * len(found)


ENTRY = {
    "from": f"{ORDER}~art41_par1", "to": f"{PIPL}~art57_par1", "type": "specifies", "verdict": "added", "from_words": "对投资者造成影响的",
    "to_words": "个人信息处理者应当立即采取补救措施", "reason": "通知义务相衔接。",
}


def _review(tmp_path: Path, *entries: dict[str, str], reviewer: str = 'reviewer = "某人"\n') -> Path:
    def table(entry: dict[str, str]) -> str:
        return "[[link]]\n" + "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in entry.items()) + "on = 2026-11-24\n"

    (tmp_path / "links.toml").write_text(reviewer + "".join(map(table, entries)), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def bare() -> Finder:
    return finder_of(corpus_dir(), parsed_only=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"from": "no-such-law@2023-05-01~art1"}, "目录中没有 no-such-law"),
        ({"from": f"{ORDER}~art99"}, "没有 .*~art99 这一条文"),
        ({"to": "pipl@2020-01-01~art57"}, "没有 .*2020-01-01~art57 这一条文"),
        ({"from_words": "对投资者没有影响的"}, "不是 .*art41_par1 的原文"),
        ({"to_words": ""}, "没有写明 .*art57_par1 的文字"),
        ({"to": "securities-law"}, "全文未收录，不能引用其文字"),
        ({"type": "resembles"}, r"link.0.type"),
        ({"verdict": "perhaps"}, r"link.0.verdict"),
        ({"reason": ""}, r"link.0.reason"),
        ({"colour": "red"}, r"link.0.colour"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(bare: Finder, tmp_path: Path, change: dict[str, str], said: str) -> None:
    folder = _review(tmp_path, {**ENTRY, **change})
    with pytest.raises(LinkReviewError, match=said) as caught:
        link_review.read(folder, bare)
    assert "links.toml" in str(caught.value) and "\n" not in str(caught.value)


def test_an_entry_stands_once(bare: Finder, tmp_path: Path) -> None:
    with pytest.raises(LinkReviewError, match=r"第 2 条.*重复"):
        link_review.read(_review(tmp_path, ENTRY, ENTRY), bare)
    assert len(link_review.read(_review(tmp_path, ENTRY, {**ENTRY, "type": "same-event"}), bare)) == 2


@pytest.mark.parametrize("content", ["[[link]\n", "", 'reviewer = "某人"\n[link]\n'])
def test_a_file_that_is_no_review_is_named(bare: Finder, tmp_path: Path, content: str) -> None:
    with pytest.raises(LinkReviewError, match=r"links\.toml"):
        link_review.read(_review(tmp_path, reviewer=content), bare)


def test_a_corpus_without_a_review_is_fine(bare: Finder, tmp_path: Path) -> None:
    assert link_review.read(tmp_path, bare) == () and link_review.reviewer(tmp_path) == ""


# ── found in texts that nobody has reviewed ──────────────────────────────────────────────────────────────────────────

OWN = """丁公司制度

第一条　根据《乙数据法》和《甲网络安全管理办法》，制定本办法。
第二条　经营机构发现网络安全事件的，应当在2小时内向中国证监会及其派出机构报告，并立即采取补救措施。
第三条　违反本办法规定的，依照《乙数据法》的规定处罚。
第四条　本办法自2025年6月1日起施行。
"""
MINE = "urn:lex:cn:csrc:order:2025-05-01;1"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus with a rule that a user added."""
    folder = small_corpus.write(tmp_path_factory.mktemp("own") / "corpus")
    catalogue = folder / "catalogue.toml"
    entry = small_corpus.instrument(MINE, "own", "丁公司制度", "规范性文件", "2025-06-01")
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + entry, encoding="utf-8")
    small_corpus.add(folder / "own", "2025-06-01", OWN, "丁公司制度")
    return folder


def test_links_of_a_rule_a_user_added_are_found(own: Path) -> None:
    found = {(k.source, k.target): k for k in finder_of(own).find()}
    mine = f"{MINE}@2025-06-01"
    report = found[f"{mine}~art2_par1", f"{small_corpus.WORK}@2025-01-01~art3_par1"]
    assert (report.type, report.status) == (T.SAME_EVENT, "extracted") and report.confidence < 0.9
    assert report.source_words.startswith("经营机构发现网络安全事件的") and report.target_words.endswith("报告。")
    law = f"{small_corpus.OTHER}@2020-02-01"
    assert found[f"{mine}~art1_par1", law].type is T.BASIS and found[f"{mine}~art3_par1", law].type is T.SANCTIONS
    assert all(k.source.partition("@")[0] != k.target.partition("@")[0] for k in found.values())


def test_a_review_confirms_rejects_adds_and_is_carried_to_the_other_text(own: Path, tmp_path: Path) -> None:
    finder = finder_of(own)
    rejected = {
        "from": "own@2025-06-01~art2_par1", "to": "rules@2025-01-01~art3_par1", "type": "same-event", "verdict": "rejected", "reason": "各自的。",
    }
    added = {
        "from": "rules@2025-01-01~art4_par1", "to": "law@2020-02-01~art1_par1", "type": "specifies", "verdict": "added",
        "from_words": "系统日志应当由经营机构保存六个月以上。", "to_words": "数据处理者应当建立数据安全管理制度。", "reason": "落实制度。",
    }
    unreviewed = link_review.apply(finder, ())
    reviewed = link_review.apply(finder, link_review.read(_review(tmp_path, rejected, added), finder))
    pair = (f"{MINE}@2025-06-01~art2_par1", f"{small_corpus.WORK}@2025-01-01~art3_par1")
    assert pair in {(k.source, k.target) for k in unreviewed} and pair not in {(k.source, k.target) for k in reviewed}
    target = f"{small_corpus.OTHER}@2020-02-01~art1_par1"
    mine = {k.source.partition("@")[2][:10]: k for k in reviewed if k.target == target}
    assert set(mine) == {"2024-01-01", "2025-01-01"} and {k.status for k in mine.values()} == {"added"}
    assert mine["2024-01-01"].reason == "落实制度；按条文承继关系及于2024-01-01起施行的文本。" and mine["2025-01-01"].reason == "落实制度。"
    assert link_review.apply(finder, ()) == unreviewed, "equal inputs give equal links"


def test_what_is_drafted_for_a_reviewer_can_be_read_once_filled_in(own: Path, tmp_path: Path) -> None:
    finder = finder_of(own)
    unreviewed = [k for k in link_review.apply(finder, ()) if k.origin != "citation"]
    text = link_review.draft(unreviewed, finder.catalogue, TODAY)
    assert unreviewed and text.count("[[link]]") == len(unreviewed)
    with pytest.raises(LinkReviewError, match="verdict"):
        link_review.read(_review(tmp_path, reviewer=f'reviewer = "某人"\n{text}'), finder)
    filled = text.replace('verdict = ""', 'verdict = "confirmed"').replace('reason = ""', 'reason = "一致。"')
    entries = link_review.read(_review(tmp_path, reviewer=f'reviewer = "某人"\n{filled}'), finder)
    after = link_review.apply(finder, entries)
    assert {(k.source, k.target) for k in after if k.status == "confirmed"} == {(k.source, k.target) for k in unreviewed}
    assert link_review.draft(after, finder.catalogue, TODAY) == ""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("为了保障网络安全，根据《中华人民共和国网络安全法》，制定本条例", T.BASIS),
        ("根据《证券法》、《证券投资基金法》等法律法规，制定本办法", T.BASIS),
        ("根据宪法，制定本法", T.BASIS),
        ("中国证监会及其派出机构可以依照《网络安全法》《关键信息基础设施安全保护条例》相关规定予以处罚", T.SANCTIONS),
        ("违反本办法规定的，依据《个人信息保护法》、《网络数据安全管理条例》等法律法规处理", T.SANCTIONS),
        ("尚不构成犯罪的，依照《网络安全法》有关规定，由公安机关没收违法所得，处5日以下拘留", T.SANCTIONS),
        ("按照《证券投资基金法》第二十四条的规定，采取责令暂停部分或全部业务等行政监管措施", T.SANCTIONS),
        ("《数据出境安全评估办法》等相关规定与本规定不一致的，适用本规定", T.EXCEPTION),
        ("《网络安全法》另有规定的，从其规定", T.EXCEPTION),
        ("本办法所称个人信息出境认证，是指按照《个人信息保护法》第三十八条第一款第二项规定，由专业认证机构作出的评定", T.DEFINES),
        ("本办法所指《网络安全事件分级指南》参照《信息安全技术网络安全事件分类分级指南》国家标准制定", T.CITES),
        ("重要数据的出境安全管理，适用《中华人民共和国网络安全法》的规定", T.CITES),
        ("因网络安全事件，发生突发事件的，应当依照《中华人民共和国突发事件应对法》的规定处置", T.CITES),
        ("2012年11月1日公布的《证券期货业信息安全保障管理办法》（证监会令第82号）同时废止", T.CITES),
        ("依照《公司法》、《证券法》等法律、行政法规进行管理，并与市场准入负面清单制度做好衔接", T.CITES),
    ],
)
def test_the_words_around_a_citation_give_its_type(sentence: str, kind: LinkType) -> None:
    assert citation_type(sentence) is kind


# ── in the graph ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_graph_holds_the_links_and_gives_them_back(known: Knowledge) -> None:
    assert records.links_in(known.store, LINKS) == known.cross_links
    rows = known.sparql("SELECT (COUNT(?k) AS ?n) WHERE { ?k a <urn:kg:ont:CrossLink> ; <urn:kg:ont:confidence> ?c . FILTER (?c <= 1.0) }")
    assert int(next(iter(rows))["n"].value) == len(known.cross_links)


def test_the_review_is_an_input_of_the_build() -> None:
    assert "corpus/links.toml" in building.read_inputs().hashes


def test_the_network_has_the_words_on_its_edges(known: Knowledge) -> None:
    net = network(known)
    edge = net.edges[urn_of(f"{ORDER}~art45", known.catalogue), urn_of(f"{CII}~art11", known.catalogue), "specifies"]
    assert edge["status"] == "confirmed" and "可能影响认定结果的" in edge["sourceWords"] and "可能影响其认定结果的" in edge["targetWords"]
