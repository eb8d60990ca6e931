"""What the rules found in a stretch, beside what the learned reader makes of it: one list of norms.

The rules say what a norm's parts are; the reader knows more of what may be said. So each corrects the other, in this order:

1. an act of telling that the reader finds most unlikely is none;
2. a phrase of which the reader is sure tells, or lays down a norm, though no rule says so: ``演练总结报首席信息官``;
3. those bound are whom the reader points at, where it is surer than the rules: ``由综合管理部派车``;
4. words that spare somebody the duty before them are its exception: ``确需保留的，可以延期一次``.

Every name is cut from the text before the phrase in the same article, so that nobody is named who is not there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kg.reading.deadlines import best, find_deadlines
from kg.reading.grammar.actors import is_actor, is_person
from kg.reading.grammar.acts import kind_of_predicate
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.communication import FAMILY, KINDS
from kg.reading.grammar.conditions import kind_of
from kg.reading.grammar.draft import Draft
from kg.reading.grammar.modality import find_modal
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.predicate import predicate
from kg.reading.learned.reader import Name, Opinion

TOLD = 0.85  # from which a phrase tells though no rule says so
UNTOLD = 0.02  # below which a rule's act of telling is none
KIND = 0.7  # from which what tells is of the kind the reader says
NORM = 0.8  # from which a phrase lays down a norm though no rule says so
SURE = 0.9  # from which whom the reader points at is taken for those bound
SPARES = 0.5
_BUT = re.compile(r"^(?:但是|但|不过)[，,]?")


def merged(reading: Reading, drafts: Sequence[Draft], opinions: Iterable[Opinion], known: Collection[str]) -> list[Draft]:
    """The norms of a stretch, in the order of the text.

    ``known`` are the names of actors that the article uses.
    """
    judged = [replace(j, bearer=_whole(j.bearer, known, reading.text), recipient=_whole(j.recipient, known, "")) for j in opinions]
    kept = _corrected(reading.text, drafts, judged)
    taken = _taken(kept, judged)
    added = [_added(reading, j) for j in judged if j.phrase.at not in taken and _is_norm(j, reading.text)]
    found = sorted([*kept, *added], key=lambda d: (d.start, d.end))
    _name_bearers(reading.text, found, judged)
    return _spared(reading, found, judged)


def _whole(names: Sequence[Name], known: Collection[str], text: str) -> tuple[Name, ...]:
    """The names spelt out as the article has them (信息技术 → 信息技术部), or none if one of them is no name.

    What stands right before 应当 or 不得 in ``text`` is one, known or not (广播、电视等媒体应当).
    """
    found: dict[str, Name] = {}
    for name in names:
        longer = min((k for k in known if name.words in k), key=len, default="")
        words = longer or (name.words if is_actor(name.words) or is_person(name.words) or _bound(name.words, text) else "")
        if not words:
            return ()
        found.setdefault(words, replace(name, words=words))
    return tuple(found.values())


def _bound(words: str, text: str) -> bool:
    return bool(re.search(rf"{re.escape(words)}(?:应当|不得|必须|有权|可以|须)", text))


def names_in(reading: Reading) -> set[str]:
    """The names of actors that a stretch uses."""
    return {reading.text[a:b] for a, b in reading.actors if b - a > 1}


def _of(draft: Draft, judged: Sequence[Opinion], text: str) -> Opinion | None:
    """The opinion on the phrase in which a norm says what is done."""
    at = text.find(draft.action, draft.start, draft.end) if draft.action else -1
    at = at if at >= 0 else draft.end - 1
    last = bisect_right(judged, at, key=_start) - 1
    return judged[last] if last >= 0 and at < _end(judged[last]) else None


def _start(judged: Opinion) -> int:
    return judged.phrase.at


def _end(judged: Opinion) -> int:
    return judged.phrase.at + judged.phrase.end - judged.phrase.start


def _corrected(text: str, drafts: Sequence[Draft], judged: Sequence[Opinion]) -> list[Draft]:
    """The drafts with the kinds that the reader is sure of, without acts of telling that are none."""
    mine = [(d, _of(d, judged, text)) for d in drafts]
    told = {j.phrase.at for d, j in mine if j and d.kind in KINDS}
    kept: list[Draft] = []
    for draft, one in mine:
        if one is None:
            kept.append(draft)
        elif draft.kind in KINDS and one.told < UNTOLD:
            kept += [replace(draft, kind=kind_of_predicate(draft.action, draft.object), rule=f"{draft.rule}+unlearned")] * (one.norm >= 0.5)
        elif draft.kind not in KINDS and one.told >= TOLD and one.phrase.at not in told:
            kept.append(replace(draft, kind=one.kind, recipient=tuple(n.words for n in one.recipient), rule=f"{draft.rule}+learned"))
        elif draft.kind in KINDS and FAMILY.get(draft.kind, draft.kind) != FAMILY.get(one.kind, one.kind) and one.told * one.kind_share >= KIND:
            kept.append(replace(draft, kind=one.kind, rule=f"{draft.rule}+learned"))
        else:
            kept.append(draft)
    return kept


def _taken(drafts: Iterable[Draft], judged: Sequence[Opinion]) -> set[int]:
    """Where the phrases begin of which some draft speaks."""
    found: set[int] = set()
    for draft in drafts:
        first = max(bisect_right(judged, draft.start, key=_start) - 1, 0)
        behind = bisect_left(judged, draft.end, key=_start)
        found |= {j.phrase.at for j in judged[first:behind] if _end(j) > draft.start}
    return found


def _is_norm(judged: Opinion, text: str) -> bool:
    """Whether the reader is sure that a phrase lays down a norm, and it is no condition or time of what follows."""
    sure = judged.told >= TOLD or judged.norm >= NORM
    return sure and kind_of(text[judged.phrase.at : _end(judged)]) != "trigger"


def _added(reading: Reading, judged: Opinion) -> Draft:
    """The norm that a phrase lays down, as far as its own words and the reader say."""
    start, end = judged.phrase.at, _end(judged)
    words = reading.text[start:end]
    before, clause = _before(reading, start)
    own = find_modal(words)
    modal = own or (find_modal(clause.text) if clause else None)
    action, thing = predicate(words[own.end :] if own and own.end < len(words) else words, "", None, known=False)
    kind = judged.kind if judged.told >= TOLD else kind_of_predicate(action, thing)
    times = [d for _, _, d in find_deadlines(words)] or [d for c in before[-1:] for _, _, d in find_deadlines(c.text) if kind_of(c.text)]
    trigger = "，".join(c.text for c in before if kind_of(c.text) == "trigger") or None
    return Draft(
        modal.modality if modal else judged.modality, kind, tuple(n.words for n in judged.bearer),
        tuple(n.words for n in judged.recipient) if judged.told >= TOLD else (), action or words, thing, trigger,
        best(times, keeping=kind == "keep"), start, end, "learned")


def _before(reading: Reading, at: int) -> tuple[list[Clause], Clause | None]:
    """The clauses of the part of a sentence before the one at an offset, and that one."""
    for sentence in reading.sentences:
        earlier: list[Clause] = []
        for clause in sentence:
            if clause.start <= at < clause.end:
                return earlier, clause
            earlier = [] if clause.stop in "；;" else [*earlier, clause]
    return [], None


def _name_bearers(text: str, drafts: Sequence[Draft], judged: Sequence[Opinion]) -> None:
    """Put whom the reader points at in the place of whom the rules name, where it is sure."""
    for draft in drafts:
        mine = _of(draft, judged, text)
        if mine is None or draft.rule == "learned":
            continue
        names = tuple(n.words for n in mine.bearer)
        if names and set(names) != set(draft.bearer) and _share(mine.bearer) >= SURE:
            draft.bearer, draft.whoever = names, None


def _share(names: Sequence[Name]) -> float:
    return min((n.share for n in names), default=0.0)


def _spared(reading: Reading, drafts: list[Draft], judged: Sequence[Opinion]) -> list[Draft]:
    """The norms with the exceptions that the reader sees behind them, and without what is only an exception."""
    for words, start, end in _exceptions(reading, judged):
        before = [d for d in drafts if d.end <= start]
        for draft in before[-1:]:
            draft.exception = draft.exception or words
        drafts = [d for d in drafts if not (start <= d.start and d.end <= end and d.rule == "learned")]
    return drafts


def _exceptions(reading: Reading, judged: Sequence[Opinion]) -> list[tuple[str, int, int]]:
    """The words of each exception with their offsets: phrases next to each other that spare."""
    found: list[tuple[int, int]] = []
    for one in judged:
        if one.spares < SPARES:
            continue
        start, end = one.phrase.at, _end(one)
        if found and not re.search(r"[。；]", reading.text[found[-1][1] : start]) and start - found[-1][1] <= 2:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(_BUT.sub("", reading.text[a:b]), a, b) for a, b in found]
