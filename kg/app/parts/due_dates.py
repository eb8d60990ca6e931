"""期限推算: the last day of each deadline in an answer, counted from a day the user chooses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from kg.app import session
from kg.app.markup import table
from kg.files.safe import html
from kg.law.duedates import due
from kg.law.model import DeadlineType, Norm
from kg.law.wording import kind_label, place

_COUNTED = frozenset({DeadlineType.RELATIVE, DeadlineType.FIXED_DATE, DeadlineType.RETENTION})
NOTE = "起算当日不计入；工作日按国务院办公厅公布的节假日安排推算。期间的起算点和顺延以条文及有关规定为准。"


def due_dates(norms: Iterable[Norm]) -> None:
    """Draw an expander with the deadlines that can be counted, or nothing if there are none."""
    counted = [n for n in norms if n.deadline and n.deadline.value and n.deadline.type in _COUNTED]
    if not counted:
        return
    with st.expander("期限推算", icon=":material/event:"):
        chosen = st.date_input("起算日（事件发生、工作完成之日）", value=session.setting().on, format="YYYY-MM-DD", key="first day")
        first = chosen if isinstance(chosen, date) else session.setting().on
        st.html(table(("依据", "行为", "条文中的时限", "最后一日"), [_row(n, first) for n in counted]))
        st.caption(NOTE)


def _row(norm: Norm, first: date) -> list[str]:
    found = due(norm.deadline.value if norm.deadline else None, first)
    last = found.day.isoformat() if found.day else found.reason
    words = f"《{norm.instrument}》" + place(norm.article, norm.paragraph, norm.item)
    return [html(c) for c in (words, kind_label(norm.kind), norm.deadline.text if norm.deadline else "", last)]
