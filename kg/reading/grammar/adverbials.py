"""What may stand before a verb: adverbs, ``向…``, ``将…``, ``按照…规定``, ``在…后``, ``真实、准确、完整地``, ``泄露、出售或者``.

A word is the verb of its phrase when everything before it can be peeled off.

>>> is_adverbial("按照规定及时"), is_adverbial("将认定结果"), is_adverbial("形成应急演练")
(True, True, False)
>>> is_adverbial("在报送年度报告的同时"), is_adverbial("在"), is_adverbial("泄露、出售或者非法向他人")
(True, False, True)
"""

from __future__ import annotations

import re

ADVERBS = (
    "及时|立即|即时|即刻|马上|尽快|尽早|第一时间|定期|不定期|按时|按期|限期|如期|如实|真实|准确|完整|全面|主动|自觉|依法依规|依法|依规|书面|口头|明确"
    "|妥善|严格|认真|切实|同时|同步|统一|分别|各自|逐级|逐一|一次性|一并|随时|持续|重新|继续|再次|另行|原则上|一般|至少|最迟|先行|先|再|后|还|也|均|都|即|则"
    "|不|非法|违规|违法|擅自|私自|自行|事先|事前|事后|提前|预先|公开|共同|联合|积极|直接|间接|具体|相应|应当|应|当(?!事)|须|可以|可|予以|给予|进行|作出|做好|加以|实施|审慎"
    "|合理|显著|有效|充分|优先|独立|适时|视情|酌情|视情况|牵头|组织|负责|具体负责|落实|仍|仍然|并且|并|且|或者|或|和|每年度|每年|每季度|每月|每半年|每日|每周|年度|无须|无需"
    "|只能|只|仅|得|所(?!有)|已|已经|正式|对外|向外|统筹|协调|统筹协调|相互|强制|变相|实时|客观|规范|快速|迅速|安全|明示|清晰|公平|公正|通知书|完整准确|准确完整|全面准确"
    "|指定专人|派员|带头|长期|永久|足额|适当|重点|针对性|有针对性地|相关|有关|逐步|不断|进一步|更|自主|自愿|不再|另外|此外|特别|书面形式|电子化|电子|预警|集中|完整准确|逐步|视情|频繁|动态|适当|重复|连续|定时|按月|按季度|按季|按年|差异化|尽可能|每年度|自行或者委托第三方|越级|网络(?=直报)|自动|定时|免予|免于|按月|按季度|按季|按年|口头"
)
_ADVERB = re.compile(rf"(?:{ADVERBS})")
_MANNER = re.compile(r"[^，；的]{1,24}?地(?=[一-鿿])(?!方|区|点|址|位)")
_FREE = (  # prepositions whose phrase may run right up to the verb
    "按照|依照|根据|依据|遵照|遵循|参照|比照|结合|针对|通过|采用|采取|利用|借助|向|将|把|对于|对|就|为了|为|与|同(?!级|业|行|类)|会同|以(?!上|下|及)|按|经由|经(?!营|济|纪)|由|凭|因|除|从(?!业|事)|作为|沿|面向"
)
_PREPOSITION = re.compile(rf"(?:{_FREE})")
_OPENS = re.compile(r"在|于|自(?!由|治|然人|营)|至|当(?!事)|从")
_CLOSES = re.compile(
    r"之日起|的?同时|时段|时间|方面|期间|过程中|情形下|情况下|前提下|基础上|以内|之内|之前|之后|以前|以后|底前|[内前后时中下上起]|(?<=[0-9零一二三四五六七八九十两百])[日天月年时](?!底)|底(?!前)")
