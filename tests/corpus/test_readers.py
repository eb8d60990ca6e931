"""Every kind of file gives the same law; whatever cannot be read says why in one line."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.readers import LIMITS, ReadError, read, read_bytes
from kg.corpus.readers.kinds import kind_of, text_of
from kg.corpus.structure import parse
from tests import samples

LAW = samples.LAW
LINES = [line for line in LAW.splitlines() if line]
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>测试网络安全管理办法_某网</title><style>p{{}}</style></head>
<body><nav><ul><li>首页</li><li>政务公开</li></ul></nav><div class=c><div id=t>{"".join(f"<p>{x}</p>" for x in LINES)}
</div></div><div>主办单位：某机关<br>京ICP备1号</div><script>var 第四条 = 1;</script></body></html>"""


def _shape(text):
    """Articles with their words, the way a reader of the law sees them."""
    tree = parse(text)
    return [("".join(tree.text_of(a).split()), len(a.children)) for a in tree.articles]


WRAPPED = [
    ["测试网络安全管理办法", "第一章　总则",
     "第一条　为了保障网络安全，维护网络空间主权和社会公共利益，保护公民、法人的合法权益，制定本办法。",
     "第二条　本办法所称网络运营者，是指网络的",
     "所有者和管理者。", "网络运营者应当履行下列义务：", "- 1 -"],
    ["（一）制定制度；", "（二）留存日志不少于六个月。", "第二章　附则", "第三条　本办法自2024年1月1日起施行。", "- 2 -"],
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("law.txt", LAW.encode()),
        ("bom.txt", LAW.encode("utf-8-sig")),
        ("windows.txt", LAW.replace("\n", "\r\n").encode("gb18030")),
        ("gbk.md", LAW.encode("gbk")),
        ("utf16.txt", LAW.encode("utf-16")),
        ("law.docx", samples.docx(LAW.splitlines())),
        ("law.html", PAGE.encode()),
        ("gbk.html", PAGE.replace("utf-8", "gb2312").encode("gb2312")),
        ("no-suffix", PAGE.encode()),
        ("law.pdf", samples.pdf(WRAPPED)),
    ],
)
def test_every_kind_gives_the_same_articles(name, data):
    reading = read_bytes(data, name)
    assert _shape(reading.text) == _shape(LAW)
    assert "ICP" not in reading.text and "首页" not in reading.text


def test_a_page_declares_its_title():
    assert read_bytes(PAGE.encode(), "a.html").title == "测试网络安全管理办法"


def test_word_numbers_that_are_not_stored_with_the_words_are_written_out():
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word = Document()
    numbering = word.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for words in ("为了保障网络安全。", "本办法自公布之日起施行。"):
        properties = word.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'))
    buffer = io.BytesIO()
    word.save(buffer)
    text = read_bytes(buffer.getvalue(), "numbered.docx").text
    assert text.splitlines() == ["第一条 为了保障网络安全。", "第二条 本办法自公布之日起施行。"]


def test_tables_in_word_are_read_in_place():
    assert read_bytes(samples.docx(["附表"], ["事件", "时限"]), "t.docx").text.split() == ["附表", "事件", "时限"]


def test_running_heads_and_wrapped_lines_of_a_pdf_are_put_right():
    pages = [["某某公报", f"第{n}条　网络运营者应当按照国家规定履行网络安全保护", "义务。", str(i)] for i, n in enumerate("一二三四", 1)]
    text = read_bytes(samples.pdf(pages), "gazette.pdf").text
    assert text.splitlines() == [f"第{n}条　网络运营者应当按照国家规定履行网络安全保护义务。" for n in "一二三四"]


def test_radicals_and_odd_blanks_that_pdf_writers_note_become_words():
    page = ["第⼀章\u2003总则", "第⼀条\u2003⽹络运营者应当向⻓江⺠政部⻔报告。", "第⼆条 ⻅ 附件。"]
    text = read_bytes(samples.pdf([page]), "radicals.pdf").text
    assert text.splitlines() == ["第一章　总则", "第一条　网络运营者应当向长江民政部门报告。", "第二条 见附件。"]


BOMB = samples.zipped({"[Content_Types].xml": b"", "word/document.xml": b"\0" * 150_000_000})
BAD = [
    ("empty.txt", b"", "没有任何文字"),
    ("blank.txt", " 　\n\n".encode(), "没有任何文字"),
    ("binary.txt", bytes(range(256)) * 40, "编码"),
    ("big5.txt", "證券期貨業網絡和信息安全管理辦法應當遵守".encode("big5"), "编码"),
    ("cut.txt", LAW.encode()[:100] + b"\xff\xfe\xfd" + LAW.encode()[100:], "编码"),
    ("scan.pdf", samples.pdf([[], [], []]), "扫描"),
    ("broken.pdf", b"%PDF-1.7\nnothing here", "不是完好的 PDF"),
    ("text.pdf", LAW.encode(), "不是完好的 PDF"),
    ("cut.docx", samples.docx(LINES)[:500], "不是完好的 docx"),
    ("text.docx", LAW.encode(), "不是完好的 docx"),
    ("book.zip", samples.zipped({"a.txt": b"a"}), "不是 Word 文档"),
    ("hollow.docx", samples.zipped({"word/document.xml": b"<x/>"}), "不是完好的 Word"),
    ("bomb.docx", BOMB, "压缩炸弹"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
    ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 60, "OCR"),
    ("empty.html", b"<html><body><script>1</script></body></html>", "没有任何文字"),
    ("large.txt", b"a" * (LIMITS.size + 1), "20 MB"),
]


@pytest.mark.parametrize(("name", "data", "words"), BAD, ids=[b[0] for b in BAD])
def test_what_cannot_be_read_says_why_in_one_line(name, data, words):
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert words in str(caught.value) and name in str(caught.value) and "\n" not in str(caught.value)


def test_a_locked_pdf_is_named(tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(ReadError, match="密码"):
        read(tmp_path / "locked.pdf")


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(ReadError, match="找不到"):
        read(tmp_path / "no.txt")
    with pytest.raises(ReadError, match="文件夹"):
        read(tmp_path)
    with pytest.raises(ReadError, match="无法读取"):
        read(tmp_path / "a\0b")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root reads everything")
def test_a_forbidden_file_is_named(tmp_path):
    path = tmp_path / "law.txt"
    path.write_text(LAW, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="无法读取"):
        read(path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf", "a"]),
       st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", b"\xef\xbb\xbf"]))
def test_any_bytes_give_text_or_a_read_error(data, name, head):
    """What the other process does, which need not be started for each of them."""
    try:
        assert isinstance(text_of(head + data, name, kind_of(head + data, name), LIMITS).text, str)
    except ReadError as error:
        assert "\n" not in str(error)
