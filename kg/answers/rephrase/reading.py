"""What a line of a conclusion says, as far as two lines can be compared.

Read are provisions, amounts, duties, actors, and words that count.

>>> [m.value for m in amounts("应当在演练后十五个工作日内报告，保存50万元以上")], in_digits("五十万元、四月三十日")
(['15工作日内', '500000元上'], '500000元、4月30日')
>>> [m.value for m in modals("应当报告，不得瞒报；该条未就报告规定具体时限")]
['应当', '不得', '没有规定']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kg.corpus.catalogue import Catalogue
from kg.law.model import Document, Provision, ProvisionKind
from kg.law.numerals import to_chinese, to_int
from kg.law.vocabulary import Vocabulary
from kg.law.wording import KIND_LABELS
from kg.reading.citations.finding import find_citations

Cited = tuple[str, str | None, int | None, str | None, str]  # work, article, paragraph, item, division
_CLAUSE = re.compile(r"[，。；：“”（）]")
_NO_NUMBER = r"第一时间|统一|一旦|唯一|一般|一定|一致|同一|单一|之一|进一步|一并|一律|一切|一样|一经"
_BOUND = (r"至少|至多|最多|最少|不得?少于|不得?低于|不得?超过|不得?晚于|超过|低于|高于|少于|多于|大于|小于|未满|不满|不足"
    r"|最迟|至迟|最长|最短|最高|最低|以上|以下|以内")
_AMOUNT = re.compile(
    rf"{_NO_NUMBER}|(?P<bound>{_BOUND})|(?P<share>百分之)?(?P<n>\d[\d.,]*[十百千万亿]*|[零〇一二三四五六七八九十百千万亿两半]+)"
    r"(?P<unit>%|个月|个?(?:工作日|交易日|自然日|小时|分钟|季度|周岁|年度)|个?[一-鿿]?)(?P<behind>[之以]?[内上下前后])?"
)
_MODALS = {
    "无须": r"无须|无需|不必|不需要?|可以不|可不|免于|免除|豁免|不用",
    "不得": r"不得|严禁|禁止|不准|不许|不可以?|不能|勿",
    "没有规定": rf"没有规定|未作?出?规定|未就(?:{'|'.join(KIND_LABELS.values())})规定|没有定出|[没未]有?明确|没有条文|未定出?",
    "例外": r"除外|例外|但是|但书|除非|除了",
    "应当": r"应当|应该|必须|务必|有义务|有责任|需要|(?<!无)须|(?<![相响反供适对效])应(?![急用对答聘])",
    "可以": r"可以|有权|允许|准许|得以|可(?![能靠用信行见])",
}
_NOT = "不未无非没否勿毋莫"
_MODAL = re.compile("|".join(f"(?P<m{n}>{p})" for n, p in enumerate(_MODALS.values())) + rf"|(?P<other>[{_NOT}]..?)")
_NO_NEGATION = re.compile(r"是否|不仅|不论|无论|非常|不断|未来|不同|包括但不限于")
_WORDS = {
    "期限用语": r"立即|即时|即刻|第一时间|尽快|尽早|马上|迅速|及时|随时|同时|同步|提前|事先|事前|预先|事中|事后|当日|当天|当年|次日|次年|次月"
        r"|翌日|隔日|不定期|定期|每年|每月|每日|每天|每周|每季度?|每半年|逐年|年度|季度|月度|半年|届满|到期|期满|期限|工作日|交易日|自然日"
        r"|按时|按期|限期|逾期|长期|永久|随后|之后|以后|之前|以前|[前后](?![款条项述提果续台])",
    "限定用语": r"全部|所有|任何|一切|一律|仅|只|唯一|原则上|一般|通常|可能|建议|最好|酌情|视情况|参照|按照执行|或|较大|重大|特别重大"
        r"|严重|特别严重|直接|其他|主要|等",
    "行为": "|".join((*KIND_LABELS.values(), *(
        "申请", "审批", "批准", "许可", "登记", "公布", "公开", "留存", "存档", "删除", "销毁", "警告", "罚款", "没收", "吊销", "撤销", "责令",
        "暂停", "停业", "关闭", "拘留", "处分", "处罚", "改正", "整改", "追究", "赔偿", "刑事", "诉讼", "起诉"))),
    "对象用语": r"向|由|被|属地|所在地|住所地|国务院|国家|省级|市级|县级|同级|上级|下级|本部门|境内|境外",
}
_LAW = re.compile(r"[一-鿿]{2}(?:法(?![律定规])|条例|办法|规则|细则|指引|准则|规范)")
_PEOPLE = ("主管人员", "责任人员", "负责人", "主管部门", "行业主管监管部门", "第三人", "第三方")


@dataclass(frozen=True)
class Mark:
    """A number, bound, duty or negation, and the clause it stands in."""

    value: str
    clause: str


@dataclass(frozen=True)
class LineReading:
    """The parts of a line that are compared.

    ``text`` is the line with the words of its citations covered. ``actors`` stand in the order in which they first appear,
    ``words`` under the kind of word. ``laws`` are names of laws outside the citations.
    """

    text: str
    cited: frozenset[Cited]
    amounts: tuple[Mark, ...]
    modals: tuple[Mark, ...]
    actors: tuple[str, ...]
    words: Mapping[str, frozenset[str]]
    laws: frozenset[str]


def read(line: str, catalogue: Catalogue) -> LineReading:
    """What a line says, as far as it is compared.

    Nothing raises.
    """
    cited, text = _cited(_titled(line, catalogue), catalogue)
    actors = tuple(dict.fromkeys(m[0] for m in _actor_names().finditer(text)))
    words = {kind: frozenset(re.findall(pattern, text)) for kind, pattern in _WORDS.items()}
    return LineReading(text, cited, amounts(text), modals(text), actors, words, frozenset(_LAW.findall(text)))


def amounts(text: str) -> tuple[Mark, ...]:
    """Numbers with their units and bounds, and bounds that stand alone, in the order of the text."""
    return tuple(Mark(_amount(m), _clause(text, m)) for m in _AMOUNT.finditer(text) if m["n"] or m["bound"])


def modals(text: str) -> tuple[Mark, ...]:
    """Duties, permissions, exceptions and negations, in the order of the text."""
    affirmed = _NO_NEGATION.sub(lambda m: "□" * len(m[0]), text)
    return tuple(Mark(_modal(m), _clause(text, m)) for m in _MODAL.finditer(affirmed))


def _clause(text: str, match: re.Match[str]) -> str:
    """The clause around a mark, without the mark."""
    head = max([0, *(m.end() for m in _CLAUSE.finditer(text, 0, match.start()))])
    tail = _CLAUSE.search(text, match.end())
    return text[head : match.start()] + "□" + text[match.end() : tail.start() if tail else len(text)]


def _amount(match: re.Match[str]) -> str:
    """The amount in a normal form: 15个工作日内, 十五个工作日以内 → 15工作日内.

    A bound alone is itself: 不得超过 → 不超过.
    """
    if match["bound"]:
        return match["bound"].replace("得", "")
    unit = match["unit"] if match["unit"] == "个月" else match["unit"].removeprefix("个").replace("天", "日")
    return _value(match["n"]) + ("%" if match["share"] else "") + unit + re.sub(r"^[之以]", "", match["behind"] or "")


def in_digits(text: str) -> str:
    """The text with every numeral as digits, so that 十五个工作日 and 15个工作日 are the same words."""
    return _AMOUNT.sub(lambda m: m[0].replace(m["n"], _value(m["n"]), 1) if m["n"] else m[0], text)


def _value(numeral: str) -> str:
    arabic = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千万亿]*)", numeral.replace(",", ""))
    if arabic:
        product = Decimal(arabic[1])
        for unit in arabic[2]:
            product *= to_int("一" + unit) or 1
        return f"{product.normalize():f}"
    value = to_int(numeral)
    return "0.5" if numeral == "半" else numeral if value is None else str(value)


def _modal(match: re.Match[str]) -> str:
    """The class of a duty or negation.

    A negation of another kind is itself with the word it denies.
    """
    return match["other"] or list(_MODALS)[int((match.lastgroup or "m0")[1:])]


@lru_cache(maxsize=1)
def _actor_names() -> re.Pattern[str]:
    vocabulary = Vocabulary.load()
    known = [n for c in (*vocabulary.subjects.values(), *vocabulary.authorities.values()) for n in (*c.names, *c.everyday)]
    return re.compile("|".join(re.escape(n) for n in sorted({*known, *_PEOPLE}, key=len, reverse=True)))


# ── provisions ──


def _titled(line: str, catalogue: Catalogue) -> str:
    """The line with every name of an instrument as its 《title》.

    So 网安法第二十七条 and 《网络安全法》第二十七条 read alike.
    """
    return _instrument_names(tuple(catalogue.names)).sub(
        lambda m: f"《{found.title}》" if (found := catalogue.find(m[0])) else m[0], line)


@lru_cache(maxsize=4)
def _instrument_names(names: tuple[str, ...]) -> re.Pattern[str]:
    plain = sorted((n for n in names if len(n) > 2 and re.search("[一-鿿]", n) and not re.fullmatch(r"第?\d+号文?", n)), key=len, reverse=True)
    return re.compile("|".join(["《[^《》]*》", *map(re.escape, plain)]))


def _cited(line: str, catalogue: Catalogue) -> tuple[frozenset[Cited], str]:
    """The provisions a line cites, and the line with their words covered.

    本法第三条 is of the one instrument the line names.
    """
    node = Provision(ProvisionKind.PART, (1,), "prt1", "", 0, len(line))
    found = find_citations(Document("", line, (node,)))
    works = {work_of(c.target.instrument, catalogue) for c in found} - {"self"}
    own = next(iter(works)) if len(works) == 1 else "self"
    covered = list(line)
    for c in found:
        covered[c.start : c.end] = "□" * (c.end - c.start)
    targets = ((work_of(c.target.instrument, catalogue), c.target) for c in found)
    cited = frozenset((own if w == "self" else w, t.article, t.paragraph, t.item, t.division) for w, t in targets)
    return cited, "".join(covered)


def work_of(name: str, catalogue: Catalogue) -> str:
    """The URN of the work of that name, or the name itself if it is not known."""
    known = catalogue.find(name)
    return known.work if known else name


# ── numerals ──


def well_formed(numeral: str) -> bool:
    """Whether a numeral is written as numerals are.

    It may have digits, with 万 or 亿 behind them, or be a Chinese numeral as it is counted. A year may stand digit by digit.

    >>> [well_formed(n) for n in ("15", "1.5万", "五十万", "一百零三", "二〇二六", "两", "七二", "六十七一", "3十")]
    [True, True, True, True, True, True, False, False, False]
    """
    if re.fullmatch(r"(?!0\d)[\d.,]+[万亿]*|[零一二三四五六七八九]|[〇零一二三四五六七八九]{4}|[两半万亿]", numeral):
        return True
    first, *lower = re.split("[万亿]", numeral.replace("两", "二").replace("〇", "零"))
    below = [first, *(part.removeprefix("零") for part in lower if part)]
    values = [to_int(part) for part in below]
    return all(v is not None and v < 10_000 and part in (to_chinese(v), f"一{to_chinese(v)}") for v, part in zip(values, below, strict=True))
