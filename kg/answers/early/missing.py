"""Parts that a text does not have: 第二十三条第九项 · 第三款第二项 · 第（六）项 · 第一项至第九项 · 第一项第3目 · 附件2第三条.

Of a text held in part nothing is said to be missing from an article that breaks off. A text whose 款 are read from the look of a page
may count its 项 under another 款.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.answers.question.reading import NamedArticle
from kg.law.model import Document, Provision, ProvisionKind
from kg.law.numerals import LARGEST, NUMERAL, article_label, to_chinese, to_int

K = ProvisionKind
_STEP = rf"(?:第\s?|(?=[(（]))[(（]?(?P<number>{NUMERAL})[)）]?\s?(?P<kind>[款项目])"
_MORE = re.compile(rf"\s?(?:(?:[的中里]{{1,2}}|至|到|-|—|~|、|,|和|与|及|以及|或者?)\s?)?{_STEP}")
_NUMBERED = re.compile(rf"(?:第\s?[(（]?{NUMERAL}[)）]?|[(（]{NUMERAL}[)）]|[0-9])\s?项\Z")  # 三项 behind an article is a count
_COUNTED = re.compile(r"[一-鿿](?<![的怎说讲规写是和与及至到中里])")
_ANNEX = re.compile(rf"附[件录表]\s?(?P<number>{NUMERAL})?(?:的|中的?|里的?)?\s?\Z")
_MOST_STEPS = 9


def missing_part(article: Provision, reference: NamedArticle, text: str = "", *, inferred: bool = False) -> str:
    """What an article lacks of the 款, 项 and 目 named, in words that follow its label, or '' if it has them all.

    ``text`` is the question, in which a range or a 目 may follow the words of the reference. ``inferred`` says that the 款 of the
    text are not certain.
    """
    paragraphs = [c for c in article.children if c.kind is K.PARAGRAPH]
    count = len(paragraphs)
    named, wanted, points = _named(reference, text)
    if named and named > count:
        return f"没有{_paragraph(named)}，该条共{count}款。"
    if not wanted:
        return ""
    chosen = [p for p in paragraphs if p.number[0] == named] if named and not inferred else [article, *paragraphs]
    items = [i for p in chosen for i in p.children if i.kind is K.ITEM]
    lacking = next((n for n in wanted if not any(i.number[-1] == n for i in items)), None)
    if lacking:
        return _without_item(lacking, named if not inferred else None, items, paragraphs)
    item = next(i for i in items if i.number[-1] == wanted[-1])
    return _without_point(item, points)


def missing_in_annex(document: Document, reference: NamedArticle, text: str) -> str | None:
    """What an annex lacks of the article named after it (附件2第三十条), '' if it has it, and None if no annex is named."""
    named = _ANNEX.search(text[: text.find(reference.text)]) if reference.text in text else None
    if named is None:
        return None
    annexes = [n for n in document.children if n.kind is K.ANNEX]
    number = to_int(named["number"]) if named["number"] else None
    annex = next((a for a in annexes if number is None or a.number[0] == number), None)
    if annex is None:
        return f"没有{named[0].strip('《》')}，该文本共{len(annexes)}个附件。" if annexes else "（收录的文本）没有附件。"
    articles = [a for a in annex.walk() if a.kind is K.ARTICLE]
    if any(a.number == reference.number for a in articles):
        return ""
    has = f"该附件共{len(articles)}条，最后一条是{articles[-1].label}" if articles else "该附件不分条"
    return f"{annex.label}没有{article_label(reference.number)}，{has}。"


def _named(reference: NamedArticle, text: str) -> tuple[int | None, list[int], list[int]]:
    """The 款, the 项 and the 目 named, with those that follow the words of the reference in the question."""
    at = text.find(reference.text) + len(reference.text) if reference.text in text else len(text)
    paragraph, points = reference.paragraph, list[int]()
    items = [reference.item] if reference.item and _is_number(reference.text, text[at : at + 1]) else []
    for _ in range(_MOST_STEPS):
        match = _MORE.match(text, at)
        number = to_int(match["number"]) if match else None
        if match is None or number is None or (match["kind"] == "款" and (paragraph or items)):
            break
        if match["kind"] == "款":
            paragraph = number
        else:
            (items if match["kind"] == "项" else points).append(number)
        at = match.end()
    return paragraph, items, points


def _is_number(words: str, after: str) -> bool:
    """Whether the words of a reference end in the number of an item, not in how many there are (第十三条七项情形)."""
    return not words or (bool(_NUMBERED.search(words)) and (not words[-2].isdigit() or not _COUNTED.match(after)))


def _paragraph(number: int) -> str:
    return f"第{_numeral(number)}款"


def _numeral(number: int) -> str:
    return to_chinese(number) if number <= LARGEST else str(number)


def _without_item(lacking: int, paragraph: int | None, items: Sequence[Provision], paragraphs: Sequence[Provision]) -> str:
    name, label, within = f"第（{_numeral(lacking)}）项", _paragraph(paragraph) if paragraph else "", "该款" if paragraph else "该条"
    listing = _listing(paragraphs)
    if items:
        several = not paragraph and sum(_count(p) > 0 for p in paragraphs) > 1
        return f"{label}没有{name}，{f'该条{listing}' if several else f'{within}共{len(items)}项'}。"
    elsewhere = f"，该条{listing}" if paragraph and listing else ""
    return f"{label}没有{name}，{within}未分项{elsewhere}。"


def _listing(paragraphs: Sequence[Provision]) -> str:
    """Which 款 have 项 and how many: 第一款共5项、第三款共2项."""
    return "、".join(f"{_paragraph(p.number[0])}共{_count(p)}项" for p in paragraphs if _count(p))


def _count(paragraph: Provision) -> int:
    return sum(c.kind is K.ITEM for c in paragraph.children)


def _without_point(item: Provision, points: Sequence[int]) -> str:
    under = [c for c in item.children if c.kind is K.SUBITEM]
    lacking = next((n for n in points if not any(c.number[-1] == n for c in under)), None)
    if lacking is None:
        return ""
    has = f"该项共{len(under)}目" if under else "该项未分目"
    return f"第（{to_chinese(item.number[-1])}）项没有第{_numeral(lacking)}目，{has}。"
