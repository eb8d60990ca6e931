"""The terms that a text defines, with their scope.

Phrasings: 本办法所称X，是指… · X，是指… · X是指… · 本法所称X包括… · 前款所称X，不包括… · items under 本办法中下列用语的含义 ·
敏感个人信息是…的个人信息 · （以下简称X）, （以下统称X）, （以下合称X） · “以上”含本数，“以下”不含本数.

>>> from kg.corpus.structure import parse
>>> doc = parse("第一条 本办法所称经营机构，是指证券公司、期货公司和基金管理公司等证券期货经营机构。")
>>> [(t.term, t.members, t.scope, t.eid) for t in find_definitions(doc)]
[('经营机构', ('证券公司', '期货公司', '基金管理公司'), 'self', 'art1_par1')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.law.model import Document, Provision, ProvisionKind, Term
from kg.reading.citations.unit import Unit, units
from kg.reading.terms.abbreviations import Abbreviation, abbreviations
from kg.reading.terms.members import members
from kg.reading.terms.numbers import NumberRule, number_rules
from kg.reading.terms.sentences import GLOSSARY, Defining, defining

_LISTED = re.compile(r"、|(?:以及|及|和|或者?)(?=[^、]{3,400}\Z)")
_NARROW = {"章": "章", "节": "节", "编": "编"}
K = ProvisionKind


def find_definitions(doc: Document) -> tuple[Term, ...]:
    """Every term that the text defines or abbreviates, in the order of the text.

    ``quote`` is verbatim, and a definition that ends in ：goes on to the end of its items. ``eid`` is the smallest
    provision that contains it. ``scope`` is "self" for the whole text, or the eid of the 章, 节, 条 or annex that the words
    name. ``full_form`` is the long name of an abbreviation. Nothing raises.
    """
    return tuple(term for unit in units(doc) for term in _in_unit(unit))


def _in_unit(unit: Unit) -> list[Term]:
    rules = number_rules(unit.text)
    defined = [d for d in _defined(unit) if not any(d.start <= r.start < d.end for r in rules)]
    taken = {d.bracket for d in defined if d.bracket >= 0}
    short = [a for a in abbreviations(unit.text) if a.bracket not in taken]
    placed = [(d.start, _from_definition(unit, d)) for d in defined]
    placed += [(a.start, _from_abbreviation(unit, a, defined)) for a in short]
    placed += [(r.start, _from_rule(unit, r)) for r in rules]
    return [term for _, term in sorted(placed, key=lambda p: p[0])]


def _defined(unit: Unit) -> Iterator[Defining]:
    """The definitions of a unit.

    What stands under a head 下列用语的含义： is read as a glossary.
    """
    head = GLOSSARY.search(unit.text)
    line_end = unit.text.find("\n", head.end()) if head else -1
    cut = line_end if line_end >= 0 else len(unit.text)
    if head and line_end < 0 and (colon := re.search(r"[：:]", unit.text[head.start() :])):
        cut = head.start() + colon.end()
    first = unit.text[: head.start()] if head else unit.text
    yield from (_to_end_of_list(unit, d) for d in defining(first))
    if head:
        yield from (_shifted(d, cut) for d in defining(unit.text[cut:], glossary=True))


def _shifted(d: Defining, by: int) -> Defining:
    return replace(d, start=d.start + by, end=d.end + by, bracket=d.bracket + by if d.bracket >= 0 else -1)


def _to_end_of_list(unit: Unit, d: Defining) -> Defining:
    """The definition, extended over the items below it if it ends in ：."""
    if unit.text[d.end - 1 : d.end] not in ("：", ":"):
        return d
    place = unit.node.start + d.start
    holder = next((p for p in unit.paragraphs if p.start <= place < p.end), None)
    end = min(holder.end - unit.node.start, len(unit.text)) if holder else d.end
    words = unit.text[d.start : end].rstrip()
    return replace(d, end=d.start + len(words))


def _from_definition(unit: Unit, d: Defining) -> Term:
    quote = unit.text[d.start : d.end].rstrip("；;")
    listed = members(d.body) or _item_members(unit, d)
    return Term(unit.label, d.term, quote, d.full_form, _scope(unit, d.scope_words), _eid(unit, d.start, d.end), listed)


def _item_members(unit: Unit, d: Defining) -> tuple[str, ...]:
    """The 项 below 包括：, if they are short names."""
    holder = unit.document.by_eid[_eid(unit, d.start, d.end)]
    if not d.body.startswith("包括") or holder.kind is not K.PARAGRAPH:
        return ()
    items = [unit.document.text_of(c)[len(c.label) :].strip("；;。 　") for c in holder.children if c.kind is K.ITEM]
    return tuple(items) if items and all(0 < len(i) <= 24 for i in items) else ()


def _from_abbreviation(unit: Unit, a: Abbreviation, defined: list[Defining]) -> Term:
    """The term of an abbreviation.

    An abbreviation at the very end of 本办法所称X，指… stands for X, unless the words before it end in it.
    """
    long = next((d for d in defined if d.by_means and d.start <= a.bracket < d.end and d.end - a.end <= 1), None)
    apart = "分别" in unit.text[a.bracket : a.end]
    stands_for_it = long is not None and not long.full_form and not apart and not a.full_form.endswith(a.term)
    full = long.term if long and stands_for_it else a.full_form
    start = long.start if long and stands_for_it else a.start
    quote = unit.text[start : a.end]
    listed = tuple(w for w in _LISTED.split(a.full_form) if w) if a.collective and "、" in a.full_form else ()
    return Term(unit.label, a.term, quote, full, "self", _eid(unit, a.start, a.end), _plain_list(listed))


def _plain_list(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a 统称 if each can stand alone, or () otherwise.

    The last name loses 等行业协会.
    """
    if not names:
        return ()
    *first, last = names
    names = (*first, last.partition("等")[0])
    return names if all(2 < len(n) <= 24 and "的" not in n for n in names) else ()


def _from_rule(unit: Unit, r: NumberRule) -> Term:
    return Term(unit.label, r.word, unit.text[r.start : r.end], None, _scope_of_unit(unit), _eid(unit, r.start, r.end))


def _eid(unit: Unit, start: int, end: int) -> str:
    """The eid of the smallest provision that contains the whole of ``start:end``."""
    found: Provision = unit.node
    first, last = unit.node.start + start, unit.node.start + end
    while inner := next((c for c in found.children if c.start <= first and last <= c.end), None):
        found = inner
    return found.eid


def _scope(unit: Unit, words: str) -> str:
    """The scope of a definition, which is "self" or the eid of what 本章所称, 本条所称 or 前款所称 narrow it to."""
    if words[:2] in {f"本{level}" for level in _NARROW}:
        division = unit.division(words[1])
        return division.eid if division else "self"
    if re.match(r"本[条款项](?!例)|[前上]|第", words):
        return unit.node.eid
    return _scope_of_unit(unit)


def _scope_of_unit(unit: Unit) -> str:
    return unit.node.eid if unit.node.kind is K.ANNEX else "self"
