"""The review of a text that the user added, norm by norm: the words, what was read of them, and the three decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from kg.app.markup import plain
from kg.corpus.catalogue import Catalogue
from kg.corpus.review.files import Kind
from kg.corpus.review.records import ReviewedNorm
from kg.files.safe import html
from kg.law.model import Modality, Norm, Version
from kg.law.versions import today
from kg.law.wording import kind_label, modality_label, place, review_state
from kg.own.review import DONE, OPEN, DecisionError, Reviewing, ReviewItem, deadline

_KINDS = get_args(Kind)
_COLOURS = {OPEN: "", DONE: " kg-good", "确认": " kg-good", "更正": " kg-good", "否定": " kg-bad"}


def panel(catalogue: Catalogue, version: Version) -> None:
    """Draw the review of one text: the progress, the item shown, and the way to the others."""
    if st.button("返回列表", icon=":material/arrow_back:"):
        del st.session_state["own_review"]
        st.rerun()
    st.subheader(plain(f"逐项核对：《{version.title}》"))
    try:
        reviewing = Reviewing(catalogue, version)
    except DecisionError as error:
        st.error(plain(str(error)))
        return
    items = reviewing.items()
    decided = sum(i.state != OPEN for i in items)
    st.progress(decided / len(items) if items else 1.0, text=f"已读 {decided} / {len(items)} 项；每次点击后立即保存")
    if decided == len(items):
        st.success("全部核对完毕。点上方的“重建图谱”后，答复和矩阵即采用核对的结果。")
    reviewer = st.columns([1, 2])[0].text_input("核对人", reviewing.reviewer, max_chars=80, key="own_reviewer", disabled=bool(reviewing.reviewer),
                             help="写入核对记录，随规范一并显示；第一项保存后不能再改")
    if items:
        _item(reviewing, items, _chosen(items), reviewing.reviewer or reviewer)


def _chosen(items: Sequence[ReviewItem]) -> int:
    """The index of the item to show, which is the one gone to, else the first that is open."""
    number = st.session_state.get("own_item")
    if isinstance(number, int) and 0 <= number < len(items):
        return number
    return next((n for n, i in enumerate(items) if i.state == OPEN), 0)


def _go(number: int | None) -> None:
    st.session_state["own_item"] = number


def _item(reviewing: Reviewing, items: Sequence[ReviewItem], number: int, reviewer: str) -> None:
    item = items[number]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("上一项", on_click=_go, args=(number - 1,), disabled=number == 0, icon=":material/chevron_left:")
        st.button("下一项", on_click=_go, args=(number + 1,), disabled=number == len(items) - 1, icon=":material/chevron_right:")
        st.button("下一个未核对", on_click=_go, args=(None,), icon=":material/skip_next:")
        st.html(f'<span class="kg-mark{_COLOURS.get(item.state, "")}">{html(item.state)}</span>'
                f'<span class="kg-note">第 {number + 1} 项，共 {len(items)} 项</span>')
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        _words(reviewing, item)
    with right:
        if item.state == DONE:
            st.info("这一款（项）的规范已全部读过。", icon=":material/check:")
            _sign(reviewing, item, reviewer)
            if st.button("重新核对这一款（项）", icon=":material/undo:"):
                reviewing.reopen(item.part)
                _go(number)
                st.rerun()
        else:
            _form(reviewing, item, reviewer, number)


def _sign(reviewing: Reviewing, item: ReviewItem, reviewer: str) -> None:
    """Draw the button that makes the norms of an article 人工核对, once all of it has been read."""
    label = item.part.article.label
    if reviewing.signable(item) and st.button(plain(f"由“{reviewer}”签署{label}（人工核对）"), icon=":material/draw:"):
        try:
            reviewing.sign(item, reviewer, today())
        except DecisionError as error:
            st.error(plain(str(error)))
            return
        st.rerun()
    elif signed := next((n for n in reviewing.checked.reviewed.norms if n.signer and n.article == label), None):
        st.caption(plain(f"{label}：{review_state(signed)}"))


def _words(reviewing: Reviewing, item: ReviewItem) -> None:
    """Draw the article with the provision set off and, within it, the words that the norm quotes marked."""
    document, part = reviewing.checked.document, item.part
    words = part.words(document)
    quote = item.norm.quote if item.norm else ""
    before, found, after = words.partition(quote) if quote and quote in words else (words, "", "")
    own = f'{html(before)}<mark>{html(found)}</mark>{html(after)}' if found else html(words)
    article = part.article
    lead, rest = document.text[article.start : part.start], document.text[part.end : article.end].rstrip()
    norm = item.norm
    label = place(norm.article, norm.paragraph, norm.item) if norm else part.article.name
    with st.container(border=True):
        st.markdown(f"**{plain(label)}**")
        st.html(f'<div class="kg-law"><span class="kg-faint">{html(lead)}</span>{own}<span class="kg-faint">{html(rest)}</span></div>'
                "<style>.kg-faint { color: #7b8794; } .kg-law mark { background: #ffe9a8; }</style>")


def _form(reviewing: Reviewing, item: ReviewItem, reviewer: str, number: int) -> None:
    norm = item.norm
    if norm is None:
        st.warning("条文中有“应当”“不得”一类的字样，但没有提取出规范。请说明为何没有规范，或增补一项。")
    key = f"own-{reviewing.checked.version.sha256[:8]}-{item.key}"
    said = st.empty()
    with st.form(key, border=True):
        stated = _fields(item, key)
        reason = st.text_input("理由（更正、否定时必填）", max_chars=500, key=f"{key}-reason")
        confirm, correct, reject = st.columns(3)
        confirmed = confirm.form_submit_button("确认", icon=":material/check:", type="primary", disabled=norm is None, width="stretch")
        corrected = correct.form_submit_button("更正" if norm else "增补", icon=":material/edit:", width="stretch")
        rejected = reject.form_submit_button("否定" if norm else "没有规范", icon=":material/close:", width="stretch")
    try:
        if confirmed:
            reviewing.confirm(item, reviewer, today())
        elif corrected:
            reviewing.correct(item, _stated(item, stated, reason), reviewer, today())
        elif rejected:
            reviewing.reject(item, reason, reviewer, today())
        else:
            return
    except (DecisionError, OSError) as error:
        said.error(plain(str(error)))
        return
    items = reviewing.items()
    _go(next((n for n in [*range(number + 1, len(items)), *range(number)] if items[n].state == OPEN), number))
    st.rerun()


def _fields(item: ReviewItem, key: str) -> dict[str, str]:
    """Draw the slots of the norm to edit, and return what they say as text."""
    norm = item.norm
    one, two = st.columns(2)
    modalities, own = list(Modality), norm.modality if norm else Modality.OBLIGATION
    own_kind = _KINDS.index(norm.kind if norm and norm.kind in _KINDS else "perform")
    modality = one.selectbox("情态", modalities, modalities.index(own), lambda m: modality_label(m.value), f"{key}-modality")
    kind = two.selectbox("种类", _KINDS, own_kind, kind_label, f"{key}-kind")
    found = {"modality": (modality or Modality.OBLIGATION).value, "kind": kind or "perform"}
    for (left, right), columns in zip(_PAIRS, [st.columns(2) for _ in _PAIRS], strict=True):
        for (name, label), column in zip((left, right), columns, strict=True):
            words = column.text_area(label, _shown(norm, name), height=74, max_chars=1_000, key=f"{key}-{name}")
            found[name] = "".join((words or "").splitlines())
    found["quote"] = st.text_area("引文（逐字）", norm.quote if norm else "", height=80, key=f"{key}-quote") or ""
    return found


_PAIRS = (
    (("bearer", "主体（几个用、隔开）"), ("recipient", "对象（几个用、隔开）")), (("action", "行为"), ("object", "事项")),
    (("trigger", "触发条件"), ("deadline", "时限")),
)


def _shown(norm: Norm | None, name: str) -> str:
    value = getattr(norm, name) if norm else ""
    if name == "deadline":
        return norm.deadline.text if norm and norm.deadline else ""
    return "、".join(value) if isinstance(value, tuple) else value or ""


def _stated(item: ReviewItem, given: dict[str, str], reason: str) -> ReviewedNorm:
    """The norm as corrected in the form.

    What was not touched stays as the extraction has it, including values with a 、 in them.
    """
    norm = item.norm

    def names(name: str) -> tuple[str, ...]:
        if norm and given[name] == _shown(norm, name):
            return tuple(getattr(norm, name))
        return tuple(w.strip() for w in given[name].split("、") if w.strip())

    return ReviewedNorm(
        item.key, given["quote"].strip(), Modality(given["modality"]), given["kind"], names("bearer"), names("recipient"),
        given["action"].strip(), given["object"].strip(), given["trigger"].strip() or None, norm.exception if norm else None,
        deadline(given["deadline"], norm.deadline if norm else None), reason.strip(),
    )
