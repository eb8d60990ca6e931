"""Duties to tell, keep and file as laws and a firm's own rules say it: kind, to whom, by when, and what only looks like one."""

import pytest

from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.grammar.communication import KINDS
from kg.reading.norms import find_norms


def read(words: str) -> list[Norm]:
    return [n for n in find_norms(parse("第五条 " + words.replace("⏎", "\n"), "某办法")) if n.kind in KINDS]


TELLS = [
    ("银行业金融机构应当积极配合检查，如实提供有关情况和资料。", "provide", (), "有关情况和资料", None),
    ("任何单位和个人不得向未经授权的机构提供客户信息。", "provide", ("未经授权的机构",), "客户信息", None),
    ("应当将销量、存量及用户实名信息传送给号码归属的电信业务经营者。", "provide", ("号码归属的电信业务经营者",), "销量、存量及用户实名信息", None),
    ("经营者应当在显著位置标明服务价格。", "inform", (), "服务价格", None),
    ("金融机构应当提示客户注意交易风险。", "inform", ("客户",), "注意交易风险", None),
    ("运营者应当真实、准确向用户提示来电号码所属国家或者地区。", "inform", ("用户",), "来电号码所属国家或者地区", None),
    ("网络服务提供者应当对用户进行风险提示。", "inform", ("用户",), "风险", None),
    ("经营者应当对新出现的诈骗手段及时向用户作出提醒。", "inform", ("用户",), "新出现的诈骗手段", None),
    ("主管部门应当将检查结果同步向公安机关通报。", "notify", ("公安机关",), "检查结果", None),
    ("网络安全审查办公室应当听取意见，形成审查结论并书面通知当事人。", "notify", ("当事人",), "审查结论", None),
    ("平台应当及时受理、处理公众投诉举报并反馈处理结果。", "inform", (), "处理结果", None),
    ("主管部门应当将名单予以公告，公告期不少于三十日。", "announce", (), "名单", "P30D"),
    ("拟撤销许可的，应当公告满三十日。", "announce", (), "满三十日", "P30D"),
    ("交易信息保存时间自交易完成之日起不少于三年。", "keep", (), "交易信息", "P3Y"),
    ("会计档案的保管期限自业务结束之日起不少于15年。", "keep", (), "会计档案", "P15Y"),
    ("重要数据处理日志的保存期限应当为五年。", "keep", (), "重要数据处理日志", "P5Y"),
    ("终止服务的，应当提前三十日办理备案注销手续。", "file", (), "终止服务", "P30D"),
    ("名称发生变更的，应当自变更之日起30日内向登记机关办理变更手续。", "apply", ("登记机关",), "变更手续", "P30D"),
    ("备案申请人应当在十五个工作日内再次提交备案申请。", "file", (), "备案申请", "P15BD"),
    ("运营者应当将评估情况按照国家有关规定报送国家密码管理部门备案。", "file", ("国家密码管理部门",), "评估情况", None),
    ("证券公司应当将制度报住所地证监局备案。", "file", ("住所地证监局",), "制度", None),
    ("工业和信息化主管部门应当及时将情况上报工业和信息化部。", "report", ("工业和信息化部",), "情况", None),
    ("相关人员未经同意，不得向无关方披露商业秘密。", "provide", ("无关方",), "商业秘密", None),
    ("上市公司应当向市场披露有关信息。", "announce", ("市场",), "有关信息", None),
    ("任何个人不得将未公开的漏洞信息向境外组织提供。", "provide", ("境外组织",), "未公开的漏洞信息", None),
    ("平台经营者应当告知其可以向人民法院起诉。", "inform", (), "其可以向人民法院起诉", None),
    ("尚不构成事件的，应当根据通报要求按时反馈风险核查处置情况。", "report", (), "风险核查处置情况", None),
    ("处置单位应当如实记录处置的放射性废物的来源、数量等事项。", "keep", (), "处置的放射性废物的来源、数量等事项", None),
    ("平台经营者应当核验、登记，建立登记档案。", "keep", (), "登记", None),
    ("结算机构应当及时将结算结果通知会员。", "notify", ("会员",), "结算结果", None),
    ("公安机关应当及时将传唤的原因和处所通知被传唤人家属。", "notify", ("被传唤人家属",), "传唤的原因和处所", None),
    ("资料的保管期限，自合同终止之日起计算，不得少于五年。", "keep", (), "资料", "P5Y"),
]


