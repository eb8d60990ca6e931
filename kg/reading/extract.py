"""Everything that can be read from one text, in the fixed JSON shape of ``kg extract``.

Nothing is stored.
"""

from __future__ import annotations

from typing import Any

from kg.corpus.problems import problems_json
from kg.law.model import Citation, Document, Problem, Provision, ProvisionKind, Term
from kg.reading.citations.finding import read_citations
from kg.reading.learned.reader import reader_of
from kg.reading.norm_json import norm_json
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions


def extract(doc: Document) -> dict[str, Any]:
    """Title, articles, citations, norms, definitions and problems of ``doc`` as plain JSON values.

    Offsets count characters of the article's ``text``, which starts at 第…条 and keeps its line breaks.
    """
    return extract_with_problems(doc)[0]


def extract_with_problems(doc: Document) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What ``extract`` gives, and what could not be read of it or of the text, each problem in one line."""
    terms = find_definitions(doc)
    citations, problems = read_citations(doc)
    found = {
        "title": doc.title,
        "articles": [_article(doc, a) for a in doc.articles],
        "citations": [_citation(c) for c in citations],
        "norms": [norm_json(n) for n in find_norms(doc, terms, reader_of(doc))],
        "definitions": [_definition(t) for t in terms],
        "problems": problems_json((*doc.problems, *problems)),
    }
    return found, (*doc.problems, *problems)


def _article(doc: Document, article: Provision) -> dict[str, Any]:
    above = doc.ancestors(article.eid)
    annex = {"annex": above[0].label} if above and above[0].kind is ProvisionKind.ANNEX else {}
    paragraphs = [_paragraph(doc, p) for p in article.children]
    return {"article": article.label, **annex, "text": doc.text_of(article), "paragraphs": paragraphs}


def _paragraph(doc: Document, paragraph: Provision) -> dict[str, Any]:
    return {"n": paragraph.number[0], "text": doc.text_of(paragraph), "items": [_item(doc, i) for i in paragraph.children]}


def _item(doc: Document, item: Provision) -> dict[str, Any]:
    """A 项, with the 目 below it if it has any."""
    below = {"items": [_item(doc, i) for i in item.children]} if item.children else {}
    return {"n": item.label, "text": doc.text_of(item), **below}


def _citation(citation: Citation) -> dict[str, Any]:
    target = citation.target
    return {
        "article": citation.article, "start": citation.start, "end": citation.end, "text": citation.text,
        "target": {"instrument": target.instrument, "article": target.article, "paragraph": target.paragraph, "item": target.item},
    }


def _definition(term: Term) -> dict[str, Any]:
    return {"article": term.article, "term": term.term, "definition_quote": term.quote, "full_form": term.full_form}
