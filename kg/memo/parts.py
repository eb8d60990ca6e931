"""A memo taken apart: every citation in it, every quotation, and which quotation belongs to which citation.

The citations are found by ``kg.reading.citations.finding``. The memo is handed to it as one text without articles, behind which
the names of the catalogue are declared as abbreviations (218号令, 网安法), so that 该办法第三十条 works after them as well.
Quoted words are covered up first, because what the law quoted there cites (本法第二十三条) is not the memo's own citation.

Quotations are “…” "…" 「…」 『…』, and whole lines that are words of the law. A quotation belongs to the citation in brackets
right behind it, else to the last one before it in the same sentence, else to the next one in the sentence, else to the one in
the sentence that ends just before it.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.corpus.catalogue import Catalogue, plain_title
from kg.corpus.passages import LONGEST, Texts, coverage, fold, pieces
from kg.law.model import Citation, Document, Instrument, Provision, ProvisionKind, Target
from kg.memo.marks import MOST_INDENT, PAIRS, closings
from kg.reading.citations.finding import find_citations

MAX_LENGTH = 200_000  # characters of a memo
MAX_CITATIONS = 3_000
MAX_MARKS = 3_000  # titles in 《》, and quotations
FAR = 1_000  # characters; a clause further away says nothing of a citation
TERM = 8  # a shorter quotation is a word that is spoken of
_COVER = "□"
_DECLARING = re.compile(r"(?:简称|统称|合称|又称|称为?|下称|名为|题为|标题为|即)[:：]?[《]?\Z")
_LIST = re.compile(r"[\s、,，]*(?:和|与|或者?|以?及|至|到|[-－—–~～])?[\s]*")
_SENTENCE = re.compile(r"[。！？!?\n]")
_CLAUSE = re.compile(r"[。；;！？!?\n]")
_BEHIND = re.compile(
    r"[”\"＂」』。.；;，, 　\t]*(?:[（(\[【]+|[—-]{2,}|—)[ 　]*"
    r"(?:请?参见|详见|引自|出自|摘自|语出|载于|依据|根据|来源|见)?[:：]?[ 　]*《?"
)
_HAN = re.compile(r"[一-鿿]")
_OPENINGS = " 　\t\n“\"＂「『”」』"
_OLD = re.compile(r"(?:旧版?的?|老版?的?|原来?的?|修[订正改]之?前的?)《?(?:中华人民共和国)?\Z")
_NEW = re.compile(r"(?:新版?的?|新修[订正改]的?|现行有?效?的?|修[订正改]之?后的?)《?(?:中华人民共和国)?\Z")
_YEAR = re.compile(r"[（(][^（）()]{0,6}?((?:19|20)\d\d)年?[^（）()]{0,12}[）)]")
_BLOCK = re.compile(r"[ 　\t>*-]*(第[零〇○一二三四五六七八九十百千0-9]{1,8}条(?:之[一二三四五六七八九十])?)[ 　\t]+(?=\S)")
_OTHER_THING = re.compile(r"(?:合同|协议书?|章程|备忘录|意见书|报告|制度|手册|问卷|清单|附件|附录|本所|本文|上述意见)(?:》)?(?:的|中的?|之)?\Z")
_NUMBER_ONLY = re.compile(r"第?\d+号文?\Z")
_GENERIC = re.compile(r"(?:办法|规定|条例|规范)\Z")
_TAIL = re.compile(r"（[^（）]{0,200}）\Z")
_LEADS = "照据按反合用守与和及或由在于除对的为行了以见即如若因经从至是该此、，。；：（(“《"


class MemoError(ValueError):
    """The error raised for a memo that cannot be checked, whose message says why and what to do."""


@dataclass(frozen=True)
class Quotation:
    """Words that the memo quotes.

    ``start`` and ``end`` span them without their marks. ``block`` says that it is a whole line without marks.
    """

    start: int
    end: int
    text: str
    block: bool = False
    introduced: bool = False  # behind 规定, 明确, 所称 …

    @property
    def term(self) -> bool:
        """Whether the quotation is so short that it may be only a word spoken of."""
        return not self.block and len(fold(self.text)) < TERM


@dataclass(frozen=True)
class MemoCitation:
    """A citation in the memo.

    ``group`` numbers the lists. ``edition`` is old, new or a year where the memo says so. ``name`` is the title, or what the
    memo calls an instrument that is not known, and "" where it does not say which. ``guessed`` says that the instrument is
    named in an earlier sentence only, ``doubtful`` that the name may be the tail of another. ``context`` is the clause around
    the citation.
    """

    start: int
    end: int
    text: str
    target: Target
    instrument: Instrument | None = None
    name: str = ""
    group: int = 0
    edition: str = ""
    guessed: bool = False
    doubtful: bool = False
    context: str = ""
    quotes: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Memo:
    """A memo taken apart into its citations and quotations.

    Offsets count characters of ``text``. ``loose`` are quotations without a citation.
    """

    text: str
    mentions: tuple[MemoCitation, ...]
    loose: tuple[Quotation, ...] = ()


def find(text: str, texts: Texts) -> Memo:
    """The memo taken apart into its citations and quotations.

    MemoError is raised if it is empty, too long, or has too many titles, quotation marks or citations. Nothing else is raised.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check(text)
    quotations = _quotations(text, texts)
    covered = _covered(text, quotations, texts.catalogue)
    mentions = _grouped(covered, _mentions(text, covered, texts.catalogue))
    return _attached(Memo(text, mentions), covered, quotations)


