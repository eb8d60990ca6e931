"""The duties that one sentence lays down.

Its clauses are read from left to right, and what carries over is remembered. A bearer, a modal and a time named once hold
for the clauses that follow: ``运营者应当制定预案，定期演练，并将情况报送保护工作部门``. A condition holds until the next ；. ``及时`` belongs
to the verb it stands before and to those joined with 并 in the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.law.authorities import is_authority
from kg.law.model import Deadline, DeadlineType, Modality
from kg.reading.deadlines import find_deadlines
from kg.reading.grammar import continuing, exceptions, lifting, special
from kg.reading.grammar.act import Act
from kg.reading.grammar.actors import is_actor, is_person, split_actors
from kg.reading.grammar.acts import kind_of_predicate
from kg.reading.grammar.agents import by_agent
from kg.reading.grammar.cases import opens_a_case
from kg.reading.grammar.clauses import Clause, verb_phrases, with_long_objects
from kg.reading.grammar.communication import FAMILY, KINDS, find_act
from kg.reading.grammar.completing import (
    acts_on_it,
    bearer_of,
    complete,
    demanded,
    only_clients,
    time_of,
    trigger_words,
)
from kg.reading.grammar.conditions import kind_of
from kg.reading.grammar.contents import content_of
from kg.reading.grammar.continuing import CHOOSES, GROUNDS
from kg.reading.grammar.draft import Context, Draft, State
from kg.reading.grammar.items import whole_draft, whole_item
from kg.reading.grammar.modality import Modal, find_modal
from kg.reading.grammar.parties import note_actor, note_doer, note_unapproved, take
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.predicate import predicate
from kg.reading.grammar.punishments import is_penal
from kg.reading.grammar.roles import acts_for_itself, named_first, role_of
from kg.reading.grammar.subjects import activity_bearer, forbidden, leading_actor, subject_before
from kg.reading.grammar.surroundings import is_data
from kg.reading.grammar.unnamed import CARRIED, carry_times, unnamed
from kg.reading.grammar.whoever import activity, doer, is_other

MOST_AHEAD = 100  # clauses of a sentence that are looked at ahead of the one read
_ENCOURAGED = re.compile(r"^(?:国家)?(?:鼓励|提倡|倡导|支持(?!实现))|^[^，；]{0,16}(?:鼓励)(?!、)")
_DEFINED = re.compile(r"是指|所称|统称|的含义")
_CONTENTS = re.compile(r"包括但不限于|(?:内容|报告|年报|方案|预案)(?:应当)?(?:包括|包含)")
_PURPOSE = re.compile(r"(?:制定|适用)本(?:法|条例|办法|规定|细则|规则|准则|指引|方法|通知|意见|指南|解释|标准|规范|决定|制度)$|起(?:施行"
    r"|实施)$|负责解释$")
_MANNER = re.compile(r"按照?[^，]{0,400}(?:要求|规定)|依照[^，]{0,400}规定")
_SENTENCED = re.compile(r"(?:从轻|减轻|从重|免予|免除|不予)[^，；]{0,12}(?:处罚|处分)|(?:应当|可以)认定为|定罪处罚")
_THINGS = re.compile(r"(?:记录|日志|信息|数据|资料|材料|文件|档案|凭证)等?$")  # …日志，应当留存至少三年
_KEEPS = re.compile(r"(?:应当|必须|应)(?:至少|妥善)?(?:留存|保存|保管|备份|归档|存档)")



def walk(reading: Reading, context: Context) -> list[Draft]:
    """The duties of every sentence of a 款 or 项."""
    found: list[Draft] = []
    before: list[Draft] = []
    for clauses in reading.sentences:
        before = _sentence(reading, with_long_objects(reading.text, list(clauses)), context, before)
        found += before
        context.drafts = found
    if not found and reading.sentences and whole_item(reading.text, context.rule):
        found = [whole_draft(reading, context)]
    exceptions.allow(reading.text, found)
    kept = [d for k, d in enumerate(found) if not (
        exceptions.need_not(reading.text, d, found[:k]) or exceptions.is_leave(reading.text, d, found)
        or lifting.after_all(reading.text, d, found[:k]))]
    return exceptions.done_first(reading.text, kept)


def _sentence(reading: Reading, clauses: list[Clause], context: Context, said: list[Draft]) -> list[Draft]:
    """The duties of a sentence, of which an exception may belong to those ``said`` in the sentence before."""
    text = reading.text[clauses[0].start : clauses[-1].end]
    if _ENCOURAGED.match(text) and not context.rule.startswith("items-"):
        clauses = continuing.bound_besides(reading, clauses)
    if not clauses or _PURPOSE.search(text):
        return []
    if is_penal(text):
        return special.penal_acts(reading.text, clauses, context)
    state = State(modality=context.modality, rule=context.rule, demanded=(), exception=context.spared)
    state.forbidden = context.rule == "items-of-prohibition" and clauses[0].start == reading.sentences[0][0].start
    spared = exceptions.sparings(reading.text, clauses)
    done = -1
    strict = context.explicit_only or bool(_DEFINED.search(re.sub(r"（[^）]{0,400}）", "", text)) and not context.modality)
    for i, clause in enumerate(clauses):
        if i and clauses[i - 1].stop in "；;":
            _next_part(state, context)
        if i in spared:
            done = spared[i].last
            _spare(reading, spared[i], clauses, state, context, said)
        if i <= done:
            continue
        strict = strict or bool(_CONTENTS.search(clause.text))
        _clause(reading, clause, clauses[i + 1 : i + 1 + MOST_AHEAD], state, context, strict)
    if state.subject:
        context.remember(state.subject)
    elif state.whoever or state.barred:
        context.bearer, context.whoever = (), state.whoever
        context.unnamed = context.unnamed or bool(state.whoever)
    if clauses[-1].stop in "：:":
        context.spared = state.exception or (state.drafts[-1].exception if state.drafts else None)
    context.told += [d for d in state.drafts if FAMILY.get(d.kind) == "up"]
    return special.merged(state.drafts)


_GOES_ON = re.compile(r"(?:可能|造成|导致|产生|影响|情节|经评估|确需|未能|无法|构成|达到)[^，；]*的$")


def _next_part(state: State, context: Context) -> None:
    state.before, state.part = state.triggers or state.before, len(state.drafts)
    state.triggers, state.carry, state.periodic, state.tentative, state.demanded = [], [], None, (), ()
    if state.modality is Modality.PROHIBITION and state.rule.startswith("modal") and state.positive[0]:
        state.modality, state.rule = state.positive  # 应当登记，不得销售；采取措施…
    state.exception, state.patient, state.agent, state.ordered = context.spared, "", state.agent if not state.subject else (), False


def _clause(reading: Reading, clause: Clause, rest: list[Clause], state: State, context: Context, strict: bool) -> None:
    found = len(state.drafts)
    _clause_read(reading, clause, rest, state, context, strict)
    if state.modality is not Modality.PROHIBITION:
        state.positive = state.modality, state.rule
    for draft in state.drafts[found:]:
        if (_SENTENCED.search(draft.quoted(reading.text)) and not all(map(is_authority, draft.bearer))) or (
                draft.bearer == state.agent and clause.text.startswith("适用")):
            draft.bearer, draft.whoever = (), None  # 应当从轻处罚, 应当认定为…: courts and authorities do so
            continue
        draft.whoever = None if draft.bearer else state.whoever or context.whoever or None


def _clause_read(reading: Reading, clause: Clause, rest: list[Clause], state: State, context: Context, strict: bool) -> None:
    role = kind_of(clause.text)
    state.scene = clause.text if role in ("trigger", "manner") else state.scene
    timed = special.attach_time(clause, state.drafts, trigger_words(state, context))
    if timed or special.kept_for(clause, state, context, bearer_of(state, context), rest):
        return
    if role == "exception":
        state.triggers.append(clause.text)  # 法律另有规定的，应当…: a case as others are
    elif role == "trigger":
        _trigger(reading, clause, state, context)
    elif role == "manner":
        state.patient = clause.text[2:] if clause.text.startswith("对于") else state.patient
        carry_times(clause.text, state)
        note_actor(reading, clause, state, context)
    else:
        _main(reading, clause, rest, state, context, strict)


def _spare(
    reading: Reading, spared: exceptions.Sparing, clauses: list[Clause], state: State, context: Context, said: list[Draft],
) -> None:
    """Give an exception to the norms before it, or keep it for those that follow."""
    if spared.place == exceptions.AHEAD:
        state.exception = spared.words
        note_actor(reading, clauses[spared.first], state, context)
        return
    if spared.place == exceptions.BEHIND:
        exceptions.spare_those_before(spared.words, reading.text, state.drafts, clauses, spared.first)
        return
    if spared.first or state.drafts:
        exceptions.spare(spared.words, exceptions.last_part(reading.text, state.drafts))
    else:
        exceptions.spare_earlier(spared.words, reading.text, said, context.drafts)


def _trigger(reading: Reading, clause: Clause, state: State, context: Context) -> None:
    names, stop = leading_actor(reading, clause.start, clause.end)
    agent = by_agent(clause.text) if clause.text.endswith("后") else None
    if agent and not agent.before:
        names, stop = agent.names, clause.start + agent.end
    told = special.approved_first(clause.text[stop - clause.start :], names or bearer_of(state, context), trigger_words(state, context))
    if told:
        told.start, told.end = stop, clause.end
        state.drafts.append(told)
    if state.before and not state.triggers and _GOES_ON.match(clause.text):
        state.triggers += state.before  # 发现隐患的，应当整改；可能产生较大影响的，应当报告
    state.triggers.append(clause.text)
    carry_times(clause.text, state)
    note_actor(reading, clause, state, context)
    if not state.tentative:
        note_unapproved(clause.text, state, context)
        note_doer(doer(clause.text), state, context)


def _main(reading: Reading, clause: Clause, rest: list[Clause], state: State, context: Context, strict: bool) -> None:
    modal = None if state.forbidden else find_modal(clause.text)
    if not modal and opens_a_case(clause, rest):
        _trigger(reading, clause, state, context)
    elif modal:
        _with_modal(reading, clause, modal, rest, state, context)
    elif _is_topic(clause, rest, state) and not continuing.does_regularly(reading, clause, rest):
        special.regulated_act(clause, rest, state.drafts, context)
        state.scene = clause.text
        state.barred = state.barred or is_other(clause.text, state, context, direct=False)
        carry_times(clause.text, state)
        note_actor(reading, clause, state, context)
        kept = rest and _KEEPS.match(rest[0].text)
        if kept and _THINGS.search(clause.text):
            state.patient = re.sub(r"^(?:对于?|将)", "", clause.text)
        elif not state.topic:
            state.triggers.append(clause.text)
        if not state.tentative:
            state.tentative = activity_bearer(clause.text, context.text)
            note_doer("" if state.tentative else activity(clause.text), state, context)
    elif role := role_of(clause, not state.drafts and not state.subject, state.rule):
        take(role, state, context)
        state.modality, state.rule = (None, "") if strict else (state.modality or Modality.OBLIGATION, state.rule or "indicative")
    elif not strict:
        _without_modal(reading, clause, state, context)


def _is_topic(clause: Clause, rest: list[Clause], state: State) -> bool:
    """Whether a clause only sets the scene for a modal further on (``运营者采购产品，应当…``)."""
    if state.modality and not (state.topic or (not state.drafts and state.rule.startswith("inherited"))):
        return bool(rest) and kind_of(rest[0].text) == "trigger" and rest[0].text.endswith("的") and clause.stop == "，" and bool(
            re.match(r"(?:发生|发现|出现|存在|涉及|因|采购|投入)", clause.text) or _opens_a_part(clause, rest[0], state))
    later = []
    for other in rest:
        later.append(other)
        if other.stop in "；;":
            break
    return clause.stop in "，," and any(find_modal(o.text) and not o.text.endswith("的") and not special.is_latest(o.text) for o in later)


def _opens_a_part(clause: Clause, following: Clause, state: State) -> bool:
    """Whether a clause opens a part of a sentence with what may have an effect: ；按照要求的形式提供信息，可能危及安全的，可以…."""
    first = state.part and state.part == len(state.drafts) and not state.triggers
    return bool(first and re.match("可能|造成|导致", following.text) and not clause.text.startswith("并"))


def _with_modal(reading: Reading, clause: Clause, modal: Modal, rest: list[Clause], state: State, context: Context) -> None:
    content = context.explicit_only and re.search(r"的[^的，]{1,10}$", clause.text[modal.end :])
    if content and (modal.modality is Modality.POWER or not is_actor(clause.text[: modal.start])):
        return  # 个人可以采取的减轻危害的措施, 应当采取的安全措施: contents, no norms
    head = modal.start - clause.text[: modal.start].endswith("除")  # 除应当符合…外
    before = clause.text[:head]
    state.agent = () if state.subject else state.agent  # 负责人由管理层成员担任，有权…
    names = subject_before(reading, clause.start, clause.start + head)
    if not names and modal.word in ("禁止", "严禁"):
        names, past = forbidden(clause.text[modal.end :])
        modal = replace(modal, end=modal.end + past)
        state.barred = state.barred or not (names or state.subject)  # 禁止捕杀野生动物: anybody
    if not names and modal.word.endswith("负责") and is_person(before):
        names = split_actors(before)
    agent = by_agent(clause.text) if modal.word.endswith("负责") else None
    if agent and agent.end <= modal.start + len(modal.word) - 2:
        names, state.patient, before = agent.names, agent.before, ""
    continuing.asked_first(reading, clause, before, names, state, context)
    if not names and before:
        names = unnamed(reading, clause, before, state, context)
    elif names and re.search(r"备案后$", before):
        special.prior_filing(clause, before, state.drafts, context, names)
    if names:
        take((*state.tentative, *names) if state.topic else names, state, context)
    elif state.tentative and not only_clients(state, context, clause.text) and not (state.faulty and acts_on_it(clause.text[modal.end :])):
        take(state.tentative, state, context)
    state.modality, state.rule, state.demanded = modal.modality, f"modal:{modal.word}", ()
    state.exception = exceptions.still(state.exception, modal.modality, before)
    if content_of(clause, modal, state.triggers, state.drafts, context, bearer_of(state, context), rest):
        return
    start = modal.start if modal.word.endswith("负责") else modal.end
    _phrases(reading, clause, start, state, context)
    state.topic, state.tentative = False, ()


def _without_modal(reading: Reading, clause: Clause, state: State, context: Context) -> None:
    """Read a clause that continues a chain, or that plainly states what an actor does (保护工作部门…通知运营者)."""
    if (_ENCOURAGED.match(clause.text) and not state.rule.startswith("items-")) or continuing.no_act_of_its_own(clause, reading.text):
        return
    names, at = named_first(reading, clause, state)
    told = find_act(clause.text, _words(reading, clause.start))
    if names and told and told.start < at:
        names, at = (), 0  # 报分管领导审批: whom it is told, not who tells
    rest = clause.text[at:]
    if names and not rest:
        note_actor(reading, clause, state, context)
        return
    continuing.turn_to_duty(clause, state, names)
    if names and (not state.modality or acts_for_itself(names, rest, state)):
        take(names, state, context)
        state.demanded = ()
        if not state.modality:
            state.modality, state.rule = Modality.OBLIGATION, "indicative"
    elif state.modality and state.tentative and state.part and state.part == len(state.drafts) and not (
            state.faulty or only_clients(state, context, clause.text)):
        take(state.tentative, state, context)  # ；基金机构发生事件时，经派出机构转报
    elif not state.modality:
        stated = continuing.plain_duty(clause, state)
        if state.tentative:
            take(state.tentative, state, context)
        agent = by_agent(clause.text)
        if agent and not names and not continuing.only_signs(clause.text):
            state.agent = agent.names  # 由主管部门列入名录，向社会公示
        state.patient, at = (clause.text[:stated], stated) if stated and not told else (state.patient, at)
        if stated is None and not (told or continuing.tells_too(clause.text) or continuing.further_case(clause, state, context)):
            return
        state.modality, state.rule = Modality.OBLIGATION, "indicative-chain"
    if (state.subject[:1] == ("国家",) and state.rule.startswith("indicative")) or (names and clause.stop == "，" and GROUNDS.fullmatch(rest)):
        return
    _phrases(reading, clause, at, state, context)
    if continuing.only_signs(clause.text):
        state.agent = ()


def _words(reading: Reading, offset: int) -> Callable[[int, int], bool]:
    return lambda a, b: reading.is_word(a + offset, b + offset)


def _phrases(reading: Reading, clause: Clause, at: int, state: State, context: Context) -> None:
    """Read every verb phrase of a clause from offset ``at`` on."""
    before = [d for _, _, d in find_deadlines(clause.text[:at])]
    periodic: Deadline | None = None
    shared: list[Deadline] = before
    for k, (words, offset) in enumerate(verb_phrases(clause.text[at:])):
        own = [d for _, _, d in find_deadlines(words)]
        times = own or (shared if k == 0 or not _MANNER.search(words) else [])
        draft = _phrase(reading, clause, words, at + offset, k, state, context)
        if draft:
            draft.deadline = time_of(draft, [*times], state, words, clause.text) or draft.deadline
            if k and state.drafts and not state.drafts[-1].object and len(draft.object) > 2 and state.drafts[-1].rule == state.rule:
                state.drafts[-1].object = draft.object  # 及时核实并加固整改…: one object
            if k and not draft.object and draft.kind not in KINDS and state.drafts and state.drafts[-1].rule == draft.rule:
                draft.object = state.drafts[-1].object  # 对…进行评估并持续优化
            state.drafts.append(draft)
        shared = [d for d in (own or shared) if d.type in (DeadlineType.IMMEDIATE, *CARRIED)]
        periodic = next((d for d in own if d.type is DeadlineType.PERIODIC), periodic)
    carried = [d for d in [*before, *shared] if d.type in (DeadlineType.RELATIVE, DeadlineType.FIXED_DATE)]
    state.carry = carried or state.carry
    state.periodic = periodic


def _phrase(reading: Reading, clause: Clause, words: str, at: int, k: int, state: State, context: Context) -> Draft | None:
    start = clause.start if k == 0 else clause.start + at
    end = clause.start + at + len(words)
    agent = by_agent(words)
    if agent and state.rule.startswith("indicative") and not continuing.takes_action(words[agent.end :]):
        return None  # 主任由总经理担任
    if agent and not (k == 0 and at == 0 and state.rule.startswith("items-")):
        state.agent = agent.names
        context.mention(agent.names)
        state.patient, state.demanded = re.sub(r"^(?:并|且)?(?:应当|可以|必须)?", "", agent.before) or state.patient, ()
        words, at = words[agent.end :], at + agent.end
    if state.demanded and words.startswith("并") and "其" not in words:
        state.demanded = ()  # 要求运营者采取措施，…，并向社会发布: the one who requires
    if words.startswith("并") and state.ordered and find_act(words):
        return None  # 责令…并提交报告: what is ordered, and of whom
    state.ordered = state.ordered or "责令" in words
    demand = special.demand(words)
    bearer = state.demanded or bearer_of(state, context)
    if demand:
        return demanded(demand, start, end, bearer, state, context)
    act = find_act(words, _words(reading, clause.start + at))
    if act and act.verb == "提供" and not act.object and ("销售" in words or (state.patient and not is_data(state.patient)) or (
            (agent or words.startswith("由")) and not is_data(state.patient or (state.triggers or [""])[-1]))):
        act = None  # 产品…方可销售或者提供
    if act and act.rule == "formalities":
        act = special.formality(act, trigger_words(state, context) or "", state.modality)
    chained = not (find_modal(clause.text) or (agent and continuing.takes_action(words)))
    made = act or _plain(words, state, context, _words(reading, clause.start + at), chained=chained)
    if made is None:
        return None
    rule = f"{state.rule}+{act.rule}" if act else state.rule
    free = agent and CHOOSES.match(words) and state.modality is Modality.OBLIGATION  # 由企业选择是否公示
    modality = Modality.POWER if free else state.modality or Modality.OBLIGATION
    if act and modality is Modality.OBLIGATION and words[: act.start].endswith("不予"):
        modality = Modality.PROHIBITION  # 行政机关不予公开
    draft = Draft(modality, made.kind, bearer, made.recipient, made.verb, made.object or state.patient,
                  trigger_words(state, context), None, start, end, rule, exception=exceptions.in_brackets(words) or state.exception)
    if act:
        complete(draft, act, words, state, context)
    return draft


def _plain(words: str, state: State, context: Context, is_word: Callable[[int, int], bool], *, chained: bool) -> Act | None:
    """The act of a phrase that tells nobody anything, or None (also if a ``chained`` phrase, which only goes on, shows no verb)."""
    bare = words.strip("，、 ")
    if len(bare) < 2 or continuing.says_no_act(bare):
        return None
    skipped = words.index(bare)
    action, thing = predicate(bare, state.patient, lambda a, b: is_word(a + skipped, b + skipped), known=chained)
    kind = special.corrected(bare, trigger_words(state, context) or "") or kind_of_predicate(action, thing)
    return Act(kind, action, 0, (), thing, "") if action else None
