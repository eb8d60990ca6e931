"""Norms as a reviewer read them, put in the place of the extracted ones provision by provision, each with its reason.

A review knows every 款 and 项 it read by a digest of the words, so that it lapses if the words change. What it says of
a provision is all there is to it: a norm equal to the extracted one is ``confirmed``, any other is ``corrected``, and an
extracted norm that stands in neither list of the review is reported. ``kg.corpus.review.files`` reads and writes the files.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.corpus.review.mentions import mentions
from kg.corpus.review.records import Rejection, Review, ReviewedNorm, ReviewedProvision
from kg.law.likeness import squash
from kg.law.model import Document, Norm, Problem, Provision, ProvisionKind, Sanction, Version

DEONTIC = re.compile("应当|必须|须|不得|禁止|严禁|可以|有权|负责|有义务")
_SLOTS = ("modality", "kind", "bearer", "recipient", "action", "object", "trigger", "exception", "deadline", "quote")
_SUSPENDS = frozenset({"changed", "not-verbatim", "no-reason"})


@dataclass(frozen=True)
class Reviewed:
    """The norms of a version after its review, in the order of the text, and what is wrong with the review.

    ``applied`` are the eids whose review stands, and ``stale`` those whose words have changed since. ``rejected`` counts the
    extracted norms that were left out because they are no norms.
    """

    norms: tuple[Norm, ...]
    problems: tuple[Problem, ...] = ()
    applied: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    rejected: int = 0

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems that must be put right, which are all except those that do no harm."""
        return tuple(p for p in self.problems if p.code != "idle")


@dataclass(frozen=True)
class Part:
    """What norms are read from, which is a 款 up to its first 项, or a 项.

    ``start`` and ``end`` span its own words in the document.
    """

    article: Provision
    paragraph: Provision
    item: Provision | None
    start: int
    end: int

    @property
    def eid(self) -> str:
        """The eid that its norms carry."""
        return (self.item or self.paragraph).eid

    def words(self, document: Document) -> str:
        """Its own words."""
        return document.text[self.start : self.end]

    def digest(self, document: Document) -> str:
        """The first 12 hex digits of the sha256 of its words without white space.

        For a 项 the words that lead it in are included.
        """
        lead = document.text[self.paragraph.start : self.paragraph.children[0].start] if self.item else ""
        return hashlib.sha256(squash(lead + self.words(document)).encode()).hexdigest()[:12]


def parts(document: Document) -> Iterator[Part]:
    """Every 款 and 项 of the articles of a text (or of its paragraphs, if it has no articles), in order."""
    for article in document.articles or tuple(p for p in document.children if p.kind is ProvisionKind.PARAGRAPH):
        for paragraph in article.children or (article,):
            end = paragraph.children[0].start if paragraph.children else paragraph.end
            yield _part(document, article, paragraph, None, paragraph.start, end)
            for item in paragraph.children:
                yield _part(document, article, paragraph, item, item.start, item.end)


def _part(document: Document, article: Provision, paragraph: Provision, item: Provision | None, start: int, end: int) -> Part:
    return Part(article, paragraph, item, start, start + len(document.text[start:end].rstrip()))


def unexplained(document: Document, part: Part, sanctions: Iterable[Sanction]) -> bool:
    """Whether words of duty stand in a provision that punishes nothing.

    Such a provision must have a norm, or a reason why it has none.
    """
    punishing = {s.eid for s in sanctions}
    return bool(DEONTIC.search(part.words(document))) and not punishing & {part.eid, part.paragraph.eid}


