"""Citations resolved over the corpus, and what is said where one cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import loading, structure
from kg.corpus.catalogue import Catalogue
from kg.law.identifiers import Urn
from kg.law.model import Citation, Document, Instrument, Resolution, Target, Version
from kg.reading.citations.finding import find_citations
from kg.reading.citations.resolving import locate, resolve_citations

CATALOGUE = loading.load()
CSL = "urn:lex:cn:npc:law:2016-11-07;53"
ORDER = "urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01"


@cache
def _tree(version: Version) -> Document:
    return structure.parse(version.text, version.title)


def _resolved(version: Version) -> tuple[Resolution, ...]:
    return resolve_citations(find_citations(_tree(version)), version, _tree(version), CATALOGUE, _tree)


def _version(slug: str, effective: str) -> Version:
    return next(v for i in CATALOGUE.instruments if i.slug == slug for v in i.versions if str(v.effective) == effective)


def _written(sentence: str, promulgated: str = "2025-05-23", catalogue: Catalogue = CATALOGUE) -> tuple[Resolution, ...]:
    """The citations of a one-article text of that date, resolved."""
    text = f"某某办法\n第一条 {sentence}"
    day = date.fromisoformat(promulgated)
    version = Version("urn:lex:cn:pbc:measures:2025-05-23;4", "某某办法", day, day, text=text)
    doc = structure.parse(text)
    return resolve_citations(find_citations(doc), version, doc, catalogue)


# ── over the corpus ──

IDS = {"ids": lambda v: f"{v.title}@{v.effective}" if isinstance(v, Version) else None}
# Instruments that the corpus cites and the catalogue does not know, read off the texts.
UNKNOWN = {
    "中国人民银行业务领域网络安全事件报告管理办法@2025-08-01": {"银行计算机安全事件报告管理制度", "中国人民银行计算机系统信息安全报告制度"},
    "关键信息基础设施商用密码使用管理规定@2025-08-01": {"国家政务信息化项目建设管理办法"},
    "期货交易管理条例@2017-03-01": {"期货交易管理暂行条例"},
    "最高人民法院关于审理使用人脸识别技术处理个人信息相关民事案件适用法律若干问题的规定@2021-08-01": {
        "最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释", "最高人民法院关于民事诉讼证据的若干规定"},
    "App违法违规收集使用个人信息行为认定方法@2019-11-28": {"关于开展App违法违规收集使用个人信息专项治理的公告"},
    "网络安全法@2017-06-01": {"突发事件应对法", "安全生产法"},
    "网络安全法@2026-01-01": {"民法典", "突发事件应对法", "安全生产法", "行政处罚法"},
    "数据安全法@2021-09-01": {"保守国家秘密法"},
    "个人信息保护法@2021-11-01": {"宪法"},
    "证券基金经营机构信息技术管理办法@2021-01-15": {"证券投资基金销售机构通过第三方电子商务平台开展业务管理暂行规定"},
    "国家网络安全事件报告管理办法@2025-11-01": {"信息安全技术网络安全事件分类分级指南"},
}


@pytest.mark.parametrize("version", CATALOGUE.versions, **IDS)
def test_every_citation_has_a_target_that_exists_or_a_reason(version: Version) -> None:
    works = {i.work for i in CATALOGUE.instruments}
    for r in _resolved(version):
        assert (r.target is None) == bool(r.reason), r
        assert Urn.parse(r.source).eid in _tree(version).by_eid
        for urn in (r.target, *r.also):
            parsed = Urn.parse(urn) if urn else None
            if parsed is None:
                continue
            assert parsed.work in works
            if parsed.version:
                held = CATALOGUE.version(str(parsed))
                assert parsed.eid is None or parsed.eid in _tree(held).by_eid


@pytest.mark.parametrize("version", CATALOGUE.versions, **IDS)
def test_only_unknown_instruments_stay_unresolved(version: Version) -> None:
    open_ = {r.citation.target.instrument: r.reason for r in _resolved(version) if r.target is None}
    unknown = {n for n in UNKNOWN.get(f"{version.title}@{version.effective}", set()) if CATALOGUE.find(n) is None}
    assert set(open_) == unknown
    assert all(reason == f"未收录的文件：{name}" for name, reason in open_.items())


@pytest.mark.parametrize("version", CATALOGUE.versions, **IDS)
def test_an_article_of_a_held_text_resolves_to_that_very_article(version: Version) -> None:
    for r in _resolved(version):
        if r.citation.target.article and r.target and Urn.parse(r.target).version:
            urn = Urn.parse(r.target)
            held = _tree(CATALOGUE.version(r.target))
            article = held.by_eid[(urn.eid or "").split("_")[0]]
            assert article.label == r.citation.target.article
            assert not r.note or r.also, r


@pytest.mark.parametrize(
    ("slug", "effective", "source", "words", "target"),
    [
        ("csrc-order-218", "2023-05-01", "art45_par2", "本办法第十五条", f"{ORDER}~art15"),
        ("csrc-order-218", "2023-05-01", "art53_par2", "前款", f"{ORDER}~art53_par1"),
        ("csrc-order-218", "2023-05-01", "art64_par1", "第三十九条", f"{ORDER}~art39"),
        ("csrc-order-218", "2023-05-01", "art64_par1", "《网络安全法》", f"{CSL}@2017-06-01"),
        ("csrc-order-218", "2023-05-01", "art64_par2", "《关键信息基础设施安全保护条例》",
         "urn:lex:cn:state.council:regulation:2021-07-30;745@2021-09-01"),
        ("csrc-order-218", "2023-05-01", "art68_par1", "本办法第三十一条第一款", f"{ORDER}~art31_par1"),
        ("csrc-order-218", "2023-05-01", "art75_par1", "《证券期货业信息安全保障管理办法》", "urn:lex:cn:csrc:order:2012-09-24;82"),
        ("cybersecurity-law", "2026-01-01", "art62_par2", "前款第一项", f"{CSL}@2026-01-01~art62_par1_item1"),
        ("cybersecurity-law", "2026-01-01", "art62_par2", "该款", f"{CSL}@2026-01-01~art61_par3"),
        ("cybersecurity-law", "2026-01-01", "art71_par1_item3", "本法第三十九条", f"{CSL}@2026-01-01~art39"),
        ("pipl", "2021-11-01", "art18_par1", "前条第一款", "urn:lex:cn:npc:law:2021-08-20;91@2021-11-01~art17_par1"),
        ("pipl", "2021-11-01", "art33_par1", "本节", "urn:lex:cn:npc:law:2021-08-20;91@2021-11-01~chp2_sec3"),
        ("data-security-law", "2021-09-01", "art43_par1", "本章", "urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~chp5"),
        ("cii-regulations", "2021-09-01", "art39_par1_item7", "本条例第十五条",
         "urn:lex:cn:state.council:regulation:2021-07-30;745@2021-09-01~art15"),
        ("cac-incident-reporting", "2025-11-01", "art4_par1", "《网络安全事件分级指南》",
         "urn:lex:cn:cac:measures:2025-09-11;cybersecurity.incident.reporting@2025-11-01~annex1"),
        ("cac-incident-reporting", "2025-11-01", "art7_par2", "第二项",
         "urn:lex:cn:cac:measures:2025-09-11;cybersecurity.incident.reporting@2025-11-01~art7_par1_item2"),
    ],
)
def test_a_citation_of_the_corpus_leads_to(slug: str, effective: str, source: str, words: str, target: str) -> None:
    version = _version(slug, effective)
    found = {r.target for r in _resolved(version) if r.citation.text == words and r.source == f"{version.urn}~{source}"}
    assert found == {target}


def test_how_many_citations_resolve_in_each_text(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {f"{v.title}@{v.effective}": (len(rs := _resolved(v)), sum(r.target is None for r in rs)) for v in CATALOGUE.versions}
    with capsys.disabled():
        print("\nresolved / unresolved: " + "; ".join(f"{k} {n - m} / {m}" for k, (n, m) in counts.items()))
    assert counts["证券期货业网络和信息安全管理办法@2023-05-01"] == (51, 0)
    assert sum(n for n, _ in counts.values()) > 150
    assert sum(m for _, m in counts.values()) <= 14


# ── versions ──


@pytest.mark.parametrize(
    ("day", "sentence", "target", "also", "note"),
    [
        ("2025-05-23", "依照《中华人民共和国网络安全法》第五十九条处罚。", "2017-06-01~art59", ("2026-01-01~art61",),
         "旧条号：2026-01-01起为第六十一条"),
        ("2025-05-23", "依照《网络安全法》第二十一条第三项落实。", "2017-06-01~art21_par1_item3", ("2026-01-01~art23_par1_item3",),
         "旧条号：2026-01-01起为第二十三条"),
        ("2025-05-23", "依照《网络安全法》第六十六条处罚。", "2017-06-01~art66", ("2026-01-01~art71",), "旧条号：2026-01-01起为第七十一条"),
        ("2025-05-23", "根据《网络安全法》制定。", "2017-06-01", ("2026-01-01",), ""),
        ("2025-05-23", "依照《网络安全法》第六章的规定处罚。", "2017-06-01~chp6", ("2026-01-01~chp6",), ""),
        ("2026-03-01", "依照《网络安全法》第六十一条处罚。", "2026-01-01~art61", (), ""),
        ("2015-01-01", "依照《网络安全法》第一条。", "2017-06-01~art1", ("2026-01-01~art1",), None),
    ],
)
def test_the_version_is_the_one_the_drafter_had(day: str, sentence: str, target: str, also: tuple[str, ...], note: str | None) -> None:
    (r,) = _written(sentence, day)
    assert r.target == f"{CSL}@{target}"
    assert r.also == tuple(f"{CSL}@{a}" for a in also)
    assert note is None or r.note == note


def test_an_article_whose_words_changed_under_the_same_number_is_marked() -> None:
    old = Version("urn:lex:cn:npc:law:2000-01-01;1", "试验法", date(2000, 1, 1), date(2000, 1, 1), until=date(2010, 1, 1),
                  text="试验法\n第一条 违反规定的，处一万元罚款。\n第二条 本法施行。")
    new = replace(old, effective=date(2010, 1, 1), until=None, text="试验法\n第一条 违反规定的，处五万元罚款。\n第二条 本法施行。")
    law = Instrument(old.work, "t", "试验法", "试验法", ("某",), "法律", "", "现行有效", versions=(old, new))
    first, second = _written("依照《试验法》第一条和《试验法》第二条处罚。", "2005-01-01", Catalogue((law,)))
    assert (first.note, first.also) == ("该条自2010-01-01起已修改", (f"{new.urn}~art1",))
    assert (second.note, second.also) == ("", (f"{new.urn}~art2",))


# ── what cannot be resolved ──


@pytest.mark.parametrize(
    ("sentence", "target", "said"),
    [
        ("依照《中华人民共和国渔业法》第三条。", None, "未收录的文件：渔业法"),
        ("依照《网络安全法》第九十九条处罚。", None, "《网络安全法》没有第九十九条，最后一条是第七十九条"),
        ("依照《网络安全法》第十五章处罚。", None, "《网络安全法》没有第十五章"),
        ("依照本办法第八条处罚。", None, "《某某办法》没有第八条，最后一条是第一条"),
        ("依照《证券期货业信息安全保障管理办法》第八条。", "urn:lex:cn:csrc:order:2012-09-24;82", "全文未收录，所引第八条不能核对；该文件已废止"),
        ("依照《个人信息出境标准合同办法》第二条第一款第（二）项。", "urn:lex:cn:cac:order:2023-02-22;13",
         "全文未收录，所引第二条第1款第（二）项不能核对"),
        ("符合JR/T 0171-2020的要求。", "urn:lex:cn:pbc:standard:2020-02-13;jr-t-0171-2020", "全文未收录"),
        ("符合GB/T 20986-2023的要求。", None, "未收录的文件：GB/T 20986-2023"),
        ("依照《数据安全法》第四十五条第九款处罚。", "urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~art45", "第四十五条只有2款，没有第9款"),
        ("依照《数据安全法》第一条第二项处罚。", "urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~art1_par1", "第一条没有第（二）项"),
    ],
)
def test_what_cannot_be_found_is_said(sentence: str, target: str | None, said: str) -> None:
    (r,) = _written(sentence)
    assert (r.target, r.reason or r.note) == (target, said)


def test_a_short_name_of_two_instruments_is_not_guessed() -> None:
    one = Instrument("urn:lex:cn:cac:measures:2020-01-01;1", "a", "甲数据管理办法", "甲数据管理办法", ("某",), "部门规章", "", "现行有效",
    ("数据办法",))
    other = replace(one, work="urn:lex:cn:cac:measures:2020-01-01;2", slug="b", title="乙数据管理办法", full_title="乙数据管理办法")
    (r,) = _written("依照《数据办法》第一条。", catalogue=Catalogue((one, other)))
    assert (r.target, r.reason) == (None, "“数据办法”有歧义，可指《甲数据管理办法》、《乙数据管理办法》")
    (r,) = _written("依照《乙数据管理办法》第一条。", catalogue=Catalogue((one, other)))
    assert r.target == other.work


def test_a_title_with_its_edition_is_the_same_work() -> None:
    (r,) = _written("依照《中华人民共和国数据安全法》（2021年公布）第二条。")
    assert r.target == "urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~art2"


@pytest.mark.parametrize(
    ("target", "eid"),
    [
        (Target("self"), ""), (Target("self", "第二条"), "art2"), (Target("self", "第二条", 1, "（二）"), "art2_par1_item2"),
        (Target("self", "第二条", None, "（二）"), "art2_par1_item2"), (Target("self", division="第一章第一节"), "chp1_sec1"),
        (Target("self", division="第一章"), "chp1"), (Target("self", division="附件2"), "annex2"), (Target("self", division="附件二"), "annex2"),
        (Target("self", division="附件"), None), (Target("self", division="附件3"), None), (Target("self", division="第一节"), "chp1_sec1"),
        (Target("self", "不是条号"), None), (Target("self", division="胡言"), None),
    ],
)
def test_a_target_is_located(target: Target, eid: str | None) -> None:
    text = "某法\n第一章 总则\n第一节 一般\n第一条 甲。\n第二条 有下列情形：\n（一）甲；\n（二）乙。\n附件1 目录\n内容。\n附件2 清单\n内容。"
    found = locate(target, structure.parse(text))
    assert found.eid == eid
    assert bool(found.reason) == (eid is None)


@given(st.text(alphabet="第一二十条款项（）《》法章附件2 前本A", max_size=30), st.text(alphabet="第一二十条章节附件3", max_size=12),
       st.one_of(st.none(), st.integers(-1, 10**6)), st.one_of(st.none(), st.text(max_size=6)))
def test_any_citation_gives_a_resolution(name: str, words: str, paragraph: int | None, item: str | None) -> None:
    version = _version("data-security-law", "2021-09-01")
    targets = [Target(name, words or None, paragraph, item), Target("self", words or None, paragraph, item),
               Target("网络安全法", words or None, paragraph, item, words), Target("self", None, None, None, words)]
    citations = [Citation("第一条", 0, 3, "第一条", t) for t in targets]
    for r in resolve_citations(citations, version, _tree(version), CATALOGUE, _tree):
        assert (r.target is None) == bool(r.reason)
