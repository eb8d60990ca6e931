"""The rank of a text and who issued it, from the line of its adoption, its number, its title and its own words.

>>> said("中华人民共和国国务院令第790号", "网络数据安全管理条例", "").rank
'行政法规'
>>> said("（2022年9月2日第十三届全国人民代表大会常务委员会第三十六次会议通过）", "反电信网络诈骗法", "")
Issued(rank='法律', issuer=('全国人民代表大会常务委员会',), words='全国人民代表大会常务委员会第三十六次会议通过')
>>> said("", "甲公司客户资料管理制度", "各部门应当妥善保管。").rank, said("", "某办法", "").rank
('内部制度', '')
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from kg.law.wordlists import WordEntry, entries, longest_first

_N = "[〇零○一二三四五六七八九十百\\d]"
_BODY = 20_000  # characters of a text whose words are counted
_CERTAIN = 3  # words of one side that tell to whom a text belongs
_MEETING = re.compile(rf"(?P<who>[一-鿿、]{{2,40}}?)(?:{_N}{{4}}年)?第{_N}{{1,6}}次[一-鿿]{{0,10}}会议?")
_TERM = re.compile(rf"第{_N}{{1,4}}届")
_CONGRESS = re.compile(rf"全国人民代表大会(?:常务委员会)?(?:第{_N}{{1,4}}次会议(?:第{_N}次)?(?:通过|修订|修正|修改)?)?")
_BY = re.compile(r"(.{2,60}?)(?:令|公告)")
_SIGNED = re.compile(rf"[（(]{_N}{{4}}\s*年[^（）()年]{{2,10}}日\s*(?P<who>[^（）()年，。]{{4,30}})[）)]")
_SELF_RULED = re.compile(r"协会|交易所|公司")
_FIRM = re.compile(r"(?<!证券登记结算有限责任)(?<!股份转让系统有限责任)公司")
_OF_A_FIRM = re.compile(r"(?P<firm>[^的，。：《》]{2,40}?有限(?:责任)?公司|[某本甲乙丙丁A-Z][^的，。：《》]{0,16}?公司)(?=.{4})")


@dataclass(frozen=True)
class Issued:
    """The rank of a text, who issued it, and the words that say the rank, each empty if nothing tells it."""

    rank: str = ""
    issuer: tuple[str, ...] = ()
    words: str = ""


def said(head: str, title: str, body: str, number: str = "") -> Issued:
    """What the words above a text, its title and the text itself say of rank and issuer.

    ``number`` is that of the text as read from ``head``. The line of adoption and the number go before the title, and the
    title before the words of the text.
    """
    issuer = _issuer(head, number, title)
    sure, unsure = (number, "") if _is_known(number) else ("", number)
    for found in (_adopted(head), _numbered(sure, issuer), _entitled(title), _worded(body), _numbered(unsure, issuer)):
        if found.rank:
            return Issued(found.rank, issuer or found.issuer, found.words)
    return Issued(_self_ruled(issuer) or "规范性文件", issuer, issuer[0]) if issuer else Issued()


def _self_ruled(issuer: tuple[str, ...]) -> str:
    """The rank of what an exchange or association issues for its members, or a firm for itself, and "" for other issuers."""
    if not any(_SELF_RULED.search(name) for name in issuer):
        return ""
    return "内部制度" if any(_FIRM.search(name) for name in issuer) else "自律规则"


def _is_known(number: str) -> bool:
    """Whether a number is an order, an announcement, a standard or that of a body in the list."""
    return bool(_BY.match(number) or re.match("[A-Z]", number) or any(p.match(number) for _, p in _short_names()))


def _adopted(head: str) -> Issued:
    entry, words = _first("通过", head)
    if entry is None:
        return Issued()
    rank = entry.kind.partition(" ")[2]
    congress = _CONGRESS.search(head) if rank == "法律" else None
    return Issued(rank, (), congress[0] if congress else words)


def _numbered(number: str, issuer: tuple[str, ...]) -> Issued:
    """What the number of a text says: …令 is a rule of a department, GB/T a standard, 〔2021〕66号 a document."""
    if not number:
        return Issued()
    if number.startswith(("GB", "JR", "YD", "GA", "GM")):
        return Issued("国家标准" if number.startswith("GB") else "行业标准", (), number)
    if _self_ruled(issuer):
        return Issued(_self_ruled(issuer), (), number)
    if _FIRM.search(number):
        return Issued("内部制度", (), number)
    return Issued("部门规章" if "令" in number else "规范性文件", (), number)


def _entitled(title: str) -> Issued:
    entry, words = _first("标题", title)
    if entry is None:
        return Issued()
    rank = entry.kind.partition(" ")[2]
    return Issued(rank, ("国务院",) if rank == "行政法规" else (), words)


def _worded(body: str) -> Issued:
    """Whether the words of a text are those of a rule for the public or of a firm's own rule."""
    sides = {side: Counter(m[0] for m in _pattern(side).finditer(body[:_BODY])) for side in ("公", "内")}
    public, own = (sum(sides[side].values()) for side in ("公", "内"))
    if max(public, own) < _CERTAIN or public == own:
        return Issued()
    words = "、".join(w for w, _ in sides["公" if public > own else "内"].most_common(3))
    return Issued("规范性文件" if public > own else "内部制度", (), words)


