"""The recipients of a communication, before or after its verb.

``向中国证监会及其派出机构报告`` · ``报告保护工作部门`` · ``告知投资者处理个人信息的目的`` · ``报国务院公安部门备案`` · ``向社会发布``.

>>> before_verb("按照有关规定向保护工作部门、公安机关"), before_verb("将相关情况"), before_verb("向社会公开")
(('保护工作部门', '公安机关'), (), ('社会',))
>>> after_verb("中国证监会及其派出机构")
(('中国证监会', '中国证监会派出机构'), '')
>>> after_verb("投资者处理个人信息的目的"), after_verb("网络安全事件和重要事项")
((('投资者',), '处理个人信息的目的'), ((), '网络安全事件和重要事项'))
"""

from __future__ import annotations

import re

from kg.reading.grammar.actors import HEADS, is_actor, is_person, split_actors
from kg.reading.grammar.adverbials import is_adverbial

_TO = re.compile(r"(?:面向|向|与)")
_END = re.compile(rf"(?:{HEADS})")
_STEP = re.compile(r"(?:审议|审查|审核|备案|批准|批复|备查|存档|同意|核准|核查)$")
_TRAILING = re.compile(r"(?:及时|书面|同时|立即|如实|一并|电话|同步|定期|主动|逐级|统一|分别|依法|按时|首先|直接|口头){1,4}$")
_CHANNEL = re.compile(r"(原渠道)")
_CHARGED = re.compile(r"[^，；的]{0,20}(?:人民政府|部门)负责[^，；的]{2,24}的(?:部门|机构|机关)")  # 本级人民政府负责…监督管理的部门
_VERB_INSIDE = re.compile(r"的|处理(?!者)|采取|可以|应当|发生|及时|提供|使用|存在")


def before_verb(words: str) -> tuple[str, ...]:
    """The actors after the last 向 in the words before a verb, or () if there are none.

    Without 向 it is the channel, if one is named (原渠道).
    """
    at = max((m.end() for m in re.finditer(r"(?<![方取趋倾流去动走转])(?<![、，和或]定)(?<!^定)向", words)), default=None)
    if at is None:
        channel = _CHANNEL.search(words)
        return (channel[1],) if channel else ()
    return _cut(words[at:])


def _cut(words: str) -> tuple[str, ...]:
    """The actors with which the words after 向 begin: ``中国证监会及其派出机构进行应急``.

    The rest of the words must be adverbial.
    """
    bare = _TRAILING.sub("", words)
    if is_person(bare) and not is_actor(bare) and len(bare) <= 40 and not _VERB_INSIDE.search(bare):
        return _listed(split_actors(bare))
    ends = [m.end() for m in _END.finditer(words)]
    for end in reversed(ends):
        rest = words[end:].removeprefix("等")
        if is_actor(words[:end]) and (not rest or is_adverbial(rest) or len(rest) <= 4):
            return _listed(split_actors(words[:end]))
    match = re.match(r"(其|境外|外界|上级|有关方面|市场)", words)
    if match:
        return (match[1],)
    return (words,) if 0 < len(words) <= 12 and not ends and not _VERB_INSIDE.search(words) else ()


def _listed(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with lists parted whose other members no list knows: 本所、股转公司及住所地证监局."""
    found: list[str] = []
    for name in names:
        parts = re.split(r"、|以及|及(?!其)|和", name)
        alike = is_actor(parts[0]) == is_actor(parts[-1])
        apart = len(parts) > 1 and alike and not re.search(r"的|或", name) and all(2 <= len(p) <= 14 for p in parts)
        found += parts if apart and (is_actor(parts[-1]) or is_person(parts[-1])) and len(parts[0]) > 2 else [name]
    return tuple(dict.fromkeys(found))


def after_verb(words: str) -> tuple[tuple[str, ...], str]:
    """The recipients and the object in the words after 报告, 通知, 告知 ….

    The recipients are all of the words, or the actors with which they begin.
    """
    words = re.sub(r"^(?:至|给|到)(?=[一-鿿]{3})", "", words)
    bare = _STEP.sub("", words)
    if (is_actor(bare) or is_person(bare)) and not re.search(r"(?:信息(?!技术|安全|科技|化|中心|管理|系统|服务|处理者|披露|官)|情况"
        r"|数据(?!安全|管理|中心|治理))的?[^的]{0,6}$", bare):
        return _listed(split_actors(bare)), ""
    if _CHARGED.fullmatch(bare):
        return (bare,), ""
    first = next((m for m in _END.finditer(words) if not words[m.end() :].startswith("信息处理者")), None)
    if not first:
        return (), words
    end = first.end()
    while True:
        more = re.match(rf"(?:、|和|及其?|以及|或者|或)[^，的]{{0,10}}?(?:{HEADS})", words[end:])
        if not more or not is_actor(more[0]):
            break
        end += more.end()
    head = words[:end]
    if _VERB_INSIDE.search(head) or words[end : end + 1] in ("的", "信", "，") or words[end:].startswith(("名称", "信息")):
        return (), words
    return split_actors(head), words[end:]
