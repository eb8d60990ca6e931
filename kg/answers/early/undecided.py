"""Answers to what the instruments do not decide, with the reason and what is known nearby."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.answers.early.missing import missing_in_annex, missing_part
from kg.answers.question.evidence import NAMES, holds, share_of
from kg.answers.question.measures import Measure
from kg.answers.question.premises import Figure, held, stated
from kg.answers.question.reading import NamedArticle, Question
from kg.answers.question.wants import Want
from kg.corpus.quoting import Quote, cite
from kg.law.model import Instrument, Version
from kg.law.numerals import article_label
from kg.law.versions import in_force, status
from kg.law.wording import article_name, chinese_date, held_part, retold

if TYPE_CHECKING:
    from kg.corpus.catalogue import Catalogue
    from kg.graph.knowledge import Knowledge
    from kg.law.vocabulary import Concept, Vocabulary

# Law and markets outside the corpus: what is asked by these names is not decided by what we hold.
_ELSEWHERE = re.compile(
    r"(?:美国|欧盟|欧洲|英国|日本|香港|新加坡|澳门|台湾|纽约州?|加州)(?:的)?[^，。？]{0,10}?(?:法律|法规|条例|法案|规定|规则|法院判例)"
    r"|(?<![A-Z])(?:SEC|GDPR|CCPA|HIPAA|SOX|MAS|FCA|NYDFS|FINRA|Regulation)(?![A-Z])", re.IGNORECASE
)
_HANDED = re.compile(  # what must be given to somebody abroad: 美国SEC发函要客户交易记录，能给吗
    r"(?:提供|交给|交出|传给|报给|调取|发函|取证|要我)[^，。？]{0,16}(?:数据|资料|记录|信息|客户)|(?:数据|资料|记录|信息)[^，。？]{0,8}(?:给|交|传|提供)")
_PRESUMED = re.compile(r"不是(?:说|有|要求|规定)[^。？]{0,30}(?:嘛|吗|么|的)|说好的|规定的那个?")
_SHORT, _APART = 2, "(?:(?<![一-鿿])|(?<=[向被由给受经按据和与及跟找那是说因的]))"  # 人行 within 个人行使 is nobody
_WORD, _WORDS, _HAN = re.compile(r"[^\W\d_]{2,}"), 3, re.compile("[一-鿿]")
CHINESE_ONLY = "请用中文提问：本程序只读中文问题，没有据此检索。 Please put the question in Chinese; nothing was searched and nothing is denied."
_DEMANDS = r"[^，,。？]{0,14}?(?:要求|规定|罚|平台|办法|指引|审批|备案)"  # behind a regulator: what it demands, or how it punishes


@dataclass(frozen=True)
class Undecided:
    """The reason why there is no answer.

    ``nearby`` are quotes of what is known close to it.
    """

    reason: str
    nearby: tuple[Quote, ...] = ()


def elsewhere(question: Question, vocabulary: Vocabulary, catalogue: Catalogue) -> Undecided | None:
    """The reason for a question about another country's law, or about the rules of a regulator none of whose rules is held.

    It is None for any other question.
    """
    other = _demand_of(not_held_of(vocabulary, catalogue), question)
    if other:
        return Undecided(f"所问“{other}”属于其他主管部门的规定，收录的法规中没有，无法据以回答。")
    match = _ELSEWHERE.search(question.text)
    if not match or "境外" in question.text or _HANDED.search(question.text):
        return None
    return Undecided("所问涉及境外或者其他法域的规则，收录的法规没有规定，无法据以回答。")


def not_held_of(vocabulary: Vocabulary, catalogue: Catalogue) -> list[Concept]:
    """The regulators of other fields of whom no text is held: none issued by them, or by a body above or below them."""
    return _without_text(vocabulary, (i for i in catalogue.instruments if i.versions))


def not_theirs(question: Question, vocabulary: Vocabulary, answering: Iterable[Instrument]) -> Undecided | None:
    """What a regulator of another field demands is asked, and of the texts that would answer none is its own."""
    other = _demand_of(_without_text(vocabulary, answering), question)
    return Undecided(f"所问“{other}”，在收录的该主管部门的规定中没有找到，无法据以回答。") if other else None


def _demand_of(bodies: Iterable[Concept], question: Question) -> str:
    """The words that ask what one of these bodies demands, or '' where none do or a text is named."""
    names = sorted((n for c in bodies for n in c.everyday), key=len, reverse=True)
    alone = [re.escape(n) if len(n) > _SHORT else f"{_APART}{re.escape(n)}" for n in names]
    match = re.search(f"(?:{'|'.join(alone)}){_DEMANDS}", question.text) if names and not question.instruments else None
    return match[0] if match else ""


def _without_text(vocabulary: Vocabulary, instruments: Iterable[Instrument]) -> list[Concept]:
    """The regulators of other fields that issued none of these, nor did a body above or below them."""
    issuers = {issuer for i in instruments for issuer in i.issuer}
    bodies = {**vocabulary.authorities, **vocabulary.field_regulators}

    def issued(body: Concept) -> bool:
        return any(name in issuer for issuer in issuers for name in (*body.names, *body.everyday))

    def near(body: Concept) -> list[Concept]:
        return [body, *(c for c in bodies.values() if c.iri in body.broader or body.iri in c.broader)]

    return [c for c in vocabulary.field_regulators.values() if not any(map(issued, near(c)))]


def missing_article(knowledge: Knowledge, reference: NamedArticle, on: date, text: str = "") -> Undecided | None:
    """The reason for an article, 款, 项 or 目 that does not exist in the version of that day, or None if it exists.

    It names the last article, or how many parts the article has. ``text`` is the question, in which more than the reference may be named.
    """
    instrument = reference.instrument
    if instrument is None or not instrument.versions:
        return None
    version = in_force(instrument.versions, on) or instrument.versions[-1]
    document = knowledge.document(version)
    annexed = missing_in_annex(document, reference, text) if not version.partial else None
    if annexed is not None:
        return Undecided(f"《{version.title}》{annexed}") if annexed else None
    article = document.article(reference.number)
    last = article_name(document, document.main_articles[-1].number)
    label = article_name(document, reference.number)
    unit = "部分" if document.own_numbers else "条"
    if article is None and version.partial:
        return held_in_part(knowledge, version, on, f"所问的{label}不在其中，是否有此条、内容如何，均无从核对")
    if article is None:
        since = f"自{chinese_date(version.effective)}起施行的文本"
        return Undecided(f"《{version.title}》（{since}）没有{label}，该文本共{len(document.main_articles)}{unit}，最后一{unit}是{last}。")
    lacks = "" if version.partial else missing_part(article, reference, text, inferred=version.paragraph_breaks_inferred)
    return Undecided(f"《{version.title}》{label}{lacks}") if lacks else None


def which_instrument(knowledge: Knowledge, question: Question, on: date) -> Undecided | None:
    """The reason for a question that names an article without its instrument, or None.

    Only if nothing else is asked that could tell which instrument is meant, the reason asks back.
    """
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
    """The reason for an instrument that is known but whose text is not held.

    What is said of it is second-hand and marked so.
    """
    number = f"（{instrument.number}）" if instrument.number else ""
    return Undecided(
        f"《{instrument.title}》{number}的全文未收录，其具体规定无法据原文回答。效力状态：{status(instrument, on)}。{retold(instrument)}"
        "请以官方公布的文本为准。"
    )


def held_in_part(knowledge: Knowledge, version: Version, on: date, why: str) -> Undecided:
    """The reason for a question that the part held of a text does not decide: the rest may, so nothing is concluded.

    ``why`` says what that part leaves open.
    """
    instrument = knowledge.catalogue.of(version)
    number = f"（{instrument.number}）" if instrument.number else ""
    held = held_part(knowledge.document(version))
    return Undecided(
        f"《{instrument.title}》{number}只收录{held}（片段，全文未收录），{why}。效力状态：{status(instrument, on)}。{retold(instrument)}"
        "请以官方公布的文本为准。"
    )


def named_in_part(knowledge: Knowledge, question: Question, on: date, nearby: Sequence[Quote]) -> Undecided | None:
    """The reason for a question that names a text of which only a fragment is held and that nothing held decides, or None."""
    named = next((i for i in question.instruments if i.versions and not i.held), None)
    if named is None or any(r.instrument == named for r in question.references):
        return None
    why = held_in_part(knowledge, named.versions[-1], on, "所收部分没有回答所问事项，其余部分是否规定无从核对")
    return replace(why, nearby=tuple(q for q in nearby if not q.fragment))


def of_fragment(knowledge: Knowledge, urns: Iterable[str], on: date, measure: str) -> Undecided | None:
    """The reason where the texts that would decide are held in part only, so that what they lack proves nothing, or None."""
    texts = [knowledge.catalogue.version(u) for u in urns]
    if not texts or not texts[0].partial:
        return None
    return held_in_part(knowledge, texts[0], on, f"所收部分没有就所问事项规定{measure}，其余部分是否规定无从核对")


def lacks_measure(question: Question, texts: list[str]) -> Measure | None:
    """The measure asked for that none of the deciding texts fixes, or None when they do."""
    for measure in question.measures:
        if measure in (Measure.DURATION, Measure.DAYS) and Measure.RETENTION in question.measures:
            continue
        if not any(holds(measure, t) and (measure is not Measure.PERCENT or share_of(question.text, t)) for t in texts):
            return measure
    return None


def unsaid_figure(question: Question, texts: list[str]) -> Figure | None:
    """A figure that the question takes for granted and none of the texts holds, or None.

    The question must ask where the figure stands, or whether it is so.
    """
    asked = question.wants & {Want.WHERE, Want.MAY} or presumes(question)
    if not asked or (question.amounts and Want.PENALTY in question.wants):
        return None
    return next((f for f in stated(question.text) if not any(held(f, t) for t in texts)), None)


def presumes(question: Question) -> bool:
    """Whether the question takes a rule for granted: 218号令不是说24小时内得报嘛."""
    return bool(_PRESUMED.search(question.text))


def false_premise(figure: Figure, nearby: list[Quote]) -> Undecided:
    """The reason for a question that asks where a figure stands that the rules do not hold."""
    return Undecided(f"收录的现行规定中，就所问事项没有找到“{figure.text}”的规定，不能指出条文。", tuple(nearby[:2]))


def not_said(figure: Figure) -> str:
    """The sentence for a figure asked about which the rules found do not hold."""
    return f"所问的“{figure.text}”，上述规定没有这样写。"


def missing_figure(measure: Measure) -> str:
    """The sentence for a figure asked for beside other things, which the rules found do not fix."""
    return f"所问的{NAMES[measure]}，上述规定没有定出。"


def not_bound(who: str, bearers: tuple[str, ...], nearby: list[Quote]) -> Undecided:
    """The reason for a question whose nearest rule binds other kinds of firm than the asker's."""
    return Undecided(f"最接近的规定约束的是{'、'.join(bearers)}，没有把{who}列为义务主体，不能据以认定{who}负有该项义务。", tuple(nearby[:2]))