_JOINED = re.compile(r"[一-鿿]{2}(?:、[一-鿿]{2})+(?:或者|和|及|或)(?=非法|擅自|违规|依法|及时|向)")
_SERIES = re.compile(r"(?:[^，；、的在于]{1,6}、)*[^，；、的在于]{1,6}(?:、|或者|以及|和|及|或|与|并)$")
_SPAN = re.compile(
    r"(?:在|于)?(?:[^，；的]{0,10}的?)?(?:当日|当天|次日|当月|次月|每个?交易日|每个?工作日)(?:内|终了后)?"
    r"|(?:在|于)?[^，；]{0,16}?[前后][0-9零一二三四五六七八九十两半]+个?(?:工作日|交易日|小时|日|天|月|年)内?"
    r"|(?:在|于|的)?[0-9零一二三四五六七八九十百两半]+个?(?:工作日|交易日|小时|日|天|月|年|分钟)(?:以|之)?[内前]")
_PLACE = re.compile(r"在[^，；]*(?:渠道|网站|平台|媒体|场所|位置|页面)(?:上|中|内)?")
_BY = re.compile(r"(?:合理)?(?:选取|选择|采用|采取|通过)[^，；]*?(?:方式|形式|渠道|手段)")
_JOINTLY = re.compile(r"(?:统筹协调|会同|联合|协同)[^，；]{2,30}?(?:部门|机关|单位|机构)(?=及时|立即|定期|统一|共同|[一-鿿]{2})")
_HAVING = re.compile(r"[^，；的对向将]{2,10}?(?:完成|结束|届满|期满|通过)之?[后前]|(?:收到|接到|接|知悉|获知|完成|发现|经|核实)[^，；]{0,16}?后")


def is_adverbial(text: str) -> bool:
    """Whether ``text`` is nothing but adverbs, prepositional phrases and verbs joined to the one that follows."""
    return _peeled(text.replace("，", ""), 0)


def _peeled(rest: str, depth: int) -> bool:
    if not rest:
        return True
    if depth > 12:
        return False
    if _SERIES.fullmatch(rest):
        return True
    if (opens := _OPENS.match(rest)) and any(
        _peeled(rest[m.end() :], depth + 1) for m in _CLOSES.finditer(rest, opens.end() + 1) if "；" not in rest[: m.end()]
    ):
        return True
    for pattern in (_ADVERB, _MANNER, _SPAN, _PLACE, _BY, _HAVING, _JOINTLY, _JOINED):
        match = pattern.match(rest)
        if match and _peeled(rest[match.end() :], depth + 1):
            return True
    if _PREPOSITION.match(rest):
        return not re.fullmatch(_FREE, rest) and not rest.startswith(("由于", "以及", "为由"))
    return False


def starts_adverbial(text: str) -> bool:
    """Whether ``text`` begins with a preposition or an adverb."""
    return bool(_PREPOSITION.match(text) or (_OPENS.match(text) and _CLOSES.search(text, 2)) or _ADVERB.match(text))


_BEFORE_ACT = re.compile(
    r"并(?!购)|或者|还|集中|完整准确|逐一|视情|相应|频繁|动态|适当|重复|连续|差异化|尽可能|每(?:[一二三四五两]年|年度)(?:至少)?|及时|立即|即时|尽快|尽早|第一时间|不?定期|按时|按期|如实|全面|主动|自觉|依法依规|依法|明确(?=约定|告知)|妥善|严格|认真|切实|同时|同步|统一|分别|持续|充分|综合|审慎|合理"
    r"|有效|积极|优先|适时|自主|自行|有序|超范围|违规|非法|擅自|每(?:年|半年|季度|月|周|天|日)|至少|先|不断|进一步|重点|共同|独立|均|还应|事先|提前|随时|再次|重新|另行|坚决")


def leading_adverb(text: str) -> int:
    """The length of the adverb that opens a verb phrase, 0 when none does.

    >>> leading_adverb("及时处置"), leading_adverb("全面、准确记录"), leading_adverb("建立机制")
    (2, 5, 0)
    """
    match = re.match(rf"(?:{_BEFORE_ACT.pattern})(?:、(?:准确|完整|及时|真实|准确完整))*", text)
    return match.end() if match else 0
