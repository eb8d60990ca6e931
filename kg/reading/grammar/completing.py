"""What a communication leaves to its surroundings to say.

It may be ``其``, the role ``作为…``, recipients named before, or the time of the report of which it is part.
``退回数据处理者并告知`` · ``要求网络运营者…保存有关记录`` · ``按照国家有关部门规定向其通报`` · ``予以配合，如实提供有关资料`` · ``纳入…年报``.
"""

from __future__ import annotations

import re

from kg.law.authorities import is_authority
from kg.law.model import Deadline, DeadlineType, Modality
from kg.reading.deadlines import best
from kg.reading.grammar import special
from kg.reading.grammar.act import Act
from kg.reading.grammar.actors import is_actor, resolve_anaphor, split_actors
from kg.reading.grammar.communication import FAMILY, KINDS, find_act
from kg.reading.grammar.draft import Context, Draft, State
from kg.reading.grammar.recipients import after_verb
from kg.reading.grammar.surroundings import is_record

# The period at the end of the words for what is kept.
SPAN = re.compile(r"(?:不(?:得)?少于|不(?:得)?低于|至少)?[零〇一二三四五六七八九十百两0-9]{1,16}个?(?:年|月|日|天)(?:以上)?$")
_AND_TELLS = re.compile(r"(?:并|但)(?:应当|及时|书面|依法|立即|同时|将[^，；]{2,20}){0,3}(?:告知|通知|说明理由)")
_AFTERWARDS = re.compile(
    r"事后|(?:并|但)?(?:应|须|于|在|自)?[^，；]{0,16}[0-9一二三四五六七八九十]{1,3}个?(?:小时|分钟|工作日|日|天)[之以]?内|报[^，；]{2,20}(?:备案|报备)")
_LAWFULLY = re.compile(r"(?:依法依规|依法合规|合法合规|依规)(?=向|提供)")
_TAKEN = ("备案", "申报", "报备")
_HANDLES = re.compile(r"办理|受理")
_AS_ASKED = re.compile(r"(?:按照|根据|依照|应)(?P<who>[^，；]{2,24}?)(?:的)?(?:规定|要求|需要)(?=向其)")


def bearer_of(state: State, context: Context) -> tuple[str, ...]:
    """Those who are bound, which are the agent or the subject of the sentence, or else the bearer that carries over."""
    return state.agent or state.subject or (() if state.whoever or state.barred else context.inherited())


def trigger_words(state: State, context: Context) -> str | None:
    """The open conditions, or None if there are none.

    They are those of the 款 that leads this one in (属于…的，按以下程序报告：) and those of the sentence.
    """
    defined = max((i + 1 for i, t in enumerate(state.triggers) if "是指" in t), default=0)
    return "，".join([*context.base, *state.triggers[defined:]]) or None


def complete(draft: Draft, act: Act, words: str, state: State, context: Context) -> None:
    """Fill in what stands elsewhere: ``其``, the role 作为…, and recipients of what must not be concealed."""
    role = re.search(r"作为([^，；]{2,24}?(?:机构|者|公司|人))(?=向|进行|办理)", words)
    if role:
        draft.bearer = (role[1],)
    if draft.modality is Modality.POWER and _AND_TELLS.match(words) and state.drafts and "延" in state.drafts[-1].action:
        draft.modality = Modality.OBLIGATION  # 可以适当延长，并告知申请人
    if draft.modality is Modality.POWER and state.drafts and state.drafts[-1].modality is Modality.POWER and _AFTERWARDS.match(words) and (
            draft.kind in ("report", "submit", "file")):
        draft.modality = Modality.OBLIGATION  # 可以先行赔付，事后报财务部备案
    if act.rule == "topic" and draft.modality is Modality.POWER:
        draft.modality = Modality.OBLIGATION  # 可先报告…，其他情况及时补报
    if not draft.recipient and draft.kind in ("inform", "notify", "provide"):
        draft.recipient = special.asking(draft.trigger or "")
    if act.rule == "concealment" and not draft.recipient:
        earlier = [d for d in state.drafts if FAMILY.get(d.kind) == "up" and d.recipient]
        draft.recipient = earlier[-1].recipient if earlier else ()
    draft.recipient = _carried(draft, words, state, context) if not draft.recipient else draft.recipient
    asked = _AS_ASKED.search(words)
    if draft.recipient == ("其",) and asked and is_actor(asked["who"]):
        draft.recipient = split_actors(asked["who"])
    draft.recipient = tuple(_named(r, draft.bearer, state, context) for r in draft.recipient)
    if act.rule == "included-in-report" and not draft.deadline:
        paper = re.search(r"[^，；]{0,4}(?:年报|年度报告|专项报告)$", words)
        draft.deadline = next((d.deadline for d in reversed(context.told) if paper and d.deadline and paper[0][-2:] in d.object + d.action), None)
    if draft.kind == "keep" and SPAN.fullmatch(draft.object):
        draft.object = state.patient or draft.object
    draft.object = draft.object or _matter(draft, state)
    taken = act.rule == "formalities" or (act.rule == "nominal" and act.verb in _TAKEN and _HANDLES.search(words))
    if taken and draft.bearer and all(map(is_authority, draft.bearer)):
        draft.kind = "handle"  # an authority takes the filings it 办理
    if draft.kind == "keep" and draft.modality is Modality.PROHIBITION and not (_KEEPS_ONLY.search(words) and is_record(draft.object)):
        draft.kind = "process"  # 不得擅自访问、保存: no duty to keep
    if _LAWFULLY.match(words) and act.kind == "provide" and draft.modality is Modality.OBLIGATION:
        draft.kind = "comply"  # says how to provide, not that something must be provided


