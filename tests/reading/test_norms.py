"""Who must do what: every named rule on real sentences, invariants on the whole corpus, any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.model import Document, Modality, Norm, Term
from kg.reading.grammar.communication import KINDS
from kg.reading.norm_json import norm_json
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions

D, P, W, M = Modality.OBLIGATION, Modality.PROHIBITION, Modality.POWER, Modality.PERMISSION
CSRC = ("中国证监会", "中国证监会派出机构")
BOTH = ("核心机构", "经营机构")


def _read(words: str, terms: tuple[Term, ...] = ()) -> tuple[Norm, ...]:
    return find_norms(parse("第一条 " + words, "某办法"), terms)


def _communications(words: str) -> list[Norm]:
    return [n for n in _read(words) if n.kind in KINDS]


MODALITIES = [
    ("网络运营者应当采取技术措施。", [D]), ("任何个人和组织不得窃取网络数据。", [P]), ("严禁核心机构泄露数据。", [P]),
    ("个人有权要求删除个人信息。", [W]), ("中国证监会可以委托专业机构开展检查。", [W]), ("网络产品经检测合格后，供应商方可销售产品。", [M]),
    ("国家网信部门负责统筹协调网络安全工作。", [D]), ("省级网信部门及时向有关部门通报。", [D]), ("供应商有义务配合调查。", [D]),
    ("收集的信息只能用于维护网络安全。", [D]), ("经营机构须采取安全控制措施。", [D]), ("经营机构必须报告。", [D]),
    ("鼓励社会组织报告网络安全事件。", []), ("国家支持研究开发网络产品。", []), ("本办法所称网络运营者，是指网络的所有者、管理者。", []),
    ("为规范报告管理，根据法律，制定本办法。", []), ("在境内建设、运营网络，适用本办法。", []), ("本办法自2025年11月1日起施行。", []),
    ("核心机构应当建立机制，不得隐瞒。", [D, P]), ("可先报告第一项内容，其他情况及时补报。", [W, D]),
]


@pytest.mark.parametrize(("words", "modalities"), MODALITIES)
def test_modality(words, modalities):
    assert [n.modality for n in _read(words)] == modalities


BEARERS = [
    ("核心机构和经营机构应当建立应急处置机制，保护事件现场。", [BOTH, BOTH]),
    ("证券公司、基金管理公司应当报告。", [("证券公司", "基金管理公司")]),
    ("经营机构发生合并的，应当报告。", [("经营机构",)]),
    ("核心机构应当制定预案。经营机构应当开展演练，并保存记录。", [("核心机构",), ("经营机构",), ("经营机构",)]),
    ("核心机构应当建立机制。\n应当定期检查。", [("核心机构",), ("核心机构",)]),
    ("从事数据交易中介服务的机构提供服务，应当留存交易记录。", [("从事数据交易中介服务的机构",)]),
    ("网络产品、服务的提供者不得设置恶意程序。", [("网络产品、服务的提供者",)]),
    ("国家网信部门会同国务院有关部门公布产品目录。", [("国家网信部门", "国务院有关部门")]),
    ("有关主管部门应当启动应急预案。", [("有关主管部门",)]),
    ("国家网信部门和有关部门应当保密。", [("国家网信部门", "有关部门")]),
    ("有关行业组织建立健全安全保护规范。", [("有关行业组织",)]),
    ("核心机构重要信息系统的性能容量应当在历史峰值的两倍以上。", [("核心机构",)]),
    ("数据处理者收集数据应当遵循合法原则。", [("数据处理者",)]),
    ("网络运营者应当要求供应商，及时向其报告事件。", [("网络运营者",), ("供应商",)]),
    ("供应商提供服务的，应当依法作为信息技术系统服务机构向中国证监会备案。", [("信息技术系统服务机构",)]),
    ("网信部门、公安机关等有关部门，服务机构及其工作人员不得泄露信息。", [("网信部门", "公安机关等有关部门", "服务机构及其工作人员")]),
    ("第三方机构（以下简称机构）应当报告。", [("第三方机构",)]),
    ("证券公司解聘合规负责人，应当报告。", [("证券公司",)]),
    ("核心机构应当报告。\n第二条 任何个人不得泄露信息。\n第三条 应当定期检查。", [("核心机构",), ("任何个人",), ()]),
]


@pytest.mark.parametrize(("words", "bearers"), BEARERS)
def test_bearer(words, bearers):
    assert [n.bearer for n in _read(words)] == bearers


def test_a_definition_spells_the_bearer_out():
    term = Term("第一条", "运营者", "关键信息基础设施运营者（以下简称运营者）", "关键信息基础设施运营者")
    assert [n.bearer for n in _read("运营者应当报告。", (term,))] == [("关键信息基础设施运营者",)]


COMMUNICATION = [  # kind, recipient, deadline
    ("核心机构应当于演练后15个工作日内将相关情况报告中国证监会。", [("report", ("中国证监会",), "P15BD")]),
    ("经营机构应当于每年4月30日前，完成专项评估，编制年报，报送中国证监会及其派出机构。", [("submit", CSRC, "--04-30")]),
    ("供应商应当依法向中国证监会备案。", [("file", ("中国证监会",), None)]),
    ("保护工作部门制定认定规则，并报国务院公安部门备案。", [("file", ("国务院公安部门",), None)]),
    ("保护工作部门组织认定，及时将认定结果通知运营者，并通报国务院公安部门。",
     [("notify", ("运营者",), None), ("notify", ("国务院公安部门",), None)]),
    ("网络运营者应当第一时间向保护工作部门、公安机关报告，最迟不得超过1小时。", [("report", ("保护工作部门", "公安机关"), "PT1H")]),
    ("运营者应当按照保护工作部门要求报送情况。", [("submit", ("保护工作部门",), None)]),
    ("处理者应当向有关主管部门报送风险评估报告。", [("submit", ("有关主管部门",), None)]),
    ("经营机构应当合理选取公告、定向通知等方式告知投资者业务影响情况。", [("inform", ("投资者",), None)]),
    ("服务机构应当及时告知使用同类产品的核心机构和经营机构。", [("inform", ("使用同类产品的核心机构", "经营机构"), None)]),
    ("个人请求查阅其个人信息的，个人信息处理者应当及时提供。", [("provide", ("个人",), None)]),
    ("无法及时向个人告知的，个人信息处理者应当及时告知。", [("inform", ("个人",), None)]),
    ("处理者应当向社会公布安全预警信息。", [("announce", ("社会",), None)]),
    ("业务日志应当保存五年以上。", [("keep", (), "P5Y")]),
    ("经营机构应当形成压力测试报告存档备查，并保存五年以上。", [("keep", (), "P5Y")]),
    ("运营者采购产品可能影响国家安全的，应当及时申报网络安全审查。", [("apply", (), None)]),
    ("备案材料不完整的，机构应当及时补正。", [("file", (), None)]),
    ("经营机构应当按照规定报送客户交易终端信息。", [("submit", (), None)]),
    ("核心机构不得瞒报、谎报、迟报、漏报。", [("report", (), None)]),
    ("中国证监会可以要求其提交说明材料。", [("submit", ("其",), None)]),
    ("省级网信部门应当向国家网信部门、国务院公安部门报告。", [("report", ("国家网信部门", "国务院公安部门"), None)]),
]


@pytest.mark.parametrize(("words", "told"), COMMUNICATION)
def test_who_is_told_and_when(words, told):
    found = [(n.kind, n.recipient, n.deadline.value if n.deadline else None) for n in _communications(words)]
    assert found == told


@pytest.mark.parametrize("words", [
    "经营机构应当建立信息通报制度。", "经营机构应当及时采取处置措施。", "处理者不得擅自留存、使用他人信息。", "处理者应当为用户提供便利的服务。",
    "网络产品经检测合格后，方可销售或者提供。", "国家网信部门可以将其列入限制提供清单。", "根据申报情况组织安全评估。", "保护工作部门应当接受报告。",
    "董事应当对公司年度报告签署确认意见。", "保护工作部门应当编制总结报告。", "有权举报未按照本办法规定报告事件的行为。"])
def test_no_communication(words):
    assert _communications("经营机构应当报告。" + words)[1:] == []


@pytest.mark.parametrize("words", [
    "发现存在安全缺陷等风险隐患的，应当及时核实并加固整改；可能产生较大影响的，应当向中国证监会报告。",
    "核心机构应当建立应急处置机制，及时处置网络安全事件，保护事件现场，向中国证监会进行应急报告。"])
def test_a_time_belongs_to_the_verb_it_stands_before(words):
    report = next(n for n in _read(words) if n.kind == "report")
    assert report.deadline is None
    assert any(n.deadline and n.deadline.text == "及时" for n in _read(words))


LISTS = [
    ("运营者应当履行下列义务：\n（一）制定制度；\n（二）每年至少进行一次检测。", [("（一）", D, "establish"), ("（二）", D, "assess")]),
    ("任何人不得有下列行为：\n（一）侵入网络；\n（二）泄露信息。", [("（一）", P, "misuse"), ("（二）", P, "misuse")]),
    ("主管部门可以采取下列措施：\n（一）查阅资料；\n（二）检查设备。", [("（一）", W, None), ("（二）", W, None)]),
    ("履行个人信息保护职责的部门履行下列个人信息保护职责：\n（一）公布测评结果；\n（二）法律规定的其他职责。", [("（一）", D, "announce")]),
    ("有下列情形之一的，运营者应当报告：\n（一）发生合并；\n（二）系统停用。", []),
    ("运营者报告时，应当包括下列内容：\n（一）事件原因；\n（二）个人可以采取的减轻危害的措施。", []),
    ("运营者应当履行下列义务：\n（一）成立主要由外部成员组成的独立机构。", [("（一）", D, None)]),
]


@pytest.mark.parametrize(("words", "items"), LISTS)
def test_what_a_list_is(words, items):
    found = [n for n in _read(words) if n.item]
    assert [(n.item, n.modality) for n in found] == [(i, m) for i, m, _ in items]
    assert all(kind is None or n.kind == kind for n, (_, _, kind) in zip(found, items, strict=True))
    assert len({n.bearer for n in found}) <= 1


CONDITIONS = [
    ("发生网络安全事件时，运营者应当报告。", "发生网络安全事件时", None),
    ("可能影响国家安全的，经营机构应当提前报告。", "可能影响国家安全的", None),
    ("除必须使用敏感数据的情形外，核心机构应当进行脱敏。", None, "除必须使用敏感数据的情形外"),
    ("核心机构不得变更系统，系统存在故障，经评估须紧急修复的情形除外。", None, "系统存在故障，经评估须紧急修复的情形除外"),
    ("处理者应当取得个人同意，履行法定职责的情形除外。", None, "履行法定职责的情形除外"),
    ("除中国证监会另有要求的，经营机构应当向派出机构报告。", None, "除中国证监会另有要求的"),
    ("属于较大事件的，按以下程序报告：\n涉及关键信息基础设施的，网络运营者应当报告。", "属于较大事件的，涉及关键信息基础设施的", None),
]


@pytest.mark.parametrize(("words", "trigger", "exception"), CONDITIONS)
def test_when_and_except_when(words, trigger, exception):
    norm = _read(words)[-1]
    assert (norm.trigger, norm.exception) == (trigger, exception)


ACTIONS = [
    ("核心机构应当对敏感数据进行脱敏。", "进行脱敏", "敏感数据", "protect"),
    ("核心机构应当持续监测系统运行状况。", "监测", "系统运行状况", "supervise"),
    ("核心机构应当建立健全安全管理制度。", "建立健全", "安全管理制度", "establish"),
    ("灾难备份设施应当通过验证。", "通过验证", "灾难备份设施", "assess"),
    ("运营者应当每年至少开展一次压力测试。", "开展", "一次压力测试", "assess"),
    ("经营机构应当与供应商签订保密协议。", "签订", "保密协议", "contract"),
    ("经营机构应当将保护情况纳入责任考核机制。", "纳入责任考核机制", "保护情况", "perform"),
    ("任何机构不得违规开展认证活动。", "开展", "认证活动", "assess"),
    ("经营机构应当予以配合。", "予以配合", "", "cooperate"),
]


@pytest.mark.parametrize(("words", "action", "what", "kind"), ACTIONS)
def test_action_object_and_kind(words, action, what, kind):
    (norm,) = _read(words)
    assert (norm.action, norm.object, norm.kind) == (action, what, kind)


@pytest.mark.parametrize(("words", "kinds"), [
    ("经营机构违反本办法规定的，责令改正，处一万元以下罚款。", []),
    ("运营者未按照规定报告的，由公安机关给予警告。", []),
    ("有违法行为的，依照有关法律的规定记入信用档案，并予以公示。", ["announce"]),
    ("服务机构违反本办法规定的，中国证监会可以要求其提交说明材料，并采取责令改正等监管措施。", ["provide"]),
    ("经营机构发现违规的，应当责令其改正。", ["require"])])
def test_penalties_are_no_duties_of_the_punished(words, kinds):
    assert [n.kind for n in _read(words)] == kinds


# How other regulators say it: (words, kind, modality, bearer, recipient, object)
ELSEWHERE = [
    ("地方部门编制目录并报送工业和信息化部。", "submit", D, ("地方部门",), ("工业和信息化部",), "目录"),
    ("受托方不得将数据提供给第三方。", "provide", P, ("受托方",), ("第三方",), "数据"),
    ("相关人员不得泄露或者非法向他人提供、非法使用数据。", "provide", P, ("相关人员",), ("他人",), "数据"),
    ("网信部门应当及时将处理结果反馈举报人。", "inform", D, ("网信部门",), ("举报人",), "处理结果"),
    ("监管部门应当退回申请人并一次性告知需要补充的材料。", "inform", D, ("监管部门",), ("申请人",), "需要补充的材料"),
    ("系统由金融管理部门负责监管，并由中国人民银行向国务院报告。", "report", D, ("中国人民银行",), ("国务院",), "系统"),
    ("处理者整改完成后重新申报评估。", "apply", D, ("处理者",), (), "评估"),
    ("数据处理者应当按照国家有关部门规定向其通报网络安全事件。", "notify", D, ("数据处理者",), ("国家有关部门",), "网络安全事件"),
    ("处理者应当在调查总结报告中予以说明。", "report", D, ("处理者",), (), ""),
    ("负责人可以申请公安机关、国家安全机关协助。", "apply", W, ("负责人",), ("公安机关", "国家安全机关"), "协助"),
    ("经营机构应当编制年报，报送派出机构。", "submit", D, ("经营机构",), ("派出机构",), "年报"),
    ("运营者发生网络安全事件的，应当向保护工作部门报告。", "report", D, ("运营者",), ("保护工作部门",), "网络安全事件"),
    ("经营机构应当配合中国证监会检查，如实提供有关资料。", "provide", D, ("经营机构",), ("中国证监会",), "有关资料"),
    ("专业机构不得泄露信息，在工作结束后及时告知委托人。", "inform", D, ("专业机构",), ("委托人",), ""),
    ("处理者报保护部门批准后，可以延长期限。", "apply", D, ("处理者",), ("保护部门",), ""),
]


@pytest.mark.parametrize(("words", "kind", "modality", "bearer", "recipient", "what"), ELSEWHERE)
def test_carries_over_to_other_regulators(words, kind, modality, bearer, recipient, what):
    found = [n for n in _read(words) if n.kind == kind]
    assert [(n.modality, n.bearer, n.recipient, n.object) for n in found] == [(modality, bearer, recipient, what)]


@pytest.mark.parametrize(("words", "what", "value"), [
    ("运营者应当记录日志。日志留存时间不少于六个月。", "日志", "P6M"), ("会计凭证保存期限不得少于十年。", "会计凭证", "P10Y"),
    ("操作日志等记录，应当保存三年以上。", "操作日志等记录", "P3Y"), ("对于活动日志，应当留存至少三年。", "活动日志", "P3Y"),
    ("公司应当妥善保存委托记录。上述信息的保存期限不得少于二十年。", "委托记录", "P20Y"),
    ("机构应当妥善保存结算的原始凭证。其保存期限不得少于二十年。", "结算的原始凭证", "P20Y")])
def test_how_long_a_thing_is_kept(words, what, value):
    (norm,) = [n for n in _read(words) if n.kind == "keep"]
    assert norm.deadline is not None
    assert (norm.modality, norm.object, norm.deadline.value) == (D, what, value)


@pytest.mark.parametrize("words", [
    "运营者应当有效识别下列风险并立即采取补救措施：\n（一）存在法律、行政法规禁止发布传输的信息；",
    "处理者应当明确安全不可验证、性能不可接受等风险。", "各方应当在规定期限内，遵守约定的期限。",
    "从事前款活动的处理者应当遵守规定。", "主管部门不明确的，处理者应当遵守规定。"])
def test_what_only_looks_like_a_norm(words):
    """No prohibition, no rhythm and no authority bound: words of a relative clause, of 规定期限, of a condition."""
    found = _read(words)
    assert found
    assert not [n for n in found if n.modality is P or (n.deadline and n.deadline.text in ("定期", "事前")) or "主管部门" in n.bearer]


CORPUS: list[tuple[str, Document]] = [(v.urn, parse(v.text, v.title)) for v in load().versions]
IDS = [urn for urn, _ in CORPUS]


@pytest.mark.parametrize(("urn", "doc"), CORPUS, ids=IDS)
def test_every_norm_stands_where_it_says(urn, doc):
    norms = find_norms(doc, find_definitions(doc))
    assert norms or doc.own_numbers  # 以下行为可被认定为…: no duty is stated
    for n in norms:
        article = next(a for a in doc.articles if doc.label_of(a) == n.article)
        node = doc.by_eid[n.eid]
        words = doc.text_of(article)
        assert n.quote and words[n.start : n.end] == n.quote
        assert node.start <= article.start + n.start < article.start + n.end <= node.end
        assert n.rule and n.kind and n.action
        assert n.deadline is None or n.deadline.text in doc.text
        assert n.trigger is None or all(part in doc.text for part in n.trigger.split("，"))
        assert not any(set(name) & set("，；。：") for name in (*n.bearer, *n.recipient))
        assert norm_json(n)["quote"] == n.quote


def test_most_norms_name_a_bearer():
    """Who is bound is the point of a norm; a drop here means that a rule broke."""
    norms = [n for _, doc in CORPUS for n in find_norms(doc, find_definitions(doc))]
    assert sum(bool(n.bearer) for n in norms) / len(norms) > 0.9 and sum(bool(n.bearer or n.whoever) for n in norms) / len(norms) > 0.93


PIECES = st.lists(st.sampled_from([
    "应当", "不得", "可以", "核心机构", "其", "要求", "向", "报告", "，", "；", "。", "：\n（一）", "下列义务",
    "的", "除", "外", "每年", "15个工作日内", "（", "）", "《", "并", "或者",
    "并予以公示", "处罚款", "备案", "存档备查", "是指", "国家", "前款", "\n", "等",
    "及其", "的情形除外", "经", "后方可", "将", "对", "补正"]), max_size=24).map("".join)


@settings(max_examples=80, deadline=None)
@given(PIECES | st.text(max_size=50))
def test_any_text_gives_norms(text):
    doc = parse("第一条 甲公司应当报告。\n第二条 " + text)
    for n in find_norms(doc, find_definitions(doc)):
        article = next(a for a in doc.articles if a.label == n.article and doc.text_of(a)[n.start : n.end] == n.quote)
        assert article and n.rule


@pytest.mark.parametrize(("text", "words", "bearer"), [
    ("第一条　各级人民政府应当开展宣传教育。\n大众传播媒介应当有针对性地面向社会进行宣传教育。", "大众传播媒介应当", ("大众传播媒介",)),
    ("第一条　公安机关调取数据，应当经过批准手续，有关组织、个人应当予以配合。", "有关组织、个人应当", ("有关组织、个人",)),
    ("第一条　保护工作部门应当制定规则。\n第二条　安全保护措施应当与设施同步规划。", "安全保护措施应当", ()),
    ("第一条　网信部门应当进行调查，要求网络运营者采取措施，并及时向社会发布警示信息。", "并及时向社会发布", ("网信部门",)),
])
def test_a_duty_is_laid_on_nobody_it_does_not_name(text, words, bearer):
    (found,) = [n for n in find_norms(parse(text, "示例办法")) if n.quote.startswith(words)]
    assert found.bearer == bearer
