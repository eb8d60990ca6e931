"""What the amendment of 网络安全法 changed, computed from the two texts and checked against the decision that made it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import loading, structure
from kg.corpus.amendments.changes import REFERENCES_ONLY, Change, ChangeKind, changes, counts
from kg.corpus.amendments.comparison import compare
from kg.corpus.amendments.renumbering import counterpart
from kg.corpus.amendments.text import Told, choose, runs
from kg.corpus.lookup import parsed
from kg.law import versions
from kg.law.model import Document
from kg.law.numerals import article_label, article_number
from tests.reference import REFERENCE, needs_reference, squash

CATALOGUE = loading.load()
CSL = CATALOGUE.find("网络安全法")
(ORDER,) = CATALOGUE.find("218号令").versions
OLD, NEW = versions.chronological(CSL.versions)
DECISION = REFERENCE / "csl-amendment-decision_2025-10-28.txt"
PBC = REFERENCE / "pbc-incident-reporting-measures_2025-05.txt"
TODAY = date(2026, 11, 24)


@cache
def real() -> tuple[Change, ...]:
    return changes(parsed(OLD), parsed(NEW))


def number_of(label: str) -> int:
    (number,) = article_number(label)
    return number


def compared(first: str | None = None, last: str | None = None):
    return compare(CSL, CATALOGUE, first and date.fromisoformat(first), last and date.fromisoformat(last), parsed)


def told(everything: bool = False, stale=()) -> Told:
    c = compared()
    return Told(c, choose(c, everything=everything), stale)


# ── the decision ──


@dataclass
class Decision:
    """What the decision says: old → new numbers amended, new articles, old articles merged with others, and the words it gives."""

    amended: dict[int, int] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)
    merged: dict[int, int] = field(default_factory=dict)
    parts: dict[tuple[int, str], int] = field(default_factory=dict)
    whole: dict[int, str] = field(default_factory=dict)  # new number → all its words
    added: dict[tuple[int, int], str] = field(default_factory=dict)  # (new number, 款) → the words of a 款 added
    replaced: dict[int, tuple[str, str]] = field(default_factory=dict)
    dropped: dict[int, int] = field(default_factory=dict)  # old number → the 款 that went


ARTICLE, PART = r"第([一二三四五六七八九十百]+)条", r"第([一二三四五六七八九十]+)(?:款|项)"
ITEMS = re.compile(r"^[一二三四五六七八九十]+、", re.M)


@cache
def decision() -> Decision:
    """Read off the decision's words by an independent reader; an item of a form it does not know fails the test."""
    text, found = DECISION.read_text(encoding="utf-8"), Decision()
    body = text[: text.index("本决定自2026年1月1日起施行")]
    for item in ITEMS.split(body)[1:]:
        head = item.split("“")[0]
        quoted = re.sub(r"[“”]", "", item[item.index("“") :]) if "“" in item else ""
        numbers = [number_of(n) for n in re.findall(ARTICLE, head)]
        if head.startswith("增加一条"):
            found.new.add(numbers[0])
            found.whole[numbers[0]] = quoted
        elif "合并" in head:
            *olds, new = numbers
            for old in olds:
                part = re.search(f"第{article_label((old,))[1:-1]}条(第[一二三四五六七八九十]+项)", head)
                if part:
                    found.parts[(old, part[1])] = new
                else:
                    found.merged[old] = new
            found.whole[new] = quoted
        else:
            old, new = numbers
            found.amended[old] = new
            _details(found, item, head, old, new, quoted)
    return found


def _details(found: Decision, item: str, head: str, old: int, new: int, quoted: str) -> None:
    if "增加一款" in head:
        found.added[(new, number_of(re.search(PART, head.split("增加")[1])[1]))] = quoted
    elif "删去" in head:
        found.dropped[old] = number_of(re.search(PART, head)[1])
    elif "其中的" in head:
        found.replaced[new] = tuple(re.findall("“([^”]+)”", item))
    else:
        assert "修改为" in head, item[:40]
        found.whole[new] = quoted


