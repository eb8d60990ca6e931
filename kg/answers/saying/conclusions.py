"""The sentences an answer begins with: who, to whom and by when, for the asker's kind of firm.

Each ends in its provision. Sentences are put together from the fields of a norm, sanction or term. Words between “ ” are the
law's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from kg.answers.question.asker import Asker
from kg.answers.question.reading import Question
from kg.answers.question.wants import Want
from kg.corpus.quoting import Quote, cite, sentence_of
from kg.law.model import Application, Modality, Norm, Term
from kg.law.wording import KIND_LABELS, modality_label, place

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm

_MODAL = {Modality.OBLIGATION: "应当", Modality.PROHIBITION: "不得", Modality.PERMISSION: "可以", Modality.POWER: "可以"}
_TIMED = frozenset({"report", "submit", "file", "notify", "inform", "apply"})
_TELLING = frozenset({"notify", "inform"})
_EVERYBODY = ("任何", "境内的组织", "涉事")
_SHORT = 140  # characters of a sentence shown whole


def provision(norm: Norm) -> str:
    """The title and the provision of a norm: 《…》第三十九条第一款."""
    return cite(Quote(norm.instrument, "", norm.article, norm.paragraph, norm.item, "", ""))


def told(applied: AppliedNorm, asked: Question, asker: Asker, passage: str) -> list[str]:
    """The sentences for one norm, one for each recipient that applies.

    There is only one, with the words of the norm, if it tells nobody known. ``passage`` are the words of the provision it
    stands in.
    """
    norm = applied.norm
    reached = [(to, bound) for to, bound in ways(applied, asker.labels).items() if to]
    known = all(name in asker.known for to, _ in reached for name in to)
    if norm.kind not in KIND_LABELS or norm.modality is not Modality.OBLIGATION or not reached or not known:
        return [_in_its_words(applied, asked, asker, passage)]
    timed = Want.WHEN in asked.wants or bool(asked.measures)
    return [to_whom(norm, to, bound, asker, passage, timed=timed) for to, bound in reached]


def ways(applied: AppliedNorm, labels: frozenset[str]) -> dict[tuple[str, ...], list[Application]]:
    """The recipients that apply, each with the subjects it applies to.

    If the asker is known, these are only the asker's own.
    """
    found: dict[tuple[str, ...], list[Application]] = {}
    for one in applied.applies:
        own = one.subject in labels
        if own if labels else one.manner == "适用":
            found.setdefault(one.recipient, []).append(one)
    if not found and applied.norm.recipient:
        found[applied.norm.recipient] = [Application(b, applied.norm.recipient) for b in applied.norm.bearer]
    return found


def to_whom(norm: Norm, to: tuple[str, ...], bound: Sequence[Application], asker: Asker, passage: str, *, timed: bool = True) -> str:
    """The sentence for those told and those who tell, with the time if the law sets one.

    That it sets none is said only where a time was asked for (``timed``).
    """
    act, names = KIND_LABELS[norm.kind], "、".join(to)
    telling = f"{act}{names}" if norm.kind in _TELLING else f"向{names}{act}"
    what = norm.object if norm.object and act not in norm.object and len(norm.object) <= 40 else ""
    condition = condition_of(norm, passage)
    by_law = "、".join(dict.fromkeys(_article_label(u) for a in bound for u in a.because))
    basis = provision(norm) + _borrowed(bound) + (f"，对象依{by_law}" if by_law else "")
    who = _who([a.subject for a in bound], asker)
    return f"{condition}{who}应当{telling}{f'（事项：“{what}”）' if what else ''}{_time(norm, timed)}（{basis}）。" + _exception(norm)


def _borrowed(bound: Sequence[Application]) -> str:
    """The remark ，参照适用 if only a rule that widens the text reaches those meant, or else ''."""
    manners = dict.fromkeys(a.manner for a in bound)
    return "" if not manners or "适用" in manners else "，" + "、".join(manners)


def extended(applied: AppliedNorm, asker: Asker) -> str:
    """The remark ；私募基金管理人依第七十四条参照适用, or ''.

    It is made if the words quoted bind the asker by such a rule only.
    """
    own = [a for a in applied.applies if a.subject in asker.labels]
    if not own or any(a.manner == "适用" for a in own):
        return ""
    by_law = "、".join(dict.fromkeys(_article_label(u) for a in own for u in a.because))
    return f"；{'、'.join(asker.names)}依{by_law}{'、'.join(dict.fromkeys(a.manner for a in own))}"


def _in_its_words(applied: AppliedNorm, asked: Question, asker: Asker, passage: str) -> str:
    """The sentence that tells a norm in the words of the law.

    It has the whole sentence of the law if that is short, else the clause, with who is bound if the words do not say so.
    """
    norm, sentence = applied.norm, sentence_of(passage, applied.norm.quote)
    whole = len(sentence) <= _SHORT
    clause = _clause(sentence) if whole else re.sub(r"^(?:并(?!处)|且|还|也)", "", _clause(norm.quote))
    named = any(b in clause or b.endswith(clause[:3]) for b in norm.bearer)
    modal = _MODAL[norm.modality]
    before = "" if named else _who(norm.bearer, asker) + ("" if modal in clause else modal)
    kind = f"【{modality_label(norm.modality.value)}】" if Want.MAY in asked.wants else ""
    inside = (belongs(norm.bearer, asker) if named else "") or extended(applied, asker)
    when = f"时间要求：“{norm.deadline.text}”。" if norm.deadline and norm.deadline.text not in clause else ""
    condition = condition_of(norm, passage) if norm.trigger and norm.trigger not in clause and not whole else ""
    exception = "" if norm.exception and norm.exception in clause else _exception(norm)
    return f"{kind}{condition}{before}“{clause}”（{provision(norm)}{inside}）。{when}{exception}"


def condition_of(norm: Norm, passage: str) -> str:
    """The condition of a norm in quotes (“…的”，), or '' if it has none.

    A condition put together from a lead-in and the clause itself is quoted piece by piece.
    """
    if not norm.trigger:
        return ""
    words = _clause(norm.trigger)
    pieces = [words] if words in passage else [p for p in words.split("，") if p]
    return "，且".join(f"“{p}”" for p in pieces) + "，"


def _time(norm: Norm, timed: bool) -> str:
    if norm.deadline:
        return "" if norm.deadline.text in (norm.trigger or "") else f"，时间要求“{norm.deadline.text}”"
    return f"；该条未就{KIND_LABELS[norm.kind]}规定具体时限" if timed and norm.kind in _TIMED else ""


def _exception(norm: Norm) -> str:
    return f"例外：“{_clause(norm.exception)}”。" if norm.exception and norm.exception not in norm.quote else ""


def _who(bearers: Iterable[str], asker: Asker) -> str:
    """The bearers in a row: 核心机构、经营机构.

    The asker's kind of firm is named if it falls under one of them.
    """
    return "、".join(dict.fromkeys(bearers)) + _inside(bearers, asker)


def belongs(bearers: Iterable[str], asker: Asker) -> str:
    """The remark ；证券公司属于经营机构 if the words quoted name another kind than the asker's, or else ''."""
    listed = list(bearers)
    kind = next((b for b in listed if b in asker.labels), "")
    if not kind or kind.startswith(_EVERYBODY) or not _inside(listed, asker):
        return ""
    if kind.startswith("其他"):
        return f"；{'、'.join(asker.names)}不属于前述情形的"
    return f"；{'、'.join(asker.names)}属于{kind}的" if kind in asker.narrower else f"；{'、'.join(asker.names)}属于{kind}"


