"""The stretches of a text that are read as one: 款, 项, and the points of a list that only a heading leads in.

``四、职责分工⏎（一）信息技术部负责…。⏎（二）合规部审核…。`` is no list with a lead-in. Each point there is read as a 款 is, and the 目
below it are its list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.law.model import Document, Provision, ProvisionKind
from kg.reading.grammar.lists import is_heading, lead_kind

_NO_DUTIES = re.compile(r"(?:规范性引用文件|术语|缩略语|符号|前言|引言|参考文献)[^，。；]{0,12}\s*(?:\n|\Z)")  # chapters of a standard


@dataclass(frozen=True)
class Stretch:
    """A stretch of an article that is read as one, which is a 款 up to its first 项, a 项, or a 目 of a point.

    ``item`` is the 项 it belongs to. ``lead`` are the words that lead its list in. A ``point`` stands by itself as a 款 does.
    """

    article: Provision
    paragraph: Provision
    item: Provision | None
    text: str
    start: int  # in the document
    lead: str = ""
    point: bool = False

    @property
    def listed(self) -> bool:
        """Whether it is a member of a list, and stands under the words that lead it in."""
        return self.item is not None and not self.point


def stretches(doc: Document) -> Iterator[Stretch]:
    """Every stretch of a text that is read as one, in order."""
    for article in doc.articles or tuple(p for p in doc.children if p.kind is ProvisionKind.PARAGRAPH):
        for paragraph in article.children or (article,):
            end = doc.read_to(paragraph, article)
            first = min(paragraph.children[0].start, end) if paragraph.children else end
            lead = doc.text[paragraph.start : first].rstrip()
            yield Stretch(article, paragraph, None, lead, paragraph.start)
            for item in paragraph.children:
                own = Stretch(article, paragraph, item, doc.text[item.start : doc.read_to(item, article)].rstrip(), item.start, lead)
                yield from _point(doc, own) if is_heading(lead) else [_behind(own, len(item.label))]


def _behind(unit: Stretch, label: int) -> Stretch:
    """The stretch without the number at its head."""
    return Stretch(unit.article, unit.paragraph, unit.item, unit.text[label:], unit.start + label, unit.lead, unit.point)


_TITLE = re.compile(r"(?:(?!应|须|不得|可|严禁|禁止)[^，。；：、]){2,8}。(?=[^。]{12})")  # （二）及时报告。经营机构…: what the point is called


def _point(doc: Document, whole: Stretch) -> Iterator[Stretch]:
    """A 项 under a heading as a point up to its first 目, and its 目 as the list below."""
    item = whole.item
    assert item is not None
    end = whole.start + len(whole.text)
    below = [c for c in item.children if c.start < end]
    words = doc.text[item.start : below[0].start if below else end].rstrip()
    opening = words[len(item.label) :]
    named = _TITLE.match(opening)
    skip = len(item.label) + (named.end() if named else 0)
    point = bool(below) or lead_kind(whole.lead) is None
    yield Stretch(whole.article, whole.paragraph, item, words[skip:], item.start + skip, whole.lead, point)
    for child in below:
        own = doc.text[child.start : min(child.end, end)].rstrip()
        yield Stretch(whole.article, whole.paragraph, item, own[len(child.label) :], child.start + len(child.label), opening)


def only_heads(doc: Document, unit: Stretch) -> bool:
    """Whether the words only head a part, or stand in the chapter of a standard on scope or terms (2 术语和定义)."""
    first = not unit.listed and not unit.point and unit.paragraph is unit.article.children[0] if unit.article.children else False
    if first and is_heading(unit.text) and (len(unit.article.children) > 1 or unit.paragraph.children):
        return True
    if not doc.own_numbers:
        return False
    above = (doc.text_of(unit.article.children[0])[:30] if unit.article.children else "",
             *(p.heading for p in doc.ancestors(unit.article.eid)))
    return any(map(_NO_DUTIES.match, above))
