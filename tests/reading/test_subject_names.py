"""Who is bound by the words that name bodies, roles and owners as no list has them, with near misses."""

from __future__ import annotations

import pytest

from kg.corpus.structure import parse
from kg.law.model import Modality, Norm
from kg.reading.grammar.subject_names import verbal_names
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions

D, P, W = Modality.OBLIGATION, Modality.PROHIBITION, Modality.POWER


def _read(words: str) -> list[Norm]:
    doc = parse("第一条 " + words, "某办法")
    return list(find_norms(doc, find_definitions(doc)))


ROLES = [
    "分管副总裁", "合规总监", "董事会秘书", "公司领导", "分管领导", "部门主管", "经理层", "公司党委", "总经理办公会", "值班长", "督察长",
    "交易室", "机房值班室", "托管行", "系统建设方", "厂商", "主办券商", "投资顾问", "实习生", "债权人会议", "接管组", "现场工作组",
    "清产核资组", "舆情应对组", "技术保障组", "财富管理总部", "经纪业务总部", "牵头部门", "当班人员", "地方金融组织", "处置小组",
    "评审委员会", "登记结算机构",
]


@pytest.mark.parametrize("name", [r for r in ROLES if not r.endswith("组织")])
def test_bodies_and_roles_that_are_named_with_by_are_bound(name):
    assert {n.bearer for n in _read(f"台账由{name}负责整理归档。")} == {(name,)}


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("words", ["{}应当及时报告有关情况。", "{}不得泄露客户信息。", "{}应于每月5日前报送报表。", "发生异常的，{}可以启动预案。",
                                   "{}须每日填写登记表。"])
def test_bodies_and_roles_are_bound_by_their_whole_name(name, words):
    assert {n.bearer for n in _read(words.format(name))} == {(name,)}


NAMED = [  # the last norm
    ("联席会议应当研究政策，定期通报情况。", ("联席会议",)),
    ("接管组自接管之日起履行下列职责：\n（一）核查资产，及时报告重大事项。", ("接管组",)),
    ("清算组、托管组以及被责令停业的公司，应当按照规定报告进展。", ("清算组", "托管组", "被责令停业的公司")),
    ("运营部应于当日核对，法务部应在次日提交意见。", ("法务部",)),
    ("办公室是保密工作的归口管理部门，负责定密审核。", ("办公室",)),
    ("运营部为结算业务的主管部门，应当每日核对。", ("运营部",)),
    ("董事会下设风险管理委员会，负责审议风险政策。", ("风险管理委员会",)),
    ("会议记录由董事会办公室指定专人保管，保存期限不少于十年。", ("董事会办公室",)),
    ("经办人应当核对凭证。", ("经办人",)),
    ("发现人应当立即报告。", ("发现人",)),
    ("人员调离的，所在部门应当收回权限。", ("所在部门",)),
    ("任何部门和子公司不得擅自发布信息。", ("任何部门", "子公司")),
    ("任何单位或者个人不得擅自发布信息。", ("任何单位或者个人",)),
    ("担保公司与其客户签订合同的，应当明确收费标准。", ("担保公司",)),
    ("监管机构与其他有关部门应当建立协作机制。", ("监管机构", "其他有关部门")),
    ("当年成立的企业，自次年起报送报告。", ("当年成立的企业",)),
    ("银行变更主要股东，应当报经监管机构批准。", ("银行",)),
    ("公司更换会计师事务所，应当向监管机构报告。", ("公司",)),
    ("主管部门应当审查。决定准许的，颁发企业经营许可证；不予准许的，应当说明理由。", ("主管部门",)),
    ("有下列情形的，由市场监管部门列入名录，向社会公示。", ("市场监管部门",)),
    ("预案由应急办公室拟订，于演练前通知各部门；演练结束后形成总结报告。", ("应急办公室",)),
    ("境外（以下简称外方）的保险机构应当报告。", ("境外的保险机构",)),
    ("从事投资顾问、信息技术等服务的机构应当备案。", ("从事投资顾问、信息技术等服务的机构",)),
]


@pytest.mark.parametrize(("words", "bearer"), NAMED)
def test_the_whole_name_is_the_bearer(words, bearer):
    assert _read(words)[-1].bearer == bearer


OFFICES_OF = [
    ("证券公司、基金管理公司及其从业人员不得炒作。", ("证券公司", "基金管理公司", "其从业人员")),
    ("债务人或者其出资人可以申请重整。", ("债务人", "其出资人")),
    ("监管机构或者其委托的清算组可以提出申请。", ("监管机构", "其委托的清算组")),
    ("管理人、托管人及其从业人员报送的信息应当真实。", ("管理人", "托管人", "其从业人员")),
    ("各级人民政府及其有关部门应当配合。", ("各级人民政府及其有关部门",)),
    ("中国证监会及其派出机构可以进行检查。", ("中国证监会", "中国证监会派出机构")),
    ("中国人民银行及其分支机构可以进行检查。", ("中国人民银行", "中国人民银行分支机构")),
    ("证券公司及其分支机构应当报告。", ("证券公司", "其分支机构")),
]


