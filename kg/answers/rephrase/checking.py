"""Whether a rephrased conclusion says what ours says: line against line, and no more than the evidence holds.

Each line of a conclusion stands on its own provisions, so each is compared with the line it rephrases and with nothing else:
a number, deadline or name of another line is as wrong there as an invented one. Compared are provisions, amounts and their
bounds, words of time, duties and negations in their order, actors in theirs, acts and measures; quoted words must be the
law's; and but for small and connecting words, the words must be the same. What cannot be compared is refused: when in doubt, ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.answers.rephrase.reading import Cited, LineReading, Mark, in_digits, read, well_formed, work_of
from kg.answers.result import Answer
from kg.corpus.catalogue import Catalogue
from kg.corpus.quoting import Quote
from kg.law.likeness import bigrams, overlap, squash
from kg.law.wording import LEADS, place

LONGEST = 3  # times the length of ours
_SIDE_BY_SIDE = 0.7  # share of our pairs of neighbouring characters
_HAN = re.compile(r"[一-鿿]")
_ALLOWED = re.compile(r"[一-鿿0-9，。；：、（）《》“”%·—…]")
_NUMBERED = re.compile(r"\d{1,3}[.、．][ 　]*")
_POINTER = re.compile(r"的规定如下。\Z")
_ARTICLE = re.compile(r"第[^第（）《》“”]{1,8}条")
_QUOTED = re.compile(r"“([^“”]*)”")
_IN_BRACKETS = re.compile(r"（([^（）]*)）\Z")
_NUMERAL = re.compile(r"[\d.,零〇一二三四五六七八九十百千万亿两半]*[\d零〇一二三四五六七八九十百千万亿两半]")
_TAG = re.compile(r"\A【(?:义务|禁止|许可|职权)】")
_ITEM = re.compile(r"第?（([^（）]{1,4})）项")
_SMALL = "的之将把就与和及以为在于对则且并也均都若如当其该此了所者即还再"
_MAY_GO = re.compile(rf"时间要求|事项|例外|该条|进行|应当|[{_SMALL}]")
_MAY_COME = re.compile(
    r"如果|如有|的话|对于|关于|针对|以及|并且|而且|此外|另外|同样|其中|该条|该款|上述|前述|按照|根据|依照|依据|所规定的?|需要|必须|应该|应当"
    rf"|除外|但是?|时间要求|要求|期限|事项|情形|情况|内容|进行|予以|加以|[{_SMALL}依按据时至到内前后向由须需应]"
)


@dataclass(frozen=True)
class Conclusion:
    """An answer taken apart: the lines of its conclusion, the numbers of those that may be rephrased, and what follows them."""

    lines: tuple[str, ...]
    open: tuple[int, ...]
    rest: str

    @property
    def asked(self) -> tuple[str, ...]:
        """The lines to rephrase, without the numbers of a list."""
        return tuple(_NUMBERED.sub("", self.lines[n], count=1) if _NUMBERED.match(self.lines[n]) else self.lines[n] for n in self.open)

    def put_together(self, said: Sequence[str]) -> str:
        """The whole answer with the lines ``said`` in the place of those asked."""
        lines = list(self.lines)
        for n, words in zip(self.open, said, strict=True):
            number = _NUMBERED.match(lines[n])
            lines[n] = (number[0] if number else "") + words
        return "\n".join(lines) + self.rest


def take_apart(answer: Answer) -> Conclusion:
    """The conclusion before 依据：, taken apart into lines.

    Lines that name no article, or hold part of a longer quotation, are never rephrased.
    """
    text = answer.answer
    found = re.search(r"^依据：", text, re.MULTILINE)
    cut = found.start() - 1 if found and found.start() else len(text)
    lines, depth, free = text[:cut].split("\n"), 0, []
    for n, line in enumerate(lines):
        balance = line.count("“") - line.count("”")
        if not depth and not balance and _is_conclusion(line):
            free.append(n)
        depth += balance
    return Conclusion(tuple(lines), tuple(free), text[cut:])


def _is_conclusion(line: str) -> bool:
    """Whether a line is a sentence with its provision, and no remark on the provisions themselves."""
    return line.endswith("。") and bool(_ARTICLE.search(line)) and not _POINTER.search(line) and not line.startswith(LEADS)


def problem(text: str, conclusion: Conclusion, answer: Answer, catalogue: Catalogue) -> str:
    """The reason, in Chinese, why a text may not stand in the place of the lines asked, or "" if it may."""
    said, asked = lines_of(text), conclusion.asked
    if not said:
        return "改写是空的"
    if len(text) > LONGEST * sum(map(len, asked)):
        return "改写过长"
    if len(said) != len(asked):
        return f"改写有 {len(said)} 行，结论有 {len(asked)} 行，不能逐行核对"
    found = (_problem(theirs, ours, answer.citations, catalogue) for theirs, ours in zip(said, asked, strict=True))
    return next((f for f in found if f), "")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that are not blank."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())


# ── one line ──


def _problem(theirs: str, ours: str, quotes: Sequence[Quote], catalogue: Catalogue) -> str:
    tag = _TAG.match(theirs)
    shape = _shape(theirs, ours) or (f"改写改变了{tag[0]}" if tag and not ours.startswith(tag[0]) else "")
    if shape:
        return shape
    theirs, ours = (_TAG.sub("", line) for line in (theirs, ours))
    one, other = read(theirs, catalogue), read(ours, catalogue)
    held = [q.quote for q in quotes if any(_names(c, q, catalogue) for c in other.cited)]
    checks = (
        _citations(one, other, catalogue), _laws(theirs, ours, one), _marks("数字或界限", one.amounts, other.amounts), _words(one, other),
        _marks("应当、不得等用语", one.modals, other.modals), _actors(one, other), _quotations(theirs, ours, held),
        _same_words(in_digits(one.text), in_digits(other.text)),
    )
    return next((c for c in checks if c), "")


def _shape(theirs: str, ours: str) -> str:
    odd = next((c for c in theirs if not _ALLOWED.match(c) and c not in ours), "")
    if odd:
        return f"改写中有不能核对的字符（U+{ord(odd):04X}）"
    if any(theirs.count(a) != theirs.count(b) for a, b in ("“”", "《》", "（）")) or not theirs.endswith("。"):
        return "改写不完整"
    odd = next((n for n in _NUMERAL.findall(theirs) if n not in ours and not well_formed(n)), "")
    if odd:
        return f"改写中的数字“{odd}”写法不明"
    for sentence in _sentences(theirs):
        bracket = _IN_BRACKETS.search(_ITEM.sub(r"第\1项", sentence))
        if not bracket or not _ARTICLE.search(bracket[1]):
            return f"改写中的句子缺少依据：“{sentence[:20]}…”"
    return ""


def _sentences(line: str) -> list[str]:
    """The sentences of a line without their full stops.

    A full stop inside “ ” or （ ） ends none.
    """
    found, depth, start = [], 0, 0
    for at, char in enumerate(line):
        depth += (char in "“（") - (char in "”）")
        if char in "。！？" and depth <= 0:
            found.append(line[start:at])
            start = at + 1
    return [s for s in (*found, line[start:]) if s.strip()]


# ── provisions ──


def _names(cited: Cited, quote: Quote, catalogue: Catalogue) -> bool:
    return (cited[0], cited[1]) == (work_of(quote.instrument, catalogue), quote.article)


def _label(cited: Cited, catalogue: Catalogue) -> str:
    work, article, paragraph, item, division = cited
    known = catalogue.find(work)
    title = "" if work == "self" else f"《{known.title if known else work}》"
    return title + (place(article, paragraph, item) if article else division)


def _citations(one: LineReading, other: LineReading, catalogue: Catalogue) -> str:
    new, lost = sorted(one.cited - other.cited, key=str), sorted(other.cited - one.cited, key=str)
    if new:
        return f"改写中出现依据以外的条文{_label(new[0], catalogue)}"
    return f"改写漏掉条文{_label(lost[0], catalogue)}" if lost else ""


# ── numbers, duties, words ──


def _marks(kind: str, theirs: Sequence[Mark], ours: Sequence[Mark]) -> str:
    """The reason why two lines differ in their values, or "" if they do not.

    They must have the same values in the same order, each in the clause that fits it best.
    """
    one, other = [m.value for m in theirs], [m.value for m in ours]
    new, lost = [v for v in one if v not in other], [v for v in other if v not in one]
    if new:
        return f"改写中的{kind}“{new[0]}”不在依据中"
    if lost:
        return f"改写漏掉{kind}“{lost[0]}”"
    if one != other:
        return f"改写改变了{kind}的次序或次数"
    moved = next((m for m in theirs if _fits_another(m, ours)), None)
    return f"改写中的{kind}“{moved.value}”换了对象" if moved else ""


def _fits_another(mark: Mark, ours: Sequence[Mark]) -> bool:
    """Whether the clause of a mark is more like our clause of another value than like that of its own."""
    words = bigrams(mark.clause)
    own = max((len(words & bigrams(m.clause)) for m in ours if m.value == mark.value), default=0)
    return any(len(words & bigrams(m.clause)) > own for m in ours if m.value != mark.value)


def _words(one: LineReading, other: LineReading) -> str:
    for kind in other.words:
        new, lost = sorted(one.words[kind] - other.words[kind]), sorted(other.words[kind] - one.words[kind])
        if new:
            return f"改写中的{kind}“{new[0]}”不在依据中"
        if lost:
            return f"改写漏掉{kind}“{lost[0]}”"
    return ""


def _actors(one: LineReading, other: LineReading) -> str:
    new, lost = [a for a in one.actors if a not in other.actors], [a for a in other.actors if a not in one.actors]
    if new:
        return f"改写中的主体或机关“{new[0]}”不在依据中"
    if lost:
        return f"改写漏掉主体或机关“{lost[0]}”"
    return "" if one.actors == other.actors else "改写改变了主体或机关的次序"


def _laws(theirs: str, ours: str, one: LineReading) -> str:
    """The reason why a law is named that our line does not name, or "".

    Compared are titles in 《》, and names of laws without 《》 that no citation holds: 依照公司法.
    """
    new = next((name for name in (*re.findall(r"《[^《》]*》", theirs), *sorted(one.laws)) if name not in ours), "")
    return f"改写中的“{new}”不在依据中" if new else ""


# ── words ──


def _quotations(theirs: str, ours: str, held: Sequence[str]) -> str:
    """The reason why a quotation is not verbatim, or "".

    What stands between “ ” must be the law's, or quoted by us.
    """
    verbatim = [squash(w) for w in (*_QUOTED.findall(ours), *held)]
    changed = next((w for w in _QUOTED.findall(theirs) if not w or not any(squash(w) in v for v in verbatim)), None)
    return "" if changed is None else f"改写中的引文不是原文：“{changed[:20]}…”"


def _same_words(theirs: str, ours: str) -> str:
    """The reason why two lines differ in their words, or "" if they do not.

    Most words must stand side by side as before. Only small and connecting ones may go or come, and a matter said twice.
    """
    shorter = re.sub(r"（事项：“([^“”]*)”）", lambda m: "" if ours.count(m[1]) > 1 else m[0], ours)
    found = [_changed(theirs, whole) for whole in dict.fromkeys((ours, shorter))]
    if all(found):
        return found[0]
    return "" if overlap(ours, theirs) >= _SIDE_BY_SIDE else "改写打乱了结论的字词"


def _changed(theirs: str, ours: str) -> str:
    lost, new = _han(_MAY_GO.sub("", ours)) - _han(theirs), _han(_MAY_COME.sub("", theirs)) - _han(ours)
    if lost:
        return f"改写漏掉结论的字词“{''.join(lost)[:12]}”"
    return f"改写增加了字词“{''.join(new)[:12]}”" if new else ""


def _han(text: str) -> Counter[str]:
    return Counter(_HAN.findall(text))
