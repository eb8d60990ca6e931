"""What spares somebody a duty, on sentences of statutes: to which norms of the 款 it belongs, and that it never becomes one."""

import pytest

from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.norms import find_norms


def read(words: str) -> tuple[Norm, ...]:
    return find_norms(parse("第五条 " + words.replace("⏎", "\n"), "某办法"))


# The words, and of each norm (by words of its quotation) the exception.
BELONG = [
    # ahead of the norm
    ("除法律、行政法规另有规定或者可能造成严重后果外，不得拦截正在航行中的船舶进行检查。",
     [("拦截", "除法律、行政法规另有规定或者可能造成严重后果外")]),
    ("进出口货物，除另有规定的外，可以由收发货人自行办理报关纳税手续。", [("报关", "除另有规定的外")]),
    ("经营有人寿保险业务的保险公司，除因分立、合并或者被依法撤销外，不得解散。", [("解散", "除因分立、合并或者被依法撤销外")]),
    ("商标代理机构除对其代理服务申请商标注册外，不得申请注册其他商标。", [("申请注册", "除对其代理服务申请商标注册外")]),
    ("任何组织和个人除法律另有规定外不得查询个人存款。", [("查询", "除法律另有规定外")]),
    ("除涉及国家秘密、商业秘密的外，行政许可的实施和结果应当公开。", [("公开", "除涉及国家秘密、商业秘密的外")]),
    # and not of what 但 adds
    ("作品刊登后，除著作权人声明不得转载的外，其他报刊可以转载，但应当按照规定向著作权人支付报酬。",
     [("转载", "除著作权人声明不得转载的外"), ("支付", None)]),
    # behind the norm, of the last clause only
    ("城乡集市贸易市场可以出售中药材，国务院另有规定的除外。", [("出售", "国务院另有规定的除外")]),
    ("外国人入境，应当向驻外签证机关申请办理签证，但是本法另有规定的除外。", [("签证", "本法另有规定的除外")]),
    ("经营者不得泄露商业秘密，但依法公开的除外，并应当采取保密措施。", [("泄露", "依法公开的除外"), ("采取", None)]),
    ("国家机关应当履行告知义务，有本法第十八条第一款规定的情形，或者告知将妨碍履行法定职责的除外。",
     [("告知义务", "有本法第十八条第一款规定的情形，或者告知将妨碍履行法定职责的除外")]),
    ("任何单位和个人不得查询，除法律另有规定外。", [("查询", "除法律另有规定外")]),
    # in brackets
    ("个人不得购买剧毒化学品（属于剧毒化学品的农药除外）。", [("购买", "属于剧毒化学品的农药除外")]),
    # a part or sentence of its own
    ("有限合伙人可以将其在有限合伙企业中的财产份额出质；但是，合伙协议另有约定的除外。", [("出质", "合伙协议另有约定的除外")]),
    ("破产财产的分配应当以货币分配方式进行。但是，债权人会议另有决议的除外。", [("货币", "债权人会议另有决议的除外")]),
    ("行政机关不得在夜间或者法定节假日实施行政强制执行。但是，情况紧急的除外。", [("实施", "情况紧急的除外")]),
    ("单位和个人应当申请领取取水许可证，并缴纳水资源费。但是，家庭生活和零星散养等少量取水的除外。",
     [("许可证", "家庭生活和零星散养等少量取水的除外"), ("缴纳", "家庭生活和零星散养等少量取水的除外")]),
    ("原告应当提供其向被告提出申请的证据。但有下列情形之一的除外：⏎（一）被告应当主动履行法定职责的；", [("提供", "有下列情形之一的除外")]),
    ("网络运营者不得泄露个人信息；未经被收集者同意，不得向他人提供个人信息。但是，经过处理无法识别特定个人的除外。",
     [("泄露", None), ("提供", "经过处理无法识别特定个人的除外")]),
    ("医师可以增加执业范围。法律、行政法规对执业活动的资质条件有规定的，从其规定。",
     [("增加", "法律、行政法规对执业活动的资质条件有规定的，从其规定")]),
    ("网络数据处理者应当通知利害关系人；法律、行政法规规定可以不通知的，从其规定。", [("通知利害", "法律、行政法规规定可以不通知的，从其规定")]),
    ("申请人应当在有效期届满三十日前提出申请。但是，法律、法规、规章另有规定的，依照其规定。",
     [("提出申请", "法律、法规、规章另有规定的，依照其规定")]),
    ("中介机构收取费用，应当遵守本法的规定。法律另有规定的，按照有关规定执行。", [("遵守", "法律另有规定的，按照有关规定执行")]),
    ("协商不成的，可以提请共同的上级机关决定，法律另有规定的从其规定。", [("提请", "法律另有规定的从其规定")]),
    # of that which it names
    ("对非货币财产应当评估作价，核实财产。法律、行政法规对评估作价有规定的，从其规定。",
     [("评估作价", "法律、行政法规对评估作价有规定的，从其规定"), ("核实", None)]),
    ("国家机关应当遵循公正、便民的原则，及时、准确地公开政务数据。依法不予公开的除外。", [("遵循", None), ("公开政务", "依法不予公开的除外")]),
    # what need not be done
    ("处理个人信息应当取得个人同意，但是有前款第二项规定情形的，不需取得个人同意。", [("应当取得", "有前款第二项规定情形的，不需取得个人同意")]),
    ("人民法院对上诉案件，应当组成合议庭，开庭审理。合议庭认为不需要开庭审理的，可以不开庭审理。",
     [("合议庭", None), ("开庭审理", "合议庭认为不需要开庭审理的，可以不开庭审理")]),
    # of the lead-in
    ("用人单位在招录过程中，除国家另有规定外，不得实施下列行为：⏎（一）限定为男性或者规定男性优先；", [("限定", "除国家另有规定外")]),
    # what is due besides spares nobody
    ("消防安全重点单位除应当履行本法第十六条规定的职责外，还应当建立消防档案。", [("履行", None), ("建立", None)]),
    ("除前款所列事项外，可以载明信托期限、受托人的报酬。", [("载明", None)]),
    # another 款 is spared
    ("国务院商务主管部门应当进行审查。重大事项报国务院批准的，不受前款规定时限的限制。", [("审查", None)]),
]


