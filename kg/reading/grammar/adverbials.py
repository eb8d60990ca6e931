"""The words that may stand before a verb.

They are adverbs, ``向…``, ``将…``, ``按照…规定``, ``在…后``, ``真实、准确、完整地``, ``泄露、出售或者``. A word is the verb of its phrase if
everything before it can be peeled off.

>>> is_adverbial("按照规定及时"), is_adverbial("将认定结果"), is_adverbial("形成应急演练")
(True, True, False)
>>> is_adverbial("在报送年度报告的同时"), is_adverbial("在"), is_adverbial("泄露、出售或者非法向他人")
(True, False, True)
"""

from __future__ import annotations

import re

from kg.law.wordlists import alternatives

_ADVERB = re.compile(alternatives("adverbs", "before", "both"))
_MANNER = re.compile(r"[^，；的]{1,24}?地(?=[一-鿿]|$)(?!方|区|点|址|位)")
_PREPOSITION = re.compile(alternatives("prepositions"))  # its phrase may run right up to the verb
_OPENS = re.compile(r"在|于|自(?!由|治|然人|营)|至|当(?!事|班)|从")
_CLOSES = re.compile(
    r"之日起|的?同时|时段|时间|方面|期间|过程中|情形下|情况下|前提下|基础上|以内|之内|之前|之后|以前|以后|底前|(?<=[年月季周度])[初末]|[内前后时中下上起]|(?<=[0-9零一二三四五六七八九十两百])[日天月年时](?!底)|底(?!前)")
_JOINED = re.compile(r"[一-鿿]{2}(?:、[一-鿿]{2}){1,60}(?:或者|和|及|或)(?=非法|擅自|违规|依法|及时|向)")
_SERIES = re.compile(r"(?:[^，；、的在于]{1,6}、)*[^，；、的在于]{1,6}(?:、|或者|以及|和|及|或|与|并)$")
_SPAN = re.compile(
    r"(?:在|于)?[0-2]?[0-9][:：][0-5][0-9](?:之|以)?[前后]|(?:在|于)?(?:[^，；的]{0,10}的?)?(?:当日|当天|次日|当月|次月|每个?交易日|每个?工作日)(?:内|终了后)?"
    r"|(?:在|于)?[^，；]{0,16}?[前后][0-9零一二三四五六七八九十两半]{1,16}个?(?:工作日|交易日|小时|日|天|月|年)内?"
    r"|提前[0-9零一二三四五六七八九十百两半]{1,6}个?(?:工作日|交易日|小时|日|天|月|年)|每隔?[0-9零一二三四五六七八九十两]{1,4}个?(?:分钟|小时|日|天|周|月|年)"
    r"|每(?:年|半年|季度?|月|周|日|天)(?:至少|不少于)?[一二两三四0-9]{1,2}次|(?:每日|当日|次日|每个?交易日|当天)?(?:收市|收盘|闭市|开市|开盘|日终)[前后]"
    r"|(?:持|携带|凭)[^，；的]{0,12}(?:材料|证件|证明|文件|凭证)|未经[^，；]{2,30}?(?:同意|批准|许可|授权|审批|认可)|违反[^，；]{0,30}?(?:规定|约定|要求)(?!的)"
    r"|(?:在|于|的)?[0-9零一二三四五六七八九十百两半]{1,16}个?(?:工作日|交易日|小时|日|天|月|年|分钟)(?:以|之)?[内前]")
_PLACE = re.compile(r"在[^，；]{0,400}(?:渠道|网站|平台|媒体|场所|位置|页面)(?:上|中|内)?")
_BY = re.compile(r"利用[^，；]{2,60}?(?:平台|系统|网站|媒体|渠道|载体|方式)"
                 r"|(?:合理)?(?:选取|选择|采用|采取|通过)[^，；]{0,400}?(?:方式|形式|渠道|手段)")