@needs_reference
def test_amended_new_merged_and_renumbered_articles_are_those_of_the_decision():
    said = decision()
    assert (len(said.amended), len(said.new), len(said.merged), len(said.parts)) == (8, 4, 4, 1)
    found = real()
    assert {number_of(c.new.label) for c in found if c.kind is ChangeKind.NEW} == said.new
    # 第六十八条 alone goes into 第六十九条, with one 项 of 第六十九条; three articles become 第七十一条
    alone = {old: new for old, new in said.merged.items() if list(said.merged.values()).count(new) == 1}
    together = {old: new for old, new in said.merged.items() if old not in alone}
    lost_a_part = {old for old, _ in said.parts}
    amended = {number_of(c.old.label): number_of(c.new.label) for c in found if c.kind is ChangeKind.AMENDED}
    gone = {number_of(c.old.label): number_of(c.into) for c in found if c.kind is ChangeKind.REPEALED}
    (heir,) = set(together) & set(amended)
    assert gone == {old: new for old, new in together.items() if old != heir}
    assert {old: amended.pop(old) for old in lost_a_part}.keys() == lost_a_part
    assert amended == said.amended | alone | {heir: together[heir]}


@needs_reference
def test_all_other_articles_keep_their_words_and_move_as_the_order_of_articles_requires():
    """条文顺序作相应调整: what no item names has the words it had, but for numbers of articles, and keeps its place in the order."""
    said, found = decision(), real()
    touched = said.amended.keys() | said.merged.keys() | {old for old, _ in said.parts}
    others = [c for c in found if c.old and number_of(c.old.label) not in touched]
    assert {c.kind for c in others} <= {ChangeKind.UNCHANGED, ChangeKind.RENUMBERED} and len(others) == 79 - len(touched)
    assert [number_of(c.new.label) for c in others] == sorted(number_of(c.new.label) for c in others)
    for c in others:
        one, two = (re.sub(r"第[一二三四五六七八九十]+条", "", squash(s.body)) for s in (c.old, c.new))
        assert one == two and (squash(c.old.body) == squash(c.new.body)) != c.references_only
    assert {c.old.label for c in others if c.references_only} == {"第三十四条", "第六十三条", "第六十七条", "第七十三条"}


@needs_reference
def test_the_new_words_are_those_of_the_decision():
    said = decision()
    by_number = {number_of(c.new.label): c for c in real() if c.new}
    assert len(said.whole) == 4 + 2 + 4  # new articles, merged ones, those 修改为
    for number, quoted in said.whole.items():
        assert squash(by_number[number].new.body) == squash(quoted), number
    assert set(said.added) == {(42, 2), (62, 2)}
    for (number, paragraph), quoted in said.added.items():
        change = by_number[number]
        inserted = [parsed(NEW).text[slice(*s.new)] for s in change.segments if s.kind == "inserted"]
        assert squash(inserted[-1]) == squash(quoted)
        assert squash(parsed(NEW).text_of(parsed(NEW).by_eid[f"art{number}_par{paragraph}"])) == squash(quoted)
    for number, (before, after) in said.replaced.items():
        change = by_number[number]
        assert before in change.old.body and after in change.new.body
    (old,) = said.dropped
    (dropped,) = [parsed(OLD).text[slice(*s.old)] for s in by_number[said.amended[old]].segments if s.kind == "deleted"]
    assert squash(dropped) == squash(next(c for c in real() if c.old and number_of(c.old.label) == old).old.body.split("\n")[1])


@needs_reference
def test_the_part_that_moved_is_the_one_the_decision_names():
    (((old, part), new),) = decision().parts.items()
    change = next(c for c in real() if c.old and number_of(c.old.label) == old)
    assert [(m.part, number_of(m.into)) for m in change.moved] == [("第（一）项", new)] and part == "第一项"
    assert counterpart(parsed(OLD), parsed(NEW), f"art{old}_par1_item1") == f"art{new}"


# ── the record of a change ──


def test_every_article_of_both_texts_stands_once():
    found = real()
    assert [c.new.eid for c in found if c.new] == [a.eid for a in parsed(NEW).articles]
    assert sorted(c.old.start for c in found if c.old) == [a.start for a in parsed(OLD).articles]
    assert counts(found) == {ChangeKind.UNCHANGED: 2, ChangeKind.RENUMBERED: 64, ChangeKind.AMENDED: 11, ChangeKind.NEW: 4, ChangeKind.REPEALED: 2}


def woven(doc: Document, change: Change, side: str) -> str:
    own = "deleted" if side == "old" else "inserted"
    return "".join(doc.text[slice(*getattr(s, side))] for s in change.segments if s.kind in ("equal", own))


