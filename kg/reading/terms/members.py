"""The members that a definition lists: 是指证券公司、期货公司和基金管理公司等证券期货经营机构.

>>> members("是指证券公司、期货公司和基金管理公司等证券期货经营机构。")
('证券公司', '期货公司', '基金管理公司')
>>> members("包括数据的收集、存储、使用等。")
('数据的收集', '存储', '使用')
>>> members("是指通过网络收集、存储、传输、处理和产生的各种电子数据。")
()
"""

from __future__ import annotations

import re

_LISTED = re.compile(r"(?<!不)(?P<verb>包括但不限于|包括|是指|是|指)(?P<list>[^。；：，\n]{1,600})(?P<mark>[。；：，\n]?)")
_BRACKET = re.compile(r"[（(][^（）()]{0,400}[）)]")
_AND = re.compile(r"以及|和|及|与|或者")
_COMMA = re.compile(r"、(?:以及|和|及|或者)?")
_THING = re.compile(
    r"(?:机构|公司|交易所|银行|合作社|协会|委员会|部门|场所|中心|企业|组织|单位|个人|[^或]者|人|人员|系统|设施|平台|活动|业务|信息|数据)\Z"
)
_DOING = re.compile(r"用于|从事|通过|拥有|控制|提供.{1,400}的|能够")
_LONGEST = 24


def members(body: str) -> tuple[str, ...]:
    """The members listed by the predicate of a definition, or () if it describes instead.

    The predicate begins with 是指 or 包括.
    """
    for match in _LISTED.finditer(_BRACKET.sub("", body)):
        comprises = match["verb"].startswith("包括")
        words = _before_etcetera(match["list"])
        found = _split(words)
        fits = len(found) > 1 and all(0 < len(m) <= _LONGEST and not m.endswith("的") for m in found)
        if fits and (comprises or (match["mark"] in ("", "。", "；") and _are_things(found))):
            return found
    return ()


def _before_etcetera(words: str) -> str:
    """The list before the 等 that ends it, as in A、B等机构."""
    listed = words.find("、")
    match = re.search(r"等(?![级同])", words[listed:]) if listed >= 0 else None
    return words[: listed + match.start()] if match else words


def _split(words: str) -> tuple[str, ...]:
    """The members of a list, cut at 、 and at the 和 before the last one."""
    parts = [p for p in _COMMA.split(words) if p]
    if not parts:
        return ()
    *first, last = parts
    pair = _AND.split(last) if len(parts) == 1 else _AND.split(last, maxsplit=1)
    return (*first, *(p for p in pair if p))


def _are_things(found: tuple[str, ...]) -> bool:
    """Whether all are nouns of institutions or things.

    是指 also introduces descriptions, which are no lists.
    """
    return all(_THING.search(m) and not _DOING.search(m) for m in found)
