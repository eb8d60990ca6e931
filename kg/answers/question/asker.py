"""Who asks, from the words of the question: 我们是期货公司 · 作为券商 · 我们私募."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.law.vocabulary import Role, Vocabulary

# Not the asker: who she is not, whom she serves, whose rules she asks about (按重要数据处理者那几条), whose subsidiary she is.
_OTHERS = (r"(?:不是|按照?|比照|参照|当成|视同|并非|非|不属于|不算|没有|给|(?<!作)为|帮|跟|替|人家|别家|隔壁|别的|另一家|某家?){0}"
           r"|{0}(?:自己)?(?:开|设|底下|旗下|下面|下属|控股|全资|的)[^，。；？]{{0,14}}?(?:子公司|部门|平台)")
_NEAR = 9  # characters: 我们是公募基金公司; who follows further on may be another (我们私募全用券商的系统)
_ASKING = re.compile(r"(?:我们|咱们|我司|本公司|作为)[^，。；？,;?]{0,16}")

# {0}: what the bearer of a role runs. Whoever speaks so plays the role; who speaks the other way does not, or asks whether she does.
_PLAYS = r"(?:我们|咱们|公司|单位)[^，。；？,;?给向跟对]{{0,10}}{0}|运营(?:的|着)?{0}|(?<![和与跟向给对]){0}运营者"
_PLAYS_NOT = r"(?:不是|非|不属于|不算|没有|没)[^，。；？,;?]{{0,6}}{0}|{0}[^，。；？,;?]{{0,4}}(?:吗|(?<![怎什])么)"
# 我们给券商做交易软件: whoever says so supplies it, whatever she calls herself.
_SUPPLIES = re.compile(r"(?:我们|咱们|我司)(?:就?是)?(?:专门)?(?:给|为|帮|替)(?P<whom>[^，。；？,;?]{1,8}?)(?:做|供|开发|卖|写|搭|维护|运维|提供)"
                       r"[^，。；？,;?]{0,8}?(?:系统|软件|行情|平台|程序|终端)")


def plays(role: Role, text: str) -> bool:
    """Whether the asker says that she plays a role that is asked for apart.

    >>> role = Vocabulary.load().asked_apart
    >>> plays(role, "证券交易所运营的关键信息基础设施停止运营"), plays(role, "我们不是关基"), plays(role, "我们算关基吗")
    (True, False, False)
    >>> plays(role, "和CII运营者合作要注意什么"), plays(role, "公司需要向CII保护部门报告吗"), plays(role, "我们给关基供货")
    (False, False, False)
    """
    return bool(re.search(_PLAYS.format(role.pattern), text)) and not re.search(_PLAYS_NOT.format(role.pattern), text)


def find_asker(text: str, vocabulary: Vocabulary) -> str | None:
    """The kind of firm that asks, or None if it is unclear.

    It is the one the asker says she is (我们是期货公司 …), or the only one the question speaks of.
    """
    supplied = _SUPPLIES.search(text)
    if supplied and _firms(supplied["whom"], vocabulary):
        return vocabulary.supplier_role.label
    said = _ASKING.search(text)
    near = _firms(said[0][:_NEAR], vocabulary) if said else []
    own = near if len(near) == 1 else _firms(said[0], vocabulary) if said else []
    named = own or _firms(text, vocabulary)
    return named[0] if len(named) == 1 else None


def is_not(name: str, text: str) -> bool:
    """Whether the text says that somebody is not of that kind: 不是券商, 也不是基金公司."""
    return bool(re.search(rf"(?:不是|并非|不属于|不算){re.escape(name)}", text))


def is_other(name: str, text: str) -> bool:
    """Whether the text names a kind of firm only as what the asker is not, or whom she serves.

    >>> is_other("券商", "我们不是券商"), is_other("券商", "我们券商"), is_other("券商", "要不要按券商的标准办")
    (True, False, True)
    """
    return bool(re.search(_OTHERS.format(re.escape(name)), text))


def _firms(text: str, vocabulary: Vocabulary) -> list[str]:
    """The profiles named in the text, longest names first, each once."""
    found: dict[str, None] = {}
    firms = [c for c in vocabulary.subjects.values() if c.is_profile or c.treated_as]
    names = {n: c.label for c in firms for n in (*c.names, *c.everyday) if len(n) > 1}
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            if not is_other(name, text):
                found.setdefault(names[name])
            text = text.replace(name, "\0")
    return list(found)


@dataclass(frozen=True)
class Asker:
    """Who asks: the names to show, every name under which the law binds them, and the names of all authorities and people."""

    names: tuple[str, ...]
    labels: frozenset[str]
    known: frozenset[str] = frozenset()
    narrower: frozenset[str] = frozenset()  # names of kinds the asker may be, but need not
