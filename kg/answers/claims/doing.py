"""What is done in a claim against what a provision has done: 批准 against 备案, 减轻 against 不因委托而减轻, 不经同意 against 经同意."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.answers.claims.aligning import content, nearest
from kg.answers.claims.figuring import Outcome
from kg.answers.claims.force import denials
from kg.answers.claims.model import Claim, Passage, Point, Standing
from kg.answers.claims.names import names

# Formal acts that exclude one another where a provision names only one of them.
_FORMAL = (("approve", r"批准|核准|审批|许可(?!证)"), ("file", r"备案"), ("review", r"安全审查|安全评估"))
_AGREED = re.compile(r"(?:不经|不用经过?|无需经?|不需要经?|不必经?|未经)[^，。；]{0,10}?(?P<what>同意|批准|审批|授权|许可|备案|评估|审查)")
_REFUSED = re.compile(r"不(?:得|能|应|予|再|发生|因[^，。；]{1,16}?(?:而|进行)|可以|允许)?(?:[一-龥]{0,4}(?:或者?|和|、))?(?P<what>[一-龥]{2})")
_LEFT_OUT = re.compile(r"(?P<what>[^，。；]{3,40}?)(?:的)?除外")
_CANCELS = re.compile(r"不|未|无|非|除外|免")


def compare_acts(text: str, passage: Passage) -> Iterator[Outcome]:
    """How the acts of a provision stand to those of a claim."""
    yield from _formal(text, passage.text)
    yield from _agreed(text, passage.words)
    yield from _refused(text, passage.words)
    yield from _left_out(text, passage.words)


def _formal(text: str, words: str) -> Iterator[Outcome]:
    there = {kind: m[0] for kind, p in _FORMAL if (m := re.search(p, words))}
    for kind, pattern in _FORMAL if there else ():
        for m in re.finditer(pattern, text):
            if _CANCELS.search(text[max(0, m.start() - 8) : m.start()]) or re.match(r"的|后的?(?!方|才|可)|机关|部门|文件|证", text[m.end() :]):
                continue
            claim = Claim(Point.ACT, m[0], m.start())
            yield Outcome(claim, Standing.UNCLEAR if kind in there else Standing.DENIED, there.get(kind) or next(iter(there.values())))


def _agreed(text: str, words: str) -> Iterator[Outcome]:
    m = _AGREED.search(text)
    if not m or re.search(r"不得|不能|不可|禁止|违", text[m.end() :]):
        return
    held = re.search(rf"(?:(?<!未)经|取得|征得|报)[^，。；]{{0,16}}?{m['what']}|未经[^，。；]{{0,16}}?{m['what']}[^。；]{{0,8}}不得", words)
    if held:
        yield Outcome(Claim(Point.DENIAL, m[0], m.start()), Standing.DENIED, held[0])


def _refused(text: str, words: str) -> Iterator[Outcome]:
    for m in _REFUSED.finditer(words):
        at = text.find(m["what"])
        part = text[max(text.rfind(c, 0, at) for c in "，。；") + 1 : at + 8] if at >= 0 else ""
        if not part or _CANCELS.search(part) or denials(words[max(0, m.start() - 24) : m.start()]):
            continue
        _, share = nearest(part, words[max(0, m.start() - 30) : m.end() + 30])
        if share >= 0.5:
            yield Outcome(Claim(Point.DENIAL, m["what"], at), Standing.DENIED, m[0])


def _left_out(text: str, words: str) -> Iterator[Outcome]:
    for m in _LEFT_OUT.finditer(words):
        out = content(m["what"])
        if len(out) >= 4 and len(out & content(names().labelled(text))) >= 0.6 * len(out) and not _CANCELS.search(text):
            yield Outcome(Claim(Point.EXCEPTION, text.strip("\0"), 0), Standing.DENIED, m[0])


def fits_all(found: Sequence[Outcome]) -> bool:
    """Whether no figure of a claim is left open."""
    return all(o.claim.quantity is None or o.standing is not Standing.UNCLEAR for o in found)
