"""事件时钟 as text, Markdown, JSON and iCalendar.

Everything quoted is cut from the corpus, and the rest are words about it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kg.duties.clock.contents import Contents
from kg.duties.clock.incident import LEVEL
from kg.duties.clock.items import ClockItem
from kg.duties.clock.making import TITLE, Clock
from kg.duties.clock.times import Stage
from kg.duties.facts import event_facts
from kg.files import ics
from kg.files.ics import Appointment
from kg.files.markdown import Line, md_file, text_file
from kg.files.safe import clean
from kg.law import versions, wording
from kg.law.wording import SECOND_HAND

NOTE = "期限按北京时间计算；“取决于”所列条件未定的，先按条件核对；使用前请对照原文。"
_INDENT = "   "
_REMIND = timedelta(minutes=30)
_YES_NO = {True: "是", False: "否", None: "不清楚"}
_SOON = timedelta(days=3)


def to_text(made: Clock, now: datetime | None = None) -> bytes:
    """The clock as text for the terminal, with the time left if ``now`` is given."""
    return text_file(_lines(made, now, ""))


def to_md(made: Clock, now: datetime | None = None) -> bytes:
    """The same lines as ``to_text`` as Markdown, with headings and every text escaped."""
    return md_file(_lines(made, now, "## "))


def to_json(made: Clock, now: datetime | None = None) -> bytes:
    """The file made of ``as_json``."""
    return (json.dumps(as_json(made, now), ensure_ascii=False, indent=1) + "\n").encode()


def to_ics(made: Clock, *_: object) -> bytes:
    """An iCalendar file with an appointment for everything that has a moment."""
    return ics.to_ics(heading(made), _appointments(made), made.asked.at.date())


def heading(made: Clock) -> str:
    """The heading, such as 事件时钟：个人信息泄露（证券公司）."""
    return f"{TITLE}：{'、'.join(made.events)}（{'、'.join(made.profile) or '全部主体'}）"


def minute(moment: datetime | None) -> str:
    """The moment in Beijing time, such as 2026-11-24 09:30, or 未填 if there is none."""
    return f"{moment.astimezone(versions.BEIJING):%Y-%m-%d %H:%M}" if moment else "未填"


def due_words(item: ClockItem) -> str:
    """The last moment in words: to the minute for hours, and the day for days.

    Where there is no moment, the words say why.
    """
    until = item.time.until
    if until.moment is None and item.time.counted:
        return f"{item.start.anchor.value}起 {item.time.words}" if item.time.start is None else until.reason
    if until.moment is None:
        return item.time.words
    return minute(until.moment) if until.exact else f"{until.moment:%Y-%m-%d} 当日内"


def time_left(item: ClockItem, now: datetime) -> str:
    """The time left or past, such as 还剩 3 小时 20 分 or 已过 3 天, or '' where there is no moment."""
    if item.time.until.moment is None:
        return ""
    left = versions.remaining(item.time.until.moment, now)
    word, span = ("还剩", left) if left >= timedelta() else ("已过", -left)
    minutes = int(span.total_seconds() // 60)
    if span >= _SOON:
        return f"{word} {minutes // 1440} 天"
    return f"{word} {minutes // 60} 小时 {minutes % 60} 分"


def facts_of(made: Clock) -> list[tuple[str, str]]:
    """The facts as stated, as (label, 是/否/不清楚), with the level first."""
    known = made.asked.incident
    return [("级别", known.level or "不清楚"), *((f.word, _YES_NO[known.answer(f.key)]) for f in event_facts()),
            *((words, _YES_NO[yes]) for words, yes in known.said)]


def act_words(item: ClockItem) -> str:
    """The act with its object, such as 报告：网络安全事件, or the verb alone where no object is stated."""
    thing = item.norm.object
    return f"{item.act}：{thing}" if thing and thing not in item.act else item.act


def bearer_words(item: ClockItem) -> str:
    """Those who must tell, or words that the law does not say who."""
    return "、".join(item.bearer) or wording.bearer_words(item.norm, "条文未写明主体")


def why_not(item: ClockItem) -> str:
    """The conditions that do not hold, in the words of the law."""
    return "；".join(f"“{c.words}”{'不' if c.wanted else ''}成立" for c in item.conditions if c.met is False)


def grouped(items: Sequence[ClockItem]) -> list[ClockItem]:
    """The items for reading, with one norm under the same conditions once and its recipients together."""
    found: dict[tuple[object, ...], list[ClockItem]] = {}
    for item in items:
        found.setdefault((item.iri, item.case, item.bearer, item.conditions, item.remarks), []).append(item)
    return [replace(same[0], recipient="、".join(i.recipient for i in same)) for same in found.values()]


def _lines(made: Clock, now: datetime | None, mark: str) -> Iterator[Line]:
    yield "# " if mark else "", heading(made)
    asked = made.asked
    yield "", f"发生 {minute(asked.at)}；发现 {minute(asked.found)}；处置结束 {minute(asked.ended)}；适用 {made.on} 有效的法规"
    known = "；".join(f"{label}：{value}" for label, value in facts_of(made) if value != "不清楚")
    yield "", f"事实：{known or '均未填'}"
    yield from (("", f"注意：{line}") for line in (*made.assumed, *made.not_yet))
    yield "", NOTE
    for stage in (Stage.FIRST, Stage.FOLLOW, Stage.AFTER):
        yield from _section(mark, stage.value, [i for i in made.due if i.stage is stage], now)
    yield from _section(mark, "取决于未定的条件", list(made.conditional), now)
    yield from _questions(made, mark)
    yield from _others(made, mark)


def _section(mark: str, title: str, items: list[ClockItem], now: datetime | None) -> Iterator[Line]:
    if items:
        yield from (("", ""), (mark, title))
        told: set[str] = set()
        for number, item in enumerate(grouped(items), 1):
            yield from _item_lines(number, item, now, told)


def _item_lines(number: int, item: ClockItem, now: datetime | None, told: set[str]) -> Iterator[Line]:
    """The lines of one item.

    Contents whose provision is in ``told`` are not repeated.
    """
    left = f"（{time_left(item, now)}）" if now and item.time.until.moment else ""
    yield f"{number}. ", f"{due_words(item)}{left}  {act_words(item)} → {item.recipient or '条文未写明'}"
    yield _INDENT, f"时限：{item.time.words}；起算：{item.start.anchor.value}；主体：{bearer_words(item)}"
    yield _INDENT, f"依据：{item.basis}：“{item.sentence}”"
    if item.case:
        yield _INDENT, f"情形：“{item.case}”"
    for one in item.open:
        yield _INDENT, f"取决于：{one.shown}——{one.question}"
    for line in (*item.remarks, *item.time.notes):
        yield _INDENT, line
    if item.contents and item.contents.urn in told:
        yield _INDENT, f"须说明：同上，{item.contents.basis}"
    elif item.contents:
        told.add(item.contents.urn)
        yield _INDENT, f"须说明：{item.contents.basis}：“{item.contents.lead}{''.join(item.contents.items)}”"


def _questions(made: Clock, mark: str) -> Iterator[Line]:
    if made.questions:
        yield from (("", ""), (mark, "待定事实"))
        for one in made.questions:
            yield "- ", f"{one.text}（决定 {one.items} 项；条文：{'；'.join(one.words)}）"
            if one.key == LEVEL:
                yield from (("  ", f"{g.level}：{'；'.join(g.near)}（《{g.title}》附件）") for g in made.grades if g.near)


def _others(made: Clock, mark: str) -> Iterator[Line]:
    yield from _list(mark, "法律没有定出的", made.gaps)
    yield from _list(mark, SECOND_HAND, [f"《{s.title}》：{s.statement}（{s.source}）" for s in made.second_hand])
    yield from _list(mark, "一般规定", [f"{i.basis}：“{i.sentence}”" for i in made.general])
    yield from _list(mark, "机关的后续报告和发布", [
        f"{bearer_words(i)} → {i.recipient or '未写明'}：{i.time.words}；{i.basis}" for i in grouped(made.onward)
    ])
    yield from _list(mark, "按所填事实不适用的", [
        f"{i.basis}（{i.act} → {i.recipient or '条文未写明'}）：{why_not(i)}" for i in grouped(made.left_out)
    ])


def _list(mark: str, title: str, lines: Sequence[str]) -> Iterator[Line]:
    if lines:
        yield from (("", ""), (mark, title), *(("- ", line) for line in lines))


def as_json(made: Clock, now: datetime | None = None) -> dict[str, object]:
    """The clock as plain values.

    Moments are in ISO form with +08:00, and null where there are none.
    """
    asked = made.asked
    return {
        "event": asked.event, "events": list(made.events), "at": _iso(asked.at), "found": _iso(asked.found), "ended": _iso(asked.ended),
        "profile": list(made.profile), "as_of": str(made.on), "facts": dict(facts_of(made)),
        "assumed": list(made.assumed), "not_yet": list(made.not_yet),
        "due": [_record(i, now) for i in made.due], "conditional": [_record(i, now) for i in made.conditional],
        "questions": [{"key": q.key, "question": q.text, "words": list(q.words), "items": q.items} for q in made.questions],
        "grades": [{"level": g.level, "text": g.text, "near": list(g.near), "iri": g.urn} for g in made.grades],
        "gaps": list(made.gaps),
        "second_hand": [{"instrument": s.title, "statement": s.statement, "source": s.source, "mark": SECOND_HAND} for s in made.second_hand],
        "general": [_record(i, now) for i in made.general], "onward": [_record(i, now) for i in made.onward],
        "left_out": [_record(i, now) for i in made.left_out],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(versions.BEIJING).isoformat(timespec="minutes") if moment else None


def _record(item: ClockItem, now: datetime | None) -> dict[str, object]:
    time = item.time
    return {
        "stage": item.stage.value, "recipient": item.recipient, "act": item.act, "matter": item.norm.object, "bearer": list(item.bearer),
        "deadline": {"text": time.words, "from": item.start.anchor.value, "from_words": item.start.words, "start": _iso(time.start),
                     "until": _iso(time.until.moment), "exact": time.until.exact, "why_none": time.until.reason},
        "basis": item.basis, "quote": item.quote, "sentence": item.sentence, "case": item.case, "iri": item.urn,
        "conditions": [{"words": c.words, "question": c.question, "fact": c.key, "met": c.met, "wanted": c.wanted} for c in item.conditions],
        "contents": _contents(item.contents) if item.contents else None,
        "remarks": [*item.remarks, *time.notes], **({"left": time_left(item, now)} if now else {}),
    }


def _contents(one: Contents) -> dict[str, object]:
    return {"lead": one.lead, "items": list(one.items), "basis": one.basis, "iri": one.urn, "at_first": one.at_first}


def _appointments(made: Clock) -> Iterator[Appointment]:
    """An appointment for each item that has a moment, to the minute or on its day.

    The summary says when a condition is still open.
    """
    for item in made.items:
        until = item.time.until
        if until.moment:
            mark = "【取决于条件】" if item.open else "【截止】"
            early = _REMIND if until.exact else timedelta(days=3)
            start = until.moment if until.exact else until.moment.date()
            summary, words = f"{mark}{item.act} → {item.recipient or '条文未写明'}", clean("\n".join(map("".join, _item_lines(1, item, None, set()))))
            yield Appointment(f"{item.iri}|{item.recipient}|{minute(made.asked.at)}|{made.profile}", start, summary, words, early, TITLE)
