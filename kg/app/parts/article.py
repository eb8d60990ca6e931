"""One article on the page 法条: its words, its neighbours, citations both ways, duties, penalties, terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

import streamlit as st

from kg.app import session
from kg.app.markup import anchor, plain, table
from kg.app.parts.common import duties, mark
from kg.corpus.amendments.renumbering import counterpart as renumbered
from kg.corpus.amendments.status import provision_status
from kg.files.safe import html
from kg.graph.knowledge import AppliedSanction, Knowledge
from kg.graph.records import Link
from kg.law import versions
from kg.law.identifiers import article_eid, day_of, eid_of, text_urn, within, work_urn
from kg.law.model import Document, Provision, Term, Version
from kg.law.wording import yuan_range

_STALE = " :orange-badge[旧条号]"


def article(known: Knowledge, version: Version, eid: str, meant: str) -> None:
    """Draw the article (or annex) ``eid`` with all that belongs to it.

    ``meant`` is the part to be marked, perhaps the whole.
    """
    document, urn = known.document(version), f"{version.urn}~{eid}"
    node = document.by_eid[eid]
    above = [p for p in document.ancestors(eid) if p.heading or p.label]
    if above:
        st.caption(" › ".join(plain(f"{p.label} {p.heading}".strip()) for p in above))
    with st.container(border=True):
        st.html(f'<div class="kg-law">{words_html(document, node, meant if meant != eid else "")}</div>')
    _status(known, version, eid)
    _neighbours(known, version, urn)
    _citations(known, urn)
    _duties(known, version, urn)
    _penalties(known, version, urn)
    terms(version, [t for t in known.terms(version) if article_eid(t.eid) == eid], "本条定义的用语")


def division(known: Knowledge, version: Version, node: Provision) -> None:
    """Draw a whole 编, 章 or 节."""
    document = known.document(version)
    with st.container(border=True):
        st.html(f'<div class="kg-law">{words_html(document, node, "")}</div>')


def counterpart(known: Knowledge, ref: str, wanted: str) -> str | None:
    """The URN of the article that carries on the content of ``ref`` in the version ``wanted``, or None if none does."""
    from kg.corpus.lookup import UnknownReference, look_up

    try:
        shown = look_up(ref, known.catalogue, session.setting().on, document=known.document)
        target = known.catalogue.version(wanted)
    except (UnknownReference, KeyError):
        return None
    if shown.version is None or shown.provision is None or shown.version.work != target.work:
        return None
    eid = renumbered(known.document(shown.version), known.document(target), shown.provision.eid)
    return f"{target.urn}~{eid}" if eid else None


def words_html(document: Document, node: Provision, meant: str) -> str:
    """The text of a node as HTML, with every character of it and its parts nested as in the tree."""
    pieces, at = [], node.start
    if node.label and not (node.children and node.children[0].start < at + len(node.label)):
        at += len(node.label)
        pieces.append(f'<span class="number">{html(document.text[node.start : at])}</span>')
    for child in node.children:
        pieces.append(html(document.text[at : child.start].strip("\n")))
        mine = " meant" if child.eid == meant else ""
        pieces.append(f'<span class="{child.kind.value}{mine}">{words_html(document, child, meant)}</span>')
        at = child.end
    return "".join([*pieces, html(document.text[at : node.end].strip("\n"))])


def _neighbours(known: Knowledge, version: Version, urn: str) -> None:
    order = known.articles(version)
    here = order.index(urn) if urn in order else -1
    left, right = st.columns(2)
    if here > 0:
        with left:
            session.law_link(f"上一条：{_short(known, order[here - 1])}", order[here - 1], ":material/arrow_back:")
    if 0 <= here < len(order) - 1:
        with right:
            session.law_link(f"下一条：{_short(known, order[here + 1])}", order[here + 1], ":material/arrow_forward:")


def _short(known: Knowledge, urn: str) -> str:
    return known.provision_label(urn).partition("》")[2]


def _status(known: Knowledge, version: Version, eid: str) -> None:
    """Draw the standing of the article on the day chosen, and its number and wording in the other texts.

    It ends with the way to the comparison.
    """
    instrument = known.catalogue.of(version)
    status = provision_status(instrument, version, eid, session.setting().on, known.document)
    first, *others = status.lines
    said = "".join(f'<div class="kg-note">{html(line)}</div>' for line in others)
    st.html(f'<div class="kg-note">{mark(status.word)}{html(first.removeprefix(status.word))}</div>{said}')
    if len(instrument.versions) < 2:
        return
    with st.container(horizontal=True, gap="medium"):
        for step in (status.after, status.before):
            if step and step.urn:
                session.law_link(f"{step.version.effective} 起施行的文本中：{step.label}", step.urn, ":material/history:")
        query = {"law": [instrument.slug], "article": [known.document(version).by_eid[eid].label], **session.setting().query}
        st.page_link(session.page("diff"), label="新旧对照", icon=":material/difference:", query_params=query)


def _citations(known: Knowledge, urn: str) -> None:
    out, into = known.outgoing(urn), known.incoming(urn)
    left, right = st.columns(2)
    with left, st.container(border=True, gap=None):
        distinct = list({(k.text if k.target is None else "", k.target): k for k in out}.values())
        st.markdown(f"**引用**（{len(distinct)}）")
        for link in distinct:
            _outgoing(known, link)
        if not out:
            st.caption("本条没有引用其他条文。")
    with right, st.container(border=True, gap=None):
        sources = list(dict.fromkeys((k.source, k.stale) for k in into))
        st.markdown(f"**被引用**（{len(sources)}）")
        for source, stale in sources:
            session.law_link(_near(known, source, urn), source, marked=_STALE if stale else "")
        if not into:
            st.caption("收录的法规中没有条文引用本条。")


def _outgoing(known: Knowledge, link: Link) -> None:
    if link.target is None:
        st.markdown(f"“{plain(link.text)}” :red-badge[未能对应] :gray[{plain(link.reason)}]")
        return
    label = _near(known, link.target, link.source)
    words = label if label in link.text or link.text in label else f"“{link.text}” → {label}"
    session.law_link(words, link.target, marked=_STALE if link.stale else "")
    for also in link.also:
        read = "现行文本中为" if versions.is_in_force(known.catalogue.version(also), session.setting().on) else "另一文本中为"
        session.law_link(f"　{read} {_dated(known, also)}", also)
    if link.note:
        st.caption(plain(link.note))


def _near(known: Knowledge, urn: str, here: str) -> str:
    """The label of a provision as the text of ``here`` calls it, without the title if both are in the same text."""
    short = _short(known, urn) if text_urn(urn) == text_urn(here) else ""
    return short or _dated(known, urn)


def _dated(known: Knowledge, urn: str) -> str:
    """The label of a provision, with its version if the instrument has several."""
    label = known.provision_label(urn)
    held = known.catalogue.find(work_urn(urn))
    if held is None or len(held.versions) < 2:
        return label
    return f"{label}（{day_of(urn)} 文本）"


def _duties(known: Knowledge, version: Version, urn: str) -> None:
    mine = [(n.norm, n.urn) for n in known.records(version).norms if within(n.urn, urn)]
    if mine:
        st.subheader("本条的规范")
        duties(mine, titled=False)


def _day(version: Version) -> date:
    """The day chosen if this version is the law then, or else its first day."""
    on = session.setting().on
    return on if versions.is_in_force(version, on) else version.effective


def _penalties(known: Knowledge, version: Version, urn: str) -> None:
    found = known.punished_by(urn, _day(version))
    own = [s for s in known.records(version).sanctions if within(s.urn, urn)]
    named, general = [s for s in found if not s.general], [s for s in found if s.general]
    if named:
        st.subheader("违反本条的罚则")
        _penalty_table(known, named)
    if general:
        with st.expander(f"违反本法规任何规定都适用的罚则（{len(general)}）"):
            _penalty_table(known, general)
    if own:
        st.subheader("本条处罚的行为")
        with st.container(border=True):
            with st.container(horizontal=True, gap=None):
                for target in _in_order(known, version, {t for s in own for t in s.punishes}):
                    session.law_link(f"违反{_near(known, target, urn)}", target)
            if any(s.general for s in own):
                st.caption("违反本法规的其他规定，也适用本条。")
            if not any(s.punishes or s.general for s in own):
                st.caption("本条直接写明所处罚的行为，没有引用条号。")


def _in_order(known: Knowledge, version: Version, urns: Collection[str]) -> list[str]:
    """The provisions in the order of the text, with those of other texts last."""
    nodes = known.document(version).by_eid
    starts = {u: nodes[eid_of(u)].start for u in urns if text_urn(u) == version.urn and eid_of(u) in nodes}
    return sorted(urns, key=lambda u: (starts.get(u, len(version.text)), u))


def _penalty_table(known: Knowledge, found: Sequence[AppliedSanction]) -> None:
    st.html(table(("罚则", "对象", "措施", "罚款", "依照"), [_penalty(known, s) for s in found]))


def _penalty(known: Knowledge, applied: AppliedSanction) -> list[str]:
    s = applied.sanction
    cells = ["、".join(s.addressee), "、".join(s.measures), "、".join(map(yuan_range, s.fines)), "、".join(f"《{t}》" for t in s.onward)]
    return [anchor(session.law_address(applied.urn), _short(known, applied.urn)), *(html(c or "—") for c in cells)]


def terms(version: Version, found: Iterable[Term], heading: str) -> None:
    """Draw the terms defined, with the words that define them."""
    listed: Sequence[Term] = tuple(found)
    if not listed:
        return
    st.subheader(heading)
    rows = [[html(t.term), html(t.full_form or t.quote), anchor(session.law_address(f"{version.urn}~{t.eid}"), t.article)] for t in listed]
    st.html(table(("用语", "含义", "条文"), rows))
