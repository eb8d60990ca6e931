"""Search: the encoder without torch, indexes that are the same every time, fusion and filters, words and their weight."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kg.law.places import encoder_dir, queries_dir
from kg.search import Entry, Index, SearchIndexError, build_index
from kg.search.dense import DOCUMENT, MAX_CHARS, QUERY, Encoder, EncoderError, Vectors
from kg.search.entries import QueriesError, read_questions
from kg.search.fused import BARE_WEIGHTS, DENSE, LEXICAL, QUESTION_DENSE, QUESTION_LEXICAL, WEIGHTS, fuse, normalise
from kg.search.index import WINDOW, passages_of
from kg.search.lexical import Lexical
from kg.search.runtime import Runtime
from kg.search.segment import Segmenter, words

TEXTS = ["发生网络安全事件后向谁报告", "券商宕机了咋整", "。", "!", " ", "a", "😀🔥", "第三十九条", "DROP TABLE norms; --",
         "<script>alert(1)</script>", "１２３４５ｋｇ", "核心机构" * 750, "zero-width\u200bspace", "𠮷野家"]
OLD, NEW = "urn:lex:cn:csrc:order:2023-12-01;900@2024-01-01", "urn:lex:cn:csrc:order:2023-12-01;900@2025-01-01"
ENTRIES = (
    Entry(f"{OLD}~art1", OLD, "甲办法", "第一章 报告", "第一条", "第一条　发生网络安全事件的，应当在24小时内报告。",
          ("出事了多久上报", "宕机跟谁说")),
    Entry(f"{OLD}~art2", OLD, "甲办法", "第二章 保存", "第二条", "第二条　系统日志应当保存六个月以上。", ("日志留多久",)),
    Entry(f"{NEW}~art1", NEW, "甲办法", "第一章 报告", "第一条", "第一条　发生网络安全事件的，应当在12小时内报告。", ("出事了多久上报",)),
    Entry("urn:lex:cn:user:rule:2025-01-01;1@2025-01-01~art1", "urn:lex:cn:user:rule:2025-01-01;1@2025-01-01", "本公司制度", "", "第一条",
          "第一条　机房钥匙由值班人员保管。"),
)


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    build_index(folder, ENTRIES, contrast=["红烧肉怎么做"])
    return Index.open(folder)


@pytest.mark.parametrize("prompt", [QUERY, DOCUMENT])
def test_a_text_is_read_as_sentence_transformers_does(encoder, prompt):
    assert Runtime.supports(encoder_dir())
    ours = encoder.encode(prompt, TEXTS)
    encoder.load()
    encode = {QUERY: encoder._model.encode_query, DOCUMENT: encoder._model.encode_document}[prompt]
    reference = encode([t[:MAX_CHARS] for t in TEXTS], normalize_embeddings=True, convert_to_numpy=True)
    assert np.abs(ours - reference).max() < 1e-6
    assert np.allclose(np.linalg.norm(ours, axis=1), 1.0, atol=1e-5)


def test_a_vector_depends_on_its_text_alone(encoder):
    together = encoder.documents(TEXTS)
    assert all(np.array_equal(encoder.documents([t])[0], row) for t, row in zip(TEXTS, together, strict=True))


def test_an_encoder_elsewhere_is_used_and_gives_the_same_vectors(tmp_path, monkeypatch, encoder):
    shutil.copytree(encoder_dir(), tmp_path / "mine")
    monkeypatch.setenv("KG_ENCODER", str(tmp_path / "mine"))
    other = Encoder()
    assert not other.shipped and encoder.shipped and other.fingerprint == encoder.fingerprint
    assert np.array_equal(other.queries(TEXTS[:2]), encoder.queries(TEXTS[:2]))


def test_a_model_without_a_graph_is_left_to_sentence_transformers(tmp_path, encoder):
    shutil.copytree(encoder_dir(), tmp_path / "mine")
    (tmp_path / "mine" / "model.onnx").unlink()
    other = Encoder(tmp_path / "mine")
    assert not Runtime.supports(tmp_path / "mine") and other.fingerprint != encoder.fingerprint
    assert np.abs(other.documents(TEXTS[:4]) - encoder.documents(TEXTS[:4])).max() < 1e-6


@pytest.mark.parametrize(("name", "content"), [("empty", ""), ("broken", "{")])
def test_an_unusable_encoder_is_named_with_the_remedy(tmp_path, name, content):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "modules.json").write_text(content)
    with pytest.raises(EncoderError, match="KG_ENCODER") as caught:
        Encoder(folder).load()
    assert str(folder) in str(caught.value)


def test_an_index_of_another_encoder_is_refused(tmp_path, index):
    shutil.copytree(encoder_dir(), tmp_path / "mine")
    (tmp_path / "mine" / "config_sentence_transformers.json").write_text('{"prompts": {"query": "问："}}')
    with pytest.raises(SearchIndexError, match="KG_ENCODER"):
        Index.open(index.folder, tmp_path / "mine").search("日志留多久")


@pytest.mark.parametrize("spoil", [
    lambda f: (f / "manifest.json").unlink(), lambda f: (f / "manifest.json").write_text("[]"),
    lambda f: (f / "entries.jsonl").write_text("{}\n"), lambda f: (f / "entries.jsonl").write_text("")])
def test_a_damaged_index_names_the_remedy(tmp_path, index, spoil):
    shutil.copytree(index.folder, tmp_path / "index")
    spoil(tmp_path / "index")
    with pytest.raises(SearchIndexError, match="kg build"):
        Index.open(tmp_path / "index")


def test_an_entry_that_is_damaged_is_named_when_it_is_found(tmp_path, index):
    shutil.copytree(index.folder, tmp_path / "index")
    lines = (index.folder / "entries.jsonl").read_text(encoding="utf-8").split("\n")
    (tmp_path / "index" / "entries.jsonl").write_text("\n".join([*lines[:1], "{", *lines[2:]]), encoding="utf-8")
    opened = Index.open(tmp_path / "index")
    assert opened.search("出事了多久上报", k=1)
    with pytest.raises(SearchIndexError, match="kg build"):
        opened.search("日志留多久", k=1)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085", "\x0b", "\x1c"])
def test_a_mark_that_python_takes_for_the_end_of_a_line_breaks_no_entry(tmp_path, mark):
    entry = replace(ENTRIES[0], text=ENTRIES[0].text[:6] + mark + ENTRIES[0].text[6:], questions=(f"日志{mark}留多久",))
    build_index(tmp_path, [entry], contrast=[f"红烧肉{mark}怎么做"])
    opened = Index.open(tmp_path)
    assert tuple(opened.entries) == (entry,) and opened.search("日志留多久")[0].entry.text == entry.text


_WAITS = """
import importlib.abc, os, sys
seen = []
class Watch(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        seen.extend([os.environ.get("OMP_WAIT_POLICY")] * (name == "torch"))
sys.meta_path.insert(0, Watch())
from kg.search.dense import Encoder
Encoder().load()
print(*set(seen))
"""


@pytest.mark.parametrize(("given", "expected"), [(None, "PASSIVE"), ("ACTIVE", "ACTIVE")])
def test_the_threads_of_torch_do_not_spin_unless_told_to(given, expected):
    bare = {k: v for k, v in os.environ.items() if k != "OMP_WAIT_POLICY"}
    done = subprocess.run([sys.executable, "-c", _WAITS], env=bare | ({"OMP_WAIT_POLICY": given} if given else {}),
                          capture_output=True, text=True, check=True)
    assert done.stdout.strip() == expected


def test_equal_entries_give_equal_bytes(tmp_path, index):
    build_index(tmp_path / "again", ENTRIES, contrast=["红烧肉怎么做"])
    assert _hashes(tmp_path / "again") == _hashes(index.folder)


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_what_is_not_allowed_is_left_out_before_ranking(index):
    question = "出事了多久上报"
    assert {h.entry.version for h in index.search(question, k=10)} == {e.version for e in ENTRIES}
    only_old = index.search(question, k=1, allowed={OLD})
    assert [h.urn for h in only_old] == [f"{OLD}~art1"] and only_old[0].best_question == question
    assert {h.urn for h in index.search(question, allowed=lambda e: e.label == "第二条")} == {f"{OLD}~art2"}
    assert index.search(question, allowed=set()) == index.search(question, k=0) == index.search("？！", k=3) == []


@pytest.mark.parametrize("chosen", [{OLD}, {OLD, NEW}, {f"{OLD}~art2"}, {NEW, f"{OLD}~art2"}, {"urn:unknown"}, set()])
def test_a_set_of_urns_allows_what_a_test_of_each_entry_does(index, chosen):
    by_test = index.search("日志留多久", allowed=lambda e: e.version in chosen or e.urn in chosen)
    assert index.search("日志留多久", allowed=chosen) == by_test


def test_cosines_are_those_of_the_vectors_which_stay_in_the_file(index, encoder):
    vectors, query = Vectors.open(index.folder / "passages.faiss"), encoder.queries(["日志留多久"])[0]
    assert np.allclose(vectors.cosines(query), vectors.all() @ query, atol=1e-6)
    twice = Vectors.build(np.stack([query] * 1001), index.folder.parent / "twice.faiss")
    assert len(set(twice.cosines(query).tolist())) == 1  # equal texts have equal cosines wherever they stand
    with pytest.raises(ValueError, match="384"):
        vectors.cosines(query[:10])


def test_a_contrast_question_that_a_text_without_written_questions_decides_is_left_out(tmp_path):
    law = "urn:lex:cn:npc:law:2020-05-28;45@2021-01-01"
    inheritance = Entry(f"{law}~art1123", law, "民法典", "第六编 继承", "第一千一百二十三条",
                        "第一千一百二十三条　继承开始后，按照法定继承办理；有遗嘱的，按照遗嘱继承或者遗赠办理。")
    outside = ["遗产怎么继承", "周末去哪玩"]
    for name, entries in (("without", ENTRIES), ("with", (*ENTRIES, inheritance))):
        build_index(tmp_path / name, entries, contrast=outside)
    without, with_law = (np.load(tmp_path / name / "contrast.npy").tolist() for name in ("without", "with"))
    assert (without, with_law) == ([0, 1], [1])


def test_the_scale_of_a_search_is_that_of_what_is_allowed(index):
    """Were the filter applied after the ranking, the best of the allowed entries would not reach the top of the scale."""
    hits = index.search("出事了多久上报", k=2, allowed={f"{OLD}~art2", f"{NEW}~art1"})
    assert hits[0].urn == f"{NEW}~art1" and hits[0].score >= WEIGHTS[DENSE] + WEIGHTS[QUESTION_DENSE] and hits[1].score == 0.0


def test_a_question_outside_the_subject_is_told_apart(index):
    inside, outside = "系统日志要保存多长时间", "红烧肉怎么做"
    assert index.scope(inside, index.search(inside)) > 0.5 > index.scope(outside, index.search(outside))
    assert index.scope(inside, []) == 0.0


def test_a_rule_without_written_questions_is_found(index):
    assert index.search("机房钥匙谁保管", k=1)[0].entry.title == "本公司制度"


def test_a_long_article_is_read_in_windows_of_whole_lines():
    lines = [f"（{n}）{'网络安全' * 20}；\n" for n in range(8)]
    entry = Entry("u~art1", "u", "甲办法", "第一章", "第一条", "".join(lines))
    whole, *windows = passages_of(entry)
    assert len(windows) > 1 and all(len(w) <= WINDOW + len("甲办法 第一章 ") for w in windows)
    assert "".join(w.removeprefix("甲办法 第一章 ") for w in windows) == entry.text.replace("\n", "") and whole.endswith(entry.text)
    assert len(passages_of(ENTRIES[0])) == 1


def test_the_weights_of_each_kind_of_entry_add_up_to_one():
    assert sum(WEIGHTS.values()) == pytest.approx(1.0) and sum(BARE_WEIGHTS.values()) == pytest.approx(1.0)
    assert set(BARE_WEIGHTS) <= {DENSE, LEXICAL} <= set(WEIGHTS)


def test_fusion_by_hand():
    parts = {DENSE: _row(0.0, 1.0, 0.5), LEXICAL: _row(2.0, 0.0, 1.0), QUESTION_DENSE: _row(0.9, 0.1, 0.0), QUESTION_LEXICAL: _row(1.0, 0.0, 0.0)}
    asked, everything = np.array([True, True, False]), np.array([True, True, True])
    assert fuse(parts, everything, asked) == pytest.approx([0.6, 0.4, 0.45])
    assert fuse(parts, np.array([True, False, True]), asked) == pytest.approx([0.1, -1.0, 0.855])


def _row(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


SCORES = arrays.arrays(np.float32, 6, elements=st.floats(-1, 50, width=32))
MASKS = arrays.arrays(np.bool_, 6)


@given(SCORES, MASKS)
def test_a_scale_runs_from_nought_to_one(scores, among):
    out = normalise(scores, among)
    assert ((out >= 0) & (out <= 1)).all() and (out[~among] == 0).all()
    assert not among.any() or out[among].max() in (0.0, 1.0)


@given(SCORES, SCORES, SCORES, SCORES, MASKS, MASKS)
def test_fused_scores_of_what_is_not_allowed_are_below_all_others(a, b, c, d, allowed, asked):
    out = fuse({DENSE: a, LEXICAL: b, QUESTION_DENSE: c, QUESTION_LEXICAL: d}, allowed, asked)
    assert (out[~allowed] == -1).all() and (out[allowed] >= 0).all() and (out[allowed] <= 1 + 1e-5).all()


@pytest.mark.parametrize(("text", "expected"), [
    ("网络运营者应当留存日志", {"网络运营者", "日志"}), ("的了吗", set()), ("", set()), ("218号令", {"218"}), ("ＣＩＩ", {"cii"}), ("😀，。", set())])
def test_words_that_carry_meaning(text, expected):
    found = set(words(text))
    assert expected <= found and (found or not expected) and not found & {"的", "了", "吗", "应当"}


def test_a_document_of_the_query_itself_scores_near_its_measure(tmp_path):
    documents = [["日志", "保存"], ["报告", "事件", "日志"], ["演练"]]
    built = Lexical.build(documents, tmp_path / "lexical")
    lexical = Lexical.open(tmp_path / "lexical")
    scores = lexical.scores(["演练"])
    assert np.argmax(scores) == 2 and scores[0] == scores[1] == 0 and np.array_equal(scores, built.scores(["演练"]))
    assert 0 < lexical.self_score(["日志"]) < lexical.self_score(["演练"]) < lexical.self_score(["无此词"])
    assert lexical.self_score(["演练", "日志"]) == pytest.approx(lexical.self_score(["演练"]) + lexical.self_score(["日志"]))
    assert lexical.self_score([]) == 1.0 and not lexical.scores(["无此词"]).any() and not lexical.scores([]).any()


def test_an_index_of_nothing_can_be_written_and_read(tmp_path):
    build_index(tmp_path / "index", (), contrast=[])
    assert Index.open(tmp_path / "index").search("日志") == []


@pytest.mark.parametrize("line", ["{", '{"eid": "art1"}', "[]", '{"eid": "art1", "queries": 3}'])
def test_a_malformed_line_of_written_questions_is_named(tmp_path, line):
    path = tmp_path / "a.jsonl"
    path.write_text('{"eid": "art9", "queries": ["问"]}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(QueriesError, match="line 3"):
        read_questions(path)


def test_the_saved_dictionary_cuts_as_the_one_in_memory(tmp_path):
    loaded = Segmenter.loaded()
    loaded.save(tmp_path)
    saved = Segmenter.open(tmp_path)
    lines = [line for path in sorted(queries_dir().glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()[:40]]
    texts = [q for line in lines for q in json.loads(line).get("queries", ())]
    assert len(texts) > 1_000 and all(saved.words(t) == loaded.words(t) for t in texts)
    with pytest.raises(FileNotFoundError):
        Segmenter.open(tmp_path / "nowhere")


@given(st.text(max_size=40))
def test_any_text_is_cut(text):
    assert all(w for w in Segmenter.loaded().words(text))
