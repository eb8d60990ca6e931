"""The norms of a text: who must, must not or may do what, to whom, when and on which condition.

Every sentence of every 款 and 项 is read by the spaCy pipeline and the grammar in ``kg.reading.grammar``. ``Norm.rule``
names the rules that fired (``modal:应当+verb`` is an 应当, and a verb of telling that heads its phrase).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.law.model import Document, Norm, Provision, ProvisionKind, Term
from kg.reading.grammar import pipeline
from kg.reading.grammar.completing import SPAN
from kg.reading.grammar.conditions import kind_of
from kg.reading.grammar.draft import Context, Draft
from kg.reading.grammar.holders import heading_bearer, office_of
from kg.reading.grammar.lists import ROLES, STANDARD, Lead, lead_kind
from kg.reading.grammar.modality import find_modal
from kg.reading.grammar.sentence import walk
from kg.reading.grammar.soundness import sound
from kg.reading.grammar.subject_names import verbal_names, with_names
from kg.reading.learned.merging import merged, names_in
from kg.reading.learned.reader import NormReader, Opinion, opinions
from kg.reading.learned.windows import windows
from kg.reading.stretches import Stretch, only_heads, stretches

K = ProvisionKind
_GLOSSARY = re.compile(r"用语|术语|含义|定义")


def find_norms(doc: Document, terms: Iterable[Term] = (), reader: NormReader | None = None) -> tuple[Norm, ...]:
    """Every norm of ``doc``, in the order of the text.

    ``terms`` (its definitions) spell out abbreviations of bearers. With a ``reader`` what the rules find is compared with what
    it has learned to see. Texts whose norms are reviewed one by one need none.
    """
    parts = list(stretches(doc))
    long_names, verbal = _long_names(terms), verbal_names(doc.text)
    out: list[Norm] = []
    context = Context(doc.text)
    article = lead = None
    readings = list(pipeline.read(u.text for u in parts))
    named = _named(parts, readings)
    for unit, reading, judged in zip(parts, readings, _judged(doc, parts, readings, reader), strict=True):
        if unit.article is not article:
            context = _next_article(doc, unit.article)
            article = unit.article
        if not unit.listed:
            context.drafts, context.spared = [], None
        lead = _enter(context, unit, lead)
        if _is_glossary(unit) or only_heads(doc, unit):
            continue
        drafts = walk(with_names(reading, verbal), context)
        if lead is not None:
            context.bearer, context.whoever = lead if any(lead) else (context.bearer, context.whoever)
        elif not unit.paragraph.children:
            context.base = _leads_in(reading) or context.base
        if judged is not None:
            drafts = merged(reading, drafts, judged, named[unit.article.eid])
        out += [_norm(doc, unit, d, long_names) for d in drafts if not _is_lead_in(doc, unit, d, reading.text)]
    return _distinct(out)


def _named(parts: Sequence[Stretch], readings: Sequence[pipeline.Reading]) -> dict[str, set[str]]:
    """The names of actors that each article uses, by its eid."""
    found: dict[str, set[str]] = {}
    for unit, reading in zip(parts, readings, strict=True):
        found.setdefault(unit.article.eid, set()).update(names_in(reading))
    return found


def _judged(
    doc: Document, parts: Sequence[Stretch], readings: Sequence[pipeline.Reading], reader: NormReader | None,
) -> Iterable[tuple[Opinion, ...] | None]:
    """What the reader makes of each stretch, or None for each where there is no reader."""
    if reader is None:
        return [None] * len(parts)
    return opinions(reader, [list(windows(doc, u, r.sentences)) for u, r in zip(parts, readings, strict=True)])


def _next_article(doc: Document, article: Provision) -> Context:
    """The context for the next article, with whom the heading of its chapter names."""
    chapter = next((p for p in reversed(doc.ancestors(article.eid)) if p.heading), None)
    return Context(doc.text, chapter=heading_bearer(chapter.heading) if chapter else ())


def _enter(context: Context, unit: Stretch, shared: tuple[tuple[str, ...], str] | None) -> tuple[tuple[str, ...], str] | None:
    """The bearer (or whoever else is bound) that the 项 of the 款 share, after the context was set for a 款 or a 项.

    It is None for a 款 and for a point, which shares nothing with the point before.
    """
    if not unit.listed:
        context.modality, context.rule, context.explicit_only, context.whoever = None, "", False, ""
        context.bearer = () if unit.point else context.bearer
        return None
    lead: Lead | None = lead_kind(unit.lead)
    context.modality, context.rule = (lead.modality, lead.rule) if lead else (None, "")
    context.explicit_only = lead is None
    shared = shared if shared is not None else (office_of(unit.lead.rpartition("。")[2]) or context.bearer, context.whoever)
    if any(shared) or context.rule == ROLES:
        context.bearer, context.whoever = shared
    return shared


def _leads_in(reading: pipeline.Reading) -> tuple[str, ...]:
    """The conditions that a 款 without 项 leaves open for those after it: ``属于较大以上…的，按以下程序报告：``."""
    last = reading.sentences[-1] if reading.sentences else ()
    if len(last) < 2 or last[-1].stop not in "：:":
        return ()
    found: list[str] = []
    for clause in reversed(last[:-1]):
        if kind_of(clause.text) != "trigger":
            break
        found.insert(0, clause.text)
    return tuple(found)


def _is_glossary(unit: Stretch) -> bool:
    return unit.item is not None and bool(_GLOSSARY.search(unit.lead.rpartition("。")[2]))


def _is_lead_in(doc: Document, unit: Stretch, draft: Draft, text: str) -> bool:
    """Whether a duty such as ``履行下列职责：`` or ``按以下程序报告：`` only announces what follows.

    ``应当符合下列要求：`` does not if its 项 are whole sentences with a modal of their own.
    """
    words = text[draft.start : draft.end]
    announces = text[draft.end : draft.end + 1] == "：" or draft.end >= len(text.rstrip("： "))
    if unit.listed or not announces or not re.search(r"下列|以下|如下|(?:负责|职责|义务|责任|任务)(?:包括|是|为)?$", words):
        return False
    lead = lead_kind(text)
    if lead and lead.rule == STANDARD and all(find_modal(doc.text[c.start : c.end]) for c in (unit.item or unit.paragraph).children):
        return False
    return lead is not None or bool(re.search(r"(?:以下|下列)(?:程序|要求|规定)[^，]{0,6}$", words))


def _norm(doc: Document, unit: Stretch, draft: Draft, long_names: dict[str, str]) -> Norm:
    base = unit.start - unit.article.start
    start, end = base + draft.start, base + draft.end
    quote = doc.text[unit.article.start + start : unit.article.start + end]
    smallest = unit.item or unit.paragraph
    return Norm(
        instrument=doc.title, article=doc.label_of(unit.article), paragraph=unit.paragraph.number[0] if unit.paragraph.kind is K.PARAGRAPH else None,
        item=unit.item.label if unit.item else None, eid=smallest.eid, modality=draft.modality, kind=draft.kind,
        bearer=tuple(long_names.get(b, b) for b in sound(draft.bearer)),
        recipient=tuple(long_names.get(r, r) for r in draft.recipient),
        action=draft.action, object=_thing(draft, quote).strip("，、；：的 "), trigger=draft.trigger, deadline=draft.deadline, quote=quote,
        start=start, end=end, exception=draft.exception, rule=draft.rule, whoever=draft.whoever)


def _thing(draft: Draft, quote: str) -> str:
    """The object of a duty.

    For a duty to keep it is the thing kept and not the time: ``业务日志应当保存五年以上`` → 业务日志.
    """
    if draft.kind != "keep":
        return draft.object
    kept = SPAN.sub("", draft.object)
    topic = re.match(r"(?:并|且)?([^，；。]{2,40}?)(?:应当|必须|须|至少|不得)", quote)
    return kept or (topic[1] if topic else draft.object)


def _long_names(terms: Iterable[Term]) -> dict[str, str]:
    """The long name of each short form that the text declares, if the long one ends with it: 运营者 → 关键信息基础设施运营者."""
    return {t.term: t.full_form for t in terms if t.full_form and t.full_form.endswith(t.term) and t.full_form != t.term and len(t.full_form) < 30}


def _distinct(norms: list[Norm]) -> tuple[Norm, ...]:
    seen: set[tuple[object, ...]] = set()
    out: list[Norm] = []
    for norm in norms:
        key = (norm.eid, norm.kind, norm.start, norm.end, norm.recipient, norm.modality)
        if key not in seen:
            seen.add(key)
            out.append(norm)
    return tuple(out)
