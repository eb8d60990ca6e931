"""Answers on the real graph: who reports what to whom, the law of a day, what is left open, and never an invented word."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.answers.answerer import Answerer, answer_json
from kg.law.numerals import article_label
from kg.law.wording import article_name

ON = date(2026, 11, 22)
ORDER, CSL, PIPL, DSL = "证券期货业网络和信息安全管理办法", "网络安全法", "个人信息保护法", "数据安全法"
IT, CAC, CII = "证券基金经营机构信息技术管理办法", "国家网络安全事件报告管理办法", "关键信息基础设施安全保护条例"


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


# question, profile, articles that must be cited, words in the answer, words that must not be
ANSWERED = [
    ("交易系统宕机了，该向谁报告", "证券公司", [(ORDER, "第三十九条"), (ORDER, "第七十二条")], ["属地中国证监会派出机构"], []),
    ("交易系统宕机了，该向谁报告", "期货交易所", [(ORDER, "第三十九条"), (ORDER, "第七十二条")], ["核心机构", "向中国证监会报告"],
     ["应当向属地中国证监会派出机构"]),
    ("出了网络安全事件，应急报告交给谁", "基金托管机构", [(ORDER, "第三十九条")], ["基金托管机构", "派出机构"], []),
    ("带着会员搞完应急演练，多少个工作日内报告", "证券交易所", [(ORDER, "第三十八条")], ["演练后15个工作日内", "中国证监会"], ["自然日"]),
    ("年报最迟哪天报送", "期货公司", [(ORDER, "第五十九条")], ["每年4月30日前", "派出机构"], ["12月31日"]),
    ("供应商提供重要信息系统产品要不要备案，向谁备案", "信息技术系统服务机构", [(ORDER, "第二十三条")], ["中国证监会"], ["派出机构备案"]),
    ("系统日志和业务日志分别保存多久", "证券公司", [(ORDER, "第十八条")], ["五年以上", "六个月以上"], []),
    ("交易时段能不能变更重要信息系统", "证券公司", [(ORDER, "第十五条")], ["不得在交易时段", "紧急修复"], []),
    ("能拿人脸当唯一的身份认证方式吗", "证券公司", [(ORDER, "第三十五条")], ["不得"], []),
    ("发生个人信息泄露要通知谁", "证券公司", [(PIPL, "第五十七条")], ["履行个人信息保护职责的部门", "个人"], []),
    ("个人信息保护影响评估报告保存多久", None, [(PIPL, "第五十六条")], ["三年"], []),
    ("重要信息系统是什么意思", None, [(ORDER, "第七十一条")], ["关键业务活动"], []),
    ("敏感个人信息包括哪些", None, [(PIPL, "第二十八条")], ["生物识别"], []),
    ("不履行网络安全保护义务怎么罚", None, [(CSL, "第六十一条")], ["拒不改正或者导致危害网络安全等后果的", "五万元以上五十万元以下"], ["五千元"]),
    ("证券公司没有建立应急预案，依照哪部法律处罚", "证券公司", [(ORDER, "第六十四条"), (CSL, "第六十一条")], ["一万元以上五万元以下"], []),
    ("私募基金管理人适用218号令吗", None, [(ORDER, "第七十四条")], ["参照适用"], []),
    ("152号令适用于期货公司吗", None, [], ["证券基金经营机构", "没有条文把期货公司列为义务主体"], []),
    ("我们管着五百个持有人账户的私募，218号令管不管我们", None, [(ORDER, "第七十四条")], ["未达到", "一千人以上"], ["参照适用（依"]),
    ("218号令第三十九条", None, [(ORDER, "第三十九条")], ["不得瞒报、谎报、迟报、漏报"], []),
    ("旧网络安全法第五十九条对应现在的第几条", None, [(CSL, "第五十九条"), (CSL, "第六十一条")], ["2017-06-01", "2026-01-01"], []),
    ("国家网络安全事件报告管理办法什么时候施行", None, [(CAC, "第十四条")], ["2025年11月1日"], []),
    ("关键信息基础设施发生重大网络安全事件，运营者向谁报告", "关键信息基础设施运营者", [(CII, "第十八条"), (CAC, "第四条")],
     ["保护工作部门", "公安机关", "1小时"], ["4小时（"]),
    ("数据处理活动发生变化，重要数据风险评估报告报送给谁", None, [(DSL, "第三十条")], ["有关主管部门"], []),
    ("等级保护工作情况要不要报证监会", "证券公司", [(ORDER, "第十四条")], ["派出机构"], []),
]


@pytest.mark.parametrize(("question", "profile", "articles", "words", "never"), ANSWERED)
def test_the_answer_names_what_the_law_says(answerer, question, profile, articles, words, never):
    found = answerer.answer(question, [profile] if profile else [], ON)
    assert found.status == "answered", found.answer
    cited = {(c.instrument, c.article) for c in found.citations}
    assert set(articles) <= cited
    assert [w for w in words if w not in found.answer] == []
    head = found.answer.partition("依据：")[0]
    assert [w for w in never if w in head] == []


def test_what_investors_are_told_comes_before_the_duties_of_another_event(answerer):
    found = answerer.answer("机房空调坏了，行情系统停了二十分钟，客户在群里骂，我们得通知谁、怎么通知？", ["期货公司"], ON)
    assert "“核心机构和经营机构发生网络安全事件，对投资者造成影响的" in found.conclusion


@pytest.mark.parametrize(("profile", "to", "never"), [
    (("证券交易所", "关键信息基础设施运营者"), "应当向中国证监会报告", "派出机构报告"), (("证券公司", "关基"),
    "应当向属地中国证监会派出机构报告", "向中国证监会报告")])
def test_a_duty_of_a_role_goes_where_the_law_sends_the_firm(answerer, profile, to, never):
    found = answerer.answer("关键信息基础设施停止运营可能影响认定结果的，按218号令向谁报告", profile, ON)
    head = found.answer.partition("依据：")[0]
    assert to in head and never not in head and (ORDER, "第七十二条") in {(c.instrument, c.article) for c in found.citations}


@pytest.mark.parametrize(("question", "profile", "words"), [
    ("期货公司是否属于152号令所称的证券基金经营机构", "期货公司", "上述含义没有列出期货公司。"),
    ("152号令那一套期货公司用不用照办", "期货公司", "期货公司不在其中"),
    ("218号令套得到我们私募头上不", "私募基金管理人", "所列条件须同时具备"),
    ("产品有个大洞没补。按网安法得罚多少？按证监会的规矩该报给谁？", "信息技术系统服务机构", "派出机构"),
])
def test_the_verdict_for_the_asker_is_said(answerer, question, profile, words):
    assert words in answerer.answer(question, [profile], ON).answer.partition("\n依据：")[0]


@pytest.mark.parametrize(("on", "article", "fine"), [
    (date(2025, 12, 31), "第五十九条", "一万元以上十万元以下"), (date(2026, 1, 1), "第六十一条", "五万元以上五十万元以下")])
def test_the_law_is_that_of_the_day(answerer, on, article, fine):
    found = answerer.answer("网络运营者不履行网络安全保护义务，拒不改正，罚多少", (), on)
    assert (CSL, article) in {(c.instrument, c.article) for c in found.citations} and fine in found.answer


UNANSWERABLE = [
    ("网络安全法第九十九条规定了什么", (), "最后一条是第八十一条"),
    ("网络安全法第二十三条第九款", (), "没有第九款"),
    ("违反第三十九条怎么罚", (), "没有写明是哪部法规"),
    ("证券期货业网络安全事件报告与调查处理办法第十条", (), "转述"),
    ("个人信息出境标准合同办法要求多少个工作日内备案", (), "未收录"),
    ("GDPR规定泄露后多久通知", (), "其他法域"),
    ("红烧肉怎么做", (), "不涉及"),
    ("今天该买哪只股票", ("证券公司",), "不涉及"),
    ("期货公司首席信息官要有几年从业经历", ("期货公司",), "期货公司"),
    ("信息系统定级备案收费标准是多少", (), "收费标准"),
    ("218号令里供应商信息有变动得三日内去变更备案，是哪一条写的", (), "没有找到“三日内”"),
    ("218号令不是说发现漏洞24小时内得报嘛，从什么时候算起", ("证券公司",), "没有找到“24小时内”"),
    ("三日内备案的规定在哪条", (), "没有找到“三日内”"),
    ("市场监管那边对广告用语有什么要求", (), "该主管部门的规定中没有找到"),
    ("系统供应商之间串通报价，市监会怎么罚", (), "在收录的该主管部门的规定中没有找到"),
    ("税务那边对发票留存有什么要求", (), "其他主管部门"),
    ("218号令跟旧办法比有什么变化", (), "全文未收录"),
    ("外部审计规定是几年一回", ("期货公司",), "没有把期货公司列为义务主体"),
]


@pytest.mark.parametrize(("question", "profile", "words"), UNANSWERABLE)
def test_what_is_not_decided_is_said_to_be_so(answerer, question, profile, words):
    found = answerer.answer(question, profile, ON)
    assert found.status == "unanswerable" and words in found.answer, found.answer


@pytest.mark.parametrize(("question", "profile", "least", "articles"), [
    ("券商每年都要做哪些事", (), 6, [(ORDER, "第二十一条"), (ORDER, "第五十五条"), (ORDER, "第五十九条"), (IT, "第三十九条")]),
    ("218号令规定的保存义务有哪些，期限各是多久", (), 4, [(ORDER, "第十八条"), (ORDER, "第二十一条"), (ORDER, "第三十八条")]),
    ("我们要向证监局报哪些东西", ("期货公司",), 6, [(ORDER, "第十五条"), (ORDER, "第二十五条"), (ORDER, "第五十九条")]),
])
def test_lists_are_complete_and_counted(answerer, question, profile, least, articles):
    found = answerer.answer(question, profile, ON)
    count = re.search(r"共(\d+)项", found.answer)
    assert count and int(count[1]) == len(re.findall(r"^\d+\. ", found.answer, re.MULTILINE)) >= least
    assert set(articles) <= {(c.instrument, c.article) for c in found.citations}


SUBJECTS = ("证券公司", "期货公司", "交易所", "供应商", "关键信息基础设施运营者", "个人信息处理者")
MATTERS = ("发生网络安全事件", "停止服务", "系统变更", "应急演练", "保存日志", "数据出境", "个人信息泄露", "压力测试", "采购网络产品", "委托处理数据")
FORMS = ("{s}{m}要向谁报告", "{s}{m}多久一次", "{m}不做会怎么罚{s}", "{s}能不能不{m}", "{m}有哪些要求", "{s}{m}几天内完成")
QUESTIONS = [f.format(s=s, m=m) for s, m, f in itertools.product(SUBJECTS, MATTERS, FORMS)]
DAYS = (date(2018, 1, 1), date(2023, 5, 1), date(2025, 12, 31), ON)


def _squash(text: str) -> str:
    return re.sub(r"\s", "", text)


def _checked(answerer, found) -> None:
    """Every quotation is the law's, every article named exists, and the shape is the fixed one."""
    shape = answer_json(found)
    assert set(shape) >= {"id", "question", "profile", "as_of", "status", "answer", "citations", "norms", "elapsed_ms"}
    assert found.status in {"answered", "unanswerable"} and found.answer and found.elapsed_ms > 0
    assert found.citations or found.status == "unanswerable" or "状态为" in found.answer
    for c in found.citations:
        version = answerer.knowledge.catalogue.version(c.iri)
        assert c.version == version.effective.isoformat() and c.instrument == version.title
        assert _squash(c.quote) in _squash(answerer.knowledge.text(c.iri))
    texts = _squash("".join(v.text for v in answerer.knowledge.catalogue.versions))
    for words in re.findall(r"“([^“”]{8,})”", found.answer.partition("依据：")[0]):
        assert _squash(words) in texts or words in found.question, words


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_no_word_of_the_law_is_invented(answerer, on):
    for number, question in enumerate(QUESTIONS):
        profile = (answerer.knowledge.vocabulary.profiles[number % 14],) if number % 3 else ()
        _checked(answerer, answerer.answer(question, profile, on))


def test_every_article_can_be_asked_for_by_its_number(answerer):
    for version in answerer.knowledge.versions(ON):
        document = answerer.knowledge.document(version)
        last = len(document.main_articles)
        for number in range(1, last + 4):
            found = answerer.answer(f"《{version.title}》{article_label((number,))}规定了什么", (), ON)
            assert (found.status == "answered") is (number <= last)
            if number <= last:
                assert found.citations[0].article == article_name(document, (number,))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80) | st.text("网络安全事件报告谁多久罚第一二三四条款218号令券商的吗？“”《》", max_size=40))
def test_any_text_gets_an_honest_answer(answerer, text):
    _checked(answerer, answerer.answer(text, (), ON))
