"""One sentence → the duties it lays down: walks its clauses from left to right and remembers what carries over.

A bearer, a modal and a time named once hold for the clauses that follow: ``运营者应当制定预案，定期演练，并将情况报送保护工作部门``.
A condition holds until the next ；. ``及时`` belongs to the verb it stands before and to those joined with 并 in the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.deadlines import best, find_deadlines
from kg.grammar import acts, coordination, special
from kg.grammar.actors import is_actor, resolve_anaphor
from kg.grammar.adverbials import is_adverbial
from kg.grammar.clauses import Clause
from kg.grammar.communication import FAMILY, KINDS, Act, find_act, is_data
from kg.grammar.conditions import kind_of
from kg.grammar.draft import Context, Draft
from kg.grammar.holders import holder_of
from kg.grammar.modality import Modal, find_modal
from kg.grammar.penalties import is_penal
from kg.grammar.pipeline import Reading
from kg.grammar.predicate import predicate
from kg.grammar.subjects import activity_bearer, leading_actor, owner, subject_before
from kg.model import Deadline, DeadlineType, Modality

_ENCOURAGED = re.compile(r"^(?:国家)?(?:鼓励|提倡|倡导|支持)|^[^，；]{0,16}(?:鼓励)(?!、)")
_DEFINED = re.compile(r"是指|所称|统称|的含义")
_CONTENTS = re.compile(r"包括但不限于|(?:内容|报告|年报|方案|预案)(?:应当)?(?:包括|包含)")
_PURPOSE = re.compile(r"(?:制定|适用)本(?:法|条例|办法|规定|细则|规则|准则|指引)$|起(?:施行|实施)$")
_STATED = re.compile(  # no act of the bearer: catch-alls, nouns that go on, statements
    r"[^，]{0,20}不因|[^，]{0,30}(?:规定|要求|禁止|确定|约定|授权|委托|赋予)的其他[^，]*$|(?:以及|及)(?:与|其)[^，]*$"
    r"|(?:足够|相应|充足|必要|良好)的[^，]{2,}$")
_CARRIED = (DeadlineType.RELATIVE, DeadlineType.FIXED_DATE, DeadlineType.PRIOR)
_ONLY_TIME = re.compile(r"以[^，；]*为由|(?:于|在|自)[^，；]*(?:[日月年]底?前|以前|之前|内|期间|时|之日起)|在[^，；]*(?:前提下|基础上|情况下)"
    r"|(?:按照|依照"
    r"|根据)[^，；]*(?:规定|要求|原则|标准|需要|情况|类型|法规)|结合[^，；]*(?:需要|实际|特点|情况)")
_MANNER = re.compile(r"按照?[^，]*(?:要求|规定)|依照[^，]*规定")


@dataclass
class _State:
    """What has been said so far in the sentence."""

    modality: Modality | None = None
    rule: str = ""
    subject: tuple[str, ...] = ()
    tentative: tuple[str, ...] = ()
    demanded: tuple[str, ...] = ()
    topic: bool = False
    triggers: list[str] = field(default_factory=list)
    exception: str | None = None
    carry: list[Deadline] = field(default_factory=list)
    periodic: Deadline | None = None
    patient: str = ""
    thing: bool = False  # the sentence speaks of a thing and names nobody
    circumstance: str = ""
    drafts: list[Draft] = field(default_factory=list)


def walk(reading: Reading, context: Context) -> list[Draft]:
    """The duties of every sentence of a 款 or 项."""
    found: list[Draft] = []
    for clauses in reading.sentences:
        found += _sentence(reading, list(clauses), context)
        context.drafts = found
    return found


def _sentence(reading: Reading, clauses: list[Clause], context: Context) -> list[Draft]:
    text = reading.text[clauses[0].start : clauses[-1].end]
    if (_ENCOURAGED.match(text) and not context.rule.startswith("items-")) or _PURPOSE.search(text):
        return []
    if is_penal(text):
        return special.penal_acts(reading.text, clauses, context)
    state = _State(modality=context.modality, rule=context.rule, demanded=())
    strict = context.explicit_only or bool(_DEFINED.search(re.sub(r"（[^）]*）", "", text)) and not context.modality)
    for i, clause in enumerate(clauses):
        if i and clauses[i - 1].stop in "；;":
            _next_part(state)
        strict = strict or bool(_CONTENTS.search(clause.text))
        _clause(reading, clause, clauses[i + 1 :], state, context, strict)
    if state.subject:
        context.remember(state.subject)
    return special.merged(state.drafts)


def _next_part(state: _State) -> None:
    state.triggers, state.carry, state.periodic, state.tentative, state.demanded = [], [], None, (), ()
    state.exception, state.patient = None, ""


def _clause(reading: Reading, clause: Clause, rest: list[Clause], state: _State, context: Context, strict: bool) -> None:
    role = kind_of(clause.text)
    if special.attach_time(clause, state.drafts):
        return
    if role == "exception":
        _exception(clause, state)
    elif role == "trigger":
        _trigger(reading, clause, state, context)
    elif role == "manner":
        _carry(clause.text, state)
        _tentative(reading, clause, state, context)
    else:
        _main(reading, clause, rest, state, context, strict)


def _exception(clause: Clause, state: _State) -> None:
    if clause.text.endswith("除外") and state.drafts:
        state.drafts[-1].exception = state.circumstance + clause.text
    else:
        state.exception = clause.text


def _trigger(reading: Reading, clause: Clause, state: _State, context: Context) -> None:
    state.triggers.append(clause.text)
    _carry(clause.text, state)
    _tentative(reading, clause, state, context)


def _carry(text: str, state: _State) -> None:
    times = [d for _, _, d in find_deadlines(text) if d.type in _CARRIED or (d.type is DeadlineType.PERIODIC and d.value)]
    if times and not text.endswith("的"):
        state.carry = times


def _tentative(reading: Reading, clause: Clause, state: _State, context: Context) -> None:
    """The actor with which a condition begins, or which stands alone before a comma."""
    names, stop = leading_actor(reading, clause.start, clause.end)
    if not names:
        return
    whole = stop == clause.end
    state.tentative = (*state.tentative, *names) if state.topic else names
    state.topic = whole
    context.mention(names)


def _main(reading: Reading, clause: Clause, rest: list[Clause], state: _State, context: Context, strict: bool) -> None:
    modal = find_modal(clause.text)
    if modal:
        _with_modal(reading, clause, modal, state, context)
    elif rest and rest[0].text.endswith("除外") and re.search(r"存在|发生|出现", clause.text):
        state.circumstance = clause.text + "，"
    elif _is_topic(clause, rest, state) and not _does_regularly(reading, clause):
        special.regulated_act(clause, rest, state.drafts, context)
        _carry(clause.text, state)
        _tentative(reading, clause, state, context)
        if not state.topic:
            state.triggers.append(clause.text)
        if not state.tentative:
            state.tentative = activity_bearer(clause.text, context.text)
    elif not strict:
        _without_modal(reading, clause, state, context)


def _does_regularly(reading: Reading, clause: Clause) -> bool:
    """中国证监会定期…开展评估，评估通过的，可以…: a duty of its own, although a modal follows."""
    often = any(d.type is DeadlineType.PERIODIC for _, _, d in find_deadlines(clause.text))
    return often and bool(leading_actor(reading, clause.start, clause.end)[0])


def _is_topic(clause: Clause, rest: list[Clause], state: _State) -> bool:
    """A clause that only sets the scene for a modal further on (``运营者采购产品，应当…``)."""
    if state.modality and not (state.topic or (not state.drafts and state.rule.startswith("inherited"))):
        return bool(rest) and kind_of(rest[0].text) == "trigger" and rest[0].text.endswith("的") and clause.stop == "，" and bool(
            re.match(r"(?:发生|发现|出现|存在|涉及|因|采购|投入)", clause.text))
    later = []
    for other in rest:
        later.append(other)
        if other.stop in "；;":
            break
    return clause.stop in "，," and any(find_modal(o.text) and not o.text.endswith("的") for o in later)


def _with_modal(reading: Reading, clause: Clause, modal: Modal, state: _State, context: Context) -> None:
    if context.explicit_only and modal.modality is Modality.POWER and re.search(r"的[^的，]{1,10}$", clause.text):
        return  # 个人可以采取的减轻危害的措施: a content, no power
    before = clause.text[: modal.start]
    names = subject_before(reading, clause.start, clause.start + modal.start)
    if not names and before:
        names, act = owner(reading, clause.start, clause.start + modal.start)
        names = names or activity_bearer(before, context.text)
        if names and act:
            state.triggers.append(before)  # 处理者收集数据应当…: on what occasion
        filed = not names and special.prior_filing(clause, before, state.drafts, context, leading_actor(reading, clause.start, clause.end)[0])
        if not filed and not act and not is_actor(before):
            state.patient = before
            names = names or holder_of(before, context.text)
            state.thing = not names and not is_adverbial(before)
    elif names and re.search(r"备案后$", before):
        special.prior_filing(clause, before, state.drafts, context, names)
    if names:
        _take((*state.tentative, *names) if state.topic else names, state, context)
    elif state.tentative:
        _take(state.tentative, state, context)
    state.modality, state.rule, state.demanded = modal.modality, f"modal:{modal.word}", ()
    if special.content_of(clause, modal, state.triggers, state.drafts, context, _bearer(state, context)):
        return
    start = modal.start if modal.word.endswith("负责") else modal.end
    _phrases(reading, clause, start, state, context)
    state.topic, state.tentative = False, ()


def _take(names: tuple[str, ...], state: _State, context: Context) -> None:
    known = (*context.actors, *state.tentative)
    state.subject = tuple(resolve_anaphor(n, known) for n in names)
    context.mention(state.subject)


def _without_modal(reading: Reading, clause: Clause, state: _State, context: Context) -> None:
    """A clause that continues a chain, or a plain statement of what an actor does (保护工作部门…通知运营者)."""
    if _ENCOURAGED.match(clause.text) and not state.rule.startswith("items-"):
        return
    names, stop = leading_actor(reading, clause.start, clause.end)
    rest = clause.text[stop - clause.start :] if names else clause.text
    if names and stop == clause.end:
        _tentative(reading, clause, state, context)
        return
    if names and state.rule.startswith("items-"):
        names, stop, rest = (), clause.start, clause.text  # the 项 share the bearer of their lead-in
    if names and (not state.modality or _acts(rest)):
        _take(names, state, context)
        state.demanded = ()
        if not state.modality:
            state.modality, state.rule = Modality.OBLIGATION, "indicative"
    elif not state.modality:
        if state.tentative:
            _take(state.tentative, state, context)
        if not find_act(clause.text, _words(reading, clause.start)):
            return
        state.modality, state.rule = Modality.OBLIGATION, "indicative-chain"
    if state.subject[:1] == ("国家",) and state.rule.startswith("indicative"):
        return
    _phrases(reading, clause, stop - clause.start if names else 0, state, context)


def _acts(words: str) -> bool:
    return bool(acts.VERBS.search(words[:14])) or find_act(words) is not None


def _words(reading: Reading, offset: int) -> Callable[[int, int], bool]:
    return lambda a, b: reading.is_word(a + offset, b + offset)


def _phrases(reading: Reading, clause: Clause, at: int, state: _State, context: Context) -> None:
    """Every verb phrase of a clause from offset ``at`` on."""
    before = [d for _, _, d in find_deadlines(clause.text[:at])]
    periodic: Deadline | None = None
    shared: list[Deadline] = before
    for k, (words, offset) in enumerate(coordination.parts(clause.text[at:])):
        own = [d for _, _, d in find_deadlines(words)]
        times = own or (shared if k == 0 or not _MANNER.search(words) else [])
        draft = _phrase(reading, clause, words, at + offset, k, state, context)
        if draft:
            draft.deadline = _time(draft, [*times], state, words, clause)
            if k and state.drafts and not state.drafts[-1].object and len(draft.object) > 2 and state.drafts[-1].rule == state.rule:
                state.drafts[-1].object = draft.object  # 及时核实并加固整改…: one object
            state.drafts.append(draft)
        shared = [d for d in (own or shared) if d.type in (DeadlineType.IMMEDIATE, *_CARRIED)]
        periodic = next((d for d in own if d.type is DeadlineType.PERIODIC), periodic)
    carried = [d for d in [*before, *shared] if d.type in (DeadlineType.RELATIVE, DeadlineType.FIXED_DATE)]
    state.carry = carried or state.carry
    state.periodic = periodic


def _time(draft: Draft, own: list[Deadline], state: _State, words: str, clause: Clause) -> Deadline | None:
    """The deadline of a duty: its own; what carries over; the rhythm of the act whose result is reported."""
    keeping = draft.kind == "keep"
    picked = best(own, keeping=keeping)
    if picked and picked.type is not DeadlineType.IMMEDIATE:
        return picked
    carried = best(state.carry, keeping=keeping)
    if carried:
        return carried
    joined = words.startswith("并") or clause.text.startswith("并")
    if not picked and joined and state.periodic and FAMILY.get(draft.kind) == "up" and not _MANNER.search(words):
        return state.periodic
    return picked


def _phrase(reading: Reading, clause: Clause, words: str, at: int, k: int, state: _State, context: Context) -> Draft | None:
    start = clause.start if k == 0 else clause.start + at
    end = clause.start + at + len(words)
    demand = special.demand(words)
    bearer = state.demanded or _bearer(state, context)
    if demand:
        return _demanded(demand, start, end, bearer, state, context)
    act = find_act(words, _words(reading, clause.start + at))
    if act and act.verb == "提供" and not act.object and ("销售" in words or (state.patient and not is_data(state.patient))):
        act = None  # 产品…方可销售或者提供
    draft = _draft(act, words, start, end, bearer, state, context, _words(reading, clause.start + at))
    if draft and act:
        _complete(draft, act, words, state, context)
    return draft


def _bearer(state: _State, context: Context) -> tuple[str, ...]:
    return state.subject or context.inherited(state.thing)


def _trigger_words(state: _State, context: Context) -> str | None:
    """The open conditions: those of the 款 that leads this one in (属于…的，按以下程序报告：) and those of the sentence."""
    defined = max((i + 1 for i, t in enumerate(state.triggers) if "是指" in t), default=0)
    return "，".join([*context.base, *state.triggers[defined:]]) or None


def _draft(
    act: Act | None, words: str, start: int, end: int, bearer: tuple[str, ...], state: _State, context: Context, is_word: Callable[[int, int], bool],
) -> Draft | None:
    modality = state.modality or Modality.OBLIGATION
    trigger = _trigger_words(state, context)
    if act:
        return Draft(modality, act.kind, bearer, act.recipient, act.verb, act.object or state.patient, trigger, None, start, end,
                     f"{state.rule}+{act.rule}", exception=state.exception)
    bare = words.strip("，、 ")
    if len(bare) < 2 or _ONLY_TIME.fullmatch(bare) or (_STATED.match(bare) and not acts.VERBS.match(bare)):
        return None
    skipped = words.index(bare)
    action, object_ = predicate(bare, state.patient, lambda a, b: is_word(a + skipped, b + skipped))
    if not action:
        return None
    kind = special.corrected(bare, trigger or "") or acts.kind_of(action)
    kind = acts.kind_of(action + object_) if kind == "perform" else kind
    return Draft(modality, kind, bearer, (), action, object_, trigger, None, start, end, state.rule, exception=state.exception)


def _complete(draft: Draft, act: Act, words: str, state: _State, context: Context) -> None:
    """Fill in what stands elsewhere: ``其``, the role 作为…, recipients of what must not be concealed."""
    role = re.search(r"作为([^，；]{2,24}?(?:机构|者|公司|人))(?=向|进行|办理)", words)
    if role:
        draft.bearer = (role[1],)
    if act.rule == "topic" and draft.modality is Modality.POWER:
        draft.modality = Modality.OBLIGATION  # 可先报告…，其他情况及时补报
    if not draft.recipient and draft.kind in ("inform", "notify", "provide"):
        draft.recipient = special.asking(draft.trigger or "")
    if act.rule == "concealment" and not draft.recipient:
        earlier = [d for d in state.drafts if FAMILY.get(d.kind) == "up" and d.recipient]
        draft.recipient = earlier[-1].recipient if earlier else ()
    draft.recipient = tuple(_named(r, draft.bearer, state, context) for r in draft.recipient)
    if draft.kind == "keep" and draft.modality is Modality.PROHIBITION:
        draft.kind = "process"  # 不得擅自留存: no duty to keep
    if re.match(r"依法依规|依法", words) and act.kind == "provide" and draft.modality is Modality.OBLIGATION:
        draft.kind = "comply"  # 依法依规向第三方提供: how, not that


def _named(name: str, bearer: tuple[str, ...], state: _State, context: Context) -> str:
    if name == "其":
        others = [a for a in (*state.subject, *reversed(context.actors)) if a not in bearer]
        return others[0] if others else name
    return resolve_anaphor(name, context.actors) if name.startswith(("其", "该")) else name


def _demanded(demand: special.Demand, start: int, end: int, bearer: tuple[str, ...], state: _State, context: Context) -> Draft | None:
    """应当要求网络运营者…保存有关记录 binds the operators; 可以要求其提交说明材料 is a power over them."""
    who = tuple(_named(w, bearer, state, context) if w == "其" else w for w in demand.who) or tuple(context.others(bearer))
    act = find_act(demand.words)
    trigger = _trigger_words(state, context)
    power = state.modality in (Modality.POWER, Modality.PERMISSION)
    if power:
        kind = act.kind if act else "require"
        return Draft(state.modality or Modality.POWER, kind, bearer, who, "要求" + (act.verb if act else ""), demand.words, trigger, None, start, end,
                     "demand", exception=state.exception)
    state.demanded = () if re.match(r"说明|提供|提交|出示|解释|通知|告知", demand.words) else who
    if not act or act.kind not in KINDS or act.kind in ("provide", "inform"):
        return Draft(Modality.OBLIGATION, "require", bearer, who, "要求", demand.words, trigger, None, start, end, "demand")
    recipient = act.recipient or (bearer if FAMILY.get(act.kind) == "up" else ())
    recipient = tuple(bearer[0] if r == "其" and bearer else r for r in recipient)
    return Draft(Modality.OBLIGATION, act.kind, who, recipient, act.verb, act.object, trigger, None, start, end, "demand")
