"""The records of the checklist: a duty, an item of duties that are one, and the checklist itself."""

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
    """Error raised for an unknown theme, or when no kind of firm is given.

    The message lists what is allowed.
    """


@dataclass(frozen=True)
class Exception_:
    """A provision that lifts a duty, with its URN, label and words, and whether it does so for this firm."""

    urn: str
    label: str
    quote: str
    verdict: Judgement

    @property
    def says(self) -> str:
        """One sentence for the reader on whether the exception lifts the duty.

        It says that the numbers meet the exception, that the exception fails, or on what it depends. Conditions that are
        no facts of the firm are left for the reader to check.
        """
        if self.verdict.holds is Holds.OPEN:
            return "是否成立取决于：" + "；".join(self.verdict.grounds)
        if self.verdict.holds is Holds.NO:
            return "依所填情况不成立"
        counted = [g for g in self.verdict.grounds if COUNTED in g]
        return f"所填数字符合（{'；'.join(counted)}），其余条件须看具体情形" if counted else "是否成立须看具体情形"


@dataclass(frozen=True)
class Duty:
    """One norm as it binds the firm.

    ``rows`` are its lines of the obligation matrix (one for each recipient), and never empty. ``verdict`` says whether it
    applies and on which grounds, and ``exceptions`` what may lift it. ``asks`` holds the facts that its case presupposes,
    whether they are known or not.
    """

    applied: AppliedNorm
    rows: tuple[Row, ...]
    verdict: Judgement
    exceptions: tuple[Exception_, ...] = ()
    asks: frozenset[str] = frozenset()

    @property
    def iri(self) -> str:
        """The IRI of the norm in the graph."""
        return self.applied.iri

    @property
    def row(self) -> Row:
        """The first of its rows."""
        return self.rows[0]

    @property
    def recipient(self) -> str:
        """Those to whom the duty is owed, as the rules of the law decide."""
        return "、".join(dict.fromkeys(r.recipient for r in self.rows if r.recipient))

    @property
    def basis(self) -> str:
        """The provision, such as 《网络安全法》第二十三条第一款第（三）项.

        The rules that decide its recipient are left out. A text that the user added is marked.
        """
        return self.row.basis.partition("\n")[0] + (f"（{USERS}）" if self.applied.version.user_supplied else "")

    @property
    def when(self) -> str:
        """The time or frequency of the duty, in the words of the law."""
        return "；".join(dict.fromkeys(p for p in (self.row.deadline, self.row.frequency) if p and p != UNSTATED))

    @property
    def words(self) -> str:
        """The duty in short, such as 制定：网络安全事件应急预案.

        It is the act alone where that says everything, and the words of the law where the act alone says nothing (告知).
        """
        return self.row.quote if not self.row.matter and len(self.row.act) <= _SHORT else self.row.duty


@dataclass(frozen=True)
class Base:
    """One basis of an item: the duty, and how strict it is beside the others.

    The mark is 更严, 相同, 定有期限 (the only one with a figure) or 各自适用. It is '' for a sole basis.
    """

    duty: Duty
    mark: str = ""


@dataclass(frozen=True)
class ChecklistItem:
    """One line of the checklist: the same duty of one or several laws, with the leading one first.

    ``compared`` says in a sentence what was compared. It is '' where there is one basis.
    """

    number: int
    theme: str
    bases: tuple[Base, ...]
    compared: str = ""

    @property
    def lead(self) -> Duty:
        """The duty whose words represent the item."""
        return self.bases[0].duty

    @property
    def conditional(self) -> bool:
        """Whether all bases of the item depend on facts that are not known."""
        return all(b.duty.verdict.holds is Holds.OPEN for b in self.bases)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that must be answered to know whether the item applies.

        There are none where it does apply.
        """
        return tuple(dict.fromkeys(q for b in self.bases for q in b.duty.verdict.grounds)) if self.conditional else ()

    @property
    def exceptions(self) -> tuple[Exception_, ...]:
        """The provisions that may lift the item, from all its bases."""
        return tuple({e.urn: e for b in self.bases for e in b.duty.exceptions}.values())

    @property
    def trigger(self) -> str:
        """The case in which the item is due, in the words of the first basis that states one."""
        return next((b.duty.row.trigger for b in self.bases if b.duty.row.trigger), "")


@dataclass(frozen=True)
class Checklist:
    """The whole checklist of a firm on a day.

    ``asked`` holds the facts that were given, and ``facts`` those together with all that follows from them. ``items``
    come by theme, and ``left_out`` in the order of the law.
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
        """The open questions as (key, question, number of items that wait for it), with the most decisive first.

        The key is '' where no fact answers the question.
        """
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
