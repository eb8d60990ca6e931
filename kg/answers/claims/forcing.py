"""The force of a claim against that of a provision: 不用备案 against 应当备案, 必须 against 可以 or 鼓励, 可以 against 不得."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.answers.claims.aligning import nearest
from kg.answers.claims.figuring import Outcome
from kg.answers.claims.force import Force, Forced, claimed, ruled
from kg.answers.claims.model import Claim, Point, Standing, Wording

_STRONG = re.compile(r"应当|必须|强制|一定要|务必")
_DENIED = {
    (Force.SPARED, Force.DUTY), (Force.SPARED, Force.BAN), (Force.BAN, Force.LEAVE), (Force.BAN, Force.SPARED), (Force.DUTY, Force.URGED),
    (Force.DUTY, Force.LEAVE), (Force.LEAVE, Force.BAN), (Force.DUTY, Force.SPARED),
}


def compare_force(text: str, passage: Wording) -> Iterator[Outcome]:
    """How the force of a provision stands to that of each word of force in a claim."""
    for one in claimed(text):
        part, act = _act(text, one)
        aligned, share = nearest(act, passage.words, part)
        held = _force_of(aligned, passage)
        claim = Claim(Point.FORCE, one.words, one.start)
        if _sweeping(one, act, passage):
            yield Outcome(claim, Standing.DENIED, next((f.words for f in ruled(passage.text) if f.force is not Force.NONE), ""), 5)
            continue
        if one.words + act[:2] in passage.text:
            yield Outcome(claim, Standing.UNCLEAR)
            continue
        single = len({f.force for f in ruled(passage.text)}) == 1
        if share < (0.15 if single else 0.34) or not held:
            yield Outcome(claim, Standing.UNCLEAR)
            continue
        yield Outcome(claim, _standing(one, held.force, part, aligned, passage), held.words, round(share * 10))


def _sweeping(one: Forced, act: str, passage: Wording) -> bool:
    """Whether a claim spares everything (不用管, 不用任何手续) or has something forced, and the provision holds or lacks any duty."""
    held = {f.force for f in ruled(passage.text)}
    if one.force is Force.SPARED:
        return bool(re.match(r"(?:管|理会|做|任何|办|什么)", act)) and Force.DUTY in held
    return one.words == "强制" and Force.URGED in held and not held & {Force.DUTY, Force.BAN}


def _act(text: str, one: Forced) -> tuple[str, str]:
    """The part of a sentence in which a word of force stands, and what follows the word in it."""
    cut = [i for c in ("，", "。", "；", "\n", "但", "并且", "而") if (i := text.find(c, one.start)) >= 0]
    begin = max(text.rfind(c, 0, one.start) for c in "，。；\n") + 1
    end = min(cut, default=len(text))
    return text[begin:end], text[one.start + len(one.words) : end]


def _force_of(part: str, passage: Wording) -> Forced | None:
    """The force of a part of a provision: its own, or that of the words before it, or that of the lead."""
    own = ruled(part)
    if own:
        return next((f for f in reversed(own) if f.force is not Force.URGED), own[-1])
    before = ruled(passage.words[: max(0, passage.words.find(part))])
    return before[-1] if before else next(iter(ruled(passage.lead)[-1:]), None)


def _standing(one: Forced, held: Force, part: str, aligned: str, passage: Wording) -> Standing:
    pair = (one.force, held)
    if pair == (Force.LEAVE, Force.DUTY) and one.words == "可以" and not re.search(r"[就也即]可以|可以[。，]?\Z", part):
        if "或" in part or "或者" in aligned:
            return Standing.UNCLEAR
        return Standing.DENIED if nearest(part.rpartition("可以")[2], aligned.rpartition("应当")[2])[1] >= 0.5 else Standing.UNCLEAR
    if pair not in _DENIED:
        return Standing.UNCLEAR
    if pair == (Force.DUTY, Force.LEAVE) and not _STRONG.search(one.words):
        return Standing.UNCLEAR
    return Standing.DENIED
