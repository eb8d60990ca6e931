"""Everything that the law of a day fixes and that can be asked for: figures, times, whom to tell, who decides, lists, definitions.

Each is a ``Rule`` with the words of its own provision: who (证券公司), what (报送年度报告), in which case (变更主要股东), and the
deciding words that an answer must hold (四月三十日前, 中国证监会, the beginning of the first item or of the definition).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.corpus.quoting import sentence_of
from kg.graph.knowledge import Knowledge
from kg.graph.records import StoredNorm
from kg.law.authorities import is_authority
from kg.law.model import (
    Deadline,
    DeadlineType,
    Document,
    Modality,
    Norm,
    Provision,
    ProvisionKind,
    Sanction,
    Term,
    Version,
)
from kg.law.numerals import FIGURE
from kg.law.thresholds import find_thresholds
from kg.law.wording import place

LONGEST = 45  # characters of what is asked, without the name of the law
SELF = re.compile(r"本(?:法|条例|办法|规定|指引|准则|规则|细则|解释)")
_POINTING = re.compile(r"前[一二两三四]?[款条项]|[上下]述|下列|以下|本[条款项]|该(?!单位)|其[他它]?情形|第[一二三四五六七八九十百]+[条款项]")
_BRACKETS = re.compile(r"[（(][^（）()]{0,60}[）)]|[“”\"]")
_LIGHT = ("进行", "开展", "予以", "给予", "加以", "作出", "办理", "组织")
_SHARE = re.compile(r"百分之[零一二三四五六七八九十百]{1,6}(?:点[零一二三四五六七八九]{1,3})?")
_COUNTED = re.compile(r"[零〇一二三四五六七八九十百千万亿两0-9]{1,12}(?=个?(?:人|名|家|户|元|年以上))")
_DECIDES = re.compile(
    r"(?:由(?!于)|经(?![营济理纪办手过])|报)(?P<who>[^，。；：、（）由经报向]{2,24}?)"
    r"(?P<act>批准|核准|审批|同意|注册|决定|认定|确定|制定|审核)(?=[，。；、后]|$)", re.M)
_NO_ACT = re.compile(r"是指|所称|(?:以及|[和或与、])$")
_FINE = re.compile(r"[零一二三四五六七八九十百千万亿两0-9]{1,12}(?:元|倍)以[上下]")
_DEFINED = re.compile(r"[，,]?(?:是|主要|包括|系)?(?:是|指)[：:]?|包括")
_TIME = re.compile(rf"每?(?:{FIGURE}(?:个?工作日|个?交易日|日|天|小时|分钟|个?月(?:{FIGURE}日)?|年|周|季度)|(?<=每)(?:年|季度|月|周|日))")
_DEGREE = re.compile(r"(?:[^，]{0,10})?(?:拒不改正|逾期|造成|导致|情节|没有违法所得|违法所得|没有业务收入|情形)")
_FOLLOWS = re.compile(r"下列|如下|(?<![元倍日年月人级岁件])以下(?!简?称)")
_ITEMS = re.compile(
    r"(?:下列|以下)[^，。：]{0,8}?"
    r"(条件|情形|行为|职责|职权|措施|内容|事项|规定|要求|义务|材料|文件|制度|业务|活动|信息|人员|方式|权利|原则|机构)")
_UNITS = (("BD", "个工作日"), ("D", "日"), ("H", "小时"), ("W", "周"), ("Y", "年"), ("M", "个月"))
_AT_LEAST = 6  # characters of an act below which it says too little by itself (说明理由)


@dataclass(frozen=True)
class Rule:
    """One thing a provision fixes, in the words of its own from which it can be asked.

    ``unit`` is what a time counts (个工作日). ``named`` is the article, given where the words alone say too little.
    """

    kind: str
    title: str
    urn: str
    who: str
    what: str
    words: tuple[str, ...]
    case: str = ""
    thing: str = ""
    unit: str = ""
    named: str = ""


def rules_of(knowledge: Knowledge, on: date) -> list[Rule]:
    """All that the texts of a day fix, in the order of the catalogue and of the texts, each once."""
    found: dict[Rule, None] = {}
    for version in knowledge.versions(on):
        found.update(dict.fromkeys(_rules_in(knowledge, version)))
    return list(found)


def _rules_in(knowledge: Knowledge, version: Version) -> Iterator[Rule]:
    records, document = knowledge.records(version), knowledge.document(version)
    for stored in records.norms:
        yield from _of_norm(version, knowledge, stored)
    for penalty in records.sanctions:
        yield from _of_sanction(version, document, penalty.urn, penalty.sanction)
    yield from _deciders(version, document)
    yield from _lists(version, document)
    for term in records.terms:
        yield from _of_term(version, term)


def _of_norm(version: Version, knowledge: Knowledge, stored: StoredNorm) -> Iterator[Rule]:
    norm = stored.norm
    figure = _core(norm.deadline) if norm.deadline else ""
    due = norm.deadline.text if norm.deadline else ""
    what, thing, case = without(act_of(norm), figure), without(thing_of(norm.object), figure), case_of(norm)
    case = "" if due and (case in due or due in case) else case  # in which case it is asked must not be what is asked for
    what = re.sub(rf"向{re.escape(norm.recipient[0])}", "", what) if norm.recipient else what
    who = "" if norm.whoever else SELF.sub(version.title, called(norm.bearer))
    vague = (len(what) < _AT_LEAST and not case) or bool(_POINTING.search(f"{what}{thing}"))
    named = place(norm.article, norm.paragraph) if vague else ""

    def rule(kind: str, words: tuple[str, ...], unit: str = "") -> Rule:
        return Rule(kind, version.title, stored.urn, who, SELF.sub(version.title, what), words, case, thing or what, unit, named)

    if norm.deadline:
        yield rule(kind_of(norm, norm.deadline), (figure,), unit_of(norm.deadline.value))
    if norm.recipient and norm.modality is not Modality.PROHIBITION and not norm.action.startswith(("不", "免")):
        told = "demanded of" if norm.kind == "require" else "authority told" if is_authority(norm.recipient[0]) else "told"
        yield rule(told, (norm.recipient[0],))
    sentence = sentence_of(knowledge.text(stored.urn), norm.quote)
    for kind, words, asked in _figures_in(sentence, f"{norm.trigger or ''}，{norm.object}，{norm.quote}"):
        yield Rule(kind, version.title, stored.urn, "", asked, (words,), named=place(norm.article) if _POINTING.search(asked) else "")


def kind_of(norm: Norm, deadline: Deadline) -> str:
    """The kind of time a norm fixes, by which it is asked for: 保存几年, 多久一次, 提前多久, 几年内不得, 多久之内, 什么时候."""
    if deadline.value is None or not _TIME.search(deadline.text):
        return "time in words"
    if norm.modality is Modality.PROHIBITION:
        return "time of a ban"
    if _core(deadline).startswith("每") and deadline.type is not DeadlineType.RETENTION:
        return "frequency"
    names = {DeadlineType.RETENTION: "retention", DeadlineType.PERIODIC: "frequency", DeadlineType.PRIOR: "time ahead"}
    return names.get(deadline.type, "time ahead" if "提前" in deadline.text else "deadline")


def unit_of(value: str | None) -> str:
    """What a time counts: 个工作日 for P15BD, 日 for a yearly date and for no value."""
    return next((name for end, name in _UNITS if (value or "").endswith(end)), "日")


def _core(deadline: Deadline) -> str:
    """The figure of a deadline with its unit (十五日, 4月30日), or its words where it has no figure (及时)."""
    figures = [m[0] for m in _TIME.finditer(deadline.text)]
    wanted = figures[-1] if figures and deadline.type is DeadlineType.FIXED_DATE else (figures or [""])[0]
    return wanted if wanted and deadline.value else fit(deadline.text, 14)


def act_of(norm: Norm) -> str:
    """What a norm's bearer does, as one says it: 报送年度报告, 对其数据处理活动开展风险评估."""
    verb, thing = re.sub(r"^(?:应当|不得|可以|必须)|一次", "", norm.action.strip()), thing_of(norm.object)
    verb = re.sub(r"^报经?(?:批准|核准|审批|同意)", "报批", verb)
    if not verb or not thing or thing in verb or verb.endswith(thing[-2:]):
        return fit(verb or thing or norm.quote, 26)
    if len(verb) > 3 and any(light in verb for light in _LIGHT):
        return fit(f"对{thing}{verb}", 30)
    return fit(verb + thing, 30)


