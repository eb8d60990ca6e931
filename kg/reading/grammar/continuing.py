"""Clauses without a modal that lay down a duty all the same.

Ahead of a modal: ``运营者建立用户风险评估制度，评估未通过的，不得销售`` · ``中国证监会定期开展评估，评估通过的，可以…``.
In a further case: ``提供者应当承担责任。涉及个人信息的，依法承担个人信息处理者责任``.
Of an agent, after an event, by a time, every so often, once approved: ``由值班负责人签字`` · ``接到通知后，立即评估影响`` ·
``纸质资料于办结后当日移交档案室`` · ``密码每90天更换一次`` · ``变更方案经委员会审批后实施``.
What is due although something was forbidden or allowed before: ``不得泄露，并采取措施`` · ``可以先行赔付，事后报财务部备案``.
"""

from __future__ import annotations

import re

from kg.law.model import DeadlineType, Modality
from kg.reading.deadlines import find_deadlines
from kg.reading.grammar import acts, special
from kg.reading.grammar.adverbials import leading_adverb
from kg.reading.grammar.agents import by_agent
from kg.reading.grammar.clauses import Clause, verb_phrases
from kg.reading.grammar.communication import FAMILY, find_act
from kg.reading.grammar.completing import bearer_of
from kg.reading.grammar.draft import Context, State
from kg.reading.grammar.modality import find_modal
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.predicate import opens_with_verb
from kg.reading.grammar.subjects import after_actor, leading_actor, subject_before

_OWN_SUBJECT = re.compile(r"[^，；]{2,12}(?:发生(?:重大)?(?:变化|变更)|变更|变动|出现|存在)[^，；]*的$")
_SETS_UP = re.compile(r"(?:负责)?(?:建立健全|建立|制定|健全|完善)[^，；]{2,40}(?:制度|机制|体系|目录|标准|规范|方案|预案|清单)$")


def does_regularly(reading: Reading, clause: Clause, rest: list[Clause]) -> bool:
    """Whether a clause states a duty of its own although a modal follows: 中国证监会定期…开展评估，评估通过的，可以…."""
    if _states_ahead(reading, clause, rest):
        return True
    names, stop = leading_actor(reading, clause.start, clause.end)
    if not names:
        agent = by_agent(clause.text)
        return bool(agent and agent.before and find_act(clause.text[agent.end :]))  # 问题由合规部通知责任部门，责任部门应当…
    often = any(d.type is DeadlineType.PERIODIC for _, _, d in find_deadlines(clause.text))
    apart = re.match(r"(?:分别|统一|具体负责|负责|统筹|牵头)", reading.text[stop : clause.end])
    own = any(_OWN_SUBJECT.match(c.text) for c in rest[:3] if c.text.endswith("的"))
    sets_up = _SETS_UP.match(clause.text[stop - clause.start :]) and rest[0].text.endswith("的") and not rest[0].text.startswith(("可能", "影响"))
    return often or (bool(apart) and own) or bool(sets_up)


_AT_ONCE = re.compile("(?:应急|即时|立即|及时|随即|马上|第一时间|尽快|统一|定期|每|按[月季年周日])")
_REGULARLY = re.compile(r"[^，；]{2,30}?每隔?[^，；的]{1,8}?(?:至少)?[^，；的]{2,16}[一两1-9]次")  # 密码每90天更换一次
_LENIENT = re.compile("(?:从轻|减轻|免予|不予)[^，]{0,6}(?:处罚|处分)")


def _states_ahead(reading: Reading, clause: Clause, rest: list[Clause]) -> bool:
    """Whether a clause is no topic although a modal follows: 由业务部门发起，…，并应当告知 · 值班员立即启动预案，未恢复的，应当切换."""
    agent = by_agent(clause.text)
    if agent and takes_action(clause.text[agent.end :]):
        return True
    if _REGULARLY.fullmatch(clause.text):
        return True
    names, stop = leading_actor(reading, clause.start, clause.end)
    act = clause.text[stop - clause.start :]
    if not names or not opens_with_verb(act) or _NO_ACT.match(act) or any(_LENIENT.search(c.text) for c in rest):
        return False
    joined = next((bool(re.match("并|且|同时", c.text)) for c in rest if find_modal(c.text) and not c.text.endswith("的")), False)
    return bool(_AT_ONCE.match(act)) or joined


