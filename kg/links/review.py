"""The review of links between laws (``corpus/links.toml``), one entry for each pair as a reviewer read it.

The entries are checked and take the place of what was found. A provision is written ``<slug>@<day of effect>~<eid>``
(``pipl@2021-11-01~art57_par1``), a text ``<slug>@<day>``, and a work whose text is not held ``<slug>``. An entry speaks
of its two articles: of the links found between them other than citations, in either direction, only what the entries say
remains. Entries for the latest text of a work are carried to its other texts (``Finder.carried``) unless an entry speaks
of that text itself.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from kg.corpus.catalogue import Catalogue, StrictRecord, wrong_field
from kg.law.identifiers import article_urn, eid_of, text_urn
from kg.links.finding import Finder
from kg.links.records import CrossLink, LinkType

NAME = "links.toml"
_SURE = {"confirmed": 0.95, "added": 0.9}
_Text = Annotated[str, StringConstraints(min_length=1)]


class LinkReviewError(ValueError):
    """Error raised for an entry of the review that cannot be used.

    The message names the file, the entry and the remedy.
    """


class _Entry(StrictRecord, populate_by_name=True):
    source: _Text = Field(alias="from")
    target: _Text = Field(alias="to")
    type: LinkType
    verdict: Literal["confirmed", "added", "rejected"]
    from_words: str = ""
    to_words: str = ""
    reason: _Text
    on: date


class _File(StrictRecord):
    reviewer: _Text
    link: list[_Entry] = Field(default_factory=list)


@dataclass(frozen=True)
class ReviewedLink:
    """One entry of the review, with its shorthand replaced by URNs.

    ``verdict`` is confirmed, added or rejected.
    """

    source: str
    target: str
    type: LinkType
    verdict: str
    source_words: str
    target_words: str
    reason: str
    on: date

    @property
    def pair(self) -> frozenset[str]:
        """The two articles (or texts) that the entry speaks of, whichever is the source."""
        return pair_of(self.source, self.target)


def pair_of(source: str, target: str) -> frozenset[str]:
    """The two articles, texts or works that a link joins."""
    return frozenset((article_urn(source), article_urn(target)))


def read(folder: Path, finder: Finder) -> tuple[ReviewedLink, ...]:
    """The entries of ``links.toml`` in a corpus folder, checked against the texts.

    The result is empty where there is no such file. LinkReviewError names the first entry whose provision does not exist,
    whose words are not in the text, or that is given twice.
    """
    path = folder / NAME
    if not path.exists():
        return ()
    try:
        data: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8"))
        file = _File.model_validate(data)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LinkReviewError(f"{path} 无法读取（{error}）；请改正或移走该文件") from error
    except ValidationError as error:
        raise LinkReviewError(f"{path}：{wrong_field(error)}") from error
    return tuple(_checked(path, file.link, finder))


def reviewer(folder: Path) -> str:
    """The name of whoever reviewed the links of a corpus folder, or '' where there is no review.

    The file must have been read and checked before.
    """
    path = folder / NAME
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).reviewer if path.exists() else ""


def _checked(path: Path, entries: Iterable[_Entry], finder: Finder) -> Iterator[ReviewedLink]:
    seen: set[tuple[str, str, LinkType]] = set()
    for number, e in enumerate(entries, 1):
        name = f"{path} 第 {number} 条（{e.source} → {e.target}）"
        try:
            key = (urn_of(e.source, finder.catalogue), urn_of(e.target, finder.catalogue), e.type)
            if key in seen:
                raise LookupError("与前面一条重复")
            _check_words(finder, key[0], e.from_words, e.verdict)
            _check_words(finder, key[1], e.to_words, e.verdict)
        except LookupError as error:
            raise LinkReviewError(f"{name}：{error.args[0]}；请改正该条或删去") from error
        seen.add(key)
        yield ReviewedLink(*key, e.verdict, e.from_words, e.to_words, e.reason, e.on)


def urn_of(short: str, catalogue: Catalogue) -> str:
    """The LEX URN of a shorthand such as ``pipl@2021-11-01~art57``.

    LookupError is raised where there is no such work.
    """
    slug, at, rest = short.partition("@")
    work = next((i.work for i in catalogue.instruments if i.slug == slug), None)
    if work is None:
        raise LookupError(f"目录中没有 {slug}")
    return f"{work}{at}{rest}"


def short_of(urn: str, catalogue: Catalogue) -> str:
    """The shorthand of a LEX URN."""
    work, at, rest = urn.partition("@")
    return f"{next(i.slug for i in catalogue.instruments if i.work == work)}{at}{rest}"


def _check_words(finder: Finder, urn: str, words: str, verdict: str) -> None:
    if "@" not in urn:
        if words:
            raise LookupError("该文件的全文未收录，不能引用其文字")
        return
    reading = finder.by_version.get(text_urn(urn))
    eid = eid_of(urn)
    if reading is None or (eid and eid not in reading.document.by_eid):
        raise LookupError(f"没有 {urn} 这一条文")
    text = reading.document.text_of(reading.document.by_eid[eid]) if eid else reading.document.text
    if verdict != "rejected" and not words:
        raise LookupError(f"没有写明 {urn} 的文字")
    if words not in text:
        raise LookupError(f"“{words[:30]}”不是 {urn} 的原文")


def apply(finder: Finder, entries: Sequence[ReviewedLink]) -> tuple[CrossLink, ...]:
    """The links as the reviewer left them, in the order of the corpus.

    They are the links found that nobody replaced or rejected, those that the reviewer confirmed or added, and the same links
    between other texts of the two works. A citation of a pair stays unless an entry of the same type takes its place or
    rejects it. Citations are not carried to other texts, since they are found in every text.
    """
    by_pair: dict[frozenset[str], list[ReviewedLink]] = {}
    for entry in entries:
        by_pair.setdefault(entry.pair, []).append(entry)
    found = finder.find(by_pair)
    origins = {pair_of(k.source, k.target): k.origin for k in reversed(found)}
    kept = [k for k in found if not _replaced(k, by_pair.get(pair_of(k.source, k.target), ()))]
    kept += [_link(e, origins.get(e.pair, "review")) for e in entries if e.verdict != "rejected"]
    spoken = {*by_pair, *(pair_of(k.source, k.target) for k in kept)}
    carried = [c for k in kept if k.origin != "citation" for c in finder.carried(k) if pair_of(c.source, c.target) not in spoken]
    return _in_order(finder, [*kept, *carried])


def _replaced(link: CrossLink, entries: Iterable[ReviewedLink]) -> bool:
    """Whether one of the entries replaces the link.

    The entries speak of the articles of the link. A citation is replaced only by an entry of its own type.
    """
    return any(link.origin != "citation" or e.type is link.type for e in entries)


def _link(e: ReviewedLink, origin: str) -> CrossLink:
    sure = 1.0 if origin == "citation" and e.verdict == "confirmed" else _SURE[e.verdict]
    return CrossLink(e.source, e.target, e.type, e.source_words, e.target_words, origin, sure, e.verdict, e.reason)


def _in_order(finder: Finder, links: Iterable[CrossLink]) -> tuple[CrossLink, ...]:
    """The links sorted by the place of source and target in the corpus, each pair once for each type."""
    place = {urn: n for n, urn in enumerate(_places(finder))}
    once = {(k.source, k.target, k.type): k for k in links}
    ends = len(place)
    return tuple(sorted(once.values(), key=lambda k: (place.get(k.source, ends), place.get(k.target, ends), k.target, k.type)))


def _places(finder: Finder) -> Iterator[str]:
    for reading in finder.readings:
        yield reading.version.urn
        yield from (f"{reading.version.urn}~{p.eid}" for p in reading.document.walk())


def draft(links: Iterable[CrossLink], catalogue: Catalogue, on: date) -> str:
    """Draft entries, in the form of the file, for links that nobody has reviewed.

    Verdict and reason are left to the reviewer. Citations are left out.
    """
    return "\n".join(_drafted(k, catalogue, on) for k in links if k.status == "extracted" and k.origin != "citation")


def _drafted(k: CrossLink, catalogue: Catalogue, on: date) -> str:
    fields = {
        "from": short_of(k.source, catalogue), "to": short_of(k.target, catalogue), "type": k.type.value, "verdict": "",
        "from_words": k.source_words, "to_words": k.target_words, "reason": "",
    }
    return "[[link]]\n" + "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()) + f"on = {on}\n"
