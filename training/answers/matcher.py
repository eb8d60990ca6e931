"""Train what says how well a clause answers a question, on the labelled questions and on those written for the articles.

    python training/answers/matcher.py OUT                  the folder that is shipped as kg/models/kg-matcher
    python training/answers/matcher.py OUT --measure FILE…  how often it puts a deciding clause first, for files that it was not taught

Both sides are learned together: of all clauses in force, the one that decides shall be the nearest to the question, and two questions that
the same clause decides shall be near each other. A question written for an article is near to whichever of its clauses it is nearest to.
Needs torch and a build. About four minutes on two cores.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
import torch.nn.functional as f
from examples import SETS, read, sought
from torch import nn

from kg.answers.answerer import Answerer
from kg.answers.question.reading import understand
from kg.law.versions import today
from kg.search.clauses.matching import SIDES, Matcher, MatcherSide, buckets
from kg.search.dense import Vectors
from kg.search.index import Index

BUCKETS = 1 << 14
WIDTH = 384
PASSES, BATCH, WRITTEN = 8, 256, 512  # passes over the labelled questions, questions at once, and written ones beside them
RATE, SHARP, SHARP_ALIKE = 3e-4, 25.0, 30.0
ALIKE, WEIGHT_WRITTEN, NEAR_START = 0.3, 0.5, 20.0  # weights beside that of the deciding clause


@dataclass
class Texts:
    """Texts with their sentence vectors and the buckets of their runs of characters."""

    words: list[str]
    sentences: torch.Tensor
    places: list[torch.Tensor]

    @classmethod
    def of(cls, words: list[str], sentences: np.ndarray) -> Texts:
        """The texts with these vectors."""
        return cls(words, torch.tensor(sentences), [torch.tensor(buckets(w, BUCKETS), dtype=torch.long) for w in words])


@dataclass
class Taught:
    """What is learned from: the clauses in force, the labelled questions and the written ones, and which clauses decide each.

    ``records`` are the numbers of the labelled questions that something decides among all. ``also`` holds what may stand beside, which
    counts neither way.
    """

    records: list[int]
    clauses: Texts
    labelled: Texts
    decide: list[list[int]]
    also: list[list[int]]
    written: Texts
    within: list[list[int]]


class Turned(nn.Module):
    """One side in training."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = nn.Parameter(torch.eye(WIDTH))
        self.runs = nn.EmbeddingBag(BUCKETS, WIDTH, mode="sum")
        nn.init.zeros_(self.runs.weight)

    def forward(self, texts: Texts, numbers: list[int]) -> torch.Tensor:
        """The unit vectors of some texts."""
        some = [texts.places[n] for n in numbers]
        starts = torch.tensor([0, *(len(p) for p in some[:-1])]).cumsum(0)
        lengths = torch.tensor([max(len(p), 1) ** 0.5 for p in some])[:, None]
        return f.normalize(texts.sentences[numbers] @ self.turn + self.runs(torch.cat(some), starts) / lengths, dim=1)

    def away(self) -> torch.Tensor:
        """How far it has turned from where it started."""
        return (self.turn - torch.eye(WIDTH)).pow(2).mean()


def taught(records: list[dict[str, Any]], answerer: Answerer) -> Taught:
    """What is learned from, made with the current build."""
    index, catalogue, on = answerer.index, answerer.knowledge.catalogue, today()
    versions = {catalogue.of(v).slug: v.urn for v in answerer.knowledge.versions(on)}
    held = set(versions.values())
    entries = [(n, e) for n, e in enumerate(index.entries) if e.version in held]
    rows = [(n, e, number, c) for n, e in entries for number, c in index.clauses.of(n)]
    places: dict[str, list[int]] = {}
    inside: dict[int, list[int]] = {}
    for at, (n, _, _, c) in enumerate(rows):
        places.setdefault(c.urn, []).append(at)
        inside.setdefault(n, []).append(at)
    words = [c.words(e) for _, e, _, c in rows]
    clauses = Texts.of(words, index.clauses._vectors.all()[[number for _, _, number, _ in rows]])
    found = [sought(r, versions, lambda urn: [(p, words[p]) for p in places.get(urn, [])]) for r in records]
    kept = [n for n, (decide, _) in enumerate(found) if decide]
    own = {r["q"] for r in records}
    asked = [(q, inside[n]) for n, e in entries if n in inside for q in e.questions if q not in own]

    def texts(questions: list[str]) -> Texts:
        topics = [understand(q, catalogue).topic for q in questions]
        return Texts.of(topics, np.array([index.vector(t) for t in topics]))

    return Taught(kept, clauses, texts([records[n]["q"] for n in kept]), [found[n][0] for n in kept], [found[n][1] for n in kept],
                  texts([q for q, _ in asked]), [places for _, places in asked])


def train(data: Taught, numbers: list[int]) -> tuple[Turned, Turned]:
    """Both sides, learned from the labelled questions with these numbers and from all written ones."""
    torch.manual_seed(0)
    question, clause = Turned(), Turned()
    steps = torch.optim.Adam([*question.parameters(), *clause.parameters()], lr=RATE)
    every = list(range(len(data.clauses.words)))
    for turn in range(PASSES):
        order = [numbers[n] for n in torch.randperm(len(numbers)).tolist()]
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            asked, answers = question(data.labelled, some), clause(data.clauses, every)
            loss = _deciding(asked, answers, data, some) + ALIKE * _alike(asked, data, some) + WEIGHT_WRITTEN * _written(question, answers, data)
            loss = loss + NEAR_START * (question.away() + clause.away())
            steps.zero_grad()
            loss.backward()
            steps.step()
        print(f"pass {turn + 1}: {loss.item():.3f}", file=sys.stderr, flush=True)
    return question, clause


