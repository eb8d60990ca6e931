"""Who is bound: the subject as it is written, whoever does what is spoken of, or nobody, and never somebody of another article."""

from __future__ import annotations

import re

import pytest

from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.model import Document, Modality, Norm, Provision, Term
from kg.law.wording import bearer_words
from kg.reading.norm_json import norm_json
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions
from tests.reference import REFERENCE, squash

D, P, W = Modality.OBLIGATION, Modality.PROHIBITION, Modality.POWER


def _read(words: str) -> list[Norm]:
    doc = parse("第一条 " + words, "某办法")
    return list(find_norms(doc, find_definitions(doc)))


SUBJECTS = [  # the last norm
    ("信息技术部应当在事件发生后1小时内向住所地证监局书面报告。", ("信息技术部",)),
    ("员工发现客户信息泄露的，应于2小时内告知直接上级。", ("员工",)),
    ("合规风控部负责审核对外报告内容。", ("合规风控部",)),
    ("首席信息官应当在接到报告后30分钟内向公司总经理报告。", ("首席信息官",)),
    ("系统管理员不得共用账号。", ("系统管理员",)),
    ("各营业部应当指定联络人。", ("各营业部",)),
    ("被检查单位应当予以配合。", ("被检查单位",)),
    ("承运人和托运人应当订立合同。", ("承运人", "托运人")),
    ("任何人不得动用用于交收的证券、资金和担保物。", ("任何人",)),
    ("电子认证服务机构应当按照规则，使用密码提供电子认证服务。", ("电子认证服务机构",)),
    ("外国通报诉讼结果的，对外联系机关应当转交主管机关。", ("对外联系机关",)),
    ("使用单位对提供使用的实物应当妥善保管。", ("使用单位",)),
    ("县级以上的各级人民代表大会代表可以应邀列席会议。", ("县级以上的各级人民代表大会代表",)),
    ("无障碍设施所有权人或者管理人应当履行维护责任。", ("无障碍设施所有权人", "管理人")),
    ("商用密码领域的行业协会等组织依照章程的规定，为商用密码从业单位提供信息服务。", ("商用密码领域的行业协会等组织",)),
    ("掌握超过100万用户个人信息的网络平台运营者赴国外上市，必须向网络安全审查办公室申报网络安全审查。",
     ("掌握超过100万用户个人信息的网络平台运营者",)),
    ("电信业务经营者对监测识别的涉诈异常电话卡用户应当重新进行实名核验。", ("电信业务经营者",)),
    ("网络安全审查办公室设在国家互联网信息办公室，负责制定网络安全审查相关制度规范。", ("网络安全审查办公室",)),
    ("参与网络安全审查的相关机构和人员应当严格保护知识产权。", ("参与网络安全审查的相关机构和人员",)),
    ("当事人或者网络产品和服务提供者认为审查人员有失客观公正的，可以向网络安全审查办公室举报。", ("当事人", "网络产品和服务提供者")),
    ("政务活动中的电子认证服务，应当由依法设立的电子政务电子认证服务机构提供。", ("依法设立的电子政务电子认证服务机构",)),
    ("单位应当建立由本单位职工组成的应急救援队伍。", ("单位",)),
    ("网络数据安全负责人应当由管理层成员担任，有权直接向有关主管部门报告情况。", ("网络数据安全负责人",)),
    ("行业监管部门及其委托的数据安全评估机构工作人员对知悉的个人信息等，应当严格保密。",
     ("行业监管部门", "其委托的数据安全评估机构工作人员")),
    ("成员单位意见一致的，网络安全审查办公室以书面形式将审查结论通知当事人；意见不一致的，按照特别审查程序处理，并通知当事人。",
     ("网络安全审查办公室",)),
    ("国家机关委托他人建设系统，应当经过批准，监督受托方履行网络数据安全保护义务。", ("国家机关",)),
    ("省级人民政府和设区的市级人民政府统筹学前教育工作，健全投入机制。", ("省级人民政府", "设区的市级人民政府")),
    ("政府举办医疗卫生机构，应当考虑人口状况。", ("政府",)),
    ("电子商务平台经营者发现平台内的商品信息存在违法情形的，应当依法采取必要的处置措施。", ("电子商务平台经营者",)),
    ("电子支付服务提供者完成电子支付后，应当及时准确地向用户提供确认支付的信息。", ("电子支付服务提供者",)),
    ("任何单位和个人对档案违法行为，有权向档案主管部门和有关机关举报。", ("任何单位和个人",)),
    ("中国人民解放军制定预案。应急预案制定单位应当根据实际需要修订应急预案。", ("应急预案制定单位",)),
    ("依照前条规定不需要办理市场主体登记的电子商务经营者在首次纳税义务发生后，应当申请办理税务登记。",
     ("依照前条规定不需要办理市场主体登记的电子商务经营者",)),
    ("按照国家规定应当形成档案的机关、团体、企业事业单位和其他组织，应当建立档案工作责任制。",
     ("按照国家规定应当形成档案的机关", "团体", "企业事业单位", "其他组织")),
    ("网络产品提供者、网络运营者和网络产品安全漏洞收集平台应当建立健全接收渠道。", ("网络产品提供者", "网络运营者", "网络产品安全漏洞收集平台")),
    ("任何组织或者个人设立的网络产品安全漏洞收集平台，应当向工业和信息化部备案。", ("任何组织或者个人设立的网络产品安全漏洞收集平台",)),
    ("被检查、调查的单位和个人应当配合。", ("被检查、调查的单位和个人",)),
    ("基金份额持有人大会不得就未经公告的事项进行表决。", ("基金份额持有人大会",)),
    ("公司的控股股东或者实际控制人对重大事件的发生产生较大影响的，应当及时将有关情况书面告知公司。", ("公司的控股股东", "实际控制人")),
    ("期货公司接受客户委托为其进行期货交易，应当与客户签订书面合同。", ("期货公司",)),
    ("突发事件发生后，发生地县级人民政府应当立即采取措施控制事态发展。", ("发生地县级人民政府",)),
    ("个人信息处理者自行开展审计的，应当由个人信息处理者内部机构或者委托专业机构定期进行合规审计。", ("个人信息处理者",)),
    ("中国人民银行计划单列市分行（不含深圳市分行）、地市分行应当及时上报至中国人民银行省级分行。",
     ("中国人民银行计划单列市分行（不含深圳市分行）", "地市分行")),
    ("人民警察遇到公民人身安全受到侵犯的，应当立即救助。", ("人民警察",)),
    ("档案馆应当公布目录。其中档案专业人员可以评定专业技术职称。", ("档案专业人员",)),
    ("申请变更为其他民办学校，审批机关应当自受理之日起三个月内答复。", ("审批机关",)),
]


