"""自有法规: rules that the user adds, what was read of them, their review norm by norm, and their removal."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kg.app import session
from kg.app.markup import plain, table
from kg.app.parts import first_build, own_bulk, own_review
from kg.corpus.catalogue import Catalogue, CorpusError
from kg.corpus.loading import load
from kg.corpus.problems import in_one_line
from kg.corpus.readers import KINDS, FileText, ReadError, read_bytes
from kg.files.safe import html
from kg.graph.building import outdated
from kg.law.model import Instrument, Version
from kg.own.adding import Addition, Given, OwnError, remove
from kg.own.apart import drafted_apart, stated_apart
from kg.own.held import entitled
from kg.own.reading import RANKS, Stated
from kg.own.state import ReviewProgress, Summary, progress

_KINDS = ["txt", "md", "docx", "pdf", "html", "htm"]
_UPLOAD = """<style>
[data-testid="stFileUploaderDropzone"] button p, [data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] { font-size: 0; }
[data-testid="stFileUploaderDropzone"] > span button [data-testid="stMarkdownContainer"]::after { content: "选择文件"; font-size: .95rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
</style>"""
_ARTICLES = 6  # shown of a text about to be added
_LINES = 20


def page() -> None:
    """Draw the whole page."""
    st.title("自有法规")
    st.caption("添加程序没有收录的规定：其他监管规则、自律规则或本机构制度。添加后参与检索、答复和义务矩阵，并处处标明“用户自行添加”。文件只保存在本机。")
    _flash()
    catalogue = load()
    for problem in catalogue.own_problems:
        st.error(plain(problem))
    _pending()
    reviewed = next((v for v in catalogue.versions if v.user_supplied and v.urn == st.session_state.get("own_review")), None)
    if reviewed:
        own_review.panel(catalogue, reviewed)
        return
    _list(catalogue)
    _adding(catalogue)


def _flash() -> None:
    """Show what the step before had to say."""
    kind, words = st.session_state.pop("own_said", ("", ""))
    if words:
        (st.success if kind == "good" else st.error)(plain(words))


def _pending() -> None:
    """Tell if files have changed since the graph was built, with the button to build it anew."""
    if not outdated():
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown("有改动（添加、移除或核对）尚未进入检索和答复。")
        pressed = st.button("重建图谱", icon=":material/sync:", type="primary", key="own_build")
    if pressed:
        _rebuild("图谱已重建，改动已经生效。")


def _rebuild(done: str) -> None:
    fault = first_build.run()
    st.session_state["own_said"] = ("bad", f"建图没有完成，原有图谱不变：{fault}") if fault else ("good", done)
    st.rerun()


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _list(catalogue: Catalogue) -> None:
    found = progress(catalogue)
    st.subheader("已添加的法规")
    if not found:
        st.info("还没有添加过法规。", icon=":material/info:")
    for one in found:
        with st.container(border=True):
            _one(one)


def _one(one: ReviewProgress) -> None:
    version = one.version
    words, buttons = st.columns([3, 1.4], vertical_alignment="center")
    with words:
        session.law_link(f"《{version.title}》", version.urn, ":material/menu_book:", strong=True)
        until = f"，{version.until} 起失效" if version.until else ""
        partial = " · 只是片段" if version.partial else ""
        st.html(f'<div class="kg-note">{version.effective} 起施行{until} · {one.articles} 条 · {html(one.progress)}{partial}</div>')
        if one.items:
            st.progress(one.decided / one.items)
    with buttons, st.container(horizontal=True, horizontal_alignment="right"):
        if one.items and st.button("逐项核对", key=f"own-review-{version.urn}", icon=":material/checklist:"):
            st.session_state["own_review"], st.session_state["own_item"] = version.urn, None
            st.rerun()
        if st.button("移除", key=f"own-remove-{version.urn}", icon=":material/delete:"):
            _confirm_removal(version)


@st.dialog("移除法规")
def _confirm_removal(version: Version) -> None:
    st.markdown(f"将移除《{plain(version.title)}》（{version.effective} 起施行）的原文和全部核对记录，并重建图谱。此操作不能撤销。")
    if st.button("确认移除", type="primary", icon=":material/delete:"):
        try:
            remove(version.work, version.effective)
        except OwnError as error:
            st.error(plain(str(error)))
            return
        _rebuild(f"已移除《{version.title}》。")


# ── adding ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _adding(catalogue: Catalogue) -> None:
    st.subheader("添加法规")
    st.html(_UPLOAD)
    turn = st.session_state.setdefault("own_turn", 0)  # a new number empties the upload
    files = st.file_uploader(f"文件，可以同时选几个（{KINDS}，20 MB 以内；按“第…条”或者自有编号分条的文本，扫描件须先做文字识别）", type=_KINDS,
                             key=f"own_file_{turn}", max_upload_size=20, accept_multiple_files=True)
    if len(files) != 1:
        own_bulk.panel(files, catalogue)
        return
    uploaded = files[0]
    try:
        reading, found = _read(uploaded.getvalue(), uploaded.name)
    except (ReadError, OwnError) as error:
        st.error(plain(str(error)))
        return
    given = _form(_as_known(found, catalogue), hashlib.sha256(reading.text.encode()).hexdigest()[:12])
    if given is None:
        return
    try:
        draft, read = _drafted(reading, given, tuple(v.urn for v in catalogue.versions))
    except (OwnError, CorpusError) as error:
        st.error(plain(str(error).replace("--title", "标题栏").replace("--effective", "施行日期栏")))
        return
    _preview(draft, read)
    pressed = st.button("添加并重建图谱", type="primary", icon=":material/library_add:")
    if draft.doubts:
        _doubted(draft, pressed)
    elif pressed:
        _add(draft)


@st.cache_data(max_entries=4, show_spinner="正在读取文件……")
def _read(data: bytes, name: str) -> tuple[FileText, Stated]:
    reading = read_bytes(data, name)
    return reading, stated_apart(reading)


@st.cache_data(max_entries=4, show_spinner="正在解析……")
def _drafted(reading: FileText, given: Given, held: tuple[str, ...]) -> tuple[Addition, Summary]:
    """What is ready to be added beside the texts held now."""
    return drafted_apart(reading, given)


def _as_known(found: Stated, catalogue: Catalogue) -> Stated:
    """What the text says, completed by what the catalogue knows of an instrument of that title."""
    known = entitled(found.title, catalogue) if found.title else None
    if known is None:
        return found
    rank = known.rank if known.rank in RANKS else found.rank
    return replace(found, number=known.number, issuer=known.issuer, rank=rank, promulgated=found.promulgated or _of_first(known, found))


def _of_first(known: Instrument, found: Stated) -> date | None:
    """The day of promulgation in the catalogue, or None if the text is not the one that took effect first."""
    return known.promulgated if known.effective == found.effective else None


def _form(found: Stated, file: str) -> Given | None:
    """The metadata confirmed in the form, or None until they are.

    The form is filled in as far as the text says them.
    """

    def told(name: str) -> str | None:
        words = found.words.get(name)
        return f"取自文本：“{words}”" if words else None

    with st.form(f"own-form-{file}"):
        title = st.text_input("标题（全称）", found.title, max_chars=120, key=f"own-title-{file}")
        one, two, three = st.columns(3)
        effective = _day_input(one, "施行日期", found.effective, f"own-e-{file}", told("effective"))
        promulgated = _day_input(two, "公布日期（可空）", found.promulgated, f"own-p-{file}", told("promulgated"))
        until = _day_input(three, "失效日期（可空）", None, f"own-u-{file}", "从这一天起不再有效")
        one, two, three = st.columns(3)
        issuer = one.text_input("制定机关（几个用、隔开）", "、".join(found.issuer), max_chars=200, key=f"own-i-{file}", help=told("issuer"))
        number = two.text_input("文号", found.number, max_chars=100, key=f"own-n-{file}", help=told("number"))
        rank = three.selectbox("效力层级", RANKS, RANKS.index(found.rank or "内部制度"), key=f"own-r-{file}", help=told("rank"))
        names = st.text_input("简称（提问时使用，几个用、隔开）", max_chars=200, key=f"own-s-{file}")
        partial = st.checkbox("文件只是全文的片段", key=f"own-f-{file}")
        pressed = st.form_submit_button("预览", icon=":material/preview:")
    if pressed:
        st.session_state["own_confirmed"] = file
    if st.session_state.get("own_confirmed") != file:
        return None
    return Given(title, effective, promulgated, until, _split(issuer), number, rank or "", _split(names), partial)


def _day_input(place: DeltaGenerator, label: str, value: date | None, key: str, told: str | None) -> date | None:
    chosen = place.date_input(label, value, session.EARLIEST, session.LATEST, key, told, format="YYYY-MM-DD")
    return chosen if isinstance(chosen, date) else None


def _split(words: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in words.replace("，", "、").replace(",", "、").split("、") if w.strip())


def _preview(draft: Addition, found: Summary) -> None:
    """Draw what was read of the text, and its first articles."""
    st.subheader("读出的内容")
    if draft.known:
        other = "程序已有这部法规的其他文本，将作为另一文本加入。"
        first = "目录中已有这部法规，原文由您补充；其他法规引用它的条文将能对应到原文。"
        st.info(other if draft.known.versions else first, icon=":material/info:")
    st.html(f'<div class="kg-answer">《{html(draft.version.title)}》（{draft.version.effective} 起施行）：{html(found.line)}</div>')
    for problem in found.problems[:_LINES]:
        st.warning(plain(problem))
    if found.unresolved:
        with st.expander(f"未能对应到条文的引用（{len(found.unresolved)} 处）"):
            st.html(table(("引用", "原因"), [[html(text), html(reason)] for text, reason in found.unresolved]))
    with st.expander(f"条文（前 {min(_ARTICLES, found.articles)} 条，共 {found.articles} 条）", expanded=True):
        for article in draft.document.articles[:_ARTICLES]:
            st.html(f'<div class="kg-law">{html(draft.document.text_of(article))}</div>')


def _doubted(draft: Addition, pressed: bool) -> None:
    """Add a doubtful text only if the user says so once more."""
    this = (draft.version.urn, draft.doubts)
    if pressed:
        st.session_state["own_doubted"] = this
    if st.session_state.get("own_doubted") != this:
        return
    st.warning(plain(f"文本可能不完整或有误：{in_one_line(draft.doubts)}。请先与原文核对。"))
    if st.button("已核对，仍要添加", icon=":material/library_add_check:", key="own_add_anyway"):
        _add(draft)


def _add(draft: Addition) -> None:
    fault = own_bulk.keep([draft])
    if fault:
        st.session_state["own_said"] = ("bad", fault)
    else:
        st.session_state["own_turn"] += 1
        st.session_state["own_said"] = ("good", f"已添加《{draft.version.title}》。建议逐项核对自动提取的规范。")
    st.rerun()


if __name__ == "__main__":
    page()