@pytest.mark.parametrize("at", range(len(real())))
def test_the_segments_are_the_verbatim_words_of_both_sides(at: int):
    change = real()[at]
    for name, doc in (("old", parsed(OLD)), ("new", parsed(NEW))):
        side = getattr(change, name)
        if side:
            assert woven(doc, change, name) == side.body
            assert doc.text[side.start : side.start + len(side.text)] == side.text
            spans = [getattr(s, name) for s in change.segments]
            assert spans[0][0] == side.body_start
            assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_structure_and_remarks():
    by_old = {c.old.label: c for c in real() if c.old}
    assert by_old["第二十一条"].new.headings == ("第三章 网络运行安全", "第一节 一般规定")
    assert by_old["第六十四条"].remark == "并入第七十一条"
    assert by_old["第七十条"].remark == "第六十四条、第六十六条并入本条"
    assert by_old["第三十四条"].remark == REFERENCES_ONLY
    assert ("第五十九条、第六十条", "第六十一条、第六十二条", "修改") in runs(real())
    assert ("第三条至第十七条", "第四条至第十八条", "条号变动") in runs(real())


TEXTS = [
    # (old, new, [(kind, old number, new number, remark)])
    ("第一条 甲部门负责本行业的网络安全工作。\n第二条 违反第一条的，处一万元罚款。",
     "第一条 国家支持网络安全技术的创新和研究。\n第二条 甲部门负责本行业的网络安全工作。\n第三条 违反第二条的，处一万元罚款。",
     [("新增", None, "第一条", ""), ("条号变动", "第一条", "第二条", ""), ("条号变动", "第二条", "第三条", REFERENCES_ONLY)]),
    # a number cited that does not follow its article is another rule
    ("第一条 甲部门负责本行业的网络安全工作。\n第二条 违反第一条的，处一万元罚款。\n第三条 网络运营者应当制定应急预案。",
     "第一条 甲部门负责本行业的网络安全工作。\n第二条 违反第三条的，处一万元罚款。\n第三条 网络运营者应当制定应急预案。",
     [("未变", "第一条", "第一条", ""), ("修改", "第二条", "第二条", ""), ("未变", "第三条", "第三条", "")]),
    # a number of another law is no number of this one
    ("第一条 甲部门负责本行业的网络安全工作。\n第二条 依照《乙法》第一条处罚，并处一万元罚款。",
     "第一条 国家支持网络安全技术的创新和研究。\n第二条 甲部门负责本行业的网络安全工作。\n第三条 依照《乙法》第二条处罚，并处一万元罚款。",
     [("新增", None, "第一条", ""), ("条号变动", "第一条", "第二条", ""), ("修改", "第二条", "第三条", "")]),
    ("第一条 出口密码产品须经许可并接受检查。\n第二条 本办法自公布之日起施行。", "第一条 本办法自公布之日起施行。",
     [("删除", "第一条", None, ""), ("条号变动", "第二条", "第一条", "")]),
    ("第一章 总则\n第一条 甲部门负责本行业的网络安全工作。\n第二章 附则\n第二条 本办法自公布之日起施行。",
     "第一章 总则\n第二章 职责\n第一条 甲部门负责本行业的网络安全工作。\n第三章 附则\n第二条 本办法自公布之日起施行。",
     [("未变", "第一条", "第一条", "所在章节变动"), ("未变", "第二条", "第二条", "")]),
    ("第一条 甲。\n附件1 目录\n内容一。", "第一条 甲。\n附件1 目录\n内容二。", [("未变", "第一条", "第一条", ""), ("修改", "附件1", "附件1", "")]),
]


@pytest.mark.parametrize(("old", "new", "expected"), TEXTS)
def test_kinds_of_change(old: str, new: str, expected: list[tuple[str, str | None, str | None, str]]):
    found = changes(structure.parse(old), structure.parse(new))
    assert [(c.kind.value, c.old and c.old.label, c.new and c.new.label, c.remark) for c in found] == expected


BODY = st.lists(st.text(alphabet="数据安全网络者应当，第一条\n", min_size=1, max_size=30), max_size=5)


@given(BODY, BODY)
def test_any_two_texts_are_covered_to_the_character(ours: list[str], theirs: list[str]):
    old, new = (structure.parse("\n".join(f"第{n}条 {t}" for n, t in zip("一二三四五", texts, strict=False))) for texts in (ours, theirs))
    found = changes(old, new)
    assert sorted(c.old.eid for c in found if c.old) == sorted(a.eid for a in old.articles)
    assert [c.new.eid for c in found if c.new] == [a.eid for a in new.articles]
    for c in found:
        assert not c.old or woven(old, c, "old") == c.old.body
        assert not c.new or woven(new, c, "new") == c.new.body
    assert {c.kind for c in changes(new, new)} <= {ChangeKind.UNCHANGED}
