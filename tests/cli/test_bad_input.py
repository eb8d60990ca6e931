"""Whatever is typed or handed over: an answer or one line that names thing and remedy; never a traceback."""

from __future__ import annotations

import io
import json
import shutil
import sys

import pytest

from kg.cli.main import run
from kg.law.places import corpus_dir
from tests import samples


@pytest.fixture
def kg(capsysbinary):
    """Run a command line: (exit code, stdout, stderr)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = (stream.decode("utf-8") for stream in capsysbinary.readouterr())
        assert "Traceback" not in err and "内部错误" not in err, err
        return code, out, err

    return call


def one_line(err: str) -> str:
    assert err.startswith("kg: ") and err.count("\n") == 1, err
    return err


STRANGE = [
    "问" * 4_000,
    "发生网络安全事件后向谁报告" * 300,
    "😀🔥🧑‍⚖️",
    "向谁报告😀？",
    "'; DROP TABLE norms; --",
    "\" } UNION { ?s ?p ?o } #",
    "SELECT * WHERE { ?s ?p ?o } LIMIT 1",
    "<script>alert(1)</script>向谁报告",
    "<b>[bold red]{{7*7}}${7*7}%s%n</b>",
    "../../../../etc/passwd",
    "\x00\x01\x1b[31m",
    "\ud800向谁报告",
    "?",
    "。。。",
    "第九十九条",
    "第第第条条条",
    "《》《》《《》》",
    "((((((((((",
    "网络安全法第" + "九" * 500 + "条",
    "123456789" * 50,
    "a" * 4_000,
    "\u202e\u200b\ufeff",
    "第一条第一款" * 400,
]


@pytest.mark.parametrize("question", STRANGE, ids=range(len(STRANGE)))
def test_strange_questions_get_an_honest_answer(kg, built, question):
    code, out, err = kg("ask", "--json", "--", question)
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["status"] in {"answered", "unanswerable"} and answer["answer"].strip()


@pytest.mark.parametrize("question", ["😀🔥", "?", "。。。", "((((", "SELECT * WHERE { ?s ?p ?o } LIMIT 1"])
def test_what_is_no_question_of_law_is_not_answered(kg, built, question):
    assert json.loads(kg("ask", "--json", "--", question)[1])["status"] == "unanswerable"


@pytest.mark.parametrize("question", ["", "   ", "　\n\t"])
def test_an_empty_question_is_bad_input(kg, question):
    code, out, err = kg("ask", question)
    assert (code, out) == (2, "") and "问题是空的" in one_line(err)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_that_is_too_long_is_refused_before_the_graph_is_opened(kg, command):
    code, out, err = kg(command, "--json", "--", "发生网络安全事件后向谁报告？" * 300)
    assert (code, out) == (2, "") and "4,200 字，超过 4,000 字；请" in one_line(err)


def test_no_question_at_all_is_bad_usage(kg):
    code, out, err = kg("ask")
    assert (code, out) == (2, "") and "问题是空的" in one_line(err)


def test_an_article_that_does_not_exist_is_said_with_the_last_one(kg, built):
    code, out, err = kg("show", "网络安全法第九十九条")
    assert (code, out) == (2, "") and "第八十一条" in one_line(err)
    answer = json.loads(kg("ask", "网络安全法第九十九条规定了什么？", "--json")[1])
    assert answer["status"] == "unanswerable" and "八十一" in answer["answer"]
    older = json.loads(kg("ask", "网络安全法第八十条规定了什么？", "--as-of", "2020-01-01", "--json")[1])
    assert older["status"] == "unanswerable" and "七十九" in older["answer"]


@pytest.mark.parametrize("value", ["2026-13-01", "yesterday", "", "20260101x", "2026-02-30", "二〇二六年"])
@pytest.mark.parametrize("command", [("ask", "向谁报告"), ("show", "网络安全法第一条"), ("search", "报告"), ("matrix",)], ids=lambda c: c[0])
def test_a_malformed_date_names_the_form_wanted(kg, built, command, value):
    code, out, err = kg(*command, "--as-of", value)
    assert (code, out) == (2, "") and "YYYY-MM-DD" in one_line(err)


@pytest.mark.parametrize("command", [("ask", "向谁报告", "--profile", "火星公司"), ("matrix", "--profile", "火星公司"),
                                     ("matrix", "--bearer", "火星公司")], ids=lambda c: c[-2] + c[0])
def test_an_unknown_kind_of_firm_lists_those_allowed(kg, built, command):
    code, out, err = kg(*command)
    assert (code, out) == (2, "")
    assert all(word in one_line(err) for word in ("火星公司", "证券公司", "期货公司"))


@pytest.mark.parametrize("option", [("--instrument", "民法典"), ("--kind", "飞行"), ("--recipient", "火星局"), ("--format", "exe")])
def test_an_unknown_filter_of_the_matrix_is_one_line(kg, built, option):
    code, out, err = kg("matrix", *option)
    assert (code, out) == (2, "") and option[1] in one_line(err)


USAGE = [("nonsense",), ("ask", "a", "b"), ("ask", "a", "--nonsense"), ("show",), ("search", "报告", "-k", "0"),
         ("search", "报告", "-k", "many"), ("ask", "a", "--batch", "b.jsonl"), ("search", " "), ("show", " ")]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_bad_usage_is_one_line_and_exit_2(kg, arguments):
    code, out, err = kg(*arguments)
    assert (code, out) == (2, "") and one_line(err)


BATCH = """{"id": 1, "question": "发生网络安全事件后向谁报告？", "profile": "证券公司", "as_of": null}
not json

