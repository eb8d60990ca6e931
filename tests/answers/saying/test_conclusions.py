"""The sentences an answer begins with, from norms made by hand: who, to whom, by when, and on which provision."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kg.answers.question.asker import Asker
from kg.answers.question.reading import understand
from kg.answers.saying.conclusions import defined, provision, scoped, told, ways
from kg.corpus.loading import load
from kg.graph.knowledge import AppliedNorm
from kg.law.model import Application, Deadline, DeadlineType, Modality, Norm, Term, Version

CATALOGUE = load()
WORK = "urn:lex:cn:csrc:order:2023-12-01;900"
VERSION = Version(WORK, "甲办法", date(2024, 1, 1), None)
ROUTE, WIDER = f"{VERSION.urn}~art5_par1", f"{VERSION.urn}~art7_par1"
PASSAGE = "第三条　经营机构发现网络安全事件的，应当在24小时内向中国证监会及其派出机构报告。经营机构不得瞒报。"
KNOWN = frozenset({"中国证监会", "派出机构", "属地中国证监会派出机构", "个人"})
BROKER = Asker(("证券公司",), frozenset({"证券公司", "经营机构"}), KNOWN)
FUND = Asker(("私募基金管理人",), frozenset({"私募基金管理人"}), KNOWN)
NOBODY = Asker((), frozenset(), KNOWN)
APPLIES = (
    Application("核心机构", ("中国证监会",), (ROUTE,)), Application("经营机构", ("属地中国证监会派出机构",), (ROUTE,)),
    Application("私募基金管理人", ("属地中国证监会派出机构",), (ROUTE, WIDER), "参照适用"),
)


def _applied(applies=APPLIES, **fields) -> AppliedNorm:
    given = {
        "instrument": "甲办法", "article": "第三条", "paragraph": 1, "item": None, "eid": "art3_par1", "modality": Modality.OBLIGATION,
        "kind": "report", "bearer": ("核心机构", "经营机构"), "recipient": ("中国证监会", "派出机构"), "action": "报告", "object": "网络安全事件",
        "trigger": "发现网络安全事件的", "deadline": Deadline("24小时内", DeadlineType.RELATIVE, "PT24H"),
        "quote": "应当在24小时内向中国证监会及其派出机构报告"}
    norm = Norm(**{**given, **fields})
    return AppliedNorm(f"{VERSION.urn}~{norm.eid}", "urn:norm:1", norm, VERSION, tuple(applies))


def _told(applied, asker, question="发生网络安全事件向谁报告", passage=PASSAGE):
    return told(applied, understand(question, CATALOGUE), asker, passage)


def test_a_firm_is_told_its_own_recipient():
    assert _told(_applied(), BROKER) == [
        "“发现网络安全事件的”，经营机构（含证券公司）应当向属地中国证监会派出机构报告（事项：“网络安全事件”），"
        "时间要求“24小时内”（《甲办法》第三条第一款，对象依第五条）。"]


def test_nobody_in_particular_is_told_each_way_but_none_that_only_another_rule_opens():
    first, second = _told(_applied(), NOBODY)
    assert "核心机构应当向中国证监会报告" in first and "经营机构应当向属地中国证监会派出机构报告" in second
    assert "私募" not in first + second


def test_whom_only_a_widening_rule_reaches_is_told_so():
    (line,) = _told(_applied(), FUND)
    assert "私募基金管理人应当向属地中国证监会派出机构报告" in line and line.endswith("（《甲办法》第三条第一款，参照适用，对象依第五条、第七条）。")


def test_words_that_bind_the_asker_only_by_a_widening_rule_say_so():
    applies = (Application("经营机构", ()), Application("私募基金管理人", (), (WIDER,), "参照适用"))
    applied = _applied(applies, kind="handle", recipient=(), quote="经营机构不得瞒报", modality=Modality.PROHIBITION, trigger=None, deadline=None,
                       bearer=("经营机构",))
    assert _told(applied, FUND) == ["“经营机构不得瞒报”（《甲办法》第三条第一款；私募基金管理人依第七条参照适用）。"]
    assert "参照适用" not in _told(applied, BROKER)[0]


def test_without_a_rule_of_application_the_recipient_is_that_of_the_article():
    applied = _applied((), kind="notify", recipient=("个人",), bearer=("个人信息处理者",), deadline=None, trigger=None, object="")
    assert _told(applied, NOBODY) == ["个人信息处理者应当通知个人（《甲办法》第三条第一款）。"]
    assert ways(applied, frozenset()) == {("个人",): [Application("个人信息处理者", ("个人",))]}


def test_a_norm_without_bearer_has_no_stray_marks():
    (line,) = _told(_applied((), bearer=(), deadline=None), NOBODY)
    assert not re.search(r"，）|（）|“”|，，|。。", line), line


def test_a_time_the_article_does_not_fix_is_not_invented_and_is_missed_only_where_one_was_asked():
    (line,) = _told(_applied(deadline=None), BROKER, "多久之内报告？")
    assert "该条未就报告规定具体时限" not in _told(_applied(deadline=None), BROKER, "向谁报告？")[0]
    assert "该条未就报告规定具体时限" in line and not re.search(r"\d+(?:小时|日|个工作日)", line)


def test_a_recipient_unknown_to_the_vocabulary_is_left_to_the_words_of_the_law():
    (line,) = _told(_applied((Application("经营机构", ("相关方各自",)),), recipient=("相关方各自",)), BROKER)
    assert "应当在24小时内向中国证监会及其派出机构报告" in line and line.startswith("“经营机构发现")


@pytest.mark.parametrize(("modality", "word"), [
    (Modality.PROHIBITION, "【禁止】"), (Modality.PERMISSION, "【许可】"), (Modality.OBLIGATION, "【义务】")])
def test_asked_whether_one_may_the_modality_is_named(modality, word):
    applied = _applied(kind="handle", recipient=(), modality=modality, quote="经营机构不得瞒报", trigger=None, deadline=None)
    assert _told(applied, BROKER, "能不能瞒报？")[0].startswith(word)
    assert word not in _told(applied, BROKER, "瞒报")[0]


def test_a_condition_in_two_places_of_the_text_is_quoted_in_two_pieces():
    passage = "属于较大以上事件的，按照下列规定报告：涉及关键设施的，向公安机关报告。"
    (line,) = _told(_applied(trigger="属于较大以上事件的，涉及关键设施的"), BROKER, passage=passage)
    assert line.startswith("“属于较大以上事件的”，且“涉及关键设施的”，")


def test_the_rest_of_whom_a_rule_names_is_said_to_be_the_rest():
    asker = Asker(("证券公司",), frozenset({"证券公司", "其他网络运营者"}), KNOWN)
    (line,) = _told(_applied((Application("其他网络运营者", ("中国证监会",)),), bearer=("其他网络运营者",)), asker)
    assert "其他网络运营者（证券公司不属于前述情形的，在此列）应当" in line


def test_a_kind_the_asker_may_be_is_not_said_to_include_her():
    asker = Asker(("证券公司",), frozenset({"证券公司", "经营机构"}), KNOWN, frozenset({"经营机构"}))
    assert "经营机构（证券公司属于此类机构的）" in _told(_applied(), asker)[0]


@pytest.mark.parametrize(("paragraph", "item", "expected"), [
    (1, None, "《甲办法》第三条第一款"), (None, "（二）", "《甲办法》第三条第（二）项"), (None, None, "《甲办法》第三条")])
def test_a_provision_is_written_the_way_lawyers_do(paragraph, item, expected):
    assert provision(_applied(paragraph=paragraph, item=item).norm) == expected


def test_a_definition_is_the_words_of_the_text():
    term = Term("第七十一条", "较大影响", "（六）较大影响，是指影响一千人以上；", eid="art71_par1_item6")
    assert defined(term, "甲办法") == "“较大影响”的含义：“较大影响，是指影响一千人以上”（《甲办法》第七十一条第（六）项）。"


@pytest.mark.parametrize(("asker", "expected"), [
    (FUND, [("私募基金管理人：《甲办法》参照适用（依第七条）。", WIDER)]),
    (BROKER, [("证券公司：《甲办法》适用（该文以“经营机构”为义务主体，如第三条）。", f"{VERSION.urn}~art3_par1")]),
    (NOBODY, []), (Asker(("基金销售机构",), frozenset({"基金销售机构"})), [])])
def test_whether_a_text_binds_a_kind_of_firm(asker, expected):
    applies = (Application("经营机构", ()), Application("私募基金管理人", (), (WIDER,), "参照适用"))
    applied = _applied(applies, kind="handle", recipient=())
    assert scoped([applied, applied], understand("甲办法适用于我们吗", CATALOGUE), asker, lambda _: "") == expected
    assert scoped([applied], understand("向谁报告", CATALOGUE), asker, lambda _: "") == []


@pytest.mark.parametrize(("words", "said"), [
    ("期货公司子公司，自行运维系统且持有人合计一千人以上的私募基金管理人，应当参照适用本办法。",
     "以属于“自行运维系统且持有人合计一千人以上的私募基金管理人”为前提，所列条件须同时具备；不符合的，不适用该条。"),
    ("自行运维系统的私募基金管理人，应当参照适用。", "以属于“自行运维系统的私募基金管理人”为前提；不符合的，不适用该条。"),
    ("私募基金管理人，应当参照适用本办法。", ""), ("商业银行参照适用本办法。", "")])
def test_the_condition_on_which_a_text_binds_is_told(words, said):
    applied = _applied((Application("私募基金管理人", (), (WIDER,), "参照适用"),), kind="handle", recipient=())
    (line,) = scoped([applied], understand("甲办法适用于我们吗", CATALOGUE), FUND, lambda _: words)
    assert line == ("私募基金管理人：《甲办法》参照适用（依第七条）。" + said, WIDER)
