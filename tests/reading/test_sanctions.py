"""Penalty clauses: whom they punish, for the breach of what, how, and through which other law."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.model import Document, Sanction, Target
from kg.reading.penal.measures import fines, measures
from kg.reading.sanctions import find_sanctions, punishes_whole

FIRM, PERSONS = ("网络运营者",), ("直接负责的主管人员", "其他直接责任人员")


def _read(words: str) -> tuple[Sanction, ...]:
    return find_sanctions(parse("第八十条 " + words, "某办法"))


def _short(target: Target) -> str:
    act = "" if target.instrument == "self" else target.instrument
    return act + (target.article or "") + (f"/{target.paragraph}" if target.paragraph else "") + (target.item or "")


ADDRESSEES = [
    ("网络运营者不履行本法第二十三条规定的义务的，由有关主管部门责令改正，给予警告；拒不改正的，处五万元以上五十万元以下罚款，"
     "对直接负责的主管人员和其他直接责任人员处一万元以上十万元以下罚款。",
     [(FIRM, ("责令改正", "给予警告"), ()), (FIRM, ("五万元以上五十万元以下罚款",), ((50000, 500000),)),
      (PERSONS, ("一万元以上十万元以下罚款",), ((10000, 100000),))]),
    ("核心机构违反本办法规定的，中国证监会可以对其采取责令改正、监管谈话等监管措施；对有关高级管理人员给予警告、记过、开除等行政处分。",
     [(("核心机构",), ("责令改正", "监管谈话"), ()), (("有关高级管理人员",), ("给予警告", "记过", "开除"), ())]),
    ("信息技术服务机构违反本办法规定的，中国证监会及其派出机构可以采取出具警示函等行政监管措施，情节严重的，中国证监会及其派出机构"
     "可以对信息技术服务机构及其直接负责的主管人员和其他直接责任人员单处或者并处警告、三万元以下罚款。",
     [(("信息技术服务机构",), ("出具警示函",), ()),
      (("信息技术服务机构", *PERSONS), ("警告", "三万元以下罚款"), ((None, 30000),))]),
    ("从事数据交易中介服务的机构未履行本法第三十三条规定的义务的，由有关主管部门没收违法所得，处违法所得一倍以上十倍以下罚款，"
     "没有违法所得的，处十万元以上一百万元以下罚款，并可以责令暂停相关业务、停业整顿。",
     [(("从事数据交易中介服务的机构",),
       ("没收违法所得", "违法所得一倍以上十倍以下罚款", "没有违法所得的，处十万元以上一百万元以下罚款", "责令暂停相关业务", "停业整顿"),
       ((100000, 1000000),))]),
    ("违反本法第二十九条规定，受到治安管理处罚的人员，五年内不得从事网络安全管理和网络运营关键岗位的工作。",
     [(("受到治安管理处罚的人员",), ("五年内不得从事网络安全管理和网络运营关键岗位的工作",), ())]),
    ("网信部门违反本法第三十条规定，将获取的信息用于其他用途的，对直接负责的主管人员和其他直接责任人员依法给予处分。",
     [(PERSONS, ("给予处分",), ())]),
    ("发行人隐瞒重要事实的，处二百万元以上二千万元以下的罚款；对直接负责的主管人员和其他直接责任人员，处一百万元以上的罚款。",
     [(("发行人",), ("二百万元以上二千万元以下的罚款",), ((2000000, 20000000),)), (PERSONS, ("一百万元以上的罚款",), ((1000000, None),))]),
    ("违反本法规定，给他人造成损害的，依法承担民事责任。", [((), ("承担民事责任",), ())]),
    ("核心机构损毁代管的设备，给期货公司造成损失的，应当依法予以赔偿，对直接负责的主管人员和其他直接责任人员依法给予处分。",
     [(("核心机构",), ("予以赔偿",), ()), (PERSONS, ("给予处分",), ())]),
    ("检查组对应当移送公安机关的线索不移送的，由上级机关责令改正，对直接负责的主管人员和其他直接责任人员依法给予处分。",
     [((), ("责令改正",), ()), (PERSONS, ("给予处分",), ())]),
    ("经营机构和核心机构违反本办法规定的，可以采取责令改正等监管措施；情节严重的，对相关机构及责任人员并处十万元以下罚款，"
     "涉及金融安全且有危害后果的，并处二十万元以下罚款。",
     [(("经营机构", "核心机构"), ("责令改正",), ()), (("相关机构", "责任人员"), ("十万元以下罚款",), ((None, 100000),)),
      (("相关机构", "责任人员"), ("二十万元以下罚款",), ((None, 200000),))]),
]


@pytest.mark.parametrize(("words", "limbs"), ADDRESSEES)
def test_each_degree_and_addressee_stands_alone(words, limbs):
    assert [(s.addressee, s.measures, s.fines) for s in _read(words)] == limbs


PUNISHED = [
    ("违反本办法第九条、第十条、第十八条规定的，责令改正。", ["第九条", "第十条", "第十八条"]),
    ("违反本法第二十四条第一款、第二款和第五十条第一款规定的，责令改正。", ["第二十四条/1", "第二十四条/2", "第五十条/1"]),
    ("运营者未履行本办法第九条、第二十二条规定的义务的，给予警告。", ["第九条", "第二十二条"]),
    ("违反本法第二十二条第三款、第四十一条至第四十三条规定的，责令改正。", ["第二十二条/3", "第四十一条", "第四十二条", "第四十三条"]),
    ("未按照本办法第八条规定报告的，给予警告。", ["第八条"]),
    ("违反本办法规定的，责令改正。", []),
    ("运营者有下列情形之一的，由有关主管部门责令改正：\n（一）未设置机构的；\n（二）未履行本条例第十五条规定的职责的。", ["第十五条"]),
    ("违反本法第五条规定，造成本法第六十一条第三款规定的后果的，依照该款规定处罚。", ["第五条"]),
    ("违反本法第五条规定的，依照本法第六十条规定处罚。", ["第五条"]),
    ("违反《网络安全法》第二十三条规定的，责令改正。", ["网络安全法第二十三条"]),
    ("违反本法第三条规定的，责令改正，给予警告。\n单位有前款行为的，处十万元以下罚款，对主管人员依照前款规定处罚。", ["第三条"]),
]


@pytest.mark.parametrize(("words", "cited"), PUNISHED)
def test_what_is_punished(words, cited):
    found = _read(words)
    assert found
    assert {tuple(map(_short, s.punishes)) for s in found} == {tuple(cited)}


ONWARD = [
    ("经营机构违反本办法第十七条规定的，中国证监会可以依照《网络安全法》《个人信息保护法》相关规定予以处罚。", ("网络安全法", "个人信息保护法")),
    ("运营者不履行本条例规定的义务的，依照《中华人民共和国网络安全法》有关规定予以处理。", ("网络安全法",)),
    ("违反本法规定，但具有《中华人民共和国行政处罚法》规定的从轻情形的，依照其规定从轻、减轻或者不予处罚。", ("行政处罚法",)),
    ("违反《数据安全法》第三十条规定的，责令改正。", ()),
    ("有下列行为之一的，依照有关法律、行政法规的规定处罚。", ()),
]


@pytest.mark.parametrize(("words", "titles"), ONWARD)
def test_laws_applied(words, titles):
    assert [s.onward for s in _read(words)] == [titles]


AUTHORITIES = [
    ("违反本法规定的，由公安机关没收违法所得。", ("公安机关",)),
    ("违反本法规定的，由国家网信部门等有关主管部门依据职责责令改正。", ("国家网信部门等有关主管部门",)),
    ("经营机构违反本办法规定的，中国证监会及其派出机构可以对其采取责令改正等监管措施。", ("中国证监会", "中国证监会派出机构")),
    ("国家机关不履行本法规定的义务的，由其上级机关或者有关机关责令改正。", ("其上级机关", "有关机关")),
    ("违反本法第九条规定的，由依法履行监督管理职责的部门予以取缔。", ("依法履行监督管理职责的部门",)),
    ("构成犯罪的，依法追究刑事责任。", ()),
]


@pytest.mark.parametrize(("words", "names"), AUTHORITIES)
def test_who_punishes(words, names):
    assert [s.authority for s in _read(words)] == [names]


@pytest.mark.parametrize(("words", "whole"), [
    ("经营机构违反本办法规定的，责令改正。", True), ("违反本法规定，构成犯罪的，依法追究刑事责任。", True),
    ("国家机关不履行本法规定的保护义务的，责令改正。", True), ("有本法规定的违法行为的，依照有关规定记入信用档案。", True),
    ("违反本法第九条规定的，责令改正。", False), ("运营者未报告的，责令改正，给予警告。", False),
    ("运营者违反本法规定，有下列行为之一的，责令改正：\n（一）拒绝检查的。", False)])
def test_breach_of_the_whole_instrument(words, whole):
    doc = parse("第八十条 " + words)
    assert {punishes_whole(doc, s) for s in find_sanctions(doc)} == {whole}


@pytest.mark.parametrize("words", [
    "经营机构发现违规存储的，应当责令其立即改正并销毁已获取的数据。", "运营者应当及时报告。",
    "最近三年未被金融监管机构实施行政处罚或者采取重大行政监管措施。", "损害赔偿责任按照个人因此受到的损失确定。",
    "被采取行政处罚措施的，应当在三个月内完成专项审计。", "证券交易所不承担民事赔偿责任。",
    "工作人员不得从事与其工作职责发生利益冲突的买卖。",
    "派出机构在其权限内可以设定警告和一定数额罚款的行政处罚。", "罚款的限额由自律组织的章程规定。", "处罚收入应当全部上缴国库。",
    "投资者对交易所给予的处罚，享有申辩的权利。", "有下列情形的，应当告知听证权利：\n（一）较大数额罚款；\n（二）吊销许可证件。"])
def test_duties_and_conditions_punish_nobody(words):
    assert _read(words) == ()


@pytest.mark.parametrize(("words", "pairs"), [
    ("一万元以上十万元以下罚款", [(10000, 100000)]), ("5万元以上50万元以下罚款", [(50000, 500000)]),
    ("二百万元以上一千万元以下罚款", [(2000000, 10000000)]), ("五千元以上五万元以下的罚款", [(5000, 50000)]),
    ("十万元以下罚款", [(None, 100000)]), ("一万元罚款", [(10000, 10000)]), ("一百万元以上罚款", [(1000000, None)]),
    ("五万元至五十万元罚款", [(50000, 500000)]), ("采购金额一倍以上十倍以下罚款", []), ("营业额百分之五以下罚款", []), ("没收违法所得", [])])
def test_fines_are_yuan(words, pairs):
    assert fines(words) == pairs


@pytest.mark.parametrize(("words", "single"), [
    ("责令暂停相关业务、停业整顿、关闭网站、吊销相关业务许可证或者吊销营业执照", 5), ("责令暂停或者终止提供服务", 1),
    ("责令限期改正、停止使用、消除对国家安全的影响", 3), ("责令更换董事、监事、高级管理人员或者限制其权利等监管措施", 2)])
def test_a_list_is_cut_where_a_measure_begins(words, single):
    found = measures(words)
    assert len(found) == single and all(m in words for m in found)


CORPUS: list[tuple[str, Document]] = [(v.urn, parse(v.text, v.title)) for v in load().versions]
# sanctions, articles that punish
COUNTS = {";218@": (18, 9), ";53@2017": (52, 17), ";53@2026": (60, 17), ";84@": (25, 9), ";91@": (13, 6), ";745@": (27, 11),
          ";152@": (6, 4), "cybersecurity.incident.reporting@": (4, 2)}


@pytest.mark.parametrize(("part", "counts"), COUNTS.items())
def test_counts(part, counts):
    (doc,) = [d for urn, d in CORPUS if part in urn]
    found = find_sanctions(doc)
    assert (len(found), len({s.article for s in found})) == counts


@pytest.mark.parametrize(("urn", "doc"), CORPUS, ids=[u for u, _ in CORPUS])
def test_every_penal_article_gives_a_sanction(urn, doc):
    spared = {  # 收缴的罚款…上缴国库 punishes nobody; what befalls an authority that errs (应当予以赔偿，对…给予处分) is not read
        "证券法": {"第二百二十二条"}, "行政处罚法": {"第八十条", "第八十一条", "第八十二条", "第八十三条"}}.get(doc.title, set())
    found = find_sanctions(doc)
    punishing = {s.article for s in found}
    for article in doc.articles:
        chapter = [a for a in doc.ancestors(article.eid) if "责任" in a.heading or "罚则" in a.heading]
        if chapter and re.search(r"罚款|责令改正|予以处罚|规定处罚|给予处分|刑事责任", doc.text_of(article)):
            assert article.label in punishing | spared


@pytest.mark.parametrize(("urn", "doc"), CORPUS, ids=[u for u, _ in CORPUS])
def test_what_is_said_stands_in_the_provision(urn, doc):
    found = find_sanctions(doc)
    assert bool(found) == ("数据跨境流动" not in doc.title and not doc.own_numbers and len(doc.articles) > 3)  # which leave it at 依法追究法律责任
    for s in found:
        words = doc.text_of(doc.by_eid[s.eid])
        assert s.quote in words and s.quote.strip() == s.quote
        assert s.measures and all(m in s.quote for m in s.measures)
        assert all(low is None or high is None or low <= high for low, high in s.fines)
        own = [t for t in s.punishes if t.instrument == "self"]
        assert all(any(a.label == t.article for a in doc.articles) for t in own)
        assert all(title in doc.text for title in s.onward)


def test_fine_amounts_of_the_corpus_are_all_read():
    for urn, doc in CORPUS:
        if doc.title == "行政处罚法":  # whose sums are those up to which a fine may be imposed or collected on the spot
            continue
        amounts = {m for a in doc.articles for m in re.findall(r"[零一二三四五六七八九十百千万0-9]+元以下(?=罚款)", doc.text_of(a))}
        read = {m for s in find_sanctions(doc) for x in s.measures for m in re.findall(r"[零一二三四五六七八九十百千万0-9]+元以下(?=罚款)", x)}
        assert amounts == read, urn


PIECES = st.lists(st.sampled_from([
    "第九条 ", "违反本法第九条规定的，", "由公安机关", "处", "罚款", "五万元以上", "十亿元以下", "；", "。", "\n（一）", "对其",
    "依照《", "》", "前款", "情节严重的，", "给予警告", "责令", "（", "元以下罚款",
    "单处或者并处", "、", "或者", "对直接负责的主管人员", "\n"]), max_size=24).map("".join)


@settings(max_examples=60, deadline=None)
@given(PIECES | st.text(max_size=60))
def test_any_text_gives_sanctions(text):
    doc = parse("第一条 甲违反本法规定的，给予警告。\n第二条 " + text)
    for s in find_sanctions(doc):
        assert s.quote and s.quote in doc.text
