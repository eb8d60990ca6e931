"""What an amount is of: 泄露了120万人的信息 · 影响20万客户 · 停了7个小时 · 1万人敏感个人信息 · 10万人（不含敏感个人信息） · 人脸信息.

Two amounts of one unit are compared only if they are of the same thing. Which data are sensitive is read from the vocabulary,
and an amount is of sensitive data only if its own words say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.answers.finding.measuring.units import FIRMS, MONEY, MONTHS, PEOPLE, RECORDS, TIME
from kg.law.likeness import bigrams
from kg.law.vocabulary import Concept, Vocabulary

# What was done or happened, in the words of the law and of those who tell it. Each line: the words, and a sentence with some of them.
_ACTS: Mapping[str, str] = {
    # 泄露100万人以上公民个人信息 · 客户资料被拖库流出去120万条 · 个人信息泄露、篡改、丢失
    "leak": (r"泄[露漏]|外[泄流]|漏[了出]|丢[失了]|弄丢|遗失|失窃"
             r"|被[盗偷窃扒爬]|窃取|偷走|流[出到]|拖库|脱库|曝光|爬[走取]|拿走|篡改|毁损|挂(?:到|在)了?(?:暗网|网上)"),
    # 自当年1月1日起累计向境外提供10万人以上 · 把12万客户的数据传到香港
    "export": r"境外|出境|跨境|国外|海外|出海|香港|澳门|台湾|新加坡|美国|英国|日本|欧[盟洲]",
    # 非法获取、出售或者提供五千条以上 · 员工私下卖了6000条客户信息
    "trade": r"出售|倒卖|售卖|贩卖|[被私偷]?(?<!买)卖[了给出]|购买|买[了来]|收受|非法(?:获取|提供)|违法(?:获取|提供)|换取",
    # 影响一个或多个地市级行政区30%以上人口 · 波及两万户 · 20万客户受影响
    "affect": r"影响|波及|受阻",
    # 主要功能中断运行30分钟以上 · 交易系统瘫痪40分钟 · 官网打不开 · 停机三小时 · 崩了一个半小时才恢复
    "outage": r"中断|停[了机摆运止]|瘫|宕|崩|(?<!牌)挂了|(?:不能|无法)(?:访问|使用|登录|交易|下单)|打不开|[登连用]不[上了]|卡死|断[了网电]|故障|恢复",
    # 造成500万元以上的直接经济损失 · 亏了三百万 · 赔了五百万
    "loss": r"损失|亏|赔",
    # 违法所得五千元以上 · 赚了八千块
    "gain": r"所得|获利|赚|盈利|得利|牟利|非法收入|卖了",
    # 系统日志应当保存六个月以上 · 日志只存了三个月 · 留了五年
    "keep": r"保存|留存|保管|保留|存[了满够放档到]|留[了满够到]|只存|只留",
    # 从事信息技术相关工作十年以上 · 任职八年以上 · 在证监局干了九年 · 做了三年
    "work": r"从事|任职|工作(?=[，。了满过经]|[0-9一二三四五六七八九十]|$)|从业|[干做][了过满]|经[验历]|资历|工龄",
    # 最迟不得超过4小时 · 5个小时后才上报
    "report": r"报告|报送|上报|[才没已]报|报[了给]|通报|备案|最迟",
}
_OF: Mapping[str, frozenset[str]] = {
    PEOPLE: frozenset({"leak", "export", "trade", "affect"}), RECORDS: frozenset({"leak", "export", "trade"}), FIRMS: frozenset({"affect"}),
    MONEY: frozenset({"loss", "gain"}), TIME: frozenset({"outage", "keep", "report"}), MONTHS: frozenset({"keep", "work"}),
}
_DATA = re.compile(r"信息|资料|数据|名单|档案|隐私|人脸")
_STAFF = re.compile(r"员工|职工|人手|人员编制")
_SITES = re.compile(r"网站|官网|门户|主页|网页|首页")
_NOT = r"(?:不[含涉带]|没有?|未|无|非|不是|不属于|不包[括含]|除了?)[^，。；、]{0,5}"
_PLAIN = re.compile(rf"{_NOT}敏感|(?:普通|一般)(?:的)?(?:个人)?(?:信息|数据|资料)")
_KIND = re.compile(r"信息|内容|记录")
_CUT = re.compile(r"[的、，：（）()]|或者?|和|以及|提供|获取|出售|泄露|处理|存储|向|以上|条|人(?!脸)|其他|用户|公民")
_GENERAL = frozenset({"", "个人", "敏感个人", "敏感", "重要", "核心"})


class DataSort(StrEnum):
    """Whether an amount is of sensitive data, of others, or not said to be of either."""

    SENSITIVE = "sensitive"
    PLAIN = "plain"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class DataWords:
    """The words by which data are told: those that are sensitive, names of one thing, and the role asked for apart.

    ``same`` holds names of one kind of data (人脸信息, 刷脸). ``apart`` are the words for 关键信息基础设施.
    """

    sensitive: tuple[str, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    apart: tuple[str, ...] = ()

    @staticmethod
    def of(vocabulary: Vocabulary | None = None) -> DataWords:
        """The words of a vocabulary, by default of ``ontology/``.

        >>> words = DataWords.of()
        >>> "人脸" in words.sensitive, "行踪" in words.sensitive, "关基" in words.apart
        (True, True, True)
        """
        return _of(vocabulary or Vocabulary.load())

    def sort(self, text: str) -> DataSort:
        """Whether the words are of sensitive data.

        >>> DataWords.of().sort("1万人的人脸信息"), DataWords.of().sort("10万人（不含敏感个人信息）"), DataWords.of().sort("12万客户")
        (<DataSort.SENSITIVE: 'sensitive'>, <DataSort.PLAIN: 'plain'>, <DataSort.UNSAID: 'unsaid'>)
        """
        if _PLAIN.search(text):
            return DataSort.PLAIN
        told = (m for w in self.sensitive for m in re.finditer(re.escape(w), text))
        return DataSort.SENSITIVE if any(not re.search(rf"{_NOT}\Z", text[: m.start()]) for m in told) else DataSort.UNSAID

    def names(self, kind: str) -> frozenset[str]:
        """The names of one kind of data: 人脸信息, 刷脸 … for 人脸."""
        return frozenset(n for group in self.same if any(kind in n for n in group) for n in group) | {kind}


@lru_cache(maxsize=4)
def _of(vocabulary: Vocabulary) -> DataWords:
    top = next((c for c in vocabulary.concepts.values() if c.iri.endswith(":sensitive-pi")), None)
    below = _below(top, vocabulary.concepts.values()) if top else ()
    words = tuple(n for c in below for n in (*c.names, *c.everyday, *c.examples))
    return DataWords(words, tuple((*c.names, *c.everyday) for c in below if c is not top), vocabulary.asked_apart.words)


def _below(top: Concept, concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """A concept and all that are narrower."""
    listed = list(concepts)
    found, before = [top], 0
    while len(found) > before:
        before, kinds = len(found), {c.iri for c in found}
        found += [c for c in listed if c not in found and kinds & set(c.broader)]
    return tuple(found)


def acts(text: str, unit: str) -> frozenset[str]:
    """What the words say was done or happened, of that which is measured in the unit.

    >>> sorted(acts("系统瘫痪，影响20万客户", "人")), sorted(acts("系统瘫痪，影响20万客户", "分钟"))
    (['affect'], ['outage'])
    """
    wanted = _OF.get(unit or PEOPLE, frozenset())
    return frozenset(act for act in wanted if re.search(_ACTS[act], text))


def of_data(text: str) -> bool:
    """Whether the words speak of data."""
    return bool(_DATA.search(text))


def of_staff(text: str) -> bool:
    """Whether the words speak of those who work for the firm."""
    return bool(_STAFF.search(text))


def of_sites(text: str) -> bool:
    """Whether the words speak of a website or its pages."""
    return bool(_SITES.search(text))


def kinds(text: str) -> tuple[str, ...]:
    """The kinds of data that the words name, without the general ones (个人信息).

    >>> kinds("非法获取、出售或者提供行踪轨迹信息、通信内容、征信信息、财产信息"), kinds("存储的人脸信息数量"), kinds("公民个人信息")
    (('行踪轨迹', '通信内容', '征信', '财产'), ('人脸',), ())
    """
    found = []
    for match in _KIND.finditer(text):
        name = _CUT.split(text[: match.start()])[-1][-6:]
        if name not in _GENERAL:
            found.append(name + (match[0] if match[0] in ("内容", "记录") else ""))
    return tuple(dict.fromkeys(found))


def names_kind(text: str, named: Iterable[str], words: DataWords) -> bool:
    """Whether the words name one of the kinds of data, in whole or by a pair of its characters.

    >>> names_kind("卖了60条客户行踪", ("行踪轨迹", "征信"), DataWords()), names_kind("刷脸", ("人脸",), DataWords.of())
    (True, True)
    """
    pairs = bigrams(text)
    whole = ("内容", "记录")  # 通信内容 and 通信记录 are two kinds
    return any(any(n in text for n in words.names(kind)) or (not kind.endswith(whole) and bigrams(kind) & pairs) for kind in named)