def _check(text: str) -> None:
    if not text.strip():
        raise MemoError("没有可以核验的文字：请粘贴备忘录，或上传 txt、md、docx 文件")
    if len(text) > MAX_LENGTH:
        raise MemoError(f"文稿有 {len(text)} 字，超过 {MAX_LENGTH} 字；请拆分后分别核验")
    if text.count("《") > MAX_MARKS or sum(map(text.count, PAIRS)) > 2 * MAX_MARKS:
        raise MemoError(f"书名号或引号超过 {MAX_MARKS} 处；请拆分后分别核验")


def _refuse_more(citations: int) -> None:
    if citations > MAX_CITATIONS:
        raise MemoError(f"引用超过 {MAX_CITATIONS} 处；请拆分后分别核验")


# ── quotations ──


def _quotations(text: str, texts: Texts) -> tuple[Quotation, ...]:
    marked = [q for q in _marked(text) if not _DECLARING.search(text[max(0, q.start - 12) : q.start - 1]) and pieces(q.text)
              and _HAN.search(q.text)]
    free = _Spans([(q.start, q.end) for q in marked])
    blocks = [q for q in _blocks(text, texts) if not free.touches(q.start, q.end)]
    return tuple(sorted((*marked, *blocks), key=lambda q: q.start))


def _marked(text: str) -> Iterator[Quotation]:
    closing = closings(text)
    at = 0
    while at < len(text):
        if (end := closing.get(at, -1)) > at:
            before = text[max(0, at - 12) : at]
            yield Quotation(at + 1, end, text[at + 1 : end], introduced=bool(_INTRODUCING.search(before)))
            at = end
        at += 1


_INTRODUCING = re.compile(r"(?:规定|明确|要求|所称|载明|指出|写明|表述|原文|定义)(?:的是?|了|为|是|如下)?[:：，,]?\s*\Z")


def _blocks(text: str, texts: Texts) -> Iterator[Quotation]:
    """The lines that are words of the law: verbatim and long, or 第…条 with nearly the words of an article of that number."""
    for line in re.finditer(r"[^\n]+", text):
        head = _BLOCK.match(line[0])
        body = line[0][head.end() :] if head else line[0].strip(" 　\t>*-")
        start = line.start() + line[0].index(body)
        if len(body) < 16 or len(body) > LONGEST or "《" in body[:2]:
            continue
        if texts.holding(body) or (head and _near_article(head[1], body, texts)):
            yield Quotation(start, start + len(body.rstrip()), body.rstrip(), block=True, introduced=True)


def _near_article(label: str, body: str, texts: Texts) -> bool:
    from kg.law.numerals import article_number

    number = article_number(label)
    return any(p.node.number == number and coverage(p.text, body) >= 0.7 for p in texts.passages if p.node.number == number)


def _covered(text: str, quotations: tuple[Quotation, ...], catalogue: Catalogue) -> str:
    """The memo with its quotations covered up, of the same length.

    A quotation stays if it is short and itself names an instrument, or if it may be only a word spoken of.
    """
    out, names = list(text), _spoken(catalogue)
    for q in quotations:
        speech = not q.block and len(q.text) < 60 and any(n in q.text for n in names)
        if not q.term and not speech:
            ends = q.end - 1 if _SENTENCE.match(text[q.end - 1]) else q.end  # the full stop ends a sentence of the memo too
            out[q.start : ends] = _COVER * (ends - q.start)
    return "".join(out)


def _spoken(catalogue: Catalogue) -> list[str]:
    return [n for n in catalogue.names if len(n) > 2 and ":" not in n and not _NUMBER_ONLY.match(n)]


@dataclass(frozen=True)
class _Spans:
    """Spans in order, none overlapping another."""

    spans: list[tuple[int, int]]

    def touches(self, start: int, end: int) -> bool:
        at = bisect.bisect_left(self.spans, (end, 0))
        return at > 0 and self.spans[at - 1][1] > start


