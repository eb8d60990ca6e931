"""The way through the graph to an answer: question → concept → article → rule → recipient, as readable steps.

A step reads ``问题 —提到→ 网络安全事件``; ``step_ends`` takes it apart again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.answers.question.asker import Asker
from kg.answers.question.reading import Question
from kg.answers.saying.conclusions import ways
from kg.law.identifiers import article_urn
from kg.law.wording import KIND_LABELS

if TYPE_CHECKING:
    from kg.answers.finding.selection import Candidate
    from kg.graph.knowledge import AppliedNorm, Knowledge

QUESTION = "问题"
_STEP = re.compile(r"(?P<source>.+?) —(?P<reason>[^→]{1,99})→ (?P<target>.+)\Z")
_URN = re.compile(r"urn:lex:\S+")
_REASONS = (
    ("named", "写明"), ("part of the question", "另一问"), ("instrument named", "点名法规"), ("definition", "用语定义"),
    ("recipient rule", "对象依"), ("punishes", "罚则"), ("punished", "所罚义务"), ("onward", "转致"), ("event", "触发"),
)


def step(source: str, reason: str, target: str) -> str:
    """One step in words."""
    return f"{source} —{reason}→ {target}"


def step_ends(text: str) -> tuple[str, str, str]:
    """The (source, reason, target) of a step.

    A text that is no step leads from the question.

    >>> step_ends("问题 —提到→ 网络安全事件")
    ('问题', '提到', '网络安全事件')
    """
    match = _STEP.match(text)
    return (match["source"], match["reason"], match["target"]) if match else (QUESTION, "", text)


def trail(
    knowledge: Knowledge, asked: Question, asker: Asker, chosen: Sequence[Candidate], picked: Sequence[AppliedNorm]
) -> tuple[str, ...]:
    """The steps from the question to the articles, and from each duty to whom it reaches.

    They say what the question speaks of, which articles that leads to and why.
    """
    concepts = [c for c in knowledge.vocabulary.concepts_in(asked.text, everyday=True) if c.is_event]
    found = [step(QUESTION, "提到", c.label) for c in concepts]
    for candidate in chosen:
        source, reason = _origin(knowledge, candidate, concepts[0].label if concepts else QUESTION)
        found.append(step(source, reason, knowledge.provision_label(candidate.urn)))
    for applied in picked:
        place = knowledge.provision_label(article_urn(applied.urn))
        for to in ways(applied, asker.labels):
            found += [step(place, KIND_LABELS.get(applied.norm.kind, "对象"), name) for name in to]
    return tuple(dict.fromkeys(found))


def _origin(knowledge: Knowledge, candidate: Candidate, concept: str) -> tuple[str, str]:
    """Where a candidate came from and why: the question, the event it speaks of, or another provision."""
    from kg.law.identifiers import article_urn

    reason = next((word for name, word in _REASONS if candidate.why.startswith(name)), "检索")
    urn = _URN.search(candidate.why)
    if urn:
        return knowledge.provision_label(article_urn(urn[0])), reason
    return (concept if candidate.why == "event" else QUESTION), reason
