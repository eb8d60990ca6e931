"""款, 项 and 目 that an article does not have, for sentences and for every article held."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.early.missing import missing_in_annex, missing_part
from kg.answers.early.undecided import missing_article
from kg.answers.question.reading import NamedArticle, understand
from kg.corpus.structure import parse
from kg.graph.knowledge import Knowledge
from kg.law.model import Provision, ProvisionKind
from kg.law.numerals import to_chinese

ON = date(2026, 11, 30)
K = ProvisionKind


@pytest.fixture(scope="module")
def knowledge(built):
    return Knowledge.open(built)


@pytest.mark.parametrize(("text", "words"), [
    ("《网络安全法》第二十三条第九项", "第二十三条没有第（九）项，该条共5项"), ("网安法23条第（六）项", "没有第（六）项，该条共5项"),
    ("网安法23条第(五)项", None), ("网络安全法第二十三条第一款第五项", None), ("网络安全法第二十三条第二款第一项", "没有第二款，该条共1款"),
    ("网络安全法第二十三条第一款第六项", "第一款没有第（六）项，该款共5项"), ("个保法第十三条第八项", "没有第（八）项，该条共7项"),
    ("个保法第十三条第二款第一项", "第二款没有第（一）项，该款未分项，该条第一款共7项"),
    ("个保法第十三条第（七）项至第（九）项", "没有第（九）项"), ("个保法第十三条第一项至第七项", None),
    ("个保法第十三条第一项、第三项和第十项", "没有第（十）项"), ("个保法第十三条第一项第二目", "第（一）项没有第二目，该项未分目"),
    ("个保法第五十七条第三款", "没有第三款，该条共2款"), ("个保法第五十七条第一款第四项", "第一款没有第（四）项，该款共3项"),
    ("网络安全法第一条第一项", "第一条没有第（一）项，该条未分项"), ("218号令第三十九条第三项", "没有第（三）项，该条未分项"),
    ("网络安全法第二十三条", None), ("网络安全法第二十三条第九十九项", "没有第（九十九）项"),
    ("网络安全法第二十三条第99999项", "没有第（99999）项"), ("网络安全法第二十三条第五项和个保法第十三条第七项", None),
    ("网络安全法第二十三条的第九项", "没有第（九）项"), ("网安法第二十三条第一款的第（六）项", "第一款没有第（六）项"),
    ("网络安全法第二十三条中的第二款", "没有第二款"), ("网安法23条1款9项", "第一款没有第（九）项"), ("网安法23条1款5项怎么说", None),
    ("个保法第五十七条三项内容是哪些", None), ("个保法第57条8项内容", None), ("个保法第十三条的八项情形", None),
    ("证券期货业网络安全事件报告与调查处理办法第三条第九项", None), ("个人信息保护合规审计管理办法附件第三十条", "附件没有第三十条，该附件不分条"),
    ("网络安全法附件第三条", "没有附件"), ("个人信息保护合规审计管理办法附件2第三条", "没有附件2")])
def test_parts_that_do_not_exist(knowledge, text, words):
    asked = understand(text, knowledge.catalogue)
    found = [m for r in asked.references if (m := missing_article(knowledge, r, ON, asked.text))]
    assert bool(found) is (words is not None) and (words is None or words in found[0].reason)


def _articles(knowledge):
    return [(v, a) for v in knowledge.catalogue.versions for a in knowledge.document(v).main_articles]


def _items(provision: Provision) -> list[Provision]:
    return [c for c in provision.children if c.kind is K.ITEM]


def _asked(knowledge, version, article, paragraph, item):
    return NamedArticle(knowledge.catalogue.of(version), article.number, paragraph, item, "")


def test_of_every_article_held_each_item_exists_and_the_one_after_the_last_does_not(knowledge):
    counted = 0
    for version, article in _articles(knowledge):
        inferred = version.paragraph_breaks_inferred
        paragraphs = [c for c in article.children if c.kind is K.PARAGRAPH]
        for paragraph in paragraphs:
            own = _items(paragraph)
            for n in range(1, len(own) + 1):
                for named in (None, paragraph.number[0]):
                    assert missing_part(article, _asked(knowledge, version, article, named, n), inferred=inferred) == ""
            reference = _asked(knowledge, version, article, paragraph.number[0], len(own) + 1)
            said = missing_part(article, reference)
            assert f"没有第（{to_chinese(len(own) + 1)}）项" in said and (f"共{len(own)}项" in said or "未分项" in said)
            counted += len(own)
        most = max((len(_items(p)) for p in paragraphs), default=0)
        assert "没有第" in missing_part(article, _asked(knowledge, version, article, None, most + 1), inferred=inferred)
        assert "该条共" in missing_part(article, _asked(knowledge, version, article, len(paragraphs) + 1, None))
    assert counted > 1_500


def test_questions_for_the_item_after_the_last_are_noticed_in_words(knowledge):
    """In the words of a question, for each whole text of the day."""
    missed = []
    for version in (v for v in knowledge.versions(ON) if not v.partial and not knowledge.document(v).own_numbers):
        for article in knowledge.document(version).main_articles:
            most = max((len(_items(p)) for p in article.children), default=0)
            asked = understand(f"《{version.title}》{article.label}第（{to_chinese(most + 1)}）项说什么", knowledge.catalogue)
            found = missing_article(knowledge, asked.references[0], ON, asked.text)
            missed += [] if found and "没有第（" in found.reason else [f"{version.title}{article.label}"]
    assert missed == []


RULE = ("某规则\n第一条 应当保存下列记录：\n（一）日志；\n（二）合同。\n发生事件的，应当报告：\n（一）时间。\n"
        "第二条 自公布之日起施行。\n附件1\n第一条 填报要求。\n第二条 报送。\n")


@pytest.mark.parametrize(("text", "words"), [
    ("附件1第二条", ""), ("附件1第三条", "附件1没有第三条，该附件共2条，最后一条是第二条。"), ("附件第一条", ""),
    ("附件3第一条", "没有附件3，该文本共1个附件。"), ("第二条", None)])
def test_articles_of_an_annex(text, words):
    reference = NamedArticle(None, (int("零一二三".index(text[-2])),), None, None, text[-3:])
    assert missing_in_annex(parse(RULE, "某规则"), reference, text) == words


def test_of_an_article_with_two_lists_both_are_told():
    article = parse(RULE, "某规则").articles[0]
    assert missing_part(article, NamedArticle(None, (1,), None, 3, "")) == "没有第（三）项，该条第一款共2项、第二款共1项。"
    assert missing_part(article, NamedArticle(None, (1,), 2, 2, "")) == "第二款没有第（二）项，该款共1项。"
    assert missing_part(article, NamedArticle(None, (1,), 2, 2, ""), inferred=True) == ""
