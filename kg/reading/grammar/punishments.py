"""Sentences that punish (罚则), told from sentences that bind.

``违反本办法第九条规定的，由…责令改正，处…罚款`` · ``依法给予处分`` · ``构成犯罪的，依法追究刑事责任``.

>>> is_penal("网络运营者不履行义务的，由有关主管部门责令改正，给予警告")
True
>>> is_penal("证券基金经营机构应当责令其立即改正并销毁已获取的数据"), is_penal("运营者应当及时报告")
(False, False)
>>> is_penal("机关对应当定密的事项不定密的，给予处分"), is_penal("擅自建设排污口的，由水行政主管部门责令限期拆除")
(True, True)
"""

from __future__ import annotations

import re

_MEASURE = re.compile(
    r"(?<!收缴)(?<!缴纳)(?<!加处)(?<!收缴的)罚款(?!的|数额(?!为)|决定|单据|缴|代收|与收|全部|或者没收|款项)|给予警告|警告、|责令(?:限期)?改正|责令停|没收违法所得|予以处罚|依法处罚|给予处分|行政处分|给予[^，]{0,10}处罚(?!的|，享有)|追究[^，]{0,14}责任|(?:从重|从轻|减轻|不予|免于|免予|免除)[^，；。]{0,10}处罚"
    r"|(?:采取|实施)[^。；]{0,400}监管措施|监管谈话|吊销|拘留|记入信用档案|(?<!不)承担[^，；。]{0,14}(?:民事|连带|赔偿|侵权|法律|刑事)责任|从业禁止|不得从事[^，]{0,20}工作(?!职责|人员)|处理、处罚|进行处罚|(?:依照|按照|依据|参照)[^，；。]{0,400}规定(?:予以|进行)?(?:处罚|处理)|追责问责|予以取缔|(?:按照?|作|视为)[^，；。]{0,8}(?:不通过|不合格)处理"
    r"|给予(?!纪律)[^，；。]{0,24}处分|职责分工处罚|(?<=的，)责令|(?<=的，还可以)收缴|禁止其(?:从事|进入|担任)|责令关闭|关闭网站")
_CASE_ORDERED = re.compile(
    r"的，(?:(?:(?!应当|必须|可以)[^，。；]){2,60}，)?(?:(?!应当|必须|可以)[^，。；的]){2,60}责令"
    r"|的，由[^，。；的]{2,60}(?:撤销|追缴|收回|没收|注销)")
_BAN = re.compile(
    r"(?:处罚|违反本|撤销|吊销|取缔|开除|处分|刑罚|拒不|(?:违法|所列|规定的?)行为)"
    r"[^。；]{0,160}?(?:[年月]内，?|终身|的，)不(?:得|准)")
_MODAL = re.compile(
    r"(?<!对)(?:应当|必须|不得)(?!查明|(?:依法)?(?:予以|给予|进行)?赔偿|(?:依法)?承担[^，；。]{0,14}(?:民事|连带|赔偿|侵权|法律|刑事)责任"
    r"|与[^，；。]{1,20}承担[^，；。]{0,14}责任|依法追究|从轻|从重|减轻"
    r"|从事[^，；。]{0,24}(?:工作|岗位|职务)|给予|责令|撤销|吊销|没收|取缔|处以|并处|依照[^，。]{1,40}(?:处罚|处理))")
_SUFFERED = re.compile(r"(?:未?被|未?受到|未?受过)[^，；。：]{0,400}")  # 最近三年未被采取监管措施: a condition, no penalty

_MADE = re.compile(r"设定[^。；]{1,60}处罚|全部上缴")  # who may lay down penalties, and where fines go


def is_penal(sentence: str) -> bool:
    """Whether the sentence lays down a penalty or liability."""
    if _MADE.search(sentence):
        return False
    ban = _BAN.search(sentence)
    if ban and not any(m.start() < ban.end() - 2 for m in _MODAL.finditer(sentence) if not _in_case(sentence, m.start(), ban.end())):
        return True
    sentence = _SUFFERED.sub("", sentence)
    imposed = (m for m in _MEASURE.finditer(sentence) if "承担" in m[0] or not _ends_case(sentence, m.start()))
    measure = next(imposed, None) or _CASE_ORDERED.search(sentence)
    if not measure:
        return False
    duty = next((m for m in _MODAL.finditer(sentence) if not _in_case(sentence, m.start(), measure.start())), None)
    return not (duty and duty.start() < measure.end() - 2)


def _in_case(sentence: str, at: int, measure: int) -> bool:
    """Whether the words at ``at`` stand in the words of a case: 对应当定密的事项不定密的，给予处分."""
    return _ends_case(sentence, at) or ("违反" in sentence[:at] and "的，" in sentence[at:measure])


def _ends_case(sentence: str, at: int) -> bool:
    """Whether the clause that holds the words at ``at`` ends in 的，."""
    rest = re.match(r"[^，；。：]{0,400}", sentence[at:])
    stop = at + (rest.end() if rest else 0)
    return sentence[stop - 1 : stop] == "的" and sentence[stop : stop + 1] == "，"


def names_measure(words: str) -> bool:
    """Whether a clause names a penalty or a liability.

    >>> names_measure("并处五万元以上五十万元以下罚款"), names_measure("情节严重的")
    (True, False)
    """
    return bool(_MEASURE.search(words))
