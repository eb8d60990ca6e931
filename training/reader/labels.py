"""What the reader of norms learns from: windows of sentences, each verb phrase with the norm that a reader of the text gave it.

    python training/reader/labels.py OUT.jsonl

The norms come from ``sets/`` (texts with gold beside them), from ``benchmarks/norms_new_texts.jsonl`` and ``norms_other_regulators.jsonl``,
from the development gold in ../shared, and from the reviews of the corpus. A phrase is labelled with the norm whose verb stands in it.
Where a norm's words run over other phrases, those are left out (``mask`` 1), and so is what no reviewer has read (``mask`` 2).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.corpus.loading import load
from kg.corpus.review.applying import apply
from kg.corpus.review.files import review_of
from kg.corpus.structure import parse
from kg.law.model import Document, Provision, ProvisionKind
from kg.reading.grammar import pipeline
from kg.reading.learned.reader import KINDS
from kg.reading.learned.windows import windows
from kg.reading.norms import find_norms
from kg.reading.sanctions import find_sanctions
from kg.reading.stretches import stretches
from kg.reading.terms.finding import find_definitions

ROOT = Path(__file__).resolve().parents[2]
SETS, BENCHMARKS, SHARED = Path(__file__).parent / "sets", ROOT / "benchmarks", ROOT.parent / "shared"
WHOLE_SETS = {"D", "E", "G", "K", "U"}  # the gold holds every norm and not only those of telling
_TELLING = re.compile(
    "报告|报送|上报|提交|报|备案|通知|通报|告知|提示|说明|公告|公布|公示|公开|披露|发布|申请|申报|保存|留存|保管|记录|存档|归档|登记|备份|提供|共享|出具|送|抄送|反馈|提请|请示"
    "|办理|移交|提醒|标明|明示|答复|展示")
Record = dict[str, Any]


@dataclass
class Text:
    """A text with its gold.

    ``whole`` says that the gold holds every norm, ``spared`` that it holds the exceptions. ``seen`` tells whether anybody read the place.
    """

    group: str
    name: str
    document: Document
    gold: list[Record]
    whole: bool = False
    spared: bool = True
    seen: Callable[[int], bool] = field(default=lambda _: True)


def texts() -> Iterator[Text]:
    """Every text that there is gold for."""
    for path in sorted(SETS.glob("*/*.jsonl")):
        words = path.with_suffix(".txt").read_text(encoding="utf-8")
        yield Text(path.parent.name, path.stem, parse(words, words.split("\n", 1)[0]), _lines(path), path.parent.name in WHOLE_SETS)
    for group, file, key, ending in (
            ("others", BENCHMARKS / "norms_other_regulators.jsonl", "file", ""), ("dev", SHARED / "eval" / "norms_dev.jsonl", "version", ".txt")):
        for name, gold in _by(_lines(file), key).items():
            words = (SHARED / "reference" / f"{name}{ending}").read_text(encoding="utf-8")
            yield Text(group, name, parse(words, gold[0]["instrument"]), gold, spared=False)
    yield from _held()


def _held() -> Iterator[Text]:
    """The texts of the corpus with gold or with a review."""
    catalogue, new = load(), _by(_lines(BENCHMARKS / "norms_new_texts.jsonl"), "slug")
    for version in catalogue.versions:
        slug, document, review = catalogue.of(version).slug, parse(version.text, version.title), review_of(catalogue, version)
        if slug in new:
            yield Text("new", slug, document, new[slug], whole=True)
        elif review is not None:
            found = apply(document, version, find_norms(document, find_definitions(document)), review, find_sanctions(document)).norms
            read = [document.by_eid[p.at] for p in review.provisions if p.at in document.by_eid]
            gold = [{"article": n.article, "paragraph": n.paragraph, "item": n.item, "kind": n.kind, "modality": n.modality.value, "quote": n.quote,
                     "action": n.action, "bearer": list(n.bearer), "recipient": list(n.recipient), "exception": n.exception}
                    for n in found if n.status != "extracted"]
            yield Text("reviewed", f"{slug} {version.effective}", document, gold, True, True, _within(read))


def _within(read: list[Provision]) -> Callable[[int], bool]:
    return lambda at: any(p.start <= at < p.end for p in read)


def _lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _by(records: Iterable[Record], key: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record[key], []).append(record)
    return found


def labelled(text: Text) -> list[Record]:
    """The windows of a text with the label of each phrase."""
    made, articles = _windows(text.document), _articles(text.document)
    phrases = _by(({"article": w["article"], "window": w, "phrase": p} for w in made for p in w["phrases"]), "article")
    for norm in text.gold:
        article = articles.get(norm["article"])
        place = _place(text.document, article, norm) if article else None
        if article is not None and place is not None:
            _label(text.document, article, norm, place, phrases.get(norm["article"], []))
    for window in made:
        window |= {"group": text.group, "name": text.name, "whole": text.whole, "spared": text.spared}
        for phrase in window["phrases"]:
            phrase["mask"] = 2 if not text.seen(phrase["at"]) else 0 if phrase["norm"] else phrase["mask"]
    return made


def _windows(document: Document) -> list[Record]:
    units = list(stretches(document))
    return [
        {"text": window.text, "article": unit.article.label, "phrases": [
            {"start": p.start, "end": p.end, "at": unit.start + p.at, "to": unit.start + p.at + p.end - p.start, "kind": "none", "norm": 0,
             "spares": 0, "mask": 0, "core": 1, "modality": None, "bearer": None, "recipient": None} for p in window.phrases]}
        for unit, reading in zip(units, pipeline.read(u.text for u in units), strict=True)
        for window in windows(document, unit, reading.sentences)]


def _articles(document: Document) -> dict[str, Provision]:
    return {a.label: a for a in document.articles or (p for p in document.children if p.kind is ProvisionKind.PARAGRAPH)}


def _place(document: Document, article: Provision, norm: Record) -> tuple[int, int] | None:
    """The offsets of a norm's words in the text, from its span or its quote without white space, in its own 款 if they stand in several."""
    at = [i for i in range(article.start, article.end) if not document.text[i].isspace()]
    bare = "".join(document.text[i] for i in at)
    if "span" in norm:
        first, last = norm["span"]
        return at[first], at[min(last, len(at)) - 1] + 1
    quote = re.sub(r"\s", "", norm["quote"])
    hits = [m.start() for m in re.finditer(re.escape(quote), bare)]
    own = next((c for c in article.children if c.number and c.number[0] == norm.get("paragraph")), article)
    inside = [h for h in hits if own.start <= at[h] < own.end] or hits
    labels = [h for h in inside if norm.get("item") and norm["item"] in bare[:h]]
    first = next(iter(labels or inside), None)
    return None if first is None else (at[first], at[first + len(quote) - 1] + 1)


