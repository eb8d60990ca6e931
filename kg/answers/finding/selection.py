"""Which provisions decide a question: search, filter by date and profile, then follow the graph.

The order: articles named in the question are looked up; terms asked for lead to their definitions;
retrieval finds the rest, over the versions in force only; articles that bind other kinds of firm
than the asker's are left out; penalties are reached through the duties they punish.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.answers.finding.evidence import holds
from kg.answers.question.reading import Question
from kg.answers.question.wants import Want
from kg.duties.reach import Reach
from kg.law.identifiers import Urn, article_eid, text_urn
from kg.law.model import Version

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge
    from kg.law.vocabulary import Role
    from kg.search.index import Hit, Index

# Chosen on questions_dev.jsonl; see docs/evaluation.md for how the figures move with them.
KEEP = 0.92  # an article further below the best than this is not cited
OTHER_LAW = 0.82  # the best article of another law is cited down to here
MOST = 3
SPECIAL = 1.07  # the industry's own rules go before the general laws
_SECTOR = re.compile(r"行业(?:的)?(?:规章|规定|规则|规矩|里的规定)|证监会(?:的|那边的?)?(?:规矩|规定|规章|要求)|监管规定")
_DENIED = re.compile(r"(?:没有|没|不含|不涉及|未涉及|不是|并非|不属于)(?:任何)?([一-鿿]{4,8}?)(?=[，。；、？!,;?]|$)")
_OF_THE_DENIED = 0.8  # an article for what the question says is not the case
_STATE = re.compile(r"国家|公安|警|监管|局里|会里|证监|网信|主管|部门|检查组|来查|政府|谁(?:来|去)?(?:拍板|认定|定|批|管|查|监督|说了算)")
_PUBLIC = re.compile(r"(?:部门|机关|政府|网信工作机构|国务院)$|^(?:有关)?(?:机构|人员)$")
NAMED = "named"  # why: the question names the article
MEASURE_HELD = 1.12  # the article fixes the measure asked for
FAR = 0.75  # below this share of the best, an article that binds the asker does not answer what the best one does
OF_AUTHORITIES = 0.85  # an article that binds authorities only, asked by a firm
_OF_THE_KIND = 0.9  # of the best: asked which kind a firm is, a definition that is as near to the question
OTHER_FIELD = 0.9  # an article of a text on another field, of which the question shows no word
LIMITED = 0.85  # besides, where the whole text is limited to that field by its own words
FOREIGN_TO_CII = 0.88  # an article for CII operators, asked by nobody who names CII
_NOT_ONE = r"(?:不是|非|不属于|不算|没有被认定为){0}"  # {0}: what the bearer of a role runs
_WHICH_KIND = re.compile(r"(?:算|属于|归|是)(?:不算)?(?:哪|什么|何)(?:一)?(?:类|种|个)|算不算|算哪|属于哪")
_LEVEL = re.compile(r"哪一?级|什么级别|几级|何种级别|级别")
_COMPRISES = re.compile(r"(?:范围|都)?(?:包括|包含|有)(?:哪些|什么|哪几)")
_ANNEX_ASKED = re.compile(r"级|附件|算不算|多严重|多大")
_MATTERS = re.compile(r"在(?P<list>[一-鿿、]{4,40}?)(?:[几两三]?[个]?方面|上)")
_AND = re.compile(r"、|以及|和|与|及")
_PARTS = re.compile(r"[？?；;]|，(?=(?:还|又|另外|同时|以及|写的|我们自己|备完|采购前))")


@dataclass(frozen=True)
class Candidate:
    """An article (URN of version~art…) with its score and the reason why it is considered.

    ``needed`` are eids of the parts that must be quoted, ``hit`` is what retrieval said of it.
    """

    urn: str
    score: float
    why: str
    needed: tuple[str, ...] = ()
    hit: Hit | None = None

    @property
    def version(self) -> str:
        """URN of the version it belongs to."""
        return text_urn(self.urn)


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

    def only_public(self, subjects: Collection[str]) -> bool:
        """Whether all of these are authorities, by name or by the kind of word: 有关部门, 机关, 人民政府."""
        return bool(subjects) and all(s in self.authorities or _PUBLIC.search(s) for s in subjects)


def scope(knowledge: Knowledge, on: date, labels: Sequence[str], question: Question) -> Scope:
    """The scope of a question, with the versions in force that day and the asker's labels."""
    vocabulary = knowledge.vocabulary
    apart = vocabulary.asked_apart
    named = any(map(apart.named_in, (question.text, *labels)))
    denied = bool(re.search(_NOT_ONE.format(apart.pattern), question.text))
    concepts = vocabulary.concepts_in(question.text, everyday=True)
    shown = " ".join((question.text, *(n for c in concepts for n in c.names)))
    aside = frozenset(i.work for i in knowledge.catalogue.instruments if i.field and not any(w in shown for w in i.field))
    limited = frozenset(i.work for i in knowledge.catalogue.instruments if i.limited_to and i.work in aside)
    return Scope(on, frozenset(labels), knowledge.versions(on), named and not denied, apart, denied,
                 frozenset(knowledge.authority_labels()), frozenset(c.iri for c in concepts), knowledge.sector_works, aside, limited)


