"""Names of rules that no instrument known has: 《医疗器械监督管理条例》, 《数据安全法实施细则（征求意见稿）》, 证监会令第999号.

A document that is no rule is left alone (《用户协议》, 《应急预案》), and so are a rule of the asker's own (我司制定的《客户资料管理办法》) and a
name that stands for another (以下简称《办法》).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.answers.early.order_numbers import KnownNumbers, OrderNumber, within
from kg.answers.question.reading import find_instruments
from kg.corpus.catalogue import bare_name
from kg.law.likeness import likeness
from kg.law.model import Instrument
from kg.law.numerals import NUMERAL
from kg.reading.citations.titles import Title, find_titles

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge

_TAIL = re.compile(r"(?:[(][^()]{0,40}[)]|(?:[0-9]{4}年?)?(?:修订|修正|修改)(?:版|稿|本)?|[0-9]{4}年?版?|(?:试行|暂行|征求意见|送审|草案)稿?)\Z")
_RULE = re.compile(r"(?:(?<![办方做看书手算用想说语])法|法典|条例|办法|(?<!公司)规定|细则|准则|指引|通则|条约|公约)\Z"
                   r"|(?:准则|指引|规则|解释|规定|办法)(?:[—-]{1,2}[一-鿿]{1,8})?第[^第]{1,6}号")
_SOFT = re.compile(r"(?:规则|规范|标准|指南|制度|规程|要求|目录|规划|方案|原则)\Z")  # of an authority or of anybody
_LETTER = re.compile(r"(?:通知|意见|公告|决定|解释|批复|解答|复函)\Z")  # a rule if it is about something: 关于…的通知
_GENERAL = re.compile(r"关于|指导意见|实施意见|若干意见|(?:司法|立法)解释|最高人民|国务院|解释[(一二三四五六七八九十]{0,3}\Z")
_ONE_CASE = re.compile(r"行政处罚|采取.{0,24}措施|责令|召开|停牌|复牌|放假|升级|停机|招标|中标|会议|自查|人事|任命|任职|聘任|内部")
_NOBODYS = re.compile(r"用户|操作|员工|产品|活动规则|代码|编码|验收|平台规则|积分|考勤|内部|岗位|施工|报价|服务等级|会员服务"
                      r"|董事会|股东会|监事会|议事")
_GENERIC = re.compile(r"(?:本|该)?(?:管理|暂行|实施|试行|监督|若干|新|旧){0,3}"
                      r"(?:法|条例|办法|规定|细则|准则|指引|规则|通知|意见|决定|公告|解释|规范|标准|指南|制度)\Z")
_OWN = re.compile(r"(?:我|我们|咱们?|我司|我行|我所|我公司|本司|本公司|本行|公司|单位|集团|自己|自家|内部|各部门)"
                  r"(?:的|内部|自己|自行|自定|制定|制订|印发|发布|新发|下发|起草|修订|出台|拟定|拟|编制|编写|现行|新|有|要|想|准备|正在|打算|应当|应该|需要|还|也|已|在|一份|一个|一部|了){1,6}\Z")
_MAKES = re.compile(r"(?:制定|制订|起草|编写|编制|拟定|草拟|撰写|建立|签署?|签订|订立|填写|提交|出具|上传|张贴)"
                    r"(?:了|过|好|的|一份|一个|哪些|自己的|本公司的|内部的){0,3}\Z")
_OWN_TITLE = re.compile(r"\A(?:公司(?!法|债|登记|信用)|集团|内部|员工)|我[司行所]|本(?:公司|[司行所])|我们")
_OWN_BEHIND = re.compile(r"[^,。?!]{0,6}由(?:我|本|公司|董事会|总经理|总裁|股东|高管|经营层|哪个部门|合规)")
_DECLARED = re.compile(r"(?:以下|下)?(?:简称|统称|下称)为?\Z")
_OLD = re.compile(r"(?:最新|现行|修订后|修正后|修改后|[新旧老原])的?")
_CHANGES = re.compile(r"修改|修订|修正|废止|公布|施行|印发")
_ARTICLE = (rf"\s?(?:中|里)?的?\s?第?\s?(?:{NUMERAL}(?:[.][0-9]{{1,3}}){{0,4}})\s?(?:条|章|部分)(?:之{NUMERAL})?(?:\s?第?\s?{NUMERAL}\s?款)?"
            rf"(?:\s?第?\s?[(]?{NUMERAL}[)]?\s?项)?")
_ARTICLES = re.compile(rf"{_ARTICLE}(?:(?:、|和|及|以及|与|或者?|至|到|-){_ARTICLE}){{0,6}}")
_UNMARKED = re.compile(rf"(?P<name>[一-鿿]{{1,30}}(?:法|法典|条例|办法|规定|细则|规则|准则|指引))》?(?={_ARTICLE})")
_BEFORE = re.compile(r"根据|依据|按照|依照|参照|遵照|违反了?|关于|适用|执行|落实|请问|以及|触犯了?|看看|那个|想问|引用"
                     r"|[的跟及或、按照和与在了是说]|\A[写查看读翻]")
_PLAIN_WORD = re.compile(r"(?:[一-鿿]?[办方做看用想说违依合非无立执司守本该此新旧老这那原国]法"
                         r"|(?:监管|管理|实施|暂行|有关|相关|.?)条例|.{0,3}(?:办法|规定|细则|规则|准则|指引))\Z")
_SENTENCE_WORD = re.compile("[我你他她还没不要到把被让给吗吧呢谁哪]|[一二两三四五六七八九十几]部|什么|怎么")
_BRACKET = re.compile(r"\s?[(][^()《》]{0,60}[)]")
_ASKED_AS_LAW = re.compile(r"(?:的|对|里|中|是|还)?[^,。?!]{0,12}(?:规定|要求|施行|生效|有效|实施|说什么|内容|写)")
_BASIS = re.compile(r"(?:根据|依据|依照|按照|遵照|参照|违反了?|适用|符合|遵守|执行|落实|对照|[按照依])\Z")
_SHORT_FORM, _SPOKEN_FORM = 0.75, 0.6  # of the characters of a title
_LEFT_OUT = re.compile("服务|监督|管理|暂行|业务|安全|有关|实施|[和及与的]")  # what a short form leaves out: 生成式人工智能(服务)管理(暂行)办法
_ALIKE, _MOST_ALIKE = 0.72, 3
_NUMBERED = re.compile("号|GB|JR|YD|GA|GM", re.IGNORECASE)
_MOST = 12  # names of one question that are told
_FEWEST, _LONGEST = 4, 60  # characters of a title


@dataclass(frozen=True)
class Unlisted:
    """A name that nothing known has: as written, its number, its offsets with the articles behind it, and whether any is named.

    ``alike`` are known titles much like it, and ``mentioned`` titles of texts held in which it stands.
    """

    title: str
    number: str
    start: int
    end: int
    article: bool
    alike: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The name as it is told: 《…》 with its number, or the number alone."""
        if not self.title:
            return f"“{self.number}”"
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


