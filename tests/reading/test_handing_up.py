"""What a firm's own rules and statutes say is handed up, kept or told without 将, on sentences of our own making."""

import pytest

from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.grammar.communication import KINDS
from kg.reading.norms import find_norms


def read(words: str) -> list[Norm]:
    return [n for n in find_norms(parse("第五条 " + words.replace("⏎", "\n"), "某办法")) if n.kind in KINDS]


# The words, the kind, to whom, and what is told or kept.
TOLD = [
    # the thing stands before its verb without 将
    ("采购部门应当每年复核供应商资质，复核结果报风险管理部备案。", "file", ("风险管理部",), "复核结果"),
    ("运维部应当检查机房，巡检报告经部门负责人审核后提交首席信息官。", "submit", ("首席信息官",), "巡检报告"),
    ("落实情况于次月5日前书面反馈风险管理部。", "report", ("风险管理部",), "落实情况"),
    ("会议纪要抄送合规部。", "notify", ("合规部",), "会议纪要"),
    ("合同副本送合规部备案。", "file", ("合规部",), "合同副本"),
    ("检查发现的问题由主管部门书面通知责任单位，责任单位应当整改。", "notify", ("责任单位",), None),
    ("各部门应于每月末将自查情况报合规部汇总。", "report", ("合规部",), "自查情况"),
    ("受托人应当每年至少一次向委托人报告财产情况。", "report", ("委托人",), "财产情况"),
    ("业务部门每日收市后将交易数据报送清算部。", "submit", ("清算部",), "交易数据"),
    ("值班人员应做好交接记录。", "keep", (), None),
    ("访问日志至少保存三年。", "keep", (), "访问日志"),
    ("借阅台账永久保存。", "keep", (), "借阅台账"),
    ("交接记录留存不少于五年。", "keep", (), "交接记录"),
    ("项目组应当起草验收报告提交信息化委员会。", "submit", ("信息化委员会",), "验收报告"),
    # handed up within a firm
    ("业务部门应当制定整改方案，报分管领导审批。", "submit", ("分管领导",), "整改方案"),
    ("超出预算的，须报总经理批准。", "submit", ("总经理",), ""),
    ("信息技术部应当于每年末编制预算，提请董事会审议。", "report", ("董事会",), ""),
    ("办公室应当形成会议材料，报首席风险官审核、总经理签批。", "submit", ("首席风险官",), "会议材料"),
    ("开发人员应当立即报告系统运行负责人。", "report", ("系统运行负责人",), ""),
    ("员工应当立即报告部门负责人和合规部。", "report", ("部门负责人", "合规部"), ""),
    ("各分公司应当立即转报总部办公室。", "report", ("总部办公室",), ""),
    ("各营业部应当于一小时内向应急办公室反馈处理情况。", "report", ("应急办公室",), "处理情况"),
    ("客服人员应当将处理结果反馈投诉人。", "inform", ("投诉人",), "处理结果"),
    ("信息技术部应当知会稽核部。", "notify", ("稽核部",), ""),
    ("值班人员应当每隔15分钟向合规部提供一次事件进展。", "provide", ("合规部",), None),
    # of an authority approval is applied for
    ("核设施营运单位应当报国务院核安全监督管理部门批准。", "apply", ("国务院核安全监督管理部门",), ""),
    ("管理办法由主管部门制定，报国务院批准。", "apply", ("国务院",), None),
    ("债权人应当持有关证明材料向清算组申报债权。", "apply", ("清算组",), "债权"),
    ("管理人可以申请人民法院批准和解协议。", "apply", ("人民法院",), "批准和解协议"),
    ("备案事项发生变更的，应当在十日内办理变更手续。", "file", (), "变更手续"),
    # drawn attention to, warned, explained
    ("经营者应当以醒目方式提请用户注意免责条款。", "inform", ("用户",), "注意免责条款"),
    ("基金销售机构应当向投资者揭示产品风险。", "inform", ("投资者",), "产品风险"),
    ("保险公司应当在投保单上作出足以引起投保人注意的提示。", "inform", (), "足以引起投保人注意"),
    ("平台应当以书面方式告知消费者其处理订单信息的情况。", "inform", ("消费者",), "其处理订单信息的情况"),
    ("发现产品有缺陷的，生产者应当立即向主管部门报告和告知购买者。", "inform", ("购买者",), None),
    ("应急部门应当将拟采取的防范措施通知有关单位。", "notify", ("有关单位",), "拟采取的防范措施"),
    # written down and kept
    ("查询机构应当如实记载查询人的姓名和用途。", "keep", (), "查询人的姓名和用途"),
    ("接待部门应当对投诉处理情况进行登记。", "keep", (), "投诉处理情况"),
    ("接入服务提供者应当记录用户登录时间、网络地址等信息。", "keep", (), "用户登录时间、网络地址等信息"),
    ("培训部门应当保留签到记录。", "keep", (), "签到记录"),
    ("公司对客户投诉记录的保存期限，自投诉办结之日起为3年。", "keep", (), "客户投诉记录"),
    ("支付机构不得违反规定留存银行卡敏感信息。", "keep", (), "银行卡敏感信息"),
    ("数据使用人不得未经数据提供者同意向第三人提供数据。", "provide", ("第三人",), "数据"),
    ("员工不得向无关人员透露客户持仓。", "provide", ("无关人员",), "客户持仓"),
    # announced
    ("检查结果由主管部门通过信息平台向社会公布。", "announce", ("社会",), "检查结果"),
    ("准予设立的，颁发经营许可证并予以公告。", "announce", (), None),
    ("公司拟变更服务协议的，应当在营业场所公告满十五日后方可变更。", "announce", (), None),
    ("监管机构可以采取监管谈话、出具警示函、向社会发布风险提示等措施。", "announce", ("社会",), "风险提示"),
    ("情节严重的，由市场监督管理部门列入失信名单，并通过公示系统向社会公示。", "announce", ("社会",), None),
    ("企业报送的材料应当真实、准确、完整。", "submit", (), None),
]