def select(reach: Reach, knowledge: Knowledge, index: Index, question: Question, where: Scope) -> list[Candidate]:
    """The articles that decide the question, at most a handful and the best first.

    The list is empty if nothing fits.
    """
    found = ranked(reach, index, question, where)
    named = _named(knowledge, question, where)
    if named:
        return named + _of_named(question, where, [c for c in found if c.urn not in {n.urn for n in named}], named)
    if not _LEVEL.search(question.text) and (Want.DEFINITION in question.wants or _COMPRISES.search(question.text)):
        found = _definitions_first(knowledge, question, where, found)
    chosen = _cut(found, where)
    chosen += _of_parts(reach, index, question, where, chosen)
    chosen += _of_named(question, where, found, chosen)
    return chosen


def scope_articles(reach: Reach, knowledge: Knowledge, question: Question, where: Scope) -> list[Candidate]:
    """The articles that say whom a named text binds, if none of its norms names the asker's kind of firm.

    They are only for a question whether the text binds that kind, and there are none otherwise.
    """
    if Want.SCOPE not in question.wants or not where.labels:
        return []
    out = []
    for version in (v for v in where.versions if v.work in {i.work for i in question.instruments}):
        bound = any(a.subject in where.labels for urn in knowledge.articles(version) for n in reach.norms.get(urn, ()) for a in n.applies)
        about = reach.law_subjects(version.urn)
        out += [
            Candidate(f"{version.urn}~{article_eid(t.eid)}", 1.0, "definition of " + t.term)
            for t in knowledge.terms(version) if not bound and t.term in about and t.full_form is None
        ]
    return out


def unbound(reach: Reach, index: Index, question: Question, where: Scope, found: Sequence[Candidate]) -> str | None:
    """The URN of the article that answers best but binds other kinds of firm, or None if one near it binds the asker."""
    if not where.labels or question.references or _WHICH_KIND.search(question.text):
        return None
    hits: list[Hit] = index.search(question.topic, k=1, allowed={v.urn for v in where.versions if v.work not in where.aside})
    if not hits or not reach.bearers(hits[0].urn) or _weight(reach, hits[0].urn, where, set(), question) > 0:
        return None
    nearest = max((c.hit.score for c in found if c.hit and Urn.parse(c.urn).work not in where.aside), default=0.0)
    return hits[0].urn if nearest < FAR * hits[0].score else None


def _named(knowledge: Knowledge, question: Question, where: Scope) -> list[Candidate]:
    """The articles the question names, each with the 款 and 项 named, in the text in force that day."""
    out = []
    for reference in question.references:
        version = next((v for v in where.versions if reference.instrument and v.work == reference.instrument.work), None)
        article = knowledge.document(version).article(reference.number) if version else None
        if version and article:
            paragraph = f"{article.eid}_par{reference.paragraph}" if reference.paragraph else ""
            parts = (paragraph,) if paragraph else tuple(c.eid for c in article.children)
            out.append(Candidate(f"{version.urn}~{article.eid}", 1.0, NAMED, parts))
    return list({c.urn: c for c in out}.values())