@pytest.mark.parametrize(("words", "bearer"), OFFICES_OF)
def test_whose_they_are_is_filled_in_only_for_offices_of_an_authority(words, bearer):
    assert _read(words)[-1].bearer == bearer


OWNERS = [  # the last norm
    ("在境内经营的保险代理机构应当登记。\n保险代理机构的登记信息发生变更的，应当办理变更手续。", ("保险代理机构",)),
    ("发行人应当披露信息；承销机构应当核查信息。\n发行人和承销机构的工作底稿应当保存十年。", ("发行人", "承销机构")),
    ("银行应当核实客户身份。\n客户的身份资料应当妥善保存。", ("银行",)),  # a client's thing is the firm's to keep
    ("公估机构应当建立档案。\n业务档案应当保存十年以上。", ("公估机构",)),
    ("监管机构应当作出接管决定。\n接管决定应当予以公告。", ("监管机构",)),
    ("主管部门应当评估。\n评估结果应当书面通知申请人。", ("主管部门",)),
    ("监管机构对保险公司作出接管的处置决定，应当予以公告。", ("监管机构",)),
    ("网信部门应当检查。\n建设项目不得占用耕地。", ()),
    ("主管部门应当制定规划。\n道路施工应当设置围挡。", ()),
]


@pytest.mark.parametrize(("words", "bearer"), OWNERS)
def test_a_thing_dealt_with_carries_whoever_the_article_speaks_of(words, bearer):
    assert _read(words)[-1].bearer == bearer


FOUNDERS = [
    ("申请设立经营融资担保业务的公司，应当提交申请书。", (), "申请设立经营融资担保业务的公司"),
    ("设立期货公司，应当具备下列条件。", (), "设立期货公司"),
    ("拟设立从事保险经纪业务的公司，应当符合规定。", (), "拟设立从事保险经纪业务的公司"),
    ("设立分支机构的证券公司应当报告。", ("设立分支机构的证券公司",), None),
    ("依法设立的征信机构应当备案。", ("依法设立的征信机构",), None),
]


@pytest.mark.parametrize(("words", "bearer", "whoever"), FOUNDERS)
def test_whoever_founds_a_body_is_not_the_body(words, bearer, whoever):
    assert [(n.bearer, n.whoever) for n in _read(words)] == [(bearer, whoever)]


def test_those_of_the_chapter_are_not_bound_where_the_article_binds_whoever_founds_them():
    doc = parse("第一章 评级机构\n第一条 设立经营评级业务的评级机构，应当办理备案。\n备案事项变更的，应当办理变更手续。", "某办法")
    assert [n.bearer for n in find_norms(doc)] == [(), ()]


NOBODY = [  # the last norm
    "客户拒绝签字的，应当留存录像。",
    "被担保人拒绝提供资料的，不得为其担保。",
    "重大资产重组应当符合规定。",
    "用户组应当按照权限配置。",
    "经理事会批准的，应当公告。",
]


@pytest.mark.parametrize("words", NOBODY)
def test_what_only_looks_like_a_name_binds_nobody(words):
    assert _read(words)[-1].bearer == ()


def test_the_client_who_fails_to_do_his_part_is_bound():
    assert _read("客户未按时缴纳费用的，应当支付违约金。")[-1].bearer == ("客户",)


MODALITIES = [
    ("各营业部可以先行处理，事后3日内向总部报告。", [W, D]),
    ("合规部可以先以口头方式报告，系统恢复后1小时内补报。", [W, D]),
    ("申请人可以在收到通知之日起10日内申请复核。", [W]),
    ("公安机关可以采取措施，并通知边防机构执行。", [W, W]),
    ("其他信息由企业自主选择是否公布。", [W]),
    ("其他信息由企业负责公布。", [D]),
]


@pytest.mark.parametrize(("words", "modalities"), MODALITIES)
def test_what_is_done_after_a_power_is_a_duty_and_a_choice_is_none(words, modalities):
    assert [n.modality for n in _read(words)] == modalities


def test_a_name_that_begins_with_a_verb_is_known_from_the_rest_of_the_text():
    doc = parse("第一条 处置风险牵头部门应当建立机制。\n第二条 处置风险牵头部门组织调查，有权要求提供资料，通知其他部门配合。", "某条例")
    assert {n.bearer for n in find_norms(doc) if n.article == "第二条"} == {("处置风险牵头部门",)}


@pytest.mark.parametrize("text", ["设立检测机构应当登记。设立检测机构的，应当报告。", "审核材料应当完整。审核材料不得涂改。", "检测机构应当登记。",
                                  "检查将由监管部门可以进行。检查将由监管部门可以进行。"])
def test_an_act_that_stands_before_a_modal_is_no_name(text):
    assert verbal_names(text) == ()
