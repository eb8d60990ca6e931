"""A text that lacks articles, has them twice or empty is kept only by somebody who has been told so."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from kg.corpus.loading import load
from kg.law.places import own_dir
from kg.own.bulk import LIST
from tests.own_rules import MEASURES, RULE, TITLE

Kg = Callable[..., tuple[str, str]]
DOUBTFUL = RULE.replace("第三条　客户资料应当保存二十年以上。", "第三条\n第二条　客户资料应当保存二十年以上。")
DOUBTS = "第三条没有内容；第二条重复；条号不连续：第二条之后是第四条"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "制度.txt"
    path.write_text(DOUBTFUL, "utf-8")
    return path


def test_nobody_to_ask_means_no(file: Path, data: Path, no_index: None, kg: Kg) -> None:
    out, err = kg("add", str(file), code=2)
    assert DOUBTS in err and "--yes" in err and len(err.splitlines()) == 1 and not own_dir(data).exists()
    assert all(f"注意：{words}" in out for words in DOUBTS.split("；"))
    kg("add", str(file), "--yes", "--no-build")
    assert load().find(TITLE)


def test_the_user_is_asked_with_the_doubts_and_may_say_no(file: Path, data: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def confirm(question: str, abort: bool) -> None:
        asked.append(question)
        if len(asked) == 1:
            raise typer.Abort

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(typer, "confirm", confirm)
    kg("add", str(file), "--no-build", code=130)
    assert load().find(TITLE) is None
    kg("add", str(file), "--no-build")
    assert load().find(TITLE) and all(DOUBTS in question and "仍要添加" in question for question in asked)


def test_a_fragment_may_have_gaps_but_nothing_twice(tmp_path: Path, data: Path, kg: Kg) -> None:
    path = tmp_path / "片段.txt"
    text = RULE.replace("第一条", "第九条", 1).replace("第二条　营业部", "第十五条　营业部")
    path.write_text(text.replace("第三条　客户", "第十八条　客户"), "utf-8")
    assert "条号不连续" in kg("add", str(path), "--no-build", code=2)[1]
    assert "条号不连续" not in kg("add", str(path), "--no-build", "--partial", code=2)[1]


def test_doubtful_files_of_a_folder_are_listed_and_left(tmp_path: Path, data: Path, no_index: None, kg: Kg) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.txt").write_text(DOUBTFUL, "utf-8")
    (folder / "b.txt").write_text(RULE.replace("甲公司", "乙公司").replace("第三条　客户", "第六条　客户"), "utf-8")
    (folder / LIST).write_text("文件,片段\nb.txt,是\n", "utf-8")
    out, err = kg("add", str(folder), "--no-build", code=2)
    assert f"待确认：a.txt：《{TITLE}》（2025-03-01 起施行）：5 条；{DOUBTS}" in out and "可添加：b.txt" in out
    assert "可添加 1，待确认 1（核对原文后加 --yes 才添加）" in err and load().find(TITLE) is None
    (folder / "b.txt").write_text("", "utf-8")
    assert "可添加 0，待确认 1" in kg("add", str(folder), "--no-build", code=1)[1] and load().find(TITLE) is None
    assert "一并添加" in kg("add", str(folder), "--no-build", "--yes", code=1)[1] and load().find(TITLE)


def test_sound_texts_are_not_doubted(tmp_path: Path, data: Path, kg: Kg) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(MEASURES, "utf-8")
    assert "有误" not in kg("add", str(path), "--no-build", code=2)[1]


def test_extract_tells_the_problems(file: Path, kg: Kg) -> None:
    out, err = kg("extract", str(file))
    assert "5 条" in out and DOUBTS in err and len(err.splitlines()) == 1
    out, err = kg("extract", str(file), "--json")
    assert err == "" and out.count('"kind": "empty"') == 1 and '"text": "第二条重复"' in out
