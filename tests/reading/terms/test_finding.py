"""Defined terms: every phrasing on real sentences, then what must hold over all texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import catalogue, loading, structure
from kg.law.model import Term
from kg.reading.terms.finding import find_definitions
from kg.reading.terms.members import members
from tests.reference import REFERENCE, needs_reference


def _terms(*paragraphs: str) -> tuple[Term, ...]:
    return find_definitions(structure.parse("某办法\n第一章 总则\n第一条 " + "\n".join(paragraphs)))


@pytest.mark.parametrize(
    ("sentence", "term", "quote"),
    [
        ("本办法所称重要数据，是指一旦泄露可能危害国家安全的数据。", "重要数据", "本办法所称重要数据，是指一旦泄露可能危害国家安全的数据。"),
        ("本办法所指网络运营者是指网络的所有者、管理者和网络服务提供者。", "网络运营者",
         "本办法所指网络运营者是指网络的所有者、管理者和网络服务提供者。"),
        ("期货结算机构是指依法设立，提供结算、交割服务的法人。适用本条。", "期货结算机构", "期货结算机构是指依法设立，提供结算、交割服务的法人。"),
        ("数据安全，是指通过采取必要措施，确保数据处于有效保护的状态。", "数据安全", "数据安全，是指通过采取必要措施，确保数据处于有效保护的状态。"),
        ("本办法所称业务领域，指由中国人民银行承担监督职责的领域。", "业务领域", "本办法所称业务领域，指由中国人民银行承担监督职责的领域。"),
        ("本规定所称汽车数据，包括汽车设计、生产、销售过程中的个人信息。", "汽车数据",
         "本规定所称汽车数据，包括汽车设计、生产、销售过程中的个人信息。"),
        ("本法所称内幕信息的知情人，是指能够接触内幕信息的单位和个人。", "内幕信息的知情人",
         "本法所称内幕信息的知情人，是指能够接触内幕信息的单位和个人。"),
        ("实行分级管理。重要数据是指特定领域的数据。核心数据从严。", "重要数据", "重要数据是指特定领域的数据。"),
        ("敏感个人信息是一旦泄露容易导致人身、财产安全受到危害的个人信息，包括生物识别等信息。", "敏感个人信息",
         "敏感个人信息是一旦泄露容易导致人身、财产安全受到危害的个人信息，包括生物识别等信息。"),
        ("本办法所称“日”，是指工作日。", "日", "本办法所称“日”，是指工作日。"),
        ("本办法规定的“重大变化”，是指数据规模变化百分之三十以上。", "重大变化", "本办法规定的“重大变化”，是指数据规模变化百分之三十以上。"),
        ("本法所称期权合约，是指买方有权买入标的物（包括期货合约）的合约。", "期权合约",
         "本法所称期权合约，是指买方有权买入标的物（包括期货合约）的合约。"),
        ("本条例所称期货合约，是指标准化合约。期货合约包括商品期货合约和金融期货合约。", "期货合约",
         "本条例所称期货合约，是指标准化合约。期货合约包括商品期货合约和金融期货合约。"),
    ],
)
def test_a_sentence_defines(sentence: str, term: str, quote: str) -> None:
    (found,) = _terms(sentence)
    assert (found.term, found.quote, found.full_form, found.scope, found.eid) == (term, quote, None, "self", "art1_par1")


@pytest.mark.parametrize(
    "sentence",
    [
        "国家网信部门是负责统筹协调的部门。", "数据是基础性战略资源。", "应当明确其含义是否清楚。", "报告应当包括下列内容：",
        "报告内容包括时间、地点等。",
        "中国证监会指导行业协会开展自律管理。", "任何单位不得违反本办法规定。", "证券交易所是独立的。", "运营者应当指定专门机构，指导有关工作。",
        "处理100万人以上个人信息的，应当申报。",
    ],
)
def test_a_sentence_defines_nothing(sentence: str) -> None:
    assert _terms(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "term", "full_form"),
    [
        ("中证信息技术服务有限责任公司（以下简称中证信息）制定规则。", "中证信息", "中证信息技术服务有限责任公司"),
        ("根据《中华人民共和国证券法》（以下简称《证券法》），制定本办法。", "证券法", "中华人民共和国证券法"),
        ("在中华人民共和国境内（以下简称境内）设立的机构应当遵守。", "境内", "中华人民共和国境内"),
        ("坚持综合协调，强化和落实关键信息基础设施运营者（以下简称运营者）主体责任。", "运营者", "关键信息基础设施运营者"),
        ("应当在公司管理层下设立治理委员会或指定专门委员会（以下统称治理委员会）负责审议。", "治理委员会", "治理委员会或指定专门委员会"),
        ("本条例第二条涉及的主管部门是负责安全保护工作的部门（以下简称保护工作部门）。", "保护工作部门", "负责安全保护工作的部门"),
        ("可以自行制定区内需要纳入管理范围的数据清单（以下简称负面清单），报批后实施。", "负面清单", "区内需要纳入管理范围的数据清单"),
        ("从事核心密码科研、生产等工作的机构（以下统称密码工作机构）应当建立制度。", "密码工作机构", "从事核心密码科研、生产等工作的机构"),
        ("依法平等对待包括外商投资企业在内的从业单位（以下统称从业单位）。", "从业单位", "包括外商投资企业在内的从业单位"),
        ("应当遵守本条例第三十条、第三十二条对处理重要数据的网络数据处理者（以下简称重要数据的处理者）的规定。", "重要数据的处理者",
         "处理重要数据的网络数据处理者"),
        ("应当在操作规程中明确网络安全事件分级标准（以下简称分级标准）。", "分级标准", "网络安全事件分级标准"),
        ("国家网信部门和其他履行职责的部门（以下统称为保护部门），可以要求整改。", "保护部门", "国家网信部门和其他履行职责的部门"),
        ("应当在依法设立的期货交易所或者批准的其他场所（以下统称期货交易场所）进行。", "期货交易场所", "依法设立的期货交易所或者批准的其他场所"),
        ("为证券公司提供信息技术服务的机构（以下简称服务机构）可以接受指导。", "服务机构", "为证券公司提供信息技术服务的机构"),
        ("公开募集资金设立证券投资基金（以下简称基金），适用本法。", "基金", "证券投资基金"),
        ("股东或者依照规定设立的投资者保护机构（以下简称投资者保护机构），可以作为征集人。", "投资者保护机构", "依照规定设立的投资者保护机构"),
        ("通过公开募集方式设立的基金（以下简称公开募集基金）的持有人享受收益。", "公开募集基金", "通过公开募集方式设立的基金"),
        ("与境外接收方订立的合同或者其他文件等（以下统称法律文件）应当约定责任。", "法律文件", "与境外接收方订立的合同或者其他文件等"),
        ("国务院证券监督管理机构（下称证监会）负责监管。", "证监会", "国务院证券监督管理机构"),
        ("通过与境外接收方订立个人信息出境标准合同（以下简称标准合同）的方式提供。", "标准合同", "个人信息出境标准合同"),
        ("依照法律、行政法规对银行保险机构（以下简称机构）实施监管。", "机构", "银行保险机构"),
        ("管理人由基金管理公司或者经核准的其他机构（以下统称其他管理人）担任。", "其他管理人", "基金管理公司或者经核准的其他机构"),
        ("国家互联网信息办公室（英文缩写为CAC，以下简称国家网信办）负责。", "国家网信办", "国家互联网信息办公室"),
    ],
)
def test_an_abbreviation_has_its_long_form(sentence: str, term: str, full_form: str) -> None:
    (found,) = _terms(sentence)
    assert (found.term, found.full_form) == (term, full_form)
    assert found.quote in sentence and full_form in found.quote and term in found.quote


def test_one_clause_may_declare_two_names() -> None:
    found = _terms("中国证券监督管理委员会（以下简称中国证监会）及其派出机构依法对证券投资基金管理人（以下简称管理人）实施监督管理。")
    assert [(t.term, t.full_form) for t in found] == [("中国证监会", "中国证券监督管理委员会"), ("管理人", "证券投资基金管理人")]


def test_an_abbreviation_inside_a_definition_is_one_term() -> None:
    (found,) = _terms("本办法所称中国人民银行业务领域网络安全事件（以下简称网络安全事件），指造成危害的事件。")
    assert (found.term, found.full_form) == ("网络安全事件", "中国人民银行业务领域网络安全事件")


def test_an_abbreviation_at_the_end_of_a_definition_stands_for_its_term() -> None:
    first, second = _terms("本办法所称业务领域数据，指业务中产生的网络信息（以下简称业务数据）。")
    assert (first.term, first.full_form) == ("业务领域数据", None)
    assert (second.term, second.full_form) == ("业务数据", "业务领域数据")


def test_two_definitions_in_one_sentence() -> None:
    found = _terms("采用封闭式运作的基金（以下简称封闭式基金），是指份额不变的基金；采用开放式运作的基金（以下简称开放式基金），是指份额可变的基金。")
    assert [(t.term, t.full_form) for t in found] == [("封闭式基金", "采用封闭式运作的基金"), ("开放式基金", "采用开放式运作的基金")]
    assert found[0].quote.endswith("份额不变的基金") and found[1].quote.endswith("份额可变的基金。")


@pytest.mark.parametrize("head",
    ["本办法中下列用语的含义：", "本法下列用语的含义：", "本办法下列术语的含义：", "术语定义：", "本规定下列用语的定义是："])
def test_each_item_of_a_glossary_is_a_term(head: str) -> None:
    items = ("（一）核心机构，包括证券交易场所、证券登记结算机构等承担公共职能的机构。", "（二）网络，是指由计算机组成的系统。",
    "（三）匿名化：无法识别特定自然人的过程。",
             "（四）“以上”含本数，“以下”不含本数。")
    found = _terms(head, *items)
    assert [t.term for t in found] == ["核心机构", "网络", "匿名化", "以上", "以下"]
    assert [t.eid for t in found] == ["art1_par1_item1", "art1_par1_item2", "art1_par1_item3", "art1_par1_item4", "art1_par1_item4"]
    assert found[2].quote == "匿名化：无法识别特定自然人的过程。"
    assert found[4].quote == "“以下”不含本数"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("本法所称以上、以下、以内、届满，包括本数；所称不满、超过、以外，不包括本数。", ["以上", "以下", "以内", "届满", "不满", "超过", "以外"]),
        ("本办法所称“以上”“以下”均含本数。", ["以上", "以下"]),
        ("本办法所称“以上”、“以内”包括本数，“低于”不包括本数。", ["以上", "以内", "低于"]),
        ("注：本指南中的“以上”均包括本数。", ["以上"]),
    ],
)
def test_words_of_number(sentence: str, words: list[str]) -> None:
    assert [t.term for t in _terms(sentence)] == words


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("本章所称机构，是指甲。", "chp1"), ("本条所称机构，是指甲。", "art1"), ("前款所称机构，是指甲。", "art1"), ("本条第一款所称机构，是指甲。",
         "art1"),
        ("本办法所称机构，是指甲。", "self"), ("本条例所称机构，是指甲。", "self"),
    ],
)
def test_the_scope_is_what_the_words_narrow_it_to(sentence: str, scope: str) -> None:
    (found,) = _terms("有关单位应当报告。", sentence)
    assert (found.term, found.scope, found.eid) == ("机构", scope, "art1_par2")


def test_a_definition_that_ends_in_a_colon_takes_in_its_items() -> None:
    (found,) = _terms("前款所称重大事件包括：", "（一）分立；", "（二）合并。", )
    assert found.quote == "前款所称重大事件包括：\n（一）分立；\n（二）合并。"
    assert (found.eid, found.members) == ("art1_par1", ("分立", "合并"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("是指证券公司、期货公司和基金管理公司等证券期货经营机构。", ("证券公司", "期货公司", "基金管理公司")),
        ("包括证券期货交易场所、证券登记结算机构等承担公共职能的机构及其下属机构。", ("证券期货交易场所", "证券登记结算机构")),
        ("是指中国人民银行、中国证券监督管理委员会。", ("中国人民银行", "中国证券监督管理委员会")),
        ("是指网络的所有者、管理者和网络服务提供者。", ("网络的所有者", "管理者", "网络服务提供者")),
        ("是指可能影响系统运行的变更，包括但不限于技术架构调整、主要功能变化等。", ("技术架构调整", "主要功能变化")),
        ("是指通过网络收集、存储、传输、处理和产生的各种电子数据。", ()),
        ("是指最终拥有或者实际控制法人、非法人组织，或者享有收益的自然人。", ()),
        ("是指除网上交易系统、移动终端交易系统等系统外，提供服务的交易系统。", ()),
        ("是指提供服务的机构。", ()), ("", ()), ("不包括甲、乙。", ()),
    ],
)
def test_members_are_given_only_where_a_list_stands(body: str, expected: tuple[str, ...]) -> None:
    assert members(body) == expected


def test_the_members_of_a_collective_name() -> None:
    (found,) = _terms("中国证券业协会、中国期货业协会等行业协会（以下统称行业协会）制定规则。")
    assert found.members == ("中国证券业协会", "中国期货业协会")


# ── over whole texts ──

VERSIONS = loading.load().versions
EXPECTED = {
    "证券期货业网络和信息安全管理办法": {"核心机构", "经营机构", "信息技术系统服务机构", "双活或者多活架构", "重要信息系统", "行业协会", "以上",
    "以下",
                              "可能对证券期货市场安全平稳运行产生较大影响"},
    "网络安全法": {"网络", "网络安全", "网络运营者", "网络数据", "个人信息"},
    "数据安全法": {"数据", "数据处理", "数据安全"},
    "个人信息保护法": {"个人信息", "个人信息的处理", "敏感个人信息", "个人信息处理者", "自动化决策", "去标识化", "匿名化"},
    "关键信息基础设施安全保护条例": {"关键信息基础设施", "运营者", "保护工作部门"},
    "证券基金经营机构信息技术管理办法": {"证券基金经营机构", "信息技术服务机构", "基金管理公司", "中证信息", "重要信息系统", "重大变更",
    "专业化交易信息系统"},
    "国家网络安全事件报告管理办法": {"网络安全事件", "网络运营者", "以上"},
    "金融基础设施监督管理办法": {"金融基础设施", "金融基础设施管理部门", "金融基础设施运营机构"},
    "促进和规范数据跨境流动规定": {"负面清单"},
    "人脸识别技术应用安全管理办法": {"个人信息处理者", "人脸信息", "人脸识别技术", "人脸识别设备", "验证个人身份", "辨识特定个人"},
    "个人信息出境认证办法": {"个人信息出境认证"},
    "App违法违规收集使用个人信息行为认定方法": set(),
    "证券期货业网络安全事件报告与调查处理办法": {"证券期货业网络安全事件", "责任主体"},
    "工业和信息化领域数据安全管理办法（试行）": {"工业数据", "电信数据", "无线电数据", "工业和信息化领域数据处理者", "数据处理活动",
    "地方行业监管部门", "行业监管部门"},
    "网络安全审查办法": {"当事人", "网络产品和服务"},
    "证券法": {"证券代销", "证券包销", "投资者保护机构", "证券市场禁入"},
    "期货和衍生品法": {"期货交易", "衍生品交易", "期货合约", "期货交易场所", "期货经营机构", "期货结算机构", "期货交易者", "期货市场禁入"},
    "证券投资基金法": {"基金", "公开募集基金", "非公开募集基金", "基金行业协会", "封闭式基金", "开放式基金"},
    "证券公司监督管理条例": {"证券公司分支机构", "融资融券业务", "证券登记结算机构"},
    "网络数据安全管理条例": {"网络数据", "网络数据处理活动", "网络数据处理者", "重要数据", "委托处理", "共同处理", "单独同意",
    "大型网络平台", "重要数据的处理者"},
    "数据出境安全评估办法": {"重要数据", "法律文件"},
    "个人信息保护合规审计管理办法": {"个人信息保护合规审计", "保护部门"},
    "中国人民银行业务领域数据安全管理办法": {"中国人民银行业务领域", "业务数据", "数据处理者", "重要数据", "核心数据"},
    "中国人民银行业务领域网络安全事件报告管理办法": {"网络安全事件", "金融从业机构", "业务高峰时段", "整体中断运行", "主要功能", "以上"},
    "密码法": {"密码", "密码工作机构", "商用密码从业单位"},
    "商用密码管理条例": {"商用密码"},
    "关键信息基础设施商用密码使用管理规定": {"保护工作部门", "运营者"},
    "反洗钱法": {"反洗钱", "境内", "境外"},
    "突发事件应对法": {"突发事件"},
    "期货交易管理条例": {"期货交易", "期货合约", "期权合约", "保证金", "结算", "内幕信息"},
    "行政处罚法": {"行政处罚", "违法所得"},
    "反电信网络诈骗法": {"电信网络诈骗"},
    "网络产品安全漏洞管理规定": set(),
    "生成式人工智能服务管理暂行办法": {"生成式人工智能服务", "提供者", "使用者", "生成式人工智能技术", "生成式人工智能服务提供者"},
    "计算机信息系统安全保护条例": {"计算机信息系统", "计算机病毒", "计算机信息系统安全专用产品"},
    "最高人民法院关于审理使用人脸识别技术处理个人信息相关民事案件适用法律若干问题的规定": set(),
    "最高人民法院、最高人民检察院关于办理侵犯公民个人信息刑事案件适用法律若干问题的解释": {"公民个人信息"},
}


@cache
def _of_version(title: str, effective: str) -> tuple[Term, ...]:
    version = next(v for v in VERSIONS if (v.title, str(v.effective)) == (title, effective))
    return find_definitions(structure.parse(version.text, version.title))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.title}@{v.effective}")
def test_the_corpus_defines(version: catalogue.Version) -> None:
    assert EXPECTED[version.title] <= {t.term for t in _of_version(version.title, str(version.effective))}


def _sound(text: str) -> None:
    doc = structure.parse(text)
    for t in find_definitions(doc):
        holder = doc.by_eid[t.eid]
        assert t.term and t.quote, t
        assert t.quote in doc.text[holder.start : holder.end], t
        assert t.term in t.quote, t
        assert t.full_form is None or t.full_form in t.quote, t
        assert t.scope == "self" or t.scope in doc.by_eid
        assert all(t.members) and len(t.members) != 1, t


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.title}@{v.effective}")
def test_every_term_of_the_corpus_is_verbatim(version: catalogue.Version) -> None:
    _sound(version.text)


@needs_reference
@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.txt")), ids=lambda p: p.stem)
def test_no_sentence_that_defines_is_overlooked(path: Path) -> None:
    """Whoever writes 所称, 是指 or 以下简称 defines; each such place lies in a quote."""
    text = path.read_text(encoding="utf-8")
    doc = structure.parse(text)
    _sound(text)
    quotes = "\n".join(t.quote for t in find_definitions(doc))
    body = "".join(doc.text_of(a) for a in doc.articles if "【截断】" not in doc.text_of(a))
    for mark in ("，是指", "以下简称", "以下统称"):
        assert quotes.count(mark) >= body.count(mark)


PIECES = st.sampled_from([
    "本办法", "本章", "前款", "所称", "所指", "，是指", "是指", "，指", "包括", "不包括", "（以下简称", "（以下统称为", "）", "《", "》", "证券法",
    "机构", "“以上”", "含本数",
    "下列用语的含义：", "\n（一）", "\n（二）", "\n第一条 ", "\n第一章 ", "\n附件", "。", "；", "，", "：", "、", "和", "的", "应当", "设立", "是",
    "数据", "其中，", " ",
])


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_sound_terms(text: str) -> None:
    _sound(text)