_KEEPS_ONLY = re.compile(r"(?<!、)(?<!或者)(?:留存|保存|保留)(?!、|或|和|及)")
_PAPER = re.compile(r"(?:结论|年报|报告|方案|计划|预案|目录|清单|材料|情况|结果|信息|意见|名单|记录|建议|书|表|数据|资料|文件|制度)$")
_HAPPENS = re.compile(
    r"(?:[^，；]{0,24}?(?:应当|在))?(?:[^，；]{0,24}?)(?:发生(?!变)|发现|出现|存在|遇有)(?:(?:或者|或)可能发生)?(?P<what>[^，；]{2,60}?)(?:的|时|后|之?前|期间)?$")


_IS_ONE = re.compile(r"[^，；]{0,12}属于(?P<what>[^，；]{2,40}(?:事件|情形|事项|变化))的$")


_EVENT = re.compile(r"(?:事件|隐患|风险|漏洞|情形|事项|问题|故障)$")
_DOES = re.compile(
    r"(?:[^，；]{2,24}?(?:机构|者|公司|部门|单位|企业|人))?(?:拟|需要)?(?P<what>(?:新建|变更|停止|终止|暂停|合并|采购|设立|委托|下线|上线|转移|更换|购买)[^，；]{2,36})(?:的|时|后|前)$")


def _matter(draft: Draft, state: State) -> str:
    """The matter that is told if the verb does not say it, or "".

    It is the paper just made (``编制年报，报送…``), or what has happened (``发生…事件的，…报告``).
    """
    if draft.kind not in ("report", "submit", "notify", "inform", "file"):
        return ""
    here = [d for d in reversed(state.drafts[state.part :]) if (d.bearer, d.modality) == (draft.bearer, draft.modality)]
    if here and _PAPER.search(here[0].object) and len(here[0].object) <= 60:
        return here[0].object
    if state.patient:
        return state.patient
    found = next((m["what"] for match in (_HAPPENS.match, _IS_ONE.match) for t in reversed(state.triggers) if (m := match(t))), "")
    if found and not re.search(r"^(?:的|前款|上述|下列)|以下$", found):
        return found
    dealt = next((d.object for d in here if _EVENT.search(d.object)), "")
    return dealt or next((m["what"] for t in state.triggers if (m := _DOES.match(t))), "")


def _carried(draft: Draft, words: str, state: State, context: Context) -> tuple[str, ...]:
    """The recipients that the verb before names: ``退回数据处理者并告知``, ``反馈申请人并说明理由``, ``配合检查，提供资料``."""
    last = state.drafts[-1] if state.drafts else None
    if last is not None and words.startswith("并") and draft.kind == "submit" and draft.action == "提交" and FAMILY.get(last.kind) == "up" and (
            draft.object.endswith("报告")):
        return last.recipient  # 在15分钟内电话报告本所，并在2小时内提交书面报告
    if last is None or draft.kind not in ("inform", "notify", "provide"):
        return ()
    if words.startswith("并") and draft.kind != "provide":
        return last.recipient or (split_actors(last.object) if is_actor(last.object) and len(last.object) <= 16 else ())
    if draft.kind == "provide" and last.kind == "cooperate":
        named = tuple(a for a in dict.fromkeys(context.actors) if a not in draft.bearer and is_authority(a))
        return named or tuple(a for a in after_verb(last.object)[0] if is_authority(a))
    return ()


