"""The consequences of a breach in words: whom they meet, in which case, and what they are."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.law.model import Sanction
from kg.reading.penal.breach import GAP, is_any_breach

_LONG = 90
_MANY = 4  # articles broken that are not told one by one
_DIGITS = "零〇一二三四五六七八九十百千万亿两"
_MANNER = re.compile(r"(?:(?:并|还)?可以)?(?:单处或者并处|并处或者单处|单处|并处|处以|处)?$")
_MAY_APPLY = re.compile(r"可以(?:分别)?依照《")
_BODY = re.compile(r"(?:相关|有关|上述|违法|该)(?:机构|单位|公司|企业|组织|主体)")


def shown_case(case: str, before: str = "") -> str:
    """The case in quotation marks with a comma, or "" for one that says no more than 违反本办法规定的.

    ``before`` is the case told right before. A case that lies within it is told as 其中.

    >>> shown_case("情节严重的"), shown_case("违反本办法规定的")
    ('“情节严重的”，', '')
    >>> shown_case("情节严重的……有危害后果的"), shown_case("情节严重的……有危害后果的", "情节严重的")
    ('“情节严重的”并且“有危害后果的”，', '其中“有危害后果的”，')
    """
    outer, gap, inner = case.rpartition(GAP)
    if gap and outer == before:
        return f"其中“{_brief(inner)}”，"
    return "" if is_any_breach(case) else f"“{'”并且“'.join(map(_brief, case.split(GAP)))}”，"


def _brief(case: str) -> str:
    """The case as it is or, if it is long or names many, without the articles broken, which the law and the words quoted name."""
    return case if len(case) <= _LONG and case.count("条") < _MANY else case.partition("规定，")[2] or case


def whom(sanction: Sanction, *, beside: bool = False) -> str:
    """Those who are punished, persons with the firm to which they belong.

    The firm is 其 where several firms have just been named (``beside``).

    >>> whom(Sanction("第一条", "", ("有关高级管理人员",), (), (), (), (), "", firm=("核心机构",)))
    '核心机构的有关高级管理人员'
    >>> whom(Sanction("第一条", "", ("相关机构", "责任人员"), (), (), (), (), "", firm=("经营机构",)))
    '相关机构（经营机构）、责任人员'
    """
    firm, addressee = sanction.firm, sanction.addressee
    if not firm or set(firm) & set(addressee):
        return "、".join(addressee)
    names = "、".join(firm)
    if any(_BODY.fullmatch(name) for name in addressee):
        return "、".join(f"{name}（{names}）" if _BODY.fullmatch(name) else name for name in addressee)
    return ("其" if beside and len(firm) > 1 else f"{names}的") + "、".join(addressee)


def consequences(sanction: Sanction) -> str:
    """The consequences for the addressee, with the measures in their order.

    Sums are in the words of the law, and the words say whether the measures may or must be imposed.

    >>> quote = "由有关主管部门责令改正，可以处一万元以上五万元以下罚款"
    >>> consequences(Sanction("第一条", "", (), (), ("责令改正", "一万元以上五万元以下罚款"), (), (), quote))
    '责令改正、可以处一万元以上五万元以下罚款'
    >>> quote = "依照《甲法》规定，并处五千万元以下或者上一年度营业额百分之五以下罚款"
    >>> consequences(Sanction("第一条", "", (), (), ("五千万元以下或者上一年度营业额百分之五以下罚款",), (), ("甲法",), quote))
    '依照《甲法》并处五千万元以下或者上一年度营业额百分之五以下罚款'
    """
    laws = "".join(f"《{title}》" for title in sanction.onward)
    may = "可以" if laws and _MAY_APPLY.search(sanction.quote) else ""
    told = [_measure(sanction.quote, m) for m in sanction.measures]
    joints = ["；" if "，" in a + b else "、" for a, b in pairwise(told)]
    return (f"{may}依照{laws}" if laws else "") + "".join(a + b for a, b in zip(told, [*joints, ""], strict=True))


def _measure(quote: str, measure: str) -> str:
    manner = _MANNER.search(quote[: max(quote.rfind(measure), 0)])
    return (manner[0] if manner else "") + measure
