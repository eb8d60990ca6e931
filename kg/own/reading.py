"""What a text says of itself: title, dates, number, issuer and rank, each with the words it was read from.

It is a proposal, for a person to check.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.corpus.catalogue import plain_title
from kg.files.safe import clean
from kg.law.model import Document, ProvisionKind
from kg.law.numerals import to_int
from kg.law.versions import DateError, is_earlier, parse_date
from kg.own.ranks import said

LONGEST_TITLE = 120
RANKS = ("法律", "司法解释", "行政法规", "部门规章", "规范性文件", "地方性法规", "地方政府规章", "行业标准", "国家标准", "自律规则", "内部制度")
_DIGIT = "0-9０-９〇零○一二三四五六七八九十"
_DATE = rf"(?P<date>[{_DIGIT}]{{4}}\s*年\s*[{_DIGIT}]{{1,3}}\s*月\s*[{_DIGIT}]{{1,3}}\s*日)"
_KIND = (
    r"(?:办法|规定|条例|法|细则|指引|制度|规程|准则|规则|决定|通知|意见|标准|规范|方案|章程|守则|暂行规定|公告|解释|批复|纲要|规划|要求|手册"
    r"|预案|流程|法典)")
_TITLE = re.compile(rf"[^。；：:！？]{{2,{LONGEST_TITLE}}}{_KIND}(?:\s{{0,9}}[（(][^（）()]{{1,16}}[）)])?\Z")
_CARRIED = re.compile(r"[^《》]{0,60}(?:印发|发布|公布|下发|施行|实施)《([^》]{2,120})》")
_NO_TITLE = re.compile(r"附件|附录|附表|目\s*录|[（(【]|.{2,30}(?:令|公告|文件)\Z")
_BEGINS = re.compile(rf"自\s*{_DATE}\s*起\s*(?:施行|实施|执行|生效|试行)")
_BEGINS_AT_ONCE = re.compile(r"自\s*(?:公布|发布|印发|颁布|下发)之日起\s*(?:施行|实施|执行|生效|试行)")
_PUBLISHED = re.compile(rf"{_DATE}[^）)】\n年，]{{0,60}}?(?:公布|发布|印发|颁布)(?!之日)")
_ADOPTED = re.compile(rf"{_DATE}(?:(?!审判|检察|常务会议|务会|办公会)[^）)】\n年]){{0,60}}?(?<!审议)(?:通过|修订)")
_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SIGNED = re.compile(rf"[（(]{_DATE}\s*[^（）()年，。]{{2,40}}(?<!通过)(?<!修正)(?<!修订)[）)]")
_AMENDED = re.compile(rf"{_DATE}[^）)】\n年]{{0,60}}?(?:修正|修订|修改)")
_DATED = re.compile(rf"^[ 　\t]*{_DATE}[ 　\t]*$", re.MULTILINE)  # the line under a notice
_ANY_DATE = re.compile(_DATE)
_FIGURES = r"\s*[\d〇零○一二三四五六七八九十百]{1,8}\s*号"
_OPEN, _CLOSE = r"[〔\[【（(［]", r"[〕\]】）)］]"
_NUMBER = re.compile(
    rf"[\u4e00-\u9fff、]{{2,60}}?(?:令|公告)\s*(?:{_OPEN}\d{{4}}{_CLOSE}\s*)?(?:{_OPEN}\s*)?第?{_FIGURES}{_CLOSE}?"
    rf"|[\u4e00-\u9fff]{{2,16}}{_OPEN}\d{{4}}{_CLOSE}\s*第?{_FIGURES}|[A-Z]{{2,4}}(?:/[TZ])?\s?\d{{4,5}}(?:\.\d{{1,2}})?[—-]\d{{4}}"
)
_CITED = re.compile(r"》\s*[（(][^（）()]{1,60}[）)]")  # the number of another text: 《…》（银发〔2009〕142号）
_ISSUED = re.compile(r"现予(?:公布|发布)|(?:现|予以)印发|印发给你们")
_ALONE = re.compile(rf"^[ \t　]*{_DATE}[ \t　]*$", re.M)
_EXPLAINS = re.compile(r"由\s*(?P<who>[^，。；由]{2,30}?)\s*(?:负责)?解释")
_DIGITS = {ord(c): str(n) for n, c in enumerate("〇一二三四五六七八九")} | {ord("零"): "0", ord("○"): "0"} | {0xFF10 + n: str(n) for n in range(10)}


@dataclass(frozen=True)
class Stated:
    """Metadata as read from a text.

    A field is empty if the text does not say it. ``words`` gives for a field the words it was read from.
    """

    title: str = ""
    effective: date | None = None
    promulgated: date | None = None
    number: str = ""
    issuer: tuple[str, ...] = ()
    rank: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def find(document: Document, declared: str = "") -> Stated:
    """The metadata of a parsed text.

    ``declared`` is the title that its file names.
    """
    preamble = document.text[: document.children[0].start if document.children else 0][:2_000]
    last = "\n".join(document.text_of(a) for a in document.main_articles[-3:])
    words: dict[str, str] = {}
    title = _title(preamble, declared)
    published = (
        _issued_on(preamble) or _first(_PUBLISHED, preamble) or _first(_ADOPTED, preamble) or _first(_SIGNED, preamble)
        or _first(_DATED, preamble)
    )
    promulgated = _noted(words, "promulgated", published)
    begins = _first(_BEGINS, last) or _first(_BEGINS, preamble)
    amended = _first(_AMENDED, preamble)
    if begins and amended and is_earlier(begins[0], amended[0]):
        begins = None  # the day of the wording before the amendment, not of this one
    effective = _noted(words, "effective", begins)
    at_once = _BEGINS_AT_ONCE.search(last) or _BEGINS_AT_ONCE.search(preamble)
    if effective is None and at_once and promulgated and not (amended and is_earlier(promulgated, amended[0])):
        effective, words["effective"] = promulgated, f"{at_once[0]}；{words['promulgated']}"
    number = _NUMBER.search(_without_dates(_CITED.sub("》", preamble)))
    words |= {"number": number[0]} if number else {}
    bare = "".join(number[0].split()) if number else ""
    issued = said(preamble, title, document.text[len(preamble) :], bare)
    explained = _EXPLAINS.search(last)
    explained = None if issued.rank == "内部制度" else explained  # a department explains a firm's rule that the firm has issued
    issuer = issued.issuer or _explainers(explained)
    words |= {"rank": issued.words} if issued.rank else {}
    words |= {"issuer": bare if issued.issuer and bare else explained[0] if explained and not issued.issuer else ""} if issuer else {}
    return Stated(title, effective, promulgated, bare, issuer, issued.rank, words)


def _title(preamble: str, declared: str) -> str:
    """The title of a text.

    It is the line that ends like the name of a rule, else what the file declares, else the first line.
    """
    lines = [" ".join(line.strip(" \t\r　*#《》\ufeff").split()) for line in preamble.splitlines()]
    named = [line for line in lines if line and not _NO_TITLE.match(line)]
    best = next((line for line in named[:8] if len(line) <= LONGEST_TITLE and _TITLE.search(line)), "")
    carried = _CARRIED.match(best)
    if carried and any(_alike(line, carried[1]) for line in named):
        best = carried[1]  # the notice stands above the rule that it issues
    return tidy_title(best or declared or next(iter(named), ""))


def _alike(line: str, title: str) -> bool:
    return line == title or line == title.partition("（")[0]


def tidy_title(words: str) -> str:
    """A title on one line, without 《》 and characters that no file may hold.

    It is cut if it is too long.

    >>> tidy_title(" 《甲公司\\x00 信息系统管理办法》 ")
    '甲公司信息系统管理办法'
    """
    return plain_title(_UNSEEN.sub("", clean(words)))[:LONGEST_TITLE]


def _first(pattern: re.Pattern[str], text: str) -> tuple[date, str] | None:
    """The first readable date that a pattern finds, with the words, or None if there is none."""
    for match in pattern.finditer(text):
        day = day_in(match["date"])
        if day:
            return day, " ".join(match[0].split())
    return None


def _noted(words: dict[str, str], name: str, found: tuple[date, str] | None) -> date | None:
    words |= {name: found[1]} if found else {}
    return found[0] if found else None


def day_in(words: str) -> date | None:
    """The date that words in Arabic or Chinese figures state, or None if they state none.

    >>> day_in("二〇二五年八月十五日"), day_in("2025 年 2 月 30 日")
    (datetime.date(2025, 8, 15), None)
    """
    parts = re.split("[年月日]", "".join(words.split()))[:3]
    year = parts[0].translate(_DIGITS)
    numbers = [to_int(p.translate(_DIGITS) if p[:1].isdigit() or "０" <= p[:1] <= "９" else p) for p in parts[1:]]
    try:
        return parse_date(f"{int(year):04d}-{numbers[0] or 0:02d}-{numbers[1] or 0:02d}")
    except (DateError, ValueError, IndexError):
        return None


def _without_dates(text: str) -> str:
    return _ANY_DATE.sub(" ", text)


def _issued_on(preamble: str) -> tuple[date, str] | None:
    """The date that stands alone under the words of issue: …现予公布，自…起施行。 总理 某某 2024年9月24日."""
    issue = _ISSUED.search(preamble)
    return _first(_ALONE, preamble[issue.end() :]) if issue else None


def _explainers(explained: re.Match[str] | None) -> tuple[str, ...]:
    """The names of those who explain a text."""
    names = explained["who"] if explained else ""
    return tuple(n for n in names.replace("中华人民共和国", "").split("、") if n)


def looks_like(document: Document) -> str:
    """What a text without articles seems to be, for the person who tried to add it."""
    lines = [line.strip() for line in document.text.splitlines() if line.strip()]
    outline = sum(bool(re.match(r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+(?:\.\d+)*[.、\s])", line)) for line in lines)
    parts = sum(p.kind in (ProvisionKind.CHAPTER, ProvisionKind.SECTION, ProvisionKind.PART) for p in document.walk())
    found = [f"{len(lines)} 行、{len(''.join(lines))} 字"]
    found += [f"{parts} 个章节标题"] if parts else []
    found += [f"{outline} 个“一、”“1.”之类的编号"] if outline else []
    start = lines[0][:30] if lines else ""
    return f"读到{'，'.join(found)}，开头是“{start}”"
