"""What is asked: the instruments and articles named, the kind of answer wanted, the measure it must hold.

The patterns here are the grammar of Chinese questions (几天内 · 多久一次 · 罚多少 · 能不能 · 是指什么).
Everyday names of things and people are SKOS labels in ``ontology/``, not code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.corpus import Catalogue
from kg.model import Instrument
from kg.numerals import NUMERAL, article_number, to_int
from kg.versions import DateError, last_day, parse_date, today
from kg.vocabulary import Vocabulary

MAX_LENGTH = 2000


class Want(StrEnum):
    """The kinds of answer a question can ask for."""

    TO_WHOM = "to-whom"
    TELL = "tell"
    WHO = "who"
    WHEN = "when"
    FREQUENCY = "frequency"
    RETENTION = "retention"
    MAY = "may"
    PENALTY = "penalty"
    DEFINITION = "definition"
    STATUS = "status"
    SCOPE = "scope"
    WHERE = "where"
    LIST = "list"


_WANTS: tuple[tuple[Want, str], ...] = (
    (Want.TELL, r"报告|上报|报送|报给|通报|通知|告知|(跟|向).{0,6}(讲|说)|打招呼|报备|要不要报|怎么报|报警|报不报"),
    (Want.TO_WHOM, r"(向|跟|给|报|找|交|告诉|通知|知会|送)(到|给)?(谁|哪|什么(机构|部门|单位|人)|何(机构|部门))|报告对象"
     r"|(哪|何)(些|个|一|家)?(机关|机构|部门|单位|家)"
     r"|谁(说|讲|报|打招呼)|报哪|哪儿|会里还是|往上(交|报)|主动跟监管|要不要.{0,8}(报|讲|说)|报不报"),
    (Want.WHO, r"谁(来|负责|应|要|得)|由谁|哪(些|个)人|责任人"),
    (Want.WHEN, r"几(天|日|个?工作日|小时|个?钟头|分钟|个?月)(之|以)?内|多(久|长时间|长期限)(之|以)?内|多快|何时|什么时候|啥时候|时限"
     r"|期限|最(迟|晚)|截止|多久(报|要|得)|第一时间|提前多久"),
    (Want.FREQUENCY, r"多(久|长时间).{0,6}(一次|一回|一遍|备一)|几次|几回|频次|频率|周期|每隔|一年(要|得)?.{0,3}(几|多少)(次|回)"),
    (Want.RETENTION, r"(保存|保留|留存|留|存|放|存满|存够).{0,6}(多久|多长|(几|多少)个?(年|月|天|日))|保存(期限|年限|时间)|存几年|几年才能(销毁|删)"),
    (Want.PENALTY, r"罚|会怎么?样|什么下场|(可以|能|会).{0,4}采取(哪些|什么).{0,4}措施|处分|后果|追责"
        r"|什么责任|法律责任|怎么处理(我们|公司)?$|会被怎么|从轻|减轻|免责|处理措施|监管措施"),
    (Want.DEFINITION, r"是指|何谓|什么(是|叫)|定义|含义|什么意思|怎么(理解|定义)|算不算|算哪|算什么|属于(什么|哪)|如何(认定|界定)|所称|指什么"
     r"|啥叫|啥意思"),
    (Want.STATUS, r"(开始|还|现在|已经|是否)?(施行|生效|失效|废止)(了没|了吗|没有|日期|时间)|什么时候(施行|生效|开始实施)|管我们了没"
     r"|要不要执行|现在(还)?(有效|能用|管用)|还有效|何时(施行|生效)|老规矩"),
    (Want.SCOPE, r"(要不要|用不用|需不需要|是否要?)(执行|遵守)|管(得着|得到|不管|不着|到)"
        r"|适用(范围|于|方式|吗|不适用|.{0,20}(吗|么|不))|是否适用|适不适用|管我们吗|照搬|参照"),
    (Want.WHERE, r"第几条|哪(一)?条|什么依据|依据是|法律依据|哪部法|规定在哪"),
    (Want.LIST, r"哪些|有什么(要求|规定)|都(有|要|得)(什么|啥|哪些|干)|列(出|一下)|所有|全部|清单|分别"),
    (Want.MAY, r"能不能|可不可以|可以(吗|不|么)|行不行|行吗|能(这么|否|直接|随便)|是否可以|允许|够不够|合规吗|违规吗|犯法吗"
     r"|(可以|能|行)[？?]|得着吗|能.{0,12}(吗|么)|必须.{0,8}(吗|么)|是不是(非得|必须|一定)"),
)


class Measure(StrEnum):
    """What a quantity asked for is measured in; the evidence must hold one of that kind."""

    DURATION = "duration"
    DAYS = "days"
    REPLY = "reply"
    AHEAD = "ahead"
    MINUTES = "minutes"
    RETENTION = "retention"
    FREQUENCY = "frequency"
    PERCENT = "percent"
    MONEY = "money"
    FEE = "fee"
    MULTIPLE = "multiple"
    YEARS = "years"
    COUNT = "count"
    AGE = "age"


_MEASURES: tuple[tuple[Measure, str], ...] = (
    (Measure.MINUTES, r"(几|多少)个?分钟|分钟(之|以)?内是多少"),
    (Measure.PERCENT, r"百分之(几|多少)|比例|占比|几成|百分比|多少个点|利率|税率"),
    (Measure.FEE, r"收费|费用标准|(手续|备案|检测|审查|工本)费|(交|(?<!对方)要|花|付|收)多少钱|价格|收多少"),
    (Measure.MONEY, r"罚(款)?.{0,8}(多少|几|幅度|数额|最高)|多少(钱|罚款)|多大数额|罚款(幅度|数额|金额)|最(多|高).{0,6}(多少|罚)|资本金|注册资本"),
    (Measure.MULTIPLE, r"几倍|多少倍"),
    (Measure.FREQUENCY, r"多(久|长时间).{0,6}(一次|一回|一遍|备一)|几次|几回|频次|频率|每隔多|周期"),
    (Measure.RETENTION, r"(保存|保留|留存|留|存|放|存满|存够).{0,6}(多久|多长|(几|多少)个?(年|月|天|日))|保存(期限|年限|时间)|几年才能(销毁|删)"),
    (Measure.YEARS, r"(多少|几)年(以上)?.{0,8}(经历|经验|资历|工龄|从业|工作)|从业(年限|年数)"),
    (Measure.COUNT, r"(多少|几)(个人|名|人)(?!民币)|人数|几家|几套|几级"),
    (Measure.REPLY, r"(局|会里|部门|机关|监管|网信办|证监会).{0,8}(几|多少?)个?(天|久|日|工作日|长时间|小时)"
     r".{0,10}(回话|答复|回复|批复|反馈|审批|批下来|办结)"),
    (Measure.REPLY, r"(几|多少?)个?(天|久|日|工作日|长时间).{0,8}(批下来|批准|审批|办结|回话|答复|批复)|审批.{0,4}(多久|几天)"),
    (Measure.AHEAD, r"提前(几|多少)个?(天|日|工作日|小时)|提前多(久|长时间)"),
    (Measure.DAYS, r"(?<![那这好])几(天|日|个?工作日|小时|个?钟头|个?月)(之|以)?内"),
    (Measure.DURATION, r"多(久|长时间|长期限|长期间)(之|以)?内|(多长|多久).{0,6}(完成|期限|送达|答复)|(几|多少)(个)?(小时|天|工作日|月|钟头)"
     r"|(截止|最迟|最晚).{0,6}(日期|时间|啥时候|什么时候|几)|通知时限|时限是"),
)


@dataclass(frozen=True)
class Reference:
    """An article named in a question or typed as REF; ``instrument`` None when none is named."""

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


# 要不要写对方要多少钱 asks whether it must be told, not for the sum.
_WHETHER_TOLD = re.compile(r"(?:要不要|是否(?:需要|应当)?|需不需要|用不用|该不该)(?:写|报|填|说|包括|列|注明)")


@dataclass(frozen=True)
class Question:
    """A question taken apart. ``text`` is normalised (width, blanks); ``as_of`` is a date it names."""

    text: str
    wants: frozenset[Want]
    measures: tuple[Measure, ...]
    references: tuple[Reference, ...]
    instruments: tuple[Instrument, ...]
    amounts: tuple[Amount, ...]
    as_of: date | None
    topic: str = ""  # the text without the date, what to search by


def normalise(text: str) -> str:
    """Width folded, blanks and control characters collapsed, at most MAX_LENGTH characters.

    >>> normalise(" 网安法　２１条\\n 说什么 ?")
    '网安法 21条 说什么 ?'
    """
    folded = unicodedata.normalize("NFKC", text)
    visible = "".join(c if c.isprintable() else " " for c in folded)
    return re.sub(r"\s+", " ", visible).strip()[:MAX_LENGTH]


def understand(text: str, catalogue: Catalogue) -> Question:
    """Take a question apart. Any text gives a Question; nothing raises."""
    plain = normalise(text)
    named = find_instruments(plain, catalogue)
    asked = _without_titles(plain, named)
    wants = frozenset(w for w, pattern in _WANTS if re.search(pattern, asked))
    measures = tuple(m for m, pattern in _MEASURES if re.search(pattern, asked) and not _WHETHER_TOLD.search(asked))
    return Question(plain, wants, measures, find_references(plain, catalogue), named, find_amounts(plain), _date(plain),
                    _abroad(without_date(plain)))


_PLACES = re.compile(r"美国|欧盟|欧洲|英国|日本|香港|新加坡|澳门|台湾|国外|海外|境外")
_SENT = re.compile(r"传|发|给|存|送|提供|共享|出境|母公司|子公司|总部|云|服务器|数据中心")


def _abroad(text: str) -> str:
    """Data sent to a place abroad is what the law calls 向境外提供: the search must know."""
    return f"{text} 向境外提供" if _PLACES.search(text) and _SENT.search(text) and "境外" not in text else text


def _without_titles(text: str, named: tuple[Instrument, ...]) -> str:
    """The question without the titles in it: 《网络安全事件报告管理办法》 asks nobody to report."""
    for name in sorted((n for i in named for n in (i.title, *i.names)), key=len, reverse=True):
        text = text.replace(name, "《》")
    return text


def find_instruments(text: str, catalogue: Catalogue) -> tuple[Instrument, ...]:
    """Instruments named in the text, longest names first, each once, in the order of the text."""
    found: dict[str, tuple[int, Instrument]] = {}
    rest = re.sub(r"[《》\s]", "", text)
    for name in sorted(catalogue.names, key=len, reverse=True):
        if len(name) < 3 or name.startswith("urn:"):
            continue
        at = rest.find(name)
        if at >= 0:
            instrument = catalogue.names[name]
            found.setdefault(instrument.work, (at, instrument))
            rest = rest[:at] + "\0" * len(name) + rest[at + len(name) :]
    return tuple(i for _, i in sorted(found.values(), key=lambda pair: pair[0]))


# Not the asker: who she is not, whom she serves, whose subsidiary she is.
_OTHERS = (r"(?:不是|并非|非|不属于|不算|没有|给|为|帮|跟|替){0}"
           r"|{0}(?:自己)?(?:开|设|底下|旗下|下面|下属|控股|全资|的)[^，。；？]{{0,14}}?(?:子公司|部门|平台)")
_ASKING = re.compile(r"(?:我们|咱们|我司|本公司|作为)[^，。；？,;?]{0,16}")


def find_asker(text: str, vocabulary: Vocabulary) -> str | None:
    """The kind of firm the asker says she is (我们是期货公司 …), or the only one the question speaks of; None when unclear."""
    said = _ASKING.search(text)
    own = _firms(said[0], vocabulary) if said else []
    named = own or _firms(text, vocabulary)
    return named[0] if len(named) == 1 else None


def _firms(text: str, vocabulary: Vocabulary) -> list[str]:
    """The profiles named in the text, longest names first, each once."""
    found: dict[str, None] = {}
    firms = [c for c in vocabulary.subjects.values() if c.is_profile or c.treated_as]
    names = {n: c.label for c in firms for n in (*c.names, *c.everyday) if len(n) > 1}
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            if not re.search(_OTHERS.format(re.escape(name)), text):
                found.setdefault(names[name])
            text = text.replace(name, "\0")
    return list(found)


_REFERENCE = re.compile(
    rf"第?\s*(?P<article>{NUMERAL})\s*条(?:之(?P<sub>{NUMERAL}))?"
    rf"(?:\s*第?\s*(?P<par>{NUMERAL})\s*款)?(?:\s*第?\s*[（(]?(?P<item>{NUMERAL})[）)]?\s*项)?"
)


def find_references(text: str, catalogue: Catalogue) -> tuple[Reference, ...]:
    """Articles named in everyday writing: 网安法21条, 218号令第39条第1款, 《个人信息保护法》第五十七条.

    The instrument is the one named right before the number; failing that the last one named before.
    """
    out: list[Reference] = []
    for match in _REFERENCE.finditer(text):
        number = article_number(f"第{match['article']}条" + (f"之{match['sub']}" if match["sub"] else ""))
        if number is None or number[0] == 0:
            continue
        before = find_instruments(text[: match.start()], catalogue)
        if not (match[0].startswith("第") or match["article"].isdigit() or _ends_with_name(text[: match.start()], catalogue)):
            continue  # 哪一条, 有三条: a count, not a number of an article
        out.append(Reference(before[-1] if before else None, number, _number(match["par"]), _number(match["item"]), match[0]))
    return tuple(out)


def _ends_with_name(text: str, catalogue: Catalogue) -> bool:
    head = text.rstrip("》 的")
    return any(head.endswith(name) for name in catalogue.names if len(name) >= 3)


def _number(text: str | None) -> int | None:
    return to_int(text) if text else None


_AMOUNT = re.compile(rf"(?P<n>{NUMERAL}|[0-9]+)(?P<more>来|多|余)?(?P<k>万|亿)?(?P<more2>来|多|余)?个?"
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


_SPOKEN_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2}|去|前|今|明)年(?:(?P<month>1[0-2]|0?[1-9])月(?:份|底|初)?)?(?:的时候|那会儿|当时|以前|之前|时)?(?!\d|以|内|后|之|修|报|度|[限来起])"
)
_FULL_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:的时候|那会儿|当时|时)?")
_RELATIVE = {"前": -2, "去": -1, "今": 0, "明": 1}


def _date(text: str) -> date | None:
    """The day a question asks about: 2024年5月1日, 2024-05-01, the last day of 2024年 or of 去年5月."""
    full = _FULL_DATE.search(text)
    if full:
        try:
            return parse_date(re.sub(r"[^\d年月日/.-]", "", full[0]))
        except DateError:
            return None
    spoken = _SPOKEN_DATE.search(text)
    if not spoken or spoken["year"] == "今":
        return None
    year = int(spoken["year"]) if spoken["year"].isdigit() else today().year + _RELATIVE[spoken["year"]]
    return last_day(year, int(spoken["month"]) if spoken["month"] else 12)


def without_date(text: str) -> str:
    """The question without the day it is asked for: what to search by."""
    return _SPOKEN_DATE.sub("", _FULL_DATE.sub("", text)).strip("，,。 ") or text