def without_measure(measure: Measure, nearby: list[Quote]) -> Undecided:
    """The reason for a question whose subject is dealt with, but without fixing the measure asked for."""
    return Undecided(f"收录的现行规定没有就所问事项规定{NAMES[measure]}，不能据以得出具体数值。", tuple(nearby[:2]))


def said(q: Quote) -> str:
    """The provision and its words."""
    return f"{cite(q)}：“{q.quote}”"


def out_of_scope(question: Question) -> Undecided:
    """The reason for a question about a subject that the corpus does not treat."""
    figure = f"，也没有规定所问的{NAMES[question.measures[0]]}" if question.measures else ""
    return Undecided(f"收录的法规不涉及所问事项{figure}，无法据以回答；请查阅相应领域的规定。")


def other_language(question: Question) -> Undecided | None:
    """The reason for a question in another language than that of the law, or None.

    >>> from kg.answers.question.reading import understand
    >>> from kg.corpus.loading import load
    >>> other_language(understand("Do we need to file with the CAC?", load())) is None
    False
    """
    foreign = len(_WORD.findall(question.text)) >= _WORDS and not _HAN.search(question.text) and not (question.references or question.instruments)
    return Undecided(CHINESE_ONLY) if foreign else None


def not_found(question: Question, nearby: list[Quote]) -> Undecided:
    """The reason for a question within the subject that no provision found decides."""
    figure = f"，也没有找到所问的{NAMES[question.measures[0]]}" if question.measures else ""
    return Undecided(f"没有找到能直接对应所问事项的条文{figure}，不能据以回答。", tuple(nearby[:2]))


EMPTY = Undecided("没有可以回答的问题：请写出要问的事项。")
