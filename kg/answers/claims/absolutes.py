"""Claims that leave no room: 一律 · 只有…才 · 只要…就行 · 首次就罚, and the words of a provision that give some (除外 · 或者 · 拒不改正)."""

from __future__ import annotations

import re

from kg.answers.claims.aligning import content, nearest

ALWAYS = re.compile(
    r"一律|一概|(?<!未)完全(?!一致|相同)|无论|不管(?=是|[^，。]{1,12}[，都])|任何情况"
    r"|绝对|无条件|所有[^，。；]{1,24}都|凡是|统统|全都")
FIRST = re.compile(
    r"头一回|首次|第一次|初次|头一次|一经(?:发现|查实|认定)|一旦(?:发现|查实)|一发现|直接(?=[^，。责]{0,4}罚)|当场(?=罚)|(?:普通|一般"
    r"|轻微)情节|即处|就(?:要|得|会|能|可以)?(?:被)?罚款?(?=[^，。]{0,4}\d)")
ONLY = re.compile(
    r"只有(?!个|[一两三四五六七八九十0-9]{1,3}[个家人名])|只能|仅限于?|(?<!不)仅(?!仅)|(?<!不能)(?<!不得)(?<!不是)只(?:管|由|对|向|包括"
    r"|限于?|适用|算|针对)|必须[^，。]{0,16}才|必须(?=由|委托|找)")
ENOUGH = re.compile(r"只要(?!求)|只需要?|就(?:行|够|可以|好|成|能|可|合规|合法|OK|没事)|即可|足矣|足够了|就没问题|便可")
_EXCEPT = re.compile(
    r"[^，。；]{0,30}(?:的)?除外|但[是]?[^。；]{2,60}|可以不[^，。；]{0,12}|从其规定|另有(?:规定|约定)|[^，。；]{2,40}的(?=，)|按照?规定"
    r"|确需[^，。；]{0,20}|需要[^，。；]{1,12}的")
_STAGED = re.compile(r"拒不改正|情节(?:较重|严重|特别严重)|逾期(?:不|未)[^，。；]{1,8}|(?:造成|导致)[^，。；]{0,16}后果|再次|屡")
_OTHERS = re.compile(
    r"自行或者委托|或者[^，。；]{2,12}|以及[^，。；]{2,12}|其他[^，。；]{2,12}|等(?=[^级待同效额价])|之一|部分或全部|任一"
    r"|[^，。；]{1,8}[和、][^，。；]{1,8}")
_SOME = re.compile(r"[^，。；]{0,8}(?:部分或全部|之一的?|任一|自行或者委托)[^，。；]{0,8}")
_CLOSED = re.compile(r"只(?!要)|仅|唯一|方可|以外|一律")


def exception(words: str, said: str) -> str:
    """The verbatim words of a provision by which not every case is alike, or ''.

    A case that the claim itself names is no exception to it.
    """
    wanted = content(said)
    for m in _EXCEPT.finditer(words):
        own = content(m[0])
        if own and len(own & wanted) < 0.35 * len(own):
            return m[0]
    return ""


def gone_before(words: str, end: int) -> str:
    """The verbatim condition under which a figure at ``end`` stands (拒不改正的，处五万元), or ''."""
    return next(iter(conditions(words, end)), "")


def conditions(words: str, end: int) -> list[str]:
    """All verbatim conditions under which a figure at ``end`` stands: 拒不改正, 导致…后果."""
    begin = max(words.rfind(c, 0, end) for c in "；;。\n") + 1
    return [m[0] for m in _STAGED.finditer(words, begin, end)]


def stage(words: str, said: str = "") -> str:
    """The verbatim condition that stands before the first fine of a provision (拒不改正), or ''.

    >>> stage("由有关主管部门责令改正；拒不改正或者情节严重的，处五万元以上罚款"), stage("处一万元以下罚款；情节严重的，处十万元以下罚款")
    ('拒不改正', '')
    """
    m = None if _STAGED.search(said) else _STAGED.search(words)
    fine = re.search(r"罚款|罚金|[^，。；]{1,12}元以[上下]", words)
    return m[0] if m and fine and m.start() < fine.start() else ""


def others(words: str, said: str) -> str:
    """The verbatim words of a provision that open what a claim closes (或者委托…), or ''.

    They are looked for in the part that speaks of what the claim says.
    """
    part, share = nearest(said, words)
    near = part if share >= 0.3 else words
    m = None if _CLOSED.search(near) else _OTHERS.search(near)
    m = m or (None if _CLOSED.search(words) else _SOME.search(words))
    return m[0] if m else ""
