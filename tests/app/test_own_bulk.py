"""Several files on the page of the user's own rules: a line on each, one build, and all of them out again if it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.corpus.loading import load
from kg.graph import building, storage
from kg.graph.building import build
from tests.own_rules import TITLE


def _page() -> None:
    from typing import Any

    import streamlit as st

    from kg.app.parts import own_bulk
    from kg.corpus.loading import load
    from tests.own_rules import MEASURES, RULE

    class File:
        def __init__(self, name: str, text: str) -> None:
            self.name, self._text = name, text

        def getvalue(self) -> bytes:
            return self._text.encode()

    st.session_state.setdefault("own_turn", 0)
    without = RULE.replace("自2025年3月1日起施行", "由合规部解释").replace("甲公司", "乙公司")
    files: Any = [File("a.txt", RULE), File("b.txt", MEASURES), File("c.txt", without)]
    own_bulk.panel(files, load())
    st.write(st.session_state.get("own_said", ("", ""))[1])


def test_all_that_can_be_added_are_added_with_one_build(data: Path, no_index: None) -> None:
    build(data)
    at = AppTest.from_function(_page, default_timeout=120).run()
    assert not at.exception and [b.label for b in at.button] == ["添加这 2 部并重建图谱"]
    at.button[0].click().run()
    assert not at.exception and any("已添加 2 部" in m.value for m in at.markdown)
    assert load().find(TITLE) and not building.outdated(data)


def _page_of_doubts() -> None:
    from typing import Any

    import streamlit as st

    from kg.app.parts import own_bulk
    from kg.app.views import own
    from kg.corpus.loading import load
    from kg.corpus.readers import FileText
    from kg.own.adding import Given, prepare
    from tests.own_rules import MEASURES, RULE

    class File:
        def __init__(self, name: str, text: str) -> None:
            self.name, self._text = name, text

        def getvalue(self) -> bytes:
            return self._text.encode()

    st.session_state.setdefault("own_turn", 0)
    doubtful = RULE.replace("第三条　", "第七条　")
    files: Any = [File("a.txt", doubtful), File("b.txt", MEASURES)]
    own_bulk.panel(files, load())
    if not load().find("甲公司客户资料管理制度"):
        own._doubted(prepare(FileText(doubtful), Given(), load()), st.button("先点"))


def test_a_doubtful_text_wants_a_second_click(data: Path, no_index: None) -> None:
    build(data)
    at = AppTest.from_function(_page_of_doubts, default_timeout=120).run()
    assert not at.exception and [b.label for b in at.button] == ["添加这 1 部并重建图谱", "先点"]
    at.button[1].click().run()
    assert [w.value for w in at.warning] == ["文本可能不完整或有误：条号不连续：第二条之后是第七条；条号不连续：第七条之后是第四条。请先与原文核对。"]
    assert load().find(TITLE) is None
    at.button(key="own_add_anyway").click().run()
    assert not at.exception and load().find(TITLE)


def test_doubtful_files_are_added_only_if_the_user_says_so(data: Path, no_index: None) -> None:
    build(data)
    at = AppTest.from_function(_page_of_doubts, default_timeout=120).run()
    at.checkbox(key="own_add_doubtful").check().run()
    assert at.button[0].label == "添加这 2 部并重建图谱"
    at.button[0].click().run()
    assert not at.exception and load().find(TITLE)


def test_a_build_that_fails_takes_them_back_out(data: Path, no_index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = build(data)

    def faulty(*_: object) -> None:
        raise building.ShapeError("某处不合")

    monkeypatch.setattr(building, "_check", faulty)
    at = AppTest.from_function(_page, default_timeout=120).run()
    at.button[0].click().run()
    assert not at.exception and any("已撤回添加" in m.value for m in at.markdown)
    assert load().find(TITLE) is None and storage.current(data) == old
