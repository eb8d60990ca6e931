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


def test_a_build_that_fails_takes_them_back_out(data: Path, no_index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = build(data)

    def faulty(*_: object) -> None:
        raise building.ShapeError("某处不合")

    monkeypatch.setattr(building, "_check", faulty)
    at = AppTest.from_function(_page, default_timeout=120).run()
    at.button[0].click().run()
    assert not at.exception and any("已撤回添加" in m.value for m in at.markdown)
    assert load().find(TITLE) is None and storage.current(data) == old
