"""Only what changed is built, and the bytes are those of a build from nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.corpus.loading import load
from kg.corpus.readers import FileText
from kg.graph.building import build
from kg.graph.writing import texts
from kg.graph.writing.pieces import TABLE, Pieces, key_of
from kg.law.vocabulary import Vocabulary
from kg.own.adding import Given, prepare, remove, save
from tests import small_corpus
from tests.graph.test_building import hashes

RULE = "丁报告办法\n\n第一条　信息技术部应当在一小时内报告网络安全事件。\n"
REVIEW = """reviewer = "某人"

[[provision]]
at = "art1_par1"
words = "000000000000"
on = 2026-01-01
none = "只说管理制度。"
"""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles and days of the texts that are read, one after another."""
    told: list[str] = []
    alone = texts.read_alone

    def watched(version, *others):  # type: ignore[no-untyped-def]
        told.append(f"{version.title} {version.effective}")
        return alone(version, *others)

    monkeypatch.setattr(texts, "read_alone", watched)
    return told


def test_a_first_build_reads_every_text_once(data: Path, read: list[str]) -> None:
    build(data)
    assert read == ["甲网络安全管理办法 2024-01-01", "甲网络安全管理办法 2025-01-01", "乙数据法 2020-02-01"]


def _reword(corpus: Path) -> None:
    small_corpus.reword(corpus)


def _review(corpus: Path) -> None:
    (corpus / "law" / "2020-02-01.review.toml").write_text(REVIEW, encoding="utf-8")


def _another_title(corpus: Path) -> None:
    path = corpus / "law" / "2020-02-01.toml"
    path.write_text(path.read_text("utf-8") + 'number = "第7号"\n', encoding="utf-8")


def _issuer(corpus: Path) -> None:
    path = corpus / "catalogue.toml"
    path.write_text(path.read_text("utf-8").replace("某机关", "另一机关"), encoding="utf-8")


@pytest.mark.parametrize(("change", "expected"), [
    (_reword, ["乙数据法 2020-02-01"]), (_review, ["乙数据法 2020-02-01"]), (_another_title, ["乙数据法 2020-02-01"]), (_issuer, []),
])
def test_a_change_is_read_alone_and_gives_the_bytes_of_a_build_from_nothing(
    data: Path, tmp_path: Path, read: list[str], change: Callable[[Path], None], expected: list[str]
) -> None:
    first = build(data)
    before = hashes(first)
    read.clear()
    change(tmp_path / "corpus")
    after = build(data)
    assert read == expected and hashes(after) != before
    assert hashes(after) == hashes(build(tmp_path / "from-nothing"))


def test_a_citation_of_a_text_that_comes_to_be_held_is_followed_anew(data: Path, tmp_path: Path, read: list[str]) -> None:
    """The first article of the rules cites the law, which is taken out and put in again."""
    corpus = tmp_path / "corpus"
    shutil.move(corpus / "law", tmp_path / "law")
    without = (build(data) / "graph.nq").read_bytes()
    shutil.move(tmp_path / "law", corpus / "law")
    read.clear()
    with_it = build(data)
    assert read == ["乙数据法 2020-02-01"]
    cites = f"<{small_corpus.WORK}@2025-01-01~art1_par1> <urn:kg:ont:cites> <{small_corpus.OTHER}@".encode()
    assert cites in (with_it / "graph.nq").read_bytes() and cites not in without
    assert hashes(with_it) == hashes(build(tmp_path / "from-nothing"))


def test_a_rule_added_and_taken_out_again_leaves_the_bytes_as_they_were(data: Path, tmp_path: Path, read: list[str]) -> None:
    before = hashes(build(data))
    read.clear()
    save(prepare(FileText(RULE), Given(effective=date(2025, 8, 1)), load(tmp_path / "corpus")))
    build(data)
    assert read == ["丁报告办法 2025-08-01"]
    remove("丁报告办法")
    read.clear()
    assert hashes(build(data, force=True)) == before and read == []


@pytest.mark.parametrize("spoil", [
    lambda f: (f / TABLE).write_text("{"), lambda f: (f / TABLE).write_text('{"x": 3}'), lambda f: (f / TABLE).unlink(),
    lambda f: (f / "graph.nq").write_bytes(b""), lambda f: (f / "found" / "0.json").write_text("[]"), lambda f: shutil.rmtree(f / "found"),
    lambda f: (f / "records" / "1.json").write_text("null"), lambda f: (f / "index" / "words.txt").write_text("x"),
    lambda f: shutil.rmtree(f / "index"), lambda f: (f / "index" / "dictionary.npy").unlink()])
def test_what_is_damaged_is_made_again(data: Path, spoil: Callable[[Path], None]) -> None:
    first = build(data)
    before = hashes(first)
    spoil(first)
    assert hashes(build(data, force=True)) == before


def test_another_program_takes_nothing_over(data: Path, read: list[str]) -> None:
    first = build(data)
    about = json.loads((first / "manifest.json").read_text("utf-8"))
    (first / "manifest.json").write_text(json.dumps(about | {"code": "other"}), encoding="utf-8")
    read.clear()
    build(data, force=True)
    assert len(read) == 3


def test_what_is_kept_of_every_text_of_the_corpus_comes_back_equal() -> None:
    from kg.links.compared import kept, of_kept, units

    catalogue, vocabulary = load(), Vocabulary.load()
    documents = texts.parse_all(catalogue.versions)
    for version in catalogue.versions:
        alone = texts.read_alone(version, documents[version.urn], catalogue, vocabulary)
        assert texts._adapter().validate_json(texts._adapter().dump_json(alone)) == alone
        compared = units(texts.follow(alone, version, documents, catalogue), vocabulary)
        assert of_kept(version, kept(compared)) == compared and compared


def test_a_key_tells_its_parts_apart() -> None:
    assert len({key_of(b"ab", b"c"), key_of(b"a", b"bc"), key_of("ab", "c"), key_of("abc"), key_of(b"abc"), key_of()}) == 6


def test_a_piece_is_made_once_and_found_by_its_place(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    with Pieces(one) as pieces:
        assert [pieces.get(n, "all", f"key of {n}", n.encode) for n in ("甲", "乙乙")] == ["甲".encode(), "乙乙".encode()]
    assert (one / "all").read_text("utf-8") == "甲乙乙"
    with Pieces(two, one) as pieces:
        assert pieces.get("乙乙", "other", "key of 乙乙", b"made".strip) == "乙乙".encode()
        assert pieces.get("甲", "other", "another key", b"made".strip) == b"made"
    assert (two / "other").read_bytes() == "乙乙".encode() + b"made"
