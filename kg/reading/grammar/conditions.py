"""The words that say when a duty arises and when it does not.

Trigger: ``…的，`` · ``发生…时，`` · ``…前，`` · ``…后，`` · ``发现…，``. Exception: ``除…外，`` · ``…的除外`` · ``但是，…除外``.

>>> kind_of("发生数据安全事件时"), kind_of("涉嫌违法犯罪的"), kind_of("除法律另有规定外"), kind_of("取得个人单独同意的除外")
('trigger', 'trigger', 'exception', 'exception')
>>> kind_of("按照规定及时告知用户"), kind_of("未经被收集者同意"), kind_of("按照相关要求")
('', 'trigger', 'manner')
"""

from __future__ import annotations

import re

from kg.reading.grammar.modality import find_modal

_EXCEPTION = re.compile(r"^(?:但是?|但)?除.{0,400}(?:外|之外|以外|的)$|除外$|^(?:法律|国家|中国).{0,400}另有规定")
_ENDS = re.compile(r"(?:的|时|之?前|之?后|以前|以后|期间|的情形|情形下|情况下|过程中|之日起|期满|届满|前提下|基础上|协调下|指导下|工作中|职责中)$")
_MANNER = re.compile(r"^(?:按照|依照|根据|依据|按|遵循|参照(?!适用|执行)|结合|以|通过|采用|本着|为了|与|在|自|于|每年|定期|从)")

_TELLS = re.compile(r"(?:向[^，]{1,400}|并[^，]{0,400}|及时|立即|书面)(?:报告|报送|通报|告知|通知|提供|提交|公布|反馈)")


def kind_of(clause: str) -> str:
    """What a clause is: ``exception``, ``trigger``, ``manner`` (an adverbial clause), or ``""`` if it may lay down a duty."""
    if _EXCEPTION.search(clause):
        return "exception"
    if clause.endswith("的") and not clause.endswith(("目的", "标的")):
        return "trigger"
    if find_modal(clause):
        return ""
    if _ENDS.search(clause) and not re.search(r"(?:事前|目的|提前|基础)$", clause):
        return "trigger"
    if re.match(r"^(?:未经|非经|一旦|如(?!实|期|数)|若|因|由于|有下列)|涉及[^，；]*的(?:事件|情形|事项|活动)$|直至", clause):
        return "trigger"
    if re.match(r"对于[^，；]{2,200}(?:活动|数据|日志|信息|系统|业务|事项|问题|人员|单位|项目|产品|服务|行为|设备|部门|机构|企业)等?$", clause):
        return "manner"
    if _MANNER.match(clause) and not _TELLS.search(clause) and re.search(r"(?:规定|要求|原则|办法|标准|约定|程序|情况|特点|需要|职责|分工|方式"
        r"|计划|因素|授权|权限|指南》?|预案"
        r"|[日月]底?前|内|起|上)$", clause):
        return "manner"
    return ""
