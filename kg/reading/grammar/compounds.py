"""Verbs of telling that are only part of a noun or of a phrase about something else.

``政府信息公开工作主管部门`` · ``信息公开申请`` · ``提供直播发布服务`` · ``为申请人申请获取信息提供便利`` ·
``对发布违法广告的举报`` · ``设置保存记录的功能``.

>>> compound("公开", "向政府信息", "工作主管部门提出申诉"), compound("公开", "及时将有关信息", ""), compound("发布", "提供直播", "服务")
(True, False, True)
"""

from __future__ import annotations

import re

_OF_NOUN = re.compile(r"(?:信息|政务|事务|财务|厂务|村务|校务|数据|预算|决算|文件|资料|目录|结果|标准)$")
_NOUN = re.compile(
    r"(?:工作|申请(?!人?[^，；]{0,6}(?:受理|办理|提交))|平台|指南|目录|制度|机构|部门|主管|年度报告|年报|义务|要求|情况|条例|办法|规定|权限|范围|方式|属性|栏目?"
    r"|专栏|专区|机制|管理|渠道|场所|系统|服务|程序|职责|责任|人员|协调|审查|标准|内容|事项|时限|期限)")
_NAMED = frozenset(("公开", "公示", "公布", "披露", "发布", "报送", "通报", "报告", "备案"))
_SERVES = re.compile(r"为[^，；]{2,60}$")
_SERVED = re.compile(r"[^，；]{0,60}(?:提供|创造|给予)[^，；]{0,12}(?:便利|便捷|服务|条件|支持|帮助|协助|保障|指导)$")
_OFFERS = re.compile(r"提供[^，；向]{0,10}$")
_OFFERED = re.compile(r"[一-鿿]{0,4}(?:服务|便利|渠道|平台|功能|支持|帮助)$")
_COMPLAINT = re.compile(r"[^，；]{0,200}的(?:举报|投诉|申请|请求|申诉|检举|行为|活动)$")
_ABOUT = re.compile(r"对(?!外|社会|公众|市场|客户|用户|投资者)[^，；向]{0,200}$")
_SETS_UP = re.compile(r"(?:设置|建立|开通|开发|设立|配置|提供|完善)[^，；]{0,60}$")
_MADE_FOR = re.compile(r"[^，；]{0,60}的[^，；的]{0,12}(?:功能|渠道|途径|选项|入口|机制|制度|平台|系统)(?:、[一-鿿]{2,4}){0,2}$")


def compound(verb: str, before: str, after: str) -> bool:
    """Whether a verb of telling belongs to a noun, or to what something else is done for or about."""
    if verb in _NAMED and _OF_NOUN.search(before) and _NOUN.match(after):
        return True
    if verb == "申请" and not after and re.fullmatch(r"对[^，；向]{2,40}", before):
        return True  # 对信息公开申请，机关…
    if verb != "提供" and ((_SERVES.match(before) and _SERVED.match(after)) or (_OFFERS.search(before) and _OFFERED.match(after))):
        return True
    if _ABOUT.match(before) and _COMPLAINT.match(after):
        return True
    return bool(_SETS_UP.search(before) and _MADE_FOR.match(after))
