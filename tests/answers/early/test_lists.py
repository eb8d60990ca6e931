"""Lists from the graph: which questions ask for one, what is in it, and that the count is the number of its lines."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest

from kg.answers.answerer import Answerer
from kg.answers.question.reading import understand
from kg.answers.question.scope import scope

ON = date(2026, 11, 22)
ORDER, CSL, PIPL, IT = "证券期货业网络和信息安全管理办法", "网络安全法", "个人信息保护法", "证券基金经营机构信息技术管理办法"


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


def _listed(answerer, question, profile=(), on=ON):
    from kg.answers.early.lists import answer

    asked = understand(question, answerer.knowledge.catalogue)
    names = tuple(answerer.knowledge.vocabulary.profile(p).label for p in profile)
    asker = answerer._asker(asked, names)
    return answer(answerer.knowledge, asked, asker, scope(answerer.knowledge, on, tuple(asker.labels), asked))


# question, profile, articles that must be listed, instruments that must not be
LISTS = [
    ("券商每年都要做哪些事", [], [(ORDER, "第二十一条"), (ORDER, "第五十五条"), (ORDER, "第五十九条"), (IT, "第十六条"), (IT, "第三十九条")], []),
    ("每年要做什么工作", ["期货公司"], [(ORDER, "第二十一条"), (ORDER, "第五十五条"), (ORDER, "第五十九条")], [IT]),
    ("哪些东西要保存，各保存多久", ["证券公司"], [(ORDER, "第十八条"), (ORDER, "第二十一条"), (CSL, "第二十三条"), (IT, "第三十九条")], []),
    ("哪些资料要保存", ["期货公司"], [(ORDER, "第十八条"), (ORDER, "第二十一条"), (CSL, "第二十三条")], [IT]),
    ("我们要向证监会报哪些东西", ["证券交易所"], [(ORDER, n) for n in ("第三十八条", "第三十九条", "第五十七条", "第五十九条")], [IT, PIPL]),
    ("要向派出机构报哪些材料", ["期货公司"], [(ORDER, n) for n in ("第十五条", "第二十五条", "第三十九条", "第五十九条")], [IT]),
    ("218号令有哪些禁止行为", [], [(ORDER, n) for n in ("第十五条", "第二十四条", "第三十五条", "第三十九条")], [CSL, PIPL, IT]),
    ("218号令里有哪些备案义务", [], [(ORDER, "第二十三条")], [CSL, PIPL, IT]),
    ("个人信息保护法规定的告知义务有哪些", ["个人信息处理者"], [(PIPL, "第十七条"), (PIPL, "第三十条")], [ORDER, CSL]),
]


@pytest.mark.parametrize(("question", "profile", "articles", "never"), LISTS)
def test_a_list_holds_what_the_law_holds(answerer, question, profile, articles, never):
    found = _listed(answerer, question, profile)
    listed = {(n.instrument, n.article) for n in found.norms}
    assert set(articles) <= listed and not {i for i, _ in listed} & set(never)
    rules = {(ORDER, "第七十二条"), (ORDER, "第七十四条"), (IT, "第六十条")}  # who reports to whom, who is bound as well
    cited = {(c.instrument, c.article) for c in found.citations}
    assert listed <= cited <= listed | rules


@pytest.mark.parametrize("question", [
    "发生网络安全事件向谁报告", "个人信息泄露后要采取哪些措施", "218号令第三十九条规定了哪些义务", "压力测试多久一次", "哪些", "有什么规定",
    "数据出境要满足哪些条件", ""])
def test_a_subject_matter_calls_for_search_and_not_for_a_list(answerer, question):
    assert _listed(answerer, question) is None


def test_rules_that_no_line_speaks_of_are_not_cited(answerer):
    found = _listed(answerer, "218号令里要存够五年的东西有哪些")
    assert {c.article for c in found.citations} == {"第十八条", "第二十一条"}


@pytest.mark.parametrize(("a", "b"), [(("证券公司",), ("券商",)), (("基金管理公司",), ("公募",))])
def test_everyday_names_give_the_same_list(answerer, a, b):
    assert _listed(answerer, "每年要做哪些事", a).norms == _listed(answerer, "每年要做哪些事", b).norms


WHAT = ("每年要做哪些事", "哪些东西要保存", "有哪些禁止行为", "有哪些备案义务", "要向派出机构报哪些东西", "要通知哪些情况", "要告知哪些事项")
WHERE = ("", "218号令", "网络安全法", "个人信息保护法", "关基条例", "152号令", "数据安全法")


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2025, 12, 31), ON], ids=str)
def test_the_count_is_that_of_the_lines_and_no_line_comes_twice(answerer, on):
    made = 0
    for what, where, profile in itertools.product(WHAT, WHERE, ((), ("证券公司",), ("期货公司",), ("信息技术系统服务机构",))):
        found = _listed(answerer, f"{where}{what}", profile, on)
        if found is None:
            continue
        made += 1
        told = re.split(r"(?:^|(?<=[：。]))(\d+)\. ", found.answer.partition("\n依据：")[0], flags=re.MULTILINE)[1:]  # a short list is one line
        lines = [s.partition("\n")[0] for s in told[1::2]]
        assert [int(n) for n in told[::2]] == list(range(1, len(lines) + 1)) and len(set(lines)) == len(lines)
        count = int(re.search(r"共(\d+)项", found.answer)[1])
        assert count == len(lines) or (count > len(lines) == 60 and "义务矩阵" in found.answer)
        assert len(found.norms) == len(lines) and found.status == "answered" and found.citations
        assert {n.instrument for n in found.norms} <= {v.title for v in answerer.knowledge.versions(on)}
    assert made > 20


def test_a_list_for_a_kind_of_firm_is_part_of_what_binds_it(answerer):
    for profile in answerer.knowledge.vocabulary.profiles:
        found = _listed(answerer, "每年要做哪些事", (profile,))
        bound = {n.norm for n in answerer.knowledge.norms(ON, profile=[profile])}
        assert found is None or set(found.norms) <= bound
