"""What is done in a claim against what a provision has done: 批准 against 备案, 减轻 against 不因委托而减轻, 不经同意 against 经同意."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.answers.claims.aligning import content, nearest
from kg.answers.claims.figuring import Outcome
from kg.answers.claims.force import denials
from kg.answers.claims.model import Claim, Point, Standing, Wording
from kg.answers.claims.names import names

# Formal acts that exclude one another where a provision names only one of them.
_FORMAL = (("approve", r"批准|核准|审批|许可(?!证)"), ("file", r"备案"), ("review", r"安全审查|安全评估"))
_AGREED = re.compile(r"(?:不经|不用经过?|无需经?|不需要经?|不必经?|未经)[^，。；]{0,10}?(?P<what>同意|批准|审批|授权|许可|备案|评估|审查)")
_REFUSED = re.compile(r"不(?:得|能|应|予|再|发生|因[^，。；]{1,16}?(?:而|进行)|可以|允许)?(?:[一-龥]{0,4}(?:或者?|和|、))?(?P<what>[一-龥]{2})")
_LEFT_OUT = re.compile(r"(?P<what>[^，。；]{3,40}?)(?:的)?除外")
_CANCELS = re.compile(r"不|未|无|非|除外|免")


def compare_acts(text: str, passage: Wording) -> Iterator[Outcome]:
    """How the acts of a provision stand to those of a claim."""
    yield from _formal(text, passage.text)
    yield from _agreed(text, passage.words)
    yield from _refused(text, passage.words)
    yield from _left_out(text, passage.words)
    yield from _answerable(text, passage.words)
    yield from _regardless(text, passage.words)


def _formal(text: str, words: str) -> Iterator[Outcome]:
    words = _sentence(text, words)
    there = {kind: m[0] for kind, p in _FORMAL if (m := re.search(p, words))}
    for kind, pattern in _FORMAL if there else ():
        for m in re.finditer(pattern, text):
            if _CANCELS.search(text[max(0, m.start() - 8) : m.start()]) or re.match(r"的|后的?(?!方|才|可)|机关|部门|文件|证", text[m.end() :]):
                continue
            claim = Claim(Point.ACT, m[0], m.start())
            yield Outcome(claim, Standing.UNCLEAR if kind in there else Standing.DENIED, there.get(kind) or next(iter(there.values())))


def _sentence(text: str, words: str) -> str:
    """The sentence of a provision that speaks of a claim's matter, if one does clearly more than the others."""
    wanted = content(re.sub("|".join(p for _, p in _FORMAL), "，", text))
    ranked = sorted(re.split(r"(?<=[；。\n])", words), key=lambda s: -len(wanted & content(s)))
    ahead = len(ranked) > 1 and len(wanted & content(ranked[0])) >= 2 + len(wanted & content(ranked[1]))
    return ranked[0] if ahead and any(re.search(p, ranked[0]) for _, p in _FORMAL) else words


# 责任不因委托而免除, against 责任就是供应商的.
_KEPT = re.compile(r"责任[^。；]{0,24}?不[^。；]{0,24}?(?:免除|减轻|转移)|不得转移责任|责任不[^。；]{0,12}(?:免除|减轻|转移)")
_SHIFTED = re.compile(
    r"责任?(?:也|就|都)?(?:随之|相应|可以|全部|一并)?(?:转移|转给|减轻|免除|归|就是|是[^，]{1,10}的)|(?:由|是|归|找)[^，。]{1,12}(?:担责"
    r"|负责|承担|的责任)|没(?:事|责任)|转给"
                      r"|责任[^，。]{0,8}(?:减轻|转移|免除|转给)|不用?(?:再)?(?:担责|负责|承担责任)")


def _answerable(text: str, words: str) -> Iterator[Outcome]:
    held, m = _KEPT.search(words), _SHIFTED.search(text)
    if held and m and not re.search(r"不[^，。]{0,8}(?:转移|减轻|免除|转给)|仍|还是|照样", text):
        yield Outcome(Claim(Point.DENIAL, m[0], m.start()), Standing.DENIED, held[0])


_STILL = re.compile(r"经[^，。；]{0,12}?(?P<what>授权|同意|批准|许可)[^，。；]{0,4}[，]?也(?:不能|不得|不可以|不行)")
_EVEN_NOT = re.compile(r"(?:不|未|没有?)(?P<what>[一-龥]{2})[^。；]{0,30}也(?:必须|要|得|应当?|需要?)")


def _regardless(text: str, words: str) -> Iterator[Outcome]:
    """A condition that a claim says does not matter: 经授权后也不能, 不涉及公共利益也必须."""
    m = _STILL.search(text)
    if m and (held := re.search(rf"未经[^，。；]{{0,12}}?{m['what']}", words)):
        yield Outcome(Claim(Point.CONDITION, m[0], m.start()), Standing.DENIED, held[0])
    m = _EVEN_NOT.search(text)
    if m and (held := re.search(rf"(?<![不未]){m['what']}[^，。；]{{0,24}}的(?=，)", words)):
        yield Outcome(Claim(Point.CONDITION, m[0], m.start()), Standing.DENIED, held[0])


def _agreed(text: str, words: str) -> Iterator[Outcome]:
    m = _AGREED.search(text)
    if not m or re.search(r"不得|不能|不可|禁止|违", text[m.end() :]) or re.search(r"(?:不得|不能|禁止|擅自)[^，。；]*\Z", text[: m.start()]):
        return
    held = re.search(rf"(?:(?<!未)经|取得|征得|报)[^，。；]{{0,16}}?{m['what']}|未经[^，。；]{{0,16}}?{m['what']}[^。；]{{0,8}}不得", words)
    if held:
        yield Outcome(Claim(Point.DENIAL, m[0], m.start()), Standing.DENIED, held[0])


def _refused(text: str, words: str) -> Iterator[Outcome]:
    for m in _REFUSED.finditer(words):
        at = text.find(m["what"])
        part = text[max(text.rfind(c, 0, at) for c in "，。；") + 1 : at + 8] if at >= 0 else ""
        stated = words.count(m["what"]) > len(re.findall(rf"不[^，。；]{{0,10}}{m['what']}", words))  # 批准或者不予批准
        if not part or stated or _CANCELS.search(part) or denials(words[max(0, m.start() - 24) : m.start()]):
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
