"""The search index of one build, which is written once into a folder and then only read."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.law.identifiers import is_part
from kg.search import fused, known
from kg.search.clauses import store
from kg.search.clauses.matching import Matcher
from kg.search.clauses.store import Clauses
from kg.search.clauses.units import LawClause
from kg.search.cutting import Cutter
from kg.search.dense import DOCUMENT, QUERY, Encoder, Matrix, Vectors
from kg.search.entries import Entries, Entry, out_of_scope, read_entries, write_entries
from kg.search.lexical import Lexical
from kg.search.owners import Owners
from kg.search.segment import Segmenter
from kg.search.subject import Signs, confidence, unknown

FORMAT = 6
WINDOW = 300  # characters of a passage of a long article
COVERED = 0.78  # cosine above which the corpus itself treats a question thought out of scope
COVERED_BARE = 0.62  # and the same for texts without written questions, which are less like a question that they decide
MAX_QUESTION = 1_000  # characters of a question that are read
_CHUNK = 256
_AHEAD = 32  # vectors computed side by side that are kept

Progress = Callable[[int, int], None]  # texts encoded so far, texts in all
Allowed = Callable[[Entry], bool] | Collection[str]


class SearchIndexError(RuntimeError):
    """Error raised when the index is missing, damaged or built with another encoder.

    The message names the remedy.
    """


@dataclass(frozen=True)
class Hit:
    """One entry found.

    ``score`` is the fused score from 0 to 1, comparable only within one search. ``parts`` holds the raw values, which are
    comparable between searches: the cosines ``dense`` and ``question_dense`` (0 where no question was written), and
    ``lexical`` and ``question_lexical``, which are BM25 as a share of what the question would score against itself.
    ``best_question`` is the question written for the entry that is nearest to the one asked, or None where none was
    written.
    """

    urn: str
    score: float
    parts: dict[str, float]
    best_question: str | None
    entry: Entry


def build_index(
    folder: Path,
    entries: Sequence[Entry],
    encoder: str | Path | None = None,
    progress: Progress | None = None,
    contrast: Sequence[str] | None = None,
    before: Path | None = None,
    clauses: Sequence[Sequence[LawClause]] | None = None,
) -> None:
    """Write the index of the entries into ``folder``.

    Equal entries and the same encoder give equal bytes. ``clauses`` are those of each entry (default: one clause each, its
    whole text).

    ``contrast`` holds questions outside the subject (default: ``corpus/queries/out_of_scope.jsonl``). Vectors that are
    shipped, and vectors and words that the index ``before`` holds, are taken from there, which changes no byte. EncoderError is raised when the
    encoder is needed and cannot be loaded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = Encoder(encoder)
    matcher = Matcher.of(model.fingerprint)
    passages = [(n, t) for n, e in enumerate(entries) for t in passages_of(e)]
    parts = clauses if clauses is not None else [(LawClause(e.urn, 0, len(e.text)),) for e in entries]
    smallest = [store.passage_of(c, e) for e, some in zip(entries, parts, strict=True) for c in some]
    asked = [(n, q) for n, e in enumerate(entries) for q in e.questions]
    outside = list(contrast if contrast is not None else out_of_scope())
    wanted = {DOCUMENT: [*(t for _, t in passages), *smallest], QUERY: [*(q for _, q in asked), *outside]}
    vectors = vectors_of(wanted, model, known.before(before, model.fingerprint, FORMAT, passages_of), progress)
    questions, contrasted = vectors[QUERY][: len(asked)], vectors[QUERY][len(asked) :]
    whole = vectors[DOCUMENT][: len(passages)]
    free = _not_covered(contrasted, entries, passages, np.concatenate([whole, questions]))
    _write_vectors(folder, "passages", whole, [n for n, _ in passages])
    store.write(folder, entries, parts, vectors[DOCUMENT][len(passages) :], matcher)
    _write_vectors(folder, "questions", questions, [n for n, _ in asked])
    _write_vectors(folder, "contrast", contrasted[free], np.flatnonzero(free).tolist())
    texts, together = [heading(e) + e.text for e in entries], [" ".join(e.questions) for e in entries]
    cutter = Cutter(folder, before)
    Lexical.build(cutter.words(texts), folder / "text")
    Lexical.build(cutter.words(together), folder / "asked")
    cutter.save([*texts, *together])
    write_entries(folder, entries, FORMAT, model.fingerprint, matcher.fingerprint if matcher else "")


