"""Remarks on the provisions cited: their rank, and the number they had before an amendment.

A lawyer wants to know this beside their words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.answers.question.reading import Question
from kg.corpus.amendments.changes import REFERENCES_ONLY
from kg.corpus.amendments.renumbering import renumbered
from kg.corpus.quoting import Quote
from kg.law.identifiers import article_eid, article_urn, eid_of, text_urn, within
from kg.law.likeness import squash
from kg.law.model import Version
from kg.law.versions import chronological
from kg.law.wording import LEADS, chinese_date, fragment, limits, retold
from kg.links.records import LinkType

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.corpus.quoting import Quote
    from kg.graph.knowledge import Knowledge
    from kg.law.model import Version

_MOST = 3  # articles whose older number is told


def remarks(knowledge: Knowledge, asked: Question, quotes: Sequence[Quote], on: date) -> list[str]:
    """The remarks on the provisions cited.

    依据的层级 is said if the texts cited differ in rank, 条号变化 if an amended law is cited in its latest text. If the
    question names an article of such a law by number, it is also said where the article of that number before is now. 优先适用 says
    which provision is to be applied in the place of one that is cited, and 所引旧条号 which number in the words quoted has changed. The last remarks
    say which of the texts the user added, and of which only a fragment is held.
    """
    cited = {article_urn(q.iri) for q in quotes}
    lines = (
        *_prevailing(knowledge, on, cited), _ranks(knowledge, quotes), _numbers(knowledge, quotes), _meant(knowledge, asked, cited), _users(quotes),
        _fragments(knowledge, asked, quotes),
        _stale(knowledge, on, quotes),
    )
    return [line for line in lines if line]


def only_in_a_field(knowledge: Knowledge, urns: Sequence[str]) -> list[str]:
    """The sentence on articles that are not told because their text is limited to a field, in a list of at most one.

    An example is 仅限特定领域的规定：《某办法》第二条（限于：某领域数据）；涉及该领域的，请一并核对。
    """
    named = dict.fromkeys(f"{knowledge.provision_label(u)}（{limits(knowledge.catalogue.of(knowledge.catalogue.version(u)))}）" for u in urns)
    return [f"{LEADS[7]}{'、'.join(named)}；涉及该领域的，请一并核对。"] if named else []


def _prevailing(knowledge: Knowledge, on: date, cited: Collection[str]) -> Iterable[str]:
    """The sentence for each provision cited over which one of another law in force that day prevails."""
    ends = (k for urn in cited for k in knowledge.linked.of(urn) if k.type is LinkType.PREVAILS and urn in map(article_urn, (k.source, k.target)))
    found = {(k.source, k.target): k for k in ends}.values()
    in_force = {v.urn for v in knowledge.versions(on)}
    for link in found:
        if text_urn(link.source) in in_force:
            yield (f"{LEADS[5]}{knowledge.provision_label(link.source)}“{link.source_words}”与{knowledge.provision_label(link.target)}"
                   f"“{link.target_words}”不一致，适用前者。{link.reason}")


def _stale(knowledge: Knowledge, on: date, quotes: Iterable[Quote]) -> str:
    """The sentence on numbers in the words quoted that an amended law no longer has, or ''.

    An example is 所引旧条号：《某办法》第十二条引用的是修正前的《网络安全法》第六十条，现为第六十二条。
    """
    in_force = {v.urn for v in knowledge.versions(on)}
    said: dict[str, None] = {}
    for q in quotes:
        version = knowledge.catalogue.by_urn.get(text_urn(q.iri))
        for link in knowledge.links_in(version) if version else ():
            now = next((u for u in link.also if text_urn(u) in in_force), "")
            if link.stale and link.target and now and link.text in q.quote and within(link.source, article_urn(q.iri)):
                place, old, new = map(knowledge.provision_label, (article_urn(q.iri), link.target, now))
                said[f"{place}引用的是修正前的{old}，现为{new.rpartition('》')[2]}"] = None
    return f"{LEADS[6]}{'；'.join(said)}。" if said else ""


def _users(quotes: Iterable[Quote]) -> str:
    """The sentence on texts that the user added (用户自行添加的规定：《某公司网络安全事件报送细则》。), or ''."""
    titles = dict.fromkeys(f"《{q.instrument}》" for q in quotes if q.user_supplied)
    return f"{LEADS[3]}{'、'.join(titles)}。" if titles else ""


def _fragments(knowledge: Knowledge, asked: Question, quotes: Iterable[Quote]) -> str:
    """The sentence on texts of which only a fragment is held, with what is known of a text asked about at second hand, or ''."""
    named = [i for i in asked.instruments if i.versions and not i.held]
    parts = dict.fromkeys(f"《{q.instrument}》{q.fragment}" for q in quotes if q.fragment)
    parts |= dict.fromkeys(f"《{i.title}》{fragment(knowledge.document(i.versions[-1]))}" for i in named)
    if not parts:
        return ""
    return f"{LEADS[4]}{'、'.join(parts)}；未收录的部分可能另有规定，请查官方公布的全文。{''.join(map(retold, named))}"


def _ranks(knowledge: Knowledge, quotes: Iterable[Quote]) -> str:
    """The sentence on the ranks of the texts cited, or ''.

    An example is 依据的层级：法律《网络安全法》；部门规章《证券期货业网络和信息安全管理办法》。
    """
    ranks = {i.title: i.rank for i in knowledge.catalogue.instruments}
    order = list(dict.fromkeys(ranks.values()))
    of: dict[str, dict[str, None]] = {}
    for q in quotes:
        of.setdefault(ranks.get(q.instrument, ""), {})[q.instrument] = None
    if len(of) < 2 or "" in of:
        return ""
    return LEADS[0] + "；".join(f"{r}{'、'.join(f'《{t}》' for t in of[r])}" for r in sorted(of, key=order.index)) + "。"


def _numbers(knowledge: Knowledge, quotes: Iterable[Quote]) -> str:
    """The sentence on the older numbers of the articles cited, or ''.

    An example is 条号变化：《网络安全法》第二十三条（2026年1月1日起施行的文本）修正前为第二十一条，文字有修改。
    """
    said: dict[str, None] = {}
    for q in quotes:
        version = knowledge.catalogue.by_urn.get(text_urn(q.iri))
        before = _before(knowledge, version) if version else None
        if version and before and len(said) < _MOST:
            line = _changed(knowledge, before, version, article_eid(eid_of(q.iri)))
            said.update({line: None} if line else {})
    return f"{LEADS[1]}{'；'.join(said)}。" if said else ""


def _meant(knowledge: Knowledge, asked: Question, cited: Collection[str]) -> str:
    """The sentence on where an article named by number would now be if the older text is meant, or ''.

    An example is 如所指为修正前的文本：修正前的第二十一条，现为第二十三条。
    """
    said: dict[str, None] = {}
    for reference in asked.references:
        texts = chronological(reference.instrument.versions) if reference.instrument else ()
        if len(texts) < 2:
            continue
        before, later = texts[-2:]
        old, new = knowledge.document(before), knowledge.document(later)
        article, same = old.article(reference.number), new.article(reference.number)
        now = renumbered(old, new).get(article.eid) if article else None
        if article and now and same and now != same.eid and f"{later.urn}~{same.eid}" in cited:
            said[f"修正前的{article.name}，现为{new.by_eid[now].name}"] = None
    return f"{LEADS[2]}{'；'.join(said)}。" if said else ""


def _before(knowledge: Knowledge, version: Version) -> Version | None:
    """The text before, or None if the version is not the latest of its law or has none before it."""
    instrument = knowledge.catalogue.find(version.work)
    ordered = chronological(instrument.versions) if instrument else ()
    return ordered[-2] if len(ordered) > 1 and ordered[-1].urn == version.urn else None


def _changed(knowledge: Knowledge, before: Version, later: Version, article: str) -> str:
    old, new = knowledge.document(before), knowledge.document(later)
    node = new.by_eid.get(article)
    if node is None:
        return ""
    was = [old.by_eid[eid] for eid in knowledge.older(before, later).get(article, ())]
    since = f"《{later.title}》{node.name}（{chinese_date(later.effective)}起施行的文本）"
    if not was:
        return f"{since}为修正时新增"
    same = len(was) == 1 and _words(old.text_of(was[0]), was[0].label) == _words(new.text_of(node), node.label)
    if same and was[0].label == node.label:
        return ""
    words = "文字相同" if same else difference(knowledge, before, later, was[0].eid) if len(was) == 1 else "文字有修改"
    return f"{since}修正前为{'、'.join(a.name for a in was)}，{words}"


def _words(text: str, label: str) -> str:
    return squash(text.removeprefix(label))


def difference(knowledge: Knowledge, old: Version, new: Version, eid: str) -> str:
    """The words for how two texts of an article differ: 文字有修改, or 仅引用条号变动."""
    article = article_eid(eid)
    found = (c for c in knowledge.changes(old, new) if c.old and c.old.eid == article)
    return REFERENCES_ONLY if any(c.references_only for c in found) else "文字有修改"
