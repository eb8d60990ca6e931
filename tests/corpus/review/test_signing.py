"""A signature makes 人工核对, lapses with the words or the norms, and stands for one article alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.corpus.review.signing import (
    SigningError,
    keep_signatures,
    read_signatures,
    sign,
    standing_of,
    with_signatures,
)
from kg.corpus.structure import parse
from kg.law.wording import review_state
from kg.reading.norm_json import norm_json
from kg.reading.norms import find_norms

ON = date(2026, 11, 30)
TEXT = (
    "第一条　证券公司应当每年向中国证监会报送年报。\n"
    "第二条　证券公司应当在2小时内报告事件。\n证券公司不得瞒报。\n第三条　本办法自2026年1月1日起施行。\n"
)


def _made(text: str = TEXT):
    document = parse(text, "某办法")
    return document, find_norms(document)


def _signed_second():
    document, norms = _made()
    return sign(document, norms, [document.articles[1]], " 张  三 ", ON)


def test_only_the_norms_of_the_article_signed_are_checked_by_a_person():
    document, norms = _made()
    states = {n.article: review_state(n) for n in with_signatures(document, norms, _signed_second())}
    assert states == {"第一条": "未核对", "第二条": "人工核对（张 三，2026-11-30）"}


@pytest.mark.parametrize(("method", "state"), [("language-model", "语言模型核对"), ("", "未核对")])
def test_a_review_without_a_signature_is_never_a_persons(method, state):
    _, norms = _made()
    read = replace(norms[0], status="confirmed", reviewer="李四", reviewed=ON, method=method)
    assert review_state(read) == state
    assert norm_json(read)["review"] == state


def test_a_signature_lapses_when_the_words_change():
    document, norms = _made(TEXT.replace("2小时", "1小时"))
    assert standing_of(document, norms, _signed_second()) == ()


def test_a_signature_lapses_when_a_norm_changes():
    document, norms = _made()
    changed = [replace(n, bearer=("期货公司",)) if n.article == "第二条" else n for n in norms]
    assert standing_of(document, changed, _signed_second()) == ()
    assert {review_state(n) for n in with_signatures(document, changed, _signed_second())} == {"未核对"}


def test_another_article_may_change():
    document, norms = _made(TEXT.replace("每年", "每季度"))
    assert standing_of(document, norms, _signed_second()) == _signed_second()


def test_signing_again_takes_the_place_of_the_first(tmp_path):
    document, norms = _made()
    path = tmp_path / "signed" / "one.toml"
    keep_signatures(path, _signed_second())
    keep_signatures(path, sign(document, norms, document.articles[:2], '王"五', ON))
    assert [(s.at, s.by) for s in read_signatures(path)] == [("art1", '王"五'), ("art2", '王"五')]


@pytest.mark.parametrize("name", ["", "  ", "名" * 81])
def test_a_signature_needs_a_name(name):
    document, norms = _made()
    with pytest.raises(SigningError, match="姓名"):
        sign(document, norms, document.articles[:1], name, ON)


@pytest.mark.parametrize("text", ["[[signed]]\nat = 1", "signed", "[[signed]]\nat = \"a\"\ndigest = \"x\"\nby = \"\"\non = 2026-01-01"])
def test_a_broken_file_is_named_and_left(tmp_path, text):
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SigningError, match=r"broken\.toml"):
        keep_signatures(path, _signed_second())
    assert path.read_text(encoding="utf-8") == text
