"""What an amendment since has made of the articles of an answer: 2025年11月的事，当时怎么罚 · 网安法第三十七条讲的是境内存储吗.

Facts of a day are judged by the law of that day, with the number of the article today, and with its words if the question speaks of today.
An article named by its older number is told beside the one that has that number now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.answers.saying.remarks import difference
from kg.answers.saying.shortening import quoted, shortened
from kg.corpus.amendments.renumbering import counterpart
from kg.corpus.quoting import Quote, cite, quote
from kg.law.identifiers import article_eid, eid_of, text_urn
from kg.law.likeness import likeness, overlap, squash
from kg.law.numerals import to_chinese
from kg.law.versions import chronological, in_force, today
from kg.law.wording import chinese_date

if TYPE_CHECKING:
    from kg.answers.question.reading import NamedArticle, Question
    from kg.answers.result import Answer
    from kg.graph.knowledge import Knowledge
    from kg.law.model import Document, Provision, Version

_MOST = 2  # articles told
_TODAY = re.compile(r"现在|现行|如今|目前|眼下|今年|今天|新法|新规|改成|改到|修[订改正]后")  # the question speaks of today as well
_NUMBERED = "第{}款"
_FINES = ("罚款", "违法所得")
_BETTER = 0.12  # by how much more of the question the older article must have than the one with its number now
_GROUNDS = "\n依据：\n"
_Beside = tuple[str, "Quote | None"]  # a line, and the quote that bears it out


def told(knowledge: Knowledge, asked: Question, found: Answer) -> Answer:
    """The answer with the articles of today beside those of the day asked about, or beside those that have an older number now."""
    if found.status != "answered" or _GROUNDS not in found.answer:
        return found
    earlier = asked.as_of is not None and asked.as_of < today()
    beside = _since(knowledge, asked, found) if earlier else _renumbered(knowledge, asked, found.citations)
    return _with(found, beside, first=not earlier) if beside else found


def _with(found: Answer, beside: Sequence[_Beside], *, first: bool) -> Answer:
    """The answer with further lines and their quotes, after its first line or at the end of its conclusion."""
    head, _, grounds = found.answer.partition(_GROUNDS)
    lines = head.split("\n")
    at = 1 if first else len(lines)
    quotes = [q for _, q in beside if q and q not in found.citations]
    words = "".join(f"\n{cite(q)}：“{q.quote}”" for q in quotes)
    said = "\n".join([*lines[:at], *(line for line, _ in beside), *lines[at:]])
    return replace(found, answer=f"{said}{_GROUNDS}{grounds}{words}", citations=(*found.citations, *quotes))


def _since(knowledge: Knowledge, asked: Question, found: Answer) -> list[_Beside]:
    """The line for each article cited that has been amended since, with the quote of today's article if its words differ."""
    lines: dict[str, _Beside] = {}
    cited = {f"{text_urn(q.iri)}~{article_eid(eid_of(q.iri))}" for q in found.citations}
    for q in found.citations:
        version = knowledge.catalogue.by_urn.get(text_urn(q.iri))
        later = in_force(knowledge.catalogue.of(version).versions, today()) if version else None
        if version and later and later is not version and len(lines) < _MOST:
            article = article_eid(eid_of(q.iri))
            now = counterpart(knowledge.document(version), knowledge.document(later), article)
            if article not in lines and f"{later.urn}~{now}" not in cited:
                lines[article] = _line(knowledge, asked, (version, later), (article, now), found.conclusion)
    return list(lines.values())


def _line(knowledge: Knowledge, asked: Question, texts: tuple[Version, Version], eids: tuple[str, str | None], said: str) -> _Beside:
    """The line on what has become of an article, of which the conclusion (``said``) tells a 款."""
    (old, new), (article, now) = texts, eids
    before, after = knowledge.document(old), knowledge.document(new)
    node = before.by_eid[article]
    was, since = f"《{old.title}》{node.name}", chinese_date(new.effective)
    if not now or now not in after.by_eid:
        return f"此后的修正：{was}在{since}起施行的文本中没有对应条文。", None
    later = after.by_eid[now]
    how = difference(knowledge, old, new, article)
    if _body(before, node) == _body(after, later):
        return f"此后的修正：{was}自{since}起为{later.name}，文字相同。", None
    paragraph = next((p for p in node.children if f"{was}{_NUMBERED.format(to_chinese(p.number[0]))}" in said), node)
    nearest = _nearest(after, later, before.text_of(paragraph))
    made = quote(knowledge, new, nearest) if _TODAY.search(asked.text) else None
    return f"此后的修正：{was}自{since}起为{later.name}，{how}{f'：{_short(made, asked)}（现行{later.name}）' if made else ''}。", made


def _body(document: Document, article: Provision) -> str:
    return squash(document.text_of(article).removeprefix(article.label))


def _renumbered(knowledge: Knowledge, asked: Question, quotes: Sequence[Quote]) -> list[_Beside]:
    """The line for each article named by number if the question speaks of what the number meant before the law was amended."""
    cited = {f"{text_urn(q.iri)}~{article_eid(eid_of(q.iri))}" for q in quotes}
    found = (_meant(knowledge, asked, r, cited) for r in asked.references)
    return [line for line in found if line][:_MOST]


def _meant(knowledge: Knowledge, asked: Question, reference: NamedArticle, cited: set[str]) -> _Beside | None:
    texts = chronological(reference.instrument.versions) if reference.instrument else ()
    if len(texts) < 2:
        return None
    old, new = texts[-2:]
    before, after = knowledge.document(old), knowledge.document(new)
    was, same = before.article(reference.number), after.article(reference.number)
    now = counterpart(before, after, was.eid) if was else None
    if not was or not same or not now or now == same.eid or f"{new.urn}~{same.eid}" not in cited:
        return None
    if overlap(asked.own or asked.text, before.text_of(was)) < overlap(asked.own or asked.text, after.text_of(same)) + _BETTER:
        return None
    made = quote(knowledge, new, _nearest(after, after.by_eid[now], asked.text))
    name = after.by_eid[now].name
    return (f"所说的内容在修正前的{was.name}，现为《{new.title}》{name}：{_short(made, asked)}（{name}）。", made) if made else None


def _nearest(document: Document, article: Provision, words: str) -> Provision:
    """The 款 of an article that is most like some words, or the article itself if it has one only."""
    parts = article.children
    return max(parts, key=lambda p: likeness(words, document.text_of(p))) if len(parts) > 1 else article


def _short(q: Quote, asked: Question) -> str:
    return quoted(shortened(q.quote.split("\n")[0], asked.text, _FINES))
