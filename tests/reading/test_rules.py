"""docs/rules.md is run: every rule has a real phrase that fires it, and no rule fires on the corpus that has no line there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.model import Norm
from kg.reading.norms import find_norms
from kg.reading.terms.finding import find_definitions

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
RULES = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
NEVER = re.findall(r"^\| [a-z ]+ \| ([^|]*[一-鿿][^|]*) \|$", PAGE, re.MULTILINE)


def _read(words: str) -> tuple[Norm, ...]:
    doc = parse("第五条 " + words.replace("⏎", "\n"), "某办法")
    return find_norms(doc, find_definitions(doc))


@pytest.mark.parametrize(("rule", "words", "_file"), RULES)
def test_the_phrase_fires_its_rule(rule: str, words: str, _file: str) -> None:
    assert rule in {part for n in _read(words) for part in n.rule.split("+")}


@pytest.mark.parametrize(("rule", "_words", "file"), RULES)
def test_the_rule_stands_in_the_file_named(rule: str, _words: str, file: str) -> None:
    source = (Path(__file__).resolve().parents[2] / "kg" / "reading" / file.strip()).read_text(encoding="utf-8")
    assert rule.partition(":")[2].removeprefix("可以") in source or rule in source


@pytest.mark.parametrize("words", NEVER)
def test_what_is_no_norm(words: str) -> None:
    assert _read(words) == ()


def test_every_rule_of_the_corpus_has_its_line() -> None:
    named = {rule for rule, _, _ in RULES}
    documents = [parse(v.text, v.title) for v in load().versions]
    fired = {part for doc in documents for n in find_norms(doc, find_definitions(doc)) for part in n.rule.split("+")}
    assert len(NEVER) >= 7 and fired and fired <= named, sorted(fired - named)