@pytest.mark.parametrize(("words", "bearer"), SUBJECTS)
def test_the_subject_is_the_bearer_as_it_is_written(words, bearer):
    assert _read(words)[-1].bearer == bearer


NOBODY = [  # the last norm
    "安全保护措施应当与主体工程同步规划。",
    "系统应当具备备份能力。",
    "分支机构负责人不得瞒报。\n村委应当登记。",  # a subject that no list has is replaced by nobody
    "网信部门应当检查。\n建设项目不得占用耕地。",
    "海关应当检查。\n未经海关准许，不得驶离指定的地点。",
    "国务院有关部门应当建立制度。禁止违法利用河道。",
    "任何单位和个人不得出借电话卡。\n对实施前款行为的单位、个人，可以按照国家有关规定记入信用记录。",
    "国家建立审查制度。\n商用密码标准应当保持协调。",
    "数据处理者主动消除危害后果的，应当对其从轻或者减轻行政处罚。",
    "国家对审查另有规定的，应当同时符合其规定。",
    "客户拒绝提供资料的，不得为其开立账户，并说明理由。",
    "有关主管部门应当监督。\n情节严重的，长江流域经济社会发展应当坚持生态优先。",
]


@pytest.mark.parametrize("words", NOBODY)
def test_nobody_is_bound_whom_the_words_do_not_name(words):
    assert _read(words)[-1].bearer == ()


WHOEVER = [
    ("提供具有舆论属性或者社会动员能力的生成式人工智能服务的，应当按照国家有关规定开展安全评估，并履行算法备案手续。",
     ["提供具有舆论属性或者社会动员能力的生成式人工智能服务的"] * 2),
    ("提供域名解析、域名跳转服务的，应当核验域名注册信息，记录并留存日志信息。", ["提供域名解析、域名跳转服务的"] * 3),
    ("处理敏感个人信息应当取得个人的单独同意。", ["处理敏感个人信息"]),
    ("办理电话卡不得超出国家有关规定限制的数量。", ["办理电话卡"]),
    ("提供和使用生成式人工智能服务，应当遵守法律，遵守以下规定：\n（一）坚持社会主义核心价值观；\n（二）尊重知识产权。",
     ["提供和使用生成式人工智能服务"] * 3),
    ("从事养殖生产应当保护水域。", ["从事养殖生产"]),
    ("进口商用密码时，应当向海关交验进出口许可证。", ["进口商用密码"]),
    ("运输、携带、邮寄计算机信息媒体进出境的，应当如实向海关申报。", ["运输、携带、邮寄计算机信息媒体进出境的"]),
    ("在计算机机房附近施工，不得危害计算机信息系统的安全。", ["在计算机机房附近施工"]),
    ("主管部门应当作出决定。\n对上述决定有异议的，可以提出申诉。", [None, "对上述决定有异议的"]),
    ("主管部门应当公布目录。\n经营港口理货业务，应当按照规定备案。", [None, "经营港口理货业务"]),
    ("网络运营者应当制定预案。\n委托他人处理的，应当约定责任。", [None, None]),  # the firm is taken to go on
    ("发生网络安全事件的，应当立即报告。", [None]),  # an event says nothing of who is bound
    ("检查结果应当公布。", [None]),
    ("处理个人信息的目的应当明确。", [None]),
]