class Unlistings:
    """A finder of names that nothing known has, for one catalogue."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._catalogue, self._vocabulary = knowledge.catalogue, knowledge.vocabulary
        self._asked: dict[tuple[str, float], bool] = {}

    @cached_property
    def _numbers(self) -> KnownNumbers:
        return KnownNumbers(self._catalogue, self._vocabulary)

    @cached_property
    def _titles(self) -> dict[str, Instrument]:
        """Every name of an instrument or version, normalised and without what stands in brackets behind it."""
        bare = dict(self._catalogue.bare_names)
        bare |= {bare_name(v.title): i for i in self._catalogue.instruments for v in i.versions}
        return {key: i for name, i in bare.items() for key in (name, _core(name))}

    def find(self, text: str) -> tuple[Unlisted, ...]:
        """The names of rules in a normalised text that nothing known has, in its order."""
        titles = list(_titles(text))
        unknown = [t for t in titles if self._is_rule(text, t) and not self.known(t.name)]
        unknown += [t for t in self._unmarked(text) if not any(o.start <= t.start < o.end for o in titles)]
        numbers = list(self._numbers.unknown(text)) if _NUMBERED.search(text) else []
        found = [self._titled(text, t, numbers) for t in unknown[:_MOST]]
        spans = [(t.start - 1, _behind(text, t.end)) for t in titles]
        alone = [n for n in numbers if not any(start <= n.end and n.start <= end for start, end in spans)]
        found += [self._numbered(text, n) for n in alone[:_MOST]]
        return tuple(sorted(found, key=lambda u: u.start))

    def _unmarked(self, text: str) -> Iterator[Title]:
        """The names without 《》 that stand before an article and that nothing known has: 税收征收管理法第六十三条."""
        for match in _UNMARKED.finditer(text):
            name, end = _BEFORE.split(match["name"])[-1], match.end("name")
            spoken = bare_name(text[max(0, end - _LONGEST) : end])
            if _PLAIN_WORD.fullmatch(self._plain(name)) or _PLAIN_WORD.fullmatch(name) or _SENTENCE_WORD.search(name):
                continue
            if not any(spoken[n:] in self._titles for n in range(len(spoken))) and not self.known(name, _SPOKEN_FORM):
                yield Title(end - len(name), end, name, True)

    def known(self, title: str, least: float = _SHORT_FORM) -> bool:
        """Whether a title is that of an instrument known, in any of the ways in which ``_is_known`` finds it."""
        if (title, least) not in self._asked:
            self._asked[title, least] = self._is_known(title, least)
        return self._asked[title, least]

    def _is_known(self, title: str, least: float) -> bool:
        """Whether a title is that of an instrument known, in other words, in short, with a typing error, or that of an annex held.

        A short form has at least the share ``least`` of the characters of the title that it stands for.
        """
        name = bare_name(title)
        core = _core(name)
        if name in self._titles or core in self._titles or self._amends(title) or self._typed(title):
            return True
        plain = self._plain(core)
        short = any(_shortens(plain, other, least) for other in self._titles)
        listed = [p for p in re.split("[、,]", core) if p]
        return plain in self._titles or short or (len(listed) > 1 and all(p in self._titles for p in listed)) or self._annexed(core)

    def _plain(self, core: str) -> str:
        """A title without the words before it that tell who issued it or which text of it is meant."""
        rest = _OLD.sub("", core, count=1) if _OLD.match(core) else core
        ends = (rest[n:] for n in range(2, len(rest) - 2) if self._numbers.is_body(rest[:n]))
        return next((end for end in ends if end in self._titles), rest)

    def _typed(self, title: str) -> bool:
        """Whether the reading of the question corrects the title to one that is known."""
        plain = re.sub(r"\s", "", _core(bare_name(title)))
        found = find_instruments(f"《{plain}》", self._catalogue)
        names = (n for i in found for n in (i.title, i.full_title, *i.names))
        return any(len(n) == len(plain) and sum(a != b for a, b in zip(n, plain, strict=True)) < 2 for n in names if len(n) >= 5)

    def _amends(self, title: str) -> bool:
        """Whether a title is that of a decision on an instrument known: 关于修改〈网络安全法〉的决定."""
        inner = re.findall(r"[〈《<]([^〈〉《》<>]{2,80})[〉》>]", title)
        return bool(_CHANGES.search(title)) and any(bare_name(t) in self._titles for t in inner)

    def _annexed(self, core: str) -> bool:
        """Whether a title heads a line of a text held, as that of an annex does."""
        return any(core in v.text and re.search(rf"^[ 　\t]*{re.escape(core)}[ 　\t]*$", v.text, re.M) for v in self._catalogue.versions)

    def _is_rule(self, text: str, title: Title) -> bool:
        core, before = _core(bare_name(title.name)), text[max(0, title.start - 24) : title.start]
        article = bool(_ARTICLES.match(text, _behind(text, title.end)))
        if _GENERIC.fullmatch(core) or _DECLARED.search(before):
            return False
        if article and (_RULE.search(core) or _SOFT.search(core) or _LETTER.search(core)):
            return True
        if self._own(text, title):
            return False
        if _LETTER.search(core):
            return bool(_GENERAL.search(core)) and not _ONE_CASE.search(core)
        if _SOFT.search(core):
            return not _NOBODYS.search(core) and self._as_law(text, title)
        return bool(_RULE.search(core)) and not _NOBODYS.match(core)

    def _own(self, text: str, title: Title) -> bool:
        """Whether the words before a title or its first words say that it is a rule of the asker's own, or one still to be made."""
        before = re.split(r"[,。?!;:]", text[max(0, title.start - 24) : title.start])[-1]
        if _OWN_TITLE.search(title.name) or _OWN_BEHIND.match(text, title.end):
            return True
        if not (_OWN.search(before) or _MAKES.search(before)):
            return False
        return not any(self._numbers.is_body(before[a:b]) for a in range(len(before)) for b in range(a + 2, len(before) + 1))

    def _as_law(self, text: str, title: Title) -> bool:
        """Whether a title that may be anybody's is asked about as a rule that binds."""
        before = text[max(0, title.start - 16) : title.start]
        of_body = any(self._numbers.is_body(before[a:b]) for a in range(len(before)) for b in range(a + 2, len(before) + 1))
        return of_body or bool(_BASIS.search(before) or _ASKED_AS_LAW.match(text, title.end))

    def _titled(self, text: str, title: Title, numbers: Sequence[OrderNumber]) -> Unlisted:
        """The record of a title, with a number that stands beside it."""
        end = _behind(text, title.end)
        inside = next((n for n in numbers if title.end <= n.start and n.end <= end), None)
        before = next((n for n in numbers if n.end in (title.start, title.start - 1)), None)
        number = inside or before
        start = before.start if before else title.start
        stop, article = _articles(text, end)
        name = text[title.start : title.end].removeprefix("《").removesuffix("》")
        return Unlisted(name, number.text if number else "", start, stop, article, self._alike(name), self._mentions(name))

    def _numbered(self, text: str, number: OrderNumber) -> Unlisted:
        stop, article = _articles(text, number.end)
        mentioned = tuple(dict.fromkeys(v.title for v in self._catalogue.versions if self._numbers.mentioned(number, v.text)))
        return Unlisted("", number.text, number.start, stop, article, (), mentioned)

    def _alike(self, name: str) -> tuple[str, ...]:
        core = _core(bare_name(name))
        near = sorted(((likeness(core, key), i.title) for key, i in self._titles.items() if len(key) > 3), reverse=True)
        return tuple(dict.fromkeys(title for share, title in near if share >= _ALIKE))[:_MOST_ALIKE]

    def _mentions(self, name: str) -> tuple[str, ...]:
        core = _core(bare_name(name))
        cited = re.compile(rf"[《〈](?:中华人民共和国)?{re.escape(core)}[》〉(（]")
        texts = ((v.title, words) for v in self._catalogue.versions for words in (v.adoption_note, v.text))
        return tuple(dict.fromkeys(title for title, words in texts if core in words and cited.search(words)))