def takes_action(words: str) -> bool:
    """Whether the words behind an agent (由…) say what he does, and no office he holds, no punishment, and no rule he is to make."""
    return not _HOLDS_OR_PUNISHES.match(words) and not words.endswith(("的", "时"))


_HOLDS_OR_PUNISHES = re.compile(
    r"兼?任(?![免命])|担任|组成|构成|代表|的|[^，]{0,12}(?:组成|构成|解释)$|(?:会同[^，]{2,30}?)?(?:另行|统一|分别)?规定$"
    r"|(?:依法|按照[^，]{2,12}|依照[^，]{2,12})?(?:处以|处(?![理置分])|给予|责令|没收|吊销|取缔|追究|撤销|予以(?:处罚|关闭|取缔|警告))")


_AFTER = re.compile(r"(?:接到|收到|接|获知|得知|知悉|发现|完成|受理|审核|审批|批准|通过|核实|结束|离职|离岗|下班)[^，；]{0,30}[后时]$")
_THING_TIMED = re.compile(r"(?!由)[^，；。]{2,30}?(?:于|自|在)(?=[^，；。的]{2,30}?(?:前|后|内|起|日|时)[^，；。]{2,})")
_APPROVED_FIRST = re.compile(  # 变更方案经变更委员会审批后实施
    r"[^，；。对向将把由]{2,30}?经(?=[^，；。的]{2,24}?(?:审批|批准|核准|同意|审核|审议|审定|审查|确认|签批|签字|评审|授权)(?:同意|通过)?后[^，；。]{2,})")
_NO_DUTY_AT = re.compile(r"(?:计算|起算|开始|届满|终止|生效|失效|施行|实施|发生|成立|发布|公布|出现|接受|接到|收到|发现)")


def plain_duty(clause: Clause, state: State) -> int | None:
    """Where the act begins if a clause without a modal is a duty of an actor named before it or of somebody not named, else None.

    ``信息技术部接到通知后，立即评估影响`` · ``纸质资料于办结后当日移交档案室`` · ``值班员无法判断等级的，按较高等级处理``.
    """
    words = clause.text
    if state.tentative and state.triggers and re.fullmatch(r"按照?[^，]{2,20}(?:处理|办理|执行)", words):
        return 0
    if approved := _APPROVED_FIRST.match(words):
        return approved.end() - 1
    if _NO_ACT.match(words):
        return None
    if state.tentative and state.triggers and not state.faulty and (_AFTER.search(state.triggers[-1]) or _AT_ONCE.match(words)):
        return 0 if opens_with_verb(words) else None
    thing = _THING_TIMED.match(words) or (_REGULARLY.fullmatch(words) and re.match("[^，；]{2,30}?(?=每)每", words))
    act = words[thing.end() - 1 :] if thing else ""
    return thing.end() - 1 if thing and opens_with_verb(act) and not _NO_DUTY_AT.search(act) else None


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
_NAMES = re.compile(r"^(?!向|将|把|由)[^，；]{4,200}的[^，；的]{2,8}$")  # 携带、申报外币的限额，由外汇管理机关规定
_DISPOSES = re.compile(r"由[^，；。]{2,60}?(?:规定|制定|确定|处理|决定|办理|解释)[。；]")
_TELLING = re.compile(r"公示|公布|报告|报送|提供|披露|申报|备案|通知|告知|发布|提交")
_RULED_BY = re.compile(rf"(?:{_TELLING.pattern})[^，；]{{0,40}}?(?<!参照)适用[^，；]{{2,80}}(?:规定|办法)$")


def no_act_of_its_own(clause: Clause, text: str) -> bool:
    """Whether a clause only names an act of which something is said: 企业公示信息，不免除其义务 · 公示信息适用本条例的规定."""
    said_of = clause.stop == "，" and _SAYS_OF_IT.match(text, clause.end + 1)
    disposed = clause.stop == "，" and _NAMES.search(clause.text) and _DISPOSES.match(text, clause.end + 1)
    return bool(_RULED_BY.search(clause.text) or ((said_of or disposed) and _TELLING.search(clause.text)))


