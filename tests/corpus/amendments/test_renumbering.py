"""Old article → new article: the amendment of 网络安全法, checked against the decision that made it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import loading, structure
from kg.corpus.amendments.renumbering import counterpart, likeness, renumbered
from kg.law.model import Document


@cache
def _law(effective: str) -> Document:
    version = next(v for v in loading.load().versions if v.title == "网络安全法" and str(v.effective) == effective)
    return structure.parse(version.text, version.title)


OLD, NEW = "2017-06-01", "2026-01-01"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("art1", "art1"), ("art3", "art4"), ("art18", "art19"), ("art21", "art23"), ("art40", "art42"), ("art59", "art61"),
        ("art60", "art62"), ("art61", "art64"), ("art62", "art65"), ("art65", "art67"), ("art68", "art69"), ("art75", "art77"),
        # the decision merged these three into one
        ("art64", "art71"), ("art66", "art71"), ("art70", "art71"),
    ],
)
def test_the_amended_law_carries_on_under_a_new_number(old: str, new: str) -> None:
    assert renumbered(_law(OLD), _law(NEW))[old] == new


def test_every_old_article_is_carried_on_and_only_new_ones_have_no_ancestor() -> None:
    mapped = renumbered(_law(OLD), _law(NEW))
    assert list(mapped) == [a.eid for a in _law(OLD).articles]
    assert None not in mapped.values()
    assert {a.eid for a in _law(NEW).articles} - set(mapped.values()) == {"art3", "art20", "art63", "art73"}


def test_a_text_carries_itself_on() -> None:
    assert renumbered(_law(NEW), _law(NEW)) == {a.eid: a.eid for a in _law(NEW).articles}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("art21_par1_item3", "art23_par1_item3"), ("art22_par3", "art24_par3"), ("art12_par2", "art13_par2"),
        ("art68_par2", "art69_par3"),  # a 款 was inserted before it
        ("art66_par1", "art71"),  # merged: no 款 of its own any more
        ("art999", None),
    ],
)
def test_the_counterpart_is_as_deep_as_the_wording_carries_on(old: str, new: str | None) -> None:
    assert counterpart(_law(OLD), _law(NEW), old) == new


def test_a_repealed_article_has_no_continuation() -> None:
    old = structure.parse("第一条 为了保护数据，制定本法。\n第二条 出口密码产品须经许可。\n第三条 本法自公布之日起施行。")
    new = structure.parse("第一条 为了保护数据，制定本法。\n第二条 本法自公布之日起施行。")
    assert renumbered(old, new) == {"art1": "art1", "art2": None, "art3": "art2"}


@given(st.lists(st.text(alphabet="数据安全网络者应当，", min_size=1, max_size=20), max_size=6),
       st.lists(st.text(alphabet="数据安全网络者应当，", min_size=1, max_size=20), max_size=6))
def test_any_two_texts_align_in_order(ours: list[str], theirs: list[str]) -> None:
    old, new = (structure.parse("\n".join(f"第{n}条 {t}" for n, t in zip("一二三四五六", texts, strict=False))) for texts in (ours, theirs))
    mapped = renumbered(old, new)
    order = [list(new.by_eid).index(eid) for eid in mapped.values() if eid]
    assert set(mapped) == {a.eid for a in old.articles}
    assert order == sorted(set(order))


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_symmetric(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