{"id": 2}
{"id": 3, "question": ""}
{"id": 4, "question": "向谁报告？", "profile": "火星公司"}
{"id": 5, "question": "向谁报告？", "as_of": "2026-13-01"}
{"id": 6, "question": "向谁报告？", "profile": {"a": 1}}
["list"]
{"id": "7", "question": "向谁报告？", "profile": ["券商", "个人信息处理者"], "as_of": "2025-12-31"}
{"id": 8, "question": "\\ud800"}
"""


def test_a_batch_names_bad_lines_and_answers_the_others(kg, built, tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + BATCH.encode() + b'{"id": 9, "question": "\xff"}\n')
    code, out, err = kg("ask", "--batch", str(path), "--json")
    assert code == 2
    answers = [json.loads(line) for line in out.splitlines()]
    assert [a["id"] for a in answers] == [1, "7", 8]
    assert answers[1]["as_of"] == "2025-12-31" and answers[0]["profile"] == ["证券公司"]
    assert [int(line.split(" 第 ")[1].split(" 行")[0]) for line in err.splitlines()] == [2, 4, 5, 6, 7, 8, 9, 12]


def test_a_batch_refuses_what_is_too_long_and_goes_on(kg, built, tmp_path):
    path = tmp_path / "questions.jsonl"
    long, facts = "问" * 4_001, json.dumps("向谁报告？" + "😀" * 3_000)
    path.write_text(f'{{"id": 1, "question": "{long}"}}\n{"x" * 250_000}\n{{"id": 3, "question": {facts}}}', encoding="utf-8")
    code, out, err = kg("ask", "--batch", str(path), "--json")
    assert code == 2 and [json.loads(line)["id"] for line in out.splitlines()] == [3]
    first, second = err.splitlines()
    assert "第 1 行：问题有 4,001 字，超过 4,000 字；请" in first and "第 2 行：这一行超过 100,000 字节；请" in second


def test_a_batch_from_standard_input(kg, built, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO('{"id": "x", "question": "向谁报告？"}'.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    code, out, err = kg("ask", "--batch", "-", "--json")
    assert (code, err) == (0, "") and json.loads(out)["id"] == "x"


def test_a_batch_that_is_not_there_is_named(kg, tmp_path):
    code, out, err = kg("ask", "--batch", str(tmp_path / "no.jsonl"), "--json")
    assert (code, out) == (2, "") and "no.jsonl" in one_line(err)


@pytest.mark.parametrize(("name", "data"), [("a.pdf", samples.pdf([[], []])), ("a.docx", b"PK\x03\x04"), ("a.txt", b""),
                                            ("a.txt", bytes(range(256)))], ids=["scan", "docx", "empty", "binary"])
def test_an_unreadable_file_is_named(kg, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    code, out, err = kg("extract", str(tmp_path / name), "--json")
    assert (code, out) == (2, "") and name in one_line(err)


@pytest.mark.parametrize("text", ["没有条文的一段话。", "<<<>>>", "第一条", "第九条 a\n第三条 b\n" * 50, "（一）（二）" * 500])
def test_any_text_can_be_extracted(kg, tmp_path, text):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    code, out, err = kg("extract", str(tmp_path / "a.txt"), "--json")
    assert (code, err) == (0, "") and set(json.loads(out)) >= {"title", "articles", "citations", "norms", "definitions"}


def test_an_unreadable_corpus_file_stops_the_build_and_the_old_graph_stays(kg, built, tmp_path, monkeypatch):
    before = (built / "current").read_text(encoding="utf-8")
    corpus = tmp_path / "corpus"
    shutil.copytree(corpus_dir(), corpus)
    victim = next(corpus.rglob("2023-05-01.txt"))
    victim.write_bytes(b"\xff\xfe\x00 broken")
    monkeypatch.setenv("KG_CORPUS", str(corpus))
    code, out, err = kg("build")
    assert (code, out) == (2, "") and str(victim) in one_line(err.splitlines(keepends=True)[-1])
    monkeypatch.delenv("KG_CORPUS")
    assert (built / "current").read_text(encoding="utf-8") == before
    assert kg("show", "218号令第三十九条")[0] == 0


@pytest.mark.parametrize("query", ["", "nonsense", "INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL", "SELECT * WHERE {", "\x00"])
def test_sparql_that_is_no_reading_query_is_one_line(kg, built, query):
    code, out, err = kg("sparql", query)
    assert (code, out) == (2, "") and one_line(err)


def test_an_export_of_unknown_kind_is_one_line(kg, built, tmp_path):
    code, out, err = kg("export", str(tmp_path / "graph.exe"))
    assert (code, out) == (2, "") and "graphml" in one_line(err) and not (tmp_path / "graph.exe").exists()
