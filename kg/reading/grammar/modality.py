"""Deontic words: 应当 必须 须 有义务 负责 · 不得 禁止 严禁 · 可以 有权 · 方可.

``规定应当取得同意的`` and ``可以不进行评估的`` inside a condition are no modals of the sentence.

>>> find_modal("运营者应当及时报告").word, find_modal("个人信息处理者可以不通知个人").modality.value
('应当', 'power')
>>> find_modal("法律规定应当保密的情形"), find_modal("供应商供应数据"), find_modal("任何人不得阻挠").modality.value
(None, None, 'prohibition')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.law.model import Modality

_O, _P, _W = Modality.OBLIGATION, Modality.PROHIBITION, Modality.POWER
# Longest first. What 可以 and 有权 grant is "power", whoever holds it (as in the gold data); "permission" is kept for 方可.
_WORDS: tuple[tuple[str, Modality], ...] = (
    ("不应当", _P), ("不应(?!有的)", _P), ("不得", _P), ("严禁", _P),
    ("(?<!限制或者)(?<!限制、)(?<!法规)(?<!法律)(?<!规定)禁止(?!性|的|、限制|或者限制|类|进出?口的)", _P), ("不准(?!确)", _P),
    ("(?:^|(?<=[者构门关会院司位业织员部人方]))不可(?!抗|分|逆|避|替代|靠)", _P),
    ("原则上不(?!得|应|予)", _P),
    ("应当", _O), ("必须(?!的)", _O), ("有义务", _O), ("负有义务", _O), ("(?<!负)有责任(?!的)", _O),
    ("(?<![响对适相反供回因顺效照呼])应(?![急对用答允聘征邀力变有当付用诉])", _O), ("(?<![必无勿])须(?!知"
        "|要)", _O), ("(?<![主需重必简摘只还])要(?=加强|建立|及时|按照|完善|严格|切实|做好|落实)", _O),
    ("(?<![所必无急亟不供内军刚民财常特确只按])需(?=经|由|在|于|向|将|对|按|提前|事先|及时|先|完成|提交|填写|报|签|办理|登记|遵守|配合|取得|进行|符合|履行|通过"
        "|提供|出示|佩戴|保证|确保|做好|制定|建立|明确|组织|备案)", _O), ("一律(?!不|平等|禁|严|按无效)", _O),
    ("(?<=[部门司者构员位处室行所会人方心组])应(?=对[^，；]{2,40}(?:进行|予以|加以|作出|做出|开展|实施|实行|负责|承担|留痕))", _O),
    ("只能", _O), ("无须", _W), ("无需", _W), ("不需要?", _W), ("(?:^|可以)(?:免予|免于)", _W), ("无权(?!处分|代理)", _P), ("(?<=都)有权", _W),
    ("(?<!所)有权(?!人|益|属|利|限|机关|部门|[^，；的]{1,10}的(?:行政|司法|监督|其他)?(?:机关|部门|机构|单位))", _W), ("可以", _W),
    ("方可(?!以)", Modality.PERMISSION),
    ("(?<![方许认不亦])可(?="
     "先|遵循|参照|采取|选择|通过|单独|合并|适当|优先|结合|依法|按|向|根据|为|在|聘|视|以|自|将|采|对|要求|委托|基于|免|于|申请|不|直接"
        "|就|由|提供)", _W),
    ("(?<=[者构门关会院司位业织员部层官组室心岗任理局厅处科队所])负责(?!人)", _O), ("^(?:具体|统一|分别)?负责(?!人)", _O),
)
_MODAL = re.compile("|".join(f"(?P<m{i}>{w})" for i, (w, _) in enumerate(_WORDS)))
_TOLD = re.compile(r"(?:告知|通知|提示|提醒)(?:其|当事人|申请人|投诉人|用户|个人|他们)(?:依法|享有)?$")
_TELLS = re.compile(r"(?:并|及时|如实|书面|事先|明确|向[^，；]{2,20}){0,3}(?:告知|说明|公布|公示|提示|公开|明示|公告)")
_GOES_ON = re.compile(r"[^，；的]{1,12}的[^，；的]{2,20}(?:应当|必须|不得|可以)")
_INSIDE = re.compile(r"(?:规定|约定|认为|认定|确定|要求|依法|其他|属于|存在|含有|载有|未|是否|能否|不)$")


@dataclass(frozen=True)
class Modal:
    """A deontic word in a clause.

    ``start`` and ``end`` are offsets in the clause.
    """

    word: str
    modality: Modality
    start: int
    end: int


@lru_cache(maxsize=4096)
def find_modal(clause: str) -> Modal | None:
    """The first deontic word that governs the clause, or None if there is none."""
    for match in _MODAL.finditer(clause):
        if _in_brackets(clause, match.start()) or _subordinate(clause, match):
            continue
        modality = _WORDS[int((match.lastgroup or "m0")[1:])][1]
        return Modal(match[0], modality, match.start(), match.end())
    return None


def _subordinate(clause: str, match: re.Match[str]) -> bool:
    before, after = clause[: match.start()], clause[match.end() :]
    if (_INSIDE.search(before) and "的" in after) or _is_told(before, after) or (match[0].startswith("不需") and before.endswith("的")):
        return True  # 公示属于规定的不需要登记情形等信息
    if re.search(r"(?:^|[^一-鿿])(?:对|对于|将)[^，；]{0,60}$", before) and _GOES_ON.match(after):
        return True  # 对因情势变化可以公开的信息应当公开
    if before.endswith("、") and re.search(r"的[^，；]{1,12}$", after):
        return True  # 客户信息、应当控制知悉范围的业务信息等
    if match[0] in ("禁止", "不准") and re.search(r"(?:决定|责令|要求)[^，；]{0,40}$", before):
        return True  # 决定三年以内不准其出境
    if match[0] == "禁止" and before.endswith("、") and re.search(r"等[^，；]{0,8}(?:措施|手段|方式)", after):
        return True  # 暂停使用、禁止重新注册等处置措施
    if match[0] == "禁止" and re.search(r"(?:申请|请求|责令|通知|要求)[^，；]{2,}$", before):
        return True  # 申请司法机关禁止其转移财产
    if not match[0].endswith("负责"):
        return False
    return after.startswith(("人", "的", "任")) or bool(re.search(r"的(?:有关|相关)?(?:部门|机构|机关|单位|人员|组织)", after))


def _is_told(before: str, after: str) -> bool:
    """Whether the modal is part of what somebody is told: 告知其可以投诉 · 告知使用的方法和在紧急情况下应当采取的措施."""
    if _TOLD.search(before):
        return True
    return bool(_TELLS.match(before) and re.search(r"[^，；]{1,16}的[^，；的]{1,10}$", after) and re.search("[和、的或]", before))


def _in_brackets(text: str, at: int) -> bool:
    return text.count("（", 0, at) > text.count("）", 0, at) or text.count("《", 0, at) > text.count("》", 0, at) or (
        text.count("“", 0, at) > text.count("”", 0, at))
