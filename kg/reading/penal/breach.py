"""Who breaks the rule, and the case of a degree in the words of the law.

Nobody is named in ``违反本法规定，擅自从事测绘活动的`` or ``明知他人违法仍为其提供服务的``, and the name stands behind the general
words in ``违反本法规定，核设施营运单位未按照规定公开信息的``.
"""

from __future__ import annotations

import re

from kg.law.wordlists import alternatives
from kg.reading.grammar.actors import HEADS, is_actor, split_actors
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.subjects import leading_actor

GAP = "……"  # between the words of a case and those of a case within it
_BREAKS = re.compile(alternatives("breaches"))
_SURELY = re.compile(r"违反本(?:法|条例|办法|规定)|有(?:下列|前款)[^，]{0,12}(?:行为|情形)")  # what stands before these is a name
_DOER = re.compile(r"(?:生产|运输|建设|销售|使用|处理|提供|制造|采购|转让|出租)[^的]{1,6}")  # 生产企业, 使用单位
_HARD = re.compile(r"未|擅自|拒不|违反|非法|明知|故意|不(?!动产|特定|满)")
_MIDST = re.compile(rf"{_HARD.pattern}|依照|按照|依据|规定对|进行")
_AND = re.compile(r"、|和|或者|以及|及")
_ACTOR_IN = re.compile(rf"(?:{HEADS})")
_KIND = re.compile(
    r"[一-鿿、]{0,80}(?:人|商|场|站|厂|店|商户|农户|院|所|方|队|员|师|校|网吧"
    r"|(?:机|船|校|院|园|厂|站)长|船|航空器|(?:旅行|合作|报|出版|通讯|信用)社)$")
_NO_KIND = re.compile(r"(?:他人|本人|公共场所|地方|对方|市场|现场|立场|所在地|住所|双方|中心|国家|社会|公众|客户|用户)$")
_NO_NAME = re.compile(r"[，。；]|^(?:对(?!外)|向|因|将|由|其中|或|并|且|以及|及|和|与|为了|还|可以|应当|依法)|给|行为|认定|费用")
_PLACED = re.compile(r"为|在|经(?!营|纪|济)|以|被|从(?!业)")
_ACT = r"(?:法|条例|办法|规定|细则|准则|规则|指引|决定)"
_ANY_BREACH = re.compile(
    rf"违反(?:了)?本{_ACT}(?:的)?(?:有关|相关)?(?:规定|要求)?(?:，(?:但|并|且)?(?=.)|的?$)")
_VAGUE = re.compile(r"(?:相关|有关|上述|前述|违法|该|其|此类).{1,12}|当事人|(?:违法)?行为人|违法者")


def names_offender(name: str) -> bool:
    """Whether words before a breach name those who commit it.

    >>> [names_offender(n) for n in ("报关企业", "商标注册人", "从事数据交易中介服务的机构", "明知出口经营者", "未经批准的", "在公共场所")]
    [True, True, True, False, False, False]
    """
    return _may_name(name) and (is_actor(name) or bool(_KIND.fullmatch(name) and not _NO_KIND.search(name)))


def _may_name(name: str) -> bool:
    """Whether words can be a name: they neither begin with a verb or preposition nor hold one, unless in a relative clause."""
    if len(name) < 2 or _NO_NAME.search(name):
        return False
    parts = _AND.split(name)
    opened = next((i for i, part in enumerate(parts) if _opens(part)), len(parts))
    relative = "的" in "".join(parts[opened:])[:-2]
    return not any(_MIDST.search(part) for part in parts[:opened]) and (relative or opened == len(parts))


def _opens(part: str) -> bool:
    """Whether a part of a name opens with a verb or preposition, which only a relative clause may."""
    return bool(_BREAKS.match(part) or _PLACED.match(part) or _HARD.match(part)) and not _DOER.fullmatch(part)


def breach_at(words: str) -> int:
    """The offset at which the breach begins after the name of those who commit it, or 0 if nobody is named.

    >>> [w[breach_at(w):] for w in ("网络运营者不履行本法第二十三条规定的义务的", "情节严重的", "采购人未依法公布政府采购项目的")]
    ['不履行本法第二十三条规定的义务的', '情节严重的', '未依法公布政府采购项目的']
    """
    found = (m.start() for m in _BREAKS.finditer(words[:200]) if _named_before(words, m.start()))
    return next(found, 0)


def _named_before(words: str, at: int) -> bool:
    name = words[:at]
    short = at <= 40 and "的" not in name and not _ACTOR_IN.search(name[:-1])
    return names_offender(name) or (short and bool(_SURELY.match(words, at)) and _may_name(name))


def offenders(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Those whom a clause of the case names as breaking the rule, or () if it names nobody."""
    words = clause.text.removeprefix("因")
    at = breach_at(words)
    if at:
        return split_actors(words[:at])
    if names_offender(words):
        return split_actors(words)
    if _BREAKS.match(words):
        return ()
    names, stop = leading_actor(reading, clause.start, clause.end)
    whole = all(names_offender(n) for n in names)
    return names if whole and stop < clause.end and reading.text[stop] not in "、和及或与的" else ()


def is_vague(names: tuple[str, ...]) -> bool:
    """Whether all names refer to those named before: 有关单位, 当事人.

    >>> is_vague(("有关单位",)), is_vague(("证券公司",))
    (True, False)
    """
    return all(_VAGUE.fullmatch(n) for n in names)


def case_words(words: str) -> str:
    """The words of the case of a degree, without those who commit the breach.

    违反本办法规定 is left out as well if more is said.

    >>> case_words("经营机构违反本办法规定，反映机构治理混乱、内控失效或者不符合持续性经营规则的")
    '反映机构治理混乱、内控失效或者不符合持续性经营规则的'
    >>> case_words("信息技术服务机构违反本办法规定的"), case_words("有前款规定的违法行为，情节严重的")
    ('违反本办法规定的', '有前款规定的违法行为，情节严重的')
    >>> case_words("违反本法规定，核设施营运单位未按照规定公开相关信息的")
    '未按照规定公开相关信息的'
    """
    return _without_general(_without_name(_without_general(words)))


def _without_name(words: str) -> str:
    first = re.split(r"[，,]", words)[0]
    if len(first) < len(words) and names_offender(first):
        return words[len(first) + 1 :].lstrip()
    bare = first.removeprefix("因")
    return words[len(first) - len(bare) + breach_at(bare) :] if breach_at(bare) else words


def _without_general(words: str) -> str:
    general = _ANY_BREACH.match(words)
    return words[general.end() :] if general and general.end() < len(words) else words


def is_any_breach(condition: str) -> bool:
    """Whether a case says no more than that the instrument is broken.

    >>> [is_any_breach(w) for w in ("违反本办法规定的", "违反本法有关规定的", "违反本法第九条规定的", "情节严重的", "")]
    [True, True, False, False, True]
    """
    return not condition or bool(_ANY_BREACH.fullmatch(condition))
