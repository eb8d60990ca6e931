"""Every citation in a text.

What a citation resolves to is decided in ``kg.reading.citations.resolving``.

Forms: 《网络安全法》第二十一条 · titles alone, in a row or abbreviated · 本办法第九条、第十条 · 第二十条至第二十五条 ·
第五十九条第一款第（一）项 · 前款, 前两款, 前条第一款, 本条第二款, 第一款 in the same article · 该款, 该法第三条 ·
本章, 第三章 · GB/T 20986-2023 · 附件2. Each record says in ``rule`` which form found it.

A text that only names itself (违反本法规定, 适用本办法) cites nothing: rule ``self-alone`` drops it, because it
points at no provision. 《…》 is a citation if its name ends like that of an act or a standard, or if a 条
follows. The abbreviation inside （以下简称《…》） belongs to the title before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.law.model import Citation, Document, Problem, ProvisionKind, Target
from kg.law.numerals import article_label, article_number, item_label, to_chinese, to_int
from kg.reading.citations.steps import ARTICLE, ITEM, LARGEST_SPREAD, PARAGRAPH, Leaf, Path, read_chain
from kg.reading.citations.titles import Names, Titles, bare_name, declaration_end, read_names
from kg.reading.citations.unit import Unit, holder_of_item, units
from kg.reading.citations.words import ACTS, opening

MOST_CITATIONS = 5_000  # of one article; after them a list or range gives its first and its last provision only
_T = TypeVar("_T")
_DIVISIONS = {0: "编", 1: "章", 2: "节"}
_BRACKET = re.compile(r"（[^（）]{0,100}）\Z")
_INSERT = re.compile(r"(?:[ 　]?[（(][^（）()]{1,60}[）)])?[ 　]?(?:的|中的?|之)?[ 　]?(?=第)")
_OF = re.compile(r"(?:中的?|的)?[ 　]?(?=第)|(?=[（(])")
_BEHIND_TITLE = 40  # characters within which a number belongs to the title before it
_STANDARD_OF_TITLE = re.compile(r"(?:国家|行业|推荐性|团体){0,4}(?:标准)?[（(，,][^（）()]{0,20}\Z")


def find_citations(doc: Document, names: Iterable[str] = ()) -> tuple[Citation, ...]:
    """Every citation, in the order of the text.

    A list or range gives one citation for each provision named. ``names`` are further titles that may stand without 《》
    before 第…条 (those of the catalogue, say). Offsets count characters of the article's words (``doc.text_of(article)``). In
    a text without articles the top parts take their place, under their label (一、) or "". Nothing raises.
    """
    return read_citations(doc, names)[0]


def read_citations(doc: Document, names: Iterable[str] = ()) -> tuple[tuple[Citation, ...], tuple[Problem, ...]]:
    """Every citation as by ``find_citations``, and a problem for each that names more provisions than any law does.

    Of such a citation the first and the last provision are kept.
    """
    known = read_names(doc.text, doc.title, names, amending=not doc.articles or doc.own_numbers)
    pattern = opening(known.bare)
    found: list[Citation] = []
    problems: list[Problem] = []
    for unit in units(doc):
        reader = _Reader(unit, known, pattern)
        found += reader.read()
        problems += reader.problems
    return tuple(found), tuple(problems)


@dataclass(frozen=True)
class _Place:
    """The start of a chain of steps, with the instrument and the steps already given."""

    instruments: tuple[str, ...]
    start: int
    rule: str
    paths: tuple[Path, ...] = ({},)


@dataclass
class _Reader:
    """A reader of one unit from left to right.

    ``last`` is the target to which 该款 or 同条 points back.
    """

    unit: Unit
    names: Names
    pattern: re.Pattern[str]
    found: list[Citation] = field(default_factory=list)
    last: Target | None = None
    latest: dict[str, str] = field(default_factory=dict)  # the instrument cited last whose title ends in 法, 办法 …
    problems: list[Problem] = field(default_factory=list)
    amended: Citation | None = None  # in an amending decision: the article whose new words are being quoted
    floor: int = 0

    def read(self) -> list[Citation]:
        text = self.unit.text
        self.titles = Titles.of(text)
        self.floor = self.unit.body
        forms: dict[str, Callable[[re.Match[str]], int]] = {
            "title": self._title, "standard": self._standard, "alias": self._alias, "own": self._own, "that": self._that,
            "code": self._code, "division": self._division, "article": self._article, "paragraph": self._paragraph,
            "item": self._item, "step": self._step, "annex": self._annex,
        }
        while match := self.pattern.search(text, self.floor):
            end = forms[match.lastgroup or "step"](match)
            self.floor = max(end, match.start() + 1)
        return self.found

    # ── one method for each form; each returns the offset where reading goes on ──

    def _title(self, match: re.Match[str]) -> int:
        title = self.titles.by_start.get(match.start())
        if title is None:
            return match.end()
        meant = self.names.meant(title.name)
        chain, end = self._chain(_INSERT, title.end)
        if chain:
            self._emit_chain(_Place(meant, title.start, "title-article"), chain)
            return end
        own_alone = meant == ("self",) and self.unit.document.title == title.name
        if title.act and not own_alone and not self.titles.in_declaration(title.start):
            self._emit(title.start, title.end, meant, {}, "title")
        return declaration_end(self.unit.text, title.end)

    def _standard(self, match: re.Match[str]) -> int:
        """Read a standard by its number, unless the number only stands in brackets after its title."""
        at = match.start()
        titled = any(_STANDARD_OF_TITLE.fullmatch(self.unit.text, end, at) for end in self.titles.ending(at - _BEHIND_TITLE, at))
        if not titled:
            number = re.sub(r"[ 　]+", " ", match[0]).replace("—", "-").replace("–", "-").replace("－", "-")
            self._emit(match.start(), match.end(), (number,), {}, "standard")
        return match.end()

    def _alias(self, match: re.Match[str]) -> int:
        meant = self.names.meant(match[0])
        chain, end = self._chain(_INSERT, match.end())
        if chain:
            self._emit_chain(_Place(meant, match.start(), "alias-article"), chain)
            return end
        if not self.titles.in_declaration(match.start()) and not self._part_of_word(match):
            self._emit(match.start(), match.end(), meant, {}, "alias")
        return match.end()

    def _part_of_word(self, match: re.Match[str]) -> bool:
        """Whether an abbreviation such as 管理办法 is part of a longer name (数据管理办法) and so is not meant."""
        before = self.unit.text[match.start() - 1 : match.start()]
        return bool(re.match(r"[一-鿿]", before)) and before not in "照据按反合用守与和及或由在于除对的为行"

    def _own(self, match: re.Match[str]) -> int:
        act = self.names.own_act(match[0])
        chain, end = self._chain(_INSERT, match.end())
        if chain:
            self._emit_chain(_Place((act,), match.start(), "own-act-article"), chain)
            return end
        return match.end()  # rule self-alone

    def _that(self, match: re.Match[str]) -> int:
        """Read 该法 or 同法, which mean the last instrument cited whose title ends in that word."""
        before = self.latest.get(match[0][1:])
        if before is None:
            return match.end()
        chain, end = self._chain(_INSERT, match.end())
        if chain:
            self._emit_chain(_Place((before,), match.start(), "that-act-article"), chain)
            return end
        self._emit(match.start(), match.end(), (before,), {}, "that-act")
        return match.end()

    def _code(self, match: re.Match[str]) -> int:
        chain, end = self._chain(_INSERT, match.end())
        place = _Place(self.names.meant(match[0]), match.start(), "code")
        self._emit_chain(place, chain or [Leaf({}, match.start(), match.end())])
        return end if chain else match.end()

    def _division(self, match: re.Match[str]) -> int:
        node = self.unit.division(match[0][1])
        if node:
            labels = [a.label for a in self.unit.document.ancestors(node.eid)] + [node.label]
            self._emit(match.start(), match.end(), ("self",), {}, "own-division", "".join(labels))
        return match.end()

    def _article(self, match: re.Match[str]) -> int:
        """Read 本条, 前条, 前两条 or 该条, with a 款 or 项 that may follow."""
        word, number = match[0], self.unit.number
        act, rule = "self", "own-article"
        articles: list[tuple[int, ...] | None] = [number]
        if word[0] in "前上":
            articles, rule = [*self.unit.earlier_articles(_count(word))], "previous-article"
        elif word[0] in "该同":
            rule = "that-article"
            act = self.last.instrument if self.last else "self"
            articles = [_parsed(self.last) if self.last else None]
        if number is None or not articles or None in articles:
            return match.end()
        paths = tuple({ARTICLE: n} for n in articles if n)
        return self._with_steps(_Place((act,), match.start(), rule, paths), match.end())

    def _paragraph(self, match: re.Match[str]) -> int:
        """Read 前款, 前两款, 本款 or 该款, with a 项 that may follow."""
        word, own = match[0], self.unit.number
        if own is None and self.amended and word[0] in "前上":
            paths, act = self._quoted_paragraphs(self.amended, match), self.amended.target.instrument
            return self._with_steps(_Place((act,), match.start(), "amended-paragraph", paths), match.end())
        if word[0] in "该同":
            if self.last is None or (number := _parsed(self.last)) is None:
                return match.end()
            path = {ARTICLE: number} | ({PARAGRAPH: (self.last.paragraph,)} if self.last.paragraph else {})
            return self._with_steps(_Place((self.last.instrument,), match.start(), "that-paragraph", (path,)), match.end())
        if own is None:
            return match.end()
        if word[0] == "本":
            here, rule = [self.unit.paragraph(match.start())], "own-paragraph"
        else:
            here, rule = self.unit.earlier_paragraphs(match.start(), _count(word)), "previous-paragraph"
        paths = tuple({ARTICLE: own} | ({PARAGRAPH: (n,)} if n else {}) for n in here)
        return self._with_steps(_Place(("self",), match.start(), rule, paths), match.end())

    def _quoted_paragraphs(self, amended: Citation, match: re.Match[str]) -> tuple[Path, ...]:
        """The 款 that 前款 means inside the quoted new words of an article.

        Every line of the quotation is a 款 of that article.
        """
        first = amended.target.paragraph or 1
        here = first + self.unit.text.count("\n", amended.end, match.start())
        number = _parsed(amended.target) or (1,)
        numbers = range(max(1, here - _count(match[0])), here)
        return tuple({ARTICLE: number, PARAGRAPH: (n,)} for n in numbers) or ({ARTICLE: number},)

    def _item(self, match: re.Match[str]) -> int:
        """Read 前项, 前两项 or 本项."""
        own, paragraph, item = self.unit.number, self.unit.paragraph(match.start()), self.unit.item(match.start())
        if own is None or item is None or paragraph is None or match[0][0] == "该":
            return match.end()
        count = 0 if match[0][0] == "本" else _count(match[0])
        numbers = range(max(1, item - count), item) if count else [item]
        paths = tuple({ARTICLE: own, PARAGRAPH: (paragraph,), ITEM: (n,)} for n in numbers)
        if paths:
            self._emit_chain(_Place(("self",), match.start(), "own-item" if not count else "previous-item", paths),
                             [Leaf({}, match.start(), match.end())])
        return match.end()

    def _step(self, match: re.Match[str]) -> int:
        """Read 第…条, 第…款, 第…项 or 第…章 with no instrument before it."""
        chain, end = read_chain(self.unit.text, match.start())
        if not chain or self._is_quoted_heading(match.start(), chain[0].end):
            return match.end()
        if "部分" in match[0] and not self.unit.document.own_numbers:
            return match.end()
        level = min(chain[0].path)
        if level < ARTICLE and not self._cites_division(match.start(), end):
            return end
        if level > ARTICLE:
            return self._steps_alone(chain, end)
        name = bare_name(self.unit.text, match.start(), self.floor, self.names.known) if level == ARTICLE else None
        if name:
            self._emit_chain(_Place(self.names.meant(name[1]), name[0], "name-article"), chain)
        else:
            act, rule = self._silent_act(chain)
            self._emit_chain(_Place((act,), match.start(), rule), chain)
        return end

    def _annex(self, match: re.Match[str]) -> int:
        at = match.start()
        behind_title = any(re.fullmatch(r"[（(][见详]?见?", self.unit.text[end:at]) for end in self.titles.ending(at - 3, at))
        if self.unit.number and not behind_title and any(c.kind is ProvisionKind.ANNEX for c in self.unit.document.children):
            self._emit(match.start(), match.end(), ("self",), {}, "annex", re.sub(r"[ 　]", "", match[0]))
        return match.end()

    # ── what the forms share ──

    def _chain(self, gap: re.Pattern[str], at: int) -> tuple[list[Leaf], int]:
        """The steps after a head, over a bracket or 的 between them, and the offset after them."""
        match = gap.match(self.unit.text, at)
        return read_chain(self.unit.text, match.end()) if match else ([], at)

    def _with_steps(self, place: _Place, end: int) -> int:
        """Emit a relative head with the 款 and 项 that follow it, or alone."""
        chain, stop = self._chain(_OF, end)
        deeper = chain and min(chain[0].path) > max(place.paths[0])
        if deeper:
            self._emit_chain(place, chain)
            return stop
        self._emit_chain(place, [Leaf({}, place.start, end)])
        return end

    def _steps_alone(self, chain: list[Leaf], end: int) -> int:
        """Emit 第一款 or 第一项 that has no article before it.

        It is this article's if the article has it, and otherwise that of the article cited last.
        """
        own, first = self.unit.number, chain[0]
        start = first.start
        if PARAGRAPH in first.path:
            here = own is not None and first.path[PARAGRAPH][0] <= len(self.unit.paragraphs)
            home: Path = {ARTICLE: own} if here and own else {}
        else:
            paragraph = self.unit.home_of_item(first.path[min(first.path)][0], start) if own and ITEM in first.path else None
            home = {ARTICLE: own, PARAGRAPH: (paragraph,)} if own and paragraph else {}
        if home:
            self._emit_chain(_Place(("self",), start, "same-article", (home,)), chain)
        elif self.last and (number := _parsed(self.last)):
            self._emit_chain(_Place((self.last.instrument,), start, "last-article", ({ARTICLE: number},)), chain)
        return end

    def _silent_act(self, chain: list[Leaf]) -> tuple[str, str]:
        """The act of a bare 第…条, and the rule that decides it.

        It is the amended act in an amending decision, the act cited last if this text has no such article, and otherwise this text.
        """
        if self.names.amended:
            return self.names.amended, "amended-act"
        number = chain[0].path.get(ARTICLE)
        elsewhere = self.last and self.last.instrument != "self" and "条" in self.unit.text[chain[0].start : chain[0].end]
        if self.unit.document.own_numbers and self.last and elsewhere:
            return self.last.instrument, "last-act"
        lacking = number is not None and self.unit.document.article(number) is None
        if lacking and self.last and self.last.instrument != "self":
            return self.last.instrument, "last-act"
        return "self", "bare-article" if number else "division"

    def _is_quoted_heading(self, start: int, end: int) -> bool:
        """Whether 第…条 opens a quotation of the words of an article (“第二十条 国家支持…”) and so does not cite it."""
        return self.unit.text[start - 1 : start] in "“”\"「" and self.unit.text[end : end + 1] in " 　" and start > 0

    def _cites_division(self, start: int, end: int) -> bool:
        return self.unit.text[end : end + 1] in "规的另所、，。）和" or self.unit.text[start - 1 : start] in "照据按反合用守和、"

    def _emit_chain(self, place: _Place, chain: list[Leaf]) -> None:
        """Emit one citation for each act, starting path and leaf.

        The words of the first leaf begin with the head.
        """
        acts, paths, leaves = self._bounded(place, chain)
        for act in acts:
            for base in paths:
                for leaf in leaves:
                    start = place.start if leaf.start == chain[0].start or not leaf.path else leaf.start
                    path = leaf.path if ARTICLE in leaf.path else {**base, **leaf.path}
                    self._emit(start, leaf.end, (act,), path, place.rule)

    def _bounded(self, place: _Place, chain: list[Leaf]) -> tuple[Sequence[str], Sequence[Path], Sequence[Leaf]]:
        """What a citation names, counted before any of it is emitted, and of too much only the first and the last of each."""
        count = len(place.instruments) * len(place.paths) * len(chain)
        kept = count <= LARGEST_SPREAD and (count < 3 or len(self.found) + count <= MOST_CITATIONS)
        named = max(count, *(leaf.among for leaf in chain))
        if not kept or named > count:
            at, label = self.unit.node.start, self.unit.label
            message = f"a citation in {label} names {named} provisions (at most {LARGEST_SPREAD} in one, {MOST_CITATIONS} in an article); 2 are kept"
            self.problems.append(Problem("too-many", message, at + place.start, at + chain[-1].end))
        if kept:
            return place.instruments, place.paths, chain
        return _ends(place.instruments), _ends(place.paths), _ends(chain)

    def _emit(self, start: int, end: int, acts: tuple[str, ...], path: Path, rule: str, division: str = "") -> None:
        for act in acts:
            target = self._target(act, path, division)
            self.found.append(Citation(self.unit.label, start, end, self.unit.text[start:end], target, rule))
            self.last = target
            if target.instrument != "self":
                plain = _BRACKET.sub("", act)
                self.latest.update((kind, act) for kind in ACTS if plain.endswith(kind))
            if rule == "amended-act" or (rule == "last-article" and self.amended and self.unit.text.find("“", 0, start) < 0):
                self.amended = self.found[-1]

    def _label(self, act: str, number: tuple[int, ...]) -> str:
        """The label of an article cited, which for a text without 第…条 is that of its own part."""
        own = self.unit.document.article(number) if act == "self" and self.unit.document.own_numbers else None
        return own.label if own else article_label(number)

    def _target(self, act: str, path: Path, division: str) -> Target:
        article = self._label(act, path[ARTICLE]) if ARTICLE in path else None
        paragraph = path[PARAGRAPH][0] if PARAGRAPH in path else None
        item = path[ITEM][0] if ITEM in path else None
        if act == "self" and item and not paragraph and ARTICLE in path:
            node = self.unit.document.article(path[ARTICLE])
            paragraph = holder_of_item(node, item) if node else None
        if not article and not division:
            division = "".join(f"第{to_chinese(path[k][0])}{_DIVISIONS[k]}" for k in sorted(path) if k in _DIVISIONS)
        return Target(act, article, paragraph, item_label(item) if item else None, division)


def _ends(several: Sequence[_T]) -> Sequence[_T]:
    return several if len(several) < 3 else (several[0], several[-1])


def _count(word: str) -> int:
    """The number of 款, 条 or 项 that 前…款 reaches back: 1 for 前款, 2 for 前两款."""
    return to_int(word[1:-1]) or 1 if len(word) > 2 else 1


def _parsed(target: Target) -> tuple[int, ...] | None:
    return article_number(target.article) if target.article else None