@pytest.mark.parametrize(("words", "norms"), BELONG, ids=[w[:24] for w, _ in BELONG])
def test_an_exception_belongs_to_its_norm(words: str, norms: list[tuple[str, str | None]]) -> None:
    found = read(words)
    assert [n.exception for n in found] == [x for _, x in norms], [(n.quote, n.exception) for n in found]
    assert all(part in n.quote for n, (part, _) in zip(found, norms, strict=True))


@pytest.mark.parametrize("words", [w for w, norms in BELONG if any(x for _, x in norms)], ids=lambda w: w[:24])
def test_an_exception_stands_in_the_law_and_is_no_norm(words: str) -> None:
    found = read(words)
    for norm in found:
        assert norm.exception is None or norm.exception in words.replace("⏎", "\n")
        assert not any(n.exception and norm.quote in n.exception and n is not norm and norm.modality is not n.modality for n in found)


def test_a_power_not_to_act_stands_where_no_duty_of_the_paragraph_is_lifted() -> None:
    (norm,) = read("经商业银行审查、评估，确认借款人资信良好的，可以不提供担保。")
    assert (norm.modality.value, norm.exception) == ("power", None)


def test_the_exception_of_one_paragraph_is_not_that_of_another() -> None:
    found = read("运营者应当报告。⏎法律、行政法规另有规定的，从其规定。")
    assert [n.exception for n in found] == [None]


def test_items_keep_an_exception_of_their_own() -> None:
    found = read("基金财产不得用于下列活动：⏎（一）承销证券；⏎（二）买卖其他基金份额，但是国务院证券监督管理机构另有规定的除外；")
    assert [(n.quote, n.exception) for n in found] == [
        ("承销证券", None), ("买卖其他基金份额", "国务院证券监督管理机构另有规定的除外")]


def test_the_power_to_prolong_is_an_exception_of_the_time() -> None:
    told = find_norms(parse("第五条 网信部门应当自受理之日起45个工作日内完成评估；情况复杂的，可以适当延长并告知处理者。", "某办法"))
    assert [(n.modality.value, n.exception) for n in told] == [("obligation", "情况复杂的，可以适当延长"), ("power", None), ("obligation", None)]
