"""What several pages show the same way: tables of duties, quotes, marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from kg.app.markup import anchor, table
from kg.app.session import law_address, law_link
from kg.corpus.quoting import Quote, cite
from kg.files.safe import html
from kg.law.identifiers import text_urn
from kg.law.model import Norm
from kg.law.wording import act_words, bearer_words, legal_force, place

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

DUTY_COLUMNS = ("义务主体", "性质", "行为", "对象", "时限", "触发条件", "依据")
NOTHING = "—"
_GOOD, _BAD = "现行有效", ("已废止", "已修改", "已被取代")


def mark(word: str) -> str:
    """A small coloured mark, as HTML.

    It is green for 现行有效, red for what is no longer law, amber otherwise.
    """
    colour = " kg-good" if word == _GOOD else " kg-bad" if word in _BAD else ""
    return f'<span class="kg-mark{colour}">{html(word)}</span>'


def day(on: date | None) -> str:
    """A date that is never broken across lines, as HTML."""
    return f'<span class="kg-day">{on or "不详"}</span>'


def duties(located: Sequence[tuple[Norm, str]], *, titled: bool = True) -> None:
    """Draw the table of duties.

    Each norm comes with the URN of its provision, '' if it is not known.
    """
    st.html(table(DUTY_COLUMNS, [_duty(norm, urn, titled) for norm, urn in located]))


def _duty(norm: Norm, urn: str, titled: bool) -> list[str]:
    words = (f"《{norm.instrument}》" if titled else "") + place(norm.article, norm.paragraph, norm.item)
    trigger = (norm.trigger or "") + (f"（例外：{norm.exception}）" if norm.exception else "")
    cells = [
        bearer_words(norm), legal_force(norm), act_words(norm), "、".join(norm.recipient),
        norm.deadline.text if norm.deadline else "", trigger,
    ]
    return [html(c or NOTHING) for c in cells] + [anchor(law_address(urn), words) if urn else html(words)]


def located(knowledge: Knowledge, norms: Iterable[Norm], quoted: Iterable[Quote], versions: Iterable[str]) -> list[tuple[Norm, str]]:
    """Each norm with the URN of its provision, '' if it is not known.

    The provision is taken in the version quoted, else in one of ``versions`` (URNs).
    """
    home: dict[str, str] = {}
    for urn in [*(q.iri for q in quoted if q.iri), *versions]:
        version = text_urn(urn)
        home.setdefault(_title(knowledge, version), version)
    return [(n, f"{home[n.instrument]}~{n.eid}" if n.instrument in home and n.eid else "") for n in norms]


def _title(knowledge: Knowledge, urn: str) -> str:
    try:
        return knowledge.catalogue.version(urn).title
    except KeyError:
        return ""


def quote_card(quote: Quote) -> None:
    """Draw verbatim words with the link to their place.

    What is known only from second hand is marked 转述.
    """
    with st.container(border=True):
        if quote.iri:
            law_link(cite(quote), quote.iri, ":material/menu_book:")
        else:
            st.html(f"<b>{html(cite(quote))}</b>")
        second = mark("转述") if quote.second_hand else ""
        version = f"{quote.version} 起施行的文本" if quote.version else "版本不详"
        note = "非原文，来源未经核对" if quote.second_hand else f"{version} · 原文"
        st.html(f'<div class="kg-quote">{html(quote.quote)}</div><div class="kg-note">{second}{html(note)}</div>')
