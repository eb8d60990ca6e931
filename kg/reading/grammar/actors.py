"""Names of persons, firms and authorities, alone or in lists.

``核心机构、经营机构和信息技术系统服务机构`` · ``中国证监会及其派出机构`` · ``负责关键信息基础设施安全保护工作的部门`` · ``任何个人和组织`` ·
``网络产品、服务的提供者`` (one actor, not two) · ``相关运营者`` and ``其提供者`` (named before).

>>> split_actors("核心机构、经营机构和信息技术系统服务机构")
('核心机构', '经营机构', '信息技术系统服务机构')
>>> split_actors("中国证监会及其派出机构"), split_actors("网络产品、服务的提供者"), split_actors("任何个人和组织")
(('中国证监会', '中国证监会派出机构'), ('网络产品、服务的提供者',), ('任何个人和组织',))
>>> split_actors("保护工作部门、公安机关")
('保护工作部门', '公安机关')
"""

from __future__ import annotations

import re

from kg.law.authorities import is_authority
from kg.law.wordlists import alternatives

HEADS = alternatives("heads")
HEAD = re.compile(rf"(?:{HEADS})$")
PERSONS = alternatives("persons")
_PERSON = re.compile(rf"(?:{PERSONS})$")
_LONGEST_HEAD, _TAIL = 40, 480  # characters at the end of words that say whether they name an actor, without and with a bracket
_NOT_ACTOR = re.compile(r"(?:或者|前者|后者|行业|对社会|经济和?社会)$")
_PART = re.compile(r"及其(?!工作人员|(?:有关|相关|所属|工作|职能){0,2}(?:主管)?部门)|、|以及|和|或者|(?<!会)及(?!其)|或|与|会同")
_GENERIC = re.compile(r"(?:任何|所有|一切|各级|有关|境内的|境外的|外国的|开展[^、]*的|从事[^、]*的)?(?:组织|个人|单位|机构|人员)$")
_BARE = r"(?:部门|单位|机构|组织|人员|个人|企业|机关|政府)"
_WHICH = re.compile(rf"[^，；的]{{3,60}}的[^，；、的]{{0,4}}{_BARE}(?:(?:、|和|或者|或|以及){_BARE}){{1,4}}"
    rf"|(?:其他)?(?:有关|相关)(?:国家|人民)?{_BARE}(?:和|或者|或|以及){_BARE}"  # 参与审查的相关机构和人员
    rf"|(?:(?:国务院|中央|政府|国家)(?:有关|相关)|(?:有关|相关)(?:国家|人民)){_BARE}(?:(?:、|和|或者|或|以及){_BARE})+"
    r"|[^，；的、和或及者]{4,20}者(?:和|或者|、)(?:制造|生产|销售|使用|经营|运营|提供)者"  # 食品生产者和销售者
    r"|(?:(?![位构门者人业司][和或])[^，；的、及]){3,60}的法人(?:、|和|或者|或)(?:其他|非法人)组织")
_ANY = re.compile(  # 任何单位和个人 are one, and 任何部门和营业部 two
    rf"(?:(?:其他)?任何(?!{_BARE}(?:、|和|或者|或(?!者))(?!{_BARE}|公民|法人|人))|境内的|境外的|外国的)|有关(?:组织|单位)(?:、|和)个人$"
    r"|(?:境外|外国|境内)(?:组织|机构|单位)(?:、|和|或者)个人(?:$|及其)")
_OFFICES = re.compile(r"[^，；的]{2,60}、[^，；的、]{1,10}等(?:有关|相关)?(?:部门|单位|机构)")
_TWO_OFFICES = re.compile(  # 国家网信、电影部门和国务院教育、电信等部门
    r"(?P<first>[^，；的]{2,60}?(?:部门|机构|机关))(?:和|以及|及|、)(?P<second>(?:国务院|国家|中央|地方|省级|市级|县级)[^，；的、]{1,10}、[^，；的]{1,60}等(?:有关|相关)?(?:部门|机构))")
_BODIES = re.compile(r"[^，；的、]{2,4}(?:、[^，；的、]{2,4}){1,8}等(?:单位|组织)")  # 机关、团体、企业、事业等单位
_SERVING = re.compile(r"(?:为|向|与|对)[^，；]*的[^的、和或]{2,6}(?:(?:、|和|或者|或)(?:组织|个人|单位|机构))?")
_ANAPHOR = re.compile(r"^(?:相关|有关|上述|前述|前款规定的|前款所述|该|此类|各|其|本)(.+)$")
_VAGUE = ("部门", "机构", "单位", "组织", "人员", "个人", "机关", "主管部门", "企业", "方")
_NUMBERED = re.compile(r"^(?:两个以上的?|一家以上|其他|同一|各|每个)")


