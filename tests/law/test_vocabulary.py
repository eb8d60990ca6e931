"""The SKOS vocabularies: who is a kind of whom, and the names people type."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.law.places import ontology_dir
from kg.law.vocabulary import SCHEMES, ProfileError, Vocabulary, VocabularyError

V = Vocabulary.load()
PROFILES = (  # kg --profile takes at least these
    "证券公司", "期货公司", "基金管理公司", "证券交易所", "期货交易所", "证券登记结算机构",
    "信息技术系统服务机构", "证券投资咨询机构", "基金托管机构",
    "基金销售机构", "私募基金管理人", "关键信息基础设施运营者", "个人信息处理者", "重要数据处理者",
)


def test_the_profiles_a_user_may_choose() -> None:
    assert set(PROFILES) <= set(V.profiles)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("券商", "证券公司"), ("证券公司", "证券公司"), ("期货商", "期货公司"),
        ("公募", "基金管理公司"), ("基金公司", "基金管理公司"), ("上交所", "证券交易所"),
        ("中金所", "期货交易所"), ("中登", "证券登记结算机构"), ("外包商", "信息技术系统服务机构"),
        ("托管行", "基金托管机构"), ("代销机构", "基金销售机构"),
        ("私募", "私募基金管理人"), ("关基", "关键信息基础设施运营者"), ("ciio", "关键信息基础设施运营者"), ("ＣＩＩＯ", "关键信息基础设施运营者"),
        (" 证券 公司 ", "证券公司"), ("核心机构", "核心机构"), ("交易所", "证券期货交易场所"),
    ],
)
def test_everyday_names_of_firms(name: str, label: str) -> None:
    assert V.profile(name).label == label and V.profile(name).labels[0] == label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("证监局", "中国证监会派出机构"), ("属地中国证监会派出机构", "中国证监会派出机构"),
        ("所在地的派出机构", "中国证监会派出机构"), ("证监会", "中国证监会"),
        ("网信办", "国家网信部门"), ("网警", "公安机关"), ("工信部", "国务院电信主管部门"), ("当地公安机关", "公安机关"), ("央行", "中国人民银行"),
        ("所在地省级以上网信部门", "网信部门"), ("各地网信部门", "网信部门"),
        ("市场监管总局", "国家市场监督管理部门"), ("国家数据局", "国家数据管理部门"),
        ("相关金融基础设施管理部门", "金融基础设施管理部门"),
        ("国务院期货监督管理机构", "中国证监会"), ("住所地中国人民银行分支机构", "中国人民银行分支机构"),
        ("国家密码管理局", "国家密码管理部门"),
        ("反洗钱行政主管部门", "国务院反洗钱行政主管部门"), ("国务院银行业监督管理机构", "国家金融监督管理总局"),
        ("本地区行业监管部门", "地方行业监管部门"),
    ],
)
def test_names_of_authorities(name: str, label: str) -> None:
    found = V.authority(name)
    assert found is not None and found.label == label


@pytest.mark.parametrize("name", ["", "火星公司", "公司", "'; DROP TABLE", "<b>", "券商" * 50, "\ud800", "\x00"])
def test_an_unknown_firm_is_refused_with_those_allowed(name: str) -> None:
    with pytest.raises(ProfileError) as caught:
        V.profile(name)
    assert "证券公司、" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("firm", "under", "not_under"),
    [
        ("证券公司", {"经营机构", "证券基金经营机构", "网络运营者", "个人信息处理者", "任何个人和组织"}, {"核心机构", "信息技术系统服务机构"}),
        ("期货公司", {"经营机构", "网络运营者"}, {"证券基金经营机构", "核心机构"}),
        ("证券交易所", {"核心机构", "证券期货交易场所", "网络运营者"}, {"经营机构"}),
        ("证券登记结算机构", {"核心机构", "金融基础设施运营机构"}, {"经营机构", "证券期货交易场所"}),
        ("基金管理公司", {"经营机构", "证券基金经营机构"}, {"核心机构", "金融基础设施运营机构"}),
        ("交易所", {"金融基础设施运营机构", "任何单位或个人"}, {"系统重要性金融基础设施运营机构", "境外金融基础设施运营机构"}),
        ("系统重要性金融基础设施", {"金融基础设施运营机构", "网络运营者"}, {"关键信息基础设施运营者", "核心机构"}),
        ("境外金融基础设施", {"为境内居民或机构提供跨境交付服务的境外金融基础设施及其运营机构", "任何单位或个人"}, {"金融基础设施运营机构"}),
        ("信息技术系统服务机构", {"信息技术服务机构", "网络运营者"}, {"经营机构", "核心机构"}),
        ("关键信息基础设施运营者", {"网络运营者", "关键信息基础设施的运营者"}, {"经营机构"}),
        ("基金托管机构", {"网络运营者"}, {"经营机构", "证券基金经营机构"}),
        ("个人信息处理者", {"获证个人信息处理者", "中华人民共和国境外的个人信息处理者"}, {"专业认证机构"}),
        ("证券公司", {"个人信息处理者"}, {"获证个人信息处理者", "专业认证机构", "自由贸易试验区内数据处理者"}),
        ("证券公司", {"金融机构", "金融从业机构", "履行反洗钱义务的机构"},
         {"特定非金融机构", "银行业金融机构", "发行人", "工业和信息化领域数据处理者"}),
        ("期货公司", {"期货经营机构", "金融机构"}, {"期货交易场所", "期货结算机构", "证券服务机构"}),
        ("基金管理公司", {"公开募集基金的基金管理人", "基金管理人", "金融机构"}, {"非公开募集基金的基金管理人", "基金托管人"}),
        ("私募", {"非公开募集基金的基金管理人", "基金管理人"}, {"公开募集基金的基金管理人", "金融机构"}),
        ("托管行", {"基金托管人", "金融机构"}, {"基金管理人"}),
        ("证券交易所", {"证券交易场所"}, {"期货交易场所", "金融机构"}), ("期货交易所", {"期货交易场所", "期货结算机构"}, {"证券交易场所"}),
        ("外包商", {"证券服务机构", "期货服务机构", "网络产品提供者"}, {"金融机构", "中国人民银行业务领域数据处理者"}),
        ("认证机构", {"开展个人信息出境认证的专业认证机构", "任何组织和个人"}, {"个人信息处理者"}),
    ],
)
def test_kinds_and_roles(firm: str, under: set[str], not_under: set[str]) -> None:
    labels = set(V.profile(firm).labels)
    assert under <= labels and not labels & not_under


@pytest.mark.parametrize("scheme", ["subjects", "authorities", "concepts"])
def test_no_name_means_two_things(scheme: str) -> None:
    concepts = getattr(V, scheme).values()
    names = Counter(n for c in concepts for n in {*c.names, *c.everyday})
    assert [n for n, count in names.items() if count > 1] == []


def test_the_parts_that_the_program_asks_for() -> None:
    assert V.supplier_role.label == "信息技术系统服务机构" and V.sector_regulator is V.authority("中国证券监督管理委员会")
    assert (V.asked_apart.label, V.asked_apart.thing) == ("关键信息基础设施运营者", "关键信息基础设施")


@pytest.mark.parametrize(("text", "named"), [
    ("关基要下线一个系统", True), ("关键信息基础设施的运营者", True), ("我们是CII", True),
    ("CIIO要做什么", True), ("重要信息系统运营者", False), ("", False)])
def test_a_text_names_the_role_by_what_it_runs(text: str, named: bool) -> None:
    assert V.asked_apart.named_in(text) is named and bool(re.search(V.asked_apart.pattern, text)) is named


@pytest.mark.parametrize(("bearers", "all_of"), [
    (("关键信息基础设施运营者", "证券期货业关键信息基础设施运营者"), True),
    (("关键信息基础设施的运营者", "经营机构"), False), (("经营机构",), False), ((), True)])
def test_whether_all_bearers_are_the_role(bearers: tuple[str, ...], all_of: bool) -> None:
    assert V.asked_apart.all_of(bearers) is all_of


@pytest.mark.parametrize(("file", "old", "new", "part", "words"), [
    ("subjects", "kg:askedApart s:cii-operator", "kg:askedApart s:nobody", "asked_apart", "askedApart"),
    ("subjects", "kg:everybody s:everyone", "kg:everybody s:nobody", "everybody", "everybody"),
    ("subjects", "kg:abroadRole s:overseas-pi-handler", "kg:abroadRole s:nobody", "abroad_role", "abroadRole"),
    ("subjects", "kg:operates c:cii", "kg:operates c:nothing", "asked_apart", "subjects.ttl"),
    ("authorities", "kg:sectorRegulator a:csrc", "kg:sectorRegulator a:tax", "sector_regulator", "sectorRegulator")])
def test_a_vocabulary_without_a_part_says_which(tmp_path: Path, file: str, old: str, new: str, part: str, words: str) -> None:
    for name in SCHEMES:
        text = (ontology_dir() / f"{name}.ttl").read_text("utf-8")
        assert name != file or old in text
        (tmp_path / f"{name}.ttl").write_text(text.replace(old, new) if name == file else text, "utf-8")
    with pytest.raises(VocabularyError, match=words):
        getattr(Vocabulary.load(tmp_path), part)


def test_a_regulator_of_another_field_has_names_of_its_own() -> None:
    assert {"中国人民银行", "国家税务总局"} <= {c.label for c in V.field_regulators.values()}
    assert "国家税务总局" not in {c.label for c in V.authorities.values()} and all(c.everyday for c in V.field_regulators.values())
    listed = {**V.authorities, **V.field_regulators}.values()
    assert [n for n, count in Counter(n for c in listed for n in {*c.names, *c.everyday}).items() if count > 1] == []


def test_no_name_is_both_a_subject_and_an_authority() -> None:
    def names(scheme: str) -> set[str]:
        return {n for c in getattr(V, scheme).values() for n in (*c.names, *c.everyday)}

    assert names("subjects") & names("authorities") == set()


def test_every_relation_leads_to_a_concept_and_none_in_a_circle() -> None:
    for concept in V.subjects.values():
        assert {*concept.broader, *concept.roles, *concept.treated_as} <= V.subjects.keys()
        assert concept not in V.above(concept)
    for concept in (*V.authorities.values(), *V.concepts.values()):
        assert set(concept.broader) <= V.authorities.keys() | V.concepts.keys()


def test_every_profile_plays_a_role_of_the_general_laws() -> None:
    assert [p for p in V.profiles if not {"网络运营者", "数据处理者"} & set(V.profile(p).labels)] == []


@pytest.mark.parametrize(
    ("words", "everyday", "label"),
    [("发生网络安全事件的", False, "网络安全事件"), ("系统挂了怎么办", True, "网络安全事件"),
     ("刷脸登录", True, "人脸信息"), ("用指纹登录", True, "生物特征"), ("做等保", True, "网络安全等级保护"),
     ("出境评估还没批", True, "数据出境安全评估"), ("免予订立个人信息出境标准合同", False, "个人信息出境标准合同"),
     ("走认证出境", True, "个人信息保护认证")],
)
def test_concepts_in_a_text(words: str, everyday: bool, label: str) -> None:
    assert label in [c.label for c in V.concepts_in(words, everyday=everyday)]
    assert everyday == (label not in [c.label for c in V.concepts_in(words)])


@pytest.mark.parametrize(("name", "work", "meant"), [
    ("数据处理者", "urn:lex:cn:pbc:order:2025-05-01;3", ("中国人民银行业务领域数据处理者",)),
    ("数据处理者", "urn:lex:cn:npc:law:2021-06-10;84", ("数据处理者",)),
    ("当事人", "urn:lex:cn:cac:measures:2021-12-28;8", ("网络平台运营者", "关键信息基础设施运营者")),
    ("当事人", "urn:lex:cn:npc:law:2021-08-20;91", ("当事人",)),
    ("其运营者", "urn:lex:cn:npc:law:2019-10-26;35", ("关键信息基础设施运营者",))])
def test_a_name_that_a_text_defines_means_what_that_text_says(name: str, work: str, meant: tuple[str, ...]) -> None:
    assert set(V.meant(name, work)) == set(meant)


def test_a_folder_of_its_own_is_read() -> None:
    assert Vocabulary.load(ontology_dir()).profiles == V.profiles


@given(st.text(max_size=30))
def test_any_name_at_all(name: str) -> None:
    found = V.named(name)
    assert found is None or found.iri.startswith("urn:kg:")