@pytest.mark.parametrize(("words", "kind", "recipient", "what"), TOLD, ids=[t[0][:24] for t in TOLD])
def test_what_is_told_kept_or_handed_up(words: str, kind: str, recipient: tuple[str, ...], what: str | None) -> None:
    found = [(n.kind, n.recipient, n.object) for n in read(words)]
    assert any((k, r) == (kind, recipient) and what in (None, o) for k, r, o in found), found


@pytest.mark.parametrize("words", [
    "运营者应当实现数据同步保存。", "有关部门应当做好信息公示相关工作。", "主管部门组织对企业公示信息的情况进行检查。",
    "企业对其公示信息的真实性负责。", "监管机构应当通过共享平台获取有关企业的财务状况、审计报告。", "管理人应当采用公开询价等公开方式处置资产。",
    "企业公示信息，不免除其依照其他法律承担的义务。", "组织公示信息适用本条例关于企业公示信息的规定。",
    "值班人员应当送客户离开。", "项目组应当完成年度报告。",
    "监管机构对破产申请不予批准。", "公司不得承诺投资回报。", "报价系统应当稳定运行。", "董事会可以保留意见。", "证券公司不得保留所包销的证券。",
    "情节严重的，责令其停止业务并予以公告。", "公司名称中应当标明信托字样。", "注销手续办结后，方可向登记机关办理变更手续。",
    "信息技术部应对新系统进行测试。",
])
def test_what_only_looks_like_telling(words: str) -> None:
    assert [(n.kind, n.quote) for n in read(words)] == []


def test_two_acts_joined_by_or_are_two_duties() -> None:
    found = read("处理者应当依法申报安全评估或者办理标准合同备案。")
    assert [(n.kind, n.object) for n in found] == [("apply", "安全评估"), ("file", "标准合同")]


def test_a_step_after_approval_is_a_duty_of_its_own() -> None:
    found = read("信息技术部应当形成报告，报首席信息官审核、总经理签批后报送住所地证监局。")
    assert [(n.kind, n.recipient) for n in found] == [("submit", ("首席信息官",)), ("submit", ("住所地证监局",))]


def test_the_time_of_keeping_of_what_is_signed() -> None:
    *_, kept = read("运行日志由值班经理当日签字确认，保存期限不少于三年。")
    assert (kept.kind, kept.bearer, kept.object, kept.deadline and kept.deadline.value) == ("keep", (), "运行日志", "P3Y")


# The words, and of each norm (by words of its quotation) the exception.
SPARED = [
    ("管理人应当自行管理基金财产，不得委托他人管理，但国务院证券监督管理机构另有规定的除外。",
     [("自行管理", "国务院证券监督管理机构另有规定的除外"), ("委托", "国务院证券监督管理机构另有规定的除外")]),
    ("机构处理信息应当遵循必要原则，公开处理规则，取得同意，法律、行政法规另有规定的除外。",
     [("遵循", None), ("公开", "法律、行政法规另有规定的除外"), ("取得", "法律、行政法规另有规定的除外")]),
    ("值班员不得擅自离岗，确需离开的，须经部门负责人同意。", [("离岗", "确需离开的，须经部门负责人同意")]),
    ("生产环境不得接入移动介质。因业务需要接入移动介质的，应当报信息技术部审批。",
     [("不得接入", "因业务需要接入移动介质的，应当报信息技术部审批"), ("报信息", None)]),
    ("经办人员应当现场核查，因灾害无法现场核查的，可以采用视频方式。", [("现场核查", "因灾害无法现场核查的，可以采用视频方式"), ("视频", None)]),
    ("新设部门应当在三个月内完成演练，但未使用核心系统的，可以不单独演练。", [("完成演练", "未使用核心系统的，可以不单独演练")]),
    ("客服部应当通知受影响的用户，告知可能的危害；已采取有效措施的，可以不通知用户。",
     [("通知受", "已采取有效措施的，可以不通知用户"), ("告知", "已采取有效措施的，可以不通知用户")]),
    ("员工不得泄露客户信息。因工作需要查阅档案的，应当经档案室同意。", [("泄露", None), ("同意", None)]),
]


@pytest.mark.parametrize(("words", "norms"), SPARED, ids=[w[:24] for w, _ in SPARED])
def test_what_may_be_done_with_leave_is_an_exception(words: str, norms: list[tuple[str, str | None]]) -> None:
    found = find_norms(parse("第五条 " + words, "某办法"))
    assert [n.exception for n in found] == [x for _, x in norms], [(n.quote, n.exception) for n in found]
    assert all(part in n.quote for n, (part, _) in zip(found, norms, strict=True))
