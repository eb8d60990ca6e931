"""义务矩阵: the duties chosen by subject, recipient, act and instrument, to read and to take away as a file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import streamlit as st

from kg.app import session
from kg.app.markup import plain, table
from kg.app.parts.downloads import downloads
from kg.duties.matrix.making import obligations
from kg.duties.matrix.render import render
from kg.duties.matrix.rows import COLUMNS, TITLE, MatrixError, Row
from kg.files.heading import Heading
from kg.files.safe import html
from kg.graph.knowledge import Knowledge
from kg.law.model import Modality
from kg.law.vocabulary import ProfileError
from kg.law.wording import kind_label, modality_label

SHOWN = COLUMNS[:12]
WIDTHS = {
    "义务主体": 130, "适用对象": 130, "行为": 80, "事项": 210, "触发条件": 170, "对象/监管机关": 130, "时限": 90, "频率": 80, "依据(条款)": 190,
    "原文": 280, "罚则": 280, "状态": 80,
}
_OFFERED = ("xlsx", "docx", "csv")
_DUTIES = (Modality.OBLIGATION, Modality.PROHIBITION)


def page() -> None:
    """Draw the whole page."""
    st.title("义务矩阵")
    known, setting = session.knowledge(), session.setting()
    chosen = _filters(known)
    subject, recipient, kind, title, modalities = chosen
    profile = () if subject else setting.profile
    try:
        found = _rows(str(known.folder), setting.on, subject, profile, recipient, title, kind, modalities, known)
    except (MatrixError, ProfileError) as error:
        st.error(plain(str(error)))
        return
    who = subject or "、".join(profile)
    heading = Heading(setting.on, (("义务主体", who), ("监管机关", recipient or ""), ("行为", kind_label(kind or "")), ("法规", title or "")), TITLE)
    st.caption(plain(f"共 {len(found)} 项 · {heading.line}"))
    if not found:
        st.info("没有符合所选条件的义务；请放宽条件或更换日期。", icon=":material/info:")
        return
    _downloads(known, found, heading)
    _grid(found)


def _filters(known: Knowledge) -> tuple[str | None, str | None, str | None, str | None, tuple[Modality, ...]]:
    on = session.setting().on
    kinds = _kinds(str(known.folder), on, known)
    columns = st.columns([1.2, 1.2, 0.9, 1.5, 1.5])
    subject = columns[0].selectbox(
        "义务主体", [c.label for c in known.vocabulary.subjects.values()], index=None, placeholder="全部", key="m_subject",
        help="不选时，取左侧所选身份。",
    )
    recipient = columns[1].selectbox(
        "对象、监管机关", [c.label for c in known.vocabulary.authorities.values()], index=None, placeholder="全部", key="m_recipient"
    )
    kind = columns[2].selectbox("行为", kinds, index=None, format_func=kinds.__getitem__, placeholder="全部", key="m_kind")
    titles = [v.title for v in known.versions(on)]
    title = columns[3].selectbox("法规", titles, index=None, placeholder="全部", key="m_title")
    modalities = columns[4].multiselect(
        "性质", list(Modality), default=list(_DUTIES), format_func=lambda m: modality_label(m.value), placeholder="全部", key="m_modality",
        select_all=False,
    )
    return subject, recipient, kind, title, tuple(modalities) or tuple(Modality)


@st.cache_data(max_entries=8, show_spinner=False)
def _kinds(build: str, on: date, _known: Knowledge) -> dict[str, str]:
    """The kinds of act in force, each with its Chinese word.

    Kinds without a Chinese word are left out.
    """
    found = {n.norm.kind: kind_label(n.norm.kind) for n in _known.norms(on)}
    return {kind: word for kind, word in found.items() if not word.isascii()}


@st.cache_data(max_entries=16, show_spinner="正在整理义务……")
def _rows(
    build: str, on: date, subject: str | None, profile: tuple[str, ...], recipient: str | None, title: str | None, kind: str | None,
    modalities: Collection[Modality], _known: Knowledge,
) -> tuple[Row, ...]:
    return obligations(_known, on, bearer=subject, profile=profile, recipient=recipient, instrument=title, kind=kind, modalities=modalities)


def _downloads(known: Knowledge, found: tuple[Row, ...], heading: Heading) -> None:
    """Draw the download buttons.

    The files are made only when one is asked for.
    """
    with st.container(horizontal=True, gap="small"):
        instruments = known.catalogue.instruments
        downloads(lambda form: render(found, form, heading, instruments), _OFFERED, f"义务矩阵-{heading.on.isoformat()}", "download ")


def _grid(found: tuple[Row, ...]) -> None:
    frame = {"条文": [session.law_address(row.urn) for row in found]}
    frame |= {name: [row.cells[n] for row in found] for n, name in enumerate(SHOWN)}
    config = {name: st.column_config.TextColumn(name, width=WIDTHS[name]) for name in SHOWN}
    config["条文"] = st.column_config.LinkColumn("条文", display_text="打开", width=60, pinned=True)
    event = st.dataframe(
        frame, hide_index=True, height=560, row_height=66, column_config=config, on_select="rerun", selection_mode="single-row",
        key="m_grid", alt="义务矩阵",
    )
    picked = event.selection.rows
    if picked and picked[0] < len(found):
        _detail(found[picked[0]])
    else:
        st.caption("点选左端的方框，在此查看该行的全部内容；点“打开”转到条文。")


def _detail(row: Row) -> None:
    with st.container(border=True):
        session.law_link(row.basis.partition("\n")[0], row.urn, ":material/menu_book:")
        review = [pair for pair in (("核对者", row.reviewer), ("核对说明", row.review_note)) if pair[1]]
        shown = [*zip(SHOWN, row.cells, strict=False), *review]
        st.html(table(("栏目", "内容"), [[html(name), html(cell or "—")] for name, cell in shown]))


if __name__ == "__main__":
    page()
