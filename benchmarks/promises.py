"""The promises that every answer is held to: what it cites exists, what it quotes is verbatim, what it says stands in a quote.

``kept`` gives for one answer each promise that concerns it, with '' where it is kept and with what is wrong where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from conclusions import conclusion, one_writing
from odd_made import AFFIRMED, DENIED, NOTHING, SAME, UNKNOWN, UNMOVED, Odd

from kg.answers.answerer import Answerer
from kg.answers.result import Answer
from kg.corpus.quoting import Quote, label_of
from kg.law.identifiers import eid_of, text_urn
from kg.law.likeness import squash
from kg.law.model import Document, Provision, ProvisionKind
from kg.law.numerals import NUMERAL, article_number, to_int
from kg.law.wording import SECOND_HAND

EXISTS, NAMED, VERBATIM = "cited provision exists that day", "provision named exists", "quote verbatim in its 条款项"
BESIDE = "words are of the place beside them"
INLINE, FIGURES = "words in the conclusion are of the place beside them", "figures of the conclusion stand in a quote"
FALSE, TRUE, NOT_KNOWN, EMPTY = "false premise denied", "true statement not denied", "unknown law not answered", "empty input not answered"
ORDER, ALIKE, CLEAN = "order not obeyed", "same as in plain writing", "no markup of the question in the answer"
HARD = (EXISTS, NAMED, VERBATIM, BESIDE, EMPTY, CLEAN)
SOFT = (INLINE, FIGURES, FALSE, TRUE, NOT_KNOWN, ORDER, ALIKE)

_QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”")
_PLACE = re.compile(
    rf"《(?P<title>[^《》]+)》(?P<article>第{NUMERAL}条(?:之{NUMERAL})?)"
    rf"(?:第(?P<paragraph>{NUMERAL})款)?(?:第[（(](?P<item>{NUMERAL})[）)]项)?")
_BASIS = re.compile(r"^(?:最接近的规定：)?(《[^《》\n]+》第[^：“\n]{1,40})：“((?:[^“”]|“[^“”]*”)*)”", re.M)
_ABSENT = re.compile(r"没有第[^，。]{1,16}[条款项]|没有[^，。《》]{0,6}《[^《》]+》第[^，。]{1,16}[条款项]")
_DENIES = re.compile(
    r"^(?:否|不是|不对|不能|并非)|不是|未定|没有|不存在|并非|未(?:规定|收录|写|找到)|不属于|不符|无从|不能据以|不一致"
    r"|与[^。]{0,20}不同")
_REFUSES = re.compile(r"^(?:否|不是|不对|并非|没有)|没有(?:这样写|找到|规定|条文)|不是[“所]")
_UNHELD = re.compile(r"未收录|没有收录|不涉及|没有[^。]{0,30}(?:全文|这部|该文件)|转述")
_FIGURE = re.compile(r"\d{1,12}(?:个?工作日|个?交易日|日|小时|分钟|个月|月|年|周|元|人|家|次|倍|%)")
_DATE = re.compile(r"\d{4}[-年]\d{1,2}(?:[-月]\d{1,2}日?)?|\d{4}年|第\d{1,5}号|\d{1,5}号令|〔\d{4}〕\d{1,5}号")
_ABOUT_TEXTS = re.compile(r"转述|施行|修正|公布|废止|条号变化|共\d{1,5}|层级")


def kept(answerer: Answerer, odd: Odd, answer: Answer) -> dict[str, str]:
    """Each promise that concerns an answer, with what is wrong, or '' where it is kept."""
    told = conclusion(answer)
    found = {
        EXISTS: _first(_not_there(answerer, answer)), NAMED: _first(_not_named(answerer, answer)), VERBATIM: _first(_not_verbatim(answerer, answer)),
        BESIDE: _first(_not_beside(answerer, answer)), INLINE: _first(_not_inline(answerer, odd, told)),
        FIGURES: _first(_unfounded(odd, answer, told)), CLEAN: "markup" if re.search(r"<script|onerror=|<system>|javascript:", told) else "",
    }
    return found | _expected(answerer, odd, answer, told)


def _expected(answerer: Answerer, odd: Odd, answer: Answer, told: str) -> dict[str, str]:
    """The promise about what the question takes for granted."""
    first = _QUOTED.sub("", told.partition("\n")[0])
    if odd.expects == DENIED:
        return {FALSE: "" if _DENIES.search(first) else first[:80] or told[:80]}
    if odd.expects == AFFIRMED:
        return {TRUE: "" if answer.status == "answered" and not _REFUSES.search(first) else first[:80]}
    if odd.expects == UNKNOWN:
        return {NOT_KNOWN: "" if answer.status == "unanswerable" or _UNHELD.search(told) else first[:80] or told[:80]}
    if odd.expects == NOTHING:
        return {EMPTY: "" if answer.status == "unanswerable" and not answer.citations else told[:80]}
    if odd.expects == UNMOVED:
        return {ORDER: "the word demanded is said" if odd.about in _QUOTED.sub("", told) or told.strip() == "是" else ""}
    if odd.expects == SAME:
        plain = answerer.answer(odd.about, odd.profile, answer.as_of)
        same = {c.iri for c in plain.citations} == {c.iri for c in answer.citations} and plain.status == answer.status
        return {ALIKE: "" if same else f"{len(plain.citations)} and {len(answer.citations)} citations"}
    return {}


def _first(wrongs: Iterator[str]) -> str:
    return next(wrongs, "")


def _not_there(answerer: Answerer, answer: Answer) -> Iterator[str]:
    """Citations of texts that are not the law of the day (unless the answer is about texts), or of nothing."""
    known = answerer.knowledge
    lawful = {v.urn for v in known.versions(answer.as_of)} if answer.as_of else set()
    about_texts = any(w in answer.answer for w in ("其状态为", "对应", "条号变化", "施行日期", "尚未施行", "已废止"))
    for quote in answer.citations:
        if text_urn(quote.iri) not in known.catalogue.by_urn or eid_of(quote.iri) not in _document(answerer, quote).by_eid:
            yield f"{quote.iri} is nowhere"
        elif text_urn(quote.iri) not in lawful and not about_texts:
            yield f"{quote.iri} is not the law of {answer.as_of}"


def _not_verbatim(answerer: Answerer, answer: Answer) -> Iterator[str]:
    """Quotes that are not in the 条, 款 or 项 that their labels name."""
    for quote in answer.citations:
        document = _document(answerer, quote)
        node = document.by_eid.get(eid_of(quote.iri))
        if node is None or label_of(document, node) != (quote.article, quote.paragraph, quote.item):
            yield f"{quote.iri} is called {quote.article} {quote.paragraph} {quote.item}"
        elif not quote.quote or squash(quote.quote) not in squash(document.text_of(node)):
            yield f"{quote.iri}: {quote.quote[:40]}"


def _document(answerer: Answerer, quote: Quote) -> Document:
    return answerer.knowledge.document(answerer.knowledge.catalogue.version(quote.iri))


def _not_named(answerer: Answerer, answer: Answer) -> Iterator[str]:
    """Places named in the answer that no held text of that title has, other than those said not to be there."""
    for match in _PLACE.finditer(_ABSENT.sub("", _QUOTED.sub("", answer.answer))):
        if match["title"] in _titles(answerer) and not any(True for _ in _nodes(answerer, match)):
            yield match[0]


def _not_beside(answerer: Answerer, answer: Answer) -> Iterator[str]:
    """Quotes below the conclusion that are not of the place before them."""
    for place, words in _BASIS.findall(answer.answer):
        match = _PLACE.match(place)
        if match and match["title"] in _titles(answerer) and not any(squash(words) in n for n in _nodes(answerer, match)):
            yield f"{place}: {words[:40]}"


def _not_inline(answerer: Answerer, odd: Odd, told: str) -> Iterator[str]:
    """Words quoted in the conclusion that are neither of a place named in the same line nor of the question."""
    for line in told.split("\n"):
        bare = _QUOTED.sub("", line)
        texts = [n for m in _PLACE.finditer(bare) if m["title"] in _titles(answerer) for n in _nodes(answerer, m, lead=True)]
        for words in _QUOTED.findall(line) if texts else ():
            plain = squash(words).rstrip("。；，：")
            if not any(plain in t for t in texts) and plain not in squash(odd.question):
                yield f"{words[:40]} in {line[:60]}"


def _unfounded(odd: Odd, answer: Answer, told: str) -> Iterator[str]:
    """Figures of the conclusion that no quote has; one of the question may be said where it is denied."""
    pool = one_writing("\n".join(c.quote for c in answer.citations))
    asked = one_writing(odd.question)
    for line in told.split("\n"):
        if SECOND_HAND in line or line.startswith("问：") or _ABOUT_TEXTS.search(line):
            continue
        bare = one_writing(_PLACE.sub("", line))
        for figure in _FIGURE.findall(_DATE.sub("", bare)):
            if figure not in pool and not (figure in asked and _DENIES.search(line)):
                yield f"{figure} in {line[:60]}"


@cache
def _titles(answerer: Answerer) -> dict[str, list[Document]]:
    """The documents of each title, of a text or of its instrument, with the texts of all days."""
    found: dict[str, list[Document]] = {}
    for version in answerer.knowledge.catalogue.versions:
        for title in {version.title, answerer.knowledge.catalogue.of(version).title}:
            found.setdefault(title, []).append(answerer.knowledge.document(version))
    return found


def _nodes(answerer: Answerer, match: re.Match[str], *, lead: bool = False) -> Iterator[str]:
    """The texts, without blanks, of the provision named, in each version; ``lead`` adds the lead-in of an item."""
    for document in _titles(answerer)[match["title"]]:
        article = document.article(article_number(match["article"]) or ())
        node = _part(article, match["paragraph"], match["item"]) if article else None
        if node and article:
            yield squash(document.text_of(node))
            above = document.ancestors(node.eid)
            if lead and node.kind is ProvisionKind.ITEM and above:
                yield squash(document.text_of(above[-1]))


def _part(article: Provision, paragraph: str | None, item: str | None) -> Provision | None:
    """The 款 or 项 of an article, or the article itself; an item without a 款 may be of any."""
    within: list[Provision] = [article]
    if paragraph:
        number = to_int(paragraph)
        within = [c for c in article.children if c.kind is ProvisionKind.PARAGRAPH and c.number[0] == number]
    if item:
        number = to_int(item)
        within = [n for w in within for n in w.walk() if n.kind is ProvisionKind.ITEM and n.number[0] == number]
    return within[0] if within else None