# ── citations ──


def _mentions(text: str, covered: str, catalogue: Catalogue) -> tuple[MemoCitation, ...]:
    squeezed, places = _squeezed(covered)
    known = [n for n in catalogue.names if len(n) > 2 and ":" not in n]
    found: list[MemoCitation] = []
    named: dict[str, MemoCitation] = {}  # the last citation of each instrument that is named, the last one at the end
    for c in find_citations(_document(squeezed, catalogue), known):
        start, end = places[c.start], places[c.end - 1] + 1
        mention = MemoCitation(start, end, text[start:end], c.target, edition=_edition(text, start, end))
        read = _named(mention, c, covered, named, catalogue)
        if read:
            found.append(read)
            _refuse_more(len(found))
        if read and read.name and not read.guessed:
            named.pop(read.name, None)
            named[read.name] = read
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks inside its lines, with digits and letters of one width, and the old offset of each character."""
    kept = [(i, c) for i, c in enumerate(text) if c == "\n" or not (c.isspace() or unicodedata.category(c) in {"Cf", "Cc"})]
    narrow = (unicodedata.normalize("NFKC", c) if "０" <= c <= "ｚ" else c for _, c in kept)
    return "".join(narrow), [i for i, _ in kept]


def _document(text: str, catalogue: Catalogue) -> Document:
    """The memo as one text without articles, with the names of the catalogue declared behind it, outside any unit."""
    declared = "".join(f"《{i.title}（{i.work}）》（以下简称{n}）\n" for i in catalogue.instruments for n in _declared(i))
    node = Provision(ProvisionKind.PART, (1,), "prt1", "", 0, len(text))
    return Document("", f"{text}\n{declared}", (node,))


def _declared(instrument: Instrument) -> list[str]:
    """The names of an instrument that are plain enough to stand alone, such as 218号令 but not 218号."""
    names = (plain_title(n) for n in (instrument.title, *instrument.names, *re.split(r"[；（]", instrument.number)))
    return [n for n in dict.fromkeys(names) if len(n) > 2 and not re.search(r"[（）《》()、，]", n) and not _NUMBER_ONLY.match(n)]


def _edition(text: str, start: int, end: int) -> str:
    """The edition that the memo means: old, new or a year, or "" if it does not say."""
    before, words = text[max(0, start - 16) : start], text[start:end]
    if year := _YEAR.search(words):
        return year[1]
    if _OLD.search(before) or words.startswith(("老", "旧")):
        return "old"
    return "new" if _NEW.search(before) or words.startswith("新") else ""


def _named(m: MemoCitation, c: Citation, covered: str, named: dict[str, MemoCitation], catalogue: Catalogue) -> MemoCitation | None:
    """The citation with its instrument settled, or None where it is none of the law (本备忘录第三章, 合同第三条)."""
    before = covered[max(0, m.start - 12) : m.start]
    bare = bool(re.match(r"第|[（(]", m.text)) and not c.rule.startswith("alias")
    if bare and (_OTHER_THING.search(before) or _heads_line(covered, m)):
        return None
    if c.target.instrument == "self":
        return _loosely(m, c, named)
    cut = m.text[:1].isdigit() and (before[-1:].isdigit() or before[-1:] in tuple("〕]】"))
    unclear = cut or (c.rule.startswith(("alias", "name")) and _inside_longer(m.text, before, catalogue))
    instrument = _instrument(c.target.instrument, catalogue)
    return replace(m, instrument=instrument, name=instrument.title if instrument else c.target.instrument, doubtful=unclear)


def _heads_line(covered: str, m: MemoCitation) -> bool:
    """Whether the number heads a part of the memo itself, as 第一条 and a blank do unless words of the law follow."""
    start = covered.rfind("\n", 0, m.start) + 1
    head = _BLOCK.match(covered, start)
    own = head is not None and not covered[start : m.start].strip(" 　\t>*-")
    return own and head is not None and covered[head.end() : head.end() + 1] != _COVER


def _loosely(m: MemoCitation, c: Citation, named: dict[str, MemoCitation]) -> MemoCitation | None:
    """本法第三条 or a bare 第三条 in a memo: the act named before, if its title ends so."""
    if not c.target.article:
        return None
    kind = re.match(r"本([^第\s]{1,6})", m.text)
    meant = next((f for f in reversed(named.values()) if not kind or _TAIL.sub("", f.name).endswith(kind[1])), None)
    return replace(m, instrument=meant.instrument if meant else None, name=meant.name if meant else "", guessed=True)


def _instrument(name: str, catalogue: Catalogue) -> Instrument | None:
    """The instrument of that name, or None if it is not known.

    The name may be a title, a short name, a title with its edition, or a name that the catalogue declared.
    """
    urn = re.search(r"（(urn:[^（）]{0,200})）\Z", name)
    return catalogue.find(urn[1]) if urn else catalogue.find(name) or catalogue.find(_TAIL.sub("", plain_title(name)))


def _inside_longer(words: str, before: str, catalogue: Catalogue) -> bool:
    """Whether a general name is the tail of a longer one that is not known: 信息技术管理办法 inside 证券公司信息技术管理办法."""
    name = re.split(r"的?[ 　]?第|[（(]", words)[0]
    general = bool(_GENERIC.search(name)) and any(i.title != name and i.title.endswith(name) for i in catalogue.instruments)
    return general and bool(re.search(r"[一-鿿]\Z", before)) and before[-1] not in _LEADS


# ── lists, sentences, quotations ──


def _grouped(covered: str, mentions: tuple[MemoCitation, ...]) -> tuple[MemoCitation, ...]:
    grouped: list[MemoCitation] = []
    group = -1
    for m in mentions:
        same = grouped and (m.start < grouped[-1].end or _joined(covered[grouped[-1].end : m.start]))
        group += not same
        grouped.append(replace(m, group=group))
    return tuple(_with_context(grouped, covered))


def _joined(between: str) -> bool:
    """Whether what stands between two citations joins them in a list."""
    return len(between) <= MOST_INDENT and bool(_LIST.fullmatch(between))


def _with_context(mentions: list[MemoCitation], covered: str) -> Iterator[MemoCitation]:
    """The mentions, each with the clause around its list, from the citation before it to the one behind it."""
    spans: dict[int, tuple[int, int]] = {}
    for m in mentions:
        first, last = spans.get(m.group, (m.start, m.end))
        spans[m.group] = (min(first, m.start), max(last, m.end))
    words = {group: _around(covered, spans, group) for group in spans}
    for m in mentions:
        yield replace(m, context=words[m.group])


def _around(covered: str, spans: dict[int, tuple[int, int]], group: int) -> str:
    """The words of the clause around a list, without the quotations."""
    first, last = spans[group]
    floor = max(first - FAR, spans[group - 1][1] if group - 1 in spans else 0)
    ceiling = min(last + FAR, spans[group + 1][0] if group + 1 in spans else len(covered))
    head = max([floor, *(c.end() for c in _CLAUSE.finditer(covered, floor, first))])
    tail = _CLAUSE.search(covered, last, ceiling)
    words = covered[head:first] + " " + covered[last : tail.start() if tail else ceiling]
    return words.replace(_COVER, "")


def _attached(memo: Memo, covered: str, quotations: tuple[Quotation, ...]) -> Memo:
    """The memo with each quotation given to its list, at the last member of it, whichever member has the words."""
    mentions = list(memo.mentions)
    lasts = {m.group: n for n, m in enumerate(mentions)}
    groups = [(start, mentions[n].end, n) for start, n in zip(_starts(mentions), lasts.values(), strict=True)]
    ends = [m.start() for m in _SENTENCE.finditer(covered)]
    loose: list[Quotation] = []
    for q in quotations:
        owner = _owner(q, covered, groups, ends)
        if owner is None:
            loose += [] if q.term else [q]
        elif owner >= 0:
            mentions[owner] = replace(mentions[owner], quotes=(*mentions[owner].quotes, q))
    return replace(memo, mentions=tuple(mentions), loose=tuple(loose))


def _starts(mentions: list[MemoCitation]) -> list[int]:
    firsts: dict[int, int] = {}
    for m in mentions:
        firsts.setdefault(m.group, m.start)
    return list(firsts.values())


def _owner(q: Quotation, covered: str, groups: list[tuple[int, int, int]], ends: list[int]) -> int | None:
    """The index of the last member of the list that a quotation belongs to, or None if it belongs to none.

    It is -1 if the quotation holds the citation itself. ``ends`` are the offsets at which sentences end.
    """
    at = bisect.bisect_left(groups, (q.end, 0, 0))
    after = groups[at] if at < len(groups) else None
    before = groups[at - 1] if at else None
    if before and before[1] > q.start:
        return -1  # speech that itself cites, or the citation's own name
    if after and _BEHIND.fullmatch(covered, q.end, after[0]):
        return after[2]
    opens = q.start
    while before and opens > before[1] and covered[opens - 1] in _OPENINGS:
        opens -= 1
    sentences = bisect.bisect_left(ends, opens) - bisect.bisect_left(ends, before[1]) if before else 0
    if before and not sentences:
        return before[2]
    if after and not q.block and not _SENTENCE.search(covered, q.end, after[0]):
        return after[2]
    direct = before and sentences == 1 and _SENTENCE.match(covered[opens - 1])
    return before[2] if before and direct else None
