"""What the installed packages are for: MB by distribution, who asks for it, and which commands import it.

Usage: python benchmarks/install.py [--commands]

It measures the environment in which it runs, so run it with the Python of a fresh one (``pip install .``). A distribution
that only one of the program's own requirements brings in is counted with that requirement; what several bring in is
counted by itself. ``--commands`` also runs a few commands on the current build and marks what each has imported.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from tables import table

PROGRAM = "kg-securities-cyber-law"
SMALL = 2.0  # MB; less is told in one row
WHY = {
    "torch": "runs another encoder (KG_ENCODER), trains ours, and is the oracle of the vectors in tests",
    "sentence-transformers": "loads another encoder (KG_ENCODER) and trains ours",
    "onnxruntime": "the vectors of questions and of new passages",
    "tokenizers": "cuts a question into the encoder's tokens",
    "numpy": "vectors and scores",
    "streamlit": "the application, `kg app`",
    "spacy": "sentences, words and actors of a text that is read (build, add, extract)",
    "jieba": "words of Chinese text, in reading and in search",
    "faiss-cpu": "the indexes of vectors",
    "bm25s": "word search",
    "pyoxigraph": "the RDF store, SPARQL, every file of RDF",
    "oxrdflib": "fast parser for rdflib",
    "rdflib": "the graph that pyshacl checks",
    "pyshacl": "`kg validate`",
    "networkx": "`kg path`, communities and neighbourhoods on the page 图谱, GraphML",
    "opencc": "questions in traditional characters",
    "openpyxl": "xlsx",
    "python-docx": "docx, read and written",
    "lxml": "html files, read",
    "pypdf": "pdf files, read",
    "resvg-py": "pictures as png",
    "icalendar": "ics",
    "chinesecalendar": "working days and holidays",
    "pydantic": "the files of the corpus, checked",
    "typer": "the command line",
    "rich": "the progress bar",
    "platformdirs": "where a user's data lie",
    "lazy-loader": "packages that load when used",
    PROGRAM: "the program: corpus, ontology, encoder",
    "pip": "pip itself",
}
COMMANDS = (("show", "网络安全法第二十三条"), ("ask", "发生网络安全事件后向谁报告"), ("search", "报告"), ("matrix", "-o", "{}/m.xlsx"),
            ("clock", "客户信息泄露", "--at", "2026-11-24 09:30"), ("path", "218号令第41条", "个人信息保护法第57条"), ("check", "{}/memo.txt"),
            ("extract", "{}/memo.txt", "--json"))
TRACER = """
import importlib.metadata, json, sys
from kg.cli.main import run
run(sys.argv[2:])
places = importlib.metadata.packages_distributions()
tops = {m.partition(".")[0] for m in sys.modules}
open(sys.argv[1], "w", encoding="utf-8").write(json.dumps(sorted({d for t in tops for d in places.get(t, ())})))
"""


def plain(name: str) -> str:
    """The name of a distribution as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sizes() -> dict[str, float]:
    """MB on the disk of each distribution, its byte code included."""
    found: dict[str, float] = {}
    for one in metadata.distributions():
        paths = {Path(str(one.locate_file(f))) for f in one.files or ()}
        folders = {p.parent / "__pycache__" for p in paths if p.suffix == ".py"}
        paths |= {p for f in folders if f.is_dir() for p in f.iterdir()}
        found[plain(one.metadata["Name"])] = sum(p.stat().st_size for p in paths if p.is_file()) / 1e6
    return found


def wanted(name: str, held: Iterable[str]) -> set[str]:
    """The installed distributions that a distribution asks for, extras left out."""
    lines = [r for r in metadata.requires(name) or () if "extra ==" not in r]
    return {n for line in lines if (n := plain(re.split(r"[^\w.-]", line, maxsplit=1)[0])) in held}


def reach(name: str, asks: Mapping[str, set[str]]) -> set[str]:
    """A distribution and all that it brings in."""
    found, open_ = set(), [name]
    while open_:
        one = open_.pop()
        if one not in found:
            found.add(one)
            open_ += asks.get(one, ())
    return found


def rows(used: Mapping[str, list[str]]) -> list[list[str]]:
    """One row for each requirement of the program, and one for each distribution that several bring in."""
    held = sizes()
    asks = {name: wanted(name, held) for name in held}
    own = sorted(asks[PROGRAM])
    brought = {name: reach(name, asks) for name in own}
    by = {d: [n for n in own if d in brought[n]] for d in held}
    found: list[tuple[float, list[str]]] = []
    for name in held:
        single = by[name][0] if len(by[name]) == 1 and name not in own else None
        if single:
            continue
        with_it = [d for d in held if d != name and d not in own and by[d] == [name]]
        total = held[name] + sum(held[d] for d in with_it)
        biggest = ", ".join(f"{d} {held[d]:.0f}" for d in sorted(with_it, key=lambda d: -held[d])[:4] if held[d] >= 1)
        why = WHY.get(name) or "asked for by " + (", ".join(by[name]) or "an extra")
        commands = " ".join(c for c, dists in used.items() if name in dists)
        found.append((total, [name, f"{total:.1f}", biggest, why, *([commands] if used else [])]))
    big = [f for f in found if f[0] >= SMALL or f[1][0] in own]
    rest = sum(t for t, _ in found) - sum(t for t, _ in big)
    tail = [[f"{len(found) - len(big)} others", f"{rest:.1f}", "", f"below {SMALL:.0f} MB each, asked for by several", *([""] if used else [])],
            ["all", f"{sum(held.values()):.0f}", "", "", *([""] if used else [])]]
    return [row for _, row in sorted(big, key=lambda f: -f[0])] + tail


def imported() -> dict[str, list[str]]:
    """The distributions that each of a few commands has imported, by command."""
    import tempfile

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "memo.txt").write_text("第一条　根据《网络安全法》第二十三条，运营者应当保存日志。\n", encoding="utf-8")
        for command in COMMANDS:
            arguments = [a.format(folder) for a in command]
            said = Path(folder) / "said.json"
            subprocess.run([sys.executable, "-c", TRACER, said, *arguments], check=True, capture_output=True)
            found[command[0]] = [plain(d) for d in json.loads(said.read_text(encoding="utf-8"))]
    return found


def main() -> None:
    """Print the table."""
    used = imported() if "--commands" in sys.argv else {}
    print(table(["Distribution", "MB with what it alone brings", "of which", "Why", *(["Imported by"] if used else [])], rows(used)))


if __name__ == "__main__":
    main()