@pytest.mark.parametrize(("words", "kind", "recipient", "what", "value"), TELLS, ids=[t[0][:24] for t in TELLS])
def test_what_is_told_to_whom(words: str, kind: str, recipient: tuple[str, ...], what: str, value: str | None) -> None:
    found = [(n.kind, n.recipient, n.object, n.deadline.value if n.deadline else None) for n in read(words)]
    assert (kind, recipient, what, value) in found, found


def test_a_second_time_of_keeping_is_a_norm_of_its_own() -> None:
    found = read("记录保存期限不得少于产品有效期满后六个月；没有明确有效期的，保存期限不得少于二年。")
    assert [(n.trigger, n.deadline and n.deadline.value) for n in found] == [(None, "P6M"), ("没有明确有效期的", "P2Y")]


@pytest.mark.parametrize("words", [
    "当事人提交补充材料的时间不计入审查时间。", "专家评审时间不计入前款规定的期限。", "提供者应当防范用户发布违法信息。",
    "运营者应当建立安全事件报告制度。", "提供者应当设置便捷的投诉、举报渠道。", "运营者应当明确处理流程和反馈时限。",
    "本办法所称通报，是指向社会发布信息的行为。", "当事人可以依法申请行政复议或者提起行政诉讼。",
    "密码管理部门根据工作需要会同有关部门建立安全监测预警、信息通报、重大事项会商等协作机制。",
    "电子认证服务应当由依法设立的服务机构提供。", "支付机构应当为客户提供查询名下账户的便捷渠道。",
    "期货公司应当在其名称中标明“期货”字样。", "平台应当采取措施防范漏洞信息泄露和违规发布。",
    "个人不得发布专门用于危害网络安全的程序和工具。", "用户应当妥善保管交易密码等安全工具。", "被征询意见的单位应当在三个月内给予答复。",
    "分级标准如有更新，应当报本机构主管网络安全的领导班子成员批准。", "经营者应当要求其他经营者提交其身份等真实信息。",
    "单位应当及时送交处置单位处置。", "监管部门应当对许可申请组织审查。", "有关部门应当将检查情况形成报告。", "公司债券可以公开发行。",
])
def test_what_tells_nobody_anything(words: str) -> None:
    assert [(n.kind, n.quote) for n in read(words)] == []


RECIPIENTS = [
    ("会员应当向本所、中国结算及住所地证监局同时报告。", [("本所", "中国结算", "住所地证监局")]),
    ("会员应当将整改情况书面报告本所和会员所在地证监局。", [("本所", "会员所在地证监局")]),
    ("会员应当将整改情况报告本所并抄送住所地证监局。", [("本所",), ("住所地证监局",)]),
    ("会员应当将年度报告报送本协会。", [("本协会",)]),
    ("使用部门应当将数据使用情况反馈共享平台。", [("共享平台",)]),
    ("登记机构应当在三日内书面通知异议人。", [("异议人",)]),
    ("部门负责人应当立即向分管领导和公司总经理报告。", [("分管领导", "公司总经理")]),
    ("各营业部应当及时向总部合规部和信息技术中心报告。", [("总部合规部", "信息技术中心")]),
    ("运营者应当向掌握超过100万用户个人信息的网络平台运营者提供说明材料。", [("掌握超过100万用户个人信息的网络平台运营者",)]),
    ("主管部门应当将检查结果告知具有舆论属性或者社会动员能力的互联网信息服务提供者。", [("具有舆论属性或者社会动员能力的互联网信息服务提供者",)]),
    ("会员应当在15分钟内电话报告本所，并在2个小时内提交书面报告。", [("本所",), ("本所",)]),
]


