"""What all pages share: the open build, who asks and for which day, and links from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from kg.app import answering
from kg.app.markup import address, plain
from kg.app.worker import Asking
from kg.graph import storage
from kg.law import places, versions

if TYPE_CHECKING:
    from kg.answers.answerer import Answerer
    from kg.answers.result import Answer
    from kg.graph.knowledge import Knowledge

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
_VIEWS = Path(__file__).parent / "views"  # not pages/, which Streamlit takes for its own


@dataclass(frozen=True)
class Setting:
    """Who asks (labels of profiles) and for which day.

    ``dated`` says that the user chose another day than today.
    """

    profile: tuple[str, ...]
    on: date
    dated: bool

    @property
    def query(self) -> dict[str, list[str]]:
        """What a link must carry along so that the sidebar stays as it is.

        It has the form in which Streamlit reads it back.
        """
        found = {"profile": list(self.profile), "as_of": [self.on.isoformat()] if self.dated else []}
        return {name: values for name, values in found.items() if values}


@st.cache_resource(max_entries=2, show_spinner="正在打开图谱……")
def _opened(build: str) -> Answerer:
    """The answerer of a build, with its encoder loading in the background unless there are workers.

    It is opened anew when ``build`` changes.
    """
    import gc

    from kg.answers.answerer import Answerer

    gc.unfreeze()
    answerer = Answerer.open()
    answering.renew(build)
    if not answering.is_on():
        answerer.index.warm()
    gc.collect()
    gc.freeze()  # a graph that stays open need not be looked through for garbage
    return answerer


def page(name: str) -> str:
    """The absolute path of the script of a page.

    Streamlit takes a relative one from the folder of the script that was started.
    """
    return str(_VIEWS / f"{name}.py")


def answerer() -> Answerer:
    """The answerer of the current build.

    NotBuiltError is raised if there is none.
    """
    return _opened(str(storage.current(places.data_dir())))


def knowledge() -> Knowledge:
    """The knowledge of the current build.

    NotBuiltError is raised if there is none.
    """
    return answerer().knowledge


def answered(question: str, profile: Sequence[str], after: str = "") -> Answer:
    """The answer to a question for the day of the sidebar or, if none was chosen, the day that the question names.

    AnsweringError is raised when it takes too long.
    """
    on = setting().on if setting().dated else None
    return answering.answer(answerer(), Asking(question, tuple(profile), on, versions.today(), after))


def sidebar(known: Knowledge) -> None:
    """Draw profile and day, for all pages.

    Both stand in the address, so that it can be bookmarked.
    """
    if "as_of" not in st.session_state:
        _take_from_address(known.vocabulary.profiles)
    st.sidebar.multiselect(
        "身份", known.vocabulary.profiles, key="profile", placeholder="未选择：适用于所有主体",
        help="答复和矩阵只取约束所选主体的规定；可以选多个。",
        select_all=False,
    )
    st.sidebar.date_input(
        "日期", min_value=EARLIEST, max_value=LATEST, key="as_of", format="YYYY-MM-DD", help="按这一天有效的法规作答。",
    )
    if setting().dated:
        st.sidebar.button("改回今天", on_click=_back_to_today, width="stretch")
    _write_address()


def _take_from_address(profiles: Sequence[str]) -> None:
    """Take the first values of the sidebar from the address.

    What the address says wrongly is passed over.
    """
    day = versions.today()
    with suppress(versions.DateError):
        day = versions.parse_date(st.query_params.get("as_of", ""))
    st.session_state["as_of"] = day if day.year in range(EARLIEST.year, LATEST.year + 1) else versions.today()
    st.session_state["profile"] = [p for p in st.query_params.get_all("profile") if p in profiles]


def _write_address() -> None:
    for name in ("profile", "as_of"):
        wanted = setting().query.get(name, [])
        if st.query_params.get_all(name) == wanted:
            continue
        if wanted:
            st.query_params[name] = wanted
        else:
            del st.query_params[name]


def _back_to_today() -> None:
    st.session_state["as_of"] = versions.today()


def set_to(profile: Sequence[str], day: str) -> None:
    """Set the sidebar, from a callback.

    ``day`` is in ISO form.
    """
    st.session_state["profile"], st.session_state["as_of"] = list(profile), versions.parse_date(day)


def setting() -> Setting:
    """What the sidebar says."""
    day = st.session_state.get("as_of")
    on = day if isinstance(day, date) else versions.today()
    return Setting(tuple(st.session_state.get("profile", ())), on, on != versions.today())


def law_link(label: str, ref: str, icon: str | None = None, *, marked: str = "", strong: bool = False) -> None:
    """Draw a link to a provision on the page 法条.

    ``marked`` is Markdown of our own after the escaped label.
    """
    shown = f"**{plain(label)}**" if strong else plain(label)
    st.page_link(page("law"), label=shown + marked, icon=icon, query_params={"ref": [ref], **setting().query})


def law_address(ref: str) -> str:
    """The address of a provision on the page 法条, for links that open in a tab of their own."""
    return address("law", {"ref": [ref], **setting().query})
