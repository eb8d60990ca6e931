"""The text of a pdf, with its lines in the order of reading, its furniture and notes left out, and its paragraphs whole again."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.corpus.readers.glyphs import Glyph, glyphs_of, in_drawing_order
from kg.corpus.readers.limits import LIMITS, Limits
from kg.corpus.readers.pages import body_size, lines_of, rows_of, without_furniture, without_notes
from kg.corpus.readers.paragraphs import joined
from kg.corpus.readers.plain import ReadError, check_length

if TYPE_CHECKING:
    from pypdf import PdfReader

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")


def read_pdf(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    """The text of a PDF that has a text layer.

    Raises ReadError for scans, for locked, broken or overlong files, and for fonts that encode no text.
    """
    pages = _pages(data, name, limits)
    text = "".join(g.text for page in pages for g in page)
    words = len(re.sub(r"\s", "", text))
    if words < 10 * max(1, len(pages)) and words < 200:
        raise ReadError(f"{name} 没有文字层（多为扫描件）；请先做文字识别（OCR）再读")
    if len(_NO_TEXT.findall(text)) > words // 20:
        raise ReadError(f"{name} 的字体没有文字编码，取不出可靠的文字；请另存为 docx 或 txt")
    lines = without_furniture(lines_of(pages))
    return "\n".join(joined(rows_of(without_notes(lines, body_size(lines)))))


def _pages(data: bytes, name: str, limits: Limits) -> list[list[Glyph]]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"{name} 有密码；请解除密码后再读")
        if len(reader.pages) > limits.pages:
            raise ReadError(f"{name} 超过 {limits.pages} 页；请拆分后再读")
        return list(_drawn(reader, name, limits.characters))
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # pypdf raises many kinds on damaged files
        raise ReadError(f"{name} 不是完好的 PDF（{type(error).__name__}）；请重新下载或另存为 docx、txt") from error


def _drawn(reader: PdfReader, name: str, longest: int) -> Iterator[list[Glyph]]:
    """The characters of each page, given up as soon as there are too many: many pages may share what they show."""
    from pypdf.errors import PyPdfError

    fonts: dict[int, Any] = {}
    total = 0
    for page in reader.pages:
        try:
            glyphs = glyphs_of(page, fonts)
        except (TypeError, ValueError, LookupError, AttributeError, ImportError, PyPdfError):  # what is drawn cannot be followed
            glyphs = in_drawing_order(page.extract_text())
        total += len(glyphs)
        check_length(total, name, longest)
        yield glyphs
