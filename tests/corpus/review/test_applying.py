"""Reviewed norms in the place of extracted ones: what each entry does, and what is told when one is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg.corpus.loading import load
from kg.corpus.review.applying import Reviewed, apply, parts, squash
from kg.corpus.review.files import Kind, draft, due, parse, render, review_of
from kg.corpus.review.mentions import About
from kg.corpus.review.records import Rejection, Review, ReviewedNorm, ReviewedProvision
from kg.corpus.structure import parse as read_text
from kg.graph.records import read_version
from kg.graph.writing.shapes import validate_data
from kg.graph.writing.triples import canonical, version_quads
from kg.law.model import Deadline, DeadlineType, Document, Modality, Norm, Sanction, Version
from kg.law.places import corpus_dir
from kg.law.vocabulary import Vocabulary
from kg.reading.found import Found
from kg.reading.norms import find_norms
from kg.reading.sanctions import find_sanctions
from kg.reading.terms.finding import find_definitions

ON = date(2026, 11, 24)
TEXT = """第一条　经营机构应当建立制度，并向中国证监会报告。
主管部门可以责令经营机构改正。
第二条　经营机构应当履行下列职责：
（一）制定预案；
（二）保存日志六个月以上。
第三条　网络安全负责人是公司的高级管理人员。
第四条　经营机构违反本办法第一条规定的，由有权机关责令改正，处一万元罚款。
第五条　经营机构不得泄露数据。经营机构不得泄露数据。
"""
VERSION = Version("urn:lex:cn:csrc:order:2024-01-01;1", "某办法", date(2024, 1, 1), None, text=TEXT)
REASON = "原文另有主体。"


def _document(text: str = TEXT) -> Document:
    return read_text(text, "某办法")


DOCUMENT = _document()
SANCTIONS = find_sanctions(DOCUMENT)


def _norm(eid: str, quote: str, **slots: object) -> Norm:
    """An extracted norm, by hand: these tests do not depend on the grammar."""
    part = next(p for p in parts(DOCUMENT) if p.eid == eid)
    start = TEXT.index(quote, part.start) - part.article.start
    own = Norm("某办法", part.article.label, part.paragraph.number[0], part.item.label if part.item else None, eid, Modality.OBLIGATION,
               "perform", ("经营机构",), (), "", "", None, None, quote, start, start + len(quote), rule="modal")
    return replace(own, **slots)  # type: ignore[arg-type]


ESTABLISH = _norm("art1_par1", "经营机构应当建立制度", kind="establish", action="建立", object="制度")
REPORT = _norm("art1_par1", "并向中国证监会报告", kind="report", recipient=("中国证监会",), action="报告", rule="verb")
ORDER = _norm("art1_par2", "主管部门可以责令经营机构改正", modality=Modality.POWER, kind="require", bearer=("主管部门",))
PLAN = _norm("art2_par1_item1", "制定预案", kind="establish", action="制定", object="预案")
KEEP = _norm("art2_par1_item2", "保存日志六个月以上", kind="keep", deadline=Deadline("六个月以上", DeadlineType.RETENTION, "P6M"))
LEAK = _norm("art5_par1", "经营机构不得泄露数据", modality=Modality.PROHIBITION, kind="misuse")
LEAK_AGAIN = replace(LEAK, start=LEAK.end + 1, end=LEAK.end + 1 + len(LEAK.quote))
NORMS = (ESTABLISH, REPORT, ORDER, PLAN, KEEP, LEAK, LEAK_AGAIN)


def _draft() -> Review:
    return draft(DOCUMENT, NORMS, SANCTIONS, ON, reviewer="某人")


def _filled() -> Review:
    """The draft with its one empty ``none`` filled in: a review without a fault."""
    made = _draft()
    return replace(made, provisions=tuple(replace(p, none="“负责人”不是义务用语。" if p.none == "" else p.none) for p in made.provisions))


def _apply(review: Review | None, norms: tuple[Norm, ...] = NORMS, text: str = TEXT) -> Reviewed:
    return apply(_document(text), VERSION, norms, review, SANCTIONS)


def _changed(review: Review, norm: Norm, **slots: object) -> Review:
    """The review with another reading of one norm."""
    at = next(i for i, n in enumerate(review.norms) if (n.at, n.quote, n.kind) == (norm.eid, norm.quote, norm.kind))
    return replace(review, norms=(*review.norms[:at], replace(review.norms[at], **slots), *review.norms[at + 1 :]))  # type: ignore[arg-type]


def _without(review: Review, norm: Norm) -> Review:
    return replace(review, norms=tuple(n for n in review.norms if (n.at, n.quote) != (norm.eid, norm.quote)))


def _with(review: Review, *more: ReviewedNorm | Rejection | ReviewedProvision | About) -> Review:
    return replace(
        review, norms=(*review.norms, *(m for m in more if isinstance(m, ReviewedNorm))),
        rejected=(*review.rejected, *(m for m in more if isinstance(m, Rejection))),
        provisions=(*review.provisions, *(m for m in more if isinstance(m, ReviewedProvision))),
        about=(*review.about, *(m for m in more if isinstance(m, About))),
    )


# ── what a review does ───────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_review_the_extraction_stands() -> None:
    assert _apply(None) == Reviewed(NORMS)


def test_a_draft_covers_norms_and_words_of_duty_but_not_penalties() -> None:
    made = _draft()
    assert [(p.at, p.none) for p in made.provisions] == [
        ("art1_par1", None), ("art1_par2", None), ("art2_par1", ""), ("art2_par1_item1", None), ("art2_par1_item2", None), ("art3_par1", ""),
        ("art5_par1", None),
    ]
    assert [(n.at, n.quote, n.kind) for n in made.norms] == [(n.eid, n.quote, n.kind) for n in NORMS]
    assert [p.at for p in draft(DOCUMENT, NORMS, SANCTIONS, ON, {"art1_par1", "art2_par1", "art3_par1"}).provisions] == [
        "art1_par2", "art2_par1_item1", "art2_par1_item2", "art5_par1"]


def test_what_repeats_the_extraction_confirms_it() -> None:
    found = _apply(_filled())
    assert found.problems == () and found.stale == () and len(found.applied) == len(_draft().provisions)
    assert found.norms == tuple(replace(n, status="confirmed", reviewer="某人", reviewed=ON) for n in NORMS)


def test_a_provision_not_reviewed_keeps_its_norms() -> None:
    some = replace(_filled(), provisions=_filled().provisions[:1], norms=_filled().norms[:2])
    assert [n.status for n in _apply(some).norms] == ["confirmed"] * 2 + ["extracted"] * 5


CORRECTED = [
    (ESTABLISH, {"bearer": ("核心机构",)}, "modal+review"),
    (REPORT, {"object": "制度"}, "verb+review"),
    (REPORT, {"quote": "向中国证监会报告"}, "verb+review"),  # the words overlap and the kind is the same
    (REPORT, {"kind": "submit"}, "verb+review"),  # the same words
    (KEEP, {"deadline": None}, "modal+review"),
    (ORDER, {"modality": Modality.PERMISSION}, "modal+review"),
    (PLAN, {"trigger": "主管部门可以责令经营机构改正"}, "modal+review"),
    (PLAN, {"exception": "保存日志六个月以上"}, "modal+review"),
]


@pytest.mark.parametrize(("norm", "slots", "rule"), CORRECTED, ids=range(len(CORRECTED)))
def test_another_reading_corrects_the_norm(norm: Norm, slots: dict[str, object], rule: str) -> None:
    found = _apply(_changed(_filled(), norm, reason=REASON, **slots))
    (corrected,) = [n for n in found.norms if n.status == "corrected"]
    assert found.problems == () and (corrected.rule, corrected.reason, corrected.reviewer, corrected.reviewed) == (rule, REASON, "某人", ON)
    assert all(getattr(corrected, name) == value for name, value in slots.items())
    article = DOCUMENT.by_eid[norm.eid.split("_")[0]]
    assert DOCUMENT.text[article.start + corrected.start : article.start + corrected.end] == corrected.quote
    assert (corrected.instrument, corrected.article, corrected.paragraph, corrected.item, corrected.eid) == (
        norm.instrument, norm.article, norm.paragraph, norm.item, norm.eid)


@pytest.mark.parametrize("slots", [
    {"object": "网络安全事件"}, {"exception": "另有规定的除外"}, {"trigger": "必要时"},
    {"deadline": Deadline("三日内", DeadlineType.RELATIVE, "P3D")}])
def test_what_a_review_says_must_be_the_words_of_the_law(slots: dict[str, object]) -> None:
    found = _apply(_changed(_filled(), PLAN, reason=REASON, **slots))
    assert [p.code for p in found.problems] == ["not-verbatim"] and not [n for n in found.norms if n.status == "corrected"]


def test_norms_are_added_and_rejected() -> None:
    added = ReviewedNorm("art3_par1", "网络安全负责人是公司的高级管理人员", Modality.OBLIGATION, "designate", reason=REASON)
    review = _with(_without(_filled(), ORDER), added, Rejection("art1_par2", ORDER.quote, ORDER.kind, "职权见他条。"))
    review = replace(review, provisions=tuple(replace(p, none=None) if p.at == "art3_par1" else p for p in review.provisions))
    found = _apply(review)
    assert found.problems == () and found.rejected == 1
    assert [n.eid for n in found.norms] == ["art1_par1", "art1_par1", "art2_par1_item1", "art2_par1_item2", "art3_par1", "art5_par1", "art5_par1"]
    (new,) = [n for n in found.norms if n.eid == "art3_par1"]
    assert (new.rule, new.status, new.article, new.paragraph, new.start) == ("review", "corrected", "第三条", 1, 4)


def test_one_extracted_norm_read_as_two_is_the_origin_of_both() -> None:
    review = _changed(_filled(), REPORT, object="制度", reason=REASON)
    second = replace(review.norms[1], object="经营机构")
    found = _apply(replace(review, norms=(*review.norms[:2], second, *review.norms[2:])))
    assert found.problems == () and [n.rule for n in found.norms[:3]] == ["modal", "verb+review", "verb+review"]


def test_a_rejected_twin_is_not_taken_for_the_origin_of_the_other() -> None:
    twin = replace(REPORT, recipient=("他人",), kind="notify", rule="twin")
    review = _with(_changed(_filled(), REPORT, recipient=("中国证监会派出机构",), kind="notify", reason=REASON),
                   Rejection("art1_par1", REPORT.quote, "notify", "没有这一对象。"))
    found = _apply(review, (ESTABLISH, REPORT, twin, *NORMS[2:]))
    assert found.problems == () and [n.rule for n in found.norms[:2]] == ["modal", "verb+review"]


def test_the_second_of_two_equal_quotes_keeps_its_place() -> None:
    review = _filled()
    found = _apply(replace(review, norms=(*review.norms[:-1], replace(review.norms[-1], object="数据", reason=REASON))))
    assert found.problems == () and [(n.start, n.object) for n in found.norms[-2:]] == [(LEAK.start, ""), (LEAK_AGAIN.start, "数据")]


def test_of_two_norms_of_one_quote_that_of_the_same_kind_is_the_origin() -> None:
    other = replace(REPORT, kind="notify", object="制度", action="通知", rule="other")
    review = _changed(_filled(), REPORT, object="制度", action="通知", reason=REASON)
    found = _apply(review, (ESTABLISH, REPORT, other, *NORMS[2:]))
    assert [n.rule for n in found.norms[:2]] == ["modal", "verb+review"] and [p.code for p in found.problems] == ["dropped"]


def test_other_words_of_another_kind_are_an_addition() -> None:
    found = _apply(_changed(_filled(), REPORT, quote="向中国证监会报告", kind="submit", reason=REASON))
    assert found.norms[1].rule == "review" and [p.code for p in found.problems] == ["dropped"]


def test_a_slot_left_empty_is_a_slot_left_out() -> None:
    found = _apply(_filled(), tuple(replace(n, trigger="", exception="") for n in NORMS))
    assert found.problems == () and {n.status for n in found.norms} == {"confirmed"}


def test_the_items_of_a_penalty_need_no_norm() -> None:
    document = _document("第一条　经营机构有下列情形之一的，由主管部门责令改正，处一万元罚款：\n（一）未履行应当履行的义务；\n（二）其他。\n")
    sanctions = find_sanctions(document)
    assert {s.eid for s in sanctions} == {"art1_par1"} and due(document, (), sanctions) == []
    assert [p.eid for p in due(document, (), ())] == ["art1_par1_item1"]


def test_what_is_said_of_an_unknown_provision_is_told_once() -> None:
    found = _apply(_with(_filled(), ReviewedProvision("art9_par1", "0" * 12, ON), replace(_filled().norms[0], at="art9_par1")))
    assert [p.code for p in found.problems] == ["unknown"]


def test_what_a_provision_speaks_of_goes_to_each_of_its_norms_and_to_no_other() -> None:
    found = _apply(_with(_filled(), About("art1_par1", "向中国证监会报告", "监督检查"), About("art5_par1", "泄露数据", "数据泄露")))
    assert found.problems == () and {n.status for n in found.norms} == {"confirmed"}
    told = {n.eid: [(m.concept, m.words) for m in n.mentions] for n in found.norms}
    assert told.pop("art1_par1") == [("urn:kg:concept:inspection", "向中国证监会报告")]
    assert told.pop("art5_par1") == [("urn:kg:concept:data-leak", "泄露数据")] and not any(told.values())


def test_a_wrong_mention_takes_nothing_else_away() -> None:
    found = _apply(_with(_filled(), About("art1_par1", "向中国证监会报告", "火星"), About("art1_par1", "制度", "监督检查")))
    assert [p.code for p in found.problems] == ["unknown-concept"] and {n.status for n in found.norms} == {"confirmed"}
    assert [m.words for n in found.norms if n.eid == "art1_par1" for m in n.mentions] == ["制度", "制度"]


def test_of_a_provision_whose_words_have_changed_no_mention_is_told() -> None:
    found = _apply(_with(_filled(), About("art1_par1", "建立制度", "监督检查")), text=TEXT.replace("应当建立制度", "应当建立规程"))
    assert [p.code for p in found.problems] == ["changed"] and not any(n.mentions for n in found.norms)


# ── what is told when a review is wrong ──────────────────────────────────────────────────────────────────────────────

Change = Callable[[Review], Review]
FAULTS: list[tuple[str, Change, str, bool]] = [  # code, what is done to a good review, words of the message, does the extraction stand
    ("unknown", lambda r: _with(r, ReviewedProvision("art9_par1", "0" * 12, ON)), "art9_par1：文本中没有", False),
    ("repeated", lambda r: _with(r, r.provisions[0]), "art1_par1：.*两次", False),
    ("unreviewed", lambda r: _with(r, replace(r.norms[0], at="art4_par1")), "art4_par1：.*没有 \\[\\[provision\\]\\]", False),
    ("unreviewed", lambda r: _with(r, Rejection("art4_par1", "处", "report", REASON)), "art4_par1：“处”", False),
    ("not-verbatim", lambda r: _changed(r, PLAN, quote="制定应急预案", reason=REASON), "“制定应急预案”不是", True),
    ("not-verbatim", lambda r: _changed(r, PLAN, quote="保存日志六个月以上", reason=REASON), "art2_par1_item1", True),
    ("unreviewed", lambda r: _with(r, About("art4_par1", "罚款", "日志")), "art4_par1：“罚款”所在条文没有", False),
    ("unreviewed", lambda r: _with(r, About("art9_par1", "罚款", "日志")), "art9_par1：.*更正 at", False),
    ("not-verbatim", lambda r: _with(r, About("art1_par1", "建立机制", "日志")), "“建立机制”不是本款、项的原文", False),
    ("unknown-concept", lambda r: _with(r, About("art1_par1", "建立制度", "制度")), "没有“制度”；请改用", False),
    ("no-reason", lambda r: _changed(r, PLAN, object="预"), "未写 reason", True),
    ("no-reason", lambda r: _changed(r, PLAN, object="应急预案", reason=" \n"), "未写 reason", True),
    ("no-reason", lambda r: _with(_without(r, PLAN), Rejection("art2_par1_item1", PLAN.quote, PLAN.kind, "")), "否定“制定预案”", True),
    ("no-reason", lambda r: replace(r, provisions=tuple(replace(p, none=" ") if p.none else p for p in r.provisions)), "none 是空的", False),
    ("dropped", lambda r: _without(r, PLAN), "“制定预案”（establish）既未列入也未否定", False),
    ("dropped", lambda r: replace(r, norms=r.norms[:-1]), "“经营机构不得泄露数据”", False),
    ("repeated", lambda r: _with(r, replace(r.norms[-1])), "同一规范重复出现", False),
    ("contradiction", lambda r: replace(r, provisions=tuple(replace(p, none=REASON) for p in r.provisions)), "又列了规范", False),
    ("unexplained", lambda r: replace(r, provisions=tuple(replace(p, none=None) for p in r.provisions)), "没有 none", False),
    ("idle", lambda r: _with(r, Rejection("art2_par1_item1", "制定", "establish", REASON)), "已不再给出", False),
]


@pytest.mark.parametrize(("code", "change", "words", "stands"), FAULTS, ids=[f"{c[0]}-{i}" for i, c in enumerate(FAULTS)])
def test_what_is_wrong_is_told(code: str, change: Change, words: str, stands: bool) -> None:
    found = _apply(change(_filled()))
    assert code in {p.code for p in found.problems} and any(re.search(words, p.message) for p in found.problems if p.code == code)
    assert all(p.message.startswith("《某办法》2024-01-01 art") and "\n" not in p.message for p in found.problems)
    assert bool(found.faults) is (code != "idle")
    assert ("extracted" in {n.status for n in found.norms if n.eid.startswith("art2")}) is stands


def test_a_problem_points_at_its_provision() -> None:
    (problem,) = _apply(_changed(_filled(), PLAN, object="预")).problems
    assert TEXT[problem.start : problem.end] == "（一）制定预案；"


CHANGES = [  # what is changed in the text, the provisions whose review falls
    (("（一）制定预案", "（一）制定应急预案"), ("art2_par1_item1",)),
    (("经营机构应当履行下列职责", "核心机构应当履行下列职责"), ("art2_par1", "art2_par1_item1", "art2_par1_item2")),  # 项 stand under the 款
    (("可以责令", "应当责令"), ("art1_par2",)),
    (("，并向", "，\n并向"), ("art1_par1", "art1_par2")),  # a 款 more: the numbers shift
    (("第一条　经营", "第一条  经营"), ()),
    (("处一万元", "处二万元"), ()),
]


@pytest.mark.parametrize(("change", "stale"), CHANGES, ids=range(len(CHANGES)))
def test_a_changed_text_invalidates_its_reviews_loudly(change: tuple[str, str], stale: tuple[str, ...]) -> None:
    assert TEXT.count(change[0]) == 1
    found = _apply(_filled(), text=TEXT.replace(*change))
    assert found.stale == stale and [p.code for p in found.problems if p.code == "changed"] == ["changed"] * len(stale)
    assert {n.eid for n in found.norms if n.status == "extracted"} == {n.eid for n in NORMS} & set(stale)
    assert "重新核对" in "".join(p.message for p in found.faults) or not stale


@given(st.integers(0, len(TEXT) - 1), st.sampled_from(["应当", "。", "（二）", "\n", "第九条　"]))
@settings(max_examples=60, deadline=None)
def test_no_change_of_the_text_raises_or_makes_a_false_quote(at: int, words: str) -> None:
    text = TEXT[:at] + words + TEXT[at:]
    document = _document(text)
    extracted = find_norms(document, find_definitions(document))
    found = apply(document, VERSION, extracted, _filled(), find_sanctions(document))
    for norm in found.norms:
        article = document.by_eid[norm.eid.split("_")[0]]
        assert text[article.start + norm.start : article.start + norm.end] == norm.quote


# ── the texts of the corpus ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def extracted() -> dict[str, tuple[Version, Document, tuple[Norm, ...], tuple[Sanction, ...]]]:
    found = {}
    for version in load().versions:
        document = read_text(version.text, version.title)
        found[version.urn] = version, document, find_norms(document, find_definitions(document)), find_sanctions(document)
    return found


def test_the_reviews_of_the_corpus_have_no_fault(extracted: dict[str, tuple[Version, Document, tuple[Norm, ...], tuple[Sanction, ...]]]) -> None:
    catalogue = load()
    for version, document, norms, sanctions in extracted.values():
        found = apply(document, version, norms, review_of(catalogue, version), sanctions)
        assert [p.message for p in found.faults] == []


def test_every_text_can_be_drafted_and_its_draft_confirms_it(
    extracted: dict[str, tuple[Version, Document, tuple[Norm, ...], tuple[Sanction, ...]]],
) -> None:
    count = 0
    for version, document, norms, sanctions in extracted.values():
        made = draft(document, norms, sanctions, ON, reviewer="某人")
        again = parse(render(made, [p.eid for p in parts(document)]))
        assert again == made
        found = apply(document, version, norms, again, sanctions)
        assert {p.code for p in found.problems} <= {"no-reason"} and all("none" in p.message for p in found.problems)
        assert [replace(n, status="extracted", reviewer="", reviewed=None) for n in found.norms] == list(norms)
        assert {n.status for n in found.norms} <= {"confirmed"}
        count += len(found.norms)
    assert count > 1000


def test_every_kind_the_extraction_gives_may_stand_in_a_review(
    extracted: dict[str, tuple[Version, Document, tuple[Norm, ...], tuple[Sanction, ...]]],
) -> None:
    from kg.reading.grammar import acts, communication

    kinds = {n.kind for _, _, norms, _ in extracted.values() for n in norms}
    assert len(kinds) > 20
    assert kinds | communication.KINDS | set(acts.KINDS) == set(get_args(Kind))


def test_a_digest_counts_words_and_not_white_space() -> None:
    one, other = _document(), _document(TEXT.replace("（二）保存", "（二）  保存"))
    assert [p.digest(one) for p in parts(one)] == [p.digest(other) for p in parts(other)]
    counts = Counter(p.digest(one) for p in parts(one))
    assert set(counts.values()) == {1} and all(len(d) == 12 and int(d, 16) >= 0 for d in counts)


# ── the graph ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_reviews_go_into_the_graph_and_come_back() -> None:
    vocabulary = Vocabulary.load()
    reviewed = _apply(_changed(_filled(), REPORT, object="制度", reason=REASON))
    norms = (*reviewed.norms[:-1], replace(reviewed.norms[-1], status="extracted", reviewer="", reviewed=None))
    quads = version_quads(Found(VERSION, DOCUMENT, (), (), norms, (), ((),) * len(norms)), vocabulary, {})
    store = Store()
    store.bulk_load(input=canonical(quads), format=RdfFormat.N_QUADS)
    back = [s.norm for s in read_version(store, VERSION.urn, DOCUMENT, VERSION.title).norms]
    assert [(n.status, n.rule, n.reason, n.reviewer, n.reviewed) for n in back] == [
        (n.status, n.rule, n.reason, n.reviewer, n.reviewed) for n in norms]
    assert Counter(n.status for n in back) == {"confirmed": 5, "corrected": 1, "extracted": 1}
    faults = validate_data(canonical(quads), RdfFormat.N_QUADS).faults
    assert not [f for f in faults if "review" in f or "corrected" in f]


def test_what_a_provision_speaks_of_goes_into_the_graph_and_comes_back() -> None:
    vocabulary, told = Vocabulary.load(), (About("art1_par2", "责令经营机构改正", "监督检查"), About("art1_par2", "改正", "日志"))
    norms = _apply(_with(_filled(), *told)).norms
    data = canonical(version_quads(Found(VERSION, DOCUMENT, (), (), norms, (), ((),) * len(norms)), vocabulary, {}))
    store = Store()
    store.bulk_load(input=data, format=RdfFormat.N_QUADS)
    back = read_version(store, VERSION.urn, DOCUMENT, VERSION.title).norms
    assert [s.norm.mentions for s in back] == [n.mentions for n in norms] and sum(len(s.norm.mentions) for s in back) == 2
    assert [s.about for s in back if s.urn.endswith("art1_par2")] == [("urn:kg:concept:inspection", "urn:kg:concept:log")]
    altered = data.replace("责令经营机构改正\" ".encode(), "责令经营机构纠正\" ".encode())
    assert altered != data and any("责令经营机构纠正" in f for f in validate_data(altered, RdfFormat.N_QUADS).faults)


def test_no_mention_of_the_corpus_says_what_a_name_says_already() -> None:
    catalogue, vocabulary = load(corpus_dir()), Vocabulary.load()
    told = [(v, a) for v in catalogue.versions if (r := review_of(catalogue, v)) for a in r.about]
    assert len(told) >= 5
    for version, one in told:
        document, concept = read_text(version.text, version.title), vocabulary.concept(one.concept)
        assert concept is not None and concept.label == one.concept
        assert not any(name in document.text_of(document.by_eid[one.at]) for name in concept.names), one


def test_what_is_due_is_what_a_draft_holds() -> None:
    assert [p.eid for p in due(DOCUMENT, {n.eid for n in NORMS}, SANCTIONS)] == [p.at for p in _draft().provisions]
    assert squash("应　当\n") == "应当"