def ranked(reach: Reach, index: Index, question: Question, where: Scope, text: str = "") -> list[Candidate]:
    """All candidates by score, without those that cannot bind the asker."""
    allowed = {v.urn for v in where.versions}
    works = _works_named(question, where)
    named = {v.urn for v in where.versions if v.work in works}
    hits: list[Hit] = index.search(text or question.topic, k=24, allowed=allowed)
    weights = [_weight(reach, h.urn, where, named, question) * _holding(reach, h, question) for h in hits]
    scored = [Candidate(h.urn, h.score * w, "retrieval", (), h) for h, w in zip(hits, weights, strict=True)]
    return sorted((c for c in scored if c.score > 0), key=lambda c: -c.score)


def _works_named(question: Question, where: Scope) -> frozenset[str]:
    """The works the question names.

    行业规章 and 证监会的规矩 name all those of the industry's regulator.
    """
    own = frozenset(i.work for i in question.instruments)
    return own | where.sector if _SECTOR.search(question.text) else own


def _weight(reach: Reach, urn: str, where: Scope, named: set[str], question: Question) -> float:
    version = text_urn(urn)
    if named and version in named:
        return 1.15
    work = Urn.parse(version).work
    weight = (0.85 if named else SPECIAL if work in where.sector else 1.0) * (OTHER_FIELD if work in where.aside else 1.0) * (
        LIMITED if work in where.limited else 1.0)
    bearers = reach.bearers(urn)
    if where.labels and bearers and not reach.binds(urn, where.labels):
        return 0.0
    if not where.names_cii and bearers and where.apart.all_of(bearers):
        weight *= FOREIGN_TO_CII
    of_public = not bearers or where.only_public(bearers)
    if of_public and reach.norms.get(urn) and not _of_authorities(question, where):
        weight *= OF_AUTHORITIES
    if "~annex" in urn and _LEVEL.search(question.text):
        weight *= 1.3
    elif "~annex" in urn and not _ANNEX_ASKED.search(question.text):
        weight *= 0.75
    if any(d in case for d in _DENIED.findall(question.text) for case in reach.cases(urn)):
        weight *= _OF_THE_DENIED
    is_penalty = reach.is_penalty(urn)
    if Want.PENALTY in question.wants:
        weight *= 1.1 if is_penalty else 0.9
    elif is_penalty and not _of_authorities(question, where):
        weight *= 0.85
    return weight


def _of_authorities(question: Question, where: Scope) -> bool:
    """Whether the question is about what an authority does: 国家能不能冻他的钱, 局里来查要不要配合."""
    return bool(_STATE.search(question.text)) or any(a in question.text for a in where.authorities)


def _holding(reach: Reach, hit: Hit, question: Question) -> float:
    """A factor that favours a passage that fixes the measure asked for, or leads on to the law that does.

    An example of a measure is 几年, which asks for a retention period.
    """
    onward = Want.PENALTY in question.wants and any(s.sanction.onward for s in reach.sanctions.get(hit.urn, ()))
    held = question.measures and all(holds(m, hit.entry.text) for m in question.measures)
    return MEASURE_HELD if held or (question.measures and onward) else 1.0


def _cut(found: list[Candidate], where: Scope) -> list[Candidate]:
    """The best few candidates.

    Of each law these are the best one, if it is near the best of all, and a second one that is nearer still. Of a law on another
    field the best one has to be as near as a second one. A third follows if room is left.
    """
    if not found:
        return []
    top = found[0].score
    by_law: dict[str, list[Candidate]] = {}
    for candidate in found:
        mine = by_law.setdefault(candidate.version, [])
        if candidate.score >= (KEEP if mine or Urn.parse(candidate.version).work in where.aside else OTHER_LAW) * top:
            mine.append(candidate)
    ordered = sorted((c for group in by_law.values() for c in group[:2]), key=lambda c: -c.score)
    third = [c for group in by_law.values() for c in group[2:]]
    return [*ordered, *third][:MOST]


