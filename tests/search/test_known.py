"""Vectors that are not computed again: what is shipped covers the corpus, and nothing of it changes a byte."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.law.places import corpus_dir, encoder_dir, vectors_dir
from kg.search import Index, build_index, known
from kg.search.dense import DOCUMENT, QUERY, Encoder
from kg.search.index import passages_of
from tests.search.test_index import ENTRIES, _hashes

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture
def nothing_shipped(monkeypatch, tmp_path):
    monkeypatch.setattr(known, "vectors_dir", lambda: tmp_path / "none")
    known.shipped.cache_clear()
    yield
    known.shipped.cache_clear()


def test_every_passage_and_written_question_of_the_corpus_is_shipped():
    """If this fails, run scripts/ship_vectors.py."""
    shipped, wanted = known.shipped(Encoder().fingerprint), runpy.run_path(str(SCRIPTS / "ship_vectors.py"))["wanted"]
    names, texts = zip(*wanted(corpus_dir()), strict=True)
    keys = {known.key_of(prompt, t) for of in texts for prompt, some in of.items() for t in some}
    assert keys == set(shipped) and {f"{n}.npy" for n in names} == {p.name for p in vectors_dir().glob("*.npy")}


def test_what_is_shipped_is_what_the_encoder_gives():
    encoder, shipped = Encoder(), known.shipped(Encoder().fingerprint)
    wanted = dict(runpy.run_path(str(SCRIPTS / "ship_vectors.py"))["wanted"](corpus_dir()))
    sample = [(p, t) for of in wanted.values() for p in (DOCUMENT, QUERY) for t in of.get(p, ())[::150]]
    assert len(sample) > 40
    for prompt, text in sample:
        assert np.abs(shipped[known.key_of(prompt, text)] - known.half(encoder.encode(prompt, [text]))[0]).max() < 2e-4


def test_the_graph_of_the_encoder_is_the_one_its_script_writes():
    made = runpy.run_path(str(SCRIPTS / "encoder_graph.py"))["encoder"](encoder_dir())
    assert made.SerializeToString(deterministic=True) == (encoder_dir() / "model.onnx").read_bytes()


def test_vectors_taken_over_change_no_byte(tmp_path, nothing_shipped, monkeypatch):
    build_index(tmp_path / "first", ENTRIES, contrast=["红烧肉怎么做"])
    computed: list[str] = []
    encode = Encoder.encode
    monkeypatch.setattr(Encoder, "encode", lambda self, prompt, texts: computed.extend(texts) or encode(self, prompt, texts))
    build_index(tmp_path / "again", ENTRIES, contrast=["红烧肉怎么做"], before=tmp_path / "first")
    assert _hashes(tmp_path / "first") == _hashes(tmp_path / "again") and computed == ["红烧肉怎么做"]
    build_index(tmp_path / "fewer", ENTRIES[1:], contrast=[], before=tmp_path / "first")
    assert computed == ["红烧肉怎么做"] and Index.open(tmp_path / "fewer").search("日志留多久")


def test_a_shipped_file_that_was_changed_is_left_out(tmp_path):
    fingerprint = Encoder().fingerprint
    shutil.copytree(vectors_dir(), tmp_path / "vectors")
    whole = known.shipped(fingerprint, tmp_path / "vectors")
    spoilt = sorted((tmp_path / "vectors").glob("*.npy"))[0]
    spoilt.write_bytes(spoilt.read_bytes()[:-1] + b"\0")
    known.shipped.cache_clear()
    assert 0 < len(known.shipped(fingerprint, tmp_path / "vectors")) < len(whole)
    assert known.shipped("sha256:other", tmp_path / "vectors") == {}
    (tmp_path / "vectors" / "about.json").write_text("{")
    known.shipped.cache_clear()
    assert known.shipped(fingerprint, tmp_path / "vectors") == {}


@pytest.mark.parametrize("spoil", [
    lambda f: (f / "manifest.json").write_text("{"), lambda f: (f / "passages.faiss").write_bytes(b"x"),
    lambda f: (f / "entries.jsonl").write_text("{}\n"), lambda f: (f / "questions.faiss").unlink()])
def test_a_damaged_index_hands_on_nothing(tmp_path, spoil):
    from kg.search.index import FORMAT

    build_index(tmp_path, ENTRIES, contrast=[])
    fingerprint = Encoder().fingerprint
    assert known.before(tmp_path, fingerprint, FORMAT, passages_of) and not known.before(None, fingerprint, FORMAT, passages_of)
    assert not known.before(tmp_path, "sha256:other", FORMAT, passages_of) and not known.before(tmp_path, fingerprint, 0, passages_of)
    spoil(tmp_path)
    assert known.before(tmp_path, fingerprint, FORMAT, passages_of) == {}