def vectors_of(
    wanted: Mapping[str, Sequence[str]], model: Encoder, earlier: Mapping[bytes, Matrix], progress: Progress | None = None
) -> dict[str, Matrix]:
    """The vectors of the texts under each prompt, one row a text, at half precision.

    They are shipped, or among the ``earlier`` ones, or else computed.
    """
    keys = {prompt: [known.key_of(prompt, t) for t in texts] for prompt, texts in wanted.items()}
    have = {**earlier, **known.shipped(model.fingerprint)}
    missing = {k: (p, t) for p, texts in wanted.items() for k, t in zip(keys[p], texts, strict=True) if k not in have}
    have |= _computed(missing, model, _ticker(progress, len(missing)))
    width = len(next(iter(have.values()), np.zeros(1)))
    return {p: np.array([have[k] for k in of], np.float32).reshape(len(of), width) for p, of in keys.items()}


def _computed(missing: Mapping[bytes, tuple[str, str]], model: Encoder, tick: Callable[[int], None]) -> dict[bytes, Matrix]:
    found: dict[bytes, Matrix] = {}
    for prompt in dict.fromkeys(p for p, _ in missing.values()):
        keys = sorted((k for k, (p, _) in missing.items() if p == prompt), key=lambda k: len(missing[k][1]))
        for start in range(0, len(keys), _CHUNK):
            some = keys[start : start + _CHUNK]
            found |= zip(some, known.half(model.encode(prompt, [missing[k][1] for k in some])), strict=True)
            tick(len(some))
    return found


def passages_of(entry: Entry) -> list[str]:
    """The texts of an entry that the encoder reads: the whole, and windows of whole lines where it is long."""
    windows, current = [], ""
    for line in entry.text.split("\n"):
        if current and len(current) + len(line) > WINDOW:
            windows.append(current)
            current = ""
        current += line
    whole = [heading(entry) + entry.text]
    return whole + [heading(entry) + w for w in (*windows, current)] if windows else whole


def heading(entry: Entry) -> str:
    """The words that the encoder and the word search read before the text of an entry."""
    return f"{entry.title} {entry.chapter} "


def _ticker(progress: Progress | None, total: int) -> Callable[[int], None]:
    done = 0

    def tick(number: int) -> None:
        nonlocal done
        done += number
        if progress:
            progress(min(done, total), total)

    return tick


def _not_covered(outside: Matrix, entries: Sequence[Entry], passages: Sequence[tuple[int, str]], inside: Matrix) -> NDArray[np.bool_]:
    """A mask of the contrast questions that the corpus indeed does not cover.

    ``inside`` holds the vectors of the passages and then those of the written questions.
    """
    if not len(outside) or not len(inside):
        return np.ones(len(outside), np.bool_)
    limits = np.full(len(inside), COVERED, np.float32)
    limits[: len(passages)][[not entries[n].questions for n, _ in passages]] = COVERED_BARE
    return np.asarray((outside @ inside.T < limits).all(axis=1))


def _write_vectors(folder: Path, name: str, vectors: Matrix, owners: Sequence[int]) -> None:
    Vectors.build(vectors, folder / f"{name}.faiss")
    np.save(folder / f"{name}.npy", np.asarray(owners, np.int32))


