"""The records of the checklist: a duty, an item of duties that are one, the checklist itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.duties.conditions import COUNTED, Holds, Judgement
from kg.duties.facts import Facts, firm_facts
from kg.duties.matrix.making import UNSTATED
from kg.duties.matrix.rows import Row
from kg.law.wording import USERS

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm

TITLE = "合规义务清单"
_SHORT = 4  # characters: an act that short needs an object
STRICTER, SAME, EACH, FIXED = "更严", "相同", "各自适用", "定有期限"


class ChecklistError(ValueError):
    """A theme, kind of firm or format that is unknown; the message lists those allowed."""


@dataclass(frozen=True)
class Exception_:
    """What lifts a duty: the provision that says so (its URN, label and words), and whether it does for this firm."""

    urn: str
    label: str
    quote: str
    verdict: Judgement

    @property
    def says(self) -> str:
        """For a reader: whether the numbers meet it, that it fails, or on what it depends; what is no fact of the firm is for the reader to see."""
        if self.verdict.holds is Holds.OPEN:
            return "是否成立取决于：" + "；".join(self.verdict.grounds)
        if self.verdict.holds is Holds.NO:
            return "依所填情况不成立"
        counted = [g for g in self.verdict.grounds if COUNTED in g]
        return f"所填数字符合（{'；'.join(counted)}），其余条件须看具体情形" if counted else "是否成立须看具体情形"


@dataclass(frozen=True)
class Duty:
    """One norm as it binds the firm. ``rows`` are its lines of the obligation matrix (one for each recipient), never empty.

    ``verdict`` says whether it applies and on which grounds; ``exceptions`` what may lift it; ``asks`` are the facts that its case
    presupposes, whether they are known or not.
    """

    applied: AppliedNorm
    rows: tuple[Row, ...]
    verdict: Judgement
    exceptions: tuple[Exception_, ...] = ()
    asks: frozenset[str] = frozenset()

    @property
    def iri(self) -> str:
        """The norm in the graph."""
        return self.applied.iri

    @property
    def row(self) -> Row:
        """The first of its rows."""
        return self.rows[0]

    @property
    def recipient(self) -> str:
        """To whom, as the rules of the law decide."""
        return "、".join(dict.fromkeys(r.recipient for r in self.rows if r.recipient))

    @property
    def basis(self) -> str:
        """《网络安全法》第二十三条第一款第（三）项, the rules that decide its recipient left out; a text of the user's own is marked."""
        return self.row.basis.partition("\n")[0] + (f"（{USERS}）" if self.applied.version.user_supplied else "")

    @property
    def when(self) -> str:
        """Its time or frequency, in the words of the law."""
        return "；".join(dict.fromkeys(p for p in (self.row.deadline, self.row.frequency) if p and p != UNSTATED))

    @property
    def words(self) -> str:
        """制定：网络安全事件应急预案; the act alone where it says all, and the words of the law where it says nothing (告知)."""
        return self.row.quote if not self.row.matter and len(self.row.act) <= _SHORT else self.row.duty


@dataclass(frozen=True)
class Base:
    """One basis of an item: the duty, and how strict it is beside the others: 更严, 相同, 定有期限 (alone), 各自适用; '' for a sole one."""

    duty: Duty
    mark: str = ""


@dataclass(frozen=True)
class ChecklistItem:
    """One line of the checklist: the same duty of one or several laws, the one that leads first.

    ``compared`` says in a sentence what was compared, '' where there is one basis.
    """

    number: int
    theme: str
    bases: tuple[Base, ...]
    compared: str = ""

    @property
    def lead(self) -> Duty:
        """The duty whose words stand for the item."""
        return self.bases[0].duty

    @property
    def conditional(self) -> bool:
        """Whether all its bases depend on facts not known."""
        return all(b.duty.verdict.holds is Holds.OPEN for b in self.bases)

    @property
    def questions(self) -> tuple[str, ...]:
        """What must be answered to know whether it applies, empty where it does."""
        return tuple(dict.fromkeys(q for b in self.bases for q in b.duty.verdict.grounds)) if self.conditional else ()

    @property
    def exceptions(self) -> tuple[Exception_, ...]:
        """What may lift it, from all its bases."""
        return tuple({e.urn: e for b in self.bases for e in b.duty.exceptions}.values())

    @property
    def trigger(self) -> str:
        """The case in which it is due, in the words of the leading basis."""
        return next((b.duty.row.trigger for b in self.bases if b.duty.row.trigger), "")


@dataclass(frozen=True)
class Checklist:
    """The whole result. ``facts`` are those given with all that follows from them, ``asked`` those that were given.

    ``items`` come by theme; ``left_out`` in the order of the law. ``open_keys`` are the facts, and how many duties wait for each.
    """

    on: date
    asked: Facts
    facts: Facts
    items: tuple[ChecklistItem, ...]
    left_out: tuple[Duty, ...]
    theme: str = ""

    @property
    def applying(self) -> tuple[ChecklistItem, ...]:
        """The items that apply."""
        return tuple(i for i in self.items if not i.conditional)

    @property
    def conditional(self) -> tuple[ChecklistItem, ...]:
        """The items that wait for an answer."""
        return tuple(i for i in self.items if i.conditional)

    @property
    def duties(self) -> int:
        """How many duties stand behind the items."""
        return sum(len(i.bases) for i in self.items)

    @property
    def open_questions(self) -> tuple[tuple[str, str, int], ...]:
        """(key, question, items that wait for it), those on which most depends first; key '' where no fact answers it."""
        counts: dict[tuple[str, str], int] = {}
        asked = {f.key: f.question for f in firm_facts()}
        for item in self.conditional:
            for key, question in {(k, asked.get(k, "")) for b in item.bases for k in b.duty.verdict.keys}:
                for words in [question] if key else _unanswerable(item):
                    counts[key, words] = counts.get((key, words), 0) + 1
        return tuple((k, q, n) for (k, q), n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _unanswerable(item: ChecklistItem) -> list[str]:
    known = {f.question for f in firm_facts()}
    return [q for q in item.questions if q.partition("（条文")[0] not in known]
