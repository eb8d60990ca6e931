"""Lines cut at a fixed width are paragraphs again, and what was never cut stays as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.readers.paragraphs import unwrapped
from kg.corpus.structure import parse
from tests import samples
from tests.reference import REFERENCE, SLUGS, needs_reference


def cut(text: str, width: int, indent: bool = False, hang: int = 0) -> str:
    """The text as a program of the eighties writes it: lines of a fixed width, with marks hanging over the margin or not."""
    out = []
    for line in text.split("\n"):
        words, columns = "　　" * (indent and bool(line)), 4 * (indent and bool(line))
        for char in line.strip():
            wide = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
            if columns + wide > width and not (char in "，。；：、）》”" and columns + wide <= width + hang):
                out.append(words)
                words, columns = "", 0
            words, columns = words + char, columns + wide
        out.append(words)
    return "\n".join(out)


def shape(text: str) -> list[tuple[str, list[str]]]:
    tree = parse(text)
    return [("".join(tree.text_of(a).split()), ["".join(tree.text_of(p).split()) for p in a.children]) for a in tree.articles]


LAW = samples.LAW.replace("制定本办法。", "根据《中华人民共和国网络安全法》《中华人民共和国数据安全法》等法律、行政法规，制定本办法。")


@pytest.mark.parametrize("indent", [False, True])
@pytest.mark.parametrize("width", [36, 40, 44])
def test_a_cut_text_has_its_paragraphs_again(width: int, indent: bool) -> None:
    torn = cut(LAW, width, indent)
    assert shape(unwrapped(torn)) == shape(LAW) and shape(torn) != shape(LAW)


@needs_reference
@pytest.mark.parametrize("slug", sorted(set(SLUGS.values())))
def test_official_texts_survive_being_cut(slug: str) -> None:
    """An indent says where a paragraph begins; without one, a sentence that ends at the margin may end the paragraph or not."""
    text = (REFERENCE / f"{slug}.txt").read_text("utf-8")
    whole = shape(text)
    for width in (40, 66, 76):
        assert shape(unwrapped(cut(text, width, indent=True))) == whole
        bare = shape(unwrapped(cut(text, width)))
        assert [words for words, _ in bare] == [words for words, _ in whole]
        assert sum(a == b for a, b in zip(bare, whole, strict=True)) > 0.9 * len(whole) - 1
    assert unwrapped(text) == text


@pytest.mark.parametrize("text", [
    "甲公司\n2026年1月1日\n关于乙的请示\n各部门：\n现将有关情况报告如下，请按照规定认真研究，并于本月底以前将意见反馈给合规部，逾期视为没有意见。",
    "一、关于甲公司信息系统中断的情况说明\n二、关于乙公司信息系统中断的情况说明\n三、关于丙公司信息系统中断的情况说明\n四、其他",
    "| 事件 | 报告时限 | 报告对象 | 依据 |\n| --- | --- | --- | --- |\n| 中断 | 一小时内 | 证监局 | 办法 |\n| 泄露 | 二小时内 | 网信办 | 条例 |",
    "- 甲系统应当每年演练一次并留存记录\n- 乙系统应当每年演练一次并留存记录\n- 丙系统应当每年演练一次并留存记录\n- 丁系统应当演练",
])
def test_short_lines_of_other_texts_are_left_alone(text: str) -> None:
    assert unwrapped(text) == text


@pytest.mark.parametrize(("lines", "joined"), [
    (["运营者依照本办法第十二", "条的规定报告。"], "运营者依照本办法第十二条的规定报告。"),
    (["违反《中华人民共和国网络", "安全法》的，处罚。"], "违反《中华人民共和国网络安全法》的，处罚。"),
    (["有本办法第十六条第一款第", "（三）项规定情形的除外。"], "有本办法第十六条第一款第（三）项规定情形的除外。"),
])
def test_a_citation_that_breaks_over_a_line_is_whole(lines: list[str], joined: str) -> None:
    """The width of these lines is that of all others."""
    full = len(lines[0])
    other = "网" * full + "\n" + "络" * full + "\n" + "安" * full + "\n全。"
    assert joined in unwrapped("\n\n".join([other, "\n".join(lines), other]))


@given(st.text(st.sampled_from(list("第一二条款（）。，；：\n 　甲乙丙|#-1.")), max_size=120))
def test_no_word_is_lost_or_added(text: str) -> None:
    assert "".join(unwrapped(text).split()) == "".join(text.split())
