"""Quotes, which are cut from the corpus and checked against it again before anything is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.law.identifiers import Urn
from kg.law.likeness import overlap, squash
from kg.law.model import Document, Provision, ProvisionKind, Version
from kg.law.numerals import part_name
from kg.law.sentences import sentences
from kg.law.wording import USERS, fragment, place

if TYPE_CHECKING:
    from kg.corpus.catalogue import Catalogue

LONG = 420  # characters; a longer article is quoted by its paragraphs that matter


class Library(Protocol):
    """Anything that holds the texts from which quotes are cut.

    It is the knowledge of a build, or the corpus alone.
    """

    @property
    def catalogue(self) -> Catalogue:
        """The instruments with their versions."""

    def document(self, version: Version) -> Document:
        """The tree of a version."""


def label_of(document: Document, node: Provision) -> tuple[str, int | None, str | None]:
    """The article (第三十九条), the number of the paragraph or None, and the label of the item or None.

    The only 款 of an article is not counted.
    """
    chain = [*document.ancestors(node.eid), node]
    article = next((p for p in reversed(chain) if p.kind in (ProvisionKind.ARTICLE, ProvisionKind.ANNEX)), node)
    paragraph = next((p for p in chain if p.kind is ProvisionKind.PARAGRAPH), None)
    item = next((p for p in chain if p.kind is ProvisionKind.ITEM), None)
    siblings = [c for c in article.children if c.kind is ProvisionKind.PARAGRAPH]
    number = paragraph.number[0] if paragraph and len(siblings) > 1 else None
    return part_name(document.label_of(article)) or "附件", number, item.label if item else None


def sentence_of(passage: str, words: str) -> str:
    """The sentence of a passage that contains the words, or the words themselves if none does.

    A sentence ends with 。 ； or a line break. The number of the article at its start is left out.
    """
    found = next((s for s in sentences(passage) if words in s), words)
    return re.sub(r"^第[^　 ]{1,12}条[　 ]+", "", found.strip())


def quote(library: Library, version: Version, node: Provision, words: str | None = None) -> Quote | None:
    """A Quote of the node, or of ``words`` within it, or None if the words are not those of the corpus."""
    document = library.document(version)
    text = document.text_of(node)
    cited = words if words is not None else _body(node, text)
    if squash(cited) not in squash(version.text) or squash(cited) not in squash(text):
        return None
    article, paragraph, item = label_of(document, node)
    return Quote(
        version.title, version.effective.isoformat(), article, paragraph, item, cited, f"{version.urn}~{node.eid}",
        user_supplied=version.user_supplied, fragment=fragment(document) if version.partial else "",
    )


def _body(node: Provision, text: str) -> str:
    return text[len(node.label) :].lstrip(" 　、.．") if node.kind is ProvisionKind.ARTICLE else text


def quotes_of(library: Library, urn: str, question: str, needed: Iterable[str] = (), exactly: Iterable[str] = ()) -> list[Quote]:
    """The Quotes of an article that bear on a question.

    A short article is quoted as a whole, and a long one by its telling 款. ``needed`` are eids that must be among them (the
    provisions from which a norm or rule was taken). ``exactly`` are the eids to quote, no more and no less.
    """
    version = library.catalogue.version(urn)
    document = library.document(version)
    node = document.by_eid.get(Urn.parse(urn).eid or "")
    if node is None:
        return []
    paragraphs = [c for c in node.children if c.kind in (ProvisionKind.PARAGRAPH, ProvisionKind.SECTION)]
    wanted = frozenset(exactly)
    if wanted and wanted < {p.eid for p in paragraphs}:
        picked = [p for p in paragraphs if p.eid in wanted]
    elif wanted or node.end - node.start <= LONG or len(paragraphs) <= 1:
        picked = [node]
    else:
        picked = _telling(document, paragraphs, question, set(needed))
    return [q for q in (quote(library, version, p) for p in picked) if q]


def _telling(document: Document, paragraphs: list[Provision], question: str, needed: set[str]) -> list[Provision]:
    scores = {p.eid: overlap(question, document.text_of(p)) for p in paragraphs}
    best = max(scores.values())
    return [p for p in paragraphs if scores[p.eid] >= 0.6 * best or any(n == p.eid or n.startswith(p.eid + "_") for n in needed)]


def cite(q: Quote) -> str:
    """A quote's provision as lawyers write it: 《个人信息保护法》第五十七条第一款第（二）项.

    It is marked if the user added the text, or if only a fragment of the text is held.
    """
    marks = (f"（{USERS}）" if q.user_supplied else "") + (f"〔{q.fragment}〕" if q.fragment else "")
    return f"《{q.instrument}》{place(q.article, q.paragraph, q.item)}{marks}"


@dataclass(frozen=True)
class Quote:
    """Verbatim words with the provision they come from, as an answer shows them.

    ``user_supplied`` says that the user added the text, and ``fragment`` which part of it is held if not all of it is.
    """

    instrument: str
    version: str
    article: str
    paragraph: int | None
    item: str | None
    quote: str
    iri: str
    second_hand: bool = False
    user_supplied: bool = False
    fragment: str = ""