def _named(name: str, bearer: tuple[str, ...], state: State, context: Context) -> str:
    if name == "其":
        others = [a for a in (*state.subject, *reversed(context.actors)) if a not in bearer]
        return others[0] if others else name
    return resolve_anaphor(name, context.actors) if name.startswith(("其", "该")) else name


def demanded(demand: special.Demand, start: int, end: int, bearer: tuple[str, ...], state: State, context: Context) -> Draft | None:
    """The duty or power that a demand makes.

    应当要求网络运营者…保存有关记录 binds the operators, while 可以要求其提交说明材料 is a power over them.
    """
    who = tuple(_named(w, bearer, state, context) if w == "其" else w for w in demand.who) or tuple(context.others(bearer))
    act = find_act(demand.words)
    trigger = trigger_words(state, context)
    if state.modality is Modality.PROHIBITION:
        state.demanded = ()
        return Draft(Modality.PROHIBITION, "require", bearer, who, "要求", demand.words, trigger, None, start, end, "demand",
                     exception=state.exception)
    power = state.modality in (Modality.POWER, Modality.PERMISSION)
    if power:
        kind = act.kind if act else "require"
        return Draft(state.modality or Modality.POWER, kind, bearer, who, "要求" + (act.verb if act else ""), demand.words, trigger, None, start, end,
                     "demand", exception=state.exception)
    state.demanded = () if re.match(r"说明|提供|提交|出示|解释|通知|告知", demand.words) else who
    if not act or act.kind not in KINDS or act.kind in ("provide", "inform") or act.verb in ("提交", "递交"):
        return Draft(Modality.OBLIGATION, "require", bearer, who, "要求", demand.words, trigger, None, start, end, "demand")
    recipient = act.recipient or (bearer if FAMILY.get(act.kind) == "up" else ())
    recipient = tuple(bearer[0] if r == "其" and bearer else r for r in recipient)
    return Draft(Modality.OBLIGATION, act.kind, who, recipient, act.verb, act.object, trigger, None, start, end, "demand")


_ON_IT = re.compile(
    r"(?:要求|责令|督促|通知|告知|协助|允许|禁止|向|对|为|与|将)其(?=提供|出具|说明|报告|销售|进行|采取|停止|改正|处理|发送|作出|支付|退还|从轻|减轻|给予|办理|开立|签订|通过|担保|贷款|授信|承保|结算)")


def acts_on_it(words: str) -> bool:
    """Whether 其 after a modal means whoever the condition names, who is then not the bearer: 用户拒绝的，不得为其提供服务."""
    return bool(_ON_IT.search(words))


_COMPLAINS = re.compile("(?:有权|可以)[^，；]{0,60}(?:举报|投诉|检举|控告|申诉|起诉|提起诉讼)")
_CLIENTS = re.compile(r"客户|用户|投资者|消费者|交易者|个人")


_REFUSES = re.compile(rf"(?:{_CLIENTS.pattern})(?:不同意|拒绝|撤回|不接受)[^，；]{{0,40}}的$")  # what follows is done for them


def only_clients(state: State, context: Context, words: str) -> bool:
    """Whether only clients are named, while the duty is that of the firm the article speaks of: 客户信息发生变化的，应当更新."""
    if _COMPLAINS.search(words):
        return False
    if state.triggers and _REFUSES.match(state.triggers[-1]):
        return True
    other = state.subject or context.bearer
    if state.triggers and re.search(r"(?:人员|员工)[^，；]{0,12}(?:变动|离职|离岗|调离|退休|变化)[^，；]{0,12}的$", state.triggers[-1]) and other:
        return True  # 人员发生变动的，应当调整权限
    return all(_CLIENTS.fullmatch(n) for n in state.tentative) and bool(other) and not all(_CLIENTS.fullmatch(n) for n in other)


_MANNER = re.compile(r"按照?[^，]{0,400}(?:要求|规定)|依照[^，]{0,400}规定")


def time_of(draft: Draft, own: list[Deadline], state: State, words: str, clause: str) -> Deadline | None:
    """The deadline of a duty, or None: its own, what carries over, or the rhythm of the act whose result is reported."""
    keeping = draft.kind == "keep"
    picked = best(own, keeping=keeping)
    if picked and picked.type is not DeadlineType.IMMEDIATE:
        return picked
    carried = best(state.carry, keeping=keeping)
    if carried:
        return carried
    joined = words.startswith("并") or clause.startswith("并")
    if not picked and joined and state.periodic and FAMILY.get(draft.kind) == "up" and not _MANNER.search(words):
        return state.periodic
    return picked
