"""Answers to questions for a list, from the graph alone, complete and counted.

Handled: 券商每年都要做哪些事 (a period) · 哪些东西要保存、保存多久 (keeping) · 要向派出机构报哪些东西 (a recipient) ·
218号令里有哪些备案义务 (a kind of act, an instrument) · 有哪些禁止行为.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.answers.question.asker import Asker
from kg.answers.question.premises import stated
from kg.answers.question.reading import Question
from kg.answers.result import Answer
from kg.answers.saying.conclusions import told
from kg.answers.saying.trail import QUESTION, step
from kg.corpus.quoting import Quote, cite, quote
from kg.law.identifiers import eid_of
from kg.law.model import Application, Modality, Version

if TYPE_CHECKING:
    from kg.answers.question.scope import Scope
    from kg.graph.knowledge import AppliedNorm, Knowledge

_LIST = re.compile(r"(?:哪些|什么|啥).{0,6}(?:事|东西|材料|义务|工作|报告|情况|情形|场合|要求|资料|行为|活动|内容|规定)"
                   r"|(?:都|一共|总共|所有|全部).{0,6}(?:要|得|须|有).{0,4}(?:哪些|什么|啥)"
                   r"|(?:义务|要求|期限|事项?|规定|材料|东西|报告|情形|场合)(?:都|分别)?(?:有|包括|是)(?:哪些|什么|啥|几[样项种件个])"
                   r"|(?:列出|列一下|列个|清单|单子|汇总|盘点)|所有的?.{0,12}(?:义务|要求|期限|事项)|(?:要|得|须|应当)(?:做|报|报送|报告|备案|保存|留存|提交|通知)(?:哪些|些什么|什么|啥)")
_PERIODS = (("每年|年度|一年", "P1Y"), ("每季", "P3M"), ("每月", "P1M"), ("每半年", "P6M"), ("每天|每日", "P1D"))
_KINDS = (("备案", "file"), ("保存|留存|存档|保留|[要得须]存|[存留][够满]", "keep"), ("告知", "inform"), ("通知", "notify"), ("申报|申请", "apply"),
          ("报送", "submit"), ("公告|公示", "announce"))
_ALL = re.compile(r"所有|全部|一共|总共|清单|单子|盘点|汇总|列出|列一下|列个|都|分别")  # words for everything there is
_UP = frozenset({"report", "submit", "file", "apply", "provide"})
_MOST = 60
_FEW = 3  # a list no longer than this is one line
_QUOTED = 12  # a list no longer than this is followed by the words of its provisions
_LEFT_OVER = 2  # characters of a question that choose nothing
_Test = Callable[["AppliedNorm"], bool]


@dataclass(frozen=True)
class _Filter:
    """One condition of the list, in words for the reader, and its test."""

    words: str
    test: _Test


def answer(knowledge: Knowledge, asked: Question, asker: Asker, where: Scope) -> Answer | None:
    """The list asked for, or None if the question asks for none or names nothing to choose by."""
    filters = _filters(knowledge, asked) if _LIST.search(asked.text) and _is_plain(knowledge, asked) else []
    works = {i.work for i in asked.instruments}
    if not filters or not (len(filters) > 1 or works or asker.names or _ALL.search(asked.text)):
        return None  # 备案要交哪些材料 asks for the contents of one filing
    among = {v.urn for v in where.versions if not works or v.work in works}
    norms = [n for n in knowledge.norms(where.on, profile=asker.names, among=among) if _mine(n, asker, where)]
    rules = {urn for n in norms for a in n.applies for urn in a.because}
    found = _once([n for n in norms if n.urn not in rules and all(f.test(n) for f in filters)])
    lines: dict[str, AppliedNorm] = {}  # two duties of one sentence, told in the same words, are one line
    for applied in found:
        lines.setdefault("".join(told(applied, asked, asker, knowledge.text(applied.urn))), applied)
    return _told(knowledge, asked, asker, filters, lines) if lines else None


_FILLER = re.compile(
    "我们|咱们|公司|单位|作为|按照|根据|光看|只看|照着|起码|至少|最少|平时|主动|当地|属地|分别|单子|列个|给我|一次|一回|一遍"
    "|几[样项种件个]|情形|场合|时候|[五三二六十两]+个?[年月]|存[够满]|留[够满]|规定|现行|法规|有关|相关|哪些|什么|啥|些|所有|全部|一共|总共"
    "|列出|列一下|清单|汇总|盘点|义务|要求|事项|事情|东西|材料"
    "|资料|报告|报送|上报|报给|提交|备案|申报|申请|通知|告知|公告|公示|保存|留存|存档|保留|多久|多长时间|几年|每年度?|年度|一年|每季度?|每月|每半年|每天|每日|定期|行为|禁止|不得|不能|不许|红线"
    "|期限|各自?|分别|工作|内容|情况|活动|应当|必须|需要|以及|分别|到|里|中|[^一-鿿]|[要得须向对给跟照按的有做都是和与、在由把被让了吗呢事报交存留]")


def _is_plain(knowledge: Knowledge, asked: Question) -> bool:
    """Whether nothing is asked beyond a choice by whom, to whom, how often and what kind of act.

    A subject matter calls for search.
    """
    if asked.references:
        return False
    rest = asked.text
    known = [*knowledge.vocabulary.subjects.values(), *knowledge.vocabulary.authorities.values()]
    names = [n for c in known for n in (*c.names, *c.everyday)] + [n for i in asked.instruments for n in (i.title, *i.names)]
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return len(_FILLER.sub("", rest)) <= _LEFT_OVER


def _once(found: Iterable[AppliedNorm]) -> list[AppliedNorm]:
    """One norm for each act of one provision: a duty and the prohibition of its breach are counted once."""
    kept: dict[tuple[str, str], AppliedNorm] = {}
    for applied in found:
        key = (applied.urn, applied.norm.kind if applied.norm.recipient else applied.norm.quote)
        if key not in kept or kept[key].norm.modality is Modality.PROHIBITION:
            kept[key] = applied
    return list(kept.values())


def _mine(applied: AppliedNorm, asker: Asker, where: Scope) -> bool:
    """Whether a norm is a duty or a prohibition of firms that belongs in the asker's list.

    Norms that bind only authorities do not. Those that bind only operators of critical infrastructure do if such operators are
    named, or if the asker is nobody in particular.
    """
    norm = applied.norm
    if norm.modality not in (Modality.OBLIGATION, Modality.PROHIBITION) or set(norm.bearer) <= where.authorities:
        return False
    if where.apart.all_of(norm.bearer) and not where.names_cii:
        return not asker.labels
    return True


def _filters(knowledge: Knowledge, asked: Question) -> list[_Filter]:
    text = asked.text
    found = [_Filter(_period_words(value), _of_period(value)) for pattern, value in _PERIODS if re.search(pattern, text)][:1]
    for pattern, kind in _KINDS:
        if re.search(pattern, text):
            found.append(_Filter(re.split(r"\|", pattern)[0], _of_kind(frozenset({kind}))))
            break
    else:
        if re.search(r"[向跟给].{1,14}(?:报|交)|报给|上报|报告(?:哪些|什么|义务|事项)", text):
            found.append(_Filter("报告、报送、备案、申报", _of_kind(_UP)))
    if re.search(r"禁止|不得|不能做|不许|红线", text):
        found.append(_Filter("禁止", lambda n: n.norm.modality is Modality.PROHIBITION))
    kept = stated(text)
    if kept and found and found[-1].words == "保存":
        found.append(_Filter(kept[0].text, _of_length(kept[0].value)))
    to = next((c for c in knowledge.vocabulary.authorities.values() if any(n in text for n in (*c.names, *c.everyday) if len(n) > 2)), None)
    if to is not None and found:
        found.append(_Filter(f"对象为{to.label}", _to(frozenset(to.names))))
    return found


def _to(names: frozenset[str]) -> _Test:
    """Whether the norm reaches the authority, by its own words or by the rule that decides recipients."""
    return lambda applied: any(names & set(to) for to in (applied.norm.recipient, *(a.recipient for a in applied.applies)))


def _of_period(value: str) -> _Test:
    def test(applied: AppliedNorm) -> bool:
        deadline = applied.norm.deadline
        return bool(deadline and (deadline.value == value or (value == "P1Y" and (deadline.value or "").startswith("--"))))

    return test


def _of_length(months: int) -> _Test:
    """Whether the time a thing must be kept is this long."""
    def test(applied: AppliedNorm) -> bool:
        deadline = applied.norm.deadline
        match = re.fullmatch(r"P(\d+)([YM])", (deadline.value or "") if deadline else "")
        return bool(match and int(match[1]) * (12 if match[2] == "Y" else 1) == months)

    return test


def _period_words(value: str) -> str:
    from kg.law.wording import frequency

    return frequency(value)


def _of_kind(kinds: frozenset[str]) -> _Test:
    return lambda applied: applied.norm.kind in kinds


def _told(
    knowledge: Knowledge, asked: Question, asker: Asker, filters: list[_Filter], sentences: Mapping[str, AppliedNorm]
) -> Answer:
    """The count, then each duty under its law with its provision, then the words of the law."""
    count, shown_norms = len(sentences), list(sentences.items())[:_MOST]
    found = [applied for _, applied in shown_norms]
    who = "、".join(asker.names)
    chosen = "、".join(f.words for f in filters)
    shown = "" if count == len(found) else f"，以下列出前{len(found)}项；完整清单见义务矩阵"
    lines = [f"收录的现行规定中，{'适用于' + who + '的、' if who else ''}符合“{chosen}”的规定共{count}项{shown}：该清单按程序提取的规范列出。"]
    if count <= _FEW:
        joined = "".join(f"{n}. {s}" for n, (s, _) in enumerate(shown_norms, 1))
        lines = [f"{lines[0].partition('：该清单')[0]}：{joined}", "该清单按程序提取的规范列出。"]
        shown_norms = []
    number = 0
    for title, group in groupby(shown_norms, key=lambda pair: pair[1].version.title):
        lines.append(f"《{title}》")
        for sentence, _ in group:
            number += 1
            lines.append(f"{number}. {sentence}")
    quotes = list(_quotes(knowledge, [(n.version, n.norm.eid) for n in found] + _rules(knowledge, found, asker)))
    if count <= _QUOTED:
        lines += ["依据：", *(f"{cite(q)}：“{q.quote}”" for q in quotes)]
    path = tuple(step(QUESTION, "清单", f"《{t}》{len(list(g))}项") for t, g in groupby(found, key=lambda n: n.version.title))
    return Answer(asked.text, "answered", "\n".join(lines), tuple(quotes), tuple(n.norm for n in found), path=path)


def _rules(knowledge: Knowledge, found: Iterable[AppliedNorm], asker: Asker) -> list[tuple[Version, str]]:
    """The provisions that decide the recipients told."""
    urns = dict.fromkeys(u for n in found for a in n.applies if _is_told(a, asker) for u in a.because)
    return [(knowledge.catalogue.version(u), eid_of(u)) for u in urns]


def _is_told(one: Application, asker: Asker) -> bool:
    """Whether the sentence of a duty speaks of this way in which it applies."""
    return one.subject in asker.labels if asker.labels else one.manner == "适用"


def _quotes(knowledge: Knowledge, places: Iterable[tuple[Version, str]]) -> Iterable[Quote]:
    """The words of each provision, once."""
    for version, eid in dict.fromkeys(places):
        node = knowledge.document(version).by_eid.get(eid)
        made = quote(knowledge, version, node) if node else None
        if made:
            yield made
