"""Put the labelled questions among the questions written for the provisions that decide them, or take them out again.

    python training/answers/queries.py --add | --remove

A question asked later is found by its likeness to one written before. The models must be trained without them, because a question that
finds itself finds its provision: so remove them, build, train, add them, build.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from examples import SETS, read

from kg.answers.early.governing import asks
from kg.corpus.catalogue import bare_name
from kg.corpus.loading import load
from kg.law.identifiers import article_eid
from kg.law.places import corpus_dir, queries_dir
from kg.law.versions import in_force, today


def decided() -> dict[str, dict[str, list[str]]]:
    """The labelled questions by the slug of the instrument and the eid of the article that decides them."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    known = [s for i in load(corpus_dir()).instruments if not i.held for s in i.subjects if not s.partly and not s.firms]
    for record in read(sorted(SETS.glob("*.jsonl"))):
        if any(asks(s, bare_name(record["q"])) for s in known):  # what only an instrument not held decides is found by its subject
            continue
        for slug, eid in {(s, _unit(e)) for s, e, _ in record["decide"]}:
            found[slug][eid].append(record["q"])
    return found


def _unit(eid: str) -> str:
    """The eid of the part that is indexed: an article, or a section of an annex."""
    first, _, rest = eid.partition("_")
    section = rest.partition("_")[0]
    return f"{first}_{section}" if first.startswith("annex") and section.startswith("sec") else article_eid(eid)


def main() -> None:
    """Add or remove."""
    add = sys.argv[1:] == ["--add"]
    if not add and sys.argv[1:] != ["--remove"]:
        raise SystemExit(__doc__)
    found = decided()
    for instrument in load(corpus_dir()).instruments:
        version = in_force(instrument.versions, today()) if instrument.versions else None
        mine = found.get(instrument.slug) if version else None
        if version and mine:
            path = queries_dir() / f"{instrument.slug}_{version.effective.isoformat()}.jsonl"
            _write(path, mine, add=add)


def _write(path: Path, mine: dict[str, list[str]], *, add: bool) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] if path.is_file() else []
    for line in lines:
        own = mine.get(line["eid"], [])
        kept = [q for q in line["queries"] if q not in own]
        line["queries"] = [*kept, *dict.fromkeys(own)] if add else kept
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
