"""Names of those bound that hold a whole clause, mended or left out: a blank is better than a wrong party.

``信息技术部是运维的主办部门`` is 信息技术部, ``领导小组成立调查组`` is 领导小组, ``名单报数据治理办公室`` and ``一人`` are nobody.
"""

from __future__ import annotations

import re

from kg.reading.grammar.actors import is_actor, is_person

_CLAUSE = re.compile(
    r"(?P<name>[^，；的]{2,16}?)(?:(?<![但于凡])是(?!否)|成立|通知(?!人|方|单位|义务人)|签字(?!人|的?注册|会计师|律师|评估师)|复核(?!人|员|岗)|审批(?!人|部门|机构|岗)|批准(?!人|部门|机构))"
    r"(?=[^，；]{2})|(?P<sends>[^，；的]{2,16}?)派[员人]")
_HANDED = re.compile(r"[^，；]{2,16}?(?:报(?!告|送|社|刊|业|名)|退回|抄送|转交|移交|交由)[^，；的]{2,16}$")
_NOBODY = re.compile(r"(?:同?一|[两二三四五多数几])(?:名|个)?人$")


def sound(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without those that are none, each cut at the verb of a clause that it holds.

    >>> sound(("信息技术部是运维的主办部门", "合规部")), sound(("名单报数据治理办公室",)), sound(("报送数据的机构", "一人"))
    (('信息技术部', '合规部'), (), ('报送数据的机构',))
    """
    found = (_cut(n) for n in names if not _NOBODY.match(n))
    return tuple(dict.fromkeys(n for n in found if n))


def _cut(name: str) -> str:
    clause = _CLAUSE.match(name)
    who = (clause["name"] or clause["sends"]) if clause else ""
    if _names(who):
        return who
    handed = _HANDED.match(name)
    return "" if handed else name


def _names(words: str) -> bool:
    return is_actor(words) or is_person(words)