def apply(
    document: Document, version: Version, norms: Iterable[Norm], review: Review | None, sanctions: Iterable[Sanction] = ()
) -> Reviewed:
    """The norms of ``version`` with its review applied over the extracted ``norms``.

    The extraction stands for every provision that was not reviewed, whose words have changed, or whose review quotes what
    is not there or changes something without a reason. Each of the faults is reported as a problem and nothing is raised.
    ``sanctions`` are those of the text, because a provision that punishes needs no norm.
    """
    if review is None:
        return Reviewed(tuple(norms))
    found = _by_eid(norms)
    places = {p.eid: p for p in parts(document)}
    sheets, problems = _sheets(review, places, _ProblemTeller(version))
    out, applied, stale, rejected = dict(found), [], [], 0
    penal = tuple(sanctions)
    for eid, sheet in sheets.items():
        reading = _Matching(document, places[eid], sheet, tuple(found.get(eid, ())), _ProblemTeller(version, places[eid]))
        reading.check(penal)
        problems += reading.problems
        stale += [eid] if any(p.code == "changed" for p in reading.problems) else []
        if not _SUSPENDS & {p.code for p in reading.problems}:
            out[eid] = reading.result(review.reviewer, review.method)
            applied.append(eid)
            rejected += reading.rejected
    spoken_of, faults = mentions((a for a in review.about if a.at not in stale), {eid: places[eid].words(document) for eid in sheets})
    problems += [_ProblemTeller(version).problem(f.code, f.at, f.words) for f in faults]
    out |= {eid: [replace(n, mentions=spoken_of[eid]) for n in out[eid]] for eid in applied if eid in spoken_of}
    order = {eid: i for i, eid in enumerate(places)}
    ordered = sorted(out, key=lambda e: order.get(e, len(order)))
    return Reviewed(tuple(n for e in ordered for n in out[e]), tuple(problems), tuple(applied), tuple(stale), rejected)


def _by_eid(norms: Iterable[Norm]) -> dict[str, list[Norm]]:
    groups: dict[str, list[Norm]] = {}
    for norm in norms:
        groups.setdefault(norm.eid, []).append(norm)
    return groups


@dataclass
class _Sheet:
    """What a review says of one provision."""

    provision: ReviewedProvision
    norms: list[ReviewedNorm] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True)
class _ProblemTeller:
    """The words for problems of one version, so that each line by itself says where the problem is."""

    version: Version
    part: Part | None = None

    def problem(self, code: str, at: str, words: str) -> Problem:
        span = (self.part.start, self.part.end) if self.part else (0, 0)
        return Problem(code, f"《{self.version.title}》{self.version.effective} {at}：{words}", *span)


def _sheets(review: Review, places: dict[str, Part], teller: _ProblemTeller) -> tuple[dict[str, _Sheet], list[Problem]]:
    """What the review says of each provision, in the order of the text, and the problems of what belongs to none."""
    sheets: dict[str, _Sheet] = {}
    problems: list[Problem] = []
    for provision in review.provisions:
        if provision.at not in places:
            problems.append(teller.problem("unknown", provision.at, "文本中没有这一款、项；请更正 at"))
        elif provision.at in sheets:
            problems.append(teller.problem("repeated", provision.at, "[[provision]] 出现两次，以第一处为准；请删去一处"))
        else:
            sheets[provision.at] = _Sheet(provision)
    unknown = {p.at for p in review.provisions} - places.keys()
    stated: tuple[ReviewedNorm | Rejection, ...] = (*review.norms, *review.rejected)
    for one in stated:
        if one.at not in sheets:
            if one.at not in unknown:
                problems.append(teller.problem("unreviewed", one.at, f"“{_short(one.quote)}”所在条文没有 [[provision]]；请补写"))
        elif isinstance(one, ReviewedNorm):
            sheets[one.at].norms.append(one)
        else:
            sheets[one.at].rejected.append(one)
    return {eid: sheets[eid] for eid in places if eid in sheets}, problems


def _short(words: str) -> str:
    bare = squash(words)
    return bare if len(bare) <= 30 else f"{bare[:30]}…"


