"""Clauses of the corpus as the measuring reads them."""

from __future__ import annotations

import re
from functools import cache

from kg.answers.finding.measuring.limits import MeasuredClause
from kg.corpus.catalogue import Catalogue
from kg.corpus.loading import load
from kg.corpus.quoting import label_of
from kg.corpus.structure import parse
from kg.law.model import Document, Provision, ProvisionKind
from kg.law.thresholds import bounds_of
from kg.law.wording import place

_LABEL = re.compile(r"^(?:第[一二三四五六七八九十百零]{1,9}条|[（(][一二三四五六七八九十0-9]{1,3}[）)]|\d{1,2}[.．、])[\s　]*")


@cache
def corpus() -> Catalogue:
    """The catalogue of the shipped corpus."""
    return load()


def clauses(slug: str, *eids: str) -> tuple[MeasuredClause, ...]:
    """The clauses of the provisions of an instrument's latest text."""
    version = next(i for i in corpus().instruments if i.slug == slug).versions[-1]
    document = parse(version.text, version.title)
    return tuple(c for eid in eids for c in _below(document, document.by_eid[eid], ""))


def _below(document: Document, node: Provision, lead: str) -> list[MeasuredClause]:
    if node.children:
        opening = _bare(document.text[node.start : node.children[0].start])
        whole = node.kind in (ProvisionKind.ARTICLE, ProvisionKind.ANNEX, ProvisionKind.SECTION)
        inner = lead if whole else opening or lead
        own = [] if whole or len(opening) < 2 else [_clause(document, node, opening, lead)]
        return own + [c for child in node.children for c in _below(document, child, inner)]
    return [_clause(document, node, _bare(document.text_of(node)), lead)]


def _clause(document: Document, node: Provision, words: str, lead: str) -> MeasuredClause:
    return MeasuredClause(words, lead, _label(document, node), _heading(document, node), bounds_of(document.text))


def _section(document: Document, node: Provision) -> Provision | None:
    """The 一、 section of an annex that a node stands in."""
    above = document.ancestors(node.eid)
    return next((p for p in above if p.kind is ProvisionKind.SECTION and p.eid.startswith("annex")), None)


def _label(document: Document, node: Provision) -> str:
    article, paragraph, item = label_of(document, node)
    section = _section(document, node)
    inside = f"第{section.label.rstrip('、')}部分" if section else ""
    return f"《{document.title}》{place(article + inside, None if inside and paragraph == 1 else paragraph, item)}"


def _heading(document: Document, node: Provision) -> str:
    section = _section(document, node)
    return document.text[section.start : section.end].strip().split("\n")[0] if section else ""


def _bare(text: str) -> str:
    return _LABEL.sub("", text.strip())
