"""Over thousands of generated questions: no quote that is not the law's words, no article that is not there, no figure out of thin air."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import product

import pytest

from kg.answers.answerer import Answerer
from kg.law.likeness import squash
from kg.law.numerals import article_number, to_chinese
from kg.law.places import queries_dir
from kg.search.entries import read_questions

ON = date(2026, 11, 22)
DAYS = (ON, date(2025, 12, 31), date(2023, 4, 1), date(2018, 1, 1))
WRITTEN, REFERENCES, MADE = 1_100, 500, 700
_CITED = re.compile(r"《([^《》]+)》(第[零一二三四五六七八九十百]+条(?:之[一二三四五六七八九十]+)?)")
_ABSENT = re.compile(r"没有第[^，。]{1,12}[条款]")
ASKED = ("{who}{what}要向谁报告", "{what}多久之内报告", "{who}没做好{what}会怎么罚", "{what}是指什么", "{who}要不要做{what}", "{what}的规定在哪条",
         "三日内完成{what}的规定是第几条", "{what}要保存几年", "{who}在{what}上跟经营机构有什么区别", "老网安法里{what}怎么规定的",
         "{who}每年要做哪些事")
WHO = ("券商", "期货公司", "公募", "上交所", "中国结算", "私募", "外包商", "关基运营者", "个人信息处理者", "我们", "")
WHAT = ("系统宕机", "数据泄露", "应急演练", "压力测试", "日志", "备案", "人脸识别", "个人信息出境", "等保", "供应商管理", "漏洞",
        "离婚财产", "加班费", "灾备", "")


def _typo(text: str, dice: random.Random) -> str:
    """The text with one character gone, doubled, or changed places with its neighbour."""
    if len(text) < 4:
        return text
    at = dice.randrange(len(text) - 1)
    return dice.choice([text[:at] + text[at + 1 :], text[: at + 1] + text[at:], text[:at] + text[at + 1] + text[at] + text[at + 2 :]])


def _questions(catalogue) -> list[str]:
    dice = random.Random(20261124)
    written = [q for path in sorted(queries_dir().glob("*_20*.jsonl")) for qs in read_questions(path).values() for q in qs]
    names = [n for i in catalogue.instruments for n in (i.title, *i.names)]
    references = [f"{dice.choice(names)}第{to_chinese(dice.randint(1, 99))}条{dice.choice(['', '第一款', '第五款第（二）项', '说什么', '怎么罚'])}"
                  for _ in range(REFERENCES)]
    made = [form.format(who=who, what=what) for form, who, what in product(ASKED, WHO, WHAT)]
    return [_typo(q, dice) for q in dice.sample(written, WRITTEN)] + references + dice.sample(made, MADE)


@pytest.fixture(scope="module")
def answers(built):
    answerer = Answerer.open(built)
    profiles = [(), *((p,) for p in answerer.knowledge.vocabulary.profiles)]
    dice = random.Random(7)
    asked = _questions(answerer.knowledge.catalogue)
    return answerer, [answerer.answer(q, dice.choice(profiles), dice.choice(DAYS)) for q in asked]


def test_there_are_thousands_and_both_kinds(answers):
    _, given = answers
    assert len(given) == WRITTEN + REFERENCES + MADE and {a.status for a in given} == {"answered", "unanswerable"}
    assert sum(a.status == "answered" for a in given) > 1_000 and sum(len(a.citations) for a in given) > 2_000


def test_every_quote_is_verbatim_in_the_article_it_names(answers):
    answerer, given = answers
    texts = {}
    for answer in given:
        for q in answer.citations:
            key = q.iri.split("_")[0]
            texts.setdefault(key, squash(answerer.knowledge.text(key)))
            assert squash(q.quote) in texts[key] and q.quote, (answer.question, q)


def test_every_quote_is_of_a_text_that_was_the_law_that_day(answers):
    answerer, given = answers
    for answer in given:
        of_the_day = {v.urn for v in answerer.knowledge.versions(answer.as_of)}
        own = {q.iri.partition("~")[0] for q in answer.citations}
        about_the_text = ("其状态为" in answer.answer, "对应" in answer.answer, "条号变化" in answer.answer, "此后的修正：" in answer.conclusion)
        assert own <= of_the_day or any(about_the_text), answer.question


def test_every_article_named_in_an_answer_is_there(answers):
    answerer, given = answers
    there = {(v.title, a.number) for v in answerer.knowledge.catalogue.versions for a in answerer.knowledge.document(v).articles}
    held = {t for t, _ in there}
    for answer in given:
        for title, label in _CITED.findall(_ABSENT.sub("", answer.answer)):
            assert title not in held or (title, article_number(label)) in there, (answer.question, title, label)


def test_the_words_between_marks_below_the_conclusion_are_the_quotes(answers):
    _, given = answers
    for answer in given:
        _, _, basis = answer.answer.partition("\n依据：\n")
        told = re.findall(r"“((?:[^“”]|“[^“”]*”)*)”(?:\n|$)", basis)
        quotes = {q.quote for q in answer.citations}
        assert set(told) <= quotes or "施行日期见" in answer.answer, answer.question


def test_every_sentence_of_an_answer_leads_to_a_provision(answers):
    _, given = answers
    for answer in given:
        if answer.status == "answered":
            assert answer.citations or "全文未收录" in answer.answer, answer.question
