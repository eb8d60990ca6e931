"""A text read in another process gives the same draft, and one that takes too much is stopped in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.corpus.loading import load
from kg.corpus.readers import FileText
from kg.files.apart import Allowance
from kg.own.adding import Given, OwnError, prepare, read
from kg.own.apart import drafted_apart, stated_apart
from kg.own.state import summary
from tests import own_rules, samples

COMPANY = Given("某某公司网络安全办法", date(2025, 1, 1), issuer=("某公司",), rank="内部制度", names=("公司办法",), partial=True)


@pytest.mark.parametrize(("text", "given"), [(samples.LAW.replace("第三条", "第五条"), COMPANY), (own_rules.RULE, Given())], ids=["given", "found"])
def test_the_draft_is_that_of_this_process(data: Path, text: str, given: Given) -> None:
    reading, catalogue = FileText(text, "某公司办法"), load()
    draft = prepare(reading, given, catalogue)
    assert drafted_apart(reading, given) == (draft, summary(draft, catalogue)) and draft.document.articles
    assert stated_apart(reading) == read(reading)[1]


@pytest.mark.parametrize(("text", "words"), [("没有条文的一段话。", "没有识别出“第…条”"),
                                             (samples.LAW.replace("测试网络安全管理办法", ""), "没有标题")])
def test_a_text_is_refused_in_the_words_of_this_process(data: Path, text: str, words: str) -> None:
    with pytest.raises(OwnError, match=words) as here:
        prepare(FileText(text), Given(), load())
    with pytest.raises(OwnError) as there:
        drafted_apart(FileText(text), Given())
    assert str(there.value) == str(here.value)


def test_one_that_takes_too_long_is_stopped(data: Path) -> None:
    with pytest.raises(OwnError, match=r"解析超过 0\.01 秒，已停止；请拆分"):
        drafted_apart(FileText(samples.LAW * 300), COMPANY, Allowance(0.01, 2_000_000_000))
