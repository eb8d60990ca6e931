"""How firms' own rules say what their offices do: points under a heading, role lists, and sentences without 应当, with near misses."""

import pytest

from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.norms import find_norms


def read(words: str) -> list[Norm]:
    """The norms of an article, or of a text that counts its parts by numbers of its own."""
    text = words.replace("⏎", "\n")
    return list(find_norms(parse(text if text.startswith("某制度") else "第五条 " + text, "某制度")))


def told(words: str) -> list[tuple[str, str, str]]:
    return [(n.modality.value, "、".join(n.bearer), n.quote) for n in read(words)]


D, P = "obligation", "prohibition"

POINTED = "某制度⏎一、目的⏎为规范采购，制定本制度。⏎"
POINTS = [
    # each point under a heading is a sentence of its own, with its own subject
    (POINTED + "二、分工⏎（一）采购部组织询价，编制采购报告。⏎（二）法务部审查合同。", [
        (D, "采购部", "采购部组织询价"), (D, "采购部", "编制采购报告"), (D, "法务部", "法务部审查合同")]),
    # a point that names nobody does not inherit from the point before
    (POINTED + "二、纪律⏎（一）评审委员应当保密。⏎（二）不得泄露标底。", [(D, "评审委员", "评审委员应当保密"), (P, "", "不得泄露标底")]),
    # 目 below a point are the list of its lead-in
    (POINTED + "二、分工⏎（一）运维组为牵头团队，具体负责：⏎1.值守监控大屏；⏎2.定期备份数据库。⏎（二）稽核部开展审计。", [
        (D, "运维组", "值守监控大屏"), (D, "运维组", "定期备份数据库"), (D, "稽核部", "稽核部开展审计")]),
    # a heading that is the name of an office, or its duties
    (POINTED + "二、信息技术部职责⏎（一）制定运维制度；⏎（二）组织应急演练。", [
        (D, "信息技术部", "制定运维制度"), (D, "信息技术部", "组织应急演练")]),
    (POINTED + "二、检查⏎（一）稽核部⏎1.开展专项审计；⏎2.跟踪整改情况。", [(D, "稽核部", "开展专项审计"), (D, "稽核部", "跟踪整改情况")]),
    # an article with a heading of its own
    ("会议纪律⏎（一）不得录音。⏎（二）综合部应当编制纪要。", [(P, "", "不得录音"), (D, "综合部", "综合部应当编制纪要")]),
    # a heading that only names a subject matter is no norm
    (POINTED + "二、外包人员管理⏎（一）访客应当登记。", [(D, "", "访客应当登记")]),
]


@pytest.mark.parametrize(("words", "norms"), POINTS, ids=[w[-30:] for w, _ in POINTS])
def test_points_under_a_heading_stand_by_themselves(words: str, norms: list[tuple[str, str, str]]) -> None:
    assert told(words) == norms


def test_a_lead_in_without_a_mark_is_no_heading() -> None:
    """Acts that count as violations lay down no duty."""
    words = POINTED + "二、以下行为可认定为违规采购⏎1.未经审批签订合同；⏎2.向投标人提供标底。"
    assert [n.quote for n in read(words) if n.item] == []


ROLES = [
    ("信息技术部主要职责：⏎（一）拟订建设规划；⏎（二）保障系统稳定运行。", ["信息技术部", "信息技术部"]),
    ("合规部的职责包括：⏎（一）审核合作协议；⏎（二）组织合规培训。", ["合规部", "合规部"]),
    ("运营部是清算业务的归口管理部门，主要负责：⏎（一）每日核对清算数据；⏎（二）编制清算报表。", ["运营部", "运营部"]),
    ("公司各部门职责如下：⏎（一）财务部：审核付款申请；⏎（二）运维组：值守监控大屏。", ["财务部", "运维组"]),
    ("各岗位的职责分工如下：⏎1.系统管理员负责账号开立；⏎2.数据库管理员定期备份数据库。", ["系统管理员", "数据库管理员"]),
    ("各相关部门的分工为：⏎（一）法务部审查合同文本；⏎（二）采购部组织询价。", ["法务部", "采购部"]),
    ("各部门应当按照以下分工落实责任：⏎（一）清算部：核对数据。发现差错的，立即通知信息技术部。", ["清算部", "清算部"]),
]


@pytest.mark.parametrize(("words", "bearers"), ROLES, ids=[w[:20] for w, _ in ROLES])
def test_items_are_duties_of_the_office_that_the_lead_in_or_the_item_names(words: str, bearers: list[str]) -> None:
    found = [n for n in read(words) if n.item]
    assert [n.bearer for n in found] == [(b,) for b in bearers]
    assert {n.modality.value for n in found} == {D}


@pytest.mark.parametrize("words", [
    "信息系统由以下部分组成：⏎（一）交易系统：处理委托；⏎（二）清算系统。",
    "报告应当包括以下内容：⏎（一）联系人：姓名和电话；⏎（二）事件经过。",
    "设备台账包括：⏎（一）用户：记录使用人；⏎（二）编号。",
    "公司应当对下列事项负责：⏎（一）数据真实；⏎（二）系统安全。",
    "有下列情形之一的，由直接责任人员负责：⏎（一）泄露数据的；⏎（二）擅自停机的。",
    "有下列行为之一，构成犯罪的，依法追究刑事责任：⏎（一）窃取信息；⏎（二）违法出售信息。",
])
def test_parts_contents_cases_and_offences_are_no_duties(words: str) -> None:
    assert [n.quote for n in read(words) if n.item] == []


