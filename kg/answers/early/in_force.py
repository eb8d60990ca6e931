"""Answers to whether an instrument is in force, from its dates and from its own 施行 article.

Handled: 218号令现在开始管我们了没 · 什么时候施行 · 要不要执行 · 现在还有效吗 — for an instrument named, or for the one the
question describes.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kg.answers.question.reading import Question
from kg.answers.question.wants import Want
from kg.answers.result import Answer
from kg.answers.saying.trail import QUESTION, step
from kg.corpus.quoting import Quote, cite, quote
from kg.law.identifiers import eid_of, text_urn, work_urn
from kg.law.model import Instrument, Version
from kg.law.versions import in_force, is_in_force, latest, status, upcoming
from kg.law.wording import chinese_date

if TYPE_CHECKING:
    from kg.answers.question.scope import Scope
    from kg.graph.knowledge import Knowledge
    from kg.search.index import Index

_NEAR = 0.85  # a rule of the day asked that is as near as this to the best answers instead
_COMMENCES = re.compile(r"自[^。；]{1,24}起(?:施行|实施|生效|执行)")


def answer(knowledge: Knowledge, index: Index, asked: Question, where: Scope) -> Answer | None:
    """The answer to a question about what is in force, or None if the question asks nothing of that kind."""
    if Want.STATUS not in asked.wants or (Want.SCOPE in asked.wants and where.labels):
        return None
    instrument, extra = _instrument(knowledge, index, asked)
    if instrument is None:
        return None
    return told(knowledge, asked, instrument, where.on, extra)


def not_in_force(knowledge: Knowledge, index: Index, asked: Question, where: Scope) -> Answer | None:
    """The answer that the rule in question was not yet the law on that day, with when it began and what went before.

    It is None if a rule of that day is as near to the question, or if the day is one on which all texts held are the law.
    """
    latest_texts = knowledge.latest_texts
    current = {v.urn for v in where.versions}
    if latest_texts <= current or asked.references:
        return None
    hits = index.search(asked.topic, k=8, allowed=latest_texts | current)
    best = next((h.score for h in hits if h.entry.version in current), 0.0)
    instrument = knowledge.catalogue.find(work_urn(hits[0].urn)) if hits else None
    missing = instrument and hits[0].entry.version not in current and in_force(instrument.versions, where.on) is None
    return told(knowledge, asked, instrument, where.on, hits[0].urn) if instrument and missing and best < _NEAR * hits[0].score else None


def _instrument(knowledge: Knowledge, index: Index, asked: Question) -> tuple[Instrument | None, str | None]:
    if asked.instruments:
        return asked.instruments[0], None
    hits = index.search(asked.topic, k=1)
    return (knowledge.catalogue.find(work_urn(hits[0].urn)), hits[0].urn) if hits else (None, None)


def told(
    knowledge: Knowledge, asked: Question, instrument: Instrument, on: date, extra: str | None = None
) -> Answer:
    """The answer on an instrument's standing on that day, with the article by which it begins and what went before."""
    version = _version(instrument, on)
    if version is None:
        return _not_held(knowledge, asked, instrument, on)
    commencement = commences(knowledge, version)
    quotes = [commencement] if commencement else []
    text = _head(instrument, on) + (f"施行日期见{cite(commencement)}：“{commencement.quote}”" if commencement else "")
    text += _before(knowledge, version, on)
    article = _article(knowledge, extra, version)
    if article:
        quotes.append(article)
        text += f"\n所问内容见{cite(article)}：“{article.quote}”"
    return Answer(asked.text, "answered", text, tuple(quotes), path=tuple(step(QUESTION, "效力", cite(q)) for q in quotes))


def _not_held(knowledge: Knowledge, asked: Question, instrument: Instrument, on: date) -> Answer:
    """The answer from what the catalogue knows of an instrument without a text.

    It has the article that ended the instrument, if that is held.
    """
    by = next((v for v in knowledge.catalogue.versions if instrument.work in v.repeals), None)
    ended = commences(knowledge, by) if by else None
    text = _head(instrument, on) + "该文全文未收录。" + (f"废止见{cite(ended)}：“{ended.quote}”" if ended else "")
    known = "unanswerable" if status(instrument, on) == "不详" else "answered"
    return Answer(asked.text, known, text, (ended,) if ended else ())


def _version(instrument: Instrument, on: date) -> Version | None:
    versions = instrument.versions
    return in_force(versions, on) or upcoming(versions, on) or latest(versions)


def _head(instrument: Instrument, on: date) -> str:
    """The sentence on when an instrument begins, and on its status on the day asked."""
    state = status(instrument, on)
    begins = f"自{chinese_date(instrument.effective)}起施行" if instrument.effective else "施行日期不详"
    ends = f"，自{chinese_date(instrument.repealed)}起废止" if instrument.repealed else ""
    number = f"（{instrument.number}）" if instrument.number else ""
    return f"《{instrument.title}》{number}{begins}{ends}；截至{chinese_date(on)}，其状态为：{state}。"


def _before(knowledge: Knowledge, version: Version, on: date) -> str:
    """What the version replaces, and which text applies while it is not yet in force."""
    out = []
    for urn in version.repeals:
        old = knowledge.catalogue.find(urn)
        if old is None:
            continue
        held = "" if old.versions else "（全文未收录）"
        ends = f"自{chinese_date(version.effective)}起废止"
        now = f"，截至{chinese_date(on)}仍适用该办法" if not is_in_force(version, on) and status(old, on) == "现行有效" else ""
        out.append(f"被其取代的是《{old.title}》（{old.number}），{ends}{now}{held}。")
    return "".join(out)


def _article(knowledge: Knowledge, urn: str | None, version: Version) -> Quote | None:
    if urn is None or text_urn(urn) != version.urn:
        return None
    node = knowledge.document(version).by_eid.get(eid_of(urn))
    return quote(knowledge, version, node) if node else None


def commences(knowledge: Knowledge, version: Version) -> Quote | None:
    """The article that fixes the day the version takes effect, or None if none does."""
    document = knowledge.document(version)
    for article in reversed(document.articles):
        if _COMMENCES.search(document.text_of(article)):
            return quote(knowledge, version, article)
    return None
