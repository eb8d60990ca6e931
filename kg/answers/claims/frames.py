"""The frame around a claim, taken off: …，对吗 · 听说… · 有人说…，没错吧 · 《…》第三十九条规定…，是不是."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.law.numerals import NUMERAL, article_number

_SURE = r"(?:对|正确|没错|属实|准确|成立|合规|合法|可以|可行|行得通|站得住脚?|妥当|是真的|真的)"
_THIS = (
    r"(?:[他她]|我|我们|这|那|这个|这种|这样|该|此|上述|这些|这两个|以上)?(?:句话|说法|话|理解|观点|看法|结论|数字|表述|判断|认识|做法"
    r"|想法|意见|种说法)?"
         r"(?:说|讲|写|理解|规定|做)?(?:得|的)?")
_TAIL = re.compile(
    rf"[，,。；;、—\s]{{0,4}}(?:(?<!就)(?:还)?{_THIS}(?:是不是|是否|可|还|都)?{_SURE}(?:不{_SURE}|的)?(?:吗|吧|么|呢|不|的吗|的吧)?"
    rf"|(?:对|是)(?:不(?:对|是)?|吧|吗|么)|是(?:这样|这么回事)(?:规定|要求|写|说)?(?:的)?(?:吗|吧|么)?|没错(?:吧|吗)?|有没有错|有错吗|有问题吗"
    r"|(?:是)?这么(?:写|规定|要求|说)的(?:吗|吧)?|是真的(?:吗)?|是吗|是吧)[？?！!。\s]{0,6}\Z")
_ONLY_FRAME = re.compile(_TAIL.pattern)
_PARTICLE = re.compile(r"(?:了吗|的吗|的吧|吗|吧|么|呢|嘛)?[？?！!。\s]*\Z")
_HEAD = re.compile(
    r"^(?:(?:请问|想问(?:一下)?|问一下|我?听说|据说|听人说|有人(?:说|认为|主张)|有同事(?:说|认为)|同事(?:说|认为)|我(?:记得|理解|认为"
    r"|觉得)|网上说|都说|是不是说"
    r"|[^，。；？“”]{1,12}(?:说|认为|主张|称|表示|告诉我们?))[，,：:]?)")
_INNER = re.compile(r"是不是(?=[^，。；？])")
_TITLE = re.compile(r"《[^》]{1,60}》")
_ARTICLE = re.compile(rf"第?\s?({NUMERAL})\s?条(?:之({NUMERAL}))?(?:第?{NUMERAL}款)?(?:第?[（(]?{NUMERAL}[）)]?项)?")
_ORDER = re.compile(r"(?:第)?\d{1,4}号(?:令|文|公告)?")
# 第三十四条的要求, 第五条写的, 第六十二条规定: the article is said to hold the rule. 违反第二十九条 only refers to it.
_HOLDS = re.compile(
    r"^(?:[里中的]?(?:明确)?(?:规定(?!的|情形|行为|所|处|予|给|履)|写|要求|说|讲|是这么|这么)|的要求|的规定(?!，?(?:[处予给适]|进行|执行"
    r"|承担))|里|最[多高少低]|现在还是)")
_REFERS = re.compile(
    r"(?:违反|犯|适用|依照|参照|按照|依据|根据|符合|构成|属于|因|不履行|未履行|有|除|本法|本办法|本条例|本规定|认定为)[^，。；]{0,30}\Z")
_WHETHER = re.compile(r"([能用要该算可需得])不\1(?:以|要)?|是否|能否|可否")  # asks and claims nothing


@dataclass(frozen=True)
class Statement:
    """The claim without its frame.

    Titles and numbers of articles are blanked out with \\0. ``article`` is the number of the one said to hold the rule.
    """

    text: str
    article: tuple[int, ...] | None = None
    facts: str = ""
    full: str = ""


def statement(question: str) -> Statement:
    """What a question states.

    >>> statement("听说压测报告要保存三年，对吗？").text, statement("《办法》第三十九条要求一小时内报告，是吗").article
    ('压测报告要保存三年', (39,))
    """
    facts, said = _last(question.strip())
    bare = _PARTICLE.sub("", _TAIL.sub("", said))
    bare = _INNER.sub("\0\0\0", _HEAD.sub("", bare))
    article = _article(bare)
    blank = bare
    for pattern in (_TITLE, _ARTICLE, _ORDER, _WHETHER):
        blank = pattern.sub(lambda m: "\0" * len(m[0]), blank)
    return Statement(blank, article, facts, bare)


def _last(text: str) -> tuple[str, str]:
    """The facts told before, and the last sentence, which states the claim."""
    parts = [p for p in re.split(r"(?<=[。！？!?])", text) if p.strip()]
    asks = [n for n, p in enumerate(parts) if re.search(r"[？?]|对吗|是吗|对不对|是不是", p) and not _ONLY_FRAME.fullmatch(p)]
    at = asks[-1] if asks else max((n for n, p in enumerate(parts) if not _ONLY_FRAME.fullmatch(p)), default=0)
    return ("".join(parts[:at]), parts[at]) if parts else ("", text)


def _article(text: str) -> tuple[int, ...] | None:
    """The article said to hold the rule."""
    for m in _ARTICLE.finditer(text):
        after, before = text[m.end() :], text[: m.start()]
        if _REFERS.search(before) or not (_HOLDS.match(after) or re.search(r"是\Z|在\Z", before.rstrip("》\0 "))):
            continue
        return article_number(f"第{m[1]}条" + (f"之{m[2]}" if m[2] else ""))
    return None
