"""The Streamlit application, the same for ``kg app`` and ``streamlit run app.py``.

It is a thin shell whose pages show what ``kg`` says.
"""

from __future__ import annotations

PAGES = (
    ("问答", "ask", ":material/forum:"),
    ("法条", "law", ":material/menu_book:"),
    ("新旧对照", "diff", ":material/difference:"),
    ("关联图谱", "graph", ":material/hub:"),
    ("义务矩阵", "matrix", ":material/table_view:"),
    ("清单", "checklist", ":material/checklist:"),
    ("合规日历", "duty_calendar", ":material/calendar_month:"),
    ("事件时钟", "clock", ":material/timer:"),
    ("谁向谁报告什么", "flows", ":material/account_tree:"),
    ("引用核验", "check", ":material/fact_check:"),
    ("自有法规", "own", ":material/library_add:"),
)


def main() -> None:
    """Draw what all pages share, then the page chosen.

    If there is no graph yet, it is built first.
    """
    import streamlit as st

    from kg.app import session, style
    from kg.app.parts import first_build
    from kg.graph.knowledge import NotBuiltError
    from kg.search.index import SearchIndexError

    st.set_page_config(page_title="证券期货业网络与数据合规", page_icon="⚖️", layout="wide", initial_sidebar_state="expanded")
    st.html(style.css())
    chosen = st.navigation(
        [st.Page(session.page(name), title=title, icon=icon, url_path=name, default=name == "ask") for title, name, icon in PAGES]
    )
    try:
        known = session.knowledge()
    except (NotBuiltError, SearchIndexError):
        first_build.page()
        return
    session.sidebar(known)
    chosen.run()


if __name__ == "__main__":
    main()
