"""Questions about an amended law: which number an article has now, what has changed.

Handled: 旧网络安全法第二十一条对应现行第几条 · 原第二十一条现在是第几条 · 修订前后，…的罚款有何变化 · 新旧网安法…有什么不同.
The two texts are quoted side by side; what corresponds to what is computed from their wording (``kg.corpus.amendments.renumbering``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.answers.early.in_force import commences
from kg.answers.question.reading import Question
from kg.answers.result import Answer
from kg.answers.saying.remarks import difference
from kg.answers.saying.trail import step
from kg.corpus.amendments.changes import Change, ChangeKind, counts
from kg.corpus.amendments.renumbering import counterpart
from kg.corpus.quoting import Quote, cite, quote
from kg.law.identifiers import Urn, article_eid
from kg.law.model import Instrument, Version
from kg.law.versions import chronological

if TYPE_CHECKING:
    from kg.answers.question.scope import Scope
    from kg.graph.knowledge import Knowledge
    from kg.search.index import Index

_OLD = re.compile(r"(?:旧|老|原来?|修订前|修改前|修正前|以前)的?[^，。；？]{0,14}?第?[零〇○一二三四五六七八九十百0-9]{1,16}条")
_NEW_NUMBER = re.compile(r"(?:现在|现行|新法?|修订后|修改后|修正后|改成|变成|对应)[^，。；？]{0,10}?(?:第几条|哪一?条|几条)")
_CHANGE = re.compile(r"(?:修[订改正]|改)(?:前后|之后|以后)?[^。？]{0,30}(?:变化|变了|区别|不同|提高|降低|加重)"
    r"|新旧|(?:有|发生)(?:什么|何|哪些)(?:变化|修改)|(?:修[订改正]|新增|增加|删除?|改)了?(?:哪些|什么|哪几|多少|几)[条处款]?")
_WITH_OLD = re.compile(r"(?:跟|和|与|比)(?:旧|老|原来|以前)的?(?:办法|规定|规章|那部)?[^，。？]{0,6}(?:比|不同|区别|变化|变了)")


@dataclass(frozen=True)
class _Pair:
    """One article in two texts.

    ``later`` is None if the amended law has dropped it.
    """

    before: Quote
    later: Quote | None


def answer(knowledge: Knowledge, index: Index, asked: Question, where: Scope) -> Answer | None:
    """The answer to a question about an amendment, or None if there is no such question.

    Either the law has several texts, or it replaced one whose words are not held.
    """
    instrument = next((i for i in asked.instruments if len(i.versions) > 1), None)
    if instrument is None:
        return _replaced(knowledge, asked) if _CHANGE.search(asked.text) or _WITH_OLD.search(asked.text) else None
    if asked.references and (_OLD.search(asked.text) or _NEW_NUMBER.search(asked.text)):
        return _by_number(knowledge, asked, instrument)
    if _CHANGE.search(asked.text):
        return _by_subject(knowledge, index, asked, instrument)
    return None


def _replaced(knowledge: Knowledge, asked: Question) -> Answer | None:
    """The refusal to compare a text with the one it replaced, whose words are not held, or None.

    It quotes the article that ended the old text.
    """
    for instrument in asked.instruments:
        for version in instrument.versions:
            old = [o for urn in version.repeals if (o := knowledge.catalogue.find(urn)) and not o.versions]
            ended = commences(knowledge, version) if old else None
            if ended:
                titles = "、".join(f"《{o.title}》（{o.number}）" for o in old)
                text = f"《{version.title}》取代的{titles}全文未收录，无法据原文对照两者的不同。\n最接近的规定：{cite(ended)}：“{ended.quote}”"
                return Answer(asked.text, "unanswerable", text, (ended,))
    return None


def _by_number(knowledge: Knowledge, asked: Question, instrument: Instrument) -> Answer | None:
    """The answer that tells where an article named by its older number stands now, or None if there is no such article."""
    old, new = chronological(instrument.versions)[-2:]
    article = knowledge.document(old).article(asked.references[0].number)
    return _told(knowledge, asked, old, new, article.eid) if article else None


def _by_subject(knowledge: Knowledge, index: Index, asked: Question, instrument: Instrument) -> Answer | None:
    """The answer with the article the question is about in the latest text, beside the wording it had before.

    It has all changes if the question names no matter, and is None if no article is found.
    """
    old, new = chronological(instrument.versions)[-2:]
    if not _matter(asked, instrument):
        return _all(knowledge, asked, old, new)
    hits = index.search(asked.topic, k=1, allowed={old.urn})
    return _told(knowledge, asked, old, new, Urn.parse(hits[0].urn).eid or "") if hits else None


_FILLER = re.compile(
    r"20\d\d年?|修[订改正]案?|新旧|新法?|旧法?|老|前后|以后|之后|对比|比较|相比|主要|具体|哪些|哪里|什么|怎么|区别|不同|变化|变动"
    r"|内容|地方|条文?|法律|我国|今年|去年|这[次回]|上次|一共|总共|都|请问|新增|增加|删除?|[有了的是和与跟在对把吗呢啊改动做出处款条年月日]|第?[几多少]+|[^一-鿿]")


def _matter(asked: Question, instrument: Instrument) -> str:
    """What a question about an amendment speaks of besides the law and that it was amended."""
    rest = asked.text
    for name in sorted((instrument.title, instrument.full_title, *instrument.names), key=len, reverse=True):
        rest = rest.replace(name, "")
    return _FILLER.sub("", rest)


def _all(knowledge: Knowledge, asked: Question, old: Version, new: Version) -> Answer:
    """The answer with every change of words, by kind, and with the words of the new text.

    Articles of which only the number changed are counted.
    """
    found, document = knowledge.changes(old, new), knowledge.document(new)
    changed = [c for c in found if c.kind in (ChangeKind.NEW, ChangeKind.AMENDED) and c.new]
    quotes = [q for c in changed if c.new and (q := quote(knowledge, new, document.by_eid[c.new.eid]))]
    numbers = "，".join(f"{kind.value}{number}条" for kind, number in counts(found).items() if number)
    title = f"《{new.title}》{new.effective}起施行的文本与此前的文本相比：{numbers}。"
    lines = [f"{kind.value}：{'、'.join(told)}。" for kind in (ChangeKind.NEW, ChangeKind.AMENDED, ChangeKind.REPEALED)
             if (told := [_line(c) for c in found if c.kind is kind])]
    grounds = "\n".join(f"{cite(q)}：“{q.quote}”" for q in quotes)
    text = "\n".join([title, *lines, "逐条对照见“新旧对照”页或 kg diff。", "依据：", grounds])
    return Answer(asked.text, "answered", text, tuple(quotes), path=(step(f"《{old.title}》{old.effective}", "修正", f"{new.effective}"),))


def _line(change: Change) -> str:
    """A change in a few words: 第五十九条→第六十一条, 第六十四条（并入第七十一条）."""
    old, new = change.old.label if change.old else "", change.new.label if change.new else ""
    moved = f"{old}→{new}" if old and new and old != new else old or new
    return f"{moved}（{change.remark}）" if change.remark and not new else moved


def _told(knowledge: Knowledge, asked: Question, old: Version, new: Version, eid: str) -> Answer | None:
    pair = _pair(knowledge, old, new, eid)
    if pair is None:
        return None
    before = f"{cite(pair.before)}（{old.effective}起施行的文本）"
    if pair.later is None:
        text = f"{before}在{new.effective}起施行的文本中没有对应条文。\n依据：\n{before}：“{pair.before.quote}”"
        return Answer(asked.text, "answered", text, (pair.before,), path=(step(cite(pair.before), "修正", "无对应条文"),))
    later = f"{cite(pair.later)}（{new.effective}起施行的文本）"
    same = "文字相同" if pair.before.quote == pair.later.quote else difference(knowledge, old, new, eid)
    text = f"{before}对应{later}，{same}。\n依据：\n{before}：“{pair.before.quote}”\n{later}：“{pair.later.quote}”"
    return Answer(asked.text, "answered", text, (pair.later, pair.before), path=(step(cite(pair.before), "修正", cite(pair.later)),))


def _pair(knowledge: Knowledge, old: Version, new: Version, eid: str) -> _Pair | None:
    before_doc, later_doc = knowledge.document(old), knowledge.document(new)
    article = article_eid(eid)
    now = counterpart(before_doc, later_doc, article)
    before = quote(knowledge, old, before_doc.by_eid[article]) if article in before_doc.by_eid else None
    later = quote(knowledge, new, later_doc.by_eid[now]) if now and now in later_doc.by_eid else None
    return _Pair(before, later) if before else None
