"""KnownNumbers by which a rule is called and that no instrument known has.

Handled: 证监会令第999号 · 999号令 · 人民银行令〔2025〕第77号 · 证监会公告〔2019〕99号 · 国税发〔2006〕187号 · GB/T 99999-2020.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.corpus.catalogue import Catalogue
from kg.law.model import Instrument
from kg.law.numerals import NUMERAL, to_int
from kg.law.vocabulary import Vocabulary

ORDER, NOTICE, LETTER, STANDARD = "令", "公告", "文", "标准"
_NEAR = 50  # characters before a number in which its issuer stands
_WHO = r"(?P<who>[一-鿿、]{0,30})"
_N = rf"第?\s?(?P<n>{NUMERAL})\s?号"
_YEAR = r"(?:[〔\[【(](?P<year>[0-9]{4})年?[〕\]】)]|(?P<plain>[0-9]{4})年)\s?"
_FORMS = (  # the narrower first
    (ORDER, re.compile(rf"{_WHO}(?<!命)令\s?(?:{_YEAR})?{_N}(?!令)")),
    (ORDER, re.compile(r"(?P<who>[一-鿿、]{0,30}?)" + rf"(?:{_YEAR})?{_N}令")),
    (NOTICE, re.compile(rf"{_WHO}公告\s?(?:{_YEAR}){_N}(?!楼)")),
    (NOTICE, re.compile(r"(?P<who>[一-鿿、]{0,30}?)" + rf"(?:{_YEAR}){_N}公告")),
    (LETTER, re.compile(r"(?P<who>[一-鿿]{1,14})[〔\[【(](?P<year>[0-9]{4})年?[〕\]】)]\s?" + rf"(?P<plain>){_N}")),
)
_STANDARD = re.compile(r"(?<![A-Za-z])(?:GB|JR|YD|GA|GM)(?:/[TZ])?\s?(?P<n>[0-9]{2,6}(?:\.[0-9]{1,3})?)(?:\s?[-—–]{1,2}\s?[0-9]{4})?(?![0-9])",
                       re.IGNORECASE)
_LEAD = re.compile(r"根据|依据|按照|依照|参照|遵照|违反了?|关于|适用|执行|落实|请问|以及|收到|废止|那个|[跟及或、的按照在号]")
_NO_RULE = re.compile(r"[罚决诉判裁]|[书单]\Z|合同|协议|公司|我司|备案|案件|通行证|发票")  # 行政处罚决定书〔2021〕12号, a contract, a case
_BODY = re.compile(r"(?:主席|\A国|(?<!总)(?<!技术|合规|信息|业务|法务|风控|运维|营业)部|委|局|监会|委员会|法院|检察院|署|厅|政府)\Z")
_ASKERS = re.compile(r"[我咱你这]")  # 我们这行152号令
_STATE = "国"  # 国令 is 国务院令


@dataclass(frozen=True)
class OrderNumber:
    """A number in a text, with its offsets, who is said to have issued it, its form, its year and the number itself."""

    text: str
    start: int
    end: int
    who: str
    form: str
    year: int | None
    number: int


def find_numbers(text: str) -> list[OrderNumber]:
    """The numbers of orders, announcements and letters in a text, in its order, each once.

    >>> [n.text for n in find_numbers("按照国税发〔2006〕187号和证监会令第999号")]
    ['国税发〔2006〕187号', '证监会令第999号']
    """
    found: list[OrderNumber] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            made = _made(form, match)
            if made and not any(made.start < f.end and f.start < made.end for f in found):
                found.append(made)
    return sorted(found, key=lambda n: n.start)


def _made(form: str, match: re.Match[str]) -> OrderNumber | None:
    who = _LEAD.split(match["who"])[-1].lstrip("和与")
    number, year = to_int(match["n"]), match["year"] or match["plain"]
    if number is None or _NO_RULE.search(who) or (form == LETTER and not who):
        return None
    start = match.end("who") - len(who)
    if form == LETTER and who.endswith(("公告", "令")):
        return None
    return OrderNumber(match.string[start : match.end()], start, match.end(), who, form, int(year) if year else None, number)


class KnownNumbers:
    """The numbers of all instruments that are known, their versions and the orders that amended them."""

    def __init__(self, catalogue: Catalogue, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._bodies = frozenset(issuer for i in catalogue.instruments for issuer in i.issuer)
        names = [(said, i) for i in catalogue.instruments for said in _said(i)]
        self._known = [(n, frozenset((*n.who.split("、"), *i.issuer))) for said, i in names for n in find_numbers(said)]
        self._standards = {m["n"] for said, _ in names for m in _STANDARD.finditer(said)}

    def unknown(self, text: str) -> Iterator[OrderNumber]:
        """The numbers in a text that no instrument known has."""
        for number in find_numbers(text):
            issuer = self._issuer(number)
            if not any(self._same(number, issuer, known, issuers) for known, issuers in self._known):
                yield _shown(number, issuer)
        for match in _STANDARD.finditer(text):
            if match["n"] not in self._standards:
                yield OrderNumber(match[0], match.start(), match.end(), "", STANDARD, None, 0)

    def is_body(self, name: str) -> bool:
        """Whether a name is that of somebody who issues rules, everyday names included."""
        return name in self._bodies or self._vocabulary.authority(name) is not None

    def _issuer(self, number: OrderNumber) -> str:
        """The body named before a number, or '' if the words there name none."""
        ends = (number.who[n:] for n in range(len(number.who) - 1))
        known = next((end for end in ends if self.is_body(end)), "")
        body = _BODY.search(number.who) and not _ASKERS.search(number.who)
        return known or (number.who if body or number.form == LETTER else "")

    def mentioned(self, number: OrderNumber, text: str) -> bool:
        """Whether a number stands in a text."""
        plain = unicodedata.normalize("NFKC", text)
        if number.form == STANDARD:
            return re.sub(r"\s", "", number.text) in re.sub(r"\s", "", plain)
        near = (plain[max(0, m.start() - _NEAR) : m.end() + 1] for m in re.finditer(f"{number.number}号", plain))
        return any(self._same(number, number.who, n, (n.who,)) for words in near for n in find_numbers(words))

    def _same(self, asked: OrderNumber, issuer: str, known: OrderNumber, issuers: Iterable[str]) -> bool:
        years = asked.year is None or known.year is None or asked.year == known.year
        if asked.number != known.number or not years or asked.form != known.form:
            return False
        if asked.form == LETTER:
            return issuer.endswith(known.who) or within(issuer, known.who)
        body = self._vocabulary.authority(issuer) if issuer else None
        names = {*(body.names if body else ()), "国务院" if issuer == _STATE else issuer}
        return any(within(name, other) for name in names for other in issuers)


def _said(instrument: Instrument) -> Iterator[str]:
    """Where the numbers of an instrument stand."""
    yield from (instrument.number, instrument.title, *instrument.names)
    yield from (words for v in instrument.versions for words in (v.number, v.adoption_note))


def _shown(number: OrderNumber, issuer: str) -> OrderNumber:
    """The number without the words before the name of its issuer."""
    cut = len(number.who) - len(issuer)
    return OrderNumber(number.text[cut:], number.start + cut, number.end, issuer, number.form, number.year, number.number)


def within(short: str, long: str) -> bool:
    """Whether the characters of a name stand in another in the same order, as those of 证监会 in 中国证券监督管理委员会.

    >>> within("证监会", "中国证券监督管理委员会"), within("银监会", "中国证券监督管理委员会")
    (True, False)
    """
    rest = iter(long)
    return all(c in rest for c in short)
