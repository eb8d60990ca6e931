"""The consequences of a penalty clause, degree by degree: who is punished, by whom, with what.

A degree ends at ； or where a new case begins (``…，情节严重的，…``). ``对直接负责的主管人员…处`` opens the part of other persons.
Words that narrow one measure stay with it: ``没有违法所得的，处…罚款`` · ``对违法处理个人信息的应用程序，责令暂停``.

``is_penal`` tells sentences that punish (罚则) from sentences that bind: ``违反本办法第九条规定的，由…责令改正，处…罚款`` ·
``依法给予处分`` · ``构成犯罪的，依法追究刑事责任``.

>>> measures("单处或者并处警告、没收违法所得、处违法所得一倍以上十倍以下罚款")
['警告', '没收违法所得', '违法所得一倍以上十倍以下罚款']
>>> measures("采取责令改正、监管谈话、出具警示函等监管措施")
['责令改正', '监管谈话', '出具警示函']
>>> measures("责令更换董事、监事、高级管理人员或者限制其权利")
['责令更换董事、监事、高级管理人员', '限制其权利']
>>> measures("依照《中华人民共和国证券法》等法律、行政法规予以取缔、没收违法所得、罚款等"), measures("根据职责分工责令限期改正")
(['予以取缔', '没收违法所得', '罚款'], ['责令限期改正'])
>>> fines("十万元以上一百万元以下罚款"), fines("三万元以下罚款"), fines("违法所得一倍以上十倍以下罚款")
([(100000, 1000000)], [(None, 30000)], [])
>>> fines("5万元以上50万元以下罚款"), fines("五千万元以下或者上一年度营业额百分之五以下罚款")
([(50000, 500000)], [(None, 50000000)])
>>> is_penal("网络运营者不履行义务的，由有关主管部门责令改正，给予警告")
True
>>> is_penal("证券基金经营机构应当责令其立即改正并销毁已获取的数据"), is_penal("运营者应当及时报告")
(False, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.law.numerals import to_int
from kg.reading.grammar.actors import is_actor, split_actors
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.pipeline import Reading

Fine = tuple[int | None, int | None]

_N = r"[0-9０-９零〇一二三四五六七八九十百千万亿两]+"
_FINE = re.compile(
    rf"(?<!违法所得)(?<!不足)(?<!超过)(?<!金额)(?<![0-9０-９零〇一二三四五六七八九十百千万亿两])(?:(?P<low>{_N})元?(?P<above>以上|至|到))?(?:(?P<high>{_N})元(?P<below>以下)?)?[^，；。、元]{{0,24}}?罚款")
_START = (
    rf"责令|停业|停产|停止|停办|关闭|吊销|警告|监管谈话|监管措施|出具|公开谴责|通报批评|限制|没收|罚款|并处|单处|处(?![理置罚分于以])|给予|予以(?!通报)|予以通报|暂停|记过|记大过|降级|撤职|开除|消除"
    rf"|撤销|取缔|禁止|拘留|认定为|终止|通报有关|{_N}元以[上下]|违法所得{_N}倍|{_N}日以[上下]")
_JOINT = re.compile(rf"(?:、|以及|或者|或|和|及|并)(?={_START})")
_BEFORE = re.compile(
    r"(?:并|还|可以|应当|有权|同时|一并|依法|依规|分别|可?视情节?|根据(?:情况|情节)(?:轻重)?|依据各自职责|依据职责|按照职责|(?:根据|按照)职责分工|决定(?!禁止))*"
    r"(?:(?:单处或者并处|并处或者单处|单处|并处|处以|处(?![理置罚分于]))|采取|实施(?=责令|监管))?")
_AFTER = re.compile(r"等(?:行政)?(?:监管|监督管理|纪律|自律管理|行政)?(?:措施|处分|处罚)$|(?:的)?(?:行政)?(?:监管|监督管理)措施$|(?<=罚款)等$|：$")
_WHO_VERB = re.compile(r"(?:可以|应当|依法|并|分别|一并|决定|责令其|从重|从轻){0,6}(?:处|给予|采取|单处|并处|依照|按照|予以|进行|从重|从轻|减轻|追究"
    r"|没收|撤销|暂停|认定|责令|出具|实施)")
_BY_VERB = re.compile(r"(?:并|还)?(?:可以|应当|有权|依据|依法|责令|给予|没收|处(?![理置罚分于])|并处|依照|按照|根据|予以|决定|追究|撤销|吊销|取缔"
    r"|通报|会同)")
_ACTED = re.compile(r"责令|吊销|通报|没收|罚款")
_NO_NAME = re.compile(rf"^(?:并|可以|应当|对|处|依|按|给予)|{_ACTED.pattern}")
_TOWARDS = re.compile(r"(?:并|还|可以|应当|依法|同时|分别|决定)*对")
_LIABILITY = re.compile(r"(?:追究|承担).{0,400}责任$")
_BARE_VERB = re.compile(r"(?:暂停|停止|终止|限制|撤销|关闭|根据)$")
_THING = re.compile(r"(?:对|向).*(?:程序|产品|服务|系统|网站)")
_BREAKS = re.compile(
    r"违反|不(?:履行|遵守|依法|依照|按照|执行|配合|予)|未|有(?:下列|前|本|以下|上述)|拒绝|拒不|玩忽|滥用|徇私|迟报|谎报|瞒报|擅自|将|在|对|从事|实施|发生|参加|采购|使用|泄露|利用|处理|以")
_ANY_BREACH = re.compile(
    r"违反(?:了)?本(?:法|条例|办法|规定|细则|准则|规则|指引|决定)(?:的)?(?:有关|相关)?(?:规定|要求)?(?:，(?:但|并|且)?(?=.)|的?$)")
_PERSONS = re.compile(r"人员|责任人|董事|监事|高级管理|负责人$")
_NAMED_BEFORE = re.compile(r"(?:相关|有关|上述|违法|其|该)(?:机构|单位|公司|企业|组织|主体)")
_ASIDE = re.compile(r"视|依|按|根据|由|对|可以|应当|分别|并|予以")
GAP = "……"  # between the words of a case and those of a case within it
_AMOUNT_ONLY = re.compile(r"(?:没有|无)?违法所得|没有|无")


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

    ``firm`` are those who break the rule.
    """
    scan = _Scan(reading.text, firm, authority)
    for clauses in reading.sentences:
        words = reading.text[clauses[0].start : clauses[-1].end]
        if is_penal(words) or (scan.limbs and re.match(_START, words)):
            scan.sentence(clauses)
    return scan.limbs


