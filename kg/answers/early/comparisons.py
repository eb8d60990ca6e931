"""Tables that answer questions that compare, with a column for each side and a row for each matter.

Every cell has its provision.

Handled: 核心机构和经营机构在容量、演练方面有什么区别 (kinds of firm) · 认成关基和没认成关基，灾备要求差多少 (a role) ·
个人信息保护法和218号令对拒绝服务的规定有何不同 (texts).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.answers.result import Answer
from kg.answers.saying.shortening import quoted, shortened
from kg.answers.saying.trail import QUESTION, step
from kg.corpus.quoting import Quote, quote, sentence_of
from kg.law.likeness import overlap
from kg.law.model import Modality
from kg.law.wording import place

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.duties.reach import Reach
    from kg.graph.knowledge import AppliedNorm, Knowledge
    from kg.law.vocabulary import Role
    from kg.search.index import Index

_COMPARES = re.compile(r"区别|不同(?!意)|差别|差多少|差在哪|差异|对比|相比|异同|哪个更严|比较一下")
_WITHOUT = r"(?:没有?|不|未被?)(?:被)?(?:认成|认定为|算|是){0}|非{0}|普通系统|一般系统"  # {0}: what the bearer of a role runs
_MATTERS = re.compile(r"在?(?P<matters>[一-鿿、]{2,40}?)(?:这?[几两]?[个块]?方面|上)(?:的|对|另|，|有)"
                      r"|(?P<plain>[一-鿿、]{2,24})(?:的)?(?:要求|规定)")
_CUT = re.compile(r"、|以及|和|与|及")
_NEAR = 0.85  # of the best article for a side and a matter
_LIKE = 0.6  # of the nearest clause
_CELL = 3  # clauses in a cell
_NAMED = 12  # characters: a longer matter is the question itself
_Binds = Callable[["AppliedNorm"], bool]


@dataclass(frozen=True)
class _Side:
    """One column: its heading, the words that lead the search to it, the versions it is sought in, and whether a norm is its."""

    label: str
    words: str
    versions: frozenset[str]
    binds: _Binds


def answer(knowledge: Knowledge, index: Index, reach: Reach, asked: Question, where: Scope) -> Answer | None:
    """The answer as a table, or None if nothing is compared or one side has no rule."""
    sides = _sides(knowledge, asked, where) if _COMPARES.search(asked.text) else ()
    if len(sides) < 2:
        return None
    rows = [(m, [_clauses(index, reach, m, s) for s in sides]) for m in _matters(knowledge, asked)]
    rows = [(m, cells) for m, cells in rows if any(cells)]
    if not rows or any(not any(cells[n] for _, cells in rows) for n in range(len(sides))):
        return None
    return _told(knowledge, asked, sides, rows)


def _sides(knowledge: Knowledge, asked: Question, where: Scope) -> tuple[_Side, ...]:
    named = {i.work: i for i in asked.instruments}
    held = [v for v in where.versions if v.work in named]
    if len(held) > 1:
        ordered = sorted(held, key=lambda v: list(named).index(v.work))
        return tuple(_Side(f"《{v.title}》", "", frozenset({v.urn}), lambda _: True) for v in ordered)
    among = frozenset(v.urn for v in held) or frozenset(v.urn for v in where.versions)
    role = where.apart
    if role.named_in(asked.text) and re.search(_WITHOUT.format(role.pattern), asked.text):
        plays = _playing(role)
        others = _Side("其他运营者", "", among, lambda n: not plays(n) and not where.only_public(n.norm.bearer))
        return (_Side(role.label, role.thing, among, plays), others)
    return tuple(_Side(c, c, among, _bearing(names)) for c, names in _kinds(knowledge, asked.text))


def _kinds(knowledge: Knowledge, text: str) -> list[tuple[str, frozenset[str]]]:
    """The kinds of firm the question names, in its order."""
    found: dict[str, tuple[int, frozenset[str]]] = {}
    names = {n: c for c in knowledge.vocabulary.subjects.values() for n in (*c.names, *c.everyday) if len(n) > 1}
    rest = text
    for name in sorted(names, key=len, reverse=True):
        if name in rest:
            labels = frozenset(knowledge.vocabulary.labels(names[name])) if names[name].is_profile else frozenset(names[name].names)
            found.setdefault(names[name].label, (rest.index(name), labels))
            rest = rest.replace(name, "\0" * len(name))
    return [(label, labels) for label, (_, labels) in sorted(found.items(), key=lambda item: item[1][0])]


def _playing(role: Role) -> _Binds:
    return lambda applied: any(map(role.named_in, applied.norm.bearer))


def _bearing(names: frozenset[str]) -> _Binds:
    return lambda applied: bool(names & set(applied.norm.bearer))


def _matters(knowledge: Knowledge, asked: Question) -> tuple[str, ...]:
    """The matters that are compared, or else the question as a whole.

    Who and which texts are compared is taken out.
    """
    rest = asked.text
    firms = (n for c in knowledge.vocabulary.subjects.values() for n in (*c.names, *c.everyday) if len(n) > 1)
    for name in sorted({*firms, *(n for i in asked.instruments for n in (i.title, *i.names))}, key=len, reverse=True):
        rest = rest.replace(name, "")
    match = _MATTERS.search(re.sub(_WITHOUT.format(knowledge.vocabulary.asked_apart.pattern), "", rest))
    listed = _CUT.split(match["matters"] or match["plain"]) if match else []
    found = tuple(m for piece in listed if len(m := re.sub(r"^(?:在|对|关于)|的$", "", piece)) > 1)
    return found or (_COMPARES.sub("", rest).strip("，。？?、 "),)


def _clauses(index: Index, reach: Reach, matter: str, side: _Side) -> list[AppliedNorm]:
    """The norms of a side about a matter, from the nearest articles."""
    hits = index.search(f"{side.words}{matter}", k=12, allowed=side.versions)
    found = [(h, n) for h in hits for n in reach.norms.get(h.urn, ()) if n.norm.modality is not Modality.POWER and side.binds(n)]
    best = max((h.score for h, _ in found), default=0.0)
    near = [(h.score * (1 + overlap(matter, reach.sentence(n)) / 2), n) for h, n in found if h.score >= _NEAR * best]
    top = max((score for score, _ in near), default=0.0)
    once = {reach.sentence(n): n for score, n in sorted(near, key=lambda pair: pair[0]) if score >= _LIKE * top}
    return list(once.values())[::-1][:_CELL]


def _told(
    knowledge: Knowledge, asked: Question, sides: Sequence[_Side], rows: Sequence[tuple[str, list[list[AppliedNorm]]]]
) -> Answer:
    heading = ("事项", *(s.label for s in sides))
    whole = len(rows) == 1 and len(rows[0][0]) > _NAMED
    body = [
        ("所问事项" if whole else m, *("\n".join(_cell(n, knowledge.text(n.urn)) for n in cell) or "收录的规定中没有找到" for cell in cells))
        for m, cells in rows
    ]
    norms = list({n.iri: n for _, cells in rows for cell in cells for n in cell}.values())
    quotes = {n.urn: q for n in norms if (q := _quote(knowledge, n))}
    shown = "\n".join("| " + " | ".join(cell.replace("\n", "；") for cell in row) + " |" for row in (heading, *body))
    basis = "\n".join(f"《{q.instrument}》{place(q.article, q.paragraph, q.item)}：“{q.quote}”" for q in quotes.values())
    text = f"{_first(knowledge, asked, sides, rows[0][1])}\n{'与'.join(s.label for s in sides)}对照，共{len(rows)}项：\n{shown}\n依据：\n{basis}"
    path = tuple(step(QUESTION, "对照", s.label) for s in sides)
    return Answer(asked.text, "answered", text, tuple(quotes.values()), tuple(n.norm for n in norms), path=path, table=(heading, *body))


def _first(knowledge: Knowledge, asked: Question, sides: Sequence[_Side], cells: Sequence[Sequence[AppliedNorm]]) -> str:
    """The first line: what each side says of the first matter, shortened."""
    said = []
    for side, cell in zip(sides, cells, strict=True):
        words = quoted(shortened(_words(cell[0], knowledge.text(cell[0].urn)), asked.text)) + _place(cell[0]) if cell else "收录的规定中没有找到"
        said.append(words if side.label.startswith("《") and cell else f"{side.label}：{words}")  # the place names a text already
    return "；".join(said) + "。"


def _words(applied: AppliedNorm, passage: str) -> str:
    """The sentence in which a norm stands."""
    return re.sub(r"^（[^（）]{1,4}）", "", sentence_of(passage, applied.norm.quote)).strip("，。；： ")


def _place(applied: AppliedNorm) -> str:
    return f"（《{applied.norm.instrument}》{place(applied.norm.article, applied.norm.paragraph, applied.norm.item)}）"


def _cell(applied: AppliedNorm, passage: str) -> str:
    """The sentence of the law with its provision."""
    norm = applied.norm
    words = _words(applied, passage)
    exception = f"，例外：“{norm.exception.strip('，。；： ')}”" if norm.exception and norm.exception.strip("，。；： ") not in words else ""
    return f"“{words}”{exception}{_place(applied)}"


def _quote(knowledge: Knowledge, applied: AppliedNorm) -> Quote | None:
    node = knowledge.document(applied.version).by_eid.get(applied.norm.eid)
    return quote(knowledge, applied.version, node) if node else None