@pytest.mark.parametrize(("words", "whoever"), WHOEVER)
def test_whoever_does_what_the_law_speaks_of(words, whoever):
    found = _read(words)
    assert [n.whoever for n in found] == whoever
    assert [norm_json(n)["whoever"] for n in found] == whoever
    assert not [n for n in found if n.whoever and n.bearer]


def test_the_defined_name_of_those_who_do_it_stands_before_whoever():
    (norm,) = _read("个人信息处理者应当公开规则。\n第二条 处理个人信息应当遵循合法原则。")[1:]
    assert (norm.bearer, norm.whoever) == (("个人信息处理者",), None)


def test_the_words_for_whoever_is_bound():
    found = _read("提供域名解析服务的，应当核验信息。\n处理信息应当合法。\n系统应当备份。\n运营者应当报告。")
    assert [bearer_words(n, "条文未写明主体") for n in found] == ["凡提供域名解析服务的", "凡处理信息的", "条文未写明主体", "运营者"]


MODALITIES = [
    ("电信业务经营者应当建立评估制度，评估未通过的，不得向其销售物联网卡；严格登记用户身份信息；采取有效技术措施限定开通功能。", [D, P, D, D]),
    ("公安机关可以根据犯罪情况和预防再犯罪的需要，决定自处罚完毕之日起六个月至三年以内不准其出境，并通知移民管理机构执行。", [W, W, W]),
    ("互联网服务提供者应当进行核验，采取限制功能、暂停使用、禁止重新注册等处置措施。", [D, D]),
    ("信息技术部不得脱岗，并应当记录。", [P, D]),
    ("经营机构不得泄露客户信息，并采取措施防止丢失。", [P, D]),
    ("任何个人和组织不得窃取数据；不得提供程序。", [P, P]),
]


@pytest.mark.parametrize(("words", "modalities"), MODALITIES)
def test_a_prohibition_ends_where_a_duty_begins(words, modalities):
    assert [n.modality for n in _read(words)] == modalities


OWN = """第一条 分支机构负责人不得瞒报、迟报。
第二条 信息技术部应当在事件发生后1小时内向住所地证监局书面报告，并抄送中国证券业协会。
第三条 员工发现客户信息泄露的，应于2小时内通过邮件告知直接上级和信息技术部。
第四条 合规风控部负责审核对外报告内容。
第五条 信息技术部应当在处置完毕后5个工作日内形成总结报告，报合规风控部备案。
第六条 首席信息官应当在接到报告后30分钟内向公司总经理报告。"""


def test_the_rule_of_a_firm_binds_whom_each_article_names():
    bearers = {n.article: n.bearer for n in find_norms(parse(OWN, "某证券公司网络安全事件报告办法"))}
    assert bearers == {"第一条": ("分支机构负责人",), "第二条": ("信息技术部",), "第三条": ("员工",), "第四条": ("合规风控部",),
                       "第五条": ("信息技术部",), "第六条": ("首席信息官",)}


_ROLE = re.compile(r"的?(?:处理者|提供者|运营者|所有者|组织、个人|单位和个人|机构|组织和个人)$")


def _stands(name: str, words: str, doc: Document, terms: tuple[Term, ...]) -> bool:
    """Whether a name stands in the words, in parts (中国证监会及其派出机构), by its defined term, or as whoever does what they speak of."""
    if name in words or any(t.full_form == name and t.term in words for t in terms):
        return True
    if any(name[:i] in words and name[i:] in words for i in range(2, len(name) - 1)):
        return True
    return squash(name) in squash(doc.text) and _ROLE.sub("", name) in words


def _places(doc: Document, article: Provision) -> str:
    return "\n".join([doc.text_of(article), *(p.heading for p in doc.ancestors(article.eid))])


TEXTS = {v.urn: (v.text, v.title) for v in load().versions}
TEXTS |= {f.stem: (f.read_text(encoding="utf-8"), f.stem) for f in (sorted(REFERENCE.glob("*.txt")) if REFERENCE.is_dir() else ())}


@pytest.mark.parametrize("key", TEXTS)
def test_a_bearer_stands_in_its_article_and_whoever_in_its_paragraph(key):
    doc = parse(*TEXTS[key])
    terms = tuple(find_definitions(doc))
    articles = {a.label: a for a in doc.articles}
    strangers, invented = [], []
    for n in find_norms(doc, terms):
        if n.article not in articles:
            continue
        place = _places(doc, articles[n.article])
        strangers += [(n.article, b) for b in n.bearer if not _stands(b, place, doc, terms)]
        paragraph = next((p for p in articles[n.article].children if p.number[0] == n.paragraph), articles[n.article])
        invented += [(n.article, n.whoever)] if n.whoever and n.whoever not in doc.text_of(paragraph) else []
        assert not (n.bearer and n.whoever)
    assert (strangers, invented) == ([], [])