def _titles(text: str) -> list[Title]:
    """The titles in a text, with those inside one that is no rule."""
    found: list[Title] = []
    for title in find_titles(text).values():
        core = _core(bare_name(title.name))
        if _RULE.search(core) or _SOFT.search(core) or _LETTER.search(core):
            found.append(title)
            continue
        inner = find_titles(text[title.start + 1 : title.end - 1]).values() if "《" in title.name else ()
        found += [Title(t.start + title.start + 1, t.end + title.start + 1, t.name, t.act) for t in inner]
    return found


def _core(bare: str) -> str:
    """A title without what stands behind it to tell which text of it is meant: (试行), (2023年修订), 2021修正.

    >>> _core("某办法(试行)(2023年修订)"), _core("某条例2021修正")
    ('某办法', '某条例')
    """
    while (shorter := _TAIL.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare


def _shortens(short: str, title: str, least: float) -> bool:
    """Whether a name is a short form of a title: most of its characters, all but words that tell little, or its end."""
    if len(short) < _FEWEST or short[-2:] != title[-2:] or not within(short, title):
        return False
    rest = iter(short)
    wanted, left = next(rest), ""
    for c in title:
        wanted, left = (next(rest, ""), left) if c == wanted else (wanted, left + c)
    return len(short) >= least * len(title) or not _LEFT_OUT.sub("", left) or (title.endswith(short) and len(short) >= _SPOKEN_FORM * len(title))


def _behind(text: str, end: int) -> int:
    """The offset behind the bracket that may follow a title, such as (证监会令第999号)."""
    match = _BRACKET.match(text, end)
    return match.end() if match else end


def _articles(text: str, end: int) -> tuple[int, bool]:
    """The offset behind the articles named at an offset, and whether any is."""
    match = _ARTICLES.match(text, end)
    return (match.end(), True) if match else (end, False)
