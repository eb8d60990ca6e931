"""What a quantity asked for is measured in (几天内 · 多久一次 · 存几年 · 百分之几 · 第几级), by the grammar of the question."""

from __future__ import annotations

import re
from enum import StrEnum


class Measure(StrEnum):
    """The kinds of measure in which a quantity can be asked for.

    The evidence must hold one of that kind (``kg.answers.question.evidence.holds``).
    """

    DURATION = "duration"
    DAYS = "days"
    TERM = "term"
    REPLY = "reply"
    AHEAD = "ahead"
    MINUTES = "minutes"
    TRADING_DAYS = "trading-days"
    CLOCK = "clock"
    RETENTION = "retention"
    FREQUENCY = "frequency"
    PERCENT = "percent"
    MONEY = "money"
    FEE = "fee"
    MULTIPLE = "multiple"
    YEARS = "years"
    COUNT = "count"
    LEVEL = "level"
    DISTANCE = "distance"
    LENGTH = "length"
    LESSONS = "lessons"
    ROUNDS = "rounds"


_HOW_MANY = r"(?:(?<![好这那十前近后])几|多少)"
_KEPT = r"(?:保存|保留|留存|留|存|放|存满|存够)"
_EVERY = (rf"多(?:久|长时间).{{0,6}}(?:一次|一回|一遍|备一)|{_HOW_MANY}(?:次|回)|频次|频率|周期|每?隔(?:{_HOW_MANY}|多)"
          rf"|{_HOW_MANY}个?(?:年|季度?|月|周|天|小时)[^，。；？]{{0,8}}?(?:一次|一回|一遍|一趟)")
_REPLIES = r"(?:回话|回音|答复|回复|批复|反馈|审批|批下来|批准|办结|准信|出结果|出结论|审完|审查完)"
_PATTERNS: tuple[tuple[Measure, str], ...] = (
    (Measure.MINUTES, rf"{_HOW_MANY}个?分钟|分钟(?:之|以)?内是多少"),
    (Measure.TRADING_DAYS, rf"{_HOW_MANY}个?交易日"),
    (Measure.CLOCK, r"几点(?:钟|前|之前|整)|每天几点"),
    (Measure.PERCENT, r"百分之(?:几|多少)|比例|占比|几成|百分比|多少个点|利率|税率"),
    (Measure.FEE, r"收费标准|费用标准|费率|(?:费|工本)[^，。；？]{0,6}(?:多少|几)|(?:交|(?<!对方)要|花|付|收)多少钱|价格(?:是|为)?多少|收多少"
     r"|多少(?:检测|备案|审查|测评|评审)?费"),
    (Measure.MONEY, r"罚(?:款)?.{0,8}(?:多少|几|幅度|数额|最高)|多少(?:钱|罚款)|多大数额|罚款(?:幅度|数额|金额)|最(?:多|高).{0,6}(?:多少|罚)"
     r"|资本金|注册资本"),
    (Measure.MULTIPLE, r"几倍|多少倍"),
    (Measure.FREQUENCY, _EVERY),
    (Measure.RETENTION, rf"{_KEPT}.{{0,6}}(?:多久|多长|{_HOW_MANY}个?(?:年|月|天|日))"
     r"|保存(?:期限|年限|时间)(?!难以|届满|已|的确定)|几年才能(?:销毁|删)"),
    (Measure.YEARS, rf"{_HOW_MANY}年(?:以上)?.{{0,8}}(?:经历|经验|资历|工龄|从业|工作)|从业(?:年限|年数)"),
    (Measure.COUNT, rf"{_HOW_MANY}(?:个人|名|人)(?!民币)|人数[^，。；？]{0,6}(?:多少|几)"
     r"|(?:至少|最少|最多|要|有|共|满|达到|超过)[^，。；？]{0,4}(?<!哪)几[家套]|(?<!哪)几[家套](?:才|以上|及以上|[？?])"),
    (Measure.LEVEL, r"(?<![报给向由经])第?几级|(?<![报给向由经])哪一?级(?!部门|机关|政府|机构|的?网信|人民|监管)|什么级别"),
    (Measure.DISTANCE, rf"{_HOW_MANY}(?:公里|千米|里地|米)|距离|多远"),
    (Measure.LENGTH, rf"(?:密码|口令|验证码)[^，。；？]{{0,8}}{_HOW_MANY}位|{_HOW_MANY}个字符|(?:密码|口令)长度"),
    (Measure.LESSONS, r"学时|课时"),
    (Measure.REPLY, r"(?:局|会里|部门|机关|监管|网信办|证监会).{0,8}(?:几|多少?)个?(?:天|久|日|工作日|长时间|小时)"
     rf".{{0,10}}{_REPLIES}"),
    (Measure.REPLY, rf"(?:几|多少?)个?(?:天|久|日|工作日|长时间)(?:之|以)?内?.{{0,8}}{_REPLIES}|审批.{{0,4}}(?:多久|几天)"),
    (Measure.AHEAD, r"提前(?:几|多少)个?(?:天|日|工作日|小时)|提前多(?:久|长时间)"),
    (Measure.DAYS, rf"(?<![那这好前近后])几(?:天|日|个?工作日|小时|个?钟头|个?月)(?:之|以)?内|{_HOW_MANY}天时间"
     rf"|多少(?:天|日|个?工作日|小时|个?月)(?:之|以)?内"),
    (Measure.ROUNDS, rf"{_HOW_MANY}轮"),
    (Measure.TERM, rf"(?:最短|最长|最少|至少|期限|有效期|保密期)[^，。；？]{{0,8}}{_HOW_MANY}个?(?:年|月)"),
    (Measure.DURATION, rf"多(?:久|长时间|长期限|长期间)(?:之|以)?内|(?:多长|多久).{{0,6}}(?:完成|期限|送达|答复)"
     rf"|{_HOW_MANY}个?(?:小时|天|工作日|月|钟头)|(?:截止|最迟|最晚).{0,6}(?:日期|时间|啥时候|什么时候|几)|通知时限|时限是"),
)
# 要不要写对方要多少钱 asks whether it must be told, not for the sum.
_WHETHER_TOLD = re.compile(r"(?:要不要|是否(?:需要|应当)?|需不需要|用不用|该不该)(?:写|报|填|说|包括|列|注明)")


def find_measures(text: str) -> tuple[Measure, ...]:
    """The measures asked for, each once.

    >>> find_measures("关键岗位每隔几年复审一次"), find_measures("实时系统要达到第几级"), find_measures("检查还要交检测费，合规矩吗")
    ((<Measure.FREQUENCY: 'frequency'>,), (<Measure.LEVEL: 'level'>,), ())
    """
    if _WHETHER_TOLD.search(text):
        return ()
    return tuple(dict.fromkeys(m for m, pattern in _PATTERNS if re.search(pattern, text)))