def _of_parts(
    reach: Reach, index: Index, question: Question, where: Scope, chosen: list[Candidate]
) -> list[Candidate]:
    """The best article of each part of a question of several parts, if it is a strong one."""
    parts = [p.strip() for p in _PARTS.split(question.text) if len(p.strip()) >= 8]
    parts = _each_matter(question.text) or parts
    if len(parts) < 2:
        return []
    have = {c.urn for c in chosen}
    out = []
    for part in parts:
        best = ranked(reach, index, question, where, part)[:1]
        if best and best[0].urn not in have and _near(best[0], chosen[0]):
            out.append(replace(best[0], why="part of the question"))
            have.add(best[0].urn)
    return out[:2]


def _near(part: Candidate, first: Candidate) -> bool:
    """Whether the best of a part is near the first of all, also without the favour for the measure that another part asks for."""
    found = (part.hit.score, first.hit.score) if part.hit and first.hit else (0.0, 1.0)
    return part.score >= 0.9 * first.score or (part.score >= found[0] >= 0.95 * found[1])


def _each_matter(text: str) -> list[str]:
    """The question asked of each matter alone: 在组织责任和风险评估方面负有哪些义务.

    The list is empty if no matters are listed.
    """
    listed = _MATTERS.search(text)
    matters = [m for m in _AND.split(listed["list"]) if len(m) > 1] if listed else []
    return [text[: listed.start("list")] + m + text[listed.end("list") :] for m in matters] if listed and len(matters) > 1 else []


def _of_named(question: Question, where: Scope, found: list[Candidate], chosen: list[Candidate]) -> list[Candidate]:
    """The best article of every instrument named in the question that has none chosen yet.

    The rules of the industry count as one instrument.
    """
    works = {i.work for i in question.instruments}
    sector = where.sector if _SECTOR.search(question.text) else frozenset()
    have = {Urn.parse(c.urn).work for c in chosen}
    out = []
    for candidate in found:
        work = Urn.parse(candidate.urn).work
        if work in works - have or (work in sector and not have & sector):
            out.append(replace(candidate, why="instrument named"))
            have.add(work)
    return out


def _names_term(term: str, text: str) -> bool:
    """Whether the question names a term: in full, one of its alternatives (双活或者多活架构), or a short one in quotes."""
    if len(term) < 4:
        return any(f"{a}{term}{b}" in text for a, b in ("“”", "「」", '""', "‘’")) or text.startswith(term + "是")
    first, joint, second = term.partition("或者")
    if not joint:
        return term in text
    return second in text or first + second.removeprefix(second[: len(first)]) in text


def _asks_extent(term: str, text: str) -> bool:
    """Whether the extent of the term itself is asked for: 重要信息系统都包括哪些, not 合同应当包括哪些."""
    return bool(re.search(rf"{re.escape(term)}”?(?:的)?(?:范围|外延)?都?(?:包括|包含|有)", text))


def _definitions_first(
    knowledge: Knowledge, question: Question, where: Scope, found: list[Candidate]
) -> list[Candidate]:
    """The candidates, with articles that define a term named in the question first."""
    top = found[0].score if found else 1.0
    lead: dict[str, Candidate] = {}
    kind_asked = bool(_WHICH_KIND.search(question.text))
    works = {i.work for i in question.instruments}
    for version in where.versions:
        if kind_asked and works and version.work not in works:
            continue
        for term in knowledge.terms(version):
            named = _names_term(term.term, question.text) and (Want.DEFINITION in question.wants or _asks_extent(term.term, question.text))
            urn = f"{version.urn}~{article_eid(term.eid)}"
            held = next((c.score for c in found if c.urn == urn), 0.5 * top)
            kind = kind_asked and term.term in where.labels and held >= _OF_THE_KIND * top
            if (named or kind) and term.full_form is None:
                own = 1.2 if any(i.work == version.work for i in question.instruments) else 1.0
                lead[urn] = Candidate(urn, max(held, top) * own * (1 + len(term.term) / 100), "definition of " + term.term)
    rest = [c for c in found if c.urn not in lead]
    return sorted(lead.values(), key=lambda c: -c.score) + rest
