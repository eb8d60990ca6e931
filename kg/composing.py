"""Sentences of an answer, each built from a norm or rule of the graph and ending in its provision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.evidence import thresholds
from kg.model import Answer, Modality, Norm, Quote
from kg.questions import Measure, Question, Want
from kg.quoting import cite, overlap

if TYPE_CHECKING:
    from kg.knowledge import AppliedNorm, Knowledge
    from kg.reach import Reach
    from kg.selection import Candidate, Scope

COMMUNICATION = frozenset({"report", "submit", "file", "notify", "inform", "announce", "apply", "keep", "provide"})
_UPWARD = frozenset({"report", "submit", "file", "apply", "notify", "inform"})
_MODAL = {Modality.OBLIGATION: "应当", Modality.PROHIBITION: "不得", Modality.PERMISSION: "可以", Modality.POWER: "可以"}


def provision(norm: Norm) -> str:
    """《…》第三十九条第一款 of a norm."""
    return cite(Quote(norm.instrument, "", norm.article, norm.paragraph, norm.item, "", ""))


def telling(norms: Sequence[AppliedNorm], question: Question, labels: frozenset[str], most: int = 3) -> list[AppliedNorm]:
    """The norms that answer: of the kind asked for, nearest in words, the asker's own first."""
    scored = [(_relevance(n.norm, question, labels), -i, n) for i, n in enumerate(norms)]
    scored = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], -s[1]))
    best = scored[0][0] if scored else 0.0
    return [n for score, _, n in scored if score >= 0.6 * best][:most]


def _relevance(norm: Norm, question: Question, labels: frozenset[str]) -> float:
    score = 0.05 + overlap(question.text, norm.quote + (norm.trigger or "") + norm.object)
    wants = question.wants
    if Want.TO_WHOM in wants:
        score *= 2.0 if norm.recipient and norm.kind in _UPWARD else 0.5
    if Want.RETENTION in wants or Measure.RETENTION in question.measures:
        score *= 2.0 if norm.kind == "keep" else 0.6
    if Want.WHEN in wants or Want.FREQUENCY in wants:
        score *= 1.6 if norm.deadline and norm.deadline.text else 0.7
    if Want.MAY in wants and norm.modality in (Modality.PROHIBITION, Modality.PERMISSION):
        score *= 1.5
    if labels and norm.bearer and not set(norm.bearer) & labels:
        score *= 0.5
    return score


def lead(applied: AppliedNorm, labels: frozenset[str], profile: Sequence[str]) -> str:
    """One sentence: who must do what, to whom, by when, with its provision.

    The clause itself is the law's wording; the rule that fixes the recipient is named beside it.
    """
    norm = applied.norm
    who = "、".join(norm.bearer) if norm.bearer else ""
    asker = next((p for p in profile if norm.bearer and p not in norm.bearer), "")
    subject = f"{who}（包括{asker}）" if asker and set(norm.bearer) & labels else who
    clause = norm.quote.rstrip("，；。：")
    if norm.item:
        clause = re.sub(r"^[（(][^）)]+[）)]", "", clause)
    said = f"{provision(norm)}：{'义务主体' + subject + '；' if subject else ''}“{clause}”。"
    return said + _deadline(norm)


def _deadline(norm: Norm) -> str:
    if norm.kind not in COMMUNICATION or norm.modality is Modality.PROHIBITION:
        return ""
    if norm.deadline and norm.deadline.text:
        return f"时间要求：{norm.deadline.text}。"
    return ""


def recipients(applied: AppliedNorm, labels: frozenset[str]) -> list[str]:
    """Who receives the report for the asker's kind of firm, or for each kind when none is known."""
    out = []
    for one in applied.applies:
        if labels and one.subject not in labels:
            continue
        receiver = "、".join(one.recipient)
        if receiver:
            out.append(f"{one.subject}应当向{receiver}报告")
    return out


def compose(
    knowledge: Knowledge, reach: Reach, asked: Question, profile: Sequence[str], where: Scope,
    chosen: list[Candidate], quotes: list[Quote],
) -> Answer:
    """The whole answer: what the norms say for this asker, then the words of the law."""
    norms = [n for c in chosen for n in reach.norms.get(c.urn, ())]
    picked = telling(norms, asked, where.labels)
    head = [_threshold_lines(asked, quotes), *[lead(n, where.labels, profile) for n in picked]]
    head += _recipient_lines(picked, asked, where)
    words = [f"{cite(q)}：“{q.quote}”" for q in quotes]
    text = "\n".join([h for h in head if h] + ["依据："] + words)
    path = tuple(f"{c.why} → {c.urn}" for c in chosen)
    return Answer(asked.text, "answered", text, tuple(quotes), tuple(n.norm for n in picked), path=path)


def _recipient_lines(picked: Sequence[AppliedNorm], asked: Question, where: Scope) -> list[str]:
    """Where the report goes for the asker's kind of firm, with the rule that says so."""
    if not picked:
        return []
    rules = sorted({u for n in picked for a in n.applies for u in a.because})
    lines = list(dict.fromkeys(x for n in picked for x in recipients(n, where.labels)))
    return ["报告对象：" + "；".join(lines) + "（" + "、".join(map(_rule_name, rules)) + "）。"] if lines and rules else []


def _rule_name(urn: str) -> str:
    from kg.numerals import article_label

    match = re.search(r"~art(\d+)", urn)
    return article_label((int(match[1]),)) if match else urn


def _threshold_lines(asked: Question, quotes: list[Quote]) -> str:
    """The number asked about beside the threshold of the law."""
    if Want.SCOPE not in asked.wants and Want.MAY not in asked.wants:
        return ""
    for q in quotes:
        for t in thresholds(q.quote, asked.amounts):
            verdict = "达到" if t.reached else "未达到"
            return f"所述“{t.amount.text}”{verdict}{cite(q)}所定的“{t.words}”。"
    return ""
