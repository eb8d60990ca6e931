"""The agent named with 由, as in ``由中国人民银行负责宏观审慎管理``.

Other forms are ``报告应当由专业机构主要负责人签字`` and ``并由监管部门审查后报工业和信息化部``. What stands before 由 is dealt with, and
whoever stands after it acts. ``由于`` and ``理由`` are no such words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.reading.grammar.actors import HEADS, PERSONS, is_actor, is_person, split_actors

_BY = re.compile(r"(?:^|(?<=[^理自缘经事情为交]))由(?!于|此)")
LONGEST_NAME = 160  # characters behind 由
_ENDS = re.compile(rf"(?:{HEADS})"), re.compile(rf"(?:{PERSONS})")
_NAME_STOPS = re.compile(
    r"(?<!^)(?!(?:审查|认定|审核|确定|管理|监督)(?:办公室|机构|部门|委员会|单位|机关|小组|中心))(?!依法(?:设立|成立|取得|登记)的)"
    r"(?:负责(?!人)|责令|列入|移出|移送|通过|书面(?!指定|委托|授权|任命)|处以|进行|予以|组织(?!机构)|依法|按照|依照|根据|提出|认定|制定|审查|审核|确定|统一|另行|批准|承担|向"
    r"|(?<!应)对(?!外)|将|在|(?:通知|告知|通报|报送|提交|反馈)(?!人|者|方|部门|机构|单位)"
    r"|报(?!刊|社)|(?:指定|安排)(?=专人|专门人员|人员)|提请|代为|协助(?!单位|人|机构|部门)|规定|纳入|吊销|注销|收回|给予|牵头(?!部门)|委托(?!的|人|方|书))")

_NO_AGENT = re.compile(
    r"的|、|(?:或者|或)(?:自行)?委托|组织的|[^，的]{0,6}(?:组成|构成|举办|主办|设立|出具|签发|发布|规定)的"
    r"|(?!根据|按照|依照|依法|追究|承担|履行)[^，]{2,12}的[^，的]{1,6}$")

_BY_SOMEBODY = re.compile("(?:指定|安排)(?:专人|专门人员|人员)")  # 由办公室指定专人保管: the office acts
_MADE_UP_OF = re.compile(r"[^，；的]{2,40}?(?:组成|构成)的")


@dataclass(frozen=True)
class Agent:
    """An agent named with 由.

    ``before`` is what is dealt with, ``start`` the offset of 由, and ``end`` the offset of the act.
    """

    before: str
    names: tuple[str, ...]
    start: int
    end: int


def by_agent(words: str) -> Agent | None:
    """The agent named with 由 in a clause, or None if there is none or no act follows.

    >>> by_agent("系统由中国人民银行负责管理").names, by_agent("由其主要负责人签字").names, by_agent("由运营者提出的申请")
    (('中国人民银行',), ('其主要负责人',), None)
    >>> by_agent("不得以不同意为由拒绝提供服务"), by_agent("由于技术原因无法报告")
    (None, None)
    """
    for match in _BY.finditer(words):
        rest = words[match.end() :]
        end = _name_end(rest)
        name = split_actors(rest[:end])
        orders = _BY_SOMEBODY.match(rest, end) if end else None
        end = orders.end() if orders else end
        act = rest[end:]
        inside = match.start() and (of := _MADE_UP_OF.match(rest)) and of.end() <= end  # 成立由外部成员组成的独立机构
        if end and len(act) >= 2 and not inside and not _NO_AGENT.match(act):
            return Agent(re.sub(r"^(?:并|且|可以|应当)$", "", words[: match.start()]), name, match.start(), match.end() + end)
    return None


def _name_end(rest: str) -> int:
    """The offset at which the name ends, or 0 if there is no name.

    It is that of the last actor that ends before the first word of acting.
    """
    stop = _NAME_STOPS.search(rest)
    reach = stop.start() if stop else len(rest)
    heads = sorted(m.end() for ends in _ENDS for m in ends.finditer(rest[:LONGEST_NAME]) if m.end() <= max(reach, 2))
    return next((end for end in reversed(heads) if is_actor(rest[:end]) or is_person(rest[:end])), 0)
