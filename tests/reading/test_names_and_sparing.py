"""Names that hold a list or a relative clause, words that are no name, and what is allowed after all, on sentences of our own."""

from __future__ import annotations

import pytest

from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.grammar.actors import split_actors
from kg.reading.norms import find_norms


def read(words: str) -> tuple[Norm, ...]:
    return find_norms(parse("第六条 " + words, "某办法"))


LISTS = [
    ("县级人民政府及其部门", ("县级人民政府及其部门",)),
    ("证券交易所及其子公司", ("证券交易所", "其子公司")),
    ("乡（镇）人民政府", ("乡（镇）人民政府",)),
    ("甲公司（受托方）", ("甲公司",)),
    ("其他任何组织或者个人", ("其他任何组织或者个人",)),
    ("国务院有关部门、机构", ("国务院有关部门、机构",)),
    ("有关部门、单位", ("有关部门", "单位")),
    ("国家教育、体育部门和国务院财政、税务等部门", ("国家教育、体育部门", "国务院财政、税务等部门")),
    ("经营单位和利用公共网络传播作品的法人和其他组织", ("经营单位", "利用公共网络传播作品的法人和其他组织")),
    ("化妆品生产者和销售者", ("化妆品生产者和销售者",)),
    ("经营者和消费者", ("经营者", "消费者")),
    ("境外组织、个人及其控制的机构", ("境外组织、个人及其控制的机构",)),
]


@pytest.mark.parametrize(("words", "names"), LISTS, ids=[w for w, _ in LISTS])
def test_a_list_of_names(words: str, names: tuple[str, ...]) -> None:
    assert split_actors(words) == names


BEARERS = [  # the last norm
    ("水行政主管部门和负有防汛职责的有关部门接到险情报告后，应当立即通知下游单位。", ("水行政主管部门", "负有防汛职责的有关部门")),
    ("公共安全设备管理单位应当向公安机关备案。本办法施行前已经启用的，应当在三十日内备案。", ("公共安全设备管理单位",)),
    ("收到申诉的教育行政部门不具备管辖权的，应当告知申诉人向有关部门提出。", ("收到申诉的教育行政部门",)),
    ("涉及粮食储备等重要领域的企业办理变更手续时，应当提交证明文件。", ("涉及粮食储备等重要领域的企业",)),
    ("税务机关依举报开展检查，应当告知被检查人。", ("税务机关",)),
    ("审计署应当每年进行审计。审计结果应当向社会公布。", ("审计署",)),
    ("平台经营者应当接受监督，配合有关部门依法实施检查，向社会公布投诉方式。", ("平台经营者",)),
    ("接入单位应当自开通之日起十日内，到所在地公安机关指定的受理机关办理备案手续。", ("接入单位",)),
    ("任何单位和个人不得移动界桩。需要移动界桩的，应当报告测绘主管部门。", ()),
    ("结余外汇保留或者卖给经营结汇业务的银行，应当经外汇管理机关批准。", ()),
    ("海关根据国务院商务主管部门的决定，应当不予放行。", ("海关",)),
    ("运营者侵犯公民权利的，应当书面告知监管部门。", ("运营者",)),
]


@pytest.mark.parametrize(("words", "names"), BEARERS, ids=[w[:20] for w, _ in BEARERS])
def test_who_is_bound(words: str, names: tuple[str, ...]) -> None:
    assert read(words)[-1].bearer == names


SPARED = [  # the norms by words of their quotation, each with its exception
    ("登记机关不得公开登记材料。但是，权利人书面同意的，予以公开。", [("不得公开", "权利人书面同意的，予以公开")]),
    ("档案馆提供查询不得收取费用。但是，查询次数明显过多的，档案馆可以收取成本费。",
     [("不得收取", "查询次数明显过多的，档案馆可以收取成本费"), ("可以收取", None)]),
    ("材料不全的，登记机关不得受理。登记机关认为有正当理由的，可以决定予以受理。",
     [("不得受理", "登记机关认为有正当理由的，可以决定予以受理"), ("可以决定", None)]),
    ("登记机关不得公开登记材料。但是，登记结果应当公开。", [("不得公开", "登记结果应当公开"), ("结果应当公开", None)]),
    ("登记机关不得泄露登记材料。登记机关可以公开登记结果。", [("不得泄露", None), ("可以公开", None)]),
    ("运维日志应当保存六个月；期满后，应当销毁载体。法律对日志保存期限另有规定的，从其规定。",
     [("保存六个月", "法律对日志保存期限另有规定的，从其规定"), ("销毁", None)]),
    ("申请人应当采用书面形式申请；采用书面形式确有困难的，可以口头申请。", [("书面", "采用书面形式确有困难的，可以口头申请"), ("口头", None)]),
    ("工作人员应当对举报人身份予以保密，不得泄露举报人信息，但为查处案件所必需的除外。",
     [("保密", "为查处案件所必需的除外"), ("泄露", "为查处案件所必需的除外")]),
    ("小微企业应当遵守本办法除第九条规定的强制要求之外的其他规定。", [("遵守", "除第九条规定的强制要求之外")]),
    ("主管部门应当在十日内予以核查，并依法处理。特殊情况下，核查期限可以延长五日。",
     [("核查", "特殊情况下，核查期限可以延长五日"), ("处理", None), ("延长", None)]),
]


@pytest.mark.parametrize(("words", "norms"), SPARED, ids=[w[:20] for w, _ in SPARED])
def test_what_is_spared(words: str, norms: list[tuple[str, str | None]]) -> None:
    found = read(words)
    assert len(found) == len(norms), [n.quote for n in found]
    for norm, (part, exception) in zip(found, norms, strict=True):
        assert part in norm.quote and norm.exception == exception
