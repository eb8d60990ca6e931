"""Clauses without a modal that lay down a duty all the same.

Ahead of a modal: ``运营者建立用户风险评估制度，评估未通过的，不得销售`` · ``中国证监会定期开展评估，评估通过的，可以…``.
In a further case: ``提供者应当承担责任。涉及个人信息的，依法承担个人信息处理者责任``.
"""

from __future__ import annotations

import re

from kg.law.model import DeadlineType
from kg.reading.deadlines import find_deadlines
from kg.reading.grammar import acts, special
from kg.reading.grammar.adverbials import leading_adverb
from kg.reading.grammar.agents import by_agent
from kg.reading.grammar.clauses import Clause, verb_phrases
from kg.reading.grammar.communication import find_act
from kg.reading.grammar.completing import bearer_of
from kg.reading.grammar.draft import Context, State
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.subjects import after_actor, leading_actor

_OWN_SUBJECT = re.compile(r"[^，；]{2,12}(?:发生(?:重大)?(?:变化|变更)|变更|变动|出现|存在)[^，；]*的$")
_SETS_UP = re.compile(r"(?:负责)?(?:建立健全|建立|制定|健全|完善)[^，；]{2,40}(?:制度|机制|体系|目录|标准|规范|方案|预案|清单)$")


def does_regularly(reading: Reading, clause: Clause, rest: list[Clause]) -> bool:
    """Whether a clause states a duty of its own although a modal follows: 中国证监会定期…开展评估，评估通过的，可以…."""
    names, stop = leading_actor(reading, clause.start, clause.end)
    if not names:
        agent = by_agent(clause.text)
        return bool(agent and agent.before and find_act(clause.text[agent.end :]))  # 问题由合规部通知责任部门，责任部门应当…
    often = any(d.type is DeadlineType.PERIODIC for _, _, d in find_deadlines(clause.text))
    apart = re.match(r"(?:分别|统一|具体负责|负责|统筹|牵头)", reading.text[stop : clause.end])
    own = any(_OWN_SUBJECT.match(c.text) for c in rest[:3] if c.text.endswith("的"))
    sets_up = _SETS_UP.match(clause.text[stop - clause.start :]) and rest[0].text.endswith("的") and not rest[0].text.startswith(("可能", "影响"))
    return often or (bool(apart) and own) or bool(sets_up)


_NO_ACT = re.compile(r"(?:按照?|依照|依法)?[^，]{0,20}?(?:属于|视为|视同|认定|适用|包括|构成|具有|享有|成立|有效|无效|生效|执行|是指|施行"
    r"|为准|处罚|处分|追究)|[^，]{0,3}[是为指]")


def further_case(clause: Clause, state: State, context: Context) -> bool:
    """Whether a clause without a modal lays down what the bearer of the sentence before must do in a further case.

    ``提供者应当承担责任。涉及个人信息的，依法承担个人信息处理者责任``.
    """
    if not (context.drafts or state.drafts) or not state.triggers or not state.triggers[-1].endswith("的") or _NO_ACT.match(clause.text):
        return False
    at = leading_adverb(clause.text)
    return bool(acts.VERBS.match(clause.text, at)) or bool(re.fullmatch(r"按照[^，]{2,20}(?:程序|规定)[^，]{0,4}处理", clause.text))


def tells_too(words: str) -> bool:
    """Whether what a clause without a modal joins with 并 tells something: 颁发许可证并予以公告."""
    return any(find_act(phrase) for phrase, at in verb_phrases(words) if at)


_SAYS_OF_IT = re.compile(r"不(?:免除|影响|代替|替代|视为|代表|构成)|视为|视同|并?不因")
_TELLING = re.compile(r"公示|公布|报告|报送|提供|披露|申报|备案|通知|告知|发布|提交")
_RULED_BY = re.compile(rf"(?:{_TELLING.pattern})[^，；]{{0,40}}?(?<!参照)适用[^，；]{{2,80}}(?:规定|办法)$")


def no_act_of_its_own(clause: Clause, text: str) -> bool:
    """Whether a clause only names an act of which something is said: 企业公示信息，不免除其义务 · 公示信息适用本条例的规定."""
    said_of = clause.stop == "，" and _SAYS_OF_IT.match(text, clause.end + 1)
    return bool(_RULED_BY.search(clause.text) or (said_of and _TELLING.search(clause.text)))


_STATED = re.compile(  # no act of the bearer: catch-alls, nouns that go on, statements
    r"[^，]{0,20}不因|[^，]{0,30}(?:规定|要求|禁止|确定|约定|授权|委托|赋予)的其他[^，]*$|(?:以及|及)(?:与|其)[^，]*$"
    r"|(?:足够|相应|充足|必要|良好)的[^，]{2,}$|以(?:维护|保障|确保|防止|便于|便|实现|满足|提高)[^，]+$|自行或者?委托[^，]{2,30}(?:机构|单位|人员|组织)$"
    r"|供[^，]{2,12}(?:查阅|查询|使用|参考|监督)$")
_BY_MEANS = re.compile(r"[^，]{0,20}(?:通过|以)[^，]{2,40}(?:方式|形式|手段|途径)")
_ONLY_TIME = re.compile(r"以[^，；]*为由|(?:于|在|自)[^，；]*(?:[日月年]底?前|以前|之前|内|期间|时|之日起)|在[^，；]*(?:前提下|基础上|情况下)")


def says_no_act(bare: str) -> bool:
    """Whether a phrase that tells nobody anything says no act of the bearer either, but a time, a means or a statement."""
    return bool(_ONLY_TIME.fullmatch(bare) or _BY_MEANS.fullmatch(bare) or (_STATED.match(bare) and not acts.VERBS.match(bare)))


def asked_first(reading: Reading, clause: Clause, before: str, names: tuple[str, ...], state: State, context: Context) -> None:
    """Note the duty to ask first that stands before a modal: 报保护部门批准后可以延长."""
    told = special.approved_first(before[len(before) - len(after_actor(reading, clause.start, before)) :], names or bearer_of(state, context), None)
    if told:
        told.start, told.end = clause.start, clause.start + len(before)
        state.drafts.append(told)


_ENDS_ACTING = re.compile(r"(?:负责|负总责|签字|签名|盖章|签收|签字确认)$")


def states_an_act(words: str) -> bool:
    """Whether the words behind an actor say what he does."""
    return bool(acts.VERBS.search(words[:14]) or _ENDS_ACTING.search(words)) or find_act(words) is not None
