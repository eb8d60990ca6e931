"""What follows a breach, in sentences: in which case, who is punished how, with the ranges of the fines.

A 款 is told degree by degree: the plain penalty, 拒不改正的, 情节严重的; what is laid on persons in charge stands beside what
is laid on their firm. The words of the case are the law's own; sums are written in figures, percentages and multiples kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from kg.asker import is_not
from kg.grammar.punishments import GAP, is_any_breach
from kg.model import Sanction
from kg.numerals import to_int
from kg.questions import Question
from kg.quoting import overlap
from kg.wording import place, yuan

if TYPE_CHECKING:
    from kg.knowledge import AppliedSanction, Knowledge
    from kg.reach import Reach
    from kg.selection import Candidate, Scope
    from kg.vocabulary import Concept, Vocabulary

_SURE = 0.95  # of the best: penalty clauses further below are quoted, not explained
_MOST = 6
_CLEAR = 0.3  # a 款 that shares as much with the question is meant: others of its article, half as near, are left out
_OWN = 0.3  # what a clause for the kind of firm meant has ahead of one for whatever that kind falls under
_LONG = 90
_DIGITS = "零〇一二三四五六七八九十百千万亿两"
_SUM = re.compile(rf"(?<![0-9０-９{_DIGITS}])[{_DIGITS}]+元")
_MANNER = re.compile(r"(?:(?:并|还)?可以)?(?:单处或者并处|并处或者单处|单处|并处|处以|处)?$")
_BODY = re.compile(r"(?:相关|有关|上述|违法|该)(?:机构|单位|公司|企业|组织|主体)")
Part = tuple["AppliedSanction", ...]  # the clauses of one 款


def penalties(knowledge: Knowledge, reach: Reach, asked: Question, where: Scope, chosen: Sequence[Candidate]) -> list[str]:
    """The sentences for the penalty clauses among the articles chosen, those nearest to the question first."""
    leading = [c for i, c in enumerate(chosen) if i == 0 or c.why != "retrieval" or c.score >= _SURE * chosen[0].score]
    found = [s for c in leading for s in reach.sanctions.get(c.urn, ())]
    parts = _parts(for_asker(knowledge.vocabulary, asked.text, where, found))
    said = [line for part in _nearest(parts, asked.text, where) for line in _told(part)]
    return said[:_MOST]


def for_asker(vocabulary: Vocabulary, question: str, where: Scope, found: Sequence[AppliedSanction]) -> list[AppliedSanction]:
    """The clauses for the kind of firm meant: the one the question names, else the asker's; all where none is for it.

    Of 供应商没备案怎么罚, asked by a 证券公司, those for the supplier. A clause that names nobody, or someone the
    vocabulary does not know, is for everybody.
    """
    usual = [s for s in found if where.names_cii or not only_cii(s.sanction)] or list(found)
    known = {n for c in vocabulary.subjects.values() for n in c.names}
    likened = {n for c in vocabulary.subjects.values() if c.label in where.labels for n in vocabulary.stands_for(c)}
    for meant in (_named(vocabulary, question), where.labels, likened):
        kept = [s for s in usual if not _for_others(s.sanction, known, meant)]
        if meant and any(not s.sanction.firm or set(s.sanction.firm) & meant for s in kept):
            return kept
    return usual


def _named(vocabulary: Vocabulary, text: str) -> frozenset[str]:
    """Every name of the kinds of firm a question speaks of, and of what they fall under; investors and users are none."""
    names = {n: c for c in vocabulary.subjects.values() if _is_firm(c, vocabulary) for n in (*c.names, *c.everyday) if len(n) > 1}
    found: dict[str, Concept] = {}
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            if not is_not(name, text):
                found[names[name].iri] = names[name]
            text = text.replace(name, "\0")
    return frozenset(n for c in found.values() for n in vocabulary.labels(c))


def _is_firm(concept: Concept, vocabulary: Vocabulary) -> bool:
    above = (*concept.broader, *concept.roles, *concept.treated_as)
    return concept.is_profile or bool(above) or any(concept.iri in c.broader and c.is_profile for c in vocabulary.subjects.values())


def only_cii(sanction: Sanction) -> bool:
    """Whether a clause is for operators of critical information infrastructure alone."""
    return bool(sanction.firm) and all("关键信息基础设施" in name for name in sanction.firm)


def _for_others(sanction: Sanction, known: Iterable[str], meant: Iterable[str]) -> bool:
    firm = set(sanction.firm)
    return bool(firm) and firm <= set(known) and not firm & set(meant)


def _parts(found: Sequence[AppliedSanction]) -> list[Part]:
    return [tuple(part) for _, part in groupby(found, key=lambda s: s.urn)]


def _nearest(parts: Sequence[Part], question: str, where: Scope) -> list[Part]:
    """The 款 in the order of what they share with the question; of an article where one is clearly meant, that one."""
    near: dict[str, float] = {}
    words = before = article = ""
    for part in parts:
        own = _breach(part)
        refers = article == part[0].sanction.article and "有前" in own
        words, before, article = own + (before if refers else ""), own, part[0].sanction.article
        lead = _OWN if where.names_cii and only_cii(part[0].sanction) else 0.0
        near[part[0].urn] = overlap(question, words) + lead
        before = words
    best = {a: max(near[p[0].urn] for p in of) for a, of in groupby(parts, key=_article)}
    kept = [p for p in parts if best[_article(p)] < _CLEAR or near[p[0].urn] >= best[_article(p)] / 2]
    return sorted(kept, key=lambda p: -round(10 * near[p[0].urn]))


def _article(part: Part) -> str:
    return part[0].urn.partition("_")[0]


def _breach(part: Part) -> str:
    """Who breaks what, for comparing: the firm and the cases of a 款."""
    cases = [s.sanction.condition for s in part if not is_any_breach(s.sanction.condition)]
    return "，".join(dict.fromkeys([*part[0].sanction.firm, *cases]))


def _told(part: Part) -> list[str]:
    """One sentence for each degree of a 款."""
    lines: list[str] = []
    before = ""
    for case, group in groupby(part, key=lambda s: s.sanction.condition):
        lines.append(_sentence(case, before, list(group)))
        before = case
    return lines


def _sentence(case: str, before: str, degree: Sequence[AppliedSanction]) -> str:
    laid: dict[str, list[str]] = {}
    for applied in degree:
        laid.setdefault(whom(applied.sanction, beside=bool(laid)), []).append(consequences(applied.sanction))
    said = "；".join((f"{who}：" if who else "") + "、".join(dict.fromkeys(what)) for who, what in laid.items())
    first = degree[0]
    paragraph = re.search(r"_par(\d+)", first.urn)
    where = place(first.sanction.article, int(paragraph[1]) if paragraph else None)
    return f"{shown_case(case, before)}{said}（《{first.version.title}》{where}）。"


def shown_case(case: str, before: str = "") -> str:
    """The case in quotation marks with a comma; "" for one that says no more than 违反本办法规定的.

    ``before`` is the case told right before: one that lies within it is told as 其中.

    >>> shown_case("情节严重的"), shown_case("违反本办法规定的")
    ('“情节严重的”，', '')
    >>> shown_case("情节严重的……有危害后果的"), shown_case("情节严重的……有危害后果的", "情节严重的")
    ('“情节严重的”并且“有危害后果的”，', '其中“有危害后果的”，')
    """
    outer, gap, inner = case.rpartition(GAP)
    if gap and outer == before:
        return f"其中“{_brief(inner)}”，"
    return "" if is_any_breach(case) else f"“{'”并且“'.join(map(_brief, case.split(GAP)))}”，"


def _brief(case: str) -> str:
    """A long case without the articles broken, which the law and the words quoted name."""
    return case if len(case) <= _LONG else case.partition("规定，")[2] or case


def whom(sanction: Sanction, *, beside: bool = False) -> str:
    """Who is punished: persons with the firm they belong to, 其 where several firms have just been named (``beside``).

    >>> whom(Sanction("第一条", "", ("有关高级管理人员",), (), (), (), (), "", firm=("核心机构",)))
    '核心机构的有关高级管理人员'
    >>> whom(Sanction("第一条", "", ("相关机构", "责任人员"), (), (), (), (), "", firm=("经营机构",)))
    '相关机构（经营机构）、责任人员'
    """
    firm, addressee = sanction.firm, sanction.addressee
    if not firm or set(firm) & set(addressee):
        return "、".join(addressee)
    names = "、".join(firm)
    if any(_BODY.fullmatch(name) for name in addressee):
        return "、".join(f"{name}（{names}）" if _BODY.fullmatch(name) else name for name in addressee)
    return ("其" if beside and len(firm) > 1 else f"{names}的") + "、".join(addressee)


def consequences(sanction: Sanction) -> str:
    """What is laid on the addressee: the measures in their order, sums in figures, whether they may or must be imposed.

    >>> quote = "由有关主管部门责令改正，可以处一万元以上五万元以下罚款"
    >>> consequences(Sanction("第一条", "", (), (), ("责令改正", "一万元以上五万元以下罚款"), (), (), quote))
    '责令改正、可以处1万元以上5万元以下罚款'
    >>> quote = "依照《甲法》规定，并处五千万元以下或者上一年度营业额百分之五以下罚款"
    >>> consequences(Sanction("第一条", "", (), (), ("五千万元以下或者上一年度营业额百分之五以下罚款",), (), ("甲法",), quote))
    '依照《甲法》并处5000万元以下或者上一年度营业额百分之五以下罚款'
    """
    laws = "".join(f"《{title}》" for title in sanction.onward)
    told = [_measure(sanction.quote, m) for m in sanction.measures]
    joints = ["；" if "，" in a + b else "、" for a, b in pairwise(told)]
    return (f"依照{laws}" if laws else "") + "".join(a + b for a, b in zip(told, [*joints, ""], strict=True))


def _measure(quote: str, measure: str) -> str:
    manner = _MANNER.search(quote[: max(quote.rfind(measure), 0)])
    return _SUM.sub(_in_figures, (manner[0] if manner else "") + measure)


def _in_figures(match: re.Match[str]) -> str:
    value = to_int(match[0][:-1])
    return match[0] if value is None else yuan(value)
