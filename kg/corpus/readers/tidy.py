"""Characters and numbers that are not what they look like, put right in one place for every kind of file.

PDF writers and those who copy from PDFs leave the radicals of Kangxi for characters (⽹ for 网), typists set blanks inside 第 一 条 or
between all characters of a line, and the letter O stands for 〇. What is right is left as it is, character for character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg.law.numerals import DIGIT

# Fonts share a glyph between a character and its radical, and PDF writers then note the radical.
# NFKC undoes the Kangxi radicals (but ⼾ ⾭, whose modern forms it does not know) and the compatibility ideographs. Of the supplement
# block, these stand for words.
_RADICALS = "⼾户⾭青⺁厂⺊卜⺎兀⺒巳⺓幺⺝月⺟母⺠民⺩王⺬示⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车"
_RADICALS += "⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
_COMPATIBLE = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF), *range(0x2F800, 0x2FA1E))
_CHARACTERS: dict[int, str] = {
    code: plain for code in _COMPATIBLE if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain != chr(code)
}
_CHARACTERS |= dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))
_CHARACTERS |= dict.fromkeys(range(0x2000, 0x200B), " ") | {0x2003: "　", 0x00A0: " "}
_CHARACTERS |= dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x2060, 0xFEFF), "")  # soft hyphens and joints of no width
_CHINESE_DIGIT = "[一二三四五六七八九十百千〇○]"
_LETTER_O = re.compile(rf"(?<={_CHINESE_DIGIT})[OＯ◯]{{1,2}}(?=[一二三四五六七八九十年])")
_BLANK = r"[ 　\t]{0,4}"
_HEAD = re.compile(
    rf"[ 　\t*#]{{0,40}}第{_BLANK}(?:{DIGIT}{_BLANK}){{1,12}}"
    rf"(?:条(?:{_BLANK}之{_BLANK}[一二三四五六七八九十]{{1,3}}(?![一-鿿]))?|[编章节](?=[ 　\t]|\Z))"
)
_INNER = re.compile(r"[ 　\t]+")
_HAN = r"\u3400-\u9fff、-〟！-～"
_SPACED = re.compile(rf"(?<=[{_HAN}0-9]) (?=[{_HAN}0-9])")
_WORDS = re.compile(r"[\u3400-\u9fff]")


def tidy(text: str) -> str:
    """The text with the characters that its writer saw, and with numbers of articles that have no blanks in them.

    Radicals and compatibility ideographs become the characters they stand for, and the letter O between Chinese figures becomes 〇.

    >>> tidy("第 一 条 为了⽹络安全"), tidy("二OO五年"), tidy("数 据 安 全 管 理 办 法")
    ('第一条 为了网络安全', '二〇〇五年', '数据安全管理办法')
    """
    plain = _LETTER_O.sub(lambda m: "〇" * len(m[0]), ordinary(text))
    return "\n".join(_line(line) for line in plain.split("\n"))


def ordinary(text: str) -> str:
    """The text with ordinary characters and blanks for radicals, compatibility ideographs and what has no width."""
    return text.translate(_CHARACTERS)


def _line(line: str) -> str:
    line = _together(line)
    head = _HEAD.match(line)
    if not head:
        return line
    at = line.index("第")
    return line[:at] + _INNER.sub("", line[at : head.end()]) + line[head.end() :]


def _together(line: str) -> str:
    """The line without the blanks that a typist set between all its characters."""
    gaps = len(_SPACED.findall(line))
    if gaps < 5 or 2 * gaps < 0.8 * (len(line.strip()) - 1) or 4 * len(_WORDS.findall(line)) < len(line):
        return line
    return _SPACED.sub("", line)


def without_front_matter(text: str) -> tuple[str, str]:
    """A Markdown text without the block of YAML or TOML at its head, and the title that the block names.

    The title is "" if there is no block, if it names none, or if the text begins with a heading of its own.

    >>> without_front_matter("---\\ntitle: 数据办法\\n---\\n第一条 甲。")
    ('第一条 甲。', '数据办法')
    """
    lines = text.lstrip("\ufeff\n ").split("\n", 201)
    mark = lines[0].rstrip()
    if mark not in ("---", "+++") or len(lines) < 3:
        return text, ""
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in (mark, "...")), 0)
    block = lines[1:end]
    if not block or not all(_META.match(line) for line in block):
        return text, ""
    text = "\n".join(lines[end + 1 :]).lstrip("\n")
    return text, "" if text.startswith("# ") else _named(block)


_PRINT_HEAD = re.compile(
    r"\s{0,40}\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?,?\s{0,4}(?:[上下]午)?\s{0,4}\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?\s{1,200}(\S.{0,120})"
)
_PRINT_FOOT = re.compile(r"\s{0,40}(?:https?|file)://\S{1,400}\s{1,200}\d{1,4}\s?/\s?(\d{1,4})\s*")
_PAGE_NUMBER = re.compile(r"\s{0,100}[-—–－]{1,3}\s{0,4}(\d{1,4})\s{0,4}[-—–－]{1,3}\s*")


def without_print(text: str) -> str:
    """A text that was taken from printed pages, without what the printer set around them.

    That is the line of a browser with day, time and title, the one with address and page of pages, and page numbers between dashes,
    each only if it is there for several pages.

    >>> without_print("第一条 甲应当\\n- 1 -\\f报告。\\n- 2 -\\n"), without_print("1/5/26 10:30 发现\\n1/5/26 10:40 报告")
    ('第一条 甲应当\\n报告。\\n', '1/5/26 10:30 发现\\n1/5/26 10:40 报告')
    """
    lines = text.replace("\n\f", "\n").replace("\f", "\n").split("\n")
    drop: set[int] = set()
    for pattern in (_PRINT_HEAD, _PRINT_FOOT, _PAGE_NUMBER):
        found = [(i, m[1].strip()) for i, line in enumerate(lines) if (m := pattern.fullmatch(line))]
        words = [w for _, w in found]
        pages = [int(w) for w in words] if pattern is _PAGE_NUMBER else []
        if len(found) > 1 and (pages == list(range(pages[0], pages[0] + len(pages))) if pages else len(set(words)) == 1):
            drop |= {i for i, _ in found}
    for step in (1, -1):  # and the blank lines that part them from the text
        for i in sorted(drop):
            at = i + step
            while 0 <= at < len(lines) and at not in drop and not lines[at].strip():
                drop.add(at)
                at += step
    return "\n".join(line for i, line in enumerate(lines) if i not in drop or (i == len(lines) - 1 and not line))


_META = re.compile(r"\s*\Z|\s*#|\s*-(?:\s|\Z)|\s+\S|[\w\u3400-\u9fff. \"'-]{1,40}\s{0,4}[:：=]")
_TITLE = re.compile(r"[\"']?(?:title|标题|名称|法规名称)[\"']?\s{0,4}[:：=]\s{0,4}(.{2,200})", re.IGNORECASE)


def _named(block: Iterable[str]) -> str:
    found = next((m for m in map(_TITLE.match, block) if m), None)
    return found[1].strip().strip("\"'《》") if found else ""
