"""The questionnaire of ``ontology/facts.ttl``, what follows from answers, and the numbers and negations that decide a case."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from kg.duties import facts
from kg.duties.clock.incident import Incident, conditions
from kg.duties.conditions import Holds, anywhere, judge, limits, of_title
from kg.duties.facts import Facts, FactsError, event_facts, firm_facts, of_words, table
from kg.law.places import ontology_dir
from kg.law.thresholds import Bounds, find_ranges, find_thresholds
from kg.law.vocabulary import Vocabulary

V = Vocabulary.load()


def test_no_two_facts_share_a_name_or_a_question() -> None:
    for names in ([f.word for f in table().values()], [f.question for f in table().values()]):
        assert [n for n, count in Counter(names).items() if count > 1] == []


def test_the_same_fact_is_asked_under_one_key_by_both() -> None:
    assert [f.key for f in firm_facts() if f in event_facts()] == ["state_organ"]
    assert {f.key for f in table().values()} - {f.key for f in (*firm_facts(), *event_facts())} == {"sector"}  # read off the graph


def test_every_fact_can_be_read_and_leads_to_what_there_is() -> None:
    for fact in table().values():
        for pattern in (fact.case, fact.denied, fact.anywhere, fact.title, fact.condition, fact.near, fact.behind):
            re.compile(pattern)
            assert not re.search("第.+条", pattern), fact.key
        assert fact.question.endswith("？") and fact.word, fact.key
        assert not fact.role or fact.role in V.subjects, fact.key
        assert not fact.event or V.concepts[fact.event].is_event, fact.key
        assert fact.is_number is bool(fact.near or fact.behind) is bool(fact.unit), fact.key
        assert set(fact.implies) <= table().keys() - {fact.key}
    for asked in (firm_facts(), event_facts()):
        assert max(Counter(f.word for f in asked).values()) == max(Counter(f.question for f in asked).values()) == 1
    names = [name for f in event_facts() for name in (f.key, f.former) if name]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", [p.name for p in sorted(ontology_dir().glob("*.ttl")) if p.stem != "shapes"])
def test_no_vocabulary_has_nodes_without_a_name(name: str) -> None:
    """Their names are made up at each reading: with one of them, equal inputs would no longer give the same bytes."""
    quads = parse(path=str(ontology_dir() / name), format=RdfFormat.TURTLE)
    assert not any(isinstance(node, BlankNode) for q in quads for node in (q.subject, q.object))


CASES = [
    # words of a case, the facts it presupposes
    ("关键信息基础设施运营者采购网络产品", {"cii"}), ("重要数据的处理者", {"important_data"}), ("收集客户个人信息的", {"personal_information"}),
    ("处理敏感个人信息前", {"sensitive"}), ("面向未成年人提供服务", {"minors"}), ("以人脸识别登录", {"face"}), ("采用生物特征登录的", {"biometrics"}),
    ("上线移动客户端", {"app"}), ("信息技术外包项目", {"outsourcing"}), ("委托第三方处理个人信息", {"entrusts", "personal_information"}),
    ("受托方退出时", {"entrusted"}), ("接收方变更用途", {"receives"}), ("向第三方机构提供客户资料", {"shares"}),
    ("两家机构共同处理个人信息", {"joint", "personal_information"}), ("以自动化决策推送产品", {"automated"}), ("在公共场所安装摄像设备", {"cameras"}),
    ("向境外提供重要数据", {"cross_border", "exports_important"}), ("个人信息跨境的", {"cross_border", "exports_pi"}),
    ("通过个人信息出境认证的", {"certified"}), ("在自由贸易试验区内设立的", {"free_trade_zone"}), ("中央和国家机关各部门的下属单位", {"state_organ"}),
    ("为用户办理网络接入", {"online_access"}), ("应用软件下载服务提供者发现", {"message_service"}),
    ("发生网络安全事件时", set()), ("关键信息基础设施运营者以外的数据处理者", {"cii"}),
]


@pytest.mark.parametrize(("words", "keys"), CASES)
def test_a_case_presupposes(words: str, keys: set[str]) -> None:
    assert set(judge(words, Facts()).keys) == keys


def test_words_outside_the_case_presuppose_as_well() -> None:
    assert anywhere("并监督境外接收方履行合同", Facts()).keys == ("cross_border",)
    assert of_title("某市人脸识别设备管理办法", Facts()).keys == ("face",)
    assert of_title("中国人民银行业务领域数据安全管理办法", Facts()).keys == ("pbc_business",)
    assert of_title("工业和信息化领域数据安全管理办法（试行）", Facts()).keys == ("miit_field",)
    assert judge("关键信息基础设施运营者以外的数据处理者", Facts.of(cii=True)).holds is Holds.NO


NEGATED = [
    "处理过程中没有引入境内个人信息或者重要数据的", "所提供的资料不涉及敏感个人信息", "相关数据未包含未成年人个人信息的", "系统并未存储人脸信息的",
    "未向境外提供重要数据的", "没有再收集生物特征信息", "不含重要数据处理者的数据", "业务中不使用自动化决策",
]
NOT_NEGATED = [
    ("为不满十四周岁的未成年人开户的", {"minors"}), ("不得处理敏感个人信息的情形", {"sensitive"}), ("未成年人的个人信息", {"minors"}),
    ("处理重要数据，没有报送评估报告的", {"important_data"}),
]


@pytest.mark.parametrize("words", NEGATED)
def test_what_is_said_not_to_be_there_presupposes_nothing(words: str) -> None:
    assert judge(words, Facts()).keys == ()


@pytest.mark.parametrize(("words", "keys"), NOT_NEGATED)
def test_other_words_with_not_deny_no_fact(words: str, keys: set[str]) -> None:
    assert set(judge(words, Facts()).keys) == keys


BY_CODE, OTHERWISE = Bounds(), Bounds(above=False, below=False)
RANGES = [
    # by art. 1259 of the Civil Code, and by an instrument that says 不含本数 of both
    ("五百人以上", (500, None), (501, None)), ("五百人以下", (0, 501), (0, 500)), ("30日内24小时以内", (0, 25), (0, 24)),
    ("不满2万户", (0, 20_000), (0, 20_000)), ("超过一亿五千万元的", (150_000_001, None), (150_000_001, None)),
    ("达到1.5万名", (15_000, None), (15_000, None)), ("不超过３个账户", (0, 4), (0, 4)), ("不少于八家", (8, None), (8, None)),
    ("三家以上、不足十家", (3, 10), (4, 10)),
]


@pytest.mark.parametrize(("text", "code", "otherwise"), RANGES)
def test_a_threshold_is_read_by_the_law_that_speaks(
    text: str, code: tuple[int, int | None], otherwise: tuple[int, int | None]
) -> None:
    for bounds, (low, high) in ((BY_CODE, code), (OTHERWISE, otherwise)):
        (one,) = find_ranges(text, bounds)
        assert (one.low, one.high) == (low, high) and text[one.start : one.end] == one.words
        assert [one.holds(n) for n in (low - 1, low)] == [False, True]
        assert high is None or [one.holds(n) for n in (high - 1, high)] == [True, False]


def test_what_is_no_threshold() -> None:
    assert find_thresholds("任何个人、两名负责人、十四周岁、第三十人民法庭") == ()
    assert limits("营业收入五千万元以上的") == ()  # money is no number that a firm is asked for


def test_what_follows_goes_both_ways() -> None:
    whole = Facts.of(certified=True, faces=3).whole()
    assert all(whole.yes_no(k) for k in ("exports_pi", "cross_border", "personal_information", "face", "biometrics", "sensitive"))
    none = Facts.of(personal_information=False).whole()
    assert none.yes_no("receives") is none.yes_no("platform") is none.yes_no("pi_involved") is False
    assert none.number("individuals") == none.number("faces") == 0 and none.yes_no("important_data") is None
    assert Facts.of(individuals=0).whole().yes_no("personal_information") is None  # nobody's this year is no answer to the question


def test_facts_are_checked_against_the_table() -> None:
    assert Facts.of(face=True, cii=False) == Facts(known=(("cii", False), ("face", True))) and hash(Facts.of(cii=None)) == hash(Facts())
    for wrong in ({"weather": True}, {"cii": 1}, {"faces": True}):
        with pytest.raises(FactsError):
            Facts.of(**wrong)
    for typed in ({"colour": "yes"}, {"": "no"}):
        with pytest.raises(FactsError, match="cii、important_data"):
            of_words((), typed)
    with pytest.raises(FactsError, match="cii、important_data"):
        Facts.of(central=False)


def test_every_fact_of_an_event_is_found_in_words_or_adds_an_event() -> None:
    words = {
        "cii_involved": "关键信息基础设施整体中断运行", "state_organ": "属于中央和国家机关各部门的", "averted": "能够有效避免数据泄露造成危害的",
        "investors": "对客户交易造成影响的", "crime": "涉及网络违法犯罪线索的", "impact": "可能对本省市场产生较大影响的",
        "export_involved": "向境外提供数据的", "sector": "本行业领域另有专门规定的",
    }
    for key, phrase in words.items():
        assert [c.key for c in conditions(phrase, (), Incident())] == [key]
    assert {f.key for f in event_facts()} == {*words, "pi_involved", "important_involved"} - {"sector"}
    assert all(f.event for f in event_facts() if f.key not in words)


@pytest.mark.parametrize(("words", "low"), [("1,000人以上", 1000), ("12,345,678人以上", 12345678), ("1.5万人以上", 15000), ("１２万人以上", 120000)])
def test_a_figure_is_read_whole(words: str, low: int) -> None:
    assert [t.low for t in find_thresholds(words)] == [low]


def test_a_figure_longer_than_anything_counted_is_none() -> None:
    assert find_thresholds("9" * 400 + "元以上") == ()


BROKEN = [
    ("kg:order 1 ;", "", "facts.ttl"), ("kg:implies f:personal_information", "kg:implies f:nothing", "facts.ttl"),
    ('kg:casePattern "处理重要数据|', 'kg:casePattern "(处理重要数据|', "important_data kg:casePattern"), ("@prefix kg:", "@prefux kg:", "facts.ttl"),
]


@pytest.mark.parametrize(("before", "after", "named"), BROKEN)
def test_a_table_that_cannot_be_used_is_named_in_one_line(
    before: str, after: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ontology_dir() / "facts.ttl").read_text("utf-8")
    assert before in text
    (tmp_path / "facts.ttl").write_text(text.replace(before, after, 1), "utf-8")
    monkeypatch.setattr(facts, "ontology_dir", lambda: tmp_path)
    table.cache_clear()
    try:
        with pytest.raises(FactsError) as caught:
            table()
        assert named in str(caught.value) and "\n" not in str(caught.value)
    finally:
        table.cache_clear()
