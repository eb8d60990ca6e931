"""What a question asks that an instrument decides whose text is not held: the instruments by their subjects, named first.

Subjects and the words by which a question is known to ask about one stand in ``corpus/catalogue.toml``. Nothing is said of what
such an instrument rules: only its name, number and official address, and what is known of it at second hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.answers.question.asker import Asker
from kg.answers.question.reading import Question
from kg.answers.result import Answer, NotHeld
from kg.corpus.catalogue import bare_name
from kg.corpus.quoting import cite
from kg.law.model import Instrument, Subject
from kg.law.numerals import FIGURE
from kg.law.versions import status
from kg.law.wording import SECOND_HAND

if TYPE_CHECKING:
    from kg.corpus.catalogue import Catalogue

_OPEN = frozenset({"现行有效", "不详"})  # an instrument repealed, or not yet in force, decides nothing on the day
_ASKS = re.compile(r"[^。？?！!；;]{1,400}[？?]")
_NEAREST = 2
_FIGURE_ASKED = re.compile(r"几|多少|多久|多长")
_FIGURE = re.compile(rf"{FIGURE}个?(?:工作日|日|天|小时|月|年|万|亿|元)")  # a figure of another rule would be taken for the one asked for


@dataclass(frozen=True)
class Gap:
    """A subject asked about, with the instrument that decides it and whose whole text is not held.

    ``whole`` says that nothing but that instrument decides what is asked.
    """

    instrument: Instrument
    subject: Subject
    whole: bool


def gaps(catalogue: Catalogue, asked: Question, asker: Asker, on: date) -> tuple[Gap, ...]:
    """The subjects that the question asks about and that no text held decides, or not alone.

    There are none where an article is named: its own words are asked for.
    """
    if asked.references:
        return ()
    text = bare_name(_without_names(asked))
    known = ((i, s) for i in catalogue.instruments if i.subjects and not i.held and status(i, on) in _OPEN for s in i.subjects)
    meant = [(i, s) for i, s in known if _for(s, asker) and asks(s, text)]
    return tuple(Gap(i, s, _whole(s, asker, asked.own or asked.text)) for i, s in meant)


def _without_names(asked: Question) -> str:
    """The question without the names of the instruments in it, whose words ask for nothing."""
    text = asked.text
    for name in sorted((n for i in asked.instruments for n in (i.title, *i.names)), key=len, reverse=True):
        text = text.replace(name, "")
    return text


def asks(subject: Subject, text: str) -> bool:
    """Whether a question, normalised by ``bare_name``, asks about a subject.

    >>> subject = Subject("备案期限", ("标准合同 备案|报备 !收费",))
    >>> asks(subject, "标准合同签完几天内备案"), asks(subject, "标准合同怎么签"), asks(subject, "标准合同备案收费吗")
    (True, False, False)
    """
    return any(all(_stands(word, text) for word in way.split()) for way in subject.asked)


def _stands(word: str, text: str) -> bool:
    found = any(form in text for form in _forms(word.removeprefix("!")))
    return found is not word.startswith("!")


@lru_cache(maxsize=4096)
def _forms(word: str) -> tuple[str, ...]:
    return tuple(map(bare_name, word.split("|")))


def _for(subject: Subject, asker: Asker) -> bool:
    """Whether the subject concerns the asker, who may be nobody in particular."""
    return not subject.firms or not asker.labels or bool(asker.labels & set(subject.firms))


def _whole(subject: Subject, asker: Asker, text: str) -> bool:
    """Whether nothing but the subject is asked, by one whom it concerns for certain."""
    each = [bare_name(q) for q in _ASKS.findall(text)]
    return not subject.partly and bool(not subject.firms or asker.labels) and (len(each) < 2 or all(asks(subject, q) for q in each))


def told(answer: Answer, found: Sequence[Gap], asked: Question, on: date) -> Answer:
    """The answer with the instruments not held named in its first lines.

    Where only they decide, it is unanswerable, and what was found is told as nearest. A text held that the question names, and
    that answers it, stands alone.
    """
    unheld = tuple(i for i in asked.instruments if not i.held)
    answered = answer.status == "answered"
    if answered and len(unheld) < len(asked.instruments):
        found = ()
    lines = _lines([g for g in found if not (g.instrument in unheld and g.instrument.title in answer.answer)], on)
    records = tuple(dict.fromkeys((*map(_record, found), *(_named(i) for i in unheld if i not in [g.instrument for g in found]))))
    if not lines:
        return replace(answer, not_held=records)
    text = [*lines, *second_hand(found, answer.answer)]
    if answered and any(g.whole for g in found):
        return _undecided(answer, text, records)
    return replace(answer, answer=_joined(text, answer.answer, answered), not_held=records)


def _undecided(answer: Answer, lines: Sequence[str], records: tuple[NotHeld, ...]) -> Answer:
    asks_figure = bool(_FIGURE_ASKED.search(answer.question))
    near = tuple(q for q in answer.citations if not (asks_figure and _FIGURE.search(q.quote)))[:_NEAREST]
    text = [*lines, "收录的法规没有就此作出规定，不能据以回答。", *(f"最接近的规定：{cite(q)}：“{q.quote}”" for q in near)]
    return replace(answer, status="unanswerable", answer="\n".join(text), citations=near, norms=(), table=(), not_held=records)


def _joined(lines: Sequence[str], answer: str, answered: bool) -> str:
    """The answer with the lines before it, or behind its first line where that line answers."""
    first, _, rest = answer.partition("\n")
    leads = first.endswith(("：", ":")) or not rest or rest.startswith(("《", "1.", "|"))
    return "\n".join([first, *lines, rest] if answered and not leads else [*lines, answer])


def _lines(found: Sequence[Gap], on: date) -> list[str]:
    """One line for each group of subjects, with the instruments that decide them."""
    subjects: dict[str, list[str]] = {}
    for gap in found:
        subjects.setdefault(gap.instrument.work, []).append(gap.subject.name)
    by_work = {g.instrument.work: g.instrument for g in found}
    groups: dict[str, list[Instrument]] = {}
    for work, names in subjects.items():
        groups.setdefault("、".join(names), []).append(by_work[work])
    return [_line(names, instruments, on) for names, instruments in groups.items()]


def _line(subjects: str, instruments: Sequence[Instrument], on: date) -> str:
    held = "本库仅收录其片段" if any(i.versions for i in instruments) else "本库未收录"
    return f"{subjects}由{'、'.join(_cited(i, on) for i in instruments)}规定，{held}，请查阅官方文本并核对其现行效力。"


def _cited(instrument: Instrument, on: date) -> str:
    """The title with number, standing and official address."""
    state = status(instrument, on)
    standing = "效力不详" if state == "不详" else state
    known = (instrument.number or "文号不详", standing, f"官方网址：{instrument.url}" if instrument.url else "")
    return f"《{instrument.title}》（{'；'.join(k for k in known if k)}）"


def second_hand(found: Iterable[Gap], said: str) -> list[str]:
    """What is known at second hand of the subjects asked about and is not said yet, marked as such."""
    own = [(g.instrument, s) for g in found for s in g.instrument.second_hand if s.subject == g.subject.name]
    fresh = dict.fromkeys(f"{SECOND_HAND}：{s.statement.rstrip('。')}（{s.source}）。" for _, s in own if s.statement.rstrip("。") not in said)
    return list(fresh)


def _record(gap: Gap) -> NotHeld:
    return NotHeld(gap.instrument.title, gap.instrument.number, gap.subject.name, gap.instrument.url)


def _named(instrument: Instrument) -> NotHeld:
    return NotHeld(instrument.title, instrument.number, "", instrument.url)
