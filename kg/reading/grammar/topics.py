"""The thing that is told or kept, where it stands in front of its verb without 将: ``检查结果报信息技术部备案`` · ``操作日志留存不少于三年``.

>>> topic("检查结果"), topic("落实情况于次一交易日开市前书面"), topic("形成调查报告"), topic("评估报告经首席信息官审核后")
('检查结果', '落实情况', '调查报告', '评估报告')
>>> topic("将检查结果"), topic("按照材料"), topic("采取措施")
('', '', '')
"""

from __future__ import annotations

import re

from kg.reading.grammar.adverbials import is_adverbial, starts_adverbial

_THING = re.compile(
    r"(?:情况|结果|结论|进展|事项|意见|方案|建议|清单|名单|目录|台账|合同|协议|档案|记录|日志|资料|材料|信息|数据|报告|报表|统计表|凭证|文件|文档|录音|录像"
    r"|单据|底稿|计划|预案|事件|事故|险情|灾情|疫情|隐患|问题|线索|申请书?|审批[表单]|申请[表单]|登记[表册]|纪要|证明|副本|复印件|原件|回执|名册|月报|季报|年报|样本|证据|》)等?")
_NO_THING = re.compile(  # a preposition, or a verb that is no part of a name such as 检查结果
    r"[将把对就向按依以在于自经由为与并且或和及未不应可须除从因凡]|根据|实现|支持|确保|保证|保障|加强|做好|负责|开展|完成|建立|健全|完善|收集"
    r"|处理者?(?!情况|结果|记录|意见)|存储|使用|利用|传输|委托|通过|采取|要求|禁止|发现|发生|防范|涉及|提供")
_MADE = re.compile(r"(?:形成|编制|填写|出具|撰写|制作|拟订|拟定|起草|编写|汇总)(?=[^，；]{2})")
_ORDINARY = re.compile(r"一般(?=、|[^，；的]{0,4}(?:事件|事故|事项|问题))|落实(?=情况)")  # 一般、较大事件 · 落实情况
LONGEST = 40  # characters of a thing


def topic(before: str) -> str:
    """The thing at the head of the words before a verb, or "" if they are not a thing and adverbs."""
    made = _MADE.match(before)
    words = before[made.end() :] if made else before
    if _NO_THING.match(words) or (starts_adverbial(words) and not _ORDINARY.match(words)):
        return ""
    ends = [m.end() for m in _THING.finditer(words[:LONGEST]) if m.end() > 2]
    return next((words[:end] for end in reversed(ends) if not words[end:] or is_adverbial(words[end:])), "")
