"""Every word of every list fires on the sentence beside it, and no word stands twice or behind a shorter one."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from kg.law import wordlists
from kg.law.wordlists import WordEntry, alternatives, entries, longest_first
from kg.reading.grammar.acts import KINDS, kind_of
from kg.reading.grammar.predicate import predicate

NAMES = sorted(p.name.removesuffix(".txt") for p in (files("kg") / "data").iterdir() if p.name.endswith(".txt"))
# The kinds that are compiled into one pattern.
TOGETHER = {"adverbs": [("before", "both"), ("leading", "both")], "acts": [(kind,) for kind in KINDS],
            "ranks": [(kind,) for kind in dict.fromkeys(e.kind for e in entries("ranks"))]}
GROUPS = [(name, kinds) for name in NAMES for kinds in TOGETHER.get(name, [()])]


def fires(entry: WordEntry, name: str, kinds: tuple[str, ...]) -> bool:
    """Whether the pattern made of the list takes just this entry somewhere in its sentence."""
    ordered = longest_first(name, *kinds)
    pattern = re.compile("|".join(f"(?P<e{i}>{e.pattern})" for i, e in enumerate(ordered)))
    return any(m.lastgroup == f"e{ordered.index(entry)}" for m in pattern.finditer(entry.sentence))


def test_there_are_lists_and_none_is_empty() -> None:
    assert {"acts", "adverbs", "heads", "telling", "verbs"} <= set(NAMES)
    assert all(len(entries(name)) > 20 for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_stands_twice(name: str) -> None:
    assert [p for p, n in Counter(e.pattern for e in entries(name)).items() if n > 1] == []


def test_a_verb_has_a_kind_or_stands_among_the_others() -> None:
    assert {e.pattern for e in entries("acts")} & {e.pattern for e in entries("verbs")} == set()


@pytest.mark.parametrize(("name", "kinds"), GROUPS)
def test_every_word_fires_on_its_sentence(name: str, kinds: tuple[str, ...]) -> None:
    assert [e for e in longest_first(name, *kinds) if not fires(e, name, kinds)] == []


@pytest.mark.parametrize(("name", "kinds"), GROUPS)
def test_no_word_is_hidden_by_a_shorter_one(name: str, kinds: tuple[str, ...]) -> None:
    pattern = re.compile(alternatives(name, *kinds))
    plain = [e.pattern for e in longest_first(name, *kinds) if re.fullmatch(r"[一-鿿]+", e.pattern)]
    assert [w for w in plain if (m := pattern.match(w)) is None or m[0] != w] == []


@pytest.mark.parametrize("entry", entries("acts"), ids=lambda e: e.pattern)
def test_the_sentence_of_an_act_has_its_kind(entry: WordEntry) -> None:
    assert kind_of(entry.sentence) == entry.kind


@pytest.mark.parametrize("entry", entries("verbs"), ids=lambda e: e.pattern)
def test_the_sentence_of_a_verb_has_it_in_its_action(entry: WordEntry) -> None:
    words = re.split(r"应当|不得|可以|方可", entry.sentence.rstrip("。"))[-1]
    action, _ = predicate(words)
    assert entry.pattern in action, (words, action)


@pytest.mark.parametrize("line", ["报告", "report\t报告\t", "report\t报告\t应当报告。\t多余", "报告 应当报告。"])
def test_a_line_of_another_form_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="heads"):
        wordlists._entry(line, "heads")
