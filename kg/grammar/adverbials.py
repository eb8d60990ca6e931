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
    "|不|非法|违规|违法|擅自|私自|自行|事先|事前|事后|提前|预先|公开|共同|联合|积极|直接|间接|具体|相应|应当|应|当|须|可以|可|予以|给予|进行|作出|做好|加以|实施|审慎"
    "|合理|显著|有效|充分|优先|独立|适时|视情|酌情|视情况|牵头|组织|负责|具体负责|落实|仍|仍然|并且|并|且|或者|或|和|每年|每季度|每月|每半年|每日|每周|年度|无须|无需"
    "|只能|只|仅|得|所|已|已经|正式|对外|向外|统筹|协调|统筹协调|相互|强制|变相|实时|客观|规范|快速|迅速|安全|明示|清晰|公平|公正|通知书|完整准确|准确完整|全面准确"
    "|指定专人|派员|带头|长期|永久|足额|适当|重点|针对性|有针对性地|相关|有关|逐步|不断|进一步|更|自主|自愿|不再|另外|此外|特别|书面形式|电子化|电子"
)
_ADVERB = re.compile(rf"(?:{ADVERBS})")
_MANNER = re.compile(r"[^，；的]{1,24}?地(?=[一-鿿])(?!方|区|点|址|位)")
_FREE = (  # prepositions whose phrase may run right up to the verb
    "按照|依照|根据|依据|遵照|遵循|参照|比照|结合|针对|通过|采用|采取|利用|借助|向|将|把|对于|对|就|为了|为|与|同|会同|以|按|经由|经|由|凭|因|除|从|作为|沿|面向"
)
_PREPOSITION = re.compile(rf"(?:{_FREE})")
_CLOSED = re.compile(r"(?:在|于|自|至|当|从)[^，；]*?(?:之日起|的?同时|期间|过程中|情形下|情况下|前提下|基础上|以内|之内|之前|之后|以前|以后|[0-9零一二三四五六七八九十两百]+[日天月年时]|[内前后时中下上起底])")
_SERIES = re.compile(r"(?:[^，；、的在于]{1,6}、)*[^，；、的在于]{1,6}(?:、|或者|以及|和|及|或|与|并)$")
_TIME = re.compile(r"[^，；]{0,24}?(?:之日起|以内|之内|[0-9零一二三四五六七八九十两半]+个?(?:工作日|小时|日|天|月|年|分钟)内?|前|后|时)")


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
    for pattern in (_CLOSED, _ADVERB, _MANNER):
        match = pattern.match(rest)
        if match and _peeled(rest[match.end() :], depth + 1):
            return True
    if _PREPOSITION.match(rest):
        return len(rest) > 1 and not rest.startswith(("由于", "以及", "为由"))
    return False


def starts_adverbial(text: str) -> bool:
    """Whether ``text`` begins with a preposition or an adverb."""
    return bool(_PREPOSITION.match(text) or _CLOSED.match(text) or _ADVERB.match(text))
