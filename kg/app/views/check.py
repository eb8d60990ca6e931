"""引用核验: a memo with its citations and quotations coloured by verdict, and the table of reasons.

The memo is pasted or uploaded, and the result can be taken away as a Word file.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from kg.app import session
from kg.app.markup import anchor, plain, table
from kg.corpus.readers import ReadError, read_bytes
from kg.corpus.readers.tidy import tidy
from kg.files.render import FORMS
from kg.files.safe import html
from kg.law.identifiers import is_part
from kg.memo.apart import check_apart
from kg.memo.checking import Finding, Report
from kg.memo.docx import to_docx
from kg.memo.law import Verdict
from kg.memo.parts import MAX_LENGTH, MemoError
from kg.memo.text import COLUMNS, LEGEND, NOTHING, marked_stretches, worst

EMPTY = "请粘贴文稿，或上传 txt、md、docx 文件，再点“核验”。"
_COLOURS = {Verdict.RIGHT: "good", Verdict.WRONG: "bad", Verdict.NOTE: "warn", Verdict.UNKNOWN: "grey"}
_STYLE = """<style>
.kg-memo { white-space: pre-wrap; line-height: 1.9; overflow-wrap: anywhere; }
.kg-memo mark { background: #fbe9cc; color: inherit; border-radius: 3px; padding: 0 .15rem; }
.kg-memo mark.kg-good { background: #cfe9d8; } .kg-memo mark.kg-bad { background: #f3c6c6; }
.kg-memo mark.kg-grey, .kg-mark.kg-grey { background: #dfe3e8; color: #3c4650; }
.kg-table .kg-mark { white-space: nowrap; }
.kg-memo sup { font-weight: 600; font-size: .7em; }
</style>"""


def page() -> None:
    """Draw the whole page."""
    st.title("引用核验")
    st.caption("找出文稿中的每处法条引用和引文，与所选日期的法律原文核对。文稿只在本机处理，不保存。")
    with st.form("check", border=False):
        pasted = st.text_area("文稿", height=220, max_chars=MAX_LENGTH, key="memo", placeholder="根据《网络安全法》第二十三条……")
        uploaded = st.file_uploader("或上传文件", type=["txt", "md", "docx"], key="memo_file", max_upload_size=20)
        pressed = st.form_submit_button("核验", type="primary", icon=":material/fact_check:")
    if pressed:
        st.session_state["memo_text"] = _text(pasted, (uploaded.name, uploaded.getvalue()) if uploaded else None)
    text = st.session_state.get("memo_text")
    if text:
        _result(text)


def _text(pasted: str | None, uploaded: tuple[str, bytes] | None) -> str | None:
    """The words to check, or None, with a message on the page, if there are none."""
    if uploaded and (pasted or "").strip():
        st.info("文稿框和文件都有内容；以下核验的是上传的文件。")
    if uploaded:
        try:
            return read_bytes(uploaded[1], uploaded[0]).text
        except ReadError as error:
            st.error(plain(str(error)))
            return None
    if not (pasted or "").strip():
        st.warning(EMPTY)
        return None
    return tidy(pasted or "")


@st.cache_data(max_entries=4, show_spinner="正在核验……")
def _report(text: str, on: date, build: str) -> Report:
    return check_apart(text, Path(build), on)


def _result(text: str) -> None:
    known, on = session.knowledge(), session.setting().on
    try:
        report = _report(text, on, str(known.folder))
    except MemoError as error:
        st.warning(plain(str(error)))
        return
    if not report.findings:
        st.info(NOTHING, icon=":material/info:")
        return
    st.subheader("核验结果")
    st.caption(plain(report.summary))
    st.download_button("下载加注的 Word", data=partial(to_docx, report), file_name=f"引用核验-{on.isoformat()}.docx", mime=FORMS["docx"].mime,
                       key="download check", icon=":material/download:", on_click="ignore")
    st.html(_STYLE + f'<div class="kg-memo">{memo_html(report)}</div>')
    st.html(table(COLUMNS, [_row(f) for f in report.findings]))
    if any("〔" in f.reason for f in report.findings):
        st.caption(LEGEND)


def memo_html(report: Report) -> str:
    """The memo with its marks, as HTML, every word of it escaped."""
    return "".join(_marked(text, found) if found else html(text) for text, found in marked_stretches(report))


def _marked(text: str, found: tuple[Finding, ...]) -> str:
    gravest = worst(found)
    numbers = "、".join(str(f.number) for f in found)
    return f'<mark class="kg-{_COLOURS[gravest.verdict]}" title="{html(gravest.reason)}">{html(text)}<sup>{numbers}</sup></mark>'


def _row(f: Finding) -> list[str]:
    """The cells of a finding as HTML, with its place linked to the page 法条."""
    place = f.label if is_part(f.urn) else f.label.partition("》")[0] + "》"  # the text where it has no such article
    link = anchor(session.law_address(f.urn), place) if f.urn else html(f.label)
    cited = link if f.label == f.text else html(f.text) + (f"<br>{link}" if f.label else "")
    mark = f'<span class="kg-mark kg-{_COLOURS[f.verdict]}">{html(f.verdict.value)}</span>'
    return [str(f.number), cited, mark, html(f.reason), html(f.words) or "—"]


if __name__ == "__main__":
    page()
