"""Provisions that are alike: sparse vectors against dense ones, what is kept of a text, and the most links of an article."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.loading import load
from kg.law.identifiers import article_urn
from kg.law.places import corpus_dir
from kg.links import compared, finding
from kg.links.compared import Compared, CutSentence
from kg.links.finding import Finder
from kg.links.records import CrossLink
from kg.links.scores import Pair, Words, nearest, rarity
from kg.links.vectors import SparseVectors
from kg.search.segment import words
from tests import small_corpus
from tests.links.test_links import finder_of

LEAST = 0.26
bags_of = st.lists(st.frozensets(st.sampled_from([f"词{n}" for n in range(14)]), min_size=1, max_size=6), min_size=1, max_size=60)


def vectors_of(bags: list[frozenset[str]]) -> SparseVectors:
    spread = Counter(w for bag in bags for w in bag)
    return SparseVectors(bags, spread, {w: math.log(len(bags) / n) for w, n in spread.items()})


def dense(bags: list[frozenset[str]]) -> np.ndarray:
    spread = Counter(w for bag in bags for w in bag)
    table = np.array([[math.log(len(bags) / n) if w in bag else 0.0 for w, n in spread.items()] for bag in bags])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return np.asarray(table @ table.T)


@settings(max_examples=150, deadline=None)
@given(bags_of, st.floats(0.18, 1.0))
def test_no_pair_that_is_alike_is_missed(bags: list[frozenset[str]], least: float) -> None:
    near = dense(bags)
    wanted = {(i, j) for i, j in np.argwhere(np.triu(near >= least, 1)).tolist()}
    one, other = vectors_of(bags).alike(least)
    found = list(zip(one.tolist(), other.tolist(), strict=True))
    assert wanted <= set(found) and found == sorted(set(found)) and all(i < j for i, j in found)
    assert np.allclose(vectors_of(bags).cosines(one, other), near[one, other])


def test_few_pairs_are_looked_at() -> None:
    """Among provisions that share common words only, hardly any pair is multiplied in full."""
    bags = [frozenset([f"甲{n}", f"乙{n // 2}", *(f"常{(n * k) % 7}" for k in (1, 2, 3))]) for n in range(400)]
    one, _ = vectors_of(bags).alike(LEAST)
    assert 200 <= len(one) < 0.02 * 400 * 399 / 2


@pytest.mark.parametrize("least", [0.0, 0.1, 0.17])
def test_a_cosine_that_cannot_be_looked_for_is_refused(least: float) -> None:
    with pytest.raises(ValueError, match="cannot be looked for"):
        vectors_of([frozenset("甲")]).alike(least)


def test_nothing_is_alike_among_nothing() -> None:
    for bags in ([], [frozenset[str]()], [frozenset("甲"), frozenset("甲")]):
        one, other = vectors_of(bags).alike(LEAST)
        assert len(one) == len(other) == len(vectors_of(bags).cosines(one, other)) == 0


# ── the nearest of each work ─────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def provisions(draw: st.DrawFn) -> list[Compared]:
    """Units of a few works, with few words and concepts, so that many are equally near."""
    sets = {name: st.frozensets(st.sampled_from([f"{name}{n}" for n in range(3)]), max_size=2) for name in ("bearer", "kind", "about")}
    found = []
    for n, (bag, work) in enumerate(zip(draw(bags_of), draw(st.lists(st.integers(0, 3), min_size=60, max_size=60)), strict=False)):
        sides = [draw(sets[name]) for name in ("bearer", "kind", "about")]
        found.append(Compared(f"urn:{work}@2020-01-01", f"urn:{work}", f"art{n}_par1", (CutSentence("。", bag),), *sides))
    return found


def nearest_by_all_pairs(found: list[Compared]) -> list[Pair]:
    """What ``nearest`` means, pair by pair."""
    telling, near = rarity(found), np.round(dense([u.words for u in found]), 4).astype(np.float32)
    scored: dict[tuple[int, int], Pair] = {}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for i, j in np.argwhere(np.triu(near >= 0.1, 1)).tolist():
        a, b = found[i], found[j]
        if a.work != b.work:
            union = math.fsum(telling[c] for c in a.about | b.about) if a.bearers & b.bearers and a.kinds & b.kinds else 0.0
            shared = math.fsum(telling[c] for c in a.about & b.about) / union if union else 0.0
            pair = scored[i, j] = Pair(a, b, float(near[i, j]) + 0.2 * shared, shared)
            for here, there in ((i, j), (j, i)):
                if pair.score > best.get((here, found[there].work), (0.0, 0))[0]:
                    best[here, found[there].work] = (pair.score, there)
    mutual = (p for (i, j), p in scored.items() if best[i, found[j].work][1] == j and best[j, found[i].work][1] == i)
    return [p for p in mutual if p.score >= LEAST]


@settings(max_examples=150, deadline=None)
@given(provisions())
def test_the_nearest_are_those_of_comparing_all_pairs(found: list[Compared]) -> None:
    assert nearest(found, Words(found), LEAST) == nearest_by_all_pairs(found)


# ── what is kept of a text ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    return finder_of(small_corpus.write(tmp_path_factory.mktemp("alike") / "corpus"))


def test_the_sentences_of_a_provision_have_its_words() -> None:
    """Of every 款 and 项 of the law, so that a text is cut once and for all."""
    for version in load(corpus_dir()).versions:
        for line in filter(None, map(str.strip, version.text.splitlines())):
            assert frozenset().union(*(words(s) for s in compared.sentences(line))) == frozenset(words(line)), line


def test_links_from_kept_units_are_those_found_anew(small: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {r.version.urn: json.loads(json.dumps([u.record() for u in compared.units(r, small.vocabulary)])) for r in small.readings}
    found = small.find()
    back = {r.version.urn: [Compared.of_record(r.version, record) for record in kept[r.version.urn]] for r in small.readings}
    assert all(tuple(back[r.version.urn]) == compared.units(r, small.vocabulary) for r in small.readings) and any(back.values())
    monkeypatch.setattr(compared, "words", None)  # nothing is cut again
    assert Finder(small.readings, small.catalogue, small.vocabulary, back).find() == found


# ── the most links of an article ─────────────────────────────────────────────────────────────────────────────────────


def crowd(folder: Path, size: int) -> Finder:
    """A law whose one article many rules repeat, each with more words of its own than the one before."""
    small_corpus.write(folder)
    catalogue = folder / "catalogue.toml"
    entries = []
    for n in range(size):
        work = f"urn:lex:cn:csrc:order:2020-01-01;{1000 + n}"
        entries.append(small_corpus.instrument(work, f"rule{n}", f"第{n}号规则", "部门规章", "2020-01-01"))
        own = "".join(f"并且核对账册{'甲乙丙丁戊己庚辛壬癸子丑'[k]}册" for k in range(n))
        text = f"第{n}号规则\n\n第一条　养殖企业饲养珍稀禽鸟应当登记谱系档案{own}。\n"
        small_corpus.add(folder / f"rule{n}", "2020-01-01", text, f"第{n}号规则")
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")
    return finder_of(folder)


def ends(found: Iterable[CrossLink]) -> dict[frozenset[str], float]:
    """The pairs of articles that links join, with how sure each is."""
    return {frozenset((article_urn(k.source), article_urn(k.target))): k.confidence for k in found}


def test_an_article_keeps_its_strongest_links(tmp_path: Path) -> None:
    finder = crowd(tmp_path / "corpus", 12)
    every, kept = ends(finder.pairs(_Everything())), ends(finder.pairs())
    degree = Counter(article for pair in kept for article in pair)
    assert kept.keys() < every.keys() and max(degree.values()) == finding._MOST < max(Counter(a for p in every for a in p).values())
    for pair in every.keys() - kept.keys():  # one of its articles has as many links as it may, none of them weaker
        full = [a for a in pair if degree[a] == finding._MOST]
        assert any(min(sure for p, sure in kept.items() if a in p) >= every[pair] for a in full)
        assert pair in ends(finder.pairs([pair]))


class _Everything(frozenset[frozenset[str]]):
    def __contains__(self, item: object) -> bool:
        return True