def is_actor(text: str) -> bool:
    """Whether the last word of ``text`` is a kind of person or body."""
    bare = re.sub(r"（[^）]{0,400}）$|等$", "", text[-_TAIL:].strip())[-_LONGEST_HEAD:]
    return bool(HEAD.search(bare)) and not (_NOT_ACTOR.search(bare) and bare != "行业")


def is_person(text: str) -> bool:
    """Whether ``text``, which stands where a subject may, ends like the name of a person or body that no list has in full.

    >>> is_person("信息技术部"), is_person("承运人"), is_person("安全保护措施"), is_person("内部")
    (True, True, False, False)
    """
    bare = re.sub(r"（[^）]{0,400}）$|等$", "", text[-_TAIL:].strip())[-_LONGEST_HEAD:]
    return bool(_PERSON.search(bare))


def _is_party(text: str) -> bool:
    return is_actor(text) or is_person(text)


_ACTIVITY = re.compile("[为向对与给]|(?:从事|开展|经营(?![^，]{0,4}部)|提供|办理)")  # 从事证券投资顾问、信息技术服务的机构


def _ends_name(left: str) -> bool:
    """Whether a name may end before a joint, which it does not inside 为境内居民或机构提供服务的机构."""
    return is_actor(left) or (is_person(left) and not _ACTIVITY.match(left))


_LEVELS = "[省市区县州盟旗乡镇村地局委厅办、]{1,6}）(?=[级人政主])"  # 乡（镇）人民政府
LEVELS = re.compile(rf"（{_LEVELS}")


def split_actors(text: str) -> tuple[str, ...]:
    """The single actors that a list names.

    A list that cannot be parted stays whole. ``其`` is filled in from the left.
    """
    text = re.sub(rf"（(?!不含[^、）]{{0,40}}）)(?!{_LEVELS})[^）]{{0,400}}）", "", text).strip("，、；： \n　")
    text = re.sub(r"^其中(?=[一-鿿]{2})(?![介国央心])|等$", "", text)
    if not text:
        return ()
    parts = _parts(text)
    return tuple(dict.fromkeys(p for p in parts if p))


def _parts(text: str) -> list[str]:
    """The actors of a list, cut at a joint only if an actor ends on its left and the right side stands by itself."""
    whole = _GENERIC.fullmatch(text) or _SERVING.fullmatch(text) or _WHICH.fullmatch(text)
    if whole or _ANY.match(text):
        return [text]
    two = _TWO_OFFICES.fullmatch(text)
    if two:
        return [*_parts(two["first"]), two["second"]]
    if _BODIES.fullmatch(text) or (_OFFICES.fullmatch(text) and not _is_party(text.partition("、")[0])):
        return [text]  # 国务院财政、海关、税务等部门
    done: list[str] = []
    start = 0
    for joint in _PART.finditer(text):
        left = text[start : joint.start()]
        right = text[joint.end() :]
        if _WHICH.fullmatch(text[start:]):
            break  # 证券公司、有关单位和个人
        if joint.start() < start or not _ends_name(left) or not _stands(left, right):
            continue
        done.append(re.sub(r"等$", "", left))
        start = joint.start() + 1 if joint[0] == "及其" else joint.end()
    done.append(text[start:])
    return _fill(done)


def _stands(left: str, right: str) -> bool:
    """Whether the right side of a joint stands by itself.

    A relative clause that runs on (``A、B的C``) joins its members, so there is no cut before a bare ``…的``.
    """
    first = re.split(r"、|以及|和|或者|及|或|与", right)[0]
    if not re.search(HEAD.pattern[:-1], right) and not is_person(first) and not is_person(right):
        return False
    if _is_party(first) or "的" not in right:
        return True
    owned = re.match(r"[^，]{1,6}的[^、和]{1,4}$", right)
    return _is_party(right) and _is_party(left) and not _GENERIC.fullmatch(left) and not owned


def _fill(parts: list[str]) -> list[str]:
    """The actors with ``其`` filled in for the offices of an authority: 中国证监会及其派出机构 → 中国证监会派出机构.

    Other names stay as they are written (其从业人员, 其委托的机构).
    """
    filled: list[str] = []
    for part in parts:
        owner = re.match(r"其(?!他|中|余)(.+)$", part)
        if owner and len(filled) == 1 and owner[1] in ("派出机构", "分支机构") and is_authority(filled[0]):
            filled.append(re.sub(r"等[^、等]{0,8}$", "", filled[0]) + owner[1])
        else:
            filled.append(_NUMBERED.sub("", part) if part.startswith("两个") else part)
    return filled


def resolve_anaphor(name: str, before: tuple[str, ...]) -> str:
    """The actor named before that ends in the same way as ``相关运营者`` or ``其提供者``, or else the name itself."""
    match = _ANAPHOR.match(name)
    if not match:
        return name
    tail = match[1].removeprefix("的")
    if tail in _VAGUE and not re.match(r"该|其|上述|前述|前款", name):
        return name
    for known in reversed(before):
        if known != name and known.endswith(tail) and len(known) > len(tail):
            return known
    return name
