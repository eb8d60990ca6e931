"""What a verb of telling in particular asks of the words around it, so that it heads a duty to tell.

``提供数据`` but not ``提供便利`` · ``向用户提示风险`` but not ``提示标识`` · ``标明价格`` but not ``在名称中标明字样``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PUBLICLY = re.compile(r"(?:询价|竞价|比选|遴选|选拔|选聘|招聘|征集|挂牌|方式|形式|途径|程序|市场|场合|发行|转让|拍卖|竞|出版|审理|开庭|宣判"
                       r"|宣告|道歉|表演|发售|或者(?:非|变相)公开|发布|披露|征求|募集|招标|谴责|说明|选"
                       r"|渠道|透明|公布|公示|、|，?公平)")
_DATA = re.compile(r"(?:信息|数据|资料|材料|文件|情况|记录|凭证|文档|证明|线索|报告|清单|目录|证据|账簿|样本|源代码|说明|名单|标签"
    r"|结果|进展|链接|备份|(?:说明|通知|意见|决定|证明)书|复印件|副本|单证|图纸|(?:信息|数据|资料|文件)的?内容)等?$")
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
    fronted = re.search(r"(?:将|把)([^，；]{1,200}?)(?=向|及时|依法|按照|$)", before)
    if fronted and (not after or after.startswith("给")):
        return bool(_DATA.search(fronted[1]))
    words = re.sub(r"^(?:给|一[次份]|或者[^，]{1,4}|(?:、|或者|或|和|及)(?:非法|擅自|违规)?[一-鿿]{2}$)", "", after)
    if words in ("清单", "名单", "目录") or _HELP.search(words):
        return False
    if not words:
        return not re.search(r"为[^，]{0,400}$", before)
    listed = re.split(r"、|和|及|以及", words) if "如实" in before else ()  # 如实提供有关文件、资料和业务系统
    return bool(_DATA.search(words) or any(map(_DATA.search, listed)) or re.search(r"(?:查询|查阅|下载)", words))


_TRULY = re.compile(r"(?:如实|完整|准确|(?:真实|完整|准确|详细|客观|全面)、?(?:真实|完整|准确|详细|客观|全面)(?:、(?:完整|及时|准确))?|详细"
                    r"|逐项|逐笔)(?:地)?$")


def _records(before: str, after: str) -> bool:
    """Whether 记录 makes a record that must be true and complete (如实记录…事项), or writes logs."""
    listed = re.search(r"、|和|及其?|以及", after) and _FIELDS.search(after)
    return bool((_TRULY.search(before) and len(after) > 2) or re.search(r"日志(?:信息)?等?$", after) or listed)


_FIELDS = re.compile(r"(?:时间|日期|姓名|账号|账户|地址|来源|数量|去向|流向|编号|用途|金额|次数)")  # what the lines of a record say


def _writes_down(before: str, after: str) -> bool:
    """Whether 记载 writes into a record, and is not what a record says."""
    return not re.match(r"的|于|事项|内容|和|、", after) and not re.search(r"(?:虚假|错误|不实|所|的)$", before)


def _registers(before: str, after: str) -> bool:
    """Whether 登记 keeps a register of what happens, and is no entry in a public one: 对查询情况进行登记."""
    return not after and bool(re.search(r"对[^，；]{2,80}(?:情况|事项|结果|过程)(?:逐笔|逐项|如实|及时|详细)*(?:进行|予以|加以)$", before))


def _lays_open(before: str, after: str) -> bool:
    return "向" in before and bool(re.search(r"风险[^，；、]{0,6}$", after))


def _makes_out(before: str, after: str) -> bool:
    """Whether 出具 gives somebody a paper, and is no work of an expert: 向消费者出具收据 · 出具主管部门的证明."""
    return bool(("向" in before and _ISSUED.search(after)) or (after.endswith("证明") and len(after) > 4))


_ISSUED = re.compile(r"(?:证明|凭证|单据|票据|发票|收据|回执|清单)$")


def _lets_out(before: str, after: str) -> bool:
    return "向" in before or after.startswith("给")


def _holds(before: str, after: str) -> bool:
    """Whether 保留 keeps records, and not rights, opinions or functions."""
    fronted = re.search(r"(?:将|把|对)([^，；]{1,200}?)(?=妥善|予以|进行|完整|至少|长期|永久|$)", before)
    return is_record(re.sub(r"(?:不少于|至少)?[零〇一二三四五六七八九十百两0-9]{1,6}年(?:以上)?$", "", fronted[1] if fronted else after))


def _answers_back(_: str, after: str) -> bool:
    """Whether 回报 tells a result, and is no return on money."""
    return bool(re.search(r"(?:结果|情况|进展|信息)$", after))


def _hands_on(before: str, after: str) -> bool:
    fronted = re.search(r"(?:将|把)([^，；]{1,200}?)(?=向|及时|依法|按照|$)", before)
    return bool("向" in before or re.match(r"给|至|到", after)) and is_data(fronted[1] if fronted else after)


def _explains(before: str, after: str) -> bool:
    told = re.search(r"予以$|进行$|解释$|书面$|作出$|一并$|充分$|如实$|(?:报告|材料|方案|申请书?)(?:中|内)(?:提前|一并|充分|如实)*$", before)
    if after.startswith("情况"):
        return False
    return bool(told or re.match(r"(?:理由|原因)", after) or after.endswith("的日期") or re.match(r"其(?:正在|拟|已)", after))


def _prompts(before: str, after: str) -> bool:
    named = re.search(r"(?:进行|开展|作出|做好)[^，；]{0,8}$", before)  # 进行风险提示: a noun
    return not named and not re.match(r"(?:性|函|牌|标识|标志|信息|标语|服务|功能|、|和)", after)


def _files(before: str, after: str) -> bool:
    reported = re.search(r"(?:报(?![告送表批请刊道名])|(?<![报抄移])送)[^，；]{2,40}$", before)  # 报证监局备案
    return not reported and not before.endswith(("予以", "不予", "接受", "报", "等级")) and not re.match(r"[一-鿿]", after.lstrip("等、和"))


def _listed(_: str, after: str) -> bool:
    return not re.match(r"(?:、|或者|和)", after) or len(after) < 8


def _applies(before: str, after: str) -> bool:
    remedy = "向" not in before and re.match(r"(?:行政)?复议|(?:劳动)?仲裁|再审|(?:人民)?法院|强制执行|国家赔偿", after)
    noun = re.search(r"作为[^，；]{0,8}$", before)  # 作为一件申请提出
    return not remedy and not noun and _listed(before, after)


def _answers(_: str, after: str) -> bool:
    return not re.match(r"机制|渠道|时限|期限|流程|[^，；]{0,8}(?:财产|资产|资金|物资|现场)", after)


_RECORDS = re.compile(r"(?:资料|凭证|(?<!电子)(?<!纸质)(?<!的)档案|文件|账册|账簿|合同|协议|材料|文档|单证|单据|底稿|报表"
    r"|(?<!安全)数据|信息|票据|证书|记录|报告|日志|样本|证据|清单"
    r"|(?:说明|登记|承诺|委托|授权|通知|申请|计划)书)等?$")


def _preserves(before: str, after: str) -> bool:
    """Whether 保管 keeps records, and not originals, goods or keys; where nothing is named it may."""
    fronted = re.search(r"(?:将|把|对)([^，；]{1,200}?)(?=妥善|予以|进行|及时|依法|按照|异地|统一|集中|$)", before)
    if before.startswith(("代为", "负责")) or re.search(r"代为|指定[^，；]{2,20}$", before):
        return False
    words = re.sub(r"[零〇一二三四五六七八九十百两0-9]{1,6}年(?:以上)?$|^(?:、|或者|和)[一-鿿]{2}", "", fronted[1] if fronted else after)
    return _answers(before, words) and (not words or bool(_RECORDS.search(words)) or "期限" in words)


def _issues(before: str, after: str) -> bool:
    """Whether 发布 makes information known, and not software or tools."""
    return not re.search(r"(?:程序|工具|软件|设备|装置|物品|应用)(?:和|、|或者|等|$)[^，；的]{0,8}$", after)


def _marks(before: str, after: str) -> bool:
    """Whether 标明 tells something, and is no mark put on a place or a page."""
    return "名称" not in before and not after.endswith("字样") and not re.match(r"[^，]{0,6}(?:区域|界线?|边界|范围)$|[“\"「]", after)


def _replies(before: str, after: str) -> bool:
    """Whether 答复 and 回复 answer somebody, and are no opinion given to one who consults."""
    return not before.endswith("给予") and not after.startswith("意见")


def _hands_over(_: str, after: str) -> bool:
    """Whether 送交 hands papers to somebody, and not things to be dealt with."""
    return not re.search(r"(?:处置|处理|处罚|贮存|检验|检疫|检测|保管|销毁)$", after)


def _submits(_: str, after: str) -> bool:
    return not re.match(r"[^，；]{0,8}(?:订单|货物|货款|担保|保证金|样品)", after)


def is_record(words: str) -> bool:
    """Whether ``words`` name records that are kept, such as papers and data."""
    return bool(_RECORDS.search(words))


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
    "标明": _marks,
    "记录": lambda before, after: bool(re.search(r"对.{1,400}进行$", before) or _records(before, after)),
    "发布": _issues,
    "答复": _replies,
    "回复": _replies,
    "送交": _hands_over,
    "送达": lambda before, after: not re.match(r"、|等", after),
    "提交": _submits,
    "记载": _writes_down,
    "登记": _registers,
    "揭示": _lays_open,
    "透露": _lets_out,
    "出具": _makes_out,
    "泄露": lambda _, after: after.startswith("给"),
    "保留": _holds,
    "回报": _answers_back,
    "备案": _files,
    "反馈": _answers,
    "保管": _preserves,
    "申请": _applies,
    "通知": _listed,
    "公告": _listed,
}
