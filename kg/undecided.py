"""What the instruments do not decide: said so, with the reason and what is known nearby."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.evidence import NAMES, holds, share_of
from kg.model import Instrument, Quote
from kg.numerals import article_label, to_chinese
from kg.questions import Measure, Question, Reference, Want
from kg.quoting import cite
from kg.versions import in_force, status

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

# Law and markets outside the corpus: what is asked by these names is not decided by what we hold.
_ELSEWHERE = re.compile(
    r"(?:美国|欧盟|欧洲|英国|日本|香港|新加坡|澳门|台湾|纽约州?|加州)(?:的)?[^，。？]{0,10}?(?:法律|法规|条例|法案|规定|规则|法院判例)"
    r"|(?<![A-Z])(?:SEC|GDPR|CCPA|HIPAA|SOX|MAS|FCA|NYDFS|FINRA|Regulation)(?![A-Z])", re.IGNORECASE
)


@dataclass(frozen=True)
class Undecided:
    """Why there is no answer; ``nearby`` are quotes of what is known close to it."""

    reason: str
    nearby: tuple[Quote, ...] = ()


def elsewhere(question: Question) -> Undecided | None:
    """The question is about another country's law."""
    match = _ELSEWHERE.search(question.text)
    if not match or "境外" in question.text:
        return None
    return Undecided("所问涉及境外或者其他法域的规则，收录的法规没有规定，无法据以回答。")


def missing_article(knowledge: Knowledge, reference: Reference, on: date) -> Undecided | None:
    """The article named does not exist in the version of that day: say so and name the last one."""
    instrument = reference.instrument
    if instrument is None or not instrument.versions:
        return None
    version = in_force(instrument.versions, on) or instrument.versions[-1]
    document = knowledge.document(version)
    article = document.article(reference.number)
    last = document.articles[-1].label
    label = article_label(reference.number)
    if article is None:
        since = f"自{_day(version.effective)}起施行的文本"
        return Undecided(f"《{version.title}》（{since}）没有{label}：该文本共{len(document.articles)}条，最后一条是{last}。")
    count = len([c for c in article.children if c.kind.value == "paragraph"])
    if reference.paragraph and reference.paragraph > count:
        return Undecided(f"《{version.title}》{label}没有第{to_chinese(reference.paragraph)}款：该条共{count}款。")
    return None


def which_instrument(knowledge: Knowledge, question: Question, on: date) -> Undecided | None:
    """An article is named without its instrument, and nothing else is asked that could tell which: ask back."""
    bare = [r for r in question.references if r.instrument is None]
    if not bare or question.instruments:
        return None
    rest = question.text
    for reference in question.references:
        rest = rest.replace(reference.text, "")
    if len(re.sub(r"违反|规定|了?什么|内容|是|的|怎么|如何|罚|处罚|说|讲|写|[^一-鿿]", "", rest)) >= 4:
        return None
    label = article_label(bare[0].number)
    having = [v.title for v in knowledge.versions(on) if knowledge.document(v).article(bare[0].number)]
    known = "的是：" + "、".join(f"《{t}》" for t in having) if having else "的一部也没有"
    return Undecided(f"没有写明是哪部法规的{label}，无法回答。收录的现行文本中有{label}{known}。")


def not_held(instrument: Instrument, on: date) -> Undecided:
    """The instrument is known, its text is not: what is said of it is second-hand and marked so."""
    number = f"（{instrument.number}）" if instrument.number else ""
    said = "；".join(f"{s.statement.rstrip('。')}〔{s.source}〕" for s in instrument.second_hand)
    second = f"以下仅为转述，未经原文核对：{said}。" if said else ""
    return Undecided(
        f"《{instrument.title}》{number}的全文未收录，其具体规定无法据原文回答。效力状态：{status(instrument, on)}。{second}"
        "请以官方公布的文本为准。"
    )


def lacks_measure(question: Question, texts: list[str]) -> Measure | None:
    """The measure asked for that none of the deciding texts fixes, or None when they do."""
    for measure in question.measures:
        if measure in (Measure.DURATION, Measure.DAYS) and Want.RETENTION in question.wants:
            continue
        if not any(holds(measure, t) and (measure is not Measure.PERCENT or share_of(question.text, t)) for t in texts):
            return measure
    return None


def missing_figure(measure: Measure) -> str:
    """The sentence for a figure asked for beside other things, which the rules found do not fix."""
    return f"所问的{NAMES[measure]}，上述规定没有定出。"


def not_bound(who: str, bearers: tuple[str, ...], nearby: list[Quote]) -> Undecided:
    """The nearest rule binds other kinds of firm than the asker's."""
    return Undecided(f"最接近的规定约束的是{'、'.join(bearers)}，没有把{who}列为义务主体，不能据以认定{who}负有该项义务。", tuple(nearby[:2]))


def without_measure(measure: Measure, nearby: list[Quote]) -> Undecided:
    """The subject is dealt with, the measure asked for is not fixed."""
    return Undecided(f"收录的现行规定没有就所问事项规定{NAMES[measure]}，不能据以得出具体数值。", tuple(nearby[:2]))


def said(q: Quote) -> str:
    """The provision and its words."""
    return f"{cite(q)}：“{q.quote}”"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


OUT_OF_SCOPE = Undecided("收录的法规不涉及所问事项，无法据以回答；请查阅相应领域的规定。")
EMPTY = Undecided("没有可以回答的问题：请写出要问的事项。")