def without(words: str, figure: str) -> str:
    """The words without the time that is asked for: 要求在三十日内执行 asks for nothing."""
    return re.sub(rf"[在自于]?[^，在自于]{{0,16}}{re.escape(figure)}(?:(?:之|以)?内|以[上下])?", "", words) if figure else words


def thing_of(words: str) -> str:
    """The object of a norm in few words, without brackets, what follows a comma, and most members of a list."""
    bare = re.split(r"，|包括|等$", _BRACKETS.sub("", words))[0].strip("，。；、：").replace("一次", "")
    while len(bare) > 24 and "的" in bare[:-4]:
        bare = bare.partition("的")[2]
    if len(bare) > 24 and "、" in bare:
        bare = fit(bare, 22, "、") + "等"
    return bare


def called(names: Sequence[str]) -> str:
    """Who is meant, in few words: two names that are short, else the first, of which a long one (…的证券服务机构) loses what describes it."""
    two = "、".join(names[:2])
    return two if len(two) <= 20 else names[0] if len(names[0]) <= 26 else names[0].rpartition("的")[2]


def case_of(norm: Norm) -> str:
    """The case of a norm without its bearer and a last 的, or '' where it points elsewhere (有前款情形的)."""
    bare = _BRACKETS.sub("", norm.trigger or "").strip("，。；：")
    for name in norm.bearer:
        bare = bare.removeprefix(name)
    clauses = [c for c in bare.split("，") if c and not _POINTING.search(c) and not SELF.search(c)]
    last = re.sub(r"^(?:[、和或者及与并且]{1,2}|[在对于]|当(?![事日地前年]))", "", clauses[-1]).removesuffix("的") if clauses else ""
    return last if 3 < len(last) <= 30 else ""


