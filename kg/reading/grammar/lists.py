"""The meaning of a list of 项, read from the words that lead it in.

Duties: ``履行下列职责：`` · ``应当采取下列措施：``. Prohibitions: ``不得有下列行为：``. Powers: ``可以采取下列措施：``.
Contents and conditions, no duties of their own: ``有下列情形之一的：`` · ``应当包括下列内容：`` · ``具备下列条件：``.

>>> lead_kind("网络运营者应当履行下列安全保护义务：").modality.value, lead_kind("不得有下列行为：").modality.value
('obligation', 'prohibition')
>>> lead_kind("发生下列重大事项的，应当报告："), lead_kind("依法履行以下监督管理职责：").modality.value
(None, 'obligation')
>>> lead_kind("不得存在以下情形：").rule, lead_kind("各部门不得：").rule, lead_kind("制度应当符合下列要求：").rule
('items-of-prohibition', 'items-of-prohibition', 'items-of-standard')
>>> lead_kind("可以采取下列措施：").modality.value, lead_kind("履行下列个人信息保护职责：").rule
('power', 'items-of-duty')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.law.model import Modality
from kg.reading.grammar.holders import office_of

_LISTED = re.compile(
    r"(?:下列|以下|如下)(?:(?!并|风险|问题|隐患|情形)[^，；。：]){0,400}?(?P<what>职责|义务|责任|职权|权利|措施|工作(?!日)|行为|活动|规定|要求|任务|制度)")
_FORBIDS = ("不得", "禁止", "严禁")
_BARE = re.compile(r"(?:应当|应|必须|须|(?P<no>不得|严禁|禁止))(?:做到|遵守)?：$")
_NO_SUCH = re.compile(  # 不得存在以下情形： · 不得有下列行为之一：
    r"(?:不得|严禁|禁止)[^，；。：]{0,40}?(?:下列|以下|如下)[^，；。：]{0,30}?(?:情形|情况|问题|行为|活动|做法|操作|方式|手段|支持|帮助|便利)(?:之一)?：$")
_FORBIDDEN_ACTS = re.compile(  # 不得滥用行政权力，实施下列行为，妨碍商品流通：
    r"(?:不得|禁止)[^，；。：]{2,60}，(?:实施|从事|进行|采取)(?:下列|以下)(?:行为|活动)(?:，[^，；。：]{2,40})?：?\s*$")
_ACTIVITY = re.compile(r"(?:应当|必须|并|须)[^，；。：]{0,40}?(?:做好|加强|落实)[^，；。：]{2,30}(?:工作|管理|分类|保护|保障|防护"
    r"|建设)：$")  # 并分别做好业务数据分类：
ACTIVITY = "items-of-activity"
ROLES = "items-of-roles"
_DUTIES_OF = re.compile(  # 主要职责包括： · 具体负责： · 各部门分工如下：
    r"(?<!追究)(?<!承担)(?<!刑事)(?<!民事)(?<!法律)(?:职责|义务|责任|任务|分工)(?:分工)?(?:如下|包括|是|为|有)?：$"
    r"|^(?!对|就)[^，；。：对]{0,30}(?<![、和或])负责(?:(?:以下|下列|如下)(?:[^，；。：的]{0,8}工作|事项)?)?：$")
_OF_EACH = re.compile(r"(?:各|有关|相关|上述|其他)[^，；。：]{0,12}?(?:部门?|单位|机构|岗位?|层级|方|组|人员|公司|主体|条线|防线)|分工")
STANDARD = "items-of-standard"
_STANDARD = re.compile(  # 应当符合下列要求：
    r"(?:应当|必须|须|应)[^，；。：]{0,12}(?:符合|满足|达到)(?:下列|以下|如下)[^，；。：]{0,10}?(?:要求|规定|规则|规范|标准)[^，；。：]{0,10}：$")
_BY_CASE = re.compile(  # 根据下列情况分别作出答复： · 应当依照下列规定上报事故情况：
    r"(?:根据|按照?|依照|区分|分别|区别|视)(?:下列|以下|如下|不同)(?:不同)?(?:情况|情形|规定|要求|程序|方式|时限|期限)[^，；。：]{0,12}?"
    r"(?:答复|回复|处理|处置|办理|上报|报告|报送|通报|通知|告知|反馈|公示|公布|公开)(?!的)[^，；。：]{0,12}：$")
_CONTENT = re.compile(
    r"(?:情形|情况|条件|内容|事项|因素|材料|资料|(?<!个人)信息(?!保护|安全|系统|技术|处理))(?:之一)?[^，；]{0,8}：?$|行为之一|包括[^，]{0,8}(?:内容|：)$|具备|符合|明确")

_DUTIES = re.compile(r"(?:下列|以下)[^，；。：]{0,400}(?:职责|义务|责任|职权|权利)：?$")


LONGEST_HEADING = 30  # characters
_NO_SENTENCE = re.compile(r"(?![^\n]*(?:下列|以下|如下))[^，。；：！？\n]+\s*")


@dataclass(frozen=True)
class Lead:
    """A lead-in whose items are duties, prohibitions or powers of its bearer."""

    modality: Modality
    rule: str


def is_heading(words: str) -> bool:
    """Whether the words before a list, or of the first line of a part, are no sentence but its name.

    >>> is_heading("职责分工"), is_heading("信息技术部履行下列职责："), is_heading("")
    (True, False, False)
    """
    return len(words) <= LONGEST_HEADING and bool(_NO_SENTENCE.fullmatch(words))


@lru_cache(maxsize=64)  # every 项 asks it of the words of its 款
def lead_kind(text: str) -> Lead | None:
    """What the items under the paragraph ``text`` are, or None if they are contents, cases or conditions."""
    if is_heading(text):
        return Lead(Modality.OBLIGATION, "items-of-duty") if office_of(text) else None
    if text.rstrip().endswith("。"):  # 应当…。 followed by the acts, one 项 each
        ends = re.search(r"应当|不得", text.rstrip().rstrip("。").rpartition("。")[2])
        return Lead(Modality.PROHIBITION if ends[0] == "不得" else Modality.OBLIGATION, "items-of-should") if ends else None
    last = text.rstrip().rpartition("。")[2] or text
    clauses = last.rstrip("： \n").split("，")
    clause = next((c for c in reversed(clauses) if re.search(r"下列|以下|如下", c)), clauses[-1]) + "："
    plain = _plain_lead(clause, last) or (None if "之一" in last else _duties_of(clause))
    if plain:
        return plain
    listed = _listed(clause) or _listed(last)
    content = _CONTENT.search(clause) and not _DUTIES.search(clause)
    if not listed or "之一" in last or content:
        return None
    what, forbidden = listed
    if forbidden or "不得" in clause:
        return Lead(Modality.PROHIBITION, "items-of-prohibition")
    if what in ("行为", "活动"):
        return None
    power = re.search(r"可以|有权", last) or what in ("职权", "权利")
    return Lead(Modality.POWER if power else Modality.OBLIGATION, "items-of-power" if power else "items-of-duty")


def _plain_lead(clause: str, last: str) -> Lead | None:
    """What a lead-in whose form alone says so leads in, or None: 应当： · 不得存在以下情形： · 应当符合下列要求："""
    bare = _BARE.search(clause)
    if (bare and bare["no"]) or _NO_SUCH.search(clause) or (not bare and _FORBIDDEN_ACTS.search(last)):
        return Lead(Modality.PROHIBITION, "items-of-prohibition")
    if _BY_CASE.search(clause):
        return Lead(*((Modality.POWER, "items-of-power") if "可以" in clause else (Modality.OBLIGATION, "items-of-case")))
    rule = "items-of-should" if bare else STANDARD if _STANDARD.search(clause) else ACTIVITY if _ACTIVITY.search(clause) else ""
    return Lead(Modality.OBLIGATION, rule) if rule else None


def _duties_of(clause: str) -> Lead | None:
    """What a lead-in that says no more than whose duties follow leads in, or None: 主要职责包括： · 各部门分工如下："""
    if not _DUTIES_OF.search(clause):
        return None
    return Lead(Modality.OBLIGATION, ROLES if _OF_EACH.search(clause) else "items-of-duty")


def _listed(words: str) -> tuple[str, bool] | None:
    """What the words say is listed below (下列职责：), and whether their clause forbids it, or None if they list nothing.

    Nothing is listed before another ：.
    """
    body = words.removesuffix("\n").removesuffix("：")
    match = _LISTED.search(body, body.rfind("：") + 1)
    if not match:
        return None
    clause = max(body.rfind(mark, 0, match.start()) for mark in "，；。") + 1
    return match["what"], body.startswith(_FORBIDS, clause)
