"""Small files of every kind, made by hand so that the tests know each byte in them."""

from __future__ import annotations

import io
import zipfile

LAW = """测试网络安全管理办法

第一章　总则

第一条　为了保障网络安全，维护网络空间主权和社会公共利益，保护公民、法人的合法权益，制定本办法。
第二条　本办法所称网络运营者，是指网络的所有者和管理者。
网络运营者应当履行下列义务：
（一）制定制度；
（二）留存日志不少于六个月。

第二章　附则

第三条　本办法自2024年1月1日起施行。
"""


def docx(lines: list[str], table: list[str] | None = None) -> bytes:
    """A Word file with one paragraph a line, and one table row."""
    from docx import Document

    word = Document()
    for line in lines:
        word.add_paragraph(line)
    if table:
        row = word.add_table(rows=1, cols=len(table)).rows[0]
        for cell, words in zip(row.cells, table, strict=True):
            cell.text = words
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def pdf(pages: list[list[str]], times: int = 1) -> bytes:
    """A PDF with a text layer: two-byte codes that a ToUnicode map turns back into characters.

    With ``times`` each page is there so many times, and all of them share one stream.
    """
    streams = ["".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines) for lines in pages]
    return _pdf([f"BT /F 12 Tf 50 750 Td\n{shown}ET" for shown in streams], times)


def placed_pdf(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
    """A PDF whose words stand where each page says, and are drawn in that order: left end, baseline, size and words."""
    drawn = [[f"BT /F {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET" for x, y, size, words in page] for page in pages]
    return _pdf(["\n".join(page) for page in drawn], 1)


def _pdf(streams: list[str], times: int) -> bytes:
    cmap = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""
    first, count = 6 + len(streams), len(streams) * times
    kids = " ".join(f"{first + i} 0 R" for i in range(count))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /DW 1000 >>",
        _stream(cmap),
    ]
    objects += [_stream(shown.encode()) for shown in streams]
    objects += [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents {6 + i // times} 0 R >>".encode()
        for i in range(count)
    ]
    return _assembled(objects)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _assembled(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
