"""Who punishes and who is punished: ``由公安机关``, ``对直接负责的主管人员处``, ``对单位处``."""

from __future__ import annotations

import re

from kg.reading.grammar.actors import is_actor, split_actors
from kg.reading.penal.breach import names_offender
from kg.reading.penal.measures import START

_WHO_VERB = re.compile(
    r"(?:可以|应当|依法|并|分别|一并|决定|责令其|从重|从轻){0,6}(?:处(?!理者)|给予|采取|单处|并处|依照|按照|予以|进行|从重|从轻|减轻|追究"
    r"|没收|撤销|暂停|认定|责令|出具|实施|吊销|禁止|限制|终身)")
_BY_VERB = re.compile(r"(?:并|还)?(?:可以|应当|有权|依据|依法|责令|给予|没收|处(?![理置罚分于])|并处|依照|按照|根据|予以|决定|追究|撤销|吊销|取缔"
    r"|通报|会同)")
_AFTER_BY = re.compile(
    rf"{_BY_VERB.pattern}"
    r"|代为|追缴|收缴|收回|销毁|批评|指定|强制|限期|采取|提出|对(?!外)|注销|扣缴|停止|暂停|禁止|组织|建议|综合|视")
_ACTED = re.compile(r"责令|吊销|通报|没收|罚款")
_NO_NAME = re.compile(rf"^(?:并|还|可以|应当|对|处|依|按|给予)|{_ACTED.pattern}")
_REFUSES = re.compile(r"(?:未|擅自|拒不|拒绝|违反|非法|明知|故意)")
_TOWARDS = re.compile(r"(?:并|还|可以|应当|依法|同时|分别|决定|一并|根据情[形节](?:轻重)?)*对")
_BEARS = re.compile(r"([^，。；]{2,120}?)(?:应当|依法|也|还|并|先){0,4}(?=(?:[与以][^，；。]{1,30})?承担)")
_OFFICE = re.compile(r"(?:机关|部门|政府|监督管理机构|证监会|国务院|法院)$")
_PERSONS = re.compile(r"人员|责任人|董事|监事|高级管理|负责人$")
_NAMED_BEFORE = re.compile(r"(?:相关|有关|上述|违法|其|该)(?:机构|单位|公司|企业|组织|主体)")
_BODIES = ("机构", "单位", "公司", "企业", "组织")
_BARE = re.compile(r"(?:违法|违规)?(?:单位|机构|企业|组织)")  # 对单位处…: those whose breach it is


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
    for match in (_AFTER_BY if opening else _BY_VERB).finditer(words, at):
        name = words[at : match.start()]
        bad = _ACTED.search(name) if opening else _NO_NAME.search(name) or _REFUSES.search(name.rpartition("的")[2])
        if words[match.end() : match.end() + 1] == "的" or (not opening and _PERSONS.search(name)):
            continue
        if 2 <= len(name) <= 100 and is_actor(name) and not bad:
            return split_actors(name), re.sub(r"^建议[^，。；]{2,30}?(?=依法|对|给予)", "", words[match.start() :])
    if opening and is_actor(words[at:]):
        return split_actors(words[at:]), ""
    return (), words


def towards(words: str) -> tuple[tuple[str, ...], str]:
    """The persons named with 对 before the measure, and the words after them.

    >>> towards("对直接负责的主管人员和其他直接责任人员处一万元以上十万元以下罚款")
    (('直接负责的主管人员', '其他直接责任人员'), '处一万元以上十万元以下罚款')
    >>> towards("可以对其采取责令改正措施"), towards("对其主要负责人给予处分")
    ((('其',), '采取责令改正措施'), (('主要负责人',), '给予处分'))
    >>> towards("对违法处理个人信息的应用程序")
    ((), '对违法处理个人信息的应用程序')
    """
    opening = _TOWARDS.match(words)
    if not opening:
        return (), words
    for match in _WHO_VERB.finditer(words, opening.end()):
        name = words[opening.end() : match.start()]
        if name == "其" or is_actor(name) or names_offender(name):
            return _named(name), words[match.start() :]
    rest = words[opening.end() :]
    return (_named(rest), "") if is_actor(rest) else ((), words)


def bearing(words: str) -> tuple[tuple[str, ...], str]:
    """Those with whom a consequence begins, and the words after them, or () if it begins with nobody or an authority.

    >>> bearing("保荐人应当与发行人承担连带赔偿责任"), bearing("承担赔偿责任")
    ((('保荐人',), '应当与发行人承担连带赔偿责任'), ((), '承担赔偿责任'))
    >>> bearing("发行人的控股股东、实际控制人")
    (('发行人的控股股东', '实际控制人'), '')
    """
    match = _BEARS.match(words)
    name = match[1] if match else words
    if re.match(START, words) or _OFFICE.search(name) or not names_offender(name):
        return (), words
    return split_actors(name), words[len(name) :]


_ARE = re.compile(r"([^，。；]{2,40}(?:人员|责任人|负责人))(?:属于|是|系)")


def persons_of(case: str) -> tuple[str, ...]:
    """The persons whom a case is about: 其负有责任的领导人员属于公职人员的 names 负有责任的领导人员.

    >>> persons_of("其负有责任的领导人员和直接责任人员属于公职人员的"), persons_of("情节严重的")
    (('负有责任的领导人员', '直接责任人员'), ())
    """
    match = _ARE.match(case)
    return _named(match[1]) if match else ()


def _named(words: str) -> tuple[str, ...]:
    """The names of those punished, without the 其 that refers to their firm."""
    return (words,) if words == "其" else tuple(re.sub(r"^其(?:中的?)?(?!他)", "", n) for n in split_actors(words))


def meant(who: tuple[str, ...], firm: tuple[str, ...]) -> tuple[str, ...]:
    """Those whom the words behind 对 mean: the firm itself for 其, 该机构 and, if it is known, 单位.

    >>> meant(("其",), ("证券公司",)), meant(("单位",), ("证券公司",)), meant(("单位",), ()), meant(("个人",), ("证券公司",))
    (('证券公司',), ('证券公司',), ('单位',), ('个人',))
    """
    if not who:
        return who
    same = re.fullmatch(r"该[^的]{1,8}", who[0]) and not _PERSONS.search(who[0]) and who[0][-2:] in "、".join((*firm, *_BODIES))
    bare = len(who) == 1 and firm and _BARE.fullmatch(who[0]) and "个人" not in "".join(firm)
    return firm if who[0] == "其" or same or bare else who