@dataclass
class _Scan:
    """A walk through the clauses of a 款.

    ``degree`` is where the words of the present degree begin, or None before it has any.
    """

    text: str
    firm: tuple[str, ...]
    authority: tuple[str, ...]
    limbs: list[Limb] = field(default_factory=list)
    to: tuple[str, ...] = ()
    degree: int | None = None
    begun: bool = False
    done: int = 0  # limbs of degrees that are closed
    case_end: int | None = None  # where the words of the case end
    condition: str = ""  # of the degree that has begun; what goes on after ；without a case shares it
    outer: tuple[str, int] | None = None  # the case, and its offset, that the present one lies within
    carried: int | None = None  # the start of words that narrow only the next measure

    def sentence(self, clauses: tuple[Clause, ...]) -> None:
        """Read one sentence, first its acts and then its consequences."""
        self._close()
        self.condition = ""
        for clause in clauses:
            if self.degree is None:
                self._open(clause)
            if clause.text.endswith("除外"):
                continue
            if clause.text.endswith("的") and not names_measure(clause.text[-6:]):
                self._case(clause)
            elif self.begun or self._is_consequence(clause.text):
                self._consequence(clause)
            elif is_actor(clause.text):
                self.to = towards(clause.text)[0] or split_actors(clause.text)
            elif not _ASIDE.match(clause.text):
                self.case_end = clause.end
            if clause.stop in "；;" and self.begun:
                self._close()

    def _open(self, clause: Clause) -> None:
        self.degree = clause.start
        if self.limbs and breach_at(clause.text):  # another firm: 核心机构…；经营机构违反…的
            self.firm = split_actors(clause.text[: breach_at(clause.text)])

    def _close(self) -> None:
        self.degree, self.begun, self.to, self.done = None, False, (), len(self.limbs)
        self.case_end = self.outer = self.carried = None

    def _case(self, clause: Clause) -> None:
        if self.begun and _AMOUNT_ONLY.match(clause.text):
            self.carried = clause.start
            return
        if self.begun:
            to, within, start = self.to, self.condition, self._start()
            self._close()
            self.degree, self.to = clause.start, to
            self.outer = None if is_any_breach(within) else (within, start)
        self.case_end = clause.end

    def _start(self) -> int:
        return self.outer[1] if self.outer else self.degree or 0

    def _is_consequence(self, words: str) -> bool:
        return names_measure(words) or by_whom(words)[0] != ()

    def _begin(self) -> None:
        if not self.begun and self.case_end is not None:
            own = case_words(self.text[self.degree or 0 : self.case_end])
            self.condition = f"{self.outer[0]}{GAP}{own}" if self.outer else own
        self.begun = True

    def _consequence(self, clause: Clause) -> None:
        self._begin()
        names, words = by_whom(clause.text)
        self.authority = names or self.authority
        if _THING.fullmatch(words):
            self.carried = clause.end - len(words)
            return
        who, words = towards(words)
        self.to = (self.firm if who[:1] == ("其",) or (who[:1] and who[0].startswith("该")) else who) or self.to
        found = measures(words)
        if found and self.carried is not None:
            found[0] = self.text[self.carried : self.text.index(found[0], clause.start) + len(found[0])]
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


