"""Questions about the rank of laws: 218号令第三十三条的上位法是哪条 · 这部办法是根据哪些法律制定的 · 个保法第五十七条在行业规章里对应哪条.

Answered from the links between laws that were extracted or reviewed, by rank, each with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.answers.result import Answer
from kg.answers.saying.shortening import quoted, shortened
from kg.answers.saying.trail import step
from kg.corpus.quoting import Quote, cite, quote
from kg.graph.links_of_day import links_of
from kg.law.identifiers import above, article_eid, article_urn, eid_of, is_item, is_part, text_urn, within, work_urn
from kg.law.likeness import overlap
from kg.links.records import LinkType

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.graph.knowledge import Knowledge
    from kg.law.model import Version
    from kg.links.records import CrossLink
    from kg.search.index import Index

_UPPER = re.compile(r"上位法|上位(?:依据|规定)|(?:法律|行政法规)(?:上|层面|里)?的?(?:依据|来源)(?:是|在|有)(?:哪|什么)|对应(?:的)?(?:法律|上位)")
_LOWER = re.compile(r"下位法|(?:规章|办法|条例|行业规定|行业里|细则|[号]令)[里中上]?[^。？]{0,8}(?:对应|落实|细化)[^。？]{0,8}(?:哪|什么|几)"
                    r"|由哪[些条部个][^。？]{0,12}(?:细化|落实)")
_MADE_BY = re.compile(r"(?:根据|依据|依照|按照)了?(?:什么|哪[些部几个]*)[^。？]{0,12}(?:制定|出台|来的)|制定的?(?:法律)?依据"
                      r"|依据(?:哪|什么)[^。？]{0,8}制定")
_TYPES = (LinkType.SPECIFIES, LinkType.DEFINES, LinkType.EXCEPTION, LinkType.SAME_EVENT)
_RANKS = ("宪法", "法律", "司法解释", "行政法规", "部门规章")
_INDUSTRY = re.compile(r"行业|证监会|监管规定|部门规章")
_MOST = 4  # provisions told


def answer(knowledge: Knowledge, index: Index, asked: Question, where: Scope) -> Answer | None:
    """The answer to a question about the law above or below a provision, or None if the question asks for neither."""
    named = [i.work for i in asked.instruments]
    version = next((v for w in named for v in where.versions if v.work == w), None)
    if version is None:
        return None
    if not asked.references and (_MADE_BY.search(asked.text) or (_UPPER.search(asked.text) and not _matter(asked))):
        return _made_by(knowledge, asked, version, where)
    upper = bool(_UPPER.search(asked.text))
    if not upper and not _LOWER.search(asked.text):
        return None
    place = _place(knowledge, index, asked, version)
    return _linked(knowledge, asked, where, place, upper=upper) if place else None


def _matter(asked: Question) -> str:
    """What the question speaks of besides the text and the law above it."""
    rest = asked.text
    for name in sorted((n for i in asked.instruments for n in (i.title, i.full_title, *i.names)), key=len, reverse=True):
        rest = rest.replace(name, "")
    return re.sub(rf"{_UPPER.pattern}|法律|依据|根据|上位|规定|办法|我们|请问|对应|哪[些部条几个]*|什么|都|有|是|的|吗|呢|[^一-鿿]", "", rest)


def _place(knowledge: Knowledge, index: Index, asked: Question, version: Version) -> str | None:
    """The article (URN) asked about: the one named, else the one of the text that is nearest."""
    if asked.references:
        one = next((r for r in asked.references if r.instrument is None or r.instrument.work == version.work), None)
        article = knowledge.document(version).article(one.number) if one else None
        return f"{version.urn}~{article.eid}" if article else None
    hits = index.search(_UPPER.sub("", asked.topic), k=1, allowed={version.urn})
    return article_urn(hits[0].urn) if hits else None


def _linked(knowledge: Knowledge, asked: Question, where: Scope, place: str, *, upper: bool) -> Answer | None:
    """The answer with the provisions linked to an article, of a higher rank (``upper``) or of a lower, the most like it first."""
    own = _rank(knowledge, place)
    named = {i.work for i in asked.instruments} - {work_urn(place)}
    found: dict[str, CrossLink] = {}
    for link in links_of(knowledge, place, where.on):
        other = link.target if within(link.source, place) else link.source
        fits = _rank(knowledge, other) < own if upper else _rank(knowledge, other) > own and work_urn(other) not in where.limited
        if link.type in _TYPES and is_part(other) and fits and (other not in found or link.type is not LinkType.SAME_EVENT):
            found[other] = link
    order = sorted(found, key=lambda u: (found[u].type is LinkType.SAME_EVENT, _rank(knowledge, u), -_alike(found[u])))
    works = named or (where.sector if _INDUSTRY.search(asked.text) else set())
    order = [u for u in order if work_urn(u) in works] or order
    quotes = [q for u in (place, *order[:_MOST]) if (q := _quoted(knowledge, u))]
    if len(quotes) < 2:
        return None
    lines = [f"“{_short(_words(knowledge, u, found[u]), asked)}”（{knowledge.provision_label(u)}）。" for u in order[:_MOST]]
    head = f"{'上位法依据' if upper else '下位规定中对应的条文'}（据条文关联，{knowledge.provision_label(place)}）："
    return _answered(asked, [head + lines[0], *lines[1:]], quotes, knowledge.provision_label(place), "上位法" if upper else "对应")


def _made_by(knowledge: Knowledge, asked: Question, version: Version, where: Scope) -> Answer | None:
    """The answer with the laws under which a text was made, by rank, from the words of its article that says so."""
    bases = [k for k in links_of(knowledge, version.urn, where.on) if k.type is LinkType.BASIS and within(k.source, version.urn)]
    if not bases:
        return None
    said = {knowledge.provision_label(k.target): (_rank(knowledge, k.target), _where(k, knowledge.provision_label(k.target))) for k in bases}
    titles = sorted(said, key=lambda t: said[t])
    quotes = [q for u in dict.fromkeys(k.source for k in bases) if (q := _quoted(knowledge, u))]
    source = knowledge.provision_label(article_urn(bases[0].source))
    text = f"《{version.title}》的制定依据是{'、'.join(titles)}（{source}）。"
    return _answered(asked, [text], quotes, f"《{version.title}》", "制定依据")


def _answered(asked: Question, lines: Sequence[str], quotes: Iterable[Quote], place: str, how: str) -> Answer:
    once = tuple(dict.fromkeys(quotes))
    words = [f"{cite(q)}：“{q.quote}”" for q in once]
    return Answer(asked.text, "answered", "\n".join([*lines, "依据：", *words]), once, path=tuple(step(place, how, cite(q)) for q in once[1:]))


def _where(link: CrossLink, label: str) -> int:
    """The place of a title in the words of a link."""
    return link.source_words.find(label.strip("《》"))


def _rank(knowledge: Knowledge, urn: str) -> int:
    found = knowledge.catalogue.find(work_urn(urn))
    return _RANKS.index(found.rank) if found and found.rank in _RANKS else len(_RANKS)


def _alike(link: CrossLink) -> float:
    return overlap(link.source_words, link.target_words)


def _words(knowledge: Knowledge, urn: str, link: CrossLink) -> str:
    """The words of an end of a link, without the number of its item."""
    words = link.target_words if urn == link.target else link.source_words
    return re.sub(r"^[（(][一二三四五六七八九十]{1,3}[）)]|^第[^　 ]{1,12}条[　 ]+", "", words.strip()).rstrip("。；，：")


def _short(words: str, asked: Question) -> str:
    return quoted(shortened(words, asked.text)).strip("“”")


def _quoted(knowledge: Knowledge, urn: str) -> Quote | None:
    """The quote of the 款 in which a provision stands, or of the article."""
    version = knowledge.catalogue.by_urn.get(text_urn(urn))
    if version is None:
        return None
    document = knowledge.document(version)
    eid = eid_of(urn)
    while is_item(eid) and above(eid) in document.by_eid:
        eid = above(eid)
    alone = document.by_eid.get(article_eid(eid))
    node = alone if alone and len(alone.children) < 2 else document.by_eid.get(eid)
    return quote(knowledge, version, node) if node else None
