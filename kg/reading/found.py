"""Everything that was found in one version of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.law.identifiers import above, is_item
from kg.law.model import Application, Document, Norm, Problem, Resolution, Sanction, Target, Term, Version
from kg.law.numerals import article_number, to_int
from kg.law.vocabulary import Vocabulary


@dataclass(frozen=True)
class Found:
    """Everything that was found in one version."""

    version: Version
    document: Document
    terms: tuple[Term, ...]
    resolutions: tuple[Resolution, ...]
    norms: tuple[Norm, ...]
    sanctions: tuple[Sanction, ...]
    applications: tuple[tuple[Application, ...], ...]  # one tuple for each norm
    problems: tuple[Problem, ...] = ()  # of the review of its norms


def sentence_with_case(document: Document, norm: Norm) -> str:
    """The sentence in which a norm stands, with its trigger and, for an item, the words that lead it in.

    What the sentence is about may be named before the norm's own clause.
    """
    node = document.by_eid[norm.eid]
    words = document.text_of(node)
    lead = document.text_of(document.by_eid[above(norm.eid)])[:80] if is_item(norm.eid) else ""
    parts = [p for p in re.split(r"(?<=。)|\n", words) if p]
    return lead + (norm.trigger or "") + next((p for p in parts if norm.quote in p), norm.quote)


def target_eid(document: Document, target: Target) -> str | None:
    """The eid that a target within its own text means, or None if there is no such provision.

    It is as deep as the text reaches.
    """
    number = article_number(target.article) if target.article else None
    article = document.article(number) if number and target.instrument == "self" else None
    if article is None:
        return None
    steps = [article.eid]
    item = to_int(target.item.strip("（）()第项")) if target.item else None
    paragraph = target.paragraph or (1 if item else None)
    steps += [f"{article.eid}_par{paragraph}"] if paragraph else []
    steps += [f"{article.eid}_par{paragraph}_item{item}"] if item else []
    return next((s for s in reversed(steps) if s in document.by_eid), None)


def concerned(document: Document, norm: Norm, vocabulary: Vocabulary) -> tuple[str, ...]:
    """IRIs of the concepts a norm concerns: those named in its sentence, and those a reviewer read there."""
    named = (c.iri for c in vocabulary.concepts_in(sentence_with_case(document, norm)))
    return tuple(dict.fromkeys((*named, *(m.concept for m in norm.mentions))))