_JOINTLY = re.compile(r"(?:统筹协调|会同|联合|协同)[^，；]{2,30}?(?:部门|机关|单位|机构)(?=及时|立即|定期|统一|共同|[一-鿿]{2})")
_HAVING = re.compile(r"[^，；的对向将]{2,10}?(?:完成|结束|届满|期满|通过)之?[后前]|(?:收到|接到|接|知悉|获知|完成|发现|经|核实)[^，；]{0,16}?后")


LONGEST = 300  # characters before a verb that may all be adverbs
_MOST_PEELS = 12


def is_adverbial(text: str) -> bool:
    """Whether ``text`` is nothing but adverbs, prepositional phrases and verbs joined to the one that follows."""
    rest = text.replace("，", "")
    return len(rest) <= LONGEST and _peels(rest, {}) <= _MOST_PEELS


def _peels(rest: str, known: dict[int, int]) -> int:
    """The least number of adverbs and phrases to peel off, or more than any if a word is left that is none.

    ``known`` are the numbers found so far by the length of what is left.
    """
    if len(rest) not in known:
        known[len(rest)] = 2 * _MOST_PEELS  # while it is being found
        known[len(rest)] = _fewest(rest, known)
    return known[len(rest)]


def _fewest(rest: str, known: dict[int, int]) -> int:
    if not rest:
        return -1
    if _SERIES.fullmatch(rest) or (_PREPOSITION.match(rest) and not _PREPOSITION.fullmatch(rest) and not rest.startswith(("由于", "以及", "为由"))):
        return 0
    opens, mark = _OPENS.match(rest), rest.find("；")
    last = mark if mark >= 0 else len(rest)
    ends = {m.end() for m in _CLOSES.finditer(rest, opens.end() + 1) if m.end() <= last} if opens else set()
    patterns = (_ADVERB, _MANNER, _SPAN, _PLACE, _BY, _HAVING, _JOINTLY, _JOINED)
    ends |= {match.end() for match in (p.match(rest) for p in patterns) if match and match.end()}
    return min((1 + _peels(rest[end:], known) for end in ends), default=2 * _MOST_PEELS)


def starts_adverbial(text: str) -> bool:
    """Whether ``text`` begins with a preposition or an adverb."""
    return bool(_PREPOSITION.match(text) or (_OPENS.match(text) and _CLOSES.search(text, 2)) or _ADVERB.match(text))


_EVERY = (
    "每隔?(?:[0-9一二三四五六七八九十两半]{1,3}个?)?(?:年度?|季度?|月|周|旬|天|日|小时|分钟|个?交易日|个?工作日)(?:至少)?"
    "(?:[0-9一二三四五六七八九十]{1,2}月(?:[0-9一二三四五六七八九十]{1,3}日)?底?(?:之?前|以前))?|按(?:年度?|半年|季度?|月度?|周|日)")
_WITHIN = (  # T+1日内 · 24小时内 · 当日收盘后 · 次日 · 9:00前
    r"[0-2]?[0-9][:：][0-5][0-9](?:之|以)?[前后]|(?:T\+[0-9]{1,2}|[0-9一二三四五六七八九十两半]{1,3}个?)(?:交易日|工作日|自然日|日|天|小时|分钟|月|周|年)(?:之|以)?[内前]"
    "|(?:当|次|隔|即)(?:日|天|月|晚)(?:内|(?:收盘|闭市|开盘|开市|日终)?[前后])?")
_LEADING = re.compile(rf"(?:{_EVERY}|{_WITHIN}|{alternatives('adverbs', 'leading', 'both')})(?:、(?:准确|完整|及时|真实|准确完整))*")


_TIMED = re.compile(f"{_EVERY}|{_WITHIN}")


def opens_with_time(text: str) -> bool:
    """Whether words begin with a time or a rhythm, which no name does: 15分钟内报告组长 · 每月通报部门."""
    return bool(_TIMED.match(text))


def leading_adverb(text: str) -> int:
    """The length of the adverb that opens a verb phrase, or 0 if none does.

    >>> leading_adverb("及时处置"), leading_adverb("全面、准确记录"), leading_adverb("建立机制")
    (2, 5, 0)
    """
    match = _LEADING.match(text)
    return match.end() if match else 0
