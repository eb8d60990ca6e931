"""What is asked: the instruments and articles named, the kind of answer wanted, the measure it must hold.

The kind of answer, the measure and the day are read by ``wants``, ``measures`` and ``days``. Everyday names of things and
people are SKOS labels in ``ontology/``, not code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kg.answers.question.days import find_date, older_text, without_date
from kg.answers.question.measures import Measure, find_measures
from kg.answers.question.premises import stated
from kg.answers.question.wants import Want, find_wants
from kg.corpus.catalogue import Catalogue
from kg.law.model import Instrument
from kg.law.numerals import NUMERAL, article_number, to_int

MAX_LENGTH = 4_000  # characters of a question: room for the facts of a case


@dataclass(frozen=True)
class NamedArticle:
    """An article named in a question or typed as REF.

    ``instrument`` is None if none is named.
    """

    instrument: Instrument | None
    number: tuple[int, ...]
    paragraph: int | None
    item: int | None
    text: str


@dataclass(frozen=True)
class Amount:
    """A number with its unit in the question, such as 800 人 or 30 万元 (value 300000, unit 元)."""

    value: int
    unit: str
    text: str


@dataclass(frozen=True)
class Question:
    """A question taken apart.

    ``text`` is normalised (width, blanks). ``as_of`` is a date it names.
    """

    text: str
    wants: frozenset[Want]
    measures: tuple[Measure, ...]
    references: tuple[NamedArticle, ...]
    instruments: tuple[Instrument, ...]
    amounts: tuple[Amount, ...]
    as_of: date | None
    topic: str = ""  # the text without the date, what to search by
    own: str = ""  # the text without what it leans on
    told: frozenset[str] = frozenset()  # words of the law that answer an ask before this one


def normalise(text: str) -> str:
    """The text in a normal form of at most MAX_LENGTH characters.

    Width is folded, blanks and control characters are collapsed, and traditional characters simplified.

    >>> normalise(" 网安法　２１条\\n 说什么 ?"), normalise("網安法要我們做些什麼")
    ('网安法 21条 说什么 ?', '网安法要我们做些什么')
    """
    folded = unicodedata.normalize("NFKC", text)
    visible = "".join(c if c.isprintable() else " " for c in folded)
    return _simplified(re.sub(r"\s+", " ", visible).strip()[:MAX_LENGTH])


def too_long(text: str, what: str = "问题") -> str:
    """The line that refuses a question longer than MAX_LENGTH characters, or "" for any other.

    >>> too_long("问" * 5_000)
    '问题有 5,000 字，超过 4,000 字；请只留下要点和要问的事项'
    """
    long = len(text) > MAX_LENGTH
    return f"{what}有 {len(text):,} 字，超过 {MAX_LENGTH:,} 字；请只留下要点和要问的事项" if long else ""


def _simplified(text: str) -> str:
    """The text in simplified characters.

    A text whose characters all stand in GB 2312 is so already.
    """
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        import opencc

        return str(opencc.OpenCC("t2s").convert(text))
    return text


def understand(text: str, catalogue: Catalogue, *, after: str = "") -> Question:
    """The question taken apart.

    Any text gives a Question and nothing raises. What is asked is read from ``text``, everything else from ``after`` too.
    """
    plain = normalise(after + text)
    named = find_instruments(plain, catalogue)
    asked = _without_titles(normalise(text), named)
    wants = find_wants(asked)
    return Question(plain, wants, find_measures(asked), find_references(plain, catalogue), named, find_amounts(plain),
                    find_date(plain) or older_text(plain, named), _topic(plain, wants), normalise(text))


def _topic(plain: str, wants: frozenset[Want]) -> str:
    """The text to search by, which is the question without the day.

    A figure whose place is asked for is taken out as well, because the law may not hold it (三日内备案是哪条).
    """
    topic = without_date(_TAG.sub("", plain))
    for figure in stated(topic) if Want.WHERE in wants else ():
        topic = topic.replace(figure.text, "")
    return _abroad(topic)


_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")  # markup pasted with a question says nothing
_PLACES = re.compile(r"美国|欧盟|欧洲|英国|日本|香港|新加坡|澳门|台湾|国外|海外|境外")
_SENT = re.compile(r"传|发|给|存|送|提供|共享|出境|母公司|子公司|总部|云|服务器|数据中心")


def _abroad(text: str) -> str:
    """The text with 向境外提供 added if it speaks of data sent to a place abroad.

    That is what the law calls it, and the search must know.
    """
    return f"{text} 向境外提供" if _PLACES.search(text) and _SENT.search(text) and "境外" not in text else text


def _without_titles(text: str, named: tuple[Instrument, ...]) -> str:
    """The question without the titles in it, because 《网络安全事件报告管理办法》 asks nobody to report."""
    for name in sorted((n for i in named for n in (i.title, *i.names)), key=len, reverse=True):
        text = text.replace(name, "《》")
    return text


def find_instruments(text: str, catalogue: Catalogue) -> tuple[Instrument, ...]:
    """The instruments named in the text, each once, in the order of the text.

    Longer names are found first.
    """
    found = {i.work: (m.start(), i) for m in _SHORT_TITLE.finditer(text) if (i := catalogue.find(m[1] or m[2]))}
    rest = _corrected(re.sub(r"[《》\s]", "", text).replace("(", "（").replace(")", "）"), catalogue)  # as titles are kept
    for name in catalogue.longest_first:
        if name not in rest or len(name) < 3 or name.startswith("urn:"):
            continue
        at = next((m.start() for m in re.finditer(re.escape(name), rest) if not _LONGER.match(rest, m.end() - 1)), -1)
        if at >= 0:
            instrument = catalogue.names[name]
            found.setdefault(instrument.work, (at, instrument))
            rest = rest[:at] + "\0" * len(name) + rest[at + len(name) :]
    return tuple(i for _, i in sorted(found.values(), key=lambda pair: pair[0]))


# 《宪法》, 按刑法, 刑法第二百八十五条: too short to be known within other words
_SHORT_TITLE = re.compile(r"《([^》]{2})》|(?:\A|(?<=[按依据照与和、,，。?？ ]))([一-鿿]法)(?![务人律定规])")
_LONGER = re.compile(r"法(?:务|人|律|定(?!义)|规(?!定))")  # 公司法务, 证券法规, 法定: the 法 begins another word
_TYPED_LAST = "法发罚伐例列令另"  # what is typed for the last character of a title; any other there begins another word
_ISSUES = re.compile(r"(?:银行|证监会|委员会|国务院|部门?|总局)[发令罚]\Z")  # 中国人民银行发布, 证监会罚款: somebody who acts, no title
_SHORTEST = 5  # characters of a title that is still known with one of them wrong


def _corrected(text: str, catalogue: Catalogue) -> str:
    """The text with a title corrected in which one character is wrong: 网路安全法, 个人信息保护发.

    >>> from kg.corpus.loading import load
    >>> from kg.law.places import corpus_dir
    >>> _corrected("网路安全法第二十三条", load(corpus_dir())), _corrected("网络安全事件", load(corpus_dir()))
    ('网络安全法第二十三条', '网络安全事件')
    """
    names = [n for n in catalogue.longest_first if len(n) >= _SHORTEST and not n.isascii()]
    if any(n in text for n in names):
        return text
    there = set(text)
    for name in (n for n in names if len(set(n) - there) < 2):
        for start in range(len(text) - len(name) + 1):
            typed = text[start : start + len(name)]
            wrong = [n for n, (a, b) in enumerate(zip(typed, name, strict=True)) if a != b]
            last = len(name) > _SHORTEST and typed[-1] in _TYPED_LAST and not _ISSUES.search(typed)
            if len(wrong) == 1 and (wrong[0] < len(name) - 1 or last):
                return text[:start] + name + text[start + len(name) :]
    return text


_REFERENCE = re.compile(
    rf"第?\s{{0,9}}(?P<article>{NUMERAL})\s{{0,9}}条(?:之(?P<sub>{NUMERAL}))?"
    rf"(?:\s{{0,9}}第?\s{{0,9}}(?P<par>{NUMERAL})\s{{0,9}}款)?(?:\s{{0,9}}第?\s{{0,9}}[（(]?(?P<item>{NUMERAL})[）)]?\s{{0,9}}项)?"
)


def find_references(text: str, catalogue: Catalogue) -> tuple[NamedArticle, ...]:
    """Articles named in everyday writing: 网安法21条, 218号令第39条第1款, 《个人信息保护法》第五十七条.

    The instrument is the one named right before the number; failing that the last one named before.
    """
    out: list[NamedArticle] = []
    for match in _REFERENCE.finditer(text):
        number = article_number(f"第{match['article']}条" + (f"之{match['sub']}" if match["sub"] else ""))
        if number is None or number[0] == 0:
            continue
        before = find_instruments(text[: match.start()], catalogue)
        if not (match[0].startswith("第") or match["article"].isdigit() or _ends_with_name(text[: match.start()], catalogue)):
            continue  # 哪一条, 有三条: a count, not a number of an article
        out.append(NamedArticle(before[-1] if before else None, number, _number(match["par"]), _number(match["item"]), match[0]))
    return tuple(out)


def _ends_with_name(text: str, catalogue: Catalogue) -> bool:
    head = text.rstrip("》 的")
    return any(head.endswith(name) for name in catalogue.longest_first if len(name) >= 3)


def _number(text: str | None) -> int | None:
    return to_int(text) if text else None


_AMOUNT = re.compile(rf"(?P<n>{NUMERAL}|[0-9]{{1,16}})(?P<more>来|多|余)?(?P<k>万|亿)?(?P<more2>来|多|余)?个?"
                     r"\s*(?P<unit>人|户|名|元|条|个月|小时|分钟|天|年|账户|持有人)")


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Numbers with a unit, Chinese or Arabic: 八百来个人, 1000人, 30万元."""
    out = []
    for match in _AMOUNT.finditer(text):
        value = to_int(match["n"])
        if value is None or text[max(0, match.start() - 1) : match.start()] == "第":
            continue
        factor = {"万": 10**4, "亿": 10**8}.get(match["k"] or "", 1)
        out.append(Amount(value * factor, match["unit"], match[0]))
    loose = re.search(rf"({NUMERAL})(来|多)个(?!月|小时|工作)", text)
    if loose and not any(loose[0] in a.text for a in out):
        value = to_int(loose[1])
        if value is not None and value >= 10:
            out.append(Amount(value, "个", loose[0]))
    return tuple(out)
