"""Answers as kg gives them, and faithful rephrasings of their conclusions."""

from __future__ import annotations

from datetime import date

from kg.answers.result import Answer
from kg.corpus.loading import load
from kg.corpus.quoting import Quote
from kg.corpus.structure import parse
from kg.law.versions import in_force

CATALOGUE = load()
ON = date(2026, 6, 1)
ORDER, CAC, CSL = "证券期货业网络和信息安全管理办法", "国家网络安全事件报告管理办法", "网络安全法"


def quote(title: str, article: str, paragraph: int | None = None) -> Quote:
    version = in_force(CATALOGUE.find(title).versions, ON)
    document = parse(version.text, version.title)
    node = next(a for a in document.articles if a.label == article)
    node = node.children[paragraph - 1] if paragraph else node
    words = document.text_of(node).removeprefix(article).strip()
    return Quote(title, str(version.effective), article, paragraph, None, words, f"{version.urn}~{node.eid}")


def made(lines: list[str], *quotes: Quote) -> Answer:
    basis = [f"《{q.instrument}》{q.article}：“{q.quote}”" for q in quotes]
    return Answer("问", "answered", "\n".join([*lines, "依据：", *basis]), quotes)


INCIDENT = made([
    "“属于较大以上网络安全事件的”，且“涉及关键信息基础设施的”，网络运营者（含证券公司）应当向保护工作部门、公安机关报告（事项：“较大以上网络安全事件”），"
    f"时间要求“最迟不得超过1小时”（《{CAC}》第四条第二款）。",
    "“属于较大以上网络安全事件的”，其他网络运营者（证券公司不属于前述情形的，在此列）应当向属地省级网信部门报告（事项：“较大以上网络安全事件”），"
    f"时间要求“最迟不得超过4小时”（《{CAC}》第四条第四款）。",
], quote(CAC, "第四条", 1), quote(CAC, "第四条", 2), quote(CAC, "第四条", 4))
INCIDENT_SAID = (
    "属于较大以上网络安全事件，且涉及关键信息基础设施的，网络运营者（含证券公司）应当就较大以上网络安全事件向保护工作部门、公安机关报告，最迟不得超过1小时"
    f"（《{CAC}》第四条第二款）。\n"
    "属于较大以上网络安全事件的，其他网络运营者（证券公司不属于前述情形的，在此列）应当就较大以上网络安全事件向属地省级网信部门报告，最迟不得超过4小时"
    f"（《{CAC}》第四条第四款）。"
)
DRILL = made([
    f"核心机构（含证券交易所）应当向中国证监会报告（事项：“相关情况”），时间要求“演练后15个工作日内”（《{ORDER}》第三十八条第一款，对象依第七十二条）。",
], quote(ORDER, "第三十八条"), quote(ORDER, "第七十二条"))
DRILL_SAID = f"核心机构（含证券交易所）应当在演练后十五个工作日内，将相关情况向中国证监会报告（《{ORDER}》第三十八条第一款，对象依第七十二条）。"
CHANGE = made([
    "【禁止】“核心机构和经营机构不得在交易时段对重要信息系统进行变更，重要信息系统存在故障、缺陷，经评估须进行紧急修复的情形除外”"
    f"（《{ORDER}》第十五条第二款；证券公司属于经营机构）。",
], quote(ORDER, "第十五条"))
CHANGE_SAID = (
    "核心机构和经营机构不得在交易时段变更重要信息系统，重要信息系统存在故障、缺陷，经评估须进行紧急修复的情形除外"
    f"（《{ORDER}》第十五条第二款；证券公司属于经营机构）。"
)
FINES = made([
    "“拒不改正或者导致危害网络安全等后果的”，网络运营者：处5万元以上50万元以下罚款；"
    f"网络运营者的直接负责的主管人员、其他直接责任人员：处1万元以上10万元以下罚款（《{CSL}》第六十一条第一款）。",
], quote(CSL, "第六十一条", 1))
FINES_SAID = (
    "拒不改正或者导致危害网络安全等后果的，对网络运营者处五万元以上五十万元以下罚款；"
    f"对网络运营者的直接负责的主管人员、其他直接责任人员处1万元以上10万元以下罚款（《{CSL}》第六十一条第一款）。"
)
LOGS = made([
    f"核心机构、经营机构（含证券公司）“重要信息系统业务日志应当保存五年以上，系统日志应当保存六个月以上”（《{ORDER}》第十八条第二款）。",
], quote(ORDER, "第十八条"))
LOGS_SAID = "核心机构、经营机构（含证券公司）的重要信息系统业务日志应当保存5年以上，系统日志应当保存6个月以上（218号令第18条第2款）。"
NOTICE = made([
    "“发生或者可能发生个人信息泄露、篡改、丢失的”，个人信息处理者（含证券公司）应当通知履行个人信息保护职责的部门、个人"
    "（事项：“个人信息泄露、篡改、丢失”）；该条未就通知规定具体时限（《个人信息保护法》第五十七条第一款）。",
], quote("个人信息保护法", "第五十七条"))
NOTICE_SAID = (
    "发生或者可能发生个人信息泄露、篡改、丢失的，个人信息处理者（含证券公司）应当将个人信息泄露、篡改、丢失的情况通知履行个人信息保护职责的部门、个人；"
    "该条未就通知规定具体时限（《个人信息保护法》第五十七条第一款）。"
)
GOOD = [
    (INCIDENT, INCIDENT_SAID), (DRILL, DRILL_SAID), (CHANGE, CHANGE_SAID), (FINES, FINES_SAID), (LOGS, LOGS_SAID), (NOTICE, NOTICE_SAID),
]
