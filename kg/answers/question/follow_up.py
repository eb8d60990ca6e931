"""A question that leans on the one before: 那期货公司呢？ · 换成关基呢 · 2025年的时候呢 · 那罚多少？ · 多久之内？"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.answers.question.days import find_date, without_date
from kg.answers.question.reading import normalise
from kg.answers.question.wants import find_wants

if TYPE_CHECKING:
    from kg.law.vocabulary import Concept, Vocabulary

_LEADS = re.compile(r"^(?:那么?|如果|要是|换成|换作|假如|还有|又)+[，, ]*")
_OTHER = re.compile(r"^(?:我们|他们)?(?:是|对|到|在)?(?P<what>.{1,24}?)(?:的话|的时候|呢|怎么样|怎么办)*[？?。]*$")
_ASKS = re.compile(r"多久|多少|几|谁|哪|什么|啥|怎么|要不要|能不能|可以|行不行|如何|罚|依据|时限|吗"
                   r"|[？?呢,，。 之以内第条向跟给报告交要得应该该是的]")
_LONGEST = 24  # characters of a question that leans on another
_BARE = 1  # characters left when the question words are taken away


@dataclass(frozen=True)
class FollowUp:
    """The question to ask instead, for the kind of firm ``profile`` where one was named.

    ``after`` is the question before where this one only leans on its matter (``Answerer.answer``).
    """

    question: str
    after: str = ""
    profile: tuple[str, ...] = ()


def follow_up(previous: str, question: str, vocabulary: Vocabulary) -> FollowUp | None:
    """The question meant by one asked after another, or None if it stands on its own.

    Another kind of firm or another day takes the place of the one asked about before. A question that is nothing but a question
    word is asked of the matter before.
    """
    plain, before = normalise(question), normalise(previous)
    if not before or len(plain) > _LONGEST:
        return None
    led = _LEADS.match(plain)
    rest = plain[led.end() :] if led else plain
    match = _OTHER.match(rest)
    if match and (led or rest.rstrip("？?。").endswith("呢")):
        replaced = _replaced(before, match["what"], vocabulary)
        if replaced:
            return replaced
    bare = len(_ASKS.sub("", rest)) <= _BARE and bool(find_wants(rest))
    joint = "" if before.endswith(("?", "。", "!")) else "。"
    return FollowUp(_shown(rest), after=_shown(before + joint)) if bare or (led and find_wants(rest)) else None


def _shown(text: str) -> str:
    """A normalised text with the punctuation that readers expect."""
    return text.replace(",", "，").replace("?", "？").replace("!", "！")


def _replaced(before: str, what: str, vocabulary: Vocabulary) -> FollowUp | None:
    """The question before, asked of another kind of firm or for another day, or None."""
    firm = _firm(what, vocabulary)
    if firm:
        return FollowUp(_shown(_without_firms(before, vocabulary)), profile=(firm.label,))
    if find_date(what):
        return FollowUp(_shown(f"{what}，{without_date(before)}"))
    return None


def _firm(what: str, vocabulary: Vocabulary) -> Concept | None:
    found = vocabulary.subject(what)
    return found if found and (found.is_profile or found.treated_as or vocabulary.is_role(found)) else None


def _without_firms(text: str, vocabulary: Vocabulary) -> str:
    """The question with the kinds of firm in it replaced by 我们, so that it can be asked for another."""
    names = {n for c in vocabulary.subjects.values() if c.is_profile for n in (*c.names, *c.everyday) if len(n) > 1}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "我们")
    return re.sub(r"(?:我们(?:是|这家)?){1,9}我们|(?:作为)?我们[，,]我们", "我们", text)