def fit(words: str, size: int, at: str = "，、；的") -> str:
    """The words up to the last mark (or 的) within ``size`` characters, or cut there where there is none."""
    if len(words) <= size:
        return words.strip("，、；：。")
    cut = max(words.rfind(mark, 4, size + 1) for mark in at)
    return words[: cut if cut > 3 else size].strip("，、；：。")


def _figures_in(sentence: str, norm_words: str) -> Iterator[tuple[str, str, str]]:
    """Each share and count a norm names, with its words and its clause, in which the figure is asked for."""
    found = [("share", m[0], "百分之几") for m in _SHARE.finditer(norm_words)]
    found += [("count", m[0], _COUNTED.sub("多少", t.words)) for t in find_thresholds(norm_words) if t.unit != "小时"
              for m in [re.search(r"[零〇一二三四五六七八九十百千万亿两0-9]{1,12}个?[人名家户元]", t.words)] if m]
    for kind, words, asked in found:
        at = sentence.find(words)
        if at >= 0:
            figure = asked if kind == "share" else f"多少{words[-1]}"
            yield kind, words, _around(sentence, at, at + len(words), figure)


def _around(sentence: str, start: int, end: int, figure: str) -> str:
    """The clause in which a figure stands, with another in its place, and with its neighbours while there is room."""
    clauses, before = sentence.split("，"), 0
    for number, clause in enumerate(clauses):
        if before <= start < before + len(clause) + 1:
            asked = [clause[: start - before] + figure + clause[end - before :]]
            for other in clauses[number - 1 : number] if number else ():
                asked = [other, *asked] if len("".join(asked)) + len(other) < LONGEST else asked
            for other in clauses[number + 1 : number + 2]:
                asked = [*asked, other] if len("".join(asked)) + len(other) < LONGEST else asked
            return _BRACKETS.sub("", "，".join(asked)).strip("。；：，\n")
        before += len(clause) + 1
    return sentence[:LONGEST]


def _of_sanction(version: Version, document: Document, urn: str, sanction: Sanction) -> Iterator[Rule]:
    figures = tuple(dict.fromkeys(m[0] for m in _FINE.finditer("，".join(sanction.measures))))
    if not figures:
        return
    case = _BRACKETS.sub("", sanction.condition).rpartition("……")[2]
    clauses = [c for c in case.removesuffix("的").split("，") if c and not _POINTING.search(c) and not re.fullmatch(r"违反.{0,8}规定", c)]
    told = clauses if any(not _DEGREE.match(c) for c in clauses) else []
    asked = fit("，".join(SELF.sub(version.title, c) for c in told), 40)
    node = document.by_eid.get(sanction.eid)
    person = "、".join(sanction.addressee[:1]) if sanction.addressee and set(sanction.addressee).isdisjoint(sanction.firm) else ""
    names = sanction.firm or sanction.addressee
    who = called(names) if names and (not person or sanction.firm) else ""
    number = node.number[0] if node and node.kind is ProvisionKind.PARAGRAPH else None
    named = "" if asked else place(sanction.article, number)  # a degree alone (拒不改正的) is one of many articles
    asked = asked or fit("，".join(clauses), 30)
    yield Rule("fine", version.title, urn, "" if who and who in asked else who, asked, figures[:1], thing=person, named=named)


