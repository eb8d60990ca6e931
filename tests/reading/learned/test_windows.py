"""What the learned reader sees: a sentence, the words before it in its article, and its verb phrases."""

from __future__ import annotations

import pytest

from kg.corpus.structure import parse
from kg.reading.grammar import pipeline
from kg.reading.learned.windows import BEFORE, LONGEST, Window, windows
from kg.reading.stretches import stretches


def seen(text: str) -> list[Window]:
    document = parse(text, "某办法")
    units = list(stretches(document))
    return [w for u, r in zip(units, pipeline.read(u.text for u in units), strict=True) for w in windows(document, u, r.sentences)]


def phrases(window: Window) -> list[str]:
    return [window.text[p.start : p.end] for p in window.phrases]


@pytest.mark.parametrize(("text", "wanted"), [
    ("第一条　运维组应当整改，并报告信息技术部。", [["运维组应当整改", "并报告信息技术部"]]),
    ("第一条　合规部审核。办公室报送总经理。", [["合规部审核"], ["办公室报送总经理"]]),
    ("第一条　值班人员应当：\n（一）登记来电；\n（二）通知运维组。", [["值班人员应当"], ["登记来电"], ["通知运维组"]]),
])
def test_each_sentence_has_its_verb_phrases(text: str, wanted: list[list[str]]) -> None:
    assert [phrases(w) for w in seen(text)] == wanted


def test_the_words_before_are_those_of_the_same_article() -> None:
    one, two, three = seen("第一条　合规部审核。办公室报送总经理。\n第二条　信息技术部备份。")
    assert "合规部审核" in two.text and "办公室" not in one.text
    assert "办公室" not in three.text and three.text.endswith("信息技术部备份。")


def test_a_member_of_a_list_is_seen_with_its_lead() -> None:
    text = "第一条　值班人员应当履行下列职责：\n" + "".join(f"（{n}）登记第{n}类来电并逐项核对有关事项的内容是否完整；\n" for n in "一二三四五六七八")
    last = seen(text)[-1]
    assert last.text.startswith("值班人员应当履行下列职责：…") and "第八类" in last.text and "第二类" not in last.text


def test_offsets_of_phrases_are_those_of_the_stretch() -> None:
    document = parse("第一条　合规部审核。办公室报送总经理，并抄送董事会。", "某办法")
    (unit,) = stretches(document)
    (reading,) = pipeline.read([unit.text])
    for window in windows(document, unit, reading.sentences):
        for p in window.phrases:
            assert unit.text[p.at : p.at + p.end - p.start] == window.text[p.start : p.end]


def test_long_sentences_are_cut_off() -> None:
    (window,) = seen("第一条　" + "运维组应当检查设备，" * 200 + "并报告。")
    assert len(window.text) <= BEFORE + LONGEST and all(p.end <= len(window.text) for p in window.phrases)
