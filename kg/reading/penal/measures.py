"""The single measures of a consequence, verbatim, and the sums of fines in yuan.

>>> measures("单处或者并处警告、没收违法所得、处违法所得一倍以上十倍以下罚款")
['警告', '没收违法所得', '违法所得一倍以上十倍以下罚款']
>>> measures("采取责令改正、监管谈话、出具警示函等监管措施")
['责令改正', '监管谈话', '出具警示函']
>>> measures("责令更换董事、监事、高级管理人员或者限制其权利")
['责令更换董事、监事、高级管理人员', '限制其权利']
>>> measures("依照《中华人民共和国证券法》等法律、行政法规予以取缔、没收违法所得、罚款等"), measures("根据职责分工责令限期改正")
(['予以取缔', '没收违法所得', '罚款'], ['责令限期改正'])
>>> measures("所需费用由违法者承担"), measures("按照职责分工没收猎捕工具"), measures("责令限期拆除、恢复原状")
([], ['没收猎捕工具'], ['责令限期拆除', '恢复原状'])
>>> measures("罚款的限额由国务院规定"), measures("将行政处罚决定书送达当事人")
([], [])
>>> fines("十万元以上一百万元以下罚款"), fines("三万元以下罚款"), fines("违法所得一倍以上十倍以下罚款")
([(100000, 1000000)], [(None, 30000)], [])
>>> fines("5万元以上50万元以下罚款"), fines("五千万元以下或者上一年度营业额百分之五以下罚款")
([(50000, 500000)], [(None, 50000000)])
>>> fines("1.5万元以下的罚款"), fines("每平方米一百元以上二百元以下罚款")
([(None, 15000)], [])
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.law.numerals import to_int

Fine = tuple[int | None, int | None]

_N = r"[0-9０-９.．零〇一二三四五六七八九十百千万亿两]+"
_FINE = re.compile(
    rf"(?<!违法所得)(?<!不足)(?<!超过)(?<!金额)(?<![0-9０-９.．零〇一二三四五六七八九十百千万亿两])(?:(?P<low>{_N})元?(?P<above>以上|至|到))?(?:(?P<high>{_N})元(?P<below>以下)?)?[^，；。、元]{{0,24}}?罚款")
_PER_UNIT = re.compile(rf"每(?:平方|立方|亩|公顷|人|件|吨|日|株|辆|台|只|头|份|延迟|逾期|一)[^，；。]{{0,12}}?{_N}元")
START = (
    rf"责令|停业|停产|停止|停办|关闭|吊销|警告|监管谈话|监管措施|出具|公开谴责|通报批评|限制|没收|罚款|并处|单处|处(?![理置罚分于])|给予|予以(?!通报)|予以通报|暂停|记过|记大过|降级|撤职|开除|消除"
    rf"|撤销|取缔|禁止|拘留|认定为|终止|通报有关|下架|恢复原|强[行制]|退还|追缴|收缴|收回|销毁|代为|限期|终身不得|不(?:予)?受理|不得(?:从事|担任|再|申请|录用|招录)|不准"
    rf"|{_N}年内不得|{_N}元以[上下]|违法所得{_N}倍|{_N}日以[上下]")
_JOINT = re.compile(rf"(?:、|以及|或者|或|和|及|并)(?={START})")
_DUTIES = r"(?:(?:依据|按照|根据|依)(?:各自|其)?的?(?:法定)?(?:管理)?(?:职责|职权|权限|职能)(?:分工|范围|权限)?)"
_BEFORE = re.compile(
    rf"(?:或者|并|还|可以|应当|有权|同时|一并|依法|依规|分别|可?视情节?|根据(?:情况|情节)(?:轻重|严重程度)?|会同[^，。；]{{2,30}}?(?={START})|{_DUTIES}|按照[^，。；]{{1,12}}权限|决定(?!禁止))*"
    r"(?:(?:单处或者并处|并处或者单处|单处|并处|处以|处(?![理置罚分于]))|采取(?![^，。、]{0,4}补救)|实施(?=责令|监管))?")
_AFTER = re.compile(
    r"等(?:行政)?(?:监管|监督管理|管理约束|纪律|自律管理|行政)?(?:措施|处分|处罚)$"
    r"|(?:的)?(?:行政)?(?:监管|监督管理)措施$|(?<=罚款)等$|：$")
_BARE_VERB = re.compile(r"(?:暂停|停止|终止|限制|撤销|关闭|根据|责令|限期)$")
THING = re.compile(r"(?:对|向).*(?:程序|产品|服务|系统|网站)")
_NO_MEASURE = re.compile(  # what stands beside a measure: who pays, who agrees, how it is reckoned
    rf"{THING.pattern}"
    r"|依照.*规定|依法|并|外|其中|除.*外|.{0,20}费用由.*|(?:报(?:经|请)|经).{1,30}(?:批准|同意|决定)"
    r"|.*提出(?:处理|处分|处罚)?(?:意见|建议)|移送(?!.*追究).*|.*告知.*|.*有权(?:请求|要求).*|综合考虑.*|.{0,6}查明.*"
    r"|按照(?!.{0,14}处罚)[^，。]{2,12}|(?:按照|依照|依据|根据)[^，]{1,20}(?:法律|法规|规定)"
    r"|.{0,20}(?:按|以)[^，]{1,12}(?:计算|计)|自.{1,30}起|(?:视|根据).{1,12}")

_ABOUT = re.compile("设定|限额|听证|上缴|抵缴|的案件|处罚决定书|陈述权|两次以上|罚款数额高|处罚的依据|代替刑事")  # how penalties are made and imposed


def measures(words: str) -> list[str]:
    """The single measures of a consequence, verbatim.

    A list is cut only where a new measure begins.
    """
    words = _without_law(words)
    words = words[_lead(words) :]
    found = []
    for piece in _pieces(words):
        bare = _AFTER.sub("", piece[_lead(piece) :]).strip("、， ")
        if len(bare) > 1 and not _NO_MEASURE.fullmatch(bare) and not _ABOUT.search(bare):
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

    Multiples, percentages and sums for each unit of something give nothing.
    """
    if _PER_UNIT.search(measure):
        return []
    found: list[Fine] = []
    for match in _FINE.finditer(measure):
        low, high = _yuan(match["low"], match["high"]), _number(match["high"]) if match["high"] else None
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
    value = _number(low)
    shared = re.search(r"[万亿]+$", high or "")
    if value is not None and shared and not re.search(r"[十百千万亿]", low) and value < 10:
        return _number(low + shared[0])
    return value


def _number(words: str) -> int | None:
    """The number that words state, with the fractions of 1.5万 read as well."""
    match = re.fullmatch(r"(\d{1,9})[.．](\d{1,4})([百千万亿]{1,2})", words)
    if not match:
        return to_int(words)
    unit = to_int("1" + match[3])
    return None if unit is None else int(match[1]) * unit + int(match[2]) * unit // 10 ** len(match[2])