PLAIN = [
    # an agent
    ("日志由值班负责人当日签字确认。", (D, "值班负责人", "日志由值班负责人当日签字确认")),
    ("办公用电脑由公司统一配发。", (D, "公司", "办公用电脑由公司统一配发")),
    ("需要对外披露的，由督察长决定。", (D, "督察长", "由督察长决定")),
    ("主任因故缺席的，由其书面指定的副主任代行职责。", (D, "其书面指定的副主任", "由其书面指定的副主任代行职责")),
    ("预算超过十万元的，由需求部门发起，并应当留存记录。", (D, "需求部门", "由需求部门发起")),
    # 负责 behind the name of an office
    ("首席风险官负责统筹风险管理工作，有权否决高风险业务。", (D, "首席风险官", "首席风险官负责统筹风险管理工作")),
    # after an event
    ("运维人员接到告警后，立即核查原因，属于硬件故障的，于2小时内联系厂商。", (D, "运维人员", "立即核查原因")),
    ("值班员无法判断等级的，按较高等级处理。", (D, "值班员", "按较高等级处理")),
    # a thing by a time, every so often, once approved
    ("纸质合同于签署后当日移交档案室，最迟不得晚于次日中午。", (D, "", "纸质合同于签署后当日移交档案室，最迟不得晚于次日中午")),
    ("密码每90天更换一次，不得使用弱密码。", (D, "", "密码每90天更换一次")),
    ("变更方案经变更委员会审批后实施。", (D, "", "变更方案经变更委员会审批后实施")),
    # 需, 须经, 一律
    ("系统上线前需完成安全测试。", (D, "", "系统上线前需完成安全测试")),
    ("紧急变更须经技术总监授权。", (D, "", "紧急变更须经技术总监授权")),
    ("重要变更一律报信息技术部审批。", (D, "", "重要变更一律报信息技术部审批")),
    # with an adverb of time that no preposition opens
    ("运维值班员应当查看监控，每小时巡检一次。", (D, "运维值班员", "每小时巡检一次")),
    ("供应商工程师应按合同约定在4小时内到达现场。", (D, "供应商工程师", "供应商工程师应按合同约定在4小时内到达现场")),
    # what an encouraging sentence goes on to order
    ("鼓励员工举报违规行为，合规部应为举报人保密。", (D, "合规部", "合规部应为举报人保密")),
    # what is told after a power is due
    ("营业部可以先行安抚客户，并于当日向总部报告。", (D, "营业部", "并于当日向总部报告")),
    ("分支机构可以制定实施细则，报总部备案。", (D, "分支机构", "报总部备案")),
]


@pytest.mark.parametrize(("words", "norm"), PLAIN, ids=[w[:16] for w, _ in PLAIN])
def test_a_duty_without_the_word_for_it(words: str, norm: tuple[str, str, str]) -> None:
    assert norm in told(words)


@pytest.mark.parametrize("words", [
    "领导小组主任由总经理担任。",
    "评审小组由各部门负责人组成。",
    "具体办法由国务院证券监督管理机构规定。",
    "由公安机关处以警告或者停机整顿。",
    "评价结果分为合格和不合格两档。",
    "许可证有效期自颁发之日起计算。",
    "鼓励研究机构参与标准制定，推动行业发展。",
    "公民在法律面前一律平等。",
])
def test_offices_held_punishments_and_statements_are_no_duties(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize("words", [
    "运营者采购网络产品，平台运营者开展数据处理活动，影响国家安全的，应当申报审查。",
    "管理人管理基金财产，托管人托管基金财产，应当遵守法律。",
])
def test_what_two_actors_do_before_a_modal_is_its_occasion(words: str) -> None:
    assert [n.quote for n in read(words) if "应当" not in n.quote and "申报" not in n.quote] == []


@pytest.mark.parametrize(("words", "exception"), [
    ("备份介质不得带出机房，因维修确需带出的，经主任批准后可以带出。", "因维修确需带出的，经主任批准后可以带出"),
    ("经理不得离岗，因病确需离岗的，须经副总经理同意后方可离岗。", "因病确需离岗的，须经副总经理同意后方可离岗"),
    ("评委应当到场，因疫情等原因无法到场的，可以采用视频方式参加。", "因疫情等原因无法到场的，可以采用视频方式参加"),
    ("采购占比原则上不超过30%；因技术专有无法替代的，经委员会批准可以适当放宽。", "因技术专有无法替代的，经委员会批准可以适当放宽"),
    ("各营业部每年至少演练一次，已参加总部演练的，可不再单独演练。", "已参加总部演练的，可不再单独演练"),
    ("导出数据的，由申请人填写审批单。监管机构依法调取的，可先行办理，并于3日内补办手续。", "监管机构依法调取的，可先行办理，并于3日内补办手续"),
    ("员工不得泄露客户信息，因泄露造成损失的，可以追偿。", None),
    ("值班员应当值守，不得脱岗。因脱岗造成事故的，可以解除合同。", None),
    ("发现漏洞的，应当及时修复；无法及时修复的，应当采取补偿措施。", None),
])
def test_what_is_let_off_in_need_is_the_exception_of_the_first_norm(words: str, exception: str | None) -> None:
    assert read(words)[0].exception == exception