def _inside(bearers: Iterable[str], asker: Asker) -> str:
    """The remark （含证券公司）, or ''.

    It is made if the asker's kind of firm falls under one of the names and is not among them.
    """
    listed = list(bearers)
    names = [n for n in asker.names if not any(n in b.replace("的", "") for b in listed)]
    kind = next((b for b in listed if b in asker.labels), "")
    if not names or not kind or kind.startswith(_EVERYBODY):
        return ""
    if kind.startswith("其他"):
        return f"（{'、'.join(names)}不属于前述情形的，在此列）"
    return f"（{'、'.join(names)}属于此类机构的）" if kind in asker.narrower else f"（含{'、'.join(names)}）"


def _clause(words: str) -> str:
    """A clause without its number and its closing mark."""
    return re.sub(r"^[（(][^）)]{1,4}[）)]", "", words.strip()).rstrip("，；。：、")


def _article_label(urn: str) -> str:
    """The article of the URN of a provision: 第七十二条."""
    from kg.law.numerals import article_label

    match = re.search(r"~art(\d+)(?:-(\d+))?", urn)
    return article_label(tuple(int(n) for n in match.groups() if n)) if match else urn


def defined(term: Term, instrument: str) -> str:
    """What a text means by a term, in its own words."""
    item = re.search(r"item(\d+)", term.eid)
    where = place(term.article, None, None) + (f"第（{_chinese(int(item[1]))}）项" if item else "")
    return f"“{term.term}”的含义：“{_clause(term.quote)}”（《{instrument}》{where}）。"


def _chinese(number: int) -> str:
    from kg.law.numerals import to_chinese

    return to_chinese(number)


def scoped(applied: Iterable[AppliedNorm], asked: Question, asker: Asker, text: Callable[[str], str]) -> list[tuple[str, str]]:
    """The sentences on whether a text binds the asker's kind of firm, in which manner, and on what condition, each with its provision (URN).

    The manner is 适用, 参照适用 or 按照执行. ``text`` gives the words of a provision by its URN.
    """
    found: dict[str, tuple[str, str]] = {}
    for norm in applied if Want.SCOPE in asked.wants and asker.labels else ():
        for one in norm.applies:
            if one.subject in asker.labels and not one.subject.startswith(("任何", "境内的组织")):
                by_law = "、".join(dict.fromkeys(_article_label(u) for u in one.because)) if one.manner != "适用" else ""
                basis = f"（依{by_law}）" if by_law else f"（该文以“{one.subject}”为义务主体，如{norm.norm.article}）"
                said = f"{'、'.join(asker.names)}：《{norm.version.title}》{one.manner}{basis}。" + _only_where(one, asker, text)
                found.setdefault(f"{norm.version.title}{one.manner}", (said, one.because[0] if by_law else norm.urn))
    return list(found.values())


def _only_where(one: Application, asker: Asker, text: Callable[[str], str]) -> str:
    """The condition on which a rule that widens a text reaches the asker's kind of firm, or ''.

    It is given in the words with which the rule describes that kind, if they are more than its name: 以属于“…”为前提.
    """
    for urn in one.because:
        for piece in re.split(r"[，；。\n]", text(urn)):
            if any(piece.endswith(f"的{name}") for name in asker.labels):
                both = "，所列条件须同时具备" if "且" in piece else ""
                return f"以属于“{piece}”为前提{both}；不符合的，不适用该条。"
    return ""
