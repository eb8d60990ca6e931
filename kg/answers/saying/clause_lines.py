"""The lines of a conclusion that are made of the words of a clause: what it says, of whom, where it stands.

“重要信息系统业务日志应当保存五年以上”（《…》第十八条第二款；证券公司属于经营机构）。 A lead-in gives every 项 of its list, or says how many more
there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.answers.question.asker import Asker
from kg.answers.saying.conclusions import belongs, extended
from kg.corpus.quoting import label_of, quote
from kg.law.identifiers import above, article_eid, eid_of, is_item, within
from kg.law.model import Document, Provision, ProvisionKind
from kg.law.wording import limits, place

if TYPE_CHECKING:
    from kg.answers.ranking.ranker import Ranked
    from kg.answers.saying.passages import ToldWords
    from kg.corpus.quoting import Quote
    from kg.graph.knowledge import Knowledge

_LONG_QUOTE = 420  # characters of a paragraph that is quoted whole
_ENDS = "。；，、：\n　 "


@dataclass(frozen=True)
class SaidLine:
    """One line of a conclusion with what bears it out: the provision (URN), its verbatim words, and the rule that made the line.

    ``others`` are further provisions (URNs) whose words the line tells.
    """

    text: str
    urn: str = ""
    words: str = ""
    why: str = ""
    verdict: str = ""
    others: tuple[str, ...] = ()


def line_of(knowledge: Knowledge, told: ToldWords, asker: Asker) -> SaidLine:
    """The line for the words of a 款 that are told, with whom it binds and where it stands."""
    limited = limits(knowledge.catalogue.of(knowledge.catalogue.version(told.urn)))
    lead = f"（{limited}）" if limited else ""
    apart = (_apart(n.norm.trigger, told, knowledge.text(n.urn)) for one in told.clauses for n in one.norms if n.norm.trigger)
    condition = next(filter(None, apart), "")
    inside = next(filter(None, (_inside(one, asker) for one in told.clauses)), "")
    said = f"{lead}{condition}{told.said}（{where(knowledge, told.urn)}{inside}）。"
    return SaidLine(said, told.urn, told.words, "clause", others=told.beside)


def _apart(trigger: str, told: ToldWords, text: str) -> str:
    """The condition of a norm in quotes, without what stands in the words of the clauses or in those that lead them in."""
    words = "".join(one.lead + one.words for one in told.clauses)
    whole = trigger.strip(_ENDS)
    pieces = [whole] if whole in text else [p.strip(_ENDS) for p in whole.split("，")]
    left = [p for p in pieces if p and p not in words and not all(q in words for q in p.split("，") if q)]
    return "，且".join(f"“{p}”" for p in left) + "，" if left else ""


def where(knowledge: Knowledge, urn: str) -> str:
    """The provision as lawyers write it."""
    version = knowledge.catalogue.version(urn)
    document = knowledge.document(version)
    return f"《{version.title}》{place(*label_of(document, document.by_eid[eid_of(urn)]))}"


def _inside(one: Ranked, asker: Asker) -> str:
    """The remark on how the asker's kind of firm is among those bound, or ''."""
    for applied in one.norms:
        if set(applied.norm.bearer) & asker.labels and not set(asker.names) & set(applied.norm.bearer):
            named = any(b in one.words for b in applied.norm.bearer)
            bound = "" if named else f"；义务主体：{'、'.join(applied.norm.bearer)}"
            return belongs(applied.norm.bearer, asker) or bound + extended(applied, asker)
        if remark := extended(applied, asker):
            return remark
    return ""


def quotes_for(knowledge: Knowledge, urns: Sequence[str]) -> list[Quote]:
    """The words of the law behind the lines, each paragraph once and in the order of the lines."""
    found = list(dict.fromkeys(q for urn in urns for q in _paragraph(knowledge, urn)))
    return [q for q in found if not any(q is not other and within(q.iri, other.iri) and q.quote in other.quote for other in found)]


def _paragraph(knowledge: Knowledge, urn: str) -> list[Quote]:
    """The article in which a provision stands if it is short, else its 款, or of a long one with a list the 项 alone with its lead-in."""
    version = knowledge.catalogue.version(urn)
    document = knowledge.document(version)
    node = document.by_eid[eid_of(urn)]
    article = document.by_eid.get(article_eid(node.eid))
    if article and article.kind is ProvisionKind.ARTICLE and article.end - article.start <= _LONG_QUOTE:
        made = quote(knowledge, version, article)
        return [made] if made else []
    whole = node
    while is_item(whole.eid) and (upper := document.by_eid.get(above(whole.eid))):
        whole = upper
    if whole is node or whole.end - whole.start <= _LONG_QUOTE:
        made = quote(library=knowledge, version=version, node=_only(document, whole))
        return [made] if made else []
    lead = document.text[whole.start : whole.children[0].start].strip()
    return [q for q in (quote(knowledge, version, whole, lead) if lead else None, quote(knowledge, version, node)) if q]


def _only(document: Document, node: Provision) -> Provision:
    """The article itself where it has this one 款 only."""
    if node.kind is ProvisionKind.PARAGRAPH:
        article = document.ancestors(node.eid)[-1]
        if article.kind is ProvisionKind.ARTICLE and len(article.children) == 1:
            return article
    return node



