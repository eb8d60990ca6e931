"""A clause shortened loses neither its subject nor a condition, an exception or a ban, and every piece kept is verbatim."""

from __future__ import annotations

import pytest

from kg.answers.saying.shortening import LONG, quoted, shortened
from kg.corpus.loading import load
from kg.law.sentences import sentences

LONG_ONES = [s for i in load().instruments for v in i.versions for s in sentences(v.text) if LONG < len(s) < 900]


def test_a_short_clause_is_whole():
    assert shortened("系统日志应当保存六个月以上。", "日志保存多久") == ("系统日志应当保存六个月以上",)
    assert quoted(("甲", "乙")) == "“甲”……“乙”"


@pytest.mark.parametrize("question", ["向谁报告", "保存多久", "能不能不做"])
def test_every_piece_of_a_long_one_is_verbatim_and_in_order(question):
    assert len(LONG_ONES) > 60
    for sentence in LONG_ONES:
        at = 0
        for piece in shortened(sentence, question):
            found = sentence.find(piece, at)
            assert found >= at and piece, sentence
            at = found + len(piece)


def test_an_exception_stays():
    words = ("核心机构和经营机构应当依法依规向第三方机构提供投资者个人信息，明确告知投资者个人信息处理目的、处理方式、"
             "个人信息种类、保存期限、保护措施以及相关方的权利和义务等，并取得投资者个人单独同意，履行法定职责或者法定义务的情形除外，并且按照其他规定办理相应的各项手续，同时做好登记。")
    assert any("除外" in p for p in shortened(words, "给第三方要同意吗"))
