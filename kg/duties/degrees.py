"""The degrees of a penalty clause in one sentence, the degree that a question names first.

“不履行本法第二十三条规定的义务的”，网络运营者：责令改正、给予警告、可以处1万元以上5万元以下罚款；“拒不改正的”：处5万元以上50万元以下罚款，
对直接负责的主管人员、其他直接责任人员处1万元以上10万元以下罚款。 Firms and persons are named once, 可以 and the cases are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.duties.penalties import consequences, shown_case, whom
from kg.law.likeness import bigrams
from kg.law.model import Sanction
from kg.law.numerals import to_int
from kg.reading.penal.breach import GAP, is_any_breach

_NAMED = 0.6  # share of a piece of a case that a question must have for naming it
_PIECES = re.compile(r"或者|以及|、|，|等|……|的$")
_STILL = re.compile(r"(?:屡教|拒|死|硬是|就是|还是?|仍|一直|到期|逾期)[^，。？]{0,4}不?(?:整改|改正|改)"
                    r"|(?:没|未|不肯|不愿|不)(?:有|去|按期|及时)?(?:整改|改正)")
_STILL_IN_LAW = "拒不改正，逾期未改正"
_TOP = re.compile(r"最高|最多|顶格|上限|最重|封顶")
_MILD = re.compile(r"第一次|首次|初次|头一回|[没未](?:有)?(?:出事|造成|发生)")
_PERSONS = re.compile(r"个人(?!信息|数据|隐私|金融|客户|投资)|主管人员|责任人|高管|副总|总监|负责人|领导|老板|董事|经理|员工|从业人员"
                      r"|谁.{0,3}(?:担责|负责)")
_BESIDE = re.compile(r"[^，。；？?]{1,10}呢[？?]?$|(?:以及|及其|和|与|、|各)[^，。；？?]*$")  # persons asked for after or beside their firm
_FIRM = re.compile(r"公司|单位|机构|企业|券商|银行|我们|运营者|处理者")
_SUM = re.compile(r"([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十百千]+)(千万|百万|万|亿)?(元|块)?")
_UNITS = {"千万": 10**7, "百万": 10**6, "万": 10**4, "亿": 10**8}
_VERB = re.compile(r"并?可以|并?处|单处|给予|责令|予以|没收|采取|限制|暂停|撤销|吊销|由|从重|警告|监管谈话")
_SAME, _NOBODY = "上述人员", "违法者"


@dataclass(frozen=True)
class Degree:
    """What is laid on whom in one case, with the cases that lie within it."""

    case: str
    laid: tuple[Sanction, ...]
    inner: tuple[Degree, ...] = ()


def degrees(clauses: Sequence[Sanction]) -> list[Degree]:
    """The degrees of a 款 in the order of the law, a case within a case with the one around it, and a case told twice only once."""
    out: list[Degree] = []
    for case in dict.fromkeys(s.condition for s in clauses):
        one = Degree(case, tuple(s for s in clauses if s.condition == case))
        outer, gap, _ = case.rpartition(GAP)
        if gap and out and out[-1].case == outer:
            out[-1] = Degree(outer, out[-1].laid, (*out[-1].inner, one))
        else:
            out.append(one)
    return out


def ordered(found: Sequence[Degree], asked: str) -> list[Degree]:
    """The degrees with those that a question names first: 拒不改正, 情节严重, 一千万, 最高.

    >>> plain, grave = Degree("未备案的", ()), Degree("情节严重的", ())
    >>> [d.case for d in ordered([plain, grave], "没备案，情节严重的罚多少")], [d.case for d in ordered([plain, grave], "没备案罚多少")]
    (['情节严重的', '未备案的'], ['未备案的', '情节严重的'])
    """
    weights = [weight(d, asked) if n else min(weight(d, asked, words=False), 1.0) for n, d in enumerate(found)]
    if not any(weights) and _TOP.search(asked) and not _MILD.search(asked):
        tops = [_highest(d) for d in found]
        weights = [float(t == max(tops) > 0) for t in tops]
    if not any(weights) and of_persons(asked):
        weights = [float(any(is_of_persons(s) for s in d.laid)) for d in found]
    order = sorted(range(len(found)), key=lambda n: -weights[n])
    return [found[n] for n in order]


def weight(degree: Degree, asked: str, *, words: bool = True) -> float:
    """How clearly a question names a degree, by a sum of it or by the words of its case, or 0."""
    sums = {x for s in degree.laid for pair in s.fines for x in pair if x}
    if sums & sums_in(asked):
        return 1.0
    said = bigrams(asked + (_STILL_IN_LAW if _STILL.search(asked) else ""))
    pieces = [b for p in _PIECES.split(degree.case) if len(b := bigrams(p)) > 1]
    best = max((len(p & said) / len(p) for p in pieces), default=0.0) if words else 0.0
    return max([best if best >= _NAMED else 0.0, *(weight(d, asked) for d in degree.inner)])


def sums_in(text: str) -> set[int]:
    """The sums of money in a text.

    >>> sums_in("最高能罚一千万，还是50万元"), sums_in("第二十三条，两家")
    ({10000000, 500000}, set())
    """
    out = set()
    for digits, unit, yuan in _SUM.findall(text):
        value = float(digits) if digits[0].isdigit() else to_int(digits)
        if value is not None and (unit or yuan):
            out.add(int(value * _UNITS.get(unit, 1)))
    return out


def of_persons(asked: str) -> bool:
    """Whether a question asks for persons and not for their firm.

    >>> of_persons("没备案，分管副总要不要担责？"), of_persons("对单位及其主管人员各罚多少"), of_persons("最高罚多少？个人呢？")
    (True, False, False)
    """
    alone = _BESIDE.sub("", asked)
    last = re.split(r"[，。；]", alone)[-1]
    return bool(_PERSONS.search(last)) and not _FIRM.search(_PERSONS.sub("", last))


def is_of_persons(sanction: Sanction) -> bool:
    """Whether those punished are not the firm itself."""
    return bool(sanction.addressee) and not set(sanction.firm) & set(sanction.addressee)


def _highest(degree: Degree) -> int:
    return max((x for d in (degree, *degree.inner) for s in d.laid for pair in s.fines for x in pair if x), default=0)


class ToldDegrees:
    """The degrees of the 款 of one article, told one after the other so that names already said are not repeated."""

    def __init__(self, asked: str) -> None:
        self._asked = asked
        self._persons_first = of_persons(asked)
        self._firms: set[tuple[str, ...]] = set()
        self._persons: set[tuple[str, ...]] = set()
        self._last: tuple[str, ...] = ()

    def told(self, clauses: Sequence[Sanction]) -> str:
        """The degrees of one 款 in one sentence without its stop."""
        found = degrees(clauses)
        order = ordered(found, self._asked)
        return "；".join(self._degree(d, plain=is_any_breach(d.case) and d is not order[0]) for d in order)

    def _degree(self, degree: Degree, *, plain: bool, before: str = "") -> str:
        case = "一般情形，" if plain else shown_case(degree.case, before)
        parties = [(who, tuple(some)) for who, some in groupby(degree.laid, key=lambda s: (s.firm, s.addressee))]
        if self._persons_first:
            parties.sort(key=lambda p: not is_of_persons(p[1][0]))
        may, said = False, ""
        for n, (_, some) in enumerate(parties):
            what = "、".join(dict.fromkeys(_taken(s, carried=may) for s in some))
            may = may or "可以" in _before(some[0])
            said += self._party(some[0], what, first=not n, case=case)
        inner = "".join("，" + self._degree(d, plain=False, before=degree.case) for d in degree.inner)
        return said + inner

    def _party(self, sanction: Sanction, what: str, *, first: bool, case: str) -> str:
        who = self._name(sanction, first=first) or ("" if first or sanction.addressee else _NOBODY)
        if first:
            lead = case if who or not case else case.rstrip("，") + "："
            return f"{lead}{who}：{what}" if who else lead + what
        return f"，对{who}{what}" if who and _VERB.match(what) else f"；{who}：{what}" if who else f"、{what}"

    def _name(self, sanction: Sanction, *, first: bool) -> str:
        """Whom a penalty meets, or '' where it is the firm named before."""
        firm, addressee = sanction.firm, sanction.addressee
        known, same = firm in self._firms, self._last == addressee
        self._last = addressee
        if firm:
            self._firms.add(firm)
        if not is_of_persons(sanction):
            return "" if known and first else whom(sanction)
        if first and same:
            return ""
        if self._persons == {addressee}:
            return _SAME if len(addressee) > 1 or len(addressee[0]) > len(_SAME) else addressee[0]
        self._persons.add(addressee)
        return "、".join(addressee) if known else whom(sanction)


def _taken(sanction: Sanction, *, carried: bool) -> str:
    """What is imposed, with 可以 where the law only empowers the authority to impose it, be it said of another before (``carried``)."""
    said, clause = consequences(sanction), _before(sanction)
    may = "可以" in clause or (carried and "采取" in clause)
    takes = "采取" if "采取" in clause and not said.startswith("采取") else ""
    return f"可以{takes}{said}" if may and "可以" not in said[:3] and not said.startswith("依照") else said


def _before(sanction: Sanction) -> str:
    """The words before the first measure in its clause: 中国证监会可以对其采取."""
    at = sanction.quote.rfind(sanction.measures[0]) if sanction.measures else 0
    return re.split(r"[，。；]", sanction.quote[: max(at, 0)])[-1]


def paragraphs_before(condition: str) -> int:
    """How many 款 before it a case refers to, or 0.

    >>> paragraphs_before("有前款规定的违法行为，情节严重的"), paragraphs_before("有前两款行为，造成后果的"), paragraphs_before("未备案的")
    (1, 2, 0)
    """
    match = re.search(r"前(?:([两二三四])个?)?款", condition)
    return 0 if not match else (to_int(match[1].replace("两", "二")) or 1) if match[1] else 1


def laws_applied(clauses: Iterable[Sanction]) -> tuple[str, ...]:
    """The titles of the laws to which clauses refer for the whole penalty (依照《…》予以处罚), or ()."""
    return tuple(dict.fromkeys(t for s in clauses if not s.fines for t in s.onward))