@pytest.mark.parametrize(("words", "recipients"), RECIPIENTS, ids=[w[:24] for w, _ in RECIPIENTS])
def test_recipients_are_whole_and_single(words: str, recipients: list[tuple[str, ...]]) -> None:
    assert [n.recipient for n in read(words)] == recipients


# ../shared/eval/files/06 and 07: (article, kind, bearer, recipient, value of the time)
OWN_RULES = ("第一条 分支机构负责人不得瞒报、迟报。⏎第二条 信息技术部应当在事件发生后1小时内向住所地证监局书面报告，并抄送中国证券业协会。⏎"
             "第三条 员工发现客户信息泄露的，应于2小时内通过邮件告知直接上级和信息技术部。⏎第四条 合规风控部负责审核对外报告内容。⏎"
             "第五条 信息技术部应当在处置完毕后5个工作日内形成总结报告，报合规风控部备案。⏎"
             "第六条 首席信息官应当在接到报告后30分钟内向公司总经理报告。")
EXCHANGE = ("第一条 会员应当在每年4月30日前向本所报送上一年度自查报告。⏎"
            "第二条 会员发生网络安全事件的，应当在15分钟内电话报告本所，并在2个小时内提交书面报告。⏎"
            "第三条 会员应当将系统变更情况报本所备案。⏎第四条 会员应当将整改情况书面报告本所和会员所在地证监局。⏎"
            "第五条 会员应当向本所、中国结算及住所地证监局同时报告。⏎第六条 重大事件由会员在30分钟内上报本所。")


@pytest.mark.parametrize(("text", "norms"), [
    (OWN_RULES, [("一", "report", (), None), ("二", "report", ("住所地证监局",), "PT1H"), ("二", "notify", ("中国证券业协会",), "PT1H"),
                 ("三", "inform", ("直接上级", "信息技术部"), "PT2H"), ("五", "file", ("合规风控部",), "P5BD"), ("六", "report",
                  ("公司总经理",), "PT30M")]),
    (EXCHANGE, [("一", "submit", ("本所",), "--04-30"), ("二", "report", ("本所",), "PT15M"), ("二", "submit", ("本所",), "PT2H"), ("三", "file",
     ("本所",), None),
                ("四", "report", ("本所", "会员所在地证监局"), None), ("五", "report", ("本所", "中国结算", "住所地证监局"), None), ("六",
                 "report", ("本所",), "PT30M")]),
])
def test_the_rules_of_a_firm_and_of_an_exchange(text: str, norms: list[tuple[str, str, tuple[str, ...], str | None]]) -> None:
    found = [n for n in find_norms(parse(text.replace("⏎", "\n"), "某办法")) if n.kind in KINDS]
    assert [(n.article[1:-1], n.kind, n.recipient, n.deadline.value if n.deadline else None) for n in found] == norms
    assert all(n.object not in ("信息技术部", "结算") for n in found)


@pytest.mark.parametrize(("words", "quotes"), [
    ("提供者应当报送漏洞信息。报送内容应当包括漏洞的技术特点。", ["提供者应当报送漏洞信息", "报送内容应当包括漏洞的技术特点"]),
    ("事发报告应当在简要报告内容基础上，增补影响范围，网络攻击事件还应当增补分析研判情况。",
     ["事发报告应当在简要报告内容基础上，增补影响范围", "网络攻击事件还应当增补分析研判情况"])])
def test_what_a_report_holds_is_told(words: str, quotes: list[str]) -> None:
    found = read(words)
    assert ([n.quote for n in found], {n.kind for n in found}) == (quotes, {"submit"})
