"""Rank, issuer, number and dates of texts of every rank that a user adds, read from their heads."""

from __future__ import annotations

from datetime import date

import pytest

from kg.corpus.catalogue import Catalogue
from kg.corpus.readers import FileText
from kg.corpus.structure import parse
from kg.law.wordlists import entries
from kg.own.adding import Given, prepare
from kg.own.ranks import said
from kg.own.reading import RANKS, find
from tests.reference import REFERENCE, needs_reference

NPC, CSRC, CAC = "全国人民代表大会常务委员会", "中国证券监督管理委员会", "国家互联网信息办公室"
END = "\n\n第一条　为了规范管理，制定本{}。\n第二条　本{}自{}起施行。\n"


def _text(head: str, kind: str = "办法", begins: str = "2025年1月1日") -> str:
    return head + END.format(kind, kind, begins)


HEADS = [
    ("中华人民共和国反电信网络诈骗法\n（2022年9月2日第十三届全国人民代表大会常务委员会第三十六次会议通过）", "法律", (NPC,), "", date(2022, 9, 2)),
    ("中华人民共和国主席令\n第一一九号\n《中华人民共和国反电信网络诈骗法》已由中华人民共和国第十三届全国人民代表大会常务委员会第三十六次会议于2022年9月2日通过，"
     "现予公布，自2022年12月1日起施行。\n中华人民共和国主席　习近平\n2022年9月2日\n中华人民共和国反电信网络诈骗法", "法律", (NPC,),
     "中华人民共和国主席令第一一九号", date(2022, 9, 2)),
    ("中华人民共和国民法典\n（2020年5月28日第十三届全国人民代表大会第三次会议通过）", "法律", ("全国人民代表大会",), "", date(2020, 5, 28)),
    ("中华人民共和国国务院令\n第790号\n《网络数据安全管理条例》已经2024年8月30日国务院第40次常务会议通过，现予公布，自2025年1月1日起施行。\n"
     "总理　李强\n2024年9月24日\n网络数据安全管理条例", "行政法规", ("国务院",), "中华人民共和国国务院令第790号", date(2024, 9, 24)),
    ("期货交易管理条例\n（2007年3月6日中华人民共和国国务院令第489号公布　根据2017年3月1日《国务院关于修改和废止部分行政法规的决定》修订）",
     "行政法规", ("国务院",), "中华人民共和国国务院令第489号", date(2007, 3, 6)),
    ("最高人民法院关于审理证券市场虚假陈述侵权民事赔偿案件的若干规定\n（2021年12月30日最高人民法院审判委员会第1860次会议通过，自2022年1月22日起施行）\n法释〔2022〕2号",
     "司法解释", ("最高人民法院",), "法释〔2022〕2号", None),
    ("国家互联网信息办公室令\n第18号\n《个人信息保护合规办法》已经2024年5月20日国家互联网信息办公室2024年第11次室务会议审议通过，现予公布，自2025年5月1日起施行。\n"
     "国家互联网信息办公室主任　庄荣文\n2025年2月12日\n个人信息保护合规办法", "部门规章", (CAC,), "国家互联网信息办公室令第18号", date(2025, 2, 12)),
    ("证券期货业网络和信息安全管理办法\n（2023年1月17日中国证券监督管理委员会第1次委务会议审议通过）", "部门规章", (CSRC,), "", None),
    ("中国证券监督管理委员会令【第218号】\n证券期货业网络和信息安全管理办法", "部门规章", (CSRC,), "中国证券监督管理委员会令【第218号】", None),
    ("中国人民银行令〔2025〕第3号\n中国人民银行业务领域数据安全管理办法", "部门规章", ("中国人民银行",), "中国人民银行令〔2025〕第3号", None),
    ("金融基础设施监督管理办法\n（2025年7月25日中国人民银行、中国证监会令〔2025〕第7号公布　自2025年10月1日起施行）", "部门规章",
     ("中国人民银行", CSRC), "中国人民银行、中国证监会令〔2025〕第7号", date(2025, 7, 25)),
    ("证监会公告〔2021〕12号\n证券期货业网络安全事件报告与调查处理办法", "规范性文件", (CSRC,), "证监会公告〔2021〕12号", None),
    ("工业和信息化部关于印发《工业和信息化领域数据安全管理办法（试行）》的通知\n工信部网安〔2022〕166号\n各有关单位：\n现将《工业和信息化领域数据安全管理办法（试行）》"
     "印发给你们，请认真遵照执行。\n工业和信息化部\n2022年12月8日\n工业和信息化领域数据安全管理办法（试行）", "规范性文件", ("工业和信息化部",),
     "工信部网安〔2022〕166号", date(2022, 12, 8)),
    ("关于印发《证券公司信息隔离指引》的通知\n证监发〔2021〕66号\n证券公司信息隔离指引", "规范性文件", (CSRC,), "证监发〔2021〕66号", None),
    ("银行业金融机构数据治理指引\n银保监发〔2018〕22号", "规范性文件", ("中国银行保险监督管理委员会",), "银保监发〔2018〕22号", None),
    ("国家网络安全事件报告管理办法\n（2025年9月11日国家互联网信息办公室）", "规范性文件", (CAC,), "", date(2025, 9, 11)),
    ("上海市数据条例\n（2021年11月25日上海市第十五届人民代表大会常务委员会第三十七次会议通过）", "地方性法规",
     ("上海市人民代表大会常务委员会",), "", date(2021, 11, 25)),
    ("浙江省人民政府令\n第381号\n浙江省公共数据开放办法", "地方政府规章", ("浙江省人民政府",), "浙江省人民政府令第381号", None),
    ("证券公司网络和信息安全三年提升计划实施办法\n中证协发〔2023〕120号", "自律规则", ("中国证券业协会",), "中证协发〔2023〕120号", None),
    ("上海证券交易所交易规则\n上证发〔2023〕32号", "自律规则", ("上海证券交易所",), "上证发〔2023〕32号", None),
    ("证券期货业数据分类分级指引\nJR/T 0158—2018", "行业标准", ("全国金融标准化技术委员会",), "JR/T0158—2018", None),
]


