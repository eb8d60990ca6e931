"""事件时钟: one event, and every clock that it starts.

It tells whom a firm must tell, by when and in which order, in every law of the day of the event. Everything is read from
the graph: the norms whose trigger, object or subject matter is the event (``events``), as they apply to the firm
(``reach``), with the conditions that their words state (``facts``), the moment they run from (``times``) and what must be
said (``contents``). A fact that nobody stated leaves an item open and becomes a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from kg.duties.clock.contents import Grade, grades
from kg.duties.clock.events import happened, named_in, stated
from kg.duties.clock.incident import CII, LEVEL, LEVELS, Incident
from kg.duties.clock.items import ClockItem, Maker
from kg.duties.clock.times import UNSET, Anchor, Stage, Times
from kg.duties.facts import event_facts
from kg.law import versions
from kg.law.wording import chinese_date

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

TITLE = "事件时钟"
_FIRST_YEAR, _LAST_YEAR = 2017, 2099
_SOON = 30  # days: a text that begins so soon after the event is named
_ENDED_QUESTION = "处置何时结束？"


class ClockError(ValueError):
    """Error raised for times or facts that cannot be used.

    The message names the remedy.
    """


@dataclass(frozen=True)
class Asked:
    """What happened: everyday words, moments, and what is known of the firm and of the event.

    The moments are aware, in Beijing time. ``on`` is the day whose law counts, or None for the day of the event.
    """

    event: str
    at: datetime
    found: datetime | None = None
    ended: datetime | None = None
    incident: Incident = field(default_factory=Incident)
    on: date | None = None

    @property
    def profile(self) -> tuple[str, ...]:
        """The kinds of firm."""
        return self.incident.facts.profile


@dataclass(frozen=True)
class OpenQuestion:
    """A question about a fact that decides items.

    It holds the question, the words of the law that ask it, and how many items wait for it.
    """

    key: str
    text: str
    words: tuple[str, ...]
    items: int


@dataclass(frozen=True)
class SecondHandTime:
    """A second-hand statement about a text whose words are not held: 转述，未经原文核对."""

    title: str
    statement: str
    source: str


@dataclass(frozen=True)
class Clock:
    """Every report and notice that an event calls for.

    ``due`` and ``conditional`` are the firm's, in the order of the timeline. ``onward`` is what authorities then owe,
    ``general`` refers to other articles, and ``left_out`` does not apply by the facts given. ``assumed`` says what was
    taken for granted. ``not_yet`` names texts that begin to apply only shortly after.
    """

    asked: Asked
    events: tuple[str, ...]
    profile: tuple[str, ...]
    on: date
    due: tuple[ClockItem, ...]
    conditional: tuple[ClockItem, ...]
    onward: tuple[ClockItem, ...]
    general: tuple[ClockItem, ...]
    left_out: tuple[ClockItem, ...]
    questions: tuple[OpenQuestion, ...]
    grades: tuple[Grade, ...]
    second_hand: tuple[SecondHandTime, ...]
    assumed: tuple[str, ...]
    not_yet: tuple[str, ...]

    @property
    def items(self) -> tuple[ClockItem, ...]:
        """The items that the firm owes or may owe, in the order of the timeline."""
        return tuple(sorted((*self.due, *self.conditional), key=lambda i: (*i.rank[:-1], bool(i.open), i.order)))

    @property
    def gaps(self) -> tuple[str, ...]:
        """The points that the laws leave without a time or a recipient, one line a provision."""
        return tuple(dict.fromkeys(line for i in self.items for line in _gaps(i)))


def clock(knowledge: Knowledge, asked: Asked) -> Clock:
    """The clock of an event.

    EventError is raised for an unknown event, ProfileError for an unknown firm, FactsError for facts that exclude each
    other, and ClockError for unusable times or an unknown level.
    """
    from kg.duties.reach import Reach

    asked, assumed = _settled(asked, knowledge)
    on = asked.on or asked.at.date()
    named = named_in(knowledge.vocabulary, asked.event)
    asked = replace(asked, incident=stated(knowledge.vocabulary, named, asked.incident))
    case = happened(knowledge.vocabulary, named, asked.incident)
    apart = knowledge.vocabulary.asked_apart.label
    names = (*asked.profile, *(() if apart in asked.profile or not asked.profile else (apart,)))
    times = Times(asked.at, asked.found, asked.ended)
    items = Maker(knowledge, Reach(knowledge, on, names), case, asked.incident, times, asked.profile).all()
    mine = [i for i in items if i.stage not in (Stage.ONWARD, Stage.GENERAL)]
    kept = [i for i in mine if not i.left_out]
    labels = tuple(c.label for c in case.named)
    graded = list({i.version.urn: i.version for i in items if any(c.key == LEVEL for c in i.conditions)}.values())
    return Clock(
        asked, labels, asked.profile, on,
        due=tuple(i for i in kept if not i.open), conditional=tuple(i for i in kept if i.open),
        onward=tuple(i for i in items if i.stage is Stage.ONWARD and not i.left_out),
        general=tuple(i for i in items if i.stage is Stage.GENERAL and not i.left_out),
        left_out=tuple(i for i in mine if i.left_out), questions=_questions(kept, asked),
        grades=grades(knowledge, graded, labels) if graded else (), second_hand=_second_hand(knowledge, on, case.active),
        assumed=assumed, not_yet=_not_yet(knowledge, on),
    )


def _settled(asked: Asked, knowledge: Knowledge) -> tuple[Asked, tuple[str, ...]]:
    """The case with profiles by their labels and what they say of the facts, and the assumptions in words."""
    _check(asked)
    profile = tuple(dict.fromkeys(knowledge.vocabulary.profile(p).label for p in asked.profile))
    facts, assumed = replace(asked.incident.facts, profile=profile).whole(), []
    apart = knowledge.vocabulary.asked_apart
    if apart.label in profile and facts.yes_no(CII) is None:
        facts = facts.given(CII, value=True)
        assumed.append(f"主体含{apart.label}，按事件涉及{apart.thing}计；不涉及的请改填“否”")
    if asked.found is None:
        assumed.append("未另填发现时间，按发生之时即发现计算")
    return replace(asked, incident=replace(asked.incident, facts=facts)), tuple(assumed)


def _check(asked: Asked) -> None:
    moments = [m for m in (asked.at, asked.found, asked.ended) if m]
    if any(m.tzinfo is None for m in moments):
        raise ClockError("时间须带时区；请用 kg.law.versions.parse_moment 读取，未写时区的按北京时间")
    for one in moments:
        if one.year not in range(_FIRST_YEAR, _LAST_YEAR + 1):
            raise ClockError(f"时间 {one:%Y-%m-%d %H:%M} 超出范围；请用 {_FIRST_YEAR} 至 {_LAST_YEAR} 年之间的时间")
    pairs = ((asked.at, asked.found, "发现时间早于发生时间"), (asked.found or asked.at, asked.ended, "处置结束时间早于发现时间"))
    for earlier, later, words in pairs:
        if not versions.in_order(earlier, later):
            raise ClockError(f"{words}；请核对：发生 {asked.at:%Y-%m-%d %H:%M}，发现 {_shown(asked.found)}，处置结束 {_shown(asked.ended)}")
    level = asked.incident.level
    if level and level not in LEVELS:
        raise ClockError(f"级别 {level[:20]!r} 不认识；可用：{'、'.join(reversed(LEVELS))}")


def _shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "未填"


def _questions(items: Sequence[ClockItem], asked: Asked) -> tuple[OpenQuestion, ...]:
    """The open facts, in the order of the table of facts, with the level first."""
    found: dict[str, tuple[str, dict[str, None], int]] = {}
    for item in items:
        for one in item.open:
            key = one.key or one.words
            text, words, count = found.get(key, (one.question, {}, 0))
            found[key] = (text if one.key != LEVEL else "事件是什么级别？", {**words, one.words: None}, count + 1)
    order = [LEVEL, *(f.key for f in event_facts())]
    ranked = sorted(found, key=lambda k: order.index(k) if k in order else len(order))
    questions = [OpenQuestion(k, found[k][0], tuple(found[k][1]), found[k][2]) for k in ranked]
    waiting = [i for i in items if i.start.anchor is Anchor.ENDED and i.time.counted]
    if waiting and asked.ended is None:
        questions.append(OpenQuestion("ended", _ENDED_QUESTION, tuple(dict.fromkeys(i.start.words for i in waiting)), len(waiting)))
    return tuple(questions)


def _gaps(item: ClockItem) -> Iterable[str]:
    what = f"{item.basis}（{item.act}{'：' + item.recipient if item.recipient else ''}）"
    if item.time.words == UNSET:
        yield f"{what}：没有定出期限"
    if not item.recipient and item.norm.kind not in ("warn", "announce"):
        yield f"{what}：没有写明向谁"
    elif "有关" in item.recipient:
        yield f"{what}：没有写明“{item.recipient}”是哪个部门"


def _second_hand(knowledge: Knowledge, on: date, active: frozenset[str]) -> tuple[SecondHandTime, ...]:
    """The statements about texts in force whose words are not held, if some of them speak of the event."""
    def speaks(statement: str) -> bool:
        return any(c.iri in active for c in knowledge.vocabulary.concepts_in(statement) if c.is_event)

    unheld = (i for i in knowledge.catalogue.instruments if i.second_hand and not i.held and versions.status(i, on) == "现行有效")
    texts = (i for i in unheld if any(speaks(s.statement) for s in i.second_hand))
    return tuple(SecondHandTime(i.title, s.statement, s.source) for i in texts for s in i.second_hand)


def _not_yet(knowledge: Knowledge, on: date) -> tuple[str, ...]:
    soon = versions.begins_within(knowledge.catalogue.versions, on, _SOON)
    return tuple(f"《{v.title}》（{chinese_date(v.effective)}起施行的文本）在事件当日尚未施行，未列入" for v in soon)
