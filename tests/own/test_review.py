"""A user's rule reviewed norm by norm, and what is read off a text before it is added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.corpus.catalogue import Catalogue
from kg.corpus.loading import load
from kg.corpus.readers import read_bytes
from kg.corpus.review.files import review_of
from kg.corpus.review.records import ReviewedNorm
from kg.corpus.structure import parse
from kg.graph.building import build
from kg.graph.knowledge import Knowledge
from kg.law.model import Version
from kg.law.places import own_dir
from kg.own.adding import read, remove
from kg.own.reading import find
from kg.own.review import OPEN, DecisionError, Reviewing
from tests import samples
from tests.own_rules import RULE, TITLE, put

ON = date(2026, 11, 24)


def _reviewing(version: Version) -> Reviewing:
    """As another start of the program would find it."""
    catalogue: Catalogue = load()
    return Reviewing(catalogue, catalogue.version(version.urn))


def test_every_decision_is_on_disk_and_the_build_takes_finished_provisions_only(data: Path, no_index: None) -> None:
    version = put()
    items = _reviewing(version).items()
    several = [i for i in items if i.part.eid == "art2_par1"]
    assert len(several) == 2 and len(items) > 4
    _reviewing(version).confirm(several[0], "某人", ON)
    assert [i.state for i in _reviewing(version).items() if i.part.eid == "art2_par1"] == ["确认", OPEN]
    assert review_of(load(), load().version(version.urn)) is None
    _reviewing(version).reject(several[1], "不是规范", "某人", ON)
    after = _reviewing(version)
    assert [i.state for i in after.items() if i.part.eid == "art2_par1"] == ["已读", "已读"] and after.reviewer == "某人"
    build(data)
    with Knowledge.open(data) as graph:
        norms = [n.norm for n in graph.norms(date(2025, 6, 1), instrument=TITLE)]
        assert [n.status for n in norms if n.eid == "art2_par1"] == ["confirmed"]
        assert {n.status for n in norms if n.eid != "art2_par1"} == {"extracted"}


def test_two_who_review_at_once_keep_each_others_decisions(data: Path) -> None:
    version = put()
    one, other = _reviewing(version), _reviewing(version)
    items = one.items()
    for number, item in enumerate(items):
        (one, other)[number % 2].reject(item, "不是规范", "某人", ON)
    assert OPEN not in {i.state for i in _reviewing(version).items()} and len(items) > 4


def test_a_correction_needs_a_reason_and_the_words_of_the_law(data: Path) -> None:
    version = put()
    item = next(i for i in _reviewing(version).items() if i.part.eid == "art3_par1")
    assert item.norm
    n = item.norm
    stated = ReviewedNorm(item.key, n.quote, n.modality, n.kind, ("营业部",), n.recipient, n.action, n.object, n.trigger, None, n.deadline)
    for wrong, words in ((stated, "理由"), (_with(stated, quote="资料应当保存一百年", reason="x"), "原文"),
                         (_with(stated, object="员工资料", reason="x"), "没有")):
        with pytest.raises(DecisionError, match=words):
            _reviewing(version).correct(item, wrong, "某人", ON)
    with pytest.raises(DecisionError, match="核对人"):
        _reviewing(version).confirm(item, " ", ON)
    assert not list(own_dir(data).rglob("*.review.toml")) and not list(own_dir(data).rglob("*.pending"))
    _reviewing(version).correct(item, _with(stated, reason="主体是营业部"), "某人", ON)
    norm = next(n for n in _reviewing(version).checked.reviewed.norms if n.eid == "art3_par1")
    assert (norm.bearer, norm.status, norm.reason) == (("营业部",), "corrected", "主体是营业部")
    _reviewing(version).reopen(item.part)
    assert all(i.state == OPEN for i in _reviewing(version).items()) and not list(own_dir(data).rglob("*.review.toml"))


def _with(norm: ReviewedNorm, **changes: object) -> ReviewedNorm:
    return replace(norm, **changes)  # type: ignore[arg-type]


def test_the_whole_text_can_be_reviewed_and_the_removal_takes_the_review_along(data: Path) -> None:
    version = put()
    while item := next((i for i in _reviewing(version).items() if i.state == OPEN), None):
        if item.norm:
            _reviewing(version).confirm(item, "某人", ON)
        else:
            _reviewing(version).reject(item, "没有规范", "某人", ON)
    done = _reviewing(version)
    assert done.checked.reviewed.faults == () and {n.status for n in done.checked.reviewed.norms} == {"confirmed"}
    assert not list(own_dir(data).rglob("*.pending"))
    remove(TITLE)
    assert not own_dir(data).exists()


def test_the_review_command_writes_beside_the_users_text(
    data: Path, no_index: None, kg: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    put()
    part = tmp_path / "part.toml"
    kg("review", TITLE, "--as-of", "2025-06-01", "--draft", str(part))
    part.write_text(part.read_text("utf-8").replace('reviewer = ""', 'reviewer = "某人"').replace('none = ""', 'none = "只是说明。"'), "utf-8")
    kg("review", TITLE, "--as-of", "2025-06-01", "--add", str(part))
    path = next(own_dir(data).rglob("*.review.toml"))
    assert "无核对记录 0" in kg("review", TITLE)[0]
    path.write_bytes(b"= =")
    assert "核对记录未载入" in kg("own", code=1)[1]
    assert "没有改动" in kg("review", TITLE, "--as-of", "2025-06-01", "--add", str(part), code=2)[1]
    assert path.read_bytes() == b"= ="


# ── what a text says of itself ───────────────────────────────────────────────────────────────────────────────────────────

SAID = [
    ("某办法\n（2025年5月9日某委员会令第12号公布）\n第一条　本办法自2025年8月1日起施行。", date(2025, 8, 1), date(2025, 5, 9), "某委员会令第12号"),
    ("某规定\n（2024年3月22日某办公室令第16号公布）\n第一条　本规定自公布之日起施行。", date(2024, 3, 22), date(2024, 3, 22), "某办公室令第16号"),
    ("某制度\n第一条　本制度自二〇二五年十二月三十一日起执行。", date(2025, 12, 31), None, ""),
    ("某法\n（2016年11月7日某会议通过 根据2025年10月28日某会议《关于修改的决定》修正）\n第一条　本法自2017年6月1日起施行。", None,
     date(2016, 11, 7), ""),
    ("某办法\n（2023年1月17日某会第1次委务会议审议通过）\n第一条　本办法自2023年5月1日起施行。", date(2023, 5, 1), None, ""),
    ("某通知\n某协发〔2024〕12号\n第一条　本通知自2024年2月30日起施行。", None, None, "某协发〔2024〕12号"),
]


@pytest.mark.parametrize(("text", "effective", "promulgated", "number"), SAID, ids=[t[:3] + str(i) for i, (t, *_) in enumerate(SAID)])
def test_the_metadata_of_a_text_are_read_from_its_own_words(text: str, effective: date | None, promulgated: date | None, number: str) -> None:
    found = find(parse(text))
    assert (found.effective, found.promulgated, found.number) == (effective, promulgated, number)
    assert all("".join(w.split("；")[0].split()) in "".join(text.split()) for w in found.words.values())


TITLES = [
    ("附件1\n\n甲乙丙管理办法（试行）\n第一条　略。", "", "甲乙丙管理办法（试行）"), ("第一条　略。", "网页的标题办法", "网页的标题办法"),
    ("中国某会令\n第218号\n中华人民共和国某某法\n第一条　略。", "", "某某法"), ("# 《某公司数据制度》\n第一条　略。", "", "某公司数据制度"),
]


@pytest.mark.parametrize(("text", "declared", "title"), TITLES)
def test_the_title_is_the_line_that_names_a_rule(text: str, declared: str, title: str) -> None:
    assert find(parse(text), declared).title == title


def test_files_of_every_kind_can_be_added(data: Path) -> None:
    for number, (name, content) in enumerate(files_of(RULE).items()):
        document, found = read(read_bytes(content, name))
        assert len(document.articles) == 4 and found.effective == date(2025, 3, 1), name
        assert found.title == TITLE, (number, name)


def files_of(text: str) -> dict[str, bytes]:
    """The same rule as txt in two encodings, md, html and docx."""
    page = "".join(f"<p>{line}</p>" for line in text.strip().split("\n"))
    html = f"<html><body>{page}</body></html>".encode()
    return {"a.txt": text.encode(), "b.txt": text.encode("gb18030"), "c.md": f"# {text}".encode(), "d.html": html,
            "e.docx": samples.docx(text.strip().split("\n"))}


def test_a_signature_goes_with_the_text_that_is_removed(data: Path, no_index: None, kg: Callable[..., tuple[str, str]]) -> None:
    put()
    kg("review", TITLE, "--as-of", "2025-06-01", "--sign", "张三", "--articles", "2")
    assert "人工核对（张三" in kg("review", TITLE)[0]
    kg("remove", TITLE, "--yes")
    assert not list(own_dir(data).rglob("signed/*.toml"))
    put()
    assert "人工核对（张三" not in kg("review", TITLE)[0]
