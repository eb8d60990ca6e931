"""What is in force: the state of every instrument on days before, on and after its dates, from the real corpus."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kg.answers.answerer import Answerer
from kg.answers.early.in_force import commences
from kg.law.wording import chinese_date

ON = date(2026, 11, 22)
ORDER, CSL, CAC, IT = "证券期货业网络和信息安全管理办法", "网络安全法", "国家网络安全事件报告管理办法", "证券基金经营机构信息技术管理办法"


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


# question, day, status, words in the answer, articles cited
STANDING = [
    ("218号令什么时候施行", ON, ["2023年5月1日起施行", "现行有效", "证券期货业信息安全保障管理办法"], [(ORDER, "第七十五条")]),
    ("218号令现在开始管我们了没", date(2023, 4, 30), ["尚未施行", "仍适用该办法", "全文未收录"], [(ORDER, "第七十五条")]),
    ("218号令生效了吗", date(2023, 5, 1), ["现行有效", "自2023年5月1日起废止"], [(ORDER, "第七十五条")]),
    ("152号令什么时候施行", ON, ["2019年6月1日", "现行有效"], [(IT, "第六十四条")]),
    ("国家网络安全事件报告管理办法生效了没有", date(2025, 10, 31), ["尚未施行"], [(CAC, "第十四条")]),
    ("国家网络安全事件报告管理办法生效了没有", date(2025, 11, 1), ["现行有效"], [(CAC, "第十四条")]),
    ("证券期货业信息安全保障管理办法现在还有效吗", ON, ["已废止", "2023年5月1日起废止", "全文未收录"], [(ORDER, "第七十五条")]),
    ("82号令现在还能用吗", date(2023, 4, 30), ["现行有效"], [(ORDER, "第七十五条")]),
    ("网络安全法还有效吗", ON, ["现行有效"], []),
]


@pytest.mark.parametrize(("question", "on", "words", "articles"), STANDING)
def test_the_standing_of_an_instrument(answerer, question, on, words, articles):
    found = answerer.answer(question, (), on)
    assert found.status == "answered" and [w for w in words if w not in found.answer] == [], found.answer
    assert set(articles) <= {(c.instrument, c.article) for c in found.citations}


def test_a_text_of_unknown_dates_is_not_said_to_stand(answerer):
    found = answerer.answer("JR/T 0223-2021什么时候施行", (), ON)
    assert found.status == "unanswerable" and "不详" in found.answer and not found.citations


def test_asked_about_a_day_before_a_rule_began_it_is_said_so(answerer):
    found = answerer.answer("网络和信息安全管理年报最迟哪天报送", ["期货公司"], date(2022, 6, 1))
    assert "尚未施行" in found.answer and "自2023年5月1日起施行" in found.answer
    assert "不涉及" not in found.answer


@pytest.mark.parametrize(("on", "article"), [(date(2025, 12, 31), "第二十一条"), (date(2026, 1, 1), "第二十三条")])
def test_the_renumbered_law_is_that_of_the_day(answerer, on, article):
    found = answerer.answer("网络安全等级保护制度下网络运营者的安全保护义务，网络安全法怎么规定", (), on)
    own = [c for c in found.citations if c.instrument == CSL]
    assert article in {c.article for c in own}
    assert all(c.version == ("2017-06-01" if article == "第二十一条" else "2026-01-01") for c in own)


AMENDED = ("证券投资基金法", "证券公司监督管理条例", "期货交易管理条例", "计算机信息系统安全保护条例")


def test_the_article_that_fixes_the_first_day_is_found_in_every_text(answerer):
    knowledge = answerer.knowledge
    for version in (v for v in knowledge.catalogue.versions if not v.partial and not knowledge.document(v).own_numbers):
        found = commences(knowledge, version)
        assert found is not None and "自" in found.quote, version.urn
        at_once = "自公布之日起" in found.quote and version.promulgated == version.effective
        assert chinese_date(version.effective) in found.quote or at_once or version.title in {CSL, IT, *AMENDED}


def test_every_instrument_has_a_standing_on_every_day_around_its_dates(answerer):
    for instrument in answerer.knowledge.catalogue.instruments:
        days = [d + timedelta(days=n) for d in (instrument.effective, instrument.repealed, ON) if d for n in (-1, 0, 1)]
        for on in days:
            found = answerer.answer(f"《{instrument.title}》现在有效吗", (), on)
            assert "状态" in found.answer and chinese_date(on) in found.answer
            before = instrument.effective and on < instrument.effective
            assert ("尚未施行" in found.answer) is bool(before), (instrument.title, on, found.answer)
