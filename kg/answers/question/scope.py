"""Who asks and for which day: the labels that bind the asker, the texts that are the law, the fields the question shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.answers.question.reading import Question
from kg.law.model import Version

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge
    from kg.law.vocabulary import Role, Vocabulary

_ACTS = re.compile(r"§[^，。？]{0,10}(?:几|多少|多久|多长)")  # §: an authority
_PUBLIC = re.compile(r"(?:部门|机关|政府|网信工作机构|国务院)$|^(?:有关)?(?:机构|人员)$")
_NOT_ONE = r"(?:不是|非|不属于|不算|没有被认定为){0}"  # {0}: what the bearer of a role runs

_OTHERS = r"{0}(?:的?运营者)?的?(?:以外|之外)|非{0}"  # who does not run it
_BESIDE = re.compile(r"普通|一般|其他|以外|区别|不同")


@dataclass(frozen=True)
class Scope:
    """Who asks and when: the day, the labels that bind the asker, the versions that are the law."""

    on: date
    labels: frozenset[str]
    versions: tuple[Version, ...]
    names_cii: bool
    apart: Role  # asked for apart: what names_cii and denies_cii speak of
    denies_cii: bool = False
    authorities: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()  # IRIs of what the question speaks of
    sector: frozenset[str] = frozenset()  # works of the regulator of the industry: the special rules
    aside: frozenset[str] = frozenset()  # works on another field than the question shows
    limited: frozenset[str] = frozenset()  # those of them that are limited to it by their own words
    spoken_of: frozenset[str] = frozenset()  # names of the kinds of firm that the question names in everyday words: 供应商, 券商
    names_authority: bool = False  # whether it asks what an authority does: 证监会几个月内审查决定
    only_cii: bool = False  # it is asked of the role alone, not of others beside it

    def only_public(self, subjects: Collection[str]) -> bool:
        """Whether all of these are authorities, by name or by the kind of word: 有关部门, 机关, 人民政府."""
        return bool(subjects) and all(s in self.authorities or _PUBLIC.search(s) for s in subjects)

    def bars(self, words: str) -> bool:
        """Whether a clause is for others than the asker by its words: 关键信息基础设施运营者以外的数据处理者, where she is such an operator."""
        rest = re.sub(_OTHERS.format(self.apart.pattern), "", words)
        if self.denies_cii:
            return self.apart.named_in(rest)
        return self.only_cii and rest != words and not self.apart.named_in(rest)


def scope(knowledge: Knowledge, on: date, labels: Sequence[str], question: Question) -> Scope:
    """The scope of a question, with the versions in force that day and the asker's labels."""
    vocabulary = knowledge.vocabulary
    apart = vocabulary.asked_apart
    named = any(map(apart.named_in, (question.text, *labels)))
    denied = bool(re.search(_NOT_ONE.format(apart.pattern), question.text))
    concepts = vocabulary.concepts_in(question.text, everyday=True)
    shown = " ".join((question.text, *(n for c in concepts for n in c.names)))
    regulators = _regulators(vocabulary, question.text)
    aside = frozenset(i.work for i in knowledge.catalogue.instruments
                      if i.field and not regulators.intersection(i.issuer) and not any(w in shown for w in i.field))
    limited = frozenset(i.work for i in knowledge.catalogue.instruments if i.limited_to and i.work in aside)
    return Scope(on, frozenset(labels), knowledge.versions(on), named and not denied, apart, denied,
                 frozenset(knowledge.authority_labels()), frozenset(c.iri for c in concepts), knowledge.sector_works, aside, limited,
                 _spoken_of(vocabulary, question.text), bool(_ACTS.search(re.sub(_names(vocabulary), "§", question.text))),
                 named and not denied and not _BESIDE.search(question.text))


def _spoken_of(vocabulary: Vocabulary, text: str) -> frozenset[str]:
    """All names of the kinds of firm of which the text speaks, in everyday words or as the law calls a supplier."""
    supplier = vocabulary.supplier_role
    found = [c for c in vocabulary.subjects.values() if any(e in text for e in (*c.everyday, *(c.names if c is supplier else ())) if len(e) > 1)]
    return frozenset(n for c in found for n in (*c.names, *(n for b in c.broader if b in vocabulary.subjects for n in vocabulary.subjects[b].names)))


@lru_cache(maxsize=4)
def _names(vocabulary: Vocabulary) -> str:
    """All names of authorities as one regular expression, the longest first."""
    names = {n for c in vocabulary.authorities.values() for n in (*c.names, *c.everyday) if len(n) > 1}
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _regulators(vocabulary: Vocabulary, text: str) -> set[str]:
    """The regulators of other fields whom the text names, by the names under which they issue rules."""
    return {n for c in vocabulary.field_regulators.values() if any(e in text for e in (*c.names, *c.everyday)) for n in c.names}
