"""The consequences of a penalty clause, degree by degree: who is punished, by whom, with what.

A degree ends at ； or where a new case begins (``…，情节严重的，…``). ``对直接负责的主管人员…处`` opens the part of other persons.
Words that narrow one measure stay with it: ``没有违法所得的，处…罚款`` · ``对违法处理个人信息的应用程序，责令暂停`` ·
``三年内，不受理其申请``. What follows a case is a consequence, whatever its verb, so that no measure becomes a part of the case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.reading.grammar.actors import is_actor, split_actors
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.punishments import is_penal, names_measure
from kg.reading.penal.breach import GAP, breach_at, case_words, is_any_breach, is_vague, offenders
from kg.reading.penal.measures import START, THING, measures
from kg.reading.penal.parties import bearing, by_whom, firms_of, meant, persons_of, towards

_N = r"[0-9零〇一二三四五六七八九十百千万亿两]{1,12}"
_LIABILITY = re.compile(r"(?:追究|承担).{0,400}责任$")
_CASE = re.compile(r"的$|情形之一$|行为之一$")
_ALSO = re.compile(r"(?:、|或者|和|并)(?=对[^，。；、]{2,30}?(?:处|给予))")
_ASIDE = re.compile(r"视|依|按|根据|由|对|可以|应当|分别|并|予以")
_AMOUNT_ONLY = re.compile(
    rf"(?:没有|无)?违法所得|没有|无(?:法计算|违法)|[^，。；]{{2,20}}(?:(?:不足|超过|不满|低于|不到|达到)?{_N}元(?:以[上下])?|无法(?:计算|确定))的$")
_SPAN = re.compile(rf"(?:可以|应当)?(?:自[^，。；]{{2,30}}起)?{_N}(?:年|个月|日)(?:以)?内")
_SUFFERED = re.compile(r"(?:受|因|被|曾|未|有).{2,80}的")


@dataclass
class Limb:
    """One degree of a penalty for one addressee.

    ``start`` and ``end`` are offsets in the text read. ``firm`` are those whose breach is punished, and ``condition`` the
    words of the case that the degree is for.
    """

    addressee: tuple[str, ...]
    authority: tuple[str, ...]
    start: int
    end: int
    firm: tuple[str, ...] = ()
    condition: str = ""
    measures: list[str] = field(default_factory=list)


def read_limbs(reading: Reading, firm: tuple[str, ...], authority: tuple[str, ...] = ()) -> list[Limb]:
    """The limbs of a 款 in the order of the text.

    ``firm`` are those who break the rule if the 款 does not name them.
    """
    first = reading.sentences[0] if reading.sentences else ()
    if first and not is_penal(reading.text[first[0].start : first[-1].end]):
        firm = offenders(reading, first[0]) or firm
    scan = _Scan(reading, firm, authority)
    for clauses in reading.sentences:
        words = reading.text[clauses[0].start : clauses[-1].end]
        if is_penal(words) or (scan.limbs and re.match(START, words)):
            scan.sentence(clauses)
    return scan.limbs


@dataclass
class _Scan:
    """A walk through the clauses of a 款.

    ``degree`` is where the words of the present degree begin, or None before it has any.
    """

    reading: Reading
    firm: tuple[str, ...]
    authority: tuple[str, ...]
    limbs: list[Limb] = field(default_factory=list)
    to: tuple[str, ...] = ()
    degree: int | None = None
    begun: bool = False
    told: bool = False  # the case has ended in …的, or is that of the degree before
    named: bool = False  # those who break the rule are named in this degree
    done: int = 0  # limbs of degrees that are closed
    case_end: int | None = None  # where the words of the case end
    condition: str = ""  # of the degree that has begun; what goes on after ；without a case shares it
    base: str = ""  # the first case of the 款, which a sentence without one shares
    outer: tuple[str, int] | None = None  # the case, and its offset, that the present one lies within
    carried: int | None = None  # the start of words that narrow only the next measure

    def sentence(self, clauses: tuple[Clause, ...]) -> None:
        """Read one sentence, first its acts and then its consequences."""
        self._close()
        self.condition, self.named = "", False
        for clause in clauses:
            if self.degree is None:
                self.degree = clause.start
            if not clause.text.endswith("除外"):
                self._clause(clause)
            if clause.stop in "；;" and self.begun:
                self._close()

    def _clause(self, clause: Clause) -> None:
        if _CASE.search(clause.text) and not (self.begun and names_measure(clause.text[-6:])):
            self._case(clause)
        elif not self.begun and _SUFFERED.match(clause.text) and is_actor(clause.text):  # 受到治安管理处罚的人员，五年内不得…
            self.to, self.case_end = split_actors(clause.text), clause.end
        elif self.begun or self.told or (self.to and _SPAN.fullmatch(clause.text)) or self._is_consequence(clause.text):
            self._consequence(clause)
        elif is_actor(clause.text):
            self._name(clause)
            self.to = towards(clause.text)[0] or split_actors(clause.text)
        elif not _ASIDE.match(clause.text) or breach_at(clause.text):
            self._name(clause)
            self.case_end = clause.end

    def _name(self, clause: Clause) -> None:
        """Note those whom a clause of the case names as breaking the rule."""
        names = () if self.named and "不能证明" not in clause.text else offenders(self.reading, clause)
        if names and not (self.firm and is_vague(names)):
            self.firm, self.named = names, True

    def _close(self) -> None:
        self.told = bool(self.condition)
        self.degree, self.begun, self.to, self.done, self.named = None, False, (), len(self.limbs), False
        self.case_end = self.outer = self.carried = None

    def _case(self, clause: Clause) -> None:
        if (self.begun or self.condition) and _AMOUNT_ONLY.match(clause.text):
            self.carried, self.begun = clause.start, True
            return
        if self.begun:
            to, within, start = self.to, self.condition, self._start()
            self._close()
            self.degree, self.to = clause.start, to
            self.outer = None if is_any_breach(within) else (within, start)
        if self.outer is None:
            self._name(clause)
        self.to = persons_of(clause.text) or self.to
        self.case_end, self.told = clause.end, True

    def _start(self) -> int:
        return self.outer[1] if self.outer else self.degree or 0

    def _is_consequence(self, words: str) -> bool:
        return not words.endswith(("后", "时")) and (names_measure(words) or by_whom(words)[0] != ())

    def _begin(self) -> None:
        if not self.begun and self.case_end is not None:
            own = case_words(self.reading.text[self.degree or 0 : self.case_end])
            self.condition = f"{self.outer[0]}{GAP}{own}" if self.outer else own
        self.condition = self.condition or self.base
        self.base = self.base or self.condition
        self.begun = True

    def _consequence(self, clause: Clause) -> None:
        self._begin()
        names, words = by_whom(clause.text)
        self.authority = names or self.authority
        if THING.fullmatch(words) or _SPAN.fullmatch(words):
            self.carried = clause.end - len(words)
            return
        for part in _ALSO.split(words):
            self._part(clause, part)

    def _part(self, clause: Clause, words: str) -> None:
        """Read the measures for one addressee."""
        who, words = towards(words)
        if not who:
            who, words = bearing(words)
        self.to = meant(who, self.firm) or self.to
        found = measures(words)
        if found and self.carried is not None:
            found[0] = self.reading.text[self.carried : self.reading.text.index(found[0], clause.start) + len(found[0])]
            self.carried = None
        for measure in found:
            self._add(measure, clause.end)

    def _add(self, measure: str, end: int) -> None:
        ordered = any(measure.startswith("责令" + name) for name in self.firm)  # 责令核心机构对其他责任人给予处分
        addressee = self.firm if ordered else self.to or self.firm
        limb = next((x for x in self.limbs[self.done :] if x.addressee == addressee), None)
        if limb is None:
            by = () if _LIABILITY.search(measure) else self.authority
            limb = Limb(addressee, by, self._start(), end, firms_of(addressee, self.firm), self.condition)
            self.limbs.append(limb)
        limb.measures.append(measure)
        limb.end = end
