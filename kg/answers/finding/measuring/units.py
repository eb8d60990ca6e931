"""What is counted, in one unit of each kind: 人 · 户 · 名 · 账户 · 客户 are one, 1.5小时 is 90分钟, 半年 is 6个月, 八成 is 80%."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

PEOPLE, FIRMS, RECORDS, MONEY, TIME, MONTHS, SHARE, TIMES, MULTIPLE, AGE = "人", "家", "条", "元", "分钟", "月", "%", "次", "倍", "岁"
# The finest part that is told apart: a 分 of money, a hundredth of a percent, a day of a month.
FINE: Mapping[str, int] = {PEOPLE: 1, FIRMS: 1, RECORDS: 1, MONEY: 100, TIME: 60, MONTHS: 30, SHARE: 100, TIMES: 1, MULTIPLE: 100, AGE: 1}
_MINUTES = {"秒": Decimal(1) / 60, "秒钟": Decimal(1) / 60, "分钟": Decimal(1), "刻钟": Decimal(15), "小时": Decimal(60), "钟头": Decimal(60),
            "天": Decimal(1440), "日": Decimal(1440), "周": Decimal(10080), "星期": Decimal(10080)}
# 12万名投资者, 800个客户, 两百号员工, 5000万个以上自然人, 一千个份额持有人, 300个会员
PERSONS = ("客户", "用户", "账户", "帐户", "投资者", "投资人", "持有人", "股民", "会员", "自然人", "个人", "公民", "居民", "员工", "职工", "学员",
           "消费者", "储户", "人员", "人")
# 10万个以上法人, 影响6000家企业, 5000个单位
BODIES = ("法人", "企业", "单位", "公司")
_WHOLE = {"元": MONEY, "块钱": MONEY, "块": MONEY, "条": RECORDS, "家": FIRMS, "次": TIMES, "倍": MULTIPLE, "岁": AGE, "周岁": AGE, "名": PEOPLE,
          "户": PEOPLE, "位": PEOPLE, "号": PEOPLE, "%": SHARE}


def base(unit: str) -> tuple[str, Decimal] | None:
    """The unit in which a written unit is counted and how many of its finest parts it makes, or None if it is no unit.

    >>> base("小时"), base("年"), base("客户"), base("成"), base("页")
    (('分钟', Decimal('3600')), ('月', Decimal('360')), ('人', Decimal('1')), ('%', Decimal('1000')), None)
    """
    if unit in _MINUTES:
        return TIME, Decimal(round(_MINUTES[unit] * FINE[TIME]))
    if unit in ("年", "月", "季度"):
        return MONTHS, Decimal({"年": 12, "季度": 3}.get(unit, 1) * FINE[MONTHS])
    if unit == "成":
        return SHARE, Decimal(10 * FINE[SHARE])
    kind = FIRMS if unit.endswith(BODIES) else PEOPLE if unit.endswith(PERSONS) else _WHOLE.get(unit)
    return (kind, Decimal(FINE[kind])) if kind else None
