"""What a language model says of a conclusion is refused wherever it differs in substance."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.answers.rephrase.checking import problem, take_apart
from kg.answers.result import Answer
from kg.law.numerals import to_int
from tests.rephrasings import (
    CAC,
    CATALOGUE,
    CHANGE,
    CHANGE_SAID,
    DRILL,
    DRILL_SAID,
    FINES,
    FINES_SAID,
    GOOD,
    INCIDENT,
    INCIDENT_SAID,
    LOGS,
    LOGS_SAID,
    NOTICE,
    NOTICE_SAID,
    ORDER,
)


def judged(answer: Answer, text: str) -> str:
    return problem(text, take_apart(answer), answer, CATALOGUE)


@pytest.mark.parametrize(("answer", "said"), GOOD)
def test_a_faithful_rephrasing_passes(answer, said):
    assert judged(answer, said) == ""
    assert judged(answer, "\n".join(take_apart(answer).asked)) == ""


BAD = [
    # provisions
    (DRILL, DRILL_SAID, "第七十二条", "第七十三条", "依据以外的条文《证券期货业网络和信息安全管理办法》第七十三条"),
    (DRILL, DRILL_SAID, "第一款", "第二款", "第三十八条第二款"),
    (DRILL, DRILL_SAID, "第一款", "", "依据以外的条文"),
    (DRILL, DRILL_SAID, "，对象依第七十二条", "", "漏掉条文《证券期货业网络和信息安全管理办法》第七十二条"),
    (DRILL, DRILL_SAID, "第三十八条第一款，", "第三十八条第一款第（二）项，", "第（二）项"),
    (DRILL, DRILL_SAID, "第三十八条第一款，", "第三十八条第一款、《数据安全法》第三十条，", "《数据安全法》第"),
    (DRILL, DRILL_SAID, f"《{ORDER}》", "《证券法》", "依据以外的条文"),
    (DRILL, DRILL_SAID, f"《{ORDER}》", f"《{CAC}》", "依据以外的条文"),
    (DRILL, DRILL_SAID, "核心机构（", "依照证券法，核心机构（", "依据以外的条文《证券法》"),
    (DRILL, DRILL_SAID, "核心机构（", "依照票据法，核心机构（", "“票据法”不在依据中"),
    (DRILL, DRILL_SAID, "核心机构（", "按照《操作手册》，核心机构（", "依据以外的条文《操作手册》"),
    (DRILL, DRILL_SAID, "核心机构（", "按照《营业执照》，核心机构（", "《营业执照》"),
    (INCIDENT, INCIDENT_SAID, "第四款", "第二款", "第四条第二款"),
    (LOGS, LOGS_SAID, "218号令", "152号令", "依据以外的条文"),
    (LOGS, LOGS_SAID, "（218号令第18条第2款）", "", "缺少依据"),
    (LOGS, LOGS_SAID, "5年以上，", "5年以上。", "缺少依据"),
    (LOGS, LOGS_SAID, "第2款）", "第2款至第5款）", "依据以外的条文"),
    # amounts and times
    (INCIDENT, INCIDENT_SAID, "4小时", "24小时", "“24小时”不在依据中"),
    (INCIDENT, INCIDENT_SAID, "4小时", "1小时", "“1小时”不在依据中"),
    (INCIDENT, INCIDENT_SAID, "4小时", "四日", "“4日”不在依据中"),
    (INCIDENT, INCIDENT_SAID, "最迟不得超过4小时", "最迟不得少于4小时", "不少于"),
    (INCIDENT, INCIDENT_SAID, "，最迟不得超过4小时", "", "漏掉"),
    (DRILL, DRILL_SAID, "十五个工作日", "十日", "“10日内”不在依据中"),
    (DRILL, DRILL_SAID, "十五个工作日内", "十五日内", "“15日内”不在依据中"),
    (DRILL, DRILL_SAID, "十五个工作日内", "十五个工作日前", "“15工作日前”不在依据中"),
    (DRILL, DRILL_SAID, "演练后", "演练前", "“前”不在依据中"),
    (DRILL, DRILL_SAID, "应当在", "应当立即在", "“立即”不在依据中"),
    (DRILL, DRILL_SAID, "应当在", "应当及时在", "“及时”不在依据中"),
    (DRILL, DRILL_SAID, "十五个", "壹拾伍个", ""),
    (DRILL, DRILL_SAID, "十五个", "⑮个", "U+246E"),
    (DRILL, DRILL_SAID, "十五个", "fifteen个", "U+0066"),
    (FINES, FINES_SAID, "五十万元", "五百万元", "“5000000元下”不在依据中"),
    (FINES, FINES_SAID, "五万元以上五十万元以下", "五十万元以上五万元以下", "不在依据中"),
    (FINES, FINES_SAID, "10万元以下", "10%以下", "10%"),
    (FINES, FINES_SAID, "10万元以下", "所得一倍以下", "1倍下"),
    (FINES, FINES_SAID, "；对网络运营者的直接负责的主管人员、其他直接责任人员处1万元以上10万元以下罚款", "", "漏掉"),
    (LOGS, LOGS_SAID, "业务日志应当保存5年以上，系统日志应当保存6个月以上", "系统日志应当保存5年以上，业务日志应当保存6个月以上", "换了对象"),
    (LOGS, LOGS_SAID, "5年以上，系统日志应当保存6个月以上", "6个月以上，系统日志应当保存5年以上", "次序"),
    (LOGS, LOGS_SAID, "5年以上", "5年以下", "5年下"),
    (LOGS, LOGS_SAID, "6个月", "6月", "6月上"),
    # duties and negations
    (CHANGE, CHANGE_SAID, "不得", "", "漏掉应当、不得等用语“不得”"),
    (CHANGE, CHANGE_SAID, "不得", "应当", "漏掉应当、不得等用语“不得”"),
    (CHANGE, CHANGE_SAID, "不得", "可以", "“可以”不在依据中"),
    (CHANGE, CHANGE_SAID, "核心机构和", "不得核心机构和", "次数"),
    (CHANGE, CHANGE_SAID, "不得在", "不得不在", "不在"),
    (CHANGE, f"【禁止】{CHANGE_SAID}", "【禁止】", "【义务】", "【义务】"),
    (CHANGE, CHANGE_SAID, "存在故障", "不存在故障", "不存"),
    (CHANGE, CHANGE_SAID, "的情形除外", "的情形", "漏掉应当、不得等用语“例外”"),
    (CHANGE, CHANGE_SAID, "，重要信息系统存在故障、缺陷，经评估须进行紧急修复的情形除外", "", "漏掉"),
    (DRILL, DRILL_SAID, "应当", "可以", "“可以”不在依据中"),
    (DRILL, DRILL_SAID, "应当", "无须", "“无须”不在依据中"),
    (NOTICE, NOTICE_SAID, "；该条未就通知规定具体时限", "", "漏掉应当、不得等用语“没有规定”"),
    (NOTICE, NOTICE_SAID, "该条未就通知规定具体时限", "应当立即采取补救措施", "立即"),
    # actors, acts, conditions
    (DRILL, DRILL_SAID, "中国证监会", "中国证监会派出机构", "主体或机关“中国证监会派出机构”不在依据中"),
    (DRILL, DRILL_SAID, "核心机构（含证券交易所）", "经营机构（含证券公司）", "“经营机构”不在依据中"),
    (DRILL, DRILL_SAID, "（含证券交易所）", "", "漏掉主体或机关“证券交易所”"),
    (DRILL, "核心机构（含证券交易所）应当", "", "", "改写不完整"),
    (DRILL, DRILL_SAID.replace("核心机构", "□").replace("中国证监会", "核心机构"), "□", "中国证监会", "次序"),
    (DRILL, DRILL_SAID, "报告（", "备案（", "“备案”不在依据中"),
    (DRILL, DRILL_SAID, "报告（", "报告，并赔偿损失（", "“赔偿”不在依据中"),
    (DRILL, DRILL_SAID, "报告（", "报告，并召开记者会（", "增加了字词“会召开记”"),
    (INCIDENT, INCIDENT_SAID, "，且涉及关键信息基础设施的，", "，", "漏掉结论的字词“涉关键信息基础设施”"),
    (INCIDENT, INCIDENT_SAID, "属地省级", "省级", "属地"),
    (INCIDENT, INCIDENT_SAID, "保护工作部门、公安机关", "公安机关", "漏掉主体或机关“保护工作部门”"),
    (INCIDENT, INCIDENT_SAID, "保护工作部门、公安机关", "保护工作部门或公安机关", "“或”不在依据中"),
    (INCIDENT, INCIDENT_SAID, "属于较大以上网络安全事件，且", "属于网络安全事件，且", "次数"),
    (CHANGE, CHANGE_SAID, "在交易时段", "", "漏掉结论的字词“交易时段”"),
    (CHANGE, CHANGE_SAID, "变更重要信息系统", "变更信息系统", "漏掉结论的字词“重要”"),
    (CHANGE, CHANGE_SAID, "在交易时段变更重要信息系统，重要信息系统存在故障、缺陷，经评估须",
     "段更系缺息统故估变交信存易要经时系重息在统要障陷重评信、，，须", "打乱"),
    (NOTICE, NOTICE_SAID, "篡改、", "", "漏掉结论的字词“篡改”"),
    # shape
    (DRILL, DRILL_SAID, "相关情况", "“有关情况”", "引文不是原文"),
    (DRILL, DRILL_SAID, "报告（", "“报告（", "改写不完整"),
    (DRILL, DRILL_SAID, "相关情况", "<script>alert(1)</script>相关情况", "U+003C"),
    (DRILL, DRILL_SAID, "相关情况", "相关\u202e情况", "U+202E"),
    (DRILL, DRILL_SAID, "）。", "", "改写不完整"),
    (DRILL, DRILL_SAID, "。", "", "改写不完整"),
    (DRILL, DRILL_SAID, DRILL_SAID, "", "改写是空的"),
    (DRILL, DRILL_SAID, DRILL_SAID, "应当报告。", "缺少依据"),
    (DRILL, DRILL_SAID, DRILL_SAID, DRILL_SAID * 5, "改写过长"),
    (DRILL, DRILL_SAID, DRILL_SAID, f"以下是改写：\n{DRILL_SAID}", "2 行"),
    (INCIDENT, INCIDENT_SAID, "\n", "", "1 行"),
]


@pytest.mark.parametrize(("answer", "said", "old", "new", "why"), BAD, ids=[f"{n}-{b[3][:12]}" for n, b in enumerate(BAD)])
def test_what_differs_in_substance_is_refused(answer, said, old, new, why):
    text = said.replace(old, new) if old else said
    assert not old or text != said
    assert (found := judged(answer, text)) and why in found, found


NUMERALS = "0123456789零〇一二三四五六七八九十百千万亿两半"


@given(st.sampled_from(GOOD), st.data())
def test_no_changed_numeral_passes(good, data):
    answer, said = good
    at = data.draw(st.sampled_from([n for n, c in enumerate(said) if c in NUMERALS]))
    put = data.draw(st.text(NUMERALS, max_size=3))
    cut = data.draw(st.integers(0, 2))
    text = said[:at] + put + said[at + cut :]
    assume(numbers(text) != numbers(said))
    assert judged(answer, text)


def numbers(text: str) -> list[object]:
    runs = "".join(c if c in NUMERALS else " " for c in text).split()
    return [r if to_int(r) is None else to_int(r) for r in runs]


PUT_IN = ("立即", "无须", "不得", "应当", "可以", "两倍", "证监局", "《证券法》", "第一条", "当日", "24小时", "吊销执照", "不", "以上", "十")


@given(st.sampled_from(GOOD), st.data())
def test_no_word_put_in_passes(good, data):
    answer, said = good
    word = data.draw(st.sampled_from(PUT_IN))
    at = data.draw(st.integers(0, len(said)))
    assert judged(answer, said[:at] + word + said[at:])


@given(st.text(max_size=60) | st.text("《》“”（）第一条款项不得应当，。\n" + ORDER, max_size=60))
def test_any_text_gets_a_verdict(text):
    assert judged(DRILL, text)


def test_remarks_on_the_provisions_are_not_sent():
    said = ("应当报告（《甲法》第三条）。", "依据的层级：法律《甲法》第三条；部门规章《乙办法》。",
    "条号变化：《甲法》第三条修正前为第二条，文字相同。",
            "如所指为修正前的文本：修正前的第三条，现为第四条。")
    conclusion = take_apart(Answer("问", "answered", "\n".join([*said, "依据：", "《甲法》第三条：“词”"])))
    assert conclusion.asked == said[:1] and conclusion.lines == said
