"""No file takes more time or memory than its limits allow, whatever it claims to be, and each limit is named with the remedy."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from kg.corpus.readers import LIMITS, ReadError, read_bytes, read_stream
from kg.corpus.readers.kinds import kind_of
from kg.corpus.readers.word import read_docx
from tests import samples

LINES = [line for line in samples.LAW.splitlines() if line]
MB = 1_000_000


def refused(data: bytes, name: str, **limits: float) -> str:
    """The one line that says why a file is not read."""
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name, replace(LIMITS, **limits))
    assert name in str(caught.value) and "\n" not in str(caught.value) and "；请" in str(caught.value)
    return str(caught.value)


def repacked(data: bytes, changed: dict[str, bytes], **options: int) -> bytes:
    """A docx with some of its files changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", **options or {"compression": zipfile.ZIP_DEFLATED}) as new:
        for name in {**dict.fromkeys(old.namelist()), **changed}:
            new.writestr(name, changed.get(name) if name in changed else old.read(name))
    return out.getvalue()


def lying(data: bytes, member: str, size: int) -> bytes:
    """A zip whose headers name another size for a file than it has."""
    out = bytearray(data)
    at = -1
    while (at := out.find(member.encode(), at + 1)) >= 0:
        for signature, head, field in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
            if out[at - head : at - head + 4] == signature:
                out[at - head + field : at - head + field + 4] = struct.pack("<I", size)
    return bytes(out)


LAW = samples.docx(LINES)
HUGE = repacked(LAW, {"word/document.xml": b"\0" * 120 * MB})


# ── docx ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("claimed", [0, 1_000, 120 * MB, 2**32 - 2])
def test_what_a_docx_says_of_its_size_is_not_believed(claimed: int) -> None:
    data = lying(HUGE, "word/document.xml", claimed)
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"压缩炸弹|不是完好的"):
        read_docx(data, "a.docx", replace(LIMITS, member=5 * MB))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25 * MB


def test_a_docx_that_claims_to_be_larger_than_it_is_is_read() -> None:
    claims = lying(LAW, "word/styles.xml", 3_000_000_000)
    assert read_bytes(claims, "a.docx") == read_bytes(LAW, "a.docx")


def test_many_files_that_are_small_alone_are_counted_together() -> None:
    parts = {f"word/part{n}.xml": b" " * 200_000 for n in range(20)}
    assert "压缩炸弹" in refused(repacked(LAW, parts), "a.docx", unpacked=3 * MB)
    assert "压缩炸弹" in refused(repacked(LAW, {f"word/{n}.xml": b"" for n in range(60)}), "a.docx", members=50)
    assert read_bytes(repacked(LAW, parts), "a.docx").text == "\n".join(LINES)


def test_pictures_are_not_unpacked() -> None:
    assert read_bytes(repacked(LAW, {"word/media/a.png": b"\0" * 8 * MB}), "a.docx", replace(LIMITS, unpacked=4 * MB)).text == "\n".join(LINES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("member", ["word/document.xml", "[Content_Types].xml", "word/numbering.xml"])
def test_a_docx_with_entities_is_refused(member: str, encoding: str) -> None:
    rounds = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a0 "罚">{rounds}]><x>&a9;</x>'.encode(encoding)
    assert "实体" in refused(repacked(LAW, {member: bomb}), "a.docx")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_than_those_of_word_are_refused(method: int) -> None:
    assert "不是完好的 docx" in refused(repacked(LAW, {}, compression=method), "a.docx")


# ── pdf, html and plain text ─────────────────────────────────────────────────────────────────────────────────────────────

SHARED = samples.pdf([[f"第{n}条　网络运营者应当履行网络安全保护义务。" for n in range(60)]], times=1_990)


def test_a_pdf_whose_pages_share_a_stream_ends_at_the_limit_of_characters() -> None:
    assert len(SHARED) < 320_000 and "超过 5,000 字" in refused(SHARED, "a.pdf", characters=5_000)


def test_a_pdf_that_takes_too_long_is_stopped() -> None:
    assert "超过 0.5 秒" in refused(SHARED, "a.pdf", seconds=0.5)


def test_a_pdf_of_too_many_pages_is_named() -> None:
    assert "超过 100 页" in refused(SHARED, "a.pdf", pages=100)


@pytest.mark.skipif(os.name == "nt", reason="no limit of memory on Windows")
def test_a_file_that_takes_too_much_memory_is_stopped() -> None:
    page = b"<html><body>" + b"<p>a</p>" * 900_000
    assert "内存超过 200 MB" in refused(page, "a.html", memory=200 * MB)


@pytest.mark.parametrize(("name", "data", "limit"), [
    ("a.txt", ("第一条　应当报告。\n" * 100).encode(), "characters"),
    ("a.txt", ("第一条　应当报告。\n" * 100).encode("gb18030"), "characters"),
    ("a.txt", ("第一条　应当报告。\n" * 100).encode("utf-16"), "characters"),
    ("a.html", ("<html>" + "<p>第一条　应当报告。</p>" * 100).encode(), "characters"),
    ("a.docx", samples.docx(["第一条　应当报告。"] * 100), "characters"),
    ("a.txt", ("第一条　" + "应当报告，" * 100).encode(), "line"),
    ("a.html", ("<html><p>第一条　" + "应当报告，" * 100).encode(), "line"),
    ("a.docx", samples.docx(["第一条　" + "应当报告，" * 100]), "line"),
    ("a.pdf", samples.pdf([["第一条　应当报告，网络运营者应当按照规定", *["应当报告，网络运营者应当按照规定应当报告"] * 20]]), "line"),
])
def test_a_text_that_is_too_long_is_refused_by_its_characters_and_by_its_lines(name: str, data: bytes, limit: str) -> None:
    assert {"characters": "超过 300 字；", "line": "一行超过 300 字；"}[limit] in refused(data, name, **{limit: 300})
    assert read_bytes(data, name, replace(LIMITS, **{limit: 1_100})).text.strip()


@pytest.mark.parametrize("data", [b"a" * 18 * MB, "问".encode() * 4 * MB, b"\xd0\xa1" * 6 * MB], ids=["ascii", "utf-8", "gbk"])
def test_twelve_megabytes_of_text_are_refused_before_they_are_decoded(data: bytes) -> None:
    tracemalloc.start()
    said = refused(data, "a.txt")
    assert "1,000,000 字" in said and tracemalloc.get_traced_memory()[1] < MB
    tracemalloc.stop()


def test_no_more_is_taken_from_a_stream_than_a_file_may_have() -> None:
    stream = io.BytesIO(b"a" * 5_000)
    with pytest.raises(ReadError, match="标准输入 超过"):
        read_stream(stream, "标准输入", replace(LIMITS, size=1_000))
    assert stream.tell() == 1_001


def test_a_row_of_comments_is_no_riddle() -> None:
    """It could be read in 2^n ways by a pattern that lets a comment run on over its end."""
    assert kind_of(b"<!-- a -->" * 190 + b"x", "a") == "plain" and kind_of(b"<!-- a -->" * 100 + b"<html>", "a") == "html"
