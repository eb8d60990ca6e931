"""A memo checked in another process has the same report, and one that takes too much is stopped in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.corpus.loading import load
from kg.files.apart import Allowance
from kg.memo.apart import check_apart
from kg.memo.checking import check
from kg.memo.parts import MemoError
from tests import small_corpus

ON = date(2026, 11, 24)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    small_corpus.write(tmp_path / "corpus")
    return tmp_path


def test_the_report_is_that_of_this_process(build: Path) -> None:
    catalogue = load(build / "corpus", build / "own")
    titles = "".join(f"根据《{v.title}》第三条和第九十九条，“应当及时报告”。\n" for v in catalogue.versions)
    report = check_apart(titles, build, ON)
    assert report == check(titles, catalogue, ON) and len(report.findings) > 3


@pytest.mark.parametrize(("text", "allowed", "words"), [
    (" ", Allowance(60, 2_000_000_000), "没有可以核验的文字"),
    ("《某办法》第三条。" * 3_500, Allowance(60, 2_000_000_000), "书名号"),
    ("《某办法》第三条。" * 500, Allowance(0.01, 2_000_000_000), "超过 0.01 秒，已停止；请拆分"),
])
def test_what_cannot_be_checked_says_why(build: Path, text: str, allowed: Allowance, words: str) -> None:
    with pytest.raises(MemoError, match=words):
        check_apart(text, build, ON, allowed)
