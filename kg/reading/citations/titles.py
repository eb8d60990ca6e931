"""Titles in 《…》, the abbreviations that a text declares for them, and names of acts written without 《》."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kg.reading.citations.words import ACTS

LONGEST_TITLE = 120
MOST_IN_ROW = 60  # titles that one 统称 stands for
# A thing in 《》 is a legal act or standard when its title ends so; 《营业执照》 and 《人民日报》 do not.
_ACT_TITLE = re.compile(
    r"(?:法|法典|条例|办法|规定|决定|细则|规则|准则|指引|指南|规范|标准|通知|意见|公告|解释|制度|章程|规程|守则|通则|公约|协定|协议|议定书"
    r"|条约|原则|批复|纲要|规划|方案|预案|要求|目录|清单|大纲|命令|决议|若干问题|框架|导则|手册|工作要点)\Z"
    r"|(?:准则|规则|指引|指南|规定|办法|标准|规范|解释|意见|通知|公告)第[^第]{1,6}号(?:[—–-]|\Z)"
)
_TAIL = re.compile(r"[（(][^（）()]{0,400}[）)]\Z")
_DECLARED = re.compile(r"[ 　]?[（(](?:[^（）()《》]{0,60}[，,；;、])?(?:以下|下)?(?:简称|统称|合称|称)为?[:：]?([^（）()]{1,40})[）)]")
_OWN_NAME = re.compile(rf"本(?:{'|'.join(ACTS)})\Z")
_JOINED = re.compile(r"(?:、|和|与|及|以及)?\Z")
_BARE = re.compile(r"[一-鿿（）]{2,40}\Z")
_ENDS = re.compile(r"(?:法典|条例|通则|法|办法|规定|细则|规则|准则|规范|指引|决定|解释)(?:（[^（）]{1,12}）)?\Z")
_VERB = re.compile(
    r"(?:违反了?|依照|根据|按照|依据|适用|符合|参照|触犯|遵守|构成|属于|属|以及|或者|执行|落实|有关|除|对|按|依|与|和|及|或|由|在|于|应当|有|的)(?!法)"
)
_WEAK = re.compile(r"(?:对|与|和|及|或|由|在|于|有|的|按|依|除|属)\Z")
_NOT_A_NAME = re.compile(
    r"\A(?:本|该|此|上述|前述|其|前款|前条|有关|相关|法律|行政|国家|其他)"
    r"|(?:方法|合法|依法|立法|执法|司法|守法|违法|非法|无法|做法|看法|法律规定|有关规定)\Z"
)
_LONG_ONLY = ("办法", "规定", "规则", "规范", "决定", "解释", "指引", "准则", "细则")  # too common as plain words


@dataclass(frozen=True)
class Title:
    """A 《…》, with offsets that include the brackets, the plain title, and whether it names a legal act."""

    start: int
    end: int
    name: str
    act: bool


def plain(name: str) -> str:
    """A title without outer 《》, blanks and 中华人民共和国, and with full-width brackets.

    Inner 〈〉 stay.

    >>> plain("《中华人民共和国数据安全法》"), plain("个人信息出境办法(试行)")
    ('数据安全法', '个人信息出境办法（试行）')
    """
    bare = re.sub(r"[\s　]", "", name).replace("(", "（").replace(")", "）")
    if bare.startswith("《") and bare.endswith("》"):
        bare = bare[1:-1]
    return bare.removeprefix("中华人民共和国")


def find_titles(text: str) -> dict[int, Title]:
    """Every balanced 《…》 by its start.

    Titles inside titles belong to the outer one.
    """
    found: dict[int, Title] = {}
    at = text.find("《")
    while at >= 0:
        end = _closing(text, at)
        if end > at:
            name = plain(text[at:end])
            found[at] = Title(at, end, name, bool(name and _ACT_TITLE.search(_core(name))))
        at = text.find("《", max(end, at + 1))
    return found


def _closing(text: str, start: int) -> int:
    depth = 0
    for i in range(start, min(len(text), start + LONGEST_TITLE)):
        if text[i] == "\n":
            break
        depth += (text[i] == "《") - (text[i] == "》")
        if depth == 0:
            return i + 1
    # Unbalanced, as where an inner 《 is never closed: the first 》 on the line ends the title.
    first = text.find("》", start, start + LONGEST_TITLE)
    return first + 1 if first >= 0 and "\n" not in text[start:first] else -1


def _core(name: str) -> str:
    """The title without brackets at its end, such as （试行）, （2023年修订） or the number of a decision."""
    while (shorter := _TAIL.sub("", name)) != name and shorter:
        name = shorter
    return name


@dataclass(frozen=True)
class Names:
    """The names of instruments in one text.

    ``aliases`` maps a declared abbreviation to the titles it stands for. ``bare`` are those declared
    without 《》. ``known`` are titles that may also stand without 《》 before 第…条. ``own`` is the title of
    the text. ``amended`` is the act that an amending decision changes, or "".
    """

    aliases: dict[str, tuple[str, ...]]
    bare: tuple[str, ...]
    known: frozenset[str]
    own: str
    amended: str = ""

    def meant(self, name: str) -> tuple[str, ...]:
        """The instruments that a written title means, which are itself, what it abbreviates, or "self"."""
        titles = self.aliases.get(name, (name,))
        return tuple("self" if t == self.own else t for t in titles)

    def own_act(self, word: str) -> str:
        """What 本法 or 本条例 means, which is the amended act in an amending decision and otherwise the text itself."""
        return self.amended if self.amended and _core(self.amended).endswith(word.removeprefix("本")) else "self"


@dataclass(frozen=True)
class Titles:
    """The titles of one text in order, with the brackets behind them that declare abbreviations.

    ``declaring`` are the offsets at which titles with such a bracket end, and ``declared_to`` how far the brackets reach up
    to each of them.
    """

    by_start: dict[int, Title]
    ends: tuple[int, ...]
    declaring: tuple[int, ...]
    declared_to: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Titles:
        """The titles of a text."""
        found = find_titles(text)
        spans = [(t.end, end) for t in found.values() if (end := declaration_end(text, t.end)) > t.end]
        reach = tuple(accumulate((end for _, end in spans), max))
        return cls(found, tuple(t.end for t in found.values()), tuple(start for start, _ in spans), reach)

    def in_declaration(self, at: int) -> bool:
        """Whether the offset lies in a bracket such as （以下简称《证券法》）."""
        n = bisect_right(self.declaring, at)
        return n > 0 and at < self.declared_to[n - 1]

    def ending(self, start: int, stop: int) -> tuple[int, ...]:
        """The ends of the titles that end between two offsets, both included."""
        return self.ends[bisect_left(self.ends, start) : bisect_right(self.ends, stop)]


def read_names(text: str, title: str, known: Iterable[str] = (), amending: bool = False) -> Names:
    """The titles and declared abbreviations of a text."""
    titles = tuple(find_titles(text).values())
    aliases: dict[str, tuple[str, ...]] = {}
    bare: list[str] = []
    for n, one in enumerate(titles):
        for word, quoted in declared(text, one.end):
            group = _group(text, titles, n) if "统称" in text[one.end : one.end + 80] else (one.name,)
            if _OWN_NAME.match(word) or word == one.name or not one.act:
                continue
            aliases.setdefault(word, group)
            if not quoted and len(word) > 1:
                bare.append(word)
    cited = {t.name for t in titles if t.act} | set(aliases) | {plain(k) for k in known}
    own = plain(title)
    return Names(aliases, tuple(bare), frozenset(cited), own, _amended(own) if amending else "")


def declared(text: str, at: int) -> list[tuple[str, bool]]:
    """The abbreviations declared in brackets at ``at``, each with whether it stands in 《》."""
    match = _DECLARED.match(text, at)
    if not match:
        return []
    words = re.split(r"[，,；;、]?(?:或者?|和)?(?=《)|(?<=[”》])[、或和]", match[1])
    return [(plain(w.strip("“”\"'‘’ ")), "《" in w) for w in words if w.strip("“”\"'‘’《》 ")]


def declaration_end(text: str, at: int) -> int:
    """The offset after a declaration in brackets at ``at``, or ``at`` if there is none."""
    match = _DECLARED.match(text, at)
    return match.end() if match else at


def _group(text: str, titles: Sequence[Title], at: int) -> tuple[str, ...]:
    """The titles that stand in a row up to the one at the index ``at``."""
    first = at
    while first and at - first < MOST_IN_ROW and _JOINED.fullmatch(text, titles[first - 1].end, titles[first].start):
        first -= 1
    return tuple(t.name for t in titles[first : at + 1])


def _amended(title: str) -> str:
    match = re.search(r"关于修[改订][〈《]?(.{1,200}?)[〉》]?的决定", title)
    return plain(match[1].strip("〈〉《》")) if match and _ENDS.search(match[1].strip("〈〉《》")) else ""


def bare_name(text: str, end: int, floor: int, known: frozenset[str]) -> tuple[int, str] | None:
    """The start and the name of an act without 《》 that ends at ``end`` (before 第…条), or None.

    A known title takes precedence. Otherwise the name is the words back to the last verb, preposition or mark, if they
    end like the name of an act: 依照刑法|第一百七十四条.
    """
    head = text[max(floor, end - 44) : end].removesuffix("的")
    end = max(floor, end - 44) + len(head)
    for name in (head[n:] for n in range(len(head))):
        if name in known:
            start = end - len(name)
            prefix = "中华人民共和国"
            return (start - len(prefix) if text[floor:start].endswith(prefix) else start), name
    run = _BARE.search(head)
    if not run or not _ENDS.search(run[0]):
        return None
    name = _after_verb(run[0])
    core = _core(name)
    if len(core) < 2 or _NOT_A_NAME.search(core) or (core.endswith(_LONG_ONLY) and len(core) < 6):
        return None
    return end - len(name), plain(name)


def _after_verb(words: str) -> str:
    """The words after the last verb.

    A weak word (和, 对) counts as one only if it leaves an act on both sides.
    """
    cut = 0
    for match in _VERB.finditer(words):
        strong = not _WEAK.search(match[0])
        if match.end() < len(words) and (strong or _ENDS.search(words[cut : match.start()])):
            cut = match.end()
    return words[cut:]