class _Matching:
    """The review of one provision beside what the extraction gives for it."""

    def __init__(self, document: Document, part: Part, sheet: _Sheet, found: tuple[Norm, ...], teller: _ProblemTeller) -> None:
        self._document, self._part, self._sheet, self._found, self._teller = document, part, sheet, found, teller
        self.problems: list[Problem] = []
        self.rejected = 0
        self._pairs = _Pairs(sheet.norms, found, sheet.rejected, [self._places(n.quote) for n in sheet.norms])

    def _places(self, quote: str) -> list[int]:
        """The offsets at which the words stand in the provision, counted from the start of the article."""
        words, base = self._part.words(self._document), self._part.start - self._part.article.start
        return [base + m.start() for m in re.finditer(f"(?={re.escape(quote)})", words)] if quote else []

    def _tell(self, code: str, words: str) -> None:
        self.problems.append(self._teller.problem(code, self._part.eid, words))

    def check(self, sanctions: Sequence[Sanction]) -> None:
        """Collect what is wrong, or only the change itself if the words of the provision have changed."""
        if self._part.digest(self._document) != self._sheet.provision.words:
            self._tell("changed", "条文文字已变，此处核对不再适用，仍用自动提取的结果；请重新核对")
            return
        self._check_norms()
        self._check_none(sanctions)
        self._check_left()

    def _check_norms(self) -> None:
        times = Counter(map(_slots, self._sheet.norms))
        for i, norm in enumerate(self._sheet.norms):
            places = self._places(norm.quote)
            if not places:
                self._tell("not-verbatim", f"“{_short(norm.quote)}”不是本款、项的原文；请改为逐字引用")
            elif times.pop(_slots(norm), 0) > len(places):
                self._tell("repeated", f"“{_short(norm.quote)}”的同一规范重复出现；请删去一处")
            for words in self._foreign(norm):
                self._tell("not-verbatim", f"“{_short(words)}”在本条中没有；事项、条件、例外和时限也须逐字引用")
            if i not in self._pairs.same and not norm.reason.strip():
                self._tell("no-reason", f"“{_short(norm.quote)}”与自动提取的不同而未写 reason；请写明理由")
        for one in self._sheet.rejected:
            if not one.reason.strip():
                self._tell("no-reason", f"否定“{_short(one.quote)}”而未写 reason；请写明理由")

    def _foreign(self, norm: ReviewedNorm) -> list[str]:
        """The words of the slots that the law does not have, with the clauses of a condition looked for in the whole text."""
        article = squash(self._document.text_of(self._part.article))
        own = [norm.object, norm.exception or "", norm.deadline.text if norm.deadline else ""]
        clauses = [c for c in (norm.trigger or "").split("，") if squash(c) not in squash(self._document.text)]
        return [w for w in own if w and squash(w) not in article] + clauses

    def _check_none(self, sanctions: Sequence[Sanction]) -> None:
        none = self._sheet.provision.none
        if none is not None and not none.strip():
            self._tell("no-reason", "none 是空的；请写明为何没有规范，或写出规范")
        if none and self._sheet.norms:
            self._tell("contradiction", "既写了 none 又列了规范；请删去其一")
        silent = none is None and not self._sheet.norms and not self._sheet.rejected
        if silent and unexplained(self._document, self._part, sanctions):
            self._tell("unexplained", "有“应当”等字样而没有规范，也没有 none；请写明为何没有规范")

    def _check_left(self) -> None:
        rejections = Counter((r.quote, r.kind) for r in self._sheet.rejected)
        for norm in self._pairs.left:
            if rejections[norm.quote, norm.kind] > 0:
                rejections[norm.quote, norm.kind] -= 1
                self.rejected += 1
            else:
                self._tell("dropped", f"自动提取的“{_short(norm.quote)}”（{norm.kind}）既未列入也未否定；请列入 [[norm]] 或 [[rejected]]")
        for (quote, kind), count in rejections.items():
            if count:
                self._tell("idle", f"自动提取已不再给出所否定的“{_short(quote)}”（{kind}）；可以删去")

    def result(self, reviewer: str, method: str = "") -> list[Norm]:
        """The norms of the provision as reviewed."""
        on = self._sheet.provision.on
        return [replace(self._norm(i, n), reviewer=reviewer, reviewed=on, method=method) for i, n in enumerate(self._sheet.norms)]

    def _norm(self, index: int, norm: ReviewedNorm) -> Norm:
        origin = self._pairs.origin.get(index)
        if origin and index in self._pairs.same:
            return replace(origin, status="confirmed")
        places = self._places(norm.quote)
        start = min(places, key=lambda at: abs(at - origin.start)) if origin else places[0]
        part, paragraph = self._part, self._part.paragraph
        return Norm(
            self._document.title, part.article.label, paragraph.number[0] if paragraph.kind is ProvisionKind.PARAGRAPH else None,
            part.item.label if part.item else None, part.eid, norm.modality, norm.kind, norm.bearer, norm.recipient, norm.action,
            norm.object, norm.trigger, norm.deadline, norm.quote, start, start + len(norm.quote), norm.exception,
            f"{origin.rule}+review" if origin else "review", "corrected", norm.reason,
            whoever=norm.whoever or (origin.whoever if origin and not norm.bearer else None),
        )