class Index:
    """A finished search index.

    Opening it reads one small file. An entry is read when it is found, and the encoder at the first search.
    """

    def __init__(self, folder: Path, entries: Entries, encoder: Encoder, about: Mapping[str, Any]) -> None:
        self.folder = folder
        self.entries = entries
        self._encoder = encoder
        self._fingerprint = str(about["encoder"])
        self._versions = [str(urn) for urn, _ in about["versions"]]
        self._runs = np.array([number for _, number in about["versions"]], np.int64)
        self._lock = threading.RLock()
        self._ahead: dict[str, Matrix] = {}
        self._vector = lru_cache(maxsize=256)(self._encode)
        self._scored = lru_cache(maxsize=16)(self._scores)  # one question is searched several times, among other texts each time
        self._ranked = lru_cache(maxsize=32)(self._fused)
        self._chosen = lru_cache(maxsize=32)(self._among)

    @classmethod
    def open(cls, folder: Path, encoder: str | Path | None = None) -> Index:
        """The index in ``folder``.

        SearchIndexError is raised when there is no index that this program can read.
        """
        try:
            about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            if about["format"] != FORMAT:
                raise SearchIndexError(f"{folder}: an index of another program version; run `kg build`")
            matcher = Matcher.of(about["encoder"])
            if about["matcher"] != (matcher.fingerprint if matcher else ""):
                raise SearchIndexError(f"{folder}: an index of another program version; run `kg build`")
            entries = read_entries(folder)
            if not about["entries"] == len(entries) == sum(number for _, number in about["versions"]):
                raise SearchIndexError(f"{folder}: an index cut short; run `kg build`")
            return cls(folder, entries, Encoder(encoder), about)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _unusable(folder, error) from error

    def close(self) -> None:
        """Let go of the file of the entries, which Windows otherwise lets nobody rename or remove."""
        if isinstance(self.entries, Entries):
            self.entries.close()

    def warm(self) -> threading.Thread:
        """A thread, already started, that loads the encoder in the background.

        It serves a caller that has other work to do first. The program waits for it before it ends: a library that is
        still loading then would end in an abort, also where a thread of Streamlit, which nobody waits for, called it.
        """
        thread = threading.Thread(target=self._encoder.warm, name="kg-encoder", daemon=False)
        thread.start()
        return thread

    def search(self, question: str, *, k: int = 10, allowed: Allowed | None = None) -> list[Hit]:
        """The ``k`` best entries for a question, best first.

        The result is empty for a question without a letter or digit.

        ``allowed`` selects entries before anything is ranked. It is a test of an entry, or a set of version URNs (or of
        entry URNs).
        """
        question = question[:MAX_QUESTION]
        if k < 1 or not any(c.isalnum() for c in question):
            return []
        with self._lock:
            raw, best = self._scored(question)
            scores, mask = self._fuse(question, allowed)
            return [self._hit(n, float(scores[n]), raw, int(best[n])) for n in map(int, fused.leading(scores, k)) if mask[n]]

    def parts(self, question: str) -> Mapping[str, fused.Scores]:
        """The raw value of every entry by the parts that are fused, in the order of the entries."""
        with self._lock:
            return self._scored(question[:MAX_QUESTION])[0]

    def scope(self, question: str, hits: Sequence[Hit], *, firm: bool = False) -> float:
        """The confidence, from 0 to 1, that the question lies within the subject of the entries found.

        ``firm`` says that it names a kind of firm of the industry. The measured figures are in ``benchmarks/README.md``.
        """
        return confidence(self.signs(question, hits, firm=firm)) if hits else 0.0

    def signs(self, question: str, hits: Sequence[Hit], *, firm: bool = False) -> Signs:
        """What speaks for a question inside the subject of the entries found, of which there is at least one, or outside it."""
        question = question[:MAX_QUESTION]
        with self._lock:
            cosines, words = self._contrast.cosines(self._vector(question)), self._segmenter.words(question)
            strange = unknown(question, words, lambda w: self._text.knows(w) or self._asked_words.knows(w))
        inside = max(max(h.parts[fused.DENSE], h.parts[fused.QUESTION_DENSE]) for h in hits)
        outside = float(cosines.max()) if cosines.size else 0.0
        return Signs(inside, outside, strange, max(h.parts[fused.LEXICAL] for h in hits), float(firm))

    def _hit(self, number: int, score: float, raw: dict[str, fused.Scores], best: int) -> Hit:
        try:
            entry = self.entries[number]
        except (ValueError, KeyError, TypeError) as error:
            raise _unusable(self.folder, error) from error
        parts = {name: round(float(values[number]), 6) for name, values in raw.items()}
        return Hit(entry.urn, round(score, 6), parts, entry.questions[best] if best >= 0 else None, entry)

    def _fuse(self, question: str, allowed: Allowed | None) -> tuple[fused.Scores, fused.Mask]:
        """The fused score of every entry, and which entries are allowed."""
        if callable(allowed):
            mask = np.fromiter((allowed(e) for e in self.entries), np.bool_, len(self.entries))
            return fused.fuse(self._scored(question)[0], mask, self._asked), mask
        chosen = None if allowed is None else frozenset(allowed)
        return self._ranked(question, chosen), self._chosen(chosen)

    def _fused(self, question: str, chosen: frozenset[str] | None) -> fused.Scores:
        return fused.fuse(self._scored(question)[0], self._chosen(chosen), self._asked)

    def _among(self, chosen: frozenset[str] | None) -> fused.Mask:
        """A mask of the entries of these versions, and of those that are named themselves."""
        if chosen is None:
            return np.ones(len(self.entries), np.bool_)
        whole = np.repeat(np.array([v in chosen for v in self._versions], np.bool_), self._runs)
        if any(map(is_part, chosen)):
            whole |= np.fromiter((e.urn in chosen for e in self.entries), np.bool_, len(self.entries))
        return whole

    def _scores(self, question: str) -> tuple[dict[str, fused.Scores], NDArray[np.int64]]:
        """The raw parts of every entry, and which of its written questions is nearest to this one.

        That place is -1 for an entry without written questions.
        """
        vector, cut = self._vector(question), self._segmenter.words(question)
        passages, questions = self._passages.cosines(vector), self._written.cosines(vector)
        raw = {
            fused.DENSE: self._passage_owners.best(passages),
            fused.QUESTION_DENSE: self._question_owners.best(questions),
            fused.LEXICAL: self._text.scores(cut) / np.float32(self._text.self_score(cut)),
            fused.QUESTION_LEXICAL: self._asked_words.scores(cut) / np.float32(self._asked_words.self_score(cut)),
        }
        return raw, self._question_owners.places(questions)

    def _encode(self, question: str) -> Matrix:
        if self._encoder.fingerprint != self._fingerprint:
            wanted = f"the encoder {self._encoder.source}"
            raise SearchIndexError(f"{self.folder}: not built with {wanted}; run `kg build` or change KG_ENCODER")
        ahead = self._ahead.get(question)
        return np.asarray(self._encoder.queries([question])[0] if ahead is None else ahead, np.float32)

    def scores(self, question: str, versions: frozenset[str]) -> fused.Scores:
        """The fused score of every entry among the texts with these URNs, and -1 for every other, in the order of the entries."""
        with self._lock:
            return self._ranked(question[:MAX_QUESTION], versions)

    def among(self, versions: frozenset[str]) -> fused.Mask:
        """A mask of the entries of the texts with these URNs."""
        with self._lock:
            return self._chosen(versions)

    def prepare(self, questions: Sequence[str]) -> None:
        """Compute the vectors of several questions side by side, for searches that follow."""
        with self._lock:
            new = [q for q in dict.fromkeys(t[:MAX_QUESTION] for t in questions) if q not in self._ahead and q.strip()]
            if len(new) > 1 and self._encoder.fingerprint == self._fingerprint:
                kept = dict(list(self._ahead.items())[-_AHEAD:])
                self._ahead = kept | dict(zip(new, self._encoder.queries(new), strict=True))

    def vector(self, question: str) -> Matrix:
        """The unit vector of a question as float32, computed once for each of the last questions."""
        with self._lock:
            return self._vector(question[:MAX_QUESTION])

    @cached_property
    def clauses(self) -> Clauses:
        """The clauses of the entries."""
        return Clauses(self.folder, len(self.entries), Matcher.of(self._fingerprint))

    @cached_property
    def _asked(self) -> fused.Mask:
        return self._question_owners.owning

    @cached_property
    def _passages(self) -> Vectors:
        return Vectors.open(self.folder / "passages.faiss")

    @cached_property
    def _written(self) -> Vectors:
        return Vectors.open(self.folder / "questions.faiss")

    @cached_property
    def _contrast(self) -> Vectors:
        return Vectors.open(self.folder / "contrast.faiss")

    @cached_property
    def _passage_owners(self) -> Owners:
        return Owners(np.load(self.folder / "passages.npy"), len(self.entries))

    @cached_property
    def _question_owners(self) -> Owners:
        return Owners(np.load(self.folder / "questions.npy"), len(self.entries))

    @cached_property
    def _segmenter(self) -> Segmenter:
        return Segmenter.open(self.folder)

    @cached_property
    def _text(self) -> Lexical:
        return Lexical.open(self.folder / "text")

    @cached_property
    def _asked_words(self) -> Lexical:
        return Lexical.open(self.folder / "asked")


def _unusable(folder: Path, error: Exception) -> SearchIndexError:
    return SearchIndexError(f"{folder}: no usable search index ({error}); run `kg build`")
