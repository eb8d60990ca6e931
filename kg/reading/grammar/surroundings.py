"""What a verb of telling in particular asks of the words around it, so that it heads a duty to tell.

``提供数据`` but not ``提供便利`` · ``向用户提示风险`` but not ``提示标识`` · ``标明价格`` but not ``在名称中标明字样``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PUBLICLY = re.compile(r"(?:或者(?:非|变相)公开|发布|披露|征求|募集|招标|谴责|说明|选|渠道|透明|公布|公示|、|，?公平)")
_DATA = re.compile(r"(?:信息|数据|资料|材料|文件|情况|记录|凭证|文档|证明|线索|报告|清单|目录|证据|账簿|样本|源代码|说明|名单)等?$")
_HELP = re.compile(r"(?:(?<!公开)渠道|服务|便利|条件|便捷|支持|帮助|协助)$")


def fits(verb: str, before: str, after: str) -> bool:
    """Whether the words before and after a verb are what it asks for."""
    asks = _ASKS.get(verb)
    return asks is None or asks(before, after)


def is_data(words: str) -> bool:
    """Whether ``words`` name information, data or papers."""
    return bool(_DATA.search(words))


def _provides(before: str, after: str) -> bool:
    """Whether 提供 gives information, data or papers, and not services, help or convenience."""
    fronted = re.search(r"(?:将|把)([^，；]{1,200}?)(?:及时|依法){0,9}(?:按照[^，]{0,200})?$", before)
    if fronted and (not after or after.startswith("给")):
        return bool(_DATA.search(fronted[1]))
    words = re.sub(r"^(?:给|或者[^，]{1,4}|(?:、|或者|或|和|及)(?:非法|擅自|违规)?[一-鿿]{2}$)", "", after)
    if words in ("清单", "名单", "目录") or _HELP.search(words):
        return False
    if not words:
        return not re.search(r"为[^，]{0,400}$", before)
    return bool(_DATA.search(words) or re.search(r"(?:查询|查阅|下载)", words))


def _hands_on(before: str, after: str) -> bool:
    fronted = re.search(r"(?:将|把)([^，；]{1,200}?)(?=向|及时|依法|按照|$)", before)
    return bool("向" in before or re.match(r"给|至|到", after)) and is_data(fronted[1] if fronted else after)


def _explains(before: str, after: str) -> bool:
    told = re.search(r"予以$|进行$|解释$|书面$|作出$|一并$|充分$|如实$|(?:报告|材料|方案|申请书?)(?:中|内)(?:提前|一并|充分|如实)*$", before)
    return bool(told or re.match(r"(?:理由|原因)", after) or after.endswith("的日期") or re.match(r"其(?:正在|拟|已)", after))


def _prompts(before: str, after: str) -> bool:
    named = re.search(r"(?:进行|开展|作出|做好)[^，；]{0,8}$", before)  # 进行风险提示: a noun
    return not named and not re.match(r"(?:性|函|牌|标识|标志|信息|标语|服务|功能|、|和)", after)


def _files(before: str, after: str) -> bool:
    reported = re.search(r"报(?![告送表批请刊道名])[^，；]{2,40}$", before)  # 报证监局备案
    return not reported and not before.endswith(("予以", "不予", "接受", "报", "等级")) and not re.match(r"[一-鿿]", after.lstrip("等、和"))


def _listed(_: str, after: str) -> bool:
    return not re.match(r"(?:、|或者|和)", after) or len(after) < 8


def _applies(before: str, after: str) -> bool:
    remedy = "向" not in before and re.match(r"(?:行政)?复议|(?:劳动)?仲裁|再审|(?:人民)?法院|强制执行|国家赔偿", after)
    return not remedy and _listed(before, after)


def _answers(_: str, after: str) -> bool:
    return not re.match(r"机制|渠道|时限|期限|流程|[^，；]{0,8}(?:财产|资产|资金|物资|现场)", after)


_ASKS: dict[str, Callable[[str, str], bool]] = {
    "提供": _provides,
    "传送": _hands_on,
    "推送": _hands_on,
    "明示": lambda _, after: not after.startswith("、暗示"),
    "公开": lambda _, after: not (after.startswith("、暗示") or _PUBLICLY.match(after)),
    "说明": _explains,
    "提示": _prompts,
    "提醒": _prompts,
    "列明": lambda before, _: before.endswith("予以") or "向" in before,
    "标明": lambda before, after: "名称" not in before and not re.match(r"[^，]{0,6}(?:区域|界线?|边界|范围)$", after),
    "记录": lambda before, _: bool(re.search(r"对.{1,400}进行$", before)),
    "备案": _files,
    "反馈": _answers,
    "保管": _answers,
    "申请": _applies,
    "通知": _listed,
    "公告": _listed,
}
