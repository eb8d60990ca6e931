"""The case told to the page 事件时钟, to and from its address, so that it can be bookmarked and sent on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

import streamlit as st

from kg.duties.clock.incident import LEVELS
from kg.duties.facts import event_facts
from kg.law import versions

EARLIEST, LATEST = date(2017, 6, 1), date(2099, 12, 31)  # what the boxes for days offer
_MINUTE = "%Y-%m-%d %H:%M"
_FIRST_EVENT = "个人信息泄露"


@dataclass(frozen=True)
class ClockForm:
    """The case as the form holds it.

    ``events`` are labels, and moments are in Beijing time. ``known`` has answers by key, ``said`` answers by the words of a
    condition.
    """

    events: tuple[str, ...]
    at: datetime
    found: datetime | None = None
    ended: datetime | None = None
    level: str = ""
    known: Mapping[str, bool] = field(default_factory=dict)
    said: Mapping[str, bool] = field(default_factory=dict)


def read(events: Sequence[str]) -> ClockForm:
    """The case in the address.

    What the address says wrongly is passed over. An address without an event means a leak of personal information now.
    """
    query = st.query_params
    named = tuple(e for e in query.get_all("event") if e in events)
    keys = {f.former or f.key: f.key for f in event_facts()} | {f.key: f.key for f in event_facts()}
    known = {keys[k]: yes for name, yes in (("yes", True), ("no", False)) for k in query.get_all(name) if k in keys}
    said = {words[:200]: yes for name, yes in (("met", True), ("unmet", False)) for words in query.get_all(name) if words.strip()}
    level = query.get("level", "")
    start = _moment("at") or versions.now().replace(second=0, microsecond=0)
    first = (_FIRST_EVENT,) if _FIRST_EVENT in events and "event" not in query else ()
    return ClockForm(named or first, start, _moment("found"), _moment("ended"), level if level in LEVELS else "", known, said)


def _moment(name: str) -> datetime | None:
    with suppress(versions.DateError):
        moment = versions.parse_moment(st.query_params.get(name, ""))
        return moment if EARLIEST <= moment.date() <= LATEST else None
    return None


def write(form: ClockForm) -> None:
    """Put the case into the address.

    What stands there already is left alone.
    """
    wanted = {
        "event": list(form.events), "at": [form.at.strftime(_MINUTE)],
        "found": [form.found.strftime(_MINUTE)] if form.found else [], "ended": [form.ended.strftime(_MINUTE)] if form.ended else [],
        "level": [form.level] if form.level else [],
        "yes": [k for k, yes in form.known.items() if yes], "no": [k for k, yes in form.known.items() if not yes],
        "met": [w for w, yes in form.said.items() if yes], "unmet": [w for w, yes in form.said.items() if not yes],
    }
    for name, values in wanted.items():
        if st.query_params.get_all(name) != values:
            if values:
                st.query_params[name] = values
            elif name in st.query_params:
                del st.query_params[name]