def _deciders(version: Version, document: Document) -> Iterator[Rule]:
    """Who approves, decides or makes something, in every 款 and item that says so: 应当经国务院证券监督管理机构核准."""
    for node in document.walk():
        if node.kind not in (ProvisionKind.PARAGRAPH, ProvisionKind.ITEM) or any(c.kind is ProvisionKind.ITEM for c in node.children):
            continue
        text = document.text_of(node)
        for match in _DECIDES.finditer(text):
            before = re.split(r"[。；\n]", text[: match.start()])[-1]
            bare = re.sub(r"^[（(].{1,3}[）)]", "", _BRACKETS.sub("", before))
            asked = re.sub(r"[，、]?(?:应当|须|必须|依法|可以|并|未|不得|均|的){0,4}$", "", bare)
            if len(asked) > LONGEST:  # what somebody makes (由国务院有关部门制订) is named before
                clauses = asked.split("，")
                asked = "，".join(clauses[-2:] if clauses[-1].startswith("由") else clauses[-1:])
            if re.match(r"[在为对因].*(?:时|期间|下|中|[基础]上|前|后)$", asked):  # what is decided stands behind
                asked += "，" + re.split(r"[。；，]", text[match.end() :].lstrip("，后"))[0].removeprefix("可以")
            if is_authority(match["who"]) and len(asked) >= _AT_LEAST and not _NO_ACT.search(asked) and not asked.startswith("未经"):
                named = _article_of(document, node) if _POINTING.search(asked) else ""
                yield Rule("decided by", version.title, f"{version.urn}~{node.eid}", "", SELF.sub(version.title, asked), (match["who"],),
                           thing=match["act"], named=named)


def _article_of(document: Document, node: Provision) -> str:
    """The label of the article (or annex) in which a node stands."""
    chain = [*document.ancestors(node.eid), node]
    return next((p.name for p in reversed(chain) if p.kind in (ProvisionKind.ARTICLE, ProvisionKind.ANNEX)), "")


def _lists(version: Version, document: Document) -> Iterator[Rule]:
    """Every lead-in with items, with the beginning of the first item as what an answer must hold."""
    for node in document.walk():
        items = [c for c in node.children if c.kind is ProvisionKind.ITEM]
        if not items:
            continue
        said = re.split(r"[。；\n]", document.text[node.start : items[0].start].strip("\n 　：:"))
        lead = next((s for s in reversed(said) if _FOLLOWS.search(s)), said[-1])
        if node.kind is ProvisionKind.ARTICLE or node.label:
            lead = lead.removeprefix(node.label).strip("　 ")
        lead = re.sub(r"^第[一二三四五六七八九十百]+条[　 ]+", "", _BRACKETS.sub("", lead))
        lead = re.sub(r"^(?:但是?|并且?|同时)，?", "", lead)
        first = re.split(r"[，。；、：]", document.text_of(items[0]).removeprefix(items[0].label).strip(" 　、."))[0]
        lead = lead or _heading(document, node)
        named = _article_of(document, node) if len(lead) < _AT_LEAST or re.search(r"前[一二两三]?[款条项]|[上前]述|本条", lead) else ""
        yield Rule("list", version.title, f"{version.urn}~{node.eid}", "", lead_asked(SELF.sub(version.title, lead)), (first[:10],),
                   thing=_named_by(lead), named=named)


def _heading(document: Document, node: Provision) -> str:
    """The first line of what a list without a lead-in stands in, such as a numbered part of an annex."""
    for outer in reversed(document.ancestors(node.eid)):
        line = outer.heading or document.text_of(outer).split("\n")[0].removeprefix(outer.label).strip("　 、：:")
        if line and outer.kind is not ProvisionKind.ANNEX:
            return re.split(r"[。；]", line)[-1].strip("：:")
    return ""


def lead_asked(lead: str) -> str:
    """The lead-in of a list as a question: 应当具备哪些条件, 有哪些情形之一的，不得担任董事."""
    asked = _FOLLOWS.sub("哪些", lead, count=1)
    asked = asked if "哪些" in asked else f"{asked.removesuffix('，')}，包括哪些内容" if not asked.endswith("包括") else f"{asked}哪些内容"
    at = asked.find("哪些")
    start = asked.rfind("，", 0, at - 4) + 1 if len(asked) > LONGEST else 0
    end = (asked.find("，", at) + 1 or len(asked) + 1) - 1
    return asked[start : max(end, start + len(fit(asked[start:], LONGEST + 10, "，；")))].strip("，；")


def _named_by(lead: str) -> str:
    """What a lead-in calls its items: 条件, 情形, 职责, or 内容 where it has no word for them."""
    match = _ITEMS.search(lead)
    return match[1] if match else "内容"


def _of_term(version: Version, term: Term) -> Iterator[Rule]:
    head = fit(term.full_form or _meaning(term), 12)
    if head:
        yield Rule("definition", version.title, f"{version.urn}~{term.eid}", "", term.term, (head,))


def _meaning(term: Term) -> str:
    """The first words of a definition after 是指."""
    rest = term.quote.partition(term.term)[2].lstrip("”\"，,）)")
    rest = _DEFINED.sub("", rest, count=1) if _DEFINED.match(rest) else re.split(r"是指|是|指", rest, maxsplit=1)[-1]
    return re.split(r"[，。；：（]", rest)[0][:10]


def counted(rules: Iterable[Rule]) -> Counter[str]:
    """How many there are of each kind."""
    return Counter(r.kind for r in rules)
