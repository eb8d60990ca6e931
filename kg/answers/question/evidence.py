"""Whether a passage holds the measure that was asked for, and whether a number asked about reaches its threshold.

``几年`` wants a retention (保存五年以上), ``百分之几`` a percentage, ``几天内`` a time limit. A passage on the right subject
without that measure does not decide the question, and the answer must say so.
"""

from __future__ import annotations

import re

from kg.answers.question.measures import Measure
from kg.law.numerals import FIGURE
from kg.law.sentences import sentences

_DAYS = (rf"{FIGURE}个?(?:工作日|交易日|日|天|小时|分钟|月|年)(?:以内|之内|内|前|届满|报)|不得?超过{FIGURE}个?(?:小时|日|天|月|工作日)|超过半小时"
         r"|[0-9一二三四五六七八九十]{1,16}月(?:[0-9一二三四五六七八九十]{1,16}日|底|末)(?:以|之)?前")
_PATTERNS: dict[Measure, re.Pattern[str]] = {
    m: re.compile(p)
    for m, p in {
        Measure.DURATION: _DAYS + r"|及时|立即|提前|事先|事前|第一时间|的同时|使用前|投入使用前|之前|前，应当|后方可",
        Measure.DAYS: _DAYS,
        Measure.AHEAD: rf"提前{FIGURE}个?(?:日|天|工作日|小时)|{FIGURE}个?(?:日|天|工作日)(?:以|之)?前|前{FIGURE}个?(?:工作日|日|天|月)",
        Measure.REPLY: rf"自(?:收到|受理)[^。；]{{0,30}}起|{FIGURE}个?(?:工作日|日|月)内[^。；]{{0,16}}(?:答复|回复|反馈|批复|作出)",
        Measure.MINUTES: rf"{FIGURE}分钟",
        Measure.TRADING_DAYS: rf"{FIGURE}个?交易日",
        Measure.CLOCK: rf"{FIGURE}(?:时|点)(?:整|前|以前|之前)",
        Measure.TERM: rf"{FIGURE}个?(?:年|月)",
        Measure.RETENTION: rf"(?:保存|留存|保管|存档|保留)[^。；]{{0,40}}?{FIGURE}个?(?:年|月)|(?:保存|留存)[^。；]{{0,40}}不(?:得)?少于{FIGURE}"
                           rf"|保持[^。；]{{0,10}}{FIGURE}个?(?:年|月)",
        Measure.FREQUENCY: rf"每(?:年|季度|半年|月|周|日|天|个季度|{FIGURE}年)|至少[^。；]{{0,6}}{FIGURE}次|定期|{FIGURE}次|按[年月季日]|每隔",
        Measure.PERCENT: r"百分之|[0-9.]{1,16}[%％]",
        Measure.MONEY: rf"{FIGURE}(?:亿|万)?元|[一二三四五六七八九十]{{1,16}}倍以[上下].{{0,4}}罚款|罚款数额的",
        Measure.FEE: rf"(?:收费|费用|收取)[^。；]{{0,20}}{FIGURE}(?:万)?元|不(?:得)?收取?[^。；]{{0,4}}费",
        Measure.MULTIPLE: rf"{FIGURE}倍",
        Measure.YEARS: rf"{FIGURE}年以上[^。；]{{0,20}}(?:经历|经验|从业|工作)|(?:从业|工作|任职)[^。；]{{0,10}}{FIGURE}年",
        Measure.COUNT: rf"{FIGURE}(?:万)?(?:人|名|家)",
        Measure.LEVEL: r"第?[一二三四五六七八九]级|特别重大|较大|(?:分级|定)为[^。；]{0,4}重大|级别最[高低]",
        Measure.DISTANCE: rf"{FIGURE}(?:公里|千米|米)",
        Measure.LESSONS: r"学时|课时",
        Measure.ROUNDS: rf"{FIGURE}轮",
        Measure.LENGTH: rf"{FIGURE}(?:位|个字符)",
    }.items()
}
NAMES = {
    Measure.DURATION: "时限", Measure.DAYS: "具体天数或者小时数", Measure.AHEAD: "提前的天数", Measure.REPLY: "答复的期限",
    Measure.MINUTES: "以分钟计的时限", Measure.TRADING_DAYS: "以交易日计的时限", Measure.CLOCK: "钟点", Measure.TERM: "年限",
    Measure.RETENTION: "保存期限", Measure.FREQUENCY: "频次", Measure.PERCENT: "比例", Measure.MONEY: "金额",
    Measure.FEE: "收费标准", Measure.MULTIPLE: "倍数", Measure.YEARS: "年限", Measure.COUNT: "人数",
    Measure.LEVEL: "等级", Measure.DISTANCE: "距离", Measure.LENGTH: "位数", Measure.LESSONS: "学时", Measure.ROUNDS: "轮数",
}


def holds(measure: Measure, text: str) -> bool:
    """Whether the text fixes something of that measure.

    >>> holds(Measure.RETENTION, "系统日志应当保存六个月以上"), holds(Measure.RETENTION, "形成应急演练报告存档备查")
    (True, False)
    """
    return bool(_PATTERNS[measure].search(text))


_SHARE_OF = re.compile(r"占(?:到|了|用)?(?:我们|本|公司|单位|全年|整个|总){0,6}(?P<base>[^，。？?]{2,10}?)的?(?:百分之|比例|比重|几成|多少)")
_SAME_BASE = {"营收": "营业收入|营业额|营收", "收入": "收入|营业额", "利润": "利润", "预算": "预算", "投入": "投入|预算"}


def share_of(question: str, text: str) -> bool:
    """Whether a percentage in the text is one of what the question asks a share of.

    It is True if the question names nothing.

    >>> share_of("安全投入最少得占公司营收的百分之几", "使用峰值应当在当前带宽的百分之五十以下")
    False
    >>> share_of("峰值能占带宽的百分之几", "使用峰值应当在当前带宽的百分之五十以下"), share_of("最多罚百分之几", "百分之五以下罚款")
    (True, True)
    """
    asked = _SHARE_OF.search(question)
    if not asked:
        return True
    base = asked["base"].removeprefix("公司")
    names = next((same for word, same in _SAME_BASE.items() if word in base), re.escape(base))
    fits = (s for s in sentences(text) if "罚" in question or "罚" not in s)
    return any(re.search(names, s) and _PATTERNS[Measure.PERCENT].search(s) for s in fits)
