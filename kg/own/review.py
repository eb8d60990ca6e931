"""The review, norm by norm, of a text that the user added.

Every decision is on disk as soon as it is made.

A review file speaks of whole provisions (款, 项), a reviewer of one norm after the other. So decisions on a provision that is
not finished stand in ``<effective date>.pending``, a review file whose ``at`` is ``art3_par1#0`` (the first norm that the
extraction gives there). When its last norm is decided, the provision moves to ``<effective date>.review.toml``. The build reads
only the latter.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from kg.corpus.catalogue import Catalogue
from kg.corpus.review.applying import Part, apply, parts
from kg.corpus.review.files import ReviewError, as_reviewed, due, merge, parse, read, render, without
from kg.corpus.review.records import Rejection, Review, ReviewedNorm, ReviewedProvision
from kg.corpus.review.signing import SigningError, keep_signatures, read_signatures, sign, with_signatures
from kg.files.writing import put
from kg.graph.storage import changing
from kg.law.identifiers import article_eid
from kg.law.model import Deadline, DeadlineType, Norm, Version
from kg.law.places import own_dir
from kg.reading.deadlines import find_deadlines
from kg.reading.progress import Checked, checked

OPEN, DONE = "未核对", "已读"
CONFIRMED, CORRECTED, REJECTED = "确认", "更正", "否定"


class DecisionError(ValueError):
    """The error raised for a decision that cannot be kept.

    The message says why, in one line.
    """


@dataclass(frozen=True)
class ReviewItem:
    """One thing to decide: a norm that the extraction gives, or that a provision states none.

    ``norm`` is None for a provision that has words of duty but in which no norm was found. ``state`` is OPEN, DONE (the
    provision is finished), or the decision that waits for the rest of its provision.
    """

    part: Part
    index: int
    norm: Norm | None
    state: str

    @property
    def key(self) -> str:
        """The name of the item among the items of its text."""
        return f"{self.part.eid}#{self.index}"


class Reviewing:
    """The review of one of the user's texts, as it stands on disk.

    DecisionError is raised if its review file cannot be read.
    """

    def __init__(self, catalogue: Catalogue, version: Version) -> None:
        self.path, self._signatures = catalogue.review_path(version), catalogue.signature_path(version)
        if self.path.exists() and version.urn not in catalogue.review_files:
            raise DecisionError(f"{self.path} 读不出来；请更正或移走该文件后重试")
        self.checked: Checked = checked(catalogue, version)
        self._found: dict[str, list[Norm]] = {}
        for norm in self.checked.extracted:
            self._found.setdefault(norm.eid, []).append(norm)
        self.pending = self._read_pending()

    @property
    def _pending_path(self) -> Path:
        return self.path.with_name(self.path.name.replace(".review.toml", ".pending"))

    def _read_pending(self) -> Review:
        """The decisions that wait, without those on words or norms that have changed since.

        There are none if the file is missing or cannot be read.
        """
        try:
            found = parse(self._pending_path.read_text(encoding="utf-8-sig"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError):
            return Review("")
        now = {f"{p.eid}#{i}": self._words(p) for p in self._due() for i in range(max(1, len(self._found.get(p.eid, ()))))}
        stands = {p.at for p in found.provisions if now.get(p.at) == p.words}
        return Review(
            found.reviewer, tuple(p for p in found.provisions if p.at in stands), tuple(n for n in found.norms if n.at in stands),
            tuple(x for x in found.rejected if x.at in stands),
        )

    def _due(self) -> list[Part]:
        return due(self.checked.document, self._found, self.checked.sanctions)

    def _words(self, part: Part) -> str:
        """A digest of the words of a provision and of what the extraction makes of them."""
        found = "".join(map(repr, self._found.get(part.eid, ())))
        return f"{part.digest(self.checked.document)}-{hashlib.sha256(found.encode()).hexdigest()[:12]}"

    @property
    def reviewer(self) -> str:
        """The name of the reviewer as the files say, or '' before the first decision."""
        return self.checked.review.reviewer if self.checked.review else self.pending.reviewer

    def items(self) -> tuple[ReviewItem, ...]:
        """Everything to decide, in the order of the text."""
        done = {p.at for p in self.checked.review.provisions} - set(self.checked.reviewed.stale) if self.checked.review else set()
        waiting = self._waiting()
        return tuple(
            ReviewItem(part, i, norm, DONE if part.eid in done else waiting.get(f"{part.eid}#{i}", OPEN))
            for part in self._due() for i, norm in enumerate(self._found.get(part.eid) or [None])
        )

    def _waiting(self) -> dict[str, str]:
        rejected = {x.at: REJECTED for x in self.pending.rejected}
        return rejected | {n.at: CORRECTED if n.reason else CONFIRMED for n in self.pending.norms}

    def confirm(self, item: ReviewItem, reviewer: str, on: date) -> None:
        """Decide that the norm is as the extraction has it.

        DecisionError is raised if the extraction has none.
        """
        if item.norm is None:
            raise DecisionError("这里没有提取出规范，不能确认；请写明为何没有规范")
        with self._alone():
            self._decide(item, reviewer, on, norms=(as_reviewed(item.norm),))

    def correct(self, item: ReviewItem, norm: ReviewedNorm, reviewer: str, on: date) -> None:
        """Decide that the norm is to be read otherwise, or is there although the extraction has none.

        ``norm.reason`` says why. DecisionError is raised if it is empty.
        """
        if not norm.reason.strip():
            raise DecisionError("更正须写明理由")
        with self._alone():
            self._decide(item, reviewer, on, norms=(norm,))

    def reject(self, item: ReviewItem, reason: str, reviewer: str, on: date) -> None:
        """Decide that the law states no such norm, or no norm at all there.

        ``reason`` says why. DecisionError is raised if it is empty.
        """
        if not reason.strip():
            raise DecisionError("否定须写明理由")
        with self._alone():
            if item.norm is None:
                provision = ReviewedProvision(item.part.eid, item.part.digest(self.checked.document), on, reason.strip())
                self._finish(item.part, provision, (), (), reviewer)
            else:
                self._decide(item, reviewer, on, rejected=(Rejection(item.key, item.norm.quote, item.norm.kind, reason.strip()),))

    def reopen(self, part: Part) -> None:
        """Forget what was decided on a provision, so that its review begins again."""
        with self._alone():
            review = self.checked.review
            if review is not None:
                self._store(without(review, {part.eid}))
            self._store_pending(without(self.pending, {p.at for p in self.pending.provisions if p.at.split("#")[0] == part.eid}))

    def signable(self, item: ReviewItem) -> bool:
        """Whether every provision of the article has been decided and the article is not signed as it stands."""
        mine = [i for i in self.items() if i.part.article is item.part.article]
        signed = {article_eid(n.eid) for n in self.checked.reviewed.norms if n.signer}
        return all(i.state == DONE for i in mine) and item.part.article.eid not in signed

    def sign(self, item: ReviewItem, reviewer: str, on: date) -> None:
        """Record that a person confirmed the whole article, which makes its norms 人工核对.

        DecisionError is raised for an empty name or a file of signatures that cannot be read.
        """
        try:
            new = sign(self.checked.document, self.checked.reviewed.norms, [item.part.article], reviewer, on)
            with changing(own_dir().parent):
                keep_signatures(self._signatures, new)
            self._take(self.checked.review)
        except SigningError as error:
            raise DecisionError(str(error)) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A context in which nobody else changes the review, begun with what others have decided since it was read."""
        with changing(own_dir().parent):
            try:
                now = read(self.path) if self.path.exists() else None
            except ReviewError as error:
                raise DecisionError(str(error)) from error
            if now != self.checked.review:
                self._take(now)
            self.pending = self._read_pending()
            yield

    def _decide(
        self, item: ReviewItem, reviewer: str, on: date, norms: tuple[ReviewedNorm, ...] = (), rejected: tuple[Rejection, ...] = ()
    ) -> None:
        """Keep one decision, and with the last one of a provision also the provision."""
        new = Review(
            _named(reviewer, self.reviewer), (ReviewedProvision(item.key, self._words(item.part), on),),
            tuple(replace(n, at=item.key) for n in norms), rejected,
        )
        pending = merge(self.pending, new)
        self._check(item.part, self._with_open(item.part, pending), on)
        mine = {f"{item.part.eid}#{i}" for i in range(max(1, len(self._found.get(item.part.eid, ()))))}
        if mine <= {p.at for p in pending.provisions}:
            provision = ReviewedProvision(item.part.eid, item.part.digest(self.checked.document), on)
            self.pending = pending
            self._finish(item.part, provision, _of(pending.norms, mine), _of(pending.rejected, mine), reviewer)
        else:
            self._store_pending(pending)

    def _with_open(self, part: Part, pending: Review) -> Review:
        """The provision as decided so far, with what is open taken as confirmed."""
        found = self._found.get(part.eid, [])
        norms: list[ReviewedNorm] = []
        rejected: list[Rejection] = []
        for i in range(max(1, len(found))):
            own = [n for n in pending.norms if n.at == f"{part.eid}#{i}"]
            no = [x for x in pending.rejected if x.at == f"{part.eid}#{i}"]
            norms += [replace(n, at=part.eid) for n in own]
            rejected += [replace(x, at=part.eid) for x in no]
            norms += [as_reviewed(found[i])] if found and not own and not no else []
        return Review("x", (), tuple(norms), tuple(rejected))

    def _check(self, part: Part, stated: Review, on: date) -> None:
        """Raise DecisionError with the first fault that a review file with these norms would have."""
        whole = replace(stated, provisions=(ReviewedProvision(part.eid, part.digest(self.checked.document), on),))
        result = apply(self.checked.document, self.checked.version, self.checked.extracted, whole, self.checked.sanctions)
        if result.faults:
            raise DecisionError(result.faults[0].message.partition("：")[2] or result.faults[0].message)

    def _finish(
        self, part: Part, provision: ReviewedProvision, norms: Sequence[ReviewedNorm], rejected: Sequence[Rejection], reviewer: str
    ) -> None:
        own = tuple(replace(n, at=part.eid) for n in norms), tuple(replace(x, at=part.eid) for x in rejected)
        new = Review(_named(reviewer, self.reviewer), (provision,), *own)
        self._store(merge(self.checked.review, new) if self.checked.review else new)
        self._store_pending(without(self.pending, {p.at for p in self.pending.provisions if p.at.split("#")[0] == part.eid}))

    def _store(self, review: Review) -> None:
        if review.provisions:
            put(self.path, render(review, [p.eid for p in parts(self.checked.document)]))
        else:
            self.path.unlink(missing_ok=True)
        self._take(review if review.provisions else None)

    def _take(self, given: Review | None) -> None:
        c = self.checked
        reviewed = apply(c.document, c.version, c.extracted, given, c.sanctions)
        signatures = read_signatures(self._signatures if self._signatures.exists() else None)
        self.checked = replace(c, review=given, reviewed=replace(reviewed, norms=with_signatures(c.document, reviewed.norms, signatures)))

    def _store_pending(self, pending: Review) -> None:
        self.pending = pending
        if pending.provisions:
            put(self._pending_path, render(pending))
        else:
            self._pending_path.unlink(missing_ok=True)


def _named(reviewer: str, known: str) -> str:
    """The name of the reviewer in the file, or else the name given.

    DecisionError is raised if there is neither.
    """
    name = known or " ".join(reviewer.split())[:80]
    if not name:
        raise DecisionError("请先写明核对人")
    return name


_Stated = TypeVar("_Stated", ReviewedNorm, Rejection)


def _of(stated: Iterable[_Stated], keys: set[str]) -> tuple[_Stated, ...]:
    return tuple(sorted((s for s in stated if s.at in keys), key=lambda s: int(s.at.partition("#")[2])))


def deadline(words: str, before: Deadline | None) -> Deadline | None:
    """The deadline that words of the law fix, typed as the extraction types it.

    It is ``before`` if the words are the same, and None if there are no words.
    """
    bare = words.strip()
    if not bare:
        return None
    if before and before.text == bare:
        return before
    found = [d for _, _, d in find_deadlines(bare)]
    return replace(found[0], text=bare) if found else Deadline(bare, DeadlineType.RELATIVE, None)
