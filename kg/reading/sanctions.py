"""The penalty clauses (罚则) of a text: who is punished for the breach of which provisions, by whom and how.

A sentence that punishes is read in any place of the text: ``违反本办法第九条规定的，由…责令改正，处…罚款`` · ``不履行本法
第二十一条规定的义务的`` · ``单位有前款行为的，…`` · ``对直接负责的主管人员处…`` · ``依照《网络安全法》相关规定予以处罚`` ·
``依法给予处分`` · ``依法承担民事责任``. One Sanction stands for one degree of the penalty (the plain one, 拒不改正的…,
情节严重的…) and one addressee (the firm, or the persons in charge), so that whoever looks for the fine of a person finds
only that fine.

``punishes`` are the provisions named as broken, in the 款 or its 项. 有前款行为的 means what that 款 punishes. It is empty
if no provision is named, as in 违反本办法规定的 (the whole instrument, see ``punishes_whole``) or if the clause tells the
acts in its own words. ``addressee`` is empty if anybody is meant. ``fines`` are yuan with the words of the law as bounds
(whether 以下 includes the number is the instrument's own rule), while multiples of the gain stay among the ``measures``.
``condition`` is the case of the degree in the words of the law. ``firm`` are those whose breach it is, also if persons are
punished for it.

``duties_meant`` finds the duties that a penalty clause means if it names no provision, from the words of its case.
``未履行备案义务的`` means the duty to file of those it punishes, and ``未按照规定报告的`` their duty to report. The law gives no
article number there, so the link is an inference and is marked as one.

>>> from kg.corpus.structure import parse
>>> words = "第八条 运营者违反本法第三条规定的，由公安机关责令改正；拒不改正的，处一万元以上十万元以下罚款，对主管人员处五千元罚款。"
>>> for s in find_sanctions(parse(words)):
...     print(s.condition, s.firm, s.addressee, s.measures, s.fines)
违反本法第三条规定的 ('运营者',) ('运营者',) ('责令改正',) ()
拒不改正的 ('运营者',) ('运营者',) ('一万元以上十万元以下罚款',) ((10000, 100000),)
拒不改正的 ('运营者',) ('主管人员',) ('五千元罚款',) ((5000, 5000),)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.law.model import LONGEST_ARTICLE, Citation, Document, Modality, Norm, Provision, ProvisionKind, Sanction, Target
from kg.reading.citations.finding import find_citations
from kg.reading.grammar import pipeline
from kg.reading.grammar.clauses import clauses_by_sentence
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.punishments import is_penal
from kg.reading.penal.limbs import Limb, read_limbs
from kg.reading.penal.measures import fines

_ACT = r"(?:法|条例|办法|规定|细则|准则|规则|指引|决定)"
_WHOLE = re.compile(
    rf"违反(?:了)?本{_ACT}(?:的)?(?:有关|相关)?(?:规定|要求)?(?:的|，(?=但|给|造成|构成|尚|情节|反映|不符合|影响))|(?:有|履行|遵守)本{_ACT}(?:的)?(?:有关|相关)?规定的")
_BROKEN = re.compile(r"违反|履行|遵守|(?<!具)有")
_APPLIED = re.compile(r"(?<![未不])(?:依照|按照|依据|根据|参照|适用|比照)|造成|导致|具有|构成|属于|(?<!不)(?<!不再)符合")


@dataclass
class _PenalPlace:
    """A 款 (or a 项 that punishes by itself) with what it cites.

    The offsets of its citations count from its start.
    """

    article: Provision
    part: Provision
    whole: str
    cited: list[Citation]
    above: list[Sanction] = field(default_factory=list)  # penalties of the 款 it refers to (前款) or belongs to


def find_sanctions(doc: Document) -> tuple[Sanction, ...]:
    """Every penalty of ``doc`` in the order of the text.

    ``eid`` is that of the 款 (or of the 项 that punishes). ``quote`` are the words from the beginning of the degree to the
    end of the addressee's measures. A text without articles has no penalties that could be cited, so none is read. Nothing
    raises.
    """
    places = [(a, p) for a in doc.articles for p in _parts(a) if _is_penal_text(_lead(doc, p)) and _imposes(doc, p)]
    cited: dict[str, list[Citation]] = {}
    for citation in find_citations(doc) if places else ():
        cited.setdefault(citation.article, []).append(citation)
    out: dict[str, list[Sanction]] = {}
    for (article, part), reading in zip(places, pipeline.read([_lead(doc, p) for _, p in places]), strict=True):
        place = _place(doc, article, part, cited.get(doc.label_of(article), []), out)
        out[part.eid] = list(_read(place, reading))
    return tuple(s for found in out.values() for s in found)


def punishes_whole(doc: Document, sanction: Sanction) -> bool:
    """Whether the clause punishes any breach of the instrument (违反本办法规定的) and names no provision of it."""
    part = doc.by_eid.get(sanction.eid)
    return part is not None and not sanction.punishes and bool(_WHOLE.search(doc.text_of(part)))


def _is_penal_text(text: str) -> bool:
    return any(is_penal(text[s[0].start : s[-1].end]) for s in clauses_by_sentence(text))


def _imposes(doc: Document, part: Provision) -> bool:
    """Whether a part may impose what it names: a 项 that only lists kinds of penalty (罚款、没收违法所得) needs a 款 that punishes."""
    if part.kind is not ProvisionKind.ITEM or re.search("[，；]", _lead(doc, part).strip("；。， \n")):
        return True
    return _is_penal_text(_lead(doc, doc.ancestors(part.eid)[-1]))


def _parts(article: Provision) -> Iterator[Provision]:
    for paragraph in article.children or (article,):
        yield paragraph
        yield from (c for c in paragraph.children if c.kind is ProvisionKind.ITEM)


def _lead(doc: Document, part: Provision) -> str:
    """The words of a 款 up to its first 项, or those of a 项 with its number blanked so that offsets hold."""
    end = part.children[0].start if part.children else part.end
    words = doc.text[part.start : min(end, part.start + LONGEST_ARTICLE)].rstrip()
    cut = len(part.label) if part.kind is not ProvisionKind.PARAGRAPH else 0
    return " " * cut + words[cut:]


def _place(doc: Document, article: Provision, part: Provision, cited: list[Citation], known: dict[str, list[Sanction]]) -> _PenalPlace:
    base = part.start - article.start
    own = [replace(c, start=c.start - base, end=c.end - base) for c in cited if base <= c.start < part.end - article.start]
    place = _PenalPlace(article, part, doc.text[part.start : part.end], own)
    parent = doc.ancestors(part.eid)[-1].eid if part.kind is ProvisionKind.ITEM else ""
    earlier = [_previous(c, article) for c in own if not _is_applied(place, c)]
    place.above = [s for eid in (*earlier, parent) for s in known.get(eid, [])]
    return place


def _previous(citation: Citation, article: Provision) -> str:
    """The eid of the 款 that 前款 or 前款第一项 means, or "" for other citations."""
    target = citation.target
    same = target.instrument == "self" and target.article == article.label and target.paragraph
    return f"{article.eid}_par{target.paragraph}" if same else ""


def _is_applied(place: _PenalPlace, citation: Citation) -> bool:
    """Whether the provision is applied (依照…处罚, 造成…规定的后果) and not broken."""
    head = re.split(r"[，；。：\n]", place.whole[: citation.start])[-1]
    broken = max((m.end() for m in _BROKEN.finditer(head)), default=0)
    return bool(_APPLIED.search(head, broken))


def _read(place: _PenalPlace, reading: Reading) -> Iterator[Sanction]:
    punishes = _punished(place)
    by = next((s.authority for s in place.above if s.authority), ())
    for limb in read_limbs(reading, _firms_above(place), by):
        amounts = tuple(dict.fromkeys(pair for m in limb.measures for pair in fines(m)))
        yield Sanction(
            place.article.label, place.part.eid, limb.addressee, punishes, tuple(dict.fromkeys(limb.measures)), amounts,
            _onward(place, limb), reading.text[limb.start : limb.end], limb.authority,
            limb.condition, limb.firm)


def _punished(place: _PenalPlace) -> tuple[Target, ...]:
    found: list[Target] = []
    earlier = {s.eid: s.punishes for s in place.above}
    for citation in place.cited:
        eid = _previous(citation, place.article)
        if not _is_applied(place, citation) and citation.target.division == "":
            found += earlier.get(eid, (citation.target,))
    if place.part.kind is ProvisionKind.ITEM and not found:
        found = [t for s in place.above for t in s.punishes]
    return tuple(t for t in dict.fromkeys(found) if t.article)


def _onward(place: _PenalPlace, limb: Limb) -> tuple[str, ...]:
    titles = [c.target.instrument for c in place.cited if limb.start <= c.start < limb.end and _is_applied(place, c)]
    return tuple(dict.fromkeys(t for t in titles if t != "self"))


def _firms_above(place: _PenalPlace) -> tuple[str, ...]:
    """Those whom the 款 referred to punish first, or () if one of them punishes anybody."""
    firsts = {s.eid: s.firm for s in reversed(place.above)}
    names = [firsts[eid] for eid in reversed(firsts)]
    return tuple(dict.fromkeys(n for group in names for n in group)) if all(names) else ()

_OMITS = re.compile(
    r"(?:未|不)(?:按照?|依照|依法|及时|如实)*(?:[^，；]{0,6}规定|要求)?(?:及时|如实)?(?:履行|办理|进行)?(?P<act>备案|报告|报送|告知|通知|申报|公告)(?:义务|手续|职责)?(?:的|$|，|、|或者)")
_KINDS = {
    "备案": ("file",), "报告": ("report", "submit"), "报送": ("submit", "report"), "告知": ("inform", "notify"), "通知": ("notify", "inform"),
    "申报": ("apply",), "公告": ("announce",),
}


def duties_meant(sanction: Sanction, norms: Iterable[Norm]) -> tuple[str, ...]:
    """The eids of the provisions whose duty is broken.

    They are () if the clause names provisions, or if nobody's duty fits its words.

    >>> from kg.reading.norms import find_norms
    >>> from kg.reading.sanctions import find_sanctions
    >>> from kg.corpus.structure import parse
    >>> doc = parse("第一条 服务机构应当向证监会备案。" + chr(10) + "第二条 服务机构未履行备案义务的，责令改正，处一万元罚款。")
    >>> duties_meant(find_sanctions(doc)[0], find_norms(doc))
    ('art1_par1',)
    """
    match = _OMITS.search(sanction.condition)
    if sanction.punishes or not match:
        return ()
    firm, kinds = set(sanction.firm or sanction.addressee), _KINDS[match["act"]]
    meant = [n.eid for n in norms if n.modality is Modality.OBLIGATION and n.kind in kinds and firm & set(n.bearer)]
    return tuple(dict.fromkeys(meant))
