"""The places in the texts held where given words stand exactly or nearly, and what differs there.

Blanks, full and half width and the kind of quotation mark do not count. A quotation with …… is looked for piece by
piece, in order.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from kg.corpus.catalogue import Catalogue
from kg.corpus.dictionary import bare_tokenizer
from kg.corpus.structure import parse
from kg.law.identifiers import article_eid
from kg.law.model import Document, Provision, ProvisionKind, Version

_QUOTES = str.maketrans(dict.fromkeys("“”‘’「」『』＂'＇", '"'))
_GAP = re.compile(r"(?:…|\.{3,}|。{3,}|·{3,}|⋯)+|[〔\[（(](?:略|中略|省略)[）)\]〕]")
_EDGES = " \t\n　。；，、：,;:.!！?？\""
_CLAUSE = re.compile(r"[，。；：、,;:]")
_PUNCTUATION = re.compile(r"[\W_]+")
LONGEST = 3_000  # characters of a quotation that are compared; a longer one is refused by the caller
_SHOWN = 48  # a longer deletion is shown by its two ends
_CANDIDATES = 4


def readable(text: str) -> str:
    """The text without blanks and invisible characters, and otherwise unchanged."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})


def fold(text: str) -> str:
    """The form of a text that is compared, with no blanks, one width and one kind of quotation mark.

    It has one character for each character of ``readable``.

    >>> fold(" １５ 个，“日” "), len(fold("㈠ a")) == len(readable("㈠ a"))
    ('15个,"日"', True)
    """
    return "".join(_folded(c) for c in readable(text)).translate(_QUOTES)


