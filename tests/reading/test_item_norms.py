"""The 项 of a list as norms of its lead, and what one norm is although commas or joints stand in it, on sentences of real laws."""

import pytest

from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.norms import find_norms


def read(words: str) -> tuple[Norm, ...]:
    return find_norms(parse("第五条 " + words.replace("⏎", "\n"), "某办法"))


ITEMS = [
    ("经营者进行有奖销售不得存在下列情形：⏎（一）所设奖的种类不明确，影响兑奖；⏎（二）采用谎称有奖的方式进行有奖销售。",
     "prohibition", ["（一）", "（二）"]),
    ("收购人变更收购要约，不得存在下列情形：⏎（一）降低收购价格；⏎（二）国务院证券监督管理机构规定的其他情形。", "prohibition", ["（一）"]),
    ("各部门不得：⏎（一）擅自导出数据；⏎（二）共享账号。", "prohibition", ["（一）", "（二）"]),
    ("禁止下列破坏湿地及其生态功能的行为：⏎（一）过度放牧或者滥采野生植物；⏎（二）擅自填埋自然湿地。", "prohibition", ["（一）", "（二）"]),
    ("行政机关不得滥用行政权力，实施下列行为，妨碍商品自由流通：⏎（一）对外地商品设定歧视性收费项目；", "prohibition", ["（一）"]),
    ("任何单位和个人不得为他人实施诈骗活动提供下列支持或者帮助：⏎（一）出售、提供个人信息；⏎（二）帮助他人洗钱。",
     "prohibition", ["（一）", "（二）"]),
    ("禁止具有市场支配地位的经营者从事下列行为：⏎（一）没有正当理由，限定交易相对人只能与其进行交易；", "prohibition", ["（一）"]),
    ("承包者应当立即启动应急预案，并采取下列措施：⏎（一）立即发出警报；⏎（二）采取应急措施。", "obligation", ["（一）", "（二）"]),
    ("单位内部会计监督制度应当符合下列要求：⏎（一）明确记账人员的职责权限；⏎（二）定期清查财产。", "obligation", ["（一）", "（二）"]),
    ("数据处理者应当建立目录，并分别做好业务数据分类：⏎（一）标识各数据项是否为个人信息；⏎（二）开展敏感性分类。",
     "obligation", ["（一）", "（二）"]),
]


@pytest.mark.parametrize(("words", "modality", "items"), ITEMS, ids=[w[:20] for w, _, _ in ITEMS])
def test_items_are_norms_of_their_lead(words: str, modality: str, items: list[str]) -> None:
    found = [n for n in read(words) if n.item]
    assert list(dict.fromkeys(n.item for n in found)) == items
    assert {n.modality.value for n in found} == {modality}
    assert len({n.bearer for n in found}) == 1


@pytest.mark.parametrize("words", [
    "下列人员不得担任法官：⏎（一）因犯罪受过刑事处罚的；⏎（二）被开除公职的。",
    "任何单位和个人不得利用邮件寄递含有下列内容的物品：⏎（一）泄露国家秘密的；",
    "医疗广告不得含有下列内容：⏎（一）表示功效、安全性的断言或者保证；",
    "设立公共图书馆应当具备下列条件：⏎（一）章程；⏎（二）固定的馆址。",
    "未经法制审核的，有下列情形之一，不得作出决定：⏎（一）涉及重大公共利益的；",
    "申请设立登记，应当提交下列文件：⏎（一）申请书；⏎（二）章程草案。",
])
def test_cases_contents_and_conditions_are_no_norms(words: str) -> None:
    assert [n.quote for n in read(words) if n.item] == []


QUOTES = [
    # what must not be spread runs over commas
    ("不得生成煽动颠覆国家政权，宣扬恐怖主义，以及虚假有害信息等法律、行政法规禁止的内容。",
     ["不得生成煽动颠覆国家政权，宣扬恐怖主义，以及虚假有害信息等法律、行政法规禁止的内容"]),
    # a second verb with an object of its own
    ("处理者应当定期梳理识别重要数据和核心数据并形成本单位的具体目录。", ["处理者应当定期梳理识别重要数据和核心数据", "并形成本单位的具体目录"]),
    ("任何组织不得窃取他人加密保护的信息或者非法侵入他人的密码保障系统。", ["任何组织不得窃取他人加密保护的信息", "或者非法侵入他人的密码保障系统"]),
    # manner without a verb
    ("检测机构应当按照法律、行政法规和商用密码检测技术规范、规则，在批准范围内独立、公正、科学、诚信地开展商用密码检测。",
     ["在批准范围内独立、公正、科学、诚信地开展商用密码检测"]),
    ("数据处理者应当与数据提供方通过签署协议、承诺书等方式，明确双方法律责任。", ["明确双方法律责任"]),
    ("数据处理者应当自行或者委托第三方评估机构，每年开展一次风险评估。", ["每年开展一次风险评估"]),
    ("对于其他业务数据提供活动，数据处理者应当评估合同约定。", ["数据处理者应当评估合同约定"]),
    ("运营者应当保障信息的安全，以维护计算机信息系统的安全运行。", ["运营者应当保障信息的安全"]),
    # what goes on in a further case
    ("提供者应当承担责任。涉及个人信息的，依法承担个人信息处理者责任。", ["提供者应当承担责任", "依法承担个人信息处理者责任"]),
    ("电信业务经营者建立用户风险评估制度，评估未通过的，不得销售物联网卡。", ["电信业务经营者建立用户风险评估制度", "不得销售物联网卡"]),
    ("电信业务经营者对物联网卡的使用建立监测预警机制。", ["电信业务经营者对物联网卡的使用建立监测预警机制"]),
    ("处理者应当对数据处理活动负安全主体责任，对提供数据的真实性作必要审查。",
     ["处理者应当对数据处理活动负安全主体责任", "对提供数据的真实性作必要审查"]),
]


@pytest.mark.parametrize(("words", "quotes"), QUOTES, ids=[w[:24] for w, _ in QUOTES])
def test_what_is_one_norm(words: str, quotes: list[str]) -> None:
    assert [n.quote for n in read(words)] == quotes
