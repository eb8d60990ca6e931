"""事件时钟: what real events start, worked out by hand from the texts; then what must hold for every event, kind of firm and day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.corpus.catalogue import Catalogue
from kg.corpus.structure import parse
from kg.duties.clock.contents import is_contents
from kg.duties.clock.events import cases, known_events, named_in
from kg.duties.clock.incident import LEVELS, Incident, conditions, required_level
from kg.duties.clock.items import TELLING, ClockItem
from kg.duties.clock.making import Asked, Clock, clock
from kg.duties.clock.render import render
from kg.duties.clock.text import due_words
from kg.duties.clock.times import UNSET, Stage
from kg.duties.facts import Facts, FactsError
from kg.graph.knowledge import Knowledge
from kg.graph.records import StoredNorm, VersionRecords
from kg.law.likeness import squash
from kg.law.model import Instrument, Modality, Version
from kg.law.versions import parse_moment
from kg.law.wording import SECOND_HAND
from kg.reading.applicability import applications
from kg.reading.found import sentence_with_case
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions

CAC, CSRC, CII, PIPL = "国家网络安全事件报告管理办法", "证券期货业网络和信息安全管理办法", "关键信息基础设施安全保护条例", "个人信息保护法"
CSL, DSL, ORDER_152 = "网络安全法", "数据安全法", "证券基金经营机构信息技术管理办法"
EVENT = ("cii_involved", "state_organ", "pi_involved", "important_involved", "averted",
         "investors", "crime", "impact", "export_involved")
NO = dict.fromkeys(EVENT, False)
AT = "2026-11-24 09:30"


@pytest.fixture(scope="module")
def known(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


def ask(known: Knowledge, event: str, at: str = AT, who: tuple[str, ...] = ("证券公司",), level: str = "", **rest: object) -> Clock:
    """A clock; ``found``, ``ended`` as text, any other keyword a fact."""
    found, ended = (parse_moment(str(rest.pop(n))) if n in rest else None for n in ("found", "ended"))
    facts = Facts(who, tuple((k, bool(v)) for k, v in rest.items()))
    return clock(known, Asked(event, parse_moment(at), found, ended, Incident(facts, level)))


def lines(items: tuple[ClockItem, ...]) -> set[tuple[str, str, str]]:
    """(recipient, last moment, basis without 《》) of each item."""
    return {(i.recipient, due_words(i), i.basis.replace("《", "").replace("》", "")) for i in items}


LEAK = "客户信息泄露"
FIRST_HOUR = {("保护工作部门", "2026-11-24 10:30", f"{CAC}第四条第二款"), ("公安机关", "2026-11-24 10:30", f"{CAC}第四条第二款")}
FOUR_HOURS = {("属地省级网信部门", "2026-11-24 13:30", f"{CAC}第四条第四款")}
TWO_HOURS = {("本部门网信工作机构", "2026-11-24 11:30", f"{CAC}第四条第三款")}
TO_CSRC = {("属地中国证监会派出机构", UNSET, f"{CSRC}第三十九条第一款")}
PI_NOTICES = {("履行个人信息保护职责的部门", UNSET, f"{PIPL}第五十七条第一款"), ("个人", UNSET, f"{PIPL}第五十七条第一款")}
CIIO = ("证券公司", "关基")

DUE = [
    # event, time, kind of firm, level, facts, due among others, neither due nor open
    (LEAK, AT, ("证券公司",), "较大", {**NO, "pi_involved": True}, FOUR_HOURS | TO_CSRC | PI_NOTICES, FIRST_HOUR | TWO_HOURS),
    (LEAK, AT, CIIO, "较大", {"state_organ": False}, FIRST_HOUR | TO_CSRC, FOUR_HOURS | TWO_HOURS),
    (LEAK, AT, CIIO, "特别重大", {"state_organ": False}, FIRST_HOUR | {("公安机关", UNSET, f"{CII}第十八条第一款")}, FOUR_HOURS),
    (LEAK, AT, CIIO, "较大", {"state_organ": False, "cii_involved": False}, FOUR_HOURS, FIRST_HOUR),  # an operator, but another system of its
    (LEAK, AT, ("证券公司",), "一般", {**NO, "pi_involved": True}, TO_CSRC | PI_NOTICES, FOUR_HOURS | FIRST_HOUR | TWO_HOURS),
    (LEAK, AT, ("证券公司",), "较大", {**NO, "pi_involved": True, "averted": True},
     {("履行个人信息保护职责的部门", UNSET, f"{PIPL}第五十七条第一款")},
     {("个人", UNSET, f"{PIPL}第五十七条第一款")}),
    (LEAK, AT, ("证券公司",), "重大", {**NO, "pi_involved": True, "crime": True}, {("公安机关", "及时", f"{CAC}第四条第六款")}, set()),
    (LEAK, AT, ("证券公司",), "重大", {**NO, "pi_involved": True, "state_organ": True}, TWO_HOURS, FOUR_HOURS),
    (LEAK, AT, ("证券公司",), "", {**NO, "pi_involved": True},
     {("用户", "及时", f"{CSL}第四十四条第二款"), ("有关主管部门", "及时", f"{DSL}第二十九条"), ("有关主管部门", UNSET, f"{CSL}第二十七条")}, set()),
    (LEAK, AT, ("证券公司",), "", {**NO, "pi_involved": True, "export_involved": True},
     {("省级以上网信部门", "及时", "促进和规范数据跨境流动规定第十一条")}, set()),
    ("数据出境违规", AT, ("证券公司",), "一般", {k: v for k, v in NO.items() if k != "export_involved"},
     {("省级以上网信部门", "及时", "促进和规范数据跨境流动规定第十一条")}, PI_NOTICES),
    # the day before the measures of the CAC, and the text of 网络安全法 before its amendment
    (LEAK, "2025-10-31 09:30", ("证券公司",), "较大", {**NO, "pi_involved": True},
     {("用户", "及时", f"{CSL}第四十二条第二款"), ("有关主管部门", UNSET, f"{CSL}第二十五条")} | TO_CSRC | PI_NOTICES, set()),
    (LEAK, "2025-12-31 09:30", ("证券公司",), "较大", {**NO, "pi_involved": True},
     {("属地省级网信部门", "2025-12-31 13:30", f"{CAC}第四条第四款"), ("用户", "及时", f"{CSL}第四十二条第二款")}, set()),
    (LEAK, "2026-01-01 00:00", ("证券公司",), "较大", {**NO, "pi_involved": True},
     {("属地省级网信部门", "2026-01-01 04:00", f"{CAC}第四条第四款"), ("用户", "及时", f"{CSL}第四十四条第二款")}, set()),
    # trading stands still
    ("交易系统中断", AT, ("证券公司",), "重大", {**NO, "investors": True},
     {("相关方", "及时", f"{CSRC}第四十一条"), ("", UNSET, f"{ORDER_152}第五十四条")} | TO_CSRC | FOUR_HOURS, PI_NOTICES),
    ("交易系统中断", AT, ("期货公司",), "重大", NO, TO_CSRC | FOUR_HOURS,
     {("", UNSET, f"{ORDER_152}第五十四条"), ("相关方", "及时", f"{CSRC}第四十一条")}),
    ("交易系统中断", AT, ("证券交易所", "关基"), "特别重大", {**NO, "cii_involved": True},
     {("中国证监会", UNSET, f"{CSRC}第三十九条第一款"), ("中国证监会", UNSET, f"{CSRC}第四十条")} | FIRST_HOUR, TO_CSRC),
    ("交易系统中断", AT, ("基金托管机构",), "较大", NO, TO_CSRC | FOUR_HOURS, set()),  # 参照适用, art. 74
    # a weakness found is no incident yet
    ("漏洞", AT, ("证券公司",), "", {**NO, "impact": True}, {("属地中国证监会派出机构", UNSET, f"{CSRC}第三十六条")}, FOUR_HOURS | TO_CSRC),
    ("漏洞", AT, ("证券公司",), "", NO, set(), {("属地中国证监会派出机构", UNSET, f"{CSRC}第三十六条")}),
    ("漏洞", AT, ("信息技术系统服务机构",), "", NO,
     {("用户", "及时", f"{CSL}第二十四条第一款"), ("有关主管部门", "及时", f"{CSL}第二十四条第一款")}, set()),
    # vendors
    ("供应商系统故障", AT, ("信息技术系统服务机构",), "一般", NO, {("使用同类产品或者服务的经营机构", "及时", f"{CSRC}第三十九条第二款")}, TO_CSRC),
    ("违规留存客户信息", AT, ("证券公司",), "一般", NO, {("", UNSET, f"{ORDER_152}第三十三条第二款")} | TO_CSRC, set()),
    ("违法信息", AT, ("证券公司",), "", NO,
     {("属地中国证监会派出机构", "及时", f"{CSRC}第二十五条"), ("有关主管部门", UNSET, f"{CSL}第四十九条")}, TO_CSRC),
]


@pytest.mark.parametrize(("event", "at", "who", "level", "facts", "due", "never"), DUE)
def test_real_events(known, event, at, who, level, facts, due, never):
    made = ask(known, event, at, who, level, **facts)
    assert due <= lines(made.due)
    assert not never & lines(made.items)


def test_before_the_measures_of_the_cac_nothing_of_them_is_shown_but_that_they_come(known):
    made = ask(known, LEAK, "2025-10-31 09:30", level="特别重大")
    assert not any(CAC in i.basis for i in (*made.items, *made.general, *made.onward, *made.left_out))
    assert any(CAC in line and "2025年11月1日" in line for line in made.not_yet)


def test_what_nobody_said_leaves_the_item_open_with_its_question(known):
    made = ask(known, LEAK)
    open_ones = {line: i for i in made.conditional for line in lines((i,))}
    assert FIRST_HOUR | FOUR_HOURS | TWO_HOURS | {("个人", UNSET, f"{PIPL}第五十七条第一款")} <= set(open_ones)
    four = open_ones[next(iter(FOUR_HOURS))]
    assert [(c.words, c.wanted) for c in four.open] == [
        ("属于较大以上网络安全事件的", True), ("涉及关键信息基础设施的", False), ("网络运营者属于中央和国家机关各部门及其直属单位的", False)]
    asked = [q.key for q in made.questions]
    assert asked[:4] == ["level", "cii_involved", "state_organ", "averted"] and asked[-1] == "ended"
    assert [g.level for g in made.grades] == ["特别重大", "重大", "较大", "一般"]
    assert "5.泄露100万人以上公民个人信息。" in made.grades[2].near


def test_what_the_checklist_was_told_of_a_firm_serves_the_clock(known):
    """One firm, one questionnaire: who exports nothing and runs no critical infrastructure is not asked whether the event concerns them."""
    asked = {"state_organ", "cii_involved", "export_involved"}
    assert asked <= {q.key for q in ask(known, LEAK).questions}
    made = ask(known, LEAK, cii=False, cross_border=False, state_organ=False)
    assert not asked & {q.key for q in made.questions}
    assert not (FIRST_HOUR | TWO_HOURS) & lines(made.items)
    with pytest.raises(FactsError, match="前后不一"):
        ask(known, LEAK, cii=False, cii_involved=True)


def test_an_answer_in_the_words_of_the_law_decides(known):
    facts = Facts.of(("证券公司",), cii_involved=False, state_organ=False)
    made = clock(known, Asked(LEAK, parse_moment(AT), incident=Incident(facts, "较大", (("新的重要情况", True), ("不能判定", False)))))
    assert f"{CAC}第七条第三款" in {b for _, _, b in lines(made.due)}
    assert f"{CAC}第七条第二款" in {b for _, _, b in lines(made.left_out)}


def test_contents_stand_beside_the_report_they_are_for(known):
    made = ask(known, LEAK, level="较大", **{**NO, "pi_involved": True})
    by_basis = {i.basis: i for i in made.due}
    report, notice = by_basis[f"《{CAC}》第四条第四款"].contents, by_basis[f"《{PIPL}》第五十七条第一款"].contents
    assert len(report.items) == 8 and "勒索" in report.items[1] and "可先报告第一项、第二项内容" in report.at_first
    assert len(notice.items) == 3 and notice.lead == "通知应当包括下列事项："
    assert by_basis[f"《{CSRC}》第三十九条第一款"].contents is None
    assert by_basis[f"《{CAC}》第八条"].contents is None  # the summary lists its own matters


def test_the_summary_goes_back_where_the_report_went_and_counts_thirty_days(known):
    def summary(**rest):
        return next(i for i in ask(known, LEAK, **rest).items if i.basis == f"《{CAC}》第八条")

    base = {"level": "较大", "state_organ": False}
    waiting = summary(**base, cii_involved=False)
    assert (waiting.time.until.moment, due_words(waiting)) == (None, "处置结束起 30日内")
    ended = summary(**base, cii_involved=True, ended="2026-11-26 18:00")
    assert (due_words(ended), ended.recipient) == ("2026-12-26 当日内", "原渠道")
    assert "原渠道：保护工作部门、公安机关" in ended.remarks and any("非工作日" in n for n in ended.time.notes)  # a Saturday
    beyond = summary(**base, cii_involved=False, ended="2026-12-20 08:00")
    assert due_words(beyond) == "2027-01-19 当日内" and any("2027 年节假日安排尚未公布或收录" in n for n in beyond.time.notes)
    assert not any(i.basis == f"《{CAC}》第八条" for i in ask(known, LEAK, level="一般").items)  # no report, no channel


def test_218_fixes_no_time_and_says_so(known):
    report = next(i for i in ask(known, "交易系统中断", **NO).due if i.basis == f"《{CSRC}》第三十九条第一款")
    assert (report.time.words, report.time.until.moment) == (UNSET, None)
    assert any("“及时”“尽快”写在其他行为之前" in n for n in report.time.notes)
    assert "对象依《证券期货业网络和信息安全管理办法》第七十二条确定" in report.remarks


def test_the_time_runs_from_finding_out(known):
    made = ask(known, LEAK, level="较大", found="2026-11-25 23:10", **{**NO, "pi_involved": True})
    assert ("属地省级网信部门", "2026-11-26 03:10", f"{CAC}第四条第四款") in lines(made.due)
    assert not any("未另填发现时间" in line for line in made.assumed)


def test_the_industry_rule_is_read_off_the_graph(known):
    broker = next(i for i in ask(known, LEAK, level="较大").items if i.basis == f"《{CAC}》第四条第五款")
    assert not broker.open and any(f"《{CSRC}》第三十九条第一款" in r for r in broker.remarks)
    anybody = next(i for i in ask(known, LEAK, who=("个人信息处理者", "关基"), level="较大").items if i.basis == f"《{CAC}》第四条第五款")
    assert [c.key for c in anybody.open] == ["sector"]


def test_words_that_a_reviewer_read_as_the_event_are_no_condition(known):
    report = next(i for i in ask(known, "违法信息传播").items if i.basis == f"《{CSRC}》第二十五条")
    assert report.norm.trigger == "发现违反法律法规和有关监管规定的" and report.conditions == () and report in ask(known, "违法信息传播").due


def test_what_is_only_said_of_a_text_is_marked(known):
    made = ask(known, LEAK)
    assert {s.title for s in made.second_hand} == {"证券期货业网络安全事件报告与调查处理办法"}
    assert SECOND_HAND in render(made, "text").decode() and all("转述" in s.source for s in made.second_hand)
    assert all(i.basis.endswith("第三条第一款") or "第三条" in i.basis for i in made.items if "调查处理办法" in i.basis)  # of what is held


@pytest.mark.parametrize(("text", "labels"), [
    ("客户信息泄露", ["个人信息泄露"]), ("数据泄露", ["数据泄露"]), ("重要数据泄露", ["重要数据泄露"]), ("系统故障", ["系统故障"]),
    ("交易系统中断，客户信息泄露", ["系统故障", "个人信息泄露"]), ("勒索病毒", ["网络攻击"]), ("系统挂了", ["网络安全事件"]),
    ("发现漏洞", ["安全漏洞"]),
    ("数据出境违规", ["数据出境安全事件"]), ("供应商系统故障", ["供应商事件"]),
])
def test_everyday_words_name_the_event(known, text, labels):
    assert {c.label for c in named_in(known.vocabulary, text)} == set(labels)


@pytest.mark.parametrize(("words_", "level"), [
    ("属于较大以上网络安全事件的", "较大"), ("重大、特别重大网络安全事件", "重大"), ("发生特别重大网络安全事件", "特别重大"),
    ("较大等级以上网络安全事件", "较大"),
    ("造成较大经济损失", ""), ("可能产生较大影响的", ""), ("发生网络安全事件", ""),
])
def test_levels_are_read_off_the_words(words_, level):
    assert required_level(words_) == level


def test_a_phrase_that_is_no_fact_is_a_question_and_the_event_itself_is_none():
    words_ = "甲机构发生数据安全事件，引发较大舆情，且跨境的，涉及关键信息基础设施的"
    found = conditions(words_, ("数据安全事件",), Incident(Facts.of(cii_involved=True)))
    assert [(c.words, c.key, c.met) for c in found] == [("涉及关键信息基础设施的", "cii_involved", True), ("引发较大舆情，且跨境的", "", None)]
    below = conditions("尚未达到较大等级", (), Incident(level="一般"))
    assert [(c.key, c.met) for c in below] == [("level", True)]


RULE = """丁业务事件管理办法