_STATED = re.compile(  # no act of the bearer: catch-alls, nouns that go on, statements
    r"[^，]{2,20}分为[^，]+$|[^，]{0,20}不因|[^，]{0,30}(?:规定|要求|禁止|确定|约定|授权|委托|赋予)的其他[^，]*$|(?:以及|及)(?:与|其)[^，]*$"
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


CHOOSES = re.compile(r"(?:自主|自行|自愿)?(?:选择|决定)是否|(?:自主|自行|自愿)(?:选择|决定)")
GROUNDS = re.compile(r"(?:根据|按照|依据|结合)[^，；]{0,200}(?:结果|情况|意见|结论|特点|等级|程度)")  # what somebody goes by, ahead of his act
_ENDS_ACTING = re.compile(r"(?:负责|负总责|签字|签名|盖章|签收|签字确认)$")


def only_signs(words: str) -> bool:
    """Whether a clause says who signs a paper, which binds nobody to what becomes of it (由值班经理签字，保存三年)."""
    return bool(_SIGNS.search(words))


_SIGNS = re.compile(r"(?:签字|签名|盖章|签收|签字确认)后?$")


def states_an_act(words: str) -> bool:
    """Whether the words behind an actor say what he does."""
    return bool(acts.VERBS.search(words[:14]) or CHOOSES.match(words) or _ENDS_ACTING.search(words)) or find_act(words) is not None


# After 不得…: what must be done nevertheless (不得泄露，在工作结束后及时删除 · 发现问题的及时报告)
_POSITIVE = re.compile(r"(?:在[^，；]*[后前])?(?:并)?(?:及时|立即|尽快|定期|如实|妥善)[一-鿿]{2}|发现[^，；]*(?:及时|立即)")
_GOOD = re.compile(  # 不得销售；严格登记 · 不得泄露，并采取措施
    r"(?:并且|并|同时)?(?:应(?!用)|依法|依照|按照|严格|加强|做好|采取|建立|制定|确保|保证|配合|提示|告知|报告|通知|说明|记录|保存|落实|履行)")


def turn_to_duty(clause: Clause, state: State, names: tuple[str, ...]) -> None:
    """Let a clause that plainly says what an agent does, or what is due for all that was forbidden or allowed before, be a duty."""
    open_to = state.modality in (None, Modality.POWER) and not state.rule.startswith("items-")
    agent = by_agent(clause.text) if open_to and not names else None
    if agent and takes_action(clause.text[agent.end :]):
        state.modality, state.rule = Modality.OBLIGATION, "indicative"
    goes_on = _POSITIVE.match(clause.text) or (_GOOD.match(clause.text) and (clause.text[0] in "并同" or state.part == len(state.drafts)))
    forbidden = state.modality is Modality.PROHIBITION and state.rule.startswith("modal")
    if (forbidden and goes_on) or _due_after_power(clause.text, state):
        state.modality, state.rule = Modality.OBLIGATION, "modal:应当"


def _due_after_power(words: str, state: State) -> bool:
    """Whether a clause behind a power says what must then be told: 可以先行赔付，事后报财务部备案 · 可以请求协助，并于当日向总部报告."""
    if state.modality is not Modality.POWER or not state.rule.startswith("modal") or not state.drafts or state.demanded:
        return False
    act = find_act(words)
    return act is not None and (FAMILY.get(act.kind) == "up" or act.kind == "file" or act.rule == "reported-to")


def bound_besides(reading: Reading, clauses: list[Clause]) -> list[Clause]:
    """The clauses of a sentence that encourages from where it goes on to bind an actor of its own, or [] if it does not.

    ``鼓励员工举报，合规部应当为举报人保密`` binds 合规部.
    """
    for n, clause in enumerate(clauses):
        modal = find_modal(clause.text) if n else None
        if modal and modal.modality in (Modality.OBLIGATION, Modality.PROHIBITION) and modal.start and (
            subject_before(reading, clause.start, clause.start + modal.start)):
            return clauses[n:]
    return []
