"""The lines of a conclusion that are made of the words of a clause: what it says, of whom, where it stands.

“重要信息系统业务日志应当保存五年以上”（《…》第十八条第二款；证券公司属于经营机构）。 A lead-in gives every 项 of its list, or says how many more
there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.answers.question.asker import Asker
from kg.answers.saying.conclusions import belongs, condition_of, extended
from kg.answers.saying.shortening import quoted, shortened
from kg.corpus.quoting import label_of, quote
from kg.law.identifiers import above, article_eid, eid_of, is_item, within
from kg.law.model import Document, Provision, ProvisionKind
from kg.law.sentences import sentences
from kg.law.wording import limits, place

if TYPE_CHECKING:
    from kg.answers.ranking.ranker import Ranked
    from kg.corpus.quoting import Quote
    from kg.graph.knowledge import Knowledge

_LIST_ROOM = 110  # characters of the items of a list that are told
_LONG_QUOTE = 420  # characters of a paragraph that is quoted whole
_OF_TERMS = re.compile(r"用语|术语|含义")  # a lead-in of definitions, which says nothing
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


def line_of(knowledge: Knowledge, one: Ranked, asked: str, asker: Asker, *, listed: bool = True) -> SaidLine:
    """The line for one clause, with the items of the list that it leads in if they are asked for (``listed``)."""
    document = knowledge.document(knowledge.catalogue.version(one.clause.urn))
    node = document.by_eid[eid_of(one.clause.urn)]
    before = sentences(one.words)[:-1] if one.clause.heads else []
    if one.clause.heads and node.children and (listed or not before):
        said = _list(document, node, one, asked)
    else:
        said = _plain("".join(before) or one.words, one.lead, asked)
    limited = limits(knowledge.catalogue.of(knowledge.catalogue.version(one.clause.urn)))
    lead = f"（{limited}）" if limited else ""
    apart = (n for n in one.norms if n.norm.trigger and not _told(n.norm.trigger, one))
    condition = next((condition_of(n.norm, knowledge.text(n.urn)) for n in apart), "")
    return SaidLine(f"{lead}{condition}{said}（{where(knowledge, one)}{_inside(one, asker)}）。", one.clause.urn, one.words, "clause")


def _told(trigger: str, one: Ranked) -> bool:
    """Whether every piece of a condition stands in the words of the clause or in those that lead it in."""
    return all(p.strip(_ENDS) in one.lead + one.words for p in trigger.split("，") if p.strip(_ENDS))


def where(knowledge: Knowledge, one: Ranked) -> str:
    """The provision of a clause as lawyers write it."""
    version = knowledge.catalogue.version(one.clause.urn)
    document = knowledge.document(version)
    return f"《{version.title}》{place(*label_of(document, document.by_eid[eid_of(one.clause.urn)]))}"


def _plain(clause: str, before: str, asked: str) -> str:
    """The words of a clause, after those that lead it in."""
    words = quoted(shortened(clause, asked))
    lead = (sentences(before) or [""])[-1].strip(_ENDS)
    lead = "" if _OF_TERMS.search(lead) else lead
    return f"{quoted(shortened(lead, asked))}：{words}" if lead else words


def _list(document: Document, node: Provision, one: Ranked, asked: str) -> str:
    """The lead-in with its items, as many as there is room for."""
    items = [document.text_of(c) for c in node.children]
    told: list[str] = []
    used = 0
    for item in items:
        words = item.split("\n")[0].strip(_ENDS)
        if told and used + len(words) > _LIST_ROOM:
            break
        told.append(f"“{words}”")
        used += len(words)
    more = f"；另有{len(items) - len(told)}项，见下文" if len(told) < len(items) else f"（共{len(items)}项）"
    return f"{quoted(shortened(one.words.rstrip(_ENDS), asked))}：{'；'.join(told)}{more}"


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



