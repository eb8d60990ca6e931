"""Words that a question says stand in an article it names: 《…》第十八条规定“…”，对吗.

They stand there word for word, or the line says that they do not, and where they do stand if the ranking found the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.law.likeness import squash
from kg.law.numerals import article_label

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.answers.ranking.ranker import Ranked
    from kg.graph.knowledge import Knowledge

_QUOTED = re.compile(r"[“「\"]([^“”「」\"]{8,400})[”」\"]")
_POINTS = re.compile(r"[\W_]+")


def misquoted(knowledge: Knowledge, asked: Question, where: Scope, near: Iterable[Ranked]) -> str:
    """What is wrong with words quoted from an article named, or '' if they stand in it or nothing is quoted."""
    quoted = [m[1] for m in _QUOTED.finditer(asked.text)]
    named = [r for r in asked.references if r.instrument and r.instrument.versions]
    if not quoted or len(named) != 1:
        return ""
    reference = named[0]
    version = next((v for v in where.versions if reference.instrument and v.work == reference.instrument.work), None)
    article = knowledge.document(version).article(reference.number) if version else None
    if version is None or article is None:
        return ""
    text = _bare(knowledge.document(version).text_of(article))
    if all(_bare(words) in text for words in quoted):
        return ""
    place = next((knowledge.provision_label(r.clause.urn) for r in near if any(_bare(w) in _bare(r.entry.text) for w in quoted)), "")
    return f"《{version.title}》{article_label(reference.number)}没有所引的文字" + (f"，该文字见{place}" if place else "")


def _bare(text: str) -> str:
    return _POINTS.sub("", squash(text))