def _folded(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and not plain.isspace() else char


def pieces(quoted: str) -> tuple[str, ...]:
    """The folded pieces of a quotation between …… and （略）, without the marks at their edges.

    >>> pieces("应当……保存日志。")
    ('应当', '保存日志')
    """
    cut = (fold(p).strip(_EDGES) for p in _GAP.split(quoted))
    return tuple(p for p in cut if p)


def in_order(words: str, wanted: Sequence[str]) -> bool:
    """Whether the folded words contain all pieces, one after the other.

    No pieces at all give False.
    """
    at = 0
    for piece in wanted:
        found = words.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return bool(wanted)


def bare(text: str) -> str:
    """The folded words without punctuation."""
    return _PUNCTUATION.sub("", fold(text))


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, with punctuation left out."""
    words = bare(text)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def coverage(law: str, quoted: str) -> float:
    """The share of the quoted characters that stand in the law in the same order, from 0 to 1.

    Only runs of two characters or more count.

    >>> coverage("应当留存日志不少于六个月", "应当留存日志不少于三个月") > 0.8, coverage("甲乙", "丙丁")
    (True, 0.0)
    """
    wanted = bare(quoted)[:LONGEST]
    blocks = _blocks(bare(law), wanted)
    return sum(b.size for b in blocks if b.size > 1) / len(wanted) if wanted else 0.0


def _blocks(one: str, other: str) -> list[difflib.Match]:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()


def differences(law: str, quoted: str) -> str:
    """The quotation with its faults marked word by word.

    〔删：…〕 stands in the law and was left out, and 〔增：…〕 was put in.

    >>> differences("网络运营者应当留存网络日志不少于六个月。", "应当留存网络日志不少于三个月")
    '应当留存网络日志不少于〔删：六个月〕〔增：三个月〕'
    """
    whole, wanted = readable(law), readable("".join(_GAP.split(quoted)))[:LONGEST].strip(_EDGES)
    blocks = [b for b in _blocks(fold(whole), fold(wanted)) if b.size >= min(4, max(1, len(wanted) // 3))]
    if not blocks:
        return f"〔增：{wanted}〕"
    first, last = blocks[0], blocks[-1]
    start = _clause_start(whole, first.a, first.b + 12) if first.b else first.a
    stop = last.a + last.size
    end = _clause_end(whole, stop, len(wanted) - last.b - last.size + 12) if last.b + last.size < len(wanted) else stop
    return _marked(whole[start:end], wanted)


def _clause_start(text: str, at: int, reach: int) -> int:
    """The start of the clause at ``at``, or ``at`` itself if that start is further back than ``reach``."""
    marks = list(_CLAUSE.finditer(text, max(0, at - reach), at))
    return marks[-1].end() if marks else at


def _clause_end(text: str, at: int, reach: int) -> int:
    mark = _CLAUSE.search(text, at, at + reach)
    return mark.start() if mark else at


def _marked(law: str, wanted: str) -> str:
    ours, theirs = cut(law), cut(wanted)
    matcher = difflib.SequenceMatcher(None, [fold(w) for w in ours], [fold(w) for w in theirs], autojunk=False)
    out = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            out.append("".join(theirs[k:m]))
            continue
        gone, new = "".join(ours[i:j]), "".join(theirs[k:m])
        out.append((f"〔删：{_short(gone)}〕" if gone else "") + (f"〔增：{_short(new)}〕" if new else ""))
    return "".join(out)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:16]}……（共{len(text)}字）……{text[-16:]}"


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    return bare_tokenizer()


def cut(text: str) -> list[str]:
    """The text as words that give the text again, to the character, if they are joined."""
    return [str(w) for w in _tokenizer().lcut(text)]


@dataclass(frozen=True)
class Passage:
    """An article (or annex) of one version, with its words folded and the pairs of characters in them."""

    version: Version
    node: Provision
    text: str
    words: str
    pairs: frozenset[str]


@dataclass(frozen=True)
class Texts:
    """All texts held, cut into articles and annexes.

    Making it takes a moment, so one should be kept.
    """

    catalogue: Catalogue

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The tree of each version by its URN."""
        return {v.urn: parse(v.text, v.title) for v in self.catalogue.versions}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every article and annex of every version."""
        return tuple(_passage(v, self.documents[v.urn], n) for v in self.catalogue.versions for n in _parts(self.documents[v.urn]))

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], Passage]:
        return {(p.version.urn, p.node.eid): p for p in self.passages}

    @cached_property
    def _weights(self) -> dict[str, float]:
        counts = Counter(pair for p in self.passages for pair in p.pairs)
        return {pair: math.log((1 + len(self.passages)) / n) for pair, n in counts.items()}

    def passage(self, version: Version, eid: str) -> Passage | None:
        """The article or annex that contains the part, or None if there is none."""
        return self._by_place.get((version.urn, article_eid(eid)))

    def holding(self, quoted: str) -> tuple[Passage, ...]:
        """The passages that contain the quotation word for word."""
        wanted = pieces(quoted)
        return tuple(p for p in self.passages if in_order(p.words, wanted)) if wanted else ()

    def nearest(self, quoted: str, among: Iterable[Passage] | None = None) -> tuple[Passage | None, float]:
        """The passage that shares most of the quotation, with that share (see ``coverage``).

        It is None, with a share of 0, if no passage shares anything.
        """
        wanted = pairs(quoted[:LONGEST])
        ranked = sorted(self.passages if among is None else among, key=lambda p: -len(wanted & p.pairs))[:_CANDIDATES]
        scored = [(coverage(p.text, quoted), -n, p) for n, p in enumerate(ranked) if wanted & p.pairs]
        if not scored:
            return None, 0.0
        share, _, best = max(scored, key=lambda s: s[:2])
        return best, share

    def affinity(self, words: str, passage: Passage) -> float:
        """The share of what is peculiar in the words that stands in the passage, from 0 to 1.

        Common pairs of characters count little.
        """
        wanted = pairs(words)
        total = sum(self._weights.get(p, 0.0) for p in wanted)
        return sum(self._weights[p] for p in wanted & passage.pairs) / total if total else 0.0


def _parts(document: Document) -> tuple[Provision, ...]:
    apart = tuple(c for c in document.units if c.kind is ProvisionKind.ANNEX)
    return document.articles + apart


def _passage(version: Version, document: Document, node: Provision) -> Passage:
    text = document.text_of(node)
    return Passage(version, node, text, fold(text), pairs(text[len(node.label) :]))
