"""The text of a pdf, with pages joined, running heads and page numbers dropped, and wrapped lines put together again."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from kg.corpus.readers.limits import LIMITS, Limits
from kg.corpus.readers.plain import ReadError, check_length
from kg.law.numerals import NUMERAL

if TYPE_CHECKING:
    from pypdf import PdfReader

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·\s]*\Z")
_STARTS = re.compile(rf"第{NUMERAL}[编章节条]|[（(]{NUMERAL}[）)]|[一二三四五六七八九十]+、|\d{{1,3}}[.．、]|附件|附录|附表")
_TITLE = re.compile(r"(?:法|条例|办法|规定|规则|细则|指引|准则|标准|决定|通知|令)\Z")
_HEADING = re.compile(rf"第{NUMERAL}[编章节](?!.*[。；])")
_CLOSING = ("。", "；", "：", ";", ":", "。”", "）")
# Fonts share a glyph between a character and its radical, and PDF writers then note the radical (⽹ for 网).
# NFKC undoes the Kangxi radicals; of the supplement block, these stand for words.
_RADICALS = "⺁厂⺊卜⺎兀⺒巳⺓幺⺝月⺟母⺠民⺩王⺬示⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车"
_RADICALS += "⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
_WORDS = dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True)) | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
}
_WORDS |= dict.fromkeys(range(0x2000, 0x200B), " ") | {0x2003: "　", 0xA0: " "}
_HAN = r"\u3400-\u9fff\u3000-\u303f\uff00-\uffef"
_GAP = re.compile(rf"(?<=[{_HAN}])(?<![编章节条])[ \t]+(?=[{_HAN}])")


def read_pdf(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    """The text of a PDF that has a text layer.

    Raises ReadError for scans, for locked, broken or overlong files, and for fonts that encode no text.
    """
    pages = _pages(data, name, limits)
    text = "\n".join(pages)
    words = len(re.sub(r"\s", "", text))
    if words < 10 * max(1, len(pages)) and words < 200:
        raise ReadError(f"{name} 没有文字层（多为扫描件）；请先做文字识别（OCR）再读")
    if len(re.findall(r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]", text)) > words // 20:
        raise ReadError(f"{name} 的字体没有文字编码，取不出可靠的文字；请另存为 docx 或 txt")
    return "\n".join(_unwrapped(_without_furniture(pages)))


def _pages(data: bytes, name: str, limits: Limits) -> list[str]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"{name} 有密码；请解除密码后再读")
        if len(reader.pages) > limits.pages:
            raise ReadError(f"{name} 超过 {limits.pages} 页；请拆分后再读")
        return _texts(reader, name, limits.characters)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # pypdf raises many kinds on damaged files
        raise ReadError(f"{name} 不是完好的 PDF（{type(error).__name__}）；请重新下载或另存为 docx、txt") from error


def _texts(reader: PdfReader, name: str, longest: int) -> list[str]:
    """The text of each page, given up as soon as there is too much: many pages may share what they show."""
    texts: list[str] = []
    total = 0
    for page in reader.pages:
        texts.append(page.extract_text().translate(_WORDS))
        total += len(texts[-1])
        check_length(total, name, longest)
    return texts


def _without_furniture(pages: list[str]) -> list[str]:
    """All lines except page numbers and what recurs at the top or bottom of most pages."""
    lines = [[_GAP.sub("", line.strip()) for line in page.splitlines() if line.strip()] for page in pages]
    seen = Counter(shape for page in lines for shape in {_shape(page[i]) for i in _edges(page)})
    running = {shape for shape, n in seen.items() if len(lines) > 2 and n > len(lines) / 2}
    kept = []
    for number, page in enumerate(lines):
        drop = {i for i in _edges(page) if _shape(page[i]) in running or _PAGE_NUMBER.match(page[i])}
        if number == 0:
            drop -= {i for i in drop if _TITLE.search(page[i])}
        kept += [line for i, line in enumerate(page) if i not in drop]
    return kept


def _edges(page: list[str]) -> set[int]:
    """The indices of the first and last lines of a page, three of each or fewer if the page is short."""
    depth = min(3, 1 + len(page) // 8)
    return {i for i in range(len(page)) if i < depth or i >= len(page) - depth}


def _shape(line: str) -> str:
    """A line with its figures blotted out, so that 第 3 页 and 第 4 页 are the same furniture."""
    return re.sub(r"\d+", "0", line)


def _unwrapped(lines: list[str]) -> list[str]:
    """The lines put together into paragraphs.

    A line begins a paragraph if it starts with a number of the law (第三条, （二）) or if the line before it was closed. A
    line is closed if it is a heading, a title line, or a line that stops short after a full stop.
    """
    width = sorted(map(len, lines))[len(lines) * 9 // 10] if lines else 0
    out: list[str] = []
    open_ = body = False
    for line in lines:
        starts = bool(_STARTS.match(line))
        body = body or (starts and not _HEADING.match(line))
        if open_ and not starts:
            out[-1] += _joint(out[-1], line) + line
        else:
            out.append(line)
        short = len(line) < width - 2
        open_ = not _HEADING.match(line) and not (short and (not body or line.endswith(_CLOSING)))
    return out


def _joint(before: str, after: str) -> str:
    return " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum() else ""
