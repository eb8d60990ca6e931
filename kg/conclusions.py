"""The sentences an answer begins with: who, to whom, by when, for the asker's kind of firm; each ends in its provision.

Sentences are put together from the fields of a norm, sanction or term; words between “ ” are the law's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.evidence import thresholds
from kg.model import Application, Modality, Norm, Quote, Term
from kg.questions import Question, Want
from kg.quoting import cite
from kg.wording import KIND_LABELS, modality_label, place, yuan_range

if TYPE_CHECKING:
    from kg.knowledge import AppliedNorm, AppliedSanction

_MODAL = {Modality.OBLIGATION: "应当", Modality.PROHIBITION: "不得", Modality.PERMISSION: "可以", Modality.POWER: "可以"}
_NO_TIME = "该条未规定具体时限"
_TIMED = frozenset({"report", "submit", "file", "notify", "inform", "apply"})


def provision(norm: Norm) -> str:
    """《…》第三十九条第一款 of a norm."""
    return cite(Quote(norm.instrument, "", norm.article, norm.paragraph, norm.item, "", ""))


def told(applied: AppliedNorm, asked: Question, labels: frozenset[str], names: Sequence[str]) -> list[str]:
    """The sentences for one norm: one for each recipient that applies; one with its words where it tells nobody."""
    norm = applied.norm
    reached = [(to, ways) for to, ways in _ways(applied, labels).items() if to]
    if norm.kind not in KIND_LABELS or norm.modality is not Modality.OBLIGATION or not reached:
        return [_in_its_words(norm, asked, labels, names)]
    return [_to_whom(norm, to, ways, labels, names) for to, ways in reached]


def _ways(applied: AppliedNorm, labels: frozenset[str]) -> dict[tuple[str, ...], list[Application]]:
    """The recipients that apply, each with the subjects it applies to; the asker's own only when one is known."""
    ways: dict[tuple[str, ...], list[Application]] = {}
    for one in applied.applies:
        own = one.subject in labels
        if own if labels else one.manner == "适用":
            ways.setdefault(one.recipient, []).append(one)
    if not ways and applied.norm.recipient:
        ways[applied.norm.recipient] = [Application(b, applied.norm.recipient) for b in applied.norm.bearer]
    return ways


def _to_whom(norm: Norm, to: tuple[str, ...], ways: Sequence[Application], labels: frozenset[str], names: Sequence[str]) -> str:
    who = _who([a.subject for a in ways], labels, names)
    act = KIND_LABELS[norm.kind]
    what = f"{act}{norm.object}" if norm.object and act not in norm.object and len(norm.object) <= 40 else act
    condition = f"“{_clause(norm.trigger)}”，" if norm.trigger else ""
    by_law = "、".join(dict.fromkeys(_article_of(u) for a in ways for u in a.because))
    basis = provision(norm) + (f"，对象依{by_law}" if by_law else "")
    return f"{condition}{who}应当向{'、'.join(to)}{what}{_time(norm)}（{basis}）。" + _exception(norm)


def _in_its_words(norm: Norm, asked: Question, labels: frozenset[str], names: Sequence[str]) -> str:
    who = _who(norm.bearer, labels, names)
    clause = _clause(norm.quote)
    modal = _MODAL[norm.modality]
    modal = "" if modal in clause or (norm.modality is Modality.OBLIGATION and who and clause.startswith(norm.bearer)) else modal
    kind = f"【{modality_label(norm.modality.value)}】" if Want.MAY in asked.wants else ""
    when = f"时间要求：“{norm.deadline.text}”。" if norm.deadline and norm.deadline.text not in clause else ""
    return f"{kind}{who}{modal}“{clause}”（{provision(norm)}）。{when}" + _exception(norm)


def _time(norm: Norm) -> str:
    if norm.deadline:
        return f"，时间要求“{norm.deadline.text}”"
    return f"；{_NO_TIME}" if norm.kind in _TIMED else ""


def _exception(norm: Norm) -> str:
    return f"例外：“{_clause(norm.exception)}”。" if norm.exception and norm.exception not in norm.quote else ""


def _who(bearers: Iterable[str], labels: frozenset[str], names: Sequence[str]) -> str:
    """核心机构、经营机构; with the asker's kind of firm named where it falls under one of them."""
    listed = list(dict.fromkeys(bearers))
    mine = [b for b in listed if b in labels]
    asker = [n for n in names if n not in listed]
    inside = f"（含{'、'.join(asker)}）" if mine and asker else ""
    return "、".join(listed) + inside


def _clause(words: str) -> str:
    """A clause without its number and its closing mark."""
    return re.sub(r"^[（(][^）)]{1,4}[）)]", "", words.strip()).rstrip("，；。：、")


def _article_of(urn: str) -> str:
    """第七十二条, of the URN of a provision."""
    from kg.numerals import article_label

    match = re.search(r"~art(\d+)(?:-(\d+))?", urn)
    return article_label(tuple(int(n) for n in match.groups() if n)) if match else urn


def defined(term: Term, instrument: str) -> str:
    """What a text means by a term, in its own words."""
    item = re.search(r"item(\d+)", term.eid)
    where = place(term.article, None, None) + (f"第（{_chinese(int(item[1]))}）项" if item else "")
    return f"“{term.term}”的含义：“{_clause(term.quote)}”（《{instrument}》{where}）。"


def _chinese(number: int) -> str:
    from kg.numerals import to_chinese

    return to_chinese(number)


def punished(applied: AppliedSanction) -> str:
    """Who is punished how, with the ranges of the fines."""
    s = applied.sanction
    fines = "罚款幅度：" + "；".join(map(yuan_range, s.fines)) if s.fines else ""
    measures = "、".join(m for m in s.measures if not (s.fines and m.endswith("罚款")))
    onward = f"依照{''.join(f'《{t}》' for t in s.onward)}处理" if s.onward else ""
    said = "；".join(part for part in (measures, fines, onward) if part)
    who = "、".join(s.addressee)
    return f"{who + '：' if who else ''}{said or '见条文'}（《{applied.version.title}》{s.article}）。"


def measured(asked: Question, quotes: Sequence[Quote]) -> str:
    """The number asked about beside the threshold of the law."""
    if Want.SCOPE not in asked.wants and Want.MAY not in asked.wants:
        return ""
    for q in quotes:
        for t in thresholds(q.quote, asked.amounts):
            verdict = "达到" if t.reached else "未达到"
            return f"所述“{t.amount.text}”{verdict}{cite(q)}所定的“{t.words}”。"
    return ""