def _slots(norm: Norm | ReviewedNorm) -> tuple[object, ...]:
    """Everything in which two norms of one provision may differ."""
    return tuple(getattr(norm, name) or None for name in _SLOTS)


def _alike(found: Norm, norm: ReviewedNorm) -> bool:
    """Whether a reviewed norm only confirms the one found; a review need not repeat who is meant where nobody is named."""
    return _slots(found) == _slots(norm) and norm.whoever in (None, found.whoever)


class _Pairs:
    """The extracted norm from which each reviewed one comes.

    ``origin`` is by the index of the reviewed norm, ``same`` are the indices of those equal to theirs, and ``left`` are the
    extracted norms from which nothing in the review comes.
    """

    def __init__(
        self, norms: Sequence[ReviewedNorm], found: Sequence[Norm], rejected: Sequence[Rejection], places: Sequence[Sequence[int]]
    ) -> None:
        self._norms, self._found, self._places = norms, found, places
        self._free = list(range(len(found)))
        self._chosen: dict[int, int] = {}
        self._pair_equal()
        self.same = frozenset(self._chosen)
        self._pair_near([j for j in self._free if j not in self._reserved(rejected)])
        self._share()
        self.origin = {i: found[j] for i, j in self._chosen.items()}
        self.left = [found[j] for j in self._free]

    def _pair_equal(self) -> None:
        for i, norm in enumerate(self._norms):
            equal = next((j for j in self._free if _alike(self._found[j], norm)), None)
            if equal is not None:
                self._take(i, equal)

    def _take(self, i: int, j: int) -> None:
        self._chosen[i] = j
        self._free.remove(j)

    def _reserved(self, rejected: Sequence[Rejection]) -> set[int]:
        """The extracted norms that can only be rejected ones, because no more have that quote and kind than are rejected."""
        wanted = Counter((r.quote, r.kind) for r in rejected)
        there = Counter((self._found[j].quote, self._found[j].kind) for j in self._free)
        keys = {key for key, count in there.items() if wanted[key] >= count}
        return {j for j in self._free if (self._found[j].quote, self._found[j].kind) in keys}

    def _pair_near(self, candidates: Sequence[int]) -> None:
        options = [(d, i, j) for i in range(len(self._norms)) for j in candidates if (d := self._distance(i, j))]
        for _, i, j in sorted(options):
            if i not in self._chosen and j in self._free:
                self._take(i, j)

    def _share(self) -> None:
        """Give each correction left over an extracted norm that was corrected too, as when one duty is read as two."""
        corrected = [j for i, j in self._chosen.items() if i not in self.same]
        for i in range(len(self._norms)):
            near = sorted((d, j) for j in corrected if (d := self._distance(i, j))) if i not in self._chosen else []
            if near:
                self._chosen[i] = near[0][1]

    def _distance(self, i: int, j: int) -> tuple[int, int, int] | None:
        """The distance of a reviewed norm from an extracted one, or None if it cannot come from it."""
        norm, found = self._norms[i], self._found[j]
        same_quote, places = norm.quote == found.quote, self._places[i]
        overlap = any(at < found.end and found.start < at + len(norm.quote) for at in places)
        if not same_quote and not (overlap and norm.kind == found.kind):
            return None
        differing = sum(a != b for a, b in zip(_slots(norm), _slots(found), strict=True))
        return int(norm.kind != found.kind), differing, min((abs(at - found.start) for at in places), default=0)
