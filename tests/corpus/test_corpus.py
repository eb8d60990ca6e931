"""The corpus is verbatim, complete, and a broken file stops the build by name."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from kg.corpus.catalogue import CorpusError
from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.places import corpus_dir
from kg.law.wording import standing_of_text
from tests import small_corpus
from tests.reference import BROKEN_OFF, REFERENCE, SLUGS, articles, needs_reference, squash

COUNTS = {
    "csrc-order-218@2023-05-01": 75,
    "cybersecurity-law@2017-06-01": 79,
    "cybersecurity-law@2026-01-01": 81,
    "data-security-law@2021-09-01": 55,
    "pipl@2021-11-01": 74,
    "cii-regulations@2021-09-01": 51,
    "csrc-order-152@2021-01-15": 64,
    "cac-incident-reporting@2025-11-01": 14,
    "financial-infrastructure-measures@2025-10-01": 37,
    "cross-border-data-flow-provisions@2024-03-22": 14,
    "face-recognition-measures@2025-06-01": 20,
    "pi-export-certification-measures@2026-01-01": 19,
    "network-data-regulations@2025-01-01": 64,
    "pi-compliance-audit-measures@2025-05-01": 20,
    "data-export-assessment-measures@2022-09-01": 20,
    "cybersecurity-review-measures@2022-02-15": 23,
    "network-product-vulnerability-provisions@2021-09-01": 16,
    "pbc-incident-reporting-measures@2025-08-01": 33,
    "pbc-data-security-measures@2025-06-30": 56,
    "cii-commercial-cryptography-provisions@2025-08-01": 25,
    "commercial-cryptography-regulations@2023-07-01": 67,
    "cryptography-law@2020-01-01": 44,
    "miit-data-security-measures@2023-01-01": 42,
    "anti-telecom-fraud-law@2022-12-01": 50,
    "generative-ai-measures@2023-08-15": 24,
    "computer-system-security-regulations@2011-01-08": 31,
    "spc-face-recognition-interpretation@2021-08-01": 16,
    "sp-personal-information-crime-interpretation@2017-06-01": 13,
    "administrative-penalty-law@2021-07-15": 86,
    "securities-law@2020-03-01": 226,
    "futures-and-derivatives-law@2022-08-01": 155,
    "securities-investment-fund-law@2015-04-24": 154,
    "securities-company-regulations@2014-07-29": 97,
    "futures-trading-regulations@2017-03-01": 86,
    "anti-money-laundering-law@2025-01-01": 65,
    "emergency-response-law@2024-11-01": 106,
    "csrc-incident-measures@2021-06-04": 3,
    "app-collection-determination-methods@2019-11-28": 6,
}


def _versions():
    catalogue = load()
    return {f"{catalogue.of(v).slug}@{v.effective}": v for v in catalogue.versions}


def test_every_text_named_is_held_with_all_its_articles():
    held = {key: len(parse(v.text, v.title).main_articles) for key, v in _versions().items()}
    assert {key: held.get(key) for key in COUNTS} == COUNTS


@pytest.mark.parametrize("key", COUNTS)
def test_articles_are_numbered_without_gap(key):
    version = _versions()[key]
    document = parse(version.text, version.title)
    assert document.problems == ()
    assert [a.number for a in document.main_articles] == [(n,) for n in range(1, COUNTS[key] + 1)]


@needs_reference
@pytest.mark.parametrize("key", COUNTS)
def test_each_article_equals_the_reference(key):
    version = _versions()[key]
    document = parse(version.text, version.title)
    ours = {a.label: squash(document.text_of(a)) for a in document.main_articles}
    theirs = articles(SLUGS[key])
    assert ours.keys() == theirs.keys()
    assert {k: v for k, v in ours.items() if v != theirs[k]} == {}


@needs_reference
@pytest.mark.parametrize("key", ["cac-incident-reporting@2025-11-01", "pi-compliance-audit-measures@2025-05-01"])
def test_the_annex_equals_the_reference(key):
    version = _versions()[key]
    text = (REFERENCE / f"{SLUGS[key]}.txt").read_text(encoding="utf-8")
    ours = squash(version.text[version.text.index("\n附件\n") :])
    assert ours == squash(text[text.index("\n附件") :])


@needs_reference
@pytest.mark.parametrize("key", COUNTS)
def test_the_whole_text_equals_the_reference(key):
    """Headings, preamble and annex included: what the reference says behind its title and its line of adoption."""
    version = _versions()[key]
    theirs = [line for line in (REFERENCE / f"{SLUGS[key]}.txt").read_text(encoding="utf-8").split("\n")[1:] if line.strip()]
    theirs = [line for line in theirs if not line.startswith("【注意")]
    theirs = theirs[1:] if theirs[0].startswith("（") else theirs
    assert squash(version.text) == squash("".join(theirs).replace(BROKEN_OFF, ""))


def test_the_annex_has_its_four_levels():
    version = _versions()["cac-incident-reporting@2025-11-01"]
    annex = parse(version.text, version.title).by_eid["annex1"]
    assert [c.heading for c in annex.children if c.heading] == [
        "特别重大网络安全事件", "重大网络安全事件", "较大网络安全事件", "一般网络安全事件"]


def test_instruments_without_text_are_catalogued_and_second_hand_is_marked():
    catalogue = load()
    for name in ("证券期货业网络安全事件报告与调查处理办法", "82号令", "JR/T 0171-2020", "JR/T 0223-2021"):
        found = catalogue.find(name)
        assert found is not None, name
        assert not found.held
    incident = catalogue.find("证券期货业网络安全事件报告与调查处理办法")
    assert incident is not None
    assert len(incident.second_hand) >= 4
    assert all("未见原文" in s.source and "国务院公报2021年第23号" in s.source for s in incident.second_hand)


def test_every_text_shipped_says_when_it_was_compared_and_what_is_known_since():
    versions = load(corpus_dir()).versions
    assert all(v.compared and v.compared >= (v.promulgated or v.effective) for v in versions)
    told = {v.title: standing_of_text(v) for v in versions}
    assert told["证券期货业网络和信息安全管理办法"] == "核对至2026-11-22；此后已知的修改：未发现"
    for title, words in (("期货交易管理条例", "此后是否修订、废止未核"), ("证券公司监督管理条例", "此后是否修订未核"),
                         ("数据出境安全评估办法", "依《促进和规范数据跨境流动规定》第九条为3年")):
        assert told[title].startswith("核对至2026-11-29；") and words in told[title]
    replaced = [v for v in versions if v.until]
    assert replaced and all("修正" in v.amended_since for v in replaced)


def test_a_text_of_the_user_says_nothing_of_a_comparison(tmp_path):
    own = small_corpus.write(tmp_path / "corpus")
    assert {standing_of_text(v) for v in load(own).versions} == {""}


@pytest.mark.parametrize(("lines", "fault"), [
    ('[[instrument.subject]]\nname = "甲"\n', "asked"), ('[[instrument.subject]]\nname = "甲"\nasked = ["乙"]\nfirm = ["丙"]\n', "firm")])
def test_a_subject_that_is_no_subject_is_named(tmp_path, lines, fault):
    folder = small_corpus.write(tmp_path / "corpus")
    with (folder / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write(lines)
    with pytest.raises(CorpusError, match=fault):
        load(folder)


@pytest.mark.parametrize(("name", "number", "effective", "status"), [
    ("数据出境安全评估办法", "第11号", "2022-09-01", "现行有效"), ("个人信息出境标准合同办法", "第13号", "2023-06-01", "现行有效"),
    ("个人信息保护合规审计管理办法", "第18号", "2025-05-01", "现行有效"), ("网络数据安全风险评估办法", "第24号", "2026-08-20", "现行有效"),
    ("中国人民银行业务领域数据安全管理办法", "〔2025〕第3号", "2025-06-30", "现行有效"),
    ("中国人民银行业务领域网络安全事件报告管理办法", "〔2025〕第4号", "2025-08-01", "现行有效"),
    ("《中华人民共和国密码法》", "第35号", "2020-01-01", "现行有效"), ("商用密码管理条例", "第760号", "2023-07-01", "现行有效"),
    ("关键信息基础设施商用密码使用管理规定", "第5号", "2025-08-01", "现行有效"), ("期货交易管理条例", "第489号", "2007-04-15", "现行有效"),
    ("《中华人民共和国反洗钱法》", "", "2025-01-01", "现行有效"), ("《中华人民共和国突发事件应对法》", "", "2024-11-01", "现行有效"),
    ("《中华人民共和国认证认可条例》", "第390号", "None", "现行有效"), ("征信业管理条例", "第631号", "2013-03-15", "现行有效"),
    ("证券投资基金销售机构通过第三方电子商务平台开展业务管理暂行规定", "〔2013〕18号", "2013-03-15", "已废止"),
])
def test_further_rules_are_known_with_number_and_date(name, number, effective, status):
    found = load().find(name)
    assert found is not None
    assert found.number.endswith(number) and str(found.effective) == effective and found.status == status
    assert found.held or "未收录全文" in found.note
    assert found.url.startswith("http")


def test_what_a_catalogue_entry_does_not_know_is_left_out_and_said():
    for found in (i for i in load().instruments if not i.held and i.rank in {"法律", "行政法规", "部门规章"}):
        assert found.number or "号不详" in found.note or found.slug == "securities-investment-fund-law", found.title
        assert found.promulgated or "不详" in found.note or "日期来自" in found.note, found.title
        assert found.effective or "不详" in found.note, found.title


@pytest.mark.parametrize(("slug", "words"), [
    ("data-export-assessment-measures", "第九条为3年"), ("standard-contract-measures", "第十三条适用该规定")])
def test_what_overrides_a_text_is_noted(slug, words):
    found = load().find(slug)
    assert found is not None
    assert found.held or words in found.note


@pytest.mark.parametrize(("name", "slug"), [
    ("《中华人民共和国网络安全法》", "cybersecurity-law"), ("网安法", "cybersecurity-law"), ("218号令", "csrc-order-218"),
    ("个保法", "pipl"), ("关基条例", "cii-regulations"), ("csrc-order-152", "csrc-order-152")])
def test_names_find_the_instrument(name, slug):
    found = load().find(name)
    assert found is not None
    assert found.slug == slug


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    shutil.copytree(corpus_dir(), folder, ignore=shutil.ignore_patterns("queries", "*.npy", "*.npz"))
    return folder


@pytest.mark.parametrize(("damage", "message"), [
    (lambda f: (f / "pipl/2021-11-01.txt").write_bytes(b"\xff\xfe\x00"), "not UTF-8"),
    (lambda f: (f / "pipl/2021-11-01.txt").write_text("", "utf-8"), "empty"),
    (lambda f: (f / "pipl/2021-11-01.txt").write_text("第一条 改了一个字", "utf-8"), "sha256"),
    (lambda f: (f / "pipl/2021-11-01.toml").unlink(), "cannot be read"),
    (lambda f: (f / "pipl/2021-11-01.toml").write_text("title = ", "utf-8"), "not valid TOML"),
    (lambda f: (f / "pipl/2021-11-01.toml").write_text('title = "x"\neffective = "soon"\nsha256 = ""', "utf-8"), "effective"),
    (lambda f: (f / "pipl/2021-11-01.txt").rename(f / "pipl/2021-11-02.txt"), "2021-11-02"),
])
def test_an_unusable_file_is_named(copy, damage, message):
    damage(copy)
    with pytest.raises(CorpusError, match=message) as caught:
        load(copy)
    assert "pipl" in str(caught.value)


def test_windows_line_ends_change_nothing(copy):
    path = copy / "pipl/2021-11-01.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    version = next(v for v in load(copy).versions if v.title == "个人信息保护法")
    assert hashlib.sha256(version.text.encode()).hexdigest() == version.sha256