def _deciding(asked: torch.Tensor, answers: torch.Tensor, data: Taught, some: list[int]) -> torch.Tensor:
    likeness, wanted = SHARP * asked @ answers.T, torch.zeros(len(some), len(answers))
    for row, n in enumerate(some):
        likeness[row, [p for p in data.also[n] if p not in data.decide[n]]] = -1e9
        wanted[row, data.decide[n]] = 1.0 / len(data.decide[n])
    return -(f.log_softmax(likeness, 1) * wanted).sum(1).mean()


def _alike(asked: torch.Tensor, data: Taught, some: list[int]) -> torch.Tensor:
    sets = [set(data.decide[n]) for n in some]
    same = torch.tensor([[float(a is not b and bool(a & b)) for b in sets] for a in sets])
    has = same.any(1)
    if not has.any():
        return torch.zeros(())
    near = f.log_softmax(SHARP_ALIKE * asked @ asked.T - 1e9 * torch.eye(len(some)), 1)
    return -((near * same).sum(1)[has] / same.sum(1)[has]).mean()


def _written(question: Turned, answers: torch.Tensor, data: Taught) -> torch.Tensor:
    some = torch.randint(len(data.written.words), (WRITTEN,)).tolist()
    near = f.log_softmax(SHARP * question(data.written, some) @ answers.T, 1)
    mask = torch.full(near.shape, -1e9)
    for row, n in enumerate(some):
        mask[row, data.within[n]] = 0.0
    return -torch.logsumexp(near + mask, 1).mean()


def frozen(side: Turned) -> MatcherSide:
    """A side as it is shipped: the rows of its runs as whole numbers of one byte."""
    weights = side.runs.weight.detach().numpy()
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-9) / 127
    turn = side.turn.detach().numpy().astype(np.float16).astype(np.float32)
    return MatcherSide(turn, np.round(weights / scales[:, None]).astype(np.int8), scales.astype(np.float32))


def matcher(data: Taught, numbers: list[int]) -> Matcher:
    """The matcher learned from the labelled questions with these numbers."""
    question, clause = map(frozen, train(data, numbers))
    digest = hashlib.sha256(question.runs.tobytes() + clause.runs.tobytes() + question.turn.tobytes() + clause.turn.tobytes())
    return Matcher(f"sha256:{digest.hexdigest()}", question, clause)


def with_matcher(index: Index, made: Matcher) -> None:
    """Let an open index compare its clauses by another matcher."""
    rows = [(e, c) for n, e in enumerate(index.entries) for _, c in index.clauses.of(n)]
    vectors = made.clauses([c.words(e) for e, c in rows], index.clauses._vectors.all())
    index.clauses._matcher = made
    with TemporaryDirectory() as folder:
        index.clauses.__dict__["_matched"] = Vectors.build(vectors, Path(folder) / "matched.faiss")


def save(made: Matcher, encoder: str, folder: Path) -> None:
    """Write a matcher for the encoder with that fingerprint."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, side in zip(SIDES, (made.question, made.clause), strict=True):
        np.save(folder / f"{name}_turn.npy", side.turn.astype(np.float16))
        np.save(folder / f"{name}_runs.npy", side.runs)
        np.save(folder / f"{name}_scales.npy", side.scales)
    about = json.dumps({"encoder": encoder, "matcher": made.fingerprint}, indent=1) + "\n"
    (folder / "about.json").write_text(about, encoding="utf-8")


def measured(data: Taught, made: Matcher) -> dict[str, dict[str, float]]:
    """How often a clause that decides comes first, and among the first ten, by the cosine and by the matcher."""
    clauses = made.clauses(data.clauses.words, data.clauses.sentences.numpy())
    told = {"questions": {"number": float(len(data.decide))}}
    asked = list(zip(data.labelled.words, data.labelled.sentences.numpy(), strict=True))
    cosines = [data.clauses.sentences.numpy() @ v for _, v in asked]
    for name, near in (("cosine", cosines), ("matcher", [clauses @ made.question.vector(*a) for a in asked])):
        ranks = np.array([min(int((n > n[p]).sum()) for p in decide) for n, decide in zip(near, data.decide, strict=True)])
        told[name] = {"first": round(float((ranks == 0).mean()), 3), "in ten": round(float((ranks < 10).mean()), 3)}
    return told


def main() -> None:
    """Train on all labelled questions of the sets and save, or measure."""
    answerer, out = Answerer.open(), Path(sys.argv[1])
    encoder = answerer.index._fingerprint
    if sys.argv[2:3] == ["--measure"]:
        made = Matcher.of(encoder, out)
        if made is None:
            raise SystemExit(f"{out} holds no matcher for the encoder of this build")
        print(json.dumps(measured(taught(read([Path(p) for p in sys.argv[3:]]), answerer), made), indent=1))
        return
    data = taught(read(sorted(SETS.glob("*.jsonl"))), answerer)
    save(matcher(data, list(range(len(data.decide)))), encoder, out)


if __name__ == "__main__":
    main()
