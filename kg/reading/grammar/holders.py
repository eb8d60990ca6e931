"""Those whose duty it is if the sentence names nobody, from the thing spoken of or from the heading of the chapter.

``网络产品、服务应当符合标准`` binds 网络产品、服务的提供者 if the text knows that name. ``安全保护措施应当同步规划`` in the chapter
运营者责任义务 binds 运营者.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from kg.reading.grammar.actors import is_actor, is_person, split_actors

_ROLES = ("的提供者", "提供者", "的运营者", "运营者", "处理者", "的处理者", "的所有者")
_END = re.compile("者|个人|机构")
_LONGEST = 48  # characters of a name that are compared at first
_DUTIES = re.compile(r"(?P<who>[^，；的]{2,24}?)的?(?:安全)?(?:保护)?(?:责任义务|责任和义务|义务|责任|职责)$")
_MAKES = re.compile(r"(?P<what>[^，；。]+?)(?:的[^，；。的]{2,12})?$")


def heading_bearer(heading: str) -> tuple[str, ...]:
    """Those whom the duties of a chapter bind by its heading, or () if the heading names only a subject matter.

    >>> heading_bearer("运营者责任义务"), heading_bearer("个人信息处理者的义务"), heading_bearer("履行个人信息保护职责的部门")
    (('运营者',), ('个人信息处理者',), ('履行个人信息保护职责的部门',))
    >>> heading_bearer("数据安全保护义务"), heading_bearer("法律责任"), heading_bearer("个人在个人信息处理活动中的权利")
    ((), (), ())
    """
    heading = heading.strip()
    if is_actor(heading):
        return split_actors(heading)
    match = _DUTIES.match(heading)
    return split_actors(match["who"]) if match and is_actor(match["who"]) else ()


_OFFICE = re.compile(  # 信息技术部 · 首席信息官 · 合规部主要职责 · 网络安全管理员的岗位职责 · 运营部是清算的牵头部门，负责
    r"(?P<who>[^，；：。的是为]{2,24}?(?:部门?|室|委员会|组|官|[中总]心|岗|长|经理|管理员|专员|主任|处|科))"
    r"(?:的?(?:主要|具体|工作|岗位|安全|管理){0,3}(?:职责|责任|义务|职能|任务)(?:分工)?(?:如下|包括|是|为|有)?"
    r"|(?:是|为|作为)[^，；：。]{2,40}，[^；：。]{2,40})?：?")


def office_of(lead: str) -> tuple[str, ...]:
    """The office whose duties stand below, if the words above are no more than its name, or say only that its duties follow.

    >>> office_of("信息技术部"), office_of("合规部主要职责："), office_of("供应商"), office_of("信息系统内部")
    (('信息技术部',), ('合规部',), (), ())
    >>> office_of("运营部是清算业务的牵头部门，履行以下职责："), office_of("运营部发现异常，采取以下措施：")
    (('运营部',), ())
    """
    match = _OFFICE.fullmatch(lead.strip())
    if not match:
        return ()
    said = match.end("who") < match.end() or _TEAM.fullmatch(match["who"])
    return split_actors(match["who"]) if said or is_actor(match["who"]) or is_person(match["who"]) else ()


_TEAM = re.compile("[^，的]{2,12}(?:组|岗|室)")  # 运维组


def holder_of(subject: str, text: str) -> tuple[str, ...]:
    """Those who answer for an inanimate subject if ``text`` names somebody after it, or () if it names nobody.

    >>> holder_of("网络产品、服务", "网络产品、服务的提供者不得设置恶意程序")
    ('网络产品、服务的提供者',)
    >>> holder_of("个人信息的保存期限", "个人信息处理者应当"), holder_of("应急预案", "网络运营者应当")
    (('个人信息处理者',), ())
    """
    whole = re.sub(r"^(?:除[^，]{0,400}外，|该|上述|前款规定的|相关|有关)", "", subject)
    match = _MAKES.fullmatch(whole)
    if not match or len(match["what"]) < 3:
        return ()
    return next(((match["what"] + role,) for role in _ROLES if names(text, match["what"] + role)), ())


def of_owner(name: str, owner: str, text: str) -> str:
    """The name of those who run the thing with which ``owner`` ends, if ``text`` has it, or else ``name`` (其运营者) itself.

    >>> of_owner("其运营者", "要求使用密码进行保护的关键信息基础设施", "关键信息基础设施的运营者应当")
    '关键信息基础设施的运营者'
    """
    role = name.removeprefix("其")
    scene = owner[-24:]
    things = (scene[at:end] for end in range(len(scene), 3, -1) for at in range(end - 3))
    return next((called for thing in things for called in (thing + role, f"{thing}的{role}") if names(text, called)), name)


def names(text: str, name: str) -> bool:
    """Whether the text has the name of a holder, which ends in 者, 个人 or 机构.

    >>> names("网络产品的提供者和其他机构", "网络产品的提供者"), names("网络产品的提供者", "产品的机构")
    (True, False)
    """
    backwards, held = name[::-1][:_LONGEST], _ends(text)
    at = bisect_left(held, backwards)
    return at < len(held) and held[at].startswith(backwards) and (len(name) <= _LONGEST or name in text)


@lru_cache(maxsize=2)
def _ends(text: str) -> list[str]:
    """The words before every end of a name in the text, read backwards and sorted, so that a text is searched through once."""
    ends = (m.end() for m in _END.finditer(text))
    return sorted({text[max(0, end - _LONGEST) : end][::-1] for end in ends})
