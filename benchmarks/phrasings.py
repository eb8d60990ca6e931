"""Ten ways to ask for each kind of thing the law fixes, every other one with the name of the law.

``{q}`` is who and in which case, ``{a}`` what is done, ``{x}`` its object, ``{u}`` the unit of a time, ``{p}`` the person punished.
"""

from __future__ import annotations

import re

from fixed_rules import Rule

TEMPLATES: dict[str, tuple[str, ...]] = {
    "deadline": (
        "{q}应当在多久之内{a}？", "{q}{a}，最迟什么时候？", "{q}要在几{u}内{a}？", "{q}{a}的期限是多长？", "{q}必须在多少{u}之内{a}？",
        "{q}{a}有什么时间限制？", "{q}最晚多久要{a}？", "{q}{a}，时限怎么规定？", "{q}多长时间内{a}才合规？", "{q}{a}要在几{u}内完成？"),
    "time ahead": (
        "{q}要提前多久{a}？", "{q}{a}，要提前几{u}？", "{q}{a}得提前多长时间？", "{q}应当至少提前多少{u}{a}？", "{q}最晚什么时候要{a}？",
        "{q}{a}的提前时间有规定吗，是多久？",
        "{q}{a}是不是要提前，提前几{u}？", "{q}{a}，时间上怎么要求？", "{q}几{u}前必须{a}？",
        "{q}{a}，最迟什么时候？"),
    "time of a ban": (
        "{q}几{u}内不得{a}？", "{q}多久之内不能{a}？", "{q}{a}的禁止期有多长？", "{q}多少{u}之内不可以{a}？", "{q}什么时候才能{a}？",
        "{q}不得{a}的期限是多久？", "{q}要过几{u}才可以{a}？", "{q}{a}，有没有禁止的时间段？", "{q}多长时间里禁止{a}？", "{q}禁止{a}持续多久？"),
    "retention": (
        "{q}的{x}要保存多久？", "{q}{x}，保存期限不少于几{u}？", "{x}至少留存几{u}？", "{q}{a}，要保存多长时间？", "{x}几{u}之后才可以销毁？",
        "{q}应当将{x}保存多少{u}？", "{x}最短要存多久？", "{x}的保存期限是多少？", "{q}{x}要留够几{u}？", "{x}的留存时间怎么规定？"),
    "frequency": (
        "{q}多久{a}一次？", "{q}{a}，多久一次？", "{q}隔多长时间要{a}？", "{q}{a}的频率是多少？", "{q}每隔几{u}{a}？",
        "{q}{a}有没有频次要求，多久一回？", "{q}至少多久要{a}一次？", "{q}{a}的周期是什么？", "{q}{a}，几{u}一次才够？", "{q}应当多长时间{a}一次？"),
    "time in words": (
        "{q}什么时候{a}？", "{q}应当何时{a}？", "{q}{a}有什么时间要求？", "{q}{a}，时间上有什么规定？", "{q}{a}，什么时候办？",
        "{q}要在什么时候{a}？", "{q}{a}要求多快？", "{q}{a}在时间上怎么要求？", "{q}什么时候必须{a}？", "{q}{a}，时机怎么规定？"),
    "authority told": (
        "{q}向谁{a}？", "{q}{a}，报给哪一级？", "{q}{a}要找哪个部门？", "{q}应当向哪个部门{a}？", "{q}{a}，由谁接收？",
        "{q}{a}的对象是哪个机关？", "{q}要向哪里{a}？", "{q}{a}，应当报给谁？", "{q}把{x}交给谁？", "{q}{a}，主管的是哪个部门？"),
    "told": (
        "{q}向谁{a}？", "{q}{a}的对象是谁？", "{q}要对谁{a}？", "{q}应当向谁{a}？", "{q}{a}，要让谁知道？",
        "{q}{a}，对象怎么规定？", "{q}{a}是对着谁的？", "{q}应当向什么人{a}？", "{q}{a}，相对人是谁？", "{q}要把{x}告诉或者交给谁？"),
    "demanded of": (
        "{q}可以要求谁{r}？", "{q}能要求哪些人{r}？", "{q}要求{r}，对象是谁？", "{q}应当要求谁{r}？", "谁会被{q}要求{r}？",
        "{q}有权要求谁{r}？", "{q}向谁提出{r}的要求？", "{q}要求{r}，针对的是谁？", "{q}让谁{r}？", "{q}要求谁来{r}？"),
    "decided by": (
        "{a}，由谁{x}？", "{a}，应当经谁{x}？", "{a}要哪个部门{x}？", "{a}，{x}的机关是哪个？", "{a}是谁{x}？",
        "{a}，由哪一级{x}？", "{a}得先经谁{x}？", "{a}，谁有权{x}？", "{a}，找谁{x}？", "{a}，由哪个机构{x}？"),
    "fine": (
        "{q}{a}的，{p}罚款多少？", "{q}{a}，{p}最高罚多少钱？", "{q}{a}，{p}会被处多少罚款？", "{q}{a}的，{p}罚款幅度是多少？",
        "{q}{a}，{p}要罚几万？", "{q}{a}的，{p}处多少罚款？", "{q}{a}，{p}最少罚多少？", "{q}{a}，罚{p}多少钱？",
        "{q}{a}，{p}怎么处罚，罚款多少？", "{q}{a}的，对{p}罚款的数额怎么规定？"),
    "count": (
        "{a}？", "{a}，是多少？", "请问，{a}？", "{a}，数量怎么规定？", "想确认一下：{a}？",
        "{a}，具体数字是什么？", "{a}？请给出门槛。", "{a}，门槛是多少？", "{a}，界限在哪里？", "法律怎么说：{a}？"),
    "list": (
        "{a}？", "{l}？", "{a}，请列出来。", "{m}是哪几项？", "{a}，都有哪些？",
        "{m}有哪些？", "请列举：{a}。", "{m}包括哪些内容？", "{a}？说说具体内容。", "{m}一共有几项，分别是什么？"),
    "definition": (
        "什么叫{a}？", "{a}是指什么？", "{a}的定义是什么？", "{a}是什么意思？", "怎么理解“{a}”？",
        "“{a}”的含义是什么？", "{a}指的是什么？", "{a}怎么定义？", "{a}是什么？", "哪一条规定了{a}的含义，怎么说的？"),
}
TEMPLATES["share"] = TEMPLATES["count"]
_UNSAID = dict.fromkeys(("deadline", "time of a ban", "time ahead", "frequency", "time in words"), "这样做")
_LAWS = ("按照《{t}》{n}，", "《{t}》{n}规定，", "根据《{t}》{n}，", "《{t}》{n}中，", "依据《{t}》{n}，")