@pytest.mark.parametrize(("head", "rank", "issuer", "number", "promulgated"), HEADS, ids=[f"{h[1]}-{n}" for n, h in enumerate(HEADS)])
def test_a_text_of_every_rank_is_known_by_its_head(
    head: str, rank: str, issuer: tuple[str, ...], number: str, promulgated: date | None
) -> None:
    found = find(parse(_text(head)))
    assert (found.rank, found.issuer, found.number, found.promulgated) == (rank, issuer, number, promulgated)
    assert found.title == _title(head) and found.rank in RANKS


def _title(head: str) -> str:
    """The title of a head: its first line if notes follow it, or else its last line."""
    lines = head.split("\n")
    first = lines[1:] and all(line.startswith("（") or line.endswith(("号", "2018")) for line in lines[1:])
    return (lines[0] if first else lines[-1]).removeprefix("中华人民共和国")


WITHOUT_HEAD = [  # title, words, rank, issuer
    ("个人信息出境认证办法", "国家网信部门会同国务院有关部门负责认证活动的监督管理。省级以上网信部门和有关主管部门应当保密。", "规范性文件", ()),
    ("关键信息基础设施安全保护条例", "国家网信部门统筹协调。", "行政法规", ("国务院",)),
    ("证券公司监督管理条例", "证券公司应当遵守法律。", "行政法规", ("国务院",)),
    ("中国人民银行业务领域数据安全管理办法", "数据处理者应当建立制度。", "规范性文件", ("中国人民银行",)),
    ("证券交易所管理办法", "国务院证券监督管理机构批准。派出机构负责监管。有关主管部门应当受理。", "规范性文件", ()),
    ("商业银行信息科技风险管理指引", "商业银行应当遵守。国务院银行业监督管理机构及其派出机构依法监管，并可以处以罚款。", "规范性文件", ()),
    ("某某证券股份有限公司信息系统运行管理办法", "各部门应当配合。", "内部制度", ("某某证券股份有限公司",)),
    ("某期货公司网络和信息安全管理办法", "各部门员工应当配合。本办法由信息技术部负责解释，报总经理批准。", "内部制度", ("某期货公司",)),
    ("信息系统运行细则", "各部门员工应当配合，报总经理批准。本细则由信息技术部负责解释。", "内部制度", ()),
    ("上市公司信息披露管理办法", "国务院证券监督管理机构及其派出机构监管。有关主管部门应当受理。", "规范性文件", ()),
    ("信息系统变更管理办法", "信息技术部负责变更。各部门员工应当提前申请，报总经理批准。违反本办法的，按照公司员工手册处理。", "内部制度", ()),
    ("网络和信息安全管理制度", "本公司各部门应当遵守国务院证券监督管理机构的规定。管理员每日巡检，员工不得外传，报办公会审议。", "内部制度", ()),
    ("本行数据安全管理细则", "总行负责。", "内部制度", ()),
]


@pytest.mark.parametrize(("title", "words", "rank", "issuer"), WITHOUT_HEAD, ids=[t[0] for t in WITHOUT_HEAD])
def test_a_text_without_a_head_is_known_by_its_title_or_words(title: str, words: str, rank: str, issuer: tuple[str, ...]) -> None:
    found = find(parse(f"{title}\n第一条　{words}\n第二条　自2025年1月1日起施行。"))
    assert (found.rank, found.issuer) == (rank, issuer)


OWN = [
    ("甲证券股份有限公司网络安全事件应急预案\n甲证信〔2025〕12号", "甲证券股份有限公司"),
    ("信息系统权限管理办法\n（2025年2月1日公司总经理办公会审议通过）", "本机构"),
    ("数据安全管理办法\n（2025年2月1日公司第三届董事会第五次会议审议通过）", "本机构"),
]


@pytest.mark.parametrize(("head", "issuer"), OWN, ids=[h[:12] for h, _ in OWN])
def test_a_firms_own_rule_stays_one(head: str, issuer: str) -> None:
    draft = prepare(FileText(_text(head)), Given(), Catalogue((), ()))
    assert (draft.instrument.rank, draft.instrument.issuer) == ("内部制度", (issuer,))


@needs_reference
@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*-law_*.txt")), ids=lambda p: p.stem)
def test_a_statute_is_no_rule_of_the_firm(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    found = find(parse(text))
    assert (found.rank, found.issuer) == ("法律", (NPC,))


def test_a_number_cited_in_a_notice_is_not_its_own() -> None:
    found = find(parse(_text("关于发布《某某指引》的公告\n《旧指引》（银发〔2009〕142号）同时废止。\n某某指引")))
    assert found.number == "" and found.rank == ""


def test_the_ranks_of_the_list_can_be_chosen() -> None:
    assert {e.kind.split(" ")[1] for e in entries("ranks")} <= set(RANKS)
    assert all(said(e.sentence, "", "").rank == e.kind.split(" ")[1] for e in entries("ranks") if e.kind.startswith("通过"))