def breach_at(words: str) -> int:
    """The offset at which the breach begins after the name of those who commit it, or 0 if nobody is named.

    >>> [w[breach_at(w):] for w in ("网络运营者不履行本法第二十三条规定的义务的", "情节严重的")]
    ['不履行本法第二十三条规定的义务的', '情节严重的']
    """
    return next((m.start() for m in _BREAKS.finditer(words) if is_actor(words[: m.start()])), 0)


def case_words(words: str) -> str:
    """The words of the case of a degree, without those who commit the breach.

    违反本办法规定 is left out as well if more is said.

    >>> case_words("经营机构违反本办法规定，反映机构治理混乱、内控失效或者不符合持续性经营规则的")
    '反映机构治理混乱、内控失效或者不符合持续性经营规则的'
    >>> case_words("信息技术服务机构违反本办法规定的"), case_words("有前款规定的违法行为，情节严重的")
    ('违反本办法规定的', '有前款规定的违法行为，情节严重的')
    """
    first = re.split(r"[，,]", words)[0]
    if is_actor(first) and len(first) < len(words):
        words = words[len(first) + 1 :].lstrip()
    words = words[breach_at(first if words.startswith(first) else words) :]
    general = _ANY_BREACH.match(words)
    return words[general.end() :] if general and general.end() < len(words) else words


def is_any_breach(condition: str) -> bool:
    """Whether a case says no more than that the instrument is broken.

    >>> [is_any_breach(w) for w in ("违反本办法规定的", "违反本法有关规定的", "违反本法第九条规定的", "情节严重的", "")]
    [True, True, False, False, True]
    """
    return not condition or bool(_ANY_BREACH.fullmatch(condition))


def firms_of(addressee: tuple[str, ...], firm: tuple[str, ...]) -> tuple[str, ...]:
    """Those whose breach it is, which are the firms among the addressees, or else those who broke the rule.

    >>> firms_of(("有关高级管理人员",), ("核心机构",)), firms_of(("相关机构", "责任人员"), ("经营机构",))
    (('核心机构',), ('经营机构',))
    >>> firms_of(("信息技术服务机构", "其他直接责任人员"), ("信息技术服务机构",))
    ('信息技术服务机构',)
    """
    return tuple(n for n in addressee if not _PERSONS.search(n) and not _NAMED_BEFORE.fullmatch(n)) or firm


def by_whom(words: str) -> tuple[tuple[str, ...], str]:
    """The authority with which a consequence begins, and the words after it.

    >>> by_whom("由有关主管部门责令改正")
    (('有关主管部门',), '责令改正')
    >>> by_whom("中国证监会及其派出机构可以对其采取责令改正措施")
    (('中国证监会', '中国证监会派出机构'), '可以对其采取责令改正措施')
    >>> by_whom("并可以由有关主管部门责令暂停相关业务"), by_whom("责令改正")
    ((('有关主管部门',), '责令暂停相关业务'), ((), '责令改正'))
    """
    opening = re.match(r"(?:并|还|可以|应当|依法)*由", words)
    at = opening.end() if opening else 0
    for match in _BY_VERB.finditer(words, at):
        name = words[at : match.start()]
        bad = _ACTED.search(name) if opening else _NO_NAME.search(name)
        if 2 <= len(name) <= 50 and is_actor(name) and not bad:
            return split_actors(name), words[match.start() :]
    if opening and is_actor(words[at:]):
        return split_actors(words[at:]), ""
    return (), words


def towards(words: str) -> tuple[tuple[str, ...], str]:
    """The persons named with 对 before the measure, and the words after them.

    >>> towards("对直接负责的主管人员和其他直接责任人员处一万元以上十万元以下罚款")
    (('直接负责的主管人员', '其他直接责任人员'), '处一万元以上十万元以下罚款')
    >>> towards("可以对其采取责令改正措施")
    (('其',), '采取责令改正措施')
    >>> towards("对违法处理个人信息的应用程序")
    ((), '对违法处理个人信息的应用程序')
    """
    opening = _TOWARDS.match(words)
    if not opening:
        return (), words
    for match in _WHO_VERB.finditer(words, opening.end()):
        name = words[opening.end() : match.start()]
        if name == "其" or is_actor(name):
            return (name,) if name == "其" else split_actors(name), words[match.start() :]
    rest = words[opening.end() :]
    return (split_actors(rest), "") if is_actor(rest) else ((), words)