第一条　本办法所称清算服务机构，是指为支付业务提供清算服务的机构。
第二条　清算服务机构发生较大以上数据安全事件的，应当于2小时内向中国人民银行报告，并在24小时内报送数据安全事件书面报告。
第三条　数据安全事件书面报告内容应当包括事件经过和影响范围。
第四条　数据安全事件处置结束后，清算服务机构应当于10个工作日内向中国人民银行报送总结报告。
第五条　对于特别重大数据安全事件，清算服务机构应当至少每隔2小时向中国人民银行报告进展，直至处置结束。
第六条　本办法自2026年1月1日起施行。
"""


def with_rule(built: Path) -> Knowledge:
    """The graph with a rule that nobody here has read before, extracted as ``kg extract`` does."""
    known = Knowledge.open(built)
    version = Version("urn:lex:cn:pbc:order:2025-12-01;901", "丁业务事件管理办法", date(2026, 1, 1), date(2025, 12, 1), text=RULE,
                      user_supplied=True)
    document = parse(RULE, version.title)
    terms, vocabulary = find_definitions(document), known.vocabulary
    stored = tuple(
        StoredNorm(f"{version.urn}~{n.eid}", f"{version.urn}~{n.eid}#norm{i}", n, applications(n, (), (), vocabulary),
                   tuple(c.iri for c in vocabulary.concepts_in(sentence_with_case(document, n)))) for i, n in enumerate(find_norms(document, terms)))
    rule = Instrument(version.work, "rule", version.title, version.title, ("中国人民银行",), "部门规章", "", "现行有效", versions=(version,),
                      effective=version.effective)
    known.__dict__["catalogue"] = Catalogue((*known.catalogue.instruments, rule))
    known._records[version.urn] = VersionRecords(stored, (), terms, ())
    return known


def test_a_rule_that_a_user_adds_has_its_clocks(built):
    with with_rule(built) as known:
        made = ask(known, "数据泄露", level="重大", ended="2026-11-26 18:00", **NO)
        own = [i for i in made.items if "丁业务" in i.basis]
        assert {(i.basis[-4:-1] + i.basis[-1], due_words(i)) for i in own} == {
            ("》第二条", "2026-11-24 11:30"), ("》第二条", "2026-11-25 09:30"), ("》第四条", "2026-12-10 当日内")}
        assert all([c.words for c in i.open] == ["主体为清算服务机构"] and "用户自行添加的规定" in i.remarks for i in own)
        assert "是指为支付业务提供清算服务的机构" in own[0].open[0].question
        written = next(i for i in own if i.norm.object == "数据安全事件书面报告")
        assert written.contents is not None and "事件经过和影响范围" in written.contents.lead
        assert any("丁业务" in i.basis and "第五条" in i.basis for i in made.left_out)  # 特别重大 only


@pytest.fixture(scope="module")
def everything(known) -> list[Clock]:
    """Every event, for every kind of firm and for nobody in particular, on the last day of the old text and on a day of the new one."""
    events = [c.label for c in known_events(known.vocabulary)]
    days = ("2025-12-31 10:00", AT)
    each = [ask(known, e, AT, ()) for e in events]
    return each + [ask(known, "，".join(events), day, (who,)) for who in known.vocabulary.profiles for day in days]


def all_items(made: Clock) -> tuple[ClockItem, ...]:
    return (*made.due, *made.conditional, *made.onward, *made.general, *made.left_out)


def test_every_norm_of_telling_about_an_event_is_in_some_clock(known, everything):
    shown = {i.iri for made in everything for i in all_items(made)}
    events = {c.iri for c in known_events(known.vocabulary)}
    wanted = {}
    for on in (date(2025, 12, 31), date(2026, 11, 24)):
        for applied in known.norms(on):
            norm = applied.norm
            telling = norm.kind in TELLING and norm.modality is Modality.OBLIGATION and not is_contents(norm)
            found = cases(known.vocabulary, norm, applied.about, known.document(applied.version)) if telling else ()
            assert not (telling and events & set(applied.about) and not found)
            if found:
                wanted[applied.iri] = applied
    assert len(wanted) > 40
    assert not set(wanted) - shown


def test_every_word_shown_as_the_law_is_the_law(everything):
    for made in everything:
        for item in all_items(made):
            text = squash(item.version.text)
            contents = (item.contents.lead, *item.contents.items, item.contents.at_first) if item.contents else ()
            asked = [part for c in item.conditions if not c.words.startswith("主体为") for part in c.words.split("……")]
            said = [item.quote, item.sentence, item.case, *contents, *asked]
            said += [] if item.time.words == UNSET else item.time.words.split("，")
            assert not [s for s in said if squash(s) not in text], item.basis
            assert item.urn.startswith(item.version.urn)
        for grade in made.grades:
            assert grade.near or grade.level in LEVELS
            assert all(n in grade.text for n in grade.near)


def test_no_time_is_invented_and_none_is_lost(everything):
    for made in everything:
        for item in all_items(made):
            limit = item.norm.deadline
            assert (item.time.words == UNSET) is (limit is None)
            if item.time.until.moment:
                assert limit and re.search(r"\d|半", limit.text) and item.time.start
                assert item.time.until.moment > item.time.start


def test_a_firm_is_told_of_its_own_duties_only(everything, known):
    for made in everything:
        for item in (*made.due, *made.conditional):
            if made.profile and not any(c.words.startswith("主体为") for c in item.conditions):
                labels = known.labels([*made.profile, "关键信息基础设施运营者"])
                assert set(item.bearer) & labels or not any(known.vocabulary.subject(b) for b in item.bearer)


def test_the_items_stand_in_the_order_of_the_timeline(everything):
    for made in everything:
        stages = [list(Stage).index(i.stage) for i in made.items]
        assert stages == sorted(stages)
        assert not set(map(id, made.due)) & set(map(id, made.conditional)) and all(i.open for i in made.conditional)


def test_a_rule_of_a_limited_field_depends_on_whether_the_event_lies_in_it(known):
    """The central bank's hours are no hours of a broker whose event has nothing to do with its business."""
    limited = [i for i in ask(known, LEAK).items if "中国人民银行业务领域" in i.basis]
    assert limited and all(i.open for i in limited)
    assert all(any("中国人民银行业务领域" in c.words for c in i.open) for i in limited)
