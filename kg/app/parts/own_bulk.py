"""Several files added at once: a line on each, and one build for all that can be added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kg.app.markup import table
from kg.app.parts import first_build
from kg.corpus.catalogue import Catalogue
from kg.corpus.readers import FileText, read_bytes
from kg.files.safe import html
from kg.graph.storage import building
from kg.law.places import data_dir
from kg.own.adding import Addition, OwnError, save_all, withdraw
from kg.own.bulk import DOUBTFUL, LIST, NEW, FileReport, judge


def panel(files: Sequence[UploadedFile], catalogue: Catalogue) -> None:
    """Draw what was read of each file, and the button that adds those that can be added.

    Nothing is drawn if there is no file.
    """
    if not files:
        return
    reports = list(judge([f.name for f in files], _reader({f.name: f for f in files}), catalogue))
    st.html(table(("文件", "结果", "说明"), [[html(r.file), html(r.state), html(_words(r))] for r in reports]))
    doubtful = sum(r.state == DOUBTFUL for r in reports)
    also = doubtful and st.checkbox(f"待确认的 {doubtful} 部也添加（请先与原文核对）", key="own_add_doubtful")
    drafts = [r.draft for r in reports if r.draft and (also or r.state != DOUBTFUL)]
    if drafts and st.button(f"添加这 {len(drafts)} 部并重建图谱", type="primary", icon=":material/library_add:", key="own_add_all"):
        fault = keep(drafts)
        st.session_state["own_turn"] += not fault
        st.session_state["own_said"] = ("bad", fault) if fault else ("good", f"已添加 {len(drafts)} 部法规。建议逐项核对自动提取的规范。")
        st.rerun()


def _reader(files: Mapping[str, UploadedFile]) -> Callable[[str], FileText]:
    return lambda name: read_bytes(files[name].getvalue(), name)


def _words(report: FileReport) -> str:
    """The words on a file, with the form for one file in place of the list that a folder may have."""
    return report.words if report.state == NEW else report.words.replace(f"请在{LIST}的", "请单独添加这个文件，在")


def keep(drafts: Sequence[Addition]) -> str:
    """Write the texts and build, and return what went wrong, or '' if nothing did.

    If the build fails, the texts are taken out again.
    """
    try:
        with st.spinner("正在添加"), building(data_dir()):
            save_all(drafts)
            fault = first_build.run()
            if not fault:
                return ""
            withdraw(drafts)
            return f"加入后建图没有完成，已撤回添加，原有图谱不变：{fault}"
    except (OwnError, OSError) as error:
        return str(error)
