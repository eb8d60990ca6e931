"""Those whom a clause without a modal names at its head as doing what follows.

Before a colon: ``信息技术部：组织抢修，收集证据``. As offices that no list knows: ``采购部组织询价`` · ``运维组定期巡检机房``.
"""

from __future__ import annotations

import re

from kg.reading.grammar.actors import is_actor, is_person, split_actors
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.continuing import states_an_act
from kg.reading.grammar.draft import State
from kg.reading.grammar.lists import ROLES
from kg.reading.grammar.modality import find_modal
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.predicate import is_verb, opens_with_verb
from kg.reading.grammar.subjects import leading_actor

_NAME = re.compile(r"[^，；。：]{2,24}")
_TEAM = re.compile(r"[^的]{1,12}(?:组|岗|处|科|室|队|班|线)")
_LABEL = re.compile(r"(?:联系|负责|经办|报告|填报|申请|被通知)(?:人|单位|部门|机构)|(?:抄送|主送|附|注)[^，；]{0,12}")  # 联系人：张三


def role_of(clause: Clause, first: bool, rule: str) -> tuple[str, ...]:
    """Those whom a clause names before ``：`` as having the duties behind it, or () if it is no such name.

    Under a lead-in such as 各部门分工如下 (``rule``) a team needs no name that ends like one elsewhere.
    """
    if not first or clause.stop not in "：:" or not _NAME.fullmatch(clause.text) or find_modal(clause.text) or _LABEL.fullmatch(clause.text):
        return ()
    known = is_actor(clause.text) or is_person(clause.text) or (rule == ROLES and _TEAM.fullmatch(clause.text))
    return split_actors(clause.text) if known else ()


_NO_DOER = re.compile(  # 到登记机关办理手续 · 设置便利用户保存记录的功能
    r"到[^，；]{2,80}?(?:办理|登记|备案|申请|申报)|(?:设置|提供|开通|开发)(?:便利|方便|便于)")
_LONGEST_NAME = 14
_ENDS = "(?:(?<![内全外])部门?|组|岗|处|科|室|中心|委员会|员|官|经理|主任|长)"
_NO_NAME = re.compile("[的由将向把须并未于其]|经(?!理|营|纪|办|济)|应(?!急)|会同|代表|包括|单独|^[在对与为按从以至自非不或和及本到]")
_OF_AN_ACT = re.compile("(?!组织)[一-鿿]{2,4}(?<!有关)(?<!相关)(?<!其他)(?<!上级)(?:(?<![内全外])部门?|组|岗|处|科|室|中心|委员会)")  # 采购部, 运维组
_OFFICE = re.compile(f"[^，；。、]{{1,14}}{_ENDS}")


def is_office(name: str) -> bool:
    """Whether a name is that of an office within a firm: 风险管理部, 行政清理组, and not 督导发行人 or 会同有关部门."""
    named = _OFFICE.fullmatch(name) is not None and not _NO_NAME.search(name)
    return named and (_OF_AN_ACT.fullmatch(name) is not None or not opens_with_verb(name))


def office_opening(words: str) -> tuple[tuple[str, ...], int]:
    """The office with whose name words open that go on with a verb, and where its name ends, or () and 0.

    >>> office_opening("采购部组织询价"), office_opening("部署监控工具"), office_opening("用户管理"), office_opening("运维组定期巡检机房")
    ((('采购部',), 3), ((), 0), ((), 0), (('运维组',), 3))
    """
    for match in re.finditer(_ENDS, words[:_LONGEST_NAME]):
        name = words[: match.end()]
        if match.start() > 1 and is_office(name) and not words.startswith("由", match.end()) and opens_with_verb(words[match.end() :]):
            return split_actors(name), match.end()
    return (), 0


def named_first(reading: Reading, clause: Clause, state: State) -> tuple[tuple[str, ...], int]:
    """The actors with which a clause without a modal begins and the offset of what follows, or () and 0.

    The 项 of a list share the bearer of their lead-in and name none, but under a lead-in such as 各部门分工如下 each names its own.
    """
    if _NO_DOER.match(clause.text):
        return (), 0
    names, stop = leading_actor(reading, clause.start, clause.end)
    at = stop - clause.start if names else 0
    if state.rule == ROLES:
        return (names, at) if names and (at == len(clause.text) or states_an_act(clause.text[at:])) else office_opening(clause.text)
    if state.rule.startswith("items-"):
        return (names, at) if at == len(clause.text) else ((), 0)
    return (names, at) if names else office_opening(clause.text)


def acts_for_itself(names: tuple[str, ...], rest: str, state: State) -> bool:
    """Whether a clause says what those named at its head do, although the sentence has bound somebody already."""
    if state.rule == ROLES or states_an_act(rest) or (state.agent and is_verb(rest)):
        return True
    return all(map(is_office, names)) and opens_with_verb(rest)
