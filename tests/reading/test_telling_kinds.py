"""Duties to tell that stand in lists by case, that say what is not shown, and verbs of telling that are only part of a noun."""

import pytest

from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.grammar.communication import KINDS
from kg.reading.norms import find_norms


def read(words: str) -> list[Norm]:
    return [n for n in find_norms(parse("第五条 " + words.replace("⏎", "\n"), "某办法")) if n.kind in KINDS]


BY_CASE = [
    ("登记机构根据下列情况分别作出答复：⏎（一）材料齐全的，告知申请人领取证书的时间；⏎（二）材料不齐全的，一次性告知申请人需要补正的内容。",
     ["（一）", "（二）"], "登记机构"),
    ("客户服务部收到投诉后，按照下列情形分别处理：⏎（一）属于本部门职责的，五个工作日内答复投诉人；⏎（二）涉及违规的，书面通知合规部。",
     ["（一）", "（二）"], "客户服务部"),
    ("营运单位应当按照下列规定报告：⏎（一）较大事故逐级上报至总部应急办公室；⏎（二）一般险情于当日报送安全部。", ["（一）", "（二）"], "营运单位"),
]


@pytest.mark.parametrize(("words", "items", "bearer"), BY_CASE, ids=[w[:16] for w, _, _ in BY_CASE])
def test_items_by_case_bind_whom_the_lead_names(words: str, items: list[str], bearer: str) -> None:
    found = [n for n in read(words) if n.item]
    assert [n.item for n in found] == items
    assert {(n.bearer, n.modality.value) for n in found} == {((bearer,), "obligation")}


TOLD = [
    ("各分局应当在每年3月底前向上级信息公开工作主管部门提交本单位的信息公开工作年度报告。", "submit", "obligation"),
    ("村务公开目录应当经审定，村民委员会应当通过村务公开栏公布收支情况。", "announce", "obligation"),
    ("各单位应当将信息公开情况报送协会。", "submit", "obligation"),
    ("公司应当建立信息公开工作机制，及时公开工作进展。", "announce", "obligation"),
    ("涉及商业秘密的，主管机关不予公开。", "announce", "prohibition"),
    ("内部讨论记录，主管机关可以不予提供。", "provide", "power"),
    ("情节轻微的不予公示。", "announce", "prohibition"),
    ("能够当场答复的，窗口人员应当当场予以答复。", "inform", "obligation"),
    ("实验室应当完整记录样本的保管情况。", "keep", "obligation"),
    ("巡查人员应当绘制草图并做出书面记录。", "keep", "obligation"),
    ("报告险情应当包括下列内容：⏎（一）时间；⏎（二）地点。", "report", "obligation"),
    ("灾情报告应当及时、客观、真实。", "submit", "obligation"),
    ("使用人应当自投用之日起十日内，到登记机关指定的窗口单位办理备案手续。", "file", "obligation"),
    ("客户可以单独提出申请，也可以一并提出申请。", "apply", "power"),
    ("申请查询档案的，应当向档案管理机构提出。", "apply", "obligation"),
    ("中心应当利用统一的服务平台集中发布招聘信息。", "announce", "obligation"),
    ("任何人不得将客户信息泄露给他人。", "provide", "prohibition"),
    ("商户应当向消费者出具收据。", "provide", "obligation"),
    ("受理部门可以转送有权处理的机关，或者告知投诉人向有权处理的机关提出。", "inform", "power"),
    ("对因调整可以公开的档案应当公开。", "announce", "obligation"),
    ("平台应当作出提示或者通知用户修改。", "notify", "obligation"),
]


@pytest.mark.parametrize(("words", "kind", "modality"), TOLD, ids=[w[:20] for w, _, _ in TOLD])
def test_what_is_told(words: str, kind: str, modality: str) -> None:
    found = [(n.kind, n.modality.value) for n in read(words)]
    assert (kind, modality) in found, found


@pytest.mark.parametrize("words", [
    "职工可以向村务公开监督机构提出建议。", "公民有权对财务公开工作进行监督。", "中心应当为申请人依法申请获取信息提供便利。",
    "单位应当根据学员的要求及本单位保存档案的实际情况，确定查阅地点。", "对利用网络发布虚假广告的举报，由经营地主管部门处理。",
    "携带、申报样品的限额，由海关规定。", "不得向未成年用户提供直播发布服务。", "当面提交的，以提交之日为收到申请之日。",
    "机构应当设置便利用户保存聊天记录的功能。", "逾期未答复的，由主管部门决定是否公开。", "确需公开的，依照《某市政府信息公开办法》等规定执行。",
    "应当对制作、发布上述信息的账号采取限制功能措施。", "收到申请的时间，按照下列规定确定：⏎（一）当面提交的，以提交之日为收到之日。",
    "专家应当出具鉴定意见。", "主管机关不予备案。", "应当经信息公开工作机构负责人同意。",
])
def test_a_noun_or_another_act_tells_nothing(words: str) -> None:
    assert [(n.kind, n.quote) for n in read(words)] == []


ONE = [
    ("拒绝请求的，管理人应当书面告知申请人并说明理由。", ["管理人应当书面告知申请人并说明理由"]),
    ("检查人员应当作出详细记录，存档备查。", ["检查人员应当作出详细记录，存档备查"]),
    ("安全部逐级上报事故情况，每级上报的时间不得超过2小时。", ["安全部逐级上报事故情况，每级上报的时间不得超过2小时"]),
    ("不予受理的，窗口应当书面通知申请人并说明理由。", ["窗口应当书面通知申请人", "并说明理由"]),
]


@pytest.mark.parametrize(("words", "quotes"), ONE, ids=[w[:16] for w, _ in ONE])
def test_what_is_one_duty(words: str, quotes: list[str]) -> None:
    assert [n.quote for n in read(words)] == quotes
