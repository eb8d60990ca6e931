"""The shipped reader of norms on sentences that it did not learn from, and its graph."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from kg.corpus.structure import parse
from kg.law.places import reader_dir
from kg.reading.grammar import pipeline
from kg.reading.grammar.communication import KINDS as TELLING
from kg.reading.learned.reader import KINDS, Opinion, opinions, places, reader_for, reader_of, shipped
from kg.reading.learned.windows import windows
from kg.reading.norms import find_norms
from kg.reading.stretches import stretches

ROOT = Path(__file__).resolve().parents[3]


def judged(text: str) -> list[tuple[str, Opinion]]:
    """Each verb phrase of a text with the opinion on it."""
    document = parse(text, "某制度")
    units = list(stretches(document))
    seen = [list(windows(document, u, r.sentences)) for u, r in zip(units, pipeline.read(u.text for u in units), strict=True)]
    return [(u.text[j.phrase.at : j.phrase.at + j.phrase.end - j.phrase.start], j)
            for u, js in zip(units, opinions(shipped(), seen), strict=True) for j in js]


@pytest.mark.parametrize(("sentence", "kind", "bearer", "recipient"), [
    ("网络运维部应当于每月第三个工作日前向分管副总裁报告上月可用性情况。", "report", "网络运维部", "分管副总裁"),
    ("供应商发现漏洞的，应当立即告知信息技术部。", "inform", "供应商", "信息技术部"),
    ("演练记录由备份管理员保存不少于五年。", "keep", "备份管理员", None),
])
def test_it_sees_what_tells_whom_it_binds_and_who_is_told(sentence: str, kind: str, bearer: str, recipient: str | None) -> None:
    _, told = max(judged("第一条　" + sentence), key=lambda j: j[1].told)
    family = {"inform": {"inform", "notify", "announce", "report"}, "report": {"report", "submit"}}.get(kind, {kind})
    assert told.told > 0.8 and told.norm > 0.8 and told.kind in family
    assert bearer in "".join(n.words for n in told.bearer)
    assert recipient is None or recipient in "".join(n.words for n in told.recipient)


@pytest.mark.parametrize("sentence", [
    "本办法所称重要系统，是指承载交易、结算业务的信息系统。", "为了规范信息系统变更，制定本制度。", "信息系统变更遵循统一管理、分级负责的原则。",
])
def test_definitions_and_purposes_tell_nothing(sentence: str) -> None:
    assert all(j.told < 0.5 for _, j in judged("第一条　" + sentence))


def test_opinions_are_the_same_each_time_and_shares_are_probabilities() -> None:
    text = "第一条　信息技术部应当备份数据，并报送合规部；合规部审核后公布。"
    first = judged(text)
    assert first == judged(text) and len(first) >= 3
    for _, j in first:
        assert all(0 <= share <= 1.0001 for share in (j.told, j.kind_share, j.norm, j.spares)) and j.kind in KINDS


def test_names_stand_in_the_article() -> None:
    text = "第一条　信息技术部负责备份。\n第二条　值班经理接到告警后通知运维组。\n（一）运维组处置；\n（二）同时报值班领导。"
    document = parse(text, "某制度")
    for norm in find_norms(document, reader=shipped()):
        article = document.text_of(next(a for a in document.articles if a.label == norm.article))
        assert all(n in article for n in norm.bearer)


def test_places_are_near_where_the_phrase_is_near() -> None:
    found = places(400, 300, 320)
    assert set(found[300:320]) == {0} and found.min() == 0 and found.max() <= 48
    assert np.all(np.diff(found[:300]) <= 0) and np.all(np.diff(found[320:]) >= 0)


def test_texts_of_the_corpus_are_read_by_the_rules_alone() -> None:
    from dataclasses import replace

    from kg.corpus.loading import load

    version = load().versions[0]
    assert reader_for(version) is None and reader_for(replace(version, user_supplied=True)) is shipped()
    assert reader_of(parse(version.text, version.title)) is None and reader_of(parse("第一条　信息技术部备份。", "某制度")) is shipped()


def test_the_graph_is_what_the_script_writes() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "encoder_graph.py"))["reader"](reader_dir())
    assert made.SerializeToString(deterministic=True) == (reader_dir() / "model.onnx").read_bytes()


def test_its_kinds_are_those_of_the_grammar() -> None:
    assert set(KINDS) == set(TELLING)


@pytest.mark.parametrize("path", sorted((ROOT / "training" / "reader" / "sets" / "K").glob("*.txt")), ids=lambda p: p.stem)
def test_whom_it_names_stands_in_the_article(path: Path) -> None:
    text = path.read_text("utf-8")
    document = parse(text, text.split("\n", 1)[0])
    words = {document.label_of(a): document.text_of(a) for a in document.articles}
    seen = [n for n in find_norms(document, reader=shipped()) if n.rule == "learned"]
    assert len(seen) > 5 and [(n.article, b) for n in seen for b in (*n.bearer, *n.recipient) if b not in words[n.article]] == []