def _label(document: Document, article: Provision, norm: Record, place: tuple[int, int], phrases: list[Record]) -> None:
    """Write a norm into the phrase that holds its verb."""
    start, end = place
    over = [p for p in phrases if min(p["phrase"]["to"], end) - max(p["phrase"]["at"], start) >= min(2, p["phrase"]["to"] - p["phrase"]["at"])]
    if not over:
        return
    for each in over:
        each["phrase"]["mask"] = 1
    chosen = _chosen(document, norm, start, end, over)
    window, phrase = chosen["window"], chosen["phrase"]
    phrase["kind"] = norm["kind"] if norm["kind"] in KINDS else phrase["kind"]
    phrase["norm"], phrase["core"] = 1, phrase["core"] & int(norm.get("core", True))
    phrase["modality"] = {"permission": "power"}.get(norm["modality"], norm["modality"])
    phrase["bearer"] = _spans(norm.get("bearer"), lambda n: window["text"].rfind(n, 0, phrase["end"]))
    if norm["kind"] in KINDS:
        told = _spans(norm.get("recipient"), lambda n: _near(window["text"], n, phrase))
        phrase["recipient"] = None if told is None else [*(phrase["recipient"] or ()), *told]
    if norm.get("exception"):
        spared = _place(document, article, {"quote": norm["exception"]})
        for each in phrases if spared else ():
            one = each["phrase"]
            one["spares"] |= int(min(one["to"], spared[1]) - max(one["at"], spared[0]) >= 0.6 * (one["to"] - one["at"]))


def _chosen(document: Document, norm: Record, start: int, end: int, over: list[Record]) -> Record:
    action = norm.get("action") or ""
    at = document.text.find(action, start, end) if action else -1
    holding = [p for p in over if p["phrase"]["at"] <= at < p["phrase"]["to"]]
    telling = [p for p in over if norm["kind"] in KINDS and _TELLING.search(document.text[p["phrase"]["at"] : p["phrase"]["to"]])]
    return (holding or telling[-1:] or over[-1:])[0]


def _near(text: str, name: str, phrase: Record) -> int:
    """Where a name stands: in the phrase, or else before it, or else behind it."""
    inside = text.find(name, phrase["start"], phrase["end"] + len(name))
    before = text.rfind(name, 0, phrase["end"])
    return inside if inside >= 0 else before if before >= 0 else text.find(name)


def _spans(names: list[str] | None, find: Callable[[str], int]) -> list[list[int]] | None:
    """Where each name stands, or None if one is not in the window, or nobody said."""
    if names is None:
        return None
    found = [(find(n), n) for n in names]
    return None if any(at < 0 for at, _ in found) else [[at, at + len(n)] for at, n in found]


def main() -> None:
    """Write the windows."""
    with Path(sys.argv[1]).open("w", encoding="utf-8") as out:
        for text in texts():
            made = labelled(text)
            print(text.group, text.name, len(made), "windows", len(text.gold), "norms", file=sys.stderr)
            out.writelines(json.dumps(w, ensure_ascii=False) + "\n" for w in made)


if __name__ == "__main__":
    main()
