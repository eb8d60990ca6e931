"""The panel beside the picture of the graph: the words of what was clicked, their origin and how sure they are."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from kg.app.markup import plain
from kg.app.parts.common import mark
from kg.app.session import law_link
from kg.atlas.day import KINDS, RELATIONS, DayGraph, Edge, Node, NodeKind, Relation, Strand
from kg.atlas.paths import PathStep
from kg.files.safe import html
from kg.graph.knowledge import Knowledge
from kg.law.identifiers import is_part, work_urn
from kg.law.wording import UNREVIEWED
from kg.links.records import STATUSES

_UNREAD = {STATUSES["extracted"], UNREVIEWED}
_SHOWN = 3  # strands of an edge shown at once


def node_details(known: Knowledge, graph: DayGraph, node: Node) -> None:
    """Draw what a node is, its words, and the way to the law."""
    st.html(f'<div>{mark(KINDS[node.kind])}<b>{html(node.name)}</b></div>')
    if node.kind in (NodeKind.PROVISION, NodeKind.NORM, NodeKind.TEXT):
        law_link("在法条中查看", node.key.partition("#")[0], ":material/menu_book:")
    if node.words:
        st.html(f'<div class="kg-quote kg-graph-words">{html(node.words)}</div>')
    elif node.kind in (NodeKind.SUBJECT, NodeKind.AUTHORITY):
        _names(known, node)
    counts = Counter(e.relation for e in graph.at(node.key))
    told = [f"{RELATIONS[r]} {counts[r]}" for r in Relation if counts[r]]
    if told:
        st.html(f'<div class="kg-note">全部关联：{html("、".join(told))}</div>')


def _names(known: Knowledge, node: Node) -> None:
    """Draw the other names under which the law speaks of a subject or an authority."""
    concept = known.vocabulary.named(node.name)
    others = [n for n in concept.alt if n != node.name] if concept else []
    if others:
        st.html(f'<div class="kg-note">条文中的其他名称：{html("、".join(others))}</div>')


def edge_details(known: Knowledge, graph: DayGraph, edge: Edge) -> None:
    """Draw both ends of an edge and every reason for it.

    A reason has the words on both sides, its origin, confidence, review and explanation.
    """
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    st.html(f"<div>{mark('关联')}<b>{html(source.name)}</b> —{html(edge.label)}→ <b>{html(target.name)}</b></div>")
    for strand in edge.strands[:_SHOWN]:
        strand_details(known, strand, edge.relation == "part-of")
    if len(edge.strands) > _SHOWN:
        with st.expander(f"其余 {len(edge.strands) - _SHOWN} 处依据"):
            for strand in edge.strands[_SHOWN:]:
                strand_details(known, strand)


def strand_details(known: Knowledge, strand: Strand, bare: bool = False) -> None:
    """Draw one reason of an edge.

    ``bare`` leaves out the provisions, for edges where the structure of the text says it all.
    """
    with st.container(border=True):
        for urn, words in ((strand.source, strand.source_words), (strand.target, strand.target_words)):
            if urn and not bare:
                law_link(known.provision_label(urn) if is_part(urn) else _title(known, urn), urn, ":material/menu_book:")
            if words:
                st.html(f'<div class="kg-quote kg-graph-words">{html(words)}</div>')
            elif urn and not bare and "@" not in urn:
                st.html('<div class="kg-note">语料中没有收录这部法规的原文。</div>')
        st.html(f'<div class="kg-note">{facts(strand)}</div>')


def _title(known: Knowledge, urn: str) -> str:
    instrument = known.catalogue.find(work_urn(urn))
    return f"《{instrument.title}》" if instrument else urn


def facts(strand: Strand) -> str:
    """The origin of a reason, how sure it is and whether it has been reviewed, as HTML."""
    sure = f"把握程度：{strand.confidence:.2f}（最高 1）" if strand.confidence is not None else ""
    good = "" if strand.status in _UNREAD else " kg-good"
    status = f'<span class="kg-mark{good}">{html(strand.status)}</span>' if strand.status else ""
    told = [f"来源：{html(strand.origin)}" if strand.origin else "", sure]
    reason = f"<br>{html(strand.reason)}" if strand.reason else ""
    return status + " · ".join(t for t in told if t) + reason


def arrow(step: PathStep) -> str:
    """The edge of a step, in the direction in which it is walked: —细化落实→ or ←处罚—."""
    return f"—{step.edge.label}→" if step.forward else f"←{step.edge.label}—"


def step_details(known: Knowledge, number: int, step: PathStep) -> None:
    """Draw a step of a way with its two ends and the surest words for it."""
    st.markdown(f"**{number}.** {plain(step.source.name)} **{plain(arrow(step))}** {plain(step.target.name)}")
    strand_details(known, step.strand, step.edge.relation == "part-of")
    more = len(step.edge.strands) - 1
    if more:
        st.caption(f"这一步另有 {more} 处依据；点图中的连线查看。")
