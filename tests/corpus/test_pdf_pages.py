"""A PDF is read where its words stand, whatever the order they are drawn in, and only the words of the text are read."""

from __future__ import annotations

import pytest

from kg.corpus.readers import read_bytes
from kg.corpus.readers.pdf import read_pdf
from tests.samples import placed_pdf

Words = tuple[float, float, float, str]
LEFT, RIGHT, TOP = 70.0, 70.0 + 12 * 36, 740.0
ARTICLES = [
    "网络运营者应当按照网络安全等级保护制度的要求，履行下列安全保护义务，保障网络免受干扰、破坏或者未经授权的访问，防止网络数据泄露。",
    "发生危害网络安全的事件时，立即启动应急预案，采取相应的补救措施。\n并按照规定向有关主管部门报告。报告的内容由国家网信部门规定。",
    "违反本办法第一条规定的，由有关主管部门责令改正。",
]
NUMBERS = "一二三四五六七八九"


def set_out(first: int = 1, bodies: list[str] | None = None, top: float = TOP, numbers: bool = True) -> list[Words]:
    """Articles as a printer sets them: lines of 36 characters, 20 points apart, with the first of each paragraph indented."""
    out: list[Words] = []
    for n, body in enumerate(bodies or ARTICLES, first):
        for k, paragraph in enumerate(body.split("\n")):
            words = (f"第{NUMBERS[n - 1]}条　" if numbers or k else "　　　　") * (k == 0) + paragraph
            room, left = 34, LEFT + 24
            while words:
                more = room + (words[room : room + 1] in "，。；" and len(words) > room)
                out.append((left, top, 12, words[:more]))
                words, room, left, top = words[more:], 36, LEFT, top - 20
    return out


def whole(first: int = 1, bodies: list[str] | None = None) -> list[str]:
    return [line for n, body in enumerate(bodies or ARTICLES, first) for line in f"第{NUMBERS[n - 1]}条　{body}".split("\n")]


def lines(*pages: list[Words]) -> list[str]:
    return read_bytes(placed_pdf(list(pages)), "a.pdf").text.split("\n")


def test_paragraphs_are_whole_and_apart() -> None:
    assert lines(set_out()) == whole()


def test_numbers_drawn_last_and_twice_stand_where_they_are_seen() -> None:
    page = set_out()
    bold = [(x, y, size, words[:3]) for x, y, size, words in page if words.startswith("第")]
    rest = [(x + 36, y, size, words[3:]) if words.startswith("第") else (x, y, size, words) for x, y, size, words in page]
    twice = [(x + 0.3, y, size, words) for x, y, size, words in bold]
    assert lines([*rest, *bold, *twice]) == whole()


def test_lines_drawn_from_the_foot_to_the_top_are_in_order() -> None:
    assert lines(set_out()[::-1]) == whole()


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = []
    for n in (1, 2, 3, 4):
        head = (LEFT, 800.0, 9.0, "网络安全管理办法" if n % 2 else "国务院公报　2026年第3号")
        pages.append([(LEFT, 780.0, 18.0, "网络安全管理办法")] * (n == 1) + set_out(n, [ARTICLES[0]]) + [head, (280.0, 40.0, 9.0, f"— {n} —")])
    assert lines(*pages) == ["网络安全管理办法", *whole(1, [ARTICLES[0]] * 4)]


@pytest.mark.parametrize(("head", "foot"), [
    ("11/29/26, 10:08 PM 网络安全管理办法", "https://www.example.gov.cn/a.html 1/1"), ("2026/11/29 22:08 网络安全管理办法", "file:///tmp/a.html 1/1"),
    ("2026/11/29 下午10:08 网络安全管理办法", "1/1"),
])
def test_what_a_browser_prints_around_a_page_is_left_out(head: str, foot: str) -> None:
    page = [(LEFT, 770.0, 18.0, "网络安全管理办法"), *set_out(), (20.0, 825.0, 8.0, head), (20.0, 15.0, 8.0, foot)]
    assert lines(page) == ["网络安全管理办法", *whole()]


def test_footnotes_and_their_marks_are_no_words_of_the_article() -> None:
    page = set_out()
    x, y, _, words = page[0]
    note = [(LEFT, 90.0, 8.0, "1 参见《网络安全法》第二十三条。"), (LEFT, 79.0, 8.0, "2 本条为定义条款，"), (LEFT, 68.0, 8.0, "接上行。")]
    marked = [(x, y, 12.0, words[:10]), (x + 120, y + 5, 7.0, "1"), (x + 127, y, 12.0, words[10:])]
    assert lines([*marked, *page[1:], *note]) == whole()


def test_small_type_without_a_mark_is_kept() -> None:
    assert lines([*set_out(), (LEFT, 90.0, 8.0, "附件中的小字是正文。")])[-1] == "附件中的小字是正文。"


def test_two_columns_are_read_one_after_the_other() -> None:
    bodies = [("甲乙丙丁戊己庚辛壬癸" * 9)[n : n + 76] + "。" for n in range(6)]
    page: list[Words] = []
    rows = [row for n, body in enumerate(bodies) for row in [f"第{NUMBERS[n]}条　{body}"[i : i + 18] for i in range(0, 81, 18)]]
    for k, row in enumerate(rows):
        page.append((LEFT + 260 * (k >= 15), TOP - 20 * (k % 15), 12, row))
    page = page[::2] + page[1::2]
    assert [line for line in lines(page) if line.startswith("第")] == [f"第{NUMBERS[n]}条　{body}" for n, body in enumerate(bodies)]


def test_text_that_stands_askew_is_a_watermark() -> None:
    askew = placed_pdf([[*set_out(), (0, 0, 40, "内部资料")]])
    turned = askew.replace(b"BT /F 40 Tf 0 0 Td", b"BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm")
    assert read_pdf(_sized(turned), "a.pdf").split("\n") == whole()


def _sized(data: bytes) -> bytes:
    """The file with the length of its stream corrected (pypdf finds the objects again by itself)."""
    start = data.index(b"stream\n", data.index(b"BT /F") - 30) + 7
    end = data.index(b"\nendstream", start)
    at = data.rindex(b"/Length ", 0, start)
    return data[: at + 8] + str(end - start).encode() + data[data.index(b" >>", at) :]


def test_what_cannot_be_followed_is_read_in_the_order_of_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.corpus.readers import pdf

    def lost(*_: object) -> None:
        raise ImportError("no such font")

    monkeypatch.setattr(pdf, "glyphs_of", lost)
    assert "".join(read_pdf(placed_pdf([set_out()]), "a.pdf").split()) == "".join("".join(whole()).split())
