"""One event, several clocks: which laws' duties of telling join an answer, by the kind of firm and by what is asked."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer
from kg.answers.finding.clocks import clocks
from kg.answers.finding.selection import select
from kg.answers.question.reading import understand
from kg.answers.question.scope import scope

ON = date(2026, 11, 22)
ORDER, CSL, PIPL = "证券期货业网络和信息安全管理办法", "网络安全法", "个人信息保护法"
CAC, CII, DSL = "国家网络安全事件报告管理办法", "关键信息基础设施安全保护条例", "数据安全法"


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


def _joined(answerer, question, profile=(), on=ON):
    """Articles before and after the clocks were added, as (title, eid)."""
    knowledge = answerer.knowledge
    asked = understand(question, knowledge.catalogue)
    names = tuple(knowledge.vocabulary.profile(p).label for p in profile)
    where = scope(knowledge, on, tuple(answerer._asker(asked, names).labels), asked)
    found = select(answerer.ranker.rank(asked, where, answerer._reach(on)), answerer._reach(on), knowledge, asked, where)
    after = clocks(knowledge, answerer.index, answerer._reach(on), asked, where, found)

    def told(candidates):
        return [(knowledge.catalogue.version(c.urn).title, c.urn.partition("~")[2]) for c in candidates]

    return told(found), told(after), after


CLOCKS = [
    ("发生网络安全事件后向谁报告", ["证券公司"], {(ORDER, "art39"), (CAC, "art4"), (CSL, "art27")}),
    ("系统挂了要跟谁说", ["期货公司"], {(ORDER, "art39"), (CAC, "art4")}),
    ("关键信息基础设施发生重大网络安全事件向谁报告", ["关键信息基础设施运营者"], {(CII, "art18"), (CAC, "art4")}),
    ("个人信息泄露了要通知谁", ["个人信息处理者"], {(PIPL, "art57")}),
    ("发生数据安全事件，要不要报，报给谁", ["证券公司"], {(DSL, "art29")}),
]


@pytest.mark.parametrize(("question", "profile", "expected"), CLOCKS)
def test_every_law_that_starts_a_clock_joins(answerer, question, profile, expected):
    _, after, _ = _joined(answerer, question, profile)
    assert expected <= set(after)


def test_asked_to_whom_the_special_rules_lead(answerer):
    _, after, _ = _joined(answerer, "发生网络安全事件后向谁报告", ["证券公司"])
    laws = list(dict.fromkeys(title for title, _ in after))
    assert laws[0] == ORDER


@pytest.mark.parametrize("question", [
    "压力测试多久做一次", "发生网络安全事件不报告怎么罚", "218号令第三十九条", "事件处置结束后总结报告多久交",
    "重要信息系统是什么意思", "红烧肉要向谁报告"])
def test_other_questions_are_left_as_they_were(answerer, question):
    before, after, _ = _joined(answerer, question, ["证券公司"])
    assert after == before


def test_the_title_of_a_rule_does_not_start_a_clock(answerer):
    before, after, _ = _joined(answerer, "国家网络安全事件报告管理办法附件里特别重大怎么认定")
    assert after == before and all(eid.startswith("annex") for title, eid in after if title == CAC)


@pytest.mark.parametrize("profile", [["证券公司"], ["期货公司"], ["证券交易所"]])
def test_the_clocks_of_operators_of_critical_infrastructure_are_theirs(answerer, profile):
    _, after, _ = _joined(answerer, "发生网络安全事件后向谁报告", profile)
    assert (CII, "art18") not in after


def test_before_a_rule_was_in_force_it_starts_no_clock(answerer):
    _, after, found = _joined(answerer, "发生网络安全事件后向谁报告", ["证券公司"], date(2025, 10, 31))
    assert CAC not in {title for title, _ in after} and (CSL, "art25") in after
    assert all("@2026" not in c.urn for c in found)


def test_no_article_is_chosen_twice_and_few_of_one_law(answerer):
    for question in ("发生网络安全事件后向谁报告", "系统宕机多久内要上报", "被黑客攻击了要报哪些部门", "数据泄露要告诉谁"):
        for profile in answerer.knowledge.vocabulary.profiles:
            _, _, found = _joined(answerer, question, [profile])
            added = [c for c in found if c.why == "event"]
            assert len({c.urn for c in found}) == len(found)
            assert all(sum(c.version == d.version for d in added) <= 2 for c in added) and len({c.version for c in added}) <= 4
