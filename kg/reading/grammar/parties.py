"""The parties that a sentence names or speaks of, noted in its state while it is read."""

from __future__ import annotations

import re

from kg.reading.grammar.actors import resolve_anaphor
from kg.reading.grammar.agents import by_agent
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.draft import Context, State
from kg.reading.grammar.holders import of_owner
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.subjects import leading_actor, possessors
from kg.reading.grammar.whoever import is_apart

_REPORTED = re.compile(r"报(?!告|送)[^，；]{0,60}后$")
_FAILS = re.compile(r"(?:未|不|拒|无(?!法)|请求|申请|要求|违反|没有|逾期)[^，；]{0,400}的$")  # 用户不提供身份信息的: what follows is done to him
_STATES = re.compile(r"(?:不明确|未明确|没有规定|未作规定|有(?:特别|明确|其他)?(?:规定|要求)|(?:已经?|明确){0,4}(?:要求|规定)[^，]{0,400})的$")


_OF_A_FIELD = re.compile("(?:业务|监管|职责|管辖)(?:领域|范围|区域|权限|地区){0,2}(?:以?[内外])?的")  # 中国人民银行业务领域内的信息


_UNAPPROVED = re.compile(r"[^，；]{0,8}(?:未经|非经)[^，；]{0,40}(?:批准|准许|许可|同意|认可|授权)$")


def note_unapproved(words: str, state: State, context: Context) -> None:
    """Note that nothing carries over from one bearer to those who need his approval (未经海关准许，不得…)."""
    before = state.subject or context.bearer
    if _UNAPPROVED.match(words) and any(b in words for b in before) and not state.drafts:
        state.subject, state.agent, state.barred = (), (), True


def note_actor(reading: Reading, clause: Clause, state: State, context: Context) -> None:
    """Note the actor with which a condition begins or who stands alone before a comma.

    An actor of whom the condition only says in what state he is (主管部门不明确的) is left out.
    """
    names, stop = leading_actor(reading, clause.start, clause.end)
    if not names:
        names = known_owners(reading, clause.start, clause.end, state.subject or context.bearer)
        stop = clause.start
    by = by_agent(clause.text) if not names and _REPORTED.search(clause.text) else None
    if by:
        state.agent = by.names  # 由审查办公室报委员会批准后，依照规定进行审查
    if not names or _STATES.match(clause.text[stop - clause.start :]):
        return
    if _OF_A_FIELD.match(clause.text[stop - clause.start :]):
        return
    whole, state.faulty = stop == clause.end, bool(_FAILS.match(clause.text[stop - clause.start :]))
    state.tentative = (*state.tentative, *names) if state.topic else names
    state.topic = whole
    context.mention(names)


def note_doer(words: str, state: State, context: Context) -> None:
    """Note that the sentence binds whoever does what ``words`` say, unless whoever is bound so far goes on."""
    if words and is_apart(words, state, context):
        state.subject, state.agent, state.whoever = (), (), words


_CLIENTS = re.compile("客户|用户|投资者|消费者|交易者|个人|他人|公民|当事人|申请人")


def known_owners(reading: Reading, start: int, end: int, known: tuple[str, ...]) -> tuple[str, ...]:
    """Those whose thing the words speak of (发行人的备案信息), if each is one of the ``known`` and no client, or ()."""
    owners = possessors(reading, start, end)
    return owners if all(any(k.endswith(o) for k in known) and not _CLIENTS.search(o) for o in owners) else ()


def _meant(name: str, known: tuple[str, ...], state: State, context: Context) -> str:
    """The name of whom 相关… or 其… mean, or the name itself."""
    found = resolve_anaphor(name, known)
    return of_owner(found, state.scene, context.text) if found.startswith("其") else found


def take(names: tuple[str, ...], state: State, context: Context) -> None:
    """Note the subject that the sentence names, with 其 and 相关… as those named before."""
    known, state.agent = (*context.actors, *state.tentative), ()
    state.barred, state.whoever = False, ""
    state.subject = tuple(_meant(n, known, state, context) if k == 0 or not n.startswith("其") else n for k, n in enumerate(names))
    context.mention(state.subject)