def _first(side: str, text: str) -> tuple[WordEntry | None, str]:
    """The first entry of a side of the list, in the order of the list, that stands in a text, with the words there."""
    for entry, pattern in _patterns(side):
        match = pattern.search(text)
        if match:
            return entry, match[0]
    return None, ""


@cache
def _patterns(side: str) -> tuple[tuple[WordEntry, re.Pattern[str]], ...]:
    return tuple((e, re.compile(e.pattern)) for e in entries("ranks") if e.kind.startswith(side))


@cache
def _pattern(side: str) -> re.Pattern[str]:
    return re.compile("|".join(e.pattern for e in entries("ranks") if e.kind.startswith(side)))


def _issuer(head: str, number: str, title: str) -> tuple[str, ...]:
    """Who issued a text: the body of its number, of the meeting that adopted it, or that signed it."""
    by, signed = _BY.match(number), _SIGNED.search(head)
    short = next((e for e, p in _short_names() if p.match(number.removeprefix("中华人民共和国"))), None) if number else None
    congress = _CONGRESS.search(head)
    if "主席令" in number or (congress and not by):
        return ((congress[0].partition("第")[0],) if congress else ()) if not _local(head) else _meeting(head)
    if by:
        return (short.kind,) if short and "、" not in by[1] else _names(by[1])
    if short:
        return (short.kind,)
    if signed and not re.search(r"会议|通过|修[订正]", signed["who"]):
        return _names(signed["who"])
    return _meeting(head) or _of_title(title)


def _local(head: str) -> bool:
    entry, _ = _first("通过", head)
    return entry is not None and "地方" in entry.kind


def _meeting(head: str) -> tuple[str, ...]:
    """The body whose meeting adopted a text, if it is named with its whole name."""
    match = _MEETING.search(_TERM.sub("", re.sub(r"[^\s，。（）()]{0,12}日", " ", head)))
    name = re.sub(r"^(?:已)?(?:经|由)", "", match["who"]) if match else ""
    return (name,) if len(name) >= 4 and not _FIRM.search(name) and not name.startswith("公司") else ()


def _of_title(title: str) -> tuple[str, ...]:
    """The bodies or the firm with whose name a title begins: 最高人民法院、最高人民检察院关于…的解释, 海衡期货有限公司…管理办法.

    证券公司监督管理条例 begins with a kind of firm and not with the name of one.
    """
    bodies = sorted({e.kind for e in entries("issuers")}, key=len, reverse=True)
    found: list[str] = []
    while name := next((b for b in bodies if title.startswith(b)), ""):
        found.append(name)
        title = title[len(name) :].removeprefix("、")
    firm = _OF_A_FIRM.match(title)
    return (firm["firm"],) if firm and not found else tuple(found)


@cache
def _short_names() -> tuple[tuple[WordEntry, re.Pattern[str]], ...]:
    return tuple((e, re.compile(e.pattern)) for e in longest_first("issuers"))


def _names(words: str) -> tuple[str, ...]:
    """The bodies of a list, with the whole name for a short one that is known."""
    names = (n for n in words.replace("中华人民共和国", "").split("、") if n)
    return tuple(next((e.kind for e, p in _short_names() if p.fullmatch(n)), n) for n in names)
