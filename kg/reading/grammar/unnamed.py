"""Who is bound if the words before a modal name nobody as its subject.

``核心机构的信息系统应当…`` binds whoever owns it, ``处理个人信息应当…`` whoever does it, and ``撤销决定应当予以公告`` whoever the article speaks of.
"""

from __future__ import annotations

import re

from kg.law.model import DeadlineType
from kg.reading.deadlines import find_deadlines
from kg.reading.grammar import special
from kg.reading.grammar.actors import is_actor
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.draft import Context, State
from kg.reading.grammar.holders import holder_of
from kg.reading.grammar.parties import known_owners, note_doer
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.subjects import activity_bearer, leading_actor, owner
from kg.reading.grammar.whoever import activity, doer, is_object, is_other

CARRIED = (DeadlineType.RELATIVE, DeadlineType.FIXED_DATE, DeadlineType.PRIOR)
_WHEN = re.compile(r"(?:[^，]{2,400}(?:时|后|前|期间|过程中|情况下|的)|发生变[化更])$")


def carry_times(text: str, state: State) -> None:
    """Note the times of a condition, which hold for the clauses that follow."""
    times = [d for _, _, d in find_deadlines(text) if d.type in CARRIED or (d.type is DeadlineType.PERIODIC and d.value)]
    if times and not text.endswith("的"):
        state.carry = times


def unnamed(reading: Reading, clause: Clause, before: str, state: State, context: Context) -> tuple[str, ...]:
    """Those bound if the words before a modal name nobody as its subject, from whoever owns or does what they speak of, or ()."""
    names, act = owner(reading, clause.start, clause.start + len(before))
    names = names or activity_bearer(before, context.text)
    if names and act:
        state.triggers.append(before)  # 处理者收集数据应当…: on what occasion
    filed = not names and special.prior_filing(clause, before, state.drafts, context, leading_actor(reading, clause.start, clause.end)[0])
    if filed:
        return names
    if _WHEN.search(before):
        if not act:
            state.triggers.append(before)
            note_doer("" if names or state.tentative else doer(before), state, context)
        carry_times(before, state)
    elif not act and is_actor(before) and not names and not re.match("[对向为将把与]", before):
        state.barred, state.tentative = not state.subject, ()  # somebody whom nothing more is known of
    elif not act and not is_actor(before):
        known = (*context.actors, *context.chapter)
        names = names or holder_of(before, context.text) or known_owners(reading, clause.start, clause.start + len(before), known)
        passive = is_object(before, clause.text[len(before) :])
        who = "" if names or passive else activity(before)
        if who and not (state.subject or state.tentative or state.drafts or who.endswith(("内容", "事项", "情况", "结果", "条件", "程序", "费用"))):
            state.whoever, state.agent = who, ()  # a sentence that begins with an act binds whoever does it
        note_doer(who, state, context)
        state.patient = "" if who else before
        if not names and not who and not (passive and context.bearer) and is_other(before, state, context, direct=True):
            state.barred, state.tentative = True, ()
    return names
