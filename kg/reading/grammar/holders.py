"""Those whose duty it is if the sentence names nobody, from the thing spoken of or from the heading of the chapter.

``网络产品、服务应当符合标准`` binds 网络产品、服务的提供者 if the text knows that name. ``安全保护措施应当同步规划`` in the chapter
运营者责任义务 binds 运营者.
"""

from __future__ import annotations

import re

from kg.reading.grammar.actors import is_actor, split_actors

_ROLES = ("的提供者", "提供者", "的运营者", "运营者", "处理者", "的处理者", "的所有者")
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
    return next(((match["what"] + role,) for role in _ROLES if match["what"] + role in text), ())
