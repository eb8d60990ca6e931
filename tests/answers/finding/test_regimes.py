"""A figure of one regime does not answer a question about another."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


@pytest.mark.parametrize(("question", "forbidden"), [
    ("商用密码产品的认证证书几年有效，到期前几个月换证", "个人信息出境认证办法"),
    ("标准合同签完以后几个工作日内要备案", "个人信息出境认证办法"),
    ("支付业务许可证的有效期是几年", "个人信息出境认证办法")])
def test_another_regime_does_not_lend_its_figure(answerer, question, forbidden):
    answer = answerer.answer(question, (), ON)
    assert answer.status == "unanswerable" and forbidden not in answer.answer.partition("最接近的规定：")[0]


@pytest.mark.parametrize(("question", "words"), [
    ("出境评估的结果几年有效", "3年"), ("出境认证的证书有效期几年", "3年"), ("个人信息保护影响评估报告保存几年", "三年|3年"),
    ("数据出境安全评估的有效期和标准合同的有效期分别是几年", "3年")])
def test_its_own_does(answerer, question, words):
    answer = answerer.answer(question, (), ON)
    assert answer.status == "answered" and any(w in answer.answer for w in words.split("|"))