def ask(rule: Rule) -> list[str]:
    """The ten questions for a rule; one whose words alone say too little names its article in each of them.

    >>> from fixed_rules import Rule
    >>> ask(Rule("deadline", "证券法", "urn:x", "证券公司", "报送年度报告", ("四个月",), "会计年度结束后", unit="个月"))[:2]
    ['证券公司会计年度结束后，应当在多久之内报送年度报告？', '按照《证券法》，证券公司会计年度结束后，报送年度报告，最迟什么时候？']
    """
    forms = TEMPLATES[rule.kind]
    return [_filled(form, rule, number % 2 == 1 or bool(rule.named), number // 2) for number, form in enumerate(forms)]


def _filled(form: str, rule: Rule, titled: bool, number: int) -> str:
    lead = f"{rule.who}{rule.case}，" if rule.case else rule.who
    person = "" if rule.kind == "decided by" or not rule.thing else rule.thing
    slots = {
        "q": lead, "a": rule.what or _UNSAID.get(rule.kind, ""), "x": rule.thing, "u": rule.unit, "p": person,
        "r": rule.what.removeprefix("要求") or "照办",
        "l": rule.what.replace("哪些", "什么", 1), "m": _head(rule),
    }
    form = form if rule.what else form.replace("{q}{a}的，", "{q}{a}，")
    asked = re.sub(r"，{2,3}", "，", form.format(**slots)).lstrip("，的")
    law = _LAWS[number].format(t=rule.title, n=rule.named) if titled else ""
    return law + asked


def _head(rule: Rule) -> str:
    """What a list is about, with the name of its items: 申报数据出境安全评估应当提交的材料."""
    before, _, after = rule.what.partition("哪些")
    if before.strip("，有") in ("", rule.title):
        return f"{after.partition('，')[2] or after.removesuffix('是')}的{rule.thing}".removeprefix("的")
    before = re.sub(r"，?(?:有|包括|是)$", "", before.rstrip("，"))
    return f"{before}的{rule.thing}" if not before.endswith("的") else before + rule.thing