def measures(words: str) -> list[str]:
    """The single measures of a consequence, verbatim.

    A list is cut only where a new measure begins.
    """
    words = _without_law(words)
    words = words[_lead(words) :]
    found = []
    for piece in _pieces(words):
        bare = _AFTER.sub("", piece[_lead(piece) :]).strip("、， ")
        if len(bare) > 1 and not re.fullmatch(rf"{_THING.pattern}|依照.*规定|依法|并", bare):
            found.append(bare)
    return found


def _lead(piece: str) -> int:
    match = _BEFORE.match(piece)
    return match.end() if match else 0


def _without_law(words: str) -> str:
    """The words without the law applied: 依照《网络安全法》（相关规定）予以处罚 → 予以处罚.

    依照有关法律、行政法规的规定处罚 stays whole.
    """
    return re.sub(r"^(?:可以|应当|并)*(?:依照|按照|依据|根据)[^，]{0,400}》[^》，]{0,400}?(?:规定|处罚措施|(?=予以|给予)|$)(?:，)?", "", words)


def _pieces(words: str) -> Iterator[str]:
    start = 0
    for joint in _JOINT.finditer(words):
        left = words[start : joint.start()]
        if joint.start() <= start or _BARE_VERB.search(left):
            continue
        yield left
        start = joint.end()
    yield words[start:]


def fines(measure: str) -> list[Fine]:
    """The amounts of a fine in yuan (low, high), with None for an open end.

    Multiples and percentages give nothing.
    """
    found: list[Fine] = []
    for match in _FINE.finditer(measure):
        low, high = _yuan(match["low"], match["high"]), to_int(match["high"]) if match["high"] else None
        if match["high"] and not match["below"] and not match["above"]:
            found.append((high, high))
        elif high is not None or low is not None:
            found.append((low, high))
    return found


def _yuan(low: str | None, high: str | None) -> int | None:
    """The lower bound in yuan, or None if there is none.

    五 in 五至十万元 means 五万.
    """
    if not low:
        return None
    value = to_int(low)
    shared = re.search(r"[万亿]+$", high or "")
    if value is not None and shared and not re.search(r"[十百千万亿]", low) and value < 10:
        return to_int(low + shared[0])
    return value

_MEASURE = re.compile(
    r"罚款|给予警告|警告、|责令(?:限期)?改正|责令停|没收违法所得|予以处罚|依法处罚|给予处分|行政处分|给予[^，]{0,10}处罚|追究[^，]{0,14}责任|(?:从重|从轻|减轻|不予|免于|免予|免除)[^，；。]{0,10}处罚"
    r"|(?:采取|实施)[^。；]{0,400}监管措施|监管谈话|吊销|拘留|记入信用档案|(?<!不)承担[^，；。]{0,14}(?:民事|连带|赔偿|侵权|法律|刑事)责任|从业禁止|不得从事[^，]{0,20}工作(?!职责|人员)|处理、处罚|进行处罚|(?:依照|按照|依据|参照)[^，；。]{0,400}规定(?:予以|进行)?(?:处罚|处理)|追责问责|予以取缔|(?:按照?|作|视为)[^，；。]{0,8}(?:不通过|不合格)处理")
_OWN_DUTY = re.compile(r"(?:应当|必须|不得)(?!查明|(?:依法)?承担[^，；。]{0,14}(?:民事|连带|赔偿|侵权|法律|刑事)责任|依法追究|从轻|从重|减轻"
    r"|从事[^，；。]{0,24}(?:工作|岗位|职务)|给予|责令)")
_SUFFERED = re.compile(r"(?:未?被|未?受到|未?受过)[^，；。：]{0,400}")  # 最近三年未被采取监管措施: a condition, no penalty


def is_penal(sentence: str) -> bool:
    """Whether the sentence lays down a penalty or liability."""
    sentence = _SUFFERED.sub("", sentence)
    if not _MEASURE.search(sentence):
        return False
    duty = _OWN_DUTY.search(sentence)
    measure = _MEASURE.search(sentence)
    return not (duty and measure and duty.start() < measure.start())


def names_measure(words: str) -> bool:
    """Whether a clause names a penalty or a liability.

    >>> names_measure("并处五万元以上五十万元以下罚款"), names_measure("情节严重的")
    (True, False)
    """
    return bool(_MEASURE.search(words))
